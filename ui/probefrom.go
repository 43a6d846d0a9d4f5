package ui

import (
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// probe asks about the selected arrow; outside of the drawing about Workspace to Engine.
func (p *studiosPage) probe() probe {
	q := probe{from: "workspace:" + p.pair().Studio, to: "engine:" + p.pair().Studio, protocol: model.TCP, port: "18888"}
	if p.pair().Studio == "" {
		q.from, q.to = p.pair().Workspace, p.pair().Engine
	}
	g := p.whole()
	if g.Cluster != "" || g.Virtual != "" {
		return p.probeCluster(g)
	}
	e, ok := g.Edge(p.sel.ID)
	if !ok {
		return q
	}
	to, _ := g.Node(e.To)
	switch to.Kind {
	case emr.NodeInternet:
		q.to, q.port = "internet", "443"
	case emr.NodeCluster:
		q.to = e.To
	case emr.NodeWorkspace, emr.NodeEngine, emr.NodePrimary, emr.NodeCore, emr.NodeService, emr.NodeVirtual, emr.NodeEndpoint,
		emr.NodeWorkers, emr.NodeStudio:
	}
	return q
}

// probeCluster asks about the selected arrow of an opened cluster, else about its way out.
func (p *studiosPage) probeCluster(g emr.Graph) probe {
	end := func(id string) string {
		n, _ := g.Node(id)
		if n.Kind == emr.NodeInternet {
			return "internet"
		}
		if n.Kind == emr.NodePrimary {
			return "cluster:" + g.Cluster
		}
		return n.Group
	}
	q := probe{from: "cluster:" + g.Cluster, to: "internet", protocol: model.TCP, port: "443"}
	if g.Virtual != "" {
		q.from = ""
	}
	e, ok := g.Edge(p.sel.ID)
	if !ok {
		return q
	}
	q.from, q.to = end(e.From), end(e.To)
	if ports, isTCP := strings.CutPrefix(e.Label, "tcp "); isTCP {
		q.port, _, _ = strings.Cut(ports, ",")
	}
	return q
}

// probe asks who gets into the selected group.
func (p *groupsPage) probe() probe {
	q := probe{from: "internet", protocol: model.TCP, port: "22"}
	if r, ok := p.selected(); ok {
		q.to = r.group.ID
	}
	return q
}

// probe asks about the group of the selected finding.
func (p *findingsPage) probe() probe {
	q := probe{from: "internet", protocol: model.TCP, port: "18888"}
	r, _ := p.selected()
	f := r.finding
	if f.Subject.Kind != model.SubjectGroup {
		return q
	}
	q.to = f.Subject.ID
	if strings.HasPrefix(f.Peer, "sg-") {
		q.from = f.Peer
	}
	for _, e := range f.Evidence {
		if e.Rule.Direction == model.Egress && e.Rule != (model.Rule{}) {
			q.from, q.to = q.to, q.from
			break
		}
	}
	return q
}
