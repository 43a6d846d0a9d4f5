package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Screen is a frame ready to be drawn.
type Screen struct {
	w, h  int
	rows  [][]cell
	theme Theme
	title string
}

// cell is a character and how it is shown; the columns after a wide one are tails.
type cell struct {
	text  string // one grapheme; empty is a blank
	look  look
	fg    RGB
	bg    RGB
	width int // 0 for a tail
}

// look is what a font can do.
type look struct{ bold, italic, underline, strike bool }

// faintShare is how much of its colour a faint character keeps.
const faintShare = 62

// Parse reads rows of text with SGR codes into a screen of w columns and h rows.
// Text beyond that is cut. Codes other than SGR have no effect.
func Parse(text string, w, h int, theme Theme) Screen {
	w, h = max(w, 1), max(h, 1)
	buf := uv.NewScreenBuffer(w, h)
	buf.Method = ansi.GraphemeWidth
	text = strings.ReplaceAll(text, "\t", " ")
	uv.NewStyledString(text).Draw(buf, uv.Rect(0, 0, w, h))
	s := Screen{w: w, h: h, theme: theme, rows: make([][]cell, h)}
	for y := range h {
		s.rows[y] = make([]cell, w)
		for x := range w {
			s.rows[y][x] = theme.cell(buf.CellAt(x, y))
		}
	}
	return s
}

func (t Theme) cell(c *uv.Cell) cell {
	if c == nil {
		return cell{fg: t.Foreground, bg: t.Background, width: 1}
	}
	out := cell{
		text: c.Content, width: c.Width,
		fg: t.resolve(c.Style.Fg, t.Foreground), bg: t.resolve(c.Style.Bg, t.Background),
	}
	has := func(attr uint8) bool { return c.Style.Attrs&attr != 0 }
	out.look = look{has(uv.AttrBold), has(uv.AttrItalic), c.Style.Underline != uv.UnderlineNone, has(uv.AttrStrikethrough)}
	if has(uv.AttrReverse) {
		out.fg, out.bg = out.bg, out.fg
	}
	if has(uv.AttrFaint) {
		out.fg = mix(out.fg, out.bg, faintShare)
	}
	// What is left of a broken escape sequence is a cell without a width.
	if out.text != "" && (out.width < 1 || strings.ContainsFunc(out.text, unicode.IsControl)) {
		out.text, out.width = "", 1
	}
	if out.text == " " || has(uv.AttrConceal) {
		out.text = ""
	}
	if share, ok := shade(out.text); ok {
		out.text, out.fg = "█", mix(out.fg, out.bg, share)
	}
	return out
}

// shade returns how dense a shading character is, in percent.
func shade(s string) (share int, ok bool) {
	switch s {
	case "░":
		return 25, true
	case "▒":
		return 50, true
	case "▓":
		return 75, true
	}
	return 0, false
}

// WithTitle returns the screen with a title in the window's bar.
func (s Screen) WithTitle(title string) Screen {
	s.title = title
	return s
}

// WithCursor returns the screen with a block cursor; outside there is none.
func (s Screen) WithCursor(x, y int) Screen {
	if x < 0 || y < 0 || x >= s.w || y >= s.h {
		return s
	}
	s.rows = slices.Clone(s.rows)
	s.rows[y] = slices.Clone(s.rows[y])
	c := &s.rows[y][x]
	c.fg, c.bg = c.bg, c.fg
	return s
}

// Missing returns the characters that are drawn as an empty box in the PNG, since
// neither this package nor its font has them, in order of appearance.
func (s Screen) Missing() []string {
	faces := newFaces()
	var out []string
	for _, row := range s.rows {
		for _, c := range row {
			if c.text == "" || !glyph(c.text).empty() || faces.has(c.text) || slices.Contains(out, c.text) {
				continue
			}
			out = append(out, c.text)
		}
	}
	return out
}

// single returns the rune of a one-rune string.
func single(s string) (rune, bool) {
	r, n := utf8.DecodeRuneInString(s)
	return r, n == len(s) && n > 0
}
