package describe

import "github.com/sgscope/sgscope/model"

func saveTransit(doc *out, s model.Snapshot) {
	saveList(doc, "TransitGateways", s.TransitGateways(), transitOut)
	saveList(doc, "TransitGatewayAttachments", s.TransitAttachments(), attachmentOut)
	saveList(doc, "TransitGatewayRouteTables", s.TransitTables(), transitTableOut)
	saveList(doc, "TransitGatewayStaticRoutes", s.TransitTables(), transitRoutesOut)
	saveList(doc, "TransitGatewayPropagations", s.TransitTables(), propagationsOut)
}

func transitOut(x model.TransitGateway) out {
	m := thing("TransitGatewayId", x.ID, x.Name, place{x.Owner, x.Region})
	m.str("TransitGatewayArn", x.ARN)
	m.str("State", x.State)
	o := pair("AssociationDefaultRouteTableId", x.AssociationTable)
	o.str("PropagationDefaultRouteTableId", x.PropagationTable)
	o.enabled("SecurityGroupReferencingSupport", x.GroupReferencing)
	var cidrs []string
	for _, p := range x.CIDRs {
		cidrs = append(cidrs, p.String())
	}
	o.texts("TransitGatewayCidrBlocks", cidrs)
	m.object("Options", o)
	m.tags("Tags", x.Tags)
	return m
}

func attachmentOut(x model.TransitAttachment) out {
	m := thing("TransitGatewayAttachmentId", x.ID, x.Name, place{"", x.Region})
	m.str("TransitGatewayId", x.Gateway)
	m.str("TransitGatewayOwnerId", x.Owner)
	m.str("ResourceType", x.Type)
	m.str("ResourceId", x.Resource)
	m.str("ResourceOwnerId", x.ResourceOwner)
	m.str("State", x.State)
	a := pair("TransitGatewayRouteTableId", x.Table)
	a.str("State", x.TableState)
	m.object("Association", a)
	m.texts("SubnetIds", x.Subnets)
	var o out
	o.enabled("Ipv6Support", x.IPv6)
	o.enabled("ApplianceModeSupport", x.ApplianceMode)
	o.enabled("SecurityGroupReferencingSupport", x.GroupReferencing)
	m.object("Options", o)
	m.tags("Tags", x.Tags)
	return m
}

func transitTableOut(x model.TransitTable) out {
	m := thing("TransitGatewayRouteTableId", x.ID, x.Name, place{"", x.Region})
	m.str("TransitGatewayId", x.Gateway)
	m.str("State", x.State)
	m.flag("DefaultAssociationRouteTable", x.AssociatesByDefault)
	m.flag("DefaultPropagationRouteTable", x.PropagatesByDefault)
	m.tags("Tags", x.Tags)
	return m
}

// transitRoutesOut writes the routes of a table; nothing if they were not read.
func transitRoutesOut(x model.TransitTable) out {
	if !x.RoutesRead && len(x.Routes) == 0 {
		return nil
	}
	routes := []out{}
	for _, r := range x.Routes {
		var m out
		if r.Prefix.IsValid() {
			m.str("DestinationCidrBlock", r.Prefix.String())
		}
		m.str("PrefixListId", r.PrefixList)
		m.str("Type", r.Type)
		m.str("State", r.State)
		m.list("TransitGatewayAttachments", ids("TransitGatewayAttachmentId", r.Attachments))
		routes = append(routes, m)
	}
	m := out{{"TransitGatewayRouteTableId", x.ID}}
	m.list("Routes", routes)
	m.flag("AdditionalRoutesAvailable", !x.RoutesRead)
	return m
}

// propagationsOut writes the propagations of a table; nothing if they were not read.
func propagationsOut(x model.TransitTable) out {
	if !x.PropagationsRead {
		return nil
	}
	list := []out{}
	for _, p := range x.Propagations {
		m := pair("TransitGatewayAttachmentId", p.Attachment)
		m.str("ResourceId", p.Resource)
		m.str("ResourceType", p.Type)
		m.str("State", p.State)
		list = append(list, m)
	}
	m := out{{"TransitGatewayRouteTableId", x.ID}}
	m.list("TransitGatewayRouteTablePropagations", list)
	return m
}

