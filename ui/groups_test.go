package ui_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

// column gives the words of a column of the list from its title on, a line each.
func (d *driver) rowsNamed(names ...string) []string {
	var out []string
	for l := range strings.SplitSeq(d.text(), "\n") {
		for _, n := range names {
			if strings.Contains(l, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

func TestGroupsAreInOrderOfUse(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2")
		got := strings.Join(d.rowsNamed("DefaultEngine", "DefaultWorkspace", "ElasticMapReduce-master", "ml-engine",
			"default ", "orders-db", "web-frontend"), " ")
		const want = "DefaultEngine DefaultWorkspace ElasticMapReduce-master ml-engine default  orders-db web-frontend"
		if got != want {
			t.Errorf("order\n%s\nwant\n%s\n%s", got, want, d.text())
		}
		d.see("9 groups, EMR first, worst first", "core/task", "Owner sign",
			"sg-0eng1  sign of an owner: CloudFormation stack; Engine: Studio data-science (es-BROKEN)")
		if !strings.HasPrefix(d.cursorLine(), "> ✗ broken") {
			t.Errorf("the cursor is on %q", d.cursorLine())
		}
	})
}

func TestSortByAnyColumn(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2")
		first := func() string { return strings.Fields(strings.TrimPrefix(d.cursorLine(), ">"))[0] }
		d.press(">")
		d.see("Worst ↑")
		if first() != "✗" {
			t.Errorf("by worst the first is %q", d.cursorLine())
		}
		d.press(">")
		if !strings.Contains(d.cursorLine(), "core/task") { // not a group without a role
			t.Errorf("by role the first is %q", d.cursorLine())
		}
		d.press(">")
		d.see("Name ↑", "by name")
		if first() != "default" {
			t.Errorf("by name the first is %q", d.cursorLine())
		}
		d.press("=")
		d.see("Name ↓", "reversed")
		if !strings.Contains(d.cursorLine(), "web-frontend") {
			t.Errorf("reversed the first is %q", d.cursorLine())
		}
		d.press(">", ">")
		d.see("In ↓")
		if !strings.Contains(d.cursorLine(), "web-frontend") {
			t.Errorf("by rules in, most first, the first is %q", d.cursorLine())
		}
		for range 5 {
			d.press("<")
		}
		d.see("EMR first, worst first")
	})
}

func TestFilterAsYouType(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"name", "ml-", "ml-engine ml-workspace"},
		{"two words", "ml work", "ml-workspace"},
		{"id", "sg-0db", "orders-db"},
		{"tag", "team=web", "web-frontend"},
		{"tag value", "emr-base", "DefaultEngine"},
		{"rule description", "required for git", "DefaultWorkspace"},
		{"role", "managed primary", "ElasticMapReduce-master"},
		{"port", "18889", "DefaultEngine"},
		{"a number is no part of an id", "0003", ""},
		{"peer group", "sg-0gone", "web-frontend"},
		{"port within a range", "8050", "web-frontend"},
		{"CIDR", "192.168.7.0/24", "web-frontend"},
		{"address within a block", "192.168.7.9", "web-frontend"},
		{"rule id", "sgr-0003", "DefaultEngine"},
		{"case does not matter", "WEB-FRONT", "web-frontend"},
		{"similar name", "wbfrnt", "web-frontend"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			drive(t, cloudOf(analytics), nil, func(d *driver) {
				d.press("2", "/")
				d.typed(c.text)
				got := strings.Join(d.rowsNamed("DefaultEngine", "DefaultWorkspace", "ElasticMapReduce-master", "ml-engine",
					"ml-workspace", "orders-db", "web-frontend"), " ")
				if got != c.want {
					t.Errorf("%q shows %q, want %q\n%s", c.text, got, c.want, d.text())
				}
			})
		})
	}
}

