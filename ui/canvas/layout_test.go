package canvas_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/ui/canvas"
)

// studio is the drawing that the package exists for.
func studio(g canvas.Glyphs) canvas.Graph {
	git := canvas.Line{{Text: "DefaultWorkspaceSecurityGroupGit", Tail: 3}}
	inbound := canvas.Line{{Text: "no inbound"}, {Text: canvas.Fill}, {Text: g.Check}}
	pending := edge("engine>adhoc", "", "", "")
	pending.Dashed = true
	return canvas.Graph{
		Nodes: []canvas.Node{
			{ID: "ws", Title: "Workspace", Lines: []canvas.Line{git, inbound}},
			{
				ID: "internet", Below: "ws", Plain: true, Title: "Internet (Git)",
				Lines: lines(g.Check + " groups  ? route not read"),
			},
			{
				ID: "engine", Rank: 1, Title: "Engine on primary",
				Lines: lines("DefaultEngineSecurityGroup", "on 0 ENIs (normal)"),
			},
			{ID: "etl", Rank: 2, Plain: true, Lines: lines(g.Check + " etl-nightly")},
			{ID: "adhoc", Rank: 2, Plain: true, Lines: lines(g.Cross + " adhoc   5.20")},
			{ID: "ml", Rank: 2, Plain: true, Lines: lines("? ml-gpu")},
		},
		Edges: []canvas.Edge{
			edge("ws>engine", "tcp 18888", "2 reasons", g.Cross),
			edge("ws>internet", "tcp 443", "", ""),
			edge("engine>etl", "", "", ""), pending, edge("engine>ml", "", "", ""),
		},
	}
}

func gallery(g canvas.Glyphs) map[string]canvas.Graph {
	ok, no := g.Check, g.Cross
	out := map[string]canvas.Graph{"studio": studio(g)}
	out["fan-out"] = canvas.Graph{
		Nodes: []canvas.Node{
			box("Workspace", 0, "sg-1", "no inbound"),
			box("Engine A", 1, "sg-2", "in use"), box("Engine B", 1, "sg-3", "in use"), box("Engine C", 1, "sg-4"),
		},
		Edges: []canvas.Edge{
			edge("Workspace>Engine A", "tcp 18888", "allowed", ok),
			edge("Workspace>Engine B", "tcp 18888", "2 reasons", no),
			edge("Workspace>Engine C", "tcp 18888", "", "?"),
		},
	}
	out["fan-in"] = canvas.Graph{
		Nodes: []canvas.Node{
			box("Workspace A", 0, "sg-1"), box("Workspace B", 0, "sg-2"), box("Workspace C", 0, "sg-3"),
			box("Engine", 1, "sg-4", "on 2 ENIs"),
		},
		Edges: []canvas.Edge{
			edge("Workspace A>Engine", "tcp 18888", "allowed", ok),
			edge("Workspace B>Engine", "tcp 18888", "2 reasons", no),
			edge("Workspace C>Engine", "tcp 18888", "", "?"),
		},
	}
	managed := []canvas.Node{
		box("Service access", 0, "sg-1"), box("Primary", 1, "sg-2"), box("Core and task", 0, "sg-3"), leaf("Internet", 2),
	}
	managed[2].Below = "Primary"
	out["managed"] = canvas.Graph{
		Nodes: managed,
		Edges: []canvas.Edge{
			edge("Service access>Primary", "tcp 8443", "", ok),
			edge("Service access>Core and task", "tcp 8443", "", ok),
			edge("Primary>Service access", "tcp 9443", "1 reason", no),
			edge("Primary>Core and task", "all", "", ok), edge("Core and task>Primary", "all", "", ok),
			edge("Primary>Internet", "tcp 443", "", "?"), edge("Core and task>Internet", "tcp 443", "", "?"),
		},
	}
	out["two-studios"] = canvas.Graph{
		Nodes: []canvas.Node{
			box("Workspace A", 0, "sg-1"), box("Workspace B", 0, "sg-2"),
			box("Engine A", 1, "sg-3"), box("Engine B", 1, "sg-4"),
			leaf("etl", 2), leaf("adhoc", 2), leaf("ml", 2), leaf("spark", 2), leaf("trino", 2),
			{ID: "in", Title: "Internet", Plain: true, Below: "Workspace A"},
			{ID: "in2", Title: "Internet", Plain: true, Below: "Workspace B"},
			{ID: "dns", Title: "Resolver", Plain: true, Below: "Workspace B"},
		},
		Edges: []canvas.Edge{
			edge("Workspace A>Engine A", "tcp 18888", "", ok), edge("Workspace B>Engine B", "tcp 18888", "1 reason", no),
			edge("Workspace A>in", "tcp 443", "", ok), edge("Workspace B>in2", "tcp 443", "no route", no),
			edge("Workspace B>dns", "udp 53", "", ""),
			edge("Engine A>etl", "", "", ""), edge("Engine A>adhoc", "", "", ""), edge("Engine A>ml", "", "", ""),
			edge("Engine A>trino", "", "", ""),
			edge("Engine B>spark", "", "", ""), edge("Engine B>trino", "", "", ""),
		},
	}
	out["tangle"] = canvas.Graph{
		Nodes: []canvas.Node{
			box("A", 0, "a"), box("B", 0, "b"), box("C", 1, "c"), box("D", 1, "d"),
			box("E", 2, "e"), leaf("F", 2), box("G", 0),
		},
		Edges: []canvas.Edge{
			edge("A>C", "ac", "", ""), edge("A>D", "ad", "", ok), edge("B>C", "bc", "", no), edge("B>D", "bd", "", ""),
			edge("A>E", "ae", "long", ""), edge("F>A", "fa", "", ""), edge("D>F", "df", "", ""),
			edge("A>G", "ag", "", ok), edge("G>G", "gg", "", ok),
		},
	}
	return out
}

