package canvas_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/ui/canvas"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		name string
		x    int
		s    string
		used int
		row  string
	}{
		{"plain", 0, "abc", 3, "abc     "},
		{"clipped right", 6, "abc", 2, "      ab"},
		{"clipped left", -1, "abc", 2, "bc      "},
		{"outside", 9, "abc", 0, "        "},
		{"wide", 1, "日本", 4, " 日本   "},
		{"half a wide one right", 7, "日", 1, "        "},
		{"half a wide one left", -1, "日x", 2, " x      "},
		{"combining", 0, "e\u0301x", 2, "e\u0301x      "},
		{"lone combining", 0, "\u0301x", 1, "x       "},
		{"family", 0, "👨‍👩‍👧x", 3, "👨‍👩‍👧x     "},
		{"flag", 0, "🇳🇴x", 3, "🇳🇴x     "},
		{"escape", 0, "\x1b[31mred", 7, "[31mred "},
		{"bidi override", 0, "a\u202eb", 2, "ab      "},
		{"zero width space", 0, "a\u200bb", 2, "ab      "},
		{"soft hyphen and joiner", 0, "a\u00ad\u2060b", 2, "ab      "},
		{"tab and line break", 0, "a\tb\r\nc", 5, "a b c   "},
		{"broken UTF-8", 0, "a\xffb", 3, "a\ufffdb     "},
	} {
		cv := canvas.New(8, 1)
		used := cv.Text(canvas.Point{X: c.x}, c.s, 0)
		got := cv.Lines(nil)[0]
		if used != c.used || got != c.row {
			t.Errorf("%s: used %d, row %q; want %d, %q", c.name, used, got, c.used, c.row)
		}
	}
}

