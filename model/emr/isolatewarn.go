package emr

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// sharedGroups warns of pairs that have a group in common: nothing keeps them apart. An Engine that
// EMR manages is on every cluster that carries it.
func (a *Analysis) sharedGroups(pairs []Pair) []Undone {
	var out []Undone
	for _, which := range []part{partWorkspace, partEngine} {
		var seen []string
		for _, p := range pairs {
			id := p.group(which)
			if id == "" || slices.Contains(seen, id) {
				continue
			}
			seen = append(seen, id)
			with := slices.DeleteFunc(slices.Clone(pairs), func(q Pair) bool { return q.group(which) != id })
			if len(with) > 1 {
				text := fmt.Sprintf("%s have one Workspace group, %s: nothing keeps them apart.", names(with), a.label(id))
				if which == partEngine {
					text = fmt.Sprintf("%s have one Engine group, %s: on a cluster that one of them is attached to, the others run code too.",
						names(with), a.label(id))
				}
				out = append(out, Undone{text, id, pairIDs(with)})
			}
			if which == partEngine && a.managed(id) {
				out = append(out, Undone{fmt.Sprintf("Engine of %s is a group that EMR manages, %s: a rule there that lets "+
					"its Workspaces in opens every cluster that carries it, attached or not.", names(with), a.label(id)), id, pairIDs(with)})
			}
		}
	}
	return out
}

// sharedEngines warns of an Engine group that lets in the Workspace group of another pair, or a block.
func (a *Analysis) sharedEngines(pairs []Pair) []Undone {
	var out []Undone
	done := map[string]bool{}
	for _, p := range pairs {
		g, ok := a.snap.Group(p.Engine)
		if !ok || done[g.ID] {
			continue
		}
		done[g.ID] = true
		for _, other := range pairs {
			if other.Engine == p.Engine || other.Workspace == p.Workspace {
				continue // sharedGroups says so
			}
			if e, lets := g.Find(engineIngress(other.Workspace)); lets {
				out = append(out, Undone{
					fmt.Sprintf("%s, Engine of %s, lets in %s of %s too (%s): wherever it is attached, both run code.",
						a.label(g.ID), model.Printable(p.Name), a.label(other.Workspace), model.Printable(other.Name), e.Rule),
					g.ID,
					[]string{p.ID, other.ID},
				})
			}
		}
		for _, e := range a.Access(model.Ingress, g.ID).rules {
			if e.Entry.Rule.Peer.Kind == model.PeerCIDR && e.covers.Overlaps(tcp18888()) {
				out = append(out, Undone{fmt.Sprintf("%s, Engine of %s, lets %s in from %s: from there everybody runs code on whatever it is attached to.",
					a.label(g.ID), model.Printable(p.Name), e.Entry.Rule.Traffic(), e.Entry.Rule.Peer), g.ID, []string{p.ID}})
			}
		}
	}
	return out
}

// openCells warns of rules on clusters' own groups that let Workspaces in without attaching: one
// warning for each rule, with all whom it lets in.
func openCells(m Isolation) []Undone {
	type gap struct {
		group, rule, name string
		pairs             []Pair
		clusters          []string
	}
	var gaps []*gap
	for i, p := range m.Runners {
		for k, c := range m.Clusters {
			cell := m.At(i, k)
			if cell.Word != RunOpen {
				continue
			}
			for _, r := range cell.Rules {
				if r.Group == p.Engine {
					continue
				}
				n := slices.IndexFunc(gaps, func(g *gap) bool { return g.group == r.Group && g.rule == r.Entry.Rule.String() })
				if n < 0 {
					gaps = append(gaps, &gap{group: r.Group, rule: r.Entry.Rule.String(), name: model.Printable(r.GroupName)})
					n = len(gaps) - 1
				}
				if g := gaps[n]; !slices.ContainsFunc(g.pairs, func(q Pair) bool { return q.ID == p.ID }) {
					g.pairs = append(g.pairs, p)
				}
				if g := gaps[n]; !slices.Contains(g.clusters, c.Name) {
					g.clusters = append(g.clusters, c.Name)
				}
			}
		}
	}
	var out []Undone
	for _, g := range gaps {
		out = append(out, Undone{fmt.Sprintf("%s of %s (%s) lets %s run code on %s without being attached.", g.rule, g.name, g.group,
			names(g.pairs), model.Printable(first(g.clusters, "")+more(len(g.clusters)-1))), g.group, pairIDs(g.pairs)})
	}
	return out
}

func more(n int) string {
	if n < 1 {
		return ""
	}
	return " and " + plural(n, "other cluster", "other clusters")
}

// openWorkspaces warns of Workspace groups that may send to more than their Engine on tcp 18888: half of
// a way around it.
func (a *Analysis) openWorkspaces(pairs []Pair) []Undone {
	var out []Undone
	done := map[string]bool{}
	for _, p := range pairs {
		g, ok := a.snap.Group(p.Workspace)
		if !ok || done[g.ID] {
			continue
		}
		done[g.ID] = true
		for _, e := range a.Access(model.Egress, g.ID).rules {
			if e.Entry.Rule.Peer.Kind == model.PeerCIDR && e.covers.Overlaps(tcp18888()) {
				out = append(out, Undone{fmt.Sprintf("%s of %s lets %s out to %s: it reaches any cluster there that lets its addresses in.",
					a.label(g.ID), model.Printable(p.Name), e.Entry.Rule.Traffic(), e.Entry.Rule.Peer), g.ID, []string{p.ID}})
			}
		}
	}
	return out
}

func tcp18888() reach.Set { return reach.TrafficOf(model.TCP, model.Port(portEngine)) }
