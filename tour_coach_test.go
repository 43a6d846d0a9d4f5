package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/tour"
)

// What the coach says of its keys is true whichever side has them, and no key that it names is without an answer.
func TestTourKeysOfBothSides(t *testing.T) {
	s := enrol(t, nil)
	s.press("5 enter")
	s.see("keys are here", "1-4 select an answer")
	s.press("f")
	s.see("f is a key of the page: L, then f", "Predict: ")
	s.press("L")
	s.see("L: keys to the coach", "L gives the coach the keys, to answer.")
	for _, k := range []string{"n", "o", "b", "0"} {
		s.press(k)
		s.see(k+" is a key of the coach: L, then "+k, "Predict: ")
	}
	s.press("z z z") // the size is nobody's decision but the reader's
	s.see("Predict: ", "L: keys to the coach")
	s.press("L o")
	s.see("page 2, the groups; L leads back", "L: keys to the coach")
	s.press("L 3 enter enter") // at the task
	s.see("L gives the coach the keys: h hints")
	s.press("L")
	s.see("keys are here", "h hints, n says that nothing has to change, esc gives the page the keys.")
	s.press("2") // whoever chose a page wants to do something there
	s.see("[2 Groups]", "L: keys to the coach")
	s.press(":")
	s.do("=lesson: a hint")
	s.see("lesson: a hint", "L, then h")
	s.press("enter")
	s.see("Hint 1: ")
	s.press("1 L f") // and so does who presses a key that only the page has
	s.see("Plan: fix 2 findings", "L: keys to the coach")
	s.press("L o")
	s.see("a plan is under review; esc leaves it", "Plan: fix 2 findings")
}

// Where a lesson says L, then n, the coach says n while it has the keys.
func TestTourSaysKeysAsTheyAre(t *testing.T) {
	l, _, _ := tour.Find("nothing-wrong")
	s := atTask(t, l, l.Ask.Right(worlds(t, l.Scenario)))
	s.see("L, then n")
	s.press("L")
	if text := s.flat(); strings.Contains(text, "L, then") || !strings.Contains(text, ": n.") {
		t.Errorf("with the keys at the coach:\n%s", s.text())
	}
}

// Help lists the coach's keys first, says that there is more, and the first Down brings it.
func TestTourHelpNamesTheCoachFirst(t *testing.T) {
	s := enrol(t, nil)
	s.press("5 enter ?")
	rows := strings.Split(s.text(), "\n")
	if !strings.Contains(rows[2], "Coach") || !strings.Contains(rows[3], "1-4        select an answer") {
		t.Errorf("the coach's keys do not come first:\n%s", s.text())
	}
	s.see("more: down")
	s.press("down")
	if rows = strings.Split(s.text(), "\n"); !strings.Contains(rows[2], "1-4        select an answer") {
		t.Errorf("the first down does not scroll:\n%s", s.text())
	}
	s.press("esc")
	s.see("Predict: ", "keys are here")
}

// At 80x24 every question is seen whole beside the page, and what was learnt with an address
// that is not broken.
func TestTourFitsTheUsualTerminal(t *testing.T) {
	for _, l := range tour.Lessons() {
		t.Run(l.ID, func(t *testing.T) {
			s := enrol(t, func(o *ui.Options) { o.Tour = ui.TourStart{Open: true, Lesson: l.ID} })
			last := l.Ask.Choices[len(l.Ask.Choices)-1].Text
			s.see(fmt.Sprintf("%d %s", len(l.Ask.Choices), last))
			whole(t, s)
			s.press(fmt.Sprint(l.Ask.Right(worlds(t, l.Scenario))+1) + " enter")
			s.see("Right: ")
			whole(t, s)
			s.press("enter")
			whole(t, s)
			i := slices.IndexFunc(l.Plays, func(p tour.Play) bool { return p.Ends == tour.Done })
			for _, step := range l.Plays[i].Steps {
				s.do(step)
			}
			s.see("Done. ", "Enter goes on to: ")
			whole(t, s)
			if text := s.flat(); !strings.Contains(text, "(y copies the address)") && !strings.Contains(text, "AWS: "+l.Source+" ") {
				t.Errorf("the address of AWS's page is broken, or not to be had:\n%s", s.text())
			}
			if !strings.Contains(s.x.View().Content, ansi.SetHyperlink(l.Source)) {
				t.Error("the page of AWS is no link")
			}
			s.press("y")
			s.see("copied AWS's page: https://")
		})
	}
}

