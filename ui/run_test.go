package ui_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// An order says the VPC of its groups, whatever the screen is narrowed to; records are told apart by
// their place in the plan, and what is sent is what was ticked.
func TestApplySendsWhatWasTicked(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("v", "home", "up", "up", "enter") // all VPCs
		d.see("all VPCs")
		d.press("f", "space", "end", "space", "a")
		d.see("Apply 2 changes?", "analytics (vpc-0a)", "1 rule added, 1 rule removed", "opens none, closes 1")
		d.press("tab", "enter")
		d.see("✓ Done: 2 changes made, and reading again shows all of them.", "✓ done", "sgr-new1",
			"2 steps that you left out", "Journal  /journals/1.jsonl", "data-science cannot attach yet")
		if o := w.orders[0]; o.VPC != "vpc-0a" || !slices.Equal(o.Picks, []int{1, 3}) {
			t.Errorf("order for %q, picks %v", o.VPC, o.Picks)
		}
		if len(w.sent) != 2 || w.sent[1].Target() != "sg-0eng1" {
			t.Errorf("sent %v", w.sent)
		}
	})
}

func TestAfterSuccessNothingIsLeft(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "end", "space", "up", "space", "a", "tab", "enter")
		d.see("✓ Done: 4 changes made", "Now      ✓ data-science: attach passes the groups",
			"Left     planned again: no change is left of this plan.", "Next     attach the Workspace to its cluster again")
		d.press("enter")
		d.see("enter: it is done and nothing is left; esc goes back")
		d.press("y")
		d.see("rule id", "sgr-new1", "journal")
		d.press("esc", "esc")
		d.see("[1 Studios]", "✓ data-science", "Not a security-group problem")
		d.press("f")
		d.see("f: what is found here breaks nothing")
	})
}

func TestLeftoversAreReviewed(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "a", "tab", "enter")
		d.see("2 steps that you left out; enter reviews what is left")
		d.press("enter")
		d.see("[4 Changes 2]", "[ ] tighten", "0 of 2 steps ticked")
	})
}

func TestRunShowsProgressPerStep(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		w.gate = make(chan struct{})
		d.press("f", "a", "tab", "enter")
		d.see("[4 Changes 0/2]", "0 of 2 settled", "→ sent", "· waits")
		d.press("c")
		d.press("esc", "f") // nothing else can be planned meanwhile
		d.letGo(w)
		d.see("[4 Changes 1/2]", "█████░░░░░ 1 of 2 settled", "✓ done", "sgr-new1", "s stop")
		d.resize(40, 12)
		d.see("1 of 2 settled")
		d.resize(120, 40)
		d.letGo(w)
		d.see("✓ Done: 2 changes made")
	})
}

// Quit and s finish the call in flight, send nothing more, and say what remains.
func TestStopFinishesTheCallInFlight(t *testing.T) {
	for _, key := range []string{"q", "s", "ctrl+c"} {
		cloud, w := writable(analytics)
		drive(t, cloud, nil, func(d *driver) {
			w.gate = make(chan struct{})
			d.press("f", "a", "tab", "enter", key)
			if d.quit {
				t.Fatal("quit in the middle of a call")
			}
			d.press("down") // the note goes, the fact stays
			d.see("stopping after the call in flight")
			d.letGo(w)
			d.see("Stopped as you asked: 1 of 2 changes made, 1 not made.", "✓ done", "· not sent", "Then ", "enter plans again")
			if len(w.sent) != 1 {
				t.Errorf("%d calls were sent", len(w.sent))
			}
			d.press("enter")
			d.see("Plan: fix", "[x] repair", "1 of 3 steps ticked")
			d.press("q")
			if !d.quit {
				t.Error("q does not quit after the run")
			}
		})
	}
}

func TestFailureSaysWhatStandsAndWhatDoesNot(t *testing.T) {
	denied := model.Failure{
		Kind: model.FailedDenied, Call: "ec2:AuthorizeSecurityGroupIngress", Resource: "sg-0eng1",
		Missing: "ec2:AuthorizeSecurityGroupIngress", Message: "You are not authorized",
	}
	cases := []struct {
		name    string
		at      int
		outcome model.Outcome
		want    []string
	}{
		{"second", 2, model.NotDone, []string{
			"✗ A failure stopped the run: 1 of 2 changes made, 1 not made.", "✓ done", "✗ not done",
			"Next     ask for ec2:AuthorizeSecurityGroupIngress", "what stands is not made twice",
		}},
		{"first", 1, model.NotDone, []string{"✗ Nothing was changed", "✗ not done", "· not sent"}},
		{"nobody knows", 1, model.Unsettled, []string{
			"0 of 2 changes made, of 1 it is not known, 1 not made", "? not known",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cloud, w := writable(analytics)
			w.failAt, w.failure, w.outcome = c.at, denied, c.outcome
			drive(t, cloud, nil, func(d *driver) {
				d.press("f", "a", "tab", "enter")
				d.see(append(c.want, "You are not authorized", "/journals/1.jsonl")...)
				if strings.Count(d.text(), "You are not authorized") != 1 {
					t.Errorf("the failure is told twice:\n%s", d.text())
				}
				w.failAt = 0
				d.press("enter")
				d.see("Plan: fix", "[x] repair")
			})
		})
	}
}

