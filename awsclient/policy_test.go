package awsclient_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestPolicy(t *testing.T) {
	for name, write := range map[string]bool{"policy-read.json": false, "policy-write.json": true} {
		got := awsclient.Policy(write)
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, name, string(want), got)

		var doc struct {
			Statement []struct {
				Sid    string
				Action []string
			}
		}
		if err := json.Unmarshal([]byte(got), &doc); err != nil {
			t.Fatal(err)
		}
		var actions []string
		for _, s := range doc.Statement {
			if !regexp.MustCompile(`^[A-Za-z0-9]+$`).MatchString(s.Sid) {
				t.Errorf("Sid %q: IAM takes letters and digits only", s.Sid)
			}
			actions = append(actions, s.Action...)
		}
		diff(t, "actions of "+name, awsclient.Actions(write), actions)
	}
}
