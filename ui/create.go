package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// createRow is a line of the form on which the cursor can stand.
type createRow uint8

const (
	rowSet createRow = iota
	rowVPC
	rowWorkspaceName
	rowWorkspaceText
	rowEngineName
	rowEngineText
	rowReview
	createRows
)

// createForm asks which set of groups is wanted, where, and under which names. It writes nothing:
// its end is a plan under review.
type createForm struct {
	x     *Explorer
	set   model.GroupSet
	vpcs  []model.VPC
	vpc   int
	at    createRow
	texts [createRows]field // of the rows that are typed
	asked bool              // enter was pressed; from then on the review row says what is wrong
}

// createGroups opens the guided form that makes the plan of a new set of groups.
func (x *Explorer) createGroups() tea.Cmd {
	f := &createForm{x: x}
	for v := range x.analysis.Snapshot().VPCs() {
		f.vpcs = append(f.vpcs, v)
		if v.ID == x.scope.VPC {
			f.vpc = len(f.vpcs) - 1
		}
	}
	if len(f.vpcs) == 0 {
		x.say("no VPC was read, so there is nowhere to create groups")
		return nil
	}
	f.defaults()
	return x.openDialog(f)
}

// defaults fills names and descriptions with those that AWS gives, as far as they are known.
func (f *createForm) defaults() {
	ws, engine := emr.Defaults(f.set)
	for row, value := range map[createRow]string{rowWorkspaceName: ws.Name, rowWorkspaceText: ws.Description,
		rowEngineName: engine.Name, rowEngineText: engine.Description} {
		f.texts[row] = newField("", value)
	}
}

// goal gives what the form asks for.
func (f *createForm) goal() model.CreateGroups {
	return model.CreateGroups{VPC: f.vpcs[f.vpc].ID, Set: f.set,
		WorkspaceName: f.texts[rowWorkspaceName].value(), WorkspaceDescription: f.texts[rowWorkspaceText].value(),
		EngineName: f.texts[rowEngineName].value(), EngineDescription: f.texts[rowEngineText].value()}
}

func (f *createForm) title() string { return "Create the Studio groups" }

func (f *createForm) typing() bool { return f.typed(f.at) }

func (f *createForm) typed(r createRow) bool { return r >= rowWorkspaceName && r <= rowEngineText }

func (f *createForm) actions() []action {
	up := func() tea.Cmd { f.at = (f.at + createRows - 1) % createRows; return nil }
	down := func() tea.Cmd { f.at = (f.at + 1) % createRows; return nil }
	out := []action{
		{key: bind("enter", "next; on the last line review", "enter"), do: f.enter, hint: true},
		{key: bind("up", "line above", "up", "shift+tab"), do: up, hint: true},
		{key: bind("down", "line below", "down", "tab"), do: down},
		{key: bind("ctrl+r", "review the plan", "ctrl+r"), do: f.review, hint: true},
	}
	if !f.typed(f.at) {
		out = append(out,
			action{key: bind("left/right", "change", "left", "right", "h", "l", "space"), do: f.change, off: f.whyNoChange, hint: true},
			action{key: bind("f", "fix a broken Studio instead", "f"), do: f.fixInstead, off: f.whyNoFix, hint: true})
	}
	return append(out, action{key: bind("esc", "close", "esc"), do: f.x.closeDialog, hint: true})
}

func (f *createForm) whyNoChange() string {
	if f.at == rowReview {
		return "enter reviews the plan"
	}
	return ""
}

// change turns the choice of the row: there are two sets; VPCs go round.
func (f *createForm) change() tea.Cmd {
	switch f.at {
	case rowSet:
		f.set = model.StudioWithoutGit - f.set
		f.defaults()
	case rowVPC:
		f.vpc = (f.vpc + 1) % len(f.vpcs)
	case rowWorkspaceName, rowWorkspaceText, rowEngineName, rowEngineText, rowReview, createRows:
	}
	return nil
}

func (f *createForm) enter() tea.Cmd {
	if f.at != rowReview {
		f.at++
		return nil
	}
	return f.review()
}

// review closes the form and shows the plan, unless something in the form is wrong.
func (f *createForm) review() tea.Cmd {
	f.asked = true
	for r := rowWorkspaceName; r <= rowEngineText; r++ {
		if why := f.wrong(r); why != "" {
			f.at = r
			f.x.say(why)
			return nil
		}
	}
	f.x.closeDialog()
	return f.x.review(f.goal())
}

