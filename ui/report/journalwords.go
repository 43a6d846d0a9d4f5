package report

import (
	"slices"
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
		return chosenText(j)
	}
	id := model.Journal{Path: undo.Journal}.ID()
	for _, other := range list {
		if other.ID() == id {
			return "undo: " + chosenText(other) + ", of " + Moment(other.Started)
		}
	}
	return "undo " + id
}

// chosenText says what a run was for, by the steps that were chosen: whoever left some out has not mended everything.
func chosenText(j model.Journal) string {
	fix, ok := j.Goal.(model.FixFindings)
	if !ok || len(fix.Keys) < 2 {
		return GoalText(j.Goal)
	}
	var steps []model.Step
	for _, run := range append([]model.Journal{j}, j.Earlier...) {
		for _, s := range run.Steps {
			steps = append(steps, s.Step)
		}
	}
	return "fix " + FindingsOf(fix.Keys, steps)
}

// FindingsOf counts the findings that a plan is about, and how many of them its chosen steps help to clear.
func FindingsOf(keys []string, chosen []model.Step) string {
	n := 0
	for _, k := range keys {
		if slices.ContainsFunc(chosen, func(s model.Step) bool { return slices.Contains(s.Clears, k) }) {
			n++
		}
	}
	all := plural(len(keys), "finding", "findings")
	if n == 0 || n == len(keys) {
		return all
	}
	return strconv.Itoa(n) + " of " + all
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
	all := t.Done + t.AlreadySo + t.NotDone + t.Unsettled + t.Planned
	text := strconv.Itoa(t.Done) + " of " + plural(all, "change", "changes") + " made"
	if t.AlreadySo > 0 {
		text += ", " + strconv.Itoa(t.AlreadySo) + " stood already"
	}
	if t.Unsettled > 0 {
		text += ", " + strconv.Itoa(t.Unsettled) + " not known"
	}
	return text
}
