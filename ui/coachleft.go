package ui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/tour"
)

// leftLesson is a lesson that was left in the middle, with its account as it was.
type leftLesson struct {
	coach   *coach
	session session
}

// startLesson opens a lesson on its own scenario; one that was left goes on where it was, in this run of the program
// or in another.
func (x *Explorer) startLesson(l tour.Lesson) tea.Cmd {
	if why := x.whyNotLeave(); why != "" {
		x.say(why)
		return nil
	}
	x.putAway()
	if was, ok := x.left[l.ID]; ok {
		delete(x.left, l.ID)
		x.coach = was.coach
		x.coach.focused = x.coach.step != coachTask
		return x.comeBack(was.session)
	}
	if left, ok := x.progress.Left(l.ID); ok {
		return x.openLesson(l, &left)
	}
	return x.openLesson(l, nil)
}

// openLesson opens a lesson anew, or, where it was left by another run of the program, as it was left then.
func (x *Explorer) openLesson(l tour.Lesson, left *tour.Left) tea.Cmd {
	_, chapter, _ := tour.Find(l.ID)
	x.coach = &coach{x: x, lesson: l, chapter: chapter.Title, answer: -1, right: -1, cursor: -1, focused: true}
	mark, begun := x.progress.Mark(l.ID)
	x.coach.before, x.coach.again, x.coach.takes = mark, begun && left == nil, left
	if left == nil {
		x.progress = x.progress.Fresh(l.ID)
	}
	src := model.Source{Sandbox: l.Scenario, ReadOnly: x.options.Source.ReadOnly}
	if x.options.Tour.Served {
		src = x.options.Source
	}
	return tea.Batch(x.mark(l.ID, mark), x.visit(src))
}

// putAway keeps the open lesson for later, or, where none is open, remembers what to come back to.
func (x *Explorer) putAway() {
	if x.coach == nil {
		x.before = x.session()
		return
	}
	if x.left == nil {
		x.left = map[string]leftLesson{}
	}
	if x.coach.step != coachEnded && x.coach.step != coachOpening {
		x.left[x.coach.lesson.ID] = leftLesson{x.coach, x.session()}
	}
	x.coach = nil
}

// leaveLesson goes back to what was open before the first lesson, on the page of lessons.
func (x *Explorer) leaveLesson() tea.Cmd {
	if why := x.whyNotLeave(); why != "" {
		x.say(why)
		return nil
	}
	x.putAway()
	cmd := x.comeBack(x.before)
	x.before = session{}
	x.at, x.chosen = pageLearn, true
	x.say("back from the lesson; enter takes one up again")
	return cmd
}

// startOver opens the lesson's scenario as it was at first.
func (c *coach) startOver() tea.Cmd { return c.x.openLesson(c.lesson, nil) }

// whyNotLeave says why what is open cannot be left for a lesson or for the account; "" if it can.
func (x *Explorer) whyNotLeave() string {
	switch {
	case x.applies != nil:
		return "a plan is being applied; wait for the end of it"
	case x.coach != nil && x.coach.exam != nil:
		return "an exam is held; q ends it"
	}
	return ""
}

// left says what it takes to set the lesson up again as it is now.
func (c *coach) left() tour.Left {
	l := tour.Left{Answer: c.answer, Hints: c.hints, Wrongs: c.wrongs, Changed: c.changed}
	switch c.step {
	case coachRevealed:
		l.At = tour.AtAnswer
	case coachTask:
		l.At = tour.AtTask
	case coachOpening, coachAsking, coachEnded:
	}
	if l.Changes = c.unmade; l.Changes == nil {
		l.Changes = tour.Changes(c.start, c.now)
	}
	return l
}

