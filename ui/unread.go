package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

func (x *Explorer) whyNoUnread() string {
	if len(x.analysis.Unread()) == 0 && x.load.phase != loadFailedWith {
		return "everything that matters here was read"
	}
	return ""
}

// showUnread says of each part that was not read whole why, what follows, and what to do.
func (x *Explorer) showUnread() tea.Cmd {
	t := x.theme
	var out []textLine
	if x.load.phase == loadFailedWith {
		f := x.load.failure
		out = append(out, textLine{text: "The last load ended early", style: t.title},
			textLine{prefix: "  ", text: failureLine(f), style: t.text},
			textLine{prefix: "  Next: ", text: f.Next(), style: t.text}, textLine{})
	}
	for _, u := range x.analysis.Unread() {
		head := u.Part.Name() + ": " + readingWord(u.Reading)
		out = append(out, textLine{prefix: t.unsure + " ", text: head, style: t.title})
		if u.Effect != "" {
			out = append(out, textLine{prefix: "  Not known: ", text: model.Printable(u.Effect), style: t.text})
		}
		if f := u.Reading.Failure; f.Kind != model.NoFailure {
			out = append(out, textLine{prefix: "  ", text: failureLine(f), style: t.muted},
				textLine{prefix: "  Next: ", text: f.Next(), style: t.text})
		}
		out = append(out, textLine{})
	}
	return x.openText("What was not read", out[:len(out)-1]) // without the last empty line
}
