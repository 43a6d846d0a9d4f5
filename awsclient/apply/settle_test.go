package apply_test

import (
	"context"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

// towards plans those of the changes that the world does not show yet.
func towards(changes ...model.Change) func(model.Snapshot) model.Plan {
	return func(s model.Snapshot) model.Plan {
		p := model.Plan{Goal: model.EditRules{}}
		for _, c := range changes {
			if !shown(s, c) {
				p.Steps = append(p.Steps, model.Step{Change: c})
			}
		}
		return p
	}
}

func shown(s model.Snapshot, c model.Change) bool {
	g, there := s.Group(c.Target())
	switch c := c.(type) {
	case model.CreateGroup:
		_, there = s.GroupNamed(c.VPC, c.Name)
		return there
	case model.Authorize:
		return holds(g, c.Rule)
	case model.Revoke:
		return !holds(g, c.Rule)
	case model.SetTag:
		v, _ := g.Tags.Get(c.Key)
		return v == c.New
	case model.RemoveTag:
		_, has := g.Tags.Get(c.Key)
		return !has
	case model.DeleteGroup:
		return !there
	}
	return false
}

// The six kinds of change, each of which the world of brokenGroups does not show.
var (
	authorize = model.Authorize{Group: "sg-w", Rule: rule("egress tcp 18888 to sg-e")}
	revoke    = model.Revoke{Group: "sg-w", Rule: rule("ingress tcp 22 from 0.0.0.0/0"), RuleID: "sgr-sg-w-0"}
	create    = model.CreateGroup{VPC: vpc, Name: "New", Description: "made for tests", Tag: model.EMRTag()}
	setTag    = model.SetTag{Group: "sg-w", Key: "team", New: "data"}
	retag     = model.SetTag{Group: "sg-w", Key: model.TagEMR, Old: "true", HadOld: true, New: "True"}
	removeTag = model.RemoveTag{Group: "sg-w", Key: model.TagEMR, Old: "true"}
	remove    = model.DeleteGroup{Group: "sg-w", Name: "Workspace", VPC: vpc, Description: "made for tests"}
)

func answer(k model.FailureKind, code string) model.Failure {
	return model.Failure{Kind: k, Code: code, Message: "as the test says"}
}

var (
	errLost      = answer(model.FailedOffline, "")
	errThrottled = answer(model.FailedThrottled, "RequestLimitExceeded")
	errBroken    = answer(model.FailedOther, "InternalError")
	errExpired   = answer(model.FailedExpired, "ExpiredToken")
	errDenied    = answer(model.FailedDenied, "UnauthorizedOperation")
	errQuota     = answer(model.FailedQuota, "RulesPerSecurityGroupLimitExceeded")
	errInUse     = answer(model.FailedInUse, "DependencyViolation")
	errInvalid   = answer(model.FailedInvalid, "InvalidParameterValue")
	errDuplicate = answer(model.FailedDuplicate, "InvalidPermission.Duplicate")
	errNotFound  = answer(model.FailedNotFound, "InvalidPermission.NotFound")
	errNoGroup   = answer(model.FailedNotFound, "InvalidGroup.NotFound")
)

// What goes wrong with the call.
type fault func(*world)

func unheard(f error) fault { // the call has no effect
	return func(w *world) { w.before = func(int, model.Change) error { return f } }
}

func unanswered(f error) fault { // the call has its effect
	return func(w *world) { w.after = func(int, model.Change) error { return f } }
}

func meanwhile(changes ...model.Change) fault { // somebody is faster
	return func(w *world) {
		w.before = func(int, model.Change) error { w.does(changes...); return nil }
	}
}

func stale(n int) fault { return func(w *world) { w.staleFor = n } }

func unreadable(f error) fault {
	return func(w *world) { w.readErr = func(int) error { return f } }
}

func withoutID(w *world) { w.noID = true }

func firstReadFails(w *world) {
	w.readErr = func(n int) error {
		if n == 0 {
			return errLost
		}
		return nil
	}
}

func TestSettle(t *testing.T) {
	other := create
	other.Description = "somebody else's"
	untagged := create
	untagged.Tag = model.Tag{}
	lower := create
	lower.Name = "new"
	tests := []struct {
		name   string
		change model.Change
		faults []fault
		want   model.Outcome
		maker  model.Maker
		reads  int // -1: not looked at
	}{
		{"authorize, answered", authorize, nil, model.Done, 0, 0},
		{"authorize, somebody did it", authorize, []fault{meanwhile(authorize)}, model.AlreadySo, 0, 1},
		{"authorize, duplicate but not there", authorize, []fault{unheard(errDuplicate)}, model.NotDone, 0, 6},
		{"authorize, duplicate, seen late", authorize, []fault{unanswered(errDuplicate), stale(2)}, model.AlreadySo, 0, 3},
		{"authorize, lost answer", authorize, []fault{unanswered(errLost)}, model.Done, 0, 1},
		{"authorize, lost answer, seen late", authorize, []fault{unanswered(errLost), stale(3)}, model.Done, 0, 4},
		{"authorize, lost call", authorize, []fault{unheard(errLost)}, model.NotDone, 0, 6},
		{"authorize, lost answer, no reads", authorize, []fault{unanswered(errLost), unreadable(errLost)}, model.Unsettled, 0, 6},
		{"authorize, lost answer, one read fails", authorize, []fault{unanswered(errLost), firstReadFails}, model.Done, 0, 2},
		{"authorize, out of time", authorize, []fault{unanswered(context.DeadlineExceeded)}, model.Done, 0, 1},
		{"authorize, 5xx after it", authorize, []fault{unanswered(errBroken)}, model.Done, 0, 1},
		{"authorize, 5xx before it", authorize, []fault{unheard(errBroken)}, model.NotDone, 0, 6},
		{"authorize, throttled", authorize, []fault{unheard(errThrottled)}, model.NotDone, 0, 6}, // and held five times
		{"authorize, denied", authorize, []fault{unheard(errDenied)}, model.NotDone, 0, 1},
		{"authorize, denied, no reads", authorize, []fault{unheard(errDenied), unreadable(errDenied)}, model.NotDone, 0, 1},
		{"authorize, denied the second time", authorize, []fault{unanswered(errDenied)}, model.AlreadySo, 0, 1},
		{"authorize, over quota", authorize, []fault{unheard(errQuota)}, model.NotDone, 0, 1},
		{"authorize, invalid", authorize, []fault{unheard(errInvalid)}, model.NotDone, 0, 1},
		{"authorize, expired", authorize, []fault{unheard(errExpired)}, model.NotDone, 0, 1},
		{"authorize, expired, no reads", authorize, []fault{unheard(errExpired), unreadable(errExpired)}, model.NotDone, 0, 1},
		{"authorize, group deleted", authorize, []fault{meanwhile(remove)}, model.NotDone, 0, 1},
		{"authorize, no such peer", authorize, []fault{unheard(errNoGroup), unreadable(errLost)}, model.NotDone, 0, 6},
		{"authorize, answer without an id", authorize, []fault{withoutID}, model.Done, 0, 1},
		{"revoke, answered", revoke, nil, model.Done, 0, 0},
		{"revoke, somebody did it", revoke, []fault{meanwhile(revoke)}, model.AlreadySo, 0, 1},
		{"revoke, not found, seen late", revoke, []fault{unanswered(errNotFound), stale(2)}, model.AlreadySo, 0, 3},
		{"revoke, rule made anew", revoke, []fault{unheard(errNotFound)}, model.NotDone, 0, 6},
		{"revoke, not found, no reads", revoke, []fault{unheard(errNotFound), unreadable(errLost)}, model.Unsettled, 0, 6},
		{"revoke, lost answer", revoke, []fault{unanswered(errLost)}, model.Done, 0, 1},
		{"revoke, lost call", revoke, []fault{unheard(errLost)}, model.NotDone, 0, 6},
		{"revoke, denied", revoke, []fault{unheard(errDenied)}, model.NotDone, 0, 1},
		{"revoke, group deleted", revoke, []fault{meanwhile(remove)}, model.NotDone, 0, 1},
		{"create, answered", create, nil, model.Done, model.MakerUs, 0},
		{"create, somebody made the same", create, []fault{meanwhile(create)}, model.AlreadySo, model.MakerUnknown, 1},
		{"create, somebody made another", create, []fault{meanwhile(other)}, model.NotDone, 0, 1},
		{"create, somebody made it untagged", create, []fault{meanwhile(untagged)}, model.NotDone, 0, 1},
		{"create, somebody wrote it lower case", create, []fault{meanwhile(lower)}, model.NotDone, 0, 1},
		{"create, lost answer", create, []fault{unanswered(errLost)}, model.Done, model.MakerUnknown, 1},
		{"create, lost answer, seen late", create, []fault{unanswered(errLost), stale(2)}, model.Done, model.MakerUnknown, 3},
		{"create, lost call", create, []fault{unheard(errLost)}, model.NotDone, 0, 6},
		{"create, lost answer, no reads", create, []fault{unanswered(errLost), unreadable(errLost)}, model.Unsettled, 0, 6},
		{"create, answer without an id", create, []fault{withoutID}, model.Done, model.MakerUnknown, 1},
		{"create, duplicate but not there", create, []fault{unheard(errDuplicate)}, model.NotDone, 0, 6},
		{"create, denied", create, []fault{unheard(errDenied)}, model.NotDone, 0, 1},
		{"tag, answered", setTag, nil, model.Done, 0, 0},
		{"tag, lost answer", setTag, []fault{unanswered(errLost)}, model.Done, 0, 1},
		{"tag, denied", setTag, []fault{unheard(errDenied)}, model.NotDone, 0, 1},
		{"tag, another value stays", retag, []fault{unheard(errLost)}, model.NotDone, 0, 6},
		{"untag, lost answer", removeTag, []fault{unanswered(errLost)}, model.Done, 0, 1},
		{"untag, lost call", removeTag, []fault{unheard(errLost)}, model.NotDone, 0, 6},
		{"delete, answered", remove, nil, model.Done, 0, 0},
		{"delete, in use", remove, []fault{unheard(errInUse)}, model.NotDone, 0, 1},
		{"delete, somebody did it", remove, []fault{meanwhile(remove)}, model.AlreadySo, 0, 1},
		{"delete, lost answer", remove, []fault{unanswered(errLost)}, model.Done, 0, 1},
		{"delete, lost call", remove, []fault{unheard(errLost)}, model.NotDone, 0, 6},
		{"delete, no reads", remove, []fault{unheard(errLost), unreadable(errDenied)}, model.Unsettled, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, brokenGroups()...)
			for _, f := range tt.faults {
				f(w)
			}
			run := applied(t, w, towards(tt.change))
			got, calls := run.Records[0], 1
			if got.Failure.Kind == model.FailedThrottled {
				calls = 6
			}
			if got.Outcome != tt.want || got.Maker != tt.maker || w.reads != tt.reads || len(w.sent) != calls {
				t.Errorf("%v by maker %d after %d reads and %d calls: %v; want %v, %d, %d, 1 (%q)",
					got.Outcome, got.Maker, w.reads, len(w.sent), got.Failure, tt.want, tt.maker, tt.reads, run.Reasons)
			}
			good := got.Outcome == model.Done || got.Outcome == model.AlreadySo
			if good != (run.State == model.RunFinished) || !good && run.State != model.RunFailed {
				t.Errorf("the run's state is %v after %v: %q", run.State, got.Outcome, run.Reasons)
			}
			if good && got.ID == "" && (tt.change == create || tt.change == model.Change(authorize)) {
				t.Errorf("no id is known of %+v", got)
			}
			if !good && (run.Failure != got.Failure || len(run.Reasons) == 0) {
				t.Errorf("run failed with %v %q, record with %v", run.Failure, run.Reasons, got.Failure)
			}
			if d := mustRead(t, run.Journal); d.End.State != run.State || d.Outcomes()[0].Outcome != tt.want {
				t.Errorf("journal: %+v %+v", d.End, d.Records)
			}
		})
	}
}

