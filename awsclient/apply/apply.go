package apply

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sgscope/sgscope/model"
)

// Cloud is the few calls that applying needs. An error that tells anything is a model.Failure.
type Cloud interface {
	// Load reads the world again.
	Load(ctx context.Context, src model.Source, on func(model.Progress)) (model.Snapshot, error)
	// Group reads one group, with its rules and rule ids. Gone is an answer, not an error.
	Group(ctx context.Context, id string) (model.Group, model.Presence, error)
	// GroupNamed reads the group of that name, in upper or lower case, in a VPC.
	GroupNamed(ctx context.Context, vpc, name string) (model.Group, model.Presence, error)
	// Send makes one change with one call and gives the id of the group or rule that came of it. A
	// revoke that EC2 answers with UnknownIpPermissions is an error of kind "not found".
	Send(ctx context.Context, c model.Change) (id string, err error)
}

// Options are what an Applier needs to know of its surroundings.
type Options struct {
	Dir     string // where journals go; "" for DefaultDir
	Tool    string // name and version for the journal's first line; may be ""
	Sandbox bool   // the account is the sandbox in this process: its journals are kept apart
	Source  model.Source

	Now   func() time.Time                                    // nil for the clock
	After func(time.Duration) <-chan time.Time                // for waits between reads; nil for time.After
	Seen  func(id, digest string) (g model.Group, found bool) // a group as it was when it had that digest; may be nil

	// CallLimit bounds a call in flight, and apart from it the reading that settles it: neither hears
	// the caller's cancel. 0 is two minutes.
	CallLimit time.Duration
}

// Applier carries out orders, and says what became of earlier ones. It holds no state between them.
type Applier struct {
	cloud Cloud
	opts  Options
	open  func(path string) (sink, error)
	sync  func(dir string) error
	load  func(path string) (Journal, error)
	born  time.Time // of a sandbox's: older journals are of a world that is gone
}

// New makes an Applier.
func New(c Cloud, o Options) *Applier {
	if o.Dir == "" {
		o.Dir = DefaultDir()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.CallLimit == 0 {
		o.CallLimit = 2 * time.Minute
	}
	a := &Applier{cloud: c, opts: o, open: openExclusive, sync: syncDir, load: ReadJournal}
	if o.Sandbox {
		a.born = o.Now()
	}
	return a
}

// Apply carries out the chosen steps of an order. First it reads again and calls replan: if the plan,
// or anything that it rests on, is not as reviewed, the Run is drifted and nothing was written. The
// error is what kept it from starting, with nothing written either; once a journal is open the Run
// tells all and the error is nil. Records are reported to on as soon as they are on disk.
//
// When ctx is cancelled the call in flight is finished, settled and journaled, and the Run is stopped.
func (a *Applier) Apply(ctx context.Context, o model.Order, replan func(model.Snapshot) model.Plan,
	on func(model.Record),
) (model.Run, error) {
	r := newRunner(a, o, replan, on)
	if err := r.acceptable(); err != nil {
		return r.refused(err)
	}
	snap, err := a.cloud.Load(ctx, a.opts.Source, func(model.Progress) {})
	if ctx.Err() != nil {
		r.stop(stoppedBefore)
		return r.run, nil
	}
	if err != nil {
		return r.refused(fmt.Errorf("read again before the first write: %w", err))
	}
	fresh := replan(snap)
	if reasons := a.drift(o, r.chosen, fresh, snap); len(reasons) > 0 {
		r.run.State, r.run.Fresh, r.run.Reasons = model.RunDrifted, fresh, reasons
		return r.run, nil
	}
	r.snap = snap
	if err := r.permitted(); err != nil {
		return r.refused(err)
	}
	err = r.allowed(ctx)
	if ctx.Err() != nil {
		r.stop(stoppedBefore)
		return r.run, nil
	}
	if err != nil {
		return r.refused(err)
	}
	r.journal, err = a.create(r.header())
	if err != nil {
		return r.refused(err)
	}
	r.run.Journal = r.journal.path
	r.believe()
	if r.sendAll(ctx) {
		r.verify(ctx)
	} else {
		r.look(ctx)
	}
	r.close()
	return r.run, nil
}

const stoppedBefore = "stopped before the first write: nothing was changed"

// failureOf gives an error as the Failure that it is or wraps. A call that ran out of time has been
// sent perhaps, which is what offline means here.
func failureOf(err error) model.Failure {
	var f model.Failure
	switch {
	case err == nil:
		return model.Failure{}
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return model.Failure{Kind: model.FailedOffline, Message: "no answer in time: " + err.Error()}
	}
	return model.Failure{Kind: model.FailedOther, Message: err.Error()}
}

// wait lets some time pass and reports whether ctx is still alive then.
func (a *Applier) wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-a.opts.After(d):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// delay gives the time to wait before the n-th repetition, from 0, and reports whether there is one.
// EC2 shows a new group and a new rule to every reader after some seconds, not at once.
// Source: https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
func delay(n int) (time.Duration, bool) {
	const times = 5
	return time.Second << min(n, times), n < times
}
