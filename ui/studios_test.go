package ui_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/ui"
)

func TestFirstFrameNamesTheBrokenStudioAndBothReasons(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.resize(80, 24)
		d.see("> ✗ data-science", "attach fails: 2 reasons", "✗ egress   no rule of Workspace lets tcp 18888 out to Engine",
			"✗ ingress  no rule of Engine lets tcp 18888 in from Workspace", "nearest  sgr-", "(port differs)",
			"DefaultWorkspaceSecurityGroupGit (sg-0ws1)", "DefaultEngineSecurityGroup (sg-0eng1)", "f fix")
		if !strings.Contains(d.cursorLine(), "data-science") {
			t.Errorf("the cursor is on %q", d.cursorLine())
		}
	})
}

// f leads from everything that is broken to its plan, and a to the question: at most six keys.
func TestFixFromEverywhere(t *testing.T) {
	for name, keys := range map[string][]string{
		"line": {"f"}, "arrow": {"enter", "f"}, "box": {"enter", "right", "f"}, "other box": {"enter", "left", "f"},
		"group": {"2", "f"}, "group detail": {"2", "enter", "f"}, "finding": {"3", "down", "f"},
		"form": {"c", "f"}, "form, typing": {"c", "down", "down", "alt+f"},
	} {
		t.Run(name, func(t *testing.T) {
			cloud, _ := writable(analytics)
			drive(t, cloud, nil, func(d *driver) {
				for _, k := range append(keys, "a") {
					if k == "alt+f" {
						d.send(tea.KeyPressMsg{Code: 'f', Mod: tea.ModAlt})
						d.settle()
						continue
					}
					d.press(k)
				}
				d.see("Apply ", "> Cancel <", "111122223333")
				if n := len(keys) + 1; n > 6 {
					t.Errorf("%d keys", n)
				}
			})
		})
	}
}

// From a plan one comes back to where one was.
func TestEscFromThePlanGoesBack(t *testing.T) {
	for _, c := range []struct{ page, key string }{{"[1 Studios", "1"}, {"[2 Groups", "2"}, {"[3 Findings", "3"}} {
		drive(t, cloudOf(analytics), nil, func(d *driver) {
			d.press(c.key, "down", "up", "f")
			d.see("[4 Changes", "Plan: fix")
			d.press("esc")
			d.see(c.page)
			d.press("4")
			d.see("No change is planned")
		})
	}
}

// Boxes and arrows of the broken Studio, by what the inspector's title says of them.
var inDrawing = []string{
	"Workspace  DefaultWorkspaceSecurityGroupGit", "Engine  DefaultEngineSecurityGroup",
	"Workspace → Engine  tcp 18888", "Engine → etl-nightly", "Engine → adhoc", "etl-nightly  j-1", "adhoc  j-2",
	"Internet (Git)", "Workspace → Internet (Git)  tcp 443",
}

func TestArrowKeysVisitEverything(t *testing.T) {
	for _, s := range [][2]int{{80, 24}, {60, 18}, {40, 12}} {
		drive(t, cloudOf(analytics), nil, func(d *driver) {
			d.resize(s[0], s[1])
			d.press("enter")
			seen := map[string]bool{}
			r := rand.New(rand.NewPCG(1, 2))
			for range 150 {
				key := []string{"up", "down", "left", "right"}[r.IntN(4)]
				d.press(key)
				if c := d.x.View().Cursor; c != nil && c.Y == 2 {
					d.press("enter") // came out at the top
				}
				d.foldAgain()
				seen[d.titleLine()] = true
			}
			for _, want := range inDrawing {
				if !slices.ContainsFunc(keysOf(seen), func(got string) bool { return begins(got, want) }) {
					t.Errorf("%dx%d: %q was never selected; seen %q", s[0], s[1], want, keysOf(seen))
				}
			}
		})
	}
}

// begins compares as far as a title that was cut goes.
func begins(got, want string) bool {
	cut, _, _ := strings.Cut(got, "…")
	return strings.HasPrefix(got, want) || strings.HasPrefix(want, strings.TrimSpace(cut)) && len(cut) > 14
}

