package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/ui/tour"
)

// Account is an opened account, snapshot or sandbox. A nil Writer means that nothing can be changed.
type Account struct {
	Reader  Reader
	Writer  Writer
	History History // nil where nothing can have been applied
	Asker   Asker   // nil where permissions are not asked for before the confirmation
	Watcher Watcher // nil where a run cannot be watched
	Shelf   Shelf   // nil where no snapshot is kept
}

// History is what was applied before, and the ways on from there. It changes nothing but, by Leave, which
// journals are offered.
type History interface {
	Journals(at model.Place) ([]model.Journal, error)
	Assess(ctx context.Context, path string) (model.Resumption, error)
	RestPlan(j model.Journal, s model.Snapshot) model.Plan
	UndoPlan(j model.Journal, s model.Snapshot) model.Plan
	Leave(path string) error
}

// Asker asks whether the caller may make the chosen steps of an order, and makes none of them.
type Asker interface {
	Preflight(ctx context.Context, o model.Order) []model.Permission
}

// Watcher looks again at what a run changed, so many times, with that much time before each.
type Watcher interface {
	Watch(ctx context.Context, run model.Run, every time.Duration, times int, on func(model.Look)) (model.Look, error)
}

// Shelf keeps the last snapshot of each place from one run of the program to the next.
type Shelf interface {
	Last(at model.Place) (s model.Snapshot, found bool, err error)
	Keep(at model.Place, s model.Snapshot) error
}

// SignIn is a way to sign in again: a command that has the terminal for a while.
type SignIn struct {
	Line string // as somebody would type it
	Do   func(ended func(error) tea.Msg) tea.Cmd
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
	// SignIns gives the ways to sign in again, the likeliest first; nil where there is none.
	SignIns func(src model.Source) []SignIn
	// FixedKeys reports whether the credentials are keys of the environment, which no sign-in renews; may be nil.
	FixedKeys func(src model.Source) bool

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

	Scenarios []Scenario // what the sandbox can play; offered only in it

	Accept   accept.List    // findings that somebody has decided to live with
	Progress ProgressKeeper // keeps what was learnt; nil keeps it only while the program runs
	Tour     TourStart
}

// TourStart says whether the explorer opens at the walkthrough. The zero value does not.
type TourStart struct {
	Open   bool
	Lesson string // opened at once; "" for the list of lessons
	Served bool   // lessons play on Source, where somebody serves their scenario, not in a sandbox of their own

	Exam   *tour.Exam        // held at once, on Source, where its failures are planted; nil for none
	Marked func(tour.Result) // told how the exam stands, each time that something was read
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