func TestAGroupOfAnotherAccountIsNotAdopted(t *testing.T) {
	w := newWorld(t)
	w.before = func(int, model.Change) error {
		g := group("sg-x", "New")
		g.Owner = "999999999999"
		b := model.NewBuilderFrom(w.snap)
		b.AddGroup(g)
		w.snap = b.Snapshot()
		return nil
	}
	run := applied(t, w, towards(create))
	if run.State != model.RunFailed || !strings.Contains(run.Reasons[0], "belongs to account 999999999999") {
		t.Errorf("state %v: %q", run.State, run.Reasons)
	}
}

func TestANewGroupMayBeUnknownForAWhile(t *testing.T) {
	tests := []struct {
		hidden  int
		state   model.RunState
		outcome model.Outcome // of the first authorize
		calls   int
	}{
		{1, model.RunFinished, model.Done, 7},
		{5, model.RunFinished, model.Done, 11},
		{6, model.RunFailed, model.NotDone, 8},
	}
	for _, tt := range tests {
		w := newWorld(t)
		w.hideNew = tt.hidden
		run := applied(t, w, createPlan())
		if run.State != tt.state || run.Records[2].Outcome != tt.outcome || len(w.sent) != tt.calls || w.reads < tt.hidden {
			t.Errorf("hidden %d times: state %v, %v, %d calls, %d reads: %q", tt.hidden, run.State, run.Records[2].Outcome,
				len(w.sent), w.reads, run.Reasons)
		}
	}
}

