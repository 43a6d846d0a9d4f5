package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

// TestTwoOperatorsOnTheWire lets two programs apply the same plan to one VPC at the same time, over HTTP: no
// change takes effect twice, neither is told an error of AWS's as it came, and the end is the planned one.
func TestTwoOperatorsOnTheWire(t *testing.T) {
	for _, goal := range []string{"create", "fix"} {
		clean := newWire(t)
		want := clean.applied(t, goal)
		for seed := range 8 {
			t.Run(fmt.Sprint(goal, seed), func(t *testing.T) {
				t.Parallel()
				twoOperators(t, goal, want)
			})
		}
	}
}

func twoOperators(t *testing.T, goal string, want []string) {
	t.Helper()
	s := serveSandbox(t)
	var offices [2]office
	var plans [2]model.Plan
	var runs [2]model.Run
	var errs [2]error
	for i := range offices {
		o, snap, err := openOffice(t.Context(), &http.Client{}, s.url, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		offices[i], plans[i] = o, o.planner(goalNamed(goal)(o.vpc))(snap)
	}
	var both sync.WaitGroup
	for i, o := range offices {
		both.Go(func() {
			runs[i], errs[i] = o.do(t.Context(), plans[i], "", o.planner(goalNamed(goal)(o.vpc)))
		})
	}
	both.Wait()
	for i, run := range runs {
		if errs[i] != nil {
			t.Fatalf("operator %d: %v %q", i, errs[i], run.Reasons)
		}
		for _, why := range run.Reasons {
			if strings.Contains(why, "<") || strings.Contains(why, "api error") || strings.Contains(why, "operation error") {
				t.Errorf("operator %d is told a raw error: %s", i, why)
			}
		}
		if f := run.Failure; f.Kind == model.FailedDuplicate || run.State == model.RunFailed {
			t.Errorf("operator %d: %v %v %q", i, run.State, f, run.Reasons)
		}
	}
	t.Logf("%v and %v", runs[0].State, runs[1].State)
	for i, o := range offices { // one after the other, whoever has something left goes on
		if run := runs[i]; run.Journal != "" && run.State != model.RunFinished {
			_ = o.goOn(t, run.Journal)
		}
	}
	got := stateOf(t, s)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the end (-planned +now):\n%s", diff)
	}
	for _, g := range got {
		lines := strings.Split(g, "\n")
		slices.Sort(lines)
		if len(slices.Compact(slices.Clone(lines))) != len(lines) {
			t.Errorf("something is there twice:\n%s", g)
		}
	}
}
