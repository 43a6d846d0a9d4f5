package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// confirmDialog asks the last question before anything is written. Cancel is the default, and until
// the time of grace is over no key confirms: keys already in flight cannot answer it.
type confirmDialog struct {
	p      *changesPage
	order  model.Order
	serial int
	armed  bool
	yes    bool // the cursor is on Apply
	text   reader
}

// confirm opens the question for what is ticked.
func (p *changesPage) confirm() tea.Cmd {
	serial, arm := p.x.grace()
	d := &confirmDialog{p: p, serial: serial, order: model.Order{Plan: p.plan, Picks: p.picks(), VPC: p.x.scope.VPC}}
	d.text = reader{keys: p.x.keys, lines: d.lines()}
	return tea.Batch(p.x.openDialog(d), arm)
}

func (d *confirmDialog) title() string {
	return "Apply " + plural(len(d.order.Chosen()), "change") + "?"
}
func (d *confirmDialog) typing() bool { return false }

func (d *confirmDialog) actions() []action {
	side := func() tea.Cmd { d.yes = !d.yes; return nil }
	return []action{
		{key: bind("enter", "choose", "enter"), do: d.choose, hint: true},
		{key: bind("tab", "Cancel or Apply", "tab", "shift+tab", "left", "right", "h", "l"), do: side, hint: true},
		{key: bind("esc", "cancel", "esc", "q", "n"), do: d.p.x.closeDialog, hint: true},
	}
}

// choose does what the cursor is on. Apply counts only once the dialog is armed.
func (d *confirmDialog) choose() tea.Cmd {
	x := d.p.x
	if !d.yes {
		x.closeDialog()
		x.say("cancelled: nothing was sent")
		return nil
	}
	if !d.armed {
		x.say("read it first: the answer counts in a moment")
		return nil
	}
	x.closeDialog()
	return d.p.apply(d.order)
}

func (d *confirmDialog) update(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(graceEndedMsg); ok {
		d.armed = d.armed || m.serial == d.serial
		return nil
	}
	d.text.update(msg)
	return nil
}

// lines repeat where the changes go and how many of which kind there are.
func (d *confirmDialog) lines() []textLine {
	x := d.p.x
	t, o := x.theme, x.analysis.Snapshot().Origin()
	var out []textLine
	say := func(label, text string) {
		out = append(out, textLine{prefix: align(label, 10, false), text: model.Printable(text), style: t.text})
	}
	where := "Account"
	if o.Kind == model.FromSandbox {
		where = "Sandbox"
	}
	say(where, firstOf(o.Caller.Account, "not known"))
	say("Caller", firstOf(o.Caller.ARN, "not known"))
	say("Region", firstOf(o.Region, "not known"))
	if e := firstOf(o.Endpoint, x.source().Endpoint); e != "" {
		say("Endpoint", e)
	}
	say("VPC", x.vpcLabel())
	say("Changes", d.counts())
	out = append(out, textLine{text: "Read again before the first write; one call after the other; stops at the first failure.",
		style: t.muted})
	return out
}

// counts gives how many changes of each kind there are.
func (d *confirmDialog) counts() string {
	n := map[string]int{}
	for _, s := range d.order.Chosen() {
		n[model.ChangeKind(s.Change)]++
	}
	text := ""
	for _, k := range []struct{ kind, word string }{
		{"set-tag", "tagged"}, {"create-group", "created"}, {"authorize", "rules added"}, {"revoke", "rules removed"},
		{"remove-tag", "tags removed"}, {"delete-group", "groups deleted"},
	} {
		if n[k.kind] == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%d %s", n[k.kind], k.word)
	}
	return text
}

func (d *confirmDialog) view(s size) frame {
	t := d.p.x.theme
	body := d.text.still(t, s.minus(2))
	cancel, apply := "  Cancel  ", "  Apply  "
	if d.yes {
		apply = "> Apply <"
	} else {
		cancel = "> Cancel <"
	}
	style := func(on bool, text string) string {
		if on {
			return t.selected.Render(text)
		}
		return t.muted.Render(text)
	}
	buttons := lines(style(!d.yes, cancel) + "   " + style(d.yes, apply))
	x := 0
	if d.yes {
		x = len(cancel) + 3
	}
	buttons.Cursor = cursorAt(x, 0)
	buttons.Hits = []hit{
		{0, 0, len(cancel), 1, func() tea.Cmd { d.yes = false; return d.choose() }},
		{len(cancel) + 3, 0, len(apply), 1, func() tea.Cmd { d.yes = true; return nil }},
	}
	return stack(body, lines(""), buttons)
}
