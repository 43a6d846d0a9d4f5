package tour

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// surplus names a rule that was added and lets more pass than the task needs; "" if there is none. It is asked
// only once the goals are reached: until then the goals say what is missing.
func (l Lesson) surplus(a Attempt, changed []string) string {
	if len(l.Exact) == 0 {
		return ""
	}
	needed := l.needed(a.Start)
	for _, id := range changed {
		was, _ := a.Start.snap.Group(id)
		now, _ := a.Now.snap.Group(id)
		for _, e := range now.Rules {
			if _, had := was.Find(e.Rule); had {
				continue
			}
			enough := func(n model.Authorize) bool { return n.Group == id && within(e.Rule, n.Rule) }
			if !slices.ContainsFunc(needed, enough) {
				return "What was broken works now, but " + listNames(a, []string{id}) + " got a rule that lets more pass than that needs: " +
					a.Now.names(e.Rule) + ". Remove it."
			}
		}
	}
	return ""
}

// needed reads the rules that a task needs.
func (l Lesson) needed(start World) []model.Authorize {
	var out []model.Authorize
	for _, text := range l.Exact {
		if c, _, err := start.Outside(text); err == nil {
			if add, ok := c.(model.Authorize); ok {
				out = append(out, add)
			}
		}
	}
	return out
}

// names writes a rule with the name of the group at its end.
func (w World) names(r model.Rule) string {
	if g, ok := w.snap.Group(r.Peer.ID); ok && r.Peer.Kind == model.PeerGroup {
		return r.String() + " (" + model.Printable(g.Name) + ")"
	}
	return r.String()
}

// within reports whether a rule lets nothing pass that another does not.
func within(r, wide model.Rule) bool {
	if r.Direction != wide.Direction {
		return false
	}
	if wide.Protocol != model.AllProtocols && (r.Protocol != wide.Protocol || !wide.Ports.Contains(r.Ports)) {
		return false
	}
	if r.Peer == wide.Peer {
		return true
	}
	return r.Peer.Kind == model.PeerCIDR && wide.Peer.Kind == model.PeerCIDR &&
		wide.Peer.Prefix.Bits() <= r.Peer.Prefix.Bits() && wide.Peer.Prefix.Contains(r.Peer.Prefix.Addr())
}
