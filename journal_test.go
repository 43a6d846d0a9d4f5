package main

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// TestJournalCommand lists, shows and plans to undo what was applied: to accounts and in sandboxes apart, with
// a torn last line, in files of their owner alone.
func TestJournalCommand(t *testing.T) {
	s, home := serveSandbox(t), program(t)
	state := filepath.Join(strings.TrimPrefix(home.Env[0], "HOME="), "state")
	dir := filepath.Join(state, "sgscope", "journals")
	if out, err := s.helper(t, dir, "fix").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sgscope := func(args ...string) (string, string, int) {
		t.Helper()
		cmd := program(t, args...)
		cmd.Env = append(append([]string{}, home.Env...), peerKeys()...)
		var out, errs strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &errs
		if err := cmd.Run(); err != nil {
			if _, exited := err.(*exec.ExitError); !exited { //nolint:errorlint // Run gives it unwrapped
				t.Fatal(err)
			}
		}
		return out.String(), errs.String(), cmd.ProcessState.ExitCode()
	}

	// An explorer in the sandbox of its own process applies too.
	play := program(t, "--sandbox")
	play.Env = home.Env
	x := startCommand(t, 100, 30, play)
	x.wait("data-science", "2 reasons")
	x.press("f")
	x.wait("steps ticked")
	x.press("a")
	x.wait("Apply 2 changes?")
	x.press("\t")
	x.wait("> Apply <")
	x.answer("Apply 2 changes?")
	x.wait("Done: 2 changes made")
	x.press("q")
	x.end()
	if text, _, _ := sgscope("journal", "--sandbox"); strings.Count(text, "sgscope journal 2") != 1 {
		t.Errorf("in sandboxes:\n%s", text)
	}

	text, _, code := sgscope("journal")
	if code != 0 || strings.Count(text, "sgscope journal 2") != 1 || !strings.Contains(text, "done, ") || !strings.Contains(text, "at http://127.0.0.1") {
		t.Fatalf("code %d\n%s", code, text)
	}
	var list report.Journals
	doc, _, _ := sgscope("journal", "-o", "json")
	if err := json.Unmarshal([]byte(doc), &list); err != nil || len(list.Journals) != 1 || list.Journals[0].State != "done" {
		t.Fatalf("%v\n%s", err, doc)
	}
	id := list.Journals[0].ID
	if text, _, code := sgscope("journal", id[:20]); code != 0 || !strings.Contains(text, "Run of ") ||
		!strings.Contains(text, "sgscope plan --undo "+id) {
		t.Errorf("code %d\n%s", code, text)
	}
	if text, _, code := sgscope("plan", "--undo", id, "--endpoint-url", s.url); code != 0 ||
		!strings.Contains(text, "Undo: takes back what the run did") || !strings.Contains(text, "nothing has been changed") &&
		!strings.Contains(text, "Nothing has been changed") {
		t.Errorf("code %d\n%s", code, text)
	}
	other := serveSandbox(t)
	if _, errs, code := sgscope("plan", "--undo", id, "--endpoint-url", other.url); code != 2 || !strings.Contains(errs, "there is no journal") {
		t.Errorf("of another endpoint: code %d, %s", code, errs)
	}
	if text, _, _ := sgscope("journal", "--region", "eu-west-1"); !strings.Contains(text, "Nothing was applied") {
		t.Errorf("of another Region:\n%s", text)
	}
	for _, bad := range [][]string{{"journal", "nope"}, {"journal", ""}, {"journal", "a", "b"}, {"plan", "--undo", "nope", "--sandbox"}} {
		if out, errs, code := sgscope(bad...); code != 2 || out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: code %d, %q, %q", bad, code, out, errs)
		}
	}
	tear(t, list.Journals[0].Path)
	if text, _, code := sgscope("journal", id); code != 0 || !strings.Contains(text, "cut off") || !strings.Contains(text, "cut short") {
		t.Errorf("torn: code %d\n%s", code, text)
	}
	ownerOnly(t, dir)
}

// tear cuts a journal's last line in half, as a crash does.
func tear(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text[:len(text)-20], 0o600); err != nil {
		t.Fatal(err)
	}
}

// ownerOnly requires that nobody else can read what is in a folder.
func ownerOnly(t *testing.T, dir string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no such modes here")
	}
	found := 0
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		found++
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return nil
	})
	if err != nil || found < 2 {
		t.Errorf("%d files, %v", found, err)
	}
}

// TestKeptSnapshots: what was read of an account is kept for the next start, by its owner alone, and the
// group's detail says what changed since. The sandbox of a process keeps none.
func TestKeptSnapshots(t *testing.T) {
	s, home := serveSandbox(t), program(t)
	state := filepath.Join(strings.TrimPrefix(home.Env[0], "HOME="), "state", "sgscope")
	open := func(wait string, keys ...string) {
		x := s.explore(t, home)
		x.wait("data-science", "read just now")
		for _, k := range keys {
			x.press(k)
			x.wait()
		}
		x.wait(wait)
		x.press("\x03")
		x.end()
	}
	open("DefaultEngine", "2")
	ownerOnly(t, filepath.Join(state, "snapshots"))
	o, snap, err := openOffice(t.Context(), &http.Client{}, s.url, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	g, _ := snap.GroupNamed(o.vpc, "DefaultEngineSecurityGroup")
	if _, err := o.client.Send(t.Context(), model.Authorize{Group: g.ID, Rule: motoRule(t, "ingress tcp 4711 from 10.0.0.0/8")}); err != nil {
		t.Fatal(err)
	}
	open("rule added: ingress tcp 4711 from 10.0.0.0/8", "2", "/", "DefaultEngine", "\r", "\r", "G")
	x := start(t, 80, 24, "--sandbox")
	x.wait("data-science")
	x.press("q")
	x.end()
	sandboxHome := strings.TrimPrefix(x.cmd.Env[0], "HOME=")
	if _, err := os.Stat(filepath.Join(sandboxHome, "state", "sgscope", "snapshots")); err == nil {
		t.Error("the sandbox of a process keeps a snapshot")
	}
}
