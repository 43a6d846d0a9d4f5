package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/tour"
)

// Every lesson plays itself on the real program: right ways are never refused, wrong ones never pass.
func TestTourPlays(t *testing.T) {
	for _, l := range tour.Lessons() {
		for _, p := range l.Plays {
			t.Run(l.ID+"/"+strings.ReplaceAll(p.Name, " ", "-"), func(t *testing.T) {
				t.Parallel()
				plays(t, l, p)
			})
		}
	}
}

func plays(t *testing.T, l tour.Lesson, p tour.Play) {
	t.Helper()
	right := l.Ask.Right(worlds(t, l.Scenario))
	answer := right
	if p.Ends != tour.Done {
		answer = (right + 1) % len(l.Ask.Choices)
	}
	s := atTask(t, l, answer)
	for _, step := range p.Steps {
		s.do(step)
	}
	mark, _ := s.kept.has.Mark(l.ID)
	text := s.flat()
	switch p.Ends {
	case tour.Done:
		if !mark.Finished || !mark.Right || !strings.Contains(text, "Done. ") {
			t.Errorf("a right way is refused: %+v\n%s", mark, s.text())
		}
	case tour.Wrong:
		if mark.Finished || mark.Wrongs == 0 || !strings.Contains(text, "Put it right in the pages") {
			t.Errorf("a wrong fix passes, or is not explained: %+v\n%s", mark, s.text())
		}
	case tour.NotYet:
		if mark.Finished || mark.Wrongs > 0 || !strings.Contains(text, "Not yet: ") {
			t.Errorf("what is not done passes, or is called wrong: %+v\n%s", mark, s.text())
		}
	}
}

// atTask opens a lesson, answers its question and goes on to the task.
func atTask(t *testing.T, l tour.Lesson, answer int) *student {
	t.Helper()
	s := enrol(t, func(o *ui.Options) { o.Tour = ui.TourStart{Open: true, Lesson: l.ID} })
	s.see("Predict: ")
	s.press(fmt.Sprint(answer+1) + " enter")
	if answer == l.Ask.Right(worlds(t, l.Scenario)) {
		s.see("Right: ")
	} else {
		s.see("You said: ", "It is: ")
	}
	s.press("enter")
	s.see("Task: ")
	return s
}
