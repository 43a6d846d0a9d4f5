package report

import (
	"io"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// Graph is the document of `sgscope graph -o json`.
type Graph struct {
	SchemaVersion int      `json:"schemaVersion"`
	Origin        Origin   `json:"origin"`
	Nodes         []Node   `json:"nodes"`
	Edges         []Edge   `json:"edges"`
	Unread        []Unread `json:"unread"`
}

// Node is a box of the graph. Studios that share a cluster share its node.
type Node struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`
	Title    string   `json:"title"`
	Name     string   `json:"name"`
	Group    string   `json:"group"`
	VPC      string   `json:"vpc"`
	Verdict  string   `json:"verdict"`
	Facts    []Fact   `json:"facts"`
	Findings []string `json:"findings"`
	Studios  []string `json:"studios"`
	Cluster  string   `json:"cluster"`
	Carries  []string `json:"carries"`
}

// Fact is one thing that is said of a node; verdict is "" if it is none.
type Fact struct {
	Verdict string `json:"verdict"`
	Text    string `json:"text"`
}

// Edge is a path between two nodes.
type Edge struct {
	ID       string   `json:"id"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Traffic  string   `json:"traffic"`
	Verdict  string   `json:"verdict"`
	Word     string   `json:"word"`
	Reasons  []string `json:"reasons"`
	Findings []string `json:"findings"`
	Unread   []string `json:"unread"`
	Studio   string   `json:"studio"`
	Cluster  string   `json:"cluster"`
	Exposes  bool     `json:"exposes"`
}

// GraphJSON gives the document of all Studios' graphs and of every cluster opened, nodes that they share
// once.
func GraphJSON(v View) Graph {
	doc := Graph{SchemaVersion: SchemaVersion, Origin: v.origin(), Nodes: []Node{}, Edges: []Edge{}, Unread: unreadDocs(v.missed())}
	at := map[string]int{}
	add := func(g emr.Graph, pair string) {
		for _, n := range g.Nodes {
			i, seen := at[n.ID]
			if !seen {
				i = len(doc.Nodes)
				at[n.ID] = i
				doc.Nodes = append(doc.Nodes, v.node(n, g.Cluster))
			}
			if pair != "" {
				doc.Nodes[i].Studios = append(doc.Nodes[i].Studios, pair)
			}
		}
		for _, e := range g.Edges {
			doc.Edges = append(doc.Edges, edge(e, pair, g.Cluster))
		}
	}
	for _, l := range v.Lines() {
		add(v.Analysis.Graph(l.Pair.ID), l.Pair.ID)
	}
	for _, c := range v.openable() {
		add(v.Analysis.ClusterGraph(c.ID, ""), "")
	}
	for _, c := range v.virtual() {
		add(v.Analysis.VirtualGraph(c.ID), "")
	}
	return doc
}

func edge(e emr.Edge, pair, cluster string) Edge {
	return Edge{
		ID: e.ID, From: e.From, To: e.To, Traffic: e.Label, Verdict: e.Verdict.String(), Word: e.Word,
		Reasons: list(e.Reasons), Findings: list(e.Findings), Unread: list(e.Unread), Studio: pair, Cluster: cluster,
		Exposes: e.Exposes,
	}
}

// virtual gives the virtual clusters of EMR on EKS that the view covers.
func (v View) virtual() []model.VirtualCluster {
	var out []model.VirtualCluster
	for _, c := range v.Analysis.VirtualClusters() {
		if v.covers(c.VPC) {
			out = append(out, c)
		}
	}
	return out
}

// openable gives the live clusters that the view covers, in order of name.
func (v View) openable() []model.Cluster {
	var out []model.Cluster
	for _, c := range v.Analysis.LiveClusters() {
		if v.covers(v.Analysis.VPCOf(c)) {
			out = append(out, c)
		}
	}
	return out
}

func (v View) node(n emr.Node, cluster string) Node {
	out := Node{
		ID: n.ID, Kind: n.Kind.String(), Title: n.Title, Name: n.Name, Group: n.Group, VPC: n.VPC,
		Verdict: n.Verdict.String(), Facts: []Fact{}, Findings: list(n.Findings), Studios: []string{}, Carries: list(n.More),
	}
	switch n.Kind {
	case emr.NodePrimary, emr.NodeCore, emr.NodeService:
		out.Cluster = cluster
	case emr.NodeCluster:
		out.Cluster = n.Name
	case emr.NodeWorkspace, emr.NodeEngine, emr.NodeInternet, emr.NodeVirtual, emr.NodeEndpoint, emr.NodeWorkers, emr.NodeStudio:
	}
	for _, f := range n.Facts {
		doc := Fact{Text: f.Text}
		if f.Judged {
			doc.Verdict = f.Verdict.String()
		}
		out.Facts = append(out.Facts, doc)
	}
	return out
}

