package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/tour"
)

// firstReadMsg carries a lesson's account as it is at first.
type firstReadMsg struct {
	serial int
	first  tour.World
	err    error
}

// askFirst asks what the account of a lesson that somebody serves is at first: it may have been changed since, by
// aws-cli before the lesson was opened, or in another run.
func (c *coach) askFirst() tea.Cmd {
	if c.serial != 0 {
		return nil // it is asked already
	}
	c.serial = c.x.nextSerial()
	src := model.Source{Sandbox: c.lesson.Scenario, ReadOnly: true}
	return readFirst(c.x.ctx, c.serial, c.x.options.Open, src)
}

func readFirst(ctx context.Context, serial int, open openFunc, src model.Source) tea.Cmd {
	return func() tea.Msg {
		a, err := open(ctx, src)
		if err != nil {
			return firstReadMsg{serial: serial, err: err}
		}
		s, err := a.Reader.Load(ctx, src, func(model.Progress) {})
		if err != nil {
			return firstReadMsg{serial: serial, err: err}
		}
		return firstReadMsg{serial: serial, first: tour.See(s)}
	}
}

// firstRead begins the lesson beside its account as it is at first. An endpoint that serves something else is taken
// as it is, and that is said: nobody can do there what the lesson asks for.
func (x *Explorer) firstRead(m firstReadMsg) tea.Cmd {
	c := x.coach
	if c == nil || c.serial != m.serial || c.step != coachOpening {
		return nil
	}
	switch {
	case m.err != nil:
		return c.opened(c.now)
	case tour.SameScenario(m.first, c.now):
		return c.opened(m.first)
	}
	cmd := c.opened(c.now)
	x.say("another scenario is served here; this lesson is about " + c.lesson.Scenario)
	return cmd
}
