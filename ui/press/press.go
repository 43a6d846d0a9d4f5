package press

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Key makes the press of a key by its name: "f", "enter", "shift+tab", "ctrl+c". A name that is no special
// key's stands for its first character. The empty name is the press of nothing.
func Key(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	for {
		if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
			k.Mod, name = k.Mod|tea.ModCtrl, rest
		} else if rest, ok := strings.CutPrefix(name, "shift+"); ok {
			k.Mod, name = k.Mod|tea.ModShift, rest
		} else {
			break
		}
	}
	if name == "" {
		return k
	}
	if k.Code = special(name); k.Code != 0 {
		if k.Code == tea.KeySpace {
			k.Text = " "
		}
		return k
	}
	k.Code = []rune(name)[0]
	if k.Mod == 0 {
		k.Text = name
	}
	return k
}

// special gives the code of a key that types no character, and of the space; 0 for all others.
func special(name string) rune {
	return map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp,
		"pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "space": tea.KeySpace,
	}[name]
}
