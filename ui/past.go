package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// past is what was applied at the place on the screen: the list on the Changes page, and the one that is
// looked at. It is read again after each load and each run.
type past struct {
	x        *Explorer
	serial   int
	read     bool
	journals []model.Journal
	failure  model.Failure // why they could not be listed
	list     list[*pastRow]
	detail   *pastDetail // nil while the list is shown
	told     bool        // the run that did not reach its end has been told of
	resume   string      // path of a journal to go on from when the account is open again
}

func newPast(x *Explorer) *past { return &past{x: x, list: newPastList(x.keys)} }

type (
	journalsListedMsg struct {
		serial   int
		journals []model.Journal
		err      error
	}
	// assessedMsg carries what a journal's run left, beside the account as it is now.
	assessedMsg struct {
		serial int
		result model.Resumption
		now    *emr.Analysis
	}
	assessFailedMsg struct {
		serial int
		err    error
	}
	journalLeftMsg struct {
		path string
		err  error
	}
)

func listJournals(h History, serial int, at model.Place) tea.Cmd {
	return func() tea.Msg {
		l, err := h.Journals(at)
		return journalsListedMsg{serial, l, err}
	}
}

func assessJournal(ctx context.Context, h History, serial int, path string, sc emr.Scope) tea.Cmd {
	return func() tea.Msg {
		r, err := h.Assess(ctx, path)
		if err != nil {
			return assessFailedMsg{serial, err}
		}
		return assessedMsg{serial, r, emr.Analyse(r.Snapshot, sc)}
	}
}

func leaveJournal(h History, path string) tea.Cmd {
	return func() tea.Msg { return journalLeftMsg{path, h.Leave(path)} }
}

// place is where the journals are of that are offered: the account that was read, and the VPC that is shown.
func (h *past) place() model.Place { return model.PlaceOf(h.x.analysis.Snapshot(), h.x.scope.VPC) }

// refresh reads the list of journals again; nil where there can be none, or the account is not known.
func (h *past) refresh() tea.Cmd {
	at := h.place()
	if h.x.account.History == nil || at.Account == "" {
		return nil
	}
	h.serial = h.x.nextSerial()
	return listJournals(h.x.account.History, h.serial, at)
}

// retell writes list and detail anew, for the theme or what was read may differ.
func (h *past) retell() {
	h.list.setRows(pastRows(h.journals, h.x.theme, h.x.now))
	if h.detail != nil {
		h.detail.tell()
	}
}

func (h *past) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case journalsListedMsg:
		return h.listed(msg)
	case assessedMsg:
		if d := h.detail; d != nil && d.serial == msg.serial {
			return d.assessed(msg)
		}
	case assessFailedMsg:
		if d := h.detail; d != nil && d.serial == msg.serial {
			d.assessFailed(asFailure(msg.err))
		}
	case journalLeftMsg:
		return h.left(msg)
	}
	return nil
}

func (h *past) listed(m journalsListedMsg) tea.Cmd {
	if m.serial != h.serial {
		return nil
	}
	h.read, h.journals, h.failure = true, m.journals, model.Failure{}
	if m.err != nil {
		h.failure = asFailure(m.err)
	}
	h.list.setRows(pastRows(h.journals, h.x.theme, h.x.now))
	if path := h.resume; path != "" {
		h.resume = ""
		return h.goOn(path)
	}
	if j, ok := h.open(); ok && !h.told && h.x.note == "" {
		h.x.say("R: an earlier run did not reach its end: " + report.TallyWords(j.Tally()))
	}
	h.told = true
	return nil
}

// open gives the newest run that did not reach its end and that nobody decided about.
func (h *past) open() (model.Journal, bool) {
	for _, j := range h.journals {
		if j.Open() {
			return j, true
		}
	}
	return model.Journal{}, false
}

// banner is the line that stands under the tabs as long as there is such a run; "" for none.
func (h *past) banner() string {
	j, ok := h.open()
	busy := h.detail != nil || h.x.changes.state != changesNone // what is on the page says it
	if !ok || h.x.applies != nil || busy && h.x.at == pageChanges {
		return ""
	}
	t := h.x.theme
	return t.warn.Render(t.exposed + " R shows a run that did not reach its end: " + report.JournalState(j) + ", " +
		report.TallyWords(j.Tally()) + ", of " + report.Moment(j.Started))
}

func (h *past) whyNotResume() string {
	if h.x.applies != nil {
		return "a plan is being applied"
	}
	if _, ok := h.open(); !ok {
		return "no earlier run here waits to be decided about"
	}
	return ""
}

// showOpen shows the run that did not reach its end.
func (h *past) showOpen() tea.Cmd {
	j, _ := h.open()
	if h.x.changes.state == changesEnded {
		h.x.changes.leave()
	}
	if h.x.changes.state != changesNone {
		h.x.say("R: a plan is under review; esc leaves it")
		return h.x.goTo(pageChanges)
	}
	h.x.goTo(pageChanges)
	return h.show(j)
}

// show opens a journal and compares it with the account as it is now.
func (h *past) show(j model.Journal) tea.Cmd {
	h.detail = newPastDetail(h, j)
	return h.detail.assess()
}

// goOn puts what remains of a journal's run under review, after one more look at the account.
func (h *past) goOn(path string) tea.Cmd {
	return h.showThen(path, thenGoOn)
}

// takeBack puts what takes a run back under review, after one more look at the account.
func (h *past) takeBack(path string) tea.Cmd { return h.showThen(path, thenUndo) }

func (h *past) showThen(path string, t then) tea.Cmd {
	j, ok := h.find(path)
	if !ok {
		h.x.say("the journal is not among those of this place: " + path)
		return nil
	}
	h.x.goTo(pageChanges)
	if h.x.changes.state == changesEnded {
		h.x.changes.leave()
		h.x.goTo(pageChanges)
	}
	cmd := h.show(j)
	h.detail.then = t
	return cmd
}

// find gives the journal of a path, if it is one of this place.
func (h *past) find(path string) (model.Journal, bool) {
	for _, j := range h.journals {
		if j.Path == path {
			return j, true
		}
	}
	return model.Journal{}, false
}

func (h *past) left(m journalLeftMsg) tea.Cmd {
	if m.err != nil {
		h.x.say("it could not be noted: " + m.err.Error())
		return nil
	}
	h.detail = nil
	h.x.say("left as it is; it stays in the list, and is not offered any more")
	return h.refresh()
}

// atWork is how young the last line of a cut-off journal is when somebody may be writing it still.
const atWork = 3 * time.Minute

func maybeAtWork(j model.Journal, now time.Time) bool {
	return j.State == model.JournalCutOff && now.Sub(j.Last) < atWork
}
