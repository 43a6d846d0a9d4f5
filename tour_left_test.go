package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
	"github.com/sgscope/sgscope/ui/tour"
)

// again starts the program anew with what was kept, as after a quit: its sandboxes are gone.
func (s *student) again(lesson string) *student {
	s.t.Helper()
	b, err := s.kept.has.Encode()
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := tour.DecodeProgress(b)
	if err != nil {
		s.t.Fatal(err)
	}
	kept := &keptProgress{has: p}
	next := enrol(s.t, func(o *ui.Options) { o.Progress, o.Tour = kept, ui.TourStart{Open: true, Lesson: lesson} })
	next.kept = kept
	return next
}

// A lesson that was left by quitting is taken up with the answer, the hints and what was changed in its account.
func TestTourIsTakenUpByAnotherRun(t *testing.T) {
	for _, l := range tour.Lessons() {
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(l.Plays, func(p tour.Play) bool { return p.Ends == tour.Wrong })
			if i < 0 {
				t.Skip("no wrong way")
			}
			right := l.Ask.Right(worlds(t, l.Scenario))
			s := atTask(t, l, right)
			s.press("L h h L")
			for _, step := range l.Plays[i].Steps {
				if step != "L n" { // what somebody said is not kept, what was done is
					s.do(step)
				}
			}
			was := s.coachText()
			if !strings.Contains(was, "Put it right in the pages") {
				t.Fatalf("not wrong:\n%s", s.text())
			}
			mark, _ := s.kept.has.Mark(l.ID)
			s = s.again(l.ID)
			if got := s.coachText(); got != was {
				t.Errorf("taken up as\n%s\nleft as\n%s", got, was)
			}
			if got, _ := s.kept.has.Mark(l.ID); got != mark {
				t.Errorf("the mark is %+v, was %+v", got, mark)
			}
			if left, _ := s.kept.has.Left(l.ID); left.At != tour.AtTask || left.Answer != right || left.Hints != 2 {
				t.Errorf("left as %+v", left)
			}
		})
	}
}

// coachText gives what the coach says, as if the page had the keys.
func (s *student) coachText() string {
	s.t.Helper()
	if strings.Contains(s.text(), "keys are here") {
		s.press("L")
	}
	s.resize(120, 60)
	_, text, ok := strings.Cut(s.text(), "Lesson: ")
	if !ok {
		s.t.Fatalf("no coach:\n%s", s.text())
	}
	rows := strings.Split(text, "\n")
	return strings.Join(rows[:len(rows)-1], "\n")
}

// What was changed again can be undone on page 4 as it could before, and groups that were made are made again.
func TestTourTakenUpIsUndone(t *testing.T) {
	l, _, _ := tour.Find("make-a-pair")
	s := atTask(t, l, l.Ask.Right(worlds(t, l.Scenario)))
	s.press("c")
	s.see("Create")
	s.press("esc")
	s.do("+app-servers ingress tcp 22 from 0.0.0.0/0")
	s.see("Put it right")
	s = s.again(l.ID)
	s.see("Put it right", "taken up where you left it; L, then 0 starts it over")
	s.press("4")
	s.see("1 of 1", "make 1 change by hand")
	s.press("enter u a tab enter")
	s.see("Task: ")
	if strings.Contains(s.flat(), "Put it right") {
		t.Errorf("not undone:\n%s", s.text())
	}
	s.press("L 0")
	s.see("Predict: ")
	if left, ok := s.kept.has.Left(l.ID); ok {
		t.Errorf("a lesson that was started over is still left: %+v", left)
	}
}

// Each part of a lesson is taken up where it was: the question with what was changed before it was answered, the answer.
func TestTourTakenUpAtEachPart(t *testing.T) {
	l, _, _ := tour.Find("first-repair")
	s := enrol(t, func(o *ui.Options) { o.Tour = ui.TourStart{Open: true, Lesson: l.ID} })
	s.see("Predict: ")
	s.do("+engine:data-science ingress tcp 22 from 0.0.0.0/0")
	s = s.again(l.ID)
	s.see("Predict: ", "[2 Groups]")
	s.press("3 enter")
	s.see("Right: ")
	s = s.again(l.ID)
	s.see("Right: ", "[1 Studios", "Enter goes on to the task.")
	s.press("enter")
	s.see("Task: ", "open to the world")
	s.do("-engine:data-science ingress tcp 22 from 0.0.0.0/0")
	s.press("f a tab enter")
	s.see("Done. ")
	if left, ok := s.kept.has.Left(l.ID); ok {
		t.Errorf("a lesson that is done is still left: %+v", left)
	}
	s = s.again(l.ID)
	s.see("Predict: ", "The lesson stays done.")
}

