package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/sgscope/sgscope/model"
)

// printer writes lines and keeps the first error, so that sentences read as sentences.
type printer struct {
	w     io.Writer
	marks Marks
	told  []string // notes about groups that stand once
	err   error
}

// line writes one line, fit for a terminal, at a depth of indents.
func (p *printer) line(depth int, words ...string) {
	if p.err != nil {
		return
	}
	text := strings.Repeat("  ", depth) + p.marks.spell(model.Printable(strings.Join(words, "")))
	if _, err := io.WriteString(p.w, strings.TrimRight(text, " ")+"\n"); err != nil {
		p.err = fmt.Errorf("write report: %w", err)
	}
}

func (p *printer) gap() { p.line(0) }

// plural gives "1 group", "2 groups".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// heading writes where the data comes from and how much there is.
func (p *printer) heading(v View) {
	o := v.snapshot().Origin()
	var words []string
	switch o.Kind {
	case model.FromAccount:
	case model.FromSandbox:
		words = append(words, "SANDBOX "+o.Name)
	case model.FromFile:
		words = append(words, "SNAPSHOT "+o.Name)
	}
	if o.Endpoint != "" && o.Kind != model.FromSandbox {
		words = append(words, "endpoint "+o.Endpoint)
	}
	if o.Caller.Account != "" {
		words = append(words, "account "+o.Caller.Account)
	}
	if o.Region != "" {
		words = append(words, "Region "+o.Region)
	}
	if vpc := v.Analysis.Scope().VPC; vpc != "" {
		words = append(words, "VPC "+vpc)
	}
	if o.Caller.ARN != "" {
		words = append(words, "as "+o.Caller.ARN)
	}
	if !o.ReadAt.IsZero() {
		words = append(words, "read "+o.ReadAt.UTC().Format(time.RFC3339)+age(v.Now, o.ReadAt))
	}
	if len(words) > 0 {
		p.line(0, strings.Join(words, ", "))
	}
	groups, network := v.Inventory().words()
	p.line(0, strings.Join(groups, ", "))
	if len(network) > 0 {
		p.line(0, strings.Join(network, ", "))
	}
	p.malformed(v.Malformed)
}

// malformed names what of the files could not be read.
func (p *printer) malformed(problems []Problem) {
	for i, m := range problems {
		if i == 0 {
			p.gap()
			p.line(0, "Malformed, and passed over")
		}
		p.line(0, p.marks.Unknown, " ", m.String())
	}
}

// age says how old data is once that matters to somebody who acts on it.
func age(now, read time.Time) string {
	d := now.Sub(read)
	switch {
	case now.IsZero() || d < 2*time.Minute:
		return ""
	case d < 2*time.Hour:
		return " (" + strconv.Itoa(int(d.Minutes())) + " minutes ago)"
	case d < 48*time.Hour:
		return " (" + strconv.Itoa(int(d.Hours())) + " hours ago)"
	}
	return " (" + strconv.Itoa(int(d.Hours()/24)) + " days ago)"
}

// advice writes a remedy that only the operator can carry out.
func (p *printer) advice(depth int, a Advice) {
	if a.Text != "" {
		p.line(depth, "To do: ", a.Text)
	}
	if a.Command != "" {
		p.line(depth+1, a.Command)
	}
}
