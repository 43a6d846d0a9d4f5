package render

import "strings"

// The window around the cells, in pixels of the SVG.
const (
	barHeight   = 32
	padX        = 16
	padTop      = 12
	padBottom   = 14
	radius      = 10
	titleSize   = 13
	buttonSize  = 6
	buttonFirst = 20
	buttonNext  = 20
)

// scene is everything in a picture, as both formats draw it: areas in order, then
// letters.
type scene struct {
	w, h  int
	areas []area
	runs  []run
	title string
	book  book
}

// book remembers the shapes of characters.
type book map[string]shape

func (b book) glyph(s string) shape {
	g, known := b[s]
	if !known {
		g = glyph(s)
		b[s] = g
	}
	return g
}

// area is a shape in one colour. Sharp ones consist of rectangles only.
type area struct {
	color RGB
	shape shape
	sharp bool
}

// run is text in one look on one row. It holds no blanks at its ends and no two in
// a row, which a viewer might drop; and a wide character stands alone, since fonts
// differ in how wide it is.
type run struct {
	at    point // the start of the baseline
	cells int
	look  look
	fg    RGB
	text  []cell
}

func (r run) String() string {
	var b strings.Builder
	for _, c := range r.text {
		if c.text == "" && c.width > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(c.text)
	}
	return b.String()
}

// Size returns the width and height of the picture in pixels of the SVG.
func (s Screen) Size() (w, h int) {
	return s.w*CellWidth + 2*padX, barHeight + padTop + s.h*CellHeight + padBottom
}

func (s Screen) scene() scene {
	out := scene{title: s.title, book: book{}}
	out.w, out.h = s.Size()
	out.window(s.theme)
	out.backgrounds(s)
	out.glyphs(s)
	for y, row := range s.rows {
		out.letters(y, row)
	}
	return out
}

// window draws the frame: on the border's colour the bar, and below a gap the content.
func (o *scene) window(t Theme) {
	w, h := float64(o.w), float64(o.h)
	o.areas = append(o.areas,
		area{t.Border, rounded(0, 0, w, h, radius), false},
		area{t.Bar, capped(1, 1, w-2, barHeight-2, radius-1, 0), false},
		area{t.Background, capped(1, barHeight, w-2, h-barHeight-1, 0, radius-1), false})
	for i, c := range t.Buttons {
		o.areas = append(o.areas, area{c, disc(point{float64(buttonFirst + i*buttonNext), barHeight / 2}, buttonSize), false})
	}
}

// origin is the top left of a cell.
func origin(x, y int) point {
	return point{float64(padX + x*CellWidth), float64(barHeight + padTop + y*CellHeight)}
}

// backgrounds draws what is behind the letters, and the lines under and through them.
func (o *scene) backgrounds(s Screen) {
	for y, row := range s.rows {
		for x := 0; x < len(row); {
			n := x + 1
			for n < len(row) && row[n].bg == row[x].bg {
				n++
			}
			if row[x].bg != s.theme.Background {
				p := origin(x, y)
				o.areas = append(o.areas, area{row[x].bg, rect(p.x, p.y, float64((n-x)*CellWidth), CellHeight), true})
			}
			x = n
		}
		for x, c := range row {
			p := origin(x, y)
			w := float64(max(c.width, 1) * CellWidth)
			if c.look.underline {
				o.areas = append(o.areas, area{c.fg, rect(p.x, p.y+baseline+2, w, 1), true})
			}
			if c.look.strike {
				o.areas = append(o.areas, area{c.fg, rect(p.x, p.y+midY, w, 1), true})
			}
		}
	}
}

// glyphs collects the drawn characters, one area for each colour: pieces of one
// area join without a seam, however the picture is scaled.
func (o *scene) glyphs(s Screen) {
	index := map[RGB]int{}
	for y, row := range s.rows {
		for x := 0; x < len(row); x++ {
			c := row[x]
			g := o.book.glyph(c.text)
			if c.text == "" || g.empty() {
				continue
			}
			i, known := index[c.fg]
			if !known {
				i = len(o.areas)
				index[c.fg] = i
				o.areas = append(o.areas, area{color: c.fg})
			}
			p := origin(x, y)
			if n := repeats(row[x:]); n > 1 {
				o.areas[i].shape.add(stretched(c.text, n).moved(p.x, p.y))
				x += n - 1
				continue
			}
			o.areas[i].shape.add(g.moved(p.x, p.y))
		}
	}
}

// repeats counts the cells that continue a straight horizontal line.
func repeats(row []cell) int {
	if row[0].text != "─" && row[0].text != "━" {
		return 1
	}
	n := 1
	for n < len(row) && row[n].text == row[0].text && row[n].fg == row[0].fg {
		n++
	}
	return n
}

// stretched is a horizontal line of n cells.
func stretched(s string, n int) shape {
	a, _ := armsOf(s)
	t := thick(a.E)
	return rect(0, midY-t/2, float64(n*CellWidth), t)
}

// letters splits a row into runs of text. Cells drawn as shapes break a run.
func (o *scene) letters(y int, row []cell) {
	isText := func(c cell) bool { return c.text != "" && o.book.glyph(c.text).empty() }
	for x := 0; x < len(row); {
		if !isText(row[x]) {
			x++
			continue
		}
		end := x + max(row[x].width, 1)
		for row[x].width == 1 && end < len(row) {
			next := end
			if row[end].text == "" && row[end].width == 1 {
				next++ // one blank may be inside a run
			}
			if next >= len(row) || !isText(row[next]) || row[next].fg != row[x].fg || row[next].look != row[x].look ||
				row[next].width != 1 {
				break
			}
			end = next + 1
		}
		end = min(end, len(row))
		p := origin(x, y)
		o.runs = append(o.runs, run{
			at: point{p.x, p.y + baseline}, cells: end - x, look: row[x].look, fg: row[x].fg, text: row[x:end],
		})
		x = end
	}
}
