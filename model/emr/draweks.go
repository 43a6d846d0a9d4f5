package emr

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// VirtualClusters gives the live virtual clusters of EMR on EKS of the scope's VPC, those whose VPC is not
// known among them.
func (a *Analysis) VirtualClusters() []model.VirtualCluster {
	var out []model.VirtualCluster
	for v := range a.snap.VirtualClusters() {
		if v.Live() && a.scope.Studio == "" && (v.VPC == "" || a.scope.hasVPC(v.VPC)) {
			out = append(out, v)
		}
	}
	return out
}

// VirtualGraph draws a virtual cluster: the Studios of its VPC, the managed endpoints through which their
// Workspaces reach it, and the nodes of EKS. Engine guards nothing there: the endpoint's own groups do. The
// zero Graph stands for a virtual cluster that is not there.
// Source: https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/how-it-works.html
func (a *Analysis) VirtualGraph(id string) Graph {
	v, ok := a.snap.VirtualCluster(id)
	if !ok {
		return Graph{}
	}
	g := Graph{Virtual: id, Nodes: []Node{virtualNode(v)}}
	nodes, _ := a.eksNodes(v)
	workers := a.workersNode(v, nodes)
	for e := range a.snap.ManagedEndpoints() {
		if e.VirtualCluster != id || !e.Live() {
			continue
		}
		n := a.endpointNode(v, e)
		g.Nodes = append(g.Nodes, n)
		g.Edges = append(g.Edges, endpointEdge(g.Nodes[0].ID, n.ID, e))
		if e.Type == typeGateway {
			g.Edges = append(g.Edges, a.toWorkers(n, workers))
		}
	}
	g.Nodes = append(g.Nodes, workers)
	if len(g.Edges) == 0 {
		g.Edges = append(g.Edges, Edge{
			ID: g.Nodes[0].ID + ">" + workers.ID, From: g.Nodes[0].ID, To: workers.ID, Verdict: model.Allowed,
			Word: "runs jobs", Reasons: []string{"It has no managed endpoint, so no Workspace attaches to it."},
		})
	}
	a.addStudios(&g, v)
	return g
}

func virtualNode(v model.VirtualCluster) Node {
	n := Node{
		ID: "virtual:" + v.ID, Kind: NodeVirtual, Title: "Virtual cluster", Name: model.Printable(v.Name), VPC: v.VPC,
		Verdict: model.Allowed,
	}
	n.Facts = []Fact{
		{Text: v.State}, {Text: "EKS " + model.Printable(v.EKSCluster)}, {Text: "namespace " + model.Printable(v.Namespace)},
	}
	if !v.EKSRead {
		n.Facts = append(n.Facts, Fact{Judged: true, Text: "EKS cluster not read"})
	}
	return n
}

func (a *Analysis) endpointNode(v model.VirtualCluster, e model.ManagedEndpoint) Node {
	n := Node{
		ID: "endpoint:" + e.ID, Kind: NodeEndpoint, Title: "Endpoint " + model.Printable(e.Name), Group: e.SecurityGroup,
		Name: a.nameOf(e.SecurityGroup), VPC: v.VPC, Verdict: model.Allowed,
	}
	if e.SecurityGroup == "" {
		n.Name, n.Verdict = "group not read", model.Unknown
	}
	n.Facts = []Fact{{Text: e.State}}
	if e.Type != typeGateway {
		n.Facts = append(n.Facts, Fact{Text: "no gateway for notebooks: " + strings.ToLower(e.Type)})
	}
	if e.NotebookGroup != "" {
		n.More = []string{e.NotebookGroup}
		n.Facts = append(n.Facts, Fact{Text: "+ " + a.nameOf(e.NotebookGroup)})
	}
	for _, f := range a.findings {
		if f.Subject.ID == e.ID && f.ID != idEKSNotListed {
			n.Findings = append(n.Findings, f.Key())
		}
	}
	return n
}

