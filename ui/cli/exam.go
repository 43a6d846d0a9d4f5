package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/tour"
)

// showTour runs the explorer at the lessons.
func (a *app) showTour(ctx context.Context, start ui.TourStart) error {
	accepted, err := a.accepted()
	if err != nil {
		return err
	}
	account, err := a.env.Open(ctx, a.flags.source)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	o := a.explorer(ctx, opening{account: a.drained(account)}, accepted)
	o.Tour = start
	err = a.env.Explore(ctx, o)
	a.drain(ctx)
	if err != nil {
		return fmt.Errorf("show the explorer: %w", err)
	}
	return nil
}

// examined plants an exam's failures, lets somebody mend them, and prints how that went.
func (a *app) examined(ctx context.Context, seed uint64) error {
	if a.flags.source.ReadOnly {
		return errors.New("--read-only means nothing with --exam: something has to be mended")
	}
	if a.flags.source.Endpoint != "" {
		return errors.New("--endpoint-url means nothing with --exam: it plants its failures in a sandbox of its own")
	}
	exam := tour.ExamOf(seed)
	src := model.Source{Sandbox: exam.Scenario}
	a.flags.source = src
	account, err := a.env.Plant(ctx, src, exam.Plant)
	if err != nil {
		return fmt.Errorf("prepare the exam: %w", err)
	}
	result := tour.Result{Exam: exam}
	if a.flags.plain || a.env.Terminal != Interactive || a.env.Getenv("TERM") == "dumb" {
		result, err = a.plainExam(ctx, exam, account)
	} else {
		o := a.explorer(ctx, opening{account: a.drained(account)}, accept.List{})
		o.Scenarios = nil // nobody leaves an exam by a slip of the finger
		o.Tour = ui.TourStart{Open: true, Exam: &exam, Marked: func(r tour.Result) { result = r }}
		err = a.env.Explore(ctx, o)
		a.drain(ctx)
	}
	if err != nil {
		return fmt.Errorf("hold the exam: %w", err)
	}
	if !result.Passed {
		a.code = codeBad
	}
	if _, err := io.WriteString(a.env.Stdout, result.Text()); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// plainExam holds an exam line by line.
func (a *app) plainExam(ctx context.Context, exam tour.Exam, account ui.Account) (tour.Result, error) {
	d := &desk{a: a, in: bufio.NewScanner(a.env.Stdin), account: account, exam: true}
	s, err := d.read(ctx)
	if err != nil {
		return tour.Result{}, err
	}
	d.start = tour.See(s)
	d.now, d.lesson = d.start, exam.Lesson(d.start)
	begun := a.env.Now()
	d.say("%s. %s", d.lesson.Title, d.lesson.Story)
	if _, err := d.work(ctx); err != nil {
		return tour.Result{}, err
	}
	return tour.Result{
		Exam: exam, Mended: exam.Mended(d.now), Wrongs: d.mark.Wrongs, Passed: d.ended, Took: a.env.Now().Sub(begun),
	}, nil
}
