package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// formRow is a line of a form: one that is typed has a field, one that is chosen has a turn. Under it
// stands its note.
type formRow struct {
	label string
	input *field
	value func() string // what a choice shows
	turn  func(step int)
	note  func() (string, lipgloss.Style)
}

// shown gives the value of a choice, between arrows if it can be changed.
func (r formRow) shown() string {
	if r.turn == nil {
		return r.value()
	}
	return "< " + r.value() + " >"
}

// form is the part that dialogs of lines share: moving, typing, choosing, drawing. The line after the
// last row is the button.
type form struct {
	x      *Explorer
	rows   []formRow
	at     int
	button string         // "" for a form that only shows: it has none
	done   func() tea.Cmd // what the button does
}

// count is the number of lines on which the cursor can stand.
func (f *form) count() int {
	if f.button == "" {
		return len(f.rows)
	}
	return len(f.rows) + 1
}

// labelWidth is the column in which values begin.
const labelWidth = 11

func (f *form) onButton() bool { return f.at == len(f.rows) }

// row gives the line under the cursor; the zero row for the button.
func (f *form) row() formRow {
	if f.onButton() {
		return formRow{}
	}
	return f.rows[f.at]
}

func (f *form) typing() bool { return f.row().input != nil }

func (f *form) move(n int) func() tea.Cmd {
	return func() tea.Cmd {
		f.at = (f.at + n + f.count()) % f.count()
		return nil
	}
}

// actions gives the keys of moving and choosing; enter and esc are the dialog's own.
func (f *form) actions() []action {
	out := []action{
		{key: bind("up", "line above", "up", "shift+tab"), do: f.move(-1)},
		{key: bind("down", "line below", "down", "tab"), do: f.move(1)},
	}
	if turn := f.row().turn; turn != nil {
		step := func(n int) func() tea.Cmd { return func() tea.Cmd { turn(n); return nil } }
		out = append(out,
			action{key: bind("right", "change", "right", "l", "space"), do: step(1), hint: true},
			action{key: bind("left", "change back", "left", "h"), do: step(-1)})
	}
	return out
}

// enter goes to the next line; on the button it does what that says.
func (f *form) enter() tea.Cmd {
	if f.onButton() {
		return f.done()
	}
	return f.move(1)()
}

// update types; it reports whether something changed.
func (f *form) update(msg tea.Msg) bool { return f.typing() && f.row().input.update(msg) }

// view draws the lines with their notes below a head, and what is said after the button. Where that is
// more than fits, its last line says how to read it.
func (f *form) view(s size, head frame, tail []textLine) frame {
	parts := []frame{head}
	first, last := 0, 0
	for i := range f.count() {
		if i == f.at {
			first = stack(parts...).height()
		}
		parts = append(parts, f.line(i, s.w))
		if i < len(f.rows) && f.rows[i].note != nil {
			text, style := f.rows[i].note()
			parts = append(parts, noteLines(text, style, s.w))
		}
		if i == f.at {
			last = stack(parts...).height()
		}
	}
	for _, l := range tail {
		parts = append(parts, lines(styled(l.style, indented(l.prefix, l.text, max(s.w, 1)))...))
	}
	all := stack(parts...)
	out := windowOf(all, first, last, s.h)
	if rows := out.rows(); len(tail) > 0 && all.height() > s.h && last < s.h && s.h > 1 {
		rows[s.h-1] = f.x.theme.muted.Render(ansi.Truncate("  "+f.x.theme.down+" more: ctrl+o shows it", s.w, f.x.theme.ellipsis))
		out.Content = strings.Join(rows, "\n")
	}
	return out
}

// more gives the key that shows all that is said after the button.
func (f *form) more(title string, tail func() []textLine) action {
	return action{key: bind("ctrl+o", "show all that is said", "ctrl+o"), do: func() tea.Cmd {
		return f.x.openText(title, tail())
	}}
}

// noteLines wraps what stands under a line.
func noteLines(text string, style lipgloss.Style, w int) frame {
	if text == "" {
		return frame{}
	}
	return lines(styled(style, indented("    ", text, max(w, 1)))...)
}

// line draws one row, or the button.
func (f *form) line(i, w int) frame {
	t := f.x.theme
	marker := "  "
	if i == f.at {
		marker = "> "
	}
	click := hit{0, 0, w, 1, f.click(i)}
	if i < len(f.rows) && f.rows[i].input != nil {
		input := *f.rows[i].input
		input.prompt = marker + align(f.rows[i].label, labelWidth, false)
		out := input.view(w)
		if i != f.at {
			out = lines(t.text.Render(pad(cutText(input.prompt+input.value(), w, t.ellipsis), w)))
		}
		out.Hits = []hit{click}
		return out
	}
	text := marker + "[ " + f.button + " ]"
	if i < len(f.rows) {
		text = marker + align(f.rows[i].label, labelWidth, false) + f.rows[i].shown()
	}
	style := t.text
	if i == f.at {
		style = t.selected
	}
	out := lines(style.Render(ansi.Truncate(text, w, t.ellipsis)))
	if i == f.at {
		out.Cursor = cursorAt(0, 0)
	}
	out.Hits = []hit{click}
	return out
}

// click selects a line; on the selected one it changes the choice, or presses the button.
func (f *form) click(i int) func() tea.Cmd {
	return func() tea.Cmd {
		switch {
		case f.at != i:
			f.at = i
		case f.onButton():
			return f.done()
		case f.row().turn != nil:
			f.row().turn(1)
		}
		return nil
	}
}
