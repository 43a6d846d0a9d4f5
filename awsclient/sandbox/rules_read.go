package sandbox

import "strconv"

// ownedRule is a rule with the group that has it.
type ownedRule struct {
	g *group
	r *rule
}

// folded is an IpPermission: all rules of one protocol and port range.
type folded struct {
	protocol string
	from, to int
	portless bool
	rules    []*rule
}

// fold gathers rules as DescribeSecurityGroups shows them, in order of first appearance.
func fold(rules []*rule) []folded {
	var out []folded
	at := map[ruleKey]int{}
	for _, r := range rules {
		k := ruleKey{protocol: r.protocol, from: r.from, to: r.to}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, folded{r.protocol, r.from, r.to, r.portless(), nil})
		}
		out[i].rules = append(out[i].rules, r)
	}
	return out
}

func (f folded) of(kind peerKind) []*rule {
	var out []*rule
	for _, r := range f.rules {
		if r.peer.kind == kind {
			out = append(out, r)
		}
	}
	return out
}

func (w *world) writeFolded(x *xmlWriter, f folded) {
	x.text("ipProtocol", f.protocol)
	if !f.portless {
		x.num("fromPort", f.from)
		x.num("toPort", f.to)
	}
	items(x, "groups", f.of(peerGroup), func(r *rule) {
		x.some("description", r.description)
		x.text("groupId", r.peer.value)
		x.text("userId", r.peer.owner)
		w.writeVia(x, r)
	})
	items(x, "ipRanges", f.of(peerIPv4), func(r *rule) {
		x.text("cidrIp", r.peer.value)
		x.some("description", r.description)
	})
	items(x, "ipv6Ranges", f.of(peerIPv6), func(r *rule) {
		x.text("cidrIpv6", r.peer.value)
		x.some("description", r.description)
	})
	items(x, "prefixListIds", f.of(peerList), func(r *rule) {
		x.some("description", r.description)
		x.text("prefixListId", r.peer.value)
	})
}

// writeVia says through which peering a group is referenced, and what became of it.
func (w *world) writeVia(x *xmlWriter, r *rule) {
	if r.via == nil {
		return
	}
	x.some("vpcId", w.vpcOfPeer(r))
	x.text("vpcPeeringConnectionId", r.via.id)
	x.text("peeringStatus", r.via.status)
}

// vpcOfPeer is the far side of the rule's peering.
func (w *world) vpcOfPeer(r *rule) string {
	if g := w.groupByID[r.peer.value]; g != nil {
		return g.vpc.id
	}
	if w.vpcByID(r.via.requester.id) != nil && w.vpcByID(r.via.accepter.id) == nil {
		return r.via.accepter.id
	}
	return r.via.requester.id
}

func writePeer(x *xmlWriter, p peer) {
	switch p.kind {
	case peerIPv4:
		x.text("cidrIpv4", p.value)
	case peerIPv6:
		x.text("cidrIpv6", p.value)
	case peerList:
		x.text("prefixListId", p.value)
	case peerGroup:
	}
}

// writeRule writes a SecurityGroupRule. Here, unlike in a folded permission, absent ports are -1.
func (w *world) writeRule(x *xmlWriter, o ownedRule) {
	r := o.r
	x.text("securityGroupRuleId", r.id)
	x.text("securityGroupRuleArn", w.arnOf(o.g.owner, "security-group-rule", r.id))
	x.text("groupId", o.g.id)
	x.text("groupOwnerId", o.g.owner)
	x.flag("isEgress", r.dir == egress)
	x.text("ipProtocol", r.protocol)
	x.num("fromPort", r.from)
	x.num("toPort", r.to)
	writePeer(x, r.peer)
	if r.peer.kind == peerGroup {
		x.in("referencedGroupInfo", func() {
			x.text("groupId", r.peer.value)
			x.text("userId", r.peer.owner)
			w.writeVia(x, r)
		})
	}
	x.some("description", r.description)
	x.tags(r.tags)
}

func writeRevoked(x *xmlWriter, g *group, r *rule) {
	x.text("securityGroupRuleId", r.id)
	x.text("groupId", g.id)
	x.flag("isEgress", r.dir == egress)
	x.text("ipProtocol", r.protocol)
	x.num("fromPort", r.from)
	x.num("toPort", r.to)
	writePeer(x, r.peer)
	if r.peer.kind == peerGroup {
		x.text("referencedGroupId", r.peer.value)
	}
	x.some("description", r.description)
}

// describeRules lists single rules.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html
func describeRules(c *call) error {
	var owned []ownedRule
	for _, g := range c.groups {
		if !g.seen() {
			continue
		}
		for _, r := range g.rules {
			owned = append(owned, ownedRule{g, r})
		}
	}
	all := make([]*ownedRule, len(owned))
	for i := range owned {
		all[i] = &owned[i]
	}
	return listing[*ownedRule]{
		set: "securityGroupRuleSet", all: all, ids: "SecurityGroupRuleId", kind: ruleKind(),
		idOf: func(o *ownedRule) string { return o.r.id },
		attrs: attrs[*ownedRule]{
			"group-id":               func(o *ownedRule) []string { return []string{o.g.id} },
			"security-group-rule-id": func(o *ownedRule) []string { return []string{o.r.id} },
		},
		tags:  func(o *ownedRule) tagMap { return o.r.tags },
		size:  pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, o *ownedRule) { c.writeRule(x, *o) },
	}.answer(c)
}

// ruleAttrs are the filters over a group's rules of one direction. Each looks at all of the rules, so two of
// them may be satisfied by two different rules, as with EC2.
func ruleAttrs(prefix string, d direction, into attrs[*group]) {
	add := func(name string, of func(*rule) string) {
		into[prefix+name] = func(g *group) []string {
			var out []string
			for _, r := range g.of(d) {
				if v := of(r); v != "" {
					out = append(out, v)
				}
			}
			return out
		}
	}
	of := func(kind peerKind) func(*rule) string {
		return func(r *rule) string {
			if r.peer.kind == kind {
				return r.peer.value
			}
			return ""
		}
	}
	port := func(n func(*rule) int) func(*rule) string {
		return func(r *rule) string {
			if r.portless() {
				return ""
			}
			return strconv.Itoa(n(r))
		}
	}
	add("cidr", of(peerIPv4))
	add("ipv6-cidr", of(peerIPv6))
	add("prefix-list-id", of(peerList))
	add("group-id", of(peerGroup))
	add("user-id", func(r *rule) string { return r.peer.owner })
	add("protocol", func(r *rule) string { return r.protocol })
	add("from-port", port(func(r *rule) int { return r.from }))
	add("to-port", port(func(r *rule) int { return r.to }))
}
