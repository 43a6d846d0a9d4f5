package emr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Isolation is which Workspaces and notebooks run code on which clusters. Groups of an own name keep
// one pair's Workspaces from the clusters that another pair is attached to, as long as nothing undoes
// it. Which clusters a Workspace may attach to is decided by subnets and IAM, not by groups.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-notebooks-security-groups.html
type Isolation struct {
	Runners  []Pair
	Clusters []model.Cluster // live ones
	Cells    []RunCell       // from the first runner to each cluster, then from the second, and so on
	Warnings []Undone
}

// RunWord says how a cluster stands to a pair's Workspaces, whether or not the pair's own groups let anything
// through.
type RunWord uint8

// The words. RunOpen is what an isolated pair is there to prevent: the cluster lets the Workspace in
// without its being attached.
const (
	RunUndecided RunWord = iota
	RunIneligible
	RunElsewhere // the cluster is in another VPC
	RunEligible  // nothing about the cluster stands in the way of attaching
	RunAttached
	RunOpen
)

// String gives the word as people and JSON have it.
func (w RunWord) String() string {
	names := [...]string{"not decided", WordIneligible, wordElsewhere, WordEligible, WordAttached, "open without attaching"}
	return names[w]
}

// RunCell is what one pair's Workspaces can do on one cluster.
type RunCell struct {
	Word    RunWord       // of the cluster's own part
	Attach  model.Verdict // of the pair's own part: the way from Workspace to Engine in the cluster's subnet
	Verdict model.Verdict // of running code there, both parts together
	Why     []string      // a sentence each
	Rules   []reach.Match // of RunOpen: the rules of the cluster's groups that let the Workspace in
}

// String gives both parts in words: "eligible, but attach fails".
func (c RunCell) String() string {
	switch {
	case c.Word == RunElsewhere, c.Word == RunOpen, c.Word == RunIneligible:
	case c.Attach == model.Blocked && c.Word == RunAttached:
		return c.Word.String() + ", but nothing passes"
	case c.Attach == model.Blocked:
		return c.Word.String() + ", but attach fails"
	case c.Attach == model.Partly:
		return c.Word.String() + ", but attach works from some subnets only"
	}
	return c.Word.String()
}

// Undone is something that makes one pair's Workspaces no longer apart from others.
type Undone struct {
	Text  string // one sentence
	Group string // the group to change
	Pairs []string
}

// At gives the cell of a runner and a cluster, by their places.
func (m Isolation) At(runner, cluster int) RunCell { return m.Cells[runner*len(m.Clusters)+cluster] }

// Isolated reports whether nothing that was found undoes a pair's isolation.
func (m Isolation) Isolated(p Pair) bool {
	return !slices.ContainsFunc(m.Warnings, func(w Undone) bool { return slices.Contains(w.Pairs, p.ID) })
}

// Isolation judges every pair, those that only their rules make a pair among them, with every live
// cluster of the scope.
func (a *Analysis) Isolation() Isolation {
	m := Isolation{Runners: a.runners()}
	for c := range a.snap.Clusters() {
		if c.Live() && (a.vpcOf(c) == "" || a.scope.hasVPC(a.vpcOf(c))) {
			m.Clusters = append(m.Clusters, c)
		}
	}
	for _, p := range m.Runners {
		for _, c := range m.Clusters {
			m.Cells = append(m.Cells, a.runCell(p, c))
		}
	}
	m.Warnings = slices.Concat(a.sharedGroups(m.Runners), a.sharedEngines(m.Runners), openCells(m), a.openWorkspaces(m.Runners))
	return m
}

// runners gives the pairs of the scope, and those of own names that no visible Studio uses, which only
// their rules tell.
func (a *Analysis) runners() []Pair {
	out := slices.DeleteFunc(slices.Clone(a.pairs), func(p Pair) bool { return p.Workspace == "" })
	if a.scope.Studio != "" {
		return out
	}
	for g := range a.snap.Groups() {
		known := slices.ContainsFunc(a.everyPair, func(p Pair) bool { return p.Workspace == g.ID })
		if known || !a.scope.hasVPC(g.VPC) || !a.roles.has(g.ID, RoleWorkspace) {
			continue
		}
		for _, r := range g.In(model.Egress) {
			if e := r.Rule.Peer; e.Kind == model.PeerGroup && r.Rule == workspaceToEngine(e.ID) && a.roles.has(e.ID, RoleEngine) {
				out = append(out, Pair{ID: "pair:" + g.ID, Name: "own names: " + g.Name, VPC: g.VPC, Workspace: g.ID, Engine: e.ID})
				break
			}
		}
	}
	return out
}

