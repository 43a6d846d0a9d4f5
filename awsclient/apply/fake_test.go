package apply_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

const (
	vpc     = "vpc-1"
	account = "111122223333"
)

// world is an account that works: it holds a Snapshot, changes it by With and gives ids as EC2 does.
// Before and after say what goes wrong with a call, before or after its effect.
type world struct {
	t      *testing.T
	snap   model.Snapshot
	nextID int
	sent   []model.Change // every call, in order
	took   []model.Change // every effect, in order

	before    func(n int, c model.Change) error // nil error: the call goes on; n counts calls from 0
	after     func(n int, c model.Change) error // an error here: the effect stands, the answer is lost
	onSend    func(c model.Change)
	loads     int
	onLoad    func(n int)            // may change the world; n counts loads from 0
	loadErr   func(n int) error      //
	readErr   func(n int) error      // of Group and GroupNamed
	reads     int                    //
	staleFor  int                    // so many reads of single groups show the world before the last effect
	previous  model.Snapshot         //
	staleLoad map[int]model.Snapshot // what a load shows instead
	origin    func(*model.Origin)    //
	hideNew   int                    // so many calls on a new group are answered InvalidGroup.NotFound
	isNew     map[string]bool        //
	unseen    int                    // so many reads do not show a new group
	unknown   bool                   // reads of groups give no answer, and no error
	strict    bool                   // a group in use cannot be deleted
	loseTags  bool                   // rules are made without their tags
	noID      bool                   // CreateSecurityGroup's answer names no group
}

