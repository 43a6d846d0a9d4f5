package main_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient/sandbox"
)

// TestDocsScenarios holds docs/scenarios.md to the scenarios.
func TestDocsScenarios(t *testing.T) {
	all := sandbox.Scenarios()
	var b strings.Builder
	b.WriteString("\n| `--sandbox=` | what it is | failure |\n|---|---|---|\n")
	for _, s := range all {
		number := ""
		if s.Failure > 0 {
			number = fmt.Sprintf("[%d](failures.md#%d)", s.Failure, s.Failure)
		}
		b.WriteString("| [`" + s.Name + "`](#" + s.Name + ") | " + s.Title + " | " + number + " |\n")
	}
	for _, s := range all {
		b.WriteString("\n## " + s.Name + "\n\n**" + s.Title + ".** " + s.Story + "\n\n")
		if len(s.Wrong) == 0 {
			b.WriteString("Nothing is wrong with its groups.\n")
		}
		for _, w := range s.Wrong {
			b.WriteString("- " + w + "\n")
		}
	}
	b.WriteString("\n")
	holds(t, "docs/scenarios.md", b.String())
}
