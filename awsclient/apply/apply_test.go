package apply_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

func TestCreatePlanIsCarriedOut(t *testing.T) {
	w := newWorld(t)
	run := applied(t, w, createPlan())
	if run.State != model.RunFinished {
		t.Fatalf("state %v, reasons %q", run.State, run.Reasons)
	}
	if len(run.Fresh.Steps) != 0 {
		t.Errorf("a second plan still wants %v", run.Fresh.Steps)
	}
	want := []string{
		"sg-new1 Workspace: egress tcp 18888 to sg-new3, egress tcp 443 to 0.0.0.0/0",
		"sg-new3 Engine: ingress tcp 18888 from sg-new1, egress all to 0.0.0.0/0",
	}
	if d := cmp.Diff(want, picture(run.After)); d != "" {
		t.Errorf("the world (-want +got):\n%s", d)
	}
	for i, id := range []string{"sg-new1", "sg-new3"} {
		if r := run.Records[i]; r.ID != id || r.Maker != model.MakerUs || r.Outcome != model.Done {
			t.Errorf("record %d: %+v, want %s made by us", i, r, id)
		}
	}
	if len(run.Remaining()) != 0 || len(run.Records) != 6 {
		t.Errorf("records %v", run.Records)
	}
}

func TestFixPlanIsCarriedOut(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	run := applied(t, w, fixPlan())
	want := []string{
		"sg-e Engine: ingress tcp 18889 from sg-w, ingress tcp 18888 from sg-w",
		"sg-w Workspace: egress tcp 443 to 0.0.0.0/0, egress tcp 18888 to sg-e",
	}
	if d := cmp.Diff(want, picture(run.After)); d != "" || run.State != model.RunFinished {
		t.Errorf("state %v %q, the world (-want +got):\n%s", run.State, run.Reasons, d)
	}
}

func TestAnOwnerThatIsNotKnownIsNoRefusal(t *testing.T) {
	groups := brokenGroups()
	groups[0].Owner, groups[1].Owner = "", ""
	w := newWorld(t, groups...)
	if run := applied(t, w, fixPlan()); run.State != model.RunFinished {
		t.Errorf("state %v: %q", run.State, run.Reasons)
	}
}

// picture gives a world's groups as lines.
func picture(s model.Snapshot) []string {
	var out []string
	for g := range s.Groups() {
		var rules []string
		for _, r := range g.Rules {
			rules = append(rules, r.Rule.String())
		}
		out = append(out, g.ID+" "+g.Name+": "+strings.Join(rules, ", "))
	}
	return out
}

func TestEveryCallIsJournaledBeforeItIsSent(t *testing.T) {
	w := newWorld(t)
	o := options(t)
	w.onSend = func(c model.Change) {
		paths := files(t, o.Dir)
		if len(paths) != 1 {
			t.Fatalf("journals when a call is sent: %v", paths)
		}
		j := mustRead(t, paths[0])
		last := j.Records[len(j.Records)-1]
		if last.Outcome != model.Sent || last.Change != c || len(j.Header.Steps) != 6 {
			t.Errorf("call %v is sent, but the journal ends with %+v", c, last)
		}
	}
	w.before = func(n int, _ model.Change) error {
		if n == 2 { // and a call that is sent again has a line again
			return model.Failure{Kind: model.FailedNotFound, Code: "InvalidGroup.NotFound"}
		}
		return nil
	}
	var told []model.Record
	p := createPlan()
	settling := 0
	run, err := apply.New(w, o).Apply(t.Context(), all(p(w.snap)), p, func(r model.Record) {
		if r.Outcome == model.Sent && r.Failure.Kind != model.NoFailure { // for the screen only: the answer settled nothing
			settling++
			return
		}
		told = append(told, r)
	})
	if err != nil || run.State != model.RunFinished || settling != 1 {
		t.Fatalf("%v %v, told %d times that an answer settled nothing", err, run.Reasons, settling)
	}
	j := mustRead(t, run.Journal)
	if d := cmp.Diff(told, j.Records, sameRules()); d != "" {
		t.Errorf("what was told is not what is on disk (-told +disk):\n%s", d)
	}
	if d := cmp.Diff(run.Records, j.Outcomes(), sameRules()); d != "" {
		t.Errorf("outcomes (-run +journal):\n%s", d)
	}
	if len(told) != 14 {
		t.Errorf("%d records, want a Sent and an answer for each of 7 calls", len(told))
	}
}

func TestOnlyWhatWasChosenIsSent(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	plan := fixPlan()
	blocked := func(s model.Snapshot) model.Plan {
		p := plan(s)
		p.Steps[3].Blocked = "usage unknown: interfaces were not read"
		return p
	}
	order := all(blocked(w.snap))
	order.Picks = []int{3, 2, 0}
	run, err := apply.New(w, options(t)).Apply(t.Context(), order, planFor(w, blocked, fixPlan()), nil)
	if err != nil || run.State != model.RunFinished {
		t.Fatalf("%v, state %v: %q", err, run.State, run.Reasons)
	}
	want := []model.Change{order.Plan.Steps[0].Change, order.Plan.Steps[2].Change}
	if d := cmp.Diff(want, w.sent, sameRules()); d != "" {
		t.Errorf("sent (-want +got):\n%s", d)
	}
}

