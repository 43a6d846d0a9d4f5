package report

import (
	"strconv"
	"time"

	"github.com/sgscope/sgscope/model"
)

// moment is how times of runs are written: in UTC, so that two operators speak of the same one.
const moment = "2006-01-02 15:04"

// Moment gives a time for people; "" for none.
func Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(moment) + " UTC"
}

// JournalWhat says in words what a run was for. list holds the journals among which an undone one is found.
func JournalWhat(j model.Journal, list []model.Journal) string {
	undo, ok := j.Goal.(model.Undo)
	if !ok {
		return GoalText(j.Goal)
	}
	id := model.Journal{Path: undo.Journal}.ID()
	for _, other := range list {
		if other.ID() == id {
			return "undo: " + GoalText(other.Goal) + ", of " + Moment(other.Started)
		}
	}
	return "undo " + id
}

// JournalState says in a few words how a run ended, and what later ones made of it.
func JournalState(j model.Journal) string {
	text := j.State.String()
	for _, t := range j.Taken {
		part := ""
		if t.Part {
			part = " in part"
		}
		switch {
		case t.Undo && t.State == model.JournalDone:
			return text + ", undone" + part
		case t.Undo:
			return text + ", undo " + t.State.String()
		case t.State == model.JournalDone:
			return text + ", carried on" + part
		}
	}
	switch {
	case len(j.Taken) > 0:
		return text + ", carried on: " + j.Taken[0].State.String()
	case j.Left:
		return text + ", left"
	}
	return text
}

// TallyWords counts what became of the changes, in words.
func TallyWords(t model.Tally) string {
	stand := t.Done + t.AlreadySo
	all := stand + t.NotDone + t.Unsettled + t.Planned
	text := strconv.Itoa(stand) + " of " + plural(all, "change", "changes") + " made"
	if t.AlreadySo > 0 {
		text += ", " + strconv.Itoa(t.AlreadySo) + " by somebody else"
	}
	if t.Unsettled > 0 {
		text += ", " + strconv.Itoa(t.Unsettled) + " not known"
	}
	return text
}
