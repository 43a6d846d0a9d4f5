package sandbox

import "strings"

func gatewayVPC(g *internetGateway) []string {
	if g.vpc == nil {
		return nil
	}
	return []string{g.vpc.id}
}

func writeGateway(x *xmlWriter, idName, state string, g *internetGateway) {
	x.text(idName, g.id)
	x.in("attachmentSet", func() {
		for _, id := range gatewayVPC(g) {
			x.in("item", func() {
				x.text("vpcId", id)
				x.text("state", state)
			})
		}
	})
	x.tags(g.tags)
}

func describeInternetGateways(c *call) error {
	return listing[*internetGateway]{
		set: "internetGatewaySet", all: c.internet, ids: "InternetGatewayId",
		kind: idKind{"igw", "InvalidInternetGatewayId.Malformed", "InvalidInternetGatewayID.NotFound", "internetGateway"},
		idOf: func(g *internetGateway) string { return g.id },
		attrs: attrs[*internetGateway]{
			"attachment.state":    func(*internetGateway) []string { return []string{"available"} },
			"attachment.vpc-id":   gatewayVPC,
			"internet-gateway-id": func(g *internetGateway) []string { return []string{g.id} },
			"owner-id":            func(*internetGateway) []string { return []string{c.account} },
		},
		tags: func(g *internetGateway) tagMap { return g.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, g *internetGateway) {
			x.text("ownerId", c.account)
			writeGateway(x, "internetGatewayId", "available", g)
		},
	}.answer(c)
}

func describeEgressOnlyGateways(c *call) error {
	return listing[*internetGateway]{
		set: "egressOnlyInternetGatewaySet", all: c.egressOnly, ids: "EgressOnlyInternetGatewayId",
		kind: idKind{
			"eigw", "InvalidEgressOnlyInternetGatewayId.Malformed", "InvalidEgressOnlyInternetGatewayId.NotFound",
			"egressOnlyInternetGateway",
		},
		idOf: func(g *internetGateway) string { return g.id },
		tags: func(g *internetGateway) tagMap { return g.tags },
		size: pageSize{least: 5, most: 255},
		write: func(x *xmlWriter, g *internetGateway) {
			writeGateway(x, "egressOnlyInternetGatewayId", "attached", g)
		},
	}.answer(c)
}

func describeNATGateways(c *call) error {
	return listing[*natGateway]{
		set: "natGatewaySet", all: c.nats, ids: "NatGatewayId",
		kind: idKind{"nat", "NatGatewayMalformed", "NatGatewayNotFound", "natGateway"},
		idOf: func(n *natGateway) string { return n.id },
		attrs: attrs[*natGateway]{
			"nat-gateway-id":    func(n *natGateway) []string { return []string{n.id} },
			"state":             func(n *natGateway) []string { return []string{n.state} },
			"subnet-id":         func(n *natGateway) []string { return []string{n.subnet.id} },
			"vpc-id":            func(n *natGateway) []string { return []string{n.subnet.vpc.id} },
			"connectivity-type": func(n *natGateway) []string { return []string{n.kind} },
		},
		tags: func(n *natGateway) tagMap { return n.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, n *natGateway) {
			x.text("natGatewayId", n.id)
			x.text("subnetId", n.subnet.id)
			x.text("vpcId", n.subnet.vpc.id)
			x.text("state", n.state)
			x.text("connectivityType", n.kind)
			x.instant("createTime", c.born)
			items(x, "natGatewayAddressSet", []*natGateway{n}, func(n *natGateway) {
				x.some("allocationId", n.allocation)
				x.some("associationId", n.association)
				x.text("networkInterfaceId", n.face.id)
				x.text("privateIp", n.face.ip)
				x.some("publicIp", n.face.publicIP)
				x.text("isPrimary", "true")
				x.text("status", "succeeded")
			})
			x.tags(n.tags)
		},
	}.answer(c)
}

