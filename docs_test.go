package main_test

import (
	"context"
	"encoding/json"
	"flag"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/ui"
)

// generated brackets what these tests write into a document with -update.
const (
	generatedBegins = "<!-- generated: go test -run TestDocs . -update -->\n"
	generatedEnds   = "<!-- end -->\n"
)

// TestDocsKeys holds docs/keys.md to the table of actions.
func TestDocsKeys(t *testing.T) {
	var b strings.Builder
	page := "?"
	for _, k := range ui.New(context.Background(), ui.Options{}).Keys() {
		if k.Page != page {
			page = k.Page
			title := page
			if page == "" {
				title = "Everywhere"
			}
			b.WriteString("\n## " + title + "\n\n| keys | what they do |\n|---|---|\n")
		}
		b.WriteString("| " + keyNames(k.Keys) + " | " + strings.ReplaceAll(k.Does, "|", `\|`) + " |\n")
	}
	b.WriteString("\n")
	holds(t, "docs/keys.md", b.String())
}

func keyNames(keys string) string {
	names := strings.Fields(keys)
	for i, k := range names {
		names[i] = "`" + strings.ReplaceAll(k, "|", `\|`) + "`"
	}
	return strings.Join(names, " ")
}

// TestDocsPermissions holds docs/permissions.md to the policy that the program prints.
func TestDocsPermissions(t *testing.T) {
	var policy struct {
		Statement []struct {
			Sid    string
			Action []string
		}
	}
	if err := json.Unmarshal([]byte(awsclient.Policy(true, "aws")), &policy); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("\n| statement | actions |\n|---|---|\n")
	for _, s := range policy.Statement {
		b.WriteString("| " + s.Sid + " | `" + strings.Join(s.Action, "` `") + "` |\n")
	}
	b.WriteString("\n")
	holds(t, "docs/permissions.md", b.String())
}

// holds requires what a document has between the marks, or writes it.
func holds(t *testing.T, file, want string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(text), generatedBegins)
	got, after, ends := strings.Cut(rest, generatedEnds)
	if !begins || !ends {
		t.Fatalf("%s: no %q with %q after it", file, generatedBegins, generatedEnds)
	}
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(file, []byte(before+generatedBegins+want+generatedEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s is old (-want +got): go test -run TestDocs . -update\n%s", file, diff)
	}
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)|<img [^>]*src="([^"]+)"`)

// TestDocsLinks requires every link of a document to a file of this module to lead somewhere.
func TestDocsLinks(t *testing.T) {
	for _, file := range documents(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			target, err := url.Parse(m[1] + m[2])
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			if target.IsAbs() || target.Path == "" {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), filepath.FromSlash(target.Path))); err != nil {
				t.Errorf("%s links to %s, which is not there", file, target.Path)
			}
		}
	}
}

// TestDocsNameNoMachine requires the documents to be true anywhere.
func TestDocsNameNoMachine(t *testing.T) {
	home := regexp.MustCompile(`(^|[\s("'` + "`" + `])/(root|home|work|Users)/`)
	for _, file := range documents(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if at := home.FindString(string(text)); at != "" {
			t.Errorf("%s names a path of one machine: %q", file, at)
		}
	}
}

// documents gives every Markdown file.
func documents(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."), d.IsDir() && d.Name() == "testdata":
			return filepath.SkipDir
		case !d.IsDir() && strings.HasSuffix(name, ".md"):
			out = append(out, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
