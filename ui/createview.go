package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// view draws the form: what it does not do, then a line for each choice with what comes of it.
func (f *createForm) view(s size) frame {
	t := f.x.theme
	var parts []frame
	say := func(style lipgloss.Style, text string) {
		for _, l := range wrap(text, max(s.w, 1)) {
			parts = append(parts, lines(style.Render(l)))
		}
	}
	say(t.muted, "This changes no existing Studio: a Studio keeps the groups that it was made with.")
	if l, ok := f.broken(); ok {
		key := "f"
		if f.typing() {
			key = "alt+f"
		}
		say(t.warn, t.fail+" Studio "+model.Printable(l.Pair.Name)+" is broken: "+key+" repairs its groups instead.")
	}
	parts = append(parts, lines(" "))
	first, last := 0, 0 // rows of the selected line with its note
	for r := range createRows {
		if r == f.at {
			first = stack(parts...).height()
		}
		parts = append(parts, f.row(r, s.w))
		note, style := f.note(r)
		for _, l := range indented("    ", note, s.w) {
			if note != "" {
				parts = append(parts, lines(style.Render(l)))
			}
		}
		if r == f.at {
			last = stack(parts...).height()
		}
	}
	return windowOf(stack(parts...), first, last, s.h)
}

// window cuts a frame to a height so that a line of it stays in sight.
func window(f frame, line, h int) frame {
	return windowOf(f, line-h/2, line-h/2+h, h)
}

// windowOf cuts a frame to a height so that the lines from first up to last stay in sight, the first
// before all.
func windowOf(f frame, first, last, h int) frame {
	rows := f.rows()
	if len(rows) <= h || h < 1 {
		return f
	}
	top := max(min(max(last-h, 0), first, len(rows)-h), 0)
	out := f.shifted(0, -top)
	out.Content = strings.Join(rows[top:top+h], "\n")
	return out
}

// row draws one line of the form.
func (f *createForm) row(r createRow, w int) frame {
	t := f.x.theme
	marker := "  "
	if r == f.at {
		marker = "> "
	}
	prefix := marker + align(f.label(r), 11, false)
	if r == f.at && r.typed() {
		input := f.texts[r]
		input.prompt = prefix
		return input.view(w)
	}
	text, style := prefix+f.value(r), t.text
	if r == rowReview {
		text = marker + "[ Review the plan ]"
	}
	if r == f.at {
		style = t.selected
	}
	out := lines(style.Render(ansi.Truncate(text, w, t.ellipsis)))
	if r == f.at {
		out.Cursor = cursorAt(0, 0)
	}
	out.Hits = []hit{{0, 0, w, 1, f.click(r)}}
	return out
}

// label names a row; a notebook's two groups have names of their own.
func (f *createForm) label(r createRow) string {
	notebook := f.set == model.Notebooks || f.set == model.NotebooksGit
	switch r {
	case rowSet:
		return "Groups for"
	case rowVPC:
		return "VPC"
	case rowWorkspaceName:
		if notebook {
			return "Editor"
		}
		return "Workspace"
	case rowEngineName:
		if notebook {
			return "Livy"
		}
		return "Engine"
	case rowWorkspaceText, rowEngineText:
		return "  text"
	case rowReview, createRows:
	}
	return ""
}

// click selects a line; on the selected one it changes the choice, or reviews.
func (f *createForm) click(r createRow) func() tea.Cmd {
	return func() tea.Cmd {
		switch {
		case f.at != r:
			f.at = r
		case r == rowReview:
			return f.review()
		default:
			return f.turn(1)()
		}
		return nil
	}
}

func (f *createForm) value(r createRow) string {
	switch r {
	case rowSet:
		return "< " + setName(f.set) + " >"
	case rowVPC:
		v := f.vpcs[f.vpc]
		text := joined(" ", v.ID, model.Printable(v.Name))
		if len(f.vpcs) > 1 {
			text = fmt.Sprintf("< %s >  %d of %d", text, f.vpc+1, len(f.vpcs))
		}
		// A Studio for EMR on EKS has its groups where the nodes of EKS are.
		return joined("  ", text, f.x.holding(v.ID))
	case rowWorkspaceName, rowWorkspaceText, rowEngineName, rowEngineText:
		return f.texts[r].value()
	case rowReview, createRows:
	}
	return ""
}

// note is what stands under a line: what is wrong with it, or what will come of it.
func (f *createForm) note(r createRow) (string, lipgloss.Style) {
	t := f.x.theme
	if why := f.wrong(r); why != "" {
		return t.fail + " " + why, t.bad
	}
	ws, engine := emr.Defaults(f.set)
	switch r {
	case rowSet:
		from, to := f.label(rowWorkspaceName), f.label(rowEngineName)
		attach := "tcp 18888 " + from + " " + t.arrow + " " + to
		if !f.set.Git() {
			return attach + ", and nothing else", t.muted
		}
		return attach + ", tcp 443 " + from + " " + t.arrow + " anywhere", t.muted
	case rowWorkspaceName, rowEngineName:
		return f.nameNote(r)
	case rowWorkspaceText:
		return f.textNote(r, ws), t.muted
	case rowEngineText:
		return f.textNote(r, engine), t.muted
	case rowVPC, rowReview, createRows:
	}
	return "", t.muted
}

// nameNote says whose name it is, and what comes of it: a new group, or one that is there.
func (f *createForm) nameNote(r createRow) (string, lipgloss.Style) {
	t, whose := f.x.theme, "your name"
	if f.texts[r].value() == f.defaults(r) {
		whose = "AWS's default name"
	}
	g, ok := f.existing(r)
	if !ok {
		return whose + ": made new, tagged, without EC2's allow-all egress", t.muted
	}
	if names := studioNames(f.x.analysis, g.ID); names != "" {
		return model.Printable("there as " + g.ID + ", serving " + names + ": adopted"), t.warn
	}
	return "there as " + g.ID + ": adopted; the plan shows what differs", t.accent
}

// textNote labels a description: AWS's own, ours because AWS's is not known, or the operator's. That
// of a group which is there stays as it is.
func (f *createForm) textNote(r createRow, d emr.DefaultGroup) string {
	if _, ok := f.existing(r - 1); ok {
		return "not used: EC2 cannot change a group's description"
	}
	text := f.texts[r].value()
	whose := "our text: what AWS writes here is not known"
	switch {
	case text != d.Description:
		whose = "your text"
	case d.FromAWS:
		whose = "AWS's own text"
	}
	return fmt.Sprintf("%s, %d of %d characters", whose, utf8.RuneCountInString(text), model.MaxDescription)
}

// setName gives a set of groups in words.
func setName(s model.GroupSet) string {
	switch s {
	case model.StudioGit:
		return "Studio with Git"
	case model.StudioWithoutGit:
		return "Studio without Git"
	case model.Notebooks:
		return "EMR Notebooks"
	case model.NotebooksGit:
		return "EMR Notebooks with Git"
	}
	return s.String()
}
