package describe

import (
	"maps"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// partAt is a part as the documents of one place have it.
type partAt struct {
	part  model.Part
	place place
}

// tally counts what documents say of a part.
type tally struct {
	whole  int // listings that were read to their end
	single int // descriptions of single things, which list nothing
	holes  int // listings that go on elsewhere, or of which something could not be read
	lost   int // files that are broken and were about the part
	why    model.Failure
}

func (t tally) plus(u tally) tally {
	t.whole += u.whole
	t.single += u.single
	t.holes += u.holes
	t.lost += u.lost
	if t.why.Kind == model.NoFailure {
		t.why = u.why
	}
	return t
}

func (t tally) reading() model.Reading {
	switch {
	case t.lost > 0 && t.whole+t.single+t.holes == 0:
		return model.Reading{State: model.ReadFailed, Failure: t.why}
	case t.lost > 0 || t.holes > 0:
		return model.Reading{State: model.ReadPartly, Failure: t.why}
	case t.whole > 0:
		return model.Reading{State: model.ReadWhole}
	case t.single > 0:
		return model.Reading{State: model.ReadPartly}
	}
	return model.Reading{}
}

// together gives what is known of a part over several places: it is whole if it is whole in each.
func together(list []model.Reading) model.Reading {
	if len(list) == 0 {
		return model.Reading{}
	}
	out := list[0]
	for _, r := range list[1:] {
		if out.Failure.Kind == model.NoFailure {
			out.Failure = r.Failure
		}
		if r.State != out.State {
			out.State = model.ReadPartly
		}
	}
	return out
}

//go:noinline
func (l *load) count(part model.Part, at place, t tally) {
	k := partAt{part, at}
	l.tallies[k] = l.tallies[k].plus(t)
}

// scoped is a part in a scope: a VPC, or "" for all.
type scoped struct {
	part  model.Part
	scope string
}

func (l *load) mark(b *model.Builder, at scoped, r model.Reading) {
	l.marked[at] = r
	b.Mark(at.part, at.scope, r)
}

// markReadings turns the tallies into readings. What was listed in one Region or account says
// nothing of another: then each VPC has its own reading, by the places that it was seen in.
func (l *load) markReadings(b *model.Builder) {
	places := l.places()
	parts := map[model.Part]bool{}
	for k := range l.tallies {
		parts[k.part] = true
	}
	for part := range parts {
		at := map[place]model.Reading{}
		for _, p := range places {
			at[p] = l.at(part, p).reading()
		}
		overall := together(slices.Collect(maps.Values(at)))
		l.mark(b, scoped{part, ""}, overall)
		for vpc, seen := range l.described.vpcPlaces {
			var list []model.Reading
			for _, p := range places {
				if slices.ContainsFunc(seen, func(s place) bool { return s.covers(p) }) {
					list = append(list, at[p])
				}
			}
			if r := together(list); r != overall {
				l.mark(b, scoped{part, vpc}, r)
			}
		}
	}
}

// places gives the places that documents came from, without those that another one says more of.
func (l *load) places() []place {
	all := map[place]bool{}
	for k := range l.tallies {
		all[k.place] = true
	}
	var out []place
	for p := range all {
		inside := func(q place) bool { return q.within(p) }
		if !slices.ContainsFunc(slices.Collect(maps.Keys(all)), inside) {
			out = append(out, p)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].compare(out[j]) < 0 })
	return out
}

// at sums what the documents say of a part that may speak of a place.
func (l *load) at(part model.Part, p place) tally {
	var t tally
	for k, u := range l.tallies {
		if k.part == part && k.place.covers(p) {
			t = t.plus(u)
		}
	}
	return t
}
