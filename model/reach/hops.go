package reach

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// hops gives the steps of one way, over all pairs of atoms: a step that several pairs take is one.
func (w worlds) hops(back bool) []Hop {
	var out []Hop
	for _, k := range w.order(back) {
		out = append(out, w.hop(k))
	}
	return out
}

// order gives the keys of one way's steps as they are met: what only some pairs take comes after the
// step that they take before it.
func (w worlds) order(back bool) []hopKey {
	var keys []hopKey
	for i := range w.out {
		at := 0
		for _, f := range w.out[i].facts {
			if f.key.back != back {
				continue
			}
			if have := slices.Index(keys, f.key); have >= 0 {
				at = have + 1
				continue
			}
			keys = slices.Insert(keys, at, f.key)
			at++
		}
	}
	return keys
}

// step gives the facts of a step in one outcome.
func (o *outcome) step(k hopKey) (list []*fact) {
	for i := range o.facts {
		if o.facts[i].key == k {
			list = append(list, &o.facts[i])
		}
	}
	return list
}

func (o *outcome) stepTally(k hopKey) (tally, bool) {
	sum := tally{all: true, none: true}
	list := o.step(k)
	for _, f := range list {
		sum = sum.with(f.tally())
	}
	return sum, len(list) > 0
}

// hop judges a step over all worlds and lets the fact speak for it that shows its verdict best.
func (w worlds) hop(k hopKey) Hop {
	v := w.judge(func(o *outcome) (tally, bool) { return o.stepTally(k) })
	var facts []*fact
	for i := range w.out {
		facts = append(facts, w.out[i].step(k)...)
	}
	f := speaker(facts, v)
	if f.guard == nil {
		h := Hop{Kind: k.kind, ID: k.id, Verdict: v}
		said := f.tell(v)
		h.Code, h.Reason, h.Lines = said.code, said.reason, said.lines
		for _, other := range facts {
			if other != f && len(facts) < 100 {
				h.Lines = addLines(h.Lines, other.tell(v).lines)
			}
		}
		return h
	}
	var spots []spot
	for _, x := range facts {
		if x.guard.bars == f.guard.bars {
			spots = append(spots, x.at)
		}
	}
	return f.guard.hop(f.leg.q, v, spots, func() string {
		return w.passing(func(o *outcome) (Set, bool) {
			list := o.step(k)
			if len(list) == 0 {
				return Set{}, false
			}
			return list[0].sure.Intersect(TrafficOf(f.leg.q.Protocol, f.leg.q.Ports)), true
		})
	})
}

func addLines(to, more []Line) []Line {
	for _, x := range more {
		if !slices.Contains(to, x) {
			to = append(slices.Clip(to), x)
		}
	}
	return to
}

// speaker gives the first fact whose own verdict is that of the hop, else the one with the worst.
func speaker(facts []*fact, v model.Verdict) *fact {
	worst := facts[0]
	bad := func(f *fact) int {
		return slices.Index([]model.Verdict{model.Allowed, model.Partly, model.Unknown, model.Blocked}, f.tally().verdict())
	}
	for _, f := range facts {
		if f.tally().verdict() == v {
			return f
		}
		if bad(f) > bad(worst) {
			worst = f
		}
	}
	return worst
}

// mostAdvice bounds what a reader has to read where ends have many addresses.
const mostAdvice = 8

// advice gives what the steps that do not let everything through advise, each once.
func (w worlds) advice() []model.Advice {
	var out []model.Advice
	for _, back := range []bool{false, true} {
		for _, k := range w.order(back) {
			for i := range w.out {
				for _, f := range w.out[i].step(k) {
					if f.tell == nil || f.tally().all {
						continue
					}
					if a := f.tell(f.tally().verdict()).advice; a != (model.Advice{}) &&
						!slices.Contains(out, a) && len(out) < mostAdvice {
						out = append(out, a)
					}
				}
			}
		}
	}
	return out
}
