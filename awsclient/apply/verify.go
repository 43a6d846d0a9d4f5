package apply

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// verify reads once more after the last write and fails the run if a chosen change does not show. A
// read may be older than the write, so it is repeated a few times before that is said.
func (r *runner) verify(ctx context.Context) {
	for try := 0; ; try++ {
		snap, err := r.a.cloud.Load(ctx, r.a.opts.Source, func(model.Progress) {})
		if ctx.Err() != nil {
			r.stop("stopped on request: every change was made, but they were not read back")
			return
		}
		if err != nil {
			r.fail(failureOf(err), "every change was made, but they could not be read back: "+
				model.Printable(err.Error()))
			return
		}
		r.run.After, r.run.Fresh = snap, r.replan(snap)
		left := r.leftover()
		if len(left) == 0 {
			return
		}
		pause, more := delay(try + rereadsSpared)
		if !more {
			left = append(left, unread(snap, r.order.VPC)...)
			r.fail(model.Failure{Kind: model.FailedOther, Message: left[0]}, left...)
			return
		}
		if !r.a.wait(ctx, pause) {
			r.stop("stopped on request: every change was made, but they do not all show yet")
			return
		}
	}
}

// rereadsSpared makes verify repeat less often than a single group's read: a load is many calls.
const rereadsSpared = 2

// look reads after a failure, so that the screen shows what is there now. After a stop, and where
// nothing would answer, it does not.
func (r *runner) look(ctx context.Context) {
	k := r.run.Failure.Kind
	if k == model.FailedOffline || k == model.FailedExpired || ctx.Err() != nil {
		return
	}
	snap, err := r.a.cloud.Load(ctx, r.a.opts.Source, func(model.Progress) {})
	if err != nil {
		return
	}
	r.run.After, r.run.Fresh = snap, r.replan(snap)
}

// leftover says in words which chosen changes the world read last does not show, or which the plan
// made of it still wants.
func (r *runner) leftover() []string {
	wanted := map[model.Change]bool{}
	for _, s := range r.run.Fresh.Steps {
		wanted[aim(r.bound(s.Change))] = true
	}
	var out []string
	for _, c := range r.chosen {
		change := r.bound(c.Step.Change)
		switch {
		case !r.shows(change):
			out = append(out, "AWS accepted the call, but it does not show: "+r.words(change))
		case wanted[aim(change)]:
			out = append(out, "it was applied, but the plan still wants it: "+r.words(change))
		}
	}
	return out
}

// shows reports whether the snapshot read after the last write has what a change wanted.
func (r *runner) shows(c model.Change) bool {
	id := c.Target()
	for _, m := range r.made {
		if m.pending == id {
			id = m.id
		}
	}
	g, ok := r.run.After.Group(id)
	p := r.run.After.GroupPresence(id)
	if slices.ContainsFunc(r.chosen, func(c Chosen) bool { return deletes(id)(c.Step.Change) }) {
		return !ok // what else was done to the group went with it
	}
	return seeIn(c, g, p, r.account()).state == stands && r.tagged(c, g)
}

// tagged reports whether a rule that this run added has the tags that it was to have. A rule that somebody
// else added need not, and where rule ids were not read tags were not either.
func (r *runner) tagged(c model.Change, g model.Group) bool {
	a, ok := c.(model.Authorize)
	if !ok || a.Tags == "" || slices.Contains(r.others, c) {
		return true
	}
	have, _ := g.Find(a.Rule)
	for _, t := range a.Tags.Tags() {
		if v, has := have.Tags.Get(t.Key); have.ID != "" && (!has || v != t.Value) {
			return false
		}
	}
	return true
}

// aim reduces a change to what it wants of the world, so that a plan made later, which has seen other
// rule ids or an older tag, still compares.
func aim(c model.Change) model.Change {
	switch c := c.(type) {
	case model.CreateGroup:
		return model.CreateGroup{VPC: c.VPC, Name: strings.ToLower(c.Name)} // as EC2 compares names
	case model.Authorize:
		c.Description, c.Tags = "", ""
		return c
	case model.Revoke:
		c.RuleID = ""
		return c
	case model.SetTag:
		c.Old, c.HadOld = "", false
		return c
	case model.DeleteGroup:
		return model.DeleteGroup{Group: c.Group}
	case model.RemoveTag:
		c.Old = ""
		return c
	}
	return c
}

// words gives a change in one line, the group by its name where it was read.
func (r *runner) words(c model.Change) string {
	return words(c, func(id string) (model.Group, bool) {
		if g, ok := r.run.After.Group(id); ok {
			return g, true
		}
		return r.snap.Group(id)
	})
}

// failed says in one line what became of the step that stopped the run.
func (r *runner) failed(rec model.Record) string {
	what := r.words(rec.Change)
	why := model.Printable(rec.Failure.Error())
	if rec.Outcome == model.Unsettled {
		return fmt.Sprintf("%s: it is not known whether this was done, and reading again could not tell: %s", what, why)
	}
	return fmt.Sprintf("%s: not done: %s", what, why)
}
