package apply_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// afterCall lets somebody act once after our n-th call took effect, counted from 1.
func afterCall(w *world, n int, f func(*world)) {
	done := false
	w.after = func(k int, _ model.Change) error {
		if k+1 == n && !done {
			done = true
			f(w)
		}
		return nil
	}
}

// Somebody changes a group between two of our writes.
func TestDriftBetweenTwoWrites(t *testing.T) {
	does := func(c ...model.Change) func(*world) { return func(w *world) { w.does(c...) } }
	added := func(group, text string) model.Authorize { return model.Authorize{Group: group, Rule: rule(text)} }
	gone := func(group, text string) model.Revoke { return model.Revoke{Group: group, Rule: rule(text)} }
	rename := func(w *world) {
		g, _ := w.snap.Group("sg-e")
		g.Description = "mine"
		b := model.NewBuilderFrom(w.snap)
		b.AddGroup(g)
		w.snap = b.Snapshot()
	}
	const overtaken, finished = model.RunOvertaken, model.RunFinished
	tests := []struct {
		name  string
		plan  func(model.Snapshot) model.Plan
		then  func(*world)
		state model.RunState
		calls int
		want  string
	}{
		{"nothing", fixPlan(), func(*world) {}, finished, 4, ""},
		{
			"a rule added", fixPlan(), does(added("sg-e", "ingress tcp 80 from 10.0.0.0/8")), overtaken, 1,
			"Engine (sg-e), while the plan was applied: rule added: ingress tcp 80 from 10.0.0.0/8",
		},
		{"a rule removed", fixPlan(), does(gone("sg-e", "ingress tcp 18889 from sg-w")), overtaken, 1, "rule removed: ingress tcp 18889 from sg-w"},
		{
			"a rule made anew", fixPlan(), does(gone("sg-e", "ingress tcp 18889 from sg-w"), added("sg-e", "ingress tcp 18889 from sg-w")),
			overtaken, 1, "rule made anew",
		},
		{
			"a description changed", fixPlan(), redescribe("sg-e", rule("ingress tcp 18889 from sg-w"), "mine"), overtaken, 1,
			"description changed of the rule ingress tcp 18889",
		},
		{"a tag", fixPlan(), does(model.SetTag{Group: "sg-e", Key: "team", New: "ops"}), overtaken, 1, "tag added: team=ops"},
		{"a group described otherwise", fixPlan(), rename, overtaken, 1, "name, description, VPC or owner changed"},
		{
			"our own change taken back", fixPlan(), does(gone("sg-w", "egress tcp 18888 to sg-e")), overtaken, 1,
			"Workspace (sg-w): a change of this run was taken back, or never took effect: rule removed: egress tcp 18888 to sg-e",
		},
		{
			"our own change made anew", fixPlan(), does(gone("sg-w", "egress tcp 18888 to sg-e"), added("sg-w", "egress tcp 18888 to sg-e")),
			overtaken, 1, "rule made anew, with another id: egress tcp 18888 to sg-e",
		},
		{"the group deleted", fixPlan(), func(w *world) { w.remove("sg-e") }, overtaken, 1, "Engine (sg-e) was deleted while the plan was applied"},
		{"what we were about to do", fixPlan(), does(added("sg-e", "ingress tcp 18888 from sg-w")), finished, 3, ""},
		{"all that we were about to do", fixPlan(), does(added("sg-e", "ingress tcp 18888 from sg-w"),
			gone("sg-w", "ingress tcp 22 from 0.0.0.0/0"), gone("sg-e", "ingress all from 0.0.0.0/0")), finished, 1, ""},
		{"a group that has nothing to do with it", fixPlan(), does(added("sg-x", "ingress tcp 80 from 10.0.0.0/8")), finished, 4, ""},
		{
			"a rule in a group just made", createPlan(), does(added("sg-new1", "ingress tcp 80 from 10.0.0.0/8")), overtaken, 2,
			"rule added: ingress tcp 80",
		},
		{
			"the account's automation tags a group just made", createPlan(), does(model.SetTag{Group: "sg-new1", Key: "CreatedBy", New: "op"}),
			finished, 6, "",
		},
		{"a group just made lets out over IPv6", createPlan(), does(added("sg-new1", "egress all to ::/0")), finished, 6, ""},
		{"automation drops the rule that we would drop", createPlan(), does(gone("sg-new1", "egress all to 0.0.0.0/0")), finished, 5, ""},
	}
	for _, tt := range tests {
		w := newWorld(t)
		if tt.calls <= 4 && !strings.Contains(tt.name, "just made") {
			w = newWorld(t, append(brokenGroups(), group("sg-x", "Other"))...)
		}
		afterCall(w, 1, tt.then)
		run := applied(t, w, tt.plan)
		reasons := strings.Join(run.Reasons, "\n")
		if run.State != tt.state || len(w.sent) != tt.calls || !strings.Contains(reasons, tt.want) {
			t.Errorf("%s: state %v after %d calls, want %v, %d: %q", tt.name, run.State, len(w.sent), tt.state, tt.calls, reasons)
			continue
		}
		if tt.state == overtaken {
			if len(run.Fresh.Steps) == 0 || run.Failure != (model.Failure{}) || len(run.Remaining()) != len(run.Records)-tt.calls {
				t.Errorf("%s: the new plan has %d steps, %d remain: %v", tt.name, len(run.Fresh.Steps), len(run.Remaining()), run.Failure)
			}
			if j := mustRead(t, run.Journal); j.End.State != overtaken {
				t.Errorf("%s: the journal ends %v", tt.name, j.End.State)
			}
		}
	}
}

