package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/judge"
)

// linting is what the checks of any group found, if they were asked. They are hidden until somebody
// wants them: most of what they find is no trouble of EMR's.
type linting struct {
	shown   bool
	of      *emr.Analysis // what was checked; nil before
	found   []model.Finding
	waiting bool
}

const (
	checking = "checking every group"
	noOthers = "the checks of any group find nothing more; sgscope check --lint all asks all of them"
)

// lintedMsg is the answer of the checks of any group.
type lintedMsg struct {
	of    *emr.Analysis
	found []model.Finding
}

// lint asks the checks of any group of what is on the screen, unless that is done or nobody wants it.
func (p *findingsPage) lint() tea.Cmd {
	a := p.x.analysis
	if !p.any.shown || p.any.of == a || p.x.load.phase == loadOpening {
		return nil
	}
	p.any.waiting = true
	return func() tea.Msg { return lintedMsg{a, judge.Fixable(a, judge.Checks{Which: judge.Default})} }
}

// linted takes the answer, unless something else is on the screen by now.
func (p *findingsPage) linted(m lintedMsg) {
	if m.of != p.x.analysis {
		return
	}
	p.any.of, p.any.found, p.any.waiting = m.of, m.found, false
	p.refresh()
	switch {
	case p.x.note != checking: // it is asked again after each reading, and answers only who has just asked
	case len(m.found) == 0 && p.any.shown:
		p.x.say(noOthers)
	default:
		p.x.note = ""
	}
}

// toggleLint shows or hides what the checks of any group find.
func (p *findingsPage) toggleLint() tea.Cmd {
	p.any.shown = !p.any.shown || p.any.of != p.x.analysis && !p.any.waiting
	p.refresh()
	if cmd := p.lint(); cmd != nil {
		p.x.say(checking)
		return cmd
	}
	if p.any.shown && len(p.any.found) == 0 {
		p.x.say(noOthers)
	}
	return nil
}

// others gives what the checks of any group found of what is on the screen.
func (p *findingsPage) others() []model.Finding {
	if !p.any.shown || p.any.of != p.x.analysis {
		return nil
	}
	return p.any.found
}
