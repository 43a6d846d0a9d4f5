package apply

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/sgscope/sgscope/model"
)

// binding is a group of the plan and the id that EC2 gave it.
type binding struct{ pending, id string }

// runner is one order on its way.
type runner struct {
	a       *Applier
	order   model.Order
	replan  func(model.Snapshot) model.Plan
	on      func(model.Record)
	chosen  []Chosen
	snap    model.Snapshot // as read before the first write
	journal *writer
	made    []binding
	guessed []binding // groups that somebody else made and the run is still to adopt
	known   map[string]*known
	writes  int
	others  []model.Change // changes that somebody else made, or may have
	run     model.Run
}

func newRunner(a *Applier, o model.Order, replan func(model.Snapshot) model.Plan, on func(model.Record)) *runner {
	if on == nil {
		on = func(model.Record) {}
	}
	r := &runner{a: a, order: o, replan: replan, on: on, chosen: chosenOf(o)}
	for _, c := range r.chosen {
		r.run.Records = append(r.run.Records, model.Record{Step: c.Index, Change: c.Step.Change})
	}
	return r
}

// refused ends a run that has written nothing.
func (r *runner) refused(err error) (model.Run, error) {
	r.run.State = model.RunFailed
	r.run.Failure = failureOf(err)
	r.run.Reasons = []string{model.Printable(err.Error())}
	if missing, ok := errors.AsType[denied](err); ok {
		r.run.Reasons = missing.reasons()
	}
	return r.run, err
}

func (r *runner) stop(reason string) {
	r.run.State = model.RunStopped
	r.run.Reasons = append(r.run.Reasons, reason)
}

func (r *runner) fail(f model.Failure, reasons ...string) {
	r.run.State, r.run.Failure = model.RunFailed, f
	r.run.Reasons = append(r.run.Reasons, reasons...)
}

// header is the journal's first line: all that resuming or undoing has to know.
func (r *runner) header() Header {
	o := r.snap.Origin()
	h := Header{
		Version: SchemaVersion, Tool: r.a.opts.Tool, Started: r.now(), Caller: o.Caller,
		Sandbox: r.a.opts.Sandbox || o.Kind == model.FromSandbox,
		Place: model.Place{
			Endpoint: o.Endpoint, Partition: o.Partition, Account: o.Caller.Account,
			Region: o.Region, VPC: r.order.VPC,
		},
		Goal: r.order.Plan.Goal, Steps: r.chosen,
		Follows: base(r.order.Continues), LeftOut: len(r.order.Plan.Steps) - len(r.chosen),
	}
	seen := map[string]bool{}
	for _, c := range r.chosen {
		id := c.Step.Change.Target()
		if g, ok := r.snap.Group(id); ok && !seen[id] {
			seen[id] = true
			h.Before = append(h.Before, g)
		}
	}
	return h
}

// account gives whose groups may be changed.
func (r *runner) account() string { return r.snap.Origin().Caller.Account }

func (r *runner) now() time.Time { return r.a.opts.Now().UTC().Round(0) }

// sendAll sends the chosen changes in order and reports whether every one of them stands.
func (r *runner) sendAll(ctx context.Context) bool {
	for i := range r.chosen {
		if ctx.Err() != nil {
			r.stop(stoppedBetween)
			return false
		}
		if !r.sendOne(ctx, i) {
			return false
		}
	}
	return true
}

// sendOne sends one change, again if EC2 is too busy or does not know a group yet that this run has
// made, and reports whether it stands. How long a call is held back, and why, is in its record.
func (r *runner) sendOne(ctx context.Context, i int) bool {
	c := r.bound(r.chosen[i].Step.Change)
	settled, ok := r.lookFirst(ctx, i, c)
	if !ok {
		return false
	}
	if settled != nil {
		return r.note(i, *settled)
	}
	for try := 0; ; try++ {
		if !r.note(i, model.Record{Change: c, Outcome: model.Sent}) {
			return false
		}
		rec := r.carryOut(ctx, i, c)
		rec.Held = r.hold(rec, try)
		if !r.note(i, rec) {
			return false
		}
		if rec.Outcome == model.Done || rec.Outcome == model.AlreadySo {
			if _, ok := c.(model.CreateGroup); ok {
				r.made = append(r.made, binding{c.Target(), rec.ID})
			}
			r.wrote(c, rec, rec.Failure == model.Failure{})
			return true
		}
		if rec.Held == 0 {
			r.fail(rec.Failure, r.failed(rec))
			return false
		}
		if !r.a.wait(ctx, rec.Held) {
			r.stop(heldBack(rec))
			return false
		}
	}
}

// hold gives how long a call is held back before it is sent again; 0 if it is not.
func (r *runner) hold(rec model.Record, try int) time.Duration {
	again := rec.Failure.Kind == model.FailedThrottled ||
		rec.Failure.Kind == model.FailedNotFound && r.young(rec.Change)
	stands := rec.Outcome == model.Done || rec.Outcome == model.AlreadySo
	if pause, more := delay(try); again && more && !stands {
		return pause
	}
	return 0
}

func heldBack(rec model.Record) string {
	if rec.Failure.Kind == model.FailedThrottled {
		return "stopped on request while AWS limited the rate of calls"
	}
	return "stopped on request while waiting for EC2 to know a group that was just made"
}

// bound gives the change with the ids that EC2 gave to the groups made so far.
func (r *runner) bound(c model.Change) model.Change {
	for _, m := range r.made {
		c = model.Rebind(c, m.pending, m.id)
	}
	return c
}

// young reports whether the change rests on a group that appeared during this run.
func (r *runner) young(c model.Change) bool {
	return slices.ContainsFunc(mentions(c), r.isYoung)
}

// isYoung reports whether a group appeared during this run.
func (r *runner) isYoung(id string) bool {
	return slices.ContainsFunc(r.made, func(m binding) bool { return m.id == id })
}

// note puts a record on disk and then tells of it. It reports false, and the run has failed, if the
// disk refused: nothing may be sent that is not journaled.
func (r *runner) note(i int, rec model.Record) bool {
	rec.At, rec.Step = r.now(), r.chosen[i].Index
	err := r.journal.record(rec)
	if err == nil || rec.Outcome != model.Sent {
		r.run.Records[i] = rec // an answer is true whether the disk took it or not
	}
	if err != nil {
		r.fail(model.Failure{Kind: model.FailedOther, Call: "journal", Resource: r.journal.path, Message: err.Error()},
			"the journal cannot be written, so no more is sent: "+err.Error())
		return false
	}
	r.on(rec)
	return true
}

// close writes the journal's last line. A journal without one belongs to a run that was cut off.
func (r *runner) close() {
	err := r.journal.end(End{At: r.now(), State: r.run.State, Reasons: r.run.Reasons, Failure: r.run.Failure})
	if err != nil && !r.journal.broken {
		r.run.Reasons = append(r.run.Reasons, "the journal's last line could not be written: "+err.Error())
	}
	_ = r.journal.f.Close() // every line was synced when it was written
}