func keysOf(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func TestTreeHasArrowAndBoxOfACluster(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.resize(60, 18)
		d.press("enter", "down", "down")
		d.see("Engine → etl-nightly")
		d.press("right")
		d.see("[etl-nightly]", "─ etl-nightly  j-1")
		d.press("down")
		d.see("[adhoc]", "─ adhoc  j-2")
		d.press("left")
		d.see("Engine → adhoc")
		d.unseen("[adhoc]")
		d.press("right")
		d.resize(120, 40) // the same box is selected in the drawing
		d.see("─ adhoc  j-2")
	})
}

func TestMouseSelectsThenOpens(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.click("etl-nightly")
		d.see("─ etl-nightly  j-1")
		d.click("╭ Engine")
		d.see("─ Engine  DefaultEngineSecurityGroup")
		d.click("┏ Engine")
		d.see("[2 Groups]", "DefaultEngineSecurityGroup (sg-0eng1)")
		d.press("1")
		d.click("╭ Workspace")
		d.click("┏ Workspace")
		d.see("[2 Groups]", "DefaultWorkspaceSecurityGroupGit (sg-0ws1)", "Rules out")
		d.press("1")
		d.click("tcp 443")
		d.see("─ Workspace → Internet (Git)")
		d.click("tcp 443")
		d.see("╭─ Workspace → Internet (Git)")
		d.press("esc")
		d.click("ml-team")
		d.see("> ✓ ml-team")
		d.click("ml-team") // again: into its drawing
		d.see("esc back to the Studios")
	})
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.resize(60, 18)
		d.click("Engine: Default")
		d.see("─ Engine  Default")
		d.click("Engine: Default")
		d.see("[2 Groups]")
	})
}

// A click means what is under it, also where the drawing is scrolled; the first never opens.
func TestMouseInAScrolledDrawing(t *testing.T) {
	drive(t, cloudOf(busy(58, 3)), nil, func(d *driver) {
		d.resize(80, 24)
		d.click("tcp 18888  ")
		d.see("esc back to the Studios", "─ Workspace → Engine")
		d.unseen("╭─ Workspace → Engine")
		d.downToTitle("More")
		d.press("enter", "up", "up", "up")
		d.click("batch-50")
		d.see("─ batch-50  j-950")
	})
}

func TestWheel(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
		d.see("> ✓ ml-team")
		d.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		d.see("> ✗ data-science")
	})
}

// busy is the standard account with n more clusters of its VPC and m of another.
func busy(n, m int) string {
	var b strings.Builder
	b.WriteString(analytics + "subnet subnet-z vpc-0b 10.9.1.0/24\n")
	for i := range n {
		fmt.Fprintf(&b, "cluster j-9%02d batch-%02d WAITING emr-7.5.0 subnet-b sg-0prim sg-0core\n", i, i)
	}
	for i := range m {
		fmt.Fprintf(&b, "cluster j-8%02d far-%02d WAITING emr-7.5.0 subnet-z sg-0prim sg-0core\n", i, i)
	}
	return b.String()
}

func TestManyClustersAreFolded(t *testing.T) {
	for _, s := range [][2]int{{80, 24}, {60, 22}} {
		drive(t, cloudOf(busy(58, 3)), nil, func(d *driver) {
			d.resize(s[0], s[1])
			d.press("enter")
			d.downToTitle("More clusters of this VPC")
			d.see("… and 48 more")
			d.press("enter")
			d.see("show fewer")
			d.unseen("… and 48 more")
			d.press("up")
			d.see("batch-57")
			d.press("down", "enter")
			d.see("… and 48 more")
			d.press("down")
			d.see("in other VPCs", "─ Clusters in other VPCs", "vpc-0b")
			d.press("enter", "up")
			d.see("far-02")
			d.press("esc")
			d.see("> ✗ data-science")
		})
	}
	drive(t, cloudOf(busy(0, 1)), nil, func(d *driver) { d.see("1 cluster in another VPC") })
	drive(t, cloudOf(busy(11, 0)), nil, func(d *driver) {
		d.see("batch-10") // 13: a fold of one would save nothing
		d.unseen("… and")
	})
}

