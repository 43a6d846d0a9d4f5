package ui_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// cutOff leaves of the newest journal what a program leaves that is killed: so many lines, and a torn one.
func (o *office) cutOff(t *testing.T, lines int) {
	t.Helper()
	path := o.journals(t)[0].Path
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := bytes.SplitAfter(text, []byte("\n"))
	kept := append(bytes.Join(all[:lines], nil), all[lines][:len(all[lines])/2]...)
	if err := os.WriteFile(path, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	o.now = o.now.Add(time.Hour)
}

// crashed is an account in which a program was killed after its second call was sent and had no effect.
func crashed(t *testing.T) *office {
	t.Helper()
	o := newOffice(t, analytics)
	o.strike = func(n int, _ model.Change) error {
		if n == 2 {
			return model.Failure{Kind: model.FailedOther, Code: "InternalError", Message: "broken"}
		}
		return nil
	}
	drive(t, o.fakeCloud, nil, func(d *driver) { d.fixAll() })
	o.cutOff(t, 4) // the header, sent and done, sent
	o.strike, o.sent = nil, nil
	return o
}

// rulesOf gives groups as lines, without the ids of rules.
func rulesOf(s model.Snapshot) []string {
	var out []string
	for g := range s.Groups() {
		var rules []string
		for _, r := range g.Rules {
			rules = append(rules, r.Rule.String()+" "+r.Description)
		}
		slices.Sort(rules)
		out = append(out, g.Name+" "+g.Description+" "+strings.Join(rules, "; "))
	}
	slices.Sort(out)
	return out
}

func hourLater(o *ui.Options) { o.Now = func() time.Time { return start.Add(2 * time.Hour) } }

func TestCutOffRunIsOfferedAndCarriedOn(t *testing.T) {
	o := crashed(t)
	drive(t, o.fakeCloud, hourLater, func(d *driver) {
		d.see("[1 Studios", "! R shows a run that did not reach its end: cut off, 1 of 2 changes made, 1 not known, of 2026-03-01 03:00 UTC",
			"R: an earlier run did not reach its end", "4 Changes !")
		d.press("2") // no key is stolen
		d.see("[2 Groups]", "a run that did not reach its end")
		d.press("R")
		d.see("Run of 2026-03-01 03:00 UTC", "cut off: the program ended in the middle", "Its last line was cut short",
			"Now      1 done, 1 not done", "✓ done      on DefaultWorkspace", "· not done  on DefaultEngine",
			"enter    reviews what remains: 1 change.", "u        reviews what takes back that which it did: 1 change.",
			"d        leaves everything as it is")
		if len(o.sent) != 0 {
			t.Fatalf("sent before anybody chose: %v", o.sent)
		}
		d.press("enter")
		d.see("Plan: go on: fix 2 of 4 findings", "1 of 1 step ticked", "[x] repair  + tcp 18888 in from")
		d.press("a", "tab", "enter")
		d.see("✓ Done: 1 change made", "sgr-new2")
		d.press("esc", "4")
		d.see("cut off, carried on", "✓ done")
		d.unseen("did not reach its end")
	})
	if js := o.journals(t); len(js) != 2 || js[0].Follows == "" {
		t.Errorf("the rest does not name what it carries on: %+v", js)
	}
}

func TestCutOffRunIsTakenBack(t *testing.T) {
	o := crashed(t)
	before := rulesOf(account(analytics))
	drive(t, o.fakeCloud, hourLater, func(d *driver) {
		d.press("R", "u")
		d.see("Plan: undo: fix 2 of 4 findings, of", "− tcp 18888 out to", "1 of 1 step ticked")
		d.press("a", "tab", "enter")
		d.see("✓ Done: 1 change made", "Next     nothing: rules and tags act at once.")
		d.press("esc", "4")
		d.see("cut off, undone")
	})
	if diff := cmp.Diff(before, rulesOf(o.end)); diff != "" {
		t.Errorf("before (-) and after the undo (+):\n%s", diff)
	}
}

func TestCutOffRunIsLeft(t *testing.T) {
	o := crashed(t)
	drive(t, o.fakeCloud, hourLater, func(d *driver) {
		d.press("R", "d")
		d.see("left as it is", "cut off, left")
		d.unseen("did not reach its end")
		d.press("R")
		d.see("R: no earlier run here waits to be decided about")
	})
	drive(t, o.fakeCloud, hourLater, func(d *driver) { d.unseen("did not reach its end") })
	if len(o.sent) != 0 {
		t.Errorf("sent %v", o.sent)
	}
}

// What somebody else did in between is said so, and is neither made again nor taken back.
func TestWhatOthersDidSince(t *testing.T) {
	o := crashed(t)
	o.put(model.Authorize{Group: "sg-0eng1", Rule: model.TCPRule(model.Ingress, 18888, model.GroupPeer("sg-0ws1"))})
	o.change("sg-0ws1", func(g *model.Group) {
		g.Rules = slices.DeleteFunc(g.Rules, func(r model.GroupRule) bool { return r.Rule.Ports.Contains(model.Port(18888)) })
	})
	drive(t, o.fakeCloud, hourLater, func(d *driver) {
		d.press("R")
		d.see("! reverted  on DefaultWorkspace", "✓ done", "Now ")
	})
}

// A run that was offered in one VPC, Region or account is not offered in another, and a snapshot has none.
func TestOnlyOfThisPlace(t *testing.T) {
	o := crashed(t)
	origin := o.end.Origin()
	for name, f := range map[string]func(*model.Origin){
		"account":  func(x *model.Origin) { x.Caller.Account = "999999999999" },
		"region":   func(x *model.Origin) { x.Region = "eu-west-1" },
		"endpoint": func(x *model.Origin) { x.Endpoint = "http://127.0.0.1:1" },
		"unknown":  func(x *model.Origin) { x.Caller.Account = "" },
	} {
		other := origin
		f(&other)
		b := model.NewBuilderFrom(o.end)
		b.SetOrigin(other)
		whole := o.end
		o.end = b.Snapshot()
		drive(t, o.fakeCloud, hourLater, func(d *driver) {
			d.unseen("did not reach its end")
			d.press("4")
			if !strings.Contains(d.text(), "No change is planned") || strings.Contains(d.text(), "Earlier runs") {
				t.Errorf("%s: offered elsewhere:\n%s", name, d.text())
			}
		})
		o.end = whole
	}
	drive(t, cloudOf(analytics), nil, func(d *driver) { d.unseen("did not reach its end") })
}

// While another window writes, the run is shown as at work.
func TestYoungJournalMayBeAtWork(t *testing.T) {
	o := crashed(t)
	drive(t, o.fakeCloud, func(x *ui.Options) { x.Now = func() time.Time { return start.Add(20 * time.Second) } }, func(d *driver) {
		d.press("4")
		d.see("at work, or cut off")
		d.press("enter")
		d.see("another window or operator may be at work")
	})
}

// A finished run can be taken back at once, and from the list of earlier runs; then all is as before.
func TestUndoFromTheChangesPage(t *testing.T) {
	for _, way := range []string{"u", "esc 4 enter u"} {
		o := newOffice(t, analytics)
		before := rulesOf(o.end)
		drive(t, o.fakeCloud, nil, func(d *driver) {
			d.press("f", "end", "space", "up", "space", "a", "tab", "enter")
			d.see("✓ Done: 4 changes made")
			d.press(strings.Fields(way)...)
			d.see("Plan: undo: fix 4 findings, of", "steps ticked")
			d.press("a", "tab", "enter")
			d.see("✓ Done: 4 changes made")
		})
		if diff := cmp.Diff(before, rulesOf(o.end)); diff != "" {
			t.Errorf("%s: before (-) and after the undo (+):\n%s", way, diff)
		}
	}
}

// An undo is drift-checked like any plan: what somebody did since the review stops it.
func TestUndoIsComparedBeforeTheFirstWrite(t *testing.T) {
	o := newOffice(t, analytics)
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		d.press("u", "a")
		sent := len(o.sent)
		o.change("sg-0eng1", func(g *model.Group) {
			g.Rules = append(g.Rules, model.GroupRule{ID: "sgr-x", Rule: model.TCPRule(model.Ingress, 99, model.GroupPeer("sg-0ws1"))})
		})
		d.press("tab", "enter")
		d.see("Nothing was changed: the account is not as it was", "rule added: ingress tcp 99 from sg-0ws1")
		if len(o.sent) != sent {
			t.Errorf("sent %v", o.sent[sent:])
		}
	})
}

