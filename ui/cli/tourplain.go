package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/tour"
)

// desk is a lesson that is read and done line by line.
type desk struct {
	a       *app
	in      *bufio.Scanner
	account ui.Account
	lesson  tour.Lesson
	start   tour.World
	now     tour.World
	mark    tour.Mark
	changed bool
	ended   bool             // the task is done
	beside  string           // what is to be said although it is done
	exam    bool             // no hints, no starting over, and no progress
	undo    [][]model.Change // what takes each run back, the last one last
	wrote   error
}

// plainLessons reads lessons from standard input: the one that is named, or from the next one on.
func (a *app) plainLessons(ctx context.Context, l tour.Lesson) error {
	in := bufio.NewScanner(a.env.Stdin)
	single := l.ID != ""
	if !single {
		l = a.progress().Next()
	}
	for {
		d := &desk{a: a, in: in, lesson: l}
		done, err := d.play(ctx)
		if err != nil {
			return err
		}
		if !done {
			a.code = codeBad
			return nil
		}
		next, more := tour.After(l.ID)
		if single || !more {
			return nil
		}
		if answer, ok := d.ask("Next lesson: " + next.Title + ". Go on? [Y/n] "); !ok || strings.HasPrefix(strings.ToLower(answer), "n") {
			return nil
		}
		l = next
	}
}

// say writes a line, wrapped as wide as can be read.
func (d *desk) say(format string, args ...any) {
	if d.wrote != nil {
		return
	}
	text := model.Printable(fmt.Sprintf(format, args...))
	_, d.wrote = io.WriteString(d.a.env.Stdout, wrapText(text, d.width())+"\n")
}

// sayUnder writes a line of help; what does not fit goes on under its text.
func (d *desk) sayUnder(line string) {
	if d.wrote != nil || len(line) <= helpColumn {
		d.say("%s", line)
		return
	}
	room := max(d.width()-helpColumn, helpColumn)
	text := strings.ReplaceAll(wrapText(line[helpColumn:], room), "\n", "\n"+strings.Repeat(" ", helpColumn))
	_, d.wrote = io.WriteString(d.a.env.Stdout, line[:helpColumn]+text+"\n")
}

func (d *desk) width() int {
	if w := d.a.env.Width; w > 20 {
		return min(w, 100)
	}
	return 80
}

