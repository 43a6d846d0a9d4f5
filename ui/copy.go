package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// copyItem is a value that can be copied, with what it is.
type copyItem struct{ what, value string }

// copy puts a value on the clipboard and shows it, since not every terminal takes it. Of several
// values the operator chooses one.
func (x *Explorer) copy(items ...copyItem) tea.Cmd {
	switch len(items) {
	case 0:
		x.say("there is nothing to copy here")
		return nil
	case 1:
		return x.copyOne(items[0])
	}
	return x.openDialog(newCopyDialog(x, items))
}

func (x *Explorer) copyOne(i copyItem) tea.Cmd {
	lines := strings.Split(strings.TrimSuffix(i.value, "\n"), "\n")
	for n, l := range lines {
		lines[n] = model.Printable(l)
	}
	shown := lines[0]
	if len(lines) > 1 {
		shown = plural(len(lines), "line")
	}
	x.say("copied " + i.what + ": " + shown)
	return tea.SetClipboard(strings.Join(lines, "\n"))
}

// newCopyDialog lists what can be copied; enter copies one.
func newCopyDialog(x *Explorer, items []copyItem) dialog {
	options := make([]choice, len(items))
	for i, it := range items {
		detail := it.value
		if n := strings.Count(strings.TrimSpace(it.value), "\n"); n > 0 {
			detail = plural(n+1, "line")
		}
		options[i] = choice{label: it.what, detail: detail, do: func() tea.Cmd { return x.copyOne(it) }}
	}
	return newChooser(x, "Copy", options)
}