func (a *Analysis) workersNode(v model.VirtualCluster, groups []string) Node {
	n := Node{ID: "workers:" + v.ID, Kind: NodeWorkers, Title: "EKS nodes", VPC: v.VPC, Name: "groups not read"}
	if len(groups) > 0 {
		n.Group, n.Name, n.More, n.Verdict = groups[0], a.nameOf(groups[0]), groups[1:], model.Allowed
	}
	for _, id := range v.Groups() {
		if id != n.Group && !slices.Contains(n.More, id) {
			n.More = append(slices.Clone(n.More), id)
		}
	}
	for _, id := range n.More {
		n.Facts = append(n.Facts, Fact{Text: "+ " + a.nameOf(id)})
	}
	n.Facts = append(n.Facts, Fact{Text: strings.TrimSpace("in " + v.VPC)})
	return n
}

// endpointEdge says whether the virtual cluster offers the endpoint now.
func endpointEdge(from, to string, e model.ManagedEndpoint) Edge {
	out := Edge{ID: from + ">" + to, From: from, To: to, Word: strings.ToLower(e.State)}
	switch e.State {
	case "ACTIVE":
		out.Verdict = model.Allowed
	case "CREATING":
	default:
		out.Verdict = model.Blocked
	}
	if why := strings.TrimSpace(e.FailureReason + " " + e.StateDetails); why != "" {
		out.Reasons = []string{"EMR says: " + model.Printable(why)}
	}
	return out
}

// toWorkers is the way from an endpoint's load balancer to the nodes, a reading of its two halves.
func (a *Analysis) toWorkers(endpoint, workers Node) Edge {
	e := Edge{ID: endpoint.ID + ">" + workers.ID, From: endpoint.ID, To: workers.ID, Label: "tcp", Word: "not decided"}
	var list []model.Finding
	for _, all := range [][]model.Finding{a.findings, a.met} {
		for _, f := range all {
			in := f.ID == idEKSNodes && f.Subject.ID == workers.Group && f.Peer == endpoint.Group
			out := f.ID == idEKSBalancer && f.Subject.ID == endpoint.Group && f.Peer == workers.Group
			if in || out {
				list = append(list, f)
			}
		}
	}
	if len(list) == 0 {
		e.Reasons = []string{"The groups of the endpoint or of the nodes were not read."}
		return e
	}
	a.read(&e, list)
	return e
}

// addStudios draws the Studios of the virtual cluster's VPC, and whether they offer its endpoints.
func (a *Analysis) addStudios(g *Graph, v model.VirtualCluster) {
	for st := range a.snap.Studios() {
		if st.VPC == "" || st.VPC != v.VPC {
			continue
		}
		n := Node{ID: "studio:" + st.ID, Kind: NodeStudio, Title: "Studio " + model.Printable(st.Name), Name: st.ID, VPC: st.VPC, Verdict: model.Allowed}
		g.Nodes = append(g.Nodes, n)
		for e := range a.snap.ManagedEndpoints() {
			if to := "endpoint:" + e.ID; e.VirtualCluster == v.ID && e.Live() && e.Type == typeGateway {
				g.Edges = append(g.Edges, a.offer(n.ID, to, st.ID, e.ID))
			}
		}
	}
}

// offer says whether a Studio offers an endpoint: a reading of what was found about it.
func (a *Analysis) offer(from, to, studio, endpoint string) Edge {
	e := Edge{ID: from + ">" + to, From: from, To: to, Word: "not decided"}
	for _, list := range [][]model.Finding{a.findings, a.met} {
		for _, f := range list {
			if f.ID == idEKSNotListed && f.Subject.ID == endpoint && f.Peer == studio {
				a.read(&e, []model.Finding{f})
				if f.State == model.Unmet {
					e.Verdict = model.Blocked
				}
				e.Word = map[model.State]string{model.Met: "offered", model.Unmet: "not offered", model.StateUnknown: "not decided"}[f.State]
			}
		}
	}
	return e
}
