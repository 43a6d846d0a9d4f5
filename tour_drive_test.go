package main

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/press"
	"github.com/sgscope/sgscope/ui/tour"
)

// student plays lessons on the real explorer and the real sandbox: keys go through Update, commands run to
// their end, one-shots fire at once.
type student struct {
	t    *testing.T
	x    *ui.Explorer
	w, h int
	kept *keptProgress

	dir string // of journals

	mu     sync.Mutex
	client *awsclient.Client // of the account that was opened last
	seen   model.Snapshot    // what was read of it last
}

// keptProgress keeps progress in memory.
type keptProgress struct {
	mu  sync.Mutex
	has tour.Progress
	err error
}

func (k *keptProgress) Progress() (tour.Progress, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.has, k.err
}

func (k *keptProgress) Keep(p tour.Progress) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.has = p
	return nil
}

// enrol opens the explorer; set may be nil.
func enrol(t *testing.T, set func(*ui.Options)) *student {
	t.Helper()
	s := &student{t: t, w: 80, h: 24, dir: t.TempDir(), kept: &keptProgress{has: tour.Progress{Offered: true}}}
	o := ui.Options{
		Source: model.Source{Sandbox: "analytics"}, Open: s.open, Progress: s.kept,
		Now:   time.Now,
		After: func(_ time.Duration, f func() tea.Msg) tea.Cmd { return f },
	}
	if set != nil {
		set(&o)
	}
	s.x = ui.New(t.Context(), o)
	s.send(tea.WindowSizeMsg{Width: s.w, Height: s.h})
	s.run(s.x.Init())
	return s
}

// open opens the sandbox as main does, and keeps the client for what is done from outside.
func (s *student) open(ctx context.Context, src model.Source) (ui.Account, error) {
	world, err := sandbox.New(src.Sandbox, sandbox.Options{Now: time.Now})
	if err != nil {
		return ui.Account{}, err
	}
	client, err := awsclient.Open(ctx, awsclient.Options{
		Region: world.Region(), ReadOnly: src.ReadOnly, Now: time.Now, HTTPClient: world,
		Credentials: awsclient.SandboxCredentials(),
	})
	if err != nil {
		return ui.Account{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.client = client
	past := apply.New(client, apply.Options{
		Dir: s.dir, Sandbox: true, Source: src, After: func(time.Duration) <-chan time.Time {
			now := make(chan time.Time, 1)
			now <- time.Time{}
			return now
		},
	})
	account := ui.Account{Reader: watched{client, s}, History: past, Watcher: past}
	if client.Writer != nil {
		account.Writer, account.Asker = past, past
	}
	return account, nil
}

type watched struct {
	ui.Reader
	s *student
}

func (w watched) Load(ctx context.Context, src model.Source, _ func(model.Progress)) (model.Snapshot, error) {
	snap, err := w.Reader.Load(ctx, src, func(model.Progress) {}) // partial snapshots are tested elsewhere
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	w.s.seen = snap
	return snap, err
}

// run runs a command and what follows from it to the end.
func (s *student) run(cmd tea.Cmd) {
	s.t.Helper()
	if cmd == nil {
		return
	}
	switch m := cmd().(type) {
	case nil, tea.QuitMsg:
	case tea.BatchMsg:
		for _, c := range m {
			s.run(c)
		}
	default:
		s.send(m)
	}
}

// send gives a message to the explorer and checks the layout.
func (s *student) send(m tea.Msg) {
	s.t.Helper()
	_, cmd := s.x.Update(m)
	s.check()
	s.run(cmd)
}

// check is the layout's law: never wider and never higher than the terminal.
func (s *student) check() {
	s.t.Helper()
	rows := strings.Split(s.x.View().Content, "\n")
	if len(rows) != s.h {
		s.t.Fatalf("%d rows in %dx%d:\n%s", len(rows), s.w, s.h, s.text())
	}
	for _, r := range rows {
		if n := ansi.StringWidth(r); n > s.w {
			s.t.Fatalf("a row of %d in %dx%d: %q", n, s.w, s.h, ansi.Strip(r))
		}
	}
}

func (s *student) text() string {
	rows := strings.Split(ansi.Strip(s.x.View().Content), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return strings.Join(rows, "\n")
}

// flat gives the screen as one line, so that what is sought may be wrapped.
func (s *student) flat() string { return strings.Join(strings.Fields(s.text()), " ") }

func (s *student) see(texts ...string) {
	s.t.Helper()
	for _, want := range texts {
		if !strings.Contains(s.flat(), want) {
			s.t.Fatalf("the screen lacks %q:\n%s", want, s.text())
		}
	}
}

func (s *student) resize(w, h int) {
	s.w, s.h = w, h
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
}

// press presses keys, parted by spaces.
func (s *student) press(keys string) {
	s.t.Helper()
	for k := range strings.FieldsSeq(keys) {
		s.send(press.Key(k))
	}
}

// do takes a step of a play: keys, a text to type, or a change from outside after which the account is read again.
func (s *student) do(step string) {
	s.t.Helper()
	if text, typed := strings.CutPrefix(step, "="); typed {
		for _, r := range text {
			if r == ' ' {
				s.press("space")
				continue
			}
			s.press(string(r))
		}
		return
	}
	s.mu.Lock()
	w := tour.See(s.seen)
	s.mu.Unlock()
	change, outside, err := w.Outside(step)
	if err != nil {
		s.t.Fatal(err)
	}
	if !outside {
		s.press(step)
		return
	}
	if _, err := s.client.Send(s.t.Context(), change); err != nil {
		s.t.Fatalf("%s: %v", step, err)
	}
	s.press("r")
}
