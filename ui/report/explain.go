package report

import (
	"io"
	"strconv"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// Explain is the document of `sgscope explain -o json`.
type Explain struct {
	SchemaVersion int         `json:"schemaVersion"`
	Looked        bool        `json:"looked"`
	Origin        Origin      `json:"origin"`
	Mentions      Mentions    `json:"mentions"`
	Matches       []CaseMatch `json:"matches"`
}

// Mentions is what the text names.
type Mentions struct {
	Groups     []string `json:"groups"`
	Names      []string `json:"names"`
	Clusters   []string `json:"clusters"`
	Studios    []string `json:"studios"`
	VPCs       []string `json:"vpcs"`
	Subnets    []string `json:"subnets"`
	Interfaces []string `json:"interfaces"`
	Instances  []string `json:"instances"`
	Ports      []int    `json:"ports"`
}

// CaseMatch is a known failure that the text may be about.
type CaseMatch struct {
	Number       int       `json:"number"`
	Kind         string    `json:"kind"`
	Title        string    `json:"title"`
	How          string    `json:"how"`
	Message      string    `json:"message"`
	Cause        string    `json:"cause"`
	Fix          string    `json:"fix"`
	Sources      []string  `json:"sources"`
	Requirements []string  `json:"requirements"`
	Ask          string    `json:"ask"`
	Unseen       string    `json:"unseen"`
	Findings     []Finding `json:"findings"`
}

// ExplainJSON gives the document of the failures that a text may be about. The view is nil where no
// account was looked at.
func ExplainJSON(v *View, text string, matches []emr.Match) Explain {
	m := emr.Mentioned(text)
	doc := Explain{
		SchemaVersion: SchemaVersion, Origin: Origin{Malformed: []Problem{}}, Matches: []CaseMatch{},
		Mentions: Mentions{
			Groups: list(m.Groups), Names: list(m.Names), Clusters: list(m.Clusters), Studios: list(m.Studios),
			VPCs: list(m.VPCs), Subnets: list(m.Subnets), Interfaces: list(m.Interfaces), Instances: list(m.Instances),
			Ports: []int{},
		},
	}
	for _, p := range m.Ports {
		doc.Mentions.Ports = append(doc.Mentions.Ports, int(p))
	}
	if v != nil {
		doc.Looked, doc.Origin = true, v.origin()
	}
	for _, m := range matches {
		c := v.place(m.Case)
		one := CaseMatch{
			Number: c.Number, Kind: string(c.Kind), Title: c.Title, How: m.How.String(), Message: m.Message, Cause: c.Cause,
			Fix: c.Fix, Sources: list(c.Sources), Requirements: list(c.Requirements), Ask: c.Ask, Unseen: c.Unseen,
			Findings: []Finding{},
		}
		for _, f := range v.about(m) {
			one.Findings = append(one.Findings, v.finding(f))
		}
		doc.Matches = append(doc.Matches, one)
	}
	return doc
}

// place gives a case with the links of where was looked.
func (v *View) place(c emr.Case) emr.Case {
	if v == nil {
		return c
	}
	return c.In(v.Analysis.Snapshot().Origin().Partition)
}

// about gives the findings that say here what a match is about.
func (v *View) about(m emr.Match) []model.Finding {
	if v == nil {
		return nil
	}
	var out []model.Finding
	for _, f := range m.Findings(v.Analysis) {
		if v.covers(f.VPC) {
			out = append(out, f)
		}
	}
	return out
}

// ExplainText tells of the failures that a text may be about, the likeliest first: cause, fix, and the
// findings that say so where an account was looked at.
func ExplainText(w io.Writer, v *View, marks Marks, matches []emr.Match) error {
	p := &printer{w: w, marks: marks}
	if len(matches) == 0 {
		p.line(0, "This is none of the failures that sgscope knows of. sgscope check looks for itself.")
		return p.err
	}
	const most = 3 // what comes later is a guess that hides the good ones
	for i, m := range matches {
		if i == most && len(matches) > most+1 {
			p.gap()
			p.line(0, "and ", strconv.Itoa(len(matches)-most), " more that are less likely; -o json has all")
			break
		}
		if i > 0 {
			p.gap()
		}
		p.match(v, m)
	}
	return p.err
}

func (p *printer) match(v *View, m emr.Match) {
	c := v.place(m.Case)
	p.line(0, strings.ToUpper(c.Title[:1]), c.Title[1:])
	said := "Known by: " + m.How.String()
	if m.Message != "" {
		said += " " + quoted(m.Message)
	}
	p.line(2, said)
	for _, x := range []struct{ word, text string }{
		{"Cause: ", c.Cause}, {"Fix: ", c.Fix}, {"Ask: ", c.Ask}, {"Not seen by sgscope: ", c.Unseen},
	} {
		if x.text != "" {
			p.line(2, x.word, x.text)
		}
	}
	if len(c.Requirements) > 0 && v == nil {
		p.line(2, "sgscope check finds it as: ", strings.Join(c.Requirements, ", "))
	}
	for _, s := range c.Sources {
		p.line(2, "Source: ", s)
	}
	here := v.about(m)
	if v != nil && len(c.Requirements) > 0 && len(here) == 0 {
		p.line(2, p.marks.Allowed, " Not the case in this account, as far as was read.")
	}
	for i, f := range here {
		if i == 0 {
			p.line(2, "Here:")
		}
		p.line(2, p.marks.Finding(f), " ", f.Severity.String(), ": ", f.Reason)
		p.line(4, "Key: ", f.Key())
	}
}
