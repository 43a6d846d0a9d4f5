package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/tour"
)

// The coach stands under the page, or beside it where the terminal is so wide that the page misses nothing.
const (
	coachSideFrom  = 150 // columns
	coachSideWidth = 54
	coachLeastPage = 5 // rows that the page keeps
)

// beside draws the page, and the coach below it or at its right; never over it.
func (x *Explorer) beside(room size) frame {
	c := x.coach
	if c == nil {
		return x.body(room).sized(room)
	}
	if x.coachAside(room) {
		page := size{room.w - coachSideWidth - 2, room.h}
		return sideBySide(x.body(page).sized(page), x.theme.border.Render(x.theme.side), c.view(size{coachSideWidth, room.h}))
	}
	below := c.view(size{room.w, c.rowsIn(room)})
	page := room.minus(below.height())
	f := x.body(page).sized(page)
	if c.focused {
		f.Cursor = nil
	}
	return stack(f, below)
}

// dialogRoom gives how much of the screen a dialog may take, from its top left: where there is enough without
// the coach the coach stays to be read.
func (x *Explorer) dialogRoom(s size) size {
	c := x.coach
	if c == nil {
		return s
	}
	room := s.minus(x.header(s.w).height() + 1)
	if x.coachAside(room) {
		return size{s.w - coachSideWidth - 2, s.h}
	}
	if h := s.h - c.rowsIn(room) - 1; h >= dialogLeastHeight {
		return size{s.w, h}
	}
	return s
}

// coachAside reports whether the coach stands at the right of the page.
func (x *Explorer) coachAside(room size) bool {
	return room.w >= coachSideFrom && x.coach.size != coachLine && !x.theme.plain
}

// sideBySide puts a frame at the right of another of the same height.
func sideBySide(left frame, border string, right frame) frame {
	l, r := left.rows(), right.rows()
	w := 0
	for i := range l {
		w = ansi.StringWidth(l[i])
		text := ""
		if i < len(r) {
			text = r[i]
		}
		l[i] += border + " " + text
	}
	moved := right.shifted(w+2, 0)
	if moved.Cursor != nil {
		left.Cursor = moved.Cursor
	}
	left.Content = strings.Join(l, "\n")
	left.Hits = append(left.Hits, moved.Hits...)
	return left
}

// rowsIn gives the rows that the coach takes under a page.
func (c *coach) rowsIn(room size) int {
	if c.size == coachLine {
		return 1
	}
	want, most := len(c.rows(room.w))+1, room.h*11/20
	if c.size == coachTall {
		most = room.h - coachLeastPage
	}
	return max(min(want, most), 2)
}

// coachRow is a row of the coach's text; choice is the one that a click on it makes, -1 for none.
type coachRow struct {
	text   string
	choice int
}

// view draws the rule with the lesson's name, and as much of the text as there is room for.
func (c *coach) view(s size) frame {
	t := c.x.theme
	head := c.head(s.w)
	if s.h < 2 {
		return head
	}
	rows, room := c.rows(s.w), s.h-1
	c.top = max(min(c.top, len(rows)-room), 0)
	if c.step == coachAsking && c.focused {
		c.top = c.around(rows, room)
	}
	f := frame{}
	var text []string
	for y := 0; y < room && c.top+y < len(rows); y++ {
		r := rows[c.top+y]
		line := ansi.Truncate(r.text, s.w, t.ellipsis)
		if left := len(rows) - c.top - room; y == room-1 && left > 0 && r.choice < 0 {
			line = t.muted.Render(fmt.Sprintf("%s %d more: %s", t.down, left+1, c.moreKey()))
		}
		text = append(text, pad(line, s.w))
		if r.choice >= 0 {
			f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { return c.choose(r.choice) }})
			if r.choice == c.cursor && c.focused && f.Cursor == nil {
				f.Cursor = cursorAt(0, y)
			}
		}
	}
	if c.focused && f.Cursor == nil {
		f.Cursor = cursorAt(0, 0)
	}
	f.Content = strings.Join(text, "\n")
	return stack(head, f)
}

// around keeps the choice under the cursor in sight.
func (c *coach) around(rows []coachRow, room int) int {
	top := c.top
	for i, r := range rows {
		if r.choice == c.cursor {
			if i >= top+room {
				top = i - room + 1
			}
			return min(top, i)
		}
	}
	return top
}

