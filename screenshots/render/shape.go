package render

import (
	"math"
	"slices"
)

// Metrics of a cell and of the letters in it, in pixels of the SVG. The PNG has
// [Scale] times as many. They are whole numbers, so that lines stay sharp.
const (
	CellWidth  = 9
	CellHeight = 19
	fontSize   = 15
	baseline   = 14
)

// point is a place in a picture, in pixels of the SVG.
type point struct{ x, y float64 }

// curve goes on to a point, bent by two others.
type curve struct{ a, b, to point }

// contour is a closed line.
type contour struct {
	start  point
	curves []curve
}

// shape is an area bounded by contours. Those that run clockwise are filled, and
// those that run the other way are holes.
type shape struct{ contours []contour }

func (s shape) empty() bool { return len(s.contours) == 0 }

func (s *shape) add(t shape) { s.contours = append(s.contours, t.contours...) }

// moved returns the shape shifted.
func (s shape) moved(x, y float64) shape {
	by := func(p point) point { return point{p.x + x, p.y + y} }
	out := shape{make([]contour, len(s.contours))}
	for i, c := range s.contours {
		out.contours[i].start = by(c.start)
		for _, v := range c.curves {
			out.contours[i].curves = append(out.contours[i].curves, curve{by(v.a), by(v.b), by(v.to)})
		}
	}
	return out
}

// line reports whether a curve that starts at from is straight.
func (c curve) line(from point) bool { return c.a == from && c.b == c.to }

// polygon is the area between corners, however they turn.
func polygon(p ...point) shape {
	area := 0.0
	for i, q := range p {
		r := p[(i+1)%len(p)]
		area += q.x*r.y - r.x*q.y
	}
	if area < 0 {
		for i, j := 0, len(p)-1; i < j; i, j = i+1, j-1 {
			p[i], p[j] = p[j], p[i]
		}
	}
	c := contour{start: p[0]}
	for i := 1; i < len(p); i++ {
		c.curves = append(c.curves, curve{p[i-1], p[i], p[i]})
	}
	return shape{[]contour{c}}
}

func rect(x, y, w, h float64) shape {
	return polygon(point{x, y}, point{x + w, y}, point{x + w, y + h}, point{x, y + h})
}

// bow is how far the handles of a quarter circle are from its ends.
const bow = 0.5522847498

// disc is a circle around c.
func disc(c point, r float64) shape { return rounded(c.x-r, c.y-r, 2*r, 2*r, r) }

// rounded is a rectangle with round corners.
func rounded(x, y, w, h, r float64) shape { return capped(x, y, w, h, r, r) }

// capped is a rectangle whose corners have one radius at the top and another below.
func capped(x, y, w, h, top, bottom float64) shape {
	c := contour{start: point{x + top, y}}
	at := c.start
	to := func(p point) {
		if p != at {
			c.curves = append(c.curves, curve{at, p, p})
		}
		at = p
	}
	// turn is a quarter circle to p around the corner o.
	turn := func(o, p point) {
		if p == at {
			return
		}
		near := func(v point) point { return point{v.x + (o.x-v.x)*bow, v.y + (o.y-v.y)*bow} }
		c.curves = append(c.curves, curve{near(at), near(p), p})
		at = p
	}
	to(point{x + w - top, y})
	turn(point{x + w, y}, point{x + w, y + top})
	to(point{x + w, y + h - bottom})
	turn(point{x + w, y + h}, point{x + w - bottom, y + h})
	to(point{x + bottom, y + h})
	turn(point{x, y + h}, point{x, y + h - bottom})
	to(point{x, y + top})
	turn(point{x, y}, point{x + top, y})
	return shape{[]contour{c}}
}

// hole returns the shape turned round: what it covers is cut out.
func (s shape) hole() shape {
	var out shape
	for _, c := range s.contours {
		from := c.start
		back := contour{start: from}
		var ends []point
		for _, v := range c.curves {
			ends = append(ends, from)
			from = v.to
		}
		back.start = from
		for i, v := range slices.Backward(c.curves) {
			back.curves = append(back.curves, curve{v.b, v.a, ends[i]})
		}
		out.contours = append(out.contours, back)
	}
	return out
}

// ring is what is between two shapes, the second inside the first.
func ring(outer, inner shape) shape {
	outer.add(inner.hole())
	return outer
}

// stroke is a pen of width w drawn through points, with round ends and joints.
func stroke(w float64, p ...point) shape {
	var out shape
	for i, q := range p {
		out.add(disc(q, w/2))
		if i == 0 {
			continue
		}
		o := p[i-1]
		d := math.Hypot(q.x-o.x, q.y-o.y)
		nx, ny := -(q.y-o.y)/d*w/2, (q.x-o.x)/d*w/2
		out.add(polygon(
			point{o.x + nx, o.y + ny}, point{q.x + nx, q.y + ny},
			point{q.x - nx, q.y - ny}, point{o.x - nx, o.y - ny}))
	}
	return out
}
