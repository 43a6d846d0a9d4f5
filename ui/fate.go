package ui

import (
	"charm.land/lipgloss/v2"

	"github.com/sgscope/sgscope/model"
)

// fate gives sign, word and style of what became of a step in a run that is over.
func (t theme) fate(o model.Outcome) (glyph, word string, style lipgloss.Style) {
	switch o {
	case model.Planned:
		return t.noteDot, "not sent", t.muted
	case model.Done:
		return t.pass, "done", t.good
	case model.AlreadySo:
		return t.pass, "was so", t.good
	case model.NotDone:
		return t.fail, "not done", t.bad
	case model.Sent, model.Unsettled:
	}
	return t.unsure, "not known", t.unknown
}

// fateNow gives sign, word and style of what the account shows of a step that was written down.
func (t theme) fateNow(s model.StepState) (glyph, word string, style lipgloss.Style) {
	switch s {
	case model.StepDone:
		return t.pass, "done", t.good
	case model.StepNotDone:
		return t.noteDot, "not done", t.warn
	case model.StepDoneByOther:
		return t.pass, "by others", t.good
	case model.StepTakenBack:
		return t.exposed, "reverted", t.bad
	case model.StepUndecided:
	}
	return t.unsure, "not known", t.unknown
}
