package ui_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
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
	for _, s := range [][2]int{{80, 24}, {60, 18}} {
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
	}
	d.t.Fatalf("no way down leads to %q:\n%s", title, d.text())
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
	text := analytics
	for i := range 20 {
		text += fmt.Sprintf("studio es-%02d team-%02d vpc-0a sg-0ws2 sg-0eng2 subnet-a\n", i, i)
	}
	drive(t, cloudOf(text), nil, func(d *driver) {
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
		d.see("etl-nightly  j-1", "WAITING  emr-7.5.0", "ElasticMapReduce-master (sg-0prim)")
	})
}

func TestStudioCopies(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want []string
	}{
		{nil, []string{"Studio id", "es-BROKEN", "sg-0ws1", "sg-0eng1"}},
		{[]string{"enter"}, []string{"Workspace group id", "Engine group id"}},
		{[]string{"down"}, []string{"es-FINE", "aws emr describe-cluster"}},
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

// oneStudio is an account with one Studio whose groups are the lines.
func oneStudio(groups string) string {
	return `
vpc vpc-0a 10.0.0.0/16 tagged name=analytics
subnet subnet-a vpc-0a 10.0.1.0/24 tagged
subnet subnet-b vpc-0a 10.0.2.0/24 tagged
studio es-1 lab vpc-0a sg-ws sg-eng subnet-a,subnet-b
` + groups
}

const goodPair = `
group sg-ws vpc-0a DefaultWorkspaceSecurityGroupGit tagged
  egress tcp 18888 to sg-eng : to the cluster
  egress tcp 443 to 0.0.0.0/0 : Git
group sg-eng vpc-0a DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-ws : from Workspaces
`

func TestStudioStates(t *testing.T) {
	denied := model.Failure{Kind: model.FailedDenied, Call: "elasticmapreduce:ListStudios",
		Missing: "elasticmapreduce:ListStudios"}
	undescribed := func(s model.Snapshot) model.Snapshot {
		b := model.NewBuilderFrom(s)
		b.AddStudio(model.Studio{ID: "es-9", Name: "hidden", Region: "us-east-1"})
		return b.Snapshot()
	}
	noStudios := func(s model.Snapshot) model.Snapshot {
		b := model.NewBuilderFrom(s)
		b.Mark(model.PartStudios, "", model.Reading{State: model.ReadFailed, Failure: denied})
		return b.Snapshot()
	}
	cases := []struct {
		name string
		text string
		edit func(model.Snapshot) model.Snapshot
		keys []string
		want []string
	}{
		{"no Studio", "vpc vpc-0a 10.0.0.0/16\ngroup sg-1 vpc-0a x", nil, []string{"1"},
			[]string{"No EMR Studio here", "account 111122223333, Region us-east-1", "c creates"}},
		{"no Studio, but groups for one", without(oneStudio(goodPair), "studio "), nil, []string{"1"},
			[]string{"No EMR Studio in account 111122223333, Region us-east-1; groups that would serve one:",
				"no Studio: Default", "✓ egress", "✓ ingress"}},
		{"Studios denied", without(oneStudio(goodPair), "studio ", "group ", "gress "), noStudios, []string{"1"},
			[]string{"Whether there is a Studio is not known: denied", "ask for elasticmapreduce:ListStudios"}},
		{"Studios denied, but groups for one", without(oneStudio(goodPair), "studio "), noStudios, []string{"1"},
			[]string{"Studios denied: whether one uses these groups is not known", "no Studio: Default"}},
		{"not described", oneStudio(goodPair), undescribed, []string{"enter", "esc"},
			[]string{"? hidden", "unknown", "the Studio's groups were not read", "✓ lab"}},
		{"group deleted", without(oneStudio(goodPair), "group sg-eng", "ingress ") + "gone sg-eng", nil, nil,
			[]string{"✗ lab", "✗ deleted", "BLOCKED"}},
		{"engine not read", without(oneStudio(goodPair), "group sg-eng", "ingress "), nil, nil,
			[]string{"? lab", "? not read", "unknown"}},
		{"partly", strings.ReplaceAll(oneStudio(goodPair), "from sg-ws : from Workspaces", "from 10.0.1.0/24"), nil, nil,
			[]string{"lab", "attach works from some subnets only", "PARTLY", "by       sgr-"}},
		{"Engine is the managed primary", oneStudio(goodPair) +
			"cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-eng sg-core\ngroup sg-core vpc-0a ElasticMapReduce-slave\n", nil,
			[]string{"enter", "right"}, []string{"Engine: Studio lab", "managed primary"}},
		{"healthy", oneStudio(goodPair), nil, nil,
			[]string{"✓ lab", "attach passes the groups", "Not a security-group problem as far as read",
				"look next at:", "aws emr describe-studio --studio-id es-1", "routes"}},
		{"role conflict, told", strings.ReplaceAll(oneStudio(goodPair), "sg-ws sg-eng subnet-a", "sg-ws sg-ws subnet-a"), nil,
			[]string{"enter"}, []string{"no rule of DefaultWorkspaceSecurityGroupGit (sg-ws) lets tcp 18888 out to Default"}},
		{"only a note", oneStudio(goodPair) + "  egress tcp 9000 to 10.0.0.9/32\n", nil, []string{"enter", "right", "f"},
			[]string{"note", "f: what is found here breaks nothing and needs no change"}},
		{"role conflict", strings.ReplaceAll(oneStudio(goodPair), "sg-ws sg-eng subnet-a", "sg-ws sg-ws subnet-a"), nil,
			[]string{"f"}, []string{"No change of groups clears this. What does:"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cloud := cloudOf(c.text)
			if c.edit != nil {
				cloud.end = c.edit(cloud.end)
			}
			for _, s := range [][2]int{{120, 40}, {66, 40}} {
				drive(t, cloud, nil, func(d *driver) {
					d.resize(s[0], s[1])
					d.press(c.keys...)
					if s[0] == 120 {
						d.see(c.want...)
					}
				})
			}
		})
	}
}

// The cursor starts on the worst Studio when a load ends, and stays where somebody has put it.
func TestCursorWhileLoading(t *testing.T) {
	cloud := cloudOf(analytics)
	cloud.hold = true
	cloud.reports = []model.Progress{partly(without(analytics, "es-BROKEN")), partly(analytics)}
	drive(t, cloud, nil, func(d *driver) {
		d.press("1")
		d.see("> ✓ ml-team")
		d.goOn()
		d.see("> ✗ data-science")
		d.goOn()
		d.see("> ✗ data-science", "read just now")
	})
	drive(t, cloud, nil, func(d *driver) {
		d.press("1", "enter")
		d.goOn()
		d.goOn()
		d.see("> ✓ ml-team", "read just now")
	})
}

// Text from AWS never reaches the terminal as it is.
func TestStudioTextIsPrintable(t *testing.T) {
	b := model.NewBuilderFrom(account(analytics))
	st, _ := b.Snapshot().Studio("es-BROKEN")
	st.Name = "data\x1b[31m\u202escience"
	b.AddStudio(st)
	c, _ := b.Snapshot().Cluster("j-1")
	c.Name, c.Applications = "etl\a\u200b", []string{"Spark\x1b[2J"}
	b.AddCluster(c)
	g, _ := b.Snapshot().Group("sg-0ws1")
	g.Name = "ws\tgit\x1b]0;x\a"
	b.AddGroup(g)
	for _, o := range []ui.Options{{}, {Plain: true}} {
		drive(t, &fakeCloud{end: b.Snapshot()}, func(x *ui.Options) { x.Plain = o.Plain }, func(d *driver) {
			for _, k := range []string{"enter", "right", "right", "right", "enter", "esc", "esc", "f", "enter", "esc", "esc", "c"} {
				d.press(k) // drive checks every frame for control characters
			}
			d.press("esc")
			d.see(`data\u001b[31m\u202escience`)
		})
	}
}

func TestPlainIsLinear(t *testing.T) {
	drive(t, cloudOf(analytics), func(o *ui.Options) { o.Plain = true }, func(d *driver) {
		d.see("Workspace: DefaultWorkspaceSecurityGroupGit", "-> x tcp 18888 BLOCKED, 2 reasons",
			"Engine: DefaultEngineSecurityGroup")
		d.unseen("│", "+--", "|")
	})
}

// guarded is the account with a network ACL at the edge of the Studio's subnets.
func guarded(t *testing.T, entries ...model.ACLEntry) *fakeCloud {
	t.Helper()
	b := model.NewBuilderFrom(account(oneStudio(goodPair)))
	acl := model.NetworkACL{ID: "acl-1", VPC: "vpc-0a", Subnets: []string{"subnet-a", "subnet-b"}}
	for _, e := range entries {
		made, err := model.NewACLEntry(e, int(e.Ports.First), int(e.Ports.Last))
		if err != nil {
			t.Fatal(err)
		}
		acl.Entries = append(acl.Entries, made)
	}
	b.AddACL(acl)
	b.AddRouteTable(model.RouteTable{ID: "rtb-1", VPC: "vpc-0a", Main: true, Routes: []model.Route{{
		Prefix: netip.MustParsePrefix("10.0.0.0/16"), Target: model.GatewayTarget("local"), State: "active",
	}}})
	for _, part := range model.NetworkParts() {
		b.Mark(part, "", model.Reading{State: model.ReadWhole})
	}
	return &fakeCloud{end: b.Snapshot()}
}

// What lies around the groups is told as well: in a line where it lets the traffic pass, in full where
// it does not, and on the way back too.
func TestNetworkOnAnArrow(t *testing.T) {
	everywhere := netip.MustParsePrefix("0.0.0.0/0")
	entry := func(d model.Direction, n int, allow bool, first, last uint16) model.ACLEntry {
		return model.ACLEntry{Direction: d, Number: n, Allow: allow, Protocol: model.TCP,
			Ports: model.PortRange{First: first, Last: last}, Prefix: everywhere}
	}
	in, out := entry(model.Ingress, 100, true, 0, 65535), entry(model.Egress, 100, true, 0, 65535)
	drive(t, guarded(t, in, out), nil, func(d *driver) {
		d.see("✓ egress", "✓ ingress", "✓ network  network ACL out, ", "open there and back")
		d.unseen("acl-1")
		d.press("enter", "enter")
		d.see("There", "And back", "✓ network ACL out  acl-1 lets tcp 18888 out", "by       acl-1: 100 allow tcp 0-65535")
	})
	drive(t, guarded(t, in, entry(model.Egress, 90, false, 18888, 18888), out), nil, func(d *driver) {
		d.see("✗ network ACL out  ", "acl-1", "✓ egress")
		d.see("✓ network  route", "lab  attach works from some subnets only")
		d.unseen("network ACL out: open", "network ACL out, ")
		d.resize(80, 24) // the long word of the arrow stays with the inspector
		d.see("╭ Engine", "≈ PARTLY ", "─ Workspace → Engine  tcp 18888  PARTLY: tcp")
	})
	drive(t, guarded(t, entry(model.Ingress, 90, false, 1024, 18887), entry(model.Ingress, 91, false, 18889, 65535), in, out), nil,
		func(d *driver) { d.see("✗ network ACL in  ", "reply", "acl-1") })
}
