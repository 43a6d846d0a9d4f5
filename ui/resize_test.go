package ui_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/press"
)

// storm is every size that matters, from too small to huge, and back.
func storm() [][2]int {
	var out [][2]int
	const sizes = "40x12 41x13 59x15 60x16 60x18 69x20 70x20 80x24 120x12 40x70 250x70 39x11 1x1 120x40"
	for size := range strings.FieldsSeq(sizes) {
		w, h, _ := strings.Cut(size, "x")
		cols, _ := strconv.Atoi(w)
		rows, _ := strconv.Atoi(h)
		out = append(out, [2]int{cols, rows})
	}
	return out
}

// Every state of the pages where something is decided, resized from 40x12 to 250x70: drive checks that
// nothing overflows, and nothing may be lost by it.
func TestResizeWhereThingsAreDecided(t *testing.T) {
	ways := map[string]struct{ keys, sees string }{
		"Studios":            {"1", "data-science"},
		"inside the drawing": {"1 enter right right", "etl-nightly"},
		"arrow":              {"1 enter enter", "no rule of"},
		"review":             {"f", "Plan: fix"},
		"step":               {"f down enter", "Step 2 of"},
		"confirm":            {"f a", "> Cancel <"},
		"confirm, Apply":     {"f a tab", "> Apply <"},
		"outcome":            {"f a tab enter", "Done: 2 changes made"},
		"copy":               {"f a tab enter y", "rule id"},
		"form":               {"c", "Groups for"},
		"form, typing":       {"c down down down", "Workspace  Default"},
		"advice":             {"c up", "Review the plan"},
		"editor":             {"2 e d", "1 edit staged"},
		"rule":               {"2 e a", "Add a rule"},
		"let in":             {"2 i 1 0 . 1 . 0 . 7", "[ Review the plan ]"},
		"who gets what":      {"2 w", "Direction"},
		"who runs code":      {"2 M", "Who runs code on which clusters"},
	}
	for name, way := range ways {
		for _, style := range []string{"", "plain", "ascii"} {
			cloud, _ := writable(busy(20, 2) + hostile)
			drive(t, cloud, func(x *ui.Options) { x.Plain, x.ASCII = style == "plain", style == "ascii" }, func(d *driver) {
				d.press(strings.Fields(way.keys)...)
				before := d.text()
				for _, s := range storm() {
					d.resize(s[0], s[1])
				}
				if got := d.text(); got != before {
					t.Errorf("%s is not what it was before the storm:\n%s\nwas\n%s", name, got, before)
				}
				d.see(way.sees)
				if style != "" {
					return
				}
				for _, s := range storm() {
					d.resize(s[0], s[1])
					d.press("down")
				}
			})
		}
	}
}

// While a plan is applied, step by step.
func TestResizeWhileApplying(t *testing.T) {
	cloud, w := writable(analytics)
	drive(t, cloud, nil, func(d *driver) {
		w.gate = make(chan struct{})
		d.press("f", "end", "space", "up", "space", "a", "tab", "enter")
		for n := range 4 {
			for _, s := range storm() {
				d.resize(s[0], s[1])
			}
			d.letGo(w)
			if n == 1 {
				d.press("1", "4", "?")
			}
		}
		d.press("esc")
		d.see("✓ Done: 4 changes made")
	})
}

// While reading, with the Studios and the form that needs them.
func TestResizeWhileLoading(t *testing.T) {
	cloud, _ := writable(analytics)
	cloud.hold = true
	cloud.reports = []model.Progress{
		partly(without(analytics, "studio ")), partly(without(analytics, "es-FINE")), partly(analytics),
	}
	drive(t, cloud, nil, func(d *driver) {
		d.press("1")
		for i, s := range storm() {
			d.resize(s[0], s[1])
			d.press("down", "enter")
			if i == 3 || i == 6 || i == 9 {
				d.goOn()
			}
		}
		d.see("read just now")
	})
}

// Whatever is pressed while things are planned, applied and read again: nothing overflows, nothing
// panics, and nothing is sent without the question.
func TestRandomKeysWithAWriter(t *testing.T) {
	keys := strings.Fields(`f f f a a tab enter enter space x t n e c ctrl+r y esc 1 2 3 4 down up left right end home
		pgdown r v s Y ! / : ? o backspace l h`)
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 11))
		cloud, w := writable(busy(16, 2) + hostile)
		drive(t, cloud, nil, func(d *driver) {
			for range 150 {
				switch r.IntN(12) {
				case 0:
					d.resize(38+r.IntN(120), 11+r.IntN(40))
				case 1:
					d.send(tea.MouseClickMsg{X: r.IntN(d.w), Y: r.IntN(d.h), Button: tea.MouseLeft})
					d.settle()
				default:
					d.press(keys[r.IntN(len(keys))])
				}
			}
		})
		if len(w.sent) > 0 && len(w.orders) == 0 {
			t.Error("sent without an order")
		}
	}
}

