package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/press"
)

func TestConfirmRepeatsWhereItGoes(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "end", "space", "a")
		d.see("Apply 3 changes?", "Account   111122223333", "Region    us-east-1", "VPC       analytics (vpc-0a)",
			"Caller    arn:aws:sts::111122223333:assumed-role/admin/jo", "Changes   2 rules added, 1 rule removed",
			"Paths     opens 1, closes 1", "Owner     2 changes of groups that a template seems to own", "> Cancel <")
		for _, s := range [][2]int{{40, 12}, {60, 15}, {60, 18}, {80, 24}} {
			d.resize(s[0], s[1])
			d.see("Apply 3 changes?", "111122223333", "us-east-1", "analytics (vpc-0a)", "assumed-role/admin/jo",
				"2 rules added", "removed", "> Cancel <", "Apply")
		}
	})
}

func TestConfirmNamesSandboxAndEndpoint(t *testing.T) {
	cloud, _ := writable(analytics)
	b := model.NewBuilderFrom(cloud.end)
	o := b.Origin()
	o.Kind, o.Endpoint = model.FromSandbox, "http://127.0.0.1:4599"
	b.SetOrigin(o)
	cloud.end = b.Snapshot()
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "a")
		d.see("Sandbox   111122223333", "Endpoint  http://127.0.0.1:4599")
		d.resize(40, 12)
		d.see("Sandbox", "http://127.0.0.1:4599", "> Cancel <")
	})
}

func TestCancelIsTheDefault(t *testing.T) {
	for _, keys := range [][]string{{"enter"}, {"esc"}, {"q"}, {"n"}, {"tab", "tab", "enter"}, {"tab", "esc"}} {
		cloud, w := writable(analytics)
		drive(t, cloud, nil, func(d *driver) {
			d.press("f", "a")
			d.press(keys...)
			d.see("cancelled: nothing was sent", "Plan: fix")
			d.unseen("Apply 2 changes?")
			if len(w.orders) != 0 || d.quit {
				t.Errorf("%v: orders %v, quit %v", keys, w.orders, d.quit)
			}
		})
	}
}

// Keys that were on their way when the question appeared cannot answer it, however many there are.
func TestKeysInFlightCannotConfirm(t *testing.T) {
	queues := map[string]string{
		"enter at once": "a enter", "queued enters": "a enter enter enter enter", "typed ahead": "a tab enter",
		"a key held down": "a tab enter enter enter enter enter enter", "the other way round": "a right enter left enter",
	}
	for name, queue := range queues {
		t.Run(name, func(t *testing.T) {
			cloud, w := writable(analytics)
			drive(t, cloud, nil, func(d *driver) {
				d.press("f")
				d.holding = true
				for k := range strings.FieldsSeq(queue) {
					d.send(press.Key(k)) // no time passes in between
				}
				d.settle()
				if len(w.orders) != 0 {
					t.Fatalf("confirmed by %s", queue)
				}
			})
		})
	}
}

// Who asks too early is told; once the moment is over the answer counts.
func TestTooEarlyIsSaid(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f")
		d.holding = true
		d.press("a", "tab", "enter")
		d.see("read it first: Apply counts in a moment", "> Apply <")
		if len(w.orders) != 0 {
			t.Fatal("confirmed at once")
		}
		d.fire()
		d.press("enter")
		d.see("✓ Done: 2 changes made")
	})
}

// The grace of a dialog that was cancelled does not arm the next one.
func TestGraceIsTheDialogsOwn(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f")
		d.holding = true
		d.press("a")
		old := d.shots
		d.shots = make(chan struct{})
		d.press("esc", "a", "tab")
		close(old)
		d.settle()
		d.press("enter")
		if len(w.orders) != 0 {
			t.Error("armed by the grace of another dialog")
		}
	})
}

func TestMouseConfirmsInTwoClicks(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "a")
		d.click("  Apply  ")
		d.see("> Apply <")
		if len(w.orders) != 0 {
			t.Fatal("one click applied")
		}
		d.click("> Apply <")
		d.see("✓ Done")
	})
	drive(t, cloud, nil, func(d *driver) {
		d.press("c", "up", "enter", "a")
		d.unseen("Done")
		d.send(tea.MouseClickMsg{X: 0, Y: 0, Button: tea.MouseLeft}) // beside the dialog
		d.settle()
	})
}

func TestLongConfirmScrolls(t *testing.T) {
	cloud, _ := writable(analytics)
	b := model.NewBuilderFrom(cloud.end)
	o := b.Origin()
	o.Endpoint = "https://ec2.some-very-long-name-of-a-private-endpoint.example.internal:8443/with/a/path"
	o.Caller.ARN = "arn:aws:sts::111122223333:assumed-role/" +
		"AWSReservedSSO_PlatformAdministrators_0123456789/jo.doe@example.com"
	b.SetOrigin(o)
	cloud.end = b.Snapshot()
	drive(t, cloud, nil, func(d *driver) {
		d.resize(40, 12)
		d.press("f", "a")
		d.see("111122223333, us-east-1", "more: down", "> Cancel <")
		for range 8 {
			d.press("down")
		}
		d.see("2 rules added", "> Cancel <")
		d.press("up")
	})
}

// Read-only has no way to the question at all.
func TestReadOnlyNeverAsks(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		for _, keys := range []string{"f a", "2 f a", "3 down f a", "c up enter a", "4 a"} {
			d.press(strings.Fields(keys)...)
			d.unseen("> Cancel <")
			d.press("esc", "esc")
		}
		d.press("f", ":")
		d.typed("apply")
		d.press("enter")
		d.unseen("> Cancel <")
	})
}

// An order is for one VPC: a plan that touches groups of two says so, and is applied in parts.
func TestOneOrderOneVPC(t *testing.T) {
	cloud, w := writable(oneStudio(`
group sg-ws vpc-0a DefaultWorkspaceSecurityGroupGit
  egress tcp 18888 to sg-eng
  egress tcp 443 to 0.0.0.0/0
vpc vpc-0b 10.9.0.0/16 tagged
group sg-eng vpc-0b DefaultEngineSecurityGroup
  ingress tcp 18888 from sg-ws
`))
	drive(t, cloud, nil, func(d *driver) {
		d.press("v", "home", "up", "up", "enter", "1", "f")
		d.see("tag for-use-with")
		d.press("a")
		d.see("a: the ticked steps are in 2 VPCs: leave out those of all but one")
		d.press("down", "space", "a")
		d.see("Apply 1 change?", "analytics (vpc-0a)", "1 tag set")
		d.press("esc", "t", "up", "space", "a")
		d.see("VPC       vpc-0b", "1 tag set")
		d.press("tab", "enter")
		d.see("✓ Done: 1 change made")
		if len(w.orders) != 1 || w.orders[0].VPC != "vpc-0b" {
			t.Errorf("orders %v", w.orders)
		}
	})
}
