package lint

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// worldTogether finds rules that open something to the world only together with the other groups of an
// interface: no group of it does so alone.
func worldTogether(x *examined) []draft {
	var out []draft
	seen := map[model.Rule]bool{}
	usual := webPorts().Union(pings())
	for _, set := range x.sets[x.g.ID] {
		if !x.mayJoin(set) {
			continue
		}
		s := x.join(set, model.Ingress)
		cells := slices.DeleteFunc(slices.Clone(s.worldOpen()), func(c openCell) bool { return c.byOneGroup(set, s.owner) })
		for _, o := range through(cells, but(usual)) {
			e := s.entries[o.rule]
			if s.owner[o.rule] != x.g.ID || seen[e.Rule] {
				continue
			}
			seen[e.Rule] = true
			d := x.about(s.side, o.rule, fmt.Sprintf("%s lets %s in from %s; on interfaces that carry %s too that "+
				"opens %s to every %s address of the internet.", x.label(), e.Rule.Traffic(), e.Rule.Peer, set.others(x.g.ID),
				o.traffic, o.family), adviceNarrow)
			out = append(out, d)
		}
	}
	return out
}

// byOneGroup reports whether the rules of a single group open the cell.
func (c openCell) byOneGroup(set *groupSet, owner []string) bool {
	return slices.ContainsFunc(set.groups, func(g model.Group) bool {
		return !slices.ContainsFunc(c.pieces, func(m members) bool {
			for i := range m.each {
				if owner[i] == g.ID {
					return false
				}
			}
			return true
		})
	})
}

// mayJoin reports whether a set's public blocks could make up the internet together. One that is all of
// it needs no other, so that it does not count.
func (r *run) mayJoin(set *groupSet) bool {
	var sum [2]float64
	for _, g := range set.groups {
		for f, most := range r.partial(g) {
			sum[f] += most
		}
	}
	return sum[ipv4] >= leastIPv4 || sum[ipv6] >= leastIPv6
}

func (r *run) partial(g model.Group) [2]float64 {
	if sum, ok := r.pieces[g.ID]; ok {
		return sum
	}
	var sum [2]float64
	for _, e := range g.Rules {
		if e.Rule.Direction != model.Ingress {
			continue
		}
		for _, p := range r.blocksOf(e.Rule.Peer) {
			if p.Bits() > 0 && r.public(p) {
				sum[familyOf(p)] += share(p)
			}
		}
	}
	r.pieces[g.ID] = sum
	return sum
}
