package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// making is how a plan is made, and made again of what is read later: of a goal, or of a journal.
type making struct {
	title     string // what for, in words; "" for the goal's own
	continues string // path of the journal whose rest the plan is; "" for none
	chosen    bool   // every step was chosen once already, or is of an undo: what can be ticked is
	plan      func(*emr.Analysis) model.Plan
}

// reviewOf shows a plan of what was read; nothing is written by it.
func (x *Explorer) reviewOf(a *emr.Analysis, m making) tea.Cmd {
	if x.applies != nil {
		x.say("a plan is being applied; wait for the end of it")
		return x.goTo(pageChanges)
	}
	from := x.at
	if from == pageChanges {
		from = x.changes.from
	}
	x.changes.begin(a, m, from)
	return x.goTo(pageChanges)
}

// begin puts a plan under review: repairs are ticked, tightenings wait to be chosen one by one.
func (p *changesPage) begin(a *emr.Analysis, m making, from pageID) {
	kept := p.keepReport()
	p.stopWatch()
	plan := m.plan(a)
	*p = changesPage{
		x: p.x, state: changesReview, from: from, making: m, plan: plan, before: a,
		ticked: make([]bool, len(plan.Steps)), text: reader{keys: p.x.keys},
		kept: kept,
	}
	p.tickRepairs()
	if m.chosen {
		for i := range plan.Steps {
			p.tick(i)
		}
	}
}

// purpose says what the plan is for; of a run, as far as its steps were chosen.
func (p *changesPage) purpose() string {
	var chosen []model.Step
	for _, r := range p.records {
		if r.Step >= 0 && r.Step < len(p.plan.Steps) {
			chosen = append(chosen, p.plan.Steps[r.Step])
		}
	}
	return firstOf(p.making.title, goalWords(p.plan.Goal, p.before, chosen))
}

// purposeWord says in a word what a step is for. What an undo opens again, or may not be the run's, is to be
// decided one by one.
func (p *changesPage) purposeWord(s model.Step) string {
	if _, byHand := p.plan.Goal.(model.EditRules); byHand {
		return "edit"
	}
	if _, undoes := p.plan.Goal.(model.Undo); !undoes {
		return s.Purpose.String()
	}
	if s.Purpose == model.Tighten {
		return "decide"
	}
	return "undo"
}
