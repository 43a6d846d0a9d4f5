package render

// glyph returns the shape of a character that is drawn rather than set, from the
// top left of its cell; empty for all others.
func glyph(s string) shape {
	r, ok := single(s)
	if !ok || r < 0xb7 {
		return shape{}
	}
	switch s {
	case "╭":
		return corner(true, true)
	case "╮":
		return corner(false, true)
	case "╰":
		return corner(true, false)
	case "╯":
		return corner(false, false)
	}
	switch {
	case r >= 0x2500 && r < 0x2580:
		return lineGlyph(s)
	case r >= 0x2580 && r < 0x25a0:
		return blockGlyph(r)
	case r >= 0x2800 && r < 0x2900:
		return braille(r - 0x2800)
	}
	if out := arrowGlyph(s); !out.empty() {
		return out
	}
	return markGlyph(s)
}

func lineGlyph(s string) shape {
	if a, ok := armsOf(s); ok {
		return joint(a)
	}
	switch s {
	case "╳":
		return crossed(1.5, point{0.8, 5}, point{8.2, 14})
	case "╌":
		return dashes(2, 1, false)
	case "╍":
		return dashes(2, 3, false)
	case "╎":
		return dashes(2, 1, true)
	case "╏":
		return dashes(2, 3, true)
	case "┄":
		return dashes(3, 1, false)
	case "┅":
		return dashes(3, 3, false)
	case "┆":
		return dashes(3, 1, true)
	case "┇":
		return dashes(3, 3, true)
	case "┈":
		return dashes(4, 1, false)
	case "┊":
		return dashes(4, 1, true)
	case "═":
		out := rect(0, midY-1.5, CellWidth, 1)
		out.add(rect(0, midY+0.5, CellWidth, 1))
		return out
	case "║":
		out := rect(midX-1.5, 0, 1, CellHeight)
		out.add(rect(midX+0.5, 0, 1, CellHeight))
		return out
	}
	return shape{}
}

// blockGlyph draws the blocks that are parts of a cell. Shades are colours.
func blockGlyph(r rune) shape {
	const w, h = CellWidth, CellHeight
	switch {
	case r == '▀':
		return rect(0, 0, w, midY)
	case r >= '▁' && r <= '█':
		high := float64(r-'▁'+1) / 8 * h
		return rect(0, h-high, w, high)
	case r >= '▉' && r <= '▏':
		return rect(0, 0, w*float64('▏'-r+1)/8, h)
	case r == '▐':
		return rect(midX, 0, w-midX, h)
	case r == '▔':
		return rect(0, 0, w, h/8.0)
	case r == '▕':
		return rect(w*7/8.0, 0, w/8.0, h)
	}
	return shape{}
}

// braille draws the dots of a pattern; spinners are made of them.
func braille(bits rune) shape {
	var out shape
	order := []point{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}
	for i, p := range order {
		if bits&(1<<i) != 0 {
			out.add(disc(point{2.5 + 4*p.x, 3.5 + 4*p.y}, 1.3))
		}
	}
	return out
}

