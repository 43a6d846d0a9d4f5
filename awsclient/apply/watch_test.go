package apply_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

func TestWatch(t *testing.T) {
	revoke := model.Revoke{Group: "sg-w", Rule: rule("egress tcp 18888 to sg-e")}
	authorize := model.Authorize{Group: "sg-w", Rule: rule("ingress tcp 22 from 0.0.0.0/0")}
	does := func(c ...model.Change) func(*world) { return func(w *world) { w.does(c...) } }
	tests := []struct {
		name string
		plan func(model.Snapshot) model.Plan
		at   int // the look before which somebody acts
		then func(*world)
		want string // "" for nothing reverted
		seen int    // looks
	}{
		{"nobody", fixPlan(), 0, nil, "", 12},
		{"a rule taken back", fixPlan(), 3, does(revoke), "gone again: egress tcp 18888 to sg-e in Workspace (sg-w)", 3},
		{"a rule opened again", fixPlan(), 12, does(authorize), "there again: ingress tcp 22 from 0.0.0.0/0 in Workspace (sg-w)", 12},
		{"another rule", fixPlan(), 3, does(model.Authorize{Group: "sg-w", Rule: rule("ingress tcp 80 from 10.0.0.0/8")}), "", 12},
		{"the group deleted", fixPlan(), 1, func(w *world) { w.remove("sg-w") }, "gone with its group, which was deleted: egress tcp 18888", 1},
		{"a new group deleted", createPlan(), 2, func(w *world) { w.remove("sg-new1") }, "the group Workspace was deleted", 2},
		{"read late once", fixPlan(), 4, func(w *world) { w.staleFor = 2 }, "", 12},
	}
	for _, tt := range tests {
		w := newWorld(t)
		if !strings.Contains(tt.name, "new group") {
			w = newWorld(t, brokenGroups()...)
		}
		run := applied(t, w, tt.plan)
		var waits, looks int
		o := options(t)
		o.After = func(d time.Duration) <-chan time.Time {
			if d == 10*time.Second {
				if waits++; waits == tt.at {
					tt.then(w)
				}
			}
			return instant(d)
		}
		last, err := apply.New(w, o).Watch(t.Context(), run, 10*time.Second, 12, func(l model.Look) {
			if looks++; l.N != looks || l.At.IsZero() {
				t.Errorf("%s: look %+v is the %d.", tt.name, l, looks)
			}
		})
		text := ""
		if len(last.Reverted) > 0 {
			text = last.Reverted[0].Text
		}
		if err != nil || looks != tt.seen || (text == "") != (tt.want == "") || !strings.Contains(text, tt.want) {
			t.Errorf("%s: %v, %d looks, %q", tt.name, err, looks, text)
		}
	}
}

func TestWatchSaysWhatItCouldNotRead(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	run := applied(t, w, fixPlan())
	w.readErr = func(int) error { return errExpired }
	last, err := apply.New(w, options(t)).Watch(t.Context(), run, time.Second, 2, nil)
	if err != nil || last.Unread.Kind != model.FailedExpired || len(last.Reverted) != 0 || last.N != 2 {
		t.Errorf("%v %+v", err, last)
	}
}

func TestWatchOfAnUndo(t *testing.T) {
	w := newWorld(t)
	d := newDesk(t, w)
	back := d.undo(d.do(createPlan()).Journal)
	last, err := d.Watch(t.Context(), back, time.Second, 1, nil)
	if err != nil || len(last.Reverted) != 0 {
		t.Errorf("%v %+v", err, last)
	}
}

func TestWatchIsStopped(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	run := applied(t, w, fixPlan())
	ctx, cancel := context.WithCancel(t.Context())
	o := options(t)
	o.After = func(d time.Duration) <-chan time.Time { cancel(); return instant(d) }
	if _, err := apply.New(w, o).Watch(ctx, run, time.Second, 5, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
