package render

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The fonts of the SVG. Every run of text is stretched to its cells, so any will do.
const (
	monoFonts = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
	sansFonts = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif"
)

// SVG returns the picture with a title in the window's bar, which is also its name
// for those who cannot see it. An empty title is that of WithTitle.
func (s Screen) SVG(title string) []byte {
	if title != "" {
		s.title = title
	}
	sc := s.scene()
	name := escape(sc.title)
	if name == "" {
		name = "terminal"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" `,
		sc.w, sc.h, sc.w, sc.h)
	fmt.Fprintf(&b, `role="img" aria-label="%s" xml:space="preserve">`+"\n<title>%s</title>\n", name, name)
	for _, a := range sc.areas {
		b.WriteString(`<path fill="` + a.color.hex() + `"`)
		if a.sharp {
			b.WriteString(` shape-rendering="crispEdges"`)
		}
		b.WriteString(` d="` + path(a.shape) + "\"/>\n")
	}
	if sc.title != "" {
		fmt.Fprintf(&b, `<text x="%s" y="%s" fill="%s" font-family="%s" font-size="%d" text-anchor="middle">%s</text>`+"\n",
			num(float64(sc.w)/2), num(titleBaseline), s.theme.Title.hex(), sansFonts, titleSize, name)
	}
	fmt.Fprintf(&b, `<g font-family="%s" font-size="%d">`+"\n", monoFonts, fontSize)
	for _, r := range sc.runs {
		b.WriteString(r.svg())
	}
	b.WriteString("</g>\n</svg>\n")
	return []byte(b.String())
}

const titleBaseline = barHeight/2 + 4.5

func (r run) svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<text x="%s" y="%s" textLength="%d" lengthAdjust="spacingAndGlyphs" fill="%s"`,
		num(r.at.x), num(r.at.y), r.cells*CellWidth, r.fg.hex())
	if r.look.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if r.look.italic {
		b.WriteString(` font-style="italic"`)
	}
	b.WriteString(">" + escape(r.String()) + "</text>\n")
	return b.String()
}

// escape makes text fit for XML: what may not occur in it at all is left out.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r < ' ', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// path writes contours as path data.
func path(s shape) string {
	var b strings.Builder
	for _, c := range s.contours {
		b.WriteString("M" + pair(c.start))
		at := c.start
		for _, v := range c.curves {
			switch {
			case !v.line(at):
				b.WriteString("C" + pair(v.a) + " " + pair(v.b) + " " + pair(v.to))
			case v.to.y == at.y:
				b.WriteString("H" + num(v.to.x))
			case v.to.x == at.x:
				b.WriteString("V" + num(v.to.y))
			default:
				b.WriteString("L" + pair(v.to))
			}
			at = v.to
		}
		b.WriteByte('Z')
	}
	return b.String()
}

func pair(p point) string { return num(p.x) + " " + num(p.y) }

// num writes a number with at most two decimals.
func num(v float64) string {
	v = math.Round(v*100) / 100
	if v == 0 {
		return "0" // and not -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
