package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// pastDetail is an earlier run: what it wrote down, what the account shows of it now, and the ways on.
type pastDetail struct {
	h       *past
	journal model.Journal
	serial  int
	asking  bool // the account is being read again
	then    then // what is put under review as soon as it is known
	result  model.Resumption
	now     *emr.Analysis // of what was read; nil before
	failure model.Failure // why there is no comparison
	text    reader
}

// then is what follows the comparison.
type then uint8

const (
	thenLook then = iota
	thenGoOn
	thenUndo
)

func newPastDetail(h *past, j model.Journal) *pastDetail {
	d := &pastDetail{h: h, journal: j, text: reader{keys: h.x.keys}}
	d.tell()
	return d
}

// assess reads the account again and compares. A journal that cannot be read has nothing to compare.
func (d *pastDetail) assess() tea.Cmd {
	x := d.h.x
	if d.journal.State == model.JournalDamaged || x.account.History == nil {
		return nil
	}
	d.serial, d.asking, d.failure = x.nextSerial(), true, model.Failure{}
	d.tell()
	return assessJournal(x.ctx, x.account.History, d.serial, d.journal.Path, x.scope)
}

func (d *pastDetail) assessed(m assessedMsg) tea.Cmd {
	taken, left := d.journal.Taken, d.journal.Left
	d.asking, d.result, d.now, d.journal = false, m.result, m.now, m.result.Journal
	d.journal.Taken, d.journal.Left = taken, left // which only the whole list tells
	d.tell()
	next := d.then
	d.then = thenLook
	switch {
	case next == thenGoOn && d.whyNotContinue() == "":
		return d.carryOn()
	case next == thenUndo && d.whyNotUndo() == "":
		return d.undo()
	}
	return nil
}

func (d *pastDetail) assessFailed(f model.Failure) {
	d.asking, d.then, d.failure = false, thenLook, f
	d.tell()
}

func (d *pastDetail) actions() []action {
	k := d.h.x.keys
	return []action{
		{key: bind("enter", "go on: review what remains", "enter"), do: d.carryOn, off: d.whyNotContinue, hint: true},
		{key: bind("u", "undo: review what takes it back", "u"), do: d.undo, off: d.whyNotUndo, hint: true},
		{key: bind("d", "leave it: do not offer it again", "d"), do: d.leave, off: d.whyNotLeave, hint: true},
		{key: bind("n", "compare with the account again", "n"), do: d.assess, off: d.whyNotNow},
		{key: k.copy, do: d.copy, hint: true},
		{key: k.back, do: d.close, hint: true},
	}
}

func (d *pastDetail) close() tea.Cmd {
	d.h.detail = nil
	return nil
}

func (d *pastDetail) copy() tea.Cmd {
	items := []copyItem{{"journal", d.journal.Path}}
	if l := d.text.line(); l.id != "" {
		items = append([]copyItem{{"id", l.id}}, items...)
	}
	return d.h.x.copy(items...)
}

// whyNotNow is the reason of what needs the comparison.
func (d *pastDetail) whyNotNow() string {
	switch {
	case d.asking:
		return "the account is being read again; wait for the end of it"
	case d.journal.State == model.JournalDamaged:
		return "the journal cannot be read"
	}
	return ""
}

func (d *pastDetail) whyNot(o model.Offer, none string) string {
	switch {
	case d.whyNotNow() != "":
		return d.whyNotNow()
	case d.now == nil:
		return "it was not compared with the account; n tries again"
	case !slices.Contains(d.result.Offers, o):
		return none
	}
	return ""
}

func (d *pastDetail) whyNotContinue() string {
	return d.whyNot(model.OfferContinue, "nothing remains that could be sent")
}

func (d *pastDetail) whyNotUndo() string {
	return d.whyNot(model.OfferUndo, "nothing of it stands that could be taken back")
}

func (d *pastDetail) whyNotLeave() string {
	switch {
	case !d.journal.Open():
		return "it is not offered"
	case d.h.x.account.History == nil:
		return "nothing can be noted here"
	}
	return ""
}

func (d *pastDetail) leave() tea.Cmd { return leaveJournal(d.h.x.account.History, d.journal.Path) }

