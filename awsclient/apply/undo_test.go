package apply_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
)

// Apply and undo give back groups, rules, descriptions and tags; undoing the undo gives the plan's end
// again, but for what only EC2's ids tell apart.
func TestUndoGivesBackTheWorld(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := randomWorld(t, rt)
		plan := towardsNamed(randomChanges(rt, w)...)
		if len(plan(w.snap).Steps) == 0 {
			return
		}
		d := newDesk(t, w)
		before := inFull(w.snap)
		run := d.do(plan)
		if run.State != model.RunFinished {
			rt.Fatalf("apply: %v %q", run.State, run.Reasons)
		}
		after := inFull(w.snap)
		back := d.undo(run.Journal)
		if back.State != model.RunFinished {
			rt.Fatalf("undo: %v %q", back.State, back.Reasons)
		}
		if diff := cmp.Diff(before, inFull(w.snap)); diff != "" {
			rt.Fatalf("after the undo (-before +now):\n%s", diff)
		}
		if len(back.Fresh.Steps) > 0 {
			rt.Fatalf("an undo that was made still wants %v", back.Fresh.Steps)
		}
		if again := d.undo(back.Journal); again.State != model.RunFinished {
			rt.Fatalf("undo of the undo: %v %q", again.State, again.Reasons)
		}
		if diff := cmp.Diff(after, inFull(w.snap)); diff != "" {
			rt.Fatalf("after the undo of the undo (-applied +now):\n%s", diff)
		}
	})
}

// The order of an undo: tags and what comes back first, then what goes, groups last.
func TestUndoAsText(t *testing.T) {
	w := newWorld(t)
	d := newDesk(t, w)
	run := d.do(createPlan())
	p := d.UndoPlan(d.noun(run.Journal), w.snap)
	want := []string{
		"revoke sg-new1 | The run added this rule. | needs []",
		"delete-group sg-new3 | The run made this group, and nobody uses it. | needs [0]",
		"delete-group sg-new1 | The run made this group, and nobody uses it. | needs [1]",
	}
	if diff := cmp.Diff(want, lines(p)); diff != "" {
		t.Errorf("create (-want +got):\n%s", diff)
	}
	w = newWorld(t, brokenGroups()...)
	d = newDesk(t, w)
	run = d.do(fixPlan())
	p = d.UndoPlan(d.noun(run.Journal), w.snap)
	want = []string{
		"authorize sg-e | The run took this rule away. It comes back with another id. It opens the group to everybody again: all traffic | needs []",
		"authorize sg-w | The run took this rule away. It comes back with another id. It opens the group to everybody again: tcp 22 | needs []",
		"revoke sg-e | The run added this rule. | needs [0]",
		"revoke sg-w | The run added this rule. | needs []",
	}
	if diff := cmp.Diff(want, lines(p)); diff != "" {
		t.Errorf("fix (-want +got):\n%s", diff)
	}
	if p.Steps[0].Purpose != model.Tighten || p.Steps[2].Purpose != model.Repair {
		t.Errorf("what opens to the world is not ticked by hand: %+v", p.Steps)
	}
	if g, ok := p.Goal.(model.Undo); !ok || g.Journal != run.Journal {
		t.Errorf("goal %+v", p.Goal)
	}
}

func lines(p model.Plan) []string {
	var out []string
	for _, s := range p.Steps {
		line := model.ChangeKind(s.Change) + " " + s.Change.Target() + " | " + s.Why + " | needs " + strings.TrimSpace(cmpInts(s.Needs))
		if s.Blocked != "" {
			line += " | blocked: " + s.Blocked
		}
		out = append(out, line)
	}
	return out
}

