package canvas

// gutter is the space to the right of a column, from left to right: room for arrows
// that point left, the tracks of one channel, the lanes, the tracks of the other
// channel, and room for arrows that point right.
type gutter struct {
	x, w       int
	near, far  map[port]*net // by the port on the left, and by that on the right
	nearTracks int           // the column of the first track, from x
	lanes      int           // the column where lanes begin, from x
	laneW      int
	farTracks  int // the column of the first track behind the lanes, from x
}

// port is where edges of one way touch one item. For lanes that turn back, item is
// nil and turn is the outgoing lane.
type port struct {
	item *item
	turn *lane
	way  way
}

func (ln *lane) nearPort() port { return port{item: ln.left, way: ln.way} }

func (ln *lane) farPort() port {
	switch {
	case ln.right != nil:
		return port{item: ln.right, way: ln.way}
	case ln.way == forward:
		return port{turn: ln}
	}
	return port{turn: ln.turn}
}

// row is the row of a lane's line.
func (ln *lane) row() int { return ln.y + ln.line }

// row is where edges of one way touch a side of the item.
func (it *item) row(s side, w way) int { return it.y + it.port[s][w] }

// gutter joins the lanes of gutter c to their ports and measures it.
func (l *layers) gutter(c int) gutter {
	g := gutter{near: map[port]*net{}, far: map[port]*net{}}
	if len(l.lanes[c]) == 0 {
		if c+1 < len(l.cols) {
			g.w = emptyGutter
		}
		return g
	}
	var near, far []*net
	in, out := false, false
	for _, ln := range l.lanes[c] {
		p := ln.nearPort()
		if g.near[p] == nil {
			g.near[p] = &net{left: []int{ln.left.row(right, ln.way)}}
			near = append(near, g.near[p])
		}
		g.near[p].right = append(g.near[p].right, ln.row())
		p = ln.farPort()
		if g.far[p] == nil {
			g.far[p] = &net{}
			if ln.right != nil {
				g.far[p].right = []int{ln.right.row(left, ln.way)}
			}
			far = append(far, g.far[p])
		}
		g.far[p].left = append(g.far[p].left, ln.row())
		in = in || ln.way == backward && ln.left.node >= 0
		out = out || ln.way == forward && ln.right != nil && ln.right.node >= 0
		g.laneW = max(g.laneW, l.laneWidth(ln))
	}
	tracks := assign(near)
	if in || tracks > 0 {
		g.nearTracks = 1
	}
	g.lanes = g.nearTracks + trackWidth(tracks)
	g.farTracks = g.lanes + g.laneW
	tracks = assign(far)
	g.w = g.farTracks + trackWidth(tracks)
	if out || tracks > 0 {
		g.w++
	}
	return g
}

// emptyGutter keeps columns apart that no edge joins.
const emptyGutter = 3

// trackWidth leaves a blank between tracks: lines side by side read as a wall.
func trackWidth(tracks int) int { return max(2*tracks-1, 0) }

func (l *layers) laneWidth(ln *lane) int {
	e := l.Edges[ln.edge]
	w := 1
	switch {
	case !ln.label:
	case e.labelWidth() > 0:
		w = e.labelWidth() + 2
	case e.Mark != "":
		w = 3
	case e.Dashed:
		w = 2 // a single dash does not look dashed
	}
	return w
}

func (g gutter) nearColumn(track int) int { return g.x + g.nearTracks + 2*track }
func (g gutter) farColumn(track int) int  { return g.x + g.farTracks + 2*track }

// column is the place of a rank: what it gets, the least it can do with, and the
// width that its boxes have in common.
type column struct{ x, w, least, box int }

// columns places ranks and gutters. Where they are wider than width, the widest
// ranks give way until they are at their least.
func (l *layers) columns(width int, wide map[int]bool) ([]column, []gutter) {
	cols, gutters := make([]column, len(l.cols)), make([]gutter, len(l.cols))
	excess := -width
	for c := range l.cols {
		cols[c] = l.measure(c, wide[c])
		gutters[c] = l.gutter(c)
		excess += cols[c].w + gutters[c].w
	}
	for ; excess > 0; excess-- {
		widest := -1
		for c := range cols {
			if cols[c].w > cols[c].least && (widest < 0 || cols[c].w > cols[widest].w) {
				widest = c
			}
		}
		if widest < 0 {
			break
		}
		cols[widest].w--
	}
	x := 0
	for c := range cols {
		cols[c].x = x
		cols[c].box = min(cols[c].box, cols[c].w)
		gutters[c].x = x + cols[c].w
		x = gutters[c].x + gutters[c].w
	}
	return cols, gutters
}

// measure sizes a column for its nodes and the vertical edges between them, and if
// it is to be wide also for what hangs in it.
func (l *layers) measure(c int, wide bool) column {
	out := column{w: 1, least: 1}
	for _, it := range l.cols[c] {
		if it.node < 0 {
			continue
		}
		full, least := l.Nodes[it.node].natural()
		below, hung := l.exits(it), 0
		if below > 0 {
			least = max(least, below+2*exitInset)
		}
		if len(l.hung[it.node]) > 0 {
			below += exitInset + l.elbow(it.node)
			least = max(least, below)
			hung, _ = l.hungWidth(it.node)
		}
		full = max(full, least)
		if l.isBox(it) {
			out.box = max(out.box, full)
		}
		if wide && hung > 0 {
			_, few := l.hungWidth(it.node)
			full, least = max(full, below+hung), max(least, below+few)
		}
		out.w, out.least = max(out.w, full), max(out.least, least)
	}
	return out
}

// exitInset is how far from the corner the first line leaves a box's bottom.
const exitInset = 2

// exits is the width of the vertical edges below an item, with their texts.
func (l *layers) exits(it *item) int {
	w := 0
	for _, h := range l.hops {
		if h.upper == it {
			w += l.exitWidth(h)
		}
	}
	return w
}

func (l *layers) exitWidth(h hop) int {
	if w := l.Edges[h.edge].labelWidth(); w > 0 {
		return w + 4
	}
	return 2
}

// elbow is the width from the trunk of the hanging nodes to their arrow heads, both
// included. All of one box's are alike, so that the nodes stand in a line.
func (l *layers) elbow(node int) int {
	w := 2
	for _, e := range l.hung[node] {
		n := 2
		if t := l.Edges[e].Label.Width(); t > 0 {
			n += t + 3
		}
		if l.Edges[e].Mark != "" {
			n += 2
		}
		w = max(w, n+1, l.Edges[e].Note.Width()+4)
	}
	return w
}

func (l *layers) hungWidth(node int) (full, least int) {
	for _, e := range l.hung[node] {
		f, m := l.Nodes[l.at[l.Edges[e].To]].natural()
		full, least = max(full, f), max(least, m)
	}
	return full, least
}
