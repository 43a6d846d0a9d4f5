package cli

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// Env is everything outside that the commands touch. Every func is required.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Terminal       Terminal // what standard input and output are
	Width          int      // columns of standard output; 0 if it is no terminal
	Getenv         func(string) string
	Now            func() time.Time
	Version        string

	// Open opens an account, a snapshot or the sandbox. A NotConfiguredError means that there is
	// nothing to open.
	Open func(ctx context.Context, src model.Source) (ui.Account, error)
	// SignIns gives the ways to sign in again to what a source names, the likeliest first; may be nil.
	SignIns func(ctx context.Context, src model.Source) []ui.SignIn
	// FixedKeys reports whether the credentials are keys of the environment, which no sign-in renews; may be nil.
	FixedKeys func(src model.Source) bool
	// Explore shows the explorer until its user leaves it or ctx ends.
	Explore func(ctx context.Context, o ui.Options) error
	// Save writes a snapshot that --snapshot reads back.
	Save func(w io.Writer, s model.Snapshot) error
	// DefaultScenario is what --sandbox alone plays.
	DefaultScenario string
	// Scenarios lists what the sandbox can play, the default first.
	Scenarios func() []Scenario
	// Serve serves scenarios at their addresses until ctx ends, and calls ready for each of them before it
	// answers the first request.
	Serve func(ctx context.Context, stages []Stage, ready func(Served)) error
	// Reset makes the scenario that is served at a URL as new, and gives its name.
	Reset func(ctx context.Context, url string) (scenario string, err error)
	// Journals lists what was applied from this machine, the newest first: to accounts, or in sandboxes.
	Journals func(sandbox bool) ([]model.Journal, error)
	// Progress keeps what was learnt in the walkthrough; nil where nobody does.
	Progress ui.ProgressKeeper
	// Plant opens a scenario of the sandbox in which changes were made that no journal knows of.
	Plant func(ctx context.Context, src model.Source, changes func(model.Snapshot) ([]model.Change, error)) (ui.Account, error)
	// Policy gives the IAM policy that reading needs, or reading and writing, for one of Partitions.
	Policy func(a Access, partition string) (string, error)
	// Partitions are those of AWS that a policy can be for, the usual one first.
	Partitions []string
}

// Terminal says whether a person is at both ends.
type Terminal uint8

// Interactive means that standard input and standard output are terminals that can show a screen.
const (
	NoTerminal Terminal = iota
	Interactive
)

// Access is what a policy lets its holder do.
type Access uint8

// The kinds of access.
const (
	ReadAccess Access = iota
	WriteAccess
)

// Scenario is something that the sandbox can play.
type Scenario struct {
	Name, Title, Story string
	Wrong              []string // what is amiss in it, a sentence each
	Failure            int      // the case of the catalogue that it plays; 0 for none
}

// Stage is an address and what is to be played there; "" is the default scenario.
type Stage struct{ Listen, Scenario string }

// Served is where a scenario can be asked.
type Served struct{ URL, Scenario, Region string }

// NotConfiguredError is the error of Open where there is neither a Region nor credentials to be found.
type NotConfiguredError struct {
	Missing []string // "a Region", "credentials"
	Looked  []string // a place and what was found there, each a line
}

// Error gives what is missing and where it was looked for.
func (e *NotConfiguredError) Error() string {
	return "no account to open: " + strings.Join(e.Missing, " and ") + " not found, after looking at\n  " +
		strings.Join(e.Looked, "\n  ")
}
