package sandbox

import (
	"slices"
	"strings"
)

func (b *builder) makeInstances() {
	for _, s := range b.s.Instances {
		b.addInstance(s)
	}
}

// addInstance makes an instance and, unless it is terminated, its primary interface.
func (b *builder) addInstance(s instanceScript) *instance {
	n := b.subnetCalled(s.Subnet, "instance "+s.Name)
	i := &instance{
		id: b.id(s.ID, "i", s.Name), reservation: b.ids.named("r", s.Name), name: s.Name, kind: s.Type, subnet: n,
		state: s.State, launched: b.now().AddDate(0, 0, -12), profile: s.Profile, key: s.Key,
		image: b.ids.derived("ami", s.Type), tags: tagsOf(s.Tags),
	}
	if i.state == "" {
		i.state = "running"
	}
	b.instances = append(b.instances, i)
	if i.state == "terminated" {
		return i
	}
	i.primary = b.addInterface(interfaceScript{
		Name: s.Name, Subnet: s.Subnet, IP: s.IP, PublicIP: s.PublicIP, Groups: s.Groups,
	})
	i.primary.instance = i
	return i
}

func (b *builder) makeInterfaces() {
	for _, s := range b.s.Interfaces {
		n := b.addInterface(s)
		if s.Instance == "" {
			continue
		}
		if n.instance = first(b.instances, func(i *instance) bool { return i.name == s.Instance }); n.instance == nil {
			b.wrong("interface %s: there is no instance %q", s.Name, s.Instance)
		}
	}
}

func (b *builder) addInterface(s interfaceScript) *netInterface {
	in := b.subnetCalled(s.Subnet, "interface "+s.Name)
	n := &netInterface{
		id: b.id(s.ID, "eni", s.Name), name: s.Name, description: s.Description, kind: s.Kind, subnet: in,
		ip: b.address(in, s.IP), ipv6: s.IPv6, publicIP: s.PublicIP, requester: s.Requester, attacher: s.Attacher,
		tags: tagsOf(s.Tags), groups: b.groupsCalled(in.vpc, s.Groups, "interface "+s.Name),
	}
	if n.kind == "" {
		n.kind = "interface"
	}
	n.mac, n.attachment = b.ids.mac(n.id), b.ids.derived("eni-attach", n.id)
	b.interfaces = append(b.interfaces, n)
	return n
}

func (b *builder) makeGateways() {
	for _, s := range b.s.Internet {
		v := b.vpcCalled(s.VPC, "internet gateway "+s.Name)
		b.internet = append(b.internet, &internetGateway{b.id(s.ID, "igw", s.Name), v, nameTag(s.Tags, s.Name)})
	}
	for _, s := range b.s.EgressOnly {
		v := b.vpcCalled(s.VPC, "egress-only gateway "+s.Name)
		b.egressOnly = append(b.egressOnly, &internetGateway{b.id(s.ID, "eigw", s.Name), v, nameTag(s.Tags, s.Name)})
	}
	for _, s := range b.s.NAT {
		g := &natGateway{
			id: b.id(s.ID, "nat", s.Name), state: s.State, kind: "public",
			subnet: b.subnetCalled(s.Subnet, "NAT gateway "+s.Name), tags: nameTag(s.Tags, s.Name),
		}
		if g.state == "" {
			g.state = "available"
		}
		if s.Private {
			g.kind = "private"
		} else {
			g.allocation, g.association = b.ids.named("eipalloc", s.Name), b.ids.named("eipassoc", s.Name)
		}
		g.face = b.addInterface(interfaceScript{
			Name: s.Name, Subnet: s.Subnet, IP: s.IP, PublicIP: s.PublicIP, Kind: "nat_gateway",
			Description: "Interface for NAT Gateway " + g.id, Requester: "amazon-aws",
		})
		b.nats = append(b.nats, g)
	}
}

