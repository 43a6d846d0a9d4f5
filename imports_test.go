package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/sgscope/sgscope"

// arrows says which packages of ours each package may import. A package that is not listed may not
// exist: whoever adds one says here whom it may know.
func arrows() map[string][]string {
	return map[string][]string{
		".":                  {"model", "awsclient", "awsclient/apply", "awsclient/describe", "awsclient/sandbox", "ui", "ui/cli", "ui/report", "ui/tour"},
		"model":              {},
		"model/fixture":      {"model"},
		"model/reach":        {"model"},
		"model/emr":          {"model", "model/reach"},
		"model/lint":         {"model", "model/reach"},
		"model/judge":        {"model", "model/emr", "model/lint"},
		"model/accept":       {},
		"awsclient":          {"model"},
		"awsclient/describe": {"model"},
		"awsclient/apply":    {"model"},
		"awsclient/sandbox":  {"model"},
		"ui":                 {"model", "model/emr", "model/reach", "model/lint", "model/judge", "model/accept", "ui/canvas", "ui/report", "ui/tour"},
		"ui/canvas":          {},
		"ui/press":           {},
		"ui/report":          {"model", "model/emr", "model/reach", "model/lint", "model/judge", "model/accept", "ui/canvas"},
		"ui/tour":            {"model", "model/emr", "model/reach", "model/lint"},
		"ui/cli":             {"model", "model/emr", "model/reach", "model/lint", "model/judge", "model/accept", "ui", "ui/report", "ui/tour"},
		// The pictures are made by the program's own parts, so their maker may know as much as main does.
		"screenshots": {
			"model", "model/emr", "awsclient", "awsclient/apply", "awsclient/sandbox", "ui", "ui/canvas",
			"ui/press", "ui/report", "ui/tour", "screenshots/render",
		},
		"screenshots/render": {"ui/canvas"},
	}
}

// ban is packages that a part of the tree may not import, and why.
type ban struct {
	where   func(dir string) bool
	imports []string // the package and all below it
	why     string
}

func under(dirs ...string) func(string) bool {
	return func(dir string) bool {
		return slices.ContainsFunc(dirs, func(d string) bool { return within(dir, d) })
	}
}

func within(pkg, root string) bool { return pkg == root || strings.HasPrefix(pkg, root+"/") }

func bans() []ban {
	everywhere := func(string) bool { return true }
	return []ban{
		{under("model"), []string{"os", "io/fs", "io/ioutil", "net/http", "net/rpc", "syscall"}, "model does no IO"},
		{under("model"), []string{"context"}, "nothing in model blocks"},
		{under("model"), []string{"log"}, "model logs nothing"},
		{under("ui"), []string{"github.com/aws"}, "the SDK stops at awsclient"},
		{under("awsclient"), []string{"charm.land", "github.com/charmbracelet"}, "awsclient draws nothing"},
		{
			under("awsclient/describe", "awsclient/apply", "awsclient/sandbox"),
			[]string{"github.com/aws"},
			"only awsclient itself links the SDK",
		},
		{under("ui/canvas"), []string{"charm.land/bubbletea"}, "canvas is drawing only"},
		{everywhere, []string{"text/template", "html/template"}, "with the SDK it trebles the binary"},
		{everywhere, []string{"net/http/httptest"}, "it is for tests"},
	}
}

// thirdParty is what a package of model may import beyond the standard library.
func thirdParty() map[string][]string {
	return map[string][]string{
		"model": {}, "model/fixture": {}, "model/reach": {"go4.org/netipx"}, "model/emr": {}, "model/lint": {},
		"model/judge": {}, "model/accept": {},
	}
}

// TestImports holds the tree to its architecture, whatever build tags or systems a file is for.
func TestImports(t *testing.T) {
	for file, imports := range sources(t) {
		dir := path.Dir(file)
		allowed, known := arrows()[dir]
		if !known {
			t.Errorf("%s: package %s is not in the table of arrows: say there whom it may know", file, dir)
		}
		for _, pkg := range imports {
			if ours, is := inModule(pkg); is && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s: %s may know only %v", file, ours, dir, allowed)
			}
			for _, b := range bans() {
				if b.where(dir) && slices.ContainsFunc(b.imports, func(root string) bool { return within(pkg, root) }) {
					t.Errorf("%s imports %s: %s", file, pkg, b.why)
				}
			}
			if also, strict := thirdParty()[dir]; strict && foreign(pkg) && !slices.Contains(also, pkg) {
				t.Errorf("%s imports %s: %s is the standard library and %v only", file, pkg, dir, also)
			}
		}
	}
}

// TestImportTable requires the table to be no wider than the tree needs it to be sound: model at the
// bottom, and no way from the screen to the account or back.
func TestImportTable(t *testing.T) {
	for from, tos := range arrows() {
		for _, to := range tos {
			switch {
			case within(from, "model") && !within(to, "model"),
				within(from, "ui") && within(to, "awsclient"),
				within(from, "awsclient") && within(to, "ui"):
				t.Errorf("%s may not know %s", from, to)
			}
		}
	}
}

// foreign reports whether a package is of another module: its first element has a dot.
func foreign(pkg string) bool {
	first, _, _ := strings.Cut(pkg, "/")
	_, ours := inModule(pkg)
	return strings.Contains(first, ".") && !ours
}

func inModule(pkg string) (string, bool) {
	if pkg == module {
		return ".", true
	}
	return strings.CutPrefix(pkg, module+"/")
}

// sources gives the imports of every Go file of the module that is not a test.
func sources(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, s := range f.Imports {
			pkg, err := strconv.Unquote(s.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, pkg)
		}
		out[filepath.ToSlash(name)] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("only %d Go files found: run from the module's root", len(out))
	}
	return out
}
