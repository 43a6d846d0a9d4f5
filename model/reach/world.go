package reach

import (
	"net/netip"
	"slices"
	"sort"
	"strings"

	"go4.org/netipx"

	"github.com/sgscope/sgscope/model"
)

// atom is a range of addresses that every layer treats alike.
type atom struct{ netipx.IPRange }

// worlds holds the address atoms of a question and what became of it between each two. An end that
// is Everywhere is all of its atoms at once; an end that is Somewhere is one of them, and each choice
// is a world of its own.
type worlds struct {
	from, to             []atom
	fromWhere, toWhere   Whereabouts
	out                  []outcome // of the first from-atom with each to-atom, and so on
	fromPlaces, toPlaces []place
}

// mostPairs bounds the work of one question.
const mostPairs = 40_000

// worlds cuts both ends' addresses where something on the way begins to treat them differently, and
// judges every pair. It reports false if the ends have no address family in common.
func (e *engine) worlds(q Question) (worlds, bool) {
	from, fromWhere := e.addresses(q.From, q)
	to, toWhere := e.addresses(q.To, q)
	v4 := func(p netip.Prefix) bool { return p.Addr().Is4() }
	family := v4
	if !slices.ContainsFunc(from, v4) || !slices.ContainsFunc(to, v4) {
		family = func(p netip.Prefix) bool { return p.Addr().Is6() }
	}
	w := worlds{fromWhere: fromWhere, toWhere: toWhere, fromPlaces: e.placesOf(q.From), toPlaces: e.placesOf(q.To)}
	var all cuts
	for {
		w.from, w.to = cut(from, all.from, family), cut(to, all.to, family)
		if len(w.from) == 0 || len(w.to) == 0 || len(w.from)*len(w.to) > mostPairs {
			return w, len(w.from)*len(w.to) > 0
		}
		e.cuts, e.unread, e.assumes, e.skipped = cuts{}, nil, nil, false
		w.out = w.out[:0]
		for _, f := range w.from {
			for _, t := range w.to {
				w.out = append(w.out, e.pair(q, f, t))
			}
		}
		if e.cuts.none() {
			return w, true
		}
		all.from, all.to = append(all.from, e.cuts.from...), append(all.to, e.cuts.to...)
	}
}

// judged reports whether the question was not too wide to judge.
func (w worlds) judged() bool { return len(w.out) == len(w.from)*len(w.to) }

// addresses gives an end's possible addresses; any at all, somewhere, for an end of which nothing
// is known.
func addresses(e End) ([]netip.Prefix, Whereabouts) {
	if len(e.Addresses) > 0 {
		return e.Addresses, e.Where
	}
	return []netip.Prefix{model.AnyIPv4().Prefix, model.AnyIPv6().Prefix}, Somewhere
}

// cut gives the ranges of the blocks of one family, cut at every border of the cutting blocks.
func cut(blocks, by []netip.Prefix, family func(netip.Prefix) bool) []atom {
	if len(blocks) == 1 && blocks[0].IsSingleIP() && family(blocks[0]) {
		return []atom{{netipx.IPRangeFrom(blocks[0].Addr(), blocks[0].Addr())}}
	}
	var b netipx.IPSetBuilder
	for _, p := range blocks {
		if family(p) {
			b.AddPrefix(p)
		}
	}
	set, err := b.IPSet()
	if err != nil {
		return nil // only invalid prefixes err, and ends have none
	}
	var starts []netip.Addr // addresses at which a new atom begins
	for _, p := range by {
		if !family(p) {
			continue
		}
		r := netipx.RangeOfPrefix(p)
		starts = append(starts, r.From())
		if next := r.To().Next(); next.IsValid() {
			starts = append(starts, next)
		}
	}
	sort.Slice(starts, func(i, j int) bool { return starts[i].Less(starts[j]) })
	starts = slices.Compact(starts)
	var out []atom
	for _, r := range set.Ranges() {
		at := r.From()
		i, _ := slices.BinarySearchFunc(starts, at, netip.Addr.Compare)
		for ; i < len(starts) && starts[i].Compare(r.To()) <= 0; i++ {
			if starts[i].Compare(at) > 0 {
				out = append(out, atom{netipx.IPRangeFrom(at, starts[i].Prev())})
				at = starts[i]
			}
		}
		out = append(out, atom{netipx.IPRangeFrom(at, r.To())})
	}
	return out
}

