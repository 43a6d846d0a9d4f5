package report

import (
	"io"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// CheckJUnit writes a check as JUnit's XML, which CI systems show: a test case a finding, those that hold
// among them. A failure is what makes check fail: unmet, at least as bad as failOn, and not accepted.
// What is unknown or accepted is skipped, and says so; what is milder passes.
func CheckJUnit(w io.Writer, v View, failOn model.Severity) error {
	v.All = true
	suite := junitSuite{Name: "sgscope check"}
	for _, f := range v.Findings() {
		c := v.checkCase(f, failOn)
		suite.Tests++
		suite.Failures += one(c.Failure != nil)
		suite.Skipped += one(c.Skipped != nil)
		suite.Cases = append(suite.Cases, c)
	}
	sort.SliceStable(suite.Cases, func(i, j int) bool { return suite.Cases[i].Failure != nil && suite.Cases[j].Failure == nil })
	return writeJUnit(w, junitSuites{Name: suite.Name, Tests: suite.Tests, Failures: suite.Failures, Suite: suite})
}

func (v View) checkCase(f model.Finding, failOn model.Severity) junitCase {
	out := junitCase{Name: model.Printable(f.Key()), Class: model.Printable(f.ID)}
	e, accepted := v.Accepted(f)
	switch {
	case accepted:
		out.Skipped = &junitSkipped{model.Printable(AcceptedText(e))}
	case f.State == model.StateUnknown:
		out.Skipped = &junitSkipped{model.Printable("unknown, perhaps " + f.Severity.String() + ": " + f.Reason)}
	case f.State == model.Unmet && f.Severity >= failOn:
		out.Failure = &junitComplaint{
			Type: f.Severity.String(), Message: model.Printable(f.Title + ", " + f.Subject.Label()), Text: model.Printable(f.Reason),
		}
	}
	return out
}
