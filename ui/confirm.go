package ui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
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
	top    int  // first visible line of the text
}

// order is what is ticked. It is for the VPC of the groups that it changes, which need not be the one on
// the screen.
func (p *changesPage) order() model.Order {
	o := model.Order{
		Plan: p.plan, Picks: p.picks(), VPC: p.before.Scope().VPC, Seen: p.before.Snapshot(), Continues: p.making.continues,
	}
	if v := p.vpcs(); len(v) == 1 {
		o.VPC = v[0]
	}
	return o
}

// confirm opens the question for what is ticked.
func (p *changesPage) confirm() tea.Cmd {
	order := p.order()
	serial, arm := p.x.grace()
	return tea.Batch(p.x.openDialog(&confirmDialog{p: p, serial: serial, order: order}), arm)
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
		{key: bind("esc", "cancel", "esc", "q", "n"), do: d.cancel, hint: true},
	}
}

func (d *confirmDialog) cancel() tea.Cmd {
	d.p.x.closeDialog()
	d.p.x.say("cancelled: nothing was sent")
	return nil
}

// choose does what the cursor is on. Apply counts only once the dialog is armed.
func (d *confirmDialog) choose() tea.Cmd {
	switch {
	case !d.yes:
		return d.cancel()
	case !d.armed:
		d.p.x.say("read it first: Apply counts in a moment")
		return nil
	}
	d.p.x.closeDialog()
	return d.p.apply(d.order)
}

func (d *confirmDialog) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case graceEndedMsg:
		d.armed = d.armed || msg.serial == d.serial
	case tea.KeyPressMsg:
		d.scroll(msg)
	}
	return nil
}

// scroll moves the text where the terminal is too low for all of it.
func (d *confirmDialog) scroll(m tea.KeyPressMsg) {
	switch k := d.p.x.keys; {
	case key.Matches(m, k.up):
		d.top--
	case key.Matches(m, k.down):
		d.top++
	}
}

// view draws the text with as much as there is room for, most important first, above the buttons.
func (d *confirmDialog) view(s size) frame {
	room := s.minus(1)
	text := reader{lines: d.lines(false)}
	if len(text.rows(d.p.x.theme, s.w)) > room.h-1 {
		text.lines = d.lines(true)
	}
	text.at = -1
	rows := text.rows(d.p.x.theme, s.w)
	d.top = max(min(d.top, len(rows)-room.h), 0)
	var out []string
	for i := d.top; i < len(rows) && len(out) < room.h; i++ {
		out = append(out, rows[i].text)
	}
	if left := len(rows) - d.top - len(out); left > 0 && len(out) > 0 {
		out[len(out)-1] = d.p.x.theme.muted.Render("  " + d.p.x.theme.beyond(0, left+1) + ": down")
	}
	parts := []frame{lines(out...)}
	if len(out) < room.h {
		parts = append(parts, lines(" "))
	}
	return stack(append(parts, d.buttons())...)
}

func (d *confirmDialog) buttons() frame {
	t := d.p.x.theme
	cancel, apply := "> Cancel <", "  Apply  "
	if d.yes {
		cancel, apply = "  Cancel  ", "> Apply <"
	}
	style := t.muted
	if d.armed {
		style = t.text
	}
	left, right := t.selected.Render(cancel), style.Render(apply)
	at := 0
	if d.yes {
		left, right = style.Render(cancel), t.selected.Render(apply)
		at = len(cancel) + 3
	}
	f := lines(left + "   " + right)
	f.Cursor = cursorAt(at, 0)
	f.Hits = []hit{
		{0, 0, len(cancel), 1, d.cancel},
		{len(cancel) + 3, 0, len(apply), 1, d.clickApply},
	}
	return f
}

// clickApply moves to Apply; a second click chooses it.
func (d *confirmDialog) clickApply() tea.Cmd {
	if d.yes {
		return d.choose()
	}
	d.yes = true
	return nil
}

// lines repeat where the changes go and how many of which kind there are. The short ones leave out
// what the review has said.
func (d *confirmDialog) lines(short bool) []textLine {
	x := d.p.x
	t, o := x.theme, d.p.before.Snapshot().Origin()
	var out []textLine
	add := t.speak(&out)
	say := func(label, text string) { add(t.text, align(label, 10, false), text) }
	where := "Account"
	if o.Kind == model.FromSandbox {
		where = "Sandbox"
	}
	account, region := firstOf(o.Caller.Account, "not known"), firstOf(o.Region, "not known")
	caller := firstOf(o.Caller.ARN, "not known")
	if short {
		say(where, account+", "+region)
		caller = shortARN(caller)
	} else {
		say(where, account)
		say("Region", region)
	}
	say("VPC", d.vpc())
	say("Caller", caller)
	say("Endpoint", firstOf(o.Endpoint, x.source().Endpoint))
	say("Changes", d.counts())
	d.risks(func(text string) { add(t.warn, align("Risk", 10, false), text) })
	if short {
		return out
	}
	for _, s := range d.order.Chosen() {
		add(t.text, "          ", d.p.diffLine(s.Change, 200)) // wrapped, not cut
	}
	say("Paths", d.paths())
	say("Carried", "by "+d.carried())
	if n := d.drifts(); n > 0 {
		add(t.warn, align("Owner", 10, false), plural(n, "change")+" of groups that a template seems to own: drift")
	}
	add(t.muted, "", "Everything is read again before the first write; if it differs, nothing is sent. "+
		"One call after the other; the first failure stops.")
	return out
}

// vpc names the VPC of the order.
func (d *confirmDialog) vpc() string {
	id := firstOf(d.order.VPC, "not known")
	if v, ok := d.p.before.Snapshot().VPC(id); ok && v.Name != "" {
		return v.Name + " (" + id + ")"
	}
	return id
}

// counts gives how many changes of each kind there are.
func (d *confirmDialog) counts() string {
	n := map[string]int{}
	for _, s := range d.order.Chosen() {
		n[model.ChangeKind(s.Change)]++
	}
	text := ""
	for _, k := range []struct{ kind, what, done string }{
		{"set-tag", "tag", "set"},
		{"create-group", "group", "created"},
		{"authorize", "rule", "added"},
		{"revoke", "rule", "removed"},
		{"remove-tag", "tag", "removed"},
		{"delete-group", "group", "deleted"},
	} {
		if n[k.kind] == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s %s", plural(n[k.kind], k.what), k.done)
	}
	return text
}

// paths counts what opens and what closes.
func (d *confirmDialog) paths() string {
	e := d.p.weigh().effects
	word := func(n int) string {
		if n == 0 {
			return "none"
		}
		return fmt.Sprint(n)
	}
	return "opens " + word(len(e.Opens)) + ", closes " + word(len(e.Closes))
}

// drifts counts the changes of groups that show signs of an owner elsewhere.
func (d *confirmDialog) drifts() int {
	n := 0
	for _, s := range d.order.Chosen() {
		if s.Drift != "" {
			n++
		}
	}
	return n
}