// wrapText breaks a line at spaces; what is longer than a line stays whole.
func wrapText(s string, w int) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.Split(s, " ") {
		n := len([]rune(word))
		switch {
		case i == 0:
		case at+1+n > w:
			b.WriteString("\n")
			at = 0
		default:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String()
}

// ask puts a question and reads a line; it reports whether there was one.
func (d *desk) ask(question string) (string, bool) {
	if _, err := io.WriteString(d.a.env.Stdout, question); err != nil {
		d.wrote = err
		return "", false
	}
	if !d.in.Scan() {
		d.say("")
		return "", false
	}
	return strings.TrimSpace(d.in.Text()), true
}

// play goes through one lesson and reports whether it was finished.
func (d *desk) play(ctx context.Context) (bool, error) {
	if err := d.open(ctx); err != nil {
		return false, err
	}
	l := d.lesson
	_, chapter, _ := tour.Find(l.ID)
	d.say("%s: %s (%s)", chapter.Title, l.Title, l.ID)
	d.say("")
	d.say("%s", l.Story)
	if !d.predict() {
		return false, d.wrote
	}
	if done, err := d.work(ctx); !done || err != nil {
		return false, err
	}
	d.say("")
	d.say("Done. %s", l.Idea)
	for _, s := range l.Learnt {
		d.say("- %s", s)
	}
	if d.beside != "" {
		d.say("%s", d.beside)
	}
	d.say("AWS: %s", l.Source)
	return true, d.wrote
}

// work takes commands until the task is done, and reports whether it is.
func (d *desk) work(ctx context.Context) (bool, error) {
	d.say("")
	d.say("Task: %s", tour.InLines(d.lesson.Task))
	if d.exam {
		d.say("Commands: check, groups, group NAME, allow, remove, tag, undo, quit. help says more.")
	} else {
		d.say("Commands: check, groups, group NAME, plan, fix, allow, remove, tag, create, undo, hint, nothing, over, quit. help says more.")
	}
	if tour.Differs(d.start, d.now) { // somebody was at work already where it is served
		if err := d.judge(ctx, false); err != nil {
			return false, err
		}
	}
	for !d.ended {
		line, ok := d.ask("> ")
		if !ok || d.wrote != nil || ctx.Err() != nil || line == "quit" || line == "q" {
			return false, d.wrote
		}
		if err := d.command(ctx, line); err != nil {
			return false, err
		}
	}
	return true, d.wrote
}

// open opens the lesson's account: its scenario, or what an endpoint serves.
func (d *desk) open(ctx context.Context) error {
	src := d.a.flags.source
	if src.Endpoint == "" {
		src = model.Source{Sandbox: d.lesson.Scenario, ReadOnly: src.ReadOnly}
	}
	account, err := d.a.env.Open(ctx, src)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	d.account, d.changed, d.ended, d.undo = account, false, false, nil
	s, err := d.read(ctx)
	if err != nil {
		return err
	}
	d.now = tour.See(s)
	if d.start, err = d.atFirst(ctx); err != nil {
		return err
	}
	d.mark, _ = d.a.progress().Mark(d.lesson.ID)
	d.keep()
	return nil
}

// atFirst gives the lesson's account as it is at first. One that is served may have been changed since.
func (d *desk) atFirst(ctx context.Context) (tour.World, error) {
	url := d.a.flags.source.Endpoint
	if url == "" {
		return d.now, nil
	}
	src := model.Source{Sandbox: d.lesson.Scenario, ReadOnly: true}
	account, err := d.a.env.Open(ctx, src)
	if err != nil {
		return tour.World{}, fmt.Errorf("open: %w", err)
	}
	s, err := account.Reader.Load(ctx, src, func(model.Progress) {})
	if err != nil {
		return tour.World{}, fmt.Errorf("read: %w", err)
	}
	first := tour.See(s)
	if !tour.SameScenario(first, d.now) {
		return first, fmt.Errorf("lesson %s plays in scenario %s, and %s serves another account: "+
			"serve it with sgscope sandbox --listen 127.0.0.1:4599 --scenario %s",
			d.lesson.ID, d.lesson.Scenario, url, d.lesson.Scenario)
	}
	return first, nil
}

func (d *desk) read(ctx context.Context) (model.Snapshot, error) {
	s, err := d.account.Reader.Load(ctx, d.a.flags.source, func(model.Progress) {})
	if err != nil {
		return s, fmt.Errorf("read: %w", err)
	}
	return s, nil
}

func (d *desk) keep() {
	if d.exam {
		return
	}
	d.a.keepProgress(d.a.progress().With(d.lesson.ID, d.mark))
}

// predict asks the lesson's question and tells what the model says.
func (d *desk) predict() bool {
	q := d.lesson.Ask
	d.say("")
	d.say("Predict: %s", q.Text)
	for i, c := range q.Choices {
		d.say("  %d  %s", i+1, c.Text)
	}
	n := 0
	for n < 1 || n > len(q.Choices) {
		line, ok := d.ask(fmt.Sprintf("Your answer (1-%d): ", len(q.Choices)))
		if !ok || line == "quit" || line == "q" {
			return false
		}
		if n, _ = strconv.Atoi(line); n < 1 || n > len(q.Choices) {
			d.say("Want a number from 1 to %d, or quit.", len(q.Choices))
		}
	}
	right := q.Right(d.start)
	d.mark.Answered, d.mark.Right = true, n-1 == right
	d.keep()
	switch {
	case right < 0:
		d.say("What is right here cannot be told from what was read.")
	case n-1 == right:
		d.say("Right: %s.", q.Choices[right].Text)
	default:
		d.say("Not so. It is: %s.", q.Choices[right].Text)
	}
	d.say("%s", q.Reveal(d.start))
	return true
}

// judge looks at the account again and says what the task is worth now.
func (d *desk) judge(ctx context.Context, claimed bool) error {
	s, err := d.read(ctx)
	if err != nil {
		return err
	}
	d.now = tour.See(s)
	d.changed = d.changed || d.lesson.Underway(d.start, d.now)
	o := d.lesson.Judge(tour.Attempt{Start: d.start, Now: d.now, Changed: d.changed, Claimed: claimed})
	switch o.State {
	case tour.Done:
		d.ended, d.mark.Finished, d.beside = true, true, tour.InLines(o.Why)
	case tour.Wrong:
		d.mark.Wrongs++
		d.say("Wrong: %s", tour.InLines(o.Why))
		switch {
		case d.exam:
			d.say("Put it right; undo takes the last change back.")
		case tour.Differs(d.start, d.now):
			d.say("Put it right (undo takes the last change back), or start over: over.")
		}
	case tour.NotYet:
		d.say("Not yet: %s", tour.InLines(o.Why))
	}
	d.keep()
	return nil
}
