package sandbox

// transitGateway is a hub of the Region, the account's own or one that is shared to it.
type transitGateway struct {
	id, name, owner string
	referencing     bool
	cidrs           []string
	tables          []*transitTable
	attachments     []*transitAttachment
	tags            tagMap
}

type transitTable struct {
	id, name string
	gateway  *transitGateway
	// preset has new attachments looked up here, and their routes added.
	preset bool
	routes []transitRoute
	// from are the attachments that add their routes.
	from []*transitAttachment
	tags tagMap
}

// transitRoute is a static route; by is nil for one that drops its traffic.
type transitRoute struct {
	destination string
	by          *transitAttachment
}

// transitAttachment ties a VPC to a hub; vpc is its id, for it may be another account's.
type transitAttachment struct {
	id, state                    string
	gateway                      *transitGateway
	vpc, owner                   string
	cidrs                        []string
	subnets                      []*subnet
	table                        *transitTable
	ipv6, appliance, referencing bool
	tags                         tagMap
}

func (g *transitGateway) preset() string {
	if t := first(g.tables, func(t *transitTable) bool { return t.preset }); t != nil {
		return t.id
	}
	return ""
}

// tablesSeen are the route tables of the account's own hubs: to whom a hub is shared, they do not show.
//
// Source: https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-share.html
func (w *world) tablesSeen() []*transitTable {
	var out []*transitTable
	for _, g := range w.transits {
		if g.owner == w.account {
			out = append(out, g.tables...)
		}
	}
	return out
}

// attachmentsSeen are those of the account's own hubs and of its own VPCs.
func (w *world) attachmentsSeen() []*transitAttachment {
	var out []*transitAttachment
	for _, g := range w.transits {
		for _, a := range g.attachments {
			if g.owner == w.account || a.owner == w.account {
				out = append(out, a)
			}
		}
	}
	return out
}

func enabled(v bool) string {
	if v {
		return "enable"
	}
	return "disable"
}

func describeTransitGateways(c *call) error {
	return listing[*transitGateway]{
		set: "transitGatewaySet", all: c.transits, ids: "TransitGatewayIds",
		kind: idKind{
			"tgw", "InvalidTransitGatewayID.Malformed", "InvalidTransitGatewayID.NotFound", "transitGateway",
		},
		idOf: func(g *transitGateway) string { return g.id },
		attrs: attrs[*transitGateway]{
			"transit-gateway-id": func(g *transitGateway) []string { return []string{g.id} },
			"owner-id":           func(g *transitGateway) []string { return []string{g.owner} },
			"state":              func(*transitGateway) []string { return []string{"available"} },
		},
		tags:  func(g *transitGateway) tagMap { return g.tags },
		size:  pageSize{least: 5, most: 1000},
		write: c.writeTransitGateway,
	}.answer(c)
}

func (c *call) writeTransitGateway(x *xmlWriter, g *transitGateway) {
	x.text("transitGatewayId", g.id)
	x.text("transitGatewayArn", c.arnOf(g.owner, "transit-gateway", g.id))
	x.text("state", "available")
	x.text("ownerId", g.owner)
	x.instant("creationTime", c.born)
	x.in("options", func() {
		x.text("amazonSideAsn", "64512")
		x.itemTexts("transitGatewayCidrBlocks", g.cidrs)
		x.text("autoAcceptSharedAttachments", "disable")
		table := g.preset()
		x.text("defaultRouteTableAssociation", enabled(table != ""))
		x.some("associationDefaultRouteTableId", table)
		x.text("defaultRouteTablePropagation", enabled(table != ""))
		x.some("propagationDefaultRouteTableId", table)
		x.text("vpnEcmpSupport", "enable")
		x.text("dnsSupport", "enable")
		x.text("securityGroupReferencingSupport", enabled(g.referencing))
		x.text("multicastSupport", "disable")
	})
	x.tags(g.tags)
}

func transitAttachmentKind() idKind {
	return idKind{
		"tgw-attach", "InvalidTransitGatewayAttachmentID.Malformed", "InvalidTransitGatewayAttachmentID.NotFound",
		"transitGatewayAttachment",
	}
}

