package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
)

// leastPurpose is the width of a list below which what rules are for stands only under it.
const leastPurpose = 64

// view draws the rules with what is staged for them, and below them what is to be said of it.
func (d *ruleEditor) view(s size) frame {
	t, tale := d.x.theme, d.tale()
	below := d.below()
	var low []string
	for _, l := range below {
		low = append(low, styled(l.style, indented(l.prefix, l.text, max(s.w, 1)))...)
	}
	shown := min(d.visual(), max(s.h-1-len(low), s.h/2, 3))
	room := max(s.h-shown-1, 0)
	if len(low) > room {
		low = low[:room]
		if room > 0 {
			low[room-1] = t.muted.Render("  " + t.down + " more: s shows it")
		}
	}
	list := d.list(size{s.w, min(shown, s.h)})
	hidden := t.beyond(d.top, d.visual()-d.top-list.height())
	if len(tale.rows) == 0 {
		hidden, list = "", lines(t.muted.Render("  no rule: nothing is let in or out; a adds one"))
	}
	return stack(list, t.titled(d.staged(), hidden, s.w), lines(low...))
}

func (d *ruleEditor) staged() string {
	if len(d.edits.List) == 0 {
		return "nothing staged"
	}
	return plural(len(d.edits.List), "edit") + " staged, nothing sent"
}

// visual counts the lines of the list: rules, and a heading for each direction that has any.
func (d *ruleEditor) visual() int { return len(d.lines()) }

// lines gives what the list draws: indexes of rows, and ^direction for a heading.
func (d *ruleEditor) lines() []int {
	var out []int
	last := -1
	for i, r := range d.tale().rows {
		if dir := int(r.story.Entry.Rule.Direction); dir != last {
			out = append(out, ^dir)
			last = dir
		}
		out = append(out, i)
	}
	return out
}

// list draws the window of rules around the cursor.
func (d *ruleEditor) list(s size) frame {
	all := d.lines()
	at := 0
	for y, v := range all {
		if v == d.at {
			at = y
		}
	}
	if at <= 1 {
		at = 0 // the heading stays in sight
	}
	d.top = max(min(d.top, at, len(all)-s.h), at-s.h+1, 0)
	var f frame
	var rows []string
	for y := 0; y < s.h && d.top+y < len(all); y++ {
		v := all[d.top+y]
		if v < 0 {
			rows = append(rows, d.x.theme.bold.Render(d.heading(model.Direction(^v))))
			continue
		}
		rows = append(rows, d.drawRow(v, s.w))
		if v == d.at {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { return d.click(v) }})
	}
	f.Content = strings.Join(rows, "\n")
	return f
}

func (d *ruleEditor) heading(dir model.Direction) string {
	word := "Rules in"
	if dir == model.Egress {
		word = "Rules out"
	}
	return fmt.Sprintf("%s (%d)", word, d.group().Count(dir))
}

func (d *ruleEditor) click(row int) tea.Cmd {
	if d.at != row {
		d.at = row
		return nil
	}
	return d.change()
}

// drawRow draws one rule: what is staged for it by a sign, and what it is for where there is room.
func (d *ruleEditor) drawRow(i, w int) string {
	t, r := d.x.theme, d.tale().rows[i]
	m, e := t.marks(), d.edit(r)
	sign, style := " ", t.text
	switch {
	case e.Adds() && e.Removes():
		sign, style = "~", t.warn
	case e.Adds():
		sign, style = m.Add, t.good
	case e.Removes():
		sign, style = m.Remove, t.bad
	}
	marker := "  "
	if i == d.at {
		marker = "> "
	}
	text := marker + sign + " "
	if e.Adds() && e.Removes() {
		if e.New.Peer == e.Old.Rule.Peer { // the ports differ: both are told before the long name
			text += e.Old.Rule.Traffic() + " " + t.arrow + " "
		} else {
			text += d.ruleText(r.story.Entry) + " " + t.arrow + " "
		}
		text += d.ruleText(model.GroupRule{Rule: e.New})
	} else {
		text += d.ruleText(r.story.Entry)
	}
	if w >= leastPurpose && !e.Adds() {
		room := min(d.widest(), w*11/20)
		text = align(cutText(text, room, t.ellipsis), room, false) + "  " + t.spell(r.story.Purpose)
	}
	text = ansi.Truncate(model.Printable(text), w, t.ellipsis)
	if i == d.at {
		return t.selected.Render(pad(text, w))
	}
	return style.Render(text)
}

