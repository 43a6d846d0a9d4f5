package reach

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// fewSubnets is how many subnets an end may be in before those that are alike are told by two.
const fewSubnets = 4

// homes gives the subnets that stand for all of a VPC's: of those that everything on any way treats
// alike, two, so that there are ways within one and ways between two of them. More says where else
// addresses are treated differently.
func (e *engine) homes(vpc string, among []string, more []netip.Prefix) []model.Subnet {
	all := e.subnetsOf(vpc)
	if len(among) > 0 {
		all = slices.DeleteFunc(slices.Clone(all), func(s model.Subnet) bool { return !slices.Contains(among, s.ID) })
	}
	if len(all) <= fewSubnets {
		return all
	}
	borders := e.bordersIn(vpc, more)
	seen := map[string]int{}
	var out []model.Subnet
	for _, s := range all {
		key := e.likeness(s, borders)
		if seen[key]++; seen[key] <= 2 {
			out = append(out, s)
		}
	}
	return out
}

// likeness says what the network looks at in a subnet: two subnets with the same are interchangeable.
func (e *engine) likeness(s model.Subnet, borders []netip.Prefix) string {
	var b strings.Builder
	acl, read := e.aclOf(s.ID)
	table, routed := e.tableOf(s.ID)
	if !read || !routed || slices.Contains(e.marked(), s.ID) {
		return s.ID // it is not known, or somebody names it: it is like no other
	}
	for _, x := range []string{acl.ID, table.ID, s.Zone} {
		b.WriteString(x + " ")
	}
	for _, c := range s.CIDRs {
		for _, p := range borders {
			switch {
			case p.Addr().Is4() != c.Addr().Is4() || !p.Overlaps(c):
				b.WriteByte('-')
			case p.Bits() <= c.Bits():
				b.WriteByte('+')
			default:
				return s.ID // the border runs through it
			}
		}
		b.WriteByte('/')
	}
	return b.String()
}

// marked gives the subnets that something names: NAT gateways and attachments are in them, or they
// are exempt.
func (e *engine) marked() []string {
	if e.named == nil {
		e.named = []string{""}
		for n := range e.s.NATGateways() {
			e.named = append(e.named, n.Subnet)
		}
		for a := range e.s.TransitAttachments() {
			e.named = append(e.named, a.Subnets...)
		}
		for x := range e.s.BlockExclusions() {
			e.named = append(e.named, x.Resource)
		}
	}
	return e.named
}

// bordersIn gives the blocks at whose borders within a VPC anything treats addresses differently.
func (e *engine) bordersIn(vpc string, more []netip.Prefix) []netip.Prefix {
	v, _ := e.s.VPC(vpc)
	have := map[netip.Prefix]bool{}
	add := func(p netip.Prefix) {
		inside := func(c netip.Prefix) bool { return c.Overlaps(p) && p.Bits() > c.Bits() }
		if p.IsValid() && !have[p] && slices.ContainsFunc(v.CIDRs, inside) {
			have[p] = true
		}
	}
	for _, p := range more {
		add(p)
	}
	for a := range e.s.ACLs() {
		for _, x := range a.Entries {
			add(x.Prefix)
		}
	}
	for t := range e.s.RouteTables() {
		for _, r := range t.Routes {
			add(r.Prefix)
		}
	}
	for t := range e.s.TransitTables() {
		for _, r := range t.Routes {
			add(r.Prefix)
		}
	}
	for l := range e.s.PrefixLists() {
		for _, x := range l.Entries {
			add(x.Prefix)
		}
	}
	for w := range e.s.VPCs() {
		for _, c := range w.CIDRs {
			add(c)
		}
	}
	out := make([]netip.Prefix, 0, len(have))
	for p := range have {
		out = append(out, p)
	}
	slices.SortFunc(out, netip.Prefix.Compare)
	return out
}

// ruleBlocks gives the blocks that the groups of some ends name.
func (e *engine) ruleBlocks(ends ...End) []netip.Prefix {
	var out []netip.Prefix
	for _, end := range ends {
		for _, d := range []model.Direction{model.Ingress, model.Egress} {
			for _, p := range e.rulebook(end, d).rules {
				if p.Entry.Rule.Peer.Kind == model.PeerCIDR {
					out = append(out, p.Entry.Rule.Peer.Prefix)
				}
			}
		}
	}
	return out
}
