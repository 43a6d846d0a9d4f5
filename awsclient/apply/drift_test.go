package apply_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/model"
)

func TestDrift(t *testing.T) {
	described := func(w *world) {
		g, _ := w.snap.Group("sg-w")
		rules := append([]model.GroupRule(nil), g.Rules...)
		rules[1].Description, rules[0].ID = "for pip", "sgr-again"
		g.Rules = rules
		b := model.NewBuilderFrom(w.snap)
		b.AddGroup(g)
		w.snap = b.Snapshot()
	}
	tests := []struct {
		name string
		plan func(model.Snapshot) model.Plan
		does func(*world)
		want []string
	}{
		{"a rule more", fixPlan(), func(w *world) {
			w.does(model.Authorize{Group: "sg-w", Rule: rule("egress tcp 80 to 10.0.0.0/8")})
		}, []string{"Workspace (sg-w): rule added: egress tcp 80 to 10.0.0.0/8"}},
		{"a planned rule is there", fixPlan(), func(w *world) { w.does(authorize) }, []string{
			"Workspace (sg-w): rule added: egress tcp 18888 to sg-e",
			"no longer planned: authorize egress tcp 18888 to sg-e on Workspace (sg-w)",
		}},
		{"a rule less", fixPlan(), func(w *world) {
			w.does(model.Revoke{Group: "sg-w", Rule: rule("egress tcp 443 to 0.0.0.0/0")})
		}, []string{"Workspace (sg-w): rule removed: egress tcp 443 to 0.0.0.0/0"}},
		{"tags", fixPlan(), func(w *world) {
			w.does(setTag, model.SetTag{Group: "sg-w", Key: model.TagEMR, New: "True"},
				model.RemoveTag{Group: "sg-e", Key: model.TagEMR})
		}, []string{
			"Workspace (sg-w): tag changed: " + model.TagEMR + " was true, is True",
			"Workspace (sg-w): tag added: team=data",
			"Engine (sg-e): tag removed: " + model.TagEMR + "=true",
		}},
		{"a description and a rule made anew", fixPlan(), described, []string{
			"Workspace (sg-w): rule made anew, with another id: ingress tcp 22 from 0.0.0.0/0",
			"Workspace (sg-w): description changed of the rule egress tcp 443 to 0.0.0.0/0",
			"planned with another rule id, description or value before: " +
				"revoke ingress tcp 22 from 0.0.0.0/0 from Workspace (sg-w)",
		}},
		{"a group deleted", fixPlan(), func(w *world) { w.remove("sg-e") }, []string{
			"sg-e was deleted since the review",
			"the plan now rests on the group Engine too",
			"no longer planned: authorize egress tcp 18888 to sg-e on Workspace (sg-w)",
			"no longer planned: authorize ingress tcp 18888 from sg-w on sg-e",
			"no longer planned: revoke ingress all from 0.0.0.0/0 from sg-e",
			"newly planned: create the group Engine in vpc-1",
			"newly planned: authorize egress tcp 18888 to new:vpc-1/Engine on Workspace (sg-w)",
			"newly planned: authorize ingress tcp 18888 from sg-w on Engine (new)",
			"newly planned: revoke ingress all from 0.0.0.0/0 from Engine (new)",
		}},
		{"a group made", createPlan(), func(w *world) {
			c := create
			c.Name = "Engine"
			w.does(c)
		}, []string{
			"the plan now rests on Engine (sg-new1) too",
			"no longer planned: create the group Engine in vpc-1",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, o := newWorld(t, brokenGroups()...), options(t)
			if tt.name == "a group made" {
				w = newWorld(t)
			}
			seen := w.snap
			o.Seen = func(id, digest string) (model.Group, bool) {
				g, ok := seen.Group(id)
				return g, ok && g.Digest() == digest
			}
			order := all(tt.plan(w.snap))
			tt.does(w)
			run, err := apply.New(w, o).Apply(t.Context(), order, tt.plan, nil)
			if err != nil || run.State != model.RunDrifted || run.Journal != "" {
				t.Fatalf("%v, state %v %q", err, run.State, run.Reasons)
			}
			got := run.Reasons[:min(len(run.Reasons), len(tt.want))]
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("reasons (-want +got):\n%s", d)
			}
			if len(w.sent) != 0 || len(files(t, o.Dir)) != 0 {
				t.Errorf("something was written: %v", w.sent)
			}
			if !run.Fresh.Same(tt.plan(w.snap)) || len(run.Remaining()) != len(order.Picks) {
				t.Errorf("fresh plan %v, records %v", run.Fresh.Steps, run.Records)
			}
		})
	}
}

func TestDriftThatNobodyRemembers(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	order := all(fixPlan()(w.snap))
	w.does(setTag)
	run, err := apply.New(w, options(t)).Apply(t.Context(), order, fixPlan(), nil)
	want := []string{"Workspace (sg-w) was changed since the review"}
	if d := cmp.Diff(want, run.Reasons); d != "" || err != nil || run.State != model.RunDrifted {
		t.Errorf("%v, state %v (-want +got):\n%s", err, run.State, d)
	}
}