func TestAStepWhoseNeedIsLeftOutIsNotSent(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	needy := func(s model.Snapshot) model.Plan {
		p := fixPlan()(s)
		p.Steps[2].Needs, p.Steps[3].Needs = []int{0}, []int{2}
		return p
	}
	order := all(needy(w.snap))
	order.Picks = []int{1, 2, 3}
	run, err := apply.New(w, options(t)).Apply(t.Context(), order, planFor(w, needy, fixPlan()), nil)
	if err != nil || run.State != model.RunFinished || len(w.sent) != 1 || len(run.Records) != len(order.Chosen()) {
		t.Errorf("%v, state %v %q, sent %v", err, run.State, run.Reasons, w.sent)
	}
	order.Picks = []int{0, 1, 2, 3}
	w = newWorld(t, brokenGroups()...)
	run, err = apply.New(w, options(t)).Apply(t.Context(), order, planFor(w, needy, fixPlan()), nil)
	if err != nil || run.State != model.RunFinished || len(w.sent) != 4 {
		t.Errorf("%v, state %v %q, sent %v", err, run.State, run.Reasons, w.sent)
	}
	if h := mustRead(t, run.Journal).Header; h.Steps[2].Step.Needs[0] != 0 || h.Steps[3].Step.Needs[0] != 2 {
		t.Errorf("the journal forgets what steps need: %+v", h.Steps)
	}
}

// planFor plans with the first before anything was sent and with the second after.
func planFor(w *world, first, later func(model.Snapshot) model.Plan) func(model.Snapshot) model.Plan {
	return func(s model.Snapshot) model.Plan {
		if len(w.sent) == 0 {
			return first(s)
		}
		return later(s)
	}
}

func TestRefusedBeforeAnythingIsWritten(t *testing.T) {
	foreign := brokenGroups()
	foreign[1].Owner = "999999999999"
	elsewhere := brokenGroups()
	elsewhere[1].VPC = "vpc-2"
	tests := []struct {
		name   string
		groups []model.Group
		plan   func(model.Snapshot) model.Plan
		edit   func(*model.Order, *apply.Options, *world)
		want   string
	}{
		{"another account's group", foreign, fixPlan(), nil, "belongs to account 999999999999"},
		{"a caller that is not known", brokenGroups(), fixPlan(), func(_ *model.Order, _ *apply.Options, w *world) {
			w.origin = func(o *model.Origin) { o.Caller = model.Caller{} }
		}, "account was not read"},
		{"a file", brokenGroups(), fixPlan(), func(_ *model.Order, _ *apply.Options, w *world) {
			w.origin = func(o *model.Origin) { o.Kind = model.FromFile }
		}, "saved snapshot"},
		{"read-only", brokenGroups(), fixPlan(), func(_ *model.Order, o *apply.Options, _ *world) {
			o.Source.ReadOnly = true
		}, "read-only"},
		{"a snapshot", brokenGroups(), fixPlan(), func(_ *model.Order, o *apply.Options, _ *world) {
			o.Source.Snapshot = "saved.json"
		}, "read-only"},
		{"nothing chosen", brokenGroups(), fixPlan(), func(o *model.Order, _ *apply.Options, _ *world) {
			o.Picks = nil
		}, "no step is chosen"},
		{"only blocked steps chosen", brokenGroups(), fixPlan(), func(o *model.Order, _ *apply.Options, _ *world) {
			o.Plan.Steps[0].Blocked, o.Picks = "usage unknown", []int{0}
		}, "no step is chosen"},
		{"no VPC", brokenGroups(), fixPlan(), func(o *model.Order, _ *apply.Options, _ *world) {
			o.VPC = ""
		}, "names no VPC"},
		{"a conflict", brokenGroups(), fixPlan(), func(o *model.Order, _ *apply.Options, _ *world) {
			o.Plan.Conflict = "it would authorize and revoke one rule"
		}, "authorize and revoke one rule"},
		{"a rule without its new group", nil, createPlan(), func(o *model.Order, _ *apply.Options, _ *world) {
			o.Picks = []int{0, 2}
		}, "needs the group Engine"},
		{"another VPC than confirmed", brokenGroups(), fixPlan(), func(o *model.Order, _ *apply.Options, _ *world) {
			o.VPC = "vpc-9"
		}, "but vpc-9 was confirmed"},
		{"a new group in another VPC", nil, createPlan(), func(o *model.Order, _ *apply.Options, _ *world) {
			o.VPC = "vpc-9"
		}, "but vpc-9 was confirmed"},
		{"a world that cannot be read", nil, createPlan(), func(_ *model.Order, _ *apply.Options, w *world) {
			w.loadErr = func(int) error { return model.Failure{Kind: model.FailedExpired, Message: "token expired"} }
		}, "token expired"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, tt.groups...)
			opts, order := options(t), all(tt.plan(w.snap))
			if tt.edit != nil {
				tt.edit(&order, &opts, w)
			}
			run, err := apply.New(w, opts).Apply(t.Context(), order, tt.plan, nil)
			var f model.Failure
			if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.As(err, &f) {
				t.Errorf("error %v, want a Failure with %q", err, tt.want)
			}
			if run.State != model.RunFailed || run.Failure != f || run.Journal != "" || len(run.Reasons) != 1 {
				t.Errorf("run %v %v %q", run.State, run.Failure, run.Reasons)
			}
			if len(w.sent) != 0 || len(files(t, opts.Dir)) != 0 {
				t.Errorf("something was written: %v %v", w.sent, files(t, opts.Dir))
			}
		})
	}
}

