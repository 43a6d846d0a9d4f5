package render_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/screenshots/render"
	"github.com/sgscope/sgscope/ui/canvas"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// frame shows everything that a frame of the explorer has, and some more.
func frame() string {
	return strings.Join([]string{
		" \x1b[1msgscope\x1b[0m  \x1b[30;43m SANDBOX \x1b[0m  \x1b[2m111122223333  eu-central-1\x1b[0m",
		" \x1b[1;36;4m1 Studios\x1b[0m  2 Groups  3 Findings \x1b[31m✗4\x1b[0m  4 Changes  5 Learn",
		" \x1b[7m> ✗ data-science  attach fails: 2 reasons, 1 fix     clusters 1 of 3 eligible  \x1b[0m",
		" ╭ \x1b[1mWorkspace\x1b[0m ──────────╮ tcp 18888  \x1b[36m┏ \x1b[1mEngine on primary\x1b[0m\x1b[36m ━━━┓\x1b[0m",
		" │ DefaultWorkspac…Git ├\x1b[31m─────╳─────►" +
			"\x1b[36m┃\x1b[0m on 0 ENIs (normal)   \x1b[36m┠\x1b[0m─┬──► \x1b[32m✓\x1b[0m etl",
		" ╰─┬───────────────────╯ \x1b[31m2 reasons\x1b[0m  \x1b[36m┗━━━━━━━━━━━━━━━━━━━━━━┛\x1b[0m ╰╌╌► \x1b[33m?\x1b[0m ml",
		"   ╰─ tcp 443 ─► Internet (Git) \x1b[32m✓\x1b[0m groups  \x1b[33m?\x1b[0m route not read",
		" \x1b[38;2;205;156;240m●\x1b[0m true \x1b[38;5;208mindexed\x1b[0m \x1b[48;5;24m bg \x1b[0m" +
			" \x1b[3mitalic\x1b[0m \x1b[1;3mboth\x1b[0m" +
			" \x1b[9mstrike\x1b[0m ░▒▓█▌ ⠋ 日本 é & <x>",
	}, "\n")
}

func sample(theme render.Theme) render.Screen {
	return render.Parse(frame(), 84, 9, theme).WithTitle("sgscope --sandbox").WithCursor(1, 2)
}

func TestSameFrameSameBytes(t *testing.T) {
	for _, theme := range []render.Theme{render.Dark(), render.Light()} {
		if !bytes.Equal(sample(theme).SVG("x"), sample(theme).SVG("x")) {
			t.Error("two SVGs of one frame differ")
		}
		one, err := sample(theme).PNG()
		if err != nil {
			t.Fatal(err)
		}
		two, err := sample(theme).PNG()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, two) {
			t.Error("two PNGs of one frame differ")
		}
	}
}

func TestPNGHasTheSizeOfTheScreen(t *testing.T) {
	for _, size := range [][2]int{{84, 9}, {1, 1}, {0, 0}} {
		s := render.Parse(frame(), size[0], size[1], render.Dark())
		data, err := s.PNG()
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		w, h := s.Size()
		if got := img.Bounds().Size(); got.X != w*render.Scale || got.Y != h*render.Scale {
			t.Errorf("%v cells: %v pixels, want %dx%d", size, got, w*render.Scale, h*render.Scale)
		}
		for _, y := range []int{2, h*render.Scale - 3} {
			if _, _, _, a := img.At(2, y).RGBA(); a != 0 {
				t.Errorf("%v cells: the corner at 2,%d is not transparent", size, y)
			}
		}
	}
}

func TestColoursReachThePicture(t *testing.T) {
	th := render.Dark()
	for _, c := range []struct {
		name, text string
		want       render.RGB
	}{
		{"foreground", "█", th.Foreground},
		{"background", " ", th.Background},
		{"basic", "\x1b[31m█", th.Palette[1]},
		{"bright", "\x1b[92m█", th.Palette[10]},
		{"indexed as basic", "\x1b[38;5;3m█", th.Palette[3]},
		{"cube", "\x1b[38;5;196m█", render.RGB{R: 0xff}},
		{"true", "\x1b[38;2;1;2;3m█", render.RGB{R: 1, G: 2, B: 3}},
		{"behind", "\x1b[44m ", th.Palette[4]},
		{"reversed", "\x1b[7;31m ", th.Palette[1]},
		{"reversed block", "\x1b[7;31m█", th.Background},
		{"hidden", "\x1b[8m█", th.Background},
	} {
		data, err := render.Parse(c.text, 1, 1, th).PNG()
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		b := img.Bounds()
		// The only cell is in the middle of the width, and its rows end 14 from below.
		at := color.NRGBAModel.Convert(img.At(b.Dx()/2, b.Dy()-render.Scale*(14+render.CellHeight/2)))
		if want := (color.NRGBA{c.want.R, c.want.G, c.want.B, 0xff}); at != want {
			t.Errorf("%s is %v, want %v", c.name, at, want)
		}
	}
}

// element is what a test needs of an SVG.
type element struct {
	name  string
	attrs map[string]string
	text  string
}

func parse(t *testing.T, svg []byte) []element {
	t.Helper()
	var out []element
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, attrs: map[string]string{}}
			for _, a := range tok.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			out = append(out, e)
		case xml.CharData:
			if len(out) > 0 {
				out[len(out)-1].text += string(tok)
			}
		}
	}
}