func TestDriftOfThePlanAlone(t *testing.T) {
	tests := []struct {
		name string
		edit func(*model.Plan)
		want string
	}{
		{
			"a step is blocked now", func(p *model.Plan) { p.Steps[2].Blocked = "usage unknown" },
			"revoke ingress tcp 22 from 0.0.0.0/0 from Workspace (sg-w) cannot be applied now: usage unknown",
		},
		{
			"a step needs another now", func(p *model.Plan) { p.Steps[2].Needs = []int{1} },
			"revoke ingress tcp 22 from 0.0.0.0/0 from Workspace (sg-w) cannot be applied now: it needs a step that is not chosen",
		},
		{"another order", func(p *model.Plan) { p.Steps[0], p.Steps[1] = p.Steps[1], p.Steps[0] }, "in another order"},
		{"no plan", func(p *model.Plan) { p.Conflict = "it would undo itself" }, "it would undo itself"},
		{"a group that was not read", func(p *model.Plan) {
			p.Rests[0] = model.Basis{Group: "sg-w"}
		}, "is not in what was read"},
		{"a group that was not there", func(p *model.Plan) {
			p.Rests = append(p.Rests, model.Basis{Group: "sg-other", Presence: model.Present})
		}, "rests on sg-other too"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, brokenGroups()...)
			fresh := func(s model.Snapshot) model.Plan {
				p := fixPlan()(s)
				tt.edit(&p)
				return p
			}
			order := all(fixPlan()(w.snap))
			order.Picks = []int{0, 2}
			run, err := apply.New(w, options(t)).Apply(t.Context(), order, fresh, nil)
			if err != nil || run.State != model.RunDrifted || !strings.Contains(strings.Join(run.Reasons, "\n"), tt.want) {
				t.Errorf("%v, state %v %q, want %q", err, run.State, run.Reasons, tt.want)
			}
			if len(w.sent) != 0 {
				t.Errorf("sent %v", w.sent)
			}
		})
	}
}

func TestDriftOfAPresence(t *testing.T) {
	with := func(p model.Presence) func(model.Snapshot) model.Plan {
		return func(s model.Snapshot) model.Plan {
			plan := fixPlan()(s)
			plan.Rests = append(plan.Rests, model.Basis{Group: "sg-p", Presence: p})
			return plan
		}
	}
	tests := []struct {
		was, is model.Presence
		want    string
	}{
		{model.NotKnown, model.Gone, "sg-p is now known not to exist; it was not known when the plan was reviewed"},
		{model.Present, model.Gone, "sg-p was deleted since the review"},
		{model.Present, model.NotKnown, "sg-p is not in what was read now; it was when the plan was reviewed"},
		{model.Gone, model.Present, "sg-p is there now; it was not when the plan was reviewed"},
	}
	for _, tt := range tests {
		w := newWorld(t, brokenGroups()...)
		run, err := apply.New(w, options(t)).Apply(t.Context(), all(with(tt.was)(w.snap)), with(tt.is), nil)
		if err != nil || run.State != model.RunDrifted || run.Reasons[0] != tt.want {
			t.Errorf("%v, state %v %q, want %q", err, run.State, run.Reasons, tt.want)
		}
	}
}

func TestDriftNamesWhatCouldNotBeRead(t *testing.T) {
	w := newWorld(t, brokenGroups()...)
	order := all(fixPlan()(w.snap))
	b := model.NewBuilder(w.snap.Origin())
	b.Mark(model.PartGroups, "", model.Reading{
		State:   model.ReadFailed,
		Failure: model.Failure{Kind: model.FailedDenied, Call: "ec2:DescribeSecurityGroups"},
	})
	w.snap = b.Snapshot()
	run, err := apply.New(w, options(t)).Apply(t.Context(), order, fixPlan(), nil)
	last := run.Reasons[len(run.Reasons)-1]
	if err != nil || last != "security groups: failed this time: denied: ec2:DescribeSecurityGroups" {
		t.Errorf("%v: %q", err, run.Reasons)
	}
}

func TestHostileNamesInReasons(t *testing.T) {
	groups := brokenGroups()
	groups[0].Name = "Work\x1b[31mspace\u202e"
	w := newWorld(t, groups...)
	plan := towards(authorize)
	rests := func(s model.Snapshot) model.Plan {
		p := plan(s)
		g, _ := s.Group("sg-w")
		p.Rests = []model.Basis{{Group: "sg-w", Presence: model.Present, Digest: g.Digest()}}
		return p
	}
	order := all(rests(w.snap))
	w.does(authorize)
	run, _ := apply.New(w, options(t)).Apply(t.Context(), order, rests, nil)
	for _, s := range run.Reasons {
		if strings.ContainsAny(s, "\x1b\u202e") {
			t.Errorf("reason %q", s)
		}
	}
	if run.State != model.RunDrifted {
		t.Errorf("state %v", run.State)
	}
}
