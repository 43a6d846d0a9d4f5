package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
	"github.com/sgscope/sgscope/ui/tour"
)

// pupil runs the program with one home, so that what is learnt is kept.
type pupil struct {
	t    *testing.T
	home string
}

func newPupil(t *testing.T) pupil {
	t.Helper()
	return pupil{t, t.TempDir()}
}

func (p pupil) command(args ...string) *exec.Cmd {
	p.t.Helper()
	cmd := program(p.t, args...)
	cmd.Env = append(cmd.Env, "XDG_STATE_HOME="+filepath.Join(p.home, "state"))
	return cmd
}

// says runs the program on lines of input and gives its output, its errors and its exit code.
func (p pupil) says(input string, args ...string) (stdout, stderr string, code int) {
	p.t.Helper()
	cmd := p.command(args...)
	var errs strings.Builder
	cmd.Stdin, cmd.Stderr = strings.NewReader(input), &errs
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return string(out), errs.String(), cmd.ProcessState.ExitCode()
}

// has reports whether a text has all parts, in order, however it is wrapped.
func has(t *testing.T, text string, parts ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(text), " ")
	for _, part := range parts {
		_, rest, ok := strings.Cut(flat, part)
		if !ok {
			t.Fatalf("no %q after what came before:\n%s", part, text)
		}
		flat = rest
	}
}

// A lesson is read and done line by line; what is learnt is kept, listed and forgotten.
func TestTourInLines(t *testing.T) {
	p := newPupil(t)
	lines := []string{
		"7", "3", "group DefaultEngineSecurityGroup", "nonsense", "check",
		"allow DefaultEngineSecurityGroup ingress tcp 18888 from 0.0.0.0/0", "y", "undo", "y", "hint", "plan", "fix", "n",
		"fix", "y",
	}
	out, stderr, code := p.says(strings.Join(lines, "\n")+"\n", "tour", "first-repair", "--plain")
	if code != 0 || stderr != "" {
		t.Fatalf("code %d, %s\n%s", code, stderr, out)
	}
	has(t, out, "Predict:", "Your answer (1-4): Want a number from 1 to 4", "Your answer", "Right: Both", "ingress tcp 18889", "There is no command nonsense",
		"key workspace-egress-18888",
		"on DefaultEngineSecurityGroup: add ingress tcp 18888 from 0.0.0.0/0 (any IPv4)", "Wrong:", "open to the world", "Not yet:", "Hint 1:", "Nothing is changed", "Nothing was sent",
		"Done. A path is open only if", "AWS: https://docs.aws.amazon.com/")
	out, _, code = p.says("", "tour", "--list", "-o", "json")
	var doc report.Lessons
	if err := json.Unmarshal([]byte(out), &doc); err != nil || code != 0 || len(doc.Lessons) != len(tour.Lessons()) {
		t.Fatalf("code %d, %v: %s", code, err, out)
	}
	if l := doc.Lessons[0]; l.ID != "first-repair" || l.State != "done" || l.Hints != 1 || l.Wrongs != 1 {
		t.Errorf("kept: %+v", l)
	}
	// The next lesson comes by itself; who leaves it has not finished.
	if out, _, code = p.says("1\nhint\nquit\n", "tour", "--plain"); code != 1 {
		t.Errorf("left in the middle: code %d\n%s", code, out)
	}
	has(t, out, "What no rule allows", "Not so.", "Hint 1:")
	out, _, _ = p.says("", "tour", "--list")
	has(t, out, "done first-repair", "begun closed-by-default", "1 of")
	out, _, code = p.says("", "tour", "--reset")
	has(t, out, "forgotten")
	out, _, _ = p.says("", "tour", "--list")
	has(t, out, "0 of")
	if code != 0 {
		t.Errorf("code %d", code)
	}
}

