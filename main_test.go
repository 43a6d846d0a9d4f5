package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the program: run as "sgscope" it is nothing else.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sgscope": main})
}

// program gives the program as a command, in a home of its own.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = append([]string{"sgscope"}, args...)
	cmd.Env = []string{
		"HOME=" + home, "XDG_STATE_HOME=" + filepath.Join(home, "state"), "PATH=" + os.Getenv("PATH"),
		"AWS_EC2_METADATA_DISABLED=true", "TERM=xterm-256color", "LANG=C.UTF-8",
	}
	return cmd
}

// terminal is a terminal with the program on it.
type terminal struct {
	t    *testing.T
	file *os.File
	cmd  *exec.Cmd

	mu      sync.Mutex // the emulator knows no goroutines
	screen  *vt.Emulator
	changed chan struct{} // has a token if something was written since it was last looked at
	ended   chan struct{} // closed once the program's end of the terminal is
}

const (
	patience = 20 * time.Second       // for the slowest machine
	quiet    = 150 * time.Millisecond // a screen that does not change for so long is drawn
)

// start runs the program on a new terminal.
func start(t *testing.T, cols, rows int, args ...string) *terminal {
	t.Helper()
	return startCommand(t, cols, rows, program(t, args...))
}

func startCommand(t *testing.T, cols, rows int, cmd *exec.Cmd) *terminal {
	t.Helper()
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if errors.Is(err, pty.ErrUnsupported) || errors.Is(err, os.ErrNotExist) {
		t.Skipf("no terminal on this machine: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{
		t: t, file: file, cmd: cmd, screen: vt.NewEmulator(cols, rows),
		changed: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	go term.show()
	go func() { _, _ = io.Copy(file, term.screen) }() // what a terminal answers when it is asked
	t.Cleanup(func() {
		_ = file.Close()
		_ = term.screen.Close()
	})
	return term
}

// show draws what the program writes.
func (x *terminal) show() {
	defer close(x.ended)
	buf := make([]byte, 1<<16)
	for {
		n, err := x.file.Read(buf)
		if n > 0 {
			x.mu.Lock()
			_, _ = x.screen.Write(buf[:n])
			x.mu.Unlock()
			select {
			case x.changed <- struct{}{}:
			default:
			}
		}
		if err != nil {
			return
		}
	}
}

func (x *terminal) text() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.String()
}

// wait waits until the screen has all of the texts and does not change any more.
func (x *terminal) wait(texts ...string) string {
	x.t.Helper()
	late := time.After(patience)
	for {
		select {
		case <-x.changed:
			continue
		case <-time.After(quiet):
			if got := x.text(); hasAll(got, texts) {
				return got
			}
		}
		select {
		case <-x.changed:
		case <-x.ended:
			if got := x.text(); hasAll(got, texts) {
				return got
			}
			x.t.Fatalf("the program ended without %q:\n%s", texts, x.text())
		case <-late:
			x.t.Fatalf("no %q after %v:\n%s", texts, patience, x.text())
		}
	}
}

func hasAll(text string, parts []string) bool {
	for _, p := range parts {
		if !strings.Contains(text, p) {
			return false
		}
	}
	return true
}

func (x *terminal) press(keys string) {
	x.t.Helper()
	if _, err := io.WriteString(x.file, keys); err != nil {
		x.t.Fatalf("press %q: %v", keys, err)
	}
}

// answer presses enter until the question is gone: a dialog takes no answer before it can be read.
func (x *terminal) answer(question string) {
	x.t.Helper()
	for range 20 {
		x.press("\r")
		if !strings.Contains(x.wait(), question) {
			return
		}
	}
	x.t.Fatalf("the question stays:\n%s", x.text())
}

func (x *terminal) resize(cols, rows int) {
	x.t.Helper()
	x.mu.Lock()
	x.screen.Resize(cols, rows)
	x.mu.Unlock()
	if err := pty.Setsize(x.file, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}); err != nil {
		x.t.Fatal(err)
	}
}

// end waits for the program to end and gives its exit code.
func (x *terminal) end() int {
	x.t.Helper()
	done := make(chan error, 1)
	go func() { done <- x.cmd.Wait() }()
	select {
	case err := <-done:
		<-x.ended
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			x.t.Fatal(err)
		}
		return x.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		x.t.Fatalf("the program does not end:\n%s", x.text())
		return -1
	}
}

// The first loaded frame names the broken Studio and both reasons; q leaves the terminal as it was.
func TestExplorerOnATerminal(t *testing.T) {
	x := start(t, 80, 24, "--sandbox")
	x.wait("data-science", "2 reasons", "SANDBOX", "egress", "ingress")
	x.press("2")
	x.wait("DefaultEngineSecurityGroup", "18 groups")
	for _, size := range [][2]int{{40, 12}, {250, 70}, {80, 24}} {
		x.resize(size[0], size[1])
		x.wait("SANDBOX")
	}
	x.press("q")
	if code := x.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if left := strings.TrimSpace(x.text()); left != "" {
		t.Errorf("left on the terminal:\n%s", left)
	}
}

