package canvas

import (
	"cmp"
	"slices"
	"sort"
)

// Kind says what a selection is.
type Kind uint8

// The kinds of things that can be selected.
const (
	NoKind Kind = iota
	NodeKind
	EdgeKind
)

// Selection names a node or an edge of a drawing; the zero value is neither.
type Selection struct {
	Kind Kind
	ID   string
}

// ink marks an ink if the thing that it belongs to is selected.
func (s Selection) ink(k Kind, id string, ink Ink) Ink {
	if s.Kind == k && s.ID == id {
		return ink | Selected
	}
	return ink
}

// Direction is that of an arrow key or an arrow head.
type Direction uint8

// The four directions.
const (
	Up Direction = iota
	Down
	Left
	Right
)

// tour is how arrow keys walk a drawing.
type tour struct {
	lists [][]stop // columns and gutters in turn, each from top to bottom
	where map[Selection]place
	ends  map[string][]int // by node, the indexes of its edges
	jumps map[Selection]map[Direction]Selection
}

// place is the list of a stop and its index there.
type place struct{ list, i int }

// stop is a selectable thing and where it is.
type stop struct {
	Selection
	at Point
}

// tour lists what can be selected. An edge belongs to the gutter of its label, and
// one that does not leave its column to that column.
func (s *sheet) tour() tour {
	t := tour{
		lists: make([][]stop, 2*len(s.cols)),
		where: map[Selection]place{},
		ends:  map[string][]int{},
		jumps: map[Selection]map[Direction]Selection{},
	}
	for _, n := range s.shapes {
		t.lists[2*n.Rank] = append(t.lists[2*n.Rank], stop{Selection{NodeKind, n.ID}, Point{n.rect.X, n.rect.Y}})
	}
	for e, w := range s.wires {
		list := 2 * s.Nodes[s.layers.at[w.From]].Rank
		for _, ln := range s.route[e] {
			if ln.label {
				list = 2*ln.gutter + 1
			}
		}
		t.lists[list] = append(t.lists[list], stop{Selection{EdgeKind, w.ID}, w.mark})
		t.ends[w.From] = append(t.ends[w.From], e)
		t.ends[w.To] = append(t.ends[w.To], e)
	}
	for _, list := range t.lists {
		sort.SliceStable(list, func(i, j int) bool {
			a, b := &list[i], &list[j]
			return cmp.Or(readingOrder(a.at, b.at), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) < 0
		})
	}
	t.lists = slices.DeleteFunc(t.lists, func(l []stop) bool { return len(l) == 0 })
	for list, stops := range t.lists {
		for i, s := range stops {
			t.where[s.Selection] = place{list, i}
		}
	}
	return t
}

// All returns everything that can be selected, in reading order: column by column,
// each followed by the edges that leave it to the right.
func (d Drawing) All() []Selection {
	var out []Selection
	for _, list := range d.tour.lists {
		for _, s := range list {
			out = append(out, s.Selection)
		}
	}
	return out
}

// First returns the first node, or the zero value for an empty drawing.
func (d Drawing) First() Selection {
	for _, s := range d.All() {
		if s.Kind == NodeKind {
			return s
		}
	}
	return Selection{}
}

// At returns what is drawn at p: a node anywhere on its box, an edge on its line or
// its texts. Of edges that share a line it is the first.
func (d Drawing) At(p Point) (Selection, bool) {
	for _, n := range d.nodes {
		if n.rect.Contains(p) {
			return Selection{NodeKind, n.ID}, true
		}
	}
	for _, e := range d.edges {
		for _, r := range e.rects() {
			if r.Contains(p) {
				return Selection{EdgeKind, e.ID}, true
			}
		}
	}
	return Selection{}, false
}

