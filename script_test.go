package main

import (
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the commands as a shell would, against the sandbox and files.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, "AWS_EC2_METADATA_DISABLED=true", "XDG_STATE_HOME="+filepath.Join(e.WorkDir, "state"))
			return nil
		},
		RequireUniqueNames: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code":     code,
			"json":     jsonField,
			"findings": sameFindings,
		},
	})
}

// code runs a command and requires its exit code: code 1 sgscope check.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND...")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// jsonField requires a field of the document on standard output: json findings.0.severity broken. A
// value that begins with ~ is a regular expression for all of the field.
func jsonField(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: json PATH VALUE")
	}
	var at any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &at))
	for key := range strings.SplitSeq(args[0], ".") {
		switch v := at.(type) {
		case map[string]any:
			at = v[key]
		case []any:
			i, err := strconv.Atoi(key)
			ts.Check(err)
			if i >= len(v) {
				ts.Fatalf("%s: only %d there", args[0], len(v))
			}
			at = v[i]
		default:
			ts.Fatalf("%s: nothing at %s", args[0], key)
		}
	}
	got, isText := at.(string)
	if !isText {
		b, err := json.Marshal(at)
		ts.Check(err)
		got = string(b)
	}
	pattern, isPattern := strings.CutPrefix(args[1], "~")
	if isPattern && !regexp.MustCompile("^(?:"+pattern+")$").MatchString(got) || !isPattern && got != args[1] {
		ts.Fatalf("%s is %q, want %q", args[0], got, args[1])
	}
}

// sameFindings requires two check documents to have the same findings and Studios.
func sameFindings(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: findings FILE FILE")
	}
	type judged struct{ Findings, Studios []map[string]any }
	var docs [2]judged
	for i, name := range args {
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(name)), &docs[i]))
		for _, f := range docs[i].Findings {
			delete(f, "fix") // its command lines name where the data was read
		}
	}
	if len(docs[0].Findings) == 0 || !reflect.DeepEqual(docs[0], docs[1]) {
		ts.Fatalf("the findings differ:\n%v\n%v", docs[0], docs[1])
	}
}
