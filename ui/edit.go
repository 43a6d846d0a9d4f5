package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// ruleEditor is where the rules of a group are edited. What is written is staged and judged at once,
// and nothing is sent from here: its end is a plan under review.
type ruleEditor struct {
	x       *Explorer
	edits   emr.RuleEdits
	at, top int
	warned  bool // esc was pressed once with edits staged
	told    editorTale
}

// editorTale is what the analysis says of the group and of the edits. It is worked out when one of them
// changes, not with every frame: it judges everything once more.
type editorTale struct {
	of      *emr.Analysis
	rows    []editorRow
	then    emr.Consequences
	warning []string
}

// editorRow is a rule of the group, or one that is to be.
type editorRow struct {
	story emr.RuleStory
	edit  int // index of the edit that is about it; -1 for none
}

// editGroup opens the editor of a group's rules.
func (x *Explorer) editGroup(id string) tea.Cmd {
	return x.openEditor(emr.RuleEdits{Group: id})
}

func (x *Explorer) openEditor(edits emr.RuleEdits) tea.Cmd {
	d := &ruleEditor{x: x, edits: edits}
	return x.openDialog(d)
}

// editAgain opens the editor with the edits from which a plan was made.
func (x *Explorer) editAgain(g model.EditRules) tea.Cmd {
	edits, _ := x.analysis.EditsOf(g)
	return x.openEditor(edits)
}

// whyNotEditAgain says why the edits of a goal cannot be edited again.
func (x *Explorer) whyNotEditAgain(g model.EditRules) string {
	edits, ok := x.analysis.EditsOf(g)
	if !ok {
		return "the plan is not of the rules of one group"
	}
	return x.whyNotEdit(edits.Group)
}

// editable gives the group whose box is selected; outside of the drawing Engine, whose rules are the
// ones that grow.
func (p *studiosPage) editable() string {
	if n, ok := p.whole().Node(p.sel.ID); ok {
		return n.Group
	}
	return p.pair().Engine
}

// whyNotEdit says why the rules of a group cannot be edited.
func (x *Explorer) whyNotEdit(id string) string {
	if why := x.whyNotReady(); why != "" {
		return why
	}
	if id == "" {
		return "no group is selected"
	}
	return x.analysis.EditRefusal(id)
}

// place says where lines of aws-cli about what is on the screen are to run.
func (x *Explorer) place() report.Place { return report.PlaceOf(x.analysis.Snapshot(), x.source()) }

func (d *ruleEditor) group() model.Group {
	g, _ := d.x.analysis.Snapshot().Group(d.edits.Group)
	return g
}

func (d *ruleEditor) title() string { return "Edit the rules of " + model.Printable(d.group().Label()) }
func (d *ruleEditor) typing() bool  { return false }

// tale gives what is said of the edits as they are.
func (d *ruleEditor) tale() *editorTale {
	a := d.x.analysis
	if d.told.of == a {
		return &d.told
	}
	d.told = editorTale{of: a, warning: a.EditWarnings(d.edits.Group)}
	if len(d.edits.List) > 0 {
		d.told.then = a.Consequences(d.edits.Goal())
	}
	stories := a.RuleStories(d.edits.Group)
	for _, dir := range []model.Direction{model.Ingress, model.Egress} {
		for _, st := range stories {
			if st.Entry.Rule.Direction == dir {
				d.told.rows = append(d.told.rows, editorRow{st, d.edits.Of(st.Entry.Rule)})
			}
		}
		for i, e := range d.edits.List {
			if !e.Removes() && e.New.Direction == dir {
				story := emr.RuleStory{Entry: model.GroupRule{Rule: e.New, Description: e.Description}}
				d.told.rows = append(d.told.rows, editorRow{story, i})
			}
		}
	}
	d.at = max(min(d.at, len(d.told.rows)-1), 0)
	return &d.told
}

// row gives the rule under the cursor and reports whether there is one.
func (d *ruleEditor) row() (editorRow, bool) {
	if t := d.tale(); d.at < len(t.rows) {
		return t.rows[d.at], true
	}
	return editorRow{edit: -1}, false
}

// edit gives the staged edit of a row; the zero edit for none.
func (d *ruleEditor) edit(r editorRow) emr.RuleEdit {
	if r.edit < 0 {
		return emr.RuleEdit{}
	}
	return d.edits.List[r.edit]
}

// set takes other edits and says them anew.
func (d *ruleEditor) set(e emr.RuleEdits) {
	d.edits, d.told, d.warned = e, editorTale{}, false
}

