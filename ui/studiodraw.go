package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
	"github.com/sgscope/sgscope/ui/report"
)

// treeWidth is the width below which a tree says what the drawing would.
const treeWidth = 70

// marks are the report's signs in the theme's glyphs, so that page and text agree.
func (t theme) marks() report.Marks {
	if t.pass == asciiGlyphs().pass {
		return report.ASCIIMarks()
	}
	return report.UnicodeMarks()
}

func (t theme) canvasGlyphs() canvas.Glyphs {
	if t.pass == asciiGlyphs().pass {
		return canvas.ASCII()
	}
	return canvas.Unicode()
}

// paint styles a run of cells; what is selected is set off by more than its colour.
func (t theme) paint(ink canvas.Ink, s string) string {
	if ink&canvas.Selected != 0 {
		return t.selected.Render(s)
	}
	if ink == 0 {
		return t.text.Render(s)
	}
	_, style := t.verdict(model.Verdict(ink - 1))
	return style.Render(s)
}

func (p *studiosPage) drawing(s size) frame {
	p.width = s.w
	if s.w < treeWidth || p.x.theme.plain {
		return p.tree(s)
	}
	d := p.layout()
	w, h := d.Size()
	view := size{s.w, min(h, s.h)}
	p.follow(d, view)
	t := p.x.theme
	c := canvas.New(max(w, s.w), max(h, view.h))
	d.Draw(c, canvas.Point{}, p.drawnSelection(), t.canvasGlyphs())
	f := lines(c.Window(canvas.Rect{X: p.scroll.X, Y: p.scroll.Y, W: view.w, H: view.h}, t.paint)...)
	scroll := p.scroll
	f.Hits = nil
	for y := range view.h {
		for x := range view.w {
			if sel, ok := d.At(canvas.Point{X: x + scroll.X, Y: y + scroll.Y}); ok {
				f.Hits = append(f.Hits, hit{x, y, 1, 1, p.clickOn(sel)})
			}
		}
	}
	if at, ok := p.place(d); ok && p.inside {
		f.Cursor = cursorAt(at.X-scroll.X, at.Y-scroll.Y)
	}
	return f
}

// drawnSelection is the selection as drawn: what the inspector tells of is marked in any case.
func (p *studiosPage) drawnSelection() canvas.Selection { return p.sel }

func (p *studiosPage) layout() canvas.Drawing {
	return canvas.Layout(report.Diagram(p.graph(), p.x.theme.marks()), max(p.width, 1))
}

func (p *studiosPage) clickOn(sel canvas.Selection) func() tea.Cmd {
	return func() tea.Cmd {
		if p.inside && p.sel == sel {
			return p.open()
		}
		p.sel, p.inside = sel, true
		return nil
	}
}

// place gives a cell of what is selected.
func (p *studiosPage) place(d canvas.Drawing) (canvas.Point, bool) {
	switch p.sel.Kind {
	case canvas.NodeKind:
		r, ok := d.NodeRect(p.sel.ID)
		return canvas.Point{X: r.X, Y: r.Y}, ok
	case canvas.EdgeKind:
		path, ok := d.EdgePath(p.sel.ID)
		if ok {
			return path[len(path)/2], true
		}
	case canvas.NoKind:
	}
	return canvas.Point{}, false
}

// follow scrolls so that what is selected is in sight, its box as a whole where that fits.
func (p *studiosPage) follow(d canvas.Drawing, view size) {
	w, h := d.Size()
	r, ok := d.NodeRect(p.sel.ID)
	if !ok || p.sel.Kind != canvas.NodeKind {
		at, found := p.place(d)
		if !found {
			p.scroll = canvas.Point{}
			return
		}
		r = canvas.Rect{X: at.X, Y: at.Y, W: 1, H: 1}
	}
	p.scroll.X = inSight(p.scroll.X, r.X, r.W, view.w, w)
	p.scroll.Y = inSight(p.scroll.Y, r.Y, r.H, view.h, h)
}

// inSight moves a window of a length along one axis until it shows a stretch, or its beginning.
func inSight(top, at, length, window, whole int) int {
	if at+length > top+window {
		top = at + length - window
	}
	if at < top {
		top = at
	}
	return max(min(top, whole-window), 0)
}

// neighbour gives what an arrow key leads to.
func (p *studiosPage) neighbour(d canvas.Direction) canvas.Selection {
	if p.width >= treeWidth && !p.x.theme.plain {
		return p.layout().Next(p.sel, d)
	}
	rows := p.treeRows()
	at := 0
	for i, r := range rows {
		if r.sel == p.sel {
			at = i
		}
	}
	switch d {
	case canvas.Up, canvas.Left:
		at--
	case canvas.Down, canvas.Right:
		at++
	}
	if at < 0 || at >= len(rows) {
		return p.sel
	}
	return rows[at].sel
}

// treeRow is one line of the tree and what it stands for.
type treeRow struct {
	sel     canvas.Selection
	indent  int
	verdict model.Verdict
	judged  bool
	text    string
}

// treeRows says in lines what the drawing says in boxes: each arrow, then where it leads.
func (p *studiosPage) treeRows() []treeRow {
	g := p.graph()
	var out []treeRow
	node := func(n emr.Node, indent int) {
		text := n.Title
		if n.Name != "" && n.Kind != emr.NodeCluster {
			text += ": " + n.Name
		}
		for _, f := range n.Facts {
			text += ", " + f.Text
		}
		out = append(out, treeRow{canvas.Selection{Kind: canvas.NodeKind, ID: n.ID}, indent, n.Verdict, false, text})
	}
	if len(g.Nodes) == 0 {
		return nil
	}
	node(g.Nodes[0], 0)
	for _, e := range g.Edges {
		to, _ := g.Node(e.To)
		if to.Folded {
			continue
		}
		indent := 1
		if to.Kind == emr.NodeCluster {
			indent = 2
		}
		text := e.Word
		if e.Label != "" {
			text = e.Label + " " + text
		}
		if to.Kind == emr.NodeCluster {
			text += ": " + to.Title
		}
		out = append(out, treeRow{canvas.Selection{Kind: canvas.EdgeKind, ID: e.ID}, indent, e.Verdict, true, text})
		if to.Kind != emr.NodeCluster {
			node(to, indent)
		}
	}
	return out
}

// tree draws the rows around the selected one.
func (p *studiosPage) tree(s size) frame {
	t := p.x.theme
	rows := p.treeRows()
	at := 0
	for i, r := range rows {
		if r.sel == p.sel {
			at = i
		}
	}
	h := min(len(rows), s.h)
	top := max(min(at-h/2, len(rows)-h), 0)
	var f frame
	var out []string
	for y := 0; y < h; y++ {
		r := rows[top+y]
		out = append(out, p.treeLine(t, r, s.w))
		if r.sel == p.sel && p.inside {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, p.clickOn(r.sel)})
	}
	f.Content = strings.Join(out, "\n")
	return f
}

func (p *studiosPage) treeLine(t theme, r treeRow, w int) string {
	marker := "  "
	if r.sel == p.sel {
		marker = "> "
	}
	text := marker + strings.Repeat("  ", r.indent)
	style := t.text
	if r.judged {
		glyph, s := t.verdict(r.verdict)
		style = s
		text += t.arrow + " " + glyph + " "
	}
	text = ansi.Truncate(text+model.Printable(r.text), w, t.ellipsis)
	if r.sel == p.sel && p.inside {
		return t.selected.Render(pad(text, w))
	}
	return style.Render(text)
}