// carryOn puts what remains under review, as a plan like any other.
func (d *pastDetail) carryOn() tea.Cmd {
	history, j := d.h.x.account.History, d.journal
	return d.review(making{
		title: "go on: " + report.JournalWhat(j, d.h.journals), continues: j.Path, chosen: true,
		plan: func(a *emr.Analysis) model.Plan { return history.RestPlan(j, a.Snapshot()) },
	})
}

// undoWord says of how many runs an undo is: one that carried out the rest of others is taken back with them.
func undoWord(j model.Journal) string {
	if n := len(j.Earlier); n > 0 {
		return "undo " + plural(n+1, "run")
	}
	return "undo"
}

// undo puts what takes the run back under review, as a plan like any other.
func (d *pastDetail) undo() tea.Cmd {
	history, j := d.h.x.account.History, d.journal
	return d.review(making{
		title: undoWord(j) + ": " + report.JournalWhat(j, d.h.journals) + ", of " + report.Moment(j.Started),
		plan:  func(a *emr.Analysis) model.Plan { return history.UndoPlan(j, a.Snapshot()) },
	})
}

// review shows a plan of what was read for the comparison, which becomes what all pages show.
func (d *pastDetail) review(m making) tea.Cmd {
	x, now := d.h.x, d.now
	d.h.detail = nil
	if x.applies != nil {
		return x.reviewOf(now, m) // which says why not
	}
	if x.load.phase == loadDone {
		x.show(now)
		x.now = x.options.Now()
	}
	return x.reviewOf(now, m)
}

func (d *pastDetail) view(s size) frame {
	t := d.h.x.theme
	title := "Run of " + report.Moment(d.journal.Started)
	if d.journal.State == model.JournalDamaged {
		title = "A journal that cannot be read"
	}
	head := lines(t.title.Render(cutText(model.Printable(title), s.w, t.ellipsis)))
	return stack(head, d.text.view(t, s.minus(1)))
}

// tell writes the text anew.
func (d *pastDetail) tell() {
	t, j := d.h.x.theme, d.journal
	var out []textLine
	say := t.speak(&out)
	if j.State == model.JournalDamaged {
		say(t.bad, t.fail+" ", "It cannot be read: "+j.Failure.Message)
		say(t.text, "Next     ", "look at the file by hand, or move it out of its folder; nothing is done in its name.")
		say(t.muted, "Journal  ", j.Path)
		d.text.set(out)
		return
	}
	say(t.text, "What     ", report.JournalWhat(j, d.h.journals))
	say(t.text, "State    ", stateSign(t, j)+" "+report.JournalState(j)+": "+d.ended())
	if maybeAtWork(j, d.h.x.now) {
		say(t.warn, "         ", "Its last line was written "+ageText(d.h.x.now.Sub(j.Last))+
			": another window or operator may be at work on it still.")
	}
	for _, r := range j.Reasons {
		say(t.text, "  "+t.dot+" ", r)
	}
	if j.Failure.Kind != model.NoFailure && !slices.ContainsFunc(j.Reasons, func(r string) bool {
		return j.Failure.Message != "" && strings.Contains(r, j.Failure.Message)
	}) {
		say(t.bad, "  "+t.fail+" ", j.Failure.Error())
	}
	d.comparison(say)
	d.steps(&out)
	d.ways(say)
	say(t.muted, "By       ", joined(", ", j.Caller.ARN, j.Tool))
	say(t.muted, "Place    ", joined(", ", j.Place.Account, j.Place.Region, j.Place.VPC, j.Place.Endpoint))
	for _, k := range j.Taken {
		word := "Carried on by "
		if k.Undo {
			word = "Taken back by "
		}
		say(t.muted, "Later    ", word+model.Journal{Path: k.Path}.ID()+" ("+k.State.String()+")")
	}
	say(t.muted, "Journal  ", j.Path)
	d.text.set(out)
}

