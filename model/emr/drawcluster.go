package emr

import (
	"slices"
	"sort"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// ClusterGraph opens a cluster: its primary node, its core and task nodes and EMR's service access, and
// what EMR needs to pass between them. Each edge is a reading of the findings of ClusterRequirements.
// Engine is drawn if the cluster is opened from a pair, by the pair's id. The zero Graph stands for a
// cluster that is not there.
func (a *Analysis) ClusterGraph(cluster, pair string) Graph {
	c, ok := a.snap.Cluster(cluster)
	if !ok {
		return Graph{}
	}
	f := a.factsOf(c)
	g := Graph{Cluster: c.ID}
	for _, n := range []node{nodePrimary, nodeCore, nodeService} {
		if n != nodeService || c.ServiceAccess != "" || a.wantsService(f) {
			g.Nodes = append(g.Nodes, a.partNode(f, n))
		}
	}
	g.Edges = a.partEdges(f, g)
	a.addEngine(&g, f, pair)
	a.addInternet(&g, f)
	return g
}

// LiveClusters gives the live clusters of the scope's VPC, those whose VPC is not known among them, in
// order of name.
func (a *Analysis) LiveClusters() []model.Cluster {
	var out []model.Cluster
	for c := range a.snap.Clusters() {
		if vpc := a.vpcOf(c); c.Live() && (vpc == "" || a.scope.hasVPC(vpc)) {
			out = append(out, c)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// VPCOf gives a cluster's VPC, which EMR does not tell, by its subnet or group; "" if neither was read.
func (a *Analysis) VPCOf(c model.Cluster) string { return a.vpcOf(c) }

// wantsService reports whether the lack of a service access group is a fault of the cluster.
func (a *Analysis) wantsService(f clusterFacts) bool {
	for _, r := range ClusterRequirements() {
		if r.ID == idServiceMissing {
			return len(a.judgeCluster(r, f)) > 0
		}
	}
	return false
}

func partID(n node, cluster string) string {
	return [...]string{"primary:", "core:", "service:"}[n] + cluster
}

// partNode is the box of one part of a cluster.
func (a *Analysis) partNode(f clusterFacts, part node) Node {
	own := managedOf(f.c, part)
	n := Node{
		ID: partID(part, f.c.ID), Kind: [...]NodeKind{NodePrimary, NodeCore, NodeService}[part],
		Title: [...]string{"Primary", "Core and task", "Service access"}[part], Group: own, VPC: f.vpc,
	}
	g, ok := a.snap.Group(own)
	switch {
	case ok:
		n.Name, n.Verdict = model.Printable(g.Name), model.Allowed
	case own == "" && part == nodeService && f.c.Described:
		n.Name, n.Verdict = "none given", model.Blocked
	case own == "":
		n.Name, n.Facts = "not known", []Fact{{Judged: true, Text: "not read"}}
	case a.snap.GroupPresence(own) == model.Gone:
		n.Name, n.Verdict, n.Facts = own, model.Blocked, []Fact{{Verdict: model.Blocked, Judged: true, Text: "deleted"}}
	default:
		n.Name, n.Facts = own, []Fact{{Judged: true, Text: "not read"}}
	}
	for _, id := range groupsOf(f.c, part) {
		if id != own {
			n.More = append(n.More, id)
			n.Facts = append(n.Facts, Fact{Text: "+ " + a.nameOf(id)})
		}
	}
	n.Facts = append(n.Facts, a.selfFact(f, part)...)
	n.Facts = append(n.Facts, a.openFact(f, part))
	n.Findings = a.aboutPart(f, part)
	return n
}

// nameOf gives a group's name, or its id where it was not read.
func (a *Analysis) nameOf(id string) string {
	if g, ok := a.snap.Group(id); ok && g.Name != "" {
		return model.Printable(g.Name)
	}
	return id
}

// aboutPart gives the findings about a part as a whole, which no edge tells: of its groups that name the
// cluster, and of the cluster itself at its primary node.
func (a *Analysis) aboutPart(f clusterFacts, part node) []string {
	told := map[string]bool{}
	for _, r := range ClusterRequirements() {
		told[r.ID] = r.By == nil
	}
	var out []string
	for _, x := range a.findings {
		own := x.Subject.ID == f.c.ID && part == nodePrimary || slices.Contains(groupsOf(f.c, part), x.Subject.ID)
		if own && !told[x.ID] && (len(x.Clusters) == 0 || slices.Contains(x.Clusters, f.c.ID)) {
			out = append(out, x.Key())
		}
	}
	for _, x := range a.judgeParts(f, part, part, nil) {
		if x.State != model.Met {
			out = append(out, x.Key())
		}
	}
	return out
}

func keysOf(list []model.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Key())
	}
	return out
}

// judgeParts gives what the table says of the way from one part to another, on these ports; nil stands
// for all rows of that way.
func (a *Analysis) judgeParts(f clusterFacts, from, to node, ports []model.PortRange) []model.Finding {
	var out []model.Finding
	for _, r := range ClusterRequirements() {
		if r.By != nil {
			continue
		}
		anywhere := r.Blocks && r.To == to && from != to // what lets the whole VPC in lets each node in
		if (r.From == from && r.To == to || anywhere) && (ports == nil || slices.Contains(ports, r.Ports)) {
			out = append(out, a.judgeCluster(r, f)...)
		}
	}
	return out
}

// selfFact says whether the nodes of a part reach each other, where they do not.
func (a *Analysis) selfFact(f clusterFacts, part node) []Fact {
	switch verdict, _ := partVerdict(a.judgeParts(f, part, part, nil)); verdict {
	case model.Blocked, model.Partly:
		return []Fact{{Verdict: verdict, Judged: true, Text: "not open to itself"}}
	case model.Unknown, model.Allowed:
	}
	return nil
}

// openFact says whether the groups of a part let the internet in.
func (a *Analysis) openFact(f clusterFacts, part node) Fact {
	open, known := a.openWays(f, part)
	switch {
	case len(open) > 0:
		return Fact{Verdict: model.Blocked, Judged: true, Text: "exposed"}
	case !known:
		return Fact{Judged: true, Text: "exposed: not read"}
	}
	return Fact{Verdict: model.Allowed, Judged: true, Text: "not exposed"}
}

// openWays gives the rules by which the world gets into a part, and whether all its groups were read.
func (a *Analysis) openWays(f clusterFacts, part node) (open []reach.Match, known bool) {
	ids := groupsOf(f.c, part)
	known = len(ids) > 0
	for _, id := range ids {
		g, ok := a.snap.Group(id)
		known = known && ok
		for _, e := range g.In(model.Ingress) {
			if openToWorld(g, e.Rule) {
				open = append(open, reach.Match{Group: g.ID, GroupName: g.Name, Entry: e})
			}
		}
	}
	return open, known
}

// partVerdict sums up what requirements say of one way: blocked where something that EMR cannot do
// without is missing, partly where it is something less, unknown where something was not decided.
func partVerdict(list []model.Finding) (v model.Verdict, unmet int) {
	v = model.Allowed
	for _, f := range list {
		switch {
		case f.State == model.Unmet && f.Severity == model.Broken:
			v = model.Blocked
			unmet++
		case f.State == model.Unmet:
			unmet++
			if v != model.Blocked {
				v = model.Partly
			}
		case f.State == model.StateUnknown && v == model.Allowed:
			v = model.Unknown
		}
	}
	return v, unmet
}

// way is one traffic between two parts of a cluster.
type way struct {
	from, to node
	back     bool // the way back belongs to it
	label    string
	ports    model.PortRange
}

func waysInside() []way {
	one := func(from, to node, port uint16) way {
		return way{from: from, to: to, label: model.TCPRule(model.Ingress, port, model.Peer{}).Traffic(), ports: model.Port(port)}
	}
	return []way{
		{from: nodePrimary, to: nodeCore, back: true, label: "all traffic, both ways", ports: model.AllPorts()},
		one(nodeService, nodePrimary, 8443), one(nodePrimary, nodeService, 9443), one(nodePrimary, nodeService, 443),
		one(nodeService, nodeCore, 8443), one(nodeCore, nodeService, 443),
	}
}

// partEdges gives the ways between the parts that EMR asks for in this cluster.
func (a *Analysis) partEdges(f clusterFacts, g Graph) []Edge {
	var out []Edge
	for _, w := range waysInside() {
		from, to := partID(w.from, f.c.ID), partID(w.to, f.c.ID)
		if _, ok := g.Node(from); !ok {
			continue
		}
		if _, ok := g.Node(to); !ok {
			continue
		}
		list := a.judgeParts(f, w.from, w.to, []model.PortRange{w.ports})
		if w.back {
			list = append(list, a.judgeParts(f, w.to, w.from, []model.PortRange{w.ports})...)
		}
		if e := (Edge{ID: from + ">" + to + ":" + w.ports.String(), From: from, To: to, Label: w.label}); len(list) > 0 {
			a.read(&e, list)
			out = append(out, e)
		} else if !f.c.Described && w.back {
			e.Word, e.Reasons = "unknown", []string{"the cluster's groups were not read"}
			out = append(out, e)
		}
	}
	return out
}

// read makes an edge the reading of requirements.
func (a *Analysis) read(e *Edge, list []model.Finding) {
	var unmet int
	e.Verdict, unmet = partVerdict(list)
	e.Findings, e.Read = keysOf(list), list
	for _, state := range []model.State{model.Unmet, model.StateUnknown} {
		for _, f := range list {
			if f.State == state && (state == model.Unmet || e.Verdict == model.Unknown) {
				e.Reasons = append(e.Reasons, f.Reason)
			}
		}
	}
	switch e.Verdict {
	case model.Allowed:
		e.Word = "allowed by groups"
	case model.Blocked:
		e.Word = "BLOCKED, " + plural(unmet, "reason", "reasons")
	case model.Partly:
		e.Word = "PARTLY, " + plural(unmet, "reason", "reasons")
	case model.Unknown:
		e.Word = "unknown"
	}
}

// addEngine draws the Engine group of the pair from which the cluster was opened, and whether a
// Workspace could attach.
func (a *Analysis) addEngine(g *Graph, f clusterFacts, pair string) {
	for _, p := range a.pairs {
		if p.ID != pair || p.Engine == "" {
			continue
		}
		n := a.engineNode(p)
		g.Nodes = append(g.Nodes, n)
		g.Edges = append(g.Edges, a.clusterEdge(p, f.c, n.ID, partID(nodePrimary, f.c.ID)))
	}
}

// addInternet draws who gets in from the internet, and how the primary node gets out.
func (a *Analysis) addInternet(g *Graph, f clusterFacts) {
	const internet = "internet"
	g.Nodes = append(g.Nodes, Node{ID: internet, Kind: NodeInternet, Title: "Internet"})
	for _, part := range []node{nodePrimary, nodeCore, nodeService} {
		if open, _ := a.openWays(f, part); len(open) > 0 {
			g.Edges = append(g.Edges, a.wayIn(f, part, open))
		}
	}
	primary := partID(nodePrimary, f.c.ID)
	if len(groupsOf(f.c, nodePrimary)) == 0 {
		return
	}
	t := reach.Ask(a.snap, reach.Question{
		From: a.nodeEnd(f.c, nodePrimary), To: reach.Internet(), Protocol: model.TCP, Ports: model.Port(portGit),
		Layers: reach.AsFarAsRead,
	})
	g.Edges = append(g.Edges, Edge{
		ID: primary + ">" + internet, From: primary, To: internet, Label: "tcp 443", Word: wordOf(t), Verdict: t.Verdict,
		Trace: t, Reasons: t.Reasons(), Unread: t.Unread,
	})
}

// wayIn is the edge from the internet into a part, by rules that let everybody in. What stands before
// the groups is said by the kind of the subnet: nothing from outside reaches a private one.
func (a *Analysis) wayIn(f clusterFacts, part node, open []reach.Match) Edge {
	to := partID(part, f.c.ID)
	e := Edge{ID: "internet>" + to, From: "internet", To: to, Exposes: true, Verdict: model.Allowed}
	var traffic []string
	for _, m := range open {
		if t := m.Entry.Rule.Traffic(); !slices.Contains(traffic, t) {
			traffic = append(traffic, t)
		}
		e.Reasons = append(e.Reasons, a.label(m.Group)+" lets "+m.Entry.Rule.Traffic()+" in from "+m.Entry.Rule.Peer.String())
		for _, x := range a.findings {
			if x.Subject.ID == m.Group && len(x.Evidence) > 0 && x.Evidence[0].Rule == m.Entry.Rule && x.Severity != model.Wider &&
				!slices.Contains(e.Findings, x.Key()) {
				e.Findings = append(e.Findings, x.Key())
			}
		}
	}
	e.Label = strings.Join(traffic[:min(len(traffic), 2)], ", ")
	if len(traffic) > 2 {
		e.Label += ", …"
	}
	switch f.subnet {
	case SubnetPublic:
		e.Word = "OPEN to the world"
	case SubnetPrivate:
		e.Word = "open by groups; the subnet is private"
	case SubnetUnknown:
		e.Verdict, e.Word = model.Unknown, "open by groups; routes not read"
	}
	return e
}
