package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// textDialog is a dialog that is only read: help, what was not read. There is nothing to choose in it, so that
// every key that moves scrolls.
type textDialog struct {
	x    *Explorer
	name string
	text reader
	top  int // first visible row
}

func (x *Explorer) openText(name string, l []textLine) tea.Cmd {
	d := &textDialog{x: x, name: name, text: reader{keys: x.keys, lines: l, at: -1}}
	return x.openDialog(d)
}

func (d *textDialog) title() string { return d.name }
func (d *textDialog) typing() bool  { return false }

func (d *textDialog) actions() []action {
	return []action{{key: bind("esc", "close", "esc", "q", "enter", "?"), do: d.x.closeDialog, hint: true}}
}

func (d *textDialog) update(msg tea.Msg) tea.Cmd {
	const all = 1 << 20 // more than there is; the view knows how far it goes
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		d.top += 3 * wheelStep(msg)
	case tea.KeyPressMsg:
		switch k := d.x.keys; {
		case key.Matches(msg, k.up):
			d.top--
		case key.Matches(msg, k.down):
			d.top++
		case key.Matches(msg, k.pageUp):
			d.top -= screenful
		case key.Matches(msg, k.pageDown):
			d.top += screenful
		case key.Matches(msg, k.first):
			d.top = 0
		case key.Matches(msg, k.last):
			d.top = all
		}
	}
	return nil
}

// view draws what there is room for; the last row says how much is out of sight, and which key brings it.
func (d *textDialog) view(s size) frame {
	if s.h < 1 {
		return frame{}
	}
	t := d.x.theme
	rows := d.text.rows(t, s.w)
	if len(rows) <= s.h || s.h < 2 {
		d.top = 0
		return d.window(rows[:min(len(rows), s.h)], s.w)
	}
	room := s.h - 1
	d.top = max(min(d.top, len(rows)-room), 0)
	hint := t.beyond(d.top, len(rows)-d.top-room)
	if d.top+room < len(rows) {
		hint += ": down"
	}
	f := d.window(rows[d.top:d.top+room], s.w)
	return stack(f, lines(t.muted.Render(ansi.Truncate("  "+hint, s.w, t.ellipsis))))
}

func (d *textDialog) window(rows []drawn, w int) frame {
	var out []string
	for _, r := range rows {
		out = append(out, ansi.Truncate(r.text, w, d.x.theme.ellipsis))
	}
	f := lines(out...)
	f.Cursor = cursorAt(0, 0)
	return f
}

// openHelp lists the keys of the page and of everywhere; one that is off says why.
func (x *Explorer) openHelp() tea.Cmd {
	k := x.keys
	p := x.page()
	var out []textLine
	if x.coach != nil {
		heading := "Coach (L gives it the keys)"
		if x.coach.focused {
			heading = "Coach"
		}
		out = append(out, textLine{text: heading, style: x.theme.title})
		out = append(out, x.helpLines(x.coach.table())...)
		out = append(out, textLine{})
	}
	out = append(out, textLine{text: p.title(), style: x.theme.title})
	out = append(out, x.helpLines(p.actions())...)
	out = append(out, textLine{}, textLine{text: "Everywhere", style: x.theme.title})
	out = append(out, x.helpLines(x.globals())...)
	out = append(out, textLine{}, textLine{text: "Moving", style: x.theme.title})
	out = append(out, x.helpLines([]action{
		{key: k.up},
		{key: k.down},
		{key: k.left},
		{key: k.right},
		{key: k.pageUp},
		{key: k.pageDown},
		{key: k.first},
		{key: k.last},
	})...)
	out = append(out, textLine{}, textLine{text: "Signs", style: x.theme.title})
	t := x.theme
	for _, s := range [][2]string{
		{t.fail, "broken, blocked"},
		{t.exposed, "exposed"},
		{t.conditional, "conditional"},
		{t.wider, "wider than documented"},
		{t.noteDot, "note"},
		{t.part, "partly"},
		{t.pass, "allowed, met"},
		{t.unsure, "unknown: not read or not decided"},
	} {
		out = append(out, textLine{prefix: "  " + s[0] + "  ", text: s[1], style: t.text})
	}
	return x.openText("Keys", out)
}

func (x *Explorer) helpLines(table []action) []textLine {
	var out []textLine
	for _, a := range table {
		h := a.key.Help()
		text, style := h.Desc, x.theme.text
		if why := a.why(); why != "" {
			text, style = text+" (now off: "+why+")", x.theme.muted
		}
		out = append(out, textLine{prefix: "  " + align(h.Key, 11, false), text: text, style: style})
	}
	return out
}
