package ui_test

import (
	"strings"
	"testing"
)

// What is out of sight is said once, also on the page that a run ends on.
func TestOutOfSightIsSaidOnce(t *testing.T) {
	cloud, _ := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		d.press("f", "a", "tab", "enter")
		d.see("Done")
		for h := 24; h > 11; h-- {
			d.resize(80, h)
			if n := strings.Count(d.text(), " more"); n > 1 {
				t.Fatalf("said %d times at 80x%d:\n%s", n, h, d.text())
			}
		}
		d.see("↓")
	})
}