// nameTag is the tags with the Name that the console shows; these kinds have no other name.
func nameTag(t tagMap, name string) tagMap {
	out := tagsOf(t)
	if _, has := out["Name"]; !has {
		out["Name"] = name
	}
	return out
}

func (b *builder) makeEndpoints() {
	for _, s := range b.s.Endpoints {
		v := b.vpcCalled(s.VPC, "endpoint "+s.Name)
		e := &endpoint{
			id: b.id(s.ID, "vpce", s.Name), kind: s.Type, service: s.Service, state: s.State, vpc: v,
			groups: b.groupsCalled(v, s.Groups, "endpoint "+s.Name), tags: nameTag(s.Tags, s.Name),
		}
		if e.state == "" {
			e.state = "available"
		}
		if e.kind == "Interface" {
			e.privateDNS = !s.NoPrivateDNS
		}
		for _, name := range s.Subnets {
			e.subnets = append(e.subnets, b.subnetCalled(name, "endpoint "+s.Name))
			e.faces = append(e.faces, b.addInterface(interfaceScript{
				Name: s.Name + "/" + name, Subnet: name, Groups: s.Groups, Kind: "vpc_endpoint",
				Description: "VPC Endpoint Interface " + e.id, Requester: "amazon-aws",
			}))
		}
		b.endpoints = append(b.endpoints, e)
	}
}

// makeTables makes the route tables, for each VPC a main one if the script has none, with the routes that come
// by themselves: the VPC's own blocks, and the gateway endpoints'.
func (b *builder) makeTables() {
	scripts := slices.Clone(b.s.RouteTables)
	for _, v := range b.vpcs {
		has := slices.ContainsFunc(scripts, func(s tableScript) bool {
			return s.Main && b.vpcCalled(s.VPC, "route table "+s.Name) == v
		})
		if !has {
			scripts = append(scripts, tableScript{Name: v.name + "-main", VPC: v.name, Main: true})
		}
	}
	for _, s := range scripts {
		t := &routeTable{
			id: b.id(s.ID, "rtb", s.Name), name: s.Name, vpc: b.vpcCalled(s.VPC, "route table "+s.Name),
			main: s.Main, tags: nameTag(s.Tags, s.Name),
		}
		if t.main {
			t.mainID = b.ids.derived("rtbassoc", t.id)
		}
		for _, block := range slices.Concat(t.vpc.cidrs, t.vpc.ipv6) {
			t.routes = append(t.routes, route{block, "local", "active"})
		}
		for _, text := range s.Routes {
			t.routes = append(t.routes, b.routeOf(t, text))
		}
		b.tables = append(b.tables, t)
	}
	b.joinTables()
}

// joinTables associates the subnets and the gateway endpoints with their tables.
func (b *builder) joinTables() {
	table := func(name, by string) *routeTable {
		t := first(b.tables, func(t *routeTable) bool { return t.name == name })
		if t == nil {
			b.wrong("%s: there is no route table %q", by, name)
			return &routeTable{}
		}
		return t
	}
	for i, s := range b.s.Subnets {
		if s.Routes == "" {
			continue
		}
		t := table(s.Routes, "subnet "+s.Name)
		t.subnets = append(t.subnets, b.subnets[i])
		t.associations = append(t.associations, b.ids.derived("rtbassoc", b.subnets[i].id))
	}
	for i, s := range b.s.Endpoints {
		e := b.endpoints[i]
		list := first(b.lists, func(l *prefixList) bool { return l.name == s.Service })
		for _, name := range s.Tables {
			t := table(name, "endpoint "+s.Name)
			e.tables = append(e.tables, t)
			if list != nil {
				t.routes = append(t.routes, route{list.id, e.id, "active"})
			}
		}
	}
}

