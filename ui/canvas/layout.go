package canvas

import "slices"

// Layout gives every node and edge of g a place. Ranks are columns from left to
// right. In a column the boxes are ordered by two barycenter sweeps where that
// saves crossings, else as given. Boxes are level at their tops, so that a chain is
// one straight line. The same graph and width give the same drawing.
//
// The drawing is at most width columns wide if its nodes can be narrowed to that;
// else it is wider and the caller scrolls. Labels are never cut, but a node's text
// is.
func Layout(g Graph, width int) Drawing {
	l := newLayers(g)
	l.order()
	l.sideways()
	l.rows()
	wide := map[int]bool{}
	for {
		s := l.sheet(width, wide)
		crowded, ok := s.hang(width)
		if ok {
			return s.drawing()
		}
		wide[crowded] = true
	}
}

// sheet is a drawing in the making.
type sheet struct {
	*layers
	cols    []column
	gutters []gutter
	wide    map[int]bool
	shapes  []shape // by node index
	wires   []wire  // by edge index
	exit    []int   // by node index: where its hanging nodes leave the bottom border
}

func (l *layers) sheet(width int, wide map[int]bool) *sheet {
	s := &sheet{layers: l, wide: wide}
	s.cols, s.gutters = l.columns(width, wide)
	s.shapes = make([]shape, len(l.Nodes))
	s.wires = make([]wire, len(l.Edges))
	s.exit = make([]int, len(l.Nodes))
	for i, n := range l.Nodes {
		s.shapes[i].Node = n
		if it := l.items[i]; it != nil {
			s.shapes[i].rect = s.place(it)
		}
	}
	for e := range l.Edges {
		s.wires[e].Edge = l.Edges[e]
		if len(l.route[e]) > 0 {
			s.across(e)
		}
	}
	for i, it := range l.items {
		if it != nil {
			s.down(i, it)
		}
	}
	return s
}

func (s *sheet) place(it *item) Rect {
	col, n := s.cols[it.col], s.Nodes[it.node]
	r := Rect{col.x, it.y, col.box, it.h}
	if n.Plain {
		full, _ := n.natural()
		for _, line := range n.text() {
			for _, span := range line {
				if span.Text == Fill {
					full = col.w
				}
			}
		}
		r.W = min(full, col.w)
	}
	return r
}

// across routes an edge through the gutters.
func (s *sheet) across(e int) {
	w, lanes := &s.wires[e], s.route[e]
	first, last := lanes[0], lanes[len(lanes)-1]
	w.leftEnd = s.Nodes[first.left.node].ID
	w.rightEnd = w.leftEnd
	r := s.shapes[first.left.node].rect
	start := Point{r.X + r.W, first.left.row(right, first.way)}
	if first.way == backward {
		w.head, w.toward = start, Left
	} else {
		start.X -= s.join(first.left)
		w.open = !s.isBox(first.left)
	}
	w.path = append(w.path, start)
	for _, ln := range lanes {
		if ln.label {
			s.write(w, ln)
		}
		if ln.turn != nil {
			break
		}
		w.path = append(w.path, s.near(ln)...)
		w.path = append(w.path, s.far(ln)...)
	}
	if first.turn != nil {
		s.back(w, first, last)
		return
	}
	w.rightEnd = s.Nodes[last.right.node].ID
	end := Point{s.shapes[last.right.node].rect.X - 1, last.right.row(left, last.way)}
	if last.way == forward {
		w.head, w.toward = end, Right
	} else {
		end.X += s.join(last.right)
		w.open = !s.isBox(last.right)
	}
	w.path = append(w.path, end)
}

