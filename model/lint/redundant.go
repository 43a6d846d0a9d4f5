package lint

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// implied finds rules of which the group's other rules allow everything. All of them can go at once:
// the narrower one goes first, and what stays behind is asked without it.
func implied(x *examined) []draft {
	var out []draft
	for _, d := range []model.Direction{model.Ingress, model.Egress} {
		s := x.side(d)
		for _, i := range s.spare() {
			by := s.coverers(i.rule, i.left)
			out = append(out, x.spareDraft(s, i.rule, by, "its other rules"))
		}
	}
	return out
}

func (x *examined) spareDraft(s *side, rule int, by []int, whose string) draft {
	e := s.entries[rule]
	d := draft{
		rule: e.Rule, rules: []model.GroupRule{e},
		reason: fmt.Sprintf("%s: what %q allows, %s allow too", x.label(), e.Rule, whose),
		advice: "Take it away: nothing changes. Or keep it, and take the wider one away.",
	}
	var words []string
	mixed := false
	for _, i := range by {
		d.rules = append(d.rules, s.entries[i])
		words = append(words, s.entries[i].Rule.String())
		mixed = mixed || s.entries[i].Rule.Peer.Kind != e.Rule.Peer.Kind
	}
	d.reason += " (" + listed(words) + ")."
	if mixed && e.Rule.Peer.Kind == model.PeerGroup {
		// A group says who is meant, and stays true when subnets are added: the block is what to look at.
		d.advice = "Keep it: it says who is meant. Take the wider rule away if it is not meant."
		return d
	}
	d.revoke = []model.GroupRule{e}
	return d
}

// spareRule is a rule that can go, and what is left beside it at that point.
type spareRule struct {
	rule int
	left []int
}

// spare gives the rules that can go together, in their own order.
func (s *side) spare() []spareRule {
	var order []int
	for i := range s.entries {
		if s.rivals(i) {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return s.narrowerFirst(order[i], order[j]) < 0 })
	gone := map[int]bool{}
	left := func(but int) []int {
		return slices.DeleteFunc(allBut(len(s.entries), but), func(j int) bool { return gone[j] })
	}
	var out []spareRule
	for _, i := range order {
		if len(s.coverers(i, left(i))) > 0 {
			gone[i] = true
			out = append(out, spareRule{i, nil})
		}
	}
	for k, o := range out {
		out[k].left = left(o.rule)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].rule < out[j].rule })
	return out
}

// narrowerFirst orders rules by how little they allow, so that of two that allow the same the same one
// goes every time.
func (s *side) narrowerFirst(a, b int) int {
	x, y := s.entries[a].Rule, s.entries[b].Rule
	return cmp.Or(
		cmp.Compare(s.width(a), s.width(b)),
		cmp.Compare(ports(x), ports(y)),
		cmp.Compare(x.String(), y.String()))
}

// width is how much of its family a rule's addresses are; a group's are few.
func (s *side) width(rule int) float64 {
	out := 0.0
	for _, p := range s.blocks[rule] {
		out += share(p)
	}
	return out
}

func ports(r model.Rule) int {
	if r.Protocol == model.AllProtocols {
		return 1 << 24
	}
	return int(r.Ports.Last) - int(r.Ports.First)
}

// rivals reports whether some other rule shares traffic with a rule, and may share its peer: most rules
// have none, and are asked no more.
func (s *side) rivals(rule int) bool {
	r := s.entries[rule].Rule
	for j, e := range s.entries {
		if j != rule && shareTraffic(r, e.Rule) && (e.Rule.Peer == r.Peer || len(s.blocks[j]) > 0) {
			return true
		}
	}
	return false
}

func shareTraffic(a, b model.Rule) bool {
	return (a.Protocol == b.Protocol || a.Protocol == model.AllProtocols || b.Protocol == model.AllProtocols) &&
		a.Ports.Overlaps(b.Ports)
}

// coverers gives those of some rules that together allow everything that a rule allows; none if they
// do not.
func (s *side) coverers(rule int, by []int) []int {
	r := s.entries[rule].Rule
	target := s.meant(rule)
	var able []int
	for _, j := range by {
		if j != rule && shareTraffic(r, s.entries[j].Rule) && (s.entries[j].Rule.Peer == r.Peer || s.touches(j, target)) {
			able = append(able, j)
		}
	}
	if len(able) == 0 {
		return nil
	}
	var used members
	for _, c := range cut(r.Protocol, r.Ports, s.entries, able) {
		if i := slices.IndexFunc(c.rules, func(j int) bool { return s.entries[j].Rule.Peer == r.Peer }); i >= 0 {
			used = used.with(c.rules[i])
			continue
		}
		for _, f := range []family{ipv4, ipv6} {
			part := ofFamily(target, f)
			if len(part) == 0 {
				continue
			}
			pieces := piecesOf(part, c.rules, s.blocks)
			if !covered(pieces) {
				return nil
			}
			for _, i := range needed(pieces) {
				used = used.with(i)
			}
		}
		if len(target) == 0 {
			return nil // whom the peer means is not known, so only its own rules cover it
		}
	}
	return slices.Collect(used.each)
}

