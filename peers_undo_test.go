package main

import (
	"flag"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

var everyCall = flag.Bool("every-call", false, "strike at every write before moto, not at one for each fault")

// motoRoom is an office at a moto that was just reset, with two groups that need fixing, and a wire before it.
type motoRoom struct {
	office
	wire   *wire
	before model.Snapshot
}

func newMotoRoom(t *testing.T, url string) motoRoom {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/moto-api/reset", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	m := motoRoom{wire: &wire{next: http.DefaultTransport.RoundTrip}}
	o, snap, err := openOffice(t.Context(), &http.Client{Transport: m.wire}, url, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for v := range snap.VPCs() {
		o.vpc = v.ID
	}
	m.office = o
	send := func(c model.Change) string {
		t.Helper()
		id, err := o.client.Send(t.Context(), c)
		if err != nil {
			t.Fatalf("%v: %v", c, err)
		}
		return id
	}
	ws := send(model.CreateGroup{VPC: o.vpc, Name: "Workspace", Description: "Workspaces", Tag: model.EMRTag()})
	engine := send(model.CreateGroup{VPC: o.vpc, Name: "Engine", Description: "Engines"})
	send(model.Authorize{Group: ws, Rule: motoRule(t, "ingress tcp 22 from 0.0.0.0/0"), Description: "From an old laptop"})
	send(model.Authorize{Group: engine, Rule: motoRule(t, "ingress tcp 18889 from "+ws), Description: "A typing error", Tags: model.TagSetOf(model.NewTags(model.Tag{Key: "ticket", Value: "1 & 2"}))})
	m.wire.writes = 0
	m.before, err = o.client.Load(t.Context(), model.Source{}, func(model.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func motoRule(t *testing.T, text string) model.Rule {
	t.Helper()
	r, err := model.ParseRule(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// plans gives a plan that creates a pair of groups, and one by hand that tags, adds and removes.
func (m motoRoom) plans(t *testing.T) map[string]func(model.Snapshot) model.Plan {
	t.Helper()
	ws, _ := m.before.GroupNamed(m.vpc, "Workspace")
	engine, _ := m.before.GroupNamed(m.vpc, "Engine")
	ssh, typo := motoRule(t, "ingress tcp 22 from 0.0.0.0/0"), motoRule(t, "ingress tcp 18889 from "+ws.ID)
	changes := []model.Change{
		model.SetTag{Group: engine.ID, Key: model.TagEMR, New: "true"},
		model.Authorize{Group: ws.ID, Rule: motoRule(t, "egress tcp 18888 to "+engine.ID), Description: "To Engines"},
		model.Authorize{Group: engine.ID, Rule: motoRule(t, "ingress tcp 18888 from "+ws.ID)},
		model.Revoke{Group: ws.ID, Rule: ssh},
		model.Revoke{Group: engine.ID, Rule: typo},
	}
	return map[string]func(model.Snapshot) model.Plan{
		"create": m.planner(goalNamed("create")(m.vpc)),
		"fix":    func(s model.Snapshot) model.Plan { return byHand(s, changes) },
	}
}

// byHand plans those of the changes that a snapshot does not show.
func byHand(s model.Snapshot, changes []model.Change) model.Plan {
	p := model.Plan{Goal: model.EditRules{Changes: changes}}
	for _, c := range changes {
		g, _ := s.Group(c.Target())
		var so bool
		switch change := c.(type) {
		case model.SetTag:
			_, so = g.Tags.Get(change.Key)
		case model.Authorize:
			_, so = g.Find(change.Rule)
		case model.Revoke:
			have, has := g.Find(change.Rule)
			change.RuleID, so = have.ID, !has
			c = change
		case model.CreateGroup, model.RemoveTag, model.DeleteGroup:
		}
		if !so {
			p.Steps = append(p.Steps, model.Step{Change: c})
		}
	}
	return p
}

// TestPeerUndo applies and takes back at moto, which knows nothing of this program.
func TestPeerUndo(t *testing.T) {
	url := serveMoto(t)
	for _, name := range []string{"create", "fix"} {
		m := newMotoRoom(t, url)
		plan := m.plans(t)[name]
		run, err := m.do(t.Context(), plan(m.before), "", plan)
		if err != nil || run.State != model.RunFinished || m.wire.writes < 5 {
			t.Fatalf("%s: %v %v %q after %d writes", name, err, run.State, run.Reasons, m.wire.writes)
		}
		r, err := m.applier.Assess(t.Context(), run.Journal)
		if err != nil {
			t.Fatal(err)
		}
		back, err := m.do(t.Context(), r.Undo, "", func(s model.Snapshot) model.Plan { return m.applier.UndoPlan(r.Journal, s) })
		if err != nil || back.State != model.RunFinished {
			t.Fatalf("undo of %s: %v %v %q", name, err, back.State, back.Reasons)
		}
		if diff := cmp.Diff(groupsOf(m.before), groupsOf(back.After)); diff != "" {
			t.Errorf("undo of %s (-before +now):\n%s", name, diff)
		}
	}
}

// TestPeerFaults strikes on the way to moto and goes on: with each fault at one write of one of two plans, or,
// if -every-call says so, at every write of both.
func TestPeerFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("it applies two plans for each fault")
	}
	url := serveMoto(t)
	for k, name := range []string{"create", "fix"} {
		m := newMotoRoom(t, url)
		plan := m.plans(t)[name]
		run, err := m.do(t.Context(), plan(m.before), "", plan)
		if err != nil || run.State != model.RunFinished {
			t.Fatalf("%s: %v %v %q", name, err, run.State, run.Reasons)
		}
		want, writes := groupsOf(run.After), m.wire.writes
		for i, b := range blows() {
			for call := range writes {
				if !*everyCall && (i%2 != k || i/2%writes != call) {
					continue
				}
				t.Run(fmt.Sprintf("%s/%d/%s", name, call, b.name), func(t *testing.T) {
					m := newMotoRoom(t, url)
					plan := m.plans(t)[name]
					m.wire.strike = b.at(call)
					run, err := m.do(t.Context(), plan(m.before), "", plan)
					m.wire.strike = nil
					if err != nil || run.Journal == "" {
						t.Fatalf("%v %v %q", err, run.State, run.Reasons)
					}
					if diff := cmp.Diff(want, groupsOf(m.goOn(t, run.Journal))); diff != "" {
						t.Errorf("%v %q: the end (-planned +now):\n%s", run.State, run.Reasons, diff)
					}
				})
			}
		}
	}
}