// A read that does not know a new group yet says nothing about its rules.
func TestALostAnswerAboutANewGroupThatReadsDoNotShow(t *testing.T) {
	for unseen, want := range map[int]model.Outcome{0: model.Done, 3: model.Done, 100: model.Unsettled} {
		w := newWorld(t)
		w.after, w.unseen = unheardAt(2, errLost), unseen
		run := applied(t, w, createPlan())
		if got := run.Records[2].Outcome; got != want {
			t.Errorf("unseen %d times: %v, want %v", unseen, got, want)
		}
	}
}

func TestAReadWithoutAnAnswerSettlesNothing(t *testing.T) {
	for _, c := range []model.Change{authorize, revoke, setTag, removeTag, remove} {
		w := newWorld(t, brokenGroups()...)
		w.after, w.unknown = unheardAt(0, errLost), true
		run := applied(t, w, towards(c))
		if got := run.Records[0].Outcome; got != model.Unsettled {
			t.Errorf("%v: %v", c, got)
		}
	}
}

// strangeCloud answers a search by name with a group of another VPC.
type strangeCloud struct{ *world }

func (s strangeCloud) GroupNamed(context.Context, string, string) (model.Group, model.Presence, error) {
	g := group("sg-x", "New")
	g.VPC = "vpc-2"
	return g, model.Present, nil
}