// What an undo leaves alone, and what it says of that.
func TestWhatIsNotUndone(t *testing.T) {
	interfaceOn := func(id string) func(*world) {
		return func(w *world) {
			b := model.NewBuilderFrom(w.snap)
			b.AddInterface(model.Interface{ID: "eni-1", Groups: []string{id}})
			w.snap = b.Snapshot()
		}
	}
	part := func(p model.Part) func(*world) {
		return func(w *world) {
			b := model.NewBuilderFrom(w.snap)
			b.Mark(p, "", model.Reading{State: model.ReadFailed})
			w.snap = b.Snapshot()
		}
	}
	meanwhile := func(c ...model.Change) func(*world) { return func(w *world) { w.does(c...) } }
	owned := func(w *world) {
		b := model.NewBuilderFrom(w.snap)
		for g := range w.snap.Groups() {
			g.Owner = "999999999999"
			b.AddGroup(g)
		}
		w.snap = b.Snapshot()
	}
	tagged := model.SetTag{Group: "sg-w", Key: "team", New: "data"}
	foreign := model.Authorize{Group: "sg-new1", Rule: rule("ingress tcp 80 from 10.0.0.0/8")}
	naming := model.Authorize{Group: "sg-w", Rule: rule("egress tcp 80 to sg-new1")}
	added := model.Authorize{Group: "sg-w", Rule: rule("egress tcp 18888 to sg-e"), Description: "why"}
	dropped := model.Revoke{Group: "sg-w", Rule: rule("ingress tcp 22 from 0.0.0.0/0"), RuleID: "sgr-sg-w-0"}
	tests := []struct {
		name    string
		changes []model.Change
		fault   fault
		then    func(*world)
		step    string // of the undo's lines, or "" for none at all
		note    string // in its refusals
	}{
		{"a group in use", []model.Change{create}, nil, interfaceOn("sg-new1"), "blocked: in use: eni-1 carries it", ""},
		{"who uses it is not known", []model.Change{create}, nil, part(model.PartInterfaces), "usage unknown: network interfaces", ""},
		{"a rule of somebody else in it", []model.Change{create}, nil, meanwhile(foreign), "it has a rule that the run did not add", ""},
		{"a rule of somebody else names it", []model.Change{create}, nil, meanwhile(naming), "a rule that the run did not add names it", ""},
		{"a group whose maker is not known", []model.Change{create}, unanswered(errLost), nil, "", "stays: it appeared during the run"},
		{"a group that somebody was faster to make", []model.Change{create}, meanwhileFault(create), nil, "", "stays: it appeared during the run"},
		{"a group that is gone", []model.Change{create}, nil, func(w *world) { w.remove("sg-new1") }, "", "somebody took it back already"},
		{"another account's group by now", []model.Change{added}, nil, owned, "blocked: owned by account 999999999999", ""},
		{"a rule that stood already", []model.Change{added}, meanwhileFault(added), nil, "", ""},
		{"a rule that is gone", []model.Change{added}, nil, meanwhile(model.Revoke{Group: "sg-w", Rule: added.Rule}), "", "took it back already"},
		{
			"a rule made anew",
			[]model.Change{added},
			nil, meanwhile(model.Revoke{Group: "sg-w", Rule: added.Rule}, added),
			"blocked: somebody made the rule anew since", "",
		},
		{"a rule with other words now", []model.Change{added}, nil, redescribe("sg-w", added.Rule, "mine"), `changed since, to "mine"`, ""},
		{"a rule that is back", []model.Change{dropped}, nil, meanwhile(model.Authorize{Group: "sg-w", Rule: dropped.Rule}), "", "took it back already"},
		{"a rule that opens to the world", []model.Change{dropped}, nil, nil, "opens the group to everybody again: tcp 22", ""},
		{
			"a rule that names a deleted group",
			[]model.Change{model.Revoke{Group: "sg-e", Rule: rule("ingress tcp 18889 from sg-w"), RuleID: "sgr-sg-e-1"}},
			nil, func(w *world) { w.remove("sg-w") }, "blocked: the group that the rule names, sg-w, was deleted", "",
		},
		{"a tag set otherwise since", []model.Change{tagged}, nil, meanwhile(model.SetTag{Group: "sg-w", Key: "team", New: "ops"}), "", "somebody took it back already"},
		{"a rule where use is not known", []model.Change{added}, nil, part(model.PartStudios), "blocked: usage unknown: Studios", ""},
		{"a group deleted meanwhile", []model.Change{added}, nil, func(w *world) { w.remove("sg-w") }, "", "cannot be undone: its group was deleted since"},
		{"an answer that never came", []model.Change{added}, unanswered(errLost), nil, "The run added this rule", ""},
	}
	for _, tt := range tests {
		w := newWorld(t, brokenGroups()...)
		if tt.fault != nil {
			tt.fault(w)
		}
		d := newDesk(t, w)
		run := d.do(towards(tt.changes...))
		w.before, w.after = nil, nil
		j := d.noun(run.Journal)
		if tt.then != nil {
			tt.then(w)
		}
		p := d.UndoPlan(j, w.snap)
		got := strings.Join(lines(p), "\n")
		if tt.step == "" && len(p.Steps) > 0 || !strings.Contains(got, tt.step) {
			t.Errorf("%s: steps %q, want %q", tt.name, got, tt.step)
		}
		var notes []string
		for _, r := range p.Refusals {
			notes = append(notes, r.Advice.Text)
		}
		if s := strings.Join(notes, "\n"); !strings.Contains(s, tt.note) || tt.note == "" && s != "" {
			t.Errorf("%s: told %q, want %q", tt.name, s, tt.note)
		}
	}
}

