package apply_test

import (
	"context"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

func TestVerify(t *testing.T) {
	staleLoads := func(n int) func(*world) {
		return func(w *world) {
			w.staleLoad = map[int]model.Snapshot{}
			for i := range n {
				w.staleLoad[1+i] = w.snap
			}
		}
	}
	tests := []struct {
		name  string
		fault func(*world)
		state model.RunState
		loads int
		want  string
	}{
		{"at once", func(*world) {}, model.RunFinished, 2, ""},
		{"seen late", staleLoads(3), model.RunFinished, 5, ""},
		{"never seen", staleLoads(9), model.RunFailed, 5, "AWS accepted the call, but it does not show: create the group"},
		{"cannot be read", func(w *world) {
			w.loadErr = func(n int) error {
				if n > 0 {
					return errLost
				}
				return nil
			}
		}, model.RunFailed, 2, "every change was made, but they could not be read back: offline"},
		{"groups cannot be read", func(w *world) {
			b := model.NewBuilder(w.snap.Origin())
			b.Mark(model.PartGroups, "", model.Reading{State: model.ReadFailed, Failure: errDenied})
			w.staleLoad = map[int]model.Snapshot{1: b.Snapshot(), 2: b.Snapshot(), 3: b.Snapshot(), 4: b.Snapshot()}
		}, model.RunFailed, 5, "security groups: failed this time: denied"},
		{"reverted at once", func(w *world) {
			w.onLoad = func(n int) {
				if g, ok := w.snap.GroupNamed(vpc, "Engine"); n == 1 && ok {
					w.does(model.Revoke{Group: g.ID, Rule: g.In(model.Ingress)[0].Rule})
				}
			}
		}, model.RunFailed, 5, "it does not show: authorize ingress tcp 18888 from sg-new1 on Engine (sg-new3)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			tt.fault(w)
			run := applied(t, w, createPlan())
			if run.State != tt.state || w.loads != tt.loads || !strings.Contains(strings.Join(run.Reasons, "\n"), tt.want) {
				t.Errorf("state %v after %d loads: %q; want %v, %d, %q",
					run.State, w.loads, run.Reasons, tt.state, tt.loads, tt.want)
			}
			if len(run.Remaining()) != 0 {
				t.Errorf("every call was answered, but %v remain", run.Remaining())
			}
			if j := mustRead(t, run.Journal); j.End.State != tt.state {
				t.Errorf("journal ends %+v", j.End)
			}
		})
	}
}

func TestVerifyAsksThePlanToo(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	stubborn := func(model.Snapshot) model.Plan {
		p := model.Plan{}
		found, _ := w.snap.Group("sg-w")
		have, _ := found.Find(revoke.Rule)
		tag := setTag
		tag.Old, tag.HadOld = found.Tags.Get("team")
		inNew := model.Authorize{Group: create.Target(), Rule: rule("ingress tcp 22 from 10.0.0.0/8")}
		p.Steps = []model.Step{
			{Change: create},
			{Change: authorize},
			{Change: inNew},
			{Change: model.Revoke{Group: "sg-w", Rule: revoke.Rule, RuleID: have.ID}},
			{Change: tag},
		}
		return p
	}
	run, err := apply.New(w, options(t)).Apply(t.Context(), all(stubborn(w.snap)), stubborn, nil)
	if err != nil || run.State != model.RunFailed || len(run.Reasons) != 5 ||
		!strings.HasPrefix(run.Reasons[0], "it was applied, but the plan still wants it: create") {
		t.Errorf("%v, state %v %q", err, run.State, run.Reasons)
	}
}

func TestAfterAFailureTheWorldIsReadAgain(t *testing.T) {
	for _, tt := range []struct {
		f     model.Failure
		loads int
	}{{errDenied, 2}, {errQuota, 2}, {errLost, 1}, {errExpired, 1}} {
		w := newWorld(t)
		w.before = unheardAt(2, tt.f)
		run := applied(t, w, createPlan())
		if w.loads != tt.loads || run.State != model.RunFailed {
			t.Errorf("%v: %d loads, state %v", tt.f.Kind, w.loads, run.State)
		}
		if tt.loads == 2 && len(run.Fresh.Steps) != len(run.Remaining()) {
			t.Errorf("%v: %d steps remain, the fresh plan has %d", tt.f.Kind, len(run.Remaining()), len(run.Fresh.Steps))
		}
	}
}

func TestStoppedWhileVerifying(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	ctx, cancel := context.WithCancel(t.Context())
	w.onLoad = func(n int) {
		if n == 1 {
			cancel()
		}
	}
	p := fixPlan()
	run, err := apply.New(w, options(t)).Apply(ctx, all(p(w.snap)), p, nil)
	if err != nil || run.State != model.RunStopped || len(run.Remaining()) != 0 {
		t.Errorf("%v, state %v %q", err, run.State, run.Reasons)
	}
}
