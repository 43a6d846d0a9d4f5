package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/ui/report"
)

// keepReport keeps the report of the run that is left, with what a watch of it has seen; what has no journal was no
// run, and leaves the one before.
func (p *changesPage) keepReport() *changesPage {
	if p.state != changesEnded || p.run.Journal == "" {
		return p.kept
	}
	if p.watched.cancel != nil {
		p.endWatch()
	}
	last := *p
	last.kept, last.again = nil, true
	return &last
}

// reopen shows the report of the last run once more, as it was when it was left.
func (p *changesPage) reopen() tea.Cmd {
	last := p.kept
	*p = *last
	p.kept, p.from = last, pageChanges
	p.end()
	return nil
}

func (p *changesPage) whyNotReopen() string {
	if p.kept == nil {
		return "no run has ended here since the start; enter opens an earlier one"
	}
	return ""
}

// tellAge says of a report that was opened again that it is not about now.
func (p *changesPage) tellAge(say sayer) {
	if at := p.run.After.Origin().ReadAt; p.again && !at.IsZero() {
		say(p.x.theme.muted, "As of    ", report.Moment(at)+"; w looks again, esc goes back to the list of runs.")
	}
}

// lastReport is the key that shows it.
func (p *changesPage) lastReport() action {
	return action{
		key: bind("o", "report: of the last run, and of its watch", "o"), do: p.reopen, off: p.whyNotReopen,
		hint: true,
	}
}