func arrowGlyph(s string) shape {
	switch s {
	case "►", "▸":
		return polygon(point{0, midY - 4.5}, point{8.5, midY}, point{0, midY + 4.5})
	case "◄", "◂":
		return polygon(point{9, midY - 4.5}, point{0.5, midY}, point{9, midY + 4.5})
	case "▲", "▴":
		return polygon(point{0.3, midY + 4}, point{midX, midY - 4.5}, point{8.7, midY + 4})
	case "▼", "▾":
		return polygon(point{0.3, midY - 4}, point{midX, midY + 4.5}, point{8.7, midY - 4})
	case "→":
		return arrow(point{0.8, midY}, point{8.2, midY})
	case "←":
		return arrow(point{8.2, midY}, point{0.8, midY})
	case "↑":
		return arrow(point{midX, 14.5}, point{midX, 4.5})
	case "↓":
		return arrow(point{midX, 4.5}, point{midX, 14.5})
	case "↔":
		return both(arrow(point{0.5, midY}, point{8.5, midY}), arrow(point{8.5, midY}, point{0.5, midY}))
	case "↕":
		return both(arrow(point{midX, 4}, point{midX, 15}), arrow(point{midX, 15}, point{midX, 4}))
	case "⇄":
		return both(arrow(point{0.8, 7}, point{8.2, 7}), arrow(point{8.2, 12}, point{0.8, 12}))
	case "↳":
		return both(stroke(1.3, point{1.5, 4}, point{1.5, 11}, point{4, 11}), arrow(point{3, 11}, point{8.2, 11}))
	case "⇒":
		out := both(stroke(1.2, point{0.8, 8}, point{6.8, 8}), stroke(1.2, point{0.8, 11}, point{6.8, 11}))
		return both(out, stroke(1.2, point{5.2, 5.8}, point{8.4, midY}, point{5.2, 13.2}))
	}
	return shape{}
}

func both(a, b shape) shape {
	a.add(b)
	return a
}

// arrow is a thin arrow with an open head.
func arrow(from, to point) shape {
	const w, head = 1.3, 2.8
	out := stroke(w, from, to)
	if from.y == to.y {
		back := head
		if to.x > from.x {
			back = -head
		}
		return both(out, stroke(w, point{to.x + back, to.y - head}, to, point{to.x + back, to.y + head}))
	}
	back := head
	if to.y > from.y {
		back = -head
	}
	return both(out, stroke(w, point{to.x - head, to.y + back}, to, point{to.x + head, to.y + back}))
}

func markGlyph(s string) shape {
	center := point{midX, midY + 0.5}
	switch s {
	case "✓", "✔":
		return stroke(1.8, point{1.2, 10.4}, point{3.5, 13.2}, point{7.9, 5.2})
	case "✗", "✘", "×":
		return crossed(1.8, point{1.5, 5.8}, point{7.5, 13.2})
	case "●":
		return disc(center, 3.6)
	case "○":
		return ring(disc(center, 3.6), disc(center, 2.4))
	case "◐":
		return both(ring(disc(center, 3.6), disc(center, 2.4)), rect(center.x-3, center.y-2.6, 3, 5.2))
	case "•":
		return disc(center, 2.2)
	case "·":
		return disc(point{midX, midY}, 1.2)
	case "◆":
		return diamond(center, 4.2)
	case "◇":
		return ring(diamond(center, 4.2), diamond(center, 2.5))
	case "■", "▪":
		return rect(1.5, 7, 6, 6)
	case "□", "▫":
		return ring(rect(1.5, 7, 6, 6), rect(2.7, 8.2, 3.6, 3.6))
	case "…":
		return dots(point{1.5, 13.2}, point{4.5, 13.2}, point{7.5, 13.2})
	case "⋯":
		return dots(point{1.5, midY}, point{4.5, midY}, point{7.5, midY})
	case "⋮":
		return dots(point{midX, 5}, point{midX, midY}, point{midX, 14})
	case "❯":
		return stroke(1.8, point{2.5, 5}, point{6.5, midY}, point{2.5, 14})
	}
	return shape{}
}

// crossed is two strokes between the corners of a rectangle.
func crossed(w float64, a, b point) shape {
	return both(stroke(w, a, b), stroke(w, point{b.x, a.y}, point{a.x, b.y}))
}

func diamond(c point, r float64) shape {
	return polygon(point{c.x, c.y - r}, point{c.x + r, c.y}, point{c.x, c.y + r}, point{c.x - r, c.y})
}

func dots(at ...point) shape {
	var out shape
	for _, p := range at {
		out.add(disc(p, 1))
	}
	return out
}

// tofu stands for a character that nothing can draw.
func tofu(width int) shape {
	w := float64(width*CellWidth) - 3
	return ring(rect(1.5, 4, w, 11), rect(2.5, 5, w-2, 9))
}
