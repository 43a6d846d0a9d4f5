package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// apply starts the run of a confirmed order.
func (p *changesPage) apply(o model.Order) tea.Cmd {
	p.state, p.order, p.at, p.top = changesRunning, o, 0, 0
	p.records = nil
	for _, s := range o.Chosen() {
		at := slices.IndexFunc(o.Plan.Steps, func(t model.Step) bool { return t.Change == s.Change })
		p.records = append(p.records, model.Record{Step: at, Change: s.Change}) // records count the plan's steps
	}
	return p.x.startApply(o)
}

func (p *changesPage) recorded(m recordedMsg) tea.Cmd {
	if p.x.applies == nil || p.x.applies.serial != m.serial {
		return m.more // of a run that is over; its waiting command ends by itself
	}
	i := slices.IndexFunc(p.records, func(r model.Record) bool { return r.Step == m.record.Step })
	if i >= 0 {
		p.records[i] = m.record
		p.at = i
	}
	return m.more
}

func (p *changesPage) runEnded(m runEndedMsg) tea.Cmd {
	if !p.x.endApply(m.serial) {
		return nil
	}
	p.state, p.run = changesEnded, m.run
	if len(m.run.Records) > 0 {
		p.records = m.run.Records
	}
	p.text = reader{keys: p.x.keys, lines: p.outcome()}
	if p.x.hasSnapshot(m.run.After) {
		return p.x.adopt(m.run.After)
	}
	return p.x.reload()
}

func (p *changesPage) runFailed(m runFailedMsg) tea.Cmd {
	if !p.x.endApply(m.serial) {
		return nil
	}
	p.state, p.failure = changesEnded, asFailure(m.err)
	p.run = model.Run{State: model.RunFailed, Records: p.records, Failure: p.failure}
	p.text = reader{keys: p.x.keys, lines: p.outcome()}
	return p.x.reload()
}

// hasSnapshot reports whether a snapshot holds anything; the zero one does not.
func (x *Explorer) hasSnapshot(s model.Snapshot) bool { return !s.Origin().ReadAt.IsZero() }

// settled counts the steps whose fate is known.
func (p *changesPage) settled() int {
	n := 0
	for _, r := range p.records {
		if r.Outcome > model.Sent {
			n++
		}
	}
	return n
}

// viewRun shows the steps with what has become of each so far.
func (p *changesPage) viewRun(s size) frame {
	t := p.x.theme
	done := p.settled()
	head := lines(
		t.title.Render(ansi.Truncate("Applying: "+model.Printable(goalWords(p.plan.Goal, p.before)), s.w, t.ellipsis)),
		t.muted.Render(ansi.Truncate(fmt.Sprintf("%d of %s settled%s", done, plural(len(p.records), "step"),
			p.firstRead()), s.w, t.ellipsis)))
	room := s.minus(head.height())
	top := max(min(p.at-room.h/2, len(p.records)-room.h), 0)
	var rows []string
	for i := top; i < len(p.records) && len(rows) < room.h; i++ {
		rows = append(rows, ansi.Truncate(p.recordLine(p.records[i]), s.w, t.ellipsis))
	}
	body := lines(rows...)
	if p.at-top < len(rows) {
		body.Cursor = cursorAt(0, max(p.at-top, 0))
	}
	return stack(head, body)
}

// firstRead says what happens before the first record.
func (p *changesPage) firstRead() string {
	for _, r := range p.records {
		if r.Outcome != model.Planned {
			return ""
		}
	}
	return "; reading the account again before the first write"
}

func (p *changesPage) recordLine(r model.Record) string {
	glyph, style := p.outcomeSign(r.Outcome)
	text := "  " + glyph + " " + align(r.Outcome.String(), 10, false) + " " +
		model.Printable(report.ChangeText(p.before.Snapshot(), r.Change))
	if r.ID != "" {
		text += "  " + r.ID
	}
	return style.Render(text)
}

func (p *changesPage) outcomeSign(o model.Outcome) (string, lipgloss.Style) {
	t := p.x.theme
	switch o {
	case model.Planned:
		return t.noteDot, t.muted
	case model.Sent:
		return t.arrow, t.accent
	case model.Done, model.AlreadySo:
		return t.pass, t.good
	case model.NotDone:
		return t.fail, t.bad
	case model.Unsettled:
		return t.unsure, t.unknown
	}
	return t.unsure, t.unknown
}

// outcome tells how the run ended, what stands, what does not, and what to do next.
func (p *changesPage) outcome() []textLine {
	t, run := p.x.theme, p.run
	var out []textLine
	say := func(style lipgloss.Style, prefix, text string) {
		out = append(out, textLine{prefix: prefix, text: model.Printable(text), style: style})
	}
	p.verdict(say)
	for _, r := range run.Reasons {
		say(t.text, "  "+t.dot+" ", r)
	}
	if run.Failure.Kind != model.NoFailure {
		say(t.bad, "  "+t.fail+" ", run.Failure.Error())
		say(t.text, "  Next: ", run.Failure.Next())
	}
	if run.State != model.RunDrifted {
		for _, r := range p.records {
			glyph, style := p.outcomeSign(r.Outcome)
			line := report.ChangeText(p.before.Snapshot(), r.Change)
			if r.ID != "" {
				line += "  " + r.ID
			}
			out = append(out, textLine{prefix: "  " + glyph + " " + align(r.Outcome.String(), 10, false) + " ",
				text: model.Printable(line), style: style, id: r.ID})
		}
	}
	p.afterwards(say)
	if run.Journal != "" {
		say(t.muted, "Journal  ", run.Journal)
	}
	return out
}

