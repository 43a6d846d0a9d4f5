package canvas

// Drawing is a graph with a place for everything in it. It does not change; any
// part of it can be drawn as selected.
type Drawing struct {
	w, h  int
	nodes []shape
	edges []wire
	tour  tour
}

// shape is a node with its place.
type shape struct {
	Node
	rect Rect
}

// wire is an edge with its place.
type wire struct {
	Edge
	path     []Point // the corners of the line, both ends included
	head     Point   // the cell of the arrow head
	toward   Direction
	label    Point
	note     Point
	mark     Point
	leftEnd  string // the nodes it joins by the sides on which it is drawn
	rightEnd string
	open     bool // it comes from a node without a border, at a side
	turns    bool // it ends in the column it comes from, on the same side
}

// Size returns the columns and rows that the drawing takes.
func (d Drawing) Size() (w, h int) { return d.w, d.h }

// NodeRect returns the place of a node, border included, in the drawing.
func (d Drawing) NodeRect(id string) (Rect, bool) {
	for _, n := range d.nodes {
		if n.ID == id {
			return n.rect, true
		}
	}
	return Rect{}, false
}

// EdgePath returns the corners of an edge's line, both ends included.
func (d Drawing) EdgePath(id string) ([]Point, bool) {
	for _, e := range d.edges {
		if e.ID == id {
			return append([]Point(nil), e.path...), true
		}
	}
	return nil, false
}

// Draw paints the drawing with its top left corner at a point of the canvas. What
// is selected has heavy lines, or brackets, and the [Selected] bit on its inks.
func (d Drawing) Draw(c *Canvas, at Point, sel Selection, g Glyphs) {
	p := newPen(g)
	for _, n := range d.nodes {
		if !n.Plain {
			p.box(n.rect.moved(at), sel.ink(NodeKind, n.ID, n.Border))
		}
	}
	for _, e := range d.edges {
		points := make([]Point, len(e.path))
		for i, pt := range e.path {
			points[i] = pt.Add(at)
		}
		ink := sel.ink(EdgeKind, e.ID, e.Ink)
		p.line(points, ink, e.Dashed)
		if e.open {
			p.touch(e.tail().Add(at), stroke{arms: Arms{E: weightOf(ink), W: weightOf(ink)}, ink: ink, solid: !e.Dashed})
		}
	}
	p.flush(c)
	for _, n := range d.nodes {
		n.draw(c, at, sel, g)
	}
	for _, e := range d.edges {
		e.draw(c, at, sel, p)
	}
}

// tail is the end of the path that has no arrow head.
func (e wire) tail() Point {
	if first := e.path[0]; first != e.head {
		return first
	}
	return e.path[len(e.path)-1]
}

func (r Rect) moved(by Point) Rect {
	r.X, r.Y = r.X+by.X, r.Y+by.Y
	return r
}

func (n shape) draw(c *Canvas, at Point, sel Selection, g Glyphs) {
	r := n.rect.moved(at)
	inner := Rect{r.X + 2, r.Y + 1, r.W - 4, r.H - 2}
	if n.Plain {
		inner = Rect{r.X + 1, r.Y, r.W - 2, r.H}
	} else {
		c.title(r, n.Title, sel.ink(NodeKind, n.ID, n.Ink), g)
	}
	selected := sel == Selection{NodeKind, n.ID}
	for i, line := range n.text() {
		if inner.W < 1 || i >= inner.H {
			break
		}
		ink := Ink(0)
		if selected && n.Plain {
			ink = Selected
		}
		c.Line(Point{inner.X, inner.Y + i}, fit(line, inner.W, g.Ellipsis), ink)
	}
	if selected && n.Plain {
		for y := r.Y; y < r.Y+r.H; y++ {
			c.Text(Point{r.X, y}, g.Open, n.Border|Selected)
			c.Text(Point{r.X + r.W - 1, y}, g.Close, n.Border|Selected)
		}
	}
}

func (e wire) draw(c *Canvas, at Point, sel Selection, p *pen) {
	extra := sel.ink(EdgeKind, e.ID, 0)
	if len(e.Label) > 0 {
		c.Line(e.label.Add(at), e.Label, extra)
	}
	if len(e.Note) > 0 {
		c.Line(e.note.Add(at), e.Note, extra)
	}
	head := e.head.Add(at)
	ink := e.Ink | extra
	if s := p.cells[head]; s != nil {
		ink = s.ink
	}
	c.Text(head, p.glyphs.head(e.toward), ink)
	if e.Mark != "" {
		c.Text(e.mark.Add(at), prefix(e.Mark, 1), e.Ink|extra)
	}
}

func (g Glyphs) head(d Direction) string {
	switch d {
	case Up:
		return g.Up
	case Down:
		return g.Down
	case Left:
		return g.Left
	case Right:
		return g.Right
	}
	return g.Right
}
