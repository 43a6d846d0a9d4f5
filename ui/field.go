package ui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
)

// field is a line of text being edited, with the terminal's own cursor. It takes pasted text too;
// what cannot be printed never gets in.
type field struct {
	prompt string
	text   []rune
	at     int // the cursor stands before this rune
	limit  int // most runes; 0 for no limit
}

func newField(prompt, value string) field {
	f := field{prompt: prompt}
	f.set(value)
	return f
}

// value gives the text.
func (f *field) value() string { return string(f.text) }

// set replaces the text; the cursor goes to its end.
func (f *field) set(s string) {
	f.text = nil
	f.at = 0
	f.insert(s)
}

// update edits. It reports whether the text changed.
func (f *field) update(msg tea.Msg) bool {
	before := f.value()
	switch msg := msg.(type) {
	case tea.PasteMsg:
		f.insert(msg.Content)
	case tea.KeyPressMsg:
		f.key(msg)
	}
	return f.value() != before
}

func (f *field) key(k tea.KeyPressMsg) {
	switch k.String() {
	case "left", "ctrl+b":
		f.at = max(f.at-1, 0)
	case "right", "ctrl+f":
		f.at = min(f.at+1, len(f.text))
	case "home", "ctrl+a":
		f.at = 0
	case "end", "ctrl+e":
		f.at = len(f.text)
	case "backspace", "ctrl+h":
		f.cut(f.at-1, f.at)
	case "delete", "ctrl+d":
		f.cut(f.at, f.at+1)
	case "ctrl+u":
		f.cut(0, f.at)
	case "ctrl+k":
		f.cut(f.at, len(f.text))
	case "ctrl+w", "alt+backspace":
		f.cut(f.wordStart(), f.at)
	default:
		f.insert(k.Text)
	}
}

func (f *field) insert(s string) {
	var in []rune
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			in = append(in, ' ')
		case !model.Hidden(r) && r != unicode.ReplacementChar:
			in = append(in, r)
		}
	}
	if f.limit > 0 {
		in = in[:min(len(in), max(f.limit-len(f.text), 0))]
	}
	tail := append([]rune{}, f.text[f.at:]...)
	f.text = append(append(f.text[:f.at:f.at], in...), tail...)
	f.at += len(in)
}

// cut removes runes from first up to last.
func (f *field) cut(first, last int) {
	first, last = max(first, 0), min(last, len(f.text))
	if first >= last {
		return
	}
	f.text = append(append([]rune{}, f.text[:first]...), f.text[last:]...)
	f.at = first
}

func (f *field) wordStart() int {
	i := f.at
	for i > 0 && f.text[i-1] == ' ' {
		i--
	}
	for i > 0 && f.text[i-1] != ' ' {
		i--
	}
	return i
}

// view draws prompt and text in one line of exactly w columns; long text is scrolled so that the
// cursor is in sight. The frame's cursor is where typing goes.
func (f *field) view(w int) frame {
	prompt := ansi.Truncate(f.prompt, w, "")
	room := w - ansi.StringWidth(prompt)
	first := 0
	for first < f.at && ansi.StringWidth(string(f.text[first:f.at])) >= max(room, 1) {
		first++
	}
	before := ansi.StringWidth(string(f.text[first:f.at]))
	text := ansi.Truncate(string(f.text[first:]), max(room, 0), "")
	out := lines(pad(prompt+text, w))
	out.Cursor = cursorAt(min(ansi.StringWidth(prompt)+before, max(w-1, 0)), 0)
	out.Cursor.Shape = tea.CursorBar
	return out
}

// trimmed gives the text without spaces at its ends.
func (f *field) trimmed() string { return strings.TrimSpace(f.value()) }