// gallery2 has what is rarer: answers only, no room beside a box, a stack of boxes.
func gallery2(g canvas.Glyphs) map[string]canvas.Graph {
	out := map[string]canvas.Graph{}
	out["answer"] = canvas.Graph{
		Nodes: []canvas.Node{box("Client", 0, "a"), box("Server", 1, "b"), leaf("Log", 2)},
		Edges: []canvas.Edge{edge("Server>Client", "", "", ""), edge("Log>Server", "", "", "")},
	}
	crowd := studio(g)
	for _, id := range []string{"four", "five"} {
		crowd.Nodes = append(crowd.Nodes, leaf(id, 2))
		crowd.Edges = append(crowd.Edges, edge("engine>"+id, "", "", ""))
	}
	crowd.Nodes[1].Lines = lines(g.Check + " groups  ? route not read, ? network ACL not read")
	out["crowd"] = crowd
	stack := canvas.Graph{
		Nodes: []canvas.Node{
			box("Top", 0, "sg-1"), box("Middle", 0, "sg-2"), box("Bottom", 0, "sg-3"),
			{ID: "dns", Title: "Resolver of the VPC", Plain: true, Below: "Top"},
			{ID: "web", Title: "Internet", Plain: true, Below: "Middle"},
			box("Far", 1, "sg-4", "a", "b", "c", "d", "e"),
		},
		Edges: []canvas.Edge{
			edge("Top>Middle", "tcp 1", "open", g.Check), edge("Middle>Bottom", "", "", g.Cross),
			edge("Top>dns", "udp 53", "", ""),
			edge("Middle>web", "tcp 443", "", "?"), edge("Bottom>Far", "all", "", ""),
			edge("Bottom>Top", "tcp 9", "", g.Check),
		},
	}
	stack.Nodes[1].Below, stack.Nodes[2].Below = "Top", "Middle"
	out["stack"] = stack
	return out
}