func TestRunThatCannotBegin(t *testing.T) {
	cloud, w := writable(analytics)
	w.refusal = model.Failure{Kind: model.FailedExpired, Message: "the token has expired"}
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "a", "tab", "enter")
		d.see("✗ Nothing was changed: the run failed before its first change stood.", "the token has expired",
			"Next     sign in again")
		d.unseen("not sent", "Journal")
		d.press("y")
		d.see("y: nothing was made")
	})
}

func TestDriftShowsWhatDiffersAndOffersTheNewPlan(t *testing.T) {
	cloud, w := writable(analytics)
	w.meanwhile = func(s model.Snapshot) model.Snapshot {
		b := model.NewBuilderFrom(s)
		g, _ := s.Group("sg-0eng1")
		g.Rules = append(slices.Clone(g.Rules), model.GroupRule{
			ID:   "sgr-new",
			Rule: model.TCPRule(model.Ingress, 18888, model.GroupPeer("sg-0ws1")),
		})
		b.AddGroup(g)
		return b.Snapshot()
	}
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "a", "tab", "enter")
		d.see("Nothing was changed: the account is not as it was when you reviewed the plan.",
			"DefaultEngineSecurityGroup (sg-0eng1) was changed since the review",
			"The plan made of what is there now has 3 steps.",
			"enter reviews the plan as it is now")
		d.unseen("✓ done", "not sent")
		d.press("enter")
		d.see("Plan: fix", "1 of 3 steps ticked", "+ tcp 18888 out")
		if len(w.sent) != 0 {
			t.Errorf("sent %v", w.sent)
		}
	})
}

// Somebody else in the middle of a run ends it: what was made is told, and the plan as it is now offered.
func TestOvertaken(t *testing.T) {
	cloud, w := writable(analytics)
	w.overtaken = 1
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "a", "tab", "enter")
		d.see("[4 Changes !]", "Somebody else changed the account in the middle of the run: 1 of 2 changes made, 1 not made.",
			"DefaultEngineSecurityGroup (sg-0eng1): rule removed", "The plan made of what is there now has 3 steps.",
			"Next     enter reviews the plan as it is now.", "✓ done", "· not sent")
		d.press("enter")
		d.see("Plan: fix", "1 of 3 steps ticked")
	})
}

// Replies of a run that is over change nothing.
func TestLateRepliesAreDropped(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		var late []tea.Msg
		w.gate = make(chan struct{})
		d.press("f", "a", "tab", "enter")
		d.spy = func(m tea.Msg) {
			if s := fmt.Sprintf("%T", m); s == "ui.recordedMsg" || s == "ui.runEndedMsg" {
				late = append(late, m)
			}
		}
		d.letGo(w)
		d.letGo(w)
		d.see("✓ Done: 2 changes made")
		before := d.text()
		for _, m := range late {
			d.send(m)
			d.settle()
		}
		if len(late) < 3 || d.text() != before {
			t.Errorf("%d late replies changed the screen:\n%s", len(late), d.text())
		}
		d.press("enter") // a new plan, and a late end of the old run
		for _, m := range late {
			d.send(m)
		}
		d.see("Plan: fix", "0 of 2 steps ticked")
		d.press("space", "down", "space", "a", "tab", "enter")
		for _, m := range late {
			d.send(m)
		}
		d.see("0 of 2 settled", "· waits")
		d.letGo(w)
		d.letGo(w)
		d.see("✓ Done: 2 changes made")
	})
}

// From what is left of a plan one still comes back to where the first was asked for.
func TestEscFromWhatIsLeft(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("1", "f", "a", "tab", "enter", "2", "4", "enter")
		d.see("Plan: fix")
		d.press("esc")
		d.see("[1 Studios")
	})
}

// A record belongs to the step of the plan that it names, not to the place in the queue.
func TestProgressOfAPartOfThePlan(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		w.gate = make(chan struct{})
		d.press("f", "space", "end", "space", "a", "tab", "enter")
		d.letGo(w)
		d.see("✓ done      + tcp 18888 in from", "→ sent      − tcp 22 in from 10.0.0.0/8")
		d.letGo(w)
		d.see("✓ Done")
	})
}

// Who has repaired one of two reasons is not sent to attach again.
func TestNextStepWhileAReasonIsLeft(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("3", "f", "a", "tab", "enter")
		d.see("Now      ✗ data-science: attach fails: 1 reason",
			"Next     data-science cannot attach yet: f on it plans what else that needs.")
		d.unseen("attach the Workspace")
	})
}
