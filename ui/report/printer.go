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
	err   error
}

// line writes one line, fit for a terminal, at a depth of indents.
func (p *printer) line(depth int, words ...string) {
	if p.err != nil {
		return
	}
	text := strings.Repeat("  ", depth) + model.Printable(strings.Join(words, ""))
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
	n := v.Inventory()
	p.line(0, strings.Join([]string{
		plural(n.VPCs, "VPC", "VPCs"), plural(n.Groups, "security group", "security groups"),
		plural(n.Subnets, "subnet", "subnets"), plural(n.Interfaces, "network interface", "network interfaces"),
		plural(n.Instances, "instance", "instances"), plural(n.Studios, "Studio", "Studios"),
		plural(n.Clusters, "cluster", "clusters"),
	}, ", "))
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

// unread writes what was not read and what stays unknown because of it.
func (p *printer) unread(v View) {
	parts := v.Analysis.Unread()
	if len(parts) == 0 {
		return
	}
	p.gap()
	p.line(0, "Not read")
	for _, u := range parts {
		text := p.marks.Unknown + " " + u.Part.Name() + ": " + u.Reading.State.String()
		if u.Effect != "" {
			text += "; unknown: " + u.Effect
		}
		p.line(0, text)
		if u.Reading.Failure.Kind != model.NoFailure {
			p.line(2, u.Reading.Failure.Error())
			p.line(2, "To do: ", u.Reading.Failure.Next())
		}
	}
}

// advice writes a remedy that only the operator can carry out.
func (p *printer) advice(depth int, a model.Advice) {
	if a.Text != "" {
		p.line(depth, "To do: ", a.Text)
	}
	if a.Command != "" {
		p.line(depth+1, a.Command)
	}
}
