package main

import (
	"bufio"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

// class is the sandbox served to people with other programs.
type class struct {
	t    *testing.T
	urls []string
	keys []string
}

// startClass serves the scenarios, each at a port of its own. Ctrl+C has to end it in order.
func startClass(t *testing.T, scenarios ...string) *class {
	t.Helper()
	args := []string{"sandbox"}
	for _, s := range scenarios {
		args = append(args, "--listen", "127.0.0.1:0", "--scenario", s)
	}
	cmd := program(t, args...)
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
	c := &class{t: t, keys: []string{"AWS_ACCESS_KEY_ID=x", "AWS_SECRET_ACCESS_KEY=x", "AWS_REGION=us-east-1"}}
	lines := bufio.NewReader(out)
	for range scenarios {
		url, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		c.urls = append(c.urls, strings.TrimSpace(url))
	}
	return c
}

// run runs the program and gives what it prints and its exit code.
func (c *class) run(args ...string) (string, int) {
	c.t.Helper()
	cmd := program(c.t, args...)
	cmd.Env = append(cmd.Env, c.keys...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// broken asks check of one of them, and requires its exit code.
func (c *class) broken(url string, want int, words string) {
	c.t.Helper()
	out, code := c.run("check", "--endpoint-url", url)
	if code != want || !strings.Contains(out, words) {
		c.t.Errorf("check %s: code %d, want %d and %q:\n%s", url, code, want, words, out)
	}
}

// TestTrainersClass serves two scenarios; what is mended in one is mended there and nowhere else, until it is
// made as new, and other people's addresses are refused.
func TestTrainersClass(t *testing.T) {
	c := startClass(t, "engine-closed", "port-typo")
	for _, url := range c.urls {
		c.broken(url, 1, "✗ broken")
	}
	o, snap, err := openOffice(t.Context(), http.DefaultClient, c.urls[0], t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for st := range snap.Studios() {
		o.vpc = st.VPC
	}
	plan := o.planner(model.FixFindings{})
	if _, err := o.do(t.Context(), plan(snap), "", plan); err != nil {
		t.Fatal(err)
	}
	c.broken(c.urls[0], 0, "Nothing found")
	c.broken(c.urls[1], 1, "✗ broken")
	if out, code := c.run("sandbox", "--reset", c.urls[0]); code != 0 || out != "as new: engine-closed at "+c.urls[0]+"\n" {
		t.Errorf("reset: code %d: %s", code, out)
	}
	c.broken(c.urls[0], 1, "✗ broken")

	for _, args := range [][]string{
		{"sandbox", "--reset", "https://ec2.us-east-1.amazonaws.com"},
		{"sandbox", "--reset", "http://192.0.2.1:80"},
		{"sandbox", "--reset", "http://127.0.0.1:1"},
		{"sandbox", "--listen", "0.0.0.0:0"},
		{"sandbox", "--listen", "127.0.0.1:0", "--scenario", "port-tpyo"},
		{"sandbox", "--listen", "127.0.0.1:0", "--scenario", "emr8", "--scenario", "eks"},
		{"sandbox", "--listen", "127.0.0.1:0", "--list"},
		{"check", "--sandbox=port-tpyo"},
	} {
		if out, code := c.run(args...); code != 2 {
			t.Errorf("%v: code %d, want 2:\n%s", args, code, out)
		}
	}
}

// A lesson on a served account asks of it as it is at first, whatever was mended since, and of no other account.
func TestServedLessonAsksOfItsScenario(t *testing.T) {
	c := startClass(t, "port-typo")
	lesson := func(input, name string) (string, int) {
		cmd := program(t, "tour", "--plain", name, "--endpoint-url", c.urls[0])
		cmd.Env, cmd.Stdin = append(cmd.Env, c.keys...), strings.NewReader(input)
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	out, code := lesson("3\nallow studio-workspace egress tcp 18888 to sg:studio-engine\ny\nover\nquit\n", "port-typo")
	has(t, out, "Right: Both", "Not yet", "sgscope sandbox --reset "+c.urls[0])
	if code != 1 {
		t.Errorf("a lesson that was left: code %d", code)
	}
	rest := "remove studio-workspace egress udp 18888 to sg:studio-engine\ny\n" +
		"allow studio-engine ingress tcp 18888 from sg:studio-workspace\ny\n" +
		"remove studio-engine ingress tcp 18880 from sg:studio-workspace\ny\n"
	out, _ = lesson("what?\n3\n"+rest, "port-typo")
	has(t, out, "Want a number from 1 to 4", "Right: Both", "Not yet", "Done.")
	out, code = lesson("3\n", "port-typo")
	has(t, out, "Right: Both", "Done.")
	if code != 0 {
		t.Errorf("mended before: code %d", code)
	}
	out, code = lesson("1\n", "deleted-group")
	has(t, out, "lesson deleted-group plays in scenario deleted-group", "serves another account")
	if code != 2 {
		t.Errorf("another scenario's lesson: code %d", code)
	}
}

// TestPeerMendsScenario mends a served scenario with aws-cli alone, as somebody in a class would.
func TestPeerMendsScenario(t *testing.T) {
	need(t, "aws")
	c := startClass(t, "workspace-inbound")
	aws := newAWS(t, c.urls[0])
	c.broken(c.urls[0], 1, "the Workspace group lets traffic in")
	groups := aws.must("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=DefaultWorkspaceSecurityGroupGit")
	id := groups.at("SecurityGroups.0.GroupId")
	aws.must("ec2", "revoke-security-group-ingress", "--group-id", id, "--protocol", "tcp", "--port", "8888",
		"--cidr", "198.51.100.0/24")
	c.broken(c.urls[0], 0, "Nothing found")
	if _, code := c.run("sandbox", "--reset", c.urls[0]); code != 0 {
		t.Errorf("reset: code %d", code)
	}
	c.broken(c.urls[0], 1, "the Workspace group lets traffic in")
}
