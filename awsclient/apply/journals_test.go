package apply_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// told gives journals as lines: state, what for, counts, and what became of them later.
func told(list []model.Journal) []string {
	var out []string
	for _, j := range list {
		t := j.Tally()
		var line strings.Builder
		fmt.Fprintf(&line, "%v %T done %d, not done %d, unsettled %d, planned %d", j.State, j.Goal, t.Done, t.NotDone, t.Unsettled, t.Planned)
		for _, k := range j.Taken {
			fmt.Fprintf(&line, "; undo %v %v", k.Undo, k.State)
		}
		if j.Open() {
			line.WriteString("; open")
		}
		if j.CanUndo() {
			line.WriteString("; can undo")
		}
		out = append(out, line.String())
	}
	return out
}

func TestJournalsTellWhatBecameOfThem(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	w.strict = true
	o := options(t)
	a := apply.New(w, o).SkipSync()
	do := func(p func(model.Snapshot) model.Plan, follows string) model.Run {
		t.Helper()
		order := all(p(w.snap))
		order.Continues = follows
		run, err := a.Apply(t.Context(), order, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	w.before = unheardAt(2, errDenied)
	first := do(fixPlan(), "")
	w.before = nil
	list := func() []model.Journal {
		t.Helper()
		out, err := a.Journals(model.PlaceOf(w.snap, vpc))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := []string{"failed model.EditRules done 2, not done 1, unsettled 0, planned 1; open; can undo"}
	if diff := cmp.Diff(want, told(list())); diff != "" {
		t.Errorf("after a failure (-want +got):\n%s", diff)
	}
	if j := list()[0]; j.Failure.Kind != model.FailedDenied || len(j.Reasons) != 1 || j.Place.VPC != vpc ||
		j.Caller.Account != account || j.Last.Before(j.Started) || j.Path != first.Journal || len(j.Before) != 2 {
		t.Errorf("%+v", j)
	}
	r, err := a.Assess(t.Context(), first.Journal)
	if err != nil {
		t.Fatal(err)
	}
	second := do(func(s model.Snapshot) model.Plan { return a.RestPlan(r.Journal, s) }, first.Journal)
	want = []string{
		"done model.EditRules done 2, not done 0, unsettled 0, planned 0; can undo",
		"failed model.EditRules done 2, not done 1, unsettled 0, planned 1; undo false done; can undo",
	}
	if diff := cmp.Diff(want, told(list())); diff != "" {
		t.Errorf("after going on (-want +got):\n%s", diff)
	}
	r, err = a.Assess(t.Context(), second.Journal)
	if err != nil {
		t.Fatal(err)
	}
	do(func(s model.Snapshot) model.Plan { return a.UndoPlan(r.Journal, s) }, "") // takes back both: they are one plan
	want = []string{
		"done model.Undo done 4, not done 0, unsettled 0, planned 0; can undo",
		"done model.EditRules done 2, not done 0, unsettled 0, planned 0; undo true done",
		"failed model.EditRules done 2, not done 1, unsettled 0, planned 1; undo true done; undo false done",
	}
	if diff := cmp.Diff(want, told(list())); diff != "" {
		t.Errorf("after undoing (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(inFull(newWorld(t, brokenGroups()...).snap), inFull(w.snap)); diff != "" {
		t.Errorf("undone (-before +now):\n%s", diff)
	}
	j := list()[2]
	if p := a.UndoPlan(j, w.snap); !strings.HasPrefix(p.Refusals[0].Advice.Text, "a later journal carries this one on") {
		t.Errorf("%+v", p.Refusals)
	}
}

// An undo that was cut off and carried on counts as an undo that was made.
func TestAnUndoInTwoParts(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	o := options(t)
	a := apply.New(w, o).SkipSync()
	run, err := a.Apply(t.Context(), all(fixPlan()(w.snap)), fixPlan(), nil)
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := a.Assess(t.Context(), run.Journal)
	undo := func(s model.Snapshot) model.Plan { return a.UndoPlan(whole.Journal, s) }
	w.sent, w.before = nil, unheardAt(1, errDenied)
	half, _ := a.Apply(t.Context(), all(undo(w.snap)), undo, nil)
	w.before = nil
	rest, _ := a.Assess(t.Context(), half.Journal)
	order := all(rest.Rest)
	order.Continues = half.Journal
	if _, err := a.Apply(t.Context(), order, func(s model.Snapshot) model.Plan { return a.RestPlan(rest.Journal, s) }, nil); err != nil {
		t.Fatal(err)
	}
	list, err := a.Journals(model.Place{})
	if err != nil || len(list) != 3 || list[2].CanUndo() || list[1].Open() || list[2].Taken[0].State != model.JournalDone {
		t.Errorf("%v %q", err, told(list))
	}
}

func TestJournalsOfAPlace(t *testing.T) {
	w, o := newWorld(t, brokenGroups()...), options(t)
	o.Dir = filepath.Join(t.TempDir(), "journals")
	a := apply.New(w, o).SkipSync()
	if _, err := a.Apply(t.Context(), all(fixPlan()(w.snap)), fixPlan(), nil); err != nil {
		t.Fatal(err)
	}
	here := model.PlaceOf(w.snap, vpc)
	region, account, endpoint, other := here, here, here, here
	region.Region, account.Account, endpoint.Endpoint, other.VPC = "us-east-1", "1", "http://127.0.0.1", "vpc-2"
	whole := here
	whole.VPC = ""
	tests := []struct {
		name string
		at   model.Place
		n    int
	}{
		{"here", here, 1},
		{"the Region", whole, 1},
		{"everywhere", model.Place{}, 1},
		{"another Region", region, 0},
		{"another account", account, 0},
		{"another endpoint", endpoint, 0},
		{"another VPC", other, 0},
	}
	for _, tt := range tests {
		if list, err := a.Journals(tt.at); err != nil || len(list) != tt.n {
			t.Errorf("%s: %v, %v", tt.name, told(list), err)
		}
	}
	if list, err := apply.New(w, apply.Options{Dir: filepath.Join(o.Dir, "none")}).Journals(here); err != nil || len(list) != 0 {
		t.Errorf("of a folder that is not there: %v %v", list, err)
	}
}

func TestSandboxJournalsAreOfItsOwnLife(t *testing.T) {
	w, o := newWorld(t, brokenGroups()...), options(t)
	o.Sandbox = true
	w.origin = func(o *model.Origin) { o.Kind = model.FromSandbox }
	first := apply.New(w, o).SkipSync()
	if _, err := first.Apply(t.Context(), all(fixPlan()(w.snap)), fixPlan(), nil); err != nil {
		t.Fatal(err)
	}
	if list, err := first.Journals(model.PlaceOf(w.snap, vpc)); err != nil || len(list) != 1 || !list[0].Sandbox {
		t.Errorf("of this sandbox: %v %v", told(list), err)
	}
	if list, _ := apply.New(w, o).Journals(model.Place{}); len(list) != 0 {
		t.Errorf("of an earlier sandbox: %v", told(list))
	}
	o.Sandbox = false
	if list, _ := apply.New(w, o).Journals(model.Place{}); len(list) != 0 {
		t.Errorf("an account is offered %v", told(list))
	}
	list, err := first.Journals(model.Place{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%v %v", told(list), err)
	}
	if err := os.Rename(list[0].Path, filepath.Join(o.Dir, filepath.Base(list[0].Path))); err != nil {
		t.Fatal(err)
	}
	if list, _ := apply.New(w, o).Journals(model.Place{}); len(list) != 0 {
		t.Errorf("an account is offered what somebody moved: %v", told(list))
	}
}

func TestLeave(t *testing.T) {
	w, o := newWorld(t, brokenGroups()...), options(t)
	w.before = unheardAt(1, errDenied)
	a := apply.New(w, o).SkipSync()
	run, err := a.Apply(t.Context(), all(fixPlan()(w.snap)), fixPlan(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Leave(run.Journal); err != nil {
		t.Fatal(err)
	}
	list, err := a.Journals(model.Place{})
	if err != nil || len(list) != 1 || list[0].Open() || !list[0].Left || !list[0].CanUndo() {
		t.Errorf("%v: %v", err, told(list))
	}
	if info, err := os.Stat(run.Journal + ".left"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the note: %v %v", info, err)
	}
	if err := apply.Leave(filepath.Join(o.Dir, "none", "x")); err == nil {
		t.Error("a note was made where there is no folder")
	}
}

// A file that cannot be read is shown as such; one that was torn before anything was sent is not.
func TestJournalsThatCannotBeRead(t *testing.T) {
	path, o := written(t, nil)
	for name, text := range map[string]string{"0.jsonl": "not ours\n\nat all\n", "1.jsonl": "", "2.jsonl": `{"n":0`, "x.txt": ""} {
		if err := os.WriteFile(filepath.Join(o.Dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(o.Dir, "3.jsonl"), 0o700); err != nil {
		t.Fatal(err)
	}
	list, err := apply.New(newWorld(t), o).Journals(model.Place{VPC: "vpc-9", Account: "9"})
	if err != nil || len(list) != 1 || list[0].State != model.JournalDamaged || list[0].Open() || list[0].CanUndo() ||
		!strings.Contains(list[0].Failure.Message, "0.jsonl") {
		t.Errorf("%v %+v", err, list)
	}
	if list, _ := apply.Journals(o.Dir); len(list) != 2 || list[0].Path != path {
		t.Errorf("%+v", list)
	}
	if err := os.WriteFile(o.Dir+"file", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := apply.Journals(o.Dir + "file"); err == nil {
		t.Error("a file was listed as a folder")
	}
}

func TestSnapshotPath(t *testing.T) {
	seen := map[string]model.Place{}
	for _, at := range []model.Place{
		{}, {Account: "1"}, {Region: "1"}, {VPC: "1"}, {Endpoint: "http://127.0.0.1:1"}, {Endpoint: "http://127.0.0.1:2"}, {Partition: "aws-cn"},
	} {
		path := apply.SnapshotPath(at)
		if other, dup := seen[path]; dup || !strings.Contains(filepath.ToSlash(path), "/sgscope/snapshots/") {
			t.Errorf("%+v and %+v: %s", at, other, path)
		}
		seen[path] = at
	}
}

// An undo of which somebody left a step out is one in part: the rest can be taken back later.
func TestAnUndoInPart(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	w.strict = true
	a := apply.New(w, options(t)).SkipSync()
	run, err := a.Apply(t.Context(), all(fixPlan()(w.snap)), fixPlan(), nil)
	if err != nil {
		t.Fatal(err)
	}
	undo := func() []model.Journal {
		t.Helper()
		r, err := a.Assess(t.Context(), run.Journal)
		if err != nil {
			t.Fatal(err)
		}
		plan := func(s model.Snapshot) model.Plan { return a.UndoPlan(r.Journal, s) }
		order := all(plan(w.snap))
		order.Picks = order.Picks[:1]
		if _, err := a.Apply(t.Context(), order, plan, nil); err != nil {
			t.Fatal(err)
		}
		list, err := a.Journals(model.PlaceOf(w.snap, vpc))
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for left := 3; left >= 0; left-- {
		list := undo()
		j := list[len(list)-1]
		if got := list[0].LeftOut; got != left || j.Taken[0].Part != (left > 0) || j.CanUndo() != (left > 0) {
			t.Fatalf("left out %d, want %d; %+v, can undo %v", got, left, j.Taken[0], j.CanUndo())
		}
	}
	if diff := cmp.Diff(inFull(newWorld(t, brokenGroups()...).snap), inFull(w.snap)); diff != "" {
		t.Errorf("undone step by step (-before +now):\n%s", diff)
	}
}
