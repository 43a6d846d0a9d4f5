package ui

import (
	"fmt"
	"strings"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// failureStory tells of the clusters that ended with errors while the cursor is on their line, and reports
// whether it is.
func (p *studiosPage) failureStory(s *telling) (string, bool) {
	switch r := p.row(); {
	case p.inside:
	case r.kind == studioEnded:
		return p.endedStory(s), true
	case r.kind == studioFailed:
		return p.failedStory(s, r.cluster), true
	}
	return "", false
}

// endedStory names them all, with the reason that EMR gives.
func (p *studiosPage) endedStory(s *telling) string {
	t, a := p.x.theme, p.x.analysis
	list := a.FailedClusters()
	what := "enter lists them; s says what an error message means."
	if p.unfolded[endedFold] {
		what = "enter folds them again."
	}
	s.say(t.text, "  ", what)
	for _, c := range list {
		s.say(t.bad, t.fail+" "+c.Name+"  ", joined("  ", p.ago(c.EndedAt), firstOf(c.StateReasonCode, "no reason given"), c.StateReason))
	}
	if r := a.Snapshot().Reading(model.PartFailedClusters, ""); r.LeftOut > 0 {
		s.say(t.unknown, t.unsure+" ", fmt.Sprintf("%s not looked at: they ended earlier, or are too many", plural(r.LeftOut, "more")))
	}
	return "Clusters that ended with errors in the last 72 hours"
}

// failedStory tells one: what EMR says, which known failure that is, and the rules in question as they
// stand now.
func (p *studiosPage) failedStory(s *telling, c model.Cluster) string {
	t := p.x.theme
	s.say(t.bad, t.fail+" "+firstOf(c.StateReasonCode, "no code")+"  ", firstOf(c.StateReason, "EMR gives no reason"))
	for _, e := range c.Errors {
		s.say(t.bad, "  error    ", joined("  ", e.Code, e.Message))
		var data []string
		for _, d := range e.Data {
			data = append(data, d.Key+" "+d.Value)
		}
		s.say(t.muted, "           ", strings.Join(data, ", "))
	}
	cases := emr.FailureCases(c)
	if len(cases) == 0 {
		s.say(t.unknown, t.unsure+" ", "This is none of the failures that sgscope knows of.")
	}
	for _, k := range cases {
		p.x.caseStory(s, k, p.x.analysis.AsItStands(c, k))
	}
	s.say(t.muted, "  cluster  ", joined("  ", c.ID, c.Release, c.Subnet, p.ago(c.EndedAt)))
	if len(p.whole().Nodes) > 0 {
		s.say(t.muted, "  ", "Above are its groups as their rules stand now: enter goes there.")
	}
	return model.Printable(c.Name) + "  ended with errors"
}

// ago says how long before the data was read something happened; "" if that is not known.
func (p *studiosPage) ago(at time.Time) string {
	now := p.x.now
	if at.IsZero() || now.Before(at) {
		return ""
	}
	return ageText(now.Sub(at))
}
