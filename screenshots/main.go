// Command screenshots makes the pictures of the explorer that README and docs show, from the sandbox:
//
//	go run ./screenshots [FOLDER]
//
// Everything in them is given (ids, clock, size, theme), so the same program makes the same bytes.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/screenshots/render"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/press"
	"github.com/sgscope/sgscope/ui/tour"
)

// shot is one picture: keys pressed in the explorer of a size, on a fresh sandbox.
type shot struct {
	name, title string
	w, h        int
	light       bool
	keys        []string
}

func shots() []shot {
	return []shot{
		{name: "studios-broken", title: "sgscope --sandbox", w: 100, h: 30},
		{name: "studios-healthy", title: "sgscope --sandbox", w: 100, h: 30, keys: []string{"down"}},
		{name: "studios-80x24", title: "sgscope --sandbox", w: 80, h: 24},
		{name: "groups", title: "sgscope --sandbox", w: 120, h: 28, keys: []string{"2"}},
		{name: "group-detail", title: "sgscope --sandbox", w: 100, h: 38, keys: []string{"2", "enter"}},
		{name: "findings", title: "sgscope --sandbox", w: 100, h: 30, keys: []string{"3"}},
		{name: "plan-review", title: "sgscope --sandbox", w: 110, h: 28, keys: []string{"f"}},
		{name: "confirm", title: "sgscope --sandbox", w: 100, h: 26, keys: []string{"f", "a"}},
		{name: "create-form", title: "sgscope --sandbox", w: 100, h: 26, keys: []string{"c", "right"}},
		{name: "studios-light", title: "sgscope --sandbox", w: 100, h: 30, light: true},
	}
}

func main() {
	folder := "screenshots"
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	if err := all(folder); err != nil {
		fmt.Fprintf(os.Stderr, "screenshots: %v\n", err)
		os.Exit(1)
	}
}

// all makes every picture. It works in a folder of its own, so that the paths of journals in the pictures are the
// same wherever they are made.
func all(folder string) error {
	to, err := filepath.Abs(folder)
	if err != nil {
		return err //nolint:wrapcheck // it names the folder
	}
	work, err := os.MkdirTemp("", "sgscope-shots")
	if err != nil {
		return err //nolint:wrapcheck // it names the folder
	}
	defer func() { _ = os.RemoveAll(work) }()
	if err := os.Chdir(work); err != nil {
		return err //nolint:wrapcheck // it names the folder
	}
	for _, s := range shots() {
		if err := write(to, s.name, s.take); err != nil {
			return err
		}
		fmt.Println(filepath.Join(folder, s.name+".svg"))
	}
	for _, p := range tour.Pictures() {
		if err := write(to, p.Name, lessonShot{p}.take); err != nil {
			return err
		}
		fmt.Println(filepath.Join(folder, p.Name+".svg"))
	}
	return nil
}

// write takes a picture and saves it as SVG and PNG.
func write(folder, name string, take func(context.Context) (render.Screen, error)) error {
	screen, err := take(context.Background())
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if missing := screen.Missing(); len(missing) > 0 {
		return fmt.Errorf("%s: the font has no glyph for %q", name, missing)
	}
	png, err := screen.PNG()
	if err != nil {
		return fmt.Errorf("%s: draw: %w", name, err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".svg"), screen.SVG("sgscope: "+name), 0o644); err != nil {
		return err //nolint:wrapcheck // it names the file
	}
	return os.WriteFile(filepath.Join(folder, name+".png"), png, 0o644) //nolint:wrapcheck // it names the file
}

// take drives an explorer as a person would and keeps its last frame.
func (s shot) take(ctx context.Context) (render.Screen, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	theme, background := render.Dark(), ui.BackgroundDark
	if s.light {
		theme, background = render.Light(), ui.BackgroundLight
	}
	x := ui.New(ctx, ui.Options{
		Open: func(ctx context.Context, src model.Source) (ui.Account, error) {
			account, _, err := opened(ctx, src)
			return account, err
		},
		Source:     model.Source{Sandbox: sandbox.DefaultScenario, Region: "us-east-1"},
		Now:        now,
		After:      func(_ time.Duration, f func() tea.Msg) tea.Cmd { return f },
		Background: background,
	})
	d := driver{x: x}
	d.send(tea.WindowSizeMsg{Width: s.w, Height: s.h}) //nolint:contextcheck // the explorer was made with the context
	d.do(x.Init())                                     //nolint:contextcheck // the explorer was made with the context
	for _, k := range s.keys {
		d.send(press.Key(k)) //nolint:contextcheck // the explorer was made with the context
	}
	return d.screen(s.w, s.h, theme, s.title), nil
}

// screen gives the last frame as a picture.
func (d driver) screen(w, h int, theme render.Theme, title string) render.Screen {
	v := d.x.View()
	screen := render.Parse(v.Content, w, h, theme).WithTitle(title)
	if v.Cursor != nil {
		screen = screen.WithCursor(v.Cursor.X, v.Cursor.Y)
	}
	return screen
}

// now is the moment in which all pictures are taken.
func now() time.Time { return time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC) }

// opened opens a sandbox. Its journals are in a folder beside the pictures' other traces, which are thrown away.
func opened(ctx context.Context, src model.Source) (ui.Account, *awsclient.Client, error) {
	account, err := sandbox.New(src.Sandbox, sandbox.Options{Now: now})
	if err != nil {
		return ui.Account{}, nil, fmt.Errorf("open the sandbox: %w", err)
	}
	client, err := awsclient.Open(ctx, awsclient.Options{
		Region: account.Region(), HTTPClient: account,
		Credentials: awsclient.SandboxCredentials(), Now: now,
	})
	if err != nil {
		return ui.Account{}, nil, fmt.Errorf("open the account: %w", err)
	}
	past := apply.New(client, apply.Options{
		Dir: "journals", Now: now, Sandbox: true, Source: src,
		After: func(time.Duration) <-chan time.Time {
			at := make(chan time.Time, 1)
			at <- now()
			return at
		},
	})
	return ui.Account{Reader: client, Writer: past, History: past}, client, nil
}

// driver runs the explorer's commands one after the other, so that nothing depends on timing.
type driver struct{ x *ui.Explorer }

func (d driver) send(m tea.Msg) {
	_, cmd := d.x.Update(m)
	d.do(cmd)
}

func (d driver) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch m := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range m {
			d.do(c)
		}
	default:
		d.send(m)
	}
}
