package cli

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/report"
	"github.com/sgscope/sgscope/ui/tour"
)

type tourFlags struct {
	form              *format
	list, reset, exam bool
	seed              seed
}

// seed is an exam's number, read with a message of ours.
type seed uint64

func (s *seed) String() string { return strconv.FormatUint(uint64(*s), 10) }

// Set reads a whole number.
func (s *seed) Set(text string) error {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return errors.New("want a whole number, e.g. 7")
	}
	*s = seed(n)
	return nil
}

// Type names the kind of value in help.
func (s *seed) Type() string { return "NUMBER" }

func (a *app) tour() *cobra.Command {
	var f tourFlags
	c := &cobra.Command{
		Use:   "tour [LESSON] | --list [-o FORM] | --exam --seed N | --reset",
		Short: "Learn how EMR's security groups work, by doing",
		Long: "Open the lessons, or one of them by its name. Each plays in a sandbox of its own: no account is needed\n" +
			"and none is touched. With --plain, and where there is no terminal for a screen, the lessons are read and\n" +
			"done line by line. With --endpoint-url a lesson is done on a served scenario (sgscope sandbox --listen\n" +
			"… --scenario …), so that what aws-cli changes there counts too.\n\n" +
			"--exam plants two failures, chosen by --seed, to be found and mended against the clock by rules that you\n" +
			"write: fix is off. It prints how it went.\n\n" +
			"Exit code: 0; 1 if an exam was not passed, or a lesson of --plain not finished; 2 on bad input.",
		Example: "  sgscope tour\n" +
			"  sgscope tour first-repair --plain\n" +
			"  sgscope tour --exam --seed 7",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.toured(c, f, strings.Join(args, "")) },
	}
	f.form = addFormat(c.Flags())
	c.Flags().BoolVar(&f.list, "list", false, "list the lessons, and what is done of them")
	c.Flags().BoolVar(&f.reset, "reset", false, "forget what was done")
	c.Flags().BoolVar(&f.exam, "exam", false, "two failures to find and mend against the clock")
	f.seed = 1
	c.Flags().Var(&f.seed, "seed", "which failures the exam has, by `NUMBER`")
	return c
}

// toured does what the flags ask for, after all of them were checked.
func (a *app) toured(c *cobra.Command, f tourFlags, lesson string) error {
	if err := a.flags.check(c.Flags()); err != nil {
		return err
	}
	given := 0
	for _, is := range []bool{f.list, f.reset, f.exam, lesson != ""} {
		if is {
			given++
		}
	}
	l, _, known := tour.Find(lesson)
	switch {
	case given > 1:
		return errors.New("a lesson, --list, --reset and --exam cannot be given together")
	case a.flags.source.Snapshot != "":
		return errors.New("--snapshot means nothing here: a lesson needs an account that can be changed")
	case lesson != "" && !known:
		return fmt.Errorf("there is no lesson %q; sgscope tour --list names them", lesson)
	case c.Flags().Changed("seed") && !f.exam:
		return errors.New("--seed is for --exam")
	case f.list:
		return a.listLessons(f.form)
	case f.reset:
		return a.resetTour()
	case f.exam:
		return a.examined(c.Context(), uint64(f.seed))
	case a.flags.plain || a.env.Terminal != Interactive || a.env.Getenv("TERM") == "dumb":
		return a.plainLessons(c.Context(), l)
	}
	return a.tourScreen(c, lesson)
}

// tourScreen opens the explorer at the lessons. Behind them lies the sandbox, or what an endpoint serves.
func (a *app) tourScreen(c *cobra.Command, lesson string) error {
	src := &a.flags.source
	if src.Endpoint == "" && src.Sandbox == "" {
		*src = model.Source{Sandbox: a.env.DefaultScenario, ReadOnly: src.ReadOnly}
	}
	start := ui.TourStart{Open: true, Lesson: lesson, Served: src.Endpoint != ""}
	return a.showTour(c.Context(), start)
}

// progress gives what was kept; what cannot be read is said, and counts as nothing.
func (a *app) progress() tour.Progress {
	if a.env.Progress == nil {
		return tour.Progress{}
	}
	p, err := a.env.Progress.Progress()
	if err != nil {
		a.note("sgscope: what was learnt so far cannot be read: " + err.Error())
	}
	return p
}

func (a *app) keepProgress(p tour.Progress) {
	if a.env.Progress == nil {
		return
	}
	if err := a.env.Progress.Keep(p); err != nil {
		a.note("sgscope: what was learnt is not kept: " + err.Error())
	}
}

func (a *app) resetTour() error {
	a.keepProgress(tour.Progress{Offered: true})
	if _, err := io.WriteString(a.env.Stdout, "The progress of all lessons is forgotten.\n"); err != nil {
		return fmt.Errorf("write what was done: %w", err)
	}
	return nil
}

func lessonState(p tour.Progress, id string) string {
	m, begun := p.Mark(id)
	switch {
	case m.Finished:
		return "done"
	case begun:
		return "begun"
	}
	return ""
}

func (a *app) listLessons(form *format) error {
	p := a.progress()
	if form.name == "json" {
		doc := report.Lessons{SchemaVersion: report.SchemaVersion, Lessons: []report.Lesson{}}
		for _, c := range tour.Chapters() {
			for _, l := range c.Lessons {
				m, _ := p.Mark(l.ID)
				doc.Lessons = append(doc.Lessons, report.Lesson{
					ID: l.ID, Chapter: c.Title, Title: l.Title, Scenario: l.Scenario, Statements: append([]string{}, l.Facts()...),
					Idea: l.Idea, Source: l.Source, State: lessonState(p, l.ID), Hints: m.Hints, Wrongs: m.Wrongs,
				})
			}
		}
		return report.Encode(a.env.Stdout, doc) //nolint:wrapcheck // it says what it was doing
	}
	var b strings.Builder
	wide := 0
	for _, l := range tour.Lessons() {
		wide = max(wide, len(l.ID))
	}
	for i, c := range tour.Chapters() {
		fmt.Fprintf(&b, "%d  %s\n", i+1, c.Title)
		for _, l := range c.Lessons {
			fmt.Fprintf(&b, "   %-5s  %-*s  %s\n", lessonState(p, l.ID), wide, l.ID, l.Title)
		}
	}
	fmt.Fprintf(&b, "\n%d of %d done. sgscope tour opens them, sgscope tour LESSON one of them.\n", p.Finished(), len(tour.Lessons()))
	if _, err := io.WriteString(a.env.Stdout, b.String()); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}
