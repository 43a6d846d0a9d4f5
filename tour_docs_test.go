package main_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/ui/tour"
)

// taughtWhere opens the tables.
const taughtWhere = `
## What is taught where

The statements are those of AWS's pages on
[a cluster's groups](https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-groups.html),
[a Studio's](https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html) and
[a notebook's](https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-notebooks-security-groups.html), in our words.
A lesson that teaches one is not done in an account in which it is planted wrong.
`

// Every chapter has a picture, and each is of a play that its lesson has.
func TestTourPictures(t *testing.T) {
	shown := map[string]bool{}
	for _, p := range tour.Pictures() {
		l, c, ok := tour.Find(p.Lesson)
		shown[c.ID] = true
		named := func(play tour.Play) bool { return play.Name == p.Play }
		if !ok || p.Play != "" && !slices.ContainsFunc(l.Plays, named) {
			t.Errorf("%s: no play %q in lesson %q", p.Name, p.Play, p.Lesson)
		}
		if p.After != 0 && len(p.Presses()) == 0 {
			t.Errorf("%s: nothing is pressed", p.Name)
		}
	}
	for _, c := range tour.Chapters() {
		if !shown[c.ID] {
			t.Errorf("chapter %s has no picture", c.Title)
		}
	}
}

// TestDocsWalkthrough holds docs/walkthrough.md to the lessons and what they teach.
func TestDocsWalkthrough(t *testing.T) {
	taught := map[string][]string{}
	var b strings.Builder
	b.WriteString("\n## What it looks like\n\nThe lessons play themselves for these pictures, by the ways through their tasks that the tests play too.\n")
	for _, p := range tour.Pictures() {
		fmt.Fprintf(&b, "\n%s (`%s`):\n\n![%s](../screenshots/%s.png)\n", p.Says, p.Lesson, p.Says, p.Name)
	}
	b.WriteString(taughtWhere)
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
