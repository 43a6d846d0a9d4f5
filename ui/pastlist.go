package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// pastRow is an earlier run as the list shows it.
type pastRow struct {
	journal           model.Journal
	when, what, state string
	counts            string
	open              bool
}

func pastRows(js []model.Journal, t theme, now time.Time) []*pastRow {
	rows := make([]*pastRow, len(js))
	for i, j := range js {
		r := &pastRow{
			journal: j, when: model.Printable(report.Moment(j.Started)), what: model.Printable(report.JournalWhat(j, js)),
			state: stateSign(t, j) + " " + report.JournalState(j), counts: shortTally(j.Tally()), open: j.Open(),
		}
		switch {
		case j.State == model.JournalDamaged:
			r.what, r.counts = "cannot be read: "+model.Printable(j.ID()), ""
		case maybeAtWork(j, now):
			r.state = t.unsure + " at work, or cut off"
		}
		rows[i] = r
	}
	return rows
}

// shortTally is how many changes a run made, of how many.
func shortTally(t model.Tally) string {
	text := fmt.Sprintf("%d of %d", t.Done, t.Done+t.AlreadySo+t.NotDone+t.Unsettled+t.Planned)
	if t.Unsettled > 0 {
		text += " ?"
	}
	return text
}

// stateSign is the glyph of how a run ended.
func stateSign(t theme, j model.Journal) string {
	switch j.State {
	case model.JournalDone:
		return t.pass
	case model.JournalFailed, model.JournalDamaged:
		return t.fail
	case model.JournalCutOff, model.JournalStopped, model.JournalOvertaken, model.JournalTorn:
	}
	return t.exposed
}

func newPastList(k keymap) list[*pastRow] {
	when := func(r *pastRow) string { return r.when }
	what := func(r *pastRow) string { return r.what }
	state := func(r *pastRow) string { return r.state }
	counts := func(r *pastRow) string { return r.counts }
	return list[*pastRow]{
		keys: k, filter: newFilter(), sort: ownOrder,
		id:   func(r *pastRow) string { return r.journal.Path },
		find: func(r *pastRow) string { return r.when + " " + r.what + " " + r.state },
		columns: []column[*pastRow]{
			{title: "When", text: when, least: 20},
			{title: "State", text: state, least: 10, style: pastStyle},
			{title: "Made", text: counts, least: 6, rank: 1},
			{title: "What", text: what, least: 20, rank: 2},
		},
	}
}

func pastStyle(t theme, r *pastRow) lipgloss.Style {
	switch {
	case r.open:
		return t.warn
	case r.journal.State == model.JournalDone:
		return t.good
	}
	return t.muted
}

// view is the Changes page where no plan is under review: what was applied here.
func (h *past) view(s size) frame {
	t := h.x.theme
	if h.detail != nil {
		return h.detail.view(s)
	}
	none := h.x.message(s, t.title.Render("No change is planned"),
		"f on a Studio, group, arrow or finding plans its repair; c plans the groups of a new Studio.",
		"Nothing is sent before you have read the plan and confirmed it.")
	switch {
	case h.failure.Kind != model.NoFailure:
		return stack(none, lines("", " "+t.bad.Render(cutText(t.fail+" The earlier runs could not be listed: "+
			model.Printable(h.failure.Message), s.w-2, t.ellipsis))))
	case len(h.list.rows) == 0:
		return none
	}
	head := lines(t.title.Render(cutText("No change is planned", s.w, t.ellipsis))+
		t.muted.Render(cutText("   f plans a repair, c the groups of a new Studio", max(s.w-20, 0), t.ellipsis)),
		t.bold.Render(cutText("Earlier runs here, the newest first: "+plural(len(h.list.rows), "run"), s.w, t.ellipsis)))
	return stack(head, h.list.view(t, s.minus(head.height()), h.openSelected))
}

func (h *past) openSelected() tea.Cmd {
	r, ok := h.list.selected()
	if !ok {
		return nil
	}
	return h.show(r.journal)
}

func (h *past) whyNoRow() string {
	if len(h.list.rows) == 0 {
		return "there is no plan; f or c makes one"
	}
	return ""
}

func (h *past) actions() []action {
	if h.detail != nil {
		return h.detail.actions()
	}
	k := h.x.keys
	return []action{
		{key: bind("enter", "open the earlier run", "enter"), do: h.openSelected, off: h.whyNoRow, hint: true},
		{key: k.copy, do: h.copy, off: h.whyNoRow},
	}
}

func (h *past) copy() tea.Cmd {
	r, _ := h.list.selected()
	return h.x.copy(copyItem{"journal", r.journal.Path})
}

// move takes what no action took: the cursor.
func (h *past) move(msg tea.Msg) tea.Cmd {
	if h.detail != nil {
		h.detail.text.update(msg)
		return nil
	}
	return h.list.update(msg)
}
