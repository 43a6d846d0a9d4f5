package ui

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
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
			s.labelled(prefix, changeWords(s.a.Snapshot(), c), c.Target())
		}
		review := fmt.Sprintf("f reviews %s; nothing is sent before you confirm", plural(len(r.Changes), "change"))
		s.labelled("         ", review, "")
	case model.Advice:
		s.labelled("Advice   ", r.Text, "")
		s.labelled("Command  ", r.Command, r.Command)
	}
}

// changeWords says a change in one line, as a diff would: + for what is added, - for what goes.
func changeWords(s model.Snapshot, c model.Change) string {
	name := func(id string) string {
		if g, ok := s.Group(id); ok {
			return g.Label()
		}
		if _, n := model.PendingName(id); n != "" {
			return n + " (new)"
		}
		return id
	}
	rule := func(r model.Rule, group string) string {
		return ruleWords(r, peerName(s, model.GroupRule{Rule: r}, group))
	}
	switch c := c.(type) {
	case model.CreateGroup:
		return "+ group " + c.Name + " in " + c.VPC
	case model.Authorize:
		return "+ " + rule(c.Rule, c.Group) + ", on " + name(c.Group)
	case model.Revoke:
		return "- " + rule(c.Rule, c.Group) + ", on " + name(c.Group)
	case model.SetTag:
		return "~ tag " + c.Key + " = " + c.New + ", on " + name(c.Group)
	case model.DeleteGroup:
		return "- group " + c.Name + " (" + c.Group + ")"
	case model.RemoveTag:
		return "- tag " + c.Key + ", on " + name(c.Group)
	}
	return ""
}
