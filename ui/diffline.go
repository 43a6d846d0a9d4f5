package ui

import (
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
)

// leastNames is the room below which two names cut short would tell nothing.
const leastNames = 24

// diffLine says a change as a line of a diff: + for what is added, - for what goes, ~ for what is
// altered. Long group names lose their middles, so that both ends of a rule can be told apart.
func (p *changesPage) diffLine(c model.Change, w int) string {
	m := p.x.theme.marks()
	fit := func(sign, before, a, between, b string) string { return p.fit(w, sign+" "+before, a, between, b) }
	rule := func(sign string, r model.Rule, group string) string {
		peer := model.Printable(r.Peer.String())
		if r.Peer.Kind == model.PeerGroup {
			peer = p.shortName(r.Peer.ID)
		}
		side, way := " in", " from "
		if r.Direction == model.Egress {
			side, way = " out", " to "
		}
		if w-textWidth(sign+r.Traffic()+side+way) < leastNames { // no room for both: whose rule it is comes first
			return fit(sign, r.Traffic()+side+"  ", p.shortName(group), "", "")
		}
		return fit(sign, r.Traffic()+side+way, peer, "  on ", p.shortName(group))
	}
	switch c := c.(type) {
	case model.CreateGroup:
		return fit(m.Add, "group ", model.Printable(c.Name), "  in ", c.VPC)
	case model.Authorize:
		return rule(m.Add, c.Rule, c.Group)
	case model.Revoke:
		return rule(m.Remove, c.Rule, c.Group)
	case model.SetTag:
		return fit(m.Change(c), "tag ", model.Printable(c.Key+"="+c.New), "  on ", p.shortName(c.Group))
	case model.DeleteGroup:
		return fit(m.Remove, "group ", model.Printable(c.Name), "", "")
	case model.RemoveTag:
		return fit(m.Remove, "tag ", model.Printable(c.Key), "  on ", p.shortName(c.Group))
	}
	return ""
}

// shortName gives a group's name alone; ids stand where there is room for them.
func (p *changesPage) shortName(id string) string {
	if _, n := model.PendingName(id); n != "" {
		return model.Printable(n) + " (new)"
	}
	g, _ := p.before.Snapshot().Group(id)
	return model.Printable(firstOf(g.Name, id))
}

// fit lets two names share what the other words leave of a width.
func (p *changesPage) fit(w int, before, a, between, b string) string {
	t, room := p.x.theme, w-textWidth(before+between)
	if b == "" {
		return before + t.middle(a, room)
	}
	half := max(room/2, room-textWidth(b))
	a = t.middle(a, half)
	return before + a + between + t.middle(b, room-textWidth(a))
}

// middle cuts text in its middle, so that its telling end stays.
func (t theme) middle(s string, w int) string {
	const tail = 6
	if textWidth(s) <= w || w <= tail+2 {
		return cutText(s, max(w, 0), t.ellipsis)
	}
	end := ansi.TruncateLeft(s, textWidth(s)-tail, "")
	return ansi.Truncate(s, w-tail, t.ellipsis) + end
}
