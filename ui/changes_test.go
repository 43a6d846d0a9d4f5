package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/ui"
)

func TestReviewTellsTheStepsAndWhatTheyDo(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f")
		d.see("Plan: fix 4 findings of data-science", "2 of 4 steps ticked", "nothing is sent before you confirm",
			"> [x] repair  + tcp 18888 out to DefaultEngineSecurityGroup  on DefaultWorkspaceSecurityGroupGit",
			"  [x] repair  + tcp 18888 in from", "  [ ] tighten − tcp 22 in from 10.0.0.0/8",
			"Change   repair: on DefaultWorkspaceSecurityGroupGit (sg-0ws1): add egress tcp", "Why      No rule of",
			"Opens    DefaultWorkspaceSecurityGroupGit (sg-0ws1) → DefaultEngineSecurityGroup (sg-0eng1) on tcp 18888",
			"Then     2 wider, 3 note (now 2 broken, 2 wider, 3 note)", "aws-cli  aws ec2 authorize-security-group-egress")
		d.press("down")
		d.see("Step 2 of 4", "Owner    ", "CloudFormation", "this edit is drift")
	})
}

// Every tick weighs the choice anew.
func TestTicksWeighTheChoice(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "space")
		d.see("> [ ] repair", "1 of 4 steps ticked", "then 1 broken, 2 wider", "no path opens or closes by what is ticked")
		d.press("space")
		d.see("2 of 4 steps ticked", "then 2 wider", "Opens ")
		d.press("end", "space")
		d.see("3 of 4 steps ticked", "then 1 wider", "Closes   10.0.0.0/8 → ")
		d.press("x", "home", "space", "down", "space")
		d.see("0 of 4 steps ticked", "Effect   nothing is ticked")
		d.press("a")
		d.see("a: no step is ticked")
		d.press("t")
		d.see("2 of 4 steps ticked")
		d.unseen("[x] tighten")
		d.click("[x] repair  + tcp 18888 out")
		d.see("> [x] repair  + tcp 18888 out")
		d.click("[x] repair  + tcp 18888 out")
		d.see("> [ ] repair  + tcp 18888 out")
	})
}

// needy is a Workspace group that lets everything out: what it really needs is added before that goes.
const needy = `
vpc vpc-0a 10.0.0.0/16 tagged name=analytics
subnet subnet-a vpc-0a 10.0.1.0/24 tagged
studio es-1 lab vpc-0a sg-ws sg-eng subnet-a
group sg-ws vpc-0a DefaultWorkspaceSecurityGroupGit tagged
  egress all to 0.0.0.0/0
group sg-eng vpc-0a DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-ws
`

func TestATickTakesWhatItNeeds(t *testing.T) {
	cloud, _ := writable(needy)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f")
		d.see("0 of 3 steps ticked")
		d.press("end")
		d.see("− all traffic out to 0.0.0.0/0", "After    step 1:", "After    step 2:")
		d.press("space")
		d.see("3 of 3 steps ticked", "ticked with 2 steps that it needs")
		d.press("home", "space")
		d.see("1 of 3 steps ticked", "left out with 1 step that needs it")
		d.unseen("[x] tighten −")
	})
}

func TestBlockedStepsSayWhy(t *testing.T) {
	cloud, _ := writable(needy + "unread interfaces\n")
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "end")
		d.see("> [-] tighten − all traffic", "Not now  usage unknown")
		d.press("space")
		d.see("space: usage unknown")
		d.click("[-] tighten")
		d.see("usage unknown")
		d.unseen("[x]")
	})
	foreign, _ := writable(strings.ReplaceAll(analytics, "group sg-0eng1 vpc-0a DefaultEngineSecurityGroup",
		"group sg-0eng1 vpc-0a DefaultEngineSecurityGroup owner=999988887777"))
	drive(t, foreign, nil, func(d *driver) {
		d.press("f")
		d.see("[-] repair", "1 of 4 steps ticked")
		d.press("down", "space")
		d.see("space: owned by account 999988887777")
	})
}

func TestReadOnlyShowsThePlanAndSaysWhyNot(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("f")
		d.see("[x] repair", "read-only: cannot be applied")
		d.press("a")
		d.see("a: read-only: nothing can be written; y copies the lines for aws-cli")
		d.unseen("Apply 2 changes?")
	})
}

func TestCopyOfStepsIsOneLineEach(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("f", "y")
		d.see("this step for aws-cli", "all ticked steps for aws-cli")
		d.press("down", "enter")
		if n := strings.Count(d.clipboard, "\naws ec2 authorize-security-group-ingress"); n != 1 ||
			!strings.HasPrefix(d.clipboard, "aws ec2 authorize-security-group-egress") {
			t.Errorf("copied %q", d.clipboard)
		}
		d.see("copied all ticked steps for aws-cli: 2 lines")
	})
}

// A plan that reading again has overtaken says so, and is not applied.
func TestOutdatedPlan(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "r")
		d.see("2 of 4 steps ticked")
		d.press("n")
		d.see("n: the plan is that of what was read last")
		d.cloud.end = account(without(analytics, "tcp 22 from"))
		d.press("r")
		d.see("what was read since makes another plan; n plans anew")
		d.press("a")
		d.see("a: what was read since makes another plan")
		d.press("n")
		d.see("2 of 3 steps ticked")
		d.press("a")
		d.see("Apply 2 changes?")
	})
}

// A plan is made again in the scope in which it was reviewed, whatever VPC is on the screen by then.
func TestPlanKeepsItsScope(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "v")
		d.typed("legacy")
		d.press("enter", "4")
		d.see("legacy", "2 of 4 steps ticked")
		d.press("a")
		d.see("VPC       analytics (vpc-0a)")
		d.press("tab", "enter")
		d.see("✓ Done: 2 changes made")
		if w.orders[0].VPC != "vpc-0a" {
			t.Errorf("order for %q", w.orders[0].VPC)
		}
	})
}

func TestNoPlanYet(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("4")
		d.see("No change is planned", "c plans the groups of a new")
		for _, k := range []string{"a", "space", "y", "esc", "n", "e", "t", "enter"} {
			d.press(k)
			d.see("there is no plan; f or c makes one")
		}
		d.press("?")
		d.see("apply: asks once more", "tick all repairs")
	})
}

// A conflict of the model's is told, and cannot be applied.
func TestAdviceOnly(t *testing.T) {
	cloud, _ := writable(without(oneStudio(goodPair), "group sg-eng", "ingress ") + "gone sg-eng")
	drive(t, cloud, nil, func(d *driver) {
		d.press("f")
		d.see("No change is proposed for this. What clears it:", "A Studio's groups cannot be replaced")
		d.press("a")
		d.see("a: the plan has no step")
	})
}

func TestHugePlanScrolls(t *testing.T) {
	var text strings.Builder
	text.WriteString(needy)
	for i := range 60 {
		fmt.Fprintf(&text, "  ingress tcp %d from 10.0.0.0/8\n", 2000+i)
	}
	cloud, _ := writable(text.String())
	for _, s := range [][2]int{{80, 24}, {40, 12}, {60, 18}} {
		drive(t, cloud, func(o *ui.Options) { o.NoColor = true }, func(d *driver) {
			d.resize(s[0], s[1])
			d.press("f", "pgdown", "pgdown")
			if !strings.HasPrefix(d.cursorLine(), ">") {
				t.Errorf("the cursor is on %q", d.cursorLine())
			}
			d.press("end")
			d.see("Step 63 of 63")
			d.press("home")
			d.see("Step 1 of 63")
		})
	}
}
