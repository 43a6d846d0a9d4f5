package describe

import "github.com/sgscope/sgscope/model"

func saveGateways(doc *out, s model.Snapshot) {
	for _, k := range [...]struct {
		kind             model.GatewayKind
		section, id, key string
	}{
		{model.InternetGateway, "InternetGateways", "InternetGatewayId", "Attachments"},
		{model.EgressOnlyGateway, "EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId", "Attachments"},
		{model.VPNGateway, "VpnGateways", "VpnGatewayId", "VpcAttachments"},
		{model.CustomerGateway, "CustomerGateways", "CustomerGatewayId", ""},
	} {
		saveList(doc, k.section, s.Gateways(), func(x model.Gateway) out {
			if x.Kind != k.kind {
				return nil
			}
			m := thing(k.id, x.ID, x.Name, place{x.Owner, x.Region})
			at := pair("VpcId", x.VPC)
			at.str("State", x.State)
			switch {
			case k.key == "":
				m.str("State", x.State)
				m.addr("IpAddress", x.Address)
			case len(at) > 0:
				m.list(k.key, []out{at})
			}
			m.tags("Tags", x.Tags)
			return m
		})
	}
	saveList(doc, "NatGateways", s.NATGateways(), natOut)
	saveList(doc, "Addresses", s.ElasticAddresses(), elasticOut)
	saveList(doc, "VpcPeeringConnections", s.Peerings(), peeringOut)
	saveList(doc, "VpcEndpoints", s.Endpoints(), endpointOut)
}

func natOut(x model.NATGateway) out {
	m := thing("NatGatewayId", x.ID, x.Name, place{x.Owner, x.Region})
	m.str("VpcId", x.VPC)
	m.str("SubnetId", x.Subnet)
	m.str("State", x.State)
	m.str("ConnectivityType", x.Connectivity)
	m.str("AvailabilityMode", x.Availability)
	var list []out
	for _, a := range x.Addresses {
		item := out{}
		item.addr("PrivateIp", a.Private)
		item.addr("PublicIp", a.Public)
		item.str("NetworkInterfaceId", a.Interface)
		item.str("AllocationId", a.Allocation)
		item.str("AvailabilityZone", a.Zone)
		item.str("Status", a.Status)
		list = append(list, item)
	}
	m.list("NatGatewayAddresses", list)
	m.tags("Tags", x.Tags)
	return m
}

func elasticOut(x model.ElasticAddress) out {
	m := thing("AllocationId", x.ID, x.Name, place{"", x.Region})
	m.addr("PublicIp", x.Public)
	m.addr("PrivateIpAddress", x.Private)
	m.str("NetworkInterfaceId", x.Interface)
	m.str("InstanceId", x.Instance)
	m.str("NetworkInterfaceOwnerId", x.InterfaceOwner)
	m.str("AssociationId", x.Association)
	m.tags("Tags", x.Tags)
	return m
}

func peeringOut(x model.Peering) out {
	m := thing("VpcPeeringConnectionId", x.ID, x.Name, place{})
	m.object("Status", pair("Code", x.State))
	m.object("RequesterVpcInfo", sideOut(x.Requester))
	m.object("AccepterVpcInfo", sideOut(x.Accepter))
	m.tags("Tags", x.Tags)
	return m
}

func sideOut(x model.PeeringSide) out {
	m := pair("VpcId", x.VPC)
	m.str("OwnerId", x.Owner)
	m.str("Region", x.Region)
	var v4, v6 []out
	for _, p := range x.CIDRs {
		if p.Addr().Is6() {
			v6 = append(v6, out{{"Ipv6CidrBlock", p.String()}})
		} else {
			v4 = append(v4, out{{"CidrBlock", p.String()}})
		}
	}
	if len(v4) > 0 {
		m.list("CidrBlockSet", v4)
	}
	if len(v6) > 0 {
		m.list("Ipv6CidrBlockSet", v6)
	}
	return m
}

func endpointOut(x model.Endpoint) out {
	m := thing("VpcEndpointId", x.ID, x.Name, place{x.Owner, x.Region})
	m.str("VpcEndpointType", string(x.Type))
	m.str("VpcId", x.VPC)
	m.str("ServiceName", x.Service)
	m.str("State", x.State)
	m.texts("RouteTableIds", x.RouteTables)
	m.texts("SubnetIds", x.Subnets)
	m.list("Groups", ids("GroupId", x.Groups))
	m.texts("NetworkInterfaceIds", x.Interfaces)
	m.flag("PrivateDnsEnabled", x.PrivateDNS)
	m.tags("Tags", x.Tags)
	return m
}
