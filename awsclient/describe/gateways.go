package describe

import (
	"net/netip"

	"github.com/sgscope/sgscope/model"
)

// internetGateways reads InternetGateways.
func (r *reader) internetGateways(_, list value) {
	r.gatewayList(list, "InternetGatewayId", "Attachments", model.InternetGateway)
}

// egressOnlyGateways reads EgressOnlyInternetGateways.
func (r *reader) egressOnlyGateways(_, list value) {
	r.gatewayList(list, "EgressOnlyInternetGatewayId", "Attachments", model.EgressOnlyGateway)
}

// vpnGateways reads VpnGateways.
func (r *reader) vpnGateways(_, list value) {
	r.gatewayList(list, "VpnGatewayId", "VpcAttachments", model.VPNGateway)
}

// customerGateways reads CustomerGateways, which no VPC has.
func (r *reader) customerGateways(_, list value) {
	r.gatewayList(list, "CustomerGatewayId", "", model.CustomerGateway)
}

func (r *reader) gatewayList(list value, key, attachments string, kind model.GatewayKind) {
	r.each(list, key, func(v value, id string) {
		w := r.where(v)
		x := model.Gateway{Kind: kind, ID: id, Owner: w.account, Region: w.region, Tags: r.tags(v, "Tags")}
		x.Name = r.name(v, x.Tags)
		switch kind {
		case model.CustomerGateway:
			x.State = r.str(v, "State")
			x.Address, _ = r.addr(v, "IpAddress")
		case model.InternetGateway, model.EgressOnlyGateway, model.VPNGateway:
			r.attachment(v, attachments, &x)
		}
		r.found.gateways[id] = x
	})
}

// attachment takes the VPC that a gateway serves; a VPN gateway also lists those that it served.
func (r *reader) attachment(v value, key string, x *model.Gateway) {
	for _, a := range r.objects(v, key) {
		one := model.Gateway{VPC: r.str(a, "VpcId"), State: r.str(a, "State")}
		if x.VPC == "" || one.Attached() && !x.Attached() {
			x.VPC, x.State = one.VPC, one.State
		}
	}
}

// natGateways reads NatGateways.
func (r *reader) natGateways(_, list value) {
	r.each(list, "NatGatewayId", func(v value, id string) {
		w := r.where(v)
		x := model.NATGateway{
			ID:           id,
			VPC:          r.str(v, "VpcId"),
			Region:       w.region,
			Owner:        w.account,
			Subnet:       r.str(v, "SubnetId"),
			State:        r.str(v, "State"),
			Connectivity: r.str(v, "ConnectivityType"),
			Availability: r.str(v, "AvailabilityMode"),
			Tags:         r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		for _, a := range r.objects(v, "NatGatewayAddresses") {
			one := model.NATAddress{
				Interface:  r.str(a, "NetworkInterfaceId"),
				Allocation: r.str(a, "AllocationId"),
				Zone:       r.str(a, "AvailabilityZone"),
				Status:     r.str(a, "Status"),
			}
			one.Private, _ = r.addr(a, "PrivateIp")
			one.Public, _ = r.addr(a, "PublicIp")
			x.Addresses = append(x.Addresses, one)
		}
		r.found.nats[id] = x
	})
}

// elasticAddresses reads Addresses.
func (r *reader) elasticAddresses(_, list value) {
	if list.kind != array {
		if list.kind != null {
			r.fault(list, "want a list, found %s", list.kind)
		}
		return
	}
	for _, v := range r.only(list, "item", object) {
		w := r.where(v, place{region: zoneRegion(r.str(v, "NetworkBorderGroup"))})
		x := model.ElasticAddress{
			ID:             first(r.str(v, "AllocationId"), r.str(v, "PublicIp")), // EC2-Classic had no allocation ids
			Region:         w.region,
			Interface:      r.str(v, "NetworkInterfaceId"),
			Instance:       r.str(v, "InstanceId"),
			InterfaceOwner: r.str(v, "NetworkInterfaceOwnerId"),
			Association:    r.str(v, "AssociationId"),
			Tags:           r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		x.Public, _ = r.addr(v, "PublicIp")
		x.Private, _ = r.addr(v, "PrivateIpAddress")
		if x.ID == "" {
			r.fault(v, "no AllocationId: left out")
			continue
		}
		r.found.elastic[x.ID] = x
	}
}

// peerings reads VpcPeeringConnections. Both Regions and both accounts list one; a side that cannot
// see the other's blocks leaves them out.
func (r *reader) peerings(_, list value) {
	r.each(list, "VpcPeeringConnectionId", func(v value, id string) {
		old := r.found.peerings[id]
		x := model.Peering{
			ID:        id,
			State:     first(r.str(r.object(v, "Status"), "Code"), old.State),
			Requester: r.side(r.object(v, "RequesterVpcInfo"), old.Requester),
			Accepter:  r.side(r.object(v, "AccepterVpcInfo"), old.Accepter),
			Tags:      mergedTags(old.Tags, r.tags(v, "Tags")),
		}
		x.Name = first(r.name(v, x.Tags), old.Name)
		r.found.peerings[id] = x
	})
}

func (r *reader) side(v value, old model.PeeringSide) model.PeeringSide {
	x := model.PeeringSide{
		VPC:    first(r.str(v, "VpcId"), old.VPC),
		Owner:  first(r.str(v, "OwnerId"), old.Owner),
		Region: first(r.str(v, "Region"), old.Region),
	}
	var cidrs []netip.Prefix
	add := func(v value, key string) {
		if p, ok := r.prefix(v, key); ok {
			cidrs = merged(cidrs, []netip.Prefix{p})
		}
	}
	add(v, "CidrBlock")
	for _, c := range r.objects(v, "CidrBlockSet") {
		add(c, "CidrBlock")
	}
	for _, c := range r.objects(v, "Ipv6CidrBlockSet") {
		add(c, "Ipv6CidrBlock")
	}
	x.CIDRs = mergedBlocks(old.CIDRs, cidrs)
	return x
}

// endpoints reads VpcEndpoints.
func (r *reader) endpoints(_, list value) {
	r.each(list, "VpcEndpointId", func(v value, id string) {
		w := r.where(v)
		x := model.Endpoint{
			ID:          id,
			VPC:         r.str(v, "VpcId"),
			Owner:       w.account,
			Region:      w.region,
			Type:        model.EndpointType(r.str(v, "VpcEndpointType")),
			Service:     r.str(v, "ServiceName"),
			State:       r.str(v, "State"),
			RouteTables: r.texts(v, "RouteTableIds"),
			Subnets:     r.texts(v, "SubnetIds"),
			Interfaces:  r.texts(v, "NetworkInterfaceIds"),
			PrivateDNS:  r.flag(v, "PrivateDnsEnabled"),
			Tags:        r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		if x.Type == "" && !r.saved {
			x.Type = model.EndpointGateway // output from before there were others
		}
		for _, g := range r.objects(v, "Groups") {
			if group := r.id(g, "GroupId"); group != "" {
				x.Groups = append(x.Groups, group)
			}
		}
		r.found.endpoints[id] = x
	})
}
