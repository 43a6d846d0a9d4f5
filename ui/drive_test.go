package ui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/press"
)

// driver runs an explorer without a program: keys go through Update, commands run to their end or
// until they wait for something that the test holds, and the layout is checked after every step.
type driver struct {
	t         *testing.T
	x         *ui.Explorer
	cloud     *fakeCloud
	w, h      int
	pending   []chan tea.Msg
	quit      bool
	clipboard string
	steps     []string
	holding   bool          // one-shots wait for fire
	shots     chan struct{} // closed by fire
	spy       func(tea.Msg) // sees every message; may be nil
}

var start = time.Date(2026, 3, 1, 3, 0, 0, 0, time.UTC)

// drive runs an explorer at 120x40 on a cloud in a bubble in which "all goroutines wait" is known,
// so that no test ever sleeps.
func drive(t *testing.T, cloud *fakeCloud, set func(*ui.Options), test func(*driver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		d := &driver{t: t, cloud: cloud, w: 120, h: 40, shots: make(chan struct{})}
		cloud.release = make(chan struct{})
		o := ui.Options{Open: cloud.open, Now: func() time.Time { return start }, After: d.after}
		if set != nil {
			set(&o)
		}
		d.x = ui.New(ctx, o)
		d.send(tea.WindowSizeMsg{Width: d.w, Height: d.h})
		d.run(d.x.Init())
		d.settle()
		test(d)
		cancel()
		d.fire()
		synctest.Wait()
	})
}

// after fires a one-shot at once, or when the test says so.
func (d *driver) after(_ time.Duration, f func() tea.Msg) tea.Cmd {
	if !d.holding {
		return f
	}
	shots := d.shots
	return func() tea.Msg { <-shots; return f() }
}

// fire lets all held one-shots go.
func (d *driver) fire() {
	if d.holding {
		close(d.shots)
		d.shots = make(chan struct{})
	}
	d.settle()
}

// run starts a command; batches start all of theirs.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	box := make(chan tea.Msg, 1)
	d.pending = append(d.pending, box)
	go func() { box <- cmd() }()
}

// settle takes answers, in the order in which the commands were started, until all that are left wait.
func (d *driver) settle() {
	d.t.Helper()
	for {
		synctest.Wait()
		var waiting []chan tea.Msg
		var msgs []tea.Msg
		for _, box := range d.pending {
			select {
			case m := <-box:
				msgs = append(msgs, m)
			default:
				waiting = append(waiting, box)
			}
		}
		d.pending = waiting
		if len(msgs) == 0 {
			return
		}
		for _, m := range msgs {
			d.take(m)
		}
	}
}

func (d *driver) take(m tea.Msg) {
	switch m := m.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range m {
			d.run(cmd)
		}
	case tea.QuitMsg:
		d.quit = true
	default:
		if fmt.Sprintf("%T", m) == "tea.setClipboardMsg" {
			d.clipboard = fmt.Sprint(m)
			return
		}
		d.send(m)
	}
}

// send gives a message to the explorer and checks the layout.
func (d *driver) send(m tea.Msg) {
	d.t.Helper()
	if d.spy != nil {
		d.spy(m)
	}
	_, cmd := d.x.Update(m)
	d.run(cmd)
	d.check()
}

// check is the layout's law: never wider and never higher than the terminal.
func (d *driver) check() {
	d.t.Helper()
	v := d.x.View()
	rows := strings.Split(v.Content, "\n")
	if len(rows) > d.h {
		d.t.Fatalf("%d rows in %dx%d after %v", len(rows), d.w, d.h, d.steps)
	}
	for i, r := range rows {
		if n := ansi.StringWidth(r); n > d.w {
			d.t.Fatalf("row %d is %d wide in %dx%d after %v: %q", i, n, d.w, d.h, d.steps, ansi.Strip(r))
		}
		if strings.ContainsAny(ansi.Strip(r), "\x1b\a\r\t") {
			d.t.Fatalf("row %d has a control character after %v: %q", i, d.steps, r)
		}
	}
	if c := v.Cursor; c != nil && (c.X < 0 || c.Y < 0 || c.X >= d.w || c.Y >= d.h) {
		d.t.Fatalf("cursor at %d,%d in %dx%d after %v", c.X, c.Y, d.w, d.h, d.steps)
	}
}

