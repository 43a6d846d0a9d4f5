package report

import (
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// RuleText gives a rule in words, its peer by name: "tcp 18888 from Workspace (sg-1)".
func RuleText(s model.Snapshot, r model.Rule) string { return s.RuleText(r) }

// GroupText gives a group as "Name (sg-1)", also one that is planned, was deleted or was not read.
func GroupText(s model.Snapshot, id string) string { return s.GroupText(id) }

// ChangeText gives a change in one sentence, as every place words it.
func ChangeText(s model.Snapshot, c model.Change) string { return s.ChangeText(c) }

func quoted(s string) string { return `"` + model.Printable(s) + `"` }

// Marks are the signs that go before words; a word always says the same. The explorer has the same ones.
type Marks struct {
	Allowed, Blocked, Partly, Unknown string // verdicts; the first two also say that something holds or is broken
	Alarm, Conditional, Wider, Note   string // findings that break nothing, from grave to slight
	Add, Remove, Alter                string // changes
	Dot, Arrow, Ellipsis, Up          string
}

// UnicodeMarks are one column wide each and have no emoji form.
func UnicodeMarks() Marks {
	return Marks{"✓", "✗", "≈", "?", "!", "◇", "~", "·", "+", "−", "~", "·", "→", "…", "▲"}
}

// ASCIIMarks are for terminals and readers without Unicode. None of those that judge is one that a diff
// has for what is added or taken away. They may be wider than a column.
func ASCIIMarks() Marks {
	return Marks{"ok", "x", "=", "?", "!", "*", "~", ".", "+", "-", "~", "-", "->", "..", "^"}
}

// spell writes our own signs within sentences as these marks do. Names are the account's, and stay.
func (m Marks) spell(text string) string {
	if m.Arrow == UnicodeMarks().Arrow {
		return text
	}
	u := UnicodeMarks()
	return strings.NewReplacer(u.Arrow, m.Arrow, u.Ellipsis, m.Ellipsis).Replace(text)
}

// Verdict gives the sign of a verdict.
func (m Marks) Verdict(v model.Verdict) string {
	switch v {
	case model.Unknown:
		return m.Unknown
	case model.Blocked:
		return m.Blocked
	case model.Partly:
		return m.Partly
	case model.Allowed:
		return m.Allowed
	}
	return m.Unknown
}

// Finding gives the sign of a finding by state and severity.
func (m Marks) Finding(f model.Finding) string {
	switch f.State {
	case model.StateUnknown:
		return m.Unknown
	case model.Met:
		return m.Allowed
	case model.Unmet:
		return m.Severity(f.Severity)
	}
	return m.Unknown
}

// Severity gives the sign of a severity.
func (m Marks) Severity(s model.Severity) string {
	switch s {
	case model.Broken:
		return m.Blocked
	case model.Exposed:
		return m.Alarm
	case model.Conditional:
		return m.Conditional
	case model.Wider:
		return m.Wider
	case model.Note:
		return m.Note
	}
	return m.Note
}

// Change gives the sign of a change: what is added, taken away or altered.
func (m Marks) Change(c model.Change) string {
	switch c := c.(type) {
	case model.CreateGroup, model.Authorize:
		return m.Add
	case model.Revoke, model.DeleteGroup, model.RemoveTag:
		return m.Remove
	case model.SetTag:
		if c.HadOld {
			return m.Alter
		}
		return m.Add
	}
	return m.Alter
}

// line gives the sign of a Studio's line: that of its path, or, where the path is open, of what else
// is wrong with it.
func (m Marks) line(l emr.StudioLine) string {
	if l.Verdict != model.Allowed || l.Gravest() == model.Note {
		return m.Verdict(l.Verdict)
	}
	return m.Severity(l.Gravest())
}
