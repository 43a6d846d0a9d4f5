package awsclient_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestPolicy(t *testing.T) {
	for name, write := range map[string]bool{"policy-read.json": false, "policy-write.json": true} {
		got := awsclient.Policy(write, "aws")
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
			for _, a := range s.Action {
				if !slices.Contains(actions, a) {
					actions = append(actions, a)
				}
			}
		}
		diff(t, "actions of "+name, awsclient.Actions(write), actions)
	}
}

// TestPolicyOfAPartition holds that every ARN follows the partition.
func TestPolicyOfAPartition(t *testing.T) {
	for _, partition := range awsclient.Partitions() {
		got := awsclient.Policy(true, partition)
		arns := regexp.MustCompile(`"arn:[^"]*"`).FindAllString(got, -1)
		if len(arns) < 5 {
			t.Errorf("%s: only %d ARNs", partition, len(arns))
		}
		for _, arn := range arns {
			if !strings.HasPrefix(arn, `"arn:`+partition+":") {
				t.Errorf("%s: %s", partition, arn)
			}
		}
	}
}
