package emr

import (
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// FailedClusters gives the clusters of the scope that ended with errors and are still in the snapshot,
// the latest first; those whose VPC is not known are among them.
func (a *Analysis) FailedClusters() []model.Cluster {
	var out []model.Cluster
	for c := range a.snap.Clusters() {
		if vpc := a.vpcOf(c); c.Failed() && (vpc == "" || a.scope.hasVPC(vpc)) {
			out = append(out, c)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].EndedAt.After(out[j].EndedAt) })
	return out
}

// FailureText gives all that EMR says of how a cluster ended, in one text, as Explain takes it; "" if it
// says nothing.
func FailureText(c model.Cluster) string { return failureText(c) }

// FailureCases gives the known failures that a cluster ended with, as far as what EMR says tells.
func FailureCases(c model.Cluster) []Case { return likeliest(Explain(failureText(c))) }

// AsItStands gives what a case asks of a cluster, judged with the rules as they are now: unmet, unknown,
// then met findings, for a rule that failed a cluster may have been mended since. It is empty where the
// case asks nothing of a cluster's groups.
func (a *Analysis) AsItStands(c model.Cluster, k Case) []model.Finding {
	if !c.Described {
		return nil
	}
	s := a.standing(c, k)
	return slices.Concat(s.unmet, s.unknown, s.met)
}
