package apply_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
)

// crash applies a plan and dies at call n: before its effect, after it, or in the middle of writing down
// its answer. It gives the journal's path; "" if the plan was done before.
func crash(d *desk, plan func(model.Snapshot) model.Plan, n int, when string) string {
	die := func(k int, _ model.Change) error {
		if k == n {
			panic("killed")
		}
		return nil
	}
	before, after := die, (func(int, model.Change) error)(nil)
	if when != "before" {
		before, after = nil, die
	}
	d.w.before, d.w.after, d.w.sent = before, after, nil
	died := func() (died bool) {
		defer func() { died = recover() != nil }()
		_, _ = d.Apply(d.t.Context(), all(plan(d.w.snap)), plan, nil)
		return false
	}()
	d.w.before, d.w.after = nil, nil
	if !died {
		return ""
	}
	path := slices.Max(slices.Collect(maps.Keys(d.disk)))
	if when == "torn" {
		d.disk[path].WriteString(`{"n":3,"at":"2026-08-11T10:15`)
	}
	return path
}

// After a crash anywhere, going on reaches the planned end; undoing gives the world before, but for a
// group of which nobody can say who made it.
func TestGoOnAfterACrash(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := randomWorld(t, rt)
		changes := randomChanges(rt, w)
		plan := towardsNamed(changes...)
		if len(plan(w.snap).Steps) == 0 {
			return
		}
		start := w.snap
		clean := newDesk(t, w)
		clean.do(plan)
		planned := inFull(w.snap)
		w.snap, w.took = start, nil

		d := newDesk(t, w)
		n := rapid.IntRange(0, len(changes)-1).Draw(rt, "call")
		when := rapid.SampledFrom([]string{"before", "after", "torn"}).Draw(rt, "when")
		path := crash(d, plan, n, when)
		if path == "" {
			return
		}
		r, err := d.Assess(t.Context(), path)
		if err != nil {
			rt.Fatal(err)
		}
		if rapid.Bool().Draw(rt, "undo") {
			undoCrashed(rt, d, r, inFull(start), n, when)
			return
		}
		checkAssessment(rt, r, n, when)
		goOnWith(rt, d, r, path)
		if diff := cmp.Diff(planned, inFull(w.snap)); diff != "" {
			rt.Fatalf("killed %s call %d (-planned +now):\n%s", when, n, diff)
		}
		if len(w.doubled()) > 0 {
			rt.Fatalf("doubled: %v", w.doubled())
		}
		undoChain(rt, d, r, inFull(start), n, when)
	})
}

// undoChain takes back a run that was carried on, by the journal that was written last: both are one plan.
func undoChain(t *rapid.T, d *desk, crashed model.Resumption, before []string, n int, when string) {
	r, err := d.Assess(d.t.Context(), slices.Max(slices.Collect(maps.Keys(d.disk))))
	if err != nil {
		t.Fatal(err)
	}
	r.Steps = crashed.Steps
	undoCrashed(t, d, r, before, n, when)
}

func checkAssessment(t *rapid.T, r model.Resumption, n int, when string) {
	for i, s := range r.Steps {
		want := model.StepNotDone
		if i < n || i == n && when != "before" {
			want = model.StepDone
		}
		if s.State != want {
			t.Fatalf("killed %s call %d: step %d is %v (%s), want %v", when, n, i, s.State, s.Why, want)
		}
	}
	if r.Journal.State != model.JournalCutOff || r.Journal.Torn != (when == "torn") || !r.Journal.Open() {
		t.Fatalf("the journal is %v, torn %v", r.Journal.State, r.Journal.Torn)
	}
	left := len(r.Steps) - n
	if when != "before" {
		left--
	}
	offers := func(o model.Offer) bool { return slices.Contains(r.Offers, o) }
	if len(r.Rest.Steps) != left || offers(model.OfferContinue) != (left > 0) || !offers(model.OfferLeave) {
		t.Fatalf("rest %v, offers %v", r.Rest.Steps, r.Offers)
	}
}