// whole requires that nothing of the coach is out of sight.
func whole(t *testing.T, s *student) {
	t.Helper()
	if _, below, ok := strings.Cut(s.text(), "Lesson: "); !ok || strings.Contains(below, " more: ") {
		t.Errorf("the coach is not seen whole:\n%s", s.text())
	}
}

// At the end of the last lesson it is said which are left, and enter leads to the first of them.
func TestTourEndSaysWhatIsLeft(t *testing.T) {
	all := tour.Lessons()
	last := all[len(all)-1]
	p := tour.Progress{Offered: true}
	for _, l := range all[3 : len(all)-1] {
		p = p.With(l.ID, tour.Mark{Finished: true})
	}
	kept := &keptProgress{has: p}
	s := enrol(t, func(o *ui.Options) { o.Progress, o.Tour = kept, ui.TourStart{Open: true, Lesson: last.ID} })
	s.kept = kept
	s.press("1 enter enter")
	i := slices.IndexFunc(last.Plays, func(p tour.Play) bool { return p.Ends == tour.Done })
	for _, step := range last.Plays[i].Steps {
		s.do(step)
	}
	s.see("Done. ", "Not done yet: "+all[0].Title+"; "+all[1].Title+"; "+all[2].Title+".", "Enter goes on to: "+all[0].Title)
	s.press("enter")
	s.see("Lesson: "+all[0].Title, "Predict: ")
}

// Whoever presses what the last hint says has done the task.
func TestTourLastHintIsTrue(t *testing.T) {
	keys := regexp.MustCompile(`^On page (\d)(?:, on [a-z]+)?: f(?: plans [^;]*;|,) (space ticks the revocation, )?(?:then )?a[, ].*tab(?:,| and) enter`)
	n := 0
	for _, l := range tour.Lessons() {
		m := keys.FindStringSubmatch(l.Hints[2])
		claims := strings.HasSuffix(l.Hints[2], ": L, then n.")
		if m == nil && !claims {
			continue
		}
		n++
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			s := atTask(t, l, l.Ask.Right(worlds(t, l.Scenario)))
			s.press("L h h h")
			switch {
			case claims:
				s.press("n")
			case m[2] != "":
				s.press(m[1] + " f space a tab enter")
			default:
				s.press(m[1] + " f a tab enter")
			}
			s.see("Done. ")
		})
	}
	if n < 2*len(tour.Lessons())/3 {
		t.Errorf("only %d hints were tried", n)
	}
}

// No dialog lies over what is to be done, where there is room for both.
func TestTourTaskStaysUnderDialogs(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {120, 40}, {160, 45}} {
		for _, keys := range []string{"f a", "f enter", "2 enter e", "2 enter e a", "?", ":", "v", "p", "c", "B", "M", "!", "2 i", "s"} {
			t.Run(fmt.Sprint(size, keys), func(t *testing.T) {
				l, _, _ := tour.Find("first-repair")
				s := atTask(t, l, l.Ask.Right(worlds(t, l.Scenario)))
				s.press("L h L")
				s.resize(size[0], size[1])
				s.press(keys)
				s.see("Task: Open the path from Workspace", "Hint 1: The drawing")
			})
		}
	}
}

// An editor of a group without rules has nothing out of sight.
func TestTourEditorOfNoRules(t *testing.T) {
	l, _, _ := tour.Find("additional")
	s := atTask(t, l, l.Ask.Right(worlds(t, l.Scenario)))
	s.press("e")
	s.see("no rule: nothing is let in or out; a adds one", "Task: ")
	if strings.Contains(s.flat(), "1 more") {
		t.Errorf("something is said to be out of sight:\n%s", s.text())
	}
}
