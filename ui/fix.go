package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// fixKeys gives the findings that a plan can be asked for: those that are unmet.
func fixKeys(fs []model.Finding) []string {
	var out []string
	for _, f := range fs {
		if f.State == model.Unmet {
			out = append(out, f.Key())
		}
	}
	return out
}

// fixFindings shows the plan that clears findings.
func (x *Explorer) fixFindings(fs []model.Finding) tea.Cmd {
	return x.review(model.FixFindings{Keys: fixKeys(fs)})
}

// fixGroup shows the plan that clears the findings about a group.
func (x *Explorer) fixGroup(id string) tea.Cmd { return x.fixFindings(x.analysis.FindingsOf(id)) }

func (x *Explorer) whyNotFixGroup(id string) string {
	if why := x.whyNotReady(); why != "" {
		return why
	}
	if len(fixKeys(x.analysis.FindingsOf(id))) == 0 {
		return "nothing is wrong with this group, as far as was read"
	}
	return ""
}

// whyNotFix says why there is no plan for a finding. One that has only advice can be reviewed: the
// plan says so.
func (x *Explorer) whyNotFix(f model.Finding) string {
	if why := x.whyNotReady(); why != "" {
		return why
	}
	switch f.State {
	case model.StateUnknown:
		return "it is not decided; read what is missing first (! says what)"
	case model.Met:
		return "it is met"
	case model.Unmet:
	}
	switch f.Remedy.(type) {
	case model.Fix:
		return ""
	case model.Advice:
		return "no change of groups clears it; the advice below does"
	}
	return "no change of groups clears it"
}

// fixStudio shows the plan that clears the findings about a pair.
func (x *Explorer) fixStudio(p emr.Pair) tea.Cmd { return x.fixFindings(x.findingsOf(p)) }

// findingsOf gives the findings about a pair: those that name its Studio, or, where no Studio uses
// it, those about its groups.
func (x *Explorer) findingsOf(p emr.Pair) []model.Finding {
	if p.Studio != "" {
		return x.analysis.FindingsOf(p.Studio)
	}
	return append(x.analysis.FindingsOf(p.Workspace), x.analysis.FindingsOf(p.Engine)...)
}
