package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/tour"
)

// coachStep is where a lesson stands.
type coachStep uint8

const (
	coachOpening  coachStep = iota // its account is not read yet
	coachAsking                    // the story is told, a prediction is wanted
	coachRevealed                  // the model has answered
	coachTask                      // something is to be done, in the pages
	coachEnded                     // it is done, and what was learnt is said
)

// coachSize is how much room the coach takes.
type coachSize uint8

const (
	coachFits coachSize = iota // what its text needs, at most half
	coachTall                  // as much as can be spared
	coachLine                  // one line
)

// coach is the lesson that is open: what it says beside the page, and the keys that it takes while it has them.
type coach struct {
	x       *Explorer
	lesson  tour.Lesson
	chapter string
	step    coachStep
	start   tour.World // what there was at the lesson's start
	now     tour.World
	right   int        // the right choice, as the model gives it
	cursor  int        // on the choice that is selected; -1 for none
	before  tour.Mark  // of an earlier try
	again   bool       // whether there was one
	takes   *tour.Left // how another run left it, until that is set up again; nil for a lesson that is begun anew
	answer  int        // the choice that was made; -1 for none
	hints   int        // that are shown
	wrongs  int
	outcome tour.Outcome
	resumed bool           // whether what another run left is to be judged
	unmade  []model.Change // what that run had changed, where it cannot be made again
	changed bool           // whether there was ever a difference to the start

	focused bool // whether the coach has the keys
	size    coachSize
	top     int        // first visible row
	width   int        // of the text, when it was drawn last
	exam    *tour.Exam // nil for a lesson
	begun   time.Time  // when the exam was read first
	serial  int        // of the grace before enter leads on
	armed   bool       // whether it is over
}

// coachArmedMsg ends the time in which enter does not lead on to the next lesson: a key that was on its way to the
// page is no answer to the coach.
type coachArmedMsg struct{ serial int }

func (x *Explorer) coachArmed(m coachArmedMsg) {
	if c := x.coach; c != nil && c.serial == m.serial {
		c.armed = true
	}
}

// begins opens what the program starts with: the source, the list of lessons or a lesson.
func (x *Explorer) begins() tea.Cmd {
	if !x.options.Tour.Open {
		return x.open()
	}
	x.at, x.chosen = pageLearn, true
	if e := x.options.Tour.Exam; e != nil {
		x.coach = &coach{x: x, exam: e, answer: -1, right: -1}
		x.coach.lesson.Title = fmt.Sprintf("Exam, seed %d", e.Seed)
		return x.open()
	}
	if l, _, ok := tour.Find(x.options.Tour.Lesson); ok {
		return x.startLesson(l)
	}
	return x.open()
}

func (x *Explorer) whyNoCoach() string {
	if x.coach == nil {
		return "no lesson is open; 5 lists them"
	}
	return ""
}

// focusCoach gives the coach the keys or takes them back, and shows it where it was made small.
func (x *Explorer) focusCoach() tea.Cmd {
	x.coach.focused = !x.coach.focused
	if x.coach.size == coachLine {
		x.coach.size, x.coach.focused = coachFits, true
	}
	return nil
}

// coachReads looks at what was read: the first look is the lesson's start, each later one is judged.
func (x *Explorer) coachReads() tea.Cmd {
	c := x.coach
	if c == nil {
		return nil
	}
	c.now = tour.See(x.analysis.Snapshot())
	if c.exam != nil {
		defer c.marked()
	}
	if c.step == coachOpening && c.exam != nil {
		c.start, c.step, c.lesson, c.begun = c.now, coachTask, c.exam.Lesson(c.now), x.options.Now()
		return x.goTo(x.home())
	}
	if c.step == coachOpening && x.applies == nil {
		if x.options.Tour.Served {
			return c.askFirst()
		}
		return c.opened(c.now)
	}
	return c.look()
}

// opened begins the lesson, whose account is at first as is given, or takes it up.
func (c *coach) opened(start tour.World) tea.Cmd {
	c.start, c.right = start, c.lesson.Ask.Right(start)
	if c.takes != nil {
		return c.takeUp()
	}
	c.step = coachAsking
	return c.goTo(c.lesson.Look())
}

// look judges what was read last, if it is not as at the start.
func (c *coach) look() tea.Cmd {
	if c.step == coachEnded || c.x.applies != nil {
		return nil
	}
	was := c.outcome
	c.changed = c.changed || c.lesson.Underway(c.start, c.now)
	c.outcome = tour.Outcome{}
	if !c.changed && !tour.Differs(c.start, c.now) {
		if was != c.outcome {
			return c.keep() // what was changed is as it was
		}
		return nil
	}
	a := tour.Attempt{Start: c.start, Now: c.now, Changed: c.changed}
	if c.resumed { // what was wrong when it was left was counted then
		c.resumed, was = false, c.lesson.Judge(a)
	}
	return tea.Batch(c.keep(), c.judge(a, was))
}

