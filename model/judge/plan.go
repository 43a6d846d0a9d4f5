package judge

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/lint"
)

// Of reports whether a key is that of a finding of the checks of any group.
func Of(key string) bool {
	id, _, _ := strings.Cut(key, ":")
	return lint.Known(id)
}

// MayBeOf reports the same of a key, or of how one begins with * behind it, that may be one's.
func MayBeOf(key string) bool {
	begin, open := strings.CutSuffix(key, "*")
	return Of(key) || open && slices.ContainsFunc(lint.Checks(), func(c lint.Check) bool {
		return strings.HasPrefix(c.ID+":", begin) || strings.HasPrefix(begin, c.ID+":")
	})
}

// Beside gives the analysis with the findings of the keys that are of the checks of any group, each
// with its fix where it has one.
func Beside(a *emr.Analysis, keys []string) *emr.Analysis {
	o := lint.Options{VPC: a.Scope().VPC}
	for _, key := range keys {
		if id, _, _ := strings.Cut(key, ":"); lint.Known(id) {
			o.Fix = append(o.Fix, key)
			if !slices.Contains(o.IDs, id) {
				o.IDs = append(o.IDs, id)
			}
		}
	}
	if len(o.Fix) == 0 {
		return a
	}
	mine := inScope(a)
	return a.Beside(slices.DeleteFunc(lint.Run(a.Snapshot(), o), func(f model.Finding) bool {
		return !mine(f) || !slices.Contains(o.Fix, f.Key())
	}))
}

// Plan makes the plan of a goal, whatever table the keys in it are of.
func Plan(a *emr.Analysis, g model.Goal) model.Plan {
	if fix, ok := g.(model.FixFindings); ok {
		a = Beside(a, fix.Keys)
	}
	return a.Plan(g)
}
