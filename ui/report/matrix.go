package report

import (
	"encoding/csv"
	"fmt"
	"io"
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
	OnlyRead      bool     `json:"onlyRead"`
	Unread        []string `json:"unread"`
	Assumes       []string `json:"assumes"`
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
	Of       string        // what the ends are: groups, interfaces, instances
	Traffic  string        // what was asked about
	Ends     []reach.End   // the internet last
	Cells    []ReachedPair // those between which something passes or may pass, in order of the ends
	Blocked  int           // pairs between which nothing passes
	Unread   []string      // what was not judged, for any of them
	Assumes  []string      // what was taken for granted, for any of them
	OnlyRead bool          // verdicts hold for the layers that were read
}

// ReachedPair is a pair of ends by their places in the list.
type ReachedPair struct {
	From, To int
	Verdict  model.Verdict
	Passes   string // the exact traffic that surely passes, in words; "" if none does
	Reason   string // why nothing surely passes, though something may
}

// mostReasons bounds the pairs that are asked about one by one for the reason of their verdict.
const mostReasons = 500

// Reach asks about every pair of the ends of one kind and the internet. An end does not ask about
// itself, unless it is a group, which two interfaces can carry.
func (v View) Reach(kind string, q reach.Question) Reached {
	s := v.snapshot()
	m := reach.AllPairs(s, q, append(v.Ends(kind), reach.Internet()))
	r := Reached{
		Of: kind, Traffic: q.Text(), Ends: m.Ends, Unread: m.Unread, Assumes: m.Assumes, OnlyRead: m.OnlyRead,
	}
	reasons := 0
	for i, from := range m.Ends {
		for k, to := range m.Ends {
			if i == k && from.Kind != reach.EndGroup {
				continue
			}
			c := m.At(i, k)
			if c.Verdict == model.Blocked {
				r.Blocked++
				continue
			}
			pair := ReachedPair{From: i, To: k, Verdict: c.Verdict, Passes: c.Passes}
			if c.Passes == nothing {
				pair.Passes = ""
				if reasons++; reasons <= mostReasons {
					q.From, q.To = from, to
					pair.Reason = ReasonOf(reach.Ask(s, q))
				}
			}
			r.Cells = append(r.Cells, pair)
		}
	}
	return r
}

// MatrixJSON gives the document of all pairs.
func MatrixJSON(v View, r Reached) Matrix {
	doc := Matrix{
		SchemaVersion: SchemaVersion, Origin: v.origin(), Of: r.Of, Traffic: r.Traffic, Ends: []End{},
		Pairs: []Pair{}, Blocked: r.Blocked, OnlyRead: r.OnlyRead, Unread: list(r.Unread), Assumes: list(r.Assumes),
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
		case c.Verdict == model.Unknown && c.Passes == "":
			mark, text = p.marks.Unknown, "unknown"
		case c.Verdict == model.Unknown:
			mark, text = p.marks.Unknown, c.Passes+", and perhaps more"
		case c.Passes == "":
			mark, text = p.marks.Partly, "nothing for sure"
		}
		if c.Reason != "" {
			text += ": " + c.Reason
		}
		p.line(1, mark, " ", r.Ends[c.To].Label(), ": ", text)
	}
	p.gap()
	all := len(r.Cells) + r.Blocked
	p.line(0, fmt.Sprintf("%d of %s: something passes or may pass; %d: nothing does.", len(r.Cells),
		plural(all, "pair", "pairs"), r.Blocked))
	p.notJudged(r.Unread)
	p.assumed(r.Assumes)
	return p.err
}

// assumed writes what an answer takes for granted.
func (p *printer) assumed(list []string) {
	for i, a := range list {
		if i == 0 {
			p.gap()
			p.line(0, "Taken for granted")
		}
		p.line(0, p.marks.Dot, " ", a)
	}
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
