package apply

import (
	"context"
	"time"

	"github.com/sgscope/sgscope/model"
)

// Watch reads the groups that a run changed again, so many times, with that much time before each, and
// says of each look whether the changes still stand. It ends at the first look that finds one reverted,
// and gives the last look. A reading that shows a change reverted is believed only if the next one, a
// moment later, shows it too: EC2 may answer from an older state. A look that could not be made is told
// and is not the last one.
func (a *Applier) Watch(ctx context.Context, run model.Run, every time.Duration, times int,
	on func(model.Look),
) (model.Look, error) {
	var last model.Look
	stood := bound(run.Records)
	for n := 1; n <= times; n++ {
		if !a.wait(ctx, every) {
			return last, ctx.Err() //nolint:wrapcheck // the caller's own
		}
		last = a.lookAgain(ctx, n, stood, run.After)
		if len(last.Reverted) > 0 && a.wait(ctx, confirmAfter) {
			last = a.lookAgain(ctx, n, stood, run.After)
		}
		if ctx.Err() != nil {
			return last, ctx.Err() //nolint:wrapcheck // the caller's own
		}
		if on != nil {
			on(last)
		}
		if len(last.Reverted) > 0 {
			break
		}
	}
	return last, nil
}

// confirmAfter is the time between a look that finds a change reverted and the one that confirms it.
const confirmAfter = 2 * time.Second

// bound gives the records of the changes that stand at the end of a run, with the ids of the groups that
// it made.
func bound(records []model.Record) []model.Record {
	var out []model.Record
	var made []binding
	for _, r := range records {
		if r.Outcome != model.Done && r.Outcome != model.AlreadySo {
			continue
		}
		if _, ok := r.Change.(model.CreateGroup); ok {
			made = append(made, binding{r.Change.Target(), r.ID})
		}
		for _, m := range made {
			r.Change = model.Rebind(r.Change, m.pending, m.id)
		}
		out = append(out, r)
	}
	return out
}

// lookAgain reads each group once and judges every change by it.
func (a *Applier) lookAgain(ctx context.Context, n int, stood []model.Record, after model.Snapshot) model.Look {
	look := model.Look{At: a.opts.Now().UTC().Round(0), N: n}
	read := map[string]reading{}
	goes := map[string]bool{}
	for _, r := range stood {
		if d, ok := r.Change.(model.DeleteGroup); ok {
			goes[d.Group] = true
		}
	}
	for _, r := range stood {
		id := r.Change.Target()
		if _, ok := r.Change.(model.CreateGroup); ok {
			id = r.ID
		} else if _, ok := r.Change.(model.DeleteGroup); goes[id] && !ok {
			continue // gone with its group
		}
		if _, ok := read[id]; !ok {
			g, p, err := a.cloud.Group(ctx, id)
			read[id] = reading{g, p, err}
		}
		is := read[id]
		if is.err != nil {
			look.Unread = failureOf(is.err)
			continue
		}
		if text := reverted(r.Change, is, after); text != "" {
			look.Reverted = append(look.Reverted, model.Reverted{Step: r.Step, Change: r.Change, Text: text})
		}
	}
	return look
}

// reverted says in words what was found instead of a change; "" if it stands.
func reverted(c model.Change, is reading, after model.Snapshot) string {
	if is.p == model.NotKnown {
		return ""
	}
	find := func(id string) (model.Group, bool) {
		if is.p == model.Present && is.g.ID == id {
			return is.g, true
		}
		return after.Group(id)
	}
	switch c := c.(type) {
	case model.CreateGroup:
		if is.p == model.Gone {
			return "the group " + model.Printable(c.Name) + " was deleted"
		}
		return ""
	case model.DeleteGroup:
		if is.p == model.Present {
			return "the group " + model.Printable(is.g.Label()) + " is there again"
		}
		return ""
	case model.Authorize, model.Revoke, model.SetTag, model.RemoveTag:
	}
	switch {
	case is.p == model.Gone:
		return "gone with its group, which was deleted: " + undoneWords(c, find)
	case seeIn(c, is.g, is.p, "").state == stands:
		return ""
	}
	return againWord(c) + undoneWords(c, find)
}

// againWord says how what a change did is no longer so.
func againWord(c model.Change) string {
	switch c.(type) {
	case model.Revoke, model.RemoveTag:
		return "there again: "
	case model.SetTag:
		return "not as it was set: "
	case model.CreateGroup, model.DeleteGroup, model.Authorize:
	}
	return "gone again: "
}

// undoneWords names the rule or tag of a change and its group; what was done to it is said before.
func undoneWords(c model.Change, find func(id string) (model.Group, bool)) string {
	group := c.Target()
	if g, ok := find(group); ok {
		group = g.Label()
	}
	what := ""
	switch c := c.(type) {
	case model.Authorize:
		what = c.Rule.String() + " in "
	case model.Revoke:
		what = c.Rule.String() + " in "
	case model.SetTag:
		what = "tag " + c.Key + "=" + c.New + " on "
	case model.RemoveTag:
		what = "tag " + c.Key + " on "
	case model.CreateGroup, model.DeleteGroup:
	}
	return model.Printable(what + group)
}
