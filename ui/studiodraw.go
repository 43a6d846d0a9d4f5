package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
	"github.com/sgscope/sgscope/ui/report"
)

// treeWidth is the width below which a tree says what the drawing would.
const treeWidth = 70

// marks are the report's signs in the theme's glyphs, so that a page says a verdict in one way.
func (t theme) marks() report.Marks {
	m := report.UnicodeMarks()
	if t.pass == asciiGlyphs().pass {
		m = report.ASCIIMarks()
	}
	m.Allowed, m.Blocked, m.Partly, m.Unknown = t.pass, t.fail, t.part, t.unsure
	return m
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

// laidOut is one drawing with what it was made of. The zero value was made of nothing.
type laidOut struct {
	row     string // key of the row
	opened  string
	width   int
	folds   [2]bool
	graph   emr.Graph
	drawing canvas.Drawing
	rows    []treeRow
	laid    bool // drawing and rows are made; the graph alone is enough to ask what is there
}

// current gives the drawing of what is selected now, with the graph as it is drawn.
func (p *studiosPage) current() *laidOut {
	row, folds := p.row().key(), p.folds()
	if d := &p.drawn; d.graph.Nodes == nil || d.row != row || d.folds != folds || d.opened != p.opened {
		p.drawn = laidOut{row: row, opened: p.opened, folds: folds, graph: p.folded(p.whole())}
	}
	return &p.drawn
}

// graph gives the graph of the selected pair as it is drawn.
func (p *studiosPage) graph() emr.Graph { return p.current().graph }

// layout gives the drawing for the width of the terminal.
func (p *studiosPage) layout() *laidOut {
	d, w := p.current(), max(p.x.size.w, 1)
	if d.laid && d.width == w {
		return d
	}
	d.graph = p.folded(p.whole())
	d.drawing = canvas.Layout(p.diagram(d.graph, w), w)
	if wide, _ := d.drawing.Size(); wide > w {
		if less, ok := narrowed(d.graph); ok {
			d.graph, d.drawing = less, canvas.Layout(p.diagram(less, w), w)
		}
	}
	d.rows = treeRows(d.graph, p.x.theme)
	d.width, d.laid = w, true
	return d
}

// diagram gives the boxes and arrows of a graph for a width.
func (p *studiosPage) diagram(g emr.Graph, w int) canvas.Graph {
	diagram := report.Diagram(g, p.x.theme.marks())
	for i, n := range diagram.Nodes {
		if fold, _ := g.Node(n.ID); isFold(n.ID) {
			diagram.Nodes[i] = foldBox(n, fold.Title, w)
		}
	}
	for i, e := range diagram.Edges {
		diagram.Edges[i].Note = shortNote(e.Note)
	}
	return diagram
}

// shortNote keeps the word of an arrow and leaves what follows it to the inspector: texts on arrows
// are never cut, and a long one would push the boxes out of sight.
func shortNote(l canvas.Line) canvas.Line {
	const longest = 30
	if l.Width() <= longest || len(l) == 0 {
		return l
	}
	span := l[0]
	span.Text, _, _ = strings.Cut(span.Text, ":")
	return canvas.Line{span}
}

// linear reports whether the tree stands for the drawing.
func (p *studiosPage) linear() bool { return p.x.size.w < treeWidth || p.x.theme.plain }

// drawing draws the part around what is selected, and says what of it does not fit.
func (p *studiosPage) drawing(s size) (f frame, hidden string) {
	if p.linear() {
		return p.tree(s)
	}
	d, t := p.layout().drawing, p.x.theme
	w, h := d.Size()
	view := size{s.w, min(h, s.h)}
	p.follow(d, view)
	c := canvas.New(max(w, s.w), max(h, view.h))
	d.Draw(c, canvas.Point{}, p.sel, t.canvasGlyphs())
	window := canvas.Rect{X: p.scroll.X, Y: p.scroll.Y, W: view.w, H: view.h}
	c.MarkCuts(window, t.ellipsis)
	f = lines(c.Window(window, t.paint)...)
	scroll := p.scroll
	f.Areas = []area{{0, 0, view.w, view.h, func(x, y int) tea.Cmd {
		if sel, ok := d.At(canvas.Point{X: x + scroll.X, Y: y + scroll.Y}); ok {
			return p.click(sel)
		}
		return nil
	}}}
	if at, ok := p.place(d); ok && p.inside {
		f.Cursor = cursorAt(at.X-scroll.X, at.Y-scroll.Y)
	}
	return f, t.offscreen(scroll, view, w, h)
}

// offscreen says how many rows and columns of a drawing lie outside of the view.
func (t theme) offscreen(scroll canvas.Point, view size, w, h int) string {
	out := ""
	say := func(sign string, n int) {
		if n <= 0 {
			return
		}
		if out != "" {
			out += " "
		}
		out += fmt.Sprintf("%s%d", sign, n)
	}
	say(t.up, scroll.Y)
	say(t.down, h-view.h-scroll.Y)
	say("<", scroll.X)
	say(">", w-view.w-scroll.X)
	return out
}

// click selects what is under the mouse; a click on what is selected opens it.
func (p *studiosPage) click(sel canvas.Selection) tea.Cmd {
	if p.sel == sel {
		return p.open() // from outside this only goes in
	}
	p.sel = sel
	p.enter()
	return nil
}

// place gives a cell of what is selected.
func (p *studiosPage) place(d canvas.Drawing) (canvas.Point, bool) {
	switch p.sel.Kind {
	case canvas.NodeKind:
		r, ok := d.NodeRect(p.sel.ID)
		return canvas.Point{X: r.X, Y: r.Y}, ok
	case canvas.EdgeKind:
		if path, ok := d.EdgePath(p.sel.ID); ok {
			return path[len(path)/2], true
		}
	case canvas.NoKind:
	}
	return canvas.Point{}, false
}

// follow scrolls so that what is selected is in sight, its box as a whole where that fits.
func (p *studiosPage) follow(d canvas.Drawing, view size) {
	w, h := d.Size()
	at, found := p.place(d)
	if !found {
		p.scroll = canvas.Point{}
		return
	}
	r := canvas.Rect{X: at.X, Y: at.Y, W: 1, H: 1}
	if p.sel.Kind == canvas.NodeKind {
		r, _ = d.NodeRect(p.sel.ID)
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
	if p.linear() {
		return besides(p.layout().rows, p.sel, d)
	}
	return p.layout().drawing.Next(p.sel, d)
}