// press presses keys by their names: "f", "enter", "shift+tab", "ctrl+c", "space".
func (d *driver) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		d.steps = append(d.steps, k)
		d.send(press.Key(k))
		d.settle()
	}
}

// typed types a text, a key a character.
func (d *driver) typed(s string) {
	d.t.Helper()
	for _, r := range s {
		if r == ' ' {
			d.press("space")
			continue
		}
		d.press(string(r))
	}
}

func (d *driver) resize(w, h int) {
	d.t.Helper()
	d.w, d.h = w, h
	d.steps = append(d.steps, fmt.Sprintf("%dx%d", w, h))
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	d.settle()
}

// click clicks where a text is on the screen.
func (d *driver) click(text string) {
	d.t.Helper()
	d.steps = append(d.steps, "click "+text)
	for y, row := range strings.Split(d.text(), "\n") {
		if before, _, ok := strings.Cut(row, text); ok {
			d.send(tea.MouseClickMsg{X: ansi.StringWidth(before), Y: y, Button: tea.MouseLeft})
			d.settle()
			return
		}
	}
	d.t.Fatalf("nothing to click: %q is not on the screen:\n%s", text, d.text())
}

// text gives the screen without styles and without spaces at the ends of lines.
func (d *driver) text() string {
	rows := strings.Split(ansi.Strip(d.x.View().Content), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return strings.Join(rows, "\n")
}

func (d *driver) see(texts ...string) {
	d.t.Helper()
	for _, s := range texts {
		if !strings.Contains(d.text(), s) {
			d.t.Fatalf("after %v the screen lacks %q:\n%s", d.steps, s, d.text())
		}
	}
}

func (d *driver) unseen(texts ...string) {
	d.t.Helper()
	for _, s := range texts {
		if strings.Contains(d.text(), s) {
			d.t.Fatalf("after %v the screen has %q:\n%s", d.steps, s, d.text())
		}
	}
}

// cursorLine gives the line on which the terminal's cursor stands.
func (d *driver) cursorLine() string {
	d.t.Helper()
	c := d.x.View().Cursor
	if c == nil {
		d.t.Fatalf("after %v there is no cursor:\n%s", d.steps, d.text())
	}
	return strings.Split(d.text(), "\n")[c.Y]
}

// downTo moves the cursor down to the line that begins with a text.
func (d *driver) downTo(text string) {
	d.t.Helper()
	for range 100 {
		if strings.HasPrefix(strings.TrimLeft(d.cursorLine(), "> "), text) {
			return
		}
		d.press("down")
	}
	d.t.Fatalf("no line begins with %q:\n%s", text, d.text())
}

// fakeCloud is an account that is a Snapshot. Its reports come one by one; with hold it waits after
// each until the test lets it go on.
type fakeCloud struct {
	openErr error
	loadErr error
	reports []model.Progress
	end     model.Snapshot
	writer  ui.Writer
	account func() ui.Account // in place of reader and writer; may be nil
	hold    bool
	release chan struct{}
	loads   []model.Source
}

func (c *fakeCloud) open(_ context.Context, _ model.Source) (ui.Account, error) {
	if c.openErr != nil {
		return ui.Account{}, c.openErr
	}
	if c.account != nil {
		return c.account(), nil
	}
	return ui.Account{Reader: c, Writer: c.writer}, nil
}

// Load reports what it was given and ends with what it was given.
func (c *fakeCloud) Load(ctx context.Context, src model.Source, on func(model.Progress)) (model.Snapshot, error) {
	c.loads = append(c.loads, src)
	for _, p := range c.reports {
		on(p)
		if !c.hold {
			continue
		}
		select {
		case <-c.release:
		case <-ctx.Done():
			return model.Snapshot{}, ctx.Err()
		}
	}
	if c.loadErr != nil {
		return model.Snapshot{}, c.loadErr
	}
	return c.end, nil
}

// goOn lets the load go on to its next report or its end.
func (d *driver) goOn() {
	d.cloud.release <- struct{}{}
	d.settle()
}

// escaped writes styles out so that a golden file can be read: ␛ stands for the escape character.
func escaped(s string) string { return strings.ReplaceAll(s, "\x1b", "␛") }