func newWorld(t *testing.T, groups ...model.Group) *world {
	t.Helper()
	b := model.NewBuilder(model.Origin{
		Caller:    model.Caller{Account: account, ARN: "arn:aws:iam::" + account + ":user/op"},
		Partition: "aws", Region: "eu-west-1",
	})
	b.AddVPC(model.VPC{ID: vpc, Owner: account, Region: "eu-west-1"})
	b.AddGroup(groups...)
	for _, p := range model.Parts() {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	return &world{t: t, snap: b.Snapshot(), isNew: map[string]bool{}}
}

func group(id, name string, rules ...model.Rule) model.Group {
	g := model.Group{
		ID: id, Name: name, Description: "made for tests", VPC: vpc, Owner: account, Region: "eu-west-1",
		Tags: model.NewTags(model.EMRTag()),
	}
	for _, d := range []model.Direction{model.Ingress, model.Egress} {
		for i, r := range rules {
			if r.Direction == d {
				g.Rules = append(g.Rules, model.GroupRule{Rule: r, ID: fmt.Sprintf("sgr-%s-%d", id, i)})
			}
		}
	}
	return g
}

func (w *world) Load(ctx context.Context, _ model.Source, on func(model.Progress)) (model.Snapshot, error) {
	n := w.loads
	w.loads++
	if err := ctx.Err(); err != nil {
		return model.Snapshot{}, err
	}
	if w.onLoad != nil {
		w.onLoad(n)
	}
	if w.loadErr != nil {
		if err := w.loadErr(n); err != nil {
			return model.Snapshot{}, err
		}
	}
	s := w.snap
	if old, ok := w.staleLoad[n]; ok {
		s = old
	}
	if w.origin != nil {
		b := model.NewBuilderFrom(s)
		o := b.Origin()
		w.origin(&o)
		b.SetOrigin(o)
		s = b.Snapshot()
	}
	on(model.Progress{Snapshot: s})
	return s, nil
}

// reading gives what a read of a single group sees.
func (w *world) reading(ctx context.Context) (model.Snapshot, error) {
	n := w.reads
	w.reads++
	if err := ctx.Err(); err != nil {
		return model.Snapshot{}, err
	}
	if w.readErr != nil {
		if err := w.readErr(n); err != nil {
			return model.Snapshot{}, err
		}
	}
	if w.staleFor > 0 {
		w.staleFor--
		return w.previous, nil
	}
	return w.snap, nil
}

func (w *world) Group(ctx context.Context, id string) (model.Group, model.Presence, error) {
	s, err := w.reading(ctx)
	if err != nil {
		return model.Group{}, model.NotKnown, err
	}
	if w.unknown {
		return model.Group{}, model.NotKnown, nil
	}
	if w.isNew[id] && w.unseen > 0 {
		w.unseen--
		return model.Group{}, model.Gone, nil
	}
	if g, ok := s.Group(id); ok {
		return g, model.Present, nil
	}
	return model.Group{}, model.Gone, nil
}

func (w *world) GroupNamed(ctx context.Context, vpc, name string) (model.Group, model.Presence, error) {
	s, err := w.reading(ctx)
	if err != nil {
		return model.Group{}, model.NotKnown, err
	}
	if g, ok := s.GroupNamed(vpc, name); ok {
		return g, model.Present, nil
	}
	return model.Group{}, model.Gone, nil
}

func (w *world) Send(ctx context.Context, c model.Change) (string, error) {
	n := len(w.sent)
	w.sent = append(w.sent, c)
	if err := ctx.Err(); err != nil {
		w.t.Errorf("a call in flight was cancelled: %v", c)
	}
	if w.onSend != nil {
		w.onSend(c)
	}
	if w.before != nil {
		if err := w.before(n, c); err != nil {
			return "", err
		}
	}
	if w.hideNew > 0 && (w.isNew[c.Target()] || w.namesNew(c)) {
		w.hideNew--
		return "", model.Failure{Kind: model.FailedNotFound, Code: "InvalidGroup.NotFound"}
	}
	id, err := w.effect(c)
	if err != nil {
		return "", err
	}
	if w.after != nil {
		if err := w.after(n, c); err != nil {
			return "", err
		}
	}
	if w.noID {
		return "", nil
	}
	return id, nil
}

func (w *world) namesNew(c model.Change) bool {
	a, ok := c.(model.Authorize)
	return ok && w.isNew[a.Rule.Peer.ID]
}

// effect changes the world, refusing what EC2 refuses.
func (w *world) effect(c model.Change) (string, error) {
	w.t.Helper()
	if model.IsPending(c.Target()) {
		if _, ok := c.(model.CreateGroup); !ok {
			w.t.Errorf("a call names a group that is not made: %v", c)
		}
	}
	if a, ok := c.(model.Authorize); ok && a.Rule.Peer.Kind == model.PeerGroup {
		if _, there := w.snap.Group(a.Rule.Peer.ID); !there {
			return "", model.Failure{Kind: model.FailedNotFound, Resource: a.Rule.Peer.ID, Code: "InvalidGroup.NotFound"}
		}
	}
	if d, ok := c.(model.DeleteGroup); ok && w.strict && w.used(d.Group) {
		return "", model.Failure{Kind: model.FailedInUse, Resource: d.Group, Code: "DependencyViolation"}
	}
	next, err := w.snap.With(c)
	if err != nil {
		return "", err
	}
	w.previous = w.snap
	if !idle(w.snap, c) {
		w.took = append(w.took, c)
	}
	if _, ok := c.(model.DeleteGroup); ok {
		w.remove(c.Target())
		return "", nil
	}
	g, _ := next.Group(c.Target())
	id := ""
	if model.IsPending(g.ID) {
		w.nextID++
		g.ID = fmt.Sprintf("sg-new%d", w.nextID)
		id = g.ID
		w.isNew[id] = true
	}
	rules := append([]model.GroupRule(nil), g.Rules...)
	for i := range rules {
		if rules[i].ID == "" {
			if w.loseTags {
				rules[i].Tags = nil
			}
			w.nextID++
			rules[i].ID = fmt.Sprintf("sgr-new%d", w.nextID)
			if id == "" {
				id = rules[i].ID
			}
		}
	}
	g.Rules = rules
	b := model.NewBuilderFrom(w.snap)
	b.AddGroup(g)
	w.snap = b.Snapshot()
	return id, nil
}

// idle reports whether a change is one that EC2 accepts though it changes nothing.
func idle(s model.Snapshot, c model.Change) bool {
	g, _ := s.Group(c.Target())
	switch c := c.(type) {
	case model.SetTag:
		v, has := g.Tags.Get(c.Key)
		return has && v == c.New
	case model.RemoveTag:
		_, has := g.Tags.Get(c.Key)
		return !has
	case model.CreateGroup, model.Authorize, model.Revoke, model.DeleteGroup:
	}
	return false
}

// used reports whether another group's rule names a group, or an interface carries it.
func (w *world) used(id string) bool {
	for _, g := range w.snap.Referrers(id) {
		if g.ID != id {
			return true
		}
	}
	return len(w.snap.InterfacesOf(id)) > 0
}

// does changes the world as somebody else would, without a call of ours.
func (w *world) does(changes ...model.Change) {
	w.t.Helper()
	took := w.took
	for _, c := range changes {
		if _, err := w.effect(c); err != nil {
			w.t.Fatalf("somebody else's %v: %v", c, err)
		}
	}
	w.took = took
}

func (w *world) remove(id string) {
	b := model.NewBuilder(w.snap.Origin())
	for v := range w.snap.VPCs() {
		b.AddVPC(v)
	}
	for g := range w.snap.Groups() {
		if g.ID != id {
			b.AddGroup(g)
		}
	}
	for i := range w.snap.Interfaces() {
		b.AddInterface(i)
	}
	for s := range w.snap.Studios() {
		b.AddStudio(s)
	}
	for _, r := range w.snap.Readings() {
		b.Mark(r.Part, r.Scope, r.Reading)
	}
	for _, gone := range append(w.snap.Gone(), id) {
		b.MarkGone(gone)
	}
	w.snap = b.Snapshot()
}

// all is the order of every step.
func all(p model.Plan) model.Order {
	o := model.Order{Plan: p, VPC: vpc}
	for i := range p.Steps {
		o.Picks = append(o.Picks, i)
	}
	return o
}

// instant is a wait that is over at once.
func instant(time.Duration) <-chan time.Time {
	c := make(chan time.Time, 1)
	c <- time.Time{}
	return c
}

func options(t *testing.T) apply.Options {
	t.Helper()
	return timed(apply.Options{Dir: filepath.Join(t.TempDir(), "state", "journals")})
}

// timed gives options a clock of their own and waits that are over at once.
func timed(o apply.Options) apply.Options {
	now := time.Date(2026, 8, 11, 10, 15, 2, 0, time.UTC)
	o.Tool, o.After = "sgscope test", instant
	o.Now = func() time.Time { now = now.Add(time.Millisecond); return now }
	return o
}

// applied applies every step of a plan that was made of the world as it is.
func applied(t *testing.T, w *world, replan func(model.Snapshot) model.Plan) model.Run {
	t.Helper()
	o := options(t)
	run, err := apply.New(w, o).SkipSync().Apply(t.Context(), all(replan(w.snap)), replan, nil)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return run
}

// doubled gives the effects that happened twice.
func (w *world) doubled() []model.Change {
	seen := map[model.Change]bool{}
	var out []model.Change
	for _, c := range w.took {
		if seen[c] {
			out = append(out, c)
		}
		seen[c] = true
	}
	return out
}

func mustRead(t *testing.T, path string) apply.Journal {
	t.Helper()
	j, err := apply.ReadJournal(path)
	if err != nil {
		t.Fatalf("read the journal: %v", err)
	}
	return j
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	_ = filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, p)
		}
		return nil
	})
	return out
}