func describeTransitAttachments(c *call) error {
	return listing[*transitAttachment]{
		set: "transitGatewayAttachments", all: c.attachmentsSeen(), ids: "TransitGatewayAttachmentIds",
		kind: transitAttachmentKind(), idOf: func(a *transitAttachment) string { return a.id },
		attrs: attrs[*transitAttachment]{
			"resource-id":                   func(a *transitAttachment) []string { return []string{a.vpc} },
			"resource-owner-id":             func(a *transitAttachment) []string { return []string{a.owner} },
			"resource-type":                 func(*transitAttachment) []string { return []string{"vpc"} },
			"state":                         func(a *transitAttachment) []string { return []string{a.state} },
			"transit-gateway-attachment-id": func(a *transitAttachment) []string { return []string{a.id} },
			"transit-gateway-id":            func(a *transitAttachment) []string { return []string{a.gateway.id} },
			"transit-gateway-owner-id":      func(a *transitAttachment) []string { return []string{a.gateway.owner} },
		},
		tags: func(a *transitAttachment) tagMap { return a.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, a *transitAttachment) {
			x.text("transitGatewayAttachmentId", a.id)
			x.text("transitGatewayId", a.gateway.id)
			x.text("transitGatewayOwnerId", a.gateway.owner)
			x.text("resourceOwnerId", a.owner)
			x.text("resourceType", "vpc")
			x.text("resourceId", a.vpc)
			x.text("state", a.state)
			if a.table != nil && a.gateway.owner == c.account {
				x.in("association", func() {
					x.text("transitGatewayRouteTableId", a.table.id)
					x.text("state", "associated")
				})
			}
			x.instant("creationTime", c.born)
			x.tags(a.tags)
		},
	}.answer(c)
}

func describeTransitVPCAttachments(c *call) error {
	return listing[*transitAttachment]{
		set: "transitGatewayVpcAttachments", all: c.attachmentsSeen(), ids: "TransitGatewayAttachmentIds",
		kind: transitAttachmentKind(), idOf: func(a *transitAttachment) string { return a.id },
		attrs: attrs[*transitAttachment]{
			"state":                         func(a *transitAttachment) []string { return []string{a.state} },
			"transit-gateway-attachment-id": func(a *transitAttachment) []string { return []string{a.id} },
			"transit-gateway-id":            func(a *transitAttachment) []string { return []string{a.gateway.id} },
			"vpc-id":                        func(a *transitAttachment) []string { return []string{a.vpc} },
		},
		tags: func(a *transitAttachment) tagMap { return a.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, a *transitAttachment) {
			x.text("transitGatewayAttachmentId", a.id)
			x.text("transitGatewayId", a.gateway.id)
			x.text("vpcId", a.vpc)
			x.text("vpcOwnerId", a.owner)
			x.text("state", a.state)
			x.itemTexts("subnetIds", each(a.subnets, func(s *subnet) string { return s.id }))
			x.instant("creationTime", c.born)
			x.in("options", func() {
				x.text("dnsSupport", "enable")
				x.text("securityGroupReferencingSupport", enabled(a.referencing))
				x.text("ipv6Support", enabled(a.ipv6))
				x.text("applianceModeSupport", enabled(a.appliance))
			})
			x.tags(a.tags)
		},
	}.answer(c)
}

func transitTableKind() idKind {
	return idKind{
		"tgw-rtb", "InvalidRouteTableID.Malformed", "InvalidRouteTableID.NotFound", "transitGatewayRouteTable",
	}
}

func describeTransitTables(c *call) error {
	return listing[*transitTable]{
		set: "transitGatewayRouteTables", all: c.tablesSeen(), ids: "TransitGatewayRouteTableIds",
		kind: transitTableKind(), idOf: func(t *transitTable) string { return t.id },
		attrs: attrs[*transitTable]{
			"default-association-route-table": func(t *transitTable) []string { return yesNo(t.preset) },
			"default-propagation-route-table": func(t *transitTable) []string { return yesNo(t.preset) },
			"state":                           func(*transitTable) []string { return []string{"available"} },
			"transit-gateway-id":              func(t *transitTable) []string { return []string{t.gateway.id} },
			"transit-gateway-route-table-id":  func(t *transitTable) []string { return []string{t.id} },
		},
		tags: func(t *transitTable) tagMap { return t.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, t *transitTable) {
			x.text("transitGatewayRouteTableId", t.id)
			x.text("transitGatewayId", t.gateway.id)
			x.text("state", "available")
			x.flag("defaultAssociationRouteTable", t.preset)
			x.flag("defaultPropagationRouteTable", t.preset)
			x.instant("creationTime", c.born)
			x.tags(t.tags)
		},
	}.answer(c)
}
