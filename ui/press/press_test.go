package press_test

import (
	"testing"

	"github.com/sgscope/sgscope/ui/press"
)

// A press says the name that it was made of: that is what key bindings compare.
func TestKeySaysItsName(t *testing.T) {
	for _, name := range []string{
		"f", "F", "?", "ü", "enter", "esc", "tab", "shift+tab", "ctrl+c", "space", "up", "down", "left", "right",
		"home", "end", "pgup", "pgdown", "backspace", "delete", "ctrl+shift+left",
	} {
		if got := press.Key(name).String(); got != name {
			t.Errorf("Key(%q) says %q", name, got)
		}
	}
	if got := press.Key("space").Text; got != " " {
		t.Errorf("the space types %q", got)
	}
	if got := press.Key("ctrl+u").Text; got != "" {
		t.Errorf("ctrl+u types %q", got)
	}
}
