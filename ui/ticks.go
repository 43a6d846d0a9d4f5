package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// tickRepairs ticks every repair that can be made; tightenings are ticked one by one.
func (p *changesPage) tickRepairs() tea.Cmd {
	for i, s := range p.plan.Steps {
		if s.Purpose == model.Repair {
			p.tick(i)
		}
	}
	return nil
}

// toggle ticks the step under the cursor together with what it needs, or leaves it out together
// with what needs it.
func (p *changesPage) toggle() tea.Cmd {
	before := len(p.picks())
	if p.ticked[p.at] {
		p.leaveOut(p.at)
	} else if why := p.tick(p.at); why != "" {
		p.x.say("space: " + why)
	}
	switch n := len(p.picks()) - before; {
	case n > 1:
		p.x.say(fmt.Sprintf("ticked with %s that it needs", plural(n-1, "step")))
	case n < -1:
		p.x.say(fmt.Sprintf("left out with %s that needs it", plural(-n-1, "step")))
	}
	return nil
}

// tick ticks a step and what it needs, or nothing of it; then it says why.
func (p *changesPage) tick(i int) string {
	if why := p.blocked(i); why != "" {
		return why
	}
	for _, n := range p.plan.Steps[i].Needs {
		p.tick(n)
	}
	p.ticked[i] = true
	return ""
}

// blocked says why a step, or one that it needs, cannot be ticked; "" if it can.
func (p *changesPage) blocked(i int) string {
	s := p.plan.Steps[i]
	if s.Blocked != "" {
		return s.Blocked
	}
	for _, n := range s.Needs {
		if why := p.blocked(n); why != "" {
			return fmt.Sprintf("it needs step %d: %s", n+1, why)
		}
	}
	return ""
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
	for _, i := range p.picks() {
		out = append(out, p.plan.Steps[i].Change)
	}
	return out
}

// weighing is what the ticked steps do together. It is made again with every tick, not with every
// frame: it judges everything once more.
type weighing struct {
	of      string // the ticks
	effects emr.Effects
	now     string // what is found wrong, counted
	then    string // the same after the ticked steps
	problem string // why the steps do not go together; "" if they do
	quotas  []model.QuotaUse
	blasts  []model.Blast
}

// weigh gives the weighing of what is ticked.
func (p *changesPage) weigh() weighing {
	of := fmt.Sprint(p.picks()) // never "", so that the zero weighing is of no choice at all
	if p.weighed.of == of {
		return p.weighed
	}
	chosen, snap := p.chosen(), p.before.Snapshot()
	w := weighing{of: of, now: countFindings(p.before)}
	selected := p.plan.Selected(p.picks())
	w.quotas, w.blasts = selected.OverQuota(snap, model.Quotas{}), model.BlastOf(snap, selected.Steps)
	after, err := snap.With(chosen...)
	if err != nil {
		w.problem = err.Error()
	} else {
		w.effects = emr.EffectsOf(snap, chosen)
		w.then = countFindings(emr.Analyse(after, p.before.Scope()))
	}
	p.weighed = w
	return w
}

// countFindings counts what is unmet, in words.
func countFindings(a *emr.Analysis) string {
	n := map[model.Severity]int{}
	for _, f := range a.Findings() {
		if f.State == model.Unmet {
			n[f.Severity]++
		}
	}
	var parts []string
	for _, s := range []model.Severity{model.Broken, model.Exposed, model.Conditional, model.Wider, model.Note} {
		if n[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], s))
		}
	}
	if len(parts) == 0 {
		return "nothing is found wrong"
	}
	return strings.Join(parts, ", ")
}
