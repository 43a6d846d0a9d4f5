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
	for _, s := range shots() {
		if err := s.write(folder); err != nil {
			fmt.Fprintf(os.Stderr, "screenshots: %s: %v\n", s.name, err)
			os.Exit(1)
		}
		fmt.Println(filepath.Join(folder, s.name+".svg"))
	}
}

// write takes the picture and saves it as SVG and PNG.
func (s shot) write(folder string) error {
	screen, err := s.take(context.Background())
	if err != nil {
		return err
	}
	if missing := screen.Missing(); len(missing) > 0 {
		return fmt.Errorf("the font has no glyph for %q", missing)
	}
	png, err := screen.PNG()
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, s.name+".svg"), screen.SVG("sgscope: "+s.name), 0o644); err != nil {
		return err //nolint:wrapcheck // it names the file
	}
	return os.WriteFile(filepath.Join(folder, s.name+".png"), png, 0o644) //nolint:wrapcheck // it names the file
}

// take drives an explorer as a person would and keeps its last frame.
func (s shot) take(ctx context.Context) (render.Screen, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	journals, err := os.MkdirTemp("", "sgscope-shots")
	if err != nil {
		return render.Screen{}, err //nolint:wrapcheck // it names the folder
	}
	defer func() { _ = os.RemoveAll(journals) }()
	theme, background := render.Dark(), ui.BackgroundDark
	if s.light {
		theme, background = render.Light(), ui.BackgroundLight
	}
	x := ui.New(ctx, ui.Options{
		Open:       func(ctx context.Context, src model.Source) (ui.Account, error) { return open(ctx, src, journals) },
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
	v := x.View()
	screen := render.Parse(v.Content, s.w, s.h, theme).WithTitle(s.title)
	if v.Cursor != nil {
		screen = screen.WithCursor(v.Cursor.X, v.Cursor.Y)
	}
	return screen, nil
}

// now is the moment in which all pictures are taken.
func now() time.Time { return time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC) }

func open(ctx context.Context, src model.Source, journals string) (ui.Account, error) {
	account, err := sandbox.New(src.Sandbox, sandbox.Options{})
	if err != nil {
		return ui.Account{}, fmt.Errorf("open the sandbox: %w", err)
	}
	client, err := awsclient.Open(ctx, awsclient.Options{
		Region: src.Region, HTTPClient: account,
		Credentials: awsclient.SandboxCredentials(), Now: now,
	})
	if err != nil {
		return ui.Account{}, fmt.Errorf("open the account: %w", err)
	}
	return ui.Account{Reader: client, Writer: apply.New(client, apply.Options{
		Dir: journals, Now: now, Sandbox: true,
		Source: src,
	})}, nil
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