func (c *coach) moreKey() string {
	if c.focused {
		return "down, or z for more room"
	}
	return "L, then down"
}

// head is the rule above the text: which lesson, and how to reach it.
func (c *coach) head(w int) frame {
	t := c.x.theme
	left := "Lesson: " + c.lesson.Title
	if c.exam != nil || w < 60 {
		left = c.lesson.Title
	}
	right := "L: coach"
	if c.focused {
		right = "esc: page"
	}
	if c.size == coachLine {
		left = c.short()
	}
	room := max(w-textWidth(right)-6, 10)
	left = cutText(left, room, t.ellipsis)
	if t.plain {
		return lines(ansi.Truncate(left+" ("+right+")", w, t.ellipsis))
	}
	style, line := t.border, t.title
	if c.focused {
		style = t.accent
	}
	fill := max(w-textWidth(left)-textWidth(right)-6, 0)
	text := style.Render(t.rule+" ") + line.Render(left) + " " + style.Render(strings.Repeat(t.rule, fill)) + " " +
		t.muted.Render(right) + " " + style.Render(t.rule)
	f := lines(ansi.Truncate(text, w, ""))
	f.Hits = []hit{{0, 0, w, 1, c.x.focusCoach}}
	return f
}

// short says in one line where the lesson stands.
func (c *coach) short() string {
	switch c.step {
	case coachOpening:
		return "Lesson: reading its account"
	case coachAsking:
		return "Predict: " + c.lesson.Ask.Text
	case coachRevealed:
		return "The answer is here"
	case coachTask:
		if c.outcome.Why != "" {
			return c.sign() + " " + c.outcome.Why
		}
		return "Task: " + c.lesson.Task
	case coachEnded:
		return "Done: " + c.lesson.Idea
	}
	return c.lesson.Title
}

// rows gives the text of the step, wrapped.
func (c *coach) rows(w int) []coachRow {
	var out []coachRow
	say := func(style lipgloss.Style, prefix, text string, choice int) {
		if text == "" {
			return
		}
		text = model.Printable(c.x.theme.spell(text))
		for _, line := range indented(prefix, text, max(w, 1)) {
			out = append(out, coachRow{style.Render(line), choice})
		}
	}
	c.tell(func(style lipgloss.Style, prefix, text string) { say(style, prefix, text, -1) },
		func(style lipgloss.Style, prefix, text string, n int) { say(style, prefix, text, n) })
	return out
}

// tell says what belongs to the step.
func (c *coach) tell(say sayer, choice func(lipgloss.Style, string, string, int)) {
	t := c.x.theme
	l := c.lesson
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
		say(t.muted, "", "AWS: "+l.Source)
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
		return "Put it right in the pages (esc gives them the keys), or start over: 0."
	}
	return "Put it right in the pages, or start over: L, then 0."
}

func (c *coach) sign() string {
	if c.outcome.State == tour.Wrong {
		return c.x.theme.fail
	}
	return c.x.theme.unsure
}

// onward says what enter does at the end.
func (c *coach) onward() string {
	if c.exam != nil {
		return c.keyed("Enter ends the program; the result is printed.")
	}
	if next, ok := tour.After(c.lesson.ID); ok {
		return c.keyed("Enter goes on to: " + next.Title + ". b goes back to your account.")
	}
	done, all := c.x.progress.Finished(), len(tour.Lessons())
	if done == all {
		return c.keyed("All lessons are done. Enter goes back to the list.")
	}
	return c.keyed(fmt.Sprintf("%d of %d done; the next open one is: %s. Enter goes back to the list.", done, all,
		c.x.progress.Next().Title))
}

// keyed says first how to give the coach the keys, where it does not have them.
func (c *coach) keyed(text string) string {
	if c.focused {
		return text
	}
	return "L gives the coach the keys. Then: " + text
}

// taskKeys names the keys that help with a task.
func (c *coach) taskKeys() string {
	if c.focused {
		return "h hints, n says that nothing has to change, esc gives the page the keys."
	}
	return "L gives the coach the keys: h hints, n says that nothing has to change."
}

// anew says what is left of an earlier try: the account is never kept when a lesson is opened.
func (c *coach) anew() string {
	kept := "The account is as new, and the question is asked again."
	if c.before.Finished {
		return kept + " The lesson stays done."
	}
	return kept + " What you changed before is not kept; hints and wrong fixes still count."
}
