package cli

import (
	"context"
	"fmt"
	"sync"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/report"
)

// drain is a Writer that can be waited for. A signal ends the screen at once, but not a run: the call
// in flight is finished and journaled first, and somebody has to say what remains.
type drain struct {
	ui.Writer
	running sync.WaitGroup

	mu   sync.Mutex
	last model.Run // the zero Run, which is a finished one, until there was one
}

// Apply carries out an order and remembers what came of it.
func (d *drain) Apply(ctx context.Context, o model.Order, replan func(model.Snapshot) model.Plan,
	on func(model.Record),
) (model.Run, error) {
	d.running.Add(1)
	defer d.running.Done()
	run, err := d.Writer.Apply(ctx, o, replan, on)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last = run
	return run, err //nolint:wrapcheck // the Writer's own words
}

// wait waits for a run that is under way and tells what remains of it, in lines; none if all stands.
func (d *drain) wait() []string {
	d.running.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	left := d.last.Remaining()
	if len(left) == 0 {
		return nil
	}
	all := len(d.last.Records)
	lines := []string{fmt.Sprintf("sgscope: stopped; %d of %d changes stand, these do not:", all-len(left), all)}
	for _, r := range left {
		lines = append(lines, fmt.Sprintf("  %s: %s (%s)", model.ChangeKind(r.Change),
			report.ChangeText(d.last.After, r.Change), r.Outcome))
	}
	if d.last.Journal != "" {
		lines = append(lines, "  journal: "+d.last.Journal)
	}
	return lines
}