// downToTitle moves through the drawing until the inspector's title begins so.
func (d *driver) downToTitle(title string) {
	d.t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	for range 400 {
		if strings.HasPrefix(d.titleLine(), title) {
			return
		}
		key := "down"
		if r.IntN(3) == 0 {
			key = "right"
		}
		d.press(key)
		d.foldAgain()
	}
	d.t.Fatalf("no way down leads to %q:\n%s", title, d.text())
}

// foldAgain folds a cluster that was opened on the way.
func (d *driver) foldAgain() {
	d.t.Helper()
	if strings.Contains(d.titleLine(), ": ") {
		d.press("esc")
	}
}

// Attached clusters are never among those that are folded away.
func TestAttachedClustersComeFirst(t *testing.T) {
	text := strings.ReplaceAll(busy(40, 0), "cluster j-1 etl-nightly", "cluster j-999 zz-attached")
	text = strings.ReplaceAll(text, "job-flow-id=j-1", "job-flow-id=j-999")
	drive(t, cloudOf(text), nil, func(d *driver) {
		d.press("down")
		d.see("zz-attached", "… and 30 more")
	})
}

func TestManyStudiosShowAWindow(t *testing.T) {
	var text strings.Builder
	text.WriteString(analytics)
	for i := range 20 {
		fmt.Fprintf(&text, "studio es-%02d team-%02d vpc-0a sg-0ws2 sg-0eng2 subnet-a\n", i, i)
	}
	drive(t, cloudOf(text.String()), nil, func(d *driver) {
		d.resize(80, 24)
		d.see("> ✗ data-science", "↓ 18 more")
		d.press("pgdown")
		d.see("↑ ", "↓ ")
		d.press("end")
		d.see("> ✓ team-19", "↑ 18 more")
		d.press("home")
		d.see("> ✗ data-science")
	})
}

// What is selected can be told from what is not by text alone.
func TestSelectionShowsWithoutColour(t *testing.T) {
	for name, set := range map[string]func(*ui.Options){
		"no colour": func(o *ui.Options) { o.NoColor = true }, "ascii": func(o *ui.Options) { o.ASCII = true },
		"plain": func(o *ui.Options) { o.Plain = true },
	} {
		drive(t, cloudOf(analytics), set, func(d *driver) {
			shots := map[string]bool{}
			before := func() string { return strings.Join(strings.Split(d.text(), "\n")[:9], "\n") } // without the inspector
			d.press("enter")
			for _, k := range []string{"right", "right", "right"} {
				shots[before()] = true
				d.press(k)
			}
			shots[before()] = true
			if len(shots) != 4 {
				t.Errorf("%s: %d of 4 selections look different", name, len(shots))
			}
		})
	}
}

func TestEnterOnBoxesAndArrows(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("enter", "enter")
		d.see("╭─ Workspace → Engine  tcp 18888", "no rule of DefaultWorkspaceSecurityGroupGit (sg-0ws1) lets")
		d.press("esc", "right", "enter")
		d.see("[2 Groups]", "DefaultEngineSecurityGroup (sg-0eng1)")
		d.press("1", "right", "right", "enter")
		d.see("etl-nightly: Primary", "j-1  WAITING  emr-7.5.0", "ElasticMapReduce-master (sg-0prim)")
	})
}

func TestStudioCopies(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want []string
	}{
		{nil, []string{"Studio id", "es-BROKEN", "sg-0ws1", "sg-0eng1"}},
		{[]string{"enter"}, []string{"Workspace group id", "Engine group id"}},
		{[]string{"down"}, []string{"es-FINE", "aws emr describe-studio"}},
	} {
		drive(t, cloudOf(analytics), nil, func(d *driver) {
			d.press(append(c.keys, "y")...)
			d.see(c.want...)
		})
	}
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("enter", "right", "y")
		if d.clipboard != "sg-0eng1" {
			t.Errorf("copied %q", d.clipboard)
		}
		d.press("right", "right", "y")
		if d.clipboard != "j-1" {
			t.Errorf("copied %q", d.clipboard)
		}
	})
}
