package apply_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

// A scene is a plan in the world for which it is made.
type scene struct {
	name string
	play func(t *testing.T) (*desk, func(model.Snapshot) model.Plan)
}

func scenes() []scene {
	create := func(t *testing.T) (*desk, func(model.Snapshot) model.Plan) {
		t.Helper()
		return newDesk(t, newWorld(t)), createPlan()
	}
	fix := func(t *testing.T) (*desk, func(model.Snapshot) model.Plan) {
		t.Helper()
		return newDesk(t, newWorld(t, brokenGroups()...)), fixPlan()
	}
	return []scene{{"create", create}, {"fix", fix}, {"undo of create", undone(create)}, {"undo of fix", undone(fix)}}
}

// undone plays a scene to its end and gives its undo.
func undone(play func(*testing.T) (*desk, func(model.Snapshot) model.Plan),
) func(*testing.T) (*desk, func(model.Snapshot) model.Plan) {
	return func(t *testing.T) (*desk, func(model.Snapshot) model.Plan) {
		t.Helper()
		d, plan := play(t)
		j := d.noun(d.do(plan).Journal)
		d.w.sent, d.w.took, d.w.reads, d.w.loads = nil, nil, 0, 0
		return d, func(s model.Snapshot) model.Plan { return d.UndoPlan(j, s) }
	}
}

// A strike is a fault and where in a call it strikes.
type strike struct {
	fault, where string
	arm          func(w *world, call int)
}

func strikes() []strike {
	var out []strike
	add := func(fault, where string, arm func(w *world, call int)) { out = append(out, strike{fault, where, arm}) }
	cut := answer(model.FailedOffline, "")
	groups := answer(model.FailedQuota, "SecurityGroupLimitExceeded")
	html := answer(model.FailedUnsupported, "")
	answers := []struct {
		name    string
		err     error
		moments string // b: before the effect, a: after it, l: after it and reads are late, n: nothing can be read either
	}{
		{"throttled, `RequestLimitExceeded`", errThrottled, "balBA"},
		{"5xx, `InternalError`", errBroken, "balBA"},
		{"HTML for a 500", html, "balBA"},
		{"HTML of a proxy, 502", cut, "balBA"},
		{"connection dropped, or its answer lost", errLost, "balBA"},
		{"a 200 cut short", cut, "alA"},
		{"no answer in time", context.DeadlineExceeded, "balBA"},
		{"credentials expire, `ExpiredToken`", errExpired, "bB"},
		{"denied, `UnauthorizedOperation`", errDenied, "bB"},
		{"a group just made is not known yet, `InvalidGroup.NotFound`", errNoGroup, "bB"},
		{"rule quota, `RulesPerSecurityGroupLimitExceeded`", errQuota, "bB"},
		{"group quota, `SecurityGroupLimitExceeded`", groups, "bB"},
		{"in use, `DependencyViolation`", errInUse, "bB"},
		{"refused as invalid", errInvalid, "bB"},
		{"an untrue `InvalidPermission.Duplicate`", errDuplicate, "balBA"},
		{"an untrue `InvalidPermission.NotFound`", errNotFound, "baBA"},
	}
	for _, a := range answers {
		for _, m := range a.moments {
			blind := m == 'A' || m == 'B'
			early := m == 'b' || m == 'B'
			where := map[rune]string{
				'b': "before the effect", 'a': "after the effect", 'l': "after the effect, reads are late",
				'B': "before the effect, nothing can be read", 'A': "after the effect, nothing can be read",
			}[m]
			add(a.name, where, func(w *world, call int) {
				hit := func(n int, _ model.Change) error {
					if n != call {
						return nil
					}
					if blind {
						w.readErr = func(int) error { return errLost }
					}
					if m == 'l' {
						w.staleFor = 2
					}
					return a.err
				}
				if early {
					w.before = hit
				} else {
					w.after = hit
				}
			})
		}
	}
	add("throttled, and again each time", "before the effect", func(w *world, call int) {
		w.before = func(n int, _ model.Change) error {
			if n >= call {
				return errThrottled
			}
			return nil
		}
	})
	add("somebody else is faster", "before the call", func(w *world, call int) {
		w.before = func(n int, c model.Change) error {
			if n == call {
				w.does(c)
			}
			return nil
		}
	})
	for _, where := range []string{"before the effect", "after the effect"} {
		add("killed", where, func(w *world, call int) {
			die := func(n int, _ model.Change) error {
				if n == call {
					panic("killed")
				}
				return nil
			}
			if where == "before the effect" {
				w.before = die
			} else {
				w.after = die
			}
		})
	}
	return out
}

// TestFaultMatrix strikes with every fault at every call of four plans. The end is the planned one, or the
// journal says exactly what is missing and going on from there reaches it; no change takes effect twice.
// Its table is docs/faults.md.
func TestFaultMatrix(t *testing.T) {
	rows := map[string]*row{}
	var order []string
	for _, sc := range scenes() {
		clean, plan := sc.play(t)
		calls := len(plan(clean.w.snap).Steps)
		clean.do(plan)
		want := inFull(clean.w.snap)
		for call := range calls {
			for _, st := range strikes() {
				key := st.fault + "|" + st.where
				if rows[key] == nil {
					rows[key] = &row{strike: st, ends: map[string]int{}, is: map[string]int{}}
					order = append(order, key)
				}
				t.Run(fmt.Sprintf("%s/%d/%s", sc.name, call, key), func(t *testing.T) {
					d, plan := sc.play(t)
					rows[key].play(t, d, plan, call, want)
				})
			}
		}
	}
	var b strings.Builder
	b.WriteString(faultsHead)
	for _, key := range order {
		b.WriteString(rows[key].String())
	}
	checkGolden(t, filepath.Join("..", "..", "docs", "faults.md"), b.String())
}

