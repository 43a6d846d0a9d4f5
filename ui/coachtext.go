package ui

import (
	"fmt"
	"path"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/ui/tour"
)

// tell says what belongs to the step.
func (c *coach) tell(say sayer, choice func(lipgloss.Style, string, string, int)) {
	t := c.x.theme
	l := c.lesson
	if c.brief() {
		c.tellBriefly(say)
		return
	}
	switch c.step {
	case coachOpening:
		say(t.muted, "", "Reading the account of this lesson. It is a sandbox: nothing in it is real.")
	case coachAsking:
		if c.again {
			say(t.muted, "", c.anew())
		}
		say(t.text, "", l.Story)
		say(t.title, "", "Predict: "+l.Ask.Text)
		c.choices(choice)
		if !c.focused {
			say(t.muted, "", "L gives the coach the keys, to answer.")
		}
	case coachRevealed:
		c.reveal(say)
		say(t.muted, "", c.keyed("Enter goes on to the task."))
	case coachTask:
		c.task(say)
	case coachEnded:
		say(t.good, t.pass+" ", "Done. "+l.Idea)
		for _, s := range l.Learnt {
			say(t.text, t.dot+" ", s)
		}
		say(t.warn, t.dot+" ", c.outcome.Why) // an old rule that may go as well
		link := t.muted
		if !t.plain {
			link = link.Hyperlink(l.Source) // for terminals that open what one clicks
		}
		say(link, "", c.source())
		say(t.muted, "", c.onward())
	}
}

func (c *coach) choices(say func(lipgloss.Style, string, string, int)) {
	t := c.x.theme
	for i, ch := range c.lesson.Ask.Choices {
		marker, style := "  ", t.text
		if i == c.cursor && c.focused {
			marker, style = "> ", t.selected
		}
		say(style, fmt.Sprintf("%s%d  ", marker, i+1), ch.Text, i)
	}
}

// reveal says what the model says, and whether the prediction was that.
func (c *coach) reveal(say sayer) {
	t, l := c.x.theme, c.lesson
	switch {
	case c.right < 0: // a lesson whose account is not as it was written for; tests keep it from happening
		say(t.unknown, t.unsure+" ", "What is right here cannot be told from what was read.")
	case c.answer == c.right:
		say(t.good, t.pass+" ", "Right: "+l.Ask.Choices[c.right].Text+".")
	default:
		say(t.bad, t.fail+" ", "You said: "+l.Ask.Choices[c.answer].Text+".")
		say(t.text, t.arrow+" ", "It is: "+l.Ask.Choices[c.right].Text+".")
	}
	say(t.text, "", l.Ask.Reveal(c.start))
}

// task says what to do, what became of it so far, and the hints that were asked for.
func (c *coach) task(say sayer) {
	t, l := c.x.theme, c.lesson
	say(t.title, "", "Task: "+l.Task)
	if c.x.account.Writer == nil && c.x.load.phase == loadDone {
		say(t.warn, t.exposed+" ", "This run is read-only: you can look, but nothing can be changed. Start without --read-only.")
	}
	switch c.outcome.State {
	case tour.Wrong:
		say(t.bad, t.fail+" ", c.outcome.Why)
	case tour.NotYet:
		if c.outcome.Why != "" {
			say(t.warn, t.unsure+" ", "Not yet: "+c.outcome.Why)
		}
	case tour.Done:
	}
	for i := range c.hints {
		say(t.text, fmt.Sprintf("Hint %d: ", i+1), l.Hints[i])
	}
	switch {
	case c.exam != nil && c.outcome.Why == "":
		say(t.muted, "", fmt.Sprintf("%d failures, no hints; q ends the exam.", len(c.exam.Faults)))
	case c.hints == 0 && c.outcome.Why == "":
		say(t.muted, "", "Look at "+l.Point.Words+". "+c.taskKeys())
	case c.outcome.State == tour.Wrong:
		say(t.muted, "", c.wayOut())
	}
}

// wayOut says what to do after a wrong fix.
func (c *coach) wayOut() string {
	if c.exam != nil {
		return "Put it right in the pages; page 4 undoes what was applied."
	}
	if c.focused {
		return "Put it right in the pages (esc gives them the keys; u on page 4 undoes a run), or start over: 0."
	}
	return "Put it right in the pages (u on page 4 undoes a run), or start over: L, then 0."
}

func (c *coach) sign() string {
	if c.outcome.State == tour.Wrong {
		return c.x.theme.fail
	}
	return c.x.theme.unsure
}

// source says where AWS says it: the whole address where it fits in a row, else its page, for a broken address is none.
func (c *coach) source() string {
	full := "AWS: " + c.lesson.Source
	if textWidth(full) <= c.width {
		return full
	}
	return "AWS: " + path.Base(c.lesson.Source) + " (L, then y copies the address)"
}

// onward says what enter does at the end.
func (c *coach) onward() string {
	if c.exam != nil {
		return c.keyed("Enter ends the program; the result is printed.")
	}
	p := c.x.progress
	next, ok := p.After(c.lesson.ID)
	if !ok {
		return c.keyed("All lessons are done. Enter goes back to the list.")
	}
	enter := "Enter goes on to: " + next.Title + ". b goes back to your account."
	if _, follows := tour.After(c.lesson.ID); follows {
		return c.keyed(enter)
	}
	return c.keyed(leftOpen(p.Open()) + " " + enter)
}

// leftOpen names the lessons that are left at the end of the last, as many as can be read.
func leftOpen(open []tour.Lesson) string {
	const named = 3
	var names []string
	for _, l := range open[:min(len(open), named)] {
		names = append(names, l.Title)
	}
	text := "Not done yet: " + strings.Join(names, "; ")
	if n := len(open) - named; n > 0 {
		text += fmt.Sprintf("; and %d more", n)
	}
	return text + "."
}

// tellBriefly says under a dialog what is to be done, and the last hint.
func (c *coach) tellBriefly(say sayer) {
	t := c.x.theme
	if c.step != coachTask {
		say(t.title, "", c.short())
		return
	}
	say(t.title, "", "Task: "+c.lesson.Task)
	if c.hints > 0 {
		say(t.text, fmt.Sprintf("Hint %d: ", c.hints), c.lesson.Hints[c.hints-1])
	}
}

// keyed says first how to give the coach the keys, where it does not have them.
func (c *coach) keyed(text string) string {
	if c.focused {
		return text
	}
	return "L, then: " + text
}

// taskKeys names the keys that help with a task.
func (c *coach) taskKeys() string {
	if c.focused {
		return "h hints, n says that nothing has to change, esc gives the page the keys."
	}
	return "L gives the coach the keys: h hints, n says that nothing has to change."
}

// anew says what is left of an earlier try that was not left in the middle.
func (c *coach) anew() string {
	kept := "The account is as new, and the question is asked again."
	if c.before.Finished {
		return kept + " The lesson stays done."
	}
	return kept
}