// judge says what an attempt is worth.
func (c *coach) judge(a tour.Attempt, was tour.Outcome) tea.Cmd {
	c.outcome = c.lesson.Judge(a)
	switch c.outcome.State {
	case tour.Done:
		return c.end()
	case tour.Wrong:
		if c.outcome != was {
			c.wrongs++
			return c.keep()
		}
	case tour.NotYet:
	}
	return nil
}

// end says what was learnt. Enter leads on only after a moment.
func (c *coach) end() tea.Cmd {
	c.step, c.focused, c.top, c.armed = coachEnded, true, 0, false
	if c.size == coachLine {
		c.size = coachFits
	}
	n := c.x.nextSerial()
	c.serial = n
	return tea.Batch(c.keep(), c.x.options.After(graceTime, func() tea.Msg { return coachArmedMsg{n} }))
}

// marked tells whoever holds the exam how it stands.
func (c *coach) marked() {
	if tell := c.x.options.Tour.Marked; tell != nil {
		tell(tour.Result{
			Exam: *c.exam, Mended: c.exam.Mended(c.now), Wrongs: c.wrongs, Passed: c.step == coachEnded,
			Took: c.x.options.Now().Sub(c.begun),
		})
	}
}

// keep writes down how far the lesson is. What was finished once stays so.
func (c *coach) keep() tea.Cmd {
	if c.exam != nil {
		return nil
	}
	x, id := c.x, c.lesson.ID
	was, _ := x.progress.Mark(id)
	wasLeft, left := x.progress.Left(id)
	is := tour.Mark{
		Finished: was.Finished || c.step == coachEnded,
		Answered: was.Answered || c.answer >= 0,
		Right:    c.answer >= 0 && c.answer == c.right || c.answer < 0 && was.Right,
		Hints:    max(was.Hints, c.hints), Wrongs: max(was.Wrongs, c.wrongs),
	}
	underway := c.step != coachEnded && c.step != coachOpening
	if isLeft := c.left(); underway && left && is == was && isLeft.Equal(wasLeft) {
		return nil
	}
	x.progress = x.progress.With(id, is)
	if underway {
		x.progress = x.progress.Leave(id, c.left())
	}
	return x.keepProgress()
}

// whyNotOn says why enter does nothing: an answer is selected first, so that no key that was meant for something
// else can give one.
func (c *coach) whyNotOn() string {
	switch c.step {
	case coachAsking:
		if c.cursor < 0 {
			return fmt.Sprintf("select an answer first: 1 to %d, or down", len(c.lesson.Ask.Choices))
		}
	case coachOpening, coachTask:
		return notNow
	case coachRevealed, coachEnded:
	}
	return ""
}

// give makes the selected choice the prediction.
func (c *coach) give() tea.Cmd {
	c.answer, c.step, c.top = c.cursor, coachRevealed, 0
	return tea.Batch(c.keep(), c.goTo(c.lesson.Point))
}

// clickChoice selects a choice; a click on the selected one answers.
func (c *coach) clickChoice(n int) tea.Cmd {
	c.focused = true
	if c.cursor == n && c.step == coachAsking {
		return c.give()
	}
	c.cursor = n
	return nil
}

// goOn is enter: it answers, leads from the reveal to the task, and from the end to the next lesson.
func (c *coach) goOn() tea.Cmd {
	switch c.step {
	case coachAsking:
		return c.give()
	case coachRevealed:
		c.step, c.focused, c.top = coachTask, false, 0
		return tea.Batch(c.keep(), c.look())
	case coachEnded:
		if !c.armed {
			return nil
		}
		if c.exam != nil {
			return c.x.quit()
		}
		next, ok := c.x.progress.After(c.lesson.ID)
		if !ok {
			return c.x.leaveLesson()
		}
		return c.x.startLesson(next)
	case coachOpening, coachTask:
	}
	return nil
}

func (c *coach) whyNoHint() string {
	switch {
	case c.step != coachTask:
		return notNow
	case c.exam != nil:
		return "an exam has no hints"
	case c.hints == len(c.lesson.Hints):
		return "there is no further hint"
	}
	return ""
}

func (c *coach) hint() tea.Cmd {
	c.hints++
	return c.keep()
}

// claim is what somebody says who thinks that nothing has to be changed.
func (c *coach) claim() tea.Cmd {
	cmd := c.judge(tour.Attempt{Start: c.start, Now: c.now, Changed: c.changed, Claimed: true}, c.outcome)
	if c.outcome.State != tour.Done {
		c.x.say("heard; it is not so yet, and the coach says why")
	}
	return cmd
}

// point is the place that the present step speaks of.
func (c *coach) point() tour.Point {
	if c.step == coachAsking {
		return c.lesson.Look()
	}
	return c.lesson.Point
}

func (c *coach) whyNotShow() string {
	switch {
	case c.step == coachOpening:
		return notNow
	case c.inPlan():
		return "a plan is under review; esc leaves it"
	}
	return ""
}

// show goes to where the lesson plays, says where that is, and gives the page the keys so that one can look around.
func (c *coach) show() tea.Cmd {
	at := c.point()
	c.focused = false
	c.x.say(at.Words + "; L leads back")
	return c.goTo(at)
}
