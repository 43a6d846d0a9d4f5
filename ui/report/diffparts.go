package report

import (
	"cmp"
	"iter"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// groups compares the security groups, rule by rule.
func (d *differ) groups() {
	s := sort[model.Group]{
		"security group", model.PartGroups, func(x model.Group) ref { return ref{x.ID, x.Name, x.VPC} }, []string{"Rules"},
	}
	at := len(d.changes)
	compare(d, s, d.old().Groups(), d.new().Groups())
	place := map[string]int{}
	for i, c := range d.changes[at:] {
		place[c.ID] = at + i
	}
	old, _ := byID(s, d.old().Groups())
	now, _ := byID(s, d.new().Groups())
	ids := make([]string, 0, len(old)+len(now))
	for id := range old {
		ids = append(ids, id)
	}
	for id := range now {
		ids = append(ids, id)
	}
	for _, id := range merge(ids, nil) {
		a, before := old[id]
		b, after := now[id]
		i, already := place[id]
		told := already || before && after && d.after.inScope(b.VPC)
		if !told {
			continue
		}
		details := d.rules(a, b)
		switch {
		case len(details) == 0:
		case already:
			d.changes[i].Details = append(d.changes[i].Details, details...)
		default:
			d.changes = append(d.changes, Difference{DiffChanged, s.kind, id, b.Name, b.VPC, details})
		}
	}
	slices.SortFunc(d.changes[at:], func(x, y Difference) int { return cmp.Compare(x.ID, y.ID) })
}

// rules compares the rules of a group. The id of a rule is no part of it: a rule that was made again
// lets through what it did before.
func (d *differ) rules(old, now model.Group) []Detail {
	var out []Detail
	for _, r := range old.Rules {
		if have, ok := now.Find(r.Rule); !ok {
			out = append(out, Detail{DiffRemoved, "rule", ruleWords(d.old(), r), ""})
		} else if have.Description != r.Description {
			out = append(out, Detail{DiffChanged, "description of " + r.Rule.String(), r.Description, have.Description})
		}
	}
	for _, r := range now.Rules {
		if _, ok := old.Find(r.Rule); !ok {
			out = append(out, Detail{DiffAdded, "rule", "", ruleWords(d.new(), r)})
		}
	}
	return out
}

func ruleWords(s model.Snapshot, r model.GroupRule) string {
	return r.Rule.Direction.String() + " " + RuleText(s, r.Rule)
}

// emr compares Studios and clusters, and what they stand on.
func (d *differ) emr() {
	old, now := d.old(), d.new()
	compare(d, sort[model.Studio]{
		"Studio", model.PartStudios,
		func(x model.Studio) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.Studios(), now.Studios())
	compare(d, sort[model.Cluster]{"cluster", model.PartClusters, func(x model.Cluster) ref {
		for _, s := range []model.Snapshot{now, old} {
			if sub, ok := s.Subnet(x.Subnet); ok {
				return ref{x.ID, x.Name, sub.VPC}
			}
		}
		return ref{x.ID, x.Name, ""}
	}, nil}, old.Clusters(), now.Clusters())
	compare(d, sort[model.VPC]{
		"VPC", model.PartVPCs,
		func(x model.VPC) ref { return ref{x.ID, x.Name, x.ID} }, nil,
	}, listedVPCs(old), listedVPCs(now))
	compare(d, sort[model.Subnet]{
		"subnet", model.PartSubnets,
		func(x model.Subnet) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.Subnets(), now.Subnets())
	compare(d, sort[model.Interface]{
		"network interface", model.PartInterfaces,
		func(x model.Interface) ref { return ref{x.ID, x.Description, x.VPC} }, nil,
	}, old.Interfaces(), now.Interfaces())
	compare(d, sort[model.Instance]{
		"instance", model.PartInstances,
		func(x model.Instance) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.Instances(), now.Instances())
}

// listedVPCs leaves out VPCs that something names and nobody listed.
func listedVPCs(s model.Snapshot) iter.Seq[model.VPC] {
	return slices.Values(slices.DeleteFunc(slices.Collect(s.VPCs()), model.VPC.Mentioned))
}

// network compares what guards and routes the traffic.
func (d *differ) network() {
	old, now := d.old(), d.new()
	compare(d, sort[model.NetworkACL]{
		"network ACL", model.PartACLs,
		func(x model.NetworkACL) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.ACLs(), now.ACLs())
	compare(d, sort[model.RouteTable]{
		"route table", model.PartRoutes,
		func(x model.RouteTable) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.RouteTables(), now.RouteTables())
	for kind, part := range gatewayParts() {
		of := func(s model.Snapshot) []model.Gateway {
			return slices.DeleteFunc(slices.Collect(s.Gateways()), func(x model.Gateway) bool { return int(x.Kind) != kind })
		}
		compare(d, sort[model.Gateway]{
			model.GatewayKind(kind).String(), part,
			func(x model.Gateway) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
		}, slices.Values(of(old)), slices.Values(of(now)))
	}
	compare(d, sort[model.NATGateway]{
		"NAT gateway", model.PartNATGateways,
		func(x model.NATGateway) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.NATGateways(), now.NATGateways())
	compare(d, sort[model.ElasticAddress]{
		"Elastic IP address", model.PartAddresses,
		func(x model.ElasticAddress) ref { return ref{x.ID, x.Public.String(), ""} }, nil,
	},
		old.ElasticAddresses(), now.ElasticAddresses())
	compare(d, sort[model.Peering]{
		"peering connection", model.PartPeerings,
		func(x model.Peering) ref { return ref{x.ID, x.Name, ""} }, nil,
	}, old.Peerings(), now.Peerings())
	compare(d, sort[model.Endpoint]{
		"VPC endpoint", model.PartEndpoints,
		func(x model.Endpoint) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.Endpoints(), now.Endpoints())
	compare(d, sort[model.PrefixList]{
		"prefix list", model.PartPrefixLists,
		func(x model.PrefixList) ref { return ref{x.ID, x.Name, ""} }, nil,
	}, old.PrefixLists(), now.PrefixLists())
	compare(d, sort[model.BlockPublicAccess]{
		"VPC block public access", model.PartBlockPublicAccess,
		func(x model.BlockPublicAccess) ref { return ref{x.Key(), "", ""} }, nil,
	},
		old.BlockPublicAccesses(), now.BlockPublicAccesses())
	compare(d, sort[model.BlockExclusion]{
		"exclusion from VPC block public access", model.PartBlockExclusions,
		func(x model.BlockExclusion) ref { return ref{x.ID, x.Name, ""} }, nil,
	}, old.BlockExclusions(), now.BlockExclusions())
	compare(d, sort[model.PublicAccess]{
		"EMR's block public access", model.PartPublicAccess,
		func(x model.PublicAccess) ref { return ref{x.Key(), "", ""} }, nil,
	}, old.PublicAccesses(), now.PublicAccesses())
	compare(d, sort[model.GroupAssociation]{
		"group association", model.PartGroupAssociations,
		func(x model.GroupAssociation) ref { return ref{x.Key(), "", x.VPC} }, nil,
	},
		old.GroupAssociations(), now.GroupAssociations())
}

// gatewayParts gives the part that each kind of gateway is read with, in order of the kinds.
func gatewayParts() []model.Part {
	return []model.Part{
		model.InternetGateway:   model.PartInternetGateways,
		model.EgressOnlyGateway: model.PartEgressOnlyGateways,
		model.VPNGateway:        model.PartVPNGateways,
		model.CustomerGateway:   model.PartCustomerGateways,
	}
}

// relays compares transit gateways and load balancers.
func (d *differ) relays() {
	old, now := d.old(), d.new()
	compare(d, sort[model.TransitGateway]{
		"transit gateway", model.PartTransitGateways,
		func(x model.TransitGateway) ref { return ref{x.ID, x.Name, ""} }, nil,
	}, old.TransitGateways(), now.TransitGateways())
	compare(d, sort[model.TransitAttachment]{
		"transit gateway attachment", model.PartTransitAttachments,
		func(x model.TransitAttachment) ref { return ref{x.Key(), x.Name, ""} }, nil,
	},
		old.TransitAttachments(), now.TransitAttachments())
	compare(d, sort[model.TransitTable]{
		"transit gateway route table", model.PartTransitTables,
		func(x model.TransitTable) ref { return ref{x.ID, x.Name, ""} }, nil,
	}, old.TransitTables(), now.TransitTables())
	compare(d, sort[model.Balancer]{
		"load balancer", model.PartBalancers,
		func(x model.Balancer) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.Balancers(), now.Balancers())
	compare(d, sort[model.Listener]{
		"listener", model.PartListeners,
		func(x model.Listener) ref { return ref{x.ID, "", ""} }, nil,
	}, old.Listeners(), now.Listeners())
	compare(d, sort[model.TargetGroup]{
		"target group", model.PartTargetGroups,
		func(x model.TargetGroup) ref { return ref{x.ID, x.Name, x.VPC} }, nil,
	}, old.TargetGroups(), now.TargetGroups())
}
