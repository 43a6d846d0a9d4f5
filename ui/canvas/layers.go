package canvas

import (
	"cmp"
	"sort"
)

// way is the direction of an edge in a gutter.
type way int

const (
	forward  way = iota // to the right
	backward            // to the left
	ways
)

// side is one of the two sides of a column on which edges arrive and leave.
type side int

const (
	left side = iota
	right
	sides
)

// slot is a thing that takes rows: a node or a passing edge in a column, or a lane
// in a gutter.
type slot struct {
	y, h int
	next int     // the least distance from this top to that of the slot below
	tied [2]ties // the slots on either side that it would like to be level with
}

// tie joins a row of one slot to a row of another.
type tie struct {
	mine  *int
	other *slot
	their *int
}

type ties []tie

// item is a slot of a column: a node, or an edge that passes through.
type item struct {
	slot
	node  int // -1 for an edge that passes
	col   int
	pos   int // the index in its column
	skirt int // rows under a node that its hanging nodes take

	// port is the row, from the top, where edges of either way touch a side.
	port [sides][ways]int
	used [sides][ways]bool
}

// lane is a slot of a gutter: the rows of one edge there.
type lane struct {
	slot
	edge   int
	gutter int
	way    way
	line   int  // the row of the line from the top
	label  bool // the edge's texts and mark are on this lane
	left   *item
	right  *item // nil where the edge turns back
	turn   *lane // the lane by which it turns back
}

// hop is a vertical edge between a node and the next one in its column.
type hop struct {
	edge         int
	upper, lower *item
	up           bool
}

// layers is a graph on its way to a drawing.
type layers struct {
	Graph
	at    map[string]int // node index by id
	items []*item        // by node index; nil for one that hangs
	hung  [][]int        // by node index: the edges that its hanging nodes hang by
	cols  [][]*item
	lanes [][]*lane    // by gutter, which is to the right of the column of its number
	route [][]*lane    // by edge: its lanes from left to right, or out and back
	hops  []hop        // vertical edges
	links [][][2]*item // by gutter: the pairs joined across it
}

func newLayers(g Graph) *layers {
	l := &layers{Graph: g.clean(), at: map[string]int{}}
	n := 0
	for i, node := range l.Nodes {
		l.at[node.ID] = i
		n = max(n, node.Rank+1)
	}
	l.cols = make([][]*item, n)
	l.lanes = make([][]*lane, n)
	l.links = make([][][2]*item, n)
	l.route = make([][]*lane, len(l.Edges))
	l.items = make([]*item, len(l.Nodes))
	l.hung = make([][]int, len(l.Nodes))
	hangs := l.hangs()
	for i, node := range l.Nodes {
		e, ok := hangs[node.ID]
		if !ok {
			l.items[i] = &item{node: i, col: node.Rank}
			continue
		}
		anchor := l.at[node.Below]
		l.hung[anchor] = append(l.hung[anchor], e)
	}
	for i, node := range l.Nodes {
		if node.Below == "" {
			l.stack(i)
		}
	}
	l.passing()
	return l
}

// stack puts a node into its column, and after it what is below it.
func (l *layers) stack(i int) {
	it := l.items[i]
	if it == nil {
		return
	}
	l.cols[it.col] = append(l.cols[it.col], it)
	for j, n := range l.Nodes {
		if n.Below != "" && n.Below == l.Nodes[i].ID && j != i {
			l.stack(j)
		}
	}
}

// isHung reports whether edge e is drawn as an elbow below its box.
func (l *layers) isHung(e int) bool {
	return l.items[l.at[l.Edges[e].To]] == nil || l.items[l.at[l.Edges[e].From]] == nil
}

// ends returns the items an edge joins, the left one first, and its way.
func (l *layers) ends(e int) (a, b *item, w way) {
	a, b = l.items[l.at[l.Edges[e].From]], l.items[l.at[l.Edges[e].To]]
	if a.col > b.col {
		return b, a, backward
	}
	return a, b, forward
}

// passing gives every edge that spans several ranks a slot in the columns between.
func (l *layers) passing() {
	for e := range l.Edges {
		if l.isHung(e) {
			continue
		}
		a, b, w := l.ends(e)
		if a.col == b.col {
			continue
		}
		from := a
		for c := a.col; c < b.col; c++ {
			to := b
			if c+1 < b.col {
				to = &item{node: -1, col: c + 1}
				l.cols[c+1] = append(l.cols[c+1], to)
			}
			ln := &lane{edge: e, gutter: c, way: w, left: from, right: to}
			l.route[e] = append(l.route[e], ln)
			l.lanes[c] = append(l.lanes[c], ln)
			l.links[c] = append(l.links[c], [2]*item{from, to})
			from = to
		}
		// The texts stand next to the node that the edge comes from.
		if w == forward {
			l.route[e][0].label = true
		} else {
			l.route[e][len(l.route[e])-1].label = true
		}
	}
}

// sideways settles the edges within a column, once its order is known: vertical
// between neighbours, else out to the right and back.
func (l *layers) sideways() {
	for e := range l.Edges {
		if l.isHung(e) {
			continue
		}
		a, b, _ := l.ends(e)
		switch {
		case a.col != b.col:
			continue
		case b.pos == a.pos+1:
			l.hops = append(l.hops, hop{e, a, b, false})
			continue
		case a.pos == b.pos+1:
			l.hops = append(l.hops, hop{e, b, a, true})
			continue
		}
		out := &lane{edge: e, gutter: a.col, way: forward, left: a, label: true}
		back := &lane{edge: e, gutter: a.col, way: backward, left: b, turn: out}
		out.turn = back
		l.lanes[a.col] = append(l.lanes[a.col], out, back)
		l.route[e] = []*lane{out, back}
	}
	for _, lanes := range l.lanes {
		sort.SliceStable(lanes, func(i, j int) bool {
			pl, pr := lanes[i].keys()
			ql, qr := lanes[j].keys()
			return cmp.Or(cmp.Compare(pl, ql), cmp.Compare(pr, qr)) < 0
		})
	}
}

// keys order the lanes of a gutter so that they cross on one side at most.
func (ln *lane) keys() (l, r int) {
	l = ln.left.pos*int(ways) + int(ln.way)
	switch {
	case ln.right != nil:
		r = ln.right.pos*int(ways) + int(ln.way)
	case ln.turn.left.pos*int(ways)+int(ln.turn.way) > l:
		r = int(^uint(0) >> 1)
	default:
		r = -1
	}
	return l, r
}
