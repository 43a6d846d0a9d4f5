package ui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// titled is a rule across the page with a title in it, and at its end what does not fit above it.
// Linear text has the title alone.
func (t theme) titled(title, end string, w int) frame {
	if end != "" {
		end = " " + end + " "
	}
	text := ansi.Truncate(title, max(w-4-textWidth(end), 0), t.ellipsis)
	if t.plain {
		return lines(t.title.Render(text))
	}
	n := max(w-textWidth(text)-textWidth(end)-4, 0)
	return lines(t.border.Render(t.rule) + " " + t.title.Render(text) + " " +
		t.border.Render(strings.Repeat(t.rule, n)) + t.muted.Render(end) + t.border.Render(t.rule))
}

// beyond says how much there is above and below what is shown; "" for nothing.
func (t theme) beyond(above, below int) string {
	var parts []string
	if above > 0 {
		parts = append(parts, fmt.Sprintf("%s %d more", t.up, above))
	}
	if below > 0 {
		parts = append(parts, fmt.Sprintf("%s %d more", t.down, below))
	}
	return strings.Join(parts, "  ")
}
