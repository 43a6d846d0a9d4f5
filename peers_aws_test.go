package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// awsCLI is aws-cli, an independent client of an account at a URL. It is for one goroutine.
type awsCLI struct {
	t       *testing.T
	url     string
	program string
	env     []string
	session *session // nil where aws-cli is not a package of the machine's Python
}

// newAWS finds aws-cli, or skips the test.
func newAWS(t *testing.T, url string) *awsCLI {
	t.Helper()
	a := &awsCLI{t: t, url: url, program: need(t, "aws"), env: peerEnv(t)}
	a.session = startSession(t, a.env)
	return a
}

// run gives what aws-cli printed to standard output and to standard error, and its exit code.
func (a *awsCLI) run(args ...string) (stdout, stderr string, code int) {
	args = append([]string{"--endpoint-url", a.url, "--output", "json"}, args...)
	if a.session != nil {
		return a.session.run(args)
	}
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(a.t.Context(), a.program, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = a.env, &out, &complaint
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		return "", err.Error(), -1
	}
	return out.String(), complaint.String(), cmd.ProcessState.ExitCode()
}

// must runs a command that has to succeed, and gives its document.
func (a *awsCLI) must(args ...string) document {
	a.t.Helper()
	stdout, stderr, code := a.run(args...)
	if code != 0 {
		a.t.Fatalf("aws %s: exit code %d: %s", strings.Join(args, " "), code, stderr)
	}
	doc, err := parseDocument(stdout)
	if err != nil {
		a.t.Fatalf("aws %s: %v", strings.Join(args, " "), err)
	}
	return doc
}

// session is aws-cli kept running.
type session struct {
	in  io.Writer
	out *bufio.Reader
}

// startSession gives nil where the machine's Python has no aws-cli.
func startSession(t *testing.T, env []string) *session {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		return nil
	}
	cmd := exec.CommandContext(t.Context(), python, filepath.Join("testdata", "aws_session.py"))
	cmd.Env = append(env, "PYTHONDONTWRITEBYTECODE=1")
	in, inErr := cmd.StdinPipe()
	out, outErr := cmd.StdoutPipe()
	if err := errors.Join(inErr, outErr); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		return nil
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // the test's context, done by then, has ended it
	s := &session{in: in, out: bufio.NewReader(out)}
	if line, err := s.out.ReadString('\n'); err != nil || line != "ready\n" {
		return nil
	}
	return s
}

func (s *session) run(args []string) (stdout, stderr string, code int) {
	answer := []any{&stdout, &stderr, &code}
	request, err := json.Marshal(args)
	if err == nil {
		_, err = fmt.Fprintf(s.in, "%s\n", request)
	}
	var line []byte
	if err == nil {
		line, err = s.out.ReadBytes('\n')
	}
	if err == nil {
		err = json.Unmarshal(line, &answer)
	}
	if err != nil {
		return "", "the session of aws-cli: " + err.Error(), -1
	}
	return stdout, stderr, code
}

// document is a JSON document of aws-cli.
type document struct{ root any }

func parseDocument(text string) (document, error) {
	var d document
	if strings.TrimSpace(text) == "" {
		return d, nil
	}
	if err := json.Unmarshal([]byte(text), &d.root); err != nil {
		return d, fmt.Errorf("read the document: %w", err)
	}
	return d, nil
}

// at gives the text at a path such as SecurityGroups.0.GroupId; "" where there is none.
func (d document) at(path string) string {
	v := d.root
	for key := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(at) {
				return ""
			}
			v = at[i]
		default:
			return ""
		}
	}
	text, _ := v.(string)
	return text
}
