package ui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/canvas"
)

// story gives the title and the text of what is selected: the inspector's, and the whole of it where
// it is opened.
func (p *studiosPage) story() (string, []textLine) {
	switch p.sel.Kind {
	case canvas.NodeKind:
		if n, ok := p.graph().Node(p.sel.ID); ok {
			return p.nodeStory(n)
		}
	case canvas.EdgeKind:
		if e, ok := p.graph().Edge(p.sel.ID); ok {
			return p.edgeStory(e)
		}
	case canvas.NoKind:
	}
	return model.Printable(p.pair().Name), nil
}

// telling collects lines of text.
type telling struct{ lines []textLine }

func (s *telling) say(style lipgloss.Style, prefix, text string) {
	if text != "" {
		s.lines = append(s.lines, textLine{prefix: prefix, text: model.Printable(text), style: style})
	}
}

// edgeStory tells of an arrow: first what blocks it, then what lets it through, then what is not known.
func (p *studiosPage) edgeStory(e emr.Edge) (string, []textLine) {
	t := p.x.theme
	from, _ := p.graph().Node(e.From)
	to, _ := p.graph().Node(e.To)
	title := from.Title + " " + t.arrow + " " + to.Title
	if e.Label != "" {
		title += "  " + e.Label
	}
	title = model.Printable(title + "  " + e.Word)
	s := &telling{}
	for _, h := range e.Trace.Forward.Hops {
		p.hop(s, h)
	}
	if len(e.Trace.Forward.Hops) == 0 {
		for _, r := range e.Reasons {
			s.say(t.text, "  ", r)
		}
	}
	p.others(s, e)
	if len(e.Unread) > 0 {
		s.say(t.unknown, t.unsure+" not read  ", strings.Join(e.Unread, "; "))
	}
	p.suspects(s, e)
	return title, s.lines
}

// hop tells one side of an arrow: the rules that make it, or the half that is missing with the
// nearest rules and how they miss.
func (p *studiosPage) hop(s *telling, h reach.Hop) {
	t := p.x.theme
	glyph, style := t.verdict(h.Verdict)
	side := "ingress  "
	if h.Kind == reach.HopEgress {
		side = "egress   "
	}
	if h.Verdict != model.Allowed {
		s.say(style, glyph+" "+side, h.Reason)
		for _, m := range h.Misses {
			s.say(t.muted, "  nearest  ", p.miss(m))
		}
		return
	}
	for i, m := range h.Rules {
		prefix := "           "
		if i == 0 {
			prefix = glyph + " " + side
		}
		s.say(style, prefix, p.match(m))
	}
}

// match names a rule that lets traffic through, with its peer's name, id and description.
func (p *studiosPage) match(m reach.Match) string {
	text := firstOf(m.Entry.ID, "a rule") + " of " + firstOf(m.GroupName, m.Group) + ": " +
		ruleWords(m.Entry.Rule, peerName(p.x.analysis.Snapshot(), m.Entry, m.Group))
	if m.Entry.Description != "" {
		text += " \"" + m.Entry.Description + "\""
	}
	return text
}

func (p *studiosPage) miss(m reach.Miss) string {
	rule := ruleWords(m.Entry.Rule, peerName(p.x.analysis.Snapshot(), m.Entry, m.Group))
	differs := strings.Join(m.Differs, " and ")
	if len(m.Differs) == 1 {
		differs += " differs"
	} else {
		differs += " differ"
	}
	return strings.TrimSpace(m.Entry.ID+" ") + " " + rule + " (" + differs + ")"
}

// others tells of the pair's further findings while the cursor is on the Studio itself.
func (p *studiosPage) others(s *telling, e emr.Edge) {
	if p.inside {
		return
	}
	t := p.x.theme
	for _, f := range p.x.findingsOf(p.pair()) {
		told := false
		for _, k := range e.Findings {
			told = told || k == f.Key()
		}
		if !told && f.Severity > model.Note {
			glyph, word, style := t.finding(f)
			s.say(style, glyph+" "+word+"  ", f.Title+": "+firstOf(f.Subject.Name, f.Subject.ID))
		}
	}
}

// suspects says what to look at next where the groups are fine: silence is never taken for health.
func (p *studiosPage) suspects(s *telling, e emr.Edge) {
	list := p.line().Suspects
	if len(list) == 0 || p.inside && e.ID != p.graph().Edges[0].ID {
		return
	}
	t := p.x.theme
	s.say(t.good, "", "Not a security-group problem as far as read. If attaching fails, look next at:")
	for _, next := range list {
		s.say(t.text, "  "+t.dot+" ", next.Text)
		s.say(t.muted, "    ", next.Command)
	}
}

// nodeStory tells of a box: the group, its roles, its facts, what is wrong with it.
func (p *studiosPage) nodeStory(n emr.Node) (string, []textLine) {
	t := p.x.theme
	title := n.Title
	if n.Name != "" {
		title += "  " + n.Name
	}
	if n.Group != "" && n.Group != n.Name {
		title += " (" + n.Group + ")"
	}
	s := &telling{}
	for _, k := range n.Findings {
		if f, ok := p.x.analysis.Finding(k); ok {
			glyph, word, style := t.finding(f)
			s.say(style, glyph+" "+word+"  ", f.Reason)
		}
	}
	for _, f := range n.Facts {
		glyph, style := t.noteDot, t.text
		if f.Judged {
			glyph, style = t.verdict(f.Verdict)
		}
		s.say(style, glyph+" ", f.Text)
	}
	for _, r := range p.x.analysis.Roles(n.Group) {
		s.say(t.muted, "  "+r.Kind.String()+": ", r.Why)
	}
	if n.Folded {
		s.say(t.text, "  ", "In another VPC ("+n.VPC+"), so it cannot be attached to this Studio.")
	}
	if n.Kind == emr.NodeInternet {
		s.say(t.text, "  ", "Linking a Git repository needs HTTPS from the Workspace's subnet: a NAT gateway, routes and network ACLs too.")
	}
	return model.Printable(title), s.lines
}