func goOnWith(t *rapid.T, d *desk, r model.Resumption, path string) {
	if len(r.Rest.Steps) == 0 {
		return
	}
	o := all(r.Rest)
	o.Continues = path
	run, err := d.Apply(d.t.Context(), o, func(s model.Snapshot) model.Plan { return d.RestPlan(r.Journal, s) }, nil)
	if err != nil || run.State != model.RunFinished || len(run.Fresh.Steps) > 0 {
		t.Fatalf("going on: %v, %v %q, left %v", err, run.State, run.Reasons, run.Fresh.Steps)
	}
}

func undoCrashed(t *rapid.T, d *desk, r model.Resumption, before []string, n int, when string) {
	unknown := ""
	if c, ok := r.Steps[n].Step.Change.(model.CreateGroup); ok && when != "before" {
		unknown = c.Name
	}
	if len(r.Undo.Steps) > 0 {
		run, err := d.Apply(d.t.Context(), all(r.Undo), func(s model.Snapshot) model.Plan { return d.UndoPlan(r.Journal, s) }, nil)
		if err != nil || run.State != model.RunFinished {
			t.Fatalf("undo: %v, %v %q", err, run.State, run.Reasons)
		}
	}
	now := slices.DeleteFunc(inFull(d.w.snap), func(s string) bool { return unknown != "" && strings.HasPrefix(s, unknown+":") })
	if diff := cmp.Diff(before, now); diff != "" {
		t.Fatalf("killed %s call %d, undone (-before +now):\n%s", when, n, diff)
	}
}

// An undo that is cut off is carried on like anything else.
func TestGoOnWithAnUndo(t *testing.T) {
	for n := range 6 {
		for _, when := range []string{"before", "after", "torn"} {
			w := newWorld(t, brokenGroups()...)
			d := newDesk(t, w)
			before := inFull(w.snap)
			run := d.do(createPlan())
			run2 := d.do(fixPlan())
			for _, path := range []string{run2.Journal, run.Journal} {
				if path == "" {
					continue
				}
				j := d.noun(path)
				torn := crash(d, func(s model.Snapshot) model.Plan { return d.UndoPlan(j, s) }, n, when)
				if torn == "" {
					continue
				}
				r, err := d.Assess(t.Context(), torn)
				if err != nil {
					t.Fatal(err)
				}
				if len(r.Rest.Steps) > 0 {
					d.order(all(r.Rest), func(s model.Snapshot) model.Plan { return d.RestPlan(r.Journal, s) })
				}
			}
			if diff := cmp.Diff(before, inFull(w.snap)); diff != "" {
				t.Fatalf("killed %s call %d (-before +now):\n%s", when, n, diff)
			}
		}
	}
}

