package apply_test

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// want is what a test plans for: groups by name, each with the rules that it shall have. Rules name
// peers as "@Name". A group that is missing is created.
type want struct {
	name  string
	rules []string
	drop  []string
}

// planner makes plans towards the wants, in the order of DESIGN: create, authorize, revoke.
func planner(wants ...want) func(model.Snapshot) model.Plan {
	return func(s model.Snapshot) model.Plan {
		p := model.Plan{Goal: model.EditRules{}}
		ids := map[string]string{}
		have := map[string]model.Group{}
		for _, v := range wants {
			if g, ok := s.GroupNamed(vpc, v.name); ok {
				ids[v.name], have[v.name] = g.ID, g
				p.Rests = append(p.Rests, model.Basis{Group: g.ID, Presence: model.Present, Digest: g.Digest()})
				continue
			}
			c := model.CreateGroup{VPC: vpc, Name: v.name, Description: "made for tests", Tag: model.EMRTag()}
			ids[v.name] = c.Target()
			p.Rests = append(p.Rests, model.Basis{Group: c.Target()})
			p.Steps = append(p.Steps, model.Step{Change: c, Why: "it is missing"})
		}
		for _, v := range wants {
			for _, text := range v.rules {
				if r := ruleOf(text, ids); !holds(have[v.name], r) {
					p.Steps = append(p.Steps, model.Step{Change: model.Authorize{Group: ids[v.name], Rule: r}})
				}
			}
		}
		for _, v := range wants {
			g, there := have[v.name]
			for _, text := range v.drop {
				r := ruleOf(text, ids)
				if found, ok := g.Find(r); ok || !there {
					p.Steps = append(p.Steps, model.Step{
						Purpose: model.Tighten,
						Change:  model.Revoke{Group: ids[v.name], Rule: r, RuleID: found.ID},
					})
				}
			}
		}
		return p
	}
}

func holds(g model.Group, r model.Rule) bool { _, ok := g.Find(r); return ok }

func ruleOf(text string, ids map[string]string) model.Rule {
	for name, id := range ids {
		if head, ok := strings.CutSuffix(text, "@"+name); ok {
			r, err := model.ParseRule(head + "sg-x")
			if err != nil {
				panic(err)
			}
			r.Peer = model.GroupPeer(id)
			return r
		}
	}
	r, err := model.ParseRule(text)
	if err != nil {
		panic(err)
	}
	return r
}

// createPlan makes two groups, gives them three rules and takes away EC2's allow-all.
func createPlan() func(model.Snapshot) model.Plan {
	return planner(
		want{
			name: "Workspace", rules: []string{"egress tcp 18888 to @Engine", "egress tcp 443 to 0.0.0.0/0"},
			drop: []string{"egress all to 0.0.0.0/0"},
		},
		want{name: "Engine", rules: []string{"ingress tcp 18888 from @Workspace"}},
	)
}

// fixPlan repairs two groups that are there.
func fixPlan() func(model.Snapshot) model.Plan {
	return planner(
		want{
			name: "Workspace", rules: []string{"egress tcp 18888 to @Engine"},
			drop: []string{"ingress tcp 22 from 0.0.0.0/0"},
		},
		want{
			name: "Engine", rules: []string{"ingress tcp 18888 from @Workspace"},
			drop: []string{"ingress all from 0.0.0.0/0"},
		},
	)
}

func brokenGroups() []model.Group {
	return []model.Group{
		group("sg-w", "Workspace", rule("ingress tcp 22 from 0.0.0.0/0"), rule("egress tcp 443 to 0.0.0.0/0")),
		group("sg-e", "Engine", rule("ingress all from 0.0.0.0/0"), rule("ingress tcp 18889 from sg-w")),
	}
}

func rule(s string) model.Rule { return ruleOf(s, nil) }
