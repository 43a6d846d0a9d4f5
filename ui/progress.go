package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/tour"
)

// ProgressKeeper keeps what was done of the walkthrough from one run to the next.
type ProgressKeeper interface {
	// Progress gives what was kept. What cannot be read is an error and counts as nothing.
	Progress() (tour.Progress, error)
	Keep(tour.Progress) error
}

type (
	progressReadMsg struct {
		progress tour.Progress
		err      error
	}
	// progressKeptMsg ends the writing of progress, well or not.
	progressKeptMsg struct{ err error }
)

// readProgress asks for what was kept; nil where nobody keeps it.
func (x *Explorer) readProgress() tea.Cmd {
	k := x.options.Progress
	if k == nil {
		return nil
	}
	return func() tea.Msg {
		p, err := k.Progress()
		return progressReadMsg{p, err}
	}
}

// offer is the one line in which the walkthrough makes itself known, on a first run.
const offer = "New to this? 5: short lessons"

func (x *Explorer) progressRead(m progressReadMsg) tea.Cmd {
	if m.err != nil {
		x.say("what was learnt so far cannot be read: " + m.err.Error())
	}
	begun := x.progress // a lesson may have been begun meanwhile
	x.progress, x.keeping = m.progress, keptAll
	if c := x.coach; c != nil && c.exam == nil && begun.Begun() > 0 {
		if left, ok := m.progress.Left(c.lesson.ID); ok && c.step == coachOpening && c.takes == nil {
			c.takes = &left
		}
		return c.keep()
	}
	if x.options.Tour.Lesson != "" && x.coach == nil {
		return x.begins()
	}
	if m.err == nil && !x.progress.Offered && x.progress.Begun() == 0 && x.coach == nil && !x.options.Tour.Open {
		x.say(offer)
		x.progress.Offered = true
		return x.keepProgress()
	}
	return nil
}

// keepProgress writes the progress as it is now. While it is being written the next waits, so that an older
// one never comes last.
func (x *Explorer) keepProgress() tea.Cmd {
	k, p := x.options.Progress, x.progress
	if k == nil {
		return nil
	}
	if x.keeping == keepUnread {
		return nil
	}
	if x.keeping != keptAll {
		x.keeping = keepingMore
		return nil
	}
	x.keeping = keepingOne
	return func() tea.Msg { return progressKeptMsg{k.Keep(p)} }
}

// keepState says whether progress can be written, and whether it is being written.
type keepState uint8

const (
	keepUnread keepState = iota // what was kept is not read yet: nothing is written in its place
	keptAll
	keepingOne
	keepingMore // and there is newer one
)

func (x *Explorer) progressKept(m progressKeptMsg) tea.Cmd {
	again := x.keeping == keepingMore && m.err == nil
	x.keeping = keptAll
	if m.err != nil {
		x.say("what was learnt is not kept: " + model.Printable(m.err.Error()))
	}
	if again {
		return x.keepProgress()
	}
	return nil
}

// mark sets the mark of a lesson and keeps it.
func (x *Explorer) mark(lesson string, m tour.Mark) tea.Cmd {
	x.progress = x.progress.With(lesson, m)
	return x.keepProgress()
}

// learnt takes what happened to progress and coach.
func (x *Explorer) learnt(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case progressReadMsg:
		return x.progressRead(msg)
	case progressKeptMsg:
		return x.progressKept(msg)
	case coachArmedMsg:
		x.coachArmed(msg)
	case redoneMsg:
		return x.redone(msg)
	case firstReadMsg:
		return x.firstRead(msg)
	}
	return nil
}
