package report

import (
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/canvas"
)

// drawing writes the graph as boxes and arrows if it fits into the width; else nothing, as the lines
// that follow say the same.
func (p *printer) drawing(v View, g emr.Graph) {
	d := canvas.Layout(Diagram(g, p.marks), v.width()-2)
	w, h := d.Size()
	if w > v.width()-2 {
		return
	}
	glyphs := canvas.Unicode()
	if p.marks == ASCIIMarks() {
		glyphs = canvas.ASCII()
	}
	c := canvas.New(w, h)
	d.Draw(c, canvas.Point{}, canvas.Selection{}, glyphs)
	p.gap()
	for _, row := range c.Lines(nil) {
		p.line(1, row)
	}
	p.gap()
}

// The inks of a diagram, for a caller that paints them; text alone tells as much.
const (
	InkUnknown canvas.Ink = 1 + canvas.Ink(model.Unknown)
	InkBlocked canvas.Ink = 1 + canvas.Ink(model.Blocked)
	InkPartly  canvas.Ink = 1 + canvas.Ink(model.Partly)
	InkAllowed canvas.Ink = 1 + canvas.Ink(model.Allowed)
)

func ink(v model.Verdict) canvas.Ink { return 1 + canvas.Ink(v) }

// Diagram turns a Studio's graph into boxes: Workspace, Engine, then a line for each cluster, and the
// internet below the Workspace. Ids of boxes and arrows are those of the graph.
func Diagram(g emr.Graph, m Marks) canvas.Graph {
	var out canvas.Graph
	workspace := ""
	for _, n := range g.Nodes {
		if n.Kind == emr.NodeWorkspace {
			workspace = n.ID
		}
	}
	reached := map[string]string{} // how a cluster is reached, by its id
	inks, words := map[string]canvas.Ink{}, map[string]string{}
	for _, e := range g.Edges {
		reached[e.To] = m.Verdict(e.Verdict)
		inks[e.To] = ink(e.Verdict)
		if e.Verdict == model.Allowed && e.Word == emr.WordAttached {
			words[e.To] = strings.TrimSuffix(model.Printable(firstClause(e.Word)), " now")
		}
	}
	for _, n := range g.Nodes {
		if !n.Folded {
			b := box(n, m, workspace, reached)
			if b.Plain {
				b.Ink = inks[n.ID]
			}
			if n.Kind == emr.NodeCluster {
				b = told(b, words[n.ID], inks[n.ID])
			}
			out.Nodes = append(out.Nodes, b)
		}
	}
	for _, e := range g.Edges {
		out.Edges = append(out.Edges, arrow(e, g, m))
	}
	return out
}

func box(n emr.Node, m Marks, workspace string, marks map[string]string) canvas.Node {
	out := canvas.Node{ID: n.ID, Title: model.Printable(n.Title)}
	switch n.Kind {
	case emr.NodeWorkspace:
		out.Lines = boxLines(n, m)
	case emr.NodeEngine:
		out.Rank, out.Lines = 1, boxLines(n, m)
	case emr.NodeCluster:
		out.Rank, out.Plain = 2, true
		out.Title = marks[n.ID] + " " + out.Title
	case emr.NodeInternet:
		out.Plain, out.Below = true, workspace
	}
	return out
}

// told adds how a cluster is reached to its line. The boxes are narrowed before a cluster's name is:
// it is the shorter text and the one that is looked for.
func told(n canvas.Node, word string, ink canvas.Ink) canvas.Node {
	const longest = 24
	if word != "" {
		n.Lines = []canvas.Line{{{Text: word, Ink: ink}}}
	}
	n.MinWidth = min(canvas.Width(n.Title+" "+word)+3, longest)
	return n
}

// boxLines gives the group's name, which keeps its telling end when it is cut, and the facts.
func boxLines(n emr.Node, m Marks) []canvas.Line {
	const tail = 6
	lines := []canvas.Line{{{Text: model.Printable(n.Name), Tail: tail}}}
	for _, f := range n.Facts {
		span := canvas.Span{Text: model.Printable(f.Text)}
		if f.Judged {
			span = canvas.Span{Text: m.Verdict(f.Verdict) + " " + span.Text, Ink: ink(f.Verdict)}
		}
		lines = append(lines, canvas.Line{span})
	}
	return lines
}

func arrow(e emr.Edge, g emr.Graph, m Marks) canvas.Edge {
	out := canvas.Edge{ID: e.ID, From: e.From, To: e.To, Dashed: e.Verdict == model.Unknown, Ink: ink(e.Verdict)}
	if e.Label != "" {
		out.Label = canvas.Line{{Text: model.Printable(e.Label)}}
	}
	if e.Verdict == model.Blocked {
		out.Mark = m.Blocked
	}
	to, _ := g.Node(e.To)
	if to.Kind == emr.NodeCluster {
		out.Mark = "" // it stands before the cluster's name
	}
	switch to.Kind {
	case emr.NodeInternet:
		out.Mark = "" // the label has it, and there is no room for two
		out.Label = append(out.Label, canvas.Span{Text: " " + m.Verdict(e.Verdict), Ink: ink(e.Verdict)})
	case emr.NodeEngine, emr.NodeWorkspace:
		out.Note = canvas.Line{{Text: m.Verdict(e.Verdict) + " " + model.Printable(firstClause(e.Word)), Ink: ink(e.Verdict)}}
	case emr.NodeCluster: // its mark stands before the cluster's name
	}
	return out
}

// firstClause keeps a drawing's words short: the lines below the drawing have them whole.
func firstClause(s string) string {
	before, _, _ := strings.Cut(s, ";")
	return before
}