func TestGallery(t *testing.T) {
	for _, set := range []struct {
		name   string
		glyphs canvas.Glyphs
	}{{"unicode", canvas.Unicode()}, {"ascii", canvas.ASCII()}} {
		graphs := gallery(set.glyphs)
		maps.Copy(graphs, gallery2(set.glyphs))
		for name, g := range graphs {
			t.Run(name+"/"+set.name, func(t *testing.T) {
				var out strings.Builder
				for _, w := range []int{120, 80, 60, 40} {
					d := canvas.Layout(g, w)
					dw, dh := d.Size()
					fmt.Fprintf(&out, "width %d: %dx%d\n", w, dw, dh)
					for _, row := range draw(d, canvas.Selection{}, set.glyphs) {
						fmt.Fprintln(&out, strings.TrimRight(row, " "))
					}
					out.WriteByte('\n')
				}
				golden(t, name+"."+set.name+".txt", out.String())
			})
		}
	}
}

func TestSelectionShowsWithoutColour(t *testing.T) {
	for _, set := range []struct {
		name   string
		glyphs canvas.Glyphs
	}{{"unicode", canvas.Unicode()}, {"ascii", canvas.ASCII()}} {
		d := canvas.Layout(studio(set.glyphs), 80)
		plain := strings.Join(draw(d, canvas.Selection{}, set.glyphs), "\n")
		var out strings.Builder
		for _, sel := range d.All() {
			rows := draw(d, sel, set.glyphs)
			if strings.Join(rows, "\n") == plain {
				t.Errorf("%s: nothing shows that %v is selected", set.name, sel)
			}
			fmt.Fprintf(&out, "%v\n", sel)
			for _, row := range rows {
				fmt.Fprintln(&out, strings.TrimRight(row, " "))
			}
			out.WriteByte('\n')
		}
		golden(t, "selected."+set.name+".txt", out.String())
	}
}

func TestManyHangingNodesKeepTheirText(t *testing.T) {
	g := studio(canvas.Unicode())
	for i := range 30 {
		id := fmt.Sprintf("cluster-%02d", i)
		g.Nodes = append(g.Nodes, leaf(id, 2))
		g.Edges = append(g.Edges, edge("engine>"+id, "", "", ""))
	}
	d := canvas.Layout(g, 80)
	all := strings.Join(draw(d, canvas.Selection{}, canvas.Unicode()), "\n")
	if w, _ := d.Size(); w > 80 {
		t.Errorf("the drawing is %d columns wide\n%s", w, all)
	}
	if !strings.Contains(all, "Internet (Git)") {
		t.Errorf("no Internet in\n%s", all)
	}
}

func TestOddGraphs(t *testing.T) {
	for _, c := range []struct {
		name string
		g    canvas.Graph
		want string
	}{
		{"nothing", canvas.Graph{}, ""},
		{"edge to nowhere", canvas.Graph{
			Nodes: []canvas.Node{leaf("a", 7)},
			Edges: []canvas.Edge{edge("a>b", "x", "", "")},
		}, " a "},
		{"node without an id", canvas.Graph{Nodes: []canvas.Node{leaf("", 0)}}, ""},
		{"node twice", canvas.Graph{Nodes: []canvas.Node{leaf("a", 0), leaf("a", 1)}}, " a "},
		{"below itself", canvas.Graph{Nodes: []canvas.Node{{ID: "a", Title: "a", Plain: true, Below: "a"}}}, " a "},
		{"below each other", canvas.Graph{Nodes: []canvas.Node{
			{ID: "a", Title: "a", Plain: true, Below: "b"}, {ID: "b", Title: "b", Plain: true, Below: "a"},
		}}, " a \n b "},
		{"same edge twice", canvas.Graph{
			Nodes: []canvas.Node{leaf("a", 0), leaf("b", 1)},
			Edges: []canvas.Edge{edge("a>b", "", "", ""), edge("a>b", "", "", "")},
		}, " a ─┬─┬► b \n    ╰─╯    "},
	} {
		got := strings.Join(draw(canvas.Layout(c.g, 80), canvas.Selection{}, canvas.Unicode()), "\n")
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}
