package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// motoPlus starts moto with what it lacks for groups and Studios.
const motoPlus = "../shared/tools/moto_plus.py"

// thorough names the variable with which go test does what else only .ci/run does: it drives programs that nobody
// here wrote, which takes longer than all other tests together, and tries chance more often.
const thorough = "SGSCOPE_THOROUGH"

// need gives the path of a program, or skips the test.
func need(t *testing.T, program string) string {
	t.Helper()
	if os.Getenv(thorough) == "" {
		t.Skipf("skip: %s is not set; .ci/run sets it, and holds this against %s", thorough, program)
	}
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("skip: %s is not on this machine", program)
	}
	return path
}

// peerEnv is the test's own without any AWS configuration, and with the given settings.
func peerEnv(t *testing.T, settings ...string) []string {
	t.Helper()
	var out []string
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "AWS_") && !strings.HasPrefix(kv, "XDG_") {
			out = append(out, kv)
		}
	}
	none := filepath.Join(t.TempDir(), "none")
	return append(append(out,
		"AWS_ACCESS_KEY_ID=peer", "AWS_SECRET_ACCESS_KEY=peer", "AWS_DEFAULT_REGION=us-east-1", "AWS_REGION=us-east-1",
		"AWS_EC2_METADATA_DISABLED=true", "AWS_MAX_ATTEMPTS=1", "AWS_PAGER=", "AWS_CONFIG_FILE="+none,
		"AWS_SHARED_CREDENTIALS_FILE="+none, "XDG_STATE_HOME="+filepath.Join(filepath.Dir(none), "state")), settings...)
}

// startServer starts a server and waits for the line of its output that matches ready, whose first group it
// gives. The server ends with the test.
func startServer(t *testing.T, cmd *exec.Cmd, ready *regexp.Regexp) (string, error) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	cmd.Stdout, cmd.Stderr = w, w
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	if err := errors.Join(cmd.Start(), w.Close()); err != nil {
		return "", err
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // the test's context, done by then, has ended it
	var said strings.Builder
	for lines := bufio.NewScanner(r); lines.Scan(); {
		if m := ready.FindStringSubmatch(lines.Text()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, r) }()
			return m[1], nil
		}
		said.WriteString(lines.Text() + "\n")
	}
	return "", fmt.Errorf("%s ended before it was ready, saying: %s", cmd, said.String())
}

// serveMoto starts moto and gives its URL, or skips the test where there is none.
func serveMoto(t *testing.T) string {
	t.Helper()
	python := need(t, "python3")
	if _, err := os.Stat(motoPlus); err != nil {
		t.Skipf("skip: %s is not here", motoPlus)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err := errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python, motoPlus, port)
	cmd.Env = peerEnv(t, "PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1")
	url, err := startServer(t, cmd, regexp.MustCompile(`Running on (http://\S+)`))
	if err != nil && strings.Contains(err.Error(), "No module named 'moto") {
		t.Skip("skip: moto is not on this machine")
	}
	if err != nil {
		t.Fatal(err)
	}
	return url
}
