package ui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// rowKind says what a line of the first page stands for.
type rowKind uint8

const (
	studioPair    rowKind = iota // a Studio, or two groups that belong together
	studioCluster                // a live cluster that no Studio's line speaks for
	studioEnded                  // all clusters that ended with errors, folded or not
	studioFailed                 // one of them
	studioVirtual                // a virtual cluster of EMR on EKS
)

// studioRow is a line of the first page. The zero row stands for none.
type studioRow struct {
	kind    rowKind
	line    emr.StudioLine // of a pair
	cluster model.Cluster  // of a cluster
	virtual model.VirtualCluster
}

// key names the row from one analysis to the next; "" for the zero row.
func (r studioRow) key() string {
	switch r.kind {
	case studioPair:
		return r.line.Pair.ID
	case studioCluster, studioFailed:
		return r.cluster.ID
	case studioEnded:
		return "ended"
	case studioVirtual:
		return r.virtual.ID
	}
	return ""
}

// makeRows lists what there is: the Studios, then the clusters that failed, then pairs of groups that no
// Studio uses, then the clusters that no Studio could reach anyway.
func (p *studiosPage) makeRows() {
	p.rows = nil
	var unused []studioRow
	for _, l := range p.x.analysis.Lines() {
		if l.Pair.Studio == "" {
			unused = append(unused, studioRow{line: l})
			continue
		}
		p.rows = append(p.rows, studioRow{line: l})
	}
	if failed := p.x.analysis.FailedClusters(); len(failed) > 0 {
		p.rows = append(p.rows, studioRow{kind: studioEnded})
		for _, c := range failed {
			if p.unfolded[endedFold] {
				p.rows = append(p.rows, studioRow{kind: studioFailed, cluster: c})
			}
		}
	}
	p.rows = append(append(p.rows, unused...), p.lonely()...)
	for _, v := range p.x.analysis.VirtualClusters() {
		p.rows = append(p.rows, studioRow{kind: studioVirtual, virtual: v})
	}
}

// endedFold is the fold of the clusters that ended with errors.
const endedFold = "ended"

// lonely gives the clusters that no Studio's line speaks for.
func (p *studiosPage) lonely() []studioRow {
	var out []studioRow
	for _, c := range p.x.analysis.Unserved() {
		out = append(out, studioRow{kind: studioCluster, cluster: c})
	}
	return out
}

// graphOf gives what is drawn of a row, or of the cluster that is opened there.
func (p *studiosPage) graphOf(r studioRow) emr.Graph {
	a := p.x.analysis
	switch {
	case p.opened != "":
		return a.ClusterGraph(p.opened, r.line.Pair.ID)
	case r.kind == studioCluster, r.kind == studioFailed:
		return a.ClusterGraph(r.cluster.ID, "")
	case r.kind == studioVirtual:
		return a.VirtualGraph(r.virtual.ID)
	case r.kind == studioEnded, r.key() == "":
		return emr.Graph{}
	}
	return a.Graph(r.line.Pair.ID)
}

// findingsOfRow gives the findings about what the row stands for.
func (p *studiosPage) findingsOfRow() []model.Finding {
	switch r := p.row(); r.kind {
	case studioPair:
		return p.x.findingsOfLine(r.line)
	case studioCluster, studioFailed:
		return p.x.analysis.FindingsOf(r.cluster.ID)
	case studioVirtual:
		return p.x.analysis.FindingsOf(r.virtual.ID)
	case studioEnded:
	}
	return nil
}

// openRow goes into the drawing of a row; the row of all that failed opens into its clusters, a failed
// cluster into what is known of its failure.
func (p *studiosPage) openRow() tea.Cmd {
	switch p.row().kind {
	case studioEnded:
		p.unfolded[endedFold] = !p.unfolded[endedFold]
		p.makeRows()
	case studioPair, studioCluster, studioFailed, studioVirtual:
		p.enter()
	}
	return nil
}
