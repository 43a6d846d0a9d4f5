package ui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// workingWriter carries orders out on the snapshot that its cloud reads, as an account would: new
// groups and rules get ids, the plan is made again first, and an order must name its VPC.
type workingWriter struct {
	cloud     *fakeCloud
	meanwhile func(model.Snapshot) model.Snapshot // what somebody else does before the first write
	failAt    int                                 // the call, from 1, that fails; 0 for none
	failure   model.Failure
	outcome   model.Outcome // of the call that fails
	refusal   error         // the run cannot begin
	overtaken int           // how many calls are sent until somebody else changes the account; 0 for never
	gate      chan struct{} // every call waits here; nil for no wait
	orders    []model.Order
	sent      []model.Change
	bound     map[string]string // pending id → id
}

var _ ui.Writer = (*workingWriter)(nil)

// writable is an account with just that in it, in which changes can be made.
func writable(text string) (*fakeCloud, *workingWriter) {
	c := cloudOf(text)
	w := &workingWriter{cloud: c, bound: map[string]string{}, outcome: model.NotDone}
	c.writer = w
	return c, w
}

// Apply carries out an order.
func (w *workingWriter) Apply(ctx context.Context, o model.Order, replan func(model.Snapshot) model.Plan,
	on func(model.Record),
) (model.Run, error) {
	w.orders = append(w.orders, o)
	if err := w.acceptable(o); err != nil {
		return model.Run{State: model.RunFailed}, err
	}
	if w.meanwhile != nil {
		w.cloud.end = w.meanwhile(w.cloud.end)
	}
	if fresh := replan(w.cloud.end); !fresh.Same(o.Plan) {
		why := "DefaultEngineSecurityGroup (sg-0eng1) was changed since the review"
		return model.Run{State: model.RunDrifted, Fresh: fresh, Reasons: []string{why}}, nil
	}
	run := model.Run{Journal: "/journals/1.jsonl"}
	for _, i := range o.Picks {
		run.Records = append(run.Records, model.Record{Step: i, Change: o.Plan.Steps[i].Change})
	}
	for n := range run.Records {
		if ctx.Err() != nil {
			run.State, run.Reasons = model.RunStopped, []string{"stopped on request: what is not marked done was not sent"}
			return run, nil
		}
		if w.overtaken > 0 && n == w.overtaken {
			run.State, run.Reasons = model.RunOvertaken, []string{"DefaultEngineSecurityGroup (sg-0eng1): rule removed"}
			run.After, run.Fresh = w.cloud.end, replan(w.cloud.end)
			return run, nil
		}
		if !w.send(&run, n, on) {
			run.State, run.Failure = model.RunFailed, w.failure
			run.Reasons = []string{"the rule: not done: " + w.failure.Error()}
			return run, nil
		}
	}
	run.After, run.Fresh = w.cloud.end, replan(w.cloud.end)
	return run, nil
}

func (w *workingWriter) acceptable(o model.Order) error {
	if w.refusal != nil {
		return w.refusal
	}
	invalid := func(s string) error { return model.Failure{Kind: model.FailedInvalid, Message: s} }
	if o.VPC == "" {
		return invalid("the order names no VPC")
	}
	for _, s := range o.Chosen() {
		vpc, _ := model.PendingName(s.Change.Target())
		if g, ok := w.cloud.end.Group(s.Change.Target()); ok {
			vpc = g.VPC
		}
		if vpc != o.VPC {
			return invalid(vpc + " is not the VPC that was confirmed, " + o.VPC)
		}
	}
	return nil
}

// send carries out one change and reports whether it stands.
func (w *workingWriter) send(run *model.Run, n int, on func(model.Record)) bool {
	rec := &run.Records[n]
	for pending, id := range w.bound {
		rec.Change = model.Rebind(rec.Change, pending, id)
	}
	rec.Outcome = model.Sent
	on(*rec)
	if w.gate != nil {
		<-w.gate
	}
	w.sent = append(w.sent, rec.Change)
	if len(w.sent) == w.failAt {
		rec.Outcome, rec.Failure = w.outcome, w.failure
		on(*rec)
		return false
	}
	rec.ID = w.store(rec.Change)
	rec.Outcome = model.Done
	on(*rec)
	return true
}

// store puts a change into the account and gives the id of what came of it.
func (w *workingWriter) store(c model.Change) string {
	after, err := w.cloud.end.With(c)
	if err != nil {
		panic(fmt.Sprintf("the plan holds what EC2 would refuse: %v", err))
	}
	b := model.NewBuilderFrom(w.cloud.end)
	g, _ := after.Group(c.Target())
	id := fmt.Sprintf("sgr-new%d", len(w.sent))
	if _, isNew := c.(model.CreateGroup); isNew {
		id = fmt.Sprintf("sg-new%d", len(w.sent))
		w.bound[g.ID], g.ID = id, id
	}
	g.Rules = slices.Clone(g.Rules)
	for i := range g.Rules {
		if g.Rules[i].ID == "" {
			g.Rules[i].ID = fmt.Sprintf("sgr-new%d%d", len(w.sent), i)
		}
	}
	b.AddGroup(g)
	w.cloud.end = b.Snapshot()
	return id
}

// letGo lets one waiting call go on.
func (d *driver) letGo(w *workingWriter) {
	d.t.Helper()
	w.gate <- struct{}{}
	d.settle()
}

// title gives the line above the inspector: what is selected on the Studios page, or which step.
func (d *driver) titleLine() string {
	for row := range strings.SplitSeq(d.text(), "\n") {
		if strings.HasPrefix(row, "─ ") || strings.HasPrefix(row, "- ") {
			return strings.Trim(row, "─- ")
		}
	}
	return ""
}
