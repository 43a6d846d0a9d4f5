package apply

import (
	"context"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// known is what the run believes of a group: how it was when it was read, and what the run's own
// changes have made of it since. A read may show any of these, since EC2 answers late; none is no
// belief, for a group that somebody else made.
type known struct {
	states []model.Group // the newest last
	read   int           // number of writes there had been when it was read last
}

// finding is what looking at a group between two writes told.
type finding uint8

const (
	asBelieved finding = iota
	asBefore           // as it was before a change of ours: a late read, or somebody took the change back
	changed
	unreadable
)

// believe notes the groups that the run will touch or name, as they were read before the first write.
func (r *runner) believe() {
	r.known = map[string]*known{}
	for _, c := range r.chosen {
		for _, id := range mentions(c.Step.Change) {
			if g, ok := r.snap.Group(id); ok && !model.IsPending(id) {
				r.known[id] = &known{states: []model.Group{g}}
			}
		}
	}
}

// wrote notes what a change of ours has made of its group. What the settling read, and what stood
// already, may be somebody else's work with other words, which is no drift.
func (r *runner) wrote(c model.Change, rec model.Record, answered bool) {
	r.writes++
	if !answered {
		r.others = append(r.others, c)
	}
	if create, ok := c.(model.CreateGroup); ok {
		k := &known{}
		if world, err := r.snap.With(create); err == nil && rec.Maker == model.MakerUs {
			g, _ := world.Group(create.Target())
			g.ID = rec.ID
			k.states = []model.Group{g}
		}
		r.known[rec.ID] = k
		return
	}
	k := r.known[c.Target()]
	if k == nil || len(k.states) == 0 {
		return
	}
	k.states = append(k.states, after(k.states[len(k.states)-1], c, rec.ID))
}

// after gives a group as a change leaves it.
func after(g model.Group, c model.Change, id string) model.Group {
	is := func(r model.Rule) func(model.GroupRule) bool {
		return func(have model.GroupRule) bool { return have.Rule == r }
	}
	switch c := c.(type) {
	case model.Authorize:
		if !slices.ContainsFunc(g.Rules, is(c.Rule)) {
			g.Rules = append(slices.Clone(g.Rules), model.GroupRule{
				Rule: c.Rule, ID: id, Description: c.Description, Tags: c.Tags.Tags(),
			})
		}
	case model.Revoke:
		g.Rules = slices.DeleteFunc(slices.Clone(g.Rules), is(c.Rule))
	case model.SetTag:
		g.Tags = g.Tags.With(model.Tag{Key: c.Key, Value: c.New})
	case model.RemoveTag:
		g.Tags = g.Tags.Without(c.Key)
	case model.CreateGroup, model.DeleteGroup:
	}
	return g
}

// lookFirst reads what a change touches or names, if the last read of it is older than the last write,
// and reports whether the change may be sent. If somebody changed it otherwise than the plan wants, the
// run is overtaken. A change that somebody else made meanwhile is settled here and not sent.
func (r *runner) lookFirst(ctx context.Context, i int, c model.Change) (settled *model.Record, ok bool) {
	for _, id := range mentions(c) {
		k := r.known[id]
		if k == nil || k.read == r.writes {
			continue
		}
		p, fine := r.recheck(ctx, id, k, i)
		if !fine {
			return nil, false
		}
		if p == model.Present {
			k.read = r.writes
		}
		if _, deletes := c.(model.DeleteGroup); deletes && p == model.Gone {
			return &model.Record{Change: c, Outcome: model.AlreadySo}, true
		}
	}
	return r.standing(c), true
}

// standing gives the record of a change that somebody else made already, by a read that is younger than
// the last write; nil if it does not stand.
func (r *runner) standing(c model.Change) *model.Record {
	k := r.known[c.Target()]
	if k == nil || len(k.states) == 0 || r.writes == 0 || k.read != r.writes {
		return nil
	}
	s := seeIn(c, k.states[len(k.states)-1], model.Present, r.account())
	if s.state != stands {
		return nil
	}
	r.others = append(r.others, c)
	return &model.Record{Change: c, Outcome: model.AlreadySo, ID: s.id}
}

// recheck reads a group until it is as believed or it is plain that it is not; then it has ended the
// run and reports false. A late read gets more time than one that shows something new.
func (r *runner) recheck(ctx context.Context, id string, k *known, i int) (model.Presence, bool) {
	for try := 0; ; try++ {
		call, cancel := context.WithTimeout(ctx, r.a.opts.CallLimit)
		g, p, err := r.a.cloud.Group(call, id)
		cancel()
		if ctx.Err() != nil {
			r.stop(stoppedBetween)
			return p, false
		}
		found, deltas := r.find(id, k, reading{g, p, err}, r.ahead(i))
		if found == changed && r.guess(ctx, deltas) {
			found, deltas = r.find(id, k, reading{g, p, err}, r.ahead(i))
		}
		if found == asBelieved {
			if p == model.Present {
				k.states = append(k.states[:max(len(k.states)-1, 0)], g)
			}
			return p, true
		}
		pause, more := delay(try)
		f := failureOf(err)
		hopeless := f.Kind == model.FailedExpired || f.Kind == model.FailedDenied
		if !more || hopeless || found == changed && try > 0 {
			r.giveUp(id, found, deltas, f)
			return p, false
		}
		if !r.a.wait(ctx, pause) {
			r.stop(stoppedBetween)
			return p, false
		}
	}
}

const stoppedBetween = "stopped on request: what is not marked done was not sent"

// giveUp ends the run for what was found.
func (r *runner) giveUp(id string, found finding, deltas []model.GroupDelta, f model.Failure) {
	label := name(r.snap, id)
	if found == unreadable {
		if f.Kind == model.NoFailure {
			f = model.Failure{Kind: model.FailedOther, Resource: id, Message: "the group was not to be found"}
		}
		r.fail(f, label+" could not be read again before the next write, so no more was sent: "+
			model.Printable(f.Error()))
		return
	}
	r.run.State = model.RunOvertaken
	if len(deltas) == 0 {
		r.run.Reasons = append(r.run.Reasons, label+" was deleted while the plan was applied")
	}
	for _, d := range deltas {
		s := label + ", while the plan was applied: " + d.Sentence
		if found == asBefore {
			s = label + ": a change of this run was taken back, or never took effect: " + d.Sentence
		}
		r.run.Reasons = append(r.run.Reasons, model.Printable(s))
	}
}

// ahead gives the changes that are still to be sent, with the ids that groups have by now, and those
// that somebody else may have made.
func (r *runner) ahead(i int) []model.Change {
	out := slices.Clone(r.others)
	for _, c := range r.chosen[i:] {
		change := r.bound(c.Step.Change)
		for _, m := range r.guessed {
			change = model.Rebind(change, m.pending, m.id)
		}
		out = append(out, change)
	}
	return out
}

// guess finds out whether rules that somebody added name groups that this run is still to make, because a
// colleague carries out the same plan and has made them already. It reports whether there are any.
func (r *runner) guess(ctx context.Context, deltas []model.GroupDelta) bool {
	found := false
	for _, d := range deltas {
		id := d.Rule.Peer.ID
		if _, read := r.snap.Group(id); d.Kind != model.DeltaRuleAdded || d.Rule.Peer.Kind != model.PeerGroup || read {
			continue
		}
		call, cancel := context.WithTimeout(ctx, r.a.opts.CallLimit)
		g, p, err := r.a.cloud.Group(call, id)
		cancel()
		if err != nil || p != model.Present {
			continue
		}
		for _, c := range r.chosen {
			if create, ok := c.Step.Change.(model.CreateGroup); ok && seeNew(create, g, r.account()).state == stands {
				r.guessed = append(r.guessed, binding{create.Target(), id})
				found = true
			}
		}
	}
	return found
}

// reading is the answer to one read of a group.
type reading struct {
	g   model.Group
	p   model.Presence
	err error
}

// find compares what was read with what is believed.
func (r *runner) find(id string, k *known, is reading, ahead []model.Change) (finding, []model.GroupDelta) {
	switch {
	case is.err != nil || is.p == model.NotKnown:
		return unreadable, nil
	case is.p == model.Gone && (r.isYoung(id) || slices.ContainsFunc(ahead, deletes(id))):
		return asBelieved, nil // not shown yet, or gone as the plan wants
	case is.p == model.Gone:
		return changed, nil
	case len(k.states) == 0:
		return asBelieved, nil
	}
	newest := r.unexplained(k.states[len(k.states)-1], is.g, ahead)
	if len(newest) == 0 {
		return asBelieved, nil
	}
	for _, s := range k.states[:len(k.states)-1] {
		if len(r.unexplained(s, is.g, ahead)) == 0 {
			return asBefore, newest
		}
	}
	return changed, newest
}

func deletes(id string) func(model.Change) bool {
	return func(c model.Change) bool {
		d, ok := c.(model.DeleteGroup)
		return ok && d.Group == id
	}
}

// unexplained gives the differences that neither a change ahead nor a habit of EC2 accounts for.
func (r *runner) unexplained(was, is model.Group, ahead []model.Change) []model.GroupDelta {
	was, is = aligned(was, is), aligned(is, was)
	return slices.DeleteFunc(model.GroupDeltas(was, is), func(d model.GroupDelta) bool {
		return slices.ContainsFunc(ahead, func(c model.Change) bool { return c.Target() == is.ID && explains(c, d) }) ||
			r.isYoung(is.ID) && habitual(d, ahead, is.ID) || r.untagged(d, is.ID)
	})
}

// untagged reports whether a difference is that a rule of this run did not get its tags, which the last
// read will tell as what it is.
func (r *runner) untagged(d model.GroupDelta, id string) bool {
	return d.Kind == model.DeltaRuleDescribed && d.Was == d.Is && slices.ContainsFunc(r.chosen, func(c Chosen) bool {
		a, ok := r.bound(c.Step.Change).(model.Authorize)
		return ok && a.Group == id && a.Rule == d.Rule
	})
}

// aligned gives g with the rule ids and tags of the other where it was read without.
func aligned(g, other model.Group) model.Group {
	g.Rules = slices.Clone(g.Rules)
	for i, r := range g.Rules {
		if have, ok := other.Find(r.Rule); ok && r.ID == "" {
			g.Rules[i].ID, g.Rules[i].Tags = have.ID, have.Tags
		}
	}
	return g
}

// explains reports whether a difference is what a change wants anyway.
func explains(c model.Change, d model.GroupDelta) bool {
	switch c := c.(type) {
	case model.Authorize:
		return d.Rule == c.Rule && (d.Kind == model.DeltaRuleAdded || d.Kind == model.DeltaRuleDescribed ||
			d.Kind == model.DeltaRuleAnew)
	case model.Revoke:
		return d.Rule == c.Rule && d.Kind == model.DeltaRuleRemoved
	case model.SetTag:
		return d.Key == c.Key && d.Is == c.New && (d.Kind == model.DeltaTagAdded || d.Kind == model.DeltaTagChanged)
	case model.RemoveTag:
		return d.Key == c.Key && d.Kind == model.DeltaTagRemoved
	case model.CreateGroup, model.DeleteGroup:
	}
	return false
}

// habitual reports whether a difference is what happens to a group that was just made: automation of the
// account tags it, and EC2 lets it out over IPv6 too where the VPC has that.
func habitual(d model.GroupDelta, ahead []model.Change, id string) bool {
	switch d.Kind {
	case model.DeltaTagAdded:
		return !slices.ContainsFunc(ahead, func(c model.Change) bool {
			t, ok := c.(model.SetTag)
			return ok && t.Group == id && t.Key == d.Key
		})
	case model.DeltaRuleAdded:
		return d.Rule == model.AllTraffic(model.Egress, model.AnyIPv6())
	case model.DeltaIdentity, model.DeltaTagChanged, model.DeltaTagRemoved, model.DeltaRuleDescribed,
		model.DeltaRuleAnew, model.DeltaRuleRemoved:
	}
	return false
}
