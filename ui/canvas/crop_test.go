package canvas_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/ui/canvas"
)

// TestMarkCuts tables what an edge makes of a text.
func TestMarkCuts(t *testing.T) {
	for _, c := range []struct {
		text string
		x, w int
		want string
	}{
		{"etl nightly", 0, 11, "etl nightly"},
		{"etl nightly", 0, 8, "etl nig~"},
		{"etl nightly", 0, 3, "etl"},
		{"etl nightly", 0, 4, "etl "},
		{"etl nightly", 5, 6, "~ghtly"},
		{"etl nightly", 4, 7, "nightly"},
		{"etl nightly", 5, 4, "~gh~"},
		{"etl-nightly", 0, 4, "etl~"},
		{"etl-nightly", 4, 7, "~ightly"},
		{"----------", 2, 4, "----"},
		{"etl 夜夜夜", 0, 7, "etl 夜~"},
	} {
		cv := canvas.New(12, 1)
		cv.Text(canvas.Point{}, c.text, 0)
		r := canvas.Rect{X: c.x, W: c.w, H: 1}
		cv.MarkCuts(r, "~")
		if d := cmp.Diff([]string{c.want}, cv.Window(r, nil)); d != "" {
			t.Errorf("%q from %d, %d wide: %s", c.text, c.x, c.w, d)
		}
	}
}
