package describe

import (
	"net/netip"
	"strconv"

	"github.com/sgscope/sgscope/model"
)

func saveFilters(doc *out, s model.Snapshot) {
	saveList(doc, "SecurityGroupVpcAssociations", s.GroupAssociations(), associationOut)
	saveList(doc, "StaleSecurityGroupSet", s.StaleGroups(), staleOut)
	saveList(doc, "NetworkAcls", s.ACLs(), aclOut)
	saveList(doc, "RouteTables", s.RouteTables(), routeTableOut)
	saveList(doc, "PrefixLists", s.PrefixLists(), prefixListOut)
	saveList(doc, "VpcBlockPublicAccessOptions", s.BlockPublicAccesses(), blockOut)
	saveList(doc, "BlockPublicAccessConfiguration", s.PublicAccesses(), emrAccessOut)
	saveList(doc, "VpcBlockPublicAccessExclusions", s.BlockExclusions(), exclusionOut)
}

func associationOut(x model.GroupAssociation) out {
	m := out{{"GroupId", x.Group}}
	m.str("VpcId", x.VPC)
	m.str("GroupOwnerId", x.GroupOwner)
	m.str("VpcOwnerId", x.VPCOwner)
	m.str("Region", x.Region)
	m.str("State", x.State)
	m.str("StateReason", x.Reason)
	return m
}

func staleOut(x model.StaleGroup) out {
	m := out{{"GroupId", x.ID}}
	m.str("GroupName", x.Name)
	m.str("VpcId", x.VPC)
	m.str("Region", x.Region)
	g := model.Group{Rules: x.Rules}
	m.list("StaleIpPermissions", permissionsOut(g.In(model.Ingress)))
	m.list("StaleIpPermissionsEgress", permissionsOut(g.In(model.Egress)))
	return m
}

func aclOut(x model.NetworkACL) out {
	m := thing("NetworkAclId", x.ID, x.Name, place{x.Owner, x.Region})
	m.str("VpcId", x.VPC)
	m.flag("IsDefault", x.Default)
	m.list("Associations", ids("SubnetId", x.Subnets))
	var entries []out
	for _, e := range x.Entries {
		entries = append(entries, aclEntryOut(e))
	}
	m.list("Entries", entries)
	m.tags("Tags", x.Tags)
	return m
}

func aclEntryOut(e model.ACLEntry) out {
	action := "deny"
	if e.Allow {
		action = "allow"
	}
	m := out{{"RuleNumber", e.Number}, {"Egress", e.Direction == model.Egress}, {"RuleAction", action}}
	m.str("Protocol", strconv.Itoa(int(e.Protocol))) // NACLs have numbers where groups have names
	if from, to, wanted := e.APIPorts(); wanted {
		if e.Protocol.IsICMP() {
			m.object("IcmpTypeCode", out{{"Type", from}, {"Code", to}})
		} else {
			m.object("PortRange", out{{"From", from}, {"To", to}})
		}
	}
	m.destination("CidrBlock", "Ipv6CidrBlock", e.Prefix)
	return m
}

// destination writes a block under the key of its family.
func (o *out) destination(key4, key6 string, p netip.Prefix) {
	switch {
	case !p.IsValid():
	case p.Addr().Is6():
		o.str(key6, p.String())
	default:
		o.str(key4, p.String())
	}
}

func routeTableOut(x model.RouteTable) out {
	m := thing("RouteTableId", x.ID, x.Name, place{x.Owner, x.Region})
	m.str("VpcId", x.VPC)
	var associations []out
	if x.Main {
		associations = append(associations, out{{"Main", true}})
	}
	associations = append(associations, ids("SubnetId", x.Subnets)...)
	associations = append(associations, ids("GatewayId", x.Gateways)...)
	m.list("Associations", associations)
	m.list("PropagatingVgws", ids("GatewayId", x.Propagating))
	var routes []out
	for _, r := range x.Routes {
		routes = append(routes, routeOut(r))
	}
	m.list("Routes", routes)
	m.tags("Tags", x.Tags)
	return m
}

func routeOut(r model.Route) out {
	var m out
	m.destination("DestinationCidrBlock", "DestinationIpv6CidrBlock", r.Prefix)
	m.str("DestinationPrefixListId", r.PrefixList)
	key := "GatewayId"
	for _, k := range routeKeys() {
		if k.kind == r.Target.Kind {
			key = k.key
		}
	}
	m.str(key, r.Target.ID)
	m.str("State", r.State)
	m.str("Origin", r.Origin)
	return m
}

func prefixListOut(x model.PrefixList) out {
	m := thing("PrefixListId", x.ID, "", place{x.Owner, x.Region})
	m.str("PrefixListName", x.Name)
	m.str("PrefixListArn", x.ARN)
	m.str("AddressFamily", x.Family)
	m.str("State", x.State)
	m.num("MaxEntries", x.Max)
	if x.EntriesRead {
		entries := []out{}
		for _, e := range x.Entries {
			item := out{{"Cidr", e.Prefix.String()}}
			item.str("Description", e.Description)
			entries = append(entries, item)
		}
		m.list("Entries", entries)
	}
	m.tags("Tags", x.Tags)
	return m
}

func blockOut(x model.BlockPublicAccess) out {
	m := out{{"InternetGatewayBlockMode", string(x.Mode)}}
	m.str("AwsAccountId", x.Account)
	m.str("AwsRegion", x.Region)
	m.str("State", x.State)
	m.str("ManagedBy", x.ManagedBy)
	m.str("ExclusionsAllowed", x.Exclusions)
	return m
}

func exclusionOut(x model.BlockExclusion) out {
	m := thing("ExclusionId", x.ID, x.Name, place{x.Owner, x.Region})
	m.str("InternetGatewayExclusionMode", string(x.Mode))
	m.str("ResourceArn", x.ARN)
	m.str("State", x.State)
	m.tags("Tags", x.Tags)
	return m
}

func emrAccessOut(x model.PublicAccess) out {
	m := out{{"AwsAccountId", x.Account}}
	m.str("AwsRegion", x.Region)
	m.flag("BlockPublicSecurityGroupRules", x.Blocks)
	var ranges []out
	for _, r := range x.Permitted {
		ranges = append(ranges, out{{"MinRange", int(r.First)}, {"MaxRange", int(r.Last)}})
	}
	m.list("PermittedPublicSecurityGroupRuleRanges", ranges)
	m.str("CreatedByArn", x.ChangedBy)
	return m
}
