package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/judge"
	"github.com/sgscope/sgscope/ui/report"
)

// changesState is where the plan on the Changes page stands.
type changesState uint8

const (
	changesNone    changesState = iota // no plan
	changesReview                      // a plan to be read and ticked
	changesRunning                     // its steps are being sent
	changesEnded                       // the run has ended; its outcome is on the page
)

// changesPage is the fourth page: the plan under review, its run, and what became of it.
type changesPage struct {
	x       *Explorer
	state   changesState
	from    pageID // where the plan was asked for; esc goes back there
	making  making
	plan    model.Plan
	before  *emr.Analysis // what the plan was made from
	ticked  []bool        // per step
	at, top int           // cursor on the steps, first visible one
	weighed weighing      // of the ticked steps
	asked   asking        // for the permissions of the ticked steps
	later   later         // of what was read since
	records []model.Record
	held    map[int]int // how often a step's call was held back, by step
	heard   time.Time   // when the last was heard of the run
	run     model.Run
	refused bool // the run could not begin
	watched watching
	text    reader       // the outcome
	again   bool         // it was left, and is shown once more
	kept    *changesPage // the last run's report, to be shown once more; nil for none
}

func newChangesPage(x *Explorer) *changesPage {
	return &changesPage{x: x, from: x.home(), text: reader{keys: x.keys}}
}

func (p *changesPage) title() string { return "Changes" }
func (p *changesPage) typing() bool  { return false }

func (p *changesPage) badge() string {
	switch p.state {
	case changesReview:
		if n := len(p.plan.Steps); n > 0 {
			return fmt.Sprintf("%d", n)
		}
	case changesRunning:
		return fmt.Sprintf("%d/%d", p.settled(), len(p.records))
	case changesEnded:
		return p.endSign()
	case changesNone:
		if _, open := p.x.past.open(); open {
			return p.x.theme.exposed
		}
	}
	return ""
}

// review makes the plan of a goal and shows it; nothing is written by it.
func (x *Explorer) review(g model.Goal) tea.Cmd {
	if x.applies != nil {
		x.say("a plan is being applied; wait for the end of it")
		return x.goTo(pageChanges)
	}
	a := x.analysis
	if fix, ok := g.(model.FixFindings); ok {
		a = judge.Beside(a, fix.Keys) // so that the plan can name what it is for
	}
	return x.reviewOf(a, making{plan: func(a *emr.Analysis) model.Plan { return judge.Plan(a, g) }})
}

// refresh keeps the plan that is being read: it was made from what was on the screen then, and is
// compared with a fresh one before the first write. An outcome is told anew, for the theme may differ.
func (p *changesPage) refresh() {
	p.retell()
	p.x.past.retell()
}

func (p *changesPage) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case recordedMsg:
		return p.recorded(msg)
	case runEndedMsg:
		return p.runEnded(msg)
	case runFailedMsg:
		return p.runFailed(msg)
	case permittedMsg:
		p.permitted(msg)
	case lookedMsg:
		return p.looked(msg)
	case watchEndedMsg:
		return p.watchEnded(msg)
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		if p.state == changesNone {
			return p.x.past.move(msg)
		}
		p.move(msg)
	}
	return nil
}

// actions are those of the state.
func (p *changesPage) actions() []action {
	switch p.state {
	case changesNone:
		return p.withoutPlan()
	case changesReview:
		return p.reviewActions()
	case changesRunning:
		return p.runActions()
	case changesEnded:
		return p.endActions()
	}
	return nil
}

// modes are the page's states, for the docs.
func (p *changesPage) modes() []mode {
	return []mode{
		{"", p.reviewActions()},
		{", while a plan is applied", p.runActions()},
		{", after a run", p.endActions()},
		{", earlier runs", append(p.x.past.actions(), p.lastReport())},
		{", an earlier run", newPastDetail(p.x.past, model.Journal{}).actions()},
	}
}

// withoutPlan are the keys of the earlier runs; those of a review say that there is none.
func (p *changesPage) withoutPlan() []action {
	own := p.x.past.actions()
	if p.x.past.detail != nil {
		return own
	}
	own = append(own, p.lastReport())
	for _, a := range p.reviewActions() {
		taken := func(o action) bool { return o.key.Help().Key == a.key.Help().Key }
		if !slices.ContainsFunc(own, taken) {
			own = append(own, a)
		}
	}
	return own
}

func (p *changesPage) runActions() []action {
	return []action{{key: bind("s", "stop after the call in flight", "s"), do: p.x.quit, off: p.whyNotStop, hint: true}}
}

func (p *changesPage) endActions() []action {
	k := p.x.keys
	return []action{
		{key: bind("enter", "go on: plan again", "enter"), do: p.next, off: p.whyNoNext, hint: true},
		{key: bind("w", "watch: for two minutes, whether it stays", "w"), do: p.watch, off: p.whyNotWatch, hint: true},
		{key: bind("u", "undo: review what takes it back", "u"), do: p.undoRun, off: p.whyNotUndoRun, hint: true},
		{key: k.copy, do: p.copyOutcome, off: p.whyNoOutcome, hint: true},
		{key: k.back, do: p.back, hint: true},
	}
}

