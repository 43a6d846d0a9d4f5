package emr

import (
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Graph gives the drawing of a pair by the pair's id; the zero Graph for an unknown id.
func (a *Analysis) Graph(pair string) Graph {
	for _, p := range a.pairs {
		if p.ID == pair {
			return a.draw(p)
		}
	}
	return Graph{}
}

func (a *Analysis) draw(p Pair) Graph {
	g := Graph{Studio: p.Studio}
	ws, engine := a.workspaceNode(p), a.engineNode(p)
	g.Nodes = append(g.Nodes, ws, engine)
	g.Edges = append(g.Edges, a.attachEdge(p, ws.ID, engine.ID))
	for _, c := range a.clustersFor(p) {
		n := Node{
			ID: "cluster:" + c.ID, Kind: NodeCluster, Title: model.Printable(c.Name), Name: c.ID,
			VPC: a.vpcOf(c), Folded: a.vpcOf(c) != "" && a.vpcOf(c) != p.VPC,
		}
		n.Facts = append(n.Facts, Fact{Text: model.Printable(c.Release)}, Fact{Text: c.State})
		if wrong := a.InsideOf(c.ID); wrong.Any() {
			verdict := model.Blocked
			if wrong.Broken == 0 {
				verdict = model.Partly
			}
			n.Facts = append(n.Facts, Fact{Verdict: verdict, Judged: true, Text: wrong.String() + " inside"})
		}
		g.Nodes = append(g.Nodes, n)
		g.Edges = append(g.Edges, a.clusterEdge(p, c, engine.ID, n.ID))
	}
	g.Nodes = append(g.Nodes, Node{ID: "internet", Kind: NodeInternet, Title: "Internet (Git)"})
	g.Edges = append(g.Edges, a.gitEdge(p, ws.ID))
	return g
}

func (a *Analysis) workspaceNode(p Pair) Node {
	g, ok := a.snap.Group(p.Workspace)
	n := a.groupNode(p, "workspace:", NodeWorkspace, p.words("Workspace"), p.Workspace)
	if !ok {
		return n
	}
	in := Fact{Verdict: model.Allowed, Judged: true, Text: "no inbound"}
	if c := g.Count(model.Ingress); c > 0 {
		in = Fact{Verdict: model.Blocked, Judged: true, Text: plural(c, "inbound rule", "inbound rules")}
	}
	n.Facts = append([]Fact{in}, n.Facts...)
	return n
}

func (a *Analysis) engineNode(p Pair) Node {
	n := a.groupNode(p, "engine:", NodeEngine, p.words("Engine"), p.Engine)
	if _, ok := a.snap.Group(p.Engine); !ok {
		return n
	}
	n.Facts = append([]Fact{{Text: a.carriers(p)}}, n.Facts...)
	return n
}

// carriers says on how many interfaces Engine is: none is normal, for it joins the primary node's
// interface only while a Workspace is attached.
func (a *Analysis) carriers(p Pair) string {
	if !a.snap.Reading(model.PartInterfaces, p.VPC).Whole() {
		return "ENIs not read"
	}
	switch n := len(a.snap.InterfacesOf(p.Engine)); n {
	case 0:
		return "0 ENIs (normal)"
	default:
		return "on " + plural(n, "ENI", "ENIs")
	}
}

func (a *Analysis) groupNode(p Pair, prefix string, kind NodeKind, title, group string) Node {
	n := Node{ID: prefix + p.ID, Kind: kind, Title: title, Group: group, VPC: p.VPC}
	g, ok := a.snap.Group(group)
	switch {
	case ok:
		n.Name = model.Printable(g.Name)
	case group == "":
		n.Name, n.Facts = "not known", []Fact{{Judged: true, Text: "not read"}}
	case a.snap.GroupPresence(group) == model.Gone:
		n.Name, n.Facts = group, []Fact{{Verdict: model.Blocked, Judged: true, Text: "deleted"}}
	default:
		n.Name, n.Facts = group, []Fact{{Judged: true, Text: "not read"}}
	}
	for _, f := range a.FindingsOf(group) {
		n.Findings = append(n.Findings, f.Key())
	}
	if ok {
		n.Verdict = model.Allowed
	}
	return n
}

func (a *Analysis) attachEdge(p Pair, from, to string) Edge {
	e := Edge{ID: from + ">" + to, From: from, To: to, Label: "tcp 18888"}
	if p.Workspace == "" || p.Engine == "" {
		e.Word, e.Reasons = "unknown", []string{"the Studio's groups were not read"}
		return e
	}
	a.fill(&e, a.attach(p, reach.AsFarAsRead), p)
	return e
}

func (a *Analysis) gitEdge(p Pair, from string) Edge {
	e := Edge{ID: from + ">internet", From: from, To: "internet", Label: "tcp 443"}
	if p.Workspace == "" {
		e.Word, e.Reasons = "unknown", []string{"the Studio's groups were not read"}
		return e
	}
	a.fill(&e, a.git(p, reach.AsFarAsRead), p)
	return e
}

// fill takes an edge's state from a trace, and its findings from the pair's.
func (a *Analysis) fill(e *Edge, t reach.Trace, p Pair) {
	e.Trace, e.Verdict, e.Unread = t, t.Verdict, t.Unread
	e.Reasons = t.Reasons()
	e.Word = wordOf(t)
	ids := []string{idWorkspaceEgress, idEngineIngress, idAttachPath}
	if e.To == "internet" {
		ids = []string{idGitEgress, idGitPath}
	}
	for _, f := range a.findings {
		onPath := f.Subject.ID == p.Workspace || f.Subject.ID == p.Engine || f.Subject.ID == p.Studio
		if onPath && (f.Peer == "" || f.Peer == p.Workspace || f.Peer == p.Engine) && slices.Contains(ids, f.ID) {
			e.Findings = append(e.Findings, f.Key())
		}
	}
}

// clustersFor gives the live clusters: those of the pair's VPC first, by name.
func (a *Analysis) clustersFor(p Pair) []model.Cluster {
	var here, elsewhere []model.Cluster
	for c := range a.snap.Clusters() {
		switch {
		case !c.Live():
		case a.vpcOf(c) == p.VPC || a.vpcOf(c) == "":
			here = append(here, c)
		default:
			elsewhere = append(elsewhere, c)
		}
	}
	return append(here, elsewhere...)
}

// vpcOf gives a cluster's VPC, which EMR does not tell, by its subnet; "" if that was not read.
func (a *Analysis) vpcOf(c model.Cluster) string {
	if sub, ok := a.snap.Subnet(c.Subnet); ok {
		return sub.VPC
	}
	g, _ := a.snap.Group(c.ManagedPrimary)
	return g.VPC
}

// The words for a cluster's own part in attaching: wherever it is told, it is one of these.
const (
	WordEligible   = "eligible"
	WordIneligible = "not eligible"
	WordAttached   = "attached now" // an interface shows that a Workspace is
	wordElsewhere  = "other VPC"
)

func (a *Analysis) clusterEdge(p Pair, c model.Cluster, from, to string) Edge {
	e := Edge{ID: from + ">" + to, From: from, To: to}
	verdict, conditions := a.Eligible(p, c)
	e.Verdict = verdict
	for _, x := range conditions {
		if x.Verdict == verdict && verdict != model.Allowed {
			e.Reasons = append(e.Reasons, x.Text)
		}
	}
	for _, x := range conditions {
		if x.Verdict == model.Unknown && verdict == model.Blocked {
			e.Unread = append(e.Unread, x.Text)
		}
	}
	switch {
	case a.attached(p, c):
		e.Verdict, e.Word = model.Allowed, WordAttached
		e.Reasons = []string{"an interface says so: a Workspace of this Studio is attached to " + model.Printable(c.Name)}
	case verdict == model.Blocked && a.vpcOf(c) != "" && p.VPC != "" && a.vpcOf(c) != p.VPC:
		e.Word = wordElsewhere
	case verdict == model.Blocked:
		e.Word = WordIneligible + ", " + plural(len(e.Reasons), "reason", "reasons")
	case verdict == model.Unknown:
		e.Word = "not decided"
	default:
		e.Word = WordEligible
	}
	return e
}

// attached reports whether an interface shows that a Workspace is attached: one of a Workspace that
// names the cluster, or the primary node's that carries Engine though the cluster did not bring it.
func (a *Analysis) attached(p Pair, c model.Cluster) bool {
	for _, i := range a.snap.InterfacesOf(p.Workspace) {
		if id, ok := i.Tags.Get(tagCluster); ok && id == c.ID {
			return true
		}
	}
	if p.Engine == "" || slices.Contains(c.Groups(), p.Engine) {
		return false
	}
	return slices.ContainsFunc(a.snap.InterfacesOf(p.Engine), func(i model.Interface) bool {
		return a.clusterOf(i) == c.ID
	})
}
