package ui

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
)

// mostClusters is how many clusters of a Studio's VPC are drawn; the others are one line that opens.
const mostClusters = 12

// The ids of the lines that stand for many clusters: those that have no room, and those of other VPCs.
const (
	foldMore   = "fold:more"
	foldOthers = "fold:others"
)

func isFold(id string) bool { return id == foldMore || id == foldOthers }

// foldKey names a fold of the selected pair.
func (p *studiosPage) foldKey(id string) string { return p.row().key() + " " + id }

// folds says which folds are open, so that a drawing made with others is known to be old.
func (p *studiosPage) folds() [2]bool {
	return [2]bool{p.unfolded[p.foldKey(foldMore)], p.unfolded[p.foldKey(foldOthers)]}
}

// selectedFold gives the fold that is selected, by its line or the arrow to it; "" for none.
func (p *studiosPage) selectedFold() string {
	id := p.sel.ID
	if p.sel.Kind == canvas.EdgeKind {
		e, _ := p.graph().Edge(id)
		id = e.To
	}
	if isFold(id) {
		return id
	}
	return ""
}

// toggleFold opens or closes the selected fold and reports whether one is selected.
func (p *studiosPage) toggleFold() bool {
	id := p.selectedFold()
	if id == "" {
		return false
	}
	p.unfolded[p.foldKey(id)] = !p.unfolded[p.foldKey(id)]
	p.sel = canvas.Selection{Kind: canvas.NodeKind, ID: id}
	return true
}

// folded gives the graph as it is drawn: attached clusters first, no more of the others than there is
// a use for, and those of other VPCs in one line until somebody opens it.
func (p *studiosPage) folded(g emr.Graph) emr.Graph {
	if g.Cluster != "" || g.Virtual != "" {
		return g
	}
	here, others := clustersOf(g)
	crowded := len(here) > mostClusters+1 // one line more than is shown would save nothing
	if !crowded && len(others) == 0 {
		return g
	}
	out := emr.Graph{Studio: g.Studio}
	var tail []emr.Node
	for _, n := range g.Nodes {
		switch n.Kind {
		case emr.NodeWorkspace, emr.NodeEngine:
			out.Nodes = append(out.Nodes, n)
		case emr.NodeInternet:
			tail = append(tail, n)
		case emr.NodeCluster, emr.NodePrimary, emr.NodeCore, emr.NodeService, emr.NodeVirtual, emr.NodeEndpoint,
			emr.NodeWorkers, emr.NodeStudio:
		}
	}
	if crowded {
		more := fmt.Sprintf("%s and %d more", p.x.theme.ellipsis, len(here)-mostClusters)
		here = p.withFold(here, mostClusters, foldMore, more)
	}
	if n := len(others); n > 0 {
		text := fmt.Sprintf("%d clusters in other VPCs", n)
		if n == 1 {
			text = "1 cluster in another VPC"
		}
		others = p.withFold(others, 0, foldOthers, text)
	}
	out.Nodes = append(out.Nodes, append(append(here, others...), tail...)...)
	out.Edges = foldedEdges(g, out.Nodes)
	return out
}

// clustersOf gives the clusters of the Studio's VPC, attached ones first and those that cannot be
// attached last, and those of other VPCs.
func clustersOf(g emr.Graph) (here, others []emr.Node) {
	rank := map[string]int{}
	for _, e := range g.Edges {
		rank[e.To] = promise(e)
	}
	for _, n := range g.Nodes {
		switch {
		case n.Kind != emr.NodeCluster:
		case n.Folded:
			others = append(others, n)
		default:
			here = append(here, n)
		}
	}
	if len(here) > mostClusters+1 {
		sort.SliceStable(here, func(i, j int) bool { return rank[here[i].ID] < rank[here[j].ID] })
	}
	return here, others
}

// promise ranks an arrow to a cluster by how much there is to see of it.
func promise(e emr.Edge) int {
	switch {
	case e.Word == emr.WordAttached:
		return 0
	case e.Verdict == model.Allowed:
		return 1
	case e.Verdict == model.Blocked:
		return 3
	}
	return 2
}

// withFold keeps the first of the nodes and ends them with the line that stands for the rest; an open
// fold keeps all, and its line closes it again.
func (p *studiosPage) withFold(nodes []emr.Node, keep int, id, text string) []emr.Node {
	if p.unfolded[p.foldKey(id)] {
		keep, text = len(nodes), "show fewer"
	}
	out := slices.Clone(nodes[:keep])
	for i := range out {
		out[i].Folded = false
	}
	return append(out, emr.Node{ID: id, Kind: emr.NodeCluster, Title: text})
}

// foldedEdges gives the arrows to the nodes that are drawn, in the order of the nodes.
func foldedEdges(g emr.Graph, nodes []emr.Node) []emr.Edge {
	to := map[string]emr.Edge{}
	engine := ""
	for _, e := range g.Edges {
		to[e.To] = e
	}
	for _, n := range nodes {
		if n.Kind == emr.NodeEngine {
			engine = n.ID
		}
	}
	var out []emr.Edge
	for _, n := range nodes {
		e, ok := to[n.ID]
		if isFold(n.ID) {
			e, ok = emr.Edge{ID: engine + ">" + n.ID, From: engine, To: n.ID, Word: "folded"}, true
		}
		if ok {
			out = append(out, e)
		}
	}
	return out
}

// foldBox draws a fold: it has no verdict of its own, and fewer words where there is little room.
func foldBox(n canvas.Node, text string, w int) canvas.Node {
	const roomy = 90
	if w < roomy {
		text = strings.Replace(strings.Replace(text, " clusters", "", 1), " cluster", "", 1)
	}
	n.Title, n.Ink, n.MinWidth = model.Printable(text), 0, canvas.Width(text)+2
	return n
}

// foldStory names the clusters behind a fold.
func (p *studiosPage) foldStory(s *telling, id string) string {
	t := p.x.theme
	here, others := clustersOf(p.whole())
	list, title := others, "Clusters in other VPCs"
	if id == foldMore {
		list, title = here[min(mostClusters, len(here)):], "More clusters of this VPC"
	}
	what := "enter draws them; they belong to this VPC too."
	if id == foldOthers {
		what = "A Workspace attaches to clusters of its own VPC only; enter draws them."
	}
	if p.unfolded[p.foldKey(id)] {
		what = "enter folds them again."
	}
	s.say(t.text, "  ", what)
	for _, n := range list {
		var facts []string
		for _, f := range n.Facts {
			facts = append(facts, f.Text)
		}
		if id == foldOthers {
			facts = append(facts, n.VPC)
		}
		s.say(t.muted, "  "+t.dot+" ", joined("  ", append([]string{n.Title, n.Name}, facts...)...))
	}
	return title
}