func (p *changesPage) reviewActions() []action {
	k := p.x.keys
	return []action{
		{key: bind("a", "apply: asks once more", "a"), do: p.confirm, off: p.whyNotApply, hint: true},
		{key: bind("space", "tick or leave out", "space", "x"), do: p.toggle, off: p.whyNotToggle, hint: true},
		{key: bind("t", "tick all repairs", "t"), do: p.tickRepairs, off: p.whyNoSteps},
		{key: bind("d", "dry run: ask for the permissions", "d"), do: p.ask, off: p.whyNotAsk},
		{key: bind("n", "plan anew", "n"), do: p.anew, off: p.whyNotAnew, hint: true},
		{key: bind("e", "edit what the plan was made from", "e"), do: p.edit, off: p.whyNotEdit, hint: true},
		{key: k.open, do: p.openStep, off: p.whyNoSteps, hint: true},
		{key: k.copy, do: p.copy, off: p.whyNoSteps, hint: true},
		{key: k.back, do: p.leave, off: p.whyNoPlan, hint: true},
	}
}

// leave forgets the plan or its outcome and goes back to where it was asked for.
func (p *changesPage) leave() tea.Cmd {
	from, kept := p.from, p.keepReport()
	p.stopWatch()
	*p = *newChangesPage(p.x)
	p.kept = kept
	return p.x.goTo(from)
}

// edit opens the form again from which the plan was made.
func (p *changesPage) edit() tea.Cmd {
	if edits, ok := p.plan.Goal.(model.EditRules); ok {
		return p.x.editAgain(edits)
	}
	goal, _ := p.plan.Goal.(model.CreateGroups)
	return p.x.openForm(goal)
}

func (p *changesPage) anew() tea.Cmd { return p.x.reviewOf(p.x.analysis, p.making) }

func (p *changesPage) whyNoPlan() string {
	if p.state == changesNone {
		return "there is no plan; f or c makes one"
	}
	return ""
}

func (p *changesPage) whyNoSteps() string {
	if why := p.whyNoPlan(); why != "" {
		return why
	}
	if len(p.plan.Steps) == 0 {
		return "the plan has no step"
	}
	return ""
}

func (p *changesPage) whyNotToggle() string {
	if why := p.whyNoSteps(); why != "" {
		return why
	}
	return p.blocked(p.at)
}

func (p *changesPage) whyNotEdit() string {
	if why := p.whyNoPlan(); why != "" {
		return why
	}
	if edits, ok := p.plan.Goal.(model.EditRules); ok && p.making.continues == "" {
		return p.x.whyNotEditAgain(edits)
	}
	if _, ok := p.plan.Goal.(model.CreateGroups); !ok || p.making.continues != "" {
		return "the plan was made neither by the form (c) nor by the editor of rules (e)"
	}
	return ""
}

func (p *changesPage) whyNotAnew() string {
	if why := p.whyNoPlan(); why != "" {
		return why
	}
	if p.outdated() == "" {
		return "the plan is that of what was read last"
	}
	return ""
}

// whyNotApply gives the first reason why the plan cannot be sent.
func (p *changesPage) whyNotApply() string {
	vpcs := p.vpcs()
	switch {
	case p.whyNoSteps() != "":
		return p.whyNoSteps()
	case p.x.account.Writer == nil:
		return "read-only: nothing can be written; y copies the lines for aws-cli"
	case len(p.chosen()) == 0:
		return "no step is ticked"
	case p.x.load.phase == loadReading || p.x.load.phase == loadOpening:
		return "still reading; wait for the end of it"
	case p.outdated() != "":
		return p.outdated()
	case len(vpcs) > 1:
		return "the ticked steps are in " + fmt.Sprint(len(vpcs)) + " VPCs: leave out those of all but one"
	}
	return ""
}

// later is the comparison of the plan with what was read since it was made.
type later struct {
	read    *emr.Analysis
	differs bool
}

// outdated says that what was read since makes another plan; "" if not. What is shown of another VPC
// has no say; and before the first write everything is read and compared again in any case.
func (p *changesPage) outdated() string {
	now := p.x.analysis
	if p.state != changesReview || now == p.before || p.x.load.phase != loadDone || now.Scope() != p.before.Scope() {
		return ""
	}
	if p.later.read != now {
		fresh := p.making.plan(now)
		p.later = later{now, !fresh.Same(p.plan) || !slices.Equal(fresh.Rests, p.plan.Rests)}
	}
	if !p.later.differs {
		return ""
	}
	return "what was read since makes another plan; n plans anew"
}

// vpcs gives the VPCs of the groups that the ticked steps change, each once.
func (p *changesPage) vpcs() []string {
	var out []string
	for _, c := range p.chosen() {
		id := c.Target()
		vpc, _ := model.PendingName(id)
		if g, ok := p.before.Snapshot().Group(id); ok {
			vpc = g.VPC
		}
		if vpc != "" && !slices.Contains(out, vpc) {
			out = append(out, vpc)
		}
	}
	return out
}

// copy offers the lines for aws-cli: of the step, and of all that are ticked.
func (p *changesPage) copy() tea.Cmd {
	at := p.place()
	items := []copyItem{{"this step for aws-cli", report.CLI(p.plan.Steps[p.at].Change, at)}}
	var all []string
	for _, c := range p.chosen() {
		all = append(all, report.CLI(c, at))
	}
	if len(all) > 0 {
		items = append(items, copyItem{"all ticked steps for aws-cli", strings.Join(all, "\n")})
	}
	return p.x.copy(items...)
}

func (p *changesPage) place() report.Place {
	return report.PlaceOf(p.before.Snapshot(), p.x.source())
}
