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
func NetworkParts() []Part { return partsOf(networkParts()) }

func networkParts() []namedPart {
	return []namedPart{
		{PartACLs, "network ACLs"},
		{PartRoutes, "route tables"},
		{PartInternetGateways, "internet gateways"},
		{PartEgressOnlyGateways, "egress-only internet gateways"},
		{PartNATGateways, "NAT gateways"},
		{PartCustomerGateways, "customer gateways"},
		{PartVPNGateways, "VPN gateways"},
		{PartAddresses, "Elastic IP addresses"},
		{PartPeerings, "VPC peering connections"},
		{PartTransitGateways, "transit gateways"},
		{PartTransitAttachments, "transit gateway attachments"},
		{PartTransitTables, "transit gateway route tables"},
		{PartTransitRoutes, "transit gateway routes"},
		{PartTransitPropagations, "transit gateway propagations"},
		{PartEndpoints, "VPC endpoints"},
		{PartPrefixLists, "prefix lists"},
		{PartPrefixListEntries, "prefix list entries"},
		{PartBalancers, "load balancers"},
		{PartBalancerAttributes, "load balancer attributes"},
		{PartListeners, "load balancer listeners"},
		{PartTargetGroups, "target groups"},
		{PartTargetAttributes, "target group attributes"},
		{PartTargetHealth, "target health"},
		{PartBlockPublicAccess, "VPC block public access"},
		{PartBlockExclusions, "VPC block public access exclusions"},
		{PartGroupAssociations, "security group VPC associations"},
		{PartStaleGroups, "stale security groups"},
		{PartPublicAccess, "EMR's block public access"},
	}
}
