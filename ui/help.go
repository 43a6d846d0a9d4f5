package ui

import (
	tea "charm.land/bubbletea/v2"
)

// textDialog is a dialog that is only read: help, what was not read.
type textDialog struct {
	x    *Explorer
	name string
	text reader
}

func (x *Explorer) openText(name string, l []textLine) tea.Cmd {
	d := &textDialog{x: x, name: name, text: reader{keys: x.keys}}
	d.text.set(l)
	return x.openDialog(d)
}

func (d *textDialog) title() string { return d.name }
func (d *textDialog) typing() bool  { return false }

func (d *textDialog) actions() []action {
	return []action{{key: bind("esc", "close", "esc", "q", "enter", "?"), do: d.x.closeDialog, hint: true}}
}

func (d *textDialog) update(msg tea.Msg) tea.Cmd {
	d.text.update(msg)
	return nil
}

func (d *textDialog) view(s size) frame { return d.text.view(d.x.theme, s) }

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
