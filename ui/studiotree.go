package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
)

// treeRow is one line of the tree. It stands for an arrow, for a box, or for an arrow and the box that
// it leads to; then left and right choose between the two.
type treeRow struct {
	indent     int
	arrow, box string // ids; "" for none
	verdict    model.Verdict
	exposes    bool   // whether the arrow is a way in from the internet
	text, name string // what is said of the arrow, or of a box alone; the box at the arrow's end
}

// selections gives what the row stands for, left to right.
func (r treeRow) selections() []canvas.Selection {
	var out []canvas.Selection
	if r.arrow != "" {
		out = append(out, canvas.Selection{Kind: canvas.EdgeKind, ID: r.arrow})
	}
	if r.box != "" {
		out = append(out, canvas.Selection{Kind: canvas.NodeKind, ID: r.box})
	}
	return out
}

// rowOf gives the row of a selection and its place in it.
func rowOf(rows []treeRow, sel canvas.Selection) (row, part int, ok bool) {
	for i, r := range rows {
		for j, s := range r.selections() {
			if s == sel {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// besides gives what an arrow key leads to from a selection: up and down another row, left and right
// the other part of the row, or the row before and after where it has but one.
func besides(rows []treeRow, sel canvas.Selection, d canvas.Direction) canvas.Selection {
	if len(rows) == 0 {
		return sel
	}
	row, part, ok := rowOf(rows, sel)
	if !ok {
		return rows[0].selections()[0]
	}
	parts := rows[row].selections()
	switch d {
	case canvas.Left:
		if part > 0 {
			return parts[part-1]
		}
		row--
	case canvas.Right:
		if part < len(parts)-1 {
			return parts[part+1]
		}
		row++
	case canvas.Up:
		row--
	case canvas.Down:
		row++
	}
	if row < 0 || row >= len(rows) {
		return sel
	}
	parts = rows[row].selections()
	if d == canvas.Left {
		return parts[len(parts)-1]
	}
	return parts[min(part, len(parts)-1)]
}

// treeRows says in lines what the drawing says in boxes: each arrow, then where it leads.
func treeRows(g emr.Graph, t theme) []treeRow {
	if len(g.Nodes) == 0 {
		return nil
	}
	if g.Cluster != "" || g.Virtual != "" {
		return clusterRows(g, t)
	}
	out := []treeRow{{box: g.Nodes[0].ID, text: boxText(g.Nodes[0], t)}}
	for _, e := range g.Edges {
		to, ok := g.Node(e.To)
		switch {
		case !ok || to.Folded:
		case isFold(to.ID):
			out = append(out, treeRow{indent: 2, arrow: e.ID, box: to.ID, name: to.Title})
		case to.Kind == emr.NodeCluster:
			out = append(out, treeRow{
				indent: 2, arrow: e.ID, box: to.ID, verdict: e.Verdict, text: e.Word, name: to.Title + faultWords(to, t),
			})
		default:
			out = append(out, treeRow{indent: 1, arrow: e.ID, verdict: e.Verdict, text: arrowText(e)},
				treeRow{indent: 1, box: to.ID, text: boxText(to, t)})
		}
	}
	return out
}

// faultWords says what is wrong inside of a cluster.
func faultWords(n emr.Node, t theme) string {
	for _, f := range n.Facts {
		switch {
		case f.Judged && f.Verdict == model.Blocked:
			return " (" + t.fail + " " + f.Text + ")"
		case f.Judged:
			return " (" + t.exposed + " " + f.Text + ")"
		}
	}
	return ""
}

// clusterRows says an opened cluster in lines: each box, then the arrows that leave it.
func clusterRows(g emr.Graph, t theme) []treeRow {
	var out []treeRow
	for _, n := range g.Nodes {
		out = append(out, treeRow{box: n.ID, text: boxText(n, t)})
		for _, e := range g.Edges {
			if to, ok := g.Node(e.To); ok && e.From == n.ID {
				text := joined(" ", e.Label, "to "+to.Title+":", e.Word)
				out = append(out, treeRow{indent: 1, arrow: e.ID, verdict: e.Verdict, exposes: e.Exposes, text: text})
			}
		}
	}
	return out
}

func arrowText(e emr.Edge) string {
	if e.Label == "" {
		return e.Word
	}
	return e.Label + " " + e.Word
}

// boxText says a box in one line: what it is, its group, its facts.
func boxText(n emr.Node, t theme) string {
	out := []string{joined(": ", n.Title, n.Name)}
	for _, f := range n.Facts {
		text := f.Text
		if f.Judged {
			glyph, _ := t.verdict(f.Verdict)
			if n.Kind == emr.NodeCluster && f.Verdict == model.Partly { // exposed inside, and not broken
				glyph = t.exposed
			}
			text = glyph + " " + text
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// tree draws the rows around the selected one, and says how many do not fit.
func (p *studiosPage) tree(s size) (f frame, hidden string) {
	rows := p.layout().rows
	at, part, _ := rowOf(rows, p.sel)
	h := min(len(rows), s.h)
	top := max(min(at-h/2, len(rows)-h), 0)
	var out []string
	for y := range h {
		i, chosen := top+y, -1
		if i == at {
			chosen = part
		}
		out = append(out, p.treeLine(rows[i], chosen, s.w))
		if i == at && p.inside {
			f.Cursor = cursorAt(0, y)
		}
		f.Hits = append(f.Hits, hit{0, y, s.w, 1, func() tea.Cmd { return p.clickRow(i) }})
	}
	f.Content = strings.Join(out, "\n")
	return f, p.x.theme.offscreen(canvas.Point{Y: top}, size{s.w, h}, s.w, len(rows))
}

// clickRow selects a row by its last part, which is the one that opens; of the selected row a click
// opens what is selected.
func (p *studiosPage) clickRow(i int) tea.Cmd {
	rows := p.layout().rows
	if i >= len(rows) {
		return nil
	}
	if at, _, ok := rowOf(rows, p.sel); ok && at == i {
		return p.click(p.sel)
	}
	parts := rows[i].selections()
	return p.click(parts[len(parts)-1])
}

// treeLine draws a row of which a part may be chosen (-1 for none). A box that shares its row with an
// arrow stands in brackets when it is the one that is chosen, so that this is seen without colour.
func (p *studiosPage) treeLine(r treeRow, chosen, w int) string {
	t := p.x.theme
	text := "  "
	if chosen >= 0 {
		text = "> "
	}
	text += strings.Repeat("  ", r.indent)
	style := t.text
	if r.arrow != "" && !isFold(r.box) {
		glyph, s := t.verdict(r.verdict)
		if r.exposes {
			glyph, s = t.severity(model.Exposed)
		}
		style = s
		text += t.arrow + " " + glyph + " "
	}
	text += model.Printable(r.text)
	if r.name != "" {
		name := model.Printable(r.name)
		if chosen == 1 {
			name = "[" + name + "]"
		}
		if r.text != "" {
			text += ": "
		}
		text += name
	}
	text = ansi.Truncate(text, w, t.ellipsis)
	if chosen >= 0 && p.inside {
		return t.selected.Render(pad(text, w))
	}
	return style.Render(text)
}
