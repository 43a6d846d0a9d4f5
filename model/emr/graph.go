package emr

import (
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// NodeKind says what a box of the graph stands for.
type NodeKind uint8

// The kinds of node.
const (
	NodeWorkspace NodeKind = iota
	NodeEngine
	NodeCluster
	NodeInternet
	NodePrimary // of an opened cluster, as the two below
	NodeCore
	NodeService
	NodeVirtual // of EMR on EKS, as the three below
	NodeEndpoint
	NodeWorkers
	NodeStudio
)

// String gives the word that JSON uses.
func (k NodeKind) String() string {
	names := [...]string{
		"workspace", "engine", "cluster", "internet", "primary", "core", "service-access",
		"virtual-cluster", "endpoint", "eks-nodes", "studio",
	}
	if int(k) < len(names) {
		return names[k]
	}
	return "node"
}

// Node is a box of a graph.
type Node struct {
	ID       string // "workspace:es-…", "engine:es-…", "cluster:j-…", "primary:j-…", "internet"
	Kind     NodeKind
	Title    string   // "Workspace", "Engine", the cluster's name, "Internet (Git)"
	Group    string   // security group id; "" for none
	More     []string // ids of the groups that it carries beside Group
	Name     string   // the group's name, or the cluster's id
	Facts    []Fact   // lines of the box, most telling first
	Verdict  model.Verdict
	Findings []string // keys of the findings about the node itself
	Folded   bool     // of another VPC: drawn folded
	VPC      string
}

// Fact is one line in a box: a verdict, if it is one, and words.
type Fact struct {
	Verdict model.Verdict // meaningful only if Judged
	Judged  bool
	Text    string
}

// Edge is a path between two nodes.
type Edge struct {
	ID       string // "FROM>TO"
	From, To string
	Label    string          // "tcp 18888"; "" for Engine → cluster
	Word     string          // "allowed by groups", "BLOCKED, 2 reasons", "not checked", "attached now"
	Verdict  model.Verdict   // as far as the layers that were read say
	Trace    reach.Trace     // zero for Engine → cluster edges
	Reasons  []string        // each in one sentence
	Findings []string        // keys
	Unread   []string        // layers that were not read
	Read     []model.Finding // what it is a reading of, inside of a cluster; met ones among them
	Exposes  bool            // whether it is a way in from the internet, which nobody asked for
}

// Graph is who reaches whom around one Studio, or inside one cluster.
type Graph struct {
	Studio  string // id; "" for a pair of groups that no visible Studio uses
	Cluster string // id of the cluster that is opened; "" for none
	Virtual string // id of the virtual cluster of EMR on EKS that is drawn; "" for none
	Nodes   []Node
	Edges   []Edge
}

// Node gives a node by id and reports whether it is there.
//
//go:noinline
func (g Graph) Node(id string) (Node, bool) {
	for _, n := range g.Nodes {
		if n.ID == id {
			return n, true
		}
	}
	return Node{}, false
}

// Edge gives an edge by id and reports whether it is there.
//
//go:noinline
func (g Graph) Edge(id string) (Edge, bool) {
	for _, e := range g.Edges {
		if e.ID == id {
			return e, true
		}
	}
	return Edge{}, false
}
