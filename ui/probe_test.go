package ui_test

import (
	"testing"

	"github.com/sgscope/sgscope/ui"
)

func TestProbeFollowsEveryKey(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("p")
		d.see("Probe a path", "workspace:es-BROKEN", "engine:es-BROKEN", "18888", "security group egress", "security group ingress", "would open it")
		d.press("down", "down", "down", "down")
		d.see("> ✗ security group egress", "code  ENI_SG_RULES_MISMATCH", "near  ")
		d.press("up", "backspace")
		d.see("tcp 1888: BLOCKED")
		d.press("backspace", "backspace", "backspace", "backspace")
		d.typed("99999")
		d.see("want a number from 0 to 65535")
	})
}

func TestProbeFixIsReviewed(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("p", "down", "down", "f")
		d.see("[4 Changes", "make 2 changes by hand", "+ tcp 18888 out to", "+ tcp 18888 in from")
	})
}

func TestProbeChoosesAndSwaps(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("2", "p", "enter")
		d.see("Choose an end", "internet", "workspace:es-FINE", "cluster:j-1", "sg-0web", "eni-2")
		d.typed("es-FINE")
		d.press("enter")
		d.see("From     workspace:es-FINE")
		d.press("ctrl+s")
		d.see("To       workspace:es-FINE")
	})
}

func TestProbeByNameAndWhatIsNotThere(t *testing.T) {
	drive(t, cloudOf(analytics), nil, func(d *driver) {
		d.press("p")
		d.press("ctrl+u")
		d.typed("ml-workspace")
		d.press("down", "ctrl+u")
		d.typed("ML-ENGINE")
		d.see("✓ tcp 18888: ALLOWED", "✓ security group egress")
		d.press("ctrl+u")
		d.typed("nonsense")
		d.see(`to: "nonsense" is no end`)
		d.press("esc")
		d.unseen("Probe a path")
	})
}

func TestProbeFitsEverywhere(t *testing.T) {
	for _, set := range []func(*ui.Options){nil, func(o *ui.Options) { o.ASCII, o.NoColor = true, true }, func(o *ui.Options) { o.Plain = true }} {
		drive(t, cloudOf(analytics), set, func(d *driver) {
			for _, s := range [][2]int{{40, 12}, {60, 15}, {80, 24}, {250, 70}} {
				d.resize(s[0], s[1])
				d.press("p")
				for range 8 {
					d.press("down")
				}
				d.press("esc")
			}
		})
	}
}
