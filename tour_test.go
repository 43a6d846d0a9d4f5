package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/tour"
)

func readAgain(t *testing.T, account ui.Account) model.Snapshot {
	t.Helper()
	s, err := account.Reader.Load(t.Context(), model.Source{}, func(model.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// worlds keeps what each scenario is at its start: the lessons share few.
var worlds = sync.OnceValue(func() func(*testing.T, string) tour.World {
	seen := map[string]tour.World{}
	var mu sync.Mutex
	return func(t *testing.T, scenario string) tour.World {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if _, ok := seen[scenario]; !ok {
			account, err := open(context.WithoutCancel(t.Context()), model.Source{Sandbox: scenario, ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			seen[scenario] = tour.See(readAgain(t, account))
		}
		return seen[scenario]
	}
})()

// Every lesson can be asked, has one right answer that the model gives, and is not done at its start.
func TestTourLessons(t *testing.T) {
	ids := map[string]bool{}
	for _, l := range tour.Lessons() {
		t.Run(l.ID, func(t *testing.T) {
			if ids[l.ID] {
				t.Error("two lessons have this id")
			}
			ids[l.ID] = true
			w := worlds(t, l.Scenario)
			if l.Ask.Right(w) < 0 {
				t.Errorf("not exactly one choice is right: %v", rights(l, w))
			}
			if text := l.Ask.Reveal(w); text == "" {
				t.Error("the reveal says nothing")
			}
			out := l.Judge(tour.Attempt{Start: w, Now: w})
			if out.State != tour.NotYet || out.Why == "" {
				t.Errorf("at the start: %v, %q", out.State, out.Why)
			}
			wholly(t, l, w)
		})
	}
}

func rights(l tour.Lesson, w tour.World) []bool {
	var out []bool
	for _, c := range l.Ask.Choices {
		out = append(out, c.Right(w))
	}
	return out
}

// wholly requires of a lesson what nobody would miss before somebody plays it.
func wholly(t *testing.T, l tour.Lesson, w tour.World) {
	t.Helper()
	texts := []string{l.ID, l.Title, l.Story, l.Idea, l.Ask.Text, l.Task, l.Point.Words, l.Source}
	texts = append(append(texts, l.Hints[:]...), l.Learnt...)
	for _, c := range l.Ask.Choices {
		texts = append(texts, c.Text)
	}
	for i, s := range texts {
		if strings.TrimSpace(s) == "" || len(s) > 330 {
			t.Errorf("text %d is empty or long (%d characters): %q", i, len(s), s)
		}
	}
	if n := len(l.Ask.Choices); n < 2 || n > 4 {
		t.Errorf("%d choices", n)
	}
	for _, name := range l.Touch {
		if w.Group(name).ID == "" && l.Mode == tour.Mend && !strings.HasPrefix(name, "Default") {
			t.Errorf("touches %s, which is not there", name)
		}
	}
	if l.Mode == tour.Mend && len(l.Touch) == 0 {
		t.Error("touches no group")
	}
	if l.Point.Studio != "" && w.Studio(l.Point.Studio).ID == "" {
		t.Errorf("points at Studio %s, which is not there", l.Point.Studio)
	}
	if l.Point.Edge != "" && w.Edge(l.Point.Studio, l.Point.Edge).ID == "" {
		t.Errorf("points at the arrow %s, which is not there", l.Point.Edge)
	}
	if l.Point.Group != "" && w.Group(l.Point.Group).ID == "" {
		t.Errorf("points at group %s, which is not there", l.Point.Group)
	}
	for _, f := range l.Facts() {
		if _, ok := tour.FindStatement(f); !ok {
			t.Errorf("teaches %s, which is no statement", f)
		}
	}
	right := func(p tour.Play) bool { return p.Ends == tour.Done }
	if n := len(slices.DeleteFunc(slices.Clone(l.Plays), right)); n < 2 || len(l.Plays)-n < 2 {
		t.Errorf("%d right ways and %d wrong ones", len(l.Plays)-n, n)
	}
}
