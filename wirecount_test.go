package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// counter counts on the wire what would change something, dry runs among them.
type counter struct {
	mu     sync.Mutex
	all    int
	writes []string
}

// countingSandbox is a served sandbox whose wire is counted.
func countingSandbox(t *testing.T) (*servedSandbox, *counter) {
	t.Helper()
	s, c := serveSandbox(t), &counter{}
	s.when(func(_ int64, _ http.ResponseWriter, r *http.Request) bool {
		c.see(t, r)
		return false
	})
	return s, c
}

// readVerbs begin the names of all actions that change nothing.
func readVerbs() []string { return []string{"Describe", "List", "Get", "Search", "GET /"} }

func (c *counter) see(t *testing.T, r *http.Request) {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, bad := url.ParseQuery(string(body))
	action := form.Get("Action")
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		_, action, _ = strings.Cut(target, ".")
	} else if action == "" && r.URL.Path != "/" { // the newer services have paths for actions
		action = r.Method + " " + r.URL.Path
	} else if errors.Join(err, bad) != nil || action == "" {
		t.Errorf("a request without an action: %v %v", err, bad)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all++
	reads := func(verb string) bool { return strings.HasPrefix(action, verb) }
	if !slices.ContainsFunc(readVerbs(), reads) {
		c.writes = append(c.writes, action)
	}
}

// so gives how many requests came since the last time, and which of them would change something.
func (c *counter) so() (all int, writes []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all, writes = c.all, c.writes
	c.all, c.writes = 0, nil
	return all, writes
}

// TestReadOnlyIsAbsence counts on the wire: commands, a read-only explorer in which everything is tried, and
// a confirmation that is cancelled in each way send nothing that changes anything, not even a dry run. The
// same counter sees what an apply sends.
func TestReadOnlyIsAbsence(t *testing.T) {
	s, c := countingSandbox(t)
	none := func(what string) {
		t.Helper()
		if all, writes := c.so(); all == 0 || len(writes) > 0 {
			t.Errorf("%s: %d requests, among them %v", what, all, writes)
		}
	}
	for _, args := range [][]string{
		{"check"},
		{"plan"},
		{"plan", "-o", "cli"},
		{"plan", "--create", "studio-git"},
		{"graph"},
		{"matrix"},
		{"snapshot", t.TempDir() + "/s.json"},
		{"check", "--read-only"},
	} {
		cmd := program(t, append(args, "--endpoint-url", s.url)...)
		cmd.Env = append(cmd.Env, peerKeys()...)
		if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != 1 {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		none(strings.Join(args, " "))
	}
	explorer := func(args ...string) *terminal {
		cmd := program(t, append(args, "--endpoint-url", s.url)...)
		cmd.Env = append(cmd.Env, peerKeys()...)
		x := startCommand(t, 100, 30, cmd)
		x.wait("data-science", "2 reasons")
		return x
	}
	x := explorer("--read-only")
	x.press("f")
	x.wait("READ-ONLY", "tcp 18888")
	for _, key := range []string{"a", "d", "t", "a", "\r", "\x1b", "y", "\x1b", "4", "R", "u", "w", "c"} {
		x.press(key)
		x.wait()
	}
	x.press("\x03")
	x.end()
	none("the explorer, read-only")

	x = explorer()
	x.press("f")
	x.wait("steps ticked")
	for _, keys := range []string{"\x1b", "q", "n", "\r", "\t\x1b"} {
		x.press("a")
		x.wait("Apply 4 changes?")
		x.press(keys)
		for range 5 { // an answer that comes too early does not count
			if !strings.Contains(x.wait(), "Apply 4 changes?") {
				break
			}
			x.press(keys)
		}
		x.wait("cancelled: nothing was sent")
	}
	none("a confirmation that is cancelled")
	x.press("a")
	x.wait("Apply 4 changes?")
	x.press("\t")
	x.wait("> Apply <")
	x.answer("Apply 4 changes?")
	x.wait("Done: 4 changes made")
	if _, writes := c.so(); len(writes) < 4 {
		t.Errorf("the counter sees only %v of an apply", writes)
	}
	x.press("q")
	x.end()
}
