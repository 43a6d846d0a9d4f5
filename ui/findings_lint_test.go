package ui_test

import (
	"strings"
	"testing"
	"time"

	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/ui"
)

// others has one more group that is nothing of EMR's.
const others = analytics + `
group sg-0app1 vpc-0a app-servers
  ingress tcp 22 from 0.0.0.0/0
  ingress tcp 22 from 198.51.100.7/32
`

func accepting(t *testing.T, entries ...accept.Entry) func(*ui.Options) {
	t.Helper()
	l, err := accept.New(".sgscope.yaml", entries)
	if err != nil {
		t.Fatal(err)
	}
	return func(o *ui.Options) { o.Accept = l }
}

// TestLintIsHiddenUntilAskedFor shows the checks of any group in a section of their own; they are in no
// number of the head, and go again.
func TestLintIsHiddenUntilAskedFor(t *testing.T) {
	drive(t, cloudOf(others), nil, func(d *driver) {
		d.press("3")
		d.unseen("ssh is open to the world", "Checks of any group")
		head := tabs(d)
		d.press("t")
		d.see("Checks of any group", "! exposed", "ssh is open to the world", "a rule is allowed by others anyway", "app-servers")
		d.unseen("checking every group")
		if tabs(d) != head {
			t.Errorf("the head changes from %q to %q", head, tabs(d))
		}
		d.press("/")
		d.typed("allowed by others")
		d.press("enter")
		d.see("1 of ")
		d.unseen("ssh is open to the world")
		d.press("esc", "t")
		d.unseen("Checks of any group", "ssh is open")
	})
}

// tabs gives the line of the pages.
func tabs(d *driver) string {
	for l := range strings.SplitSeq(d.text(), "\n") {
		if strings.Contains(l, "1 Studios") {
			return strings.TrimSpace(l)
		}
	}
	return ""
}

// TestLintIsFixedOnlyByName plans the finding under the cursor and nothing else, with nothing ticked.
func TestLintIsFixedOnlyByName(t *testing.T) {
	drive(t, cloudOf(others), nil, func(d *driver) {
		d.press("3", "t", "/")
		d.typed("allowed by others")
		d.press("enter")
		d.see("Fix ", "- tcp 22 in from 198.51.100.7/32")
		d.press("f")
		d.see("[4 Changes", "fix a rule is allowed by others anyway: app-servers", "0 of 1 step ticked", "[ ] tighten")
		d.press("esc", "2", "/")
		d.typed("app-servers")
		d.press("enter", "f")
		d.see("nothing is wrong with this group")
	})
}

// TestLintFollowsWhatIsRead asks again after reading again, of what is on the screen then.
func TestLintFollowsWhatIsRead(t *testing.T) {
	cloud := cloudOf(others)
	drive(t, cloud, nil, func(d *driver) {
		d.press("3", "t")
		d.see("ssh is open to the world")
		d.press("r")
		d.see("ssh is open to the world")
	})
}

// TestAcceptedFindings are marked, come last, and are in no number of the head.
func TestAcceptedFindings(t *testing.T) {
	until := time.Date(2099, 12, 31, 0, 0, 0, 0, time.UTC)
	over := time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)
	set := accepting(t,
		accept.Entry{Key: "engine-extra-ingress:*", Reason: "the load test", Until: until, Line: 2},
		accept.Entry{Key: "workspace-egress-18888:*", Reason: "the move", Until: over, Line: 5})
	drive(t, cloudOf(analytics), set, func(d *driver) {
		d.press("3")
		d.see("[3 Findings ✗5]", "Accepted by .sgscope.yaml", "~ wider, accepted", "Was accepted until 2026-02-28: the move")
		d.press("/")
		d.typed("load test")
		d.press("enter")
		d.see("2 of 7 findings", "Accepted until 2099-12-31: the load test (.sgscope.yaml, line 2)")
		d.press("a")
		d.see("a: it is accepted on line 2 of .sgscope.yaml")
		d.press("esc", "1", "f")
		d.see("[4 Changes")
		d.unseen("18889")
	})
}

// TestAcceptLines shows and copies what is to be pasted.
func TestAcceptLines(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("3", "a")
		d.see("Accept the finding", "Make a file .sgscope.yaml", "accept:", "- key: workspace-egress-18888:sg-0ws1:sg-0eng1",
			`reason: "" # say why: it must be there`, `until: "2026-05-30"`, "They are copied.")
		const want = "accept:\n  - key: workspace-egress-18888:sg-0ws1:sg-0eng1\n    reason: \"\" # say why: it must be there\n    until: \"2026-05-30\""
		if d.clipboard != want {
			t.Errorf("clipboard %q", d.clipboard)
		}
		d.press("esc")
		d.unseen("Accept the finding")
	})
	drive(t, cloudOf(analytics), accepting(t, accept.Entry{Key: "x", Reason: "y"}), func(d *driver) {
		d.press("3", "a")
		d.see("Add these lines under accept: in .sgscope.yaml")
		if !strings.HasPrefix(d.clipboard, "  - key: ") {
			t.Errorf("clipboard %q", d.clipboard)
		}
	})
}
