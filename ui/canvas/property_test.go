package canvas_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/ui/canvas"
)

// graphs are up to twelve nodes whose every text occurs once: names end in ; so
// that none is part of another, and marks are capitals, which occur in no name.
func graphs() *rapid.Generator[canvas.Graph] {
	return rapid.Custom(func(t *rapid.T) canvas.Graph {
		var g canvas.Graph
		n := rapid.IntRange(0, 12).Draw(t, "nodes")
		for i := range n {
			id := fmt.Sprintf("n%d;", i)
			node := canvas.Node{ID: id, Title: id, Rank: rapid.IntRange(0, 4).Draw(t, "rank")}
			node.Plain = rapid.Bool().Draw(t, "plain")
			if rapid.IntRange(0, 3).Draw(t, "stacked") == 0 {
				node.Below = fmt.Sprintf("n%d;", rapid.IntRange(0, n).Draw(t, "below"))
			}
			for j := range rapid.IntRange(0, 3).Draw(t, "rows") {
				node.Lines = append(node.Lines, text(fmt.Sprintf("row%d-%d;", i, j)))
			}
			g.Nodes = append(g.Nodes, node)
		}
		if n == 0 {
			return g
		}
		for i := range rapid.IntRange(0, 16).Draw(t, "edges") {
			end := rapid.IntRange(0, n-1)
			e := edge(fmt.Sprintf("n%d;>n%d;", end.Draw(t, "from"), end.Draw(t, "to")), "", "", "")
			e.ID = fmt.Sprint("edge", i)
			if rapid.Bool().Draw(t, "label") {
				e.Label = text(fmt.Sprintf("label%d;", i))
			}
			if rapid.IntRange(0, 2).Draw(t, "note") == 0 {
				e.Note = text(fmt.Sprintf("why%d;", i))
			}
			if rapid.Bool().Draw(t, "mark") {
				e.Mark = string(rune('A' + i))
			}
			g.Edges = append(g.Edges, e)
		}
		return g
	})
}

func TestEverythingAppearsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		d := canvas.Layout(g, 400)
		all := strings.Join(draw(d, canvas.Selection{}, canvas.Unicode()), "\n")
		once := func(s string) {
			if n := strings.Count(all, s); n != 1 {
				t.Errorf("%q appears %d times in\n%s", s, n, all)
			}
		}
		for _, n := range g.Nodes {
			once(n.Title)
			for _, l := range n.Lines {
				once(l.String())
			}
		}
		for _, e := range g.Edges {
			for _, s := range []string{e.Label.String(), e.Note.String(), e.Mark} {
				if s != "" {
					once(s)
				}
			}
		}
	})
}

func TestLabelsAppearOnceHoweverNarrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		d := canvas.Layout(g, rapid.IntRange(0, 120).Draw(t, "width"))
		all := strings.Join(draw(d, canvas.Selection{}, canvas.ASCII()), "\n")
		for _, e := range g.Edges {
			for _, s := range []string{e.Label.String(), e.Note.String(), e.Mark} {
				if n := strings.Count(all, s); s != "" && n != 1 {
					t.Errorf("%q appears %d times in\n%s", s, n, all)
				}
			}
		}
	})
}

func TestNothingIsInTheWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		d := canvas.Layout(g, rapid.SampledFrom([]int{1, 40, 80, 400}).Draw(t, "width"))
		w, h := d.Size()
		rows := draw(d, canvas.Selection{}, canvas.Unicode())
		all := strings.Join(rows, "\n")
		whole := canvas.Rect{W: w, H: h}
		rects := map[string]canvas.Rect{}
		for _, n := range g.Nodes {
			r, ok := d.NodeRect(n.ID)
			far := canvas.Point{X: r.X + r.W - 1, Y: r.Y + r.H - 1}
			if !ok || !whole.Contains(canvas.Point{X: r.X, Y: r.Y}) || !whole.Contains(far) {
				t.Errorf("%s at %v is not in %dx%d\n%s", n.ID, r, w, h, all)
			}
			for id, other := range rects {
				if r.Overlaps(other) {
					t.Errorf("%s at %v overlaps %s at %v\n%s", n.ID, r, id, other, all)
				}
			}
			rects[n.ID] = r
			if !n.Plain {
				inside(t, n, r, rows)
			}
		}
		for _, e := range g.Edges {
			for _, p := range cells(t, d, e.ID) {
				if !whole.Contains(p) {
					t.Errorf("%s leaves the drawing at %v\n%s", e.ID, p, all)
				}
				for id, r := range rects {
					if r.Contains(p) && (id != e.From || onEdge(r, p) != 1) {
						t.Errorf("%s %s>%s runs through %s at %v\n%s", e.ID, e.From, e.To, id, p, all)
					}
				}
			}
		}
	})
}

// inside checks that a box shows its own lines, perhaps shortened, and blanks.
func inside(t *rapid.T, n canvas.Node, r canvas.Rect, rows []string) {
	for y := r.Y + 1; y < r.Y+r.H-1; y++ {
		got := string([]rune(rows[y])[r.X+1 : r.X+r.W-1])
		want := ""
		if i := y - r.Y - 1; i < len(n.Lines) {
			want = n.Lines[i].String()
		}
		got = strings.TrimSuffix(strings.TrimSpace(got), "…")
		if !strings.HasPrefix(want, got) || want != "" && got == "" && r.W > 6 {
			t.Errorf("%s has %q where %q belongs\n%s", n.ID, got, want, strings.Join(rows, "\n"))
		}
	}
}

