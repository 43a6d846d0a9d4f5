package canvas_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/ui/canvas"
)

// walk presses keys (hjkl) one after the other and returns what they lead to.
func walk(d canvas.Drawing, from canvas.Selection, keys string) []string {
	dirs := map[rune]canvas.Direction{'h': canvas.Left, 'j': canvas.Down, 'k': canvas.Up, 'l': canvas.Right}
	var out []string
	for _, k := range keys {
		from = d.Next(from, dirs[k])
		out = append(out, from.ID)
	}
	return out
}

func node(id string) canvas.Selection { return canvas.Selection{Kind: canvas.NodeKind, ID: id} }

func TestArrowKeys(t *testing.T) {
	g := studio(canvas.Unicode())
	for i := range g.Edges {
		g.Edges[i].ID = g.Edges[i].From + ">" + g.Edges[i].To
	}
	studio := canvas.Layout(g, 80)
	tangle := canvas.Layout(gallery(canvas.Unicode())["managed"], 80)
	for _, c := range []struct {
		name string
		d    canvas.Drawing
		from canvas.Selection
		keys string
		want string
	}{
		{
			"along the chain and back", studio, node("ws"), "llllhhhh",
			"ws>engine engine engine>etl etl engine>etl engine ws>engine ws",
		},
		{"between edges of the gutter", studio, node("engine"), "ljjjl", "engine>etl engine>adhoc engine>ml engine>ml ml"},
		{"between neighbours in the column", studio, node("etl"), "jjjk", "adhoc ml ml adhoc"},
		{"down to what hangs", studio, node("ws"), "jjj", "ws>internet internet internet"},
		{"back from what hangs", studio, node("internet"), "hh", "ws>internet ws"},
		{"nothing to the left", studio, node("ws"), "h", "ws"},
		{"nothing to the right", studio, node("etl"), "l", "etl"},
		{"not in the drawing", studio, node("gone"), "l", "ws"},
		{
			"down a vertical edge", tangle, node("Primary"), "jjj",
			"Primary>Core and taskall Core and task>Primaryall Core and task",
		},
		{"left against an arrow", tangle, node("Primary"), "hh", "Service access>Primarytcp 8443 Service access"},
	} {
		if got := strings.Join(walk(c.d, c.from, c.keys), " "); got != c.want {
			t.Errorf("%s: %s from %s leads to\n%s\nnot\n%s", c.name, c.keys, c.from.ID, got, c.want)
		}
	}
}

func TestReadingOrder(t *testing.T) {
	var got []string
	for _, s := range canvas.Layout(studio(canvas.Unicode()), 80).All() {
		got = append(got, s.ID)
	}
	want := []string{
		"ws", "ws>internettcp 443", "internet", "ws>enginetcp 18888", "engine",
		"engine>etl", "engine>adhoc", "engine>ml", "etl", "adhoc", "ml",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAt(t *testing.T) {
	d := canvas.Layout(studio(canvas.Unicode()), 80)
	rows := draw(d, canvas.Selection{}, canvas.Unicode())
	for _, c := range []struct{ what, want string }{
		{"Workspace", "ws"},
		{"tcp 18888", "ws>enginetcp 18888"},
		{"2 reasons", "ws>enginetcp 18888"},
		{"tcp 443", "ws>internettcp 443"},
		{"╳ adhoc", "adhoc"},
		{"╌╌►", "engine>adhoc"},
	} {
		for y, row := range rows {
			before, _, found := strings.Cut(row, c.what)
			if !found {
				continue
			}
			p := canvas.Point{X: canvas.Width(before), Y: y}
			if got, _ := d.At(p); got.ID != c.want {
				t.Errorf("%s at %v is %q, want %q", c.what, p, got.ID, c.want)
			}
			break
		}
	}
	for _, p := range []canvas.Point{{X: -1}, {X: 79}, {Y: 99}, {X: 24, Y: 3}} {
		if got, ok := d.At(p); ok {
			t.Errorf("there is %v at %v", got, p)
		}
	}
}

func TestInksReachTheCanvas(t *testing.T) {
	g := canvas.Graph{
		Nodes: []canvas.Node{
			{ID: "a", Title: "a", Ink: 1, Border: 2, Lines: []canvas.Line{{{Text: "x", Ink: 3}}}},
			{ID: "b", Rank: 1, Plain: true, Title: "b", Ink: 4},
		},
		Edges: []canvas.Edge{{ID: "e", From: "a", To: "b", Label: canvas.Line{{Text: "y", Ink: 5}}, Mark: "!", Ink: 6}},
	}
	d := canvas.Layout(g, 80)
	w, h := d.Size()
	c := canvas.New(w, h)
	d.Draw(c, canvas.Point{}, canvas.Selection{Kind: canvas.EdgeKind, ID: "e"}, canvas.Unicode())
	var inks strings.Builder
	for _, row := range c.Lines(func(ink canvas.Ink, s string) string {
		mark := ""
		if ink&canvas.Selected != 0 {
			mark = "*"
		}
		return fmt.Sprintf("%d%s[%s]", ink&^canvas.Selected, mark, s)
	}) {
		inks.WriteString(row + "\n")
	}
	golden(t, "inks.txt", inks.String())
}

func BenchmarkLayout(b *testing.B) {
	g := studio(canvas.Unicode())
	for i := range 300 {
		id := fmt.Sprintf("cluster-%03d", i)
		g.Nodes = append(g.Nodes, leaf(id, 2))
		g.Edges = append(g.Edges, edge("engine>"+id, "", "", ""))
	}
	for b.Loop() {
		canvas.Layout(g, 80)
	}
}
