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
		var rules []model.GroupRule
		owner := map[int]string{}
		for _, g := range set {
			for _, e := range g.In(model.Ingress) {
				owner[len(rules)] = g.ID
				rules = append(rules, e)
			}
		}
		s := newSide(x.run, rules, model.Ingress)
		cells := slices.DeleteFunc(slices.Clone(s.worldOpen()), func(c openCell) bool { return c.byOneGroup(set, owner) })
		for _, o := range through(cells, but(usual)) {
			e := s.entries[o.rule]
			if owner[o.rule] != x.g.ID || seen[e.Rule] {
				continue
			}
			seen[e.Rule] = true
			d := x.about(s, o.rule, fmt.Sprintf("%s lets %s in from %s; on interfaces that carry %s too that opens %s to every %s address of the internet.",
				x.label(), e.Rule.Traffic(), e.Rule.Peer, set.others(x.g.ID), o.traffic, o.family), adviceNarrow)
			out = append(out, d)
		}
	}
	return out
}

// byOneGroup reports whether the rules of a single group open the cell.
func (c openCell) byOneGroup(set groupSet, owner map[int]string) bool {
	return slices.ContainsFunc(set, func(g model.Group) bool {
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
