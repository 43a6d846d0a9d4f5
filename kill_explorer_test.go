package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var explorerKills = flag.Int("explorer-kills", 0, "how many explorers TestKillTheExplorer kills; 0 for 2, or 6 with "+thorough)

// explore starts the explorer on the sandbox with a home that outlives it.
func (s *servedSandbox) explore(t *testing.T, home *exec.Cmd) *terminal {
	t.Helper()
	cmd := program(t, "--endpoint-url", s.url)
	cmd.Env = append(append([]string{}, home.Env...), peerKeys()...)
	return startCommand(t, 100, 30, cmd)
}

// fixHere presses what fixes the Studio, up to the answer to the last question.
func (x *terminal) fixHere() {
	x.t.Helper()
	x.wait("data-science", "2 reasons")
	x.press("f")
	x.wait("steps ticked")
	x.press("a")
	x.wait("Apply 4 changes?")
	x.press("\t")
	x.wait("> Apply <")
}

// TestKillTheExplorer kills the explorer while it applies a plan, at any write, and starts it again: it says
// what was done and what was not, and from there the end is the planned one.
func TestKillTheExplorer(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts explorers on terminals")
	}
	clean := serveSandbox(t)
	x := clean.explore(t, program(t))
	x.fixHere()
	x.answer("Apply 4 changes?")
	x.wait("Done: 4 changes made")
	x.press("q")
	x.end()
	want, writes := stateOf(t, clean), clean.sofar().last-clean.sofar().first+1
	if writes < 4 {
		t.Fatalf("only %d requests from the first write to the last", writes)
	}
	for seed := range times(*explorerKills, 2, 6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			killExplorer(t, uint64(seed), want)
		})
	}
}

func stateOf(t *testing.T, s *servedSandbox) []string {
	t.Helper()
	_, snap, err := openOffice(t.Context(), &http.Client{}, s.url, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return groupsOf(snap)
}

func killExplorer(t *testing.T, seed uint64, want []string) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 23))
	at, when := 1+random.IntN(4), []string{"before", "after", "answered"}[random.IntN(3)]
	s, home := serveSandbox(t), program(t)
	x := s.explore(t, home)
	x.fixHere()
	n := 0 // requests come one at a time while a plan is applied
	s.when(func(_ int64, w http.ResponseWriter, r *http.Request) bool {
		if writing(r) == "" {
			return false
		}
		if n++; n != at {
			return false
		}
		if when == "before" {
			_ = x.cmd.Process.Kill()
			panic(http.ErrAbortHandler)
		}
		if when == "answered" {
			s.answers.ServeHTTP(w, r)
			_ = x.cmd.Process.Kill()
			return true
		}
		s.answers.ServeHTTP(nowhere{}, r)
		_ = x.cmd.Process.Kill()
		panic(http.ErrAbortHandler)
	})
	x.press("\r")
	for range 20 {
		if left := x.ended; isClosed(left) {
			break
		}
		x.pressIfAlive("\r")
	}
	x.end()
	s.when(nil)
	name := fmt.Sprintf("seed %d: killed %s write %d", seed, when, at)
	t.Log(name)

	x = s.explore(t, home)
	x.wait("data-science", "R shows a run that did not reach its end")
	x.press("R")
	text := x.wait("cut off: the program ended in the middle", "leaves everything as it is")
	if strings.Contains(text, "reviews what remains") {
		x.press("\r")
		x.wait("Plan: go on", "ticked")
		x.press("a")
		x.wait("Apply ", "> Cancel <")
		x.press("\t")
		x.wait("> Apply <")
		x.answer("> Apply <")
		x.wait("Done: ")
	} else {
		x.press("d")
		x.wait("left as it is")
	}
	x.press("q")
	x.end()
	if diff := cmp.Diff(want, stateOf(t, s)); diff != "" {
		t.Errorf("%s: the end (-planned +now):\n%s", name, diff)
	}
	x = s.explore(t, home)
	if again := x.wait("data-science"); strings.Contains(again, "did not reach its end") {
		t.Errorf("%s: offered again:\n%s", name, again)
	}
	x.press("q")
	x.end()
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// pressIfAlive presses a key unless the program ends meanwhile, and waits until the screen is still.
func (x *terminal) pressIfAlive(keys string) {
	x.t.Helper()
	select {
	case <-x.ended:
		return
	case <-x.changed:
	}
	_, _ = x.file.WriteString(keys)
}