// Groups of one's own making come back with their rules, which name each other.
func TestTourTakenUpWithNewGroups(t *testing.T) {
	l, _, _ := tour.Find("make-a-pair")
	i := slices.IndexFunc(l.Plays, func(p tour.Play) bool { return p.Ends == tour.Wrong && strings.HasPrefix(p.Steps[0], "c") })
	if i < 0 {
		t.Fatal("no wrong way makes groups")
	}
	s := atTask(t, l, 0)
	for _, step := range l.Plays[i].Steps {
		s.do(step)
	}
	s.press("r") // a run reads by itself, past whoever watches
	before := tour.See(s.seen)
	s = s.again(l.ID)
	s.press("r")
	now := tour.See(s.seen)
	made := 0
	for g := range before.Snapshot().Groups() {
		a, b := g, now.Group(g.VPC+"/"+g.Name)
		if worlds(t, l.Scenario).Group(g.ID).ID == "" {
			made++
		}
		if b.ID == "" || len(a.Rules) != len(b.Rules) || fmt.Sprint(a.Tags) != fmt.Sprint(b.Tags) {
			t.Errorf("was %+v, is %+v", a, b)
		}
	}
	if made == 0 {
		t.Error("no group was made")
	}
}

// Read-only changes nothing, not even again, and does not forget what there is to do again.
func TestTourTakenUpReadOnly(t *testing.T) {
	l, _, _ := tour.Find("first-repair")
	s := atTask(t, l, 2)
	s.do("+engine:data-science ingress tcp 22 from 0.0.0.0/0")
	kept := s.kept
	s = enrol(t, func(o *ui.Options) {
		o.Progress, o.Tour = kept, ui.TourStart{Open: true, Lesson: l.ID}
		o.Source.ReadOnly = true
	})
	s.see("read-only: what you had changed is not made again", "Task: ")
	s.press("L h")
	if left, _ := kept.has.Left(l.ID); len(left.Changes) != 1 || left.Hints != 1 {
		t.Errorf("left as %+v", left)
	}
}

// What cannot be made again is said, and the lesson begins anew.
func TestTourLeftInAnotherScenario(t *testing.T) {
	l, _, _ := tour.Find("first-repair")
	s := atTask(t, l, 2)
	s.do("+engine:data-science ingress tcp 22 from 0.0.0.0/0")
	left, _ := s.kept.has.Left(l.ID)
	b, err := s.kept.has.Leave(l.ID, left).Encode()
	if err != nil {
		t.Fatal(err)
	}
	group := tour.See(s.seen).Group("engine:data-science").ID
	p, err := tour.DecodeProgress([]byte(strings.ReplaceAll(string(b), group, "sg-0123456789abcdef0")))
	if err != nil {
		t.Fatal(err)
	}
	s.kept.has = p
	s = s.again(l.ID)
	s.see("Predict: ", "could not be made again")
}

// Where somebody serves a lesson's scenario, all that was changed there counts, whenever it was: before the lesson was
// opened, and while nobody looked.
func TestTourServedCountsFromTheFirst(t *testing.T) {
	l, _, _ := tour.Find("first-repair")
	served, err := open(t.Context(), model.Source{Sandbox: l.Scenario})
	if err != nil {
		t.Fatal(err)
	}
	change := func(lines ...string) {
		t.Helper()
		for _, line := range lines {
			c, _, err := tour.See(readAgain(t, served)).Outside(line)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := served.Reader.(*awsclient.Client).Send(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
	}
	kept := &keptProgress{has: tour.Progress{Offered: true}}
	run := func(lesson string) *student {
		return enrol(t, func(o *ui.Options) {
			o.Progress, o.Tour = kept, ui.TourStart{Open: true, Lesson: lesson, Served: true}
			o.Source = model.Source{Endpoint: "http://127.0.0.1:1"}
			o.Open = func(ctx context.Context, src model.Source) (ui.Account, error) {
				if src.Endpoint != "" {
					return served, nil
				}
				return open(ctx, src)
			}
		})
	}
	change("+engine:data-science ingress tcp 22 from 0.0.0.0/0")
	s := run(l.ID)
	s.see("Predict: ")
	s.press("3 enter")
	s.see("Right: Both")
	s.press("enter")
	s.see("Task: ", "open to the world") // it was there before the lesson was opened
	change("-engine:data-science ingress tcp 22 from 0.0.0.0/0")
	s.press("r")
	s.see("Not yet: ")
	change("+workspace:data-science egress tcp 18888 to sg:engine:data-science",
		"+engine:data-science ingress tcp 18888 from sg:workspace:data-science")
	s = run(l.ID) // and this while nobody looked
	s.see("Done. ")
	s = run("no-egress")
	s.see("another scenario is served here; this lesson is about no-egress")
}
