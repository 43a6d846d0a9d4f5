package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestLabs holds the whole program to networks that were really deployed, where their data is: every
// row that security groups, ACLs and routing decide has the verdict that was measured.
func TestLabs(t *testing.T) {
	root := filepath.Join("..", "shared", "data", "labs")
	labs, err := filepath.Glob(filepath.Join(root, "*", "expect.csv"))
	if err != nil || len(labs) == 0 {
		t.Skipf("no labs in %s", root)
	}
	judged := map[string]int{}
	for _, table := range labs {
		cmd := program(t, "assert", table, "-o", "json", "--snapshot", filepath.Join(filepath.Dir(table), "aws_configs"))
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		var exit *exec.ExitError
		if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
			t.Fatalf("%s: %v", table, err)
		}
		var doc struct{ Rows []map[string]any }
		if err := json.Unmarshal(out, &doc); err != nil {
			t.Fatal(err)
		}
		for _, r := range doc.Rows {
			tier, _ := r["tier"].(string)
			if r["result"] == "match" {
				judged[tier]++
				continue
			}
			told := t.Errorf
			if tier != "A" && tier != "B" {
				told = t.Logf
			}
			told("%s:%v: tier %s: %v to %v, %v %v: %v, measured %v: %v", table, r["line"], tier, r["from"], r["to"],
				r["protocol"], r["port"], r["verdict"], r["expect"], r["reason"])
		}
	}
	t.Logf("as measured, by tier: %v", judged)
}