// What an undo opens to everybody again is not ticked by itself, and said.
func TestUndoThatOpensTheWorld(t *testing.T) {
	open := strings.Replace(analytics, "ingress tcp 22 from 10.0.0.0/8", "ingress tcp 22 from 0.0.0.0/0", 1)
	o := newOffice(t, open)
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.press("f", "end", "space", "up", "space", "a", "tab", "enter")
		d.see("✓ Done: 4 changes made")
		d.press("u")
		d.see("Plan: undo")
		d.downToStep("tcp 22 in from 0.0.0.0/0")
		d.see("[ ] ", "It opens the group to everybody again: tcp 22")
	})
}

// downToStep moves to the step that has a text.
func (d *driver) downToStep(text string) {
	d.t.Helper()
	for range 20 {
		if strings.Contains(d.cursorLine(), text) {
			return
		}
		d.press("down")
	}
	d.t.Fatalf("no step has %q:\n%s", text, d.text())
}

// Whatever is pressed over runs that fail, are taken back and carried on: nothing overflows, nothing panics,
// and nothing is sent that no order names.
func TestRandomKeysWithAHistory(t *testing.T) {
	keys := strings.Fields("f f a a tab enter enter enter space x t n d esc 1 2 4 4 R R u u w S down up end home r s y n /")
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 5))
		o := newOffice(t, analytics)
		o.strike = func(n int, _ model.Change) error {
			if n%3 == 0 {
				return model.Failure{Kind: model.FailureKind(1 + r.IntN(int(model.FailedOther))), Code: "X", Message: "struck"}
			}
			return nil
		}
		drive(t, o.fakeCloud, nil, func(d *driver) {
			for range 150 {
				if r.IntN(10) == 0 {
					d.resize(38+r.IntN(120), 11+r.IntN(40))
					continue
				}
				d.press(keys[r.IntN(len(keys))])
			}
		})
		steps := 0
		for _, j := range o.journals(t) {
			steps += len(j.Steps)
			if j.State == model.JournalDamaged {
				t.Errorf("a damaged journal: %v", j.Failure)
			}
		}
		if len(o.sent) > 0 && steps == 0 {
			t.Errorf("seed %d: %d changes sent and none in a journal", seed, len(o.sent))
		}
	}
}