func describeEndpoints(c *call) error {
	return listing[*endpoint]{
		set: "vpcEndpointSet", all: c.endpoints, ids: "VpcEndpointId",
		kind: idKind{"vpce", "InvalidVpcEndpointId.Malformed", "InvalidVpcEndpointId.NotFound", "vpcEndpoint"},
		idOf: func(e *endpoint) string { return e.id },
		attrs: attrs[*endpoint]{
			"service-name":       func(e *endpoint) []string { return []string{e.service} },
			"service-region":     func(*endpoint) []string { return []string{c.region} },
			"ip-address-type":    func(*endpoint) []string { return []string{"ipv4"} },
			"vpc-endpoint-id":    func(e *endpoint) []string { return []string{e.id} },
			"vpc-endpoint-state": func(e *endpoint) []string { return []string{e.state} },
			"vpc-endpoint-type":  func(e *endpoint) []string { return []string{e.kind} },
			"vpc-id":             func(e *endpoint) []string { return []string{e.vpc.id} },
		},
		tags:  func(e *endpoint) tagMap { return e.tags },
		size:  pageSize{least: 1, most: 1000, usual: 1000},
		write: c.writeEndpoint,
	}.answer(c)
}

func (c *call) writeEndpoint(x *xmlWriter, e *endpoint) {
	x.text("vpcEndpointId", e.id)
	x.text("vpcEndpointType", e.kind)
	x.text("vpcId", e.vpc.id)
	x.text("serviceName", e.service)
	x.text("state", e.state)
	x.text("ownerId", c.account)
	x.itemTexts("routeTableIdSet", each(e.tables, func(t *routeTable) string { return t.id }))
	x.itemTexts("subnetIdSet", each(e.subnets, func(s *subnet) string { return s.id }))
	writeGroupSet(x, e.groups)
	x.flag("privateDnsEnabled", e.privateDNS)
	x.text("requesterManaged", "false")
	x.itemTexts("networkInterfaceIdSet", each(e.faces, func(n *netInterface) string { return n.id }))
	if e.kind == "Interface" {
		items(x, "dnsEntrySet", []*endpoint{e}, func(e *endpoint) {
			host := strings.TrimPrefix(e.service, "com.amazonaws."+c.region+".")
			x.text("dnsName", e.id+"."+host+"."+c.region+".vpce.amazonaws.com")
		})
	}
	x.instant("creationTimestamp", c.born)
	x.tags(e.tags)
}

func describePeerings(c *call) error {
	side := func(of func(*peering) string) func(*peering) []string {
		return func(p *peering) []string { return []string{of(p)} }
	}
	return listing[*peering]{
		set: "vpcPeeringConnectionSet", all: c.peerings, ids: "VpcPeeringConnectionId",
		kind: idKind{
			"pcx", "InvalidVpcPeeringConnectionId.Malformed", "InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection",
		},
		idOf: func(p *peering) string { return p.id },
		attrs: attrs[*peering]{
			"accepter-vpc-info.cidr-block":  side(func(p *peering) string { return p.accepter.cidr }),
			"accepter-vpc-info.owner-id":    side(func(p *peering) string { return p.accepter.owner }),
			"accepter-vpc-info.vpc-id":      side(func(p *peering) string { return p.accepter.id }),
			"requester-vpc-info.cidr-block": side(func(p *peering) string { return p.requester.cidr }),
			"requester-vpc-info.owner-id":   side(func(p *peering) string { return p.requester.owner }),
			"requester-vpc-info.vpc-id":     side(func(p *peering) string { return p.requester.id }),
			"status-code":                   side(func(p *peering) string { return p.status }),
			"vpc-peering-connection-id":     side(func(p *peering) string { return p.id }),
		},
		tags: func(p *peering) tagMap { return p.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, p *peering) {
			x.text("vpcPeeringConnectionId", p.id)
			x.in("requesterVpcInfo", func() { writePeerVPC(x, p.requester) })
			x.in("accepterVpcInfo", func() { writePeerVPC(x, p.accepter) })
			x.in("status", func() {
				x.text("code", p.status)
				x.text("message", strings.ToUpper(p.status[:1])+p.status[1:])
			})
			x.tags(p.tags)
		},
	}.answer(c)
}

func writePeerVPC(x *xmlWriter, v peerVPC) {
	x.text("ownerId", v.owner)
	x.text("vpcId", v.id)
	x.text("cidrBlock", v.cidr)
	items(x, "cidrBlockSet", []string{v.cidr}, func(block string) { x.text("cidrBlock", block) })
	x.text("region", v.region)
}
