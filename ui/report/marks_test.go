package report_test

import (
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// TestMarks requires that signs which mean different things differ: severities and verdicts among
// themselves, but for what is broken, and in ASCII what holds from what a diff adds.
func TestMarks(t *testing.T) {
	for name, m := range map[string]report.Marks{"unicode": report.UnicodeMarks(), "ascii": report.ASCIIMarks()} {
		seen := map[string]string{}
		for what, mark := range map[string]string{
			"allowed": m.Verdict(model.Allowed), "blocked": m.Verdict(model.Blocked), "partly": m.Verdict(model.Partly),
			"unknown": m.Verdict(model.Unknown), "exposed": m.Severity(model.Exposed), "note": m.Severity(model.Note),
			"conditional": m.Severity(model.Conditional), "wider": m.Severity(model.Wider), "add": m.Add, "remove": m.Remove,
		} {
			if other, twice := seen[mark]; twice || mark == "" {
				t.Errorf("%s: %q means %s and %s", name, mark, what, other)
			}
			seen[mark] = what
		}
		if m.Severity(model.Broken) != m.Verdict(model.Blocked) {
			t.Errorf("%s: broken is %q, blocked %q", name, m.Severity(model.Broken), m.Verdict(model.Blocked))
		}
	}
}