func TestAGroupOfAnotherVPCIsNotAdopted(t *testing.T) {
	w := newWorld(t)
	w.before = unheardAt(0, errDuplicate)
	p := towards(create)
	run, err := apply.New(strangeCloud{w}, options(t)).Apply(t.Context(), all(p(w.snap)), p, nil)
	if err != nil || run.State != model.RunFailed || !strings.Contains(run.Reasons[0], "its VPC is vpc-2") {
		t.Errorf("%v, state %v: %q", err, run.State, run.Reasons)
	}
}

func TestACallOutOfTimeIsOffline(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	w.before = unheardAt(0, context.DeadlineExceeded)
	if run := applied(t, w, fixPlan()); run.Failure.Kind != model.FailedOffline {
		t.Errorf("failure %+v", run.Failure)
	}
}

func TestCancelDoesNotWaitForLateReads(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	ctx, cancel := context.WithCancel(t.Context())
	w.before = func(int, model.Change) error { cancel(); return errLost }
	p := fixPlan()
	run, err := apply.New(w, options(t)).Apply(ctx, all(p(w.snap)), p, nil)
	if err != nil || w.reads != 1 || run.Records[0].Outcome != model.Unsettled || run.State != model.RunFailed {
		t.Errorf("%v, %d reads, state %v, %+v", err, w.reads, run.State, run.Records[0])
	}
}

func TestAnOldGroupIsNotWaitedFor(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	w.before = unheardAt(0, errNoGroup)
	run := applied(t, w, fixPlan())
	if run.State != model.RunFailed || len(w.sent) != 1 {
		t.Errorf("state %v after %d calls", run.State, len(w.sent))
	}
}

func unheardAt(step int, f error) func(int, model.Change) error {
	return func(n int, _ model.Change) error {
		if n == step {
			return f
		}
		return nil
	}
}

func TestStoppedWhileWaitingForANewGroup(t *testing.T) {
	w := newWorld(t)
	w.hideNew = 100
	ctx, cancel := context.WithCancel(t.Context())
	w.onSend = func(model.Change) {
		if len(w.sent) == 4 {
			cancel()
		}
	}
	p := createPlan()
	run, err := apply.New(w, options(t)).Apply(ctx, all(p(w.snap)), p, nil)
	if err != nil || run.State != model.RunStopped || len(w.sent) != 4 || run.Records[2].Outcome != model.NotDone {
		t.Errorf("%v, state %v after %d calls, %+v", err, run.State, len(w.sent), run.Records[2])
	}
}
