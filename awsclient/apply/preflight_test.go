package apply_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// asking is a world that can be asked for permission.
type asking struct {
	*world
	deny  func(c model.Change) error
	asked []model.Change
}

func (a *asking) DryRun(_ context.Context, c model.Change) error {
	a.asked = append(a.asked, c)
	if a.deny == nil {
		return nil
	}
	return a.deny(c)
}

// denies answers like IAM where the change is of one of the kinds.
func denies(message string, kinds ...string) func(model.Change) error {
	return func(c model.Change) error {
		for _, k := range kinds {
			if model.ChangeKind(c) == k {
				return model.Failure{
					Kind: model.FailedDenied, Code: "UnauthorizedOperation", Call: "ec2:" + k, Missing: "ec2:" + k, Message: message,
				}
			}
		}
		return nil
	}
}

const scp = "not authorized to perform: x with an explicit deny in a service control policy"

func TestPreflight(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	plan := towards(setTag, create, authorize,
		model.Authorize{Group: "sg-w", Rule: rule("egress tcp 80 to 10.0.0.0/8")},
		model.Authorize{Group: "sg-w", Rule: rule("ingress tcp 80 from 10.0.0.0/8")},
		model.Authorize{Group: "sg-w", Rule: model.TCPRule(model.Egress, 1, model.GroupPeer(create.Target()))}, revoke)(w.snap)
	plan.Steps[6].Blocked = "usage unknown"
	a := &asking{world: w, deny: denies(scp, "set-tag", "authorize")}
	var got []string
	for _, p := range apply.Preflight(t.Context(), plan, a.DryRun) {
		got = append(got, fmt.Sprintf("%d %v %s | %s", p.Step, p.State, p.Missing, p.Why))
	}
	const by = "is denied by a service control policy of the organization: ask whoever runs the organization in AWS Organizations to allow "
	want := []string{
		"0 denied ec2:set-tag | ec2:set-tag " + by + "ec2:set-tag", "1 given  | ",
		"2 denied ec2:authorize | ec2:authorize " + by + "ec2:authorize", "3 denied ec2:authorize | ec2:authorize " + by + "ec2:authorize",
		"4 denied ec2:authorize | ec2:authorize " + by + "ec2:authorize",
		"5 cannot be asked yet  | it rests on the group New, which an earlier step makes",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(a.asked) != 4 { // tag, create, egress, ingress
		t.Errorf("asked %v", a.asked)
	}
}

func TestAnswersThatDoNotTell(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	for _, f := range []error{errThrottled, errNotFound, errLost, errors.New("odd")} {
		a := &asking{world: w, deny: func(model.Change) error { return f }}
		list := apply.Preflight(t.Context(), fixPlan()(w.snap), a.DryRun)
		if len(list) != 4 || list[0].State != model.PermissionUnknown || !strings.Contains(list[0].Why, "does not tell") {
			t.Errorf("%v: %+v", f, list)
		}
	}
	a := &asking{world: w, deny: func(model.Change) error { return errExpired }}
	if list := apply.Preflight(t.Context(), fixPlan()(w.snap), a.DryRun); len(list) != 1 || len(a.asked) != 1 {
		t.Errorf("after an expired token %d more were asked: %+v", len(a.asked), list)
	}
}

// All missing permissions are named before the first write, and then there is none.
func TestMissingPermissionsStopARun(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	a := &asking{world: w, deny: denies(scp, "revoke", "authorize")}
	o, p := options(t), fixPlan()
	run, err := apply.New(a, o).Apply(t.Context(), all(p(w.snap)), p, nil)
	var f model.Failure
	if !errors.As(err, &f) || f.Kind != model.FailedDenied || f.Missing != "ec2:authorize, ec2:revoke" || run.Failure != f {
		t.Errorf("%v, %+v", err, run.Failure)
	}
	if run.State != model.RunFailed || len(w.sent) != 0 || len(files(t, o.Dir)) != 0 || len(run.Reasons) != 3 ||
		run.Reasons[0] != "nothing was sent, permissions are missing: ec2:authorize, ec2:revoke" {
		t.Errorf("%v %q, sent %v", run.State, run.Reasons, w.sent)
	}
	w = newWorld(t)
	a = &asking{world: w, deny: denies("because no identity-based policy allows it", "create-group")}
	p = createPlan()
	run, _ = apply.New(a, options(t)).Apply(t.Context(), all(p(w.snap)), p, nil)
	if s := strings.Join(run.Reasons, "\n"); !strings.Contains(s, "4 steps rest on groups that are not made yet") {
		t.Errorf("%q", s)
	}
}

func TestPermissionsGivenOrUnknownStopNothing(t *testing.T) {
	for name, deny := range map[string]func(model.Change) error{
		"given": nil, "unknown": func(model.Change) error { return errThrottled },
	} {
		w := newWorld(t, brokenGroups()...)
		p := fixPlan()
		run, err := apply.New(&asking{world: w, deny: deny}, options(t)).Apply(t.Context(), all(p(w.snap)), p, nil)
		if err != nil || run.State != model.RunFinished {
			t.Errorf("%s: %v %v %q", name, err, run.State, run.Reasons)
		}
	}
}

func TestExpiredOrCancelledWhileAsking(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	p := fixPlan()
	a := &asking{world: w, deny: func(model.Change) error { return errExpired }}
	run, err := apply.New(a, options(t)).Apply(t.Context(), all(p(w.snap)), p, nil)
	if err == nil || run.Failure.Kind != model.FailedExpired || len(w.sent) != 0 {
		t.Errorf("%v %+v", err, run.Failure)
	}
	ctx, cancel := context.WithCancel(t.Context())
	a.deny = func(model.Change) error { cancel(); return errDenied }
	run, err = apply.New(a, options(t)).Apply(ctx, all(p(w.snap)), p, nil)
	if err != nil || run.State != model.RunStopped || len(w.sent) != 0 {
		t.Errorf("%v %v %q", err, run.State, run.Reasons)
	}
}

// An endpoint that is not AWS's own is asked only if a harmless question shows that it heeds a dry run.
func TestADryRunThatMightBeTakenForTheChange(t *testing.T) {
	custom := func(o *model.Origin) { o.Endpoint = "http://127.0.0.1:5000" }
	for _, heeds := range []bool{true, false} {
		w := newWorld(t, brokenGroups()...)
		w.origin = custom
		a := &asking{world: w}
		a.deny = func(model.Change) error {
			if heeds {
				return nil
			}
			return model.Failure{Kind: model.FailedUnsupported, Message: "the endpoint ignored DryRun"}
		}
		p := fixPlan()
		run, err := apply.New(a, options(t)).Apply(t.Context(), all(p(w.snap)), p, nil)
		if err != nil || run.State != model.RunFinished {
			t.Fatalf("%v %v %q", err, run.State, run.Reasons)
		}
		if _, ok := a.asked[0].(model.RemoveTag); !ok || heeds != (len(a.asked) > 1) {
			t.Errorf("heeds %v: asked %v", heeds, a.asked)
		}
	}
}
