package canvas

// maxDrop is how many rows further down a hanging node may be put to find room.
const maxDrop = 4

// hang places the nodes that hang below boxes. They may reach out of their column
// over free cells. It returns the first column that has to be made wide for them.
func (s *sheet) hang(width int) (crowded int, ok bool) {
	taken := s.taken()
	limit := width
	for c := range s.cols {
		limit = max(limit, s.gutters[c].x)
	}
	for c, col := range s.cols {
		for _, it := range s.layers.cols[c] {
			if it.node < 0 || len(s.hung[it.node]) == 0 {
				continue
			}
			room := limit
			if s.wide[c] {
				room = col.x + col.w
			}
			drop := 0
			if it.pos == len(s.layers.cols[c])-1 && !s.wide[c] {
				drop = maxDrop
			}
			placed, ok := s.hangBelow(it, room, drop, taken)
			if !ok && !s.wide[c] {
				return c, false
			}
			taken = append(taken, placed...)
		}
	}
	return 0, true
}

// taken lists everything that has a place, and the room kept under each box.
func (s *sheet) taken() []Rect {
	var out []Rect
	for i, it := range s.items {
		if it == nil {
			continue
		}
		out = append(out, s.shapes[i].rect)
	}
	for _, w := range s.wires {
		out = append(out, w.rects()...)
	}
	return out
}

// kept is the room under a box in its own column.
func (s *sheet) kept(it *item) Rect {
	c := s.cols[it.col]
	return Rect{c.x, it.y + it.h, c.w, it.skirt}
}

// hangBelow places the hanging nodes of one box, at most drop rows lower than right
// below it. Nothing may be drawn past the column room.
func (s *sheet) hangBelow(it *item, room, drop int, taken []Rect) (placed []Rect, ok bool) {
	r := s.shapes[it.node].rect
	x := s.exit[it.node]
	tip := x + s.elbow(it.node) - 1
	free := func(area Rect) bool {
		for _, t := range taken {
			if t.Overlaps(area) {
				return false
			}
		}
		for _, other := range s.items {
			if other != nil && other != it && other.skirt > 0 && s.kept(other).Overlaps(area) {
				return false
			}
		}
		return true
	}
	y, ok := r.Y+r.H, true
	for _, e := range s.hung[it.node] {
		n := s.at[s.Edges[e].To]
		full, least := s.Nodes[n].natural()
		h := s.hungRows(e)
		w := min(full, max(room-tip-1, least))
		// One column more on either side, lest it touch what stands next to it.
		for row := y; ; row++ {
			if free(Rect{x, row, tip + 1 + w - x + 1, h}) && (row == y || free(Rect{x - 1, y, 3, row - y})) {
				y = row
				break
			}
			if row-y >= drop {
				ok = false
				break
			}
		}
		s.shapes[n].rect = Rect{tip + 1, y, w, h}
		s.bend(e, x, r.Y+r.H-1, tip, y)
		placed = append(placed, Rect{x, y, tip + 1 + w - x, h}, Rect{x, r.Y + r.H, 1, y - r.Y - r.H + 1})
		y += h
	}
	return placed, ok
}

// bend draws the elbow of a hanging node, with the label on the line.
func (s *sheet) bend(e, x, top, tip, y int) {
	w := &s.wires[e]
	w.path = []Point{{x, top}, {x, y}, {tip, y}}
	w.head, w.toward = Point{tip, y}, Right
	w.label, w.note, w.mark = Point{x + 2, y}, Point{x + 3, y + 1}, Point{tip - 2, y}
	w.leftEnd, w.rightEnd = w.From, w.To
	if len(w.Label) > 0 {
		padded := append(Line{{Text: " "}}, w.Label...)
		w.Label = append(padded, Span{Text: " "})
	}
}
