package ui

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// ruleWords says a rule in words, with its peer named.
func ruleWords(r model.Rule, peer string) string {
	if r.Direction == model.Ingress {
		return r.Traffic() + " in from " + peer
	}
	return r.Traffic() + " out to " + peer
}

// peerName resolves a rule's far end: a group by its name, the world by its word.
func peerName(s model.Snapshot, r model.GroupRule, self string) string {
	p := r.Rule.Peer
	switch p.Kind {
	case model.PeerNone:
		return "nobody"
	case model.PeerCIDR:
		return cidrName(p)
	case model.PeerPrefixList:
		return "prefix list " + p.ID
	case model.PeerGroup:
		return groupPeerName(s, r, self)
	}
	return p.String()
}

func cidrName(p model.Peer) string {
	switch p {
	case model.AnyIPv4():
		return "anywhere (0.0.0.0/0)"
	case model.AnyIPv6():
		return "anywhere over IPv6 (::/0)"
	}
	return p.String()
}

func groupPeerName(s model.Snapshot, r model.GroupRule, self string) string {
	id := r.Rule.Peer.ID
	if id == self {
		return "itself (" + id + ")"
	}
	if g, ok := s.Group(id); ok {
		return g.Label()
	}
	if a := r.Ref.Account; a != "" && a != s.Origin().Caller.Account {
		return id + " of account " + a
	}
	if r.Ref.VPC != "" {
		return id + " in " + r.Ref.VPC + " over a peering"
	}
	switch s.GroupPresence(id) {
	case model.Gone:
		return id + " (deleted)"
	case model.NotKnown, model.Present:
	}
	return id + " (not read)"
}

// rules tells the rules of one direction.
func (s *story) rules(d model.Direction) {
	rules := s.group.In(d)
	word := "Rules in"
	if d == model.Egress {
		word = "Rules out"
	}
	title := fmt.Sprintf("%s (%d)", word, len(rules))
	if slices.ContainsFunc(rules, func(r model.GroupRule) bool { return r.ID == "" }) {
		title += ", rule ids not read"
	}
	s.head(title)
	if len(rules) == 0 {
		none := "none: nothing is let in"
		if d == model.Egress {
			none = "none: nothing is let out"
		}
		s.say(none)
	}
	for _, r := range rules {
		l := s.say(ruleWords(r.Rule, peerName(s.a.Snapshot(), r, s.group.ID)))
		l.id = firstOf(r.ID, s.group.ID)
		if r.Rule.Peer.Kind == model.PeerGroup {
			l.group = r.Rule.Peer.ID
		}
		s.ruleNote(r)
	}
}

// ruleNote is the line below a rule: its id and its description.
func (s *story) ruleNote(r model.GroupRule) {
	text := firstOf(r.ID, "rule id not read")
	if r.Description != "" {
		text += "  \"" + r.Description + "\""
	} else {
		text += "  no description"
	}
	l := s.add("      ", text, s.t.muted)
	l.id = r.ID
}