func (p *changesPage) verdict(say func(lipgloss.Style, string, string)) {
	t, run := p.x.theme, p.run
	left := len(run.Remaining())
	switch run.State {
	case model.RunFinished:
		say(t.good, t.pass+" ", "Done: "+plural(len(p.records), "change")+" made, and reading again shows all of them.")
	case model.RunDrifted:
		say(t.warn, t.exposed+" ", "Stopped before the first write: the account is not as it was when you reviewed the plan. "+
			"Nothing was changed.")
	case model.RunFailed:
		say(t.bad, t.fail+" ", fmt.Sprintf("Stopped by a failure: %d of %s made, %d not.", len(p.records)-left,
			plural(len(p.records), "change"), left))
	case model.RunStopped:
		say(t.warn, t.exposed+" ", fmt.Sprintf("Stopped as you asked: %d of %s made, %d not sent.", len(p.records)-left,
			plural(len(p.records), "change"), left))
	}
}

// afterwards says what is left to plan and what the operator does next.
func (p *changesPage) afterwards(say func(lipgloss.Style, string, string)) {
	t, run := p.x.theme, p.run
	if run.State == model.RunDrifted {
		say(t.text, "Next     ", "enter reviews the plan as it is now: "+plural(len(run.Fresh.Steps), "step")+".")
		return
	}
	if run.State != model.RunFinished {
		say(t.text, "Next     ", "enter plans again from what is there now; what was made is not made twice.")
		return
	}
	if n := len(run.Fresh.Steps); n == 0 {
		say(t.good, "Left     ", "planned again: no change is left.")
	} else {
		say(t.text, "Left     ", "planned again: "+plural(n, "step")+" that you left out or that cannot be made now.")
	}
	if ids := p.madeGroups(); len(ids) > 0 {
		say(t.text, "Groups   ", strings.Join(ids, ", "))
		say(t.accent, "Studio   ", p.studioLine())
		say(t.text, "Next     ", "make a Studio with these groups (y copies ids and line); no existing Studio was changed.")
		return
	}
	say(t.text, "Next     ", "attach the Workspace to its cluster again; rules act at once, nothing has to be restarted.")
}

// madeGroups gives the groups of a creation with their ids, those that were adopted among them.
func (p *changesPage) madeGroups() []string {
	ws, engine := p.createdIDs()
	if ws == "" || engine == "" {
		return nil
	}
	return []string{"Workspace " + ws, "Engine " + engine}
}

// createdIDs gives the ids of a creation's groups, read from the account after it.
func (p *changesPage) createdIDs() (workspace, engine string) {
	goal, ok := p.plan.Goal.(model.CreateGroups)
	if !ok {
		return "", ""
	}
	ws, eng := emr.Defaults(goal.Set)
	id := func(name string) string {
		g, _ := p.run.After.GroupNamed(goal.VPC, name)
		return g.ID
	}
	return id(firstOf(goal.WorkspaceName, ws.Name)), id(firstOf(goal.EngineName, eng.Name))
}

func (p *changesPage) studioLine() string {
	goal, ok := p.plan.Goal.(model.CreateGroups)
	if !ok {
		return ""
	}
	ws, engine := p.createdIDs()
	return report.StudioCommand(goal.VPC, ws, engine, nil, p.place())
}

func (p *changesPage) whyNoOutcome() string {
	if p.run.State == model.RunDrifted {
		return "nothing was made"
	}
	return ""
}

func (p *changesPage) copyOutcome() tea.Cmd {
	var items []copyItem
	if ws, engine := p.createdIDs(); ws != "" && engine != "" {
		items = append(items, copyItem{"Workspace group id", ws}, copyItem{"Engine group id", engine},
			copyItem{"aws emr create-studio", p.studioLine()})
	}
	for _, r := range p.records {
		if r.ID != "" && strings.HasPrefix(r.ID, "sgr-") {
			items = append(items, copyItem{"rule id", r.ID})
		}
	}
	if p.run.Journal != "" {
		items = append(items, copyItem{"journal", p.run.Journal})
	}
	return p.x.copy(items...)
}

func (p *changesPage) whyNoNext() string {
	if p.run.State == model.RunFinished {
		return "it is done; esc goes back"
	}
	return ""
}

// next puts the plan as it is now under review; after a failure it is made of what is on the screen.
func (p *changesPage) next() tea.Cmd {
	if p.x.load.phase != loadDone {
		p.x.say("still reading; wait for the end of it")
		return nil
	}
	return p.x.review(p.plan.Goal)
}
