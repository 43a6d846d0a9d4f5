package canvas

import (
	"sort"
)

// pen collects lines before they reach the canvas, so that lines which meet or
// cross are merged into one glyph.
type pen struct {
	glyphs Glyphs
	cells  map[Point]*stroke
}

// stroke is what the lines through one cell add up to.
type stroke struct {
	arms   Arms
	ink    Ink
	border bool // a box's border, which keeps its ink where edges join it
	solid  bool // something in it is not dashed
}

func newPen(g Glyphs) *pen { return &pen{g, map[Point]*stroke{}} }

// touch adds arms to a cell. Lines of different inks that share a cell show plain
// there, unless one of them is selected.
func (p *pen) touch(at Point, s stroke) {
	old, ok := p.cells[at]
	if !ok {
		p.cells[at] = &s
		return
	}
	switch {
	case old.border && !s.border, old.ink == s.ink:
	case s.border || s.ink&Selected > old.ink&Selected:
		old.ink = s.ink
	case old.ink&Selected == s.ink&Selected:
		old.ink &= Selected
	}
	old.arms = old.arms.merge(s.arms)
	old.border = old.border || s.border
	old.solid = old.solid || s.solid
}

func weightOf(ink Ink) Weight {
	if ink&Selected != 0 {
		return Heavy
	}
	return Light
}

func (p *pen) box(r Rect, ink Ink) {
	if r.W < 2 || r.H < 2 {
		return
	}
	w, x, y := weightOf(ink), r.X+r.W-1, r.Y+r.H-1
	for _, corner := range []struct {
		at   Point
		arms Arms
	}{
		{Point{r.X, r.Y}, Arms{E: w, S: w}},
		{Point{x, r.Y}, Arms{S: w, W: w}},
		{Point{r.X, y}, Arms{N: w, E: w}},
		{Point{x, y}, Arms{N: w, W: w}},
	} {
		p.touch(corner.at, stroke{corner.arms, ink, true, true})
	}
	for i := r.X + 1; i < x; i++ {
		p.touch(Point{i, r.Y}, stroke{Arms{E: w, W: w}, ink, true, true})
		p.touch(Point{i, y}, stroke{Arms{E: w, W: w}, ink, true, true})
	}
	for i := r.Y + 1; i < y; i++ {
		p.touch(Point{r.X, i}, stroke{Arms{N: w, S: w}, ink, true, true})
		p.touch(Point{x, i}, stroke{Arms{N: w, S: w}, ink, true, true})
	}
}

// line draws along corner points. The first and the last cell get no arm beyond.
func (p *pen) line(points []Point, ink Ink, dashed bool) {
	w := weightOf(ink)
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		d := Point{sign(b.X - a.X), sign(b.Y - a.Y)}
		for a != b {
			next := a.Add(d)
			p.touch(a, stroke{arms: toward(d, w), ink: ink, solid: !dashed})
			p.touch(next, stroke{arms: toward(Point{-d.X, -d.Y}, w), ink: ink, solid: !dashed})
			a = next
		}
	}
}

func toward(d Point, w Weight) Arms {
	switch d {
	case Point{0, -1}:
		return Arms{N: w}
	case Point{1, 0}:
		return Arms{E: w}
	case Point{0, 1}:
		return Arms{S: w}
	}
	return Arms{W: w}
}

// flush puts the merged glyphs on the canvas, row by row.
func (p *pen) flush(c *Canvas) {
	at := make([]Point, 0, len(p.cells))
	for pt := range p.cells {
		at = append(at, pt)
	}
	sort.Slice(at, func(i, j int) bool { return readingOrder(at[i], at[j]) < 0 })
	for _, pt := range at {
		s := p.cells[pt]
		c.Text(pt, p.glyph(*s), s.ink)
	}
}

func (p *pen) glyph(s stroke) string {
	if s.solid {
		return p.glyphs.Joint(s.arms)
	}
	switch s.arms {
	case Arms{E: Light, W: Light}:
		return p.glyphs.DashH
	case Arms{N: Light, S: Light}:
		return p.glyphs.DashV
	case Arms{E: Heavy, W: Heavy}:
		return p.glyphs.HeavyDashH
	case Arms{N: Heavy, S: Heavy}:
		return p.glyphs.HeavyDashV
	}
	return p.glyphs.Joint(s.arms)
}

func readingOrder(a, b Point) int {
	if a.Y != b.Y {
		return a.Y - b.Y
	}
	return a.X - b.X
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
