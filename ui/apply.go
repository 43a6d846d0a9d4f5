package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
)

// apply starts the run of a confirmed order.
func (p *changesPage) apply(o model.Order) tea.Cmd {
	p.state, p.at, p.top, p.records, p.held = changesRunning, 0, 0, nil, map[int]int{}
	p.heard = p.x.options.Now()
	for _, i := range o.Picks {
		p.records = append(p.records, model.Record{Step: i, Change: p.plan.Steps[i].Change})
	}
	return p.x.startApply(o, p.before.Scope(), p.making)
}

// recorded takes what became of a step. A record of a run that is over is dropped; the command that
// waits for its next ends by itself.
func (p *changesPage) recorded(m recordedMsg) tea.Cmd {
	if p.x.applies == nil || p.x.applies.serial != m.serial {
		return m.more
	}
	p.heard = p.x.options.Now()
	for i, r := range p.records {
		if r.Step == m.record.Step {
			p.records[i], p.at = m.record, i
		}
	}
	if m.record.Held > 0 {
		p.held[m.record.Step]++
	}
	return m.more
}

func (p *changesPage) runEnded(m runEndedMsg) tea.Cmd {
	if !p.x.endApply(m.serial) {
		return nil
	}
	p.run = m.run
	if len(m.run.Records) > 0 {
		p.records = m.run.Records
	}
	p.end()
	if hasSnapshot(m.run.After) {
		return p.x.adopt(m.run.After) // and then the journals are listed again
	}
	return p.x.reload()
}

// runFailed takes the end of a run that could not begin: nothing was written.
func (p *changesPage) runFailed(m runFailedMsg) tea.Cmd {
	if !p.x.endApply(m.serial) {
		return nil
	}
	p.refused = true
	p.run = model.Run{State: model.RunFailed, Failure: asFailure(m.err), Reasons: m.reasons}
	p.end()
	return p.x.reload()
}

func (p *changesPage) end() {
	p.state = changesEnded
	p.text = reader{keys: p.x.keys, lines: p.outcome()}
}

// hasSnapshot reports whether a snapshot was read at all; the zero one was not.
func hasSnapshot(s model.Snapshot) bool { return !s.Origin().ReadAt.IsZero() }

// settled counts the steps whose fate is known.
func (p *changesPage) settled() int {
	n := 0
	for _, r := range p.records {
		if r.Outcome > model.Sent && r.Held == 0 {
			n++
		}
	}
	return n
}

func (p *changesPage) whyNotStop() string {
	if p.x.applies == nil || p.x.applies.stopping {
		return "it stops after the call in flight"
	}
	return ""
}

// viewRun shows the steps with what has become of each so far.
func (p *changesPage) viewRun(s size) frame {
	t := p.x.theme
	head := lines(
		t.title.Render(ansi.Truncate("Applying: "+model.Printable(p.purpose()), s.w, t.ellipsis)),
		ansi.Truncate(t.bar(p.settled(), len(p.records))+"  "+t.muted.Render(p.doing()), s.w, t.ellipsis))
	room := s.minus(head.height())
	top := max(min(p.at-room.h/2, len(p.records)-room.h), 0)
	var rows []string
	for i := top; i < len(p.records) && len(rows) < room.h; i++ {
		rows = append(rows, p.recordLine(p.records[i], s.w))
	}
	body := lines(rows...)
	if p.at-top < len(rows) {
		body.Cursor = cursorAt(0, max(p.at-top, 0))
	}
	return stack(head, body)
}

// bar draws how much is done, as a picture and in numbers.
func (t theme) bar(done, all int) string {
	const width = 10
	text := fmt.Sprintf("%d of %d settled", done, all)
	if t.plain || all == 0 {
		return t.text.Render(text)
	}
	full, empty := "█", "░"
	if t.pass == asciiGlyphs().pass {
		full, empty = "#", "."
	}
	n := done * width / all
	return t.good.Render(strings.Repeat(full, n)) + t.muted.Render(strings.Repeat(empty, width-n)) + " " +
		t.text.Render(text)
}

// doing says what happens between the records.
func (p *changesPage) doing() string {
	if p.x.applies != nil && p.x.applies.stopping {
		return "stopping after the call in flight"
	}
	for _, r := range p.records {
		if r.Held > 0 {
			return "held back " + r.Held.String() + ": " + heldWords(r) + "; s stops"
		}
	}
	if s := p.silent(); s != "" {
		return s
	}
	for _, r := range p.records {
		if r.Outcome != model.Planned {
			if p.settled() == len(p.records) {
				return "reading again"
			}
			return "s stops after the call in flight"
		}
	}
	return "reading the account again before the first write"
}

// recordLine says one step: what became of it, and the change as the review has said it.
func (p *changesPage) recordLine(r model.Record, w int) string {
	t := p.x.theme
	glyph, word, style := p.fate(r.Outcome)
	switch {
	case p.state != changesRunning:
	case r.Held > 0:
		glyph, word, style = t.unsure, "held back", t.warn
	case r.Outcome == model.Sent && r.Failure.Kind != model.NoFailure:
		glyph, word, style = t.unsure, "unsettled", t.warn
	}
	text := "  " + glyph + " " + align(word, 9, false) + " "
	id := ""
	if r.ID != "" {
		id = "  " + model.Printable(r.ID)
	}
	text += p.diffLine(p.asPlanned(r), w-textWidth(text+id)) + id
	return style.Render(ansi.Truncate(text, w, t.ellipsis))
}

// heldWords says why a call is held back.
func heldWords(r model.Record) string {
	if r.Failure.Kind == model.FailedNotFound {
		return "EC2 does not know the new group yet"
	}
	return "AWS limits the rate of calls (" + firstOf(model.Printable(r.Failure.Code), r.Failure.Kind.String()) + ")"
}

// asPlanned gives the change of a record as the plan has it: what was sent names a group that was
// just made by an id that nobody has seen.
func (p *changesPage) asPlanned(r model.Record) model.Change {
	if r.Step >= 0 && r.Step < len(p.plan.Steps) {
		return p.plan.Steps[r.Step].Change
	}
	return r.Change
}

// fate gives sign, word and style of what became of a step. Only while the run lasts is what was not sent
// still to be sent, and an answer that is missing still to come.
func (p *changesPage) fate(o model.Outcome) (glyph, word string, style lipgloss.Style) {
	t := p.x.theme
	if p.state != changesEnded {
		switch o {
		case model.Planned:
			return t.noteDot, "waits", t.muted
		case model.Sent:
			return t.arrow, "sent", t.accent
		case model.Done, model.AlreadySo, model.NotDone, model.Unsettled:
		}
	}
	return t.fate(o)
}
