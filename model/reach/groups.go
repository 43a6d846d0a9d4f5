package reach

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// groupLayers gives the two layers that security groups are: out of one end, into the other. Rules of
// all groups of an interface are one set; an end without groups of its own guards nothing.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
func groupLayers(s model.Snapshot, q Question) []layer {
	var out []layer
	if q.From.Guarded {
		out = append(out, newGuard(s, q.From, q.To, model.Egress).layer())
	}
	if q.To.Guarded {
		out = append(out, newGuard(s, q.To, q.From, model.Ingress).layer())
	}
	return out
}

// guard is one direction of the groups of one end, judged against the other end. Seeing both
// directions as "own side" and "far side" keeps one piece of code for the two of them.
type guard struct {
	s         model.Snapshot
	own, far  End
	direction model.Direction
	rules     []permission
	unread    []string // groups and prefix lists that were not read
	missing   bool     // a group's rules were not read: anything may pass
}

// permission is a rule with the set that it covers, made once.
type permission struct {
	Match
	covers Set
}

func newGuard(s model.Snapshot, own, far End, d model.Direction) *guard {
	g := &guard{s: s, own: own, far: far, direction: d, missing: own.Unsure}
	if own.Unsure {
		g.unread = append(g.unread, "which groups "+own.Label()+" carries")
	}
	for _, id := range own.Groups {
		sg, ok := s.Group(id)
		if !ok {
			if s.GroupPresence(id) == model.NotKnown {
				g.missing = true
				g.unread = append(g.unread, "rules of "+id)
			}
			continue
		}
		for _, r := range sg.Rules {
			if r.Rule.Direction != d {
				continue
			}
			g.rules = append(g.rules, permission{
				Match{Group: id, GroupName: sg.Name, Entry: r}, TrafficOf(r.Rule.Protocol, r.Rule.Ports)})
			if r.Rule.Peer.Kind == model.PeerPrefixList {
				g.unread = append(g.unread, "entries of "+r.Rule.Peer.ID)
			}
		}
	}
	slices.Sort(g.unread)
	g.unread = slices.Compact(g.unread)
	return g
}

func (g *guard) layer() layer {
	l := layer{hop: g.hop, unread: g.unread}
	var cuts []netip.Prefix
	for _, p := range g.rules {
		if peer := p.Entry.Rule.Peer; peer.Kind == model.PeerCIDR {
			cuts = append(cuts, peer.Prefix)
		}
	}
	if g.direction == model.Egress {
		l.cutTo = cuts
		l.judge = func(_, to atom) (Set, Set) { return g.judge(to) }
		return l
	}
	l.cutFrom = cuts
	l.judge = func(from, _ atom) (Set, Set) { return g.judge(from) }
	return l
}

// judge unites the rules that match the far end at an atom.
func (g *guard) judge(far atom) (sure, may Set) {
	for _, p := range g.rules {
		switch g.matches(p.Entry.Rule.Peer, far) {
		case model.Allowed:
			sure, may = sure.Union(p.covers), may.Union(p.covers)
		case model.Unknown:
			may = may.Union(p.covers)
		case model.Blocked, model.Partly:
		}
	}
	if g.missing {
		may = Everything()
	}
	return sure, may
}

// matches says whether a peer means the far end at an atom: Allowed for yes, Blocked for no.
func (g *guard) matches(peer model.Peer, far atom) model.Verdict {
	switch peer.Kind {
	case model.PeerCIDR:
		if peer.Prefix.Contains(far.From()) {
			return model.Allowed
		}
		return model.Blocked
	case model.PeerGroup:
		return g.refersTo(peer.ID)
	case model.PeerPrefixList:
		return model.Unknown
	case model.PeerNone:
	}
	return model.Blocked
}

// refersTo says whether a reference to a group means the far end: only interfaces that carry it, and
// none at all once the group is gone.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
func (g *guard) refersTo(id string) model.Verdict {
	switch {
	case g.s.GroupPresence(id) == model.Gone:
		return model.Blocked
	case slices.Contains(g.far.Groups, id):
		return model.Allowed
	case g.far.Unsure:
		return model.Unknown
	}
	return model.Blocked
}

func (g *guard) hop(q Question, v model.Verdict, w worlds) Hop {
	h := Hop{Kind: HopIngress, ID: g.own.ID, Groups: g.own.Groups, Verdict: v}
	atoms := w.from
	if g.direction == model.Egress {
		h.Kind, atoms = HopEgress, w.to
	}
	asked := TrafficOf(q.Protocol, q.Ports)
	for _, p := range g.rules {
		hits := func(a atom) bool { return g.matches(p.Entry.Rule.Peer, a) == model.Allowed }
		if p.covers.Overlaps(asked) && slices.ContainsFunc(atoms, hits) {
			h.Rules = append(h.Rules, p.Match)
		}
	}
	if v != model.Allowed {
		h.Misses = g.misses(q)
	}
	h.Code, h.Reason = g.reason(q, v, h, w)
	return h
}

// reason gives the code and the sentence of a hop.
func (g *guard) reason(q Question, v model.Verdict, h Hop, w worlds) (code, text string) {
	side := "into " + g.own.Label()
	if g.direction == model.Egress {
		side = "out of " + g.own.Label()
	}
	switch v {
	case model.Allowed:
		return "", fmt.Sprintf("%s passes %s by %s", q.Text(), side, matched(h.Rules))
	case model.Blocked:
		return g.blocked(q)
	case model.Partly:
		asked := TrafficOf(q.Protocol, q.Ports)
		return CodeGroupMismatch, fmt.Sprintf("only some of %s passes %s: %s", q.Text(), side,
			w.passing(asked, []layer{g.layer()}))
	case model.Unknown:
	}
	return "", fmt.Sprintf("whether %s passes %s is not known: %s", q.Text(), side, g.whyUnknown())
}

func (g *guard) whyUnknown() string {
	if len(g.unread) > 0 {
		return "not read: " + listed(g.unread)
	}
	return "it depends on the address that " + g.far.Label() + " has"
}

func (g *guard) blocked(q Question) (code, text string) {
	verb, prep := "in", "from"
	if g.direction == model.Egress {
		verb, prep = "out", "to"
	}
	if len(g.rules) == 0 {
		return CodeGroupEmpty, fmt.Sprintf("no %sbound rule at all in %s, so nothing gets %s", verb, g.own.Label(), verb)
	}
	return CodeGroupMismatch, fmt.Sprintf("no rule of %s lets %s %s %s %s", g.own.Label(), q.Text(), verb, prep,
		g.far.Label())
}

// matched names the first rule and counts the others.
func matched(rules []Match) string {
	if len(rules) == 0 {
		return "its rules together"
	}
	out := rules[0].text()
	if len(rules) > 1 {
		out += " and " + plural(len(rules)-1, "other rule", "other rules")
	}
	return out
}

// text gives the rule that matched, for a sentence.
func (m Match) text() string {
	rule := m.Entry.Rule.String()
	if m.Entry.ID != "" {
		return m.Entry.ID + " (" + rule + ")"
	}
	return "the rule " + rule
}