// takeUp sets the lesson up as another run of the program left it. What was changed in its sandbox, which was gone
// with that run, is changed again by the writer, so that it can be undone on page 4 as before. Where somebody serves
// the scenario it was never gone.
func (c *coach) takeUp() tea.Cmd {
	l, w := c.takes, c.x.account.Writer
	if c.x.options.Tour.Served { // whatever was changed there meanwhile counts too
		cmd := tea.Batch(c.settleUp(), c.look())
		if c.step == coachEnded {
			c.x.note = ""
		}
		return cmd
	}
	if len(l.Changes) == 0 {
		return c.settleUp()
	}
	if w == nil {
		c.unmade = l.Changes
		cmd := c.settleUp()
		c.x.say("read-only: what you had changed is not made again; a run without --read-only does")
		return cmd
	}
	orders := c.ordersOf(l.Changes)
	for _, o := range orders {
		if o.Plan.Conflict != "" {
			return c.gaveUp(o.Plan.Conflict)
		}
	}
	ctx, cancel := context.WithCancel(c.x.ctx)
	c.x.applies = &applying{serial: c.x.nextSerial(), cancel: cancel}
	return redoChanges(ctx, c.x.applies.serial, w, orders)
}

// ordersOf makes an order for each VPC: no order is for two.
func (c *coach) ordersOf(changes []model.Change) []model.Order {
	s := c.start.Snapshot()
	var vpcs []string
	of := map[string][]model.Change{}
	for _, change := range changes {
		vpc, _ := model.PendingName(change.Target())
		if g, ok := s.Group(change.Target()); ok {
			vpc = g.VPC
		}
		if of[vpc] == nil {
			vpcs = append(vpcs, vpc)
		}
		of[vpc] = append(of[vpc], change)
	}
	var out []model.Order
	for _, vpc := range vpcs {
		o := model.Order{Plan: c.start.Analysis().Plan(model.EditRules{Changes: of[vpc]}), VPC: vpc, Seen: s}
		for i := range o.Plan.Steps {
			o.Picks = append(o.Picks, i)
		}
		out = append(out, o)
	}
	return out
}

// redoneMsg ends the setting up of a lesson that was left; why is what kept it from being as it was, "" for nothing.
type redoneMsg struct {
	serial int
	why    string
}

func redoChanges(ctx context.Context, serial int, w Writer, orders []model.Order) tea.Cmd {
	return func() tea.Msg {
		for _, o := range orders {
			replan := func(s model.Snapshot) model.Plan { return emr.Analyse(s, emr.Scope{}).Plan(o.Plan.Goal) }
			run, err := w.Apply(ctx, o, replan, func(model.Record) {})
			if err != nil {
				return redoneMsg{serial, asFailure(err).Error()}
			}
			if run.State != model.RunFinished {
				return redoneMsg{serial, firstOf(run.Failure.Message, strings.Join(run.Reasons, "; "))}
			}
		}
		return redoneMsg{serial, ""}
	}
}

// redone shows the account of a lesson that was set up again.
func (x *Explorer) redone(m redoneMsg) tea.Cmd {
	c := x.coach
	if !x.endApply(m.serial) || c == nil || c.takes == nil {
		return nil
	}
	if m.why != "" {
		return c.gaveUp(m.why)
	}
	return tea.Batch(c.settleUp(), x.reload())
}

// gaveUp begins the lesson anew, because what was changed in it cannot be changed again.
func (c *coach) gaveUp(why string) tea.Cmd {
	cmd := c.x.openLesson(c.lesson, nil)
	c.x.say(fmt.Sprintf("the lesson is as new: what you had changed could not be made again (%s)", why))
	return cmd
}

// settleUp puts the coach where it was.
func (c *coach) settleUp() tea.Cmd {
	l := *c.takes
	c.takes, c.step = nil, coachAsking
	c.hints, c.wrongs = min(l.Hints, len(c.lesson.Hints)), l.Wrongs
	c.changed = l.Changed
	c.resumed = l.Changed || len(l.Changes) > 0
	if l.Answer < 0 || l.Answer >= len(c.lesson.Ask.Choices) { // none was given, or the question is another by now
		return c.goTo(c.lesson.Look())
	}
	c.answer, c.cursor = l.Answer, l.Answer
	switch l.At {
	case tour.AtQuestion:
	case tour.AtAnswer:
		c.step = coachRevealed
	case tour.AtTask:
		c.step, c.focused = coachTask, false
	}
	c.x.say("taken up where you left it; L, then 0 starts it over")
	return c.goTo(c.lesson.Point)
}
