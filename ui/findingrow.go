package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// findingRow is a finding as the list shows it.
type findingRow struct {
	finding model.Finding
	section string // the Studio or cluster that it touches
	sign    string // glyph and word
	title   string
	subject string
	change  string // what a fix would do, in a few words

	accepted string // why it is accepted; "" if it is not
}

// The sections of what is counted apart.
const (
	sectionAny      = "Checks of any group"
	sectionAccepted = "Accepted by "
)

// rows gives EMR's findings by what they touch, then those of any group, and last the accepted ones.
func (p *findingsPage) rows() []*findingRow {
	x := p.x
	own, others := x.analysis.Findings(), p.others()
	var rows, last []*findingRow
	titles, same := map[string]string{}, x.sameFix(own)
	for _, f := range own {
		titles[f.Key()] = model.Printable(f.Title)
	}
	for i, f := range slices.Concat(own, others) {
		section := sectionAny
		if i < len(own) {
			section = findingSection(x.analysis, f)
		}
		row := newFindingRow(x.theme, f, section)
		e, accepted := x.accepted(f)
		if whole := same[f.Key()]; whole != "" {
			row.section += `, cleared by the fix of "` + titles[whole] + `"`
		}
		if !accepted {
			rows = append(rows, row)
			continue
		}
		row.section = sectionAccepted + model.Printable(x.options.Accept.File())
		row.sign, row.accepted = row.sign+", accepted", model.Printable(e.Reason)
		last = append(last, row)
	}
	return append(gathered(rows), last...)
}

// sameFix gives which findings another's fix clears besides; those that somebody lives with have no part in it.
func (x *Explorer) sameFix(found []model.Finding) map[string]string {
	return report.SameFix(slices.DeleteFunc(slices.Clone(found), func(f model.Finding) bool {
		_, accepted := x.accepted(f)
		return accepted
	}))
}

func newFindingRow(t theme, f model.Finding, section string) *findingRow {
	glyph, word, _ := t.finding(f)
	return &findingRow{
		finding: f, section: section, sign: glyph + " " + word,
		title: model.Printable(f.Title), subject: model.Printable(firstOf(f.Subject.Name, f.Subject.ID)),
		change: model.Printable(remedyWords(f)),
	}
}

// remedyWords says in a few words what can be done: it also tells findings of one title apart.
func remedyWords(f model.Finding) string {
	switch r := f.Remedy.(type) {
	case model.Advice:
		return "advice"
	case model.Fix:
		if len(r.Changes) == 0 {
			return ""
		}
		last := r.Changes[len(r.Changes)-1] // what is taken away comes last, and is what it is about
		text := shortChange(last)
		if n := len(r.Changes); n > 1 {
			text += fmt.Sprintf(" and %d more", n-1)
		}
		return text
	}
	return ""
}

func shortChange(c model.Change) string {
	switch c := c.(type) {
	case model.CreateGroup:
		return "+ group " + c.Name
	case model.Authorize:
		return "+ " + ruleWords(c.Rule, c.Rule.Peer.String())
	case model.Revoke:
		return "- " + ruleWords(c.Rule, c.Rule.Peer.String())
	case model.SetTag:
		return "~ tag " + c.Key
	case model.DeleteGroup:
		return "- group " + c.Name
	case model.RemoveTag:
		return "- tag " + c.Key
	}
	return ""
}

// gathered puts the rows of a section together, sections in the order of their first row.
func gathered(rows []*findingRow) []*findingRow {
	var order []string
	by := map[string][]*findingRow{}
	for _, r := range rows {
		if _, ok := by[r.section]; !ok {
			order = append(order, r.section)
		}
		by[r.section] = append(by[r.section], r)
	}
	out := make([]*findingRow, 0, len(rows))
	for _, s := range order {
		out = append(out, by[s]...)
	}
	return out
}

// findingSection names what a finding touches: its Studio, else its cluster, else the pair that its group is of,
// else what is left of its VPC.
func findingSection(a *emr.Analysis, f model.Finding) string {
	s := a.Snapshot()
	if len(f.Studios) > 0 {
		var names []string
		for _, id := range f.Studios {
			st, _ := s.Studio(id)
			names = append(names, firstOf(st.Name, id))
		}
		return sectionName("Studio", names)
	}
	if len(f.Clusters) > 0 {
		var names []string
		for _, id := range f.Clusters {
			c, _ := s.Cluster(id)
			names = append(names, firstOf(c.Name, id))
		}
		return sectionName("Cluster", names)
	}
	for _, p := range a.Pairs() {
		if id := f.Subject.ID; p.Studio == "" && id != "" && (id == p.Workspace || id == p.Engine) {
			return model.Printable(p.Name)
		}
	}
	if f.VPC != "" {
		v, _ := s.VPC(f.VPC)
		return "Of no Studio and no cluster, in " + model.Printable(label(v.Name, f.VPC))
	}
	return "Of no Studio and no cluster"
}

func sectionName(what string, names []string) string {
	if len(names) > 1 {
		what += "s"
	}
	return what + " " + model.Printable(strings.Join(names, ", "))
}

func newFindingList(k keymap) list[*findingRow] {
	sign := func(r *findingRow) string { return r.sign }
	title := func(r *findingRow) string { return r.title }
	change := func(r *findingRow) string { return r.change }
	subject := func(r *findingRow) string { return r.subject }
	section := func(r *findingRow) string { return r.section }
	return list[*findingRow]{
		keys: k, filter: newFilter(), sort: ownOrder,
		id:      func(r *findingRow) string { return r.finding.Key() },
		find:    findingText,
		names:   func(r *findingRow) string { return r.title + " " + r.subject },
		heading: section,
		columns: []column[*findingRow]{
			{title: "Worst", text: sign, order: bySeverity, least: 13, style: findingStyle},
			{title: "Finding", text: title, order: byTitle, least: 44},
			{title: "Remedy", text: change, order: byChange, least: 14, rank: 1},
			{title: "About", text: subject, order: bySubject, least: 20, rank: 2, names: true},
			{title: "Studio or cluster", text: section, order: bySection, least: 12, rank: 3, heads: true},
		},
	}
}

// bySeverity puts the worst first; what is not decided comes after what is.
func bySeverity(a, b *findingRow) int { return cmp.Compare(badness(b.finding), badness(a.finding)) }

func badness(f model.Finding) int {
	if f.State == model.Unmet {
		return 10 + int(f.Severity)
	}
	return int(f.Severity)
}

func byTitle(a, b *findingRow) int   { return cmp.Compare(a.title, b.title) }
func byChange(a, b *findingRow) int  { return cmp.Compare(a.change, b.change) }
func bySubject(a, b *findingRow) int { return cmp.Compare(a.subject, b.subject) }
func bySection(a, b *findingRow) int { return cmp.Compare(a.section, b.section) }

func findingStyle(t theme, r *findingRow) lipgloss.Style {
	if r.accepted != "" {
		return t.muted
	}
	_, _, s := t.finding(r.finding)
	return s
}

func findingText(r *findingRow) string {
	f := r.finding
	parts := []string{f.ID, f.Subject.ID, f.Subject.Name, f.Peer, r.sign, r.section, f.Title, f.Reason, r.accepted}
	parts = append(append(parts, f.Studios...), f.Clusters...)
	for _, e := range f.Evidence {
		parts = append(parts, e.Text, e.RuleID)
	}
	return strings.Join(parts, " ")
}
