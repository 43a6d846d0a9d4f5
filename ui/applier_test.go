package ui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// office is a cloud whose changes the real applier makes, with real journals in a folder of the test.
type office struct {
	*fakeCloud
	dir    string
	now    time.Time
	store  workingWriter
	sent   []model.Change
	strike func(n int, c model.Change) error                        // before the n-th call, from 1; nil for none
	after  func(n int, c model.Change)                              // after it
	denied func(c model.Change) model.Failure                       // what a dry run answers; nil allows all
	gate   chan struct{}                                            // every call waits here; nil for no wait
	pause  chan time.Time                                           // every wait is for it; nil for no wait
	watch  func(times int, on func(model.Look)) (model.Look, error) // in place of the applier's
}

func newOffice(t *testing.T, text string) *office {
	t.Helper()
	o := &office{fakeCloud: cloudOf(text), dir: t.TempDir(), now: start}
	o.store = workingWriter{cloud: o.fakeCloud, bound: map[string]string{}}
	o.fakeCloud.account = o.account
	return o
}

func (o *office) account() ui.Account {
	a := masked{o.applier(), o.dir}
	return ui.Account{Reader: o.fakeCloud, Writer: a, History: a, Asker: a, Watcher: o}
}

// applier is that of a program that starts now.
func (o *office) applier() *apply.Applier {
	return apply.New(accountOf{o}, apply.Options{
		Dir: o.dir, Tool: "sgscope test",
		Now: func() time.Time { o.now = o.now.Add(time.Second); return o.now },
		After: func(time.Duration) <-chan time.Time {
			if o.pause != nil {
				return o.pause
			}
			c := make(chan time.Time, 1)
			c <- time.Time{}
			return c
		},
	})
}

func (o *office) Watch(ctx context.Context, run model.Run, every time.Duration, times int, on func(model.Look),
) (model.Look, error) {
	if o.watch != nil {
		return o.watch(times, on)
	}
	return o.applier().Watch(ctx, run, every, times, on)
}

// accountOf is the account as the applier sees it.
type accountOf struct{ *office }

func (a accountOf) Group(_ context.Context, id string) (model.Group, model.Presence, error) {
	if g, ok := a.end.Group(id); ok {
		return g, model.Present, nil
	}
	return model.Group{}, model.Gone, nil
}

func (a accountOf) GroupNamed(_ context.Context, vpc, name string) (model.Group, model.Presence, error) {
	if g, ok := a.end.GroupNamed(vpc, name); ok {
		return g, model.Present, nil
	}
	return model.Group{}, model.Gone, nil
}

func (a accountOf) DryRun(_ context.Context, c model.Change) error {
	if a.denied != nil {
		if f := a.denied(c); f != (model.Failure{}) {
			return f
		}
	}
	return nil
}

func (a accountOf) Send(_ context.Context, c model.Change) (string, error) {
	o := a.office
	if o.gate != nil {
		<-o.gate
	}
	o.sent = append(o.sent, c)
	if o.strike != nil {
		if err := o.strike(len(o.sent), c); err != nil {
			return "", err
		}
	}
	id := o.put(c)
	if o.after != nil {
		o.after(len(o.sent), c)
	}
	return id, nil
}

// put puts a change into the account.
func (o *office) put(c model.Change) string {
	if d, ok := c.(model.DeleteGroup); ok {
		o.end = without1(o.end, d.Group)
		return ""
	}
	o.store.sent = append(o.store.sent, c)
	id := o.store.store(c)
	switch c := c.(type) {
	case model.Authorize:
		g, _ := o.end.Group(c.Group)
		r, _ := g.Find(c.Rule)
		return r.ID
	case model.CreateGroup:
		return id
	case model.Revoke, model.SetTag, model.RemoveTag, model.DeleteGroup:
	}
	return ""
}

// without1 is an account with one group less.
func without1(s model.Snapshot, id string) model.Snapshot {
	after, err := s.With(model.DeleteGroup{Group: id})
	if err != nil {
		panic(fmt.Sprintf("delete %s: %v", id, err))
	}
	return after
}

// change lets somebody else change a group.
func (o *office) change(id string, f func(*model.Group)) {
	b := model.NewBuilderFrom(o.end)
	g, _ := o.end.Group(id)
	g.Rules = slices.Clone(g.Rules)
	f(&g)
	b.AddGroup(g)
	o.end = b.Snapshot()
}

// journals gives the journals of the office.
func (o *office) journals(t *testing.T) []model.Journal {
	t.Helper()
	all, err := apply.Journals(o.dir)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// fixAll presses what fixes the first Studio.
func (d *driver) fixAll() {
	d.t.Helper()
	d.press("f", "a", "tab", "enter")
}

// masked shows journals as if they were in a folder that is the same in every test.
type masked struct {
	*apply.Applier
	dir string
}

const journalDir = "/home/jo/.local/state/sgscope/journals"

func (m masked) hide(path string) string { return strings.Replace(path, m.dir, journalDir, 1) }
func (m masked) real(path string) string { return strings.Replace(path, journalDir, m.dir, 1) }

func (m masked) Journals(at model.Place) ([]model.Journal, error) {
	js, err := m.Applier.Journals(at)
	for i := range js {
		js[i].Path = m.hide(js[i].Path)
	}
	return js, err
}

func (m masked) Assess(ctx context.Context, path string) (model.Resumption, error) {
	r, err := m.Applier.Assess(ctx, m.real(path))
	r.Journal.Path = m.hide(r.Journal.Path)
	return r, err
}

func (m masked) Leave(path string) error { return m.Applier.Leave(m.real(path)) }

func (m masked) Apply(ctx context.Context, o model.Order, replan func(model.Snapshot) model.Plan, on func(model.Record),
) (model.Run, error) {
	run, err := m.Applier.Apply(ctx, o, replan, on)
	run.Journal = m.hide(run.Journal)
	return run, err
}
