package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/tour"
)

// learnPage is the fifth page: the lessons by chapter, and what is done of them.
type learnPage struct {
	x       *Explorer
	at, top int  // cursor on the lessons, first visible row
	moved   bool // somebody moved the cursor; until then it is on the lesson to take up
	forget  bool // X was pressed once
}

func newLearnPage(x *Explorer) *learnPage { return &learnPage{x: x} }

func (p *learnPage) title() string { return "Learn" }
func (p *learnPage) typing() bool  { return false }
func (p *learnPage) refresh()      {}

// badge is how much is done, once something is begun.
func (p *learnPage) badge() string {
	if p.x.progress.Begun() == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", p.x.progress.Finished(), len(tour.Lessons()))
}

func (p *learnPage) actions() []action {
	return []action{
		{key: bind("enter", "start the lesson, or take it up again", "enter"), do: p.start, hint: true},
		{key: bind("s", "start it over", "s"), do: p.startOver, off: p.whyNotOver, hint: true},
		{key: bind("b", "back to the account from before the lesson", "b"), do: p.x.leaveLesson, off: p.x.whyNoCoach, hint: true},
		{key: bind("X", "forget all progress", "X"), do: p.reset, off: p.whyNothing},
	}
}

// cursor gives the index of the selected lesson.
func (p *learnPage) cursor() int {
	all := tour.Lessons()
	if !p.moved {
		next := p.x.progress.Next()
		for i, l := range all {
			if l.ID == next.ID {
				return i
			}
		}
	}
	return max(min(p.at, len(all)-1), 0)
}

func (p *learnPage) lesson() tour.Lesson { return tour.Lessons()[p.cursor()] }

func (p *learnPage) start() tea.Cmd {
	l := p.lesson()
	if c := p.x.coach; c != nil && c.lesson.ID == l.ID {
		return c.show()
	}
	return p.x.startLesson(l)
}

func (p *learnPage) startOver() tea.Cmd {
	if why := p.x.whyNotLeave(); why != "" {
		p.x.say(why)
		return nil
	}
	p.x.putAway()
	delete(p.x.left, p.lesson().ID)
	return p.x.openLesson(p.lesson(), nil)
}

func (p *learnPage) whyNotOver() string {
	if _, begun := p.x.progress.Mark(p.lesson().ID); !begun {
		return "it is not begun; enter starts it"
	}
	return ""
}

func (p *learnPage) whyNothing() string {
	if p.x.progress.Begun() == 0 {
		return "no lesson is begun"
	}
	return ""
}

// reset forgets what was done, when it is asked for twice.
func (p *learnPage) reset() tea.Cmd {
	if !p.forget {
		p.forget = true
		p.x.say(fmt.Sprintf("X again forgets the progress of %s", plural(p.x.progress.Begun(), "lesson")))
		return nil
	}
	p.forget, p.moved = false, false
	p.x.progress = tour.Progress{Offered: true}
	p.x.left = nil
	p.x.say("the progress of all lessons is forgotten")
	return p.x.keepProgress()
}

func (p *learnPage) update(msg tea.Msg) tea.Cmd {
	p.forget = false
	k, n := p.x.keys, 0
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		n = wheelStep(msg)
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, k.up):
			n = -1
		case key.Matches(msg, k.down):
			n = 1
		case key.Matches(msg, k.pageUp):
			n = -screenful
		case key.Matches(msg, k.pageDown):
			n = screenful
		case key.Matches(msg, k.first):
			n = -len(tour.Lessons())
		case key.Matches(msg, k.last):
			n = len(tour.Lessons())
		}
	}
	if n != 0 {
		p.at = max(min(p.cursor()+n, len(tour.Lessons())-1), 0)
		p.moved = true
	}
	return nil
}

// learnRow is a heading, or a lesson by its index.
type learnRow struct {
	text   string
	lesson int // -1 for a heading
}

func (p *learnPage) rows() []learnRow {
	var out []learnRow
	n := 0
	for i, c := range tour.Chapters() {
		out = append(out, learnRow{fmt.Sprintf("%d  %s", i+1, c.Title), -1})
		for _, l := range c.Lessons {
			out = append(out, learnRow{l.Title, n})
			n++
		}
	}
	return out
}

// view draws the list and, under it, what the selected lesson is about.
func (p *learnPage) view(s size) frame {
	t := p.x.theme
	head := lines(t.muted.Render(ansi.Truncate(p.x.learnHead(), s.w, t.ellipsis)))
	story := p.story(s.w)
	if most := (s.h - 1) / 3; len(story) > most {
		story = story[:most]
	}
	rows := p.rows()
	room := s.minus(1 + len(story))
	at := p.cursor()
	line := 0
	for i, r := range rows {
		if r.lesson == at {
			line = i
		}
	}
	p.top = max(min(p.top, len(rows)-room.h), 0)
	if line-1 < p.top { // the heading above stays in sight
		p.top = max(line-1, 0)
	}
	if line >= p.top+room.h {
		p.top = line - room.h + 1
	}
	if end := t.beyond(p.top, len(rows)-p.top-room.h); end != "" && len(story) > 0 {
		story[0] = t.titled(end, "", s.w).Content
	}
	var f frame
	var text []string
	for y := 0; y < room.h && p.top+y < len(rows); y++ {
		r := rows[p.top+y]
		text = append(text, p.row(r, at, s.w))
		if r.lesson < 0 {
			continue
		}
		if r.lesson == at {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { p.at, p.moved = r.lesson, true; return nil }})
	}
	f.Content = strings.Join(text, "\n")
	return stack(head, f.sized(room), lines(story...))
}

// learnHead says what the page is, and how much of it is done.
func (x *Explorer) learnHead() string {
	text := "Each lesson plays in a sandbox of its own; your account is never touched."
	if x.progress.Begun() > 0 {
		text = fmt.Sprintf("%d of %d done. Each plays in a sandbox; your account is never touched.", x.progress.Finished(),
			len(tour.Lessons()))
	}
	return text
}

func (p *learnPage) row(r learnRow, at, w int) string {
	t := p.x.theme
	if r.lesson < 0 {
		return t.title.Render(ansi.Truncate(r.text, w, t.ellipsis))
	}
	l := tour.Lessons()[r.lesson]
	glyph, word, style := p.x.lessonState(l.ID)
	marker := "  "
	if r.lesson == at {
		marker = "> "
	}
	text := marker + glyph + " " + align(word, 6, false) + " " + r.text
	if r.lesson == at {
		return t.selected.Render(pad(ansi.Truncate(text, w, t.ellipsis), w))
	}
	return ansi.Truncate(style.Render(marker+glyph+" "+align(word, 6, false))+" "+t.text.Render(r.text), w, t.ellipsis)
}

// story says what the selected lesson is about, under a rule.
func (p *learnPage) story(w int) []string {
	t, l := p.x.theme, p.lesson()
	out := []string{t.divider(w)}
	for _, row := range wrap(model.Printable(t.spell(l.Story)), max(w-2, 1)) {
		out = append(out, " "+t.text.Render(row))
	}
	return out
}

// lessonState gives sign, word and style of how far a lesson is.
func (x *Explorer) lessonState(id string) (glyph, word string, style lipgloss.Style) {
	t := x.theme
	m, begun := x.progress.Mark(id)
	switch {
	case x.coach != nil && x.coach.lesson.ID == id:
		return t.arrow, "open", t.accent
	case m.Finished:
		return t.pass, "done", t.good
	case begun:
		return t.part, "begun", t.warn
	}
	return t.noteDot, "", t.muted
}
