package report

import (
	"slices"
	"strconv"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/model/judge"
)

// Accept is what the file of accepted findings says that is not, or no more, said of any finding.
type Accept struct {
	File    string     `json:"file"`
	Expired []Accepted `json:"expired"`
	Idle    []Accepted `json:"idle"`
}

// Accepted is an entry of the file of accepted findings.
type Accepted struct {
	Key    string `json:"key"`
	Reason string `json:"reason"`
	Until  string `json:"until"`
	Line   int    `json:"line"`
}

// Accepted gives the entry by which a finding is accepted now, and reports whether there is one. What
// holds needs no acceptance.
func (v View) Accepted(f model.Finding) (accept.Entry, bool) {
	if f.State == model.Met {
		return accept.Entry{}, false
	}
	return v.Accept.Find(f.Key(), v.Now)
}

// idle gives the entries that are about no finding. Where only a part was judged nothing is said: an
// entry may be about the rest.
func (v View) idle() []accept.Entry {
	if sc := v.Analysis.Scope(); sc.VPC != "" || sc.Studio != "" {
		return nil
	}
	var keys []string
	for _, f := range slices.Concat(v.Analysis.Findings(), v.Lint) {
		keys = append(keys, f.Key())
	}
	var out []accept.Entry
	for _, e := range v.Accept.Idle(keys, v.Now) {
		if !judge.MayBeOf(e.Key) || v.Checks.Which == judge.Every && len(v.Checks.Skip) == 0 {
			out = append(out, e)
		}
	}
	return out
}

// acceptNotes names the entries that have expired and those that are about nothing.
func (p *printer) acceptNotes(v View) {
	expired, idle := v.Accept.Expired(v.Now), v.idle()
	if len(expired)+len(idle) == 0 {
		return
	}
	p.gap()
	p.line(0, "To look at in ", v.Accept.File())
	for _, e := range expired {
		p.line(0, p.marks.Alarm, " line ", strconv.Itoa(e.Line), ": expired on ", e.Day(), ", and counts again: ", e.Key)
	}
	for _, e := range idle {
		p.line(0, p.marks.Dot, " line ", strconv.Itoa(e.Line), ": no finding has this key: ", e.Key)
	}
}

// acceptance says by which entry a finding is accepted, or was.
func (p *printer) acceptance(v View, f model.Finding) {
	if f.State == model.Met {
		return
	}
	if e, ok := v.Accepted(f); ok {
		p.line(2, AcceptedText(e))
	} else if e, ok := v.Accept.Lapsed(f.Key(), v.Now); ok {
		p.line(2, "Was accepted until ", e.Day(), ": ", e.Reason)
	}
}

// AcceptedText says why a finding is accepted and for how long.
func AcceptedText(e accept.Entry) string {
	if e.Until.IsZero() {
		return "Accepted: " + e.Reason
	}
	return "Accepted until " + e.Day() + ": " + e.Reason
}

func acceptedDoc(e accept.Entry) Accepted { return Accepted{e.Key, e.Reason, e.Day(), e.Line} }

func (v View) acceptDoc() Accept {
	doc := Accept{File: v.Accept.File(), Expired: []Accepted{}, Idle: []Accepted{}}
	for _, e := range v.Accept.Expired(v.Now) {
		doc.Expired = append(doc.Expired, acceptedDoc(e))
	}
	for _, e := range v.idle() {
		doc.Idle = append(doc.Idle, acceptedDoc(e))
	}
	return doc
}

func total(of map[model.Severity]int) int {
	n := 0
	for _, count := range of {
		n += count
	}
	return n
}
