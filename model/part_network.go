package model

// The parts of the network around the groups. Each is optional: what is not read leaves the layer
// that needs it unknown.
const (
	PartACLs                Part = "network-acls"
	PartRoutes              Part = "route-tables"
	PartInternetGateways    Part = "internet-gateways"
	PartEgressOnlyGateways  Part = "egress-only-gateways"
	PartNATGateways         Part = "nat-gateways"
	PartCustomerGateways    Part = "customer-gateways"
	PartVPNGateways         Part = "vpn-gateways"
	PartAddresses           Part = "elastic-addresses"
	PartPeerings            Part = "peerings"
	PartTransitGateways     Part = "transit-gateways"
	PartTransitAttachments  Part = "transit-attachments"
	PartTransitTables       Part = "transit-route-tables"
	PartTransitRoutes       Part = "transit-routes"
	PartTransitPropagations Part = "transit-propagations"
	PartEndpoints           Part = "endpoints"
	PartPrefixLists         Part = "prefix-lists"
	PartPrefixListEntries   Part = "prefix-list-entries"
	PartBalancers           Part = "load-balancers"
	PartBalancerAttributes  Part = "load-balancer-attributes"
	PartListeners           Part = "listeners"
	PartTargetGroups        Part = "target-groups"
	PartTargetAttributes    Part = "target-group-attributes"
	PartTargetHealth        Part = "target-health"
	PartBlockPublicAccess   Part = "block-public-access"
	PartBlockExclusions     Part = "block-public-access-exclusions"
	PartGroupAssociations   Part = "group-vpc-associations"
	PartStaleGroups         Part = "stale-groups"
)

// NetworkParts gives the parts of the network in the order in which screens name them. Parts gives
// those that every load reads.
func NetworkParts() []Part {
	return []Part{PartACLs, PartRoutes, PartInternetGateways, PartEgressOnlyGateways, PartNATGateways,
		PartCustomerGateways, PartVPNGateways, PartAddresses, PartPeerings, PartTransitGateways,
		PartTransitAttachments, PartTransitTables, PartTransitRoutes, PartTransitPropagations, PartEndpoints,
		PartPrefixLists, PartPrefixListEntries, PartBalancers, PartBalancerAttributes, PartListeners,
		PartTargetGroups, PartTargetAttributes, PartTargetHealth, PartBlockPublicAccess, PartBlockExclusions,
		PartGroupAssociations, PartStaleGroups}
}

// networkName gives a part of the network in words; the part's own text if it is none.
func (p Part) networkName() string {
	switch p {
	case PartACLs:
		return "network ACLs"
	case PartRoutes:
		return "route tables"
	case PartInternetGateways:
		return "internet gateways"
	case PartEgressOnlyGateways:
		return "egress-only internet gateways"
	case PartNATGateways:
		return "NAT gateways"
	case PartCustomerGateways:
		return "customer gateways"
	case PartVPNGateways:
		return "VPN gateways"
	case PartAddresses:
		return "Elastic IP addresses"
	case PartPeerings:
		return "VPC peering connections"
	case PartEndpoints:
		return "VPC endpoints"
	case PartPrefixLists:
		return "prefix lists"
	case PartPrefixListEntries:
		return "prefix list entries"
	case PartBlockPublicAccess:
		return "VPC block public access"
	case PartBlockExclusions:
		return "VPC block public access exclusions"
	case PartGroupAssociations:
		return "security group VPC associations"
	case PartStaleGroups:
		return "stale security groups"
	}
	return p.relayName()
}

// relayName names the parts of transit gateways and load balancers.
func (p Part) relayName() string {
	switch p {
	case PartTransitGateways:
		return "transit gateways"
	case PartTransitAttachments:
		return "transit gateway attachments"
	case PartTransitTables:
		return "transit gateway route tables"
	case PartTransitRoutes:
		return "transit gateway routes"
	case PartTransitPropagations:
		return "transit gateway propagations"
	case PartBalancers:
		return "load balancers"
	case PartBalancerAttributes:
		return "load balancer attributes"
	case PartListeners:
		return "load balancer listeners"
	case PartTargetGroups:
		return "target groups"
	case PartTargetAttributes:
		return "target group attributes"
	case PartTargetHealth:
		return "target health"
	}
	return string(p)
}
