package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// nothing is the word for the empty set of traffic.
const nothing = "nothing"

// Matrix is the document of `sgscope matrix -o json`.
type Matrix struct {
	SchemaVersion int      `json:"schemaVersion"`
	Origin        Origin   `json:"origin"`
	Of            string   `json:"of"`
	Traffic       string   `json:"traffic"`
	Ends          []End    `json:"ends"`
	Pairs         []Pair   `json:"pairs"`
	Blocked       int      `json:"blocked"`
	Unread        []string `json:"unread"`
}

// Pair is two ends between which something passes, or may pass.
type Pair struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Verdict string `json:"verdict"`
	Passes  string `json:"passes"`
	Reason  string `json:"reason"`
}

// Reached is what all pairs of some ends say of some traffic: who reaches whom.
type Reached struct {
	Of      string        // what the ends are: groups, interfaces, instances
	Traffic string        // what was asked about
	Ends    []reach.End   // the internet last
	Cells   []ReachedPair // those between which something passes or may pass, in order of the ends
	Blocked int           // pairs between which nothing passes
	Unread  []string      // what was not judged, for any of them
}

// ReachedPair is a pair of ends by their places in the list.
type ReachedPair struct {
	From, To int
	Verdict  model.Verdict
	Passes   string // the exact traffic that surely passes, in words
	Reason   string // of an unknown verdict
}

// AddFrom asks about every pair that begins at one of the ends, and adds the answers. An end does not
// ask about itself, unless it is a group, which two interfaces can carry.
func (r *Reached) AddFrom(s model.Snapshot, q reach.Question, from int) {
	for to := range r.Ends {
		if from == to && r.Ends[from].Kind != reach.EndGroup {
			continue
		}
		q.From, q.To = r.Ends[from], r.Ends[to]
		r.add(from, to, reach.Ask(s, q))
	}
}

func (r *Reached) add(from, to int, t reach.Trace) {
	for _, u := range t.Unread {
		if !slices.Contains(r.Unread, u) {
			r.Unread = append(r.Unread, u)
		}
	}
	cell := ReachedPair{From: from, To: to, Verdict: t.Verdict}
	switch t.Verdict {
	case model.Blocked:
		r.Blocked++
		return
	case model.Allowed:
		cell.Passes = t.Question.Text()
	case model.Partly:
		if cell.Passes = t.Passes; cell.Passes == nothing {
			// What passes depends on what the network chooses: a zone, a port.
			cell.Passes, cell.Reason = "", ReasonOf(t)
		}
	case model.Unknown:
		cell.Passes, cell.Reason = t.Passes, ReasonOf(t)
	}
	r.Cells = append(r.Cells, cell)
}

// MatrixJSON gives the document of all pairs.
func MatrixJSON(v View, r Reached) Matrix {
	doc := Matrix{
		SchemaVersion: SchemaVersion, Origin: v.origin(), Of: r.Of, Traffic: r.Traffic, Ends: []End{},
		Pairs: []Pair{}, Blocked: r.Blocked, Unread: list(r.Unread),
	}
	for _, e := range r.Ends {
		doc.Ends = append(doc.Ends, end(e))
	}
	for _, c := range r.Cells {
		doc.Pairs = append(doc.Pairs, Pair{
			From: r.Ends[c.From].ID, To: r.Ends[c.To].ID, Verdict: c.Verdict.String(), Passes: c.Passes, Reason: c.Reason,
		})
	}
	return doc
}

// MatrixCSV writes a row for each pair between which something passes or may pass.
func MatrixCSV(w io.Writer, r Reached) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"from", "from_name", "to", "to_name", "verdict", "passes", "reason"}}
	for _, c := range r.Cells {
		from, to := r.Ends[c.From], r.Ends[c.To]
		rows = append(rows, []string{from.ID, from.Label(), to.ID, to.Label(), c.Verdict.String(), c.Passes, c.Reason})
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = model.Printable(cell)
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// MatrixText tells who reaches whom: under each end those that it reaches, and with what.
func MatrixText(w io.Writer, v View, r Reached) error {
	p := &printer{w: w, marks: v.marks()}
	p.line(0, "Who reaches whom: ", strconv.Itoa(len(r.Ends)-1), " ", r.Of, " and the internet, ", r.Traffic)
	at := -1
	for _, c := range r.Cells {
		if c.From != at {
			at = c.From
			p.gap()
			p.line(0, r.Ends[at].Label())
		}
		mark, text := p.marks.Arrow, c.Passes
		switch {
		case c.Verdict == model.Unknown:
			mark, text = p.marks.Unknown, "unknown: "+c.Reason
		case c.Passes == "":
			mark, text = p.marks.Partly, "nothing for sure: "+c.Reason
		}
		p.line(1, mark, " ", r.Ends[c.To].Label(), ": ", text)
	}
	p.gap()
	all := len(r.Cells) + r.Blocked
	p.line(0, fmt.Sprintf("%d of %s: something passes or may pass; %d: nothing does.", len(r.Cells),
		plural(all, "pair", "pairs"), r.Blocked))
	p.notJudged(r.Unread)
	return p.err
}

// notJudged writes what an answer does not rest on.
func (p *printer) notJudged(unread []string) {
	const most = 12 // the sum of what many pairs lack is no text to read
	for i, u := range unread {
		if i == 0 {
			p.gap()
			p.line(0, "Not judged")
		}
		if i == most && len(unread) > most+1 {
			p.line(0, p.marks.Unknown, " and ", strconv.Itoa(len(unread)-most), " more")
			return
		}
		p.line(0, p.marks.Unknown, " ", u)
	}
}
