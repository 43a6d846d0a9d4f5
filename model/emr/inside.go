package emr

import (
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// Inside is how much is wrong of clusters themselves, whatever a Studio's own groups do. It is counted once, for
// a Studio's line as for the box of a cluster.
type Inside struct{ Broken, Exposed int }

// Any reports whether anything is wrong.
func (i Inside) Any() bool { return i.Broken+i.Exposed > 0 }

// Worst gives the severity of the worst; a note if nothing is wrong.
func (i Inside) Worst() model.Severity {
	switch {
	case i.Broken > 0:
		return model.Broken
	case i.Exposed > 0:
		return model.Exposed
	}
	return model.Note
}

// String gives "2 faults, 1 exposed".
func (i Inside) String() string {
	text := ""
	if i.Broken > 0 {
		text = plural(i.Broken, "fault", "faults")
	}
	if i.Exposed > 0 {
		if text != "" {
			text += ", "
		}
		text += plural(i.Exposed, "exposed", "exposed")
	}
	return text
}

// InsideOf counts what is wrong of some clusters: findings that name one of them, each once, and no Studio.
func (a *Analysis) InsideOf(clusters ...string) Inside {
	var out Inside
	for _, f := range a.findings {
		if len(a.insideOf(f, clusters)) == 0 {
			continue
		}
		if f.Severity == model.Broken {
			out.Broken++
		} else {
			out.Exposed++
		}
	}
	return out
}

// insideOf gives those of some clusters that a finding says are broken or exposed themselves.
func (a *Analysis) insideOf(f model.Finding, clusters []string) []string {
	if f.State != model.Unmet || f.Severity < model.Exposed || len(f.Studios) > 0 {
		return nil
	}
	var out []string
	for _, id := range f.Clusters {
		if slices.Contains(clusters, id) {
			out = append(out, id)
		}
	}
	return out
}

// Unserved gives the live clusters that no Studio's line speaks for, the worst first: those of VPCs without a
// Studio, and those outside of all Studios' subnets that something is wrong with.
func (a *Analysis) Unserved() []model.Cluster {
	if a.scope.Studio != "" {
		return nil
	}
	var out []model.Cluster
	for _, c := range a.LiveClusters() {
		here := func(p Pair) bool { return p.Studio != "" && a.vpcOf(c) == p.VPC }
		could := func(p Pair) bool { return a.usable(p, c) }
		if !slices.ContainsFunc(a.everyPair, here) || !slices.ContainsFunc(a.everyPair, could) && a.InsideOf(c.ID).Any() {
			out = append(out, c)
		}
	}
	worst := map[string]int{}
	for _, c := range out {
		worst[c.ID] = -1
		for _, f := range a.FindingsOf(c.ID) {
			if f.State == model.Unmet {
				worst[c.ID] = max(worst[c.ID], int(f.Severity))
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return worst[out[i].ID] > worst[out[j].ID] })
	return out
}
