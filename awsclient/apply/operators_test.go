package apply_test

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// turns lets operators reach one world one call at a time, in an order that the test draws.
type turns struct {
	*world
	permit chan struct{}
	took   chan struct{}
}

func (c turns) turn() func() {
	<-c.permit
	return func() { c.took <- struct{}{} }
}

func (c turns) Load(ctx context.Context, src model.Source, on func(model.Progress)) (model.Snapshot, error) {
	defer c.turn()()
	return c.world.Load(ctx, src, on)
}

func (c turns) Group(ctx context.Context, id string) (model.Group, model.Presence, error) {
	defer c.turn()()
	return c.world.Group(ctx, id)
}

func (c turns) GroupNamed(ctx context.Context, vpc, name string) (model.Group, model.Presence, error) {
	defer c.turn()()
	return c.world.GroupNamed(ctx, vpc, name)
}

func (c turns) Send(ctx context.Context, ch model.Change) (string, error) {
	defer c.turn()()
	return c.world.Send(ctx, ch)
}

// atOnce lets operators apply their orders to one world at once; next says whose turn it is.
func atOnce(t *testing.T, w *world, next func() int, plans ...func(model.Snapshot) model.Plan) []model.Run {
	t.Helper()
	runs := make([]model.Run, len(plans))
	clouds := make([]turns, len(plans))
	ended := make([]chan struct{}, len(plans))
	for i, plan := range plans {
		clouds[i] = turns{w, make(chan struct{}), make(chan struct{})}
		ended[i] = make(chan struct{})
		a := apply.New(clouds[i], timed(apply.Options{})).KeepIn(apply.Disk{})
		order := all(plan(w.snap))
		go func() {
			defer close(ended[i])
			run, err := a.Apply(t.Context(), order, plan, nil)
			if err != nil {
				run.Reasons = append(run.Reasons, err.Error())
			}
			runs[i] = run
		}()
	}
	for left := len(plans); left > 0; {
		i := next() % len(plans)
		for ended[i] == nil {
			i = (i + 1) % len(plans)
		}
		select {
		case clouds[i].permit <- struct{}{}:
			<-clouds[i].took
		case <-ended[i]:
			ended[i] = nil
			left--
		}
	}
	return runs
}

// rawCodes are EC2's codes, which say nothing to an operator whose colleague was faster.
var rawCodes = regexp.MustCompile(`Invalid\w+\.\w+|UnknownIpPermissions`)

// Two operators with the same plan: it is carried out once, however their calls mix.
func TestTwoOperatorsOfOnePlan(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := randomWorld(t, rt)
		plan := towardsNamed(randomChanges(rt, w)...)
		if len(plan(w.snap).Steps) == 0 {
			return
		}
		start := w.snap
		newDesk(t, w).do(plan)
		planned := inFull(w.snap)
		w.snap, w.took = start, nil
		turn := rapid.IntRange(0, 1)
		runs := atOnce(t, w, func() int { return turn.Draw(rt, "turn") }, plan, plan)
		if diff := cmp.Diff(planned, inFull(w.snap)); diff != "" || len(w.doubled()) > 0 {
			rt.Fatalf("doubled %v, the end (-planned +got):\n%s", w.doubled(), diff)
		}
		finished := 0
		for i, run := range runs {
			if run.State == model.RunFinished {
				finished++
			}
			if s := strings.Join(run.Reasons, "\n"); rawCodes.MatchString(s) ||
				run.State != model.RunFinished && run.State != model.RunDrifted {
				rt.Fatalf("operator %d: %v %q", i, run.State, s)
			}
		}
		if finished == 0 {
			rt.Fatalf("nobody finished: %q and %q", runs[0].Reasons, runs[1].Reasons)
		}
	})
}

// Two operators with different plans: each either finishes or is told what changed, in words; and what
// the journal of each says it did, the world took from it once.
func TestTwoOperatorsOfTwoPlans(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := randomWorld(t, rt)
		one, two := towardsNamed(randomChanges(rt, w)...), towardsNamed(randomChanges(rt, w)...)
		if len(one(w.snap).Steps) == 0 || len(two(w.snap).Steps) == 0 {
			return
		}
		turn := rapid.IntRange(0, 1)
		runs := atOnce(t, w, func() int { return turn.Draw(rt, "turn") }, one, two)
		var done, took int
		for i, run := range runs {
			if s := strings.Join(run.Reasons, "\n"); rawCodes.MatchString(s) {
				rt.Fatalf("operator %d: %v %q", i, run.State, s)
			}
			if run.State != model.RunFinished && len(run.Reasons) == 0 {
				rt.Fatalf("operator %d is told nothing of %v", i, run.State)
			}
			for _, r := range run.Records {
				if r.Outcome == model.Done && !tags(r.Change) {
					done++
				}
				if r.Outcome == model.Sent || r.Outcome == model.Unsettled {
					rt.Fatalf("operator %d: step %d is %v", i, r.Step, r.Outcome)
				}
			}
		}
		for _, c := range w.took {
			if !tags(c) {
				took++
			}
		}
		if done != took {
			rt.Fatalf("the journals say that %d changes were done, the world took %d: %v", done, took, w.took)
		}
	})
}

// tags reports whether a change is of a tag, which EC2 lets two callers set to the same value.
func tags(c model.Change) bool {
	kind := model.ChangeKind(c)
	return kind == "set-tag" || kind == "remove-tag"
}

// Two operators apply the same plan at once: nothing takes effect twice and both end well.
func TestTwoOperators(t *testing.T) {
	clean := newWorld(t)
	applied(t, clean, createPlan())
	for step := range 6 {
		w := newWorld(t)
		p := createPlan()
		order := all(p(w.snap))
		inner := false
		var second model.Run
		w.onSend = func(model.Change) {
			if inner || len(w.sent) != step+1 {
				return
			}
			inner = true // the other one does all that is left in the middle of our call
			second, _ = apply.New(w, options(t)).Apply(t.Context(), all(p(w.snap)), p, nil)
		}
		first, err := apply.New(w, options(t)).Apply(t.Context(), order, p, nil)
		if err != nil || first.State != model.RunFinished || second.State != model.RunFinished {
			t.Errorf("step %d: %v, %v %q and %v %q", step, err, first.State, first.Reasons, second.State, second.Reasons)
		}
		if d := cmp.Diff(byName(clean.snap), byName(w.snap)); d != "" || len(w.doubled()) > 0 {
			t.Errorf("step %d: doubled %v, the end (-want +got):\n%s", step, w.doubled(), d)
		}
		if r := first.Records[step]; r.Outcome != model.AlreadySo {
			t.Errorf("step %d: %+v", step, r)
		}
	}
}
