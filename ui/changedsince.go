package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// since is what was read before: when the program ran the last time, or else first in this run. A group's
// detail is compared with it.
type since struct {
	at     model.Place
	base   model.Snapshot
	shelf  bool // base is of an earlier run of the program
	asked  bool
	failed error // the shelf could not be read or written
}

// shelvedMsg carries what was kept of a place, after what is there now has taken its place.
type shelvedMsg struct {
	at    model.Place
	base  model.Snapshot
	found bool
	err   error
}

// exchange takes the last snapshot of a place from the shelf and keeps the new one there.
func exchange(shelf Shelf, at model.Place, s model.Snapshot) tea.Cmd {
	return func() tea.Msg {
		base, found, err := shelf.Last(at)
		if kept := shelf.Keep(at, s); err == nil {
			err = kept
		}
		return shelvedMsg{at, base, found, err}
	}
}

// remember keeps what was read whole. Of one place the comparison stays with what was read first.
func (x *Explorer) remember() tea.Cmd {
	s := x.analysis.Snapshot()
	at := model.PlaceOf(s, x.source().VPC)
	if at != x.since.at || !x.since.asked {
		x.since = since{at: at, base: s, asked: true}
	}
	if x.account.Shelf == nil || at.Account == "" || !s.Reading(model.PartGroups, at.VPC).Whole() {
		return nil
	}
	return exchange(x.account.Shelf, at, s)
}

func (x *Explorer) shelved(m shelvedMsg) {
	if m.at != x.since.at {
		return
	}
	x.since.failed = m.err
	if m.found && !x.since.shelf && m.base.Origin().ReadAt.Before(x.since.base.Origin().ReadAt) {
		x.since.base, x.since.shelf = m.base, true
		x.groups.refresh()
	}
}

// changedSince says what was done to a group since what was read before.
func (x *Explorer) changedSince(id string) []textLine {
	base := x.since.base
	now := x.analysis.Snapshot()
	from, to := base.Origin().ReadAt, now.Origin().ReadAt
	is, ok := now.Group(id)
	if !ok || from.IsZero() || from.Equal(to) {
		return nil
	}
	t := x.theme
	when := "since " + report.Moment(from)
	if x.since.shelf {
		when += ", when this program read it the last time"
	}
	out := []textLine{{}, {text: model.Printable("Changed " + when), style: t.bold}}
	was, had := base.Group(id)
	if !had {
		text, style := "not known: the group was not read then", t.unknown
		if base.Reading(model.PartGroups, is.VPC).Whole() {
			text, style = "the group is new since then", t.warn
		}
		return append(out, textLine{prefix: "  ", text: text, style: style})
	}
	deltas := model.GroupDeltas(was, is)
	if len(deltas) == 0 {
		return append(out, textLine{prefix: "  ", text: "nothing", style: t.muted})
	}
	for _, d := range deltas {
		id := ""
		if d.Kind == model.DeltaRuleAdded || d.Kind == model.DeltaRuleAnew {
			id = d.Is
		}
		out = append(out, textLine{
			prefix: "  " + t.deltaSign(d.Kind) + " ", text: model.Printable(joined("  ", d.Sentence, id)), style: t.text, id: id,
		})
	}
	return out
}

// deltaSign is the sign of a diff.
func (t theme) deltaSign(k model.DeltaKind) string {
	m := t.marks()
	switch k {
	case model.DeltaTagAdded, model.DeltaRuleAdded:
		return m.Add
	case model.DeltaTagRemoved, model.DeltaRuleRemoved:
		return m.Remove
	case model.DeltaIdentity, model.DeltaTagChanged, model.DeltaRuleDescribed, model.DeltaRuleAnew:
	}
	return "~"
}
