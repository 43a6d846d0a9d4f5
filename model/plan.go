package model

import "slices"

// Step is one change of a plan with its reasons.
type Step struct {
	Change  Change
	Purpose Purpose
	Why     string   // one sentence
	Clears  []string // keys of the findings that it helps to clear
	Blocked string   // why it cannot be selected ("usage unknown: …"); "" if it can
	Drift   string   // signs that somebody else owns the group; "" if none were seen
	Needs   []int    // indexes of the steps without which this one is not sent, all before it
}

// Adoption is a group that the goal would have created but that exists already.
type Adoption struct {
	Group       Group
	Differences []string // in words; empty if it is as it would have been made
}

// Refusal is a finding that the plan does not fix, with what the operator can do.
type Refusal struct {
	Finding string // key
	Advice  Advice
}

// Plan is a goal, its changes in the order in which they are sent, and what they rest on. It
// changes nothing by itself. An empty Steps means that nothing is left to do.
type Plan struct {
	Goal     Goal
	Steps    []Step
	Adopts   []Adoption
	Refusals []Refusal
	Rests    []Basis
	Conflict string // why there is no plan at all; "" if there is one
}

// Basis is the state of one group at planning time; if it differs at the first write, the plan is old.
type Basis struct {
	Group    string
	Presence Presence
	Digest   string // of everything about the group that a change could touch
}

// Changes gives the changes of the steps that can be selected and that keep accepts, in order.
func (p Plan) Changes(keep func(Step) bool) []Change {
	var out []Change
	for _, s := range p.Steps {
		if s.Blocked == "" && keep(s) {
			out = append(out, s.Change)
		}
	}
	return out
}

// Selected gives the plan with only the steps whose index is in picks, that can be selected, and
// whose needs are selected too: nothing is taken away whose replacement was left out.
func (p Plan) Selected(picks []int) Plan {
	q := p
	q.Steps = nil
	at := map[int]int{} // index in p → index in q
	for i, s := range p.Steps {
		kept := func(n int) bool { _, ok := at[n]; return ok }
		if s.Blocked != "" || !slices.Contains(picks, i) || !allOf(s.Needs, kept) {
			continue
		}
		needs := s.Needs
		s.Needs = nil
		for _, n := range needs {
			s.Needs = append(s.Needs, at[n])
		}
		at[i] = len(q.Steps)
		q.Steps = append(q.Steps, s)
	}
	return q
}

func allOf(list []int, ok func(int) bool) bool {
	for _, n := range list {
		if !ok(n) {
			return false
		}
	}
	return true
}

// Same reports whether two plans would send the same changes in the same order.
func (p Plan) Same(q Plan) bool {
	return slices.EqualFunc(p.Steps, q.Steps, func(a, b Step) bool { return a.Change == b.Change })
}
