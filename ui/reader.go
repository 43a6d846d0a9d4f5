package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// textLine is one line of a text to be read: indented, wrapped when drawn, perhaps about a thing.
type textLine struct {
	prefix string // glyph and indentation; the lines below are aligned after it
	text   string // printable
	style  lipgloss.Style
	id     string // what `y` copies on it; "" for nothing
	group  string // group that enter opens; "" for none
}

// reader is a text with a cursor line, scrolled line by line. What is drawn is wrapped to the width.
type reader struct {
	keys  keymap
	lines []textLine
	at    int
	top   int
}

// set replaces the text; the cursor stays where it was, as far as the text goes.
func (r *reader) set(l []textLine) {
	r.lines = l
	r.at = max(min(r.at, len(l)-1), 0)
}

// line gives the line under the cursor; the zero line if there is no text.
func (r *reader) line() textLine {
	if r.at < len(r.lines) {
		return r.lines[r.at]
	}
	return textLine{}
}

func (r *reader) update(msg tea.Msg) {
	const screen = 10
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, r.keys.up):
			r.step(-1)
		case key.Matches(msg, r.keys.down):
			r.step(1)
		case key.Matches(msg, r.keys.pageUp):
			r.step(-screen)
		case key.Matches(msg, r.keys.pageDown):
			r.step(screen)
		case key.Matches(msg, r.keys.first):
			r.step(-len(r.lines))
		case key.Matches(msg, r.keys.last):
			r.step(len(r.lines))
		}
	case tea.MouseWheelMsg:
		r.step(3 * wheelStep(msg))
	}
}

// step moves the cursor; empty lines are passed over.
func (r *reader) step(n int) {
	r.at = max(min(r.at+n, len(r.lines)-1), 0)
	way := 1
	if n < 0 {
		way = -1
	}
	for r.line().text == "" && r.at+way >= 0 && r.at+way < len(r.lines) {
		r.at += way
	}
}

// drawn is a row on the screen and the line that it belongs to.
type drawn struct {
	text string
	line int
}

func (r *reader) rows(t theme, w int) []drawn {
	var out []drawn
	for i, l := range r.lines {
		marker := "  "
		if i == r.at {
			marker = "> "
		}
		if l.text == "" && l.prefix == "" {
			out = append(out, drawn{marker, i})
			continue
		}
		for j, row := range indented(l.prefix, l.text, max(w-markerWidth, 1)) {
			m := marker
			if j > 0 {
				m = "  "
			}
			style := l.style
			if i == r.at {
				style = t.selected
			}
			out = append(out, drawn{m + style.Render(row), i})
		}
	}
	return out
}

// view draws the part around the cursor; the last row says how much there is above and below.
func (r *reader) view(t theme, s size) frame {
	if s.h < 1 {
		return frame{}
	}
	rows := r.rows(t, s.w)
	first, last := 0, 0
	for i, d := range rows {
		if d.line < r.at {
			first = i + 1
		}
		if d.line <= r.at {
			last = i
		}
	}
	room := s.h
	if len(rows) > s.h && s.h > 2 {
		room-- // for the line that says so
	}
	top := min(r.top, max(len(rows)-room, 0))
	if last >= top+room {
		top = last - room + 1
	}
	top = min(top, first)
	r.top = top // remembered where the height is known; drawing twice gives the same
	var f frame
	var text []string
	for y := 0; y < room && top+y < len(rows); y++ {
		d := rows[top+y]
		text = append(text, ansi.Truncate(d.text, s.w, t.ellipsis))
		if top+y == first {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { r.at = d.line; return nil }})
	}
	if room < s.h {
		text = append(text, t.muted.Render(ansi.Truncate("  "+t.beyond(top, len(rows)-top-room), s.w, t.ellipsis)))
	}
	f.Content = strings.Join(text, "\n")
	return f
}

// still draws the text from its beginning without a cursor line, as a preview.
func (r *reader) still(t theme, s size) frame {
	first := *r
	first.at, first.top = -1, 0
	rows := first.rows(t, s.w)
	var text []string
	for y := 0; y < s.h && y < len(rows); y++ {
		line := ansi.Truncate(rows[y].text, s.w, t.ellipsis)
		if y == s.h-1 && len(rows) > s.h {
			line = t.muted.Render("  " + t.down + " more: enter")
		}
		text = append(text, line)
	}
	return lines(text...)
}