// back routes the second half of an edge that ends in the column it comes from.
func (s *sheet) back(w *wire, out, in *lane) {
	g := s.gutters[out.gutter]
	w.path = append(w.path, s.near(out)...)
	w.path = append(w.path, g.far[out.farPort()].bend(out.row(), in.row(), g.farColumn)...)
	turns := s.near(in)
	for _, turn := range slices.Backward(turns) {
		w.path = append(w.path, turn)
	}
	r := s.shapes[in.left.node].rect
	w.head, w.toward = Point{r.X + r.W, in.left.row(right, backward)}, Left
	w.path = append(w.path, w.head)
	w.rightEnd, w.turns = s.Nodes[in.left.node].ID, true
}

// join is 1 where a line begins in the border, and 0 where there is none.
func (s *sheet) join(it *item) int {
	if s.isBox(it) {
		return 1
	}
	return 0
}

func (s *sheet) near(ln *lane) []Point {
	g := s.gutters[ln.gutter]
	return g.near[ln.nearPort()].bend(ln.left.row(right, ln.way), ln.row(), g.nearColumn)
}

func (s *sheet) far(ln *lane) []Point {
	g := s.gutters[ln.gutter]
	return g.far[ln.farPort()].bend(ln.row(), ln.right.row(left, ln.way), g.farColumn)
}

// write centers an edge's texts on its lane.
func (s *sheet) write(w *wire, ln *lane) {
	g := s.gutters[ln.gutter]
	x, y := g.x+g.lanes, ln.row()
	w.mark = Point{x + g.laneW/2, y}
	w.label = Point{x + (g.laneW-w.Label.Width())/2, y - 1}
	w.note = Point{x + (g.laneW-w.Note.Width())/2, y + 1}
}

// down draws the vertical edges below a node, side by side, and finds the place
// where its hanging nodes leave.
func (s *sheet) down(i int, it *item) {
	r := s.shapes[i].rect
	x := r.X + exitInset
	if total := s.exits(it); total > 0 && len(s.hung[i]) == 0 {
		x = r.X + max(1, (r.W-total)/2)
	}
	for _, h := range s.hops {
		if h.upper != it {
			continue
		}
		w := &s.wires[h.edge]
		top, bottom := r.Y+r.H-s.join(it), h.lower.y-1
		first := r.Y + r.H
		w.head, w.toward = Point{x, bottom}, Down
		if h.up {
			top, first = r.Y+r.H, r.Y+r.H+1
			w.head, w.toward = Point{x, top}, Up
		}
		w.path = []Point{{x, top}, {x, bottom}}
		w.mark = Point{x, first}
		w.label, w.note = Point{x + 2, r.Y + r.H}, Point{x + 2, r.Y + r.H + 1}
		if len(w.Label) == 0 {
			w.note.Y--
		}
		w.leftEnd, w.rightEnd = w.From, w.To
		x += s.exitWidth(h)
	}
	s.exit[i] = x
}

// drawing measures the sheet and makes it ready for walking.
func (s *sheet) drawing() Drawing {
	d := Drawing{nodes: s.shapes, edges: s.wires}
	grow := func(x, y int) { d.w, d.h = max(d.w, x), max(d.h, y) }
	for _, n := range d.nodes {
		grow(n.rect.X+n.rect.W, n.rect.Y+n.rect.H)
	}
	for _, e := range d.edges {
		for _, r := range e.rects() {
			grow(r.X+r.W, r.Y+r.H)
		}
	}
	d.tour = s.tour()
	d.bridge()
	return d
}

// rects are the places of an edge's line and texts.
func (e wire) rects() []Rect {
	var out []Rect
	for i := 1; i < len(e.path); i++ {
		a, b := e.path[i-1], e.path[i]
		out = append(out, Rect{min(a.X, b.X), min(a.Y, b.Y), max(a.X-b.X, b.X-a.X) + 1, max(a.Y-b.Y, b.Y-a.Y) + 1})
	}
	if w := e.Label.Width(); w > 0 {
		out = append(out, Rect{e.label.X, e.label.Y, w, 1})
	}
	if w := e.Note.Width(); w > 0 {
		out = append(out, Rect{e.note.X, e.note.Y, w, 1})
	}
	return out
}