// ended says in a sentence how the run ended.
func (d *pastDetail) ended() string {
	j := d.journal
	n := report.TallyWords(j.Tally())
	switch j.State {
	case model.JournalCutOff:
		text := "the program ended in the middle: " + n + "."
		if j.Torn {
			text += " Its last line was cut short, and is left out."
		}
		return text
	case model.JournalDone:
		return n + ", and reading again showed all of them."
	case model.JournalFailed:
		return "a failure stopped it: " + n + "."
	case model.JournalStopped:
		return "it was stopped on request: " + n + "."
	case model.JournalOvertaken:
		return "somebody else changed the account in the middle: " + n + "."
	case model.JournalTorn, model.JournalDamaged:
	}
	return "nothing was sent."
}

// comparison says what the account shows of the run now.
func (d *pastDetail) comparison(say sayer) {
	t := d.h.x.theme
	switch {
	case d.asking:
		say(t.accent, "Now      ", "reading the account again to compare.")
	case d.failure.Kind != model.NoFailure:
		say(t.bad, "Now      ", "it could not be compared with the account: "+failureLine(d.failure))
		say(t.text, "Next     ", firstOf(nextOf(d.failure), "n tries again."))
	case d.now != nil:
		var parts []string
		for _, s := range []model.StepState{
			model.StepDone, model.StepNotDone, model.StepDoneByOther, model.StepTakenBack, model.StepUndecided,
		} {
			if n := d.result.Count(s); n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, s))
			}
		}
		say(t.text, "Now      ", strings.Join(parts, ", ")+", as read "+report.Moment(d.result.Snapshot.Origin().ReadAt)+".")
		if d.journal.Open() && d.whyNotContinue() != "" && len(d.result.Rest.Steps) == 0 {
			say(t.good, "Next     ", "all of it stands, so nothing is left to go on with: d takes it off the list.")
		}
	}
}

// bound gives a change with the ids that the run's own groups got.
func (d *pastDetail) bound(c model.Change) model.Change {
	for _, st := range d.journal.Steps {
		if _, creates := st.Step.Change.(model.CreateGroup); creates && st.Record.ID != "" {
			c = model.Rebind(c, st.Step.Change.Target(), st.Record.ID)
		}
	}
	return c
}

// steps tells each change: what the account shows of it, else what was written down.
func (d *pastDetail) steps(out *[]textLine) {
	snap := d.h.x.analysis.Snapshot()
	if d.now != nil {
		snap = d.now.Snapshot()
	}
	t := d.h.x.theme
	for i, st := range d.journal.Steps {
		glyph, word, style := t.fate(st.Record.Outcome)
		change, why, id := d.bound(st.Step.Change), "", st.Record.ID
		if i < len(d.result.Steps) {
			a := d.result.Steps[i]
			glyph, word, style = t.fateNow(a.State)
			change, why = a.Change, a.Why
		}
		text := joined("  ", report.ChangeText(snap, change), id)
		if why != "" {
			text += ": " + why
		}
		*out = append(*out, textLine{
			prefix: "  " + glyph + " " + align(word, 9, false) + " ", text: model.Printable(t.spell(text)), style: style, id: id,
		})
	}
}

// ways says what can be done from here, and of each what it would send.
func (d *pastDetail) ways(say sayer) {
	t := d.h.x.theme
	if d.now == nil {
		return
	}
	count := func(p model.Plan) int { return len(p.Changes(func(model.Step) bool { return true })) }
	if d.whyNotContinue() == "" {
		say(t.accent, "enter    ", "reviews what remains: "+plural(count(d.result.Rest), "change")+". Nothing is sent before you confirm.")
	}
	if d.whyNotUndo() == "" {
		also := ""
		if n := len(d.journal.Earlier); n > 0 {
			also = ", together with " + plural(n, "run") + " whose rest it carried out"
		}
		say(t.accent, "u        ", "reviews what takes back that which it did"+also+": "+plural(count(d.result.Undo), "change")+".")
	}
	for _, r := range d.result.Undo.Refusals {
		say(t.warn, "         ", "Not undone: "+r.Advice.Text)
	}
	if d.whyNotLeave() == "" {
		say(t.accent, "d        ", "leaves everything as it is; the run is not offered any more.")
	}
	if d.h.x.account.Writer == nil {
		say(t.warn, "         ", "Read-only: plans are shown, and cannot be applied.")
	}
}
