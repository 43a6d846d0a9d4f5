package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
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

// dialogRoom gives how much of the screen a dialog may take, from its top left: what the coach says of the task
// stays to be read, where there is enough without it.
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
	if c.brief() {
		return min(len(c.rows(room.w)), coachBriefRows) + 1
	}
	want, most := len(c.rows(room.w))+1, room.h*11/20
	if c.step == coachEnded { // the page has done its part
		most = room.h * 13 / 20
	}
	if c.size == coachTall {
		most = room.h - coachLeastPage
	}
	return max(min(want, most), 2)
}

// coachBriefRows is how much of the task stays under a dialog.
const coachBriefRows = 4

// brief reports whether a dialog lies over the page: then the coach says no more than what is to be done.
func (c *coach) brief() bool {
	return c.x.dialog() != nil && !c.x.coachAside(c.x.size) && c.step != coachOpening
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
			f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { return c.clickChoice(r.choice) }})
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
	rule, right := t.rule, "L: keys to the coach"
	if c.focused {
		rule, right = t.strong, "keys are here; esc: page"
	}
	if w < 60 {
		right, _, _ = strings.Cut(right, ";")
	}
	if c.size == coachLine {
		left = c.short()
	}
	room := max(w-textWidth(right)-8, 10)
	left = cutText(left, room, t.ellipsis)
	if t.plain {
		return lines(ansi.Truncate(left+" ("+right+")", w, t.ellipsis))
	}
	style, line, keys := t.border, t.title, t.muted
	if c.focused {
		style, line, keys = t.accent, t.selected, t.accent
		left = " " + left + " "
	}
	fill := max(w-textWidth(left)-textWidth(right)-6, 0)
	text := style.Render(rule+" ") + line.Render(left) + " " + style.Render(strings.Repeat(rule, fill)) + " " +
		keys.Render(right) + " " + style.Render(rule)
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
	c.width = w
	say := func(style lipgloss.Style, prefix, text string, choice int) {
		if text == "" {
			return
		}
		if c.focused { // lessons say the keys as they are while the page has them
			text = strings.ReplaceAll(text, "L, then ", "")
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
