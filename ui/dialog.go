package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// dialog lies over the page and takes all keys. It is a small state machine of its own.
type dialog interface {
	title() string
	// update gets what no action of the dialog took.
	update(tea.Msg) tea.Cmd
	// view draws the inside, at most of the size; the frame around it is drawn for it.
	view(size) frame
	// actions are the dialog's keys. Esc closes every dialog that does not name it here.
	actions() []action
	// typing reports whether a text field has the keys; then only named keys and ctrl and alt
	// combinations are actions, never plain characters.
	typing() bool
}

// open lays a dialog over what is there.
func (x *Explorer) openDialog(d dialog) tea.Cmd {
	x.dialogs = append(x.dialogs, d)
	return nil
}

// closeDialog takes the dialog on top away.
func (x *Explorer) closeDialog() tea.Cmd {
	if n := len(x.dialogs); n > 0 {
		x.dialogs = x.dialogs[:n-1]
	}
	return nil
}

// dialog gives the dialog on top; nil if there is none.
func (x *Explorer) dialog() dialog {
	if n := len(x.dialogs); n > 0 {
		return x.dialogs[n-1]
	}
	return nil
}

func (x *Explorer) dialogKey(d dialog, k tea.KeyPressMsg) tea.Cmd {
	if !d.typing() || k.Text == "" {
		if cmd, ok := x.press(k, d.actions()); ok {
			return cmd
		}
		if k.String() == "esc" {
			return x.closeDialog()
		}
	}
	return d.update(k)
}

// A dialog with less room than that takes the whole screen.
const (
	dialogLeastWidth  = 60
	dialogLeastHeight = 16
)

// drawDialog lays a dialog over a frame, in the middle. In plain and in narrow terminals it takes
// the whole screen, which is easier to follow.
func (x *Explorer) drawDialog(under frame, d dialog, s size) frame {
	foot := x.footer(s.w)
	area := x.dialogRoom(s)
	if x.theme.plain || area.w < dialogLeastWidth || area.h < dialogLeastHeight {
		head := lines(x.theme.title.Render(ansi.Truncate(d.title(), s.w, x.theme.ellipsis)))
		room := s.minus(head.height() + foot.height())
		return stack(head, d.view(room).sized(room), foot)
	}
	inner := d.view(size{area.w - 8, area.h - 6})
	w := ansi.StringWidth(d.title()) + 4
	for _, r := range inner.rows() {
		w = max(w, ansi.StringWidth(r))
	}
	inner = inner.sized(size{min(w, area.w-8), min(inner.height(), area.h-6)})
	boxed := x.box(d.title(), inner)
	bw := ansi.StringWidth(boxed.rows()[0])
	f := overlay(under, boxed, (area.w-bw)/2, max((area.h-boxed.height())/3, 1))
	return stack(f.sized(s.minus(foot.height())), frame{Content: foot.Content})
}

// box draws a border with a title around a frame whose lines are all of one width.
func (x *Explorer) box(title string, f frame) frame {
	t := x.theme
	rows := f.rows()
	w := 0
	if len(rows) > 0 {
		w = ansi.StringWidth(rows[0])
	}
	b := func(s string) string { return t.border.Render(s) }
	title = ansi.Truncate(title, max(w-2, 0), t.ellipsis)
	rest := max(w-ansi.StringWidth(title)-1, 0)
	right := strings.Repeat(t.rule, rest) + t.corners[1]
	out := []string{b(t.corners[0]+t.rule) + " " + t.title.Render(title) + " " + b(right)}
	for _, r := range rows {
		out = append(out, b(t.side)+" "+r+" "+b(t.side))
	}
	out = append(out, b(t.corners[2]+strings.Repeat(t.rule, w+2)+t.corners[3]))
	moved := f.shifted(2, 1)
	moved.Content = strings.Join(out, "\n")
	return moved
}

// graceTime is how long a confirm dialog ignores the key that confirms: keys that were already on
// their way when it opened cannot answer it.
const graceTime = 400 * time.Millisecond

// graceEndedMsg arms the confirm dialog of the serial.
type graceEndedMsg struct{ serial int }

// grace starts the time of grace and gives the serial that its end will carry.
func (x *Explorer) grace() (int, tea.Cmd) {
	n := x.nextSerial()
	return n, x.options.After(graceTime, func() tea.Msg { return graceEndedMsg{n} })
}
