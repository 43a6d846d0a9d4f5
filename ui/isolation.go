package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// showIsolation says which Workspaces and notebooks run code on which clusters: a matrix, what undoes
// it, then each pair with its reasons.
func (x *Explorer) showIsolation() tea.Cmd {
	return x.openText("Who runs code on which clusters", x.isolationStory(x.analysis.Isolation()))
}

func (x *Explorer) whyNoIsolation() string {
	if why := x.whyNotReady(); why != "" {
		return why
	}
	if len(x.analysis.Isolation().Runners) == 0 {
		return "there are no Workspace or notebook groups here; c creates a pair"
	}
	return ""
}

func (x *Explorer) isolationStory(m emr.Isolation) []textLine {
	t := x.theme
	var out []textLine
	say := t.speak(&out)
	gap := func() { out = append(out, textLine{}) }
	x.grid(say, m)
	gap()
	if len(m.Warnings) == 0 {
		say(t.good, t.pass+" ", "Nothing was found that lets one pair's Workspaces onto another pair's clusters.")
	}
	for _, w := range m.Warnings {
		say(t.warn, t.exposed+" ", w.Text)
		out[len(out)-1].id, out[len(out)-1].group = w.Group, w.Group
	}
	for i, p := range m.Runners {
		gap()
		state := "isolated"
		if !m.Isolated(p) {
			state = "not isolated"
		}
		say(t.bold, "", report.RunnerText(x.analysis.Snapshot(), p)+": "+state)
		for k, c := range m.Clusters {
			cell := m.At(i, k)
			glyph, style := x.runGlyph(cell)
			say(style, "  "+glyph+" ", label(c.Name, c.ID)+": "+cell.String())
			for _, why := range cell.Why {
				say(t.muted, "      ", why)
			}
		}
	}
	gap()
	say(t.muted, "", report.IsolationNote+" c makes a pair of own names.")
	return out
}

// runGlyph gives glyph and style of a cell: what is open without attaching is what a pair of own names
// is there to prevent.
func (x *Explorer) runGlyph(c emr.RunCell) (string, lipgloss.Style) {
	switch c.Word {
	case emr.RunOpen:
		return x.theme.exposed, x.theme.warn
	case emr.RunElsewhere:
		return x.theme.dot, x.theme.muted
	case emr.RunUndecided, emr.RunIneligible, emr.RunEligible, emr.RunAttached:
	}
	return x.theme.verdict(c.Verdict)
}

// mostColumns is how many clusters the grid has room for; all of them are told below it.
const mostColumns = 12

// grid is the matrix with a sign for each pair and cluster; clusters are numbered, and named below it.
func (x *Explorer) grid(say sayer, m emr.Isolation) {
	t := x.theme
	if len(m.Clusters) == 0 {
		say(t.muted, "", "No live cluster was read.")
		return
	}
	n, w := min(len(m.Clusters), mostColumns), 9
	for _, p := range m.Runners {
		w = max(w, min(textWidth(model.Printable(p.Name)), 24))
	}
	var head []string
	for k := range n {
		head = append(head, fmt.Sprintf("%-2d", k+1))
	}
	say(t.muted, align("", w, false)+"  ", strings.Join(head, " "))
	for i, p := range m.Runners {
		var row []string
		for k := range n {
			glyph, _ := x.runGlyph(m.At(i, k))
			row = append(row, align(glyph, 2, false))
		}
		say(t.text, align(cutText(model.Printable(p.Name), w, t.ellipsis), w, false)+"  ", strings.Join(row, " "))
	}
	var names []string
	for k, c := range m.Clusters[:n] {
		names = append(names, fmt.Sprintf("%d %s", k+1, firstOf(c.Name, c.ID)))
	}
	if more := len(m.Clusters) - n; more > 0 {
		names = append(names, fmt.Sprintf("and %d more, told below", more))
	}
	say(t.muted, "", strings.Join(names, "  "))
	say(t.muted, "", fmt.Sprintf("%s attached or can be  %s open without attaching  %s cannot be  %s partly  %s not decided  %s other VPC",
		t.pass, t.exposed, t.fail, t.part, t.unsure, t.dot))
}