func TestNoJournalNoCall(t *testing.T) {
	for n := range 5 {
		w := newWorld(t, brokenGroups()...)
		o := options(t)
		a := apply.New(w, o)
		a.BreakJournalAfter(n)
		p := fixPlan()
		run, err := a.Apply(t.Context(), all(p(w.snap)), p, nil)
		if n == 0 {
			if err == nil || len(w.sent) != 0 {
				t.Errorf("no header, but sent %v", w.sent)
			}
			continue
		}
		if run.State != model.RunFailed || !strings.Contains(run.Reasons[0], "no space left") {
			t.Errorf("after %d lines: %v %q", n, run.State, run.Reasons)
		}
		if want := n / 2; len(w.sent) != want {
			t.Errorf("after %d lines %d calls were sent, want %d", n, len(w.sent), want)
		}
		if n%2 == 1 && run.Records[n/2].Outcome != model.Planned {
			t.Errorf("after %d lines a step that was not sent is %v", n, run.Records[n/2].Outcome)
		}
		if n%2 == 0 && run.Records[n/2-1].Outcome != model.Done {
			t.Errorf("after %d lines a step that was done is %v", n, run.Records[n/2-1].Outcome)
		}
		if j := mustRead(t, run.Journal); !j.Torn || len(j.Records) != n-1 || j.Ended() {
			t.Errorf("after %d lines the journal has %d records, torn %v", n, len(j.Records), j.Torn)
		}
	}
}

func TestCancelFinishesTheCallInFlight(t *testing.T) {
	for step := range 6 {
		w := newWorld(t)
		ctx, cancel := context.WithCancel(t.Context())
		w.onSend = func(model.Change) {
			if len(w.sent) == step+1 {
				cancel()
			}
		}
		p := createPlan()
		run, err := apply.New(w, options(t)).Apply(ctx, all(p(w.snap)), p, nil)
		if err != nil || run.State != model.RunStopped || len(run.Reasons) != 1 {
			t.Fatalf("step %d: %v, state %v, %q", step, err, run.State, run.Reasons)
		}
		for i, r := range run.Records {
			want := model.Done
			if i > step {
				want = model.Planned
			}
			if r.Outcome != want {
				t.Errorf("cancelled at step %d: step %d is %v, want %v", step, i, r.Outcome, want)
			}
		}
		if j := mustRead(t, run.Journal); j.End.State != model.RunStopped || len(w.took) != step+1 {
			t.Errorf("journal ends %+v after %d effects", j.End, len(w.took))
		}
	}
}

func TestCancelledAnswerIsSettled(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	ctx, cancel := context.WithCancel(t.Context())
	w.after = func(int, model.Change) error {
		cancel()
		return model.Failure{Kind: model.FailedOffline, Message: "connection reset"}
	}
	p := fixPlan()
	run, err := apply.New(w, options(t)).Apply(ctx, all(p(w.snap)), p, nil)
	if err != nil || run.State != model.RunStopped || run.Records[0].Outcome != model.Done {
		t.Errorf("%v, state %v, first step %+v", err, run.State, run.Records[0])
	}
}

func TestCancelBeforeTheFirstWrite(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	ctx, cancel := context.WithCancel(t.Context())
	w.onLoad = func(int) { cancel() }
	o, p := options(t), fixPlan()
	run, err := apply.New(w, o).Apply(ctx, all(p(w.snap)), p, nil)
	if err != nil || run.State != model.RunStopped || len(w.sent) != 0 || len(files(t, o.Dir)) != 0 {
		t.Errorf("%v, state %v, sent %v", err, run.State, w.sent)
	}
}

func TestJournalHeader(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	run := applied(t, w, fixPlan())
	h := mustRead(t, run.Journal).Header
	if h.Place != (model.Place{Partition: "aws", Account: account, Region: "eu-west-1", VPC: vpc}) {
		t.Errorf("place %+v", h.Place)
	}
	if h.Version != 1 || h.Tool != "sgscope test" || h.Sandbox || h.Caller.Account != account || len(h.Steps) != 4 {
		t.Errorf("header %+v", h)
	}
	before := brokenGroups()
	if d := cmp.Diff([]model.Group{before[0], before[1]}, h.Before, sameRules()); d != "" {
		t.Errorf("the groups before (-want +got):\n%s", d)
	}
}

// sameRules compares rules as EC2 does.
func sameRules() cmp.Option { return cmp.Comparer(func(a, b model.Rule) bool { return a == b }) }
