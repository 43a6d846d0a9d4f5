package main

import (
	"slices"
	"strings"
	"testing"
)

// todo stands in a row that -update added, until somebody has said what AWS does.
const todo = "TODO"

// row is a row of the table: the same difference at some steps.
type row struct {
	steps               []string
	what, sandbox, moto string
	aws                 string // what AWS does, and where that is documented
}

type table []row

const (
	tableHead = "| step | what | sandbox | moto | AWS |\n|---|---|---|---|---|\n"
	between   = "; " // between the steps of a row
)

func (r row) differences() []difference {
	var out []difference
	for _, s := range r.steps {
		out = append(out, difference{s, r.what, r.sandbox, r.moto})
	}
	return out
}

func (r row) String() string {
	cells := []string{strings.Join(r.steps, between), quoted(r.what), quoted(r.sandbox), quoted(r.moto), r.aws}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

func quoted(cell string) string {
	if cell == "-" {
		return cell
	}
	return "`" + strings.NewReplacer("|", `\|`, "\n", " ").Replace(cell) + "`"
}

func unquoted(cell string) string {
	return strings.ReplaceAll(strings.Trim(cell, "`"), `\|`, "|")
}

// parseTable reads the table out of the document.
func parseTable(t *testing.T, text string) table {
	t.Helper()
	_, after, found := strings.Cut(text, tableHead)
	if !found {
		t.Fatalf("%s has no table that begins with %q", differences, tableHead)
	}
	var out table
	for line := range strings.Lines(after) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 5 {
			t.Fatalf("%s: a row of the table has %d cells, want 5: %s", differences, len(cells), line)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, row{strings.Split(cells[0], between), unquoted(cells[1]), unquoted(cells[2]), unquoted(cells[3]), cells[4]})
	}
	return out
}

// rewritten gives the document with the table of what was found: words on AWS are kept where the
// difference is known, whatever its step.
func (old table) rewritten(text string, found []difference) string {
	var rows table
	for _, d := range found {
		same := func(r row) bool { return r.what == d.what && r.sandbox == d.sandbox && r.moto == d.moto }
		if i := slices.IndexFunc(rows, same); i >= 0 {
			rows[i].steps = append(rows[i].steps, d.step)
			continue
		}
		aws := todo
		if i := slices.IndexFunc(old, same); i >= 0 {
			aws = old[i].aws
		}
		rows = append(rows, row{[]string{d.step}, d.what, d.sandbox, d.moto, aws})
	}
	before, after, _ := strings.Cut(text, tableHead)
	for strings.HasPrefix(after, "|") {
		_, after, _ = strings.Cut(after, "\n")
	}
	var b strings.Builder
	b.WriteString(before + tableHead)
	for _, r := range rows {
		b.WriteString(r.String())
	}
	b.WriteString(after)
	return b.String()
}