// A signal ends the screen in order.
func TestSignalOnATerminal(t *testing.T) {
	x := start(t, 80, 24, "--sandbox")
	x.wait("data-science")
	if err := x.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	x.end()
	if left := strings.TrimSpace(x.text()); left != "" {
		t.Errorf("left on the terminal:\n%s", left)
	}
}

// Without an account the sandbox is offered before the screen is taken.
func TestOfferOnATerminal(t *testing.T) {
	x := start(t, 100, 30)
	x.wait("AWS_REGION, AWS_DEFAULT_REGION: not set", "Open the sandbox now? [y/N]")
	x.press("y\r")
	x.wait("SANDBOX", "data-science")
	x.press("q")
	if code := x.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	x = start(t, 100, 30)
	x.wait("Open the sandbox now? [y/N]")
	x.press("\r")
	if code := x.end(); code != 2 {
		t.Errorf("exit code %d", code)
	}
}

// served starts the sandbox for other programs and gives its URL.
func served(t *testing.T, flags ...string) string {
	t.Helper()
	cmd := program(t, append([]string{"sandbox", "--listen", "127.0.0.1:0"}, flags...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Wait() // its error is that of the cancelled context, whatever the program says
		if code := cmd.ProcessState.ExitCode(); code != 0 {
			t.Errorf("the served sandbox: exit code %d", code)
		}
	})
	url, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(url)
}

// The main job on a terminal, against an account that stays after the program: what was broken is fixed
// in six keys, with the default of the confirmation being to leave all as it is, and check agrees.
func TestFixOnATerminal(t *testing.T) {
	url := served(t)
	keys := []string{"AWS_ACCESS_KEY_ID=x", "AWS_SECRET_ACCESS_KEY=x", "AWS_REGION=us-east-1"}
	cmd := program(t, "--endpoint-url", url)
	cmd.Env = append(cmd.Env, keys...)
	x := startCommand(t, 80, 24, cmd)
	x.wait("data-science", "2 reasons")
	x.press("f")
	x.wait("2 of 3 steps ticked")
	x.press("a")
	x.wait("Apply 2 changes?", "> Cancel <", "123456789012", "us-east-1")
	x.answer("Apply 2 changes?") // the default
	x.wait("2 of 3 steps ticked", "cancelled: nothing was sent")
	x.press("a")
	x.wait("Apply 2 changes?")
	x.press("\t")
	x.wait("> Apply <")
	x.answer("Apply 2 changes?")
	x.wait("Done: 2 changes made", "Journal")
	x.press("q")
	if code := x.end(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	check := program(t, "check", "--endpoint-url", url)
	check.Env = append(check.Env, keys...)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("check: %v\n%s", err, out)
	}
}

// --read-only plans, and cannot apply.
func TestReadOnlyOnATerminal(t *testing.T) {
	x := start(t, 80, 24, "--sandbox", "--read-only")
	x.wait("READ-ONLY", "data-science", "2 reasons")
	x.press("f")
	x.wait("tcp 18888")
	x.press("a")
	if text := x.wait("read-only"); strings.Contains(text, "Apply 2 changes?") {
		t.Errorf("it can be confirmed:\n%s", text)
	}
	x.press("q")
	x.end()
}

// The lines of plan -o cli, run by sh and aws-cli, do what the plan says: nothing is left to plan. What
// tightens is a comment until somebody takes the # away.
func TestPeerPlanForAWSCLI(t *testing.T) {
	need(t, "aws")
	url := served(t)
	keys := []string{"AWS_ACCESS_KEY_ID=x", "AWS_SECRET_ACCESS_KEY=x", "AWS_REGION=us-east-1"}
	sgscope := func(args ...string) (string, int) {
		cmd := program(t, append(args, "--endpoint-url", url)...)
		cmd.Env = append(cmd.Env, keys...)
		out, err := cmd.Output()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	for _, plan := range [][]string{{"plan"}, {"plan", "--create", "studio-without-git"}} {
		lines, code := sgscope(append(plan, "-o", "cli")...)
		if code != 0 || !strings.Contains(lines, "\naws ec2 ") {
			t.Fatalf("%v: code %d\n%s", plan, code, lines)
		}
		if len(plan) == 1 && !strings.Contains(lines, "\n# aws ec2 revoke-") {
			t.Errorf("%v: what tightens is not left to whoever reads it:\n%s", plan, lines)
		}
		lines = strings.ReplaceAll(lines, "\n# aws ec2 ", "\naws ec2 ")
		sh := exec.CommandContext(t.Context(), "sh", "-e", "-c", lines)
		sh.Env = append(os.Environ(), keys...)
		if out, err := sh.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s\n%s", err, lines, out)
		}
		if left, _ := sgscope(plan...); !strings.Contains(left, "Nothing to change.") {
			t.Errorf("%v: left after it was carried out:\n%s", plan, left)
		}
	}
	if text, code := sgscope("check", "--fail-on", "wider"); code != 0 {
		t.Errorf("check: code %d\n%s", code, text)
	}
}