// widest is the width of the longest rule as the list shows it, sign and all.
func (d *ruleEditor) widest() int {
	n := 0
	for _, r := range d.tale().rows {
		n = max(n, textWidth(d.ruleText(r.story.Entry)))
	}
	return n + markerWidth + 2
}

// ruleText gives a rule with its peer by name alone: ids are told below.
func (d *ruleEditor) ruleText(r model.GroupRule) string {
	peer := r.Rule.Peer.String()
	if r.Rule.Peer.Kind == model.PeerGroup {
		g, _ := d.x.analysis.Snapshot().Group(r.Rule.Peer.ID)
		peer = firstOf(g.Name, r.Rule.Peer.ID)
		if r.Rule.Peer.ID == d.edits.Group {
			peer = "itself"
		}
	}
	way := " from "
	if r.Rule.Direction == model.Egress {
		way = " to "
	}
	return r.Rule.Traffic() + way + peer
}

// below gives what is said under the list: of the rule, of the edits, and of the group.
func (d *ruleEditor) below() []textLine {
	t := d.x.theme
	var out []textLine
	say := t.speak(&out)
	if r, ok := d.row(); ok {
		d.tellRule(say, r)
	}
	d.tellThen(say)
	for _, w := range d.tale().warning {
		say(t.warn, t.exposed+" ", w)
	}
	if d.x.account.Writer == nil {
		say(t.muted, "  ", "Read-only: the plan can be read and copied, but not applied.")
	}
	return out
}

func (d *ruleEditor) tellRule(say sayer, r editorRow) {
	t, e, entry := d.x.theme, d.edit(r), r.story.Entry
	s := d.x.analysis.Snapshot()
	say(t.text, "Rule     ", ruleWords(entry.Rule, peerName(s, entry, d.edits.Group))+d.beside(entry))
	switch {
	case e.Adds() && !e.Removes():
		say(t.good, "Staged   ", "it is added")
	case e.Adds():
		say(t.warn, "Staged   ", "it becomes "+ruleWords(e.New, peerName(s, model.GroupRule{Rule: e.New}, d.edits.Group)))
	case e.Removes():
		say(t.bad, "Staged   ", "it is removed")
	}
	say(t.muted, "For      ", r.story.Purpose)
	if r.edit >= 0 {
		say(t.warn, "Mind     ", d.x.analysis.EditWarning(d.edits.Group, e))
	}
}

// beside gives what EC2 keeps beside a rule.
func (d *ruleEditor) beside(r model.GroupRule) string {
	text := ""
	if r.ID != "" {
		text += "  " + r.ID
	}
	if r.Description != "" {
		text += "  \"" + r.Description + "\""
	}
	return text
}

// tellThen says what all edits together do: what is found after them, and which paths open and close.
func (d *ruleEditor) tellThen(say sayer) {
	t, then := d.x.theme, d.tale().then
	if len(d.edits.List) == 0 {
		return
	}
	if then.Problem != "" {
		say(t.bad, t.fail+" ", "These edits do not go together: "+then.Problem)
		return
	}
	finding := func(style lipgloss.Style, word string, list []model.Finding) {
		texts, times := []string(nil), map[string]int{}
		for _, f := range list {
			what := f.Severity.String()
			if f.State == model.StateUnknown {
				what = "unknown"
			}
			if f.Subject.ID != d.edits.Group {
				what += " on " + f.Subject.Label()
			}
			text := what + ": " + f.Title
			if times[text]++; times[text] == 1 {
				texts = append(texts, text)
			}
		}
		for _, text := range texts {
			if n := times[text]; n > 1 {
				text += fmt.Sprintf(" (%d times)", n)
			}
			say(style, word, text)
		}
	}
	finding(t.bad, "Brings   ", then.Appear)
	finding(t.good, "Clears   ", then.Vanish)
	for _, o := range then.Effects.Opens {
		say(t.good, "Opens    ", o)
	}
	for _, c := range then.Effects.Closes {
		say(t.warn, "Closes   ", c)
	}
	if len(then.Appear)+len(then.Vanish)+len(then.Effects.Opens)+len(then.Effects.Closes) == 0 {
		say(t.muted, "Effect   ", "no path opens or closes, and no finding comes or goes")
	}
	for _, q := range then.Quota {
		say(t.warn, "Quota    ", q.Text)
	}
}

// showAll opens what is said below in full.
func (d *ruleEditor) showAll() tea.Cmd { return d.x.openText(d.title(), d.below()) }
