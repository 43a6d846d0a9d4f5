package report

import (
	"cmp"
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

// Diagram turns a graph into boxes. A Studio's: Workspace, Engine, then a line for each cluster, and the
// internet below the Workspace. A cluster's: Engine and internet, the primary node with the core nodes
// below, then service access. Ids of boxes and arrows are those of the graph.
func Diagram(g emr.Graph, m Marks) canvas.Graph {
	var out canvas.Graph
	above := map[emr.NodeKind]string{} // the boxes below which others stand
	for _, n := range g.Nodes {
		above[n.Kind] = n.ID
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
			b := box(n, m, above, reached)
			if b.Plain {
				b.Ink = inks[n.ID]
			}
			if n.Kind == emr.NodeCluster {
				b = told(b, words[n.ID], inks[n.ID])
				b = faulty(b, n, m)
			}
			out.Nodes = append(out.Nodes, b)
		}
	}
	for _, e := range g.Edges {
		out.Edges = append(out.Edges, arrow(e, g, m))
	}
	return out
}

func box(n emr.Node, m Marks, above map[emr.NodeKind]string, marks map[string]string) canvas.Node {
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
		out.Plain, out.Rank, out.Below = true, 1, above[emr.NodeWorkspace]
	case emr.NodePrimary:
		out.Rank, out.Lines = 2, boxLines(n, m)
	case emr.NodeCore:
		out.Rank, out.Below, out.Lines = 2, above[emr.NodePrimary], boxLines(n, m)
	case emr.NodeStudio:
		out.Plain = true
	case emr.NodeVirtual:
		out.Lines = boxLines(n, m)
	case emr.NodeEndpoint:
		out.Rank, out.Lines = 1, boxLines(n, m)
	case emr.NodeWorkers:
		out.Rank, out.Lines = 2, boxLines(n, m)
	case emr.NodeService:
		out.Rank, out.Lines, out.MinWidth = 3, boxLines(n, m), canvas.Width(n.Title)+3
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

// faulty adds what is wrong inside of a cluster to its line.
func faulty(b canvas.Node, n emr.Node, m Marks) canvas.Node {
	const longest = 30
	for _, f := range n.Facts {
		if !f.Judged {
			continue
		}
		number, _, _ := strings.Cut(f.Text, " ")
		text, color := m.Blocked+number+" inside", InkBlocked
		if f.Verdict == model.Partly {
			text, color = m.Alarm+number+" inside", InkPartly
		}
		if len(b.Lines) == 0 {
			b.Lines = []canvas.Line{nil}
		} else {
			text = " " + text
		}
		b.Lines[0] = append(b.Lines[0], canvas.Span{Text: text, Ink: color})
		b.MinWidth = min(b.MinWidth+canvas.Width(text)+1, longest)
	}
	return b
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
	to, _ := g.Node(e.To)
	switch {
	case g.Cluster != "" || g.Virtual != "":
		return inside(out, e, g, m)
	case to.Kind == emr.NodeCluster: // its mark stands before the cluster's name
	case to.Kind == emr.NodeInternet: // the label has the mark, and there is no room for two
		out.Label = append(out.Label, canvas.Span{Text: " " + m.Verdict(e.Verdict), Ink: ink(e.Verdict)})
	default:
		if e.Verdict == model.Blocked {
			out.Mark = m.Blocked
		}
		out.Note = canvas.Line{{Text: m.Verdict(e.Verdict) + " " + model.Printable(firstClause(e.Word)), Ink: ink(e.Verdict)}}
	}
	return out
}

// inside draws an arrow of an opened cluster, which has many: the verdict stands behind the traffic. A way
// in from the internet is marked as what it is, not as a path that one wants.
func inside(out canvas.Edge, e emr.Edge, g emr.Graph, m Marks) canvas.Edge {
	mark, paint := m.Verdict(e.Verdict), ink(e.Verdict)
	if e.Exposes {
		mark, paint = m.Alarm, InkBlocked
	}
	out.Ink = paint
	if to, _ := g.Node(e.To); to.Kind == emr.NodeCore && !e.Exposes && strings.HasPrefix(e.From, "primary:") {
		word := map[model.Verdict]string{model.Allowed: "both ways", model.Blocked: "blocked", model.Partly: "partly"}[e.Verdict]
		out.Mark = m.Up // the head says one way, this the other
		out.Label = canvas.Line{{Text: "all traffic"}}
		out.Note = canvas.Line{{Text: mark + " " + cmp.Or(word, "unknown"), Ink: paint}}
		return out
	}
	if e.Label == "" {
		word, _, _ := strings.Cut(firstClause(e.Word), ",")
		out.Label = canvas.Line{{Text: model.Printable(word)}}
	}
	out.Label = append(out.Label, canvas.Span{Text: " " + mark, Ink: paint})
	return out
}

// firstClause keeps a drawing's words short: the lines below the drawing have them whole.
func firstClause(s string) string {
	before, _, _ := strings.Cut(s, ";")
	return before
}
