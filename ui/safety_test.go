package ui_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// Expired credentials in the middle: sign in from inside, and what remains is under review.
func TestSignInAndGoOn(t *testing.T) {
	o := newOffice(t, analytics)
	valid := true
	o.strike = func(n int, _ model.Change) error {
		if valid = valid && n != 2; !valid {
			return model.Failure{Kind: model.FailedExpired, Code: "ExpiredToken", Message: "The security token included in the request is expired"}
		}
		return nil
	}
	var ran []string
	signIns := func(x *ui.Options) {
		x.SignIns = func(model.Source) []ui.SignIn {
			way := func(line string, err error) ui.SignIn {
				return ui.SignIn{Line: line, Do: func(ended func(error) tea.Msg) tea.Cmd {
					return func() tea.Msg { ran = append(ran, line); valid = err == nil; return ended(err) }
				}}
			}
			return []ui.SignIn{way("aws sso login --profile prod", nil), way("aws login --profile prod", errors.New("exit status 255"))}
		}
	}
	drive(t, o.fakeCloud, signIns, func(d *driver) {
		d.press("S")
		d.see("S: nothing says that the credentials have expired")
		d.fixAll()
		d.see("The credentials have expired", "S signs in again (aws sso login --profile prod)", "S sign in again")
		d.press("S")
		d.see("Sign in again", "aws sso login --profile prod", "aws login --profile prod")
		d.press("down", "enter")
		d.see("aws login --profile prod did not succeed: exit status 255. S tries again")
		o.strike = nil
		d.press("S", "enter")
		d.see("Plan: go on: fix 2 of 4 findings", "1 of 1 step ticked")
		d.press("a", "tab", "enter")
		d.see("✓ Done: 1 change made")
	})
	if diff := cmp.Diff([]string{"aws login --profile prod", "aws sso login --profile prod"}, ran); diff != "" {
		t.Error(diff)
	}
}

// Calls that are held back are told with the reason and the time, and can be stopped.
func TestHeldBackCallsShow(t *testing.T) {
	o := newOffice(t, analytics)
	o.strike = func(n int, _ model.Change) error {
		if n <= 2 {
			return model.Failure{Kind: model.FailedThrottled, Call: "ec2:AuthorizeSecurityGroupEgress", Code: "RequestLimitExceeded", Message: "slow"}
		}
		return nil
	}
	drive(t, o.fakeCloud, nil, func(d *driver) {
		o.pause = make(chan time.Time)
		d.fixAll()
		d.see("0 of 2 settled", "held back 1s: AWS limits the rate of calls (RequestLimitExceeded); s stops", "? held back")
		o.pause <- time.Time{}
		d.settle()
		d.see("held back 2s")
		close(o.pause)
		d.settle()
		d.see("✓ Done: 2 changes made")
	})
}

// Permissions are asked for by dry run on request: all that are missing are named, with who denies them.
func TestPermissionsInTheReview(t *testing.T) {
	o := newOffice(t, analytics)
	o.denied = func(c model.Change) model.Failure {
		if c.Target() != "sg-0eng1" {
			return model.Failure{}
		}
		return model.Failure{
			Kind: model.FailedDenied, Call: "ec2:AuthorizeSecurityGroupIngress", Missing: "ec2:AuthorizeSecurityGroupIngress",
			Message: "User is not authorized to perform: ec2:AuthorizeSecurityGroupIngress with an explicit deny in a service control policy",
		}
	}
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.press("f")
		d.see("Allowed?", "not asked yet: d asks by dry run")
		d.press("d", "down")
		d.see("Denied   ✗ missing: ec2:AuthorizeSecurityGroupIngress.", "service control policy of the organization",
			"runs the organization in AWS Organizations", "Allowed  ✓ 1 step, by dry run")
		d.press("a")
		d.see("permissions are missing: ec2:AuthorizeSecurityGroupIngress")
		d.press("tab", "enter")
		d.see("Nothing was changed", "A permission is missing", "service control policy")
		if len(o.sent) != 0 {
			t.Errorf("sent %v", o.sent)
		}
	})
}

// Two permissions that two deny: each is named with its own denier, and nobody with the other's.
func TestEachMissingPermissionHasItsDenier(t *testing.T) {
	o := newOffice(t, analytics)
	o.denied = func(c model.Change) model.Failure {
		f := model.Failure{
			Kind: model.FailedDenied, Call: "ec2:AuthorizeSecurityGroupEgress", Missing: "ec2:AuthorizeSecurityGroupEgress",
			Message: "You are not authorized: with an explicit deny in a service control policy",
		}
		if c.Target() == "sg-0eng1" {
			f.Call, f.Missing = "ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupIngress"
			f.Message = "You are not authorized: no identity-based policy allows the action"
		}
		return f
	}
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		d.see("Permissions are missing: ec2:AuthorizeSecurityGroupEgress, ec2:AuthorizeSecurityGroupIngress.",
			"ec2:AuthorizeSecurityGroupEgress is denied by a service control policy of the organization: ask whoever runs",
			"ec2:AuthorizeSecurityGroupIngress is ", "nothing was sent", "then enter plans again")
		d.unseen("Ingress is denied by a service control policy")
		if len(o.sent) != 0 {
			t.Errorf("sent %v", o.sent)
		}
	})
}

