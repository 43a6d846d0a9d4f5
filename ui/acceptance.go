package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/ui/report"
)

// accepted gives the entry by which a finding is accepted, and reports whether there is one.
func (x *Explorer) accepted(f model.Finding) (accept.Entry, bool) {
	if f.State == model.Met {
		return accept.Entry{}, false
	}
	return x.options.Accept.Find(f.Key(), x.now)
}

// acceptance tells by which entry a finding is accepted, or was; nothing for one that never was.
func (x *Explorer) acceptance(f model.Finding) []textLine {
	file := x.options.Accept.File()
	if e, ok := x.accepted(f); ok {
		text := fmt.Sprintf("%s (%s, line %d)", report.AcceptedText(e), file, e.Line)
		return []textLine{{prefix: "  ", text: model.Printable(text), style: x.theme.good}}
	}
	if e, ok := x.options.Accept.Lapsed(f.Key(), x.now); ok {
		text := fmt.Sprintf("Was accepted until %s: %s (%s, line %d)", e.Day(), e.Reason, file, e.Line)
		return []textLine{{prefix: "  ", text: model.Printable(text), style: x.theme.warn}}
	}
	return nil
}

// acceptLines shows and copies the lines that accept the selected finding. The file is not written:
// whoever accepts says why, and the file is somebody's to review.
func (p *findingsPage) acceptLines() tea.Cmd {
	r, _ := p.selected()
	list, t := p.x.options.Accept, p.x.theme
	text := report.AcceptLines(r.finding.Key(), list, p.x.now)
	where := "Make a file .sgscope.yaml of these lines where you start sgscope, or give it by --config:"
	switch {
	case len(list.Entries()) > 0:
		where = "Add these lines under accept: in " + list.File() + ":"
	case list.File() != "":
		where = "Make these lines all of " + list.File() + ":"
	}
	out := []textLine{{text: model.Printable(where), style: t.text}, {}}
	for l := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		words := strings.TrimLeft(l, " ")
		out = append(out, textLine{prefix: strings.Repeat(" ", len(l)-len(words)), text: model.Printable(words), style: t.accent})
	}
	out = append(out, textLine{}, textLine{text: "They are copied. Say why in reason. The file is read when sgscope starts.", style: t.muted})
	return tea.Batch(p.x.openText("Accept the finding", out), p.x.copyOne(copyItem{"the lines", text}))
}

func (p *findingsPage) whyNotAccept() string {
	r, ok := p.selected()
	if !ok {
		return "no finding is selected"
	}
	if e, ok := p.x.accepted(r.finding); ok {
		return fmt.Sprintf("it is accepted on line %d of %s", e.Line, p.x.options.Accept.File())
	}
	return ""
}
