package render

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/gomonobolditalic"
	"golang.org/x/image/font/gofont/gomonoitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Scale is how many pixels of the PNG one of the SVG is.
const Scale = 2

// PNG returns the picture at twice the size of the SVG, for screens of that density.
// The corners outside the window are transparent.
func (s Screen) PNG() ([]byte, error) {
	sc := s.scene()
	img := image.NewRGBA(image.Rect(0, 0, sc.w*Scale, sc.h*Scale))
	for _, a := range sc.areas {
		fill(img, a.shape, a.color)
	}
	faces := newFaces()
	for _, r := range sc.runs {
		if err := faces.draw(img, r); err != nil {
			return nil, err
		}
	}
	if err := faces.title(img, sc, s.theme.Title); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("encode PNG: %w", err)
	}
	return b.Bytes(), nil
}

// fill paints a shape contour by contour group, on no more of the picture than it takes.
func fill(img *image.RGBA, s shape, c RGB) {
	area := s.bounds().Intersect(img.Bounds())
	if area.Empty() {
		return
	}
	z := vector.NewRasterizer(area.Dx(), area.Dy())
	at := func(p point) (x, y float32) {
		return float32(p.x*Scale - float64(area.Min.X)), float32(p.y*Scale - float64(area.Min.Y))
	}
	for _, o := range s.contours {
		z.MoveTo(at(o.start))
		from := o.start
		for _, v := range o.curves {
			if v.line(from) {
				z.LineTo(at(v.to))
			} else {
				ax, ay := at(v.a)
				bx, by := at(v.b)
				x, y := at(v.to)
				z.CubeTo(ax, ay, bx, by, x, y)
			}
			from = v.to
		}
		z.ClosePath()
	}
	z.Draw(img, area, image.NewUniform(c.rgba()), image.Point{})
}

// bounds is the part of the PNG that a shape lies in.
func (s shape) bounds() image.Rectangle {
	var out image.Rectangle
	for _, c := range s.contours {
		lo, hi := c.start, c.start
		for _, v := range c.curves {
			for _, p := range []point{v.a, v.b, v.to} {
				lo = point{min(lo.x, p.x), min(lo.y, p.y)}
				hi = point{max(hi.x, p.x), max(hi.y, p.y)}
			}
		}
		out = out.Union(image.Rect(
			int(math.Floor(lo.x*Scale)), int(math.Floor(lo.y*Scale)),
			int(math.Ceil(hi.x*Scale)), int(math.Ceil(hi.y*Scale))))
	}
	return out
}

// faces are the fonts of the PNG, opened when they are needed.
type faces struct {
	fonts map[look]*sfnt.Font
	open  map[look]font.Face
}

func newFaces() *faces {
	return &faces{map[look]*sfnt.Font{}, map[look]font.Face{}}
}

// style is the part of a look that chooses a font.
func (l look) style() look { return look{bold: l.bold, italic: l.italic} }

func (l look) ttf() []byte {
	switch l.style() {
	case look{bold: true}:
		return gomonobold.TTF
	case look{italic: true}:
		return gomonoitalic.TTF
	case look{bold: true, italic: true}:
		return gomonobolditalic.TTF
	}
	return gomono.TTF
}

// font returns the font of a look. The Go fonts are part of the program, so one that
// cannot be read is a broken build.
func (f *faces) font(l look) *sfnt.Font {
	l = l.style()
	if f.fonts[l] == nil {
		parsed, err := sfnt.Parse(l.ttf())
		if err != nil {
			panic("the Go font does not parse: " + err.Error())
		}
		f.fonts[l] = parsed
	}
	return f.fonts[l]
}

// has reports whether the font has every rune of a character.
func (f *faces) has(s string) bool {
	var buf sfnt.Buffer
	for _, r := range s {
		if i, err := f.font(look{}).GlyphIndex(&buf, r); err != nil || i == 0 {
			return false
		}
	}
	return true
}

func (f *faces) face(l look) (font.Face, error) {
	l = l.style()
	if f.open[l] == nil {
		face, err := newFace(f.font(l), fontSize)
		if err != nil {
			return nil, err
		}
		f.open[l] = face
	}
	return f.open[l], nil
}

func newFace(f *sfnt.Font, size float64) (font.Face, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size * Scale, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("open the Go font: %w", err)
	}
	return face, nil
}

// draw sets each character of a run into its cell.
func (f *faces) draw(img *image.RGBA, r run) error {
	face, err := f.face(r.look)
	if err != nil {
		return err
	}
	d := font.Drawer{Dst: img, Src: image.NewUniform(r.fg.rgba()), Face: face}
	for i, c := range r.text {
		x := r.at.x + float64(i*CellWidth)
		switch {
		case c.text == "":
		case f.has(c.text):
			d.Dot = fixed.P(int(x*Scale), int(r.at.y*Scale))
			d.DrawString(c.text)
		default:
			fill(img, tofu(c.width).moved(x, r.at.y-baseline), r.fg)
		}
	}
	return nil
}

// title writes the window's title into the middle of its bar.
func (f *faces) title(img *image.RGBA, sc scene, c RGB) error {
	regular, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return fmt.Errorf("read the Go font: %w", err)
	}
	face, err := newFace(regular, titleSize)
	if err != nil {
		return err
	}
	d := font.Drawer{Dst: img, Src: image.NewUniform(c.rgba()), Face: face}
	w := d.MeasureString(sc.title)
	d.Dot = fixed.Point26_6{X: fixed.I(sc.w*Scale)/2 - w/2, Y: fixed.I(int(titleBaseline * Scale))}
	d.DrawString(sc.title)
	return nil
}