// runCell judges one pair and one cluster: what the primary node lets in as it stands, then whether a
// Workspace could attach.
func (a *Analysis) runCell(p Pair, c model.Cluster) RunCell {
	if vpc := a.vpcOf(c); vpc != "" && p.VPC != "" && vpc != p.VPC {
		return RunCell{Word: RunElsewhere, Attach: model.Blocked, Verdict: model.Blocked, Why: []string{"the cluster is in " + vpc}}
	}
	rules, open := a.openNow(p, c)
	switch {
	case open && a.attached(p, c):
		return RunCell{Word: RunAttached, Attach: model.Allowed, Verdict: model.Allowed, Why: []string{"an interface shows that one is attached"}, Rules: rules}
	case open:
		var by []string
		for _, m := range rules {
			by = append(by, m.Entry.Rule.String()+" of "+a.label(m.Group))
		}
		return RunCell{Word: RunOpen, Attach: model.Allowed, Verdict: model.Allowed, Why: []string{"its primary node lets tcp 18888 in by " +
			strings.Join(by, ", ")}, Rules: rules}
	}
	return a.couldAttach(p, c)
}

// openNow gives the rules by which the cluster's primary node, with the groups that it has now, lets
// the pair's Workspace in, and reports whether the Workspace may send there, too.
func (a *Analysis) openNow(p Pair, c model.Cluster) ([]reach.Match, bool) {
	ws, _ := a.ends(p)
	to := a.nodeEnd(c, nodePrimary)
	if len(to.Groups) == 0 || c.ManagedPrimary == "" {
		return nil, false
	}
	for _, i := range a.snap.InterfacesOf(c.ManagedPrimary) {
		if i.Instance != "" && slices.Contains(c.PrimaryInstances, i.Instance) {
			to = reach.InterfaceEnd(i)
		}
	}
	t := reach.Ask(a.snap, reach.Question{From: ws, To: to, Protocol: model.TCP, Ports: model.Port(portEngine)})
	if t.Verdict != model.Allowed && t.Verdict != model.Partly {
		return nil, false
	}
	for _, h := range t.Forward.Hops {
		if h.Kind == reach.HopIngress {
			return h.Rules, true
		}
	}
	return nil, false
}

// couldAttach judges whether a Workspace could be attached: the pair's own path, and the conditions
// that EMR Studio has for clusters.
func (a *Analysis) couldAttach(p Pair, c model.Cluster) RunCell {
	if p.Engine == "" {
		return RunCell{Why: []string{"the pair's Engine group is not known"}}
	}
	path := a.attachTo(p, c)
	out := RunCell{Attach: path.Verdict}
	eligible, conditions := a.Eligible(p, c)
	switch {
	case a.attached(p, c):
		out.Word, eligible = RunAttached, model.Allowed
	case eligible == model.Blocked:
		out.Word = RunIneligible
	case eligible == model.Allowed:
		out.Word = RunEligible
	}
	for _, x := range conditions {
		if x.Verdict == eligible && eligible != model.Allowed {
			out.Why = append(out.Why, x.Text)
		}
	}
	out.Why = append(out.Why, whyNotThrough(p, path)...)
	out.Verdict = both(path.Verdict, eligible)
	if out.Verdict == model.Allowed {
		out.Why = []string{"its Engine group would join the primary node"}
	}
	return out
}

// whyNotThrough says why nothing, or not all, passes from Workspace to Engine; nothing where all does.
func whyNotThrough(p Pair, path reach.Trace) []string {
	groups := func(h reach.Hop) bool {
		return h.Verdict == model.Blocked && (h.Kind == reach.HopEgress || h.Kind == reach.HopIngress)
	}
	switch {
	case path.Verdict == model.Allowed:
		return nil
	case path.Verdict == model.Partly:
		return []string{"what passes: " + path.Passes}
	case path.Verdict == model.Blocked && slices.ContainsFunc(path.Forward.Hops, groups):
		return []string{"the pair's own groups do not let tcp 18888 from " + p.words("Workspace to Engine")}
	}
	return path.Reasons()
}

// attachTo asks for the way to Engine where it would join: in the cluster's subnet, if that is known.
func (a *Analysis) attachTo(p Pair, c model.Cluster) reach.Trace {
	ws, engine := a.ends(p)
	if c.Subnet != "" {
		engine = engine.InSubnets(a.snap, []string{c.Subnet})
	}
	return reach.Ask(a.snap, reach.Question{
		From: ws, To: engine, Protocol: model.TCP, Ports: model.Port(portEngine), Layers: reach.AsFarAsRead,
	})
}

// both joins the verdicts on two things that must hold.
func both(a, b model.Verdict) model.Verdict {
	for _, worse := range []model.Verdict{model.Blocked, model.Unknown, model.Partly} {
		if a == worse || b == worse {
			return worse
		}
	}
	return model.Allowed
}

// names joins the names of pairs, two at most.
func names(list []Pair) string {
	var out []string
	for _, p := range list {
		out = append(out, model.Printable(p.Name))
	}
	if len(out) > 3 {
		return strings.Join(out[:2], ", ") + fmt.Sprintf(" and %d more", len(out)-2)
	}
	return strings.Join(out, ", ")
}

func pairIDs(list []Pair) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.ID)
	}
	return out
}
