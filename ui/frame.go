package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// size is columns and rows. Neither is ever below zero where a view gets it.
type size struct{ w, h int }

// The smallest terminal in which the explorer draws anything but a message.
const (
	minWidth  = 40
	minHeight = 12
)

func (s size) tooSmall() bool { return s.w < minWidth || s.h < minHeight }

// minus gives what is left under a number of rows.
func (s size) minus(rows int) size { return size{s.w, max(s.h-rows, 0)} }

// frame is what a part of the screen draws: lines joined by newlines, the cursor where the selected
// row or a text field is, and what a click does where.
type frame struct {
	Content string
	Cursor  *tea.Cursor
	Hits    []hit
	Areas   []area
}

// hit is a place that the mouse can press, relative to its frame. Later hits lie above earlier ones.
type hit struct {
	x, y, w, h int
	do         func() tea.Cmd
}

// area is a place of many parts, such as a drawing: what a click does depends on the cell, counted
// from the area's own corner. Hits lie above areas.
type area struct {
	x, y, w, h int
	do         func(x, y int) tea.Cmd
}

// lines makes a frame of lines.
func lines(l ...string) frame { return frame{Content: strings.Join(l, "\n")} }

// height gives the number of rows; an empty frame has none.
func (f frame) height() int {
	if f.Content == "" {
		return 0
	}
	return strings.Count(f.Content, "\n") + 1
}

// rows gives the lines; nil for an empty frame.
func (f frame) rows() []string {
	if f.Content == "" {
		return nil
	}
	return strings.Split(f.Content, "\n")
}

// shifted moves cursor, hits and areas; the content stays.
func (f frame) shifted(x, y int) frame {
	if f.Cursor != nil {
		c := *f.Cursor // its shape stays: a bar says that one types there
		c.X, c.Y = c.X+x, c.Y+y
		f.Cursor = &c
	}
	moved := make([]hit, len(f.Hits))
	for i, h := range f.Hits {
		h.x, h.y = h.x+x, h.y+y
		moved[i] = h
	}
	f.Hits = moved
	areas := make([]area, len(f.Areas))
	for i, a := range f.Areas {
		a.x, a.y = a.x+x, a.y+y
		areas[i] = a
	}
	f.Areas = areas
	return f
}

// cursorAt makes a cursor that does not blink: it marks the selected row for screen readers.
func cursorAt(x, y int) *tea.Cursor {
	c := tea.NewCursor(x, y)
	c.Blink = false
	return c
}

// sized cuts and pads the frame to exactly the size, so that nothing can overflow.
func (f frame) sized(s size) frame {
	rows := f.rows()
	out := make([]string, s.h)
	for i := range out {
		line := ""
		if i < len(rows) {
			line = rows[i]
		}
		out[i] = pad(line, s.w)
	}
	f.Content = strings.Join(out, "\n")
	if c := f.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= s.w || c.Y >= s.h) {
		f.Cursor = nil
	}
	return f
}

// stack puts frames under each other. The last cursor wins.
func stack(parts ...frame) frame {
	var out frame
	var rows []string
	for _, p := range parts {
		moved := p.shifted(0, len(rows))
		if moved.Cursor != nil {
			out.Cursor = moved.Cursor
		}
		out.Hits = append(out.Hits, moved.Hits...)
		out.Areas = append(out.Areas, moved.Areas...)
		rows = append(rows, p.rows()...)
	}
	out.Content = strings.Join(rows, "\n")
	return out
}

// overlay lays a frame over another at a place. The lower one's cursor and hits go: what lies above
// takes every key and click.
func overlay(under, over frame, x, y int) frame {
	rows := under.rows()
	for i, line := range over.rows() {
		at := y + i
		if at < 0 || at >= len(rows) {
			continue
		}
		w := ansi.StringWidth(line)
		left := pad(ansi.Cut(rows[at], 0, x), x)
		right := ansi.Cut(rows[at], x+w, max(ansi.StringWidth(rows[at]), x+w))
		rows[at] = left + line + right
	}
	out := over.shifted(x, y)
	out.Content = strings.Join(rows, "\n")
	return out
}

// pad cuts or fills a line to exactly w columns.
func pad(s string, w int) string {
	n := ansi.StringWidth(s)
	if n > w {
		s = ansi.Truncate(s, w, "")
		n = ansi.StringWidth(s) // a wide character may leave one column
	}
	return s + strings.Repeat(" ", max(w-n, 0))
}

// at gives what a click does at a place; nil for nothing.
func (f frame) at(x, y int) func() tea.Cmd {
	for _, h := range slices.Backward(f.Hits) {
		if x >= h.x && x < h.x+h.w && y >= h.y && y < h.y+h.h {
			return h.do
		}
	}
	for _, a := range f.Areas {
		if x >= a.x && x < a.x+a.w && y >= a.y && y < a.y+a.h {
			return func() tea.Cmd { return a.do(x-a.x, y-a.y) }
		}
	}
	return nil
}

// wheelStep gives which way a mouse wheel turned: -1 up, 1 down, 0 sideways.
func wheelStep(m tea.MouseWheelMsg) int {
	if m.Button == tea.MouseWheelUp {
		return -1
	}
	if m.Button == tea.MouseWheelDown {
		return 1
	}
	return 0
}

// wrap breaks plain text at spaces into lines of at most w columns. Words longer than a line are broken, paths
// and addresses behind a slash;
// a hyphen is no place to break, because ids are full of them.
func wrap(s string, w int) []string {
	if w < 1 {
		return nil
	}
	out := []string{""}
	for word := range strings.SplitSeq(s, " ") {
		last := &out[len(out)-1]
		switch {
		case *last == "":
			*last = word
		case textWidth(*last)+1+textWidth(word) <= w:
			*last += " " + word
		default:
			out = append(out, word)
		}
		for textWidth(out[len(out)-1]) > w {
			long := out[len(out)-1]
			head := breakAt(ansi.Truncate(long, w, ""))
			if head == "" { // a wide character in one column
				return out
			}
			out = append(out[:len(out)-1], head, strings.TrimPrefix(long, head))
		}
	}
	return out
}

// breakAt gives as much of the head of a long word as ends where a path or an address may be broken; all of it if
// that is too little.
func breakAt(head string) string {
	if i := strings.LastIndexAny(head, "/,?&"); i >= len(head)/2 {
		return head[:i+1]
	}
	return head
}

// indented wraps text with a first prefix and aligns the other lines under its text.
func indented(prefix, s string, w int) []string {
	in := ansi.StringWidth(prefix)
	if w-in < 10 { // too narrow to keep the column
		return wrap(prefix+s, w)
	}
	out := wrap(s, w-in)
	for i, line := range out {
		if i == 0 {
			out[i] = prefix + line
			continue
		}
		out[i] = strings.Repeat(" ", in) + line
	}
	return out
}
