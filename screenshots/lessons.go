package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/screenshots/render"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/press"
	"github.com/sgscope/sgscope/ui/tour"
)

// lessonShot is a picture of a lesson: the lesson plays itself up to a moment.
type lessonShot struct{ tour.Picture }

// pupil drives a lesson, and is also who changes its account from outside.
type pupil struct {
	driver
	client  *awsclient.Client // of the lesson's account
	seen    model.Snapshot    // what was read of it last
	outside func(model.Change) error
}

// Load reads as the explorer does, and keeps what was read: changes from outside name groups.
func (p *pupil) Load(ctx context.Context, src model.Source, tell func(model.Progress)) (model.Snapshot, error) {
	s, err := p.client.Load(ctx, src, tell)
	p.seen = s
	return s, err //nolint:wrapcheck // the reader's own words
}

func (s lessonShot) take(ctx context.Context) (render.Screen, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &pupil{}
	p.outside = func(c model.Change) error {
		_, err := p.client.Send(ctx, c)
		return err //nolint:wrapcheck // the step wraps it
	}
	p.x = ui.New(ctx, ui.Options{
		Open:   p.open,
		Source: model.Source{Sandbox: "analytics", Region: "us-east-1"},
		Now:    now, After: func(_ time.Duration, f func() tea.Msg) tea.Cmd { return f },
		Background: ui.BackgroundDark,
		Tour:       ui.TourStart{Open: true, Lesson: s.Lesson},
	})
	p.send(tea.WindowSizeMsg{Width: s.W, Height: s.H}) //nolint:contextcheck // the explorer was made with the context
	p.do(p.x.Init())                                   //nolint:contextcheck // the explorer was made with the context
	if err := p.play(s.Picture); err != nil {          //nolint:contextcheck // the explorer was made with the context
		return render.Screen{}, err
	}
	return p.screen(s.W, s.H, render.Dark(), "sgscope tour "+s.Lesson), nil
}

// play answers the question rightly and takes the steps of the play up to the picture's moment.
func (p *pupil) play(at tour.Picture) error {
	l, _, known := tour.Find(at.Lesson)
	if !known {
		return fmt.Errorf("play %s: there is no such lesson", at.Lesson)
	}
	if at.At == tour.AtQuestion {
		return nil
	}
	p.send(press.Key(fmt.Sprint(l.Ask.Right(tour.See(p.seen)) + 1)))
	p.send(press.Key("enter"))
	if at.At == tour.AtAnswer {
		return nil
	}
	p.send(press.Key("enter"))
	for _, step := range at.Presses() {
		if err := p.step(step); err != nil {
			return err
		}
	}
	return nil
}

// step takes one step of a play, as the tests do.
func (p *pupil) step(step string) error {
	if text, typed := strings.CutPrefix(step, "="); typed {
		for _, r := range text {
			p.send(press.Key(string(r)))
		}
		return nil
	}
	change, outside, err := tour.See(p.seen).Outside(step)
	switch {
	case err != nil:
		return fmt.Errorf("play: %w", err)
	case !outside:
		p.send(press.Key(step))
		return nil
	}
	if err := p.outside(change); err != nil {
		return fmt.Errorf("play %s: %w", step, err)
	}
	p.send(press.Key("r"))
	return nil
}

// open opens a lesson's account.
func (p *pupil) open(ctx context.Context, src model.Source) (ui.Account, error) {
	account, client, err := opened(ctx, src)
	if err != nil {
		return ui.Account{}, err
	}
	p.client = client
	account.Reader = p
	return account, nil
}