// onEdge counts the sides of r that p lies on: a corner is two.
func onEdge(r canvas.Rect, p canvas.Point) int {
	n := 0
	for _, on := range []bool{p.X == r.X, p.X == r.X+r.W-1, p.Y == r.Y, p.Y == r.Y+r.H-1} {
		if on {
			n++
		}
	}
	return n
}

// cells walks an edge's path, which has to be orthogonal.
func cells(t *rapid.T, d canvas.Drawing, id string) []canvas.Point {
	path, ok := d.EdgePath(id)
	if !ok || len(path) < 2 {
		t.Fatalf("%s has no path", id)
	}
	out := []canvas.Point{path[0]}
	for _, to := range path[1:] {
		p := out[len(out)-1]
		if p.X != to.X && p.Y != to.Y {
			t.Fatalf("%s is not orthogonal: %v", id, path)
		}
		for p != to {
			p.X += min(max(to.X-p.X, -1), 1)
			p.Y += min(max(to.Y-p.Y, -1), 1)
			out = append(out, p)
		}
	}
	return out
}

// Edges may cross, and share a line where they share an end; else no two of them
// run along each other, or a reader could not tell which goes where.
func TestStrangersDoNotShareALine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		d := canvas.Layout(g, 80)
		type step struct{ a, b canvas.Point }
		owners := map[step][]canvas.Edge{}
		for _, e := range g.Edges {
			path := cells(t, d, e.ID)
			for i := 1; i < len(path); i++ {
				s := step{path[i-1], path[i]}
				if s.b.X < s.a.X || s.b.Y < s.a.Y {
					s.a, s.b = s.b, s.a
				}
				for _, o := range owners[s] {
					if o.From != e.From && o.To != e.To && o.ID != e.ID {
						t.Fatalf("%s>%s and %s>%s share %v\n%s", o.From, o.To, e.From, e.To, s,
							strings.Join(draw(d, canvas.Selection{}, canvas.Unicode()), "\n"))
					}
				}
				owners[s] = append(owners[s], e)
			}
		}
	})
}

func TestSameInputSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		one := strings.Join(draw(canvas.Layout(g, 80), canvas.Selection{}, canvas.Unicode()), "\n")
		two := strings.Join(draw(canvas.Layout(g, 80), canvas.Selection{}, canvas.Unicode()), "\n")
		if one != two {
			t.Errorf("first\n%s\nthen\n%s", one, two)
		}
	})
}

func TestArrowKeysReachEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		d := canvas.Layout(g, 80)
		all := d.All()
		if len(all) != len(g.Nodes)+len(g.Edges) {
			t.Errorf("%d of %d can be selected", len(all), len(g.Nodes)+len(g.Edges))
		}
		seen := map[canvas.Selection]bool{d.First(): true}
		for todo := []canvas.Selection{d.First()}; len(todo) > 0; todo = todo[1:] {
			for _, dir := range []canvas.Direction{canvas.Up, canvas.Down, canvas.Left, canvas.Right} {
				if to := d.Next(todo[0], dir); !seen[to] {
					seen[to] = true
					todo = append(todo, to)
				}
			}
		}
		for _, sel := range all {
			if !seen[sel] {
				t.Errorf("no way to %v in\n%s", sel, strings.Join(draw(d, sel, canvas.Unicode()), "\n"))
			}
		}
	})
}

func TestWhatIsDrawnCanBeHit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		d := canvas.Layout(g, 80)
		hit := map[canvas.Selection]bool{}
		w, h := d.Size()
		for y := range h {
			for x := range w {
				if sel, ok := d.At(canvas.Point{X: x, Y: y}); ok {
					hit[sel] = true
				}
			}
		}
		for _, n := range g.Nodes {
			if !hit[canvas.Selection{Kind: canvas.NodeKind, ID: n.ID}] {
				t.Errorf("%s cannot be hit", n.ID)
			}
		}
		for _, e := range g.Edges {
			if e.Label != nil && !hit[canvas.Selection{Kind: canvas.EdgeKind, ID: e.ID}] {
				t.Errorf("%s cannot be hit", e.ID)
			}
		}
	})
}

func FuzzLayout(f *testing.F) {
	f.Add("ws>engine|engine>etl", "tcp 18888", 80, 1)
	f.Add("a>a|a>b|b>a|b>c|c>a", "日本", 1, 1)
	f.Add("a>b|c>b|\x1b[31m>", "\t", -5, 0)
	f.Add("a>b|c>b|>", "a", 9, 9) // a node without an id is nobody's base
	f.Fuzz(func(t *testing.T, ends, label string, width, view int) {
		if len(ends) > 200 || len(label) > 200 {
			return
		}
		var g canvas.Graph
		for i, e := range strings.Split(ends, "|") {
			from, to, _ := strings.Cut(e, ">")
			g.Nodes = append(g.Nodes,
				canvas.Node{ID: from, Rank: len(to) % 5, Title: from, Plain: i%2 == 0, MinWidth: i % 4},
				canvas.Node{ID: to, Rank: len(from) % 5, Lines: lines(label), Below: label, Plain: i%3 == 0})
			g.Edges = append(g.Edges, edge(e, label, to, from))
		}
		d := canvas.Layout(g, width)
		c := canvas.New(view%100, 1)
		d.Draw(c, canvas.Point{X: -1}, d.First(), canvas.Unicode())
		for _, row := range c.Lines(nil) {
			if w := canvas.Width(row); w != max(view%100, 0) {
				t.Errorf("row %q is %d wide, not %d", row, w, view%100)
			}
		}
	})
}
