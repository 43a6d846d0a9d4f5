package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

// TestUndoOnTheWire applies plans under the real SDK and takes them back: groups, rules, descriptions and
// tags, those of rules too, are as before; only the ids of rules differ.
func TestUndoOnTheWire(t *testing.T) {
	for _, goal := range []string{"create", "fix"} {
		w := newWire(t)
		o, snap := w.office(t, t.TempDir())
		engine, _ := snap.GroupNamed(o.vpc, "DefaultEngineSecurityGroup")
		tagged := model.Authorize{
			Group: engine.ID, Rule: motoRule(t, "ingress tcp 9999 from 0.0.0.0/0"), Description: "With tags",
			Tags: model.TagSetOf(model.NewTags(model.Tag{Key: "ticket", Value: "1 & 2"}, model.Tag{Key: "team", Value: ""})),
		}
		if _, err := o.client.Send(t.Context(), tagged); err != nil {
			t.Fatal(err)
		}
		before, err := o.client.Load(t.Context(), model.Source{}, func(model.Progress) {})
		if err != nil {
			t.Fatal(err)
		}
		engine, _ = before.Group(engine.ID)
		if r, ok := engine.Find(tagged.Rule); !ok || model.TagSetOf(r.Tags) != tagged.Tags {
			t.Fatalf("the rule was not made with its tags: %+v", r)
		}
		plan := o.planner(goalNamed(goal)(o.vpc))
		run, err := o.do(t.Context(), plan(before), "", plan)
		if err != nil || run.State != model.RunFinished {
			t.Fatalf("%s: %v %v %q", goal, err, run.State, run.Reasons)
		}
		if cmp.Equal(groupsOf(before), groupsOf(run.After)) {
			t.Fatalf("%s changed nothing", goal)
		}
		r, err := o.applier.Assess(t.Context(), run.Journal)
		if err != nil {
			t.Fatal(err)
		}
		back, err := o.do(t.Context(), r.Undo, "", func(s model.Snapshot) model.Plan { return o.applier.UndoPlan(r.Journal, s) })
		if err != nil || back.State != model.RunFinished || len(back.Fresh.Steps) > 0 {
			t.Fatalf("undo of %s: %v %v %q, left %v", goal, err, back.State, back.Reasons, back.Fresh.Steps)
		}
		if diff := cmp.Diff(groupsOf(before), groupsOf(back.After)); diff != "" {
			t.Errorf("undo of %s (-before +now):\n%s", goal, diff)
		}
	}
}
