package judge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/lint"
)

// Checks says which checks of any group are asked. The zero value asks none.
type Checks struct {
	Which Which
	IDs   []string // with Named
	Skip  []string // ids that are not asked, whatever Which says
}

// Which is a set of checks.
type Which uint8

// The sets: those that are on by default leave out what is noise to most, Named are those of Checks.IDs.
const (
	None Which = iota
	Default
	Named
	Every
)

// Parse reads what --lint takes: default, all, or ids with commas between them.
func Parse(list string) (Checks, error) {
	words := split(list)
	switch {
	case len(words) == 1 && words[0] == "default":
		return Checks{Which: Default}, nil
	case len(words) == 1 && words[0] == "all":
		return Checks{Which: Every}, nil
	}
	ids, err := IDs(list)
	return Checks{Which: Named, IDs: ids}, err
}

// IDs reads ids of checks with commas between them.
func IDs(list string) ([]string, error) {
	words := split(list)
	if len(words) == 0 {
		return nil, fmt.Errorf("want ids of checks with commas between them")
	}
	for _, id := range words {
		if lint.Known(id) {
			continue
		}
		text := fmt.Sprintf("there is no check %q of any group", id)
		if like := nearest(id); like != "" {
			text += ": did you mean " + like + "?"
		}
		return nil, fmt.Errorf("%s", text)
	}
	return words, nil
}

func split(list string) []string {
	var out []string
	for w := range strings.SplitSeq(list, ",") {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// nearest gives the id of a check that holds the text, or that the text holds; "" if there is none.
func nearest(text string) string {
	for _, c := range lint.Checks() {
		if text = strings.ToLower(text); strings.Contains(c.ID, text) || strings.Contains(text, c.ID) {
			return c.ID
		}
	}
	return ""
}

// options gives what model/lint is asked.
func (c Checks) options(a *emr.Analysis) lint.Options {
	o := lint.Options{VPC: a.Scope().VPC}
	for _, check := range lint.Checks() {
		var on bool
		switch c.Which {
		case None:
		case Default:
			on = check.Default
		case Named:
			on = slices.Contains(c.IDs, check.ID)
		case Every:
			on = true
		}
		if on && !slices.Contains(c.Skip, check.ID) {
			o.IDs = append(o.IDs, check.ID)
		}
	}
	return o
}

// Lint gives what the checks find in the scope of an analysis, without what its own findings say.
func Lint(a *emr.Analysis, c Checks) []model.Finding {
	return find(a, c.options(a))
}

// Fixable gives the same with the fix of each finding that has one, for who shows them one by one and
// plans the one that somebody points at.
func Fixable(a *emr.Analysis, c Checks) []model.Finding {
	o := c.options(a)
	o.FixAny = true
	return find(a, o)
}

func find(a *emr.Analysis, o lint.Options) []model.Finding {
	if len(o.IDs) == 0 {
		return nil // to model/lint that is the default
	}
	said := namedRules(a)
	mine := inScope(a)
	out := slices.DeleteFunc(lint.Run(a.Snapshot(), o), func(f model.Finding) bool {
		return !mine(f) || len(f.Evidence) > 0 && f.Peer != "" && said[place{f.Subject.ID, f.Evidence[0].Rule}]
	})
	for i, f := range out {
		out[i].Source = model.DocsLink(a.Snapshot().Origin().Partition, f.Source)
	}
	return out
}

// inScope tells what is about a Studio's own groups, where an analysis is of one Studio.
func inScope(a *emr.Analysis) func(model.Finding) bool {
	if a.Scope().Studio == "" {
		return func(model.Finding) bool { return true }
	}
	of := map[string]bool{}
	for _, p := range a.Pairs() {
		of[p.Workspace], of[p.Engine] = true, true
	}
	return func(f model.Finding) bool { return of[f.Subject.ID] }
}

// place is a rule of a group.
type place struct {
	group string
	rule  model.Rule
}

// namedRules gives the rules that EMR's own findings find fault with: the one that a finding is about,
// those that its fix takes away, and those that a requirement forbids. A rule that is only the nearest
// to one that is missing is not among them.
func namedRules(a *emr.Analysis) map[place]bool {
	out := map[place]bool{}
	forbids := map[string]bool{}
	for _, r := range emr.Requirements() {
		_, forbids[r.ID] = r.Ask.(emr.Forbids)
	}
	for _, f := range a.Findings() {
		if f.State != model.Unmet {
			continue
		}
		for _, e := range f.Evidence {
			if e.Rule != (model.Rule{}) && (forbids[f.ID] || strings.Contains(f.Peer, "@")) {
				out[place{cmp.Or(e.Group, f.Subject.ID), e.Rule}] = true
			}
		}
		fix, _ := f.Remedy.(model.Fix)
		for _, c := range fix.Changes {
			if r, isRevoke := c.(model.Revoke); isRevoke {
				out[place{r.Group, r.Rule}] = true
			}
		}
	}
	return out
}
