package report_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/ui/report"
)

// documents are the roots of all that is documented.
func documents() []any {
	return []any{
		report.Check{},
		report.Graph{},
		report.Trace{},
		report.Assert{},
		report.Matrix{},
		report.Isolation{},
		report.Diff{},
		report.Plan{},
		report.Explain{},
		report.Journals{},
		report.JournalShown{},
		report.Scenarios{},
		report.Lessons{},
	}
}

// TestDocs holds docs/json.md to the types: the same sections, the same fields of the same type in the
// same order, no more and no less.
func TestDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, d := range documents() {
		describe(reflect.TypeOf(d), want)
	}
	if diff := cmp.Diff(want, sections(string(text))); diff != "" {
		t.Errorf("types (-) and docs/json.md (+) differ:\n%s", diff)
	}
}

// describe adds a struct type and all it is made of: its name, and "field type" for each field.
func describe(typ reflect.Type, to map[string][]string) {
	if _, done := to[typ.Name()]; done {
		return
	}
	to[typ.Name()] = nil
	for f := range typ.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		elem := f.Type
		word := ""
		if elem.Kind() == reflect.Slice {
			elem, word = elem.Elem(), "list of "
		}
		if elem.Kind() == reflect.Struct {
			describe(elem, to)
			word += elem.Name()
		} else {
			word += map[reflect.Kind]string{
				reflect.String: "text", reflect.Int: "number", reflect.Bool: "true or false",
			}[elem.Kind()]
		}
		to[typ.Name()] = append(to[typ.Name()], name+" "+word)
	}
}

var row = regexp.MustCompile("^\\| `([a-zA-Z]+)` \\| ([^|]+) \\|")

// sections reads the same out of the tables.
func sections(text string) map[string][]string {
	out := map[string][]string{}
	at := ""
	for line := range strings.SplitSeq(text, "\n") {
		if name, ok := strings.CutPrefix(line, "### "); ok {
			at = name
			out[at] = nil
		}
		if m := row.FindStringSubmatch(line); m != nil {
			out[at] = append(out[at], m[1]+" "+strings.TrimSpace(m[2]))
		}
	}
	return out
}

// TestNoNull makes sure that no list is ever null: every slice of an empty document is [].
func TestNoNull(t *testing.T) {
	v := view(t, "")
	for name, doc := range documentsOf(t, v) {
		if regexp.MustCompile(`\bnull\b`).MatchString(doc) {
			t.Errorf("%s has a null:\n%s", name, doc)
		}
	}
}