func TestFilterChip(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "/")
		d.typed("ml-")
		d.see("/ ml-", "2 of 9 groups")
		d.press("enter")
		d.see("[filter: ml-] esc clears", "2 of 9 groups")
		d.press("down", "enter")
		d.see("ml-workspace (sg-0ws2)")
		d.press("esc")
		d.see("[filter: ml-]")
		before := d.cursorLine()
		d.press("esc")
		d.see("9 groups", "web-frontend")
		d.unseen("[filter")
		if d.cursorLine() != before {
			t.Errorf("the cursor went from %q to %q", before, d.cursorLine())
		}
		d.press("/")
		d.typed("zzz")
		d.see("0 of 9 groups", "nothing matches")
		d.press("esc")
		d.see("9 groups")
	})
}

func TestGroupDetail(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.resize(110, 60)
		d.press(":")
		d.typed("sg-0eng1")
		d.press("enter")
		d.see("Engine: Studio data-science (es-BROKEN)", "aws:cloudformation:stack-name = emr-base",
			"Rules in (2)", "tcp 18889 in from DefaultWorkspaceSecurityGroupGit (sg-0ws1)", "tcp 22 in from 10.0.0.0/8",
			"Rules out (0)", "nothing is let out", "Studio data-science (es-BROKEN)", "On network interfaces (0)",
			"Named by rules of other groups (0)", "owned by a CloudFormation stack", "drift",
			"✗ broken", "Engine does not let the Workspace in on tcp 18888")
		d.press("esc")
		d.see("EMR first, worst first")
	})
}

func TestGroupDetailFollowsPeersAndGoesBack(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "enter")
		d.downTo("tcp 18889 in from")
		d.press("enter")
		d.see("DefaultWorkspaceSecurityGroupGit (sg-0ws1)", "Required for Git", "Rules out (1)")
		d.press("esc")
		d.see("tcp 18889 in from")
		d.press("esc")
		d.see("EMR first, worst first")
	})
}

func TestGroupDetailCopies(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "y")
		d.see("copied group id: sg-0eng1")
		if d.clipboard != "sg-0eng1" {
			t.Errorf("clipboard %q", d.clipboard)
		}
		d.press("enter")
		d.downTo("tcp 22 in from")
		d.press("y")
		if !strings.HasPrefix(d.clipboard, "sgr-") {
			t.Errorf("on a rule's line y copies %q", d.clipboard)
		}
		d.press("Y")
		if d.clipboard != "sg-0eng1" {
			t.Errorf("Y copies %q", d.clipboard)
		}
	})
}

func TestGroupDetailSaysWhatIsNotKnown(t *testing.T) {
	cloud := cloudOf(analytics)
	b := model.NewBuilderFrom(cloud.end)
	g, _ := b.Group("sg-0web")
	rules := append([]model.GroupRule{}, g.Rules...)
	for i := range rules {
		rules[i].ID, rules[i].Description = "", ""
	}
	g.Rules = rules
	b.AddGroup(g)
	b.Mark(model.PartInterfaces, "", model.Reading{})
	cloud.end = b.Snapshot()
	drive(t, cloud, nil, func(d *driver) {
		d.resize(110, 60)
		d.press(":")
		d.typed("sg-0web")
		d.press("enter")
		d.see("Rules in (3), rule ids not read", "tcp 5432 in from sg-0gone (deleted)", "anywhere (0.0.0.0/0)",
			"no sign seen; that does not prove that nobody owns it", "nor its rules look like EMR's", "team = web")
		d.press("esc", ":")
		d.typed("sg-0db")
		d.press("enter")
		d.see("network interfaces were not read whole, so there may be some")
	})
}

func TestFixOnGroups(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "f")
		d.see("[4 Changes")
		d.press("2", "end", "f")
		d.see("f: nothing is wrong with this group")
	})
}

func TestTenThousandGroups(t *testing.T) {
	drive(t, cloudOf(many(10_000)), nil, func(d *driver) {
		d.press("2")
		d.see("10009 groups")
		d.press("G")
		d.see("service-09999")
		d.press("/")
		d.typed("service-0421")
		d.see("10 of 10009 groups")
	})
}