// A run that was carried on is taken back as one plan with its rest, and is called what was chosen of it.
func TestUndoOfARunThatWasCarriedOn(t *testing.T) {
	o := newOffice(t, analytics)
	before := o.end
	o.strike = func(n int, _ model.Change) error {
		if n == 2 {
			return model.Failure{Kind: model.FailedDenied, Code: "UnauthorizedOperation", Message: "no"}
		}
		return nil
	}
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		d.see("A failure stopped the run: 1 of 2 changes made")
		o.strike = nil
		d.press("enter")
		d.see("Plan: go on: fix 2 of 4 findings", "1 of 1 step ticked")
		d.press("a", "tab", "enter")
		d.see("✓ Done: 1 change made")
		d.press("u")
		d.see("Plan: undo 2 runs: fix 2 of 4 findings", "2 of 2 steps ticked")
		d.press("a", "tab", "enter")
		d.see("✓ Done: 2 changes made")
		d.press("esc", "esc", "4")
		d.see("✓ done, undone", "✗ failed, undone", "1 of 2", "2 of 2")
	})
	for g := range before.Groups() {
		now, _ := o.end.Group(g.ID)
		if len(now.Rules) != len(g.Rules) {
			t.Errorf("%s has %d rules, had %d", g.ID, len(now.Rules), len(g.Rules))
		}
	}
}

// A run that was cut off after its last change has nothing left: the page says what to do with it.
func TestNothingLeftOfARunThatWasCutOff(t *testing.T) {
	o := newOffice(t, analytics)
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.fixAll()
		d.see("✓ Done: 2 changes made")
	})
	path := o.journals(t)[0].Path
	cutLastLine(t, path)
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.press("R")
		d.see("! cut off", "Now      2 done", "all of it stands, so nothing is left to go on with: d takes it off the list.")
		d.press("d")
		d.unseen("R shows a run")
	})
}

func cutLastLine(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
	if err := os.WriteFile(path, []byte(strings.Join(lines[:len(lines)-1], "")), 0o600); err != nil {
		t.Fatal(err)
	}
}

// What is deleted keeps its name in the report of the run that deleted it.
func TestDeletedGroupsKeepTheirNames(t *testing.T) {
	o := newOffice(t, "vpc vpc-0a 10.0.0.0/16 name=a\nsubnet subnet-a vpc-0a 10.0.1.0/24\n")
	drive(t, o.fakeCloud, nil, func(d *driver) {
		d.press("c", "ctrl+r", "a", "tab", "enter")
		d.see("✓ Done: 7 changes made")
		d.press("u", "a", "tab", "enter")
		d.see("✓ Done: 3 changes made", "delete group DefaultWorkspaceSecurityGroupGit (sg-", "delete group DefaultEngineSecurityGroup (sg-")
	})
}