// A row is one fault at every call.
type row struct {
	strike
	calls, onward int
	ends, is      map[string]int
}

func (r *row) play(t *testing.T, d *desk, plan func(model.Snapshot) model.Plan, call int, want []string) {
	t.Helper()
	r.arm(d.w, call)
	var run model.Run
	path := ""
	killed := func() (killed bool) {
		defer func() { killed = recover() != nil }()
		run = d.order(all(plan(d.w.snap)), plan)
		return false
	}()
	blind := d.w.readErr != nil
	d.w.before, d.w.after, d.w.readErr, d.w.staleFor = nil, nil, nil, 0
	if killed {
		path = slices.Max(slices.Collect(maps.Keys(d.disk)))
		run.Records = outcomes(d.noun(path))
		r.ends["killed"]++
	} else {
		path = run.Journal
		r.ends[runWord(run.State)]++
		checkRun(t, d, run, blind)
	}
	r.calls++
	r.is[run.Records[call].Outcome.String()]++
	if d.goOn(t, path) {
		r.onward++
	}
	if diff := cmp.Diff(want, inFull(d.w.snap)); diff != "" {
		t.Errorf("the end (-want +got):\n%s", diff)
	}
	if len(d.w.doubled()) > 0 {
		t.Errorf("doubled: %v", d.w.doubled())
	}
}

func outcomes(j model.Journal) []model.Record {
	var out []model.Record
	for _, s := range j.Steps {
		out = append(out, s.Record)
	}
	return out
}

func runWord(s model.RunState) string {
	return map[model.RunState]string{
		model.RunFinished: "finished", model.RunFailed: "stopped by the failure", model.RunOvertaken: "overtaken",
		model.RunDrifted: "drifted", model.RunStopped: "stopped",
	}[s]
}

// String gives the row of the table.
func (r *row) String() string {
	counts := func(m map[string]int) string {
		if len(m) == 1 {
			return slices.Collect(maps.Keys(m))[0]
		}
		var out []string
		for _, k := range slices.Sorted(maps.Keys(m)) {
			out = append(out, fmt.Sprintf("%s (%d)", k, m[k]))
		}
		return strings.Join(out, ", ")
	}
	onward := "none is needed"
	if r.onward > 0 {
		onward = fmt.Sprintf("continue from the journal (%d of %d)", r.onward, r.calls)
	}
	return fmt.Sprintf("| %s | %s | %d | %s | %s | %s |\n", r.fault, r.where, r.calls, counts(r.ends), counts(r.is), onward)
}

// goOn carries out what a journal left, without faults, and reports whether there was anything.
func (d *desk) goOn(t *testing.T, path string) bool {
	t.Helper()
	r, err := d.Assess(t.Context(), path)
	if err != nil {
		t.Fatalf("assess: %v", err)
	}
	if len(r.Rest.Steps) == 0 {
		return false
	}
	o := all(r.Rest)
	o.Continues = path
	run := d.order(o, func(s model.Snapshot) model.Plan { return d.RestPlan(r.Journal, s) })
	if run.State != model.RunFinished {
		t.Fatalf("going on: state %v: %q", run.State, run.Reasons)
	}
	return true
}

// checkRun compares what the run says of every step with what the world shows, and with the journal.
func checkRun(t *testing.T, d *desk, run model.Run, blind bool) {
	t.Helper()
	sent := map[model.Change]bool{}
	for _, c := range d.w.sent {
		sent[c] = true
	}
	for _, r := range run.Records {
		there := shown(d.w.snap, r.Change)
		switch r.Outcome {
		case model.Done, model.AlreadySo:
			if !there {
				t.Errorf("step %d is said to be %v and is not", r.Step, r.Outcome)
			}
		case model.NotDone, model.Planned:
			if there && sent[r.Change] && !blind {
				t.Errorf("step %d is said to be %v and is done", r.Step, r.Outcome)
			}
			if r.Outcome == model.Planned && sent[r.Change] {
				t.Errorf("step %d was sent and is said to be planned", r.Step)
			}
		case model.Unsettled:
			if !blind {
				t.Errorf("step %d is unsettled, though reading works", r.Step)
			}
		case model.Sent:
			t.Errorf("step %d has no outcome", r.Step)
		}
	}
	if (run.State == model.RunFinished) != (len(run.Remaining()) == 0) {
		t.Errorf("state %v, %d steps remain: %q", run.State, len(run.Remaining()), run.Reasons)
	}
	j := d.noun(run.Journal)
	if diff := cmp.Diff(run.Records, outcomes(j), sameRules()); diff != "" || j.Torn || j.State == model.JournalCutOff {
		t.Errorf("journal ends %v (-run +journal):\n%s", j.State, diff)
	}
}

func checkGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s is not true any more; -update writes it (-file +run):\n%s", filepath.Base(path), diff)
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