// Every screen of these pages, as text at four sizes, and at 80x24 in every style.
func TestGoldenDecisions(t *testing.T) {
	broken := analytics
	healthy := without(analytics, "es-BROKEN", "sg-0ws1", "sg-0eng1", "18889 from", "22 from", "Required for Git")
	failure := model.Failure{
		Kind: model.FailedDenied, Call: "ec2:AuthorizeSecurityGroupIngress", Resource: "sg-0eng1",
		Missing: "ec2:AuthorizeSecurityGroupIngress", Message: "You are not authorized to perform this operation.",
	}
	screens := []struct {
		name, text, keys string
		set              func(*workingWriter)
	}{
		{"studios-broken", broken, "", nil},
		{"studios-healthy", healthy, "", nil},
		{"studios-box", broken, "enter right", nil},
		{"review", broken, "f", nil},
		{"confirm", broken, "f a", nil},
		{"applied", broken, "f a tab enter", nil},
		{"created", bare, "c ctrl+r a tab enter", nil},
		{"failed", broken, "f a tab enter", func(w *workingWriter) { w.failAt, w.failure = 2, failure }},
		{"drifted", broken, "f a tab enter", func(w *workingWriter) {
			w.meanwhile = func(model.Snapshot) model.Snapshot { return account(without(broken, "tcp 22 from")) }
		}},
		{"create", bare, "c", nil},
		{"create-adopting", broken, "c", nil},
	}
	for _, s := range screens {
		goldensOf(t, s.name, s.keys, func() *fakeCloud {
			cloud, w := writable(s.text)
			if s.set != nil {
				s.set(w)
			}
			return cloud
		})
	}
}

// goldensOf takes the screen to which keys lead, on a new account each time.
func goldensOf(t *testing.T, name, keys string, cloud func() *fakeCloud) {
	t.Helper()
	for _, s := range [][2]int{{60, 15}, {80, 24}, {120, 40}, {200, 60}} {
		drive(t, cloud(), nil, func(d *driver) {
			d.resize(s[0], s[1])
			d.press(strings.Fields(keys)...)
			d.golden(name + "." + fmt.Sprintf("%dx%d", s[0], s[1]))
		})
	}
	for style, set := range map[string]func(*ui.Options){
		"ascii":    func(o *ui.Options) { o.ASCII = true },
		"plain":    func(o *ui.Options) { o.Plain = true },
		"no-color": func(o *ui.Options) { o.NoColor = true },
		"light":    func(o *ui.Options) { o.Background = ui.BackgroundLight },
	} {
		drive(t, cloud(), set, func(d *driver) {
			d.resize(80, 24)
			d.press(strings.Fields(keys)...)
			if style == "light" || style == "no-color" {
				goldenText(t, name+"."+style, escaped(d.x.View().Content)+"\n")
				return
			}
			d.golden(name + "." + style)
		})
	}
}

func BenchmarkStudios(b *testing.B) {
	for name, text := range map[string]string{"3 clusters": analytics, "60 clusters": busy(58, 3)} {
		x := loaded(b, cloudOf(text))
		b.Run("draw "+name, func(b *testing.B) {
			for b.Loop() {
				_ = x.View()
			}
		})
		x.Update(press.Key("enter"))
		b.Run("move "+name, func(b *testing.B) {
			for b.Loop() {
				x.Update(press.Key("right"))
				x.Update(press.Key("left"))
				_ = x.View()
			}
		})
	}
}

func BenchmarkReview(b *testing.B) {
	cloud, _ := writable(many(1000))
	x := loaded(b, cloud)
	x.Update(press.Key("f"))
	b.Run("draw", func(b *testing.B) {
		for b.Loop() {
			_ = x.View()
		}
	})
	b.Run("tick", func(b *testing.B) {
		for b.Loop() {
			x.Update(press.Key("space"))
			_ = x.View()
		}
	})
}

// ASCII is kept wherever things are decided, whatever signs the model's sentences have.
func TestDecisionsInASCII(t *testing.T) {
	for _, o := range []ui.Options{{ASCII: true}, {Plain: true}} {
		for _, keys := range []string{
			"1", "1 enter right enter", "f", "f enter", "f a", "f a tab enter", "c", "c right", "c ctrl+r",
			"1 down", "1 down enter enter",
		} {
			cloud, _ := writable(analytics)
			drive(t, cloud, func(x *ui.Options) { x.ASCII, x.Plain = o.ASCII, o.Plain }, func(d *driver) {
				d.press(strings.Fields(keys)...)
				for _, r := range d.text() {
					if r > 0x7e {
						t.Fatalf("%q after %v:\n%s", r, d.steps, d.text())
					}
				}
			})
		}
	}
}
