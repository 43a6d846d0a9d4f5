package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// fixKeys gives the findings that a plan can be asked for: unmet ones that something can be done
// about, be it only advice, which the plan then shows. A note is left out where it is one of several,
// because whoever closes a hole has not asked for Git, and where it has no more than advice. So is one of
// several that somebody has accepted.
func (x *Explorer) fixKeys(fs []model.Finding) []string {
	var out []string
	for _, f := range fs {
		if _, accepted := x.accepted(f); accepted && len(fs) > 1 {
			continue
		}
		if _, advice := f.Remedy.(model.Advice); f.Severity == model.Note && (len(fs) > 1 || advice) {
			continue
		}
		if f.State == model.Unmet && f.Remedy != nil {
			out = append(out, f.Key())
		}
	}
	return out
}

// noFixInExam is said to who asks for a plan where one's own is wanted.
const noFixInExam = "not in an exam: what has to change you write yourself, with e on a group"

// examined reports whether an exam is held.
func (x *Explorer) examined() bool { return x.coach != nil && x.coach.exam != nil }

// fixFindings shows the plan that clears findings. It never asks for none: to the model, that is all.
func (x *Explorer) fixFindings(fs []model.Finding) tea.Cmd {
	keys := x.fixKeys(fs)
	if len(keys) == 0 || x.examined() {
		x.say(x.whyNotFixAny(fs))
		return nil
	}
	return x.review(model.FixFindings{Keys: keys})
}

// whyNotFixAny says why there is no plan for findings; "" if there is one.
func (x *Explorer) whyNotFixAny(fs []model.Finding) string {
	if x.examined() {
		return noFixInExam
	}
	unmet, undecided := 0, 0
	for _, f := range fs {
		switch f.State {
		case model.Unmet:
			unmet++
		case model.StateUnknown:
			undecided++
		case model.Met:
		}
	}
	switch {
	case len(x.fixKeys(fs)) > 0:
		return ""
	case unmet > 0:
		return "what is found here breaks nothing and needs no change"
	case undecided > 0:
		return "it is not decided; read what is missing first (! says what)"
	}
	return "nothing is wrong here, as far as was read"
}

// fixGroup shows the plan that clears the findings about a group.
func (x *Explorer) fixGroup(id string) tea.Cmd { return x.fixFindings(x.analysis.FindingsOf(id)) }

func (x *Explorer) whyNotFixGroup(id string) string {
	if why := x.whyNotReady(); why != "" {
		return why
	}
	found := x.analysis.FindingsOf(id)
	if len(found) == 0 {
		return "nothing is wrong with this group, as far as was read"
	}
	return x.whyNotFixAny(found)
}

// whyNotFix says why there is no plan for a finding. One that has only advice is told where it stands.
func (x *Explorer) whyNotFix(f model.Finding) string {
	if why := x.whyNotReady(); why != "" {
		return why
	}
	if x.examined() {
		return noFixInExam
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
	return "it breaks nothing and needs no change"
}

// fixStudio shows the plan that clears the findings about a pair.
func (x *Explorer) fixStudio(p emr.Pair) tea.Cmd { return x.fixFindings(x.findingsOf(p)) }

// findingsOfLine gives what a Studio's row stands for: the findings about its pair and, where none of them
// is broken, those inside of the clusters that have faults. First comes what keeps all clusters away.
func (x *Explorer) findingsOfLine(l emr.StudioLine) []model.Finding {
	own := x.findingsOf(l.Pair)
	if l.Worst == model.Broken {
		return own
	}
	return append(own, x.insideOf(l, own)...)
}

// insideOf gives the findings of a line's clusters that have faults, each once and without those told.
func (x *Explorer) insideOf(l emr.StudioLine, told []model.Finding) []model.Finding {
	var out []model.Finding
	seen := map[string]bool{}
	for _, f := range told {
		seen[f.Key()] = true
	}
	for _, id := range l.Faulty {
		for _, f := range x.analysis.FindingsOf(id) {
			if !seen[f.Key()] {
				seen[f.Key()] = true
				out = append(out, f)
			}
		}
	}
	return out
}

// findingsOf gives the findings about a pair, each once: those that name its Studio, or, where no
// Studio uses it, those about its groups.
func (x *Explorer) findingsOf(p emr.Pair) []model.Finding {
	if p.Studio != "" {
		return x.analysis.FindingsOf(p.Studio)
	}
	var out []model.Finding
	seen := map[string]bool{}
	for _, id := range []string{p.Workspace, p.Engine} {
		if id == "" {
			continue // FindingsOf would give those without a subject
		}
		for _, f := range x.analysis.FindingsOf(id) {
			if !seen[f.Key()] {
				seen[f.Key()] = true
				out = append(out, f)
			}
		}
	}
	return out
}
