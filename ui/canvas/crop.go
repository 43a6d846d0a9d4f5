package canvas

import (
	"unicode"
	"unicode/utf8"
)

// MarkCuts writes the mark where the left or right edge of r cuts a word in two, so that nobody takes its half for
// the whole. Lines and boxes go on without a mark.
func (c *Canvas) MarkCuts(r Rect, mark string) {
	w := Width(mark)
	if r.W <= 2*w {
		return
	}
	left, right := r.X, r.X+r.W-1
	for y := r.Y; y < r.Y+r.H; y++ {
		if c.within(right, y) {
			c.Text(Point{right - w + 1, y}, mark, c.at(right, y).ink)
		}
		if c.within(left-1, y) {
			c.Text(Point{left, y}, mark, c.at(left, y).ink)
		}
	}
}

// within reports whether a word goes on from a cell to the next.
func (c *Canvas) within(x, y int) bool {
	a, b := c.inWord(x, y), c.inWord(x+1, y)
	return a > 0 && b > 0 && a+b > 2
}

// inWord gives 2 for a cell that holds a letter or a digit, 1 for what can stand between those in a word, and 0
// for everything else.
func (c *Canvas) inWord(x, y int) int {
	v := c.at(x, y)
	if v.tail {
		return 2
	}
	switch r, _ := utf8.DecodeRuneInString(v.text); {
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return 2
	case r == '-', r == '_', r == '.':
		return 1
	}
	return 0
}
