package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui"
)

// bare is an account with a VPC and nothing of EMR's.
const bare = `
vpc vpc-0a 10.0.0.0/16 tagged name=analytics
subnet subnet-a vpc-0a 10.0.1.0/24 tagged
group sg-0def vpc-0a default
`

func TestFormSaysWhatItMakes(t *testing.T) {
	cloud, _ := writable(bare)
	drive(t, cloud, nil, func(d *driver) {
		d.press("c")
		d.see("This changes no existing Studio", "> Groups for < Studio with Git >",
			"tcp 18888 Workspace → Engine, tcp 443 Workspace → anywhere", "vpc-0a analytics",
			"DefaultWorkspaceSecurityGroupGit", "AWS's default name: made new, tagged, without EC2's allow-all egress",
			"AWS's own text, 100 of 255 characters", "DefaultEngineSecurityGroup", "[ Review the plan ]")
		d.unseen("is broken")
		d.press("right")
		d.see("< Studio without Git >", "and nothing else", "DefaultWorkspaceSecurityGroupWithoutGit",
			"our text: what AWS writes here is not known")
		d.press("left")
		d.see("< Studio with Git >", "DefaultWorkspaceSecurityGroupGit ")
		d.press("f")
		d.see("f: no Studio here is broken")
	})
}

// What is typed is judged by EC2's limits as it is typed, and stays when another set is chosen.
func TestFormValidatesAsOneTypes(t *testing.T) {
	cases := []struct {
		name string
		row  int // lines down from the first
		text string
		want string
	}{
		{"no name", 2, "", "✗ a name is required"},
		{"reserved", 2, "sg-mine", "✗ a name cannot begin with sg-"},
		{"characters", 2, "wörk", "is not allowed"},
		{"end", 2, "ws ", "✗ EC2 trims spaces at the ends"},
		{"same", 4, "defaultworkspacesecuritygroupgit", "✗ Workspace and Engine need two groups: their names must differ"},
		{"too long", 4, strings.Repeat("x", 256), "✗ 256 characters: at most 255 are allowed"},
		{"no description", 3, "", "✗ a description is required"},
		{"quotes", 5, `say "hi"`, "is not allowed"},
		{"fine", 2, "lab-workspace", "your name: made new"},
		{"fine text", 3, "for the lab", "your text, 11 of 255 characters"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cloud, _ := writable(bare)
			drive(t, cloud, nil, func(d *driver) {
				d.press("c")
				for range c.row {
					d.press("down")
				}
				d.press("ctrl+u")
				d.send(tea.PasteMsg{Content: c.text})
				d.settle()
				d.see(c.want)
				if !strings.HasPrefix(c.want, "✗") {
					return
				}
				d.press("ctrl+r")
				d.see("Create the Studio groups", strings.TrimPrefix(c.want, "✗ "))
				d.unseen("[4 Changes")
			})
		})
	}
}

func TestFormKeepsWhatIsTyped(t *testing.T) {
	cloud, _ := writable(bare)
	drive(t, cloud, nil, func(d *driver) {
		d.press("c", "down", "down", "ctrl+u")
		d.typed("fq:? name")
		d.see("> Workspace  fq:? name")
		d.press("ctrl+u")
		d.typed("my-workspace")
		d.press("up", "up", "right")
		d.see("< Studio without Git >", "Workspace  my-workspace", "our text: what AWS")
		d.press("ctrl+r")
		d.see("Plan: create the studio-without-git groups in vpc-0a", "+ group my-workspace  in vpc-0a")
		d.press("e") // and the form comes back as it was
		d.see("< Studio without Git >", "Workspace  my-workspace")
		d.press("esc", "esc", "c")
		d.see("< Studio with Git >", "DefaultWorkspaceSecurityGroupGit")
	})
}

func TestLongTextScrolls(t *testing.T) {
	cloud, _ := writable(bare)
	drive(t, cloud, nil, func(d *driver) {
		d.resize(60, 18)
		d.press("c", "down", "down", "down")
		d.see("publicly-hosted Git repos.") // its end, where one types
		d.press("home")
		d.see("> ", "  text     Allows outbound traffic from Amazon")
		d.unseen("Git repos.")
		d.press("end")
		d.typed(" Ours")
		d.see("Git repos. Ours", "your text, 105 of 255")
		d.press("down")
		d.see("text     Allows outbound traffic") // not being edited: from its beginning
		if c := d.x.View().Cursor; c == nil || c.Shape != tea.CursorBar {
			t.Error("no bar where one types")
		}
	})
}

func TestFormChoosesTheVPC(t *testing.T) {
	two := bare + "vpc vpc-0b 10.9.0.0/16 name=legacy\ngroup sg-9 vpc-0b DefaultEngineSecurityGroup\n"
	cloud, w := writable(two)
	drive(t, cloud, nil, func(d *driver) {
		d.press("c", "down")
		d.see("> VPC        < vpc-0a analytics >  1 of 2")
		d.press("right")
		d.see("< vpc-0b legacy >  2 of 2", "there as sg-9: adopted; the plan shows what differs",
			"not used: EC2 cannot change a group's description")
		d.press("left", "left")
		d.see("vpc-0b legacy")
		d.press("ctrl+r")
		d.see("studio-git groups in vpc-0b", "Adopts   DefaultEngineSecurityGroup (sg-9) is there; it ", "lacks the tag")
		d.press("a")
		d.see("VPC       legacy (vpc-0b)")
		d.press("tab", "enter")
		d.see("✓ Done")
		if w.orders[0].VPC != "vpc-0b" {
			t.Errorf("order for %q", w.orders[0].VPC)
		}
	})
	b := model.NewBuilderFrom(account(two))
	b.Mark(model.PartGroups, "vpc-0b", model.Reading{})
	drive(t, &fakeCloud{end: b.Snapshot()}, nil, func(d *driver) {
		d.press("c", "down", "right")
		d.see("✗ the groups of vpc-0b were not read whole (not read); choose it with v first")
		d.press("ctrl+r")
		d.see("Create the Studio groups")
	})
}

