package sandbox

import (
	"fmt"
	"strings"
)

// makeGroups makes the groups without their rules, and for each VPC the default one if the script has none.
func (b *builder) makeGroups() {
	for _, s := range b.s.Groups {
		v := b.vpcCalled(s.VPC, "group "+s.Name)
		g := &group{
			id: b.id(s.ID, "sg", v.name, s.Name), owner: b.owner(s.Owner), vpc: v, name: s.Name,
			description: s.Description, tags: tagsOf(s.Tags),
		}
		if g.description == "" {
			g.description = g.name
		}
		b.add(g)
	}
	for _, v := range b.vpcs {
		if b.groupInVPC(v, "default") != nil {
			continue
		}
		g := &group{
			id: b.id("", "sg", v.name, "default"), owner: v.owner, vpc: v, name: "default",
			description: "default VPC security group", tags: tagMap{},
		}
		self := peer{peerGroup, g.id, g.owner}
		g.rules = []*rule{{id: b.ids.named("sgr", g.id, "self"), ruleKey: ruleKey{ingress, "-1", -1, -1, self}}}
		b.open(g)
		b.add(g)
	}
}

func (b *builder) add(g *group) {
	if b.groupInVPC(g.vpc, g.name) != nil {
		b.wrong("group %s: there are two in VPC %s", g.name, g.vpc.name)
	}
	b.groups = append(b.groups, g)
	b.groupByID[g.id] = g
}

func (b *builder) open(g *group) {
	n := 0
	g.openEgress(func() string {
		n++
		return b.ids.named("sgr", g.id, "open", fmt.Sprint(n))
	})
}

func (b *builder) makeRules() {
	for _, s := range b.s.Groups {
		g := b.groupInVPC(b.vpcCalled(s.VPC, "group "+s.Name), s.Name)
		for _, text := range s.In {
			b.addRule(g, ingress, text)
		}
		for _, text := range s.Out {
			b.addRule(g, egress, text)
		}
		if s.Out == nil {
			b.open(g)
		}
	}
}

func (b *builder) addRule(g *group, d direction, text string) {
	said, err := parseRule(d, text)
	if err != nil {
		b.wrong("group %s: %w", g.name, err)
		return
	}
	far, err := b.spokenPeer(g, said.peer)
	if err != nil {
		b.wrong("group %s: rule %q: %w", g.name, text, err)
		return
	}
	if err := checkRuleDescription(said.description); err != nil {
		b.wrong("group %s: rule %q: %w", g.name, text, err)
	}
	r := &rule{
		ruleKey: ruleKey{d, said.protocol, said.from, said.to, far}, description: said.description, via: b.via(g, far),
	}
	if said.via != "" {
		if r.via = b.peeringCalled(said.via); r.via == nil {
			b.wrong("group %s: rule %q: there is no peering %q", g.name, text, said.via)
		}
	}
	if g.has(r.ruleKey) {
		b.wrong("group %s: rule %q is there twice", g.name, text)
		return
	}
	r.id = b.ids.named("sgr", g.id, fmt.Sprint(d), text)
	g.rules = append(g.rules, r)
}

func (b *builder) peeringCalled(name string) *peering {
	return first(b.peerings, func(p *peering) bool { return p.tags["Name"] == name })
}

// spokenPeer resolves self, sg:…, pl:… or a block.
func (b *builder) spokenPeer(g *group, s string) (peer, error) {
	if s == "self" {
		return peer{peerGroup, g.id, g.owner}, nil
	}
	if name, ok := strings.CutPrefix(s, "sg:"); ok {
		// A group that is gone, or another account's, is named by id and need not be in the scenario.
		owner, id, foreign := strings.Cut(name, "/")
		switch {
		case foreign && wellFormed("sg", id):
			return peer{peerGroup, id, owner}, nil
		case wellFormed("sg", name):
			return peer{peerGroup, name, b.account}, nil
		}
		far := b.groupCalled(g.vpc, name, "group "+g.name)
		return peer{peerGroup, far.id, far.owner}, nil
	}
	if name, ok := strings.CutPrefix(s, "pl:"); ok {
		l := first(b.lists, func(l *prefixList) bool { return l.name == name || l.id == name })
		if l == nil {
			return peer{}, fmt.Errorf("there is no prefix list %q", name)
		}
		return peer{kind: peerList, value: l.id}, nil
	}
	kind := peerIPv4
	if strings.Contains(s, ":") {
		kind = peerIPv6
	}
	block, err := canonicalCIDR(kind, s)
	return peer{kind: kind, value: block}, err
}

// makeCrowd adds groups whose rules are, in turn, a block and a reference to the group before.
func (b *builder) makeCrowd() {
	c := b.s.Crowd
	if c == nil {
		return
	}
	v := b.vpcCalled(c.VPC, "crowd")
	before := ""
	for i := range c.Groups {
		g := &group{
			id: b.ids.named("sg", v.name, "crowd", fmt.Sprint(i)), owner: b.account, vpc: v,
			name: fmt.Sprintf("service-%05d", i), description: fmt.Sprintf("Service %d", i),
			tags: tagMap{"team": fmt.Sprintf("team-%02d", i%40)},
		}
		for n := range c.Rules {
			far := peer{kind: peerIPv4, value: fmt.Sprintf("10.%d.%d.0/24", i/250%250, i%250)}
			if n%2 == 1 && before != "" {
				far = peer{peerGroup, before, b.account}
			}
			g.rules = append(g.rules, &rule{
				id: b.ids.named("sgr", g.id, fmt.Sprint(n)), ruleKey: ruleKey{ingress, "tcp", 1000 + n, 1000 + n, far},
			})
		}
		b.open(g)
		// Not by add: it looks for a namesake, which over a crowd is quadratic.
		b.groups, b.groupByID[g.id], before = append(b.groups, g), g, g.id
	}
}
