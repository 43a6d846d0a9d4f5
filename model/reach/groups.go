package reach

import (
	"fmt"
	"net/netip"
	"slices"
	"sort"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// guard is one direction of the groups of one end, judged against the other end. Seeing both
// directions as "own side" and "far side" keeps one piece of code for the two of them. Rules of all
// groups of an interface are one set.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
type guard struct {
	*rulebook
	e         *engine
	own, far  End
	direction model.Direction
	bars      bars
}

// bars says why rules that name a group of the far end do not mean it here: references hold for
// private addresses, and only where the two ends' VPCs share their groups. "" if they hold; unsure if
// they may.
type bars struct {
	code, why string
	unsure    bool
}

// rulebook is what the groups of an end say in one direction.
type rulebook struct {
	rules   []permission
	unread  []string // groups and prefix lists that were not read
	missing bool     // a group's rules were not read: anything may pass
}

// permission is a rule with the set that it covers, made once.
type permission struct {
	Match
	covers Set
}

//go:noinline
func (e *engine) guard(own, far End, d model.Direction, b bars) *guard {
	return &guard{rulebook: e.rulebook(own, d), e: e, own: own, far: far, direction: d, bars: b}
}

// rulebook reads the rules of an end's groups once.
func (e *engine) rulebook(own End, d model.Direction) *rulebook {
	key := bookKey{strings.Join(own.Groups, " "), own.Unsure, d}
	if own.Unsure {
		key.groups += " " + own.Label() // its gap is told by its name
	}
	if b, ok := e.books[key]; ok {
		return b
	}
	b := &rulebook{missing: own.Unsure}
	if own.Unsure {
		b.unread = append(b.unread, "which groups "+own.Label()+" carries")
	}
	for _, id := range own.Groups {
		b.add(e, id, d)
	}
	slices.Sort(b.unread)
	b.unread = slices.Compact(b.unread)
	e.books[key] = b
	return b
}

func (b *rulebook) add(e *engine, id string, d model.Direction) {
	sg, ok := e.s.Group(id)
	if !ok {
		if e.s.GroupPresence(id) == model.NotKnown {
			b.missing = true
			b.unread = append(b.unread, "rules of "+id)
		}
		return
	}
	for _, r := range sg.Rules {
		if r.Rule.Direction != d {
			continue
		}
		b.rules = append(b.rules, permission{
			Match{Group: id, GroupName: sg.Name, Entry: r}, TrafficOf(r.Rule.Protocol, r.Rule.Ports),
		})
		if _, known := e.entries(r.Rule.Peer.ID); r.Rule.Peer.Kind == model.PeerPrefixList && !known {
			b.unread = append(b.unread, "entries of "+r.Rule.Peer.ID)
		}
	}
}

// judge unites the rules that match the far end at a spot.
func (g *guard) judge(far spot) (sure, may Set) {
	for i := range g.rules {
		p := &g.rules[i]
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

// matches says whether a peer means the far end at a spot: Allowed for yes, Blocked for no.
func (g *guard) matches(peer model.Peer, far spot) model.Verdict {
	switch peer.Kind {
	case model.PeerCIDR:
		return far.in(peer.Prefix, &g.e.cuts)
	case model.PeerGroup:
		v := g.refersTo(peer.ID)
		if g.bars.unsure && v == model.Allowed {
			return model.Unknown
		}
		if g.bars.code != "" && !g.bars.unsure {
			return model.Blocked
		}
		return v
	case model.PeerPrefixList:
		if entries, known := g.e.entries(peer.ID); known {
			return far.inAny(entries, &g.e.cuts)
		}
		return model.Unknown
	case model.PeerNone:
	}
	return model.Blocked
}

// entries gives the blocks of a prefix list and reports whether they are known.
func (e *engine) entries(id string) ([]netip.Prefix, bool) {
	if blocks, ok := e.lists[id]; ok {
		return blocks, true
	}
	list, ok := e.s.PrefixList(id)
	if !ok || !list.EntriesRead {
		return nil, false
	}
	blocks := make([]netip.Prefix, 0, len(list.Entries))
	for _, x := range list.Entries {
		blocks = append(blocks, x.Prefix)
	}
	e.lists[id] = blocks
	return blocks, true
}

// refersTo says whether a reference to a group means the far end: only interfaces that carry it, and
// none at all once the group is gone.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
func (g *guard) refersTo(id string) model.Verdict {
	switch {
	case g.e.s.GroupPresence(id) == model.Gone:
		return model.Blocked
	case slices.Contains(g.far.Groups, id):
		return model.Allowed
	case g.far.Unsure:
		return model.Unknown
	}
	return model.Blocked
}

// hop tells the guard's part of the answer, given its verdict and the spots that it was judged at.
// The passing traffic is in words.
func (g *guard) hop(q Question, v model.Verdict, spots []spot, passing func() string) Hop {
	h := Hop{Kind: HopIngress, ID: g.own.ID, Groups: g.own.Groups, Verdict: v}
	if g.direction == model.Egress {
		h.Kind = HopEgress
	}
	asked := TrafficOf(q.Protocol, q.Ports)
	var let []permission
	for _, p := range g.rules {
		hits := func(a spot) bool { return g.matches(p.Entry.Rule.Peer, a) == model.Allowed }
		if p.covers.Overlaps(asked) && slices.ContainsFunc(spots, hits) {
			let = append(let, p)
		}
	}
	sort.SliceStable(let, func(i, j int) bool { return let[i].wider(let[j]) })
	for _, p := range let {
		h.Rules = append(h.Rules, p.Match)
	}
	if v != model.Allowed {
		h.Misses = g.misses(q)
	}
	h.Code, h.Reason = g.reason(q, v, h, passing)
	return h
}

// wider reports whether a rule lets more traffic through than another, or as much from a wider block: of
// several that let something through the most permissive is told first.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-groups.html
func (p permission) wider(q permission) bool {
	a, b := p.Entry.Rule, q.Entry.Rule
	if n := amount(a) - amount(b); n != 0 {
		return n > 0
	}
	return a.Peer.Kind == model.PeerCIDR && (b.Peer.Kind != model.PeerCIDR || a.Peer.Prefix.Bits() < b.Peer.Prefix.Bits())
}

// amount is how many ports of how many protocols a rule names: whatever contains another has more.
func amount(r model.Rule) int {
	n := int(r.Ports.Last) - int(r.Ports.First) + 1
	if r.Protocol == model.AllProtocols {
		return n << 8
	}
	return n
}

// reason gives the code and the sentence of a hop.
func (g *guard) reason(q Question, v model.Verdict, h Hop, passing func() string) (code, text string) {
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
		return CodeGroupMismatch, fmt.Sprintf("only some of %s passes %s: %s", q.Text(), side, passing())
	case model.Unknown:
	}
	return "", fmt.Sprintf("whether %s passes %s is not known: %s", q.Text(), side, g.whyUnknown())
}

func (g *guard) whyUnknown() string {
	if len(g.unread) > 0 {
		return "not read: " + listed(g.unread)
	}
	if g.bars.unsure {
		return g.bars.why
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
	text = fmt.Sprintf("no rule of %s lets %s %s %s %s", g.own.Label(), q.Text(), verb, prep, g.far.Label())
	if m, ok := g.barred(q); ok {
		return g.bars.code, text + ": " + m.text() + " would, but " + g.bars.why
	}
	return CodeGroupMismatch, text
}

// barred finds a rule that names a group of the far end, and would let the traffic through if
// references held here.
func (g *guard) barred(q Question) (Match, bool) {
	if g.bars.code == "" {
		return Match{}, false
	}
	asked := TrafficOf(q.Protocol, q.Ports)
	for _, p := range g.rules {
		if p.Entry.Rule.Peer.Kind == model.PeerGroup && p.covers.Overlaps(asked) &&
			g.refersTo(p.Entry.Rule.Peer.ID) == model.Allowed {
			return p.Match, true
		}
	}
	return Match{}, false
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
