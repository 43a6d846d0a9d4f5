package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
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
	plan    model.Plan
	before  *emr.Analysis // what the plan was made from
	ticked  []bool        // per step
	at, top int           // cursor on the steps, first visible one
	order   model.Order   // being applied
	records []model.Record
	run     model.Run
	failure model.Failure // of a run that could not begin or report
	text    reader        // the outcome
}

func newChangesPage(x *Explorer) *changesPage {
	return &changesPage{x: x, text: reader{keys: x.keys}}
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
	case changesNone, changesEnded:
	}
	return ""
}

// review makes the plan of a goal and shows it; nothing is written by it.
func (x *Explorer) review(g model.Goal) tea.Cmd {
	if x.applies != nil {
		x.say("a plan is being applied; wait for the end of it")
		return x.goTo(pageChanges)
	}
	x.changes.begin(x.analysis, x.analysis.Plan(g))
	return x.goTo(pageChanges)
}

// begin puts a plan under review: repairs are ticked, tightenings wait to be chosen one by one.
func (p *changesPage) begin(a *emr.Analysis, plan model.Plan) {
	*p = changesPage{x: p.x, state: changesReview, plan: plan, before: a, ticked: make([]bool, len(plan.Steps)),
		text: reader{keys: p.x.keys}}
	for i, s := range plan.Steps {
		p.ticked[i] = s.Purpose == model.Repair && s.Blocked == "" && p.ready(s)
	}
}

// ready reports whether all that a step needs is ticked.
func (p *changesPage) ready(s model.Step) bool {
	for _, n := range s.Needs {
		if !p.ticked[n] {
			return false
		}
	}
	return true
}

// picks gives the ticked steps.
func (p *changesPage) picks() []int {
	var out []int
	for i, on := range p.ticked {
		if on {
			out = append(out, i)
		}
	}
	return out
}

// chosen gives the changes that would be sent.
func (p *changesPage) chosen() []model.Change {
	var out []model.Change
	for _, s := range p.plan.Selected(p.picks()).Steps {
		out = append(out, s.Change)
	}
	return out
}

// refresh keeps the plan that is being read: it was made from what was on the screen then, and is
// compared with a fresh one before the first write.
func (p *changesPage) refresh() {}

func (p *changesPage) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case recordedMsg:
		return p.recorded(msg)
	case runEndedMsg:
		return p.runEnded(msg)
	case runFailedMsg:
		return p.runFailed(msg)
	case tea.KeyPressMsg, tea.MouseWheelMsg:
		if p.state == changesEnded {
			p.text.update(msg)
			return nil
		}
		p.move(msg)
	}
	return nil
}

func (p *changesPage) actions() []action {
	k := p.x.keys
	switch p.state {
	case changesReview:
		return []action{
			{key: bind("a", "apply: asks once more", "a"), do: p.confirm, off: p.whyNotApply, hint: true},
			{key: bind("space", "tick or leave out a step", "space", "x"), do: p.toggle, off: p.whyNotToggle, hint: true},
			{key: bind("t", "tick all that can be", "t"), do: p.tickAll, off: p.whyNoSteps},
			{key: k.open, do: p.openStep, off: p.whyNoSteps, hint: true},
			{key: k.copy, do: p.copy, off: p.whyNoSteps, hint: true},
			{key: k.back, do: p.discard, hint: true},
		}
	case changesRunning:
		return []action{{key: bind("s", "stop after the call in flight", "s"), do: p.x.quit, hint: true}}
	case changesEnded:
		return []action{
			{key: bind("enter", "go on", "enter"), do: p.next, off: p.whyNoNext, hint: true},
			{key: k.copy, do: p.copyOutcome, off: p.whyNoOutcome, hint: true},
			{key: k.back, do: p.discard, hint: true},
		}
	case changesNone:
	}
	return nil
}

func (p *changesPage) discard() tea.Cmd {
	*p = changesPage{x: p.x, text: reader{keys: p.x.keys}}
	return p.x.goTo(p.x.home())
}

func (p *changesPage) whyNoSteps() string {
	if len(p.plan.Steps) == 0 {
		return "the plan has no step"
	}
	return ""
}

// whyNotApply gives the first reason why the plan cannot be sent.
func (p *changesPage) whyNotApply() string {
	switch {
	case p.x.account.Writer == nil:
		return "read-only: nothing can be written; y copies the lines for aws-cli"
	case len(p.plan.Steps) == 0:
		return "the plan has no step"
	case len(p.chosen()) == 0:
		return "no step is ticked"
	case p.x.load.phase == loadReading || p.x.load.phase == loadOpening:
		return "still reading; wait for the end of it"
	}
	return ""
}

// toggle ticks the step under the cursor together with what it needs, or leaves it out together
// with what needs it.
func (p *changesPage) toggle() tea.Cmd {
	if p.ticked[p.at] {
		p.leaveOut(p.at)
		return nil
	}
	p.tick(p.at)
	return nil
}

func (p *changesPage) tick(i int) {
	s := p.plan.Steps[i]
	for _, n := range s.Needs {
		p.tick(n)
	}
	p.ticked[i] = s.Blocked == "" && p.ready(s)
}

func (p *changesPage) leaveOut(i int) {
	p.ticked[i] = false
	for j, s := range p.plan.Steps {
		for _, n := range s.Needs {
			if n == i && p.ticked[j] {
				p.leaveOut(j)
			}
		}
	}
}

func (p *changesPage) whyNotToggle() string {
	if p.at >= len(p.plan.Steps) {
		return "the plan has no step"
	}
	return p.plan.Steps[p.at].Blocked
}

func (p *changesPage) tickAll() tea.Cmd {
	for i := range p.plan.Steps {
		p.tick(i)
	}
	return nil
}

// copy offers the lines for aws-cli: of the step, and of all that are ticked.
func (p *changesPage) copy() tea.Cmd {
	at := p.place()
	items := []copyItem{{"this step for aws-cli", report.CLI(p.plan.Steps[p.at].Change, at)}}
	all := ""
	for _, c := range p.chosen() {
		all += report.CLI(c, at) + "\n"
	}
	if all != "" {
		items = append(items, copyItem{"all ticked steps for aws-cli", all})
	}
	return p.x.copy(items...)
}

func (p *changesPage) place() report.Place {
	return report.PlaceOf(p.before.Snapshot(), p.x.source())
}
