package apply_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// The matrix: every kind of fault at every call of a create plan and of a fix plan. The end is the
// planned one, or the journal says exactly what is missing and going on from there reaches it; no
// change takes effect twice.
func TestFaultMatrix(t *testing.T) {
	plans := []struct {
		name   string
		groups []model.Group
		plan   func(model.Snapshot) model.Plan
	}{
		{"create", nil, createPlan()},
		{"fix", brokenGroups(), fixPlan()},
	}
	answers := []model.Failure{errLost, errThrottled, errBroken, errExpired, errDenied, errQuota, errInvalid, errDuplicate, errNotFound, errNoGroup}
	for _, p := range plans {
		clean := newWorld(t, p.groups...)
		steps := len(p.plan(clean.snap).Steps)
		applied(t, clean, p.plan)
		want := byName(clean.snap)
		for step := range steps {
			for _, f := range answers {
				for _, m := range moments() {
					if m.lateRead && saysNo(f.Kind) {
						continue
					}
					t.Run(fmt.Sprintf("%s/%d/%s %s/%s", p.name, step, f.Kind, f.Code, m.name), func(t *testing.T) {
						w := newWorld(t, p.groups...)
						m.strike(w, step, f)
						run := applied(t, w, p.plan)
						checkRun(t, w, p.plan, run)
						goOn(t, w, p.plan, want)
					})
				}
			}
		}
	}
}

// A moment is where in a call the fault strikes.
type moment struct {
	name     string
	lateRead bool
	strike   func(w *world, step int, f error)
}

// saysNo reports whether AWS refused. That such an answer hides an effect takes a repetition inside the
// SDK whose first answer was lost; that reads are late at the same time as well is left out: then the
// journal says "not done", and whoever goes on reads again before the first write.
func saysNo(k model.FailureKind) bool {
	return k == model.FailedDenied || k == model.FailedQuota || k == model.FailedInvalid || k == model.FailedNotFound
}

func moments() []moment {
	at := func(step int, f error) func(int, model.Change) error { return unheardAt(step, f) }
	return []moment{
		{"before", false, func(w *world, step int, f error) { w.before = at(step, f) }},
		{"after", false, func(w *world, step int, f error) { w.after = at(step, f) }},
		{"after, read late", true, func(w *world, step int, f error) { w.after, w.staleFor = at(step, f), 2 }},
		{"before, then nothing is read", false, func(w *world, step int, f error) {
			w.before, w.readErr = at(step, f), func(int) error { return errLost }
		}},
		{"after, then nothing is read", false, func(w *world, step int, f error) {
			w.after, w.readErr = at(step, f), func(int) error { return errLost }
		}},
	}
}

// checkRun compares what the run says of every step with what the world shows.
func checkRun(t *testing.T, w *world, plan func(model.Snapshot) model.Plan, run model.Run) {
	t.Helper()
	if d := w.doubled(); len(d) > 0 {
		t.Errorf("doubled: %v", d)
	}
	sent := map[model.Change]bool{}
	for _, c := range w.sent {
		sent[c] = true
	}
	for _, r := range run.Records {
		there := shown(w.snap, r.Change)
		switch r.Outcome {
		case model.Done, model.AlreadySo:
			if !there {
				t.Errorf("step %d is said to be %v and is not", r.Step, r.Outcome)
			}
		case model.NotDone, model.Planned:
			if there && sent[r.Change] && w.readErr == nil {
				t.Errorf("step %d is said to be %v and is done", r.Step, r.Outcome)
			}
			if r.Outcome == model.Planned && sent[r.Change] {
				t.Errorf("step %d was sent and is said to be planned", r.Step)
			}
		case model.Unsettled:
			if w.readErr == nil {
				t.Errorf("step %d is unsettled, though reading works", r.Step)
			}
		case model.Sent:
			t.Errorf("step %d has no outcome", r.Step)
		}
	}
	left := len(plan(w.snap).Steps)
	if (run.State == model.RunFinished) != (left == 0 && len(run.Remaining()) == 0) {
		t.Errorf("state %v, %d steps remain, but the plan made again has %d", run.State, len(run.Remaining()), left)
	}
	if w.readErr == nil && left != len(run.Remaining()) {
		t.Errorf("%d steps are said to remain, the plan made again has %d", len(run.Remaining()), left)
	}
	j := mustRead(t, run.Journal)
	if d := cmp.Diff(run.Records, j.Outcomes(), sameRules()); d != "" || j.End.State != run.State || j.Torn {
		t.Errorf("journal ends %v (-run +journal):\n%s", j.End, d)
	}
}

// goOn applies what is left, without faults, and compares the end.
func goOn(t *testing.T, w *world, plan func(model.Snapshot) model.Plan, want []string) {
	t.Helper()
	w.before, w.after, w.readErr, w.onSend, w.staleFor = nil, nil, nil, nil, 0
	if p := plan(w.snap); len(p.Steps) > 0 {
		if run := applied(t, w, plan); run.State != model.RunFinished {
			t.Fatalf("going on: state %v: %q", run.State, run.Reasons)
		}
	}
	if d := cmp.Diff(want, byName(w.snap)); d != "" {
		t.Errorf("the end (-want +got):\n%s", d)
	}
	if d := w.doubled(); len(d) > 0 {
		t.Errorf("doubled: %v", d)
	}
}

// byName gives a world's groups as lines without ids.
func byName(s model.Snapshot) []string {
	var names []string
	for g := range s.Groups() {
		names = append(names, g.ID, g.Name)
	}
	var out []string
	for g := range s.Groups() {
		var rules []string
		for _, r := range g.Rules {
			rules = append(rules, strings.NewReplacer(names...).Replace(r.Rule.String()))
		}
		slices.Sort(rules)
		out = append(out, fmt.Sprint(g.Name, g.Description, g.Tags, rules))
	}
	slices.Sort(out)
	return out
}

// A crash at any call leaves a journal that ends with the call that was sent.
func TestCrashMatrix(t *testing.T) {
	for _, p := range []struct {
		groups []model.Group
		plan   func(model.Snapshot) model.Plan
	}{{nil, createPlan()}, {brokenGroups(), fixPlan()}} {
		clean := newWorld(t, p.groups...)
		steps := len(p.plan(clean.snap).Steps)
		applied(t, clean, p.plan)
		for step := range steps {
			for _, when := range []string{"before", "after"} {
				w, o := newWorld(t, p.groups...), options(t)
				die := func(n int, _ model.Change) error {
					if n == step {
						panic("killed")
					}
					return nil
				}
				if when == "before" {
					w.before = die
				} else {
					w.after = die
				}
				func() {
					defer func() { _ = recover() }()
					_, _ = apply.New(w, o).Apply(t.Context(), all(p.plan(w.snap)), p.plan, nil)
				}()
				list, err := apply.List(o.Dir)
				if err != nil || len(list) != 1 || list[0].Ended() {
					t.Fatalf("step %d: journals %+v, %v", step, list, err)
				}
				for i, r := range list[0].Outcomes() {
					want := []model.Outcome{model.Done, model.Sent, model.Planned}[min(max(i-step, -1), 1)+1]
					if r.Outcome != want {
						t.Errorf("killed %s step %d: step %d is %v, want %v", when, step, i, r.Outcome, want)
					}
				}
				goOn(t, w, p.plan, byName(clean.snap))
			}
		}
	}
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
