package sandbox

import (
	"strconv"
	"strings"
)

// each gathers what of gives for each member.
//
//go:noinline
func each[T any](all []T, of func(T) string) []string {
	var out []string
	for _, v := range all {
		if s := of(v); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// targetOf returns a route's target where it is of that kind of identifier.
func targetOf(prefixes ...string) func(route) string {
	return func(r route) string {
		for _, p := range prefixes {
			if strings.HasPrefix(r.target, p) {
				return r.target
			}
		}
		return ""
	}
}

// origin says how a route came to be: the local ones come with the table.
func (r route) origin() string {
	if r.target == "local" {
		return "CreateRouteTable"
	}
	return "CreateRoute"
}

// kind is the element, and by the same token the filter, of a route's destination.
func (r route) kind() string {
	switch {
	case strings.HasPrefix(r.destination, "pl-"):
		return "destinationPrefixListId"
	case strings.Contains(r.destination, ":"):
		return "destinationIpv6CidrBlock"
	}
	return "destinationCidrBlock"
}

func routeTableAttrs() attrs[*routeTable] {
	routes := func(of func(route) string) func(*routeTable) []string {
		return func(t *routeTable) []string { return each(t.routes, of) }
	}
	to := func(kind string) func(*routeTable) []string {
		return routes(func(r route) string {
			if r.kind() == kind {
				return r.destination
			}
			return ""
		})
	}
	return attrs[*routeTable]{
		"association.main": func(t *routeTable) []string { return yesNo(t.main) },
		"association.route-table-association-id": func(t *routeTable) []string {
			if t.main {
				return append([]string{t.mainID}, t.associations...)
			}
			return t.associations
		},
		"association.route-table-id": func(t *routeTable) []string { return []string{t.id} },
		"association.subnet-id": func(t *routeTable) []string {
			return each(t.subnets, func(s *subnet) string { return s.id })
		},
		"owner-id":                              func(t *routeTable) []string { return []string{t.vpc.owner} },
		"route-table-id":                        func(t *routeTable) []string { return []string{t.id} },
		"route.destination-cidr-block":          to("destinationCidrBlock"),
		"route.destination-ipv6-cidr-block":     to("destinationIpv6CidrBlock"),
		"route.destination-prefix-list-id":      to("destinationPrefixListId"),
		"route.egress-only-internet-gateway-id": routes(targetOf("eigw-")),
		"route.gateway-id":                      routes(targetOf("igw-", "vgw-", "vpce-", "local")),
		"route.instance-id":                     routes(targetOf("i-")),
		"route.nat-gateway-id":                  routes(targetOf("nat-")),
		"route.transit-gateway-id":              routes(targetOf("tgw-")),
		"route.vpc-peering-connection-id":       routes(targetOf("pcx-")),
		"route.origin":                          routes(route.origin),
		"route.state":                           routes(func(r route) string { return r.state }),
		"vpc-id":                                func(t *routeTable) []string { return []string{t.vpc.id} },
	}
}

func describeRouteTables(c *call) error {
	return listing[*routeTable]{
		set: "routeTableSet", all: c.tables, ids: "RouteTableId",
		kind:  idKind{"rtb", "InvalidRouteTableId.Malformed", "InvalidRouteTableID.NotFound", "routeTable"},
		idOf:  func(t *routeTable) string { return t.id },
		attrs: routeTableAttrs(),
		tags:  func(t *routeTable) tagMap { return t.tags },
		size:  pageSize{least: 5, most: 100, usual: 100},
		write: func(x *xmlWriter, t *routeTable) {
			x.text("routeTableId", t.id)
			x.text("vpcId", t.vpc.id)
			x.text("ownerId", t.vpc.owner)
			items(x, "routeSet", t.routes, func(r route) { writeRoute(x, r) })
			x.in("associationSet", func() { writeAssociations(x, t) })
			x.in("propagatingVgwSet", func() {})
			x.tags(t.tags)
		},
	}.answer(c)
}

func writeAssociations(x *xmlWriter, t *routeTable) {
	one := func(id, subnetID string) {
		x.in("item", func() {
			x.text("routeTableAssociationId", id)
			x.text("routeTableId", t.id)
			x.some("subnetId", subnetID)
			x.flag("main", subnetID == "")
			x.in("associationState", func() { x.text("state", "associated") })
		})
	}
	if t.main {
		one(t.mainID, "")
	}
	for i, s := range t.subnets {
		one(t.associations[i], s.id)
	}
}

func writeRoute(x *xmlWriter, r route) {
	x.text(r.kind(), r.destination)
	x.text(targetElement(r.target), r.target)
	x.text("state", r.state)
	x.text("origin", r.origin())
}

// targetElement names the element of a route's target. Gateway endpoints and "local" are gateways to EC2.
func targetElement(target string) string {
	prefix, _, _ := strings.Cut(target, "-")
	switch prefix {
	case "nat":
		return "natGatewayId"
	case "eni":
		return "networkInterfaceId"
	case "i":
		return "instanceId"
	case "tgw":
		return "transitGatewayId"
	case "pcx":
		return "vpcPeeringConnectionId"
	case "eigw":
		return "egressOnlyInternetGatewayId"
	}
	return "gatewayId"
}

func aclAttrs() attrs[*netACL] {
	entries := func(of func(aclEntry) string) func(*netACL) []string {
		return func(a *netACL) []string { return each(a.entries, of) }
	}
	return attrs[*netACL]{
		"association.association-id": func(a *netACL) []string { return a.associations },
		"association.network-acl-id": func(a *netACL) []string { return []string{a.id} },
		"association.subnet-id": func(a *netACL) []string {
			return each(a.subnets, func(s *subnet) string { return s.id })
		},
		"default":               func(a *netACL) []string { return yesNo(a.isDefault) },
		"entry.cidr":            entries(func(e aclEntry) string { return ifTrue(!strings.Contains(e.cidr, ":"), e.cidr) }),
		"entry.ipv6-cidr":       entries(func(e aclEntry) string { return ifTrue(strings.Contains(e.cidr, ":"), e.cidr) }),
		"entry.icmp.type":       entries(func(e aclEntry) string { return ifTrue(e.icmp(), strconv.Itoa(e.from)) }),
		"entry.icmp.code":       entries(func(e aclEntry) string { return ifTrue(e.icmp(), strconv.Itoa(e.to)) }),
		"entry.protocol":        entries(func(e aclEntry) string { return e.protocol }),
		"entry.rule-action":     entries(aclEntry.action),
		"entry.egress":          entries(func(e aclEntry) string { return strconv.FormatBool(e.egress) }),
		"entry.rule-number":     entries(func(e aclEntry) string { return strconv.Itoa(e.number) }),
		"entry.port-range.from": entries(func(e aclEntry) string { return ifTrue(e.ported(), strconv.Itoa(e.from)) }),
		"entry.port-range.to":   entries(func(e aclEntry) string { return ifTrue(e.ported(), strconv.Itoa(e.to)) }),
		"network-acl-id":        func(a *netACL) []string { return []string{a.id} },
		"owner-id":              func(a *netACL) []string { return []string{a.vpc.owner} },
		"vpc-id":                func(a *netACL) []string { return []string{a.vpc.id} },
	}
}

func ifTrue(is bool, s string) string {
	if is {
		return s
	}
	return ""
}

func (e aclEntry) icmp() bool { return e.protocol == "1" || e.protocol == "58" }

func (e aclEntry) ported() bool { return e.protocol == "6" || e.protocol == "17" }

func (e aclEntry) action() string {
	if e.allow {
		return "allow"
	}
	return "deny"
}

func describeACLs(c *call) error {
	return listing[*netACL]{
		set: "networkAclSet", all: c.acls, ids: "NetworkAclId",
		kind:  idKind{"acl", "InvalidNetworkAclId.Malformed", "InvalidNetworkAclID.NotFound", "networkAcl"},
		idOf:  func(a *netACL) string { return a.id },
		attrs: aclAttrs(),
		tags:  func(a *netACL) tagMap { return a.tags },
		size:  pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, a *netACL) {
			x.text("networkAclId", a.id)
			x.text("vpcId", a.vpc.id)
			x.text("ownerId", a.vpc.owner)
			x.flag("default", a.isDefault)
			items(x, "entrySet", a.entries, func(e aclEntry) { writeEntry(x, e) })
			x.in("associationSet", func() {
				for i, s := range a.subnets {
					x.in("item", func() {
						x.text("networkAclAssociationId", a.associations[i])
						x.text("networkAclId", a.id)
						x.text("subnetId", s.id)
					})
				}
			})
			x.tags(a.tags)
		},
	}.answer(c)
}

func writeEntry(x *xmlWriter, e aclEntry) {
	x.num("ruleNumber", e.number)
	x.text("protocol", e.protocol)
	x.text("ruleAction", e.action())
	x.flag("egress", e.egress)
	if strings.Contains(e.cidr, ":") {
		x.text("ipv6CidrBlock", e.cidr)
	} else {
		x.text("cidrBlock", e.cidr)
	}
	switch {
	case e.ported():
		x.in("portRange", func() {
			x.num("from", e.from)
			x.num("to", e.to)
		})
	case e.icmp():
		x.in("icmpTypeCode", func() {
			x.num("code", e.to)
			x.num("type", e.from)
		})
	}
}