// judge gives the verdict over all worlds: what they agree on, else unknown. The tally of a pair may
// be missing: the pair then has no say.
func (w worlds) judge(of func(o *outcome) (tally, bool)) model.Verdict {
	verdict, first := model.Unknown, true
	for _, from := range choices(len(w.from), w.fromWhere) {
		for _, to := range choices(len(w.to), w.toWhere) {
			sum, some := w.sum(from, to, of)
			if !some {
				continue
			}
			v := sum.verdict()
			if !first && v != verdict {
				return model.Unknown
			}
			verdict, first = v, false
		}
	}
	return verdict
}

// stretch is the atoms First to Last that hold at once.
type stretch struct{ first, last int }

// choices gives the atoms that hold at once, for each world.
func choices(n int, where Whereabouts) []stretch {
	if where == Everywhere {
		return []stretch{{0, n - 1}}
	}
	out := make([]stretch, 0, n)
	for i := range n {
		out = append(out, stretch{i, i})
	}
	return out
}

// sum adds up one world.
func (w worlds) sum(from, to stretch, of func(o *outcome) (tally, bool)) (sum tally, found bool) {
	sum = tally{all: true, none: true}
	for f := from.first; f <= from.last; f++ {
		for t := to.first; t <= to.last; t++ {
			if one, ok := of(&w.out[f*len(w.to)+t]); ok {
				sum, found = sum.with(one), true
			}
		}
	}
	return sum, found
}

// passing says in words what passes of the traffic, and between which addresses where that differs.
func (w worlds) passing(of func(o *outcome) (Set, bool)) string {
	type group struct {
		text  string
		where []string
	}
	var groups []group
	for i := range w.out {
		set, ok := of(&w.out[i])
		if !ok {
			continue
		}
		text := set.String()
		i2 := slices.IndexFunc(groups, func(g group) bool { return g.text == text })
		if i2 < 0 {
			groups = append(groups, group{text: text})
			i2 = len(groups) - 1
		}
		groups[i2].where = append(groups[i2].where, w.between(w.from[i/len(w.to)], w.to[i%len(w.to)]))
	}
	if len(groups) == 1 {
		return groups[0].text
	}
	if len(groups) == 2 { // the shorter way to say it
		open, shut := groups[0], groups[1]
		if open.text == nothing {
			open, shut = shut, open
		}
		if shut.text == nothing && len(shut.where) < len(open.where) {
			return open.text + ", but not " + listed(shut.where)
		}
	}
	var out []string
	for _, g := range groups {
		if g.text != nothing {
			out = append(out, g.text+" "+listed(g.where))
		}
	}
	return strings.Join(out, "; ")
}

// between names two atoms, as far as there is more than one of them.
func (w worlds) between(f, t atom) string {
	var words []string
	if len(w.from) > 1 {
		words = append(words, "from "+f.textIn(w.fromPlaces))
	}
	if len(w.to) > 1 {
		words = append(words, "to "+t.textIn(w.toPlaces))
	}
	return strings.Join(words, " ")
}

// place is a subnet of a group's end, by whose name a person knows its addresses.
type place struct {
	subnet string
	blocks []netip.Prefix
}

// placesOf gives the subnets of an end that stands for whatever will carry its groups there.
func (e *engine) placesOf(end End) []place {
	if end.Kind != EndGroup {
		return nil
	}
	var out []place
	for _, id := range end.Subnets {
		if sub, ok := e.s.Subnet(id); ok {
			out = append(out, place{id, sub.CIDRs})
		}
	}
	return out
}

func (a atom) text() string {
	if p, ok := a.Prefix(); ok {
		return p.String()
	}
	return a.String()
}

// textIn gives an atom as a block, and the subnet that it is, or that it is a part of.
func (a atom) textIn(places []place) string {
	text := a.text()
	for _, h := range places {
		for _, b := range h.blocks {
			switch r := netipx.RangeOfPrefix(b); {
			case r == a.IPRange:
				return labelled(h.subnet, text)
			case r.Contains(a.From()) && r.Contains(a.To()):
				return text + " of " + h.subnet
			}
		}
	}
	return text
}

// listed joins a few things and counts the rest.
func listed(words []string) string {
	const most = 4
	if len(words) > most {
		return strings.Join(words[:most], ", ") + " and " + plural(len(words)-most, "more", "more")
	}
	return strings.Join(words, ", ")
}
