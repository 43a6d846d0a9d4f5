package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
)

// showFinding goes to where a finding is drawn: the arrow that it blocks, or the box that it is about, of
// a Studio or of an opened cluster. What is drawn nowhere is shown among the findings.
func (x *Explorer) showFinding(f model.Finding) tea.Cmd {
	if x.studios.goToFinding(f) {
		return x.goTo(pageStudios)
	}
	x.findings.list.clearFilter()
	x.findings.list.selectID(f.Key())
	x.findings.selectionMoved()
	return x.goTo(pageFindings)
}

// goToFinding selects what draws a finding, and reports whether anything does.
func (p *studiosPage) goToFinding(f model.Finding) bool {
	for i, r := range p.rows {
		if r.kind == studioEnded || r.kind == studioFailed {
			continue
		}
		p.choose(i)
		if p.selectFinding(f) {
			return true
		}
		for _, id := range f.Clusters {
			if _, drawn := p.whole().Node("cluster:" + id); !drawn {
				continue
			}
			p.opened = id
			if p.selectFinding(f) {
				return true
			}
			p.opened = ""
		}
	}
	return false
}

// selectFinding selects the arrow or box of the drawing that a finding is about.
func (p *studiosPage) selectFinding(f model.Finding) bool {
	sel := drawnAt(p.graph(), f.Key())
	if sel.Kind == canvas.NoKind {
		return false
	}
	p.sel, p.inside = sel, true
	return true
}

func drawnAt(g emr.Graph, key string) canvas.Selection {
	for _, e := range g.Edges {
		if slices.Contains(e.Findings, key) {
			return canvas.Selection{Kind: canvas.EdgeKind, ID: e.ID}
		}
	}
	for _, n := range g.Nodes {
		if slices.Contains(n.Findings, key) {
			return canvas.Selection{Kind: canvas.NodeKind, ID: n.ID}
		}
	}
	return canvas.Selection{}
}
