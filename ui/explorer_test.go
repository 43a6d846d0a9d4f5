package ui_test

import "testing"

func TestFirstLook(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		t.Log("\n" + d.text())
		d.press("2")
		t.Log("\n" + d.text())
		d.press("down", "enter")
		t.Log("\n" + d.text())
		d.press("3")
		t.Log("\n" + d.text())
		d.press("v")
		t.Log("\n" + d.text())
		d.press("esc", ":")
		t.Log("\n" + d.text())
		d.press("esc", "?")
		t.Log("\n" + d.text())
		d.resize(80, 24)
		t.Log("\n" + d.text())
	})
}
