package ui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// clock is a time that a test moves on; the explorer looks at it once a second.
type clock struct {
	now  time.Time
	beat func(time.Time) tea.Msg
}

func (c *clock) set(o *ui.Options) {
	c.now = start
	o.Now = func() time.Time { return c.now }
	o.Every = func(_ time.Duration, f func(time.Time) tea.Msg) tea.Cmd { c.beat = f; return nil }
}

func (c *clock) pass(d *driver, t time.Duration) {
	c.now = c.now.Add(t)
	d.send(c.beat(c.now))
}

// A call that hangs while a plan is applied shows for how long, and that it can be stopped.
func TestHangingChangeShowsItsTime(t *testing.T) {
	o := newOffice(t, analytics)
	var c clock
	drive(t, o.fakeCloud, c.set, func(d *driver) {
		o.gate = make(chan struct{})
		d.fixAll()
		d.see("→ sent", "s stops after the call in flight")
		c.pass(d, 2*time.Second)
		d.unseen("no answer for")
		c.pass(d, 10*time.Second)
		d.see("no answer for 12s; s stops after the call")
		close(o.gate)
		d.settle()
		d.see("✓ Done: 2 changes made")
		d.unseen("no answer for")
	})
}

// An answer that settles nothing is told while the group is read again.
func TestUnsettledChangeIsTold(t *testing.T) {
	o := newOffice(t, analytics)
	o.strike = func(n int, _ model.Change) error {
		if n == 1 {
			return model.Failure{Kind: model.FailedOffline, Message: "EOF"}
		}
		return nil
	}
	var c clock
	drive(t, o.fakeCloud, c.set, func(d *driver) {
		o.pause = make(chan time.Time)
		d.fixAll()
		d.see("? unsettled", "reading the group again to settle it: offline")
		c.pass(d, 8*time.Second)
		d.see("reading the group again to settle it: offline, 8s")
		close(o.pause)
		d.settle()
		d.see("Nothing was changed: the run failed", "✗ not done")
	})
}

// A load that hears nothing says so, and how long.
func TestHangingLoadShowsItsTime(t *testing.T) {
	cloud := cloudOf(analytics)
	cloud.hold, cloud.reports = true, []model.Progress{{Doing: "groups", Done: 1, Total: 9}}
	var c clock
	drive(t, cloud, c.set, func(d *driver) {
		d.w, d.h = 80, 24
		d.send(tea.WindowSizeMsg{Width: d.w, Height: d.h})
		c.pass(d, 12*time.Second)
		d.see("no answer for 12s: ")
		if first, _, _ := strings.Cut(d.text(), "\n"); !strings.Contains(first, "12s") {
			t.Errorf("no time in the header:\n%s", first)
		}
		d.goOn()
		d.unseen("12s")
	})
}

// Somebody signed out long ago opens the program: the screen opens all the same, and S signs in from it.
func TestExpiredAtTheStart(t *testing.T) {
	cloud := cloudOf(analytics)
	cloud.openErr = model.Failure{Kind: model.FailedExpired, Message: "the SSO session has expired"}
	ways := func(o *ui.Options) {
		o.SignIns = func(model.Source) []ui.SignIn {
			return []ui.SignIn{{Line: "aws sso login --profile prod", Do: func(ended func(error) tea.Msg) tea.Cmd {
				return func() tea.Msg { cloud.openErr = nil; return ended(nil) }
			}}}
		}
	}
	drive(t, cloud, ways, func(d *driver) {
		d.see("✗ The sign-in has expired", "Next: S signs in again (aws sso login --profile prod) and then reads.", "S sign in again")
		d.press("S")
		d.see("data-science")
	})
	cloud.openErr = model.Failure{Kind: model.FailedExpired, Code: "ExpiredToken"}
	keys := func(o *ui.Options) { o.FixedKeys = func(model.Source) bool { return true } }
	drive(t, cloud, keys, func(d *driver) {
		d.see("the credentials are keys of the environment: set new ones")
		d.press("S")
		d.see("S: the credentials are keys of the environment")
	})
}
