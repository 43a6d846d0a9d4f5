package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model/emr"
)

// copy offers the ids of what the cursor is on.
func (p *studiosPage) copy() tea.Cmd {
	var items []copyItem
	add := func(what, value string) {
		if value != "" {
			items = append(items, copyItem{what, value})
		}
	}
	if n, ok := p.graph().Node(p.sel.ID); ok && p.inside {
		add("group id", n.Group)
		for _, id := range n.More {
			add("additional group id", id)
		}
		switch n.Kind {
		case emr.NodeCluster:
			add("cluster id", n.Name)
		case emr.NodePrimary, emr.NodeCore, emr.NodeService:
			add("cluster id", p.graph().Cluster)
		case emr.NodeStudio, emr.NodeVirtual, emr.NodeEndpoint:
			_, id, _ := strings.Cut(n.ID, ":")
			add("id", id)
		case emr.NodeWorkspace, emr.NodeEngine, emr.NodeInternet, emr.NodeWorkers:
		}
		return p.x.copy(items...)
	}
	l := p.line()
	if !p.inside {
		add("Studio id", l.Pair.Studio)
		add("cluster id", p.row().cluster.ID)
		add("virtual cluster id", p.row().virtual.ID)
	}
	add("Workspace group id", l.Pair.Workspace)
	add("Engine group id", l.Pair.Engine)
	for _, s := range l.Suspects {
		add("check", s.Command)
	}
	return p.x.copy(items...)
}