func saveBalancers(doc *out, s model.Snapshot) {
	saveList(doc, "LoadBalancers", s.Balancers(), balancerOut)
	saveList(doc, "LoadBalancerAttributes", s.Balancers(), func(x model.Balancer) out {
		return attributesOut("LoadBalancerArn", x.ID, x.Attributes, x.AttributesRead)
	})
	saveList(doc, "LoadBalancerListeners", s.Listeners(), func(x model.Listener) out {
		m := out{{"LoadBalancerArn", first(x.Balancer, "none")}}
		m.list("Listeners", []out{listenerOut(x)})
		return m
	})
	saveList(doc, "TargetGroups", s.TargetGroups(), targetGroupOut)
	saveList(doc, "TargetGroupAttributes", s.TargetGroups(), func(x model.TargetGroup) out {
		return attributesOut("TargetGroupArn", x.ID, x.Attributes, x.AttributesRead)
	})
	saveList(doc, "LoadBalancerTargetHealth", s.TargetGroups(), healthOut)
}

func balancerOut(x model.Balancer) out {
	m := thing("LoadBalancerArn", x.ID, "", place{x.Owner, x.Region})
	m.str("LoadBalancerName", x.Name)
	m.str("DNSName", x.DNS)
	m.str("VpcId", x.VPC)
	m.str("Type", x.Type)
	m.str("Scheme", x.Scheme)
	m.object("State", pair("Code", x.State))
	m.str("IpAddressType", x.AddressType)
	m.texts("SecurityGroups", x.Groups)
	var zones []out
	for _, z := range x.Zones {
		item := pair("ZoneName", z.Zone)
		item.str("SubnetId", z.Subnet)
		var addresses []out
		for _, a := range z.Addresses {
			one := pair("AllocationId", a.Allocation)
			one.addr("IpAddress", a.Public)
			one.addr("PrivateIPv4Address", a.Private)
			one.addr("IPv6Address", a.IPv6)
			addresses = append(addresses, one)
		}
		item.list("LoadBalancerAddresses", addresses)
		zones = append(zones, item)
	}
	m.list("AvailabilityZones", zones)
	return m
}

// attributesOut writes the attributes of a load balancer or target group; nothing if they were not
// read.
func attributesOut(key, id string, attributes model.Tags, read bool) out {
	if !read {
		return nil
	}
	m := out{{key, id}}
	m.tags("Attributes", attributes)
	return m
}

func listenerOut(x model.Listener) out {
	m := out{{"ListenerArn", x.ID}}
	m.str("LoadBalancerArn", x.Balancer)
	m.str("Region", x.Region)
	m.str("Protocol", x.Protocol)
	m.num("Port", x.Port)
	var actions []out
	for _, a := range x.Actions {
		item := pair("Type", a.Type)
		item.str("TargetGroupArn", a.TargetGroup)
		actions = append(actions, item)
	}
	m.list("DefaultActions", actions)
	return m
}

func targetGroupOut(x model.TargetGroup) out {
	m := thing("TargetGroupArn", x.ID, "", place{x.Owner, x.Region})
	m.str("TargetGroupName", x.Name)
	m.str("VpcId", x.VPC)
	m.str("TargetType", x.Type)
	m.str("Protocol", x.Protocol)
	m.num("Port", x.Port)
	m.str("IpAddressType", x.AddressType)
	m.texts("LoadBalancerArns", x.Balancers)
	return m
}

// healthOut writes the members of a target group with their state; nothing if they were not read.
func healthOut(x model.TargetGroup) out {
	if !x.TargetsRead {
		return nil
	}
	list := []out{}
	for _, t := range x.Targets {
		who := pair("Id", t.ID)
		who.num("Port", t.Port)
		who.str("AvailabilityZone", t.Zone)
		health := pair("State", t.State)
		health.str("Reason", t.StateReason)
		health.str("Description", t.StateMessage)
		m := out{{"Target", who}}
		m.object("TargetHealth", health)
		list = append(list, m)
	}
	m := out{{"TargetGroupArn", x.ID}}
	m.list("TargetHealthDescriptions", list)
	return m
}
