package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
)

// note is what stands under a line: what is wrong with it, or what it means.
func (f *letInForm) note(row int) (string, lipgloss.Style) {
	t := f.x.theme
	if f.bad != "" && f.badRow == row && (row != rowSource || f.source.value() != "") {
		return t.fail + " " + f.bad, t.bad
	}
	if f.at != row {
		return "", t.muted // notes of other lines would leave no room for what the way means
	}
	switch row {
	case rowSource:
		if w, _, err := f.wish(); err == nil && w.Rule.Peer.String() != f.source.trimmed() {
			return "EC2 keeps it as " + w.Rule.Peer.String(), t.muted
		}
		if f.source.value() == "" {
			return "your address as the cluster sees it (it is not known here), or a CIDR block", t.muted
		}
	case rowPort:
		return "22 is ssh; a range is written 8088-8090", t.muted
	case rowNote:
		return fmt.Sprintf("%d of %d characters; EC2 keeps it beside the rule", utf8.RuneCountInString(f.text.value()),
			model.MaxDescription), t.muted
	case rowName:
		if d, _ := f.door(); d.Kind != emr.DoorNext {
			return "only for the next cluster", t.muted
		}
	}
	return "", t.muted
}

// view draws the form and what the chosen way means.
func (f *letInForm) view(s size) frame { return f.form.view(s, frame{}, f.tail()) }

func (f *letInForm) tail() []textLine {
	var out []textLine
	f.tell(f.x.theme.speak(&out))
	return out
}

func (f *letInForm) tell(say sayer) {
	t, a := f.x.theme, f.x.analysis
	w, _, err := f.wish()
	if err == nil {
		for _, x := range a.LetInWarnings(w) {
			say(t.warn, t.exposed+" ", x)
		}
		if rules, in := a.AlreadyIn(w); in {
			say(t.good, t.pass+" ", "The groups let it in already: "+f.rules(rules)+".")
		}
	}
	d, ok := f.door()
	if !ok {
		say(t.warn, t.unsure+" ", "No group of the cluster was read.")
		return
	}
	if d.Off != "" {
		say(t.bad, t.fail+" ", d.Off)
	}
	which := "The only way:"
	if n := len(f.doors); n > 1 {
		which = fmt.Sprintf("Way %d of %d, %s:", f.way+1, n, f.wayWord())
	}
	say(t.muted, "", which)
	for _, m := range d.Means {
		say(t.text, t.dot+" ", m)
	}
	if err == nil && len(d.Goal.Changes) == 0 {
		say(t.good, t.pass+" ", "The group has this rule already; nothing is to be planned.")
	}
	if d.Kind == emr.DoorNext {
		say(t.muted, "", "Then create the next cluster with it (ctrl+y copies the lines):")
		for l := range strings.SplitSeq(f.line(), "\n") {
			say(t.accent, "  ", l)
		}
	}
	if f.x.account.Writer == nil {
		say(t.muted, "", "Read-only: the plan can be read and copied, but not applied.")
	}
}

// rules names rules with their groups, the most permissive first.
func (f *letInForm) rules(list []reach.Match) string {
	var out []string
	for _, m := range list {
		out = append(out, m.Entry.Rule.Traffic()+" from "+m.Entry.Rule.Peer.String()+" on "+firstOf(m.GroupName, m.Group))
	}
	return strings.Join(out, ", ")
}
