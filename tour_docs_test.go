package main_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/ui/tour"
)

// TestDocsWalkthrough holds docs/walkthrough.md to the lessons and what they teach.
func TestDocsWalkthrough(t *testing.T) {
	taught := map[string][]string{}
	var b strings.Builder
	b.WriteString("\n| lesson | scenario | teaches |\n|---|---|---|\n")
	for i, c := range tour.Chapters() {
		fmt.Fprintf(&b, "| **%d %s** | | |\n", i+1, c.Title)
		for _, l := range c.Lessons {
			fmt.Fprintf(&b, "| `%s` %s | [`%s`](scenarios.md#%s) | %s |\n", l.ID, l.Title, l.Scenario, l.Scenario,
				strings.Join(l.Facts(), ", "))
			for _, f := range l.Facts() {
				taught[f] = append(taught[f], "`"+l.ID+"`")
			}
		}
	}
	b.WriteString("\n| | statement | lessons |\n|---|---|---|\n")
	for _, s := range tour.Statements() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", s.ID, s.Text, strings.Join(taught[s.ID], ", "))
	}
	b.WriteString("\n")
	holds(t, "docs/walkthrough.md", b.String())
}
