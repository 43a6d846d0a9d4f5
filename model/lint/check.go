package lint

import (
	"cmp"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// Check is one question that is asked of every group, as one row.
type Check struct {
	ID       string
	Severity model.Severity
	Default  bool     // whether it is asked unless somebody chooses
	Title    string   // the fault in a few words
	Flags    string   // what exactly is found, in one sentence
	Why      string   // what may come of it
	Covers   []string // the checks of other tools that ask no more than this
	Source   string   // where the fact behind it is written
	Under    []string // checks that say more of the same rule: where one of them does, this one is silent
	Fixes    FixKind  // what can be proposed when somebody asks for a finding's fix by name
	judge    judge
}

// judge gives the findings of one check about one group.
type judge func(x *examined) []draft

// FixKind says what a fix of a check's findings can be. Every fix only revokes.
type FixKind uint8

// AdviceOnly is the zero value. RevokeRule takes access away, so that it asks for everything that may
// use the group to be read. RevokeDead takes away a rule that lets nothing through that would not pass
// without it.
const (
	AdviceOnly FixKind = iota
	RevokeRule
	RevokeDead
)

// String gives the fix in words.
func (k FixKind) String() string {
	switch k {
	case AdviceOnly:
		return "advice"
	case RevokeRule, RevokeDead:
		return "revoke, by name"
	}
	return "advice"
}

// Options says what to ask, of which groups. The zero value asks the default checks of every group.
type Options struct {
	VPC string   // only groups of this VPC or associated with it; "" for all
	IDs []string // only these checks; none for those that are on by default
	All bool     // every check; IDs do not count then
	Fix []string // keys of findings whose fix is asked for
	// FixAny asks for every finding's fix, for who proposes only the one that somebody points at.
	FixAny bool
}

// Run asks the checks of the snapshot's groups. Findings come unmet before unknown, worst first, in
// the order of Checks, then by key; the same snapshot always gives the same list.
func Run(s model.Snapshot, o Options) []model.Finding {
	r := newRun(s, o)
	var out []model.Finding
	for g := range s.Groups() {
		if r.inScope(g) {
			out = append(out, r.examine(g)...)
		}
	}
	out = append(out, r.crowdedVPCs()...)
	sort.SliceStable(out, func(i, j int) bool {
		x, y := &out[i], &out[j]
		return cmp.Or(
			cmp.Compare(y.State, x.State), // unmet is above unknown; there are no met ones
			cmp.Compare(y.Severity, x.Severity),
			cmp.Compare(r.rank[x.ID], r.rank[y.ID]),
			cmp.Compare(x.Key(), y.Key())) < 0
	})
	return out
}

// Known reports whether there is a check of this id.
func Known(id string) bool {
	return slices.ContainsFunc(Checks(), func(c Check) bool { return c.ID == id })
}

// chosen gives the checks that the options ask for, in order.
func (o Options) chosen() []Check {
	return slices.DeleteFunc(Checks(), func(c Check) bool {
		switch {
		case o.All:
			return false
		case len(o.IDs) > 0:
			return !slices.Contains(o.IDs, c.ID)
		}
		return !c.Default
	})
}
