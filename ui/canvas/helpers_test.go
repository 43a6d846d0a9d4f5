package canvas_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/ui/canvas"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func text(s string) canvas.Line { return canvas.Line{{Text: s}} }

func lines(s ...string) []canvas.Line {
	var out []canvas.Line
	for _, l := range s {
		out = append(out, text(l))
	}
	return out
}

func box(id string, rank int, rows ...string) canvas.Node {
	return canvas.Node{ID: id, Rank: rank, Title: id, Lines: lines(rows...)}
}

func leaf(id string, rank int) canvas.Node {
	return canvas.Node{ID: id, Rank: rank, Plain: true, Title: id}
}

// edge is an arrow "from>to" with label, note and mark; empty ones are left out.
func edge(ends, label, note, mark string) canvas.Edge {
	from, to, _ := strings.Cut(ends, ">")
	e := canvas.Edge{ID: ends + label, From: from, To: to, Mark: mark}
	if label != "" {
		e.Label = text(label)
	}
	if note != "" {
		e.Note = text(note)
	}
	return e
}

// draw renders a whole drawing as plain rows.
func draw(d canvas.Drawing, sel canvas.Selection, g canvas.Glyphs) []string {
	w, h := d.Size()
	c := canvas.New(w, h)
	d.Draw(c, canvas.Point{}, sel, g)
	return c.Lines(nil)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs (-want +got), rerun with -update if that is right:\n%s", path, d)
	}
}
