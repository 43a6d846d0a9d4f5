package emr

import (
	"cmp"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Analysis is everything that is said of one Snapshot in one Scope. It is made once per snapshot,
// never changes, and is safe to share.
type Analysis struct {
	snap      model.Snapshot
	scope     Scope
	roles     roleBook
	pairs     []Pair // in scope
	everyPair []Pair // of the whole snapshot: what a rule is good for does not end at the scope
	findings  []model.Finding
	met       []model.Finding
	others    []model.Finding // of other tables than ours; only what names them by key uses them
	asked     *asked
}

// Analyse judges the snapshot.
func Analyse(s model.Snapshot, sc Scope) *Analysis {
	a := &Analysis{snap: s, scope: sc, roles: readRoles(s), asked: &asked{traces: map[askedOf]reach.Trace{}}}
	a.pairs = readPairs(s, sc, a.roles)
	a.everyPair = a.pairs
	if sc != (Scope{}) {
		a.everyPair = readPairs(s, Scope{}, a.roles)
	}
	for _, f := range a.collect() {
		f.Source = model.DocsLink(s.Origin().Partition, f.Source)
		if f.State == model.Met {
			a.met = append(a.met, f)
			continue
		}
		a.findings = append(a.findings, f)
	}
	return a
}

// Snapshot gives what was judged.
func (a *Analysis) Snapshot() model.Snapshot { return a.snap }

// Scope gives what it was narrowed to.
func (a *Analysis) Scope() Scope { return a.scope }

// Pairs gives the pairs in scope, those of Studios first.
func (a *Analysis) Pairs() []Pair { return a.pairs }

// collect judges every requirement for every pair and merges what two pairs share.
func (a *Analysis) collect() []model.Finding {
	var out []model.Finding
	at := map[string]int{}
	rank := map[string]int{}
	conflicted := map[string]bool{}
	take := func(list []model.Finding) {
		for _, f := range list {
			if j, seen := at[f.Key()]; seen {
				out[j] = merged(out[j], f)
				continue
			}
			at[f.Key()] = len(out)
			out = append(out, f)
		}
	}
	for i, r := range Requirements() {
		rank[r.ID] = i
		for _, p := range a.pairs {
			list := a.judge(r, p)
			take(list)
			if r.ID == idRoleConflict && len(list) > 0 {
				conflicted[p.Workspace] = true
			}
		}
	}
	rows := ClusterRequirements()
	for _, f := range a.clusters() {
		for _, r := range rows {
			take(a.judgeCluster(r, f))
		}
	}
	for _, r := range AccountRequirements() {
		take(r.By(a, r))
	}
	for i, f := range out {
		// The peer counts as well: a rule that names the group would build on a role that it may not keep.
		if _, isFix := f.Remedy.(model.Fix); isFix && (conflicted[f.Subject.ID] || conflicted[f.Peer]) {
			of := map[bool]string{true: "this group", false: a.label(f.Peer)}[conflicted[f.Subject.ID]]
			out[i].Remedy = model.Advice{
				Text: "Settle the role conflict of " + of + " first; what the rules should be follows from that.",
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		x, y := &out[i], &out[j]
		return cmp.Or(
			cmp.Compare(stateRank(*x), stateRank(*y)),
			cmp.Compare(y.Severity, x.Severity),
			cmp.Compare(rankOf(rank, x.ID), rankOf(rank, y.ID)),
			cmp.Compare(x.VPC, y.VPC),
			cmp.Compare(x.Key(), y.Key())) < 0
	})
	return out
}

// rankOf gives a requirement's place in the table; surplus rules have ids of their own and come last.
func rankOf(rank map[string]int, id string) int {
	if r, ok := rank[id]; ok {
		return r
	}
	return len(rank)
}

func stateRank(f model.Finding) int {
	switch f.State {
	case model.Unmet:
		return 0
	case model.StateUnknown:
		return 1
	case model.Met:
		return 2
	}
	return 3
}

// merged joins two findings of one key: the worse judgement stands, for all the Studios named.
func merged(x, y model.Finding) model.Finding {
	if stateRank(y) < stateRank(x) || stateRank(y) == stateRank(x) && y.Severity > x.Severity {
		x, y = y, x
	}
	x.Studios, x.Clusters = joined(x.Studios, y.Studios), joined(x.Clusters, y.Clusters)
	return x
}

// joined gives both lists in one, each id once.
func joined(x, y []string) []string {
	out := slices.Clone(x)
	for _, id := range y {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Findings gives the unmet findings, then the unknown ones; each worst first, causes before noise.
func (a *Analysis) Findings() []model.Finding { return a.findings }

// Met gives the requirements that hold.
func (a *Analysis) Met() []model.Finding { return a.met }

// Beside gives the analysis with findings that somebody else made of the same snapshot. Finding knows
// them, and Plan fixes those that its goal names; what EMR asks for is judged as before.
func (a *Analysis) Beside(others []model.Finding) *Analysis {
	b := *a
	b.others = others
	return &b
}

// Finding gives a finding of any state by its key.
func (a *Analysis) Finding(key string) (model.Finding, bool) {
	for _, list := range [][]model.Finding{a.findings, a.met, a.others} {
		for _, f := range list {
			if f.Key() == key {
				return f, true
			}
		}
	}
	return model.Finding{}, false
}

// FindingsOf gives the unmet and unknown findings that concern a group, Studio, cluster or VPC by its
// id, worst first.
func (a *Analysis) FindingsOf(id string) []model.Finding {
	var out []model.Finding
	for _, f := range a.findings {
		if f.Subject.ID == id || slices.Contains(f.Studios, id) || slices.Contains(f.Clusters, id) {
			out = append(out, f)
		}
	}
	return out
}

// Roles gives the parts that a group plays; empty for a group that is nothing of EMR's.
func (a *Analysis) Roles(group string) []Role { return a.roles.of[group] }

// Groups gives the groups in scope in order of id.
func (a *Analysis) Groups() []model.Group {
	var out []model.Group
	for g := range a.snap.Groups() {
		if a.scope.hasVPC(g.VPC) {
			out = append(out, g)
		}
	}
	return out
}