func TestOverwritingHalfAWideCharacter(t *testing.T) {
	c := canvas.New(6, 1)
	c.Text(canvas.Point{}, "日本語", 0)
	c.Text(canvas.Point{X: 1}, "x", 0)
	c.Text(canvas.Point{X: 4}, "y", 0)
	if got, want := c.Lines(nil)[0], " x本y "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRunsOfOneInkArePaintedAtOnce(t *testing.T) {
	c := canvas.New(8, 2)
	c.Text(canvas.Point{}, "ab", 1)
	c.Text(canvas.Point{X: 2}, "cd", 1)
	c.Text(canvas.Point{X: 4}, "日", 2)
	got := c.Lines(func(ink canvas.Ink, s string) string { return fmt.Sprintf("<%d:%s>", ink, s) })
	want := []string{"<1:abcd><2:日><0:  >", "<0:        >"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestWindow(t *testing.T) {
	c := canvas.New(4, 2)
	c.Text(canvas.Point{}, "日本", 0)
	c.Text(canvas.Point{Y: 1}, "abcd", 0)
	for _, w := range []struct {
		r    canvas.Rect
		want []string
	}{
		{canvas.Rect{X: 0, Y: 0, W: 4, H: 2}, []string{"日本", "abcd"}},
		{canvas.Rect{X: 1, Y: 0, W: 3, H: 2}, []string{" 本", "bcd"}},
		{canvas.Rect{X: 0, Y: 0, W: 3, H: 1}, []string{"日 "}},
		{canvas.Rect{X: 1, Y: 0, W: 1, H: 1}, []string{" "}},
		{canvas.Rect{X: -1, Y: -1, W: 6, H: 4}, []string{"      ", " 日本 ", " abcd ", "      "}},
		{canvas.Rect{X: 2, Y: 1, W: 0, H: 1}, []string{""}},
		{canvas.Rect{}, []string{}},
	} {
		if d := cmp.Diff(w.want, c.Window(w.r, nil)); d != "" {
			t.Errorf("%v: %s", w.r, d)
		}
	}
}

func TestBox(t *testing.T) {
	u, a := canvas.Unicode(), canvas.ASCII()
	for _, c := range []struct {
		name string
		r    canvas.Rect
		ink  canvas.Ink
		g    canvas.Glyphs
		want string
	}{
		{"titled", canvas.Rect{W: 10, H: 3}, 0, u, "╭ Title ─╮\n│        │\n╰────────╯"},
		{"title cut", canvas.Rect{W: 9, H: 3}, 0, u, "╭ Tit… ─╮ \n│       │ \n╰───────╯ "},
		{"no room for a title", canvas.Rect{W: 5, H: 2}, 0, u, "╭───╮     \n╰───╯     \n          "},
		{"selected", canvas.Rect{W: 10, H: 3}, canvas.Selected, u, "┏ Title ━┓\n┃        ┃\n┗━━━━━━━━┛"},
		{"ascii", canvas.Rect{W: 10, H: 3}, 0, a, "+ Title -+\n|        |\n+--------+"},
		{"ascii selected", canvas.Rect{W: 10, H: 3}, canvas.Selected, a, "# Title =#\n#        #\n#========#"},
		{"too small", canvas.Rect{W: 1, H: 3}, 0, u, "          \n          \n          "},
		{"half outside", canvas.Rect{X: -2, Y: -1, W: 5, H: 3}, 0, u, "  │       \n──╯       \n          "},
	} {
		cv := canvas.New(10, 3)
		cv.Box(c.r, "Title", c.ink, c.g)
		if d := cmp.Diff(c.want, strings.Join(cv.Lines(nil), "\n")); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestClear(t *testing.T) {
	c := canvas.New(4, 1)
	c.Text(canvas.Point{}, "日本", 0)
	c.Clear(canvas.Rect{X: 1, Y: -3, W: 1, H: 9})
	if got, want := c.Lines(nil)[0], "  本"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNoSize(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {-1, 5}, {5, -1}, {0, 3}} {
		c := canvas.New(size[0], size[1])
		c.Text(canvas.Point{}, "x日", 1)
		c.Box(canvas.Rect{W: 3, H: 3}, "t", 1, canvas.Unicode())
		if got := strings.Join(c.Lines(nil), ""); got != "" {
			t.Errorf("%v: %q", size, got)
		}
	}
	var zero canvas.Canvas
	zero.Text(canvas.Point{}, "x", 0)
}

// Whatever is written wherever, rows stay as wide as the canvas, by the measure
// that the terminal library uses.
func TestRowsAreAlwaysAsWideAsTheCanvas(t *testing.T) {
	pieces := []string{"a", "日", "e\u0301", "👨‍👩‍👧", "🇳🇴", "\x1b[0m", "…", "\u200d", "한", "ﷺ"}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.IntRange(0, 12).Draw(t, "w")
		c := canvas.New(w, 2)
		for range rapid.IntRange(0, 8).Draw(t, "writes") {
			s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), "")
			x := rapid.IntRange(-3, 14).Draw(t, "x")
			used := c.Text(canvas.Point{X: x, Y: rapid.IntRange(-1, 2).Draw(t, "y")}, s, canvas.Ink(len(s)))
			if used > max(w-max(x, 0), 0) {
				t.Errorf("%q at %d used %d of %d", s, x, used, w)
			}
		}
		from := rapid.IntRange(-2, 12).Draw(t, "from")
		width := rapid.IntRange(0, 12).Draw(t, "width")
		for _, row := range append(c.Lines(nil), c.Window(canvas.Rect{X: from, W: width, H: 2}, nil)...) {
			if n := ansi.StringWidth(row); n != w && n != width {
				t.Errorf("%q is %d wide, not %d or %d", row, n, w, width)
			}
		}
	})
}

func TestGlyphs(t *testing.T) {
	u, a := canvas.Unicode(), canvas.ASCII()
	seen := map[string]canvas.Arms{}
	for n := canvas.None; n <= canvas.Heavy; n++ {
		for e := canvas.None; e <= canvas.Heavy; e++ {
			for s := canvas.None; s <= canvas.Heavy; s++ {
				for w := canvas.None; w <= canvas.Heavy; w++ {
					arms := canvas.Arms{N: n, E: e, S: s, W: w}
					if other, dup := seen[u.Joint(arms)]; dup {
						t.Errorf("%v and %v are both %q", arms, other, u.Joint(arms))
					}
					seen[u.Joint(arms)] = arms
					if ansi.StringWidth(u.Joint(arms)) != 1 || len(a.Joint(arms)) != 1 {
						t.Errorf("%v is %q and %q, not one column", arms, u.Joint(arms), a.Joint(arms))
					}
				}
			}
		}
	}
	for _, g := range []canvas.Glyphs{u, a} {
		for _, s := range []string{
			g.DashH, g.DashV, g.HeavyDashH, g.HeavyDashV, g.Right, g.Left, g.Up, g.Down, g.Cross, g.Check, g.Open, g.Close,
		} {
			if ansi.StringWidth(s) != 1 {
				t.Errorf("%q is not one column wide", s)
			}
		}
	}
}
