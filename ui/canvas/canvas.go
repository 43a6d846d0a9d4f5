package canvas

import "strings"

// Ink is an index that the caller maps to a style; zero is plain text. The
// caller's own inks are below [Selected].
type Ink uint8

// Selected is the bit that a drawing sets on the ink of whatever is selected, so
// that a caller can paint it as the same thing, only stronger.
const Selected Ink = 1 << 7

// Point is a cell, counted from zero at the top left.
type Point struct{ X, Y int }

// Add returns p moved by q.
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }

// Rect is W columns and H rows of cells from X, Y. Without width or height it is empty.
type Rect struct{ X, Y, W, H int }

// Contains reports whether p is one of the cells of r.
func (r Rect) Contains(p Point) bool {
	return p.X >= r.X && p.X < r.X+r.W && p.Y >= r.Y && p.Y < r.Y+r.H
}

// Overlaps reports whether r and s share a cell.
func (r Rect) Overlaps(s Rect) bool {
	return r.W > 0 && r.H > 0 && s.W > 0 && s.H > 0 &&
		r.X < s.X+s.W && s.X < r.X+r.W && r.Y < s.Y+s.H && s.Y < r.Y+r.H
}

// Canvas is a fixed field of cells. Nothing is ever drawn outside of it, so a
// caller need not clip. The zero value has no cells and swallows everything.
type Canvas struct {
	w, h  int
	cells []cell
}

// cell is one column of one row. The empty text is a space; the second half of a
// wide character is tail.
type cell struct {
	text string
	ink  Ink
	tail bool
}

// New returns a blank canvas. Negative sizes count as zero.
func New(w, h int) *Canvas {
	w, h = max(w, 0), max(h, 0)
	return &Canvas{w: w, h: h, cells: make([]cell, w*h)}
}

// Size returns the columns and rows.
func (c *Canvas) Size() (w, h int) { return c.w, c.h }

// Text draws s from p to the right, cut at the edge of the canvas, and returns the
// columns that it used there. Control characters and lone zero-width characters are
// left out; a tab or a line break is a space. Of a wide character that is half
// outside, the half inside is blank.
func (c *Canvas) Text(p Point, s string, ink Ink) int {
	used, x := 0, p.X
	for cl := range clusters(s) {
		if x >= c.w {
			break
		}
		used += c.put(Point{x, p.Y}, cl, ink)
		x += cl.width
	}
	return used
}

// Line draws spans one after the other from p, as Text does. A [Fill] is one space.
func (c *Canvas) Line(p Point, l Line, ink Ink) int {
	used := 0
	for _, s := range l {
		used += c.Text(Point{p.X + used, p.Y}, s.Text, s.Ink|ink)
	}
	return used
}

// put sets one cluster and returns the columns of it that lie on the canvas.
func (c *Canvas) put(p Point, cl cluster, ink Ink) int {
	if p.Y < 0 || p.Y >= c.h {
		return 0
	}
	if p.X < 0 || p.X+cl.width > c.w {
		n := 0
		for x := max(p.X, 0); x < min(p.X+cl.width, c.w); x++ {
			c.set(Point{x, p.Y}, cell{ink: ink})
			n++
		}
		return n
	}
	c.set(p, cell{text: cl.text, ink: ink})
	for i := 1; i < cl.width; i++ {
		c.set(Point{p.X + i, p.Y}, cell{ink: ink})
	}
	for i := 1; i < cl.width; i++ {
		c.cells[p.Y*c.w+p.X+i].tail = true
	}
	return cl.width
}

// set replaces one cell. A wide character of which it takes a half loses the other.
func (c *Canvas) set(p Point, v cell) {
	if p.X < 0 || p.X >= c.w || p.Y < 0 || p.Y >= c.h {
		return
	}
	row := c.cells[p.Y*c.w : (p.Y+1)*c.w]
	if row[p.X].tail {
		for x := p.X; x >= 0; x-- {
			head := !row[x].tail
			row[x] = cell{ink: row[x].ink}
			if head {
				break
			}
		}
	}
	for x := p.X + 1; x < c.w && row[x].tail; x++ {
		row[x] = cell{ink: row[x].ink}
	}
	row[p.X] = v
}

// Clear blanks the cells of r.
func (c *Canvas) Clear(r Rect) {
	for y := max(r.Y, 0); y < min(r.Y+r.H, c.h); y++ {
		for x := max(r.X, 0); x < min(r.X+r.W, c.w); x++ {
			c.set(Point{x, y}, cell{})
		}
	}
}

// Box draws a border along the edge of r, with the title in its top. What is
// inside stays. The ink of something [Selected] makes the border heavy.
func (c *Canvas) Box(r Rect, title string, ink Ink, g Glyphs) {
	pen := newPen(g)
	pen.box(r, ink)
	pen.flush(c)
	c.title(r, title, ink, g)
}

// title writes a box's title over its top border, leaving at least one piece of
// border on either side.
func (c *Canvas) title(r Rect, title string, ink Ink, g Glyphs) {
	room := r.W - 5
	if title == "" || room < 1 || r.H < 1 {
		return
	}
	c.Text(Point{r.X + 1, r.Y}, " "+cut(title, room, 0, g.Ellipsis)+" ", ink)
}

// Lines returns the rows, each exactly as wide as the canvas. Every run of cells of
// one ink goes through paint at once; a nil paint leaves the text plain.
func (c *Canvas) Lines(paint func(Ink, string) string) []string {
	return c.Window(Rect{0, 0, c.w, c.h}, paint)
}

// Window returns the rows of the part r of the canvas, each exactly r.W wide. What
// lies outside the canvas is blank, and so is the visible half of a wide character
// that the window's edge cuts.
func (c *Canvas) Window(r Rect, paint func(Ink, string) string) []string {
	if paint == nil {
		paint = func(_ Ink, s string) string { return s }
	}
	rows := make([]string, 0, max(r.H, 0))
	for y := r.Y; y < r.Y+r.H; y++ {
		rows = append(rows, c.row(y, r.X, r.X+max(r.W, 0), paint))
	}
	return rows
}

func (c *Canvas) row(y, from, to int, paint func(Ink, string) string) string {
	var out, run strings.Builder
	var ink Ink
	for x := from; x < to; x++ {
		v := c.at(x, y)
		if v.ink != ink && run.Len() > 0 {
			out.WriteString(paint(ink, run.String()))
			run.Reset()
		}
		ink = v.ink
		switch {
		case v.tail && x > from:
		case v.tail || v.text == "" || x+c.span(x, y) > to:
			run.WriteByte(' ')
		default:
			run.WriteString(v.text)
		}
		// The rest of a character cut by the right edge is outside; that cut by the
		// left edge still has tails to come, which are blank as well.
		for v.tail && x == from && x+1 < to && c.at(x+1, y).tail {
			run.WriteByte(' ')
			x++
		}
	}
	if run.Len() > 0 {
		out.WriteString(paint(ink, run.String()))
	}
	return out.String()
}

func (c *Canvas) at(x, y int) cell {
	if x < 0 || x >= c.w || y < 0 || y >= c.h {
		return cell{}
	}
	return c.cells[y*c.w+x]
}

// span is the width of the character that begins at x.
func (c *Canvas) span(x, y int) int {
	n := 1
	for c.at(x+n, y).tail {
		n++
	}
	return n
}
