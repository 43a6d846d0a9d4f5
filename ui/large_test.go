package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/press"
)

// many is the standard account with n more groups of other people's.
func many(n int) string {
	var b strings.Builder
	b.WriteString(analytics)
	for i := range n {
		fmt.Fprintf(&b, "group sg-%08x vpc-0a service-%05d team=t%d\n", i+1, i, i%40)
		fmt.Fprintf(&b, "ingress tcp %d from 10.%d.%d.0/24 : load balancer\n", 1024+i%40000, i/250%250, i%250)
		fmt.Fprintf(&b, "ingress tcp 22 from 10.0.0.0/8 : bastion\negress all to 0.0.0.0/0\n")
	}
	return b.String()
}

// loaded is an explorer that has read its account, without a driver: for benchmarks.
func loaded(tb testing.TB, cloud *fakeCloud) *ui.Explorer {
	tb.Helper()
	atOnce := func(_ time.Duration, f func() tea.Msg) tea.Cmd { return f }
	x := ui.New(tb.Context(), ui.Options{Open: cloud.open, After: atOnce})
	x.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	todo := []tea.Cmd{x.Init()}
	for len(todo) > 0 {
		cmd := todo[0]
		todo = todo[1:]
		if cmd == nil {
			continue
		}
		msg := cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			todo = append(todo, batch...)
			continue
		}
		_, next := x.Update(msg)
		todo = append(todo, next)
	}
	return x
}

func BenchmarkGroups10000(b *testing.B) {
	cloud := cloudOf(many(10_000))
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			loaded(b, cloud)
		}
	})
	x := loaded(b, cloud)
	x.Update(press.Key("2"))
	b.Run("draw", func(b *testing.B) {
		for b.Loop() {
			_ = x.View()
		}
	})
	b.Run("move", func(b *testing.B) {
		for b.Loop() {
			x.Update(press.Key("down"))
		}
	})
	b.Run("keystroke", func(b *testing.B) {
		x.Update(press.Key("/"))
		for b.Loop() {
			x.Update(press.Key("b"))
			x.Update(press.Key("backspace"))
		}
		x.Update(press.Key("esc"))
	})
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			x.Update(press.Key(">"))
		}
	})
}
