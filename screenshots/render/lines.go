package render

import "github.com/sgscope/sgscope/ui/canvas"

// The middle of a cell, where lines meet.
const (
	midX = CellWidth / 2.0
	midY = CellHeight / 2.0
)

// thick is how many pixels a line of a weight is wide. All are odd, as the cell's
// sides are, so that a line in the middle has sharp edges.
func thick(w canvas.Weight) float64 {
	switch w {
	case canvas.Light:
		return 1
	case canvas.Heavy:
		return 3
	case canvas.None:
		return 0
	}
	return 0
}

// armsOf returns the arms of a line character.
func armsOf(s string) (canvas.Arms, bool) {
	switch s {
	case "┌", "┐", "└", "┘":
		return squareCorner(s), true
	}
	g := canvas.Unicode()
	weights := []canvas.Weight{canvas.None, canvas.Light, canvas.Heavy}
	for _, n := range weights {
		for _, e := range weights {
			for _, so := range weights {
				for _, w := range weights {
					a := canvas.Arms{N: n, E: e, S: so, W: w}
					if g.Joint(a) == s && a != (canvas.Arms{}) {
						return a, true
					}
				}
			}
		}
	}
	return canvas.Arms{}, false
}

func squareCorner(s string) canvas.Arms {
	l := canvas.Light
	switch s {
	case "┌":
		return canvas.Arms{E: l, S: l}
	case "┐":
		return canvas.Arms{S: l, W: l}
	case "└":
		return canvas.Arms{N: l, E: l}
	}
	return canvas.Arms{N: l, W: l}
}

// joint is a line character with straight arms. Each arm goes as far beyond the
// middle as the thickest that it meets there, so that corners are full.
func joint(a canvas.Arms) shape {
	n, e, s, w := thick(a.N), thick(a.E), thick(a.S), thick(a.W)
	across, along := max(e, w)/2, max(n, s)/2
	if across == 0 {
		across = along
	}
	if along == 0 {
		along = across
	}
	if n+s == 0 {
		along = 0
	}
	if e+w == 0 {
		across = 0
	}
	var out shape
	if n > 0 {
		out.add(rect(midX-n/2, 0, n, midY+across))
	}
	if s > 0 {
		out.add(rect(midX-s/2, midY-across, s, CellHeight-midY+across))
	}
	if w > 0 {
		out.add(rect(0, midY-w/2, midX+along, w))
	}
	if e > 0 {
		out.add(rect(midX-along, midY-e/2, CellWidth-midX+along, e))
	}
	return out
}

// corner is a round corner between a vertical and a horizontal light arm; right and
// down say where they go.
func corner(right, down bool) shape {
	const r, t = midX, 0.5 // the arc ends at the cell's side
	// Drawn as for ╭, then mirrored.
	cy := midY + r
	outer, inner := r+t, r-t
	k := func(v float64) float64 { return v * bow }
	c := contour{start: point{midX - t, CellHeight}}
	at := c.start
	to := func(p point) { c.curves = append(c.curves, curve{at, p, p}); at = p }
	turn := func(a, b, p point) { c.curves = append(c.curves, curve{a, b, p}); at = p }
	to(point{midX - t, cy})
	turn(point{midX - t, cy - k(outer)}, point{CellWidth - k(outer), midY - t}, point{CellWidth, midY - t})
	to(point{CellWidth, midY + t})
	turn(point{CellWidth - k(inner), midY + t}, point{midX + t, cy - k(inner)}, point{midX + t, cy})
	to(point{midX + t, CellHeight})
	out := shape{[]contour{c}}
	if !right {
		out = out.mirrored(func(p point) point { return point{CellWidth - p.x, p.y} })
	}
	if !down {
		out = out.mirrored(func(p point) point { return point{p.x, CellHeight - p.y} })
	}
	return out
}

// mirrored maps every point, and turns the contours round to keep them filled.
func (s shape) mirrored(m func(point) point) shape {
	out := s.hole()
	for i := range out.contours {
		c := &out.contours[i]
		c.start = m(c.start)
		for j, v := range c.curves {
			c.curves[j] = curve{m(v.a), m(v.b), m(v.to)}
		}
	}
	return out
}

// dashes is a straight line of n pieces.
func dashes(n int, t float64, vertical bool) shape {
	long, mid := float64(CellWidth), midY
	if vertical {
		long, mid = CellHeight, midX
	}
	var out shape
	step := long / float64(n)
	for i := range n {
		from := step*float64(i) + step/4
		if vertical {
			out.add(rect(mid-t/2, from, t, step/2))
		} else {
			out.add(rect(from, mid-t/2, step/2, t))
		}
	}
	return out
}