// needed gives rules that cover all pieces, as few as picking the first of each gives.
func needed(pieces []members) []int {
	var out []int
	for _, p := range pieces {
		if slices.ContainsFunc(out, p.has) {
			continue
		}
		for i := range p.each {
			out = append(out, i)
			break
		}
	}
	return out
}

func ofFamily(list []addresses, f family) []addresses {
	return slices.DeleteFunc(slices.Clone(list), func(a addresses) bool { return a.lo.Is4() != (f == ipv4) })
}

func (s *side) touches(rule int, target []addresses) bool {
	return slices.ContainsFunc(s.blocks[rule], func(p netip.Prefix) bool {
		return slices.ContainsFunc(target, rangeOf(p).overlaps)
	})
}

// meant gives the addresses that a rule's peer can mean: those of a group are somewhere in the VPCs
// that it serves. None if that is not known.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
func (s *side) meant(rule int) []addresses {
	peer := s.entries[rule].Rule.Peer
	blocks := s.blocks[rule]
	if peer.Kind == model.PeerGroup {
		g, ok := s.s.Group(peer.ID)
		if !ok {
			return nil
		}
		for _, id := range append([]string{g.VPC}, s.places[g.ID]...) {
			v, ok := s.s.VPC(id)
			if !ok || v.Mentioned() {
				return nil
			}
			blocks = append(slices.Clip(blocks), v.CIDRs...)
		}
	}
	return append(rangesOf(blocks, ipv4), rangesOf(blocks, ipv6)...)
}

// impliedElsewhere finds rules that other groups allow too on every interface that carries the group.
func impliedElsewhere(x *examined) []draft {
	carriers, sets := x.s.InterfacesOf(x.g.ID), x.sets[x.g.ID]
	if len(carriers) == 0 || !x.s.Reading(model.PartInterfaces, x.g.VPC).Whole() ||
		slices.ContainsFunc(carriers, func(i model.Interface) bool { return len(i.Groups) < 2 }) || !x.allRead(carriers) {
		return nil
	}
	var out []draft
	for _, d := range []model.Direction{model.Ingress, model.Egress} {
		own := x.side(d)
		for i, e := range own.entries {
			if len(own.coverers(i, allBut(len(own.entries), i))) > 0 {
				continue // rule-implied says so
			}
			by, at, s := x.inOthers(sets[0], e)
			for _, set := range sets[1:] {
				if more, _, _ := x.inOthers(set, e); len(more) == 0 {
					by = nil
				}
			}
			if len(by) == 0 {
				continue
			}
			draft := x.spareDraft(s, at, by, "the other groups of its interfaces, "+sets[0].others(x.g.ID)+",")
			draft.advice, draft.revoke = "It grants nothing there. It will where the group stands alone.", nil
			out = append(out, draft)
		}
	}
	return out
}

// inOthers asks whether the other groups of a set, with the rest of this one, allow what a rule does,
// and gives the rules that do and the rule itself as the set's side has them. Of two groups with the
// same rule only the one with the greater id is told so.
func (x *examined) inOthers(set *groupSet, e model.GroupRule) (by []int, at int, s *side) {
	j := x.join(set, e.Rule.Direction)
	var rest []int
	for i, o := range j.entries {
		switch {
		case j.owner[i] == x.g.ID && o.Rule == e.Rule:
			at = i
		case o.Rule != e.Rule || j.owner[i] < x.g.ID:
			rest = append(rest, i)
		}
	}
	return j.coverers(at, rest), at, j.side
}

// allRead reports whether every group of the interfaces was read.
func (x *examined) allRead(carriers []model.Interface) bool {
	for _, i := range carriers {
		for _, id := range i.Groups {
			if _, ok := x.s.Group(id); !ok {
				return false
			}
		}
	}
	return true
}

func allBut(n, but int) []int {
	out := make([]int, 0, n)
	for i := range n {
		if i != but {
			out = append(out, i)
		}
	}
	return out
}