// wrong says why EC2 would refuse a line; it is shown while one types.
func (f *createForm) wrong(r createRow) string {
	text := f.texts[r].value()
	var err error
	switch r {
	case rowWorkspaceName, rowEngineName:
		err = model.CheckGroupName(text)
		if err == nil && f.texts[rowWorkspaceName].value() == f.texts[rowEngineName].value() {
			return "Workspace and Engine need two groups: their names must differ"
		}
	case rowWorkspaceText, rowEngineText:
		err = model.CheckGroupDescription(text)
	case rowSet, rowVPC, rowReview, createRows:
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// broken gives the worst Studio that groups alone can repair; making new ones would not help it.
func (f *createForm) broken() (emr.StudioLine, bool) {
	for _, l := range f.x.analysis.Lines() {
		if l.Pair.Studio != "" && l.Worst == model.Broken {
			return l, true
		}
	}
	return emr.StudioLine{}, false
}

func (f *createForm) whyNoFix() string {
	if _, ok := f.broken(); !ok {
		return "no Studio here is broken, as far as was read"
	}
	return ""
}

func (f *createForm) fixInstead() tea.Cmd {
	l, _ := f.broken()
	f.x.closeDialog()
	return f.x.fixStudio(l.Pair)
}

func (f *createForm) update(msg tea.Msg) tea.Cmd {
	if f.typed(f.at) {
		f.texts[f.at].update(msg)
	}
	return nil
}

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
		say(t.warn, t.fail+" Studio "+model.Printable(l.Pair.Name)+" is broken: f (on the first two lines) repairs its groups instead.")
	}
	parts = append(parts, lines(""))
	var cursor int
	for r := createRow(0); r < createRows; r++ {
		if r == f.at {
			cursor = stack(parts...).height()
		}
		parts = append(parts, f.row(r, s.w))
		if note, bad := f.note(r); note != "" {
			style := t.muted
			if bad {
				style = t.bad
			}
			parts = append(parts, lines(ansi.Truncate("    "+style.Render(note), s.w, t.ellipsis)))
		}
	}
	return window(stack(parts...), cursor, s.h)
}

// window cuts a frame to a height so that a line of it stays in sight.
func window(f frame, line, h int) frame {
	rows := f.rows()
	if len(rows) <= h || h < 1 {
		return f
	}
	top := max(min(line-h/2, len(rows)-h), 0)
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
	label := map[createRow]string{rowSet: "Groups for", rowVPC: "VPC", rowWorkspaceName: "Workspace", rowWorkspaceText: "  text",
		rowEngineName: "Engine", rowEngineText: "  text"}[r]
	prefix := marker + align(label, 11, false)
	if f.typed(r) {
		input := f.texts[r]
		input.prompt = prefix
		out := input.view(w)
		if r != f.at {
			out.Cursor = nil
		}
		out.Hits = []hit{{0, 0, w, 1, f.jump(r)}}
		return out
	}
	text := prefix + f.value(r)
	if r == rowReview {
		text = marker + "[ Review the plan ]"
	}
	style := t.text
	if r == f.at {
		style = t.selected
	}
	out := lines(style.Render(ansi.Truncate(text, w, t.ellipsis)))
	if r == f.at {
		out.Cursor = cursorAt(0, 0)
	}
	out.Hits = []hit{{0, 0, w, 1, f.jump(r)}}
	return out
}

func (f *createForm) jump(r createRow) func() tea.Cmd {
	return func() tea.Cmd {
		if f.at == r && r == rowReview {
			return f.review()
		}
		if f.at == r && !f.typed(r) {
			return f.change()
		}
		f.at = r
		return nil
	}
}

func (f *createForm) value(r createRow) string {
	switch r {
	case rowSet:
		if f.set == model.StudioWithoutGit {
			return "< Studio without Git >"
		}
		return "< Studio with Git >"
	case rowVPC:
		v := f.vpcs[f.vpc]
		text := v.ID
		if v.Name != "" {
			text += " " + model.Printable(v.Name)
		}
		if len(f.vpcs) == 1 {
			return text
		}
		return "< " + text + " >"
	case rowWorkspaceName, rowWorkspaceText, rowEngineName, rowEngineText, rowReview, createRows:
	}
	return ""
}

// note is what stands under a line: what is wrong with it, or what will come of it.
func (f *createForm) note(r createRow) (text string, bad bool) {
	if why := f.wrong(r); why != "" {
		return why, true
	}
	ws, engine := emr.Defaults(f.set)
	switch r {
	case rowWorkspaceName, rowEngineName:
		if g, ok := f.x.analysis.Snapshot().GroupNamed(f.vpcs[f.vpc].ID, f.texts[r].value()); ok {
			return "exists as " + g.ID + ": it is adopted, and the plan shows the difference", false
		}
		return "will be created, tagged, without EC2's allow-all egress", false
	case rowWorkspaceText:
		return origin(f.texts[r].value(), ws), false
	case rowEngineText:
		return origin(f.texts[r].value(), engine), false
	case rowSet, rowVPC, rowReview, createRows:
	}
	return "", false
}

// origin labels a description: AWS's own, ours because AWS's is not known, or the operator's.
func origin(text string, d emr.DefaultGroup) string {
	switch {
	case text != d.Description:
		return "your text"
	case d.FromAWS:
		return "AWS's own text"
	}
	return "our text: what AWS writes here is not known"
}
