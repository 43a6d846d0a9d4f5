package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The profile of the test signs with keys, as the sandbox minds none, and has what aws sso login needs.
const ssoProfile = `[profile prod]
region = us-east-1
aws_access_key_id = x
aws_secret_access_key = x
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = Operator
`

// TestSignInOnATerminal lets the credentials expire in the middle of a run: aws-cli is started from inside, has
// the terminal, and afterwards what remains is under review.
func TestSignInOnATerminal(t *testing.T) {
	s := serveSandbox(t)
	cmd := program(t, "--profile", "prod", "--endpoint-url", s.url)
	home := strings.TrimPrefix(cmd.Env[0], "HOME=")
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write(".aws/config", ssoProfile, 0o600)
	write("bin/aws", "#!/bin/sh\necho \"asked: $*\" > \"$HOME/asked\"\necho signing in\n", 0o700)
	cmd.Env = append(cmd.Env, "PATH="+filepath.Join(home, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
	asked := filepath.Join(home, "asked")

	x := startCommand(t, 100, 30, cmd)
	x.fixHere()
	n := 0
	s.when(func(_ int64, w http.ResponseWriter, r *http.Request) bool {
		if writing(r) != "" {
			n++
		}
		_, err := os.Stat(asked)
		if n < 2 || err == nil {
			return false
		}
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `<Response><Errors><Error><Code>ExpiredToken</Code>`+
			`<Message>The security token included in the request is expired</Message></Error></Errors><RequestID>0</RequestID></Response>`)
		return true
	})
	x.answer("Apply 4 changes?")
	x.wait("The credentials have expired", "S signs in again (aws sso login --profile prod)", "1 of 4 changes made")
	x.press("S")
	x.wait("Plan: go on", "3 of 3 steps ticked")
	if got, err := os.ReadFile(asked); err != nil || strings.TrimSpace(string(got)) != "asked: sso login --profile prod" {
		t.Errorf("aws-cli was %q, %v", got, err)
	}
	x.press("a")
	x.wait("Apply 3 changes?", "> Cancel <")
	x.press("\t")
	x.wait("> Apply <")
	x.answer("Apply 3 changes?")
	x.wait("Done: 3 changes made")
	x.press("q")
	x.end()
}

// TestHeldBackOnATerminal: a call that AWS throttles is held back where one can see it, and then made.
func TestHeldBackOnATerminal(t *testing.T) {
	s := serveSandbox(t)
	x := s.explore(t, program(t))
	x.fixHere()
	n := 0
	s.when(func(_ int64, w http.ResponseWriter, r *http.Request) bool {
		if writing(r) == "" {
			return false
		}
		if n++; n > 2 {
			return false
		}
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, `<Response><Errors><Error><Code>RequestLimitExceeded</Code>`+
			`<Message>Request limit exceeded.</Message></Error></Errors><RequestID>0</RequestID></Response>`)
		return true
	})
	x.answer("Apply 4 changes?")
	x.wait("held back 2s: AWS limits the rate of calls (RequestLimitExceeded)", "0 of 4 settled")
	x.wait("Done: 4 changes made")
	x.press("q")
	x.end()
	if n != 6 {
		t.Errorf("%d calls, want 6: two are refused", n)
	}
}
