package lint

import (
	"net/netip"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// side is the rules of one direction, of one group or of several together.
type side struct {
	*run
	direction model.Direction
	entries   []model.GroupRule
	blocks    [][]netip.Prefix // by rule: the addresses that it names; none for a group, or a list not read
	open      []openCell       // what is open to the world
	asked     bool             // whether open was worked out
}

// openCell is traffic that passes for every address of a target, and by which rules.
type openCell struct {
	cell
	family family
	pieces []members
	parts  []int
}

// alone reports whether a rule covers the target without any other.
func (c openCell) alone(rule int) bool {
	return !slices.ContainsFunc(c.pieces, func(m members) bool { return !m.has(rule) })
}

func newSide(r *run, rules []model.GroupRule, d model.Direction) *side {
	s := &side{run: r, direction: d}
	for _, e := range rules {
		if e.Rule.Direction != d {
			continue
		}
		s.entries = append(s.entries, e)
		s.blocks = append(s.blocks, r.blocksOf(e.Rule.Peer))
	}
	return s
}

// blocksOf gives the addresses that a peer names; none for a group, and none for a list that was not read.
func (r *run) blocksOf(p model.Peer) []netip.Prefix {
	switch p.Kind {
	case model.PeerCIDR:
		return []netip.Prefix{p.Prefix}
	case model.PeerPrefixList:
		return r.lists[p.ID]
	case model.PeerGroup, model.PeerNone:
	}
	return nil
}

// facing gives the rules with public addresses of a family, and how much of the family they are at most.
func (s *side) facing(f family) (rules []int, most float64) {
	rules, _, most = s.among(f, func(_ model.Peer, p netip.Prefix) bool { return s.public(p) })
	return rules, most
}

// among gives the rules that have blocks of a family which are wanted, those blocks by rule, and how
// much of the family they are at most.
func (s *side) among(f family, want func(model.Peer, netip.Prefix) bool) (
	rules []int, blocks [][]netip.Prefix, most float64,
) {
	blocks = make([][]netip.Prefix, len(s.blocks))
	for i, own := range s.blocks {
		for _, p := range own {
			if familyOf(p) == f && want(s.entries[i].Rule.Peer, p) {
				blocks[i] = append(blocks[i], p)
				most += share(p)
			}
		}
		if len(blocks[i]) > 0 {
			rules = append(rules, i)
		}
	}
	return rules, blocks, most
}

// What the internet routes is 0.86 of IPv4 and an eighth of IPv6: less than that cannot cover it.
const (
	leastIPv4 = 0.85
	leastIPv6 = 0.12
)

// worldOpen gives the traffic that is open to all of the internet, by family.
func (s *side) worldOpen() []openCell {
	if s.asked {
		return s.open
	}
	s.asked = true
	for f, least := range [...]float64{ipv4: leastIPv4, ipv6: leastIPv6} {
		if rules, most := s.facing(family(f)); most >= least {
			s.open = append(s.open, s.covering(family(f), rules, s.blocks, s.world[f])...)
		}
	}
	return s.open
}

// covering gives the traffic that some rules, with these blocks, let through for every address of a
// target.
func (s *side) covering(f family, rules []int, blocks [][]netip.Prefix, target []addresses) []openCell {
	var out []openCell
	for _, c := range cut(model.AllProtocols, model.AllPorts(), s.entries, rules) {
		if len(c.rules) == 0 {
			continue
		}
		pieces := piecesOf(target, c.rules, blocks)
		if p := parts(pieces); len(p) > 0 {
			out = append(out, openCell{c, f, pieces, p})
		}
	}
	return out
}

// opened is what is open through one rule.
type opened struct {
	rule    int
	traffic reach.Set
	alone   bool // whether the rule does it by itself
	family  family
	with    []int // the other rules with a part in it
}

// through gathers cells by the rules that have a part in them, in order of rule.
func through(cells []openCell, keep func(cell) reach.Set) []opened {
	var out []opened
	for _, c := range cells {
		traffic := keep(c.cell)
		if traffic.Empty() {
			continue
		}
		for _, r := range c.parts {
			i := slices.IndexFunc(out, func(o opened) bool { return o.rule == r })
			if i < 0 {
				i = len(out)
				out = append(out, opened{rule: r, alone: true, family: c.family})
			}
			o := &out[i]
			o.traffic, o.alone = o.traffic.Union(traffic), o.alone && c.alone(r)
			for _, other := range c.parts {
				if other != r && !c.alone(r) && !slices.Contains(o.with, other) {
					o.with = append(o.with, other)
				}
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].rule < out[j].rule })
	return out
}

// only keeps what of a cell is in some traffic.
func only(traffic reach.Set) func(cell) reach.Set {
	return func(c cell) reach.Set {
		if c.protocol != model.AllProtocols && !reach.TrafficOf(c.protocol, c.ports).Overlaps(traffic) {
			return reach.Set{}
		}
		return c.traffic().Intersect(traffic)
	}
}

// but keeps what of a cell is not in some traffic.
func but(traffic reach.Set) func(cell) reach.Set {
	return func(c cell) reach.Set { return c.traffic().Minus(traffic) }
}

// joint gives the rules with a part in letting all of some traffic through, for every address of a
// target: what is let through by several rules counts together.
func (s *side) joint(p model.Protocol, ports model.PortRange, rules []int, target []addresses) []int {
	var pieces []members
	for _, c := range cut(p, ports, s.entries, rules) {
		for _, piece := range piecesOf(target, c.rules, s.blocks) {
			pieces = addPiece(pieces, piece)
		}
	}
	return parts(pieces)
}