func meanwhileFault(c ...model.Change) fault { return meanwhile(c...) }

// redescribe gives a rule other words, which keeps its id.
func redescribe(id string, r model.Rule, words string) func(*world) {
	return func(w *world) {
		g, _ := w.snap.Group(id)
		rules := append([]model.GroupRule(nil), g.Rules...)
		for i := range rules {
			if rules[i].Rule == r {
				rules[i].Description = words
			}
		}
		g.Rules = rules
		b := model.NewBuilderFrom(w.snap)
		b.AddGroup(g)
		w.snap = b.Snapshot()
	}
}

// A plan that somebody takes one step of: what cannot be taken back alone is not.
func TestUndoStepsNeedEachOther(t *testing.T) {
	w := newWorld(t)
	d := newDesk(t, w)
	run := d.do(createPlan())
	j := d.noun(run.Journal)
	plan := func(s model.Snapshot) model.Plan { return d.UndoPlan(j, s) }
	o := all(plan(w.snap))
	o.Picks = []int{1, 2}
	if n := len(o.Chosen()); n != 0 {
		t.Errorf("%d deletions could be chosen without the revoke that they need", n)
	}
}

// Text that only an undo writes survives the journal: rules with tags.
func TestUndoRestoresTagsOfRules(t *testing.T) {
	groups := brokenGroups()
	groups[0].Rules[0].Tags = model.NewTags(model.Tag{Key: "owner", Value: "net\u202e"}, model.Tag{Key: "aws:cloudformation:stack-id", Value: "x"})
	w := newWorld(t, groups...)
	d := newDesk(t, w)
	run := d.do(fixPlan())
	p := d.UndoPlan(d.noun(run.Journal), w.snap)
	if s := strings.Join(lines(p), "\n"); !strings.Contains(s, "Its tag aws:cloudformation:stack-id is AWS's and does not come back") {
		t.Errorf("steps %s", s)
	}
	back := d.undo(run.Journal)
	g, _ := w.snap.Group("sg-w")
	have, _ := g.Find(rule("ingress tcp 22 from 0.0.0.0/0"))
	if v, _ := have.Tags.Get("owner"); v != "net\u202e" || len(have.Tags) != 1 || back.State != model.RunFinished {
		t.Errorf("%v %q, tags %q", back.State, back.Reasons, have.Tags)
	}
	c := d.noun(back.Journal).Steps[1].Record.Change.(model.Authorize)
	if len(c.Tags.Tags()) != 1 {
		t.Errorf("the journal of the undo forgot the tags: %+v", c)
	}
}

// An endpoint that loses a rule's tags is found out.
func TestTagsThatDoNotShowFailTheRun(t *testing.T) {
	groups := brokenGroups()
	groups[0].Rules[0].Tags = model.NewTags(model.Tag{Key: "owner", Value: "net"})
	w := newWorld(t, groups...)
	d := newDesk(t, w)
	run := d.do(fixPlan())
	w.loseTags = true
	back := d.undo(run.Journal)
	if back.State != model.RunFailed || !strings.Contains(strings.Join(back.Reasons, "\n"), "it does not show: authorize ingress tcp 22") {
		t.Errorf("%v %q", back.State, back.Reasons)
	}
}

// The allow-all of a group that the run made goes on being the run's to revoke, as long as nothing carries
// the group.
func TestWhatIsTakenFromAGroupJustMade(t *testing.T) {
	for _, carried := range []bool{false, true} {
		w := newWorld(t)
		d := newDesk(t, w)
		path := crash(d, createPlan(), 5, "before")
		b := model.NewBuilderFrom(w.snap)
		b.Mark(model.PartClusters, "", model.Reading{State: model.ReadFailed})
		if carried {
			b.AddInterface(model.Interface{ID: "eni-1", Groups: []string{"sg-new1"}})
		}
		w.snap = b.Snapshot()
		r, err := d.Assess(t.Context(), path)
		if err != nil || len(r.Rest.Steps) != 1 || (r.Rest.Steps[0].Blocked != "") != carried {
			t.Errorf("carried %v: %v %q", carried, err, lines(r.Rest))
		}
	}
}
