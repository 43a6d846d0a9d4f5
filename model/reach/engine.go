package reach

import (
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// engine judges questions about one snapshot. It remembers what it has worked out of groups, prefix
// lists and network ACLs, so that a second question of the same things is cheap.
type engine struct {
	s       model.Snapshot
	layers  Layers
	cuts    cuts     // where the spots of the present round have to be cut
	unread  []string // what was not read, in words, in order of meeting
	assumes []string // what was taken for granted, likewise
	skipped bool     // a layer was passed over because it was not read

	books   map[bookKey]*rulebook
	lists   map[string][]netip.Prefix
	filters map[filterKey]filtered
	subnets map[string][]model.Subnet // of a VPC
	doors   map[string][]model.Gateway
	joins   map[string][]model.TransitAttachment
	named   []string // subnets that something names
	silent  Set      // traffic that nobody answers

	proposed map[proposal]int // numbers of ACL entries that were advised
}

type bookKey struct {
	groups string
	unsure bool
	d      model.Direction
}

func newEngine(s model.Snapshot, layers Layers) *engine {
	return &engine{
		s: s, layers: layers, books: map[bookKey]*rulebook{}, lists: map[string][]netip.Prefix{},
		filters: map[filterKey]filtered{}, silent: unanswered(), proposed: map[proposal]int{},
	}
}

// note adds a text to a list once.
//
//go:noinline
func note(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

// outcome is what became of a question between two atoms.
type outcome struct {
	forward, back, both grade
	facts               []fact // in the order of the way, those of the way back last
	via                 links
	asked               Set // the traffic that was asked about
	clients             model.PortRange
}

// fact is one step of a way between two atoms, as it was judged. Steps of several pairs of atoms with
// the same key are one hop.
type fact struct {
	key       hopKey
	leg       *leg
	sure, may Set
	guard     *guard // of a hop of security groups; else nil
	at        spot   // what the guard was judged at
	tell      func(v model.Verdict) telling
}

type hopKey struct {
	back bool
	leg  int // number of the leg, so that a way which crosses a thing twice has two hops
	kind HopKind
	id   string
	at   string // the subnet of an ACL, which may guard several
}

// telling is what a step has to say about itself.
type telling struct {
	code, reason string
	lines        []Line
	advice       model.Advice // the zero Advice for none
}

// asked is the traffic that the fact was asked about.
func (f *fact) asked() Set { return f.leg.asked }

func (f *fact) tally() tally { return gradeOf(f.sure, f.may).tally(f.asked()) }

// guarded makes the fact of a guard judged at a spot.
func (l *leg) guarded(g *guard, far spot) fact {
	f := fact{key: hopKey{leg: l.number, kind: HopIngress, id: g.own.ID}, leg: l, guard: g, at: far}
	if g.direction == model.Egress {
		f.key.kind = HopEgress
	}
	f.sure, f.may = g.judge(far)
	return f
}

// groupsOnly judges the security groups of both ends and nothing else. What came over the internet
// has a public address, and which one is not asked.
func (e *engine) groupsOnly(l *leg) outcome {
	g := gradeOf(Everything(), Everything())
	out := outcome{back: g}
	add := func(f fact) {
		out.facts = append(out.facts, f)
		g = g.then(gradeOf(f.sure, f.may))
	}
	if l.from.end.Guarded {
		var b bars
		if l.to.end.Public {
			b = overInternet()
		}
		add(l.guarded(e.guard(l.from.end, l.to.end, model.Egress, b), l.to.spot))
	}
	if l.to.end.Guarded {
		far, b := l.from.spot, bars{}
		if l.to.end.Public && l.from.end.Guarded {
			far, b = l.from.spot.anywhere(), overInternet()
		}
		add(l.guarded(e.guard(l.to.end, l.from.end, model.Ingress, b), far))
	}
	out.forward, out.both = g, g
	out.asked, out.clients = l.asked, l.clients
	return out
}

// notRead notes what was not read; assume notes what is taken for granted.
func (e *engine) notRead(what string) { e.unread = note(e.unread, what) }

func (e *engine) assume(what string) { e.assumes = note(e.assumes, what) }
