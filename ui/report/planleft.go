package report

import (
	"github.com/sgscope/sgscope/model"
)

// leftOut gives the keys of what a plan without keys passes over though there is a fix: findings of
// clusters, whose groups EMR manages. What is accepted or not told of is not missed.
func (v View) leftOut(plan model.Plan) []string {
	goal, isFix := plan.Goal.(model.FixFindings)
	if !isFix || len(goal.Keys) > 0 {
		return nil
	}
	var out []string
	for _, f := range v.Analysis.Unasked() {
		if _, accepted := v.Accepted(f); !accepted && v.covers(f.VPC) {
			out = append(out, f.Key())
		}
	}
	return out
}

// leftOutText says how many findings were passed over, and how they are planned; nothing if none.
func (v View) leftOutText(plan model.Plan) []string {
	keys := v.leftOut(plan)
	if len(keys) == 0 {
		return nil
	}
	return []string{
		"Left out: " + plural(len(keys), "finding of a cluster that has a fix", "findings of clusters that have fixes") +
			". EMR manages those groups, so they are planned only by name:",
		v.command("sgscope plan --fix "+word(keys[0])) + " for one; --fix may be repeated, and sgscope check lists the keys.",
	}
}
