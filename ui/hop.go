package ui

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// path tells the way of an arrow, there and back: the rules that make it, or what is missing with the
// nearest rules and how they miss. A brief telling sums up what of the network lets it pass.
func (p *studiosPage) path(s *telling, tr reach.Trace) {
	t := p.x.theme
	back := tr.Return.Hops
	if tr.Forward.Verdict == model.Blocked { // then there is nothing to answer
		back = nil
	}
	var passes, shut []string // kinds of steps of the network
	for i, h := range append(slices.Clone(tr.Forward.Hops), back...) {
		if !s.brief && (i == 0 || i == len(tr.Forward.Hops)) && len(back) > 0 {
			s.say(t.muted, "", []string{"There", "And back"}[min(i, 1)])
		}
		group, name := h.Kind == reach.HopEgress || h.Kind == reach.HopIngress, hopName(h.Kind)
		switch {
		case group:
		case h.Verdict != model.Allowed:
			shut = append(shut, name)
		case s.brief:
			if !slices.Contains(passes, name) {
				passes = append(passes, name)
			}
			continue
		}
		p.hop(s, h)
	}
	p.summedUp(s, passes, shut)
	for _, a := range tr.Advice {
		if len(shut) > 0 {
			s.say(t.accent, "  do       ", a.Text)
			s.command(t.muted, "           ", a.Command)
		}
	}
	if !s.brief {
		s.say(t.muted, "Taken for granted: ", strings.Join(tr.Assumes, "; "))
	}
}

// summedUp says in one line what of the network lets the traffic pass.
func (p *studiosPage) summedUp(s *telling, passes, shut []string) {
	how := ": open there and back"
	if len(shut) > 0 {
		passes = slices.DeleteFunc(passes, func(name string) bool { return slices.Contains(shut, name) })
		how = ": open"
	}
	if len(passes) > 0 {
		t := p.x.theme
		s.say(t.good, t.pass+" network  ", strings.Join(passes, ", ")+how)
	}
}

// hop tells one step: a side of the groups, a network ACL, a route, a gateway.
func (p *studiosPage) hop(s *telling, h reach.Hop) {
	t := p.x.theme
	glyph, style := t.verdict(h.Verdict)
	prefix := glyph + " " + align(hopName(h.Kind), 7, false) + "  "
	if h.Verdict != model.Allowed || len(h.Rules) == 0 {
		s.say(style, prefix, h.Reason)
		prefix = "  by       "
		style = t.muted
	}
	for _, m := range h.Rules {
		s.say(style, prefix, p.match(m, s.brief))
		prefix = "           "
	}
	for _, l := range h.Lines {
		s.say(t.muted, "  by       ", l.ID+": "+l.Text)
	}
	for _, m := range h.Misses {
		s.say(t.muted, "  nearest  ", p.miss(m))
	}
}

// hopName names a step of a path; the groups' two sides go without the word.
func hopName(k reach.HopKind) string {
	if k == reach.HopEgress || k == reach.HopIngress {
		return strings.TrimPrefix(string(k), "security-group-")
	}
	return strings.NewReplacer("-", " ", "acl", "ACL", "nat", "NAT", "vpc", "VPC").Replace(string(k))
}

// match names a rule that lets traffic through, with its peer's name, id and description.
func (p *studiosPage) match(m reach.Match, brief bool) string {
	text := firstOf(m.Entry.ID, "a rule")
	if !brief {
		text += " of " + firstOf(m.GroupName, m.Group)
	}
	text += ": " + ruleWords(m.Entry.Rule, peerName(p.x.analysis.Snapshot(), m.Entry, m.Group))
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
