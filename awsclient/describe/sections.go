package describe

import "github.com/sgscope/sgscope/model"

// section is what one top-level key of a document is about.
type section struct {
	part  model.Part
	scope reach
	ours  func(value) bool // reports whether the value is what we take it for; nil if nobody else has the key
	read  func(r *reader, doc, v value)
}

// reach says what a document of a section is: the listing of all there is, or about single things.
type reach uint8

const (
	listing reach = iota
	single
)

// sectionOf gives the section of an exact top-level key, and reports whether there is one.
func sectionOf(key string) (section, bool) {
	for _, find := range [...]func(string) section{
		groupSection, emrSection, filterSection, gatewaySection,
		transitSection, balancerSection, serviceSection, iamSection,
	} {
		if s := find(key); s.read != nil {
			return s, true
		}
	}
	return section{}, false
}

func groupSection(key string) section {
	switch key {
	case "SecurityGroups":
		return section{part: model.PartGroups, read: (*reader).groups}
	case "SecurityGroupRules":
		return section{part: model.PartRuleIDs, read: (*reader).rules}
	case "Vpcs":
		return section{part: model.PartVPCs, read: (*reader).vpcs}
	case "Subnets":
		return section{part: model.PartSubnets, read: (*reader).subnets}
	case "NetworkInterfaces":
		return section{part: model.PartInterfaces, read: (*reader).interfaces}
	case "Reservations":
		return section{part: model.PartInstances, read: (*reader).reservations}
	case "SecurityGroupVpcAssociations":
		return section{part: model.PartGroupAssociations, read: (*reader).associations}
	case "StaleSecurityGroupSet":
		return section{part: model.PartStaleGroups, read: (*reader).staleGroups}
	}
	return section{}
}

// emrSection gives the sections of EMR and STS. Other services use some of these keys too.
func emrSection(key string) section {
	switch key {
	case "Studios":
		return section{part: model.PartStudios, ours: listOf("StudioId"), read: (*reader).studios}
	case "Studio":
		return section{part: model.PartStudios, scope: single, ours: thingWith("StudioId"), read: (*reader).studio}
	case "Clusters":
		return section{part: model.PartClusters, ours: listOf("Id"), read: (*reader).clusters}
	case "Cluster":
		return section{part: model.PartClusters, scope: single, ours: thingWith("Id"), read: (*reader).cluster}
	case "Instances":
		ours := listOf("Ec2InstanceId")
		return section{part: model.PartClusters, scope: single, ours: ours, read: (*reader).emrInstances}
	case "BlockPublicAccessConfiguration":
		return section{part: model.PartPublicAccess, read: (*reader).emrPublicAccess}
	case "Account":
		return section{part: model.PartCaller, ours: isText, read: (*reader).callerIdentity}
	}
	return section{}
}

func filterSection(key string) section {
	switch key {
	case "NetworkAcls":
		return section{part: model.PartACLs, read: (*reader).acls}
	case "RouteTables":
		return section{part: model.PartRoutes, read: (*reader).routeTables}
	case "PrefixLists":
		return section{part: model.PartPrefixLists, read: (*reader).prefixLists}
	case "ManagedPrefixListEntries":
		return section{part: model.PartPrefixListEntries, read: (*reader).prefixListEntries}
	case "Entries":
		return section{part: model.PartPrefixListEntries, scope: single, ours: listOf("Cidr"), read: (*reader).bareEntries}
	case "VpcBlockPublicAccessOptions":
		return section{part: model.PartBlockPublicAccess, read: (*reader).blockPublicAccess}
	case "VpcBlockPublicAccessExclusions":
		return section{part: model.PartBlockExclusions, read: (*reader).exclusions}
	}
	return section{}
}

func gatewaySection(key string) section {
	switch key {
	case "InternetGateways":
		return section{part: model.PartInternetGateways, read: (*reader).internetGateways}
	case "EgressOnlyInternetGateways":
		return section{part: model.PartEgressOnlyGateways, read: (*reader).egressOnlyGateways}
	case "NatGateways":
		return section{part: model.PartNATGateways, read: (*reader).natGateways}
	case "CustomerGateways":
		return section{part: model.PartCustomerGateways, read: (*reader).customerGateways}
	case "VpnGateways":
		return section{part: model.PartVPNGateways, read: (*reader).vpnGateways}
	case "Addresses":
		return section{part: model.PartAddresses, ours: listOf("PublicIp"), read: (*reader).elasticAddresses}
	case "VpcPeeringConnections":
		return section{part: model.PartPeerings, read: (*reader).peerings}
	case "VpcEndpoints":
		return section{part: model.PartEndpoints, read: (*reader).endpoints}
	}
	return section{}
}

func transitSection(key string) section {
	switch key {
	case "TransitGateways":
		return section{part: model.PartTransitGateways, read: (*reader).transitGateways}
	case "TransitGatewayAttachments":
		return section{part: model.PartTransitAttachments, read: (*reader).attachments}
	case "TransitGatewayVpcAttachments":
		return section{part: model.PartTransitAttachments, scope: single, read: (*reader).attachments}
	case "TransitGatewayPeeringAttachments":
		return section{part: model.PartTransitAttachments, scope: single, read: (*reader).peeringAttachments}
	case "TransitGatewayRouteTables":
		return section{part: model.PartTransitTables, read: (*reader).transitTables}
	case "TransitGatewayStaticRoutes":
		return section{part: model.PartTransitRoutes, read: (*reader).transitRoutes}
	case "Routes":
		ours := listOf("TransitGatewayAttachments")
		return section{part: model.PartTransitRoutes, scope: single, ours: ours, read: (*reader).bareTransitRoutes}
	case "TransitGatewayPropagations":
		return section{part: model.PartTransitPropagations, read: (*reader).propagations}
	case "TransitGatewayRouteTablePropagations":
		return section{part: model.PartTransitPropagations, scope: single, read: (*reader).barePropagations}
	}
	return section{}
}

func balancerSection(key string) section {
	switch key {
	case "LoadBalancers":
		return section{part: model.PartBalancers, ours: listOf("LoadBalancerArn"), read: (*reader).balancers}
	case "LoadBalancerAttributes":
		return section{part: model.PartBalancerAttributes, ours: isList, read: (*reader).balancerAttributes}
	case "LoadBalancerListeners":
		return section{part: model.PartListeners, read: (*reader).wrappedListeners}
	case "Listeners":
		ours := listOf("LoadBalancerArn")
		return section{part: model.PartListeners, scope: single, ours: ours, read: (*reader).listeners}
	case "TargetGroups":
		return section{part: model.PartTargetGroups, ours: listOf("TargetGroupArn"), read: (*reader).targetGroups}
	case "TargetGroupAttributes":
		return section{part: model.PartTargetAttributes, read: (*reader).targetGroupAttributes}
	case "LoadBalancerTargetHealth":
		return section{part: model.PartTargetHealth, read: (*reader).targetHealth}
	}
	return section{}
}

// listOf tells our list from another service's under the same key: ours is empty or has an element
// with that member.
func listOf(member string) func(value) bool {
	return func(v value) bool {
		if v.kind != array || len(v.list) == 0 {
			return v.kind == array
		}
		for _, e := range v.list {
			if e.get(member).kind != absent {
				return true
			}
		}
		return false
	}
}

// thingWith tells our object from another service's under the same key.
func thingWith(member string) func(value) bool {
	return func(v value) bool { return v.kind == object && v.get(member).kind == text }
}

func isText(v value) bool { return v.kind == text }

func isList(v value) bool { return v.kind == array } // Classic Load Balancers have an object here
