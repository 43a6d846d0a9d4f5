package canvas

import (
	"slices"
	"strconv"
)

// Node is a box, or with Plain a line of text.
type Node struct {
	ID     string // unique and not empty; of several nodes with one id the first is drawn
	Rank   int    // the column, left to right; the numbers need not be consecutive
	Title  string // in the top border; of a plain node, in front of the first line
	Lines  []Line
	Ink    Ink // of the title
	Border Ink

	// MinWidth is the width that the node has at least, and below which it is not
	// narrowed. Zero stands for a width that leaves about eight characters to read.
	MinWidth int

	// Plain nodes have no border. Many of them fit into a column, a line each.
	Plain bool

	// Below names a node under which this one is placed, in its column; Rank is then
	// not used. A plain node whose only edge comes from there hangs: it is joined to
	// the bottom border by an elbow, with the edge's label on the line, and may reach
	// beyond its column where there is room. Other nodes stand right underneath, and
	// their edges to and from the node above are vertical.
	Below string
}

// Edge is an arrow from one node to another. An edge whose ends are not both in the
// graph is not drawn.
type Edge struct {
	ID       string // unique; an empty or repeated one is replaced by "From>To#n"
	From, To string
	Label    Line   // above the line; beside it where it is vertical, on it where it hangs
	Note     Line   // under the line; under the label where that is beside the line
	Mark     string // one glyph in the middle of the line
	Ink      Ink    // of the line and the mark
	Dashed   bool
}

// Graph is what Layout arranges.
type Graph struct {
	Nodes []Node
	Edges []Edge
}

// minText is the inner width that a node is narrowed to if it does not say.
const minText = 8

// natural returns the width that shows everything of the node, and the least.
func (n Node) natural() (full, least int) {
	frame := 4
	text := 0
	for _, l := range n.text() {
		text = max(text, l.Width())
	}
	if n.Plain {
		frame = 2
	} else if n.Title != "" {
		text = max(text, Width(n.Title)+1)
	}
	least = max(min(text, minText)+frame, n.MinWidth)
	if n.MinWidth > 0 {
		least = n.MinWidth
	}
	return max(text+frame, least, 2), max(least, 2)
}

// text returns the rows inside the node.
func (n Node) text() []Line {
	if !n.Plain || n.Title == "" {
		return n.Lines
	}
	first := Line{{Text: n.Title, Ink: n.Ink}}
	if len(n.Lines) == 0 {
		return []Line{first}
	}
	first = append(append(first, Span{Text: " "}), n.Lines[0]...)
	return append([]Line{first}, n.Lines[1:]...)
}

// labelWidth is the room that an edge's texts need side by side with its line.
func (e Edge) labelWidth() int { return max(e.Label.Width(), e.Note.Width()) }

// clean returns the graph with unique ids, with edges that have both ends, ranks
// that count columns from zero, and each node that is below another in its column.
func (g Graph) clean() Graph {
	var out Graph
	seen := map[string]int{}
	for _, n := range g.Nodes {
		if _, dup := seen[n.ID]; dup || n.ID == "" {
			continue
		}
		seen[n.ID] = len(out.Nodes)
		out.Nodes = append(out.Nodes, n)
	}
	for i := range out.Nodes {
		out.Nodes[i].Below, out.Nodes[i].Rank = out.column(seen, i)
	}
	var ranks []int
	for _, n := range out.Nodes {
		ranks = append(ranks, n.Rank)
	}
	slices.Sort(ranks)
	ranks = slices.Compact(ranks)
	for i := range out.Nodes {
		out.Nodes[i].Rank, _ = slices.BinarySearch(ranks, out.Nodes[i].Rank)
	}
	ids := map[string]bool{}
	for _, e := range g.Edges {
		_, from := seen[e.From]
		_, to := seen[e.To]
		if !from || !to {
			continue
		}
		e.ID = unique(e, ids)
		ids[e.ID] = true
		out.Edges = append(out.Edges, e)
	}
	return out
}

// column follows Below to the node that has a rank. A node below itself, below a
// node that is not there, or in a ring of such stands on its own.
func (g Graph) column(at map[string]int, i int) (below string, rank int) {
	n := g.Nodes[i]
	if _, ok := at[n.Below]; n.Below == "" || !ok {
		return "", n.Rank
	}
	top := n
	for range g.Nodes {
		j, ok := at[top.Below]
		if top.Below == "" || !ok {
			return n.Below, top.Rank
		}
		top = g.Nodes[j]
	}
	return "", n.Rank
}

// hangs returns, for each node that hangs, the index of the edge it hangs by.
func (g Graph) hangs() map[string]int {
	touching := map[string][]int{}
	anchor := map[string]bool{}
	for i, e := range g.Edges {
		touching[e.From] = append(touching[e.From], i)
		if e.To != e.From {
			touching[e.To] = append(touching[e.To], i)
		}
	}
	plain := map[string]bool{}
	for _, n := range g.Nodes {
		anchor[n.Below] = true
		plain[n.ID] = n.Plain
	}
	out := map[string]int{}
	for _, n := range g.Nodes {
		edges := touching[n.ID]
		if !n.Plain || n.Below == "" || plain[n.Below] || anchor[n.ID] || len(edges) != 1 {
			continue
		}
		if e := g.Edges[edges[0]]; e.From == n.Below && e.To == n.ID {
			out[n.ID] = edges[0]
		}
	}
	return out
}

func unique(e Edge, taken map[string]bool) string {
	id := e.ID
	for n := 1; id == "" || taken[id]; n++ {
		id = e.From + ">" + e.To + "#" + strconv.Itoa(n)
	}
	return id
}
