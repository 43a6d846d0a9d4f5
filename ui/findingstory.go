package ui

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// findingStory tells one finding: what is, why it matters, what it rests on, and what to do.
func findingStory(a *emr.Analysis, t theme, f model.Finding) []textLine {
	s := &story{t: t, a: a}
	glyph, word, style := t.finding(f)
	first := s.add(glyph+" "+word+"  ", f.Title, style)
	first.id, first.group = f.Subject.ID, groupOf(f)
	s.say(f.Reason)
	s.labelled("About    ", f.Subject.Label(), f.Subject.ID)
	s.labelled("Why      ", f.Why, "")
	for i, e := range f.Evidence {
		prefix := "         "
		if i == 0 {
			prefix = "Evidence "
		}
		text := e.Text
		if text == "" {
			text = e.Rule.String()
		}
		if !strings.Contains(text, e.RuleID) {
			text += "  " + e.RuleID
		}
		s.labelled(prefix, text, firstOf(e.RuleID, e.Group))
		s.lines[len(s.lines)-1].group = e.Group
	}
	s.remedy(f)
	source := f.Source
	if source == "" {
		source = "a check of sgscope's own"
	}
	s.labelled("Source   ", source, f.Source)
	s.labelled("Key      ", f.Key(), f.Key())
	return s.lines
}

func groupOf(f model.Finding) string {
	if f.Subject.Kind == model.SubjectGroup {
		return f.Subject.ID
	}
	return ""
}

// labelled adds a line with a label, unless there is nothing to say.
func (s *story) labelled(label, text, id string) {
	if text != "" {
		s.add("  "+label, text, s.t.text).id = id
	}
}

// remedy tells what can be done.
func (s *story) remedy(f model.Finding) {
	switch r := f.Remedy.(type) {
	case model.Fix:
		for i, c := range r.Changes {
			prefix := "         "
			if i == 0 {
				prefix = "Fix      "
			}
			s.labelled(prefix, s.t.marks().Change(c)+" "+report.ChangeText(s.a.Snapshot(), c), c.Target())
		}
		review := fmt.Sprintf("f reviews %s; nothing is sent before you confirm", plural(len(r.Changes), "change"))
		s.labelled("         ", review, "")
	case model.Advice:
		s.labelled("Advice   ", r.Text, "")
		s.labelled("Command  ", r.Command, r.Command)
	}
}
