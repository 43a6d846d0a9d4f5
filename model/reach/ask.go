package reach

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// Ask answers a question from what the snapshot knows. IPv4 is asked wherever both ends can have an
// IPv4 address, IPv6 otherwise; the families are separate worlds and no rule of one covers the other.
func Ask(s model.Snapshot, q Question) Trace {
	e := newEngine(s, q.Layers)
	t, w := e.answer(q)
	switch t.Verdict {
	case model.Blocked, model.Partly:
		t.Repair, t.Advice = e.remedies(q, w)
	case model.Unknown:
		t.Advice = w.advice()
	case model.Allowed:
	}
	return t
}

// answer is Ask without the search for a remedy.
func (e *engine) answer(q Question) (Trace, worlds) {
	t := Trace{Question: q}
	if t.Unread = unaskable(q); len(t.Unread) > 0 {
		return t, worlds{}
	}
	w, ok := e.worlds(q)
	switch {
	case !ok:
		t.Verdict = model.Blocked
		t.Forward = Path{Verdict: model.Blocked, Reason: q.From.Label() + " and " + q.To.Label() +
			" have no address family in common"}
		return t, worlds{}
	case !w.judged():
		t.Unread = append(t.Unread, tooWide)
		return t, worlds{}
	}
	e.fill(&t, w)
	return t, w
}

const onlyGroups = "network ACLs and routes (only security groups were judged)"

const tooWide = "what passes between so many ranges of addresses: ask about fewer"

// unaskable says why nothing can be judged of a question; nothing if something can.
func unaskable(q Question) (why []string) {
	for _, end := range []End{q.From, q.To} {
		if end.Unclear != "" {
			why = append(why, end.Label()+" "+end.Unclear)
		}
	}
	if len(why) == 0 && q.Layers == GroupsOnly && !q.From.Guarded && !q.To.Guarded {
		why = append(why, "neither "+q.From.Label()+" nor "+q.To.Label()+" is known to have security groups")
	}
	return why
}

// fill tells what the worlds say.
func (e *engine) fill(t *Trace, w worlds) {
	t.Verdict = w.verdict()
	there := func(o *outcome) (tally, bool) { return o.forward.tally(o.asked), true }
	back := func(o *outcome) (tally, bool) { return o.back.tally(o.asked), true }
	t.Forward = Path{Verdict: w.judge(there), Hops: w.hops(false)}
	t.Return = Path{Verdict: w.judge(back), Hops: w.hops(true)}
	if t.Verdict == model.Partly {
		t.Passes = w.passing(func(o *outcome) (Set, bool) { return o.passing(t.Question), true })
	}
	for i := range w.out {
		for _, u := range w.out[i].unread() {
			t.Unread = note(t.Unread, u)
		}
	}
	if t.Question.Layers == GroupsOnly {
		t.Return = Path{
			Verdict: t.Verdict,
			Reason:  "security groups track connections: the reply to what was let through passes",
		}
		t.Unread = append(t.Unread, onlyGroups)
		return
	}
	for _, u := range e.unread {
		t.Unread = note(t.Unread, u)
	}
	t.OnlyRead = e.skipped
	t.Assumes = slices.Clone(e.assumes)
	if len(t.Return.Hops) == 0 {
		t.Return = e.emptyReturn(*t)
	}
}

// emptyReturn says why there is nothing on the way back.
func (e *engine) emptyReturn(t Trace) Path {
	switch t.Forward.Verdict {
	case model.Blocked:
		return Path{Verdict: model.Blocked, Reason: "nothing arrives that could be replied to"}
	case model.Unknown:
		return Path{Verdict: model.Unknown, Reason: "the way back is not known, as the way there is not"}
	case model.Allowed, model.Partly:
	}
	return Path{
		Verdict: t.Return.Verdict,
		Reason:  "security groups track connections, and nothing else is on the way back",
	}
}

// verdict judges the question over all worlds.
func (w worlds) verdict() model.Verdict {
	return w.judge(func(o *outcome) (tally, bool) { return o.both.tally(o.asked), true })
}