// stage takes an edit from the form, and goes to the rule that it is about.
func (d *ruleEditor) stage(at int, e emr.RuleEdit) {
	d.set(d.edits.With(at, e))
	for i, r := range d.tale().rows {
		if now := d.edit(r); now.Adds() && now.New == e.New {
			d.at = i
		}
	}
}

func (d *ruleEditor) actions() []action {
	k := d.x.keys
	return []action{
		{key: bind("a", "add", "a"), do: d.add, hint: true},
		{key: bind("enter", "edit", "enter", "e"), do: d.change, off: d.whyNoRow, hint: true},
		{key: bind("d", "remove", "d", "delete"), do: d.remove, off: d.whyNotRemove, hint: true},
		{key: bind("u", "undo", "u", "backspace"), do: d.undo, off: d.whyNotUndo, hint: true},
		{key: bind("r", "review the plan", "r", "ctrl+r"), do: d.review, off: d.whyNotReview, hint: true},
		{key: bind("s", "show all that is said below", "s"), do: d.showAll},
		{key: k.copy, do: d.copy, off: d.whyNoRow},
		{key: k.up, do: d.step(-1)},
		{key: k.down, do: d.step(1)},
		{key: k.pageUp, do: d.step(-screenful)},
		{key: k.pageDown, do: d.step(screenful)},
		{key: bind("home/g", "first", "home", "g"), do: d.step(-len(d.tale().rows))},
		{key: bind("end/G", "last", "end", "G"), do: d.step(len(d.tale().rows))},
		{key: bind("esc", "close", "esc", "q"), do: d.close, hint: true},
	}
}

func (d *ruleEditor) step(n int) func() tea.Cmd {
	return func() tea.Cmd {
		d.at = max(min(d.at+n, len(d.tale().rows)-1), 0)
		return nil
	}
}

func (d *ruleEditor) update(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(tea.MouseWheelMsg); ok {
		return d.step(wheelStep(m))()
	}
	return nil
}

// add asks for a new rule, in the direction of the rule under the cursor.
func (d *ruleEditor) add() tea.Cmd {
	r, _ := d.row()
	return d.openRuleForm(-1, emr.RuleEdit{}, r.story.Entry.Rule.Direction)
}

// change asks what the rule under the cursor is to become.
func (d *ruleEditor) change() tea.Cmd {
	r, _ := d.row()
	e := d.edit(r)
	if r.edit < 0 {
		e = emr.RuleEdit{Old: r.story.Entry}
	}
	return d.openRuleForm(r.edit, e, r.story.Entry.Rule.Direction)
}

func (d *ruleEditor) whyNoRow() string {
	if _, ok := d.row(); !ok {
		return "the group has no rule; a adds one"
	}
	return ""
}

func (d *ruleEditor) whyNotRemove() string {
	r, ok := d.row()
	e := d.edit(r)
	switch {
	case !ok:
		return d.whyNoRow()
	case e.Removes() && !e.Adds():
		return "its removal is staged already; u takes it back"
	}
	return ""
}

// remove stages the removal of the rule under the cursor. One that is not there yet is simply no more.
func (d *ruleEditor) remove() tea.Cmd {
	r, _ := d.row()
	if e := d.edit(r); e.Adds() && !e.Removes() {
		return d.undo()
	}
	d.set(d.edits.With(r.edit, emr.RuleEdit{Old: r.story.Entry}))
	return nil
}

func (d *ruleEditor) whyNotUndo() string {
	if r, _ := d.row(); r.edit < 0 {
		return "nothing is staged for this rule"
	}
	return ""
}

func (d *ruleEditor) undo() tea.Cmd {
	r, _ := d.row()
	d.set(d.edits.Without(r.edit))
	return nil
}

func (d *ruleEditor) whyNotReview() string {
	if len(d.edits.List) == 0 {
		return "nothing is staged"
	}
	return d.tale().then.Problem
}

// review closes the editor and shows the plan.
func (d *ruleEditor) review() tea.Cmd {
	d.x.closeDialog()
	return d.x.review(d.edits.Goal())
}

// close leaves; edits that nobody reviewed are thrown away only when it is asked for twice.
func (d *ruleEditor) close() tea.Cmd {
	if n := len(d.edits.List); n > 0 && !d.warned {
		d.warned = true
		d.x.say(plural(n, "edit") + " would be lost: esc again throws away, r reviews the plan")
		return nil
	}
	return d.x.closeDialog()
}

func (d *ruleEditor) copy() tea.Cmd {
	r, _ := d.row()
	items := []copyItem{{"rule", r.story.Entry.Rule.String()}}
	if r.story.Entry.ID != "" {
		items = append(items, copyItem{"rule id", r.story.Entry.ID})
	}
	return d.x.copy(items...)
}
