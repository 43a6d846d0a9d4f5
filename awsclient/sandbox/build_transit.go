package sandbox

import (
	"slices"
	"strings"
)

// makeTransit makes the transit gateways: attachments first, since routes of the tables name them.
func (b *builder) makeTransit() {
	for _, s := range b.s.Transit {
		g := &transitGateway{
			id: b.id(s.ID, "tgw", s.Name), name: s.Name, owner: b.owner(s.Owner), referencing: s.Referencing,
			cidrs: s.CIDRs, tags: nameTag(s.Tags, s.Name),
		}
		b.transits = append(b.transits, g)
		for _, one := range s.Tables {
			g.tables = append(g.tables, &transitTable{
				id: b.id(one.ID, "tgw-rtb", s.Name, one.Name), name: one.Name, gateway: g, preset: one.Default,
				tags: nameTag(nil, one.Name),
			})
		}
		for _, one := range s.Attachments {
			g.attachments = append(g.attachments, b.transitAttachment(g, one))
		}
		for i, one := range s.Tables {
			for _, text := range one.Routes {
				g.tables[i].routes = append(g.tables[i].routes, b.transitRoute(g, text))
			}
		}
	}
}

// transitAttachment attaches a VPC of the scenario, or "ACCOUNT/vpc-id CIDR" of another account.
func (b *builder) transitAttachment(g *transitGateway, s transitAttachmentScript) *transitAttachment {
	by := "attachment " + s.Name
	a := &transitAttachment{
		id: b.id(s.ID, "tgw-attach", g.name, s.Name), state: s.State, gateway: g, ipv6: s.IPv6, appliance: s.Appliance,
		referencing: s.Referencing, tags: nameTag(nil, s.Name),
	}
	if a.state == "" {
		a.state = "available"
	}
	if end := b.peerEnd(s.VPC); strings.Contains(s.VPC, " ") {
		a.vpc, a.owner, a.cidrs = end.id, end.owner, []string{end.cidr}
	} else {
		v := b.vpcCalled(s.VPC, by)
		a.vpc, a.owner, a.cidrs = v.id, v.owner, slices.Concat(v.cidrs, v.ipv6)
	}
	for _, name := range s.Subnets {
		a.subnets = append(a.subnets, b.subnetCalled(name, by))
	}
	table := func(name string) *transitTable {
		t := first(g.tables, func(t *transitTable) bool { return t.name == name })
		if t == nil {
			b.wrong("%s: transit gateway %s has no route table %q", by, g.name, name)
		}
		return t
	}
	if s.Table != "" {
		a.table = table(s.Table)
	}
	for _, name := range s.Propagate {
		if t := table(name); t != nil {
			t.from = append(t.from, a)
		}
	}
	return a
}

// transitRoute reads "10.1.0.0/16 ATTACHMENT" or "10.1.0.0/16 blackhole".
func (b *builder) transitRoute(g *transitGateway, text string) transitRoute {
	to, by, _ := strings.Cut(text, " ")
	if by == "blackhole" {
		return transitRoute{destination: to}
	}
	a := first(g.attachments, func(a *transitAttachment) bool { return a.tags["Name"] == by })
	if a == nil {
		b.wrong("transit gateway %s: route %q: there is no such attachment", g.name, text)
	}
	return transitRoute{to, a}
}
