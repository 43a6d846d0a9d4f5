package ui_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/ui"
)

func TestFilterFieldEdits(t *testing.T) {
	cases := []struct {
		name string
		keys []string
		want string
	}{
		{"typing", []string{"a", "b", "space", "c"}, "ab c"},
		{"backspace", []string{"a", "b", "backspace"}, "a"},
		{"in the middle", []string{"a", "c", "left", "b"}, "abc"},
		{"at the start", []string{"b", "home", "a"}, "ab"},
		{"delete", []string{"a", "b", "home", "delete"}, "b"},
		{"a word", []string{"a", "b", "space", "c", "d", "ctrl+w"}, "ab"},
		{"to the start", []string{"a", "b", "ctrl+u", "c"}, "c"},
		{"to the end", []string{"a", "b", "home", "right", "ctrl+k"}, "a"},
		{"keys that are actions elsewhere", []string{"q", "f", "2", ":", "?"}, "qf2:?"},
		{"a wide letter", []string{"é", "本", "backspace", "é"}, "éé"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			drive(t, cloudOf(analytics), nil, func(d *driver) {
				d.press("2", "/")
				d.press(c.keys...)
				d.see("/ " + c.want + "  ")
			})
		})
	}
}

func TestPasteIntoTheFilter(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "/")
		d.send(tea.PasteMsg{Content: "sg-0\x1b\u200bdb\n"})
		d.settle()
		d.see("1 of 9 groups", "orders-db")
	})
}

func TestMouseOnTheList(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2")
		d.click("orders-db")
		if !strings.Contains(d.cursorLine(), "orders-db") {
			t.Fatalf("the cursor is on %q", d.cursorLine())
		}
		d.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		if strings.Contains(d.cursorLine(), "orders-db") {
			t.Error("the wheel did not move")
		}
		d.click("orders-db")
		d.click("orders-db") // what is selected opens
		d.see("orders-db (sg-0db)")
		if d.x.View().MouseMode == tea.MouseModeNone {
			t.Error("the mouse is off")
		}
		d.press("m")
		d.see("mouse off")
		if d.x.View().MouseMode != tea.MouseModeNone {
			t.Error("m left the mouse on")
		}
	})
}

func TestMouseSortsByTitle(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2")
		d.click("Name")
		d.see("Name ↑", "by name")
		d.click("Name")
		d.see("Name ↓", "reversed")
	})
}

func TestMouseInDialogs(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "v")
		d.click("vpc-0b legacy")
		d.see("us-east-1  legacy", "legacy-app")
	})
}

// The age of the data grows by ticks, and old data is called stale.
func TestAge(t *testing.T) {
	var tick func(time.Time) tea.Msg
	every := func(_ time.Duration, f func(time.Time) tea.Msg) tea.Cmd {
		tick = f
		return func() tea.Msg { return nil }
	}
	drive(t, cloudOf(analytics), func(o *ui.Options) { o.Every = every }, func(d *driver) {
		d.see("read just now")
		for _, c := range []struct {
			after time.Duration
			want  string
		}{
			{5 * time.Minute, "read 5 min ago"},
			{20 * time.Minute, "stale: read 20 min ago, r reads again"},
			{3 * time.Hour, "stale: read 3 h ago"},
			{72 * time.Hour, "stale: read 3 days ago"},
		} {
			d.send(tick(start.Add(c.after)))
			d.see(c.want)
		}
	})
}

func TestBackgroundIsAsked(t *testing.T) {
	colours := func(b ui.Background) string {
		var out string
		drive(t, cloudOf(analytics), func(o *ui.Options) { o.Background = b }, func(d *driver) { out = d.x.View().Content })
		return out
	}
	if colours(ui.BackgroundAsked) != colours(ui.BackgroundDark) {
		t.Error("a background that is not known is not dark")
	}
	if colours(ui.BackgroundLight) == colours(ui.BackgroundDark) {
		t.Error("light and dark look the same")
	}
}

// No page binds a key twice, and none hides a key that works everywhere.
func TestKeysAreUnambiguous(t *testing.T) {
	x := ui.New(t.Context(), ui.Options{})
	seen := map[string]string{}
	for _, k := range x.Keys() {
		for key := range strings.FieldsSeq(k.Keys) {
			for _, place := range []string{k.Page, ""} {
				if other, ok := seen[place+" "+key]; ok {
					t.Errorf("%q on page %q is both %q and %q", key, k.Page, other, k.Does)
				}
			}
			seen[k.Page+" "+key] = k.Does
		}
		if k.Does == "" {
			t.Errorf("%q has no help", k.Keys)
		}
	}
}

// Whatever is pressed at whatever size, nothing overflows and nothing panics: drive checks each step.
func TestRandomKeys(t *testing.T) {
	keys := strings.Fields(`1 2 3 4 5 tab shift+tab up down left right pgup pgdown home end enter enter esc / : ? v r !
		f c y Y o p s B space < > = m a sg 18888 backspace ctrl+u ctrl+w ctrl+l`)
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 7))
		drive(t, cloudOf(analytics+hostile), nil, func(d *driver) {
			for range 120 {
				if r.IntN(6) == 0 {
					d.resize(30+r.IntN(130), 8+r.IntN(50))
				}
				d.press(keys[r.IntN(len(keys))])
			}
		})
	}
}