// A group that serves a Studio today is adopted with a warning, and the outcome tells of that Studio.
func TestAdoptionNamesTheStudioThatFeelsIt(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("c")
		d.see("✗ Studio data-science is broken: f repairs its groups instead.",
			"there as sg-0ws1, serving Studio data-science: adopted")
		d.press("ctrl+r")
		d.see("Adopts   DefaultEngineSecurityGroup (sg-0eng1) is there; it ",
			"It serves Studio data-science: what changes in it changes there.")
		d.press("a", "tab", "enter")
		d.see("✓ Done", "Now      ✓ data-science: attach passes the groups",
			"Adopted  DefaultEngineSecurityGroup (sg-0eng1) serves Studio data-science as well.")
	})
}

func TestCreationIsCarriedOut(t *testing.T) {
	cloud, w := writable(bare)
	drive(t, cloud, nil, func(d *driver) {
		d.press("c", "enter", "enter", "enter", "enter", "enter", "enter")
		d.see("> [ Review the plan ]")
		d.press("enter")
		d.see("+ group DefaultEngineSecurityGroup  in vpc-0a", "+ tcp 18888 in from DefaultWorkspaceSecurityGroupGit (new)",
			"− all traffic out to 0.0.0.0/0  on DefaultEngineSecurityGroup (new)", "7 of 7 steps ticked")
		d.press("a")
		d.see("2 groups created, 3 rules added, 2 rules removed")
		d.press("tab", "enter")
		d.see("✓ Done: 7 changes made", "Left     planned again: no change is left of this plan.", "Groups   Workspace sg-new",
			"Studio   aws emr create-studio --name STUDIO_NAME", "Next     make a Studio with these groups",
			"DefaultWorkspaceSecurityGroupGit (sg-new")
		d.press("y")
		d.see("Workspace group id", "Engine group id", "aws emr create-studio")
		d.press("down", "down", "enter")
		if !strings.Contains(d.clipboard, "--workspace-security-group-id sg-new") {
			t.Errorf("copied %q", d.clipboard)
		}
		d.press("esc", "c", "ctrl+r")
		d.see("Nothing to change", "is there and is as it would be made")
	})
	if len(w.sent) != 7 {
		t.Errorf("sent %v", w.sent)
	}
	again := emr.Analyse(cloud.end, emr.Scope{}).Plan(model.CreateGroups{VPC: "vpc-0a"})
	if len(again.Steps) != 0 {
		t.Errorf("a second plan has %v", again.Steps)
	}
}

// What is half made is made whole: the plan after a failure holds only the rest.
func TestCreationGoesOnAfterAFailure(t *testing.T) {
	cloud, w := writable(bare)
	w.failAt, w.failure = 3, model.Failure{Kind: model.FailedQuota, Message: "too many rules"}
	drive(t, cloud, nil, func(d *driver) {
		d.press("c", "ctrl+r", "a", "tab", "enter")
		d.see("2 of 7 changes made, 5 not made", "✓ done      create group DefaultEngineSecurityGroup",
			"sg-new1", "✗ not done",
			"ask for more in Service Quotas")
		d.press("y")
		d.see("sg-new1", "sg-new2")
		d.press("esc")
		w.failAt = 0
		d.press("enter")
		d.see("+ tcp 18888 in from DefaultWorkspaceSecurityGroupGit  on DefaultEngineSecurityGroup")
		d.unseen("+ group")
		d.press("t", "a")
		d.see("3 rules added")
	})
}

func TestFormByMouse(t *testing.T) {
	cloud, _ := writable(bare)
	drive(t, cloud, nil, func(d *driver) {
		d.press("c")
		d.click("Studio with Git")
		d.see("< Studio without Git >")
		d.click("DefaultEngineSecurityGroup")
		if !strings.Contains(d.cursorLine(), "> Engine") {
			t.Errorf("the cursor is on %q", d.cursorLine())
		}
		d.click("[ Review the plan ]")
		d.click("[ Review the plan ]")
		d.see("[4 Changes")
	})
}

func TestNoVPCNoForm(t *testing.T) {
	drive(t, cloudOf("unread vpcs"), nil, func(d *driver) {
		d.press("c")
		d.see("no VPC was read, so there is nowhere to create groups")
	})
}

// Read-only still shows the plan of a creation.
func TestFormReadOnly(t *testing.T) {
	drive(t, cloudOf(bare), func(o *ui.Options) { o.Plain = true }, func(d *driver) {
		d.press("c", "ctrl+r")
		d.see("+ group DefaultEngineSecurityGroup", "read-only: cannot be applied")
		d.press("a")
		d.see("a: read-only")
	})
}
