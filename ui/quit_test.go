package ui_test

import (
	"context"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// slowWriter applies one change, then waits until it is told to stop, as a call in flight does.
type slowWriter struct{ applied []model.Step }

// Apply records the first step as done and the others as not sent.
func (w *slowWriter) Apply(ctx context.Context, o model.Order, _ func(model.Snapshot) model.Plan,
	on func(model.Record),
) (model.Run, error) {
	var run model.Run
	for i, s := range o.Chosen() {
		rec := model.Record{Step: i, Change: s.Change}
		if i == 0 {
			w.applied = append(w.applied, s)
			rec.Outcome = model.Done
			on(rec)
			<-ctx.Done()
		}
		run.Records = append(run.Records, rec)
	}
	run.State = model.RunStopped
	return run, nil
}

var _ ui.Writer = (*slowWriter)(nil)

// Quit while a plan is applied finishes the call in flight, sends no other, says what remains, and
// only then quits.
func TestQuitWhileApplying(t *testing.T) {
	for _, quit := range []string{"q", "ctrl+c"} {
		cloud, w := cloudOf(analytics), &slowWriter{}
		cloud.writer = w
		drive(t, cloud, nil, func(d *driver) {
			d.press("f", "a", "tab", "enter")
			d.unseen("READ-ONLY", "> Apply <")
			d.press("r")
			d.see("r: a plan is being applied")
			d.press("2", quit)
			if d.quit {
				t.Fatal("it quit in the middle of a run")
			}
			d.see("[4 Changes")
			if len(w.applied) != 1 {
				t.Errorf("%d steps were sent: want the one in flight", len(w.applied))
			}
			d.press(quit)
			if !d.quit {
				t.Errorf("%s after the end of the run did not quit:\n%s", quit, d.text())
			}
		})
	}
}
