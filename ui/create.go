package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

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
}

// createGroups opens the guided form that makes the plan of a new set of groups.
func (x *Explorer) createGroups() tea.Cmd { return x.openForm(model.CreateGroups{VPC: x.scope.VPC}) }

// openForm opens the form as a goal would fill it in; what the goal leaves empty is as AWS has it.
func (x *Explorer) openForm(g model.CreateGroups) tea.Cmd {
	f := &createForm{x: x, set: g.Set}
	for v := range x.analysis.Snapshot().VPCs() {
		f.vpcs = append(f.vpcs, v)
		if v.ID == g.VPC {
			f.vpc = len(f.vpcs) - 1
		}
	}
	if len(f.vpcs) == 0 {
		x.say("no VPC was read, so there is nowhere to create groups")
		return nil
	}
	ws, engine := emr.Defaults(f.set)
	f.texts[rowWorkspaceName] = newField("", firstOf(g.WorkspaceName, ws.Name))
	f.texts[rowWorkspaceText] = newField("", firstOf(g.WorkspaceDescription, ws.Description))
	f.texts[rowEngineName] = newField("", firstOf(g.EngineName, engine.Name))
	f.texts[rowEngineText] = newField("", firstOf(g.EngineDescription, engine.Description))
	return x.openDialog(f)
}

// defaults gives what a typed row holds if nobody types.
func (f *createForm) defaults(r createRow) string {
	ws, engine := emr.Defaults(f.set)
	switch r {
	case rowWorkspaceName:
		return ws.Name
	case rowWorkspaceText:
		return ws.Description
	case rowEngineName:
		return engine.Name
	case rowEngineText:
		return engine.Description
	case rowSet, rowVPC, rowReview, createRows:
	}
	return ""
}

// goal gives what the form asks for.
func (f *createForm) goal() model.CreateGroups {
	return model.CreateGroups{
		VPC: f.vpcs[f.vpc].ID, Set: f.set,
		WorkspaceName: f.texts[rowWorkspaceName].value(), WorkspaceDescription: f.texts[rowWorkspaceText].value(),
		EngineName: f.texts[rowEngineName].value(), EngineDescription: f.texts[rowEngineText].value(),
	}
}

func (f *createForm) title() string { return "Create the Studio groups" }

func (f *createForm) typing() bool { return f.at.typed() }

func (r createRow) typed() bool { return r >= rowWorkspaceName && r <= rowEngineText }

func (f *createForm) actions() []action {
	up := func() tea.Cmd { f.at = (f.at + createRows - 1) % createRows; return nil }
	down := func() tea.Cmd { f.at = (f.at + 1) % createRows; return nil }
	next, repair := "next line", "f"
	if f.at == rowReview {
		next = "review the plan"
	}
	if f.typing() {
		repair = "alt+f"
	}
	out := []action{
		{key: bind("enter", next, "enter"), do: f.enter, hint: true},
		{key: bind("ctrl+r", "review the plan", "ctrl+r"), do: f.review, hint: f.at != rowReview},
		{key: bind(repair, "fix the broken Studio instead", "f", "alt+f"), do: f.fixInstead, off: f.whyNoFix, hint: true},
		{key: bind("up", "line above", "up", "shift+tab"), do: up},
		{key: bind("down", "line below", "down", "tab"), do: down},
	}
	if f.at == rowSet || f.at == rowVPC {
		out = append(out,
			action{key: bind("right", "change", "right", "l", "space"), do: f.turn(1), hint: true},
			action{key: bind("left", "change back", "left", "h"), do: f.turn(-1)})
	}
	return append(out, action{key: bind("esc", "close", "esc"), do: f.x.closeDialog, hint: true})
}

// turn changes the choice of the row by a step; choices go round.
func (f *createForm) turn(n int) func() tea.Cmd {
	return func() tea.Cmd {
		switch f.at {
		case rowSet:
			sets := model.GroupSets()
			f.choose(sets[(slices.Index(sets, f.set)+n+len(sets))%len(sets)])
		case rowVPC:
			f.vpc = (f.vpc + n + len(f.vpcs)) % len(f.vpcs)
		case rowWorkspaceName, rowWorkspaceText, rowEngineName, rowEngineText, rowReview, createRows:
		}
		return nil
	}
}

// choose takes another set. What the operator has typed stays; what was the old set's own is the new
// set's.
func (f *createForm) choose(set model.GroupSet) {
	var untouched []createRow
	for r := rowWorkspaceName; r <= rowEngineText; r++ {
		if f.texts[r].value() == f.defaults(r) {
			untouched = append(untouched, r)
		}
	}
	f.set = set
	for _, r := range untouched {
		f.texts[r].set(f.defaults(r))
	}
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
	for r := range rowReview {
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
		if err == nil && strings.EqualFold(f.texts[rowWorkspaceName].value(), f.texts[rowEngineName].value()) {
			return "Workspace and Engine need two groups: their names must differ"
		}
	case rowWorkspaceText, rowEngineText:
		err = model.CheckGroupDescription(text)
	case rowVPC:
		return f.unread()
	case rowSet, rowReview, createRows:
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// unread says that the groups of the chosen VPC were not read: then nobody can say what is there.
func (f *createForm) unread() string {
	id := f.vpcs[f.vpc].ID
	r := f.x.analysis.Snapshot().Reading(model.PartGroups, id)
	if r.Whole() {
		return ""
	}
	return "the groups of " + id + " were not read whole (" + readingWord(r) + "); choose it with v first"
}

// existing gives the group of a name row that is there already.
func (f *createForm) existing(r createRow) (model.Group, bool) {
	if r != rowWorkspaceName && r != rowEngineName {
		return model.Group{}, false
	}
	return f.x.analysis.Snapshot().GroupNamed(f.vpcs[f.vpc].ID, f.texts[r].value())
}

// broken gives the worst Studio that groups alone can repair; making new ones would not help it.
func (f *createForm) broken() (emr.StudioLine, bool) {
	for _, l := range f.x.analysis.Lines() {
		if l.Pair.Studio != "" && l.Worst == model.Broken && len(f.x.fixKeys(f.x.findingsOf(l.Pair))) > 0 {
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
	if f.typing() {
		f.texts[f.at].update(msg)
	}
	return nil
}