func TestSVGKeepsTheGrid(t *testing.T) {
	elements := parse(t, sample(render.Dark()).SVG("a <b> & \"c\"\x00"))
	if got, want := elements[0].attrs["aria-label"], `a <b> & "c"`; got != want {
		t.Errorf("the picture is called %q, want %q", got, want)
	}
	var seen strings.Builder
	for _, e := range elements {
		length, ok := e.attrs["textLength"]
		if !ok {
			continue
		}
		text := strings.TrimRight(e.text, "\n") // of the elements around it
		seen.WriteString(text + "\n")
		if want := canvas.Width(text) * render.CellWidth; strconv.Itoa(want) != length {
			t.Errorf("%q has length %s, want %d", text, length, want)
		}
		if strings.Contains(text, "  ") || strings.TrimSpace(text) != text {
			t.Errorf("%q has blanks that a viewer may drop", text)
		}
	}
	for _, want := range []string{"DefaultWorkspac\n", "tcp 18888\n", "data-science\n", "日\n本\n", "<x>", "both\n"} {
		if !strings.Contains(seen.String(), want) {
			t.Errorf("no %q in the texts\n%s", want, seen.String())
		}
	}
}

func TestSVGGolden(t *testing.T) {
	path := filepath.Join("testdata", "sample.svg")
	got := sample(render.Dark()).SVG("")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs (-want +got), rerun with -update if that is right:\n%s", path, d)
	}
}

// glyphs are all characters that drawings and pages use beyond letters.
func glyphs() []string {
	g := canvas.Unicode()
	out := []string{
		g.DashH, g.DashV, g.HeavyDashH, g.HeavyDashV, g.Right, g.Left, g.Up, g.Down,
		g.Cross, g.Check, g.Ellipsis, g.Open, g.Close,
	}
	for _, j := range g.Joints {
		if j != " " {
			out = append(out, j)
		}
	}
	const more = "┌ ┐ └ ┘ ═ ║ ┄ ┅ ┆ ┇ █ ▌ ▐ ▀ ▄ ▁ ▏ ✗ ● ○ ◆ ◇ ■ □ • · … → ← ↑ ↓ ↔ ⇒ ↳ ⠋ ⣿ ▸ ▾ ❯ ×"
	return append(out, strings.Fields(more)...)
}

func TestGlyphsAreDrawnAsPaths(t *testing.T) {
	for _, g := range glyphs() {
		s := render.Parse(g, 1, 1, render.Dark())
		blank := len(parse(t, render.Parse(" ", 1, 1, render.Dark()).SVG("")))
		elements := parse(t, s.SVG(""))
		if len(elements) != blank+1 {
			t.Errorf("%s adds %d elements to the picture, want one path", g, len(elements)-blank)
		}
		for _, e := range elements {
			if e.attrs["textLength"] != "" {
				t.Errorf("%s is text", g)
			}
		}
		if m := s.Missing(); len(m) != 0 {
			t.Errorf("%v is missing", m)
		}
	}
}

// Lines reach the middle of every side to which they have an arm, or they would not
// join, and no other side.
func TestLineGlyphsReachTheirSides(t *testing.T) {
	g := canvas.Unicode()
	const w, h = render.CellWidth * render.Scale, render.CellHeight * render.Scale
	for n := canvas.None; n <= canvas.Heavy; n++ {
		for e := canvas.None; e <= canvas.Heavy; e++ {
			for s := canvas.None; s <= canvas.Heavy; s++ {
				for west := canvas.None; west <= canvas.Heavy; west++ {
					glyph := g.Joint(canvas.Arms{N: n, E: e, S: s, W: west})
					data, err := render.Parse(glyph, 1, 1, render.Dark()).PNG()
					if err != nil {
						t.Fatal(err)
					}
					img, err := png.Decode(bytes.NewReader(data))
					if err != nil {
						t.Fatal(err)
					}
					left, top := (img.Bounds().Dx()-w)/2, img.Bounds().Dy()-render.Scale*14-h
					for _, side := range []struct {
						weight canvas.Weight
						x, y   int
					}{{n, w / 2, 0}, {e, w - 1, h / 2}, {s, w / 2, h - 1}, {west, 0, h / 2}} {
						c := color.NRGBAModel.Convert(img.At(left+side.x, top+side.y)).(color.NRGBA)
						lit := c.R > 0x80
						if lit != (side.weight != canvas.None) {
							t.Errorf("%s at %d,%d is %v", glyph, side.x, side.y, c)
						}
					}
				}
			}
		}
	}
}

func TestMissingNamesWhatNothingCanDraw(t *testing.T) {
	if d := cmp.Diff([]string{"日", "本"}, sample(render.Dark()).Missing()); d != "" {
		t.Error(d)
	}
}

func TestParseSurvivesAnything(t *testing.T) {
	for _, text := range []string{
		"", "\n\n\n", "\x1b[", "\x1b]0;title\x07x", "\xff\xfe", "a\r\nb", "\t\t", "\x1b[2Jx", "👨‍👩‍👧🇳🇴e\u0301",
	} {
		for _, size := range [][2]int{{1, 1}, {3, 2}, {-1, -1}} {
			s := render.Parse(text, size[0], size[1], render.Light()).WithCursor(9, 9)
			parse(t, s.SVG(text))
			if _, err := s.PNG(); err != nil {
				t.Errorf("%q at %v: %v", text, size, err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(frame(), 80, 5)
	f.Add("\x1b[38;5;300mx\x1b[38;2;1m", 3, 1)
	f.Fuzz(func(t *testing.T, text string, w, h int) {
		parse(t, render.Parse(text, w%100, h%20, render.Dark()).SVG(text))
	})
}
