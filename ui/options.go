package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
)

// Account is an opened account, snapshot or sandbox. A nil Writer means that nothing can be changed.
type Account struct {
	Reader Reader
	Writer Writer
}

// Reader reads all that the explorer shows. It reports partial snapshots on its way; a part that
// could not be read is no error but a Reading of the snapshot. It stops when ctx ends.
type Reader interface {
	Load(ctx context.Context, src model.Source, on func(model.Progress)) (model.Snapshot, error)
}

// Writer carries out a reviewed order. Before the first write it reads again and compares replan of
// what it read with the order's plan. When ctx ends it finishes the call in flight and stops.
type Writer interface {
	Apply(ctx context.Context, o model.Order, replan func(model.Snapshot) model.Plan, on func(model.Record),
	) (model.Run, error)
}

// Background says what the terminal's background is like.
type Background uint8

// BackgroundAsked is the zero value: the terminal is asked, and until it answers it counts as dark.
const (
	BackgroundAsked Background = iota
	BackgroundDark
	BackgroundLight
)

// Options is what the explorer needs from outside. Open is required.
type Options struct {
	Open   func(ctx context.Context, src model.Source) (Account, error)
	Source model.Source

	// Now is the clock, After fires once, Every once after each time it is asked. Without any of them
	// time is real; a test that gives After and no Every has no repeats.
	Now   func() time.Time
	After func(d time.Duration, f func() tea.Msg) tea.Cmd
	Every func(d time.Duration, f func(time.Time) tea.Msg) tea.Cmd

	ASCII      bool // no glyph beyond ASCII
	NoColor    bool // bold and words only
	Plain      bool // linear text for screen readers: ASCII, no colour, no frames
	NoMouse    bool // start with the mouse left to the terminal
	Background Background
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil && o.Every == nil {
		o.Every = func(d time.Duration, f func(time.Time) tea.Msg) tea.Cmd { return tea.Tick(d, f) }
	}
	if o.After == nil {
		o.After = func(d time.Duration, f func() tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return f() })
		}
	}
	if o.Plain {
		o.ASCII, o.NoColor = true, true
	}
	return o
}