// A watch tells of each look, and of a change that no longer stands.
func TestWatch(t *testing.T) {
	o := newOffice(t, analytics)
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		d.press("w")
		d.see("Watch    ✓ looked at 12 times in two minutes: 2 changes still stand.")
		o.change("sg-0eng1", func(g *model.Group) { g.Rules = g.Rules[:0] })
		d.press("w")
		d.see("Watch    ✗ 1 change no longer stands", "gone again: ingress tcp 18888", "By       most likely its owner",
			"CloudFormation", "aws cloudtrail lookup-events", "AttributeValue=sg-0eng1")
	})
}

// What a watch finds reverted is what all pages show from then on, and the report does not say both.
func TestWatchShowsWhatItRead(t *testing.T) {
	o := newOffice(t, analytics)
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		d.press("1")
		d.unseen("✗ data-science")
		d.press("4")
		o.change("sg-0eng1", func(g *model.Group) { g.Rules = g.Rules[:0] })
		d.press("w")
		d.see("! Made, and reverted since: 1 of 2 changes no longer stands", "! reverted  on DefaultEngineSecurityGroup", "✓ done      on DefaultWorkspace",
			"Now      ✗ data-science: attach fails", "Left     planned again: 1 step", "Next     speak with whoever did it")
		d.unseen("Done:", "no change is left", "Next     nothing")
		d.press("enter")
		d.see("Plan: fix", "tcp 18888 in from")
		d.press("esc", "1")
		d.see("✗")
		d.press("f")
		d.unseen("nothing is wrong here")
		d.see("Plan: fix", "tcp 18888 in from")
	})
}

// The first esc ends a watch and leaves the report to be read; the next leaves it.
func TestWatchEnds(t *testing.T) {
	o := newOffice(t, analytics)
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		o.pause = make(chan time.Time)
		d.press("w")
		d.see("looking every 10s, 0 of 12 looks made")
		o.pause <- time.Time{}
		d.settle()
		d.see("1 of 12 looks made")
		d.press("esc")
		d.see("✓ Done: 2 changes made", "Watch    · ended by you after 1 look: 2 changes stood.")
		d.press("esc", "4")
		d.see("Earlier runs here", "o report")
		d.press("o") // what the watch has seen is not lost with the page
		d.see("✓ Done: 2 changes made", "As of    2026-03-01", "Watch    · ended by you after 1 look: 2 changes stood.", "u undo")
		d.press("w")
		d.see("looking every 10s, 0 of 12 looks made")
		d.unseen("As of")
		d.press("esc")
		d.see("Watch    · ended by you before the first look.")
		d.press("esc")
		d.see("Earlier runs here")
	})
}

// shelfOf keeps one snapshot.
type shelfOf struct {
	kept map[model.Place]model.Snapshot
}

func (s shelfOf) Last(at model.Place) (model.Snapshot, bool, error) {
	last, ok := s.kept[at]
	return last, ok, nil
}

func (s shelfOf) Keep(at model.Place, now model.Snapshot) error {
	s.kept[at] = now
	return nil
}

// A group's detail says what was done to it since the program ran the last time.
func TestChangedSince(t *testing.T) {
	kept := shelfOf{map[model.Place]model.Snapshot{}}
	open := func(text string, at time.Time) *fakeCloud {
		c := cloudOf(text)
		b := model.NewBuilderFrom(c.end)
		o := b.Origin()
		o.ReadAt = at
		b.SetOrigin(o)
		c.end = b.Snapshot()
		c.account = func() ui.Account { return ui.Account{Reader: c, Shelf: kept} }
		return c
	}
	show := func(d *driver) {
		d.press("2", "/")
		d.typed("web-frontend")
		d.press("enter", "enter", "end")
	}
	drive(t, open(analytics, start), nil, func(d *driver) {
		show(d)
		d.see("web-frontend (sg-0web)")
		d.unseen("Changed since")
	})
	later := strings.Replace(analytics, "ingress tcp 5432 from sg-0gone", "ingress tcp 6543 from 0.0.0.0/0", 1)
	drive(t, open(later, start.Add(time.Hour)), nil, func(d *driver) {
		show(d)
		d.see("Changed since 2026-03-01 03:00 UTC, when this program read it the last time",
			"+ rule added: ingress tcp 6543 from 0.0.0.0/0", "− rule removed: ingress tcp 5432 from sg-0gone")
	})
}