// Whoever says that nothing has to be changed is right where that is so, in lines too.
func TestTourNothingToChangeInLines(t *testing.T) {
	out, _, code := newPupil(t).says("2\nnothing\n", "tour", "nothing-wrong", "--plain")
	has(t, out, "Right: Yes: replies need no rule", "Done. Groups remember")
	if code != 0 {
		t.Errorf("code %d", code)
	}
	out, _, code = newPupil(t).says("3\nnothing\nover\ncreate\ny\n", "tour", "make-a-pair", "--plain")
	has(t, out, "Your answer (1-2): Want a number from 1 to 2", "Your answer")
	if code != 1 { // the 3 was no answer, and "nothing" neither
		t.Errorf("code %d\n%s", code, out)
	}
	out, _, code = newPupil(t).says("2\nnothing\ncreate studio-git\ny\n", "tour", "make-a-pair", "--plain")
	has(t, out, "Something does have to change", "create group DefaultEngineSecurityGroup in", "Done.")
	if code != 0 {
		t.Errorf("code %d\n%s", code, out)
	}
}

// What cannot be meant is refused with code 2 before anything is opened.
func TestTourRefuses(t *testing.T) {
	for _, args := range []string{
		"tour no-such-lesson", "tour first-repair --list", "tour --exam --list", "tour --seed 3", "tour --snapshot x.json",
		"tour one two", "tour --exam --read-only", "tour --exam --endpoint-url http://127.0.0.1:1", "tour --list -o xml",
	} {
		if out, stderr, code := newPupil(t).says("", strings.Fields(args)...); code != 2 || stderr == "" || out != "" {
			t.Errorf("%s: code %d\n%s%s", args, code, out, stderr)
		}
	}
}

// Every exam has two failures that check finds, is passed by mending both, and is the same for its seed.
func TestTourExams(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(60) {
		e := tour.ExamOf(seed)
		if len(e.Faults) != 2 || e.Faults[0].Where == e.Faults[1].Where {
			t.Fatalf("seed %d: %v", seed, e.Faults)
		}
		if again := tour.ExamOf(seed); again.Faults[0].ID != e.Faults[0].ID || again.Scenario != e.Scenario {
			t.Errorf("seed %d is not the same twice", seed)
		}
		w := worlds(t, e.Scenario)
		changes, err := e.Plant(w.Snapshot())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		broken, err := w.Snapshot().With(changes...)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		start := tour.See(broken)
		l := e.Lesson(start)
		if n := e.Mended(start); n != 0 {
			t.Errorf("seed %d (%s, %s): %d are not found", seed, e.Faults[0].ID, e.Faults[1].ID, n)
		}
		if o := l.Judge(tour.Attempt{Start: start, Now: start}); o.State != tour.NotYet {
			t.Errorf("seed %d: at its start it is %v", seed, o.State)
		}
		if o := l.Judge(tour.Attempt{Start: start, Now: w, Changed: true}); o.State != tour.Done {
			t.Errorf("seed %d: put back as it was it is %v: %s", seed, o.State, o.Why)
		}
		for _, f := range e.Faults {
			seen[f.ID] = true
		}
	}
	if len(seen) != 10 {
		t.Errorf("60 seeds plant only %d kinds of failure", len(seen))
	}
}

func TestTourExamInLines(t *testing.T) {
	const ws, eng = "DefaultWorkspaceSecurityGroupGit", "DefaultEngineSecurityGroup"
	lines := []string{
		"hint", "fix", "fix all", "plan", "create", "check", "help",
		"remove " + eng + " ingress tcp 18889 from sg:" + ws, "y", "allow " + eng + " ingress tcp 18888 from sg:" + ws, "y",
		"allow ElasticMapReduce-ServiceAccess ingress tcp 9443 from sg:ElasticMapReduce-Master-Private", "y",
	}
	out, _, code := newPupil(t).says(strings.Join(lines, "\n")+"\n", "tour", "--exam", "--seed", "3", "--plain")
	has(t, out, "Not in an exam", "you say yourself", "you say yourself", "you say yourself", "you say yourself",
		"Exam, seed 3: passed. 2 of 2 mended in", "no wrong fix", "planted:")
	if code != 0 || strings.Contains(out, "  key ") || strings.Contains(out, "\nfix ") {
		t.Errorf("code %d:\n%s", code, out)
	}
	out, _, code = newPupil(t).says("quit\n", "tour", "--exam", "--seed", "4", "--plain")
	has(t, out, "not passed. 0 of 2")
	if code != 1 {
		t.Errorf("code %d", code)
	}
}

