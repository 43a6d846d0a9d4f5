package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/tour"
)

// sizes are from the smallest terminal that is drawn in to a very large one.
func sizes() [][2]int {
	return [][2]int{{40, 12}, {60, 15}, {80, 24}, {120, 40}, {149, 30}, {150, 30}, {250, 70}, {39, 11}, {80, 24}}
}

// The layout holds at every size, in every step of a lesson, in every style and with a dialog open.
func TestTourLayout(t *testing.T) {
	for name, set := range map[string]func(*ui.Options){
		"unicode": func(*ui.Options) {}, "ascii": func(o *ui.Options) { o.ASCII = true },
		"plain": func(o *ui.Options) { o.Plain = true }, "no-color": func(o *ui.Options) { o.NoColor = true },
	} {
		t.Run(name, func(t *testing.T) {
			s := enrol(t, set)
			for _, keys := range []string{
				"5", "enter", "down", "o", "L 2 enter", "o", "L", "2 3", "L", "z", "z", "z", "enter", "h", "L h h h", "L f", "a", "tab", "esc",
				"esc", "2 enter e", "esc esc", "?", "esc", "L n", "L z z", "1 f a tab enter", "z", "z", "enter", "b", "q",
			} {
				s.press(keys)
				for _, size := range sizes() {
					s.resize(size[0], size[1])
				}
			}
		})
	}
}

// The page that a lesson speaks of stays on the screen: the coach leaves it its rows.
func TestTourCoachLeavesThePage(t *testing.T) {
	for _, size := range sizes()[:7] {
		s := enrol(t, nil)
		s.press("5 enter")
		s.resize(size[0], size[1])
		s.see("[2 Groups]", "Default")
		s.press("3 enter enter")
		s.see("[1 Studios", "data-science", "tcp 18888", "Task: ")
	}
}

// A lesson is left and taken up again, and the account from before is as it was.
func TestTourIsLeftAndTakenUp(t *testing.T) {
	s := enrol(t, nil)
	s.press("2 enter 5 enter 3 enter enter")
	s.see("Task: ", "[1 Studios")
	s.press("f a tab enter") // the task is done
	s.see("Done. ")
	s.press("b")
	s.see("[5 Learn", "1 of", "done The Studio that stopped attaching")
	s.press("1")
	s.see("attach fails: 2 reasons") // the sandbox from before: nothing was changed in it
	s.press("5 enter")               // the next one
	s.see("Predict: Who of this VPC")
	s.press("3 enter enter L h")
	s.see("Hint 1: ")
	s.do("+engine:clinical-trials ingress tcp 18888 from 0.0.0.0/0")
	s.see("open to the world", "Put it right")
	s.press("b")
	s.see("begun What no rule allows")
	s.press("enter")
	s.see("Task: ", "Hint 1: ", "open to the world") // as it was left
	s.press("L 0")
	s.see("Predict: Who of this VPC") // as new
	s.press("b 5 X X")
	s.see("the progress of all lessons is forgotten")
	if s.kept.has.Begun() != 0 {
		t.Error("progress is kept after it was forgotten")
	}
}

// A first run has one line of the walkthrough, no dialog, and a second run has none.
func TestTourOffer(t *testing.T) {
	s := enrol(t, nil)
	if strings.Contains(s.flat(), "New to this?") {
		t.Error("offered again")
	}
	kept := &keptProgress{}
	s = enrol(t, func(o *ui.Options) { o.Progress = kept })
	s.see("New to this? 5: short lessons f fix", "data-science")
	s.press("2")
	if strings.Contains(s.flat(), "New to this?") {
		t.Error("the offer stays")
	}
	if !kept.has.Offered {
		t.Error("it is not remembered that it was offered")
	}
}

// Progress that cannot be read is said, and does not stop anybody.
func TestTourProgressUnreadable(t *testing.T) {
	s := enrol(t, func(o *ui.Options) { o.Progress = &keptProgress{err: errors.New("torn")} })
	s.see("what was learnt so far cannot be read: torn")
	s.press("5 enter 3 enter enter")
	s.see("Task: ")
}

// Read-only wins in lessons too, and says so.
func TestTourReadOnly(t *testing.T) {
	s := enrol(t, func(o *ui.Options) { o.Source = model.Source{Sandbox: "analytics", ReadOnly: true} })
	s.press("5 enter 3 enter enter")
	s.see("READ-ONLY", "This run is read-only")
}

// Wrong numbers, too many hints and answers that come before the question do no harm.
func TestTourClumsyKeys(t *testing.T) {
	s := enrol(t, nil)
	s.press("5 enter 9")
	s.see("no choice 9; L gives the page the keys", "Predict: ", "[2 Groups]")
	s.press("enter")
	s.see("select an answer first: 1 to 4, or down", "Predict: ")
	s.press("3 1") // a page's number, or a second thought
	s.see("> 1 Its own group", "Predict: ", "[2 Groups]")
	s.press("enter")
	s.see("You said: Its own group", "It is: Both")
	s.press("enter L h h h h")
	s.see("Hint 3: ", "there is no further hint")
	s.press("n")
	s.see("Something does have to change")
}

// The file of progress is its owner's alone, is written whole, and is put aside where it cannot be read.
func TestTourProgressFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	l := learnt{filepath.Join(dir, "tour.json"), &sync.Mutex{}}
	if p, err := l.Progress(); err != nil || p.Begun() != 0 {
		t.Fatalf("without a file: %v, %v", p, err)
	}
	want := tour.Mark{Finished: true, Answered: true, Right: true, Hints: 2, Wrongs: 1}
	if err := l.Keep(tour.Progress{Offered: true}.With("first-repair", want).With("no-such-lesson", tour.Mark{})); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(l.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	p, err := l.Progress()
	if got, _ := p.Mark("first-repair"); err != nil || got != want || !p.Offered || p.Finished() != 1 || p.Begun() != 2 {
		t.Errorf("read back: %+v, %v", p, err)
	}
	for name, torn := range map[string]string{
		"torn": `{"schemaVersion": 1, "less`, "empty": "", "newer": `{"schemaVersion": 99}`, "foreign": `[]`,
	} {
		if err := os.WriteFile(l.path, []byte(torn), 0o600); err != nil {
			t.Fatal(err)
		}
		if p, err := l.Progress(); err == nil || p.Begun() != 0 || !strings.Contains(err.Error(), ".unreadable") {
			t.Errorf("%s: %v, %v", name, p, err)
		}
		if b, err := os.ReadFile(l.path + ".unreadable"); err != nil || string(b) != torn {
			t.Errorf("%s: put aside: %q, %v", name, b, err)
		}
		if _, err := l.Progress(); err != nil {
			t.Errorf("%s: said twice: %v", name, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, ".tour-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
