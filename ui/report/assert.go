package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Assert is the document of `sgscope assert -o json`.
type Assert struct {
	SchemaVersion int        `json:"schemaVersion"`
	Origin        Origin     `json:"origin"`
	File          string     `json:"file"`
	Summary       RowSummary `json:"summary"`
	Rows          []Row      `json:"rows"`
}

// RowSummary counts rows by what became of them.
type RowSummary struct {
	Rows       int `json:"rows"`
	Matched    int `json:"matched"`
	Mismatched int `json:"mismatched"`
	Bad        int `json:"bad"`
}

// Row is one row of the file: its columns as they stand there, and what became of it.
type Row struct {
	Line     int      `json:"line"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	Protocol string   `json:"protocol"`
	Port     string   `json:"port"`
	Expect   string   `json:"expect"`
	Verdict  string   `json:"verdict"`
	Result   string   `json:"result"`
	Reason   string   `json:"reason"`
	More     []Column `json:"-"` // columns that mean nothing to sgscope; JSON has them as fields of the row
}

// Column is a further column of a row: its title and what it holds.
type Column struct{ Title, Text string }

// The results of a row.
const (
	RowMatched    = "match"
	RowMismatched = "mismatch"
	RowBad        = "bad row"
)

// MarshalJSON writes the row with its further columns as fields of their own.
func (r Row) MarshalJSON() ([]byte, error) {
	type plain Row // without this method
	own, err := encode(plain(r), "")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(bytes.TrimSuffix(own, []byte("}\n")))
	for _, c := range r.More {
		title, err := encode(c.Title, "")
		if err != nil {
			return nil, err
		}
		text, err := encode(c.Text, "")
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, ",%s:%s", bytes.TrimSpace(title), bytes.TrimSpace(text))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// RowTitles gives the further columns' titles as fields of a row can have them: each once, and none
// that the row has already. What is taken gets an underscore.
func RowTitles(titles []string) []string {
	own, err := json.Marshal(Row{})
	if err != nil {
		panic(err) // unreachable: texts and a number
	}
	var taken map[string]any
	if err := json.Unmarshal(own, &taken); err != nil {
		panic(err) // unreachable: it was written above
	}
	out := slices.Clone(titles)
	for i, t := range out {
		for {
			if _, dup := taken[t]; !dup {
				break
			}
			t += "_"
		}
		taken[t], out[i] = true, t
	}
	return out
}

// Judged gives the row with the answer to its question.
func (r Row) Judged(t reach.Trace) Row {
	r.Verdict, r.Reason = t.Verdict.String(), ReasonOf(t)
	r.Result = RowMismatched
	if r.Verdict == r.Expect && t.Verdict != model.Unknown && t.Verdict != model.Partly {
		r.Result = RowMatched
	}
	return r
}

// Unjudged gives the row with what is wrong with it.
func (r Row) Unjudged(problem string) Row {
	r.Verdict, r.Result, r.Reason = model.Unknown.String(), RowBad, problem
	return r
}

// ReasonOf gives all that makes a trace's verdict what it is in one line.
func ReasonOf(t reach.Trace) string {
	reasons := slices.Compact(t.Reasons())
	if len(reasons) == 0 && t.Verdict != model.Allowed {
		for _, way := range []reach.Path{t.Forward, t.Return} {
			if way.Reason != "" && way.Verdict != model.Allowed && !slices.Contains(reasons, way.Reason) {
				reasons = append(reasons, way.Reason)
			}
		}
	}
	switch t.Verdict {
	case model.Allowed:
		reasons = append(reasons, t.Question.Text()+" passes")
		if t.OnlyRead {
			reasons = append(reasons, "not judged: "+strings.Join(t.Unread, ", "))
		}
	case model.Partly:
		if t.Passes != nothing {
			reasons = append([]string{"what passes: " + t.Passes}, reasons...)
		}
	case model.Unknown:
		for _, u := range t.Unread {
			told := func(reason string) bool { return strings.Contains(reason, u) }
			if !slices.ContainsFunc(reasons, told) {
				reasons = append(reasons, "not known: "+u)
			}
		}
	case model.Blocked:
	}
	return strings.Join(reasons, "; ")
}

func summaryOf(rows []Row) RowSummary {
	n := RowSummary{Rows: len(rows)}
	for _, r := range rows {
		n.Matched += one(r.Result == RowMatched)
		n.Mismatched += one(r.Result == RowMismatched)
		n.Bad += one(r.Result == RowBad)
	}
	return n
}

// AssertJSON gives the document of the judged rows of a file.
func AssertJSON(v View, file string, rows []Row) Assert {
	return Assert{
		SchemaVersion: SchemaVersion, Origin: v.origin(), File: file, Summary: summaryOf(rows), Rows: list(rows),
	}
}

// AssertText tells what became of each row, in order, and why where it is not as expected.
func AssertText(w io.Writer, v View, rows []Row) error {
	p := &printer{w: w, marks: v.marks()}
	for _, r := range rows {
		p.row(r)
	}
	p.gap()
	p.line(0, Kept(rows))
	return p.err
}

// Kept sums up the rows in one line.
func Kept(rows []Row) string {
	n := summaryOf(rows)
	text := plural(n.Rows, "row", "rows") + ": " + plural(n.Matched, "is", "are") + " as expected"
	if n.Mismatched > 0 {
		text += ", " + plural(n.Mismatched, "is", "are") + " not"
	}
	if n.Bad > 0 {
		text += ", " + plural(n.Bad, "is a bad row", "are bad rows")
	}
	return text + "."
}

func (p *printer) row(r Row) {
	about := fmt.Sprintf("line %d: %s %s %s, %s", r.Line, r.From, p.marks.Arrow, r.To, r.traffic())
	var columns []string
	for _, c := range r.More {
		if c.Text != "" {
			columns = append(columns, " ["+c.Title+": "+c.Text+"]")
		}
	}
	more := strings.Join(columns, "")
	switch r.Result {
	case RowMatched:
		p.line(0, p.marks.Allowed, " ", about, ": ", r.Verdict, ", as expected", more)
	case RowMismatched:
		p.line(0, p.marks.Blocked, " ", about, ": ", strings.ToUpper(r.Verdict), ", expected ", r.Expect, more)
		p.line(2, r.Reason)
	case RowBad:
		p.line(0, p.marks.Unknown, " ", about, ": BAD ROW", more)
		p.line(2, r.Reason)
	}
}

// traffic gives protocol and port as the row has them.
func (r Row) traffic() string {
	if r.Port == "" || r.Port == "-" {
		return r.Protocol
	}
	return r.Protocol + " " + r.Port
}
