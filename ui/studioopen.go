package ui

import (
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
)

// openCluster draws the parts of the selected cluster in place of its Studio, and reports whether a
// cluster is selected.
func (p *studiosPage) openCluster() bool {
	n, ok := p.graph().Node(p.sel.ID)
	if !ok || p.sel.Kind != canvas.NodeKind || n.Kind != emr.NodeCluster || isFold(n.ID) {
		return false
	}
	p.opened = strings.TrimPrefix(n.ID, "cluster:")
	p.selectAttach()
	return true
}

// foldCluster draws the Studio again, with the cluster selected.
func (p *studiosPage) foldCluster() {
	id := "cluster:" + p.opened
	p.opened, p.scroll = "", canvas.Point{}
	p.sel = canvas.Selection{Kind: canvas.NodeKind, ID: id}
	if !p.has(p.sel) {
		p.selectAttach()
	}
}

// worstOf gives the arrow of an opened cluster that is asked about first: the most blocked one inside of
// it, else a way in from the internet, else the primary node.
func worstOf(g emr.Graph) canvas.Selection {
	rank := func(e emr.Edge) int {
		to, _ := g.Node(e.To)
		from, _ := g.Node(e.From)
		switch {
		case to.Kind == emr.NodeInternet || from.Kind == emr.NodeEngine:
			return 0
		case e.Exposes:
			return 2
		case e.Verdict == model.Blocked:
			return 4
		case e.Verdict == model.Partly:
			return 3
		case e.Verdict == model.Unknown:
			return 1
		}
		return 0
	}
	best, found := 0, canvas.Selection{}
	for _, e := range g.Edges {
		if r := rank(e); r > best {
			best, found = r, canvas.Selection{Kind: canvas.EdgeKind, ID: e.ID}
		}
	}
	if best == 0 && len(g.Nodes) > 0 {
		return canvas.Selection{Kind: canvas.NodeKind, ID: g.Nodes[0].ID}
	}
	return found
}

// narrowed leaves out what a narrow terminal has no room for: the Engine group of the Studio from which
// a cluster was opened, whose say on the cluster stands in the text of the primary node, too.
func narrowed(g emr.Graph) (emr.Graph, bool) {
	if g.Cluster == "" {
		return g, false
	}
	out := emr.Graph{Studio: g.Studio, Cluster: g.Cluster}
	engine := ""
	for _, n := range g.Nodes {
		if n.Kind == emr.NodeEngine {
			engine = n.ID
			continue
		}
		out.Nodes = append(out.Nodes, n)
	}
	for _, e := range g.Edges {
		if e.From != engine {
			out.Edges = append(out.Edges, e)
		}
	}
	return out, engine != ""
}