// What a colleague was faster to add, in words of his own, is adopted and no drift later.
func TestAnAdoptedRuleMayHaveOtherWords(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	w.before = func(n int, c model.Change) error {
		if a, ok := c.(model.Authorize); ok && n == 1 {
			a.Description = "a colleague's"
			w.does(a)
		}
		return nil
	}
	run := applied(t, w, fixPlan())
	if run.State != model.RunFinished || run.Records[1].Outcome != model.AlreadySo {
		t.Errorf("%v %q, %v", run.State, run.Reasons, run.Records[1].Outcome)
	}
}

// A read that is late for a while is no drift, however often it is late.
func TestLateReadsBetweenWritesAreNoDrift(t *testing.T) {
	for late := range 6 {
		w := newWorld(t, brokenGroups()...)
		afterCall(w, 1, func(w *world) { w.staleFor = late })
		if run := applied(t, w, fixPlan()); run.State != model.RunFinished || len(w.sent) != 4 {
			t.Errorf("late %d times: %v %q", late, run.State, run.Reasons)
		}
	}
}

// Nothing is sent into a world that cannot be looked at.
func TestAReadThatFailsBetweenWrites(t *testing.T) {
	tests := []struct {
		name  string
		fail  error
		times int
		state model.RunState
		reads int
	}{
		{"once", errLost, 1, model.RunFinished, 0},
		{"for good", errLost, 1000, model.RunFailed, 6},
		{"denied", errDenied, 1000, model.RunFailed, 1},
		{"expired", errExpired, 1000, model.RunFailed, 1},
	}
	for _, tt := range tests {
		w := newWorld(t, brokenGroups()...)
		left := tt.times
		w.readErr = func(int) error {
			if left--; left >= 0 {
				return tt.fail
			}
			return nil
		}
		run := applied(t, w, fixPlan())
		if run.State != tt.state || tt.reads > 0 && (w.reads != tt.reads || len(w.sent) != 1) {
			t.Errorf("%s: %v after %d reads and %d calls: %q", tt.name, run.State, w.reads, len(w.sent), run.Reasons)
		}
		if tt.state == model.RunFailed && (!strings.Contains(run.Reasons[0], "could not be read again before the next write") ||
			run.Failure != failureIn(tt.fail)) {
			t.Errorf("%s: %q %v", tt.name, run.Reasons, run.Failure)
		}
	}
}

func failureIn(err error) model.Failure { f, _ := err.(model.Failure); return f } //nolint:errorlint // the fake's own

func TestCancelBetweenTwoWrites(t *testing.T) {
	for _, when := range []string{"while reading", "while waiting"} {
		w := newWorld(t, brokenGroups()...)
		ctx, cancel := context.WithCancel(t.Context())
		o := options(t)
		if when == "while reading" {
			w.readErr = func(int) error { cancel(); return errLost }
		} else {
			w.readErr = func(int) error { return errLost }
			o.After = func(time.Duration) <-chan time.Time { cancel(); return nil }
		}
		p := fixPlan()
		run, err := apply.New(w, o).Apply(ctx, all(p(w.snap)), p, nil)
		if err != nil || run.State != model.RunStopped || len(w.sent) != 1 || run.Records[1].Outcome != model.Planned {
			t.Errorf("%s: %v, %v %q", when, err, run.State, run.Reasons)
		}
	}
}

// A throttled call says on its way why and how long it is held back, and is sent again.
func TestThrottlingIsVisible(t *testing.T) {
	tests := []struct {
		times int
		state model.RunState
		held  []time.Duration
	}{
		{1, model.RunFinished, []time.Duration{1}},
		{3, model.RunFinished, []time.Duration{1, 2, 4}},
		{5, model.RunFinished, []time.Duration{1, 2, 4, 8, 16}},
		{6, model.RunFailed, []time.Duration{1, 2, 4, 8, 16}},
	}
	for _, tt := range tests {
		w := newWorld(t, brokenGroups()...)
		left := tt.times
		w.before = func(int, model.Change) error {
			if left--; left >= 0 {
				return errThrottled
			}
			return nil
		}
		var held, waited []time.Duration
		o, p := options(t), fixPlan()
		o.After = func(d time.Duration) <-chan time.Time { waited = append(waited, d); return instant(d) }
		run, err := apply.New(w, o).SkipSync().Apply(t.Context(), all(p(w.snap)), p, func(r model.Record) {
			if r.Held > 0 {
				held = append(held, r.Held/time.Second)
				if r.Failure.Code != "RequestLimitExceeded" || r.Outcome != model.NotDone {
					t.Errorf("held for %v after %+v", r.Held, r)
				}
			}
		})
		if err != nil || run.State != tt.state || len(held) != len(tt.held) || len(waited) < len(held) {
			t.Errorf("%d times: %v, %v, held %v: %q", tt.times, err, run.State, held, run.Reasons)
			continue
		}
		for i := range held {
			if held[i] != tt.held[i] {
				t.Errorf("%d times: held %v, want %v", tt.times, held, tt.held)
			}
		}
		if j := mustRead(t, run.Journal); j.Records[1].Held != time.Second {
			t.Errorf("the journal forgot how long: %+v", j.Records[1])
		}
	}
}

func TestStoppedWhileThrottled(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	w.before = func(int, model.Change) error { return errThrottled }
	ctx, cancel := context.WithCancel(t.Context())
	o, p := options(t), fixPlan()
	o.After = func(time.Duration) <-chan time.Time { cancel(); return nil }
	run, err := apply.New(w, o).Apply(ctx, all(p(w.snap)), p, nil)
	if err != nil || run.State != model.RunStopped || len(w.sent) != 1 || run.Records[0].Outcome != model.NotDone ||
		run.Reasons[0] != "stopped on request while AWS limited the rate of calls" {
		t.Errorf("%v, %v %q, %+v", err, run.State, run.Reasons, run.Records[0])
	}
}