// Next returns what an arrow key leads to from sel. Up and down go through a column
// or through the edges of a gutter. Right goes from a node to an edge on its right
// side, and from there to the node at its other end; left is the same to the left.
// Where there is no edge they go to the nearest node of the next column. A key that
// leads nowhere returns sel; if sel is not in the drawing, the result is First.
func (d Drawing) Next(sel Selection, dir Direction) Selection {
	at, ok := d.tour.where[sel]
	if !ok {
		return d.First()
	}
	if to, ok := d.tour.jumps[sel][dir]; ok {
		return to
	}
	return d.step(at.list, at.i, dir)
}

func (d Drawing) step(list, i int, dir Direction) Selection {
	stops := d.tour.lists[list]
	here := stops[i]
	switch dir {
	case Up:
		return stops[max(i-1, 0)].Selection
	case Down:
		return stops[min(i+1, len(stops)-1)].Selection
	case Left, Right:
		if to, ok := d.along(here, dir); ok {
			return to
		}
		return d.beyond(list, here, dir)
	}
	return here.Selection
}

// along follows an edge: onto it from a node, off it to the node at its end.
func (d Drawing) along(here stop, dir Direction) (Selection, bool) {
	best, dist := Selection{}, -1
	if here.Kind == EdgeKind {
		for _, e := range d.edges {
			if e.ID == here.ID {
				_, off := e.steps("", dir)
				return Selection{NodeKind, off}, off != ""
			}
		}
	}
	for _, i := range d.tour.ends[here.ID] {
		e := d.edges[i]
		onto, _ := e.steps(here.ID, dir)
		if n := max(e.mark.Y-here.at.Y, here.at.Y-e.mark.Y); onto && (dist < 0 || n < dist) {
			best, dist = Selection{EdgeKind, e.ID}, n
		}
	}
	return best, dist >= 0
}

// steps reports whether dir leads from a node onto the edge, and to which node it
// leads off it; an empty id is none.
func (e wire) steps(node string, dir Direction) (onto bool, off string) {
	sideways := e.toward == Left || e.toward == Right
	switch {
	case !sideways || dir != Left && dir != Right:
		return false, ""
	case dir == Right:
		return node == e.leftEnd || e.turns && node == e.rightEnd, e.rightEnd
	}
	return node == e.rightEnd && !e.turns, e.leftEnd
}

// beyond is the nearest node of the next column that has one.
func (d Drawing) beyond(list int, here stop, dir Direction) Selection {
	step := 1
	if dir == Left {
		step = -1
	}
	for l := list + step; l >= 0 && l < len(d.tour.lists); l += step {
		best, dist := Selection{}, -1
		for _, s := range d.tour.lists[l] {
			n := max(s.at.Y-here.at.Y, here.at.Y-s.at.Y)
			if s.Kind == NodeKind && (dist < 0 || n < dist) {
				best, dist = s.Selection, n
			}
		}
		if dist >= 0 {
			return best
		}
	}
	return here.Selection
}

// bridge makes every list reachable from the first node: where left and right do
// not lead into a list, going down from the end of the one before it does.
func (d *Drawing) bridge() {
	leads := make([][]int, len(d.tour.lists)) // to which lists each list leads
	for i, stops := range d.tour.lists {
		for _, s := range stops {
			for _, dir := range []Direction{Left, Right} {
				leads[i] = append(leads[i], d.tour.where[d.Next(s.Selection, dir)].list)
			}
		}
	}
	seen := make([]bool, len(leads))
	var visit func(i int)
	visit = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		for _, j := range leads[i] {
			visit(j)
		}
	}
	for i := range leads {
		if i > 0 && !seen[i] {
			before := d.tour.lists[i-1]
			last, first := before[len(before)-1].Selection, d.tour.lists[i][0].Selection
			d.jump(last, Down, first)
			d.jump(first, Up, last)
		}
		visit(i)
	}
}

func (d *Drawing) jump(from Selection, dir Direction, to Selection) {
	if d.tour.jumps[from] == nil {
		d.tour.jumps[from] = map[Direction]Selection{}
	}
	d.tour.jumps[from][dir] = to
}