// GraphText tells who reaches whom around each Studio: a drawing where there is room for one, then
// the same line by line.
func GraphText(w io.Writer, v View) error {
	p := &printer{w: w, marks: v.marks()}
	p.heading(v)
	lines := v.Lines()
	if len(lines) == 0 {
		p.gap()
		p.noStudio(v)
	}
	for _, l := range lines {
		g := v.Analysis.Graph(l.Pair.ID)
		p.gap()
		name := l.Pair.Name
		if l.Pair.Studio != "" {
			name = "Studio " + name + " (" + l.Pair.Studio + ")"
		}
		p.line(0, p.marks.line(l), " ", name, summary(l))
		if !v.Linear {
			p.drawing(v, g)
		}
		p.graph(g)
	}
	for _, c := range v.openable() {
		text := "Cluster " + model.Printable(c.Name) + " (" + c.ID + "): " + c.State
		if c.Release != "" {
			text += ", " + model.Printable(c.Release)
		}
		p.opened(v, text, v.Analysis.ClusterGraph(c.ID, ""))
	}
	for _, c := range v.virtual() {
		p.opened(v, "EMR on EKS "+model.Printable(c.Name)+" ("+c.ID+"): "+c.State, v.Analysis.VirtualGraph(c.ID))
	}
	p.unread(v)
	return p.err
}

// opened writes what passes between the parts of a cluster.
func (p *printer) opened(v View, head string, g emr.Graph) {
	p.gap()
	p.line(0, head)
	if !v.Linear {
		p.drawing(v, g)
	}
	p.graph(g)
}

func summary(l emr.StudioLine) string {
	if l.Summary == "" {
		return ""
	}
	return ": " + l.Summary
}

// graph writes nodes and edges line by line.
func (p *printer) graph(g emr.Graph) {
	for _, n := range g.Nodes {
		if !n.Folded {
			p.node(n)
		}
	}
	for _, e := range g.Edges {
		from, _ := g.Node(e.From)
		to, _ := g.Node(e.To)
		if !to.Folded {
			p.edge(e, from, to)
		}
	}
	if folded := foldedOf(g); len(folded) > 0 {
		p.line(1, "In other VPCs, so none of these can attach: ", strings.Join(folded, ", "))
	}
}

func foldedOf(g emr.Graph) []string {
	var out []string
	for _, n := range g.Nodes {
		if n.Folded {
			out = append(out, n.Title+" ("+n.Name+")")
		}
	}
	slices.Sort(out)
	return out
}

func (p *printer) node(n emr.Node) {
	if n.Kind == emr.NodeInternet {
		return // all that is said of it stands on its edge
	}
	text := p.marks.Verdict(n.Verdict) + " " + n.Title
	if n.Kind == emr.NodeCluster {
		text = "Cluster " + n.Title
	}
	if n.Name != "" {
		text += ": " + n.Name
	}
	if n.Group != "" {
		text += " (" + n.Group + ")"
	}
	p.line(1, text)
	for _, f := range n.Facts {
		mark := p.marks.Dot
		if f.Judged {
			mark = p.marks.Verdict(f.Verdict)
		}
		if f.Judged && n.Kind == emr.NodeCluster && f.Verdict == model.Partly { // exposed inside, and not broken
			mark = p.marks.Alarm
		}
		p.line(3, mark, " ", f.Text)
	}
}

func (p *printer) edge(e emr.Edge, from, to emr.Node) {
	mark := p.marks.Verdict(e.Verdict)
	if e.Exposes {
		mark = p.marks.Alarm
	}
	text := mark + " " + from.Title + " " + p.marks.Arrow + " " + to.Title
	if e.Label != "" {
		text += ", " + e.Label
	}
	word := e.Word
	if word == "" {
		word = e.Verdict.String()
	}
	p.line(1, text, ": ", word)
	for _, r := range e.Reasons {
		p.line(3, r)
	}
	if len(e.Unread) > 0 && e.Verdict != model.Unknown {
		p.line(3, "not read: ", strings.Join(e.Unread, ", "))
	}
}
