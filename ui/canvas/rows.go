package canvas

import (
	"math"
	"slices"
)

// unset is the row of a slot that nothing has placed yet.
const unset = math.MinInt / 2

// rows gives every slot its height and its row.
func (l *layers) rows() {
	for _, lanes := range l.lanes {
		for _, ln := range lanes {
			l.laneHeight(ln)
		}
	}
	for _, col := range l.cols {
		for _, it := range col {
			l.itemHeight(it)
		}
		for i := range col {
			if i+1 < len(col) {
				col[i].next = l.distance(col[i], col[i+1])
			}
		}
	}
	slots := l.slots()
	for _, column := range slots {
		for _, s := range column {
			s.y = unset
		}
	}
	for range 2 {
		for _, column := range slots {
			settle(column)
		}
		for _, slot := range slices.Backward(slots) {
			sink(slot)
		}
	}
	for _, column := range slots {
		settle(column)
	}
	top := 0
	for _, column := range slots {
		if len(column) > 0 {
			top = min(top, column[0].y)
		}
	}
	for _, column := range slots {
		for _, s := range column {
			s.y -= top
		}
	}
}

func (l *layers) laneHeight(ln *lane) {
	ln.h = 1
	e := l.Edges[ln.edge]
	if ln.label && len(e.Label) > 0 {
		ln.line, ln.h = 1, ln.h+1
	}
	if ln.label && len(e.Note) > 0 {
		ln.h++
	}
	ln.left.used[right][ln.way] = true
	if ln.right != nil {
		ln.right.used[left][ln.way] = true
	}
}

// itemHeight sizes a node for its text and its ports. Both ways on one side need a
// row each, far enough apart for what is written on the edges.
func (l *layers) itemHeight(it *item) {
	if it.node < 0 {
		it.h = 1
		return
	}
	n := l.Nodes[it.node]
	frame, base := 2, 1
	if n.Plain {
		frame, base = 0, 0
	}
	it.h = max(len(n.text()), 1) + frame
	for s := range sides {
		it.port[s] = [ways]int{base, base}
		if it.used[s][forward] && it.used[s][backward] {
			it.port[s][backward]++
			if !n.Plain { // whose further rows are blank, and better few
				it.port[s][backward] += l.between(it, s)
			}
			it.h = max(it.h, it.port[s][backward]+1+frame/2)
		}
	}
	if hung := l.hung[it.node]; len(hung) > 0 {
		it.skirt = l.skirt(hung)
	}
}

// between is the number of text rows between the two ports on one side.
func (l *layers) between(it *item, s side) int {
	gutter, note, label := it.col, 0, 0
	if s == left {
		gutter--
	}
	for _, ln := range l.lanes[gutter] {
		end := ln.left
		if s == left {
			end = ln.right
		}
		e := l.Edges[ln.edge]
		switch {
		case end != it || !ln.label:
		case ln.way == forward && len(e.Note) > 0:
			note = 1
		case ln.way == backward && len(e.Label) > 0:
			label = 1
		}
	}
	return note + label
}

// hungRows is the height of edge e and the node that hangs by it.
func (l *layers) hungRows(e int) int {
	line := 1
	if len(l.Edges[e].Note) > 0 {
		line++
	}
	return max(len(l.Nodes[l.at[l.Edges[e].To]].text()), line)
}

func (l *layers) skirt(hung []int) int {
	n := 0
	for _, e := range hung {
		n += l.hungRows(e)
	}
	return n
}

// distance is what two neighbours in a column are apart, top to top.
func (l *layers) distance(a, b *item) int {
	gap := 0
	if l.isBox(a) && l.isBox(b) || l.isBox(a) != l.isBox(b) && a.node >= 0 && b.node >= 0 {
		gap = 1
	}
	if a.skirt > 0 {
		gap = a.skirt + 1
	}
	for _, h := range l.hops {
		if h.upper == a && h.lower == b {
			gap = max(gap, l.hopRows(h))
		}
	}
	return a.h + gap
}

func (l *layers) isBox(it *item) bool { return it.node >= 0 && !l.Nodes[it.node].Plain }

// hopRows is the length of a vertical edge: its texts, and the arrow.
func (l *layers) hopRows(h hop) int {
	e := l.Edges[h.edge]
	if len(e.Label) > 0 && len(e.Note) > 0 {
		return 3
	}
	return 2
}

// slots returns columns and gutters in turn, each slot tied to its neighbours.
func (l *layers) slots() [][]*slot {
	var out [][]*slot
	for c, col := range l.cols {
		var items, lanes []*slot
		for _, it := range col {
			items = append(items, &it.slot)
		}
		for i, ln := range l.lanes[c] {
			lanes = append(lanes, &ln.slot)
			ln.next = ln.h
			if i+1 < len(l.lanes[c]) && ln.h > ln.line+1 && l.lanes[c][i+1].line > 0 {
				ln.next++ // else a note would stand right on the next label
			}
			bind(&ln.slot, &ln.line, left, &ln.left.slot, &ln.left.port[right][ln.way])
			if ln.right != nil {
				bind(&ln.slot, &ln.line, right, &ln.right.slot, &ln.right.port[left][ln.way])
			}
		}
		out = append(out, items, lanes)
	}
	return out
}

func bind(a *slot, mine *int, s side, b *slot, their *int) {
	a.tied[s] = append(a.tied[s], tie{mine, b, their})
	b.tied[right-s] = append(b.tied[right-s], tie{their, a, mine})
}

// want is the row at which a slot is level with the topmost of those it is tied to
// on one side. Top alignment keeps a drawing still while its far end grows.
func (s *slot) want(on side) (int, bool) {
	best, ok := 0, false
	for _, t := range s.tied[on] {
		y := t.other.y + *t.their - *t.mine
		if !ok || y < best {
			best, ok = y, true
		}
	}
	return best, ok
}

// settle moves slots down to be level with the left, and off each other.
func settle(column []*slot) {
	for i, s := range column {
		want, tied := s.want(left)
		if tied {
			s.y = max(s.y, want)
		}
		if i > 0 {
			s.y = max(s.y, column[i-1].y+column[i-1].next)
		}
		if s.y == unset {
			s.y = 0
		}
	}
}

// sink moves slots down to be level with the right, as far as there is room.
func sink(column []*slot) {
	for i, s := range slices.Backward(column) {

		want, tied := s.want(right)
		if !tied || want <= s.y {
			continue
		}
		if i+1 < len(column) {
			want = min(want, column[i+1].y-s.next)
		}
		s.y = max(s.y, want)
	}
}