// A new user on a terminal: the first broken Studio is understood and mended, and a second run remembers.
func TestTourOnATerminal(t *testing.T) {
	p := newPupil(t)
	x := startCommand(t, 80, 24, p.command("tour"))
	x.wait("5 Learn", "The Studio that stopped attaching", "enter start")
	x.press("\r")
	x.wait("Predict:", "Both: nothing goes out")
	x.press("3\r")
	x.wait("Right: Both", "BLOCKED, 2 reasons")
	x.press("\r")
	x.wait("Task: Open the path", "f fix")
	x.press("f")
	x.wait("2 of 2 steps ticked", "Task: Open the path")
	x.press("a")
	x.wait("Apply 2 changes?", "Task: Open the path") // the question does not lie over the task
	x.press("\t")
	x.wait("> Apply <")
	x.answer("Apply 2 changes?")
	x.wait("Done. A path is open only if", "enter go on")
	x.press("b")
	x.wait("1 of", "done   The Studio that stopped attaching")
	x.press("q")
	if code := x.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	out, _, _ := p.says("", "tour", "--list")
	has(t, out, "done first-repair")
}

// A lesson that is left by quitting goes on in the next run: the answer, the hint, and half of the repair.
func TestTourTakenUpOnATerminal(t *testing.T) {
	p := newPupil(t)
	x := startCommand(t, 80, 24, p.command("tour", "first-repair"))
	x.wait("Predict:", "select an answer")
	x.press("3\r")
	x.wait("Right: Both")
	x.press("\r")
	x.wait("Task: Open the path", "f fix")
	x.press("Lh")
	x.wait("Hint 1:")
	x.press("f")
	x.wait("2 of 2 steps ticked")
	x.press("j ")
	x.wait("1 of 2 steps ticked")
	x.press("a")
	x.wait("Apply 1 change?")
	x.press("\t")
	x.answer("Apply 1 change?")
	x.wait("Not yet: ")
	x.press("q")
	x.end()
	x = startCommand(t, 80, 24, p.command("tour"))
	x.wait("begun  The Studio that stopped attaching")
	x.press("\r")
	x.wait("Task: Open the path", "Not yet: ", "Hint 1:", "attach fails: 1 reason", "taken up where you left it")
	x.press("q")
	if code := x.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// An exam on a terminal prints its result when the screen is gone.
func TestTourExamOnATerminal(t *testing.T) {
	x := startCommand(t, 100, 30, newPupil(t).command("tour", "--exam", "--seed", "5"))
	x.wait("Exam, seed 5", "Find both failures", "2 failures, no hints")
	x.press("1")
	x.press("f")
	x.wait("not in an exam: what has to change you write yourself")
	for _, rule := range []struct{ where, direction, peer string }{
		{"Engine: Studio", "", "DefaultWorkspaceSecurityGroupGit"}, {"Workspace: Studio", "\x1b[C", "DefaultEngineSecurityGroup"},
	} {
		x.press("2")
		x.wait("groups, EMR first")
		x.press("g")
		x.wait(rule.where)
		for _, key := range []string{"e", "a", rule.direction, "\x1b[B", "18888", "\x1b[B", rule.peer} {
			x.press(key)
		}
		x.wait("to sg-", "Stage it")
		x.press("\x12")
		x.wait("1 edit staged")
		x.press("r")
		x.wait("1 of 1 step ticked")
		x.press("a")
		x.wait("Apply 1 change?")
		x.press("\t")
		x.answer("Apply 1 change?")
		x.wait("1 change made")
	}
	x.wait("Enter ends the program")
	x.press("q")
	if code := x.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if text := x.text(); !strings.Contains(text, "Exam, seed 5: passed. 2 of 2 mended in") {
		t.Errorf("no result:\n%s", text)
	}
}

// A rule that was planted has to go, and nothing may be added beyond what was taken away.
func TestTourExamIsExact(t *testing.T) {
	for seed := range uint64(60) {
		e := tour.ExamOf(seed)
		healthy := worlds(t, e.Scenario)
		changes, err := e.Plant(healthy.Snapshot())
		if err != nil {
			t.Fatal(err)
		}
		broken, err := healthy.Snapshot().With(changes...)
		if err != nil {
			t.Fatal(err)
		}
		start := tour.See(broken)
		for _, c := range changes {
			add, ok := c.(model.Authorize)
			if !ok {
				continue
			}
			left, err := healthy.Snapshot().With(add)
			if err != nil {
				t.Fatal(err)
			}
			o := e.Lesson(start).Judge(tour.Attempt{Start: start, Now: tour.See(left), Changed: true})
			if o.State == tour.Done {
				t.Errorf("seed %d passes with %v still there", seed, add.Rule)
			}
		}
		l := e.Lesson(start)
		more := healthy.With("+" + l.Touch[0] + " ingress tcp 1 from sg:" + l.Touch[1])
		if o := l.Judge(tour.Attempt{Start: start, Now: more, Changed: true}); o.State == tour.Done {
			t.Errorf("seed %d passes with a rule more", seed)
		}
	}
}

// In lines nothing speaks of keys that are not there, and what cannot be read is said without noise.
func TestTourLinesAreTrue(t *testing.T) {
	out, _, code := newPupil(t).says("3\nallow\nhint\nhint\nhint\nhint\nhelp\nn\n", "tour", "joins-late", "--plain")
	has(t, out, "has to be: nothing.", "That cannot be read: want GROUP", "Hint 3: Nothing is wrong: nothing.", "That was the last hint", "Done.")
	if strings.Contains(out, "<nil>") || code != 0 {
		t.Errorf("code %d:\n%s", code, out)
	}
	for line := range strings.Lines(out) {
		if len(line) > 81 && !strings.HasPrefix(line, "https") && !strings.HasPrefix(line, "> ") {
			t.Errorf("a line is too long: %s", line)
		}
	}
	if _, stderr, code := newPupil(t).says("", "tour", "--exam", "--seed", "x"); code != 2 || strings.Contains(stderr, "strconv") {
		t.Errorf("code %d: %s", code, stderr)
	}
}

// Hints in lines speak of nothing that is on a screen, and the last one, typed as it is, does it.
func TestTourHintsInLines(t *testing.T) {
	screen := regexp.MustCompile(`(?i)\bpages? [1-5]|\b(f|e|c|d|r) (on|plans|edits)\b|\btab\b|\besc\b|\bL,|ctrl`)
	for _, l := range tour.Lessons() {
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			w := worlds(t, l.Scenario)
			texts := []string{tour.InLines(l.Task)}
			for i := range l.Hints {
				texts = append(texts, l.HintInLines(i, w))
			}
			for _, text := range texts {
				if found := screen.FindString(text); found != "" || strings.TrimSpace(text) == "." {
					t.Errorf("%q in: %s", found, text)
				}
			}
			last := strings.TrimSuffix(texts[3], ".")
			if i := strings.LastIndex(last, ": "); i >= 0 && l.Mode == tour.Leave {
				last = last[i+2:]
			}
			var input strings.Builder
			input.WriteString(fmt.Sprint(l.Ask.Right(w)+1) + "\n")
			for command := range strings.SplitSeq(last, "; then ") {
				input.WriteString(command + "\ny\n")
			}
			if out, _, code := newPupil(t).says(input.String(), "tour", l.ID, "--plain"); code != 0 {
				t.Errorf("code %d after %q:\n%s", code, input.String(), out)
			}
		})
	}
}

// One undo after the other leads back to the beginning, and no undo takes an undo back.
func TestTourUndoLeadsToTheBeginning(t *testing.T) {
	lines := []string{
		"3", "allow studio-engine ingress tcp 22 from 10.0.0.0/8", "y", "allow studio-engine ingress tcp 23 from 10.0.0.0/8", "y",
		"undo", "y", "undo", "y", "undo", "quit",
	}
	out, _, _ := newPupil(t).says(strings.Join(lines, "\n")+"\n", "tour", "port-typo", "--plain")
	const done = "done: on studio-engine: "
	has(t, out, done+"add ingress tcp 22", done+"add ingress tcp 23", done+"remove ingress tcp 23", done+"remove ingress tcp 22",
		"There is nothing to take back.")
}