func (b *builder) routeOf(t *routeTable, text string) route {
	to, by, state, err := parseRoute(text)
	if err != nil {
		b.wrong("route table %s: %w", t.name, err)
	}
	if name, ok := strings.CutPrefix(to, "pl:"); ok {
		if l := first(b.lists, func(l *prefixList) bool { return l.name == name }); l != nil {
			to = l.id
		}
	}
	target := b.targetCalled(by)
	if target == "" {
		b.wrong("route table %s: route %q: there is no such target", t.name, text)
	}
	return route{to, target, state}
}

// targetCalled resolves nat:NAME, igw:NAME, eigw:NAME, tgw:NAME, pcx:NAME, eni:NAME and i:NAME; a plain id stays.
func (b *builder) targetCalled(s string) string {
	kind, name, ok := strings.Cut(s, ":")
	if !ok {
		return s
	}
	byName := func(t tagMap, id string) string { return ifTrue(t["Name"] == name, id) }
	var found []string
	switch kind {
	case "nat":
		found = each(b.nats, func(n *natGateway) string { return byName(n.tags, n.id) })
	case "igw":
		found = each(b.internet, func(g *internetGateway) string { return byName(g.tags, g.id) })
	case "eigw":
		found = each(b.egressOnly, func(g *internetGateway) string { return byName(g.tags, g.id) })
	case "tgw":
		found = each(b.transits, func(g *transitGateway) string { return byName(g.tags, g.id) })
	case "pcx":
		found = each(b.peerings, func(p *peering) string { return byName(p.tags, p.id) })
	case "eni":
		found = each(b.interfaces, func(n *netInterface) string { return ifTrue(n.name == name, n.id) })
	case "i":
		found = each(b.instances, func(i *instance) string { return ifTrue(i.name == name, i.id) })
	}
	if len(found) == 0 {
		return ""
	}
	return found[0]
}

// makeACLs makes the network ACLs, and for each VPC the default one, which lets everything through, if the
// script has none.
func (b *builder) makeACLs() {
	scripts := slices.Clone(b.s.ACLs)
	for _, v := range b.vpcs {
		has := slices.ContainsFunc(scripts, func(s aclScript) bool {
			return s.Default && b.vpcCalled(s.VPC, "network ACL "+s.Name) == v
		})
		if has {
			continue
		}
		all := []string{"100 allow all 0.0.0.0/0"}
		if len(v.ipv6) > 0 {
			all = append(all, "101 allow all ::/0")
		}
		scripts = append(scripts, aclScript{Name: v.name + "-default", VPC: v.name, Default: true, In: all, Out: all})
	}
	for _, s := range scripts {
		a := &netACL{
			id: b.id(s.ID, "acl", s.Name), name: s.Name, vpc: b.vpcCalled(s.VPC, "network ACL "+s.Name),
			isDefault: s.Default, tags: tagsOf(s.Tags),
		}
		b.addEntries(a, egress, s.Out)
		b.addEntries(a, ingress, s.In)
		b.acls = append(b.acls, a)
	}
	for i, n := range b.subnets {
		name := b.s.Subnets[i].ACL
		a := first(b.acls, func(a *netACL) bool {
			return a.vpc == n.vpc && (a.name == name || name == "" && a.isDefault)
		})
		if a == nil {
			b.wrong("subnet %s: there is no network ACL %q", n.name, name)
			continue
		}
		a.subnets = append(a.subnets, n)
		a.associations = append(a.associations, b.ids.derived("aclassoc", n.id))
	}
}

// addEntries adds entries and, last, the one that refuses the rest and cannot be taken away.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
func (b *builder) addEntries(a *netACL, d direction, texts []string) {
	rest := []string{"32767 deny all 0.0.0.0/0"}
	if len(a.vpc.ipv6) > 0 {
		rest = append(rest, "32768 deny all ::/0")
	}
	for _, text := range slices.Concat(texts, rest) {
		e, err := parseEntry(d, text)
		if err != nil {
			b.wrong("network ACL %s: %w", a.name, err)
		}
		a.entries = append(a.entries, e)
	}
}
