package emr_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// Whatever edits may stand together: their plan leaves the group with exactly the rules that were meant,
// adds before it removes what is edited, is empty the second time, and gives the edits back.
func TestEditsDoWhatIsMeant(t *testing.T) {
	rules := []model.Rule{}
	for _, text := range []string{
		"ingress tcp 22 from 192.0.2.12/32", "ingress tcp 0-65535 from 192.0.2.0/24", "ingress all from sg-eng",
		"egress all to 0.0.0.0/0", "egress tcp 443 to 0.0.0.0/0", "ingress tcp 22 from 0.0.0.0/0", "egress udp 53 to 10.0.0.2/32",
	} {
		rules = append(rules, ruleOf(t, text))
	}
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		text.WriteString(studio + pair("", "") + "group sg-x vpc-1 x\n")
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(rules)-1), 0, len(rules), rapid.ID[int]).Draw(t, "has") {
			text.WriteString(rules[i].String() + "\n")
		}
		a := analyse(text.String())
		g, _ := a.Snapshot().Group("sg-x")
		edits := emr.RuleEdits{Group: "sg-x"}
		want := map[model.Rule]bool{}
		for _, r := range g.Rules {
			want[r.Rule] = true
		}
		for range rapid.IntRange(0, 5).Draw(t, "edits") {
			var e emr.RuleEdit
			if len(g.Rules) > 0 && rapid.Bool().Draw(t, "of a rule") {
				e.Old = rapid.SampledFrom(g.Rules).Draw(t, "old")
				if edits.Of(e.Old.Rule) >= 0 {
					continue
				}
			}
			if !e.Removes() || rapid.Bool().Draw(t, "becomes") {
				e.New = rapid.SampledFrom(rules).Draw(t, "new")
			}
			if e.Removes() && e.Adds() && e.New.Direction != e.Old.Rule.Direction || a.CheckEdit(edits, -1, e) != nil {
				continue
			}
			edits = edits.With(-1, e)
			if e.Removes() {
				delete(want, e.Old.Rule)
			}
			if e.Adds() {
				want[e.New] = true
			}
		}
		goal := edits.Goal()
		p := a.Plan(goal)
		after, err := a.Snapshot().With(p.Changes(func(model.Step) bool { return true })...)
		if err != nil || p.Conflict != "" {
			t.Fatalf("%v %s\n%v", err, p.Conflict, edits)
		}
		got := map[model.Rule]bool{}
		now, _ := after.Group("sg-x")
		for _, r := range now.Rules {
			got[r.Rule] = true
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(func(x, y model.Rule) bool { return x == y })); diff != "" {
			t.Fatalf("rules (-want +got)\n%s", diff)
		}
		if again := emr.Analyse(after, emr.Scope{}).Plan(goal); len(again.Steps) > 0 {
			t.Fatalf("a second plan: %v", planned(again))
		}
		if back, ok := a.EditsOf(goal); len(edits.List) > 0 && (!ok || len(back.List) != len(edits.List)) {
			t.Fatalf("edits %v came back as %v", edits, back)
		}
		checkOrder(t, p, edits)
	})
}

func checkOrder(t *rapid.T, p model.Plan, edits emr.RuleEdits) {
	at := map[model.Change]int{}
	for i, s := range p.Steps {
		switch c := s.Change.(type) {
		case model.Authorize:
			at[model.Authorize{Group: c.Group, Rule: c.Rule}] = i
		case model.Revoke:
			at[model.Revoke{Group: c.Group, Rule: c.Rule}] = i
		case model.CreateGroup, model.SetTag, model.DeleteGroup, model.RemoveTag:
		}
	}
	for _, e := range edits.List {
		if !e.Adds() || !e.Removes() {
			continue
		}
		add, added := at[model.Authorize{Group: edits.Group, Rule: e.New}]
		remove := at[model.Revoke{Group: edits.Group, Rule: e.Old.Rule}]
		if needs := p.Steps[remove].Needs; added && (remove < add || len(needs) != 1 || needs[0] != add) {
			t.Fatalf("step %d goes without step %d: %v", remove, add, planned(p))
		}
	}
}
