package reach

import (
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/sgscope/sgscope/model"
)

// atom is a range of addresses that every layer treats alike.
type atom struct{ netipx.IPRange }

// worlds holds the address atoms of a question. An end that is Everywhere is all of its atoms at
// once; an end that is Somewhere is one of them, and each choice is a world of its own.
type worlds struct {
	from, to           []atom
	fromWhere, toWhere Whereabouts
}

// worldsOf cuts both ends' addresses where some layer begins to treat them differently. It reports
// false if the ends have no address family in common.
func worldsOf(q Question, layers []layer) (worlds, bool) {
	from, fromWhere := addresses(q.From)
	to, toWhere := addresses(q.To)
	v4 := func(p netip.Prefix) bool { return p.Addr().Is4() }
	v6 := func(p netip.Prefix) bool { return p.Addr().Is6() }
	family := v4
	if !slices.ContainsFunc(from, v4) || !slices.ContainsFunc(to, v4) {
		family = v6
	}
	var cutFrom, cutTo []netip.Prefix
	for _, l := range layers {
		cutFrom, cutTo = append(cutFrom, l.cutFrom...), append(cutTo, l.cutTo...)
	}
	w := worlds{cut(from, cutFrom, family), cut(to, cutTo, family), fromWhere, toWhere}
	return w, len(w.from) > 0 && len(w.to) > 0
}

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
	slices.SortFunc(starts, netip.Addr.Compare)
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

// judge gives the verdict on the traffic over all worlds: what they agree on, else unknown.
func (w worlds) judge(asked Set, layers ...layer) model.Verdict {
	verdict, first := model.Unknown, true
	for _, from := range choices(w.from, w.fromWhere) {
		for _, to := range choices(w.to, w.toWhere) {
			v := judgeOne(asked, from, to, layers)
			if !first && v != verdict {
				return model.Unknown
			}
			verdict, first = v, false
		}
	}
	return verdict
}

// choices gives the atoms that hold at once, for each world.
func choices(atoms []atom, where Whereabouts) [][]atom {
	if where == Everywhere {
		return [][]atom{atoms}
	}
	out := make([][]atom, 0, len(atoms))
	for i := range atoms {
		out = append(out, atoms[i:i+1])
	}
	return out
}

// judgeOne gives the verdict of one world.
func judgeOne(asked Set, from, to []atom, layers []layer) model.Verdict {
	all, some, none, somenot := true, false, true, false
	for _, f := range from {
		for _, t := range to {
			sure, may := pass(f, t, layers)
			all = all && sure.Contains(asked)
			some = some || sure.Overlaps(asked)
			none = none && !may.Overlaps(asked)
			somenot = somenot || !may.Contains(asked)
		}
	}
	switch {
	case all:
		return model.Allowed
	case none:
		return model.Blocked
	case some && somenot:
		return model.Partly
	}
	return model.Unknown
}

// pass intersects what the layers let through between two atoms.
func pass(from, to atom, layers []layer) (sure, may Set) {
	sure, may = Everything(), Everything()
	for _, l := range layers {
		s, m := l.judge(from, to)
		sure, may = sure.Intersect(s), may.Intersect(m)
	}
	return sure, may
}

// passing says in words what surely passes of the traffic, and between which addresses where that
// differs.
func (w worlds) passing(asked Set, layers []layer) string {
	type group struct {
		text  string
		where []string
	}
	var groups []group
	for _, f := range w.from {
		for _, t := range w.to {
			sure, _ := pass(f, t, layers)
			text := sure.Intersect(asked).String()
			i := slices.IndexFunc(groups, func(g group) bool { return g.text == text })
			if i < 0 {
				groups = append(groups, group{text: text})
				i = len(groups) - 1
			}
			groups[i].where = append(groups[i].where, w.between(f, t))
		}
	}
	if len(groups) == 1 {
		return groups[0].text
	}
	var out []string
	for _, g := range groups {
		if g.text != "nothing" {
			out = append(out, g.text+" "+listed(g.where))
		}
	}
	return strings.Join(out, "; ")
}

// between names two atoms, as far as there is more than one of them.
func (w worlds) between(f, t atom) string {
	var words []string
	if len(w.from) > 1 {
		words = append(words, "from "+f.text())
	}
	if len(w.to) > 1 {
		words = append(words, "to "+t.text())
	}
	return strings.Join(words, " ")
}

func (a atom) text() string {
	if p, ok := a.Prefix(); ok {
		return p.String()
	}
	return a.String()
}

// listed joins a few things and counts the rest.
func listed(words []string) string {
	const most = 4
	if len(words) > most {
		return strings.Join(words[:most], ", ") + " and " + plural(len(words)-most, "more", "more")
	}
	return strings.Join(words, ", ")
}
