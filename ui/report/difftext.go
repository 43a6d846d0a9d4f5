package report

import (
	"io"
	"strconv"
	"strings"
)

// DiffText tells how the later snapshot differs, and what that made reachable or not.
func DiffText(w io.Writer, after View, doc Diff) error {
	p := &printer{w: w, marks: after.marks()}
	p.line(0, "From ", doc.Old.words())
	p.line(0, "To   ", doc.New.words())
	for _, o := range []Origin{doc.Old, doc.New} {
		p.malformed(o.Malformed)
	}
	if doc.Old.Account != doc.New.Account || doc.Old.Region != doc.New.Region {
		p.line(0, p.marks.Alarm, " They are of different accounts or Regions.")
	}
	p.gap()
	p.line(0, summaryOfDiff(doc))
	for i, c := range doc.Changes {
		if i == 0 {
			p.gap()
			p.line(0, "Changed")
		}
		p.difference(c)
	}
	p.pathChanges(doc.Paths)
	p.findingChanges("Findings that came", p.marks.Blocked, doc.Findings.Appeared)
	p.findingChanges("Findings that are gone", p.marks.Allowed, doc.Findings.Cleared)
	for i, u := range doc.Uncompared {
		if i == 0 {
			p.gap()
			p.line(0, "Not compared")
		}
		p.line(0, p.marks.Unknown, " ", u.Text)
	}
	return p.err
}

// words gives where a snapshot comes from in one line.
func (o Origin) words() string {
	var out []string
	switch {
	case o.Name != "":
		out = append(out, o.Name)
	case o.Kind == "account":
		out = append(out, "the account")
	}
	for _, x := range []struct{ word, value string }{
		{"account ", o.Account}, {"Region ", o.Region}, {"read ", o.ReadAt},
	} {
		if x.value != "" {
			out = append(out, x.word+x.value)
		}
	}
	return strings.Join(out, ", ")
}

func summaryOfDiff(doc Diff) string {
	if doc.Same {
		if len(doc.Uncompared) > 0 {
			return "No difference in what both hold."
		}
		return "No difference."
	}
	n := map[string]int{}
	for _, c := range doc.Changes {
		n[c.Change]++
	}
	for _, c := range doc.Paths {
		n[c.Change]++
	}
	return plural(n[DiffAdded], "thing", "things") + " added, " + strconv.Itoa(n[DiffRemoved]) + " removed, " +
		strconv.Itoa(len(doc.Changes)-n[DiffAdded]-n[DiffRemoved]) + " changed; " +
		plural(n[PathOpened], "path", "paths") + " opened, " + strconv.Itoa(n[PathClosed]) + " closed."
}

func (p *printer) difference(c Difference) {
	text := p.changeMark(c.Change) + " " + c.Kind + " " + c.ID
	if c.Name != "" {
		text = p.changeMark(c.Change) + " " + c.Kind + " " + c.Name + " (" + c.ID + ")"
	}
	if c.VPC != "" && c.VPC != c.ID {
		text += " in " + c.VPC
	}
	p.line(0, text)
	for _, d := range c.Details {
		p.line(2, p.changeMark(d.Change), " ", d.text())
	}
}

func (d Detail) text() string {
	switch d.Change {
	case DiffAdded:
		return d.Field + " " + d.New
	case DiffRemoved:
		return d.Field + " " + d.Old
	}
	return d.Field + ": " + quoted(d.Old) + ", now " + quoted(d.New)
}

func (p *printer) changeMark(change string) string {
	switch change {
	case DiffAdded:
		return p.marks.Add
	case DiffRemoved:
		return p.marks.Remove
	}
	return p.marks.Alter
}

// pathChanges writes the paths by what became of them. A text of thousands of lines is for nobody.
func (p *printer) pathChanges(paths []PathChange) {
	const most = 60
	for _, part := range []struct{ change, title string }{
		{PathOpened, "Became reachable"},
		{PathClosed, "Stopped being reachable"},
		{DiffChanged, "Let through otherwise"},
		{PathUnclear, "Not known before or now"},
	} {
		n, plain := 0, 0
		for _, c := range paths {
			if c.Change != part.change {
				continue
			}
			if n == 0 && plain == 0 {
				p.gap()
				p.line(0, part.title)
			}
			if c.Ends != "" { // that nobody reaches what is gone goes without saying
				plain++
				continue
			}
			if n++; n <= most {
				p.line(0, p.marks.Dot, " ", c.Text)
			}
		}
		if n > most {
			p.line(0, p.marks.Dot, " and ", strconv.Itoa(n-most), " more; -o json has all")
		}
		if plain > 0 {
			p.line(0, p.marks.Dot, " ", plural(plain, "path", "paths"), " of network interfaces that came or went; -o json has all")
		}
	}
}

func (p *printer) findingChanges(title, mark string, list []FindingRef) {
	for i, f := range list {
		if i == 0 {
			p.gap()
			p.line(0, title)
		}
		p.line(0, mark, " ", f.Severity, ": ", f.Key)
		p.line(2, f.Reason)
	}
}
