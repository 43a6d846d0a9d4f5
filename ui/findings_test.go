package ui_test

import (
	"strings"
	"testing"
)

func TestFindings(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("3")
		d.see("[3 Findings ✗7]", "Studio data-science", "> ✗ broken  Workspace cannot send to Engine on tcp 18888",
			"Engine does not let the Workspace in on tcp 18888", "~ wider", "Why ", "Evidence ", "Source ", "https://docs.aws",
			"+ on DefaultWorkspaceSecurityGroupGit (sg-0ws1): add egress tcp 18888 to DefaultEngineSecurityGroup",
			"nothing is sent before you confirm")
		d.press("down")
		d.see("> ✗ broken  Engine does not let", "+ on DefaultEngineSecurityGroup (sg-0eng1): add ingress tcp 18888 from")
		d.press("f")
		d.see("[4 Changes")
	})
}

func TestFindingOpensGroupAndText(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("3", "o")
		d.see("[2 Groups]", "DefaultWorkspaceSecurityGroupGit (sg-0ws1)", "Roles, and why")
		d.press("3", "enter")
		d.unseen("causes first")
		d.see("Evidence")
		d.press("esc")
		d.see("causes first")
	})
}

func TestFindingsFilterSortCopy(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("3", "/")
		d.typed("extra 18889")
		d.see("1 of 7 findings")
		d.press("enter", "y")
		d.see("Copy", "group id", "key")
		d.typed("group id")
		d.press("enter")
		if d.clipboard != "sg-0eng1" {
			t.Errorf("clipboard %q", d.clipboard)
		}
		d.press("esc", ">", ">")
		d.see("Finding ↑")
		if !strings.Contains(d.cursorLine(), "Engine does not let") {
			t.Errorf("by title the first is %q", d.cursorLine())
		}
	})
}

func TestFindingWithoutAFixSaysWhy(t *testing.T) {
	text := strings.ReplaceAll(analytics, "vpc vpc-0a 10.0.0.0/16 tagged", "vpc vpc-0a 10.0.0.0/16")
	drive(t, cloudOf(text), nil, func(d *driver) {
		d.press("3", "/")
		d.typed("network-tag")
		d.press("enter")
		d.see("1 of 8 findings", "Advice ")
		d.press("f")
		d.see("f: no change of groups clears it; the advice below does")
	})
}

func TestUndecidedFinding(t *testing.T) {
	drive(t, cloudOf(without(analytics, "group sg-0eng1", "18889 from", "22 from 10")), nil, func(d *driver) {
		d.press("3", "/")
		d.typed("unknown")
		d.press("enter")
		d.see("? unknown")
		d.press("f")
		d.see("f: it is not decided")
	})
}
