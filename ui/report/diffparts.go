package report

import (
	"iter"
	"slices"
	"time"

	"github.com/sgscope/sgscope/model"
)

// groups compares the security groups, rule by rule.
func (d *differ) groups() {
	s := species{kind: "security group", part: model.PartGroups, skip: "Rules", more: func(old, now any) []Detail {
		x, _ := old.(model.Group) // one that is not there has no rules
		y, _ := now.(model.Group)
		return d.rules(x, y)
	}}
	compare(d, s, model.Snapshot.Groups, func(x model.Group) ref { return ref{x.ID, x.Name, x.VPC} })
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
	compare(d, species{kind: "Studio", part: model.PartStudios}, model.Snapshot.Studios,
		func(x model.Studio) ref { return ref{x.ID, x.Name, x.VPC} })
	compare(d, species{kind: "cluster", part: model.PartClusters}, timelessClusters, func(x model.Cluster) ref {
		for _, s := range []model.Snapshot{d.new(), d.old()} {
			if sub, ok := s.Subnet(x.Subnet); ok {
				return ref{x.ID, x.Name, sub.VPC}
			}
		}
		return ref{x.ID, x.Name, ""}
	})
	compare(d, species{kind: "VPC", part: model.PartVPCs}, listedVPCs,
		func(x model.VPC) ref { return ref{x.ID, x.Name, x.ID} })
	compare(d, species{kind: "subnet", part: model.PartSubnets}, model.Snapshot.Subnets,
		func(x model.Subnet) ref { return ref{x.ID, x.Name, x.VPC} })
	compare(d, species{kind: "network interface", part: model.PartInterfaces}, model.Snapshot.Interfaces,
		func(x model.Interface) ref { return ref{x.ID, x.Description, x.VPC} })
	compare(d, species{kind: "instance", part: model.PartInstances}, model.Snapshot.Instances,
		func(x model.Instance) ref { return ref{x.ID, x.Name, x.VPC} })
	compare(d, species{kind: "EMR's block public access", part: model.PartPublicAccess}, model.Snapshot.PublicAccesses,
		func(x model.PublicAccess) ref { return ref{x.Key(), "", ""} })
}

// timelessClusters leaves out when a cluster began and ended: its state tells, and the sandbox's instants
// move with the clock.
func timelessClusters(s model.Snapshot) iter.Seq[model.Cluster] {
	return func(yield func(model.Cluster) bool) {
		for c := range s.Clusters() {
			c.CreatedAt, c.ReadyAt, c.EndedAt = time.Time{}, time.Time{}, time.Time{}
			if !yield(c) {
				return
			}
		}
	}
}

// listedVPCs leaves out VPCs that something names and nobody listed.
func listedVPCs(s model.Snapshot) iter.Seq[model.VPC] {
	return slices.Values(slices.DeleteFunc(slices.Collect(s.VPCs()), model.VPC.Mentioned))
}

// network compares what guards and routes the traffic.
func (d *differ) network() {
	compare(d, species{kind: "network ACL", part: model.PartACLs}, model.Snapshot.ACLs,
		func(x model.NetworkACL) ref { return ref{x.ID, x.Name, x.VPC} })
	compare(d, species{kind: "route table", part: model.PartRoutes}, model.Snapshot.RouteTables,
		func(x model.RouteTable) ref { return ref{x.ID, x.Name, x.VPC} })
	for kind, part := range gatewayParts() {
		of := func(s model.Snapshot) iter.Seq[model.Gateway] {
			others := func(x model.Gateway) bool { return int(x.Kind) != kind }
			return slices.Values(slices.DeleteFunc(slices.Collect(s.Gateways()), others))
		}
		compare(d, species{kind: model.GatewayKind(kind).String(), part: part}, of,
			func(x model.Gateway) ref { return ref{x.ID, x.Name, x.VPC} })
	}
	compare(d, species{kind: "NAT gateway", part: model.PartNATGateways}, model.Snapshot.NATGateways,
		func(x model.NATGateway) ref { return ref{x.ID, x.Name, x.VPC} })
	compare(d, species{kind: "Elastic IP address", part: model.PartAddresses}, model.Snapshot.ElasticAddresses,
		func(x model.ElasticAddress) ref { return ref{x.ID, x.Public.String(), ""} })
	compare(d, species{kind: "peering connection", part: model.PartPeerings}, model.Snapshot.Peerings,
		func(x model.Peering) ref { return ref{x.ID, x.Name, ""} })
	compare(d, species{kind: "VPC endpoint", part: model.PartEndpoints}, model.Snapshot.Endpoints,
		func(x model.Endpoint) ref { return ref{x.ID, x.Name, x.VPC} })
	compare(d, species{kind: "prefix list", part: model.PartPrefixLists}, model.Snapshot.PrefixLists,
		func(x model.PrefixList) ref { return ref{x.ID, x.Name, ""} })
	compare(d, species{kind: "VPC block public access", part: model.PartBlockPublicAccess},
		model.Snapshot.BlockPublicAccesses, func(x model.BlockPublicAccess) ref { return ref{x.Key(), "", ""} })
	compare(d, species{kind: "exclusion from VPC block public access", part: model.PartBlockExclusions},
		model.Snapshot.BlockExclusions, func(x model.BlockExclusion) ref { return ref{x.ID, x.Name, ""} })
	compare(d, species{kind: "group association", part: model.PartGroupAssociations}, model.Snapshot.GroupAssociations,
		func(x model.GroupAssociation) ref { return ref{x.Key(), "", x.VPC} })
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
	compare(d, species{kind: "transit gateway", part: model.PartTransitGateways}, model.Snapshot.TransitGateways,
		func(x model.TransitGateway) ref { return ref{x.ID, x.Name, ""} })
	compare(d, species{kind: "transit gateway attachment", part: model.PartTransitAttachments},
		model.Snapshot.TransitAttachments, func(x model.TransitAttachment) ref { return ref{x.Key(), x.Name, ""} })
	compare(d, species{kind: "transit gateway route table", part: model.PartTransitTables}, model.Snapshot.TransitTables,
		func(x model.TransitTable) ref { return ref{x.ID, x.Name, ""} })
	compare(d, species{kind: "load balancer", part: model.PartBalancers}, model.Snapshot.Balancers,
		func(x model.Balancer) ref { return ref{x.ID, x.Name, x.VPC} })
	compare(d, species{kind: "listener", part: model.PartListeners}, model.Snapshot.Listeners,
		func(x model.Listener) ref { return ref{x.ID, "", ""} })
	compare(d, species{kind: "target group", part: model.PartTargetGroups}, model.Snapshot.TargetGroups,
		func(x model.TargetGroup) ref { return ref{x.ID, x.Name, x.VPC} })
}