// What somebody else did to the world between the crash and the next start.
func TestAssessWhatOthersDid(t *testing.T) {
	egress := model.Authorize{Group: "sg-w", Rule: rule("egress tcp 18888 to sg-e")}
	ssh := model.Revoke{Group: "sg-w", Rule: rule("ingress tcp 22 from 0.0.0.0/0")}
	type state = model.StepState
	const (
		done, not, other, back, undecided = model.StepDone, model.StepNotDone, model.StepDoneByOther, model.StepTakenBack, model.StepUndecided
	)
	part := func(w *world) {
		b := model.NewBuilderFrom(w.snap)
		b.Mark(model.PartClusters, "", model.Reading{State: model.ReadFailed})
		w.snap = b.Snapshot()
	}
	unread := func(w *world) {
		w.remove("sg-w")
		b := model.NewBuilder(w.snap.Origin())
		for g := range w.snap.Groups() {
			b.AddGroup(g)
		}
		w.snap = b.Snapshot()
	}
	does := func(c ...model.Change) func(*world) { return func(w *world) { w.does(c...) } }
	create := model.CreateGroup{VPC: vpc, Name: "Workspace", Description: "made for tests", Tag: model.EMRTag()}
	another := create
	another.Description = "something else"
	tests := []struct {
		name string
		plan func(model.Snapshot) model.Plan
		then func(*world)
		want []state
		rest string
	}{
		{"nothing", fixPlan(), nil, []state{done, not, not, not}, "authorize sg-e"},
		{"what was left", fixPlan(), does(ssh), []state{done, not, other, not}, "authorize sg-e"},
		{
			"the contrary", fixPlan(), does(model.Revoke{Group: "sg-w", Rule: egress.Rule}),
			[]state{back, not, not, not},
			"It was done, and somebody took it back since",
		},
		{
			"a rule made anew", fixPlan(), does(ssh, model.Authorize{Group: "sg-w", Rule: ssh.Rule}),
			[]state{done, not, not, not},
			"The rule was made anew since, as sgr-new",
		},
		{
			"a group deleted", fixPlan(), func(w *world) { w.remove("sg-w") },
			[]state{undecided, not, undecided, not},
			"blocked: its group was deleted since",
		},
		{
			"a peer deleted", fixPlan(), func(w *world) { w.remove("sg-w") },
			[]state{undecided, not, undecided, not},
			"blocked: the group that the rule names, sg-w, was deleted",
		},
		{"groups not read", fixPlan(), unread, []state{undecided, not, undecided, not}, "the groups were not read whole"},
		{"users not read", fixPlan(), part, []state{done, not, not, not}, "blocked: usage unknown: clusters not read whole"},
		{
			"the group that was made deleted", createPlan(), func(w *world) { w.remove("sg-new1") },
			[]state{back, not, not, not, not, not},
			"create-group new:vpc-1/Workspace | It was done, and somebody took it back since. It is missing",
		},
		{
			"and made again", createPlan(), func(w *world) { w.remove("sg-new1"); w.does(create) },
			[]state{other, not, not, not, not, not},
			"revoke sg-new3",
		},
		{
			"and made otherwise", createPlan(), func(w *world) { w.remove("sg-new1"); w.does(another) },
			[]state{undecided, not, undecided, undecided, not, undecided},
			"blocked: the VPC has a group of this name that is not the one planned",
		},
	}
	for _, tt := range tests {
		w := newWorld(t)
		if len(tt.want) == 4 {
			w = newWorld(t, brokenGroups()...)
		}
		d := newDesk(t, w)
		path := crash(d, tt.plan, 1, "before")
		if tt.then != nil {
			tt.then(w)
		}
		r, err := d.Assess(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		var got []state
		for _, s := range r.Steps {
			got = append(got, s.State)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if rest := strings.Join(lines(r.Rest), "\n"); !strings.Contains(strings.ToLower(rest), strings.ToLower(tt.rest)) {
			t.Errorf("%s: rest\n%s\nwant %q", tt.name, rest, tt.rest)
		}
	}
}

// A crash right before a reading that is late: what was done is not said to be taken back.
func TestAssessWaitsForLateReads(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	d := newDesk(t, w)
	old := w.snap
	path := crash(d, fixPlan(), 1, "before")
	w.staleLoad = map[int]model.Snapshot{w.loads: old}
	r, err := d.Assess(t.Context(), path)
	if err != nil || r.Count(model.StepDone) != 1 || r.Count(model.StepTakenBack) != 0 {
		t.Errorf("%v: %+v", err, r.Steps)
	}
}

// The next start may be somebody else's, somewhere else, or unable to read.
func TestWhereAJournalIsNotAssessed(t *testing.T) {
	origin := func(edit func(*model.Origin)) func(*world) { return func(w *world) { w.origin = edit } }
	tests := []struct {
		name string
		then func(*world)
		want string
	}{
		{"another account", origin(func(o *model.Origin) { o.Caller.Account = "999999999999" }), "about account 111122223333, the caller is of 999999999999"},
		{"another Region", origin(func(o *model.Origin) { o.Region = "us-east-1" }), "about Region eu-west-1, this is us-east-1"},
		{"another endpoint", origin(func(o *model.Origin) { o.Endpoint = "http://127.0.0.1:4599" }), "another endpoint: AWS's own, not http://127.0.0.1:4599"},
		{"nobody", origin(func(o *model.Origin) { o.Caller = model.Caller{} }), "account was not read"},
		{"a sandbox", origin(func(o *model.Origin) { o.Kind = model.FromSandbox }), "kept apart"},
		{"expired", func(w *world) { w.loadErr = func(int) error { return errExpired } }, "ExpiredToken"},
	}
	for _, tt := range tests {
		w := newWorld(t, brokenGroups()...)
		d := newDesk(t, w)
		path := crash(d, fixPlan(), 1, "before")
		tt.then(w)
		if _, err := d.Assess(t.Context(), path); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
		if w.origin == nil {
			continue
		}
		j, s := d.read(path), d.snapshot()
		if tt.name == "a sandbox" {
			continue
		}
		if p := d.RestPlan(j, s); !strings.Contains(p.Conflict, tt.want) || len(p.Steps) > 0 {
			t.Errorf("%s: rest %q", tt.name, p.Conflict)
		}
		if p := d.UndoPlan(j, s); !strings.Contains(p.Conflict, tt.want) || len(p.Steps) > 0 {
			t.Errorf("%s: undo %q", tt.name, p.Conflict)
		}
	}
}

// read gives a journal without a look at the world.
func (d *desk) read(path string) model.Journal {
	d.t.Helper()
	origin := d.w.origin
	d.w.origin = nil
	defer func() { d.w.origin = origin }()
	return d.noun(path)
}

func (d *desk) snapshot() model.Snapshot {
	s, _ := d.w.Load(d.t.Context(), model.Source{}, func(model.Progress) {})
	return s
}

func TestAJournalThatCannotBeAssessed(t *testing.T) {
	d := newDesk(t, newWorld(t))
	for name, text := range map[string]string{"torn": `{"n":0`, "damaged": "x\ny\n"} {
		d.disk[name] = bytesOf(text)
		var f model.Failure
		if _, err := d.Assess(t.Context(), name); err == nil || !errors.As(err, &f) || f.Resource != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.Assess(t.Context(), "none"); err == nil || !strings.Contains(err.Error(), "open a journal") {
		t.Errorf("a file that is not there: %v", err)
	}
}

// A group that the journal's maker has no rights on by now, and steps that need others.
func TestTheRestKeepsItsNeeds(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	needy := func(s model.Snapshot) model.Plan {
		p := fixPlan()(s)
		if len(p.Steps) == 4 {
			p.Steps[2].Needs, p.Steps[3].Needs = []int{0}, []int{1, 2}
		}
		return p
	}
	d := newDesk(t, w)
	r, err := d.Assess(t.Context(), crash(d, needy, 1, "before"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"authorize sg-e |  | needs []", "revoke sg-w |  | needs []", "revoke sg-e |  | needs [0 1]",
	}
	if diff := cmp.Diff(want, lines(r.Rest)); diff != "" {
		t.Errorf("rest (-want +got):\n%s", diff)
	}
	d = newDesk(t, newWorld(t))
	if r, err = d.Assess(t.Context(), crash(d, createPlan(), 1, "before")); err != nil {
		t.Fatal(err)
	}
	want = []string{
		"create-group new:vpc-1/Engine | it is missing | needs []", "authorize sg-new1 |  | needs [0]",
		"authorize sg-new1 |  | needs []", "authorize new:vpc-1/Engine |  | needs [0]", "revoke sg-new1 |  | needs []",
	}
	if diff := cmp.Diff(want, lines(r.Rest)); diff != "" {
		t.Errorf("rest of a creation (-want +got):\n%s", diff)
	}
}

func TestAssessIsStopped(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	d := newDesk(t, w)
	path := crash(d, fixPlan(), 1, "before")
	w.does(model.Revoke{Group: "sg-w", Rule: rule("egress tcp 18888 to sg-e")})
	ctx, cancel := context.WithCancel(t.Context())
	w.onLoad = func(int) { cancel() }
	if _, err := d.Assess(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
