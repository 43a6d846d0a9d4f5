package canvas

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Span is a piece of text of one ink. Where a line must be shortened, its longest
// spans lose cells first.
type Span struct {
	Text string
	Ink  Ink
	Tail int // the cells at the end that stay when the span is shortened: "DefaultWork…Git"
}

// Line is one row of text.
type Line []Span

// Fill is the text of a span that takes up the room left over in a line: what
// follows it stands at the right edge.
const Fill = "\t"

// cluster is what a reader takes for one character, and its columns.
type cluster struct {
	text  string
	width int
}

// clusters yields the visible characters of s. Control characters, direction marks
// and lone zero-width characters never reach a cell.
func clusters(s string) iter.Seq[cluster] {
	return func(yield func(cluster) bool) {
		s := strings.ToValidUTF8(s, string(unicode.ReplacementChar))
		for len(s) > 0 {
			text, width := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
			if text == "" {
				return
			}
			s = s[len(text):]
			switch text {
			case "\t", "\n", "\r\n":
				text, width = " ", 1
			}
			text = visible(text)
			// A lone mark has nothing to combine with here, and would combine with the cell before it.
			first, _ := utf8.DecodeRuneInString(text)
			if text == "" || width <= 0 || unicode.Is(unicode.M, first) {
				continue
			}
			if !yield(cluster{text, width}) {
				return
			}
		}
	}
}

// visible strips control and format characters from one cluster. Joiners stay only
// behind something that can be joined, as in an emoji of several people.
func visible(s string) string {
	if len(s) == 1 && s[0] >= ' ' && s[0] < 0x7f {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == '\u200d' && s[0] >= 0x80 {
			return r
		}
		if r == unicode.ReplacementChar || !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Cs) {
			return r
		}
		return -1
	}, s)
}

// Width returns the columns that Text would use for s.
func Width(s string) int {
	n := 0
	for cl := range clusters(s) {
		n += cl.width
	}
	return n
}

// Width returns the columns of the line, each [Fill] being one.
func (l Line) Width() int {
	n := 0
	for _, s := range l {
		n += Width(s.Text)
	}
	return n
}

// String returns the text of the line without its inks.
func (l Line) String() string {
	var b strings.Builder
	for _, s := range l {
		b.WriteString(strings.ReplaceAll(s.Text, Fill, " "))
	}
	return b.String()
}

// cut shortens s to at most w columns, keeping tail columns of its end if there is
// room for them and for two more at the start.
func cut(s string, w, tail int, ellipsis string) string {
	if Width(s) <= w {
		return s
	}
	e := Width(ellipsis)
	if w <= e {
		return prefix(s, w)
	}
	if tail > 0 && w >= tail+e+2 {
		return prefix(s, w-e-tail) + ellipsis + suffix(s, tail)
	}
	return strings.TrimRight(prefix(s, w-e), " ") + ellipsis
}

func prefix(s string, w int) string {
	var b strings.Builder
	for cl := range clusters(s) {
		if w -= cl.width; w < 0 {
			break
		}
		b.WriteString(cl.text)
	}
	return b.String()
}

func suffix(s string, w int) string {
	skip := Width(s) - w
	var b strings.Builder
	for cl := range clusters(s) {
		if skip > 0 {
			skip -= cl.width
			continue
		}
		b.WriteString(cl.text)
	}
	return b.String()
}

// fit returns the line in at most w columns; with a [Fill] in it, in exactly w.
func fit(l Line, w int, ellipsis string) Line {
	widths := make([]int, len(l))
	total, fill := 0, -1
	for i, s := range l {
		widths[i] = Width(s.Text)
		total += widths[i]
		if s.Text == Fill && fill < 0 {
			fill = i
		}
	}
	narrow(l, widths, total-w)
	out := make(Line, 0, len(l))
	left := w
	for i, s := range l {
		if s.Text == Fill {
			s.Text = strings.Repeat(" ", min(widths[i], left))
			if i == fill {
				s.Text = strings.Repeat(" ", min(max(w-total+1, 1), left))
			}
		} else {
			s.Text = cut(s.Text, min(widths[i], left), s.Tail, ellipsis)
		}
		left -= Width(s.Text)
		out = append(out, s)
	}
	return out
}

// narrow takes excess columns from the widest spans. Spans of three columns or
// fewer are marks and words like "ok": they go last, by the cut at the end.
func narrow(l Line, widths []int, excess int) {
	for ; excess > 0; excess-- {
		widest := -1
		for i, s := range l {
			if s.Text != Fill && widths[i] > 3 && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}
