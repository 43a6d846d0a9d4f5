package report

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/lint"
)

// CheckText tells what is wrong with the groups of EMR, worst first, what could not be decided, and
// where to look next.
func CheckText(w io.Writer, v View) error {
	p := &printer{w: w, marks: v.marks()}
	p.heading(v)
	p.studios(v)
	p.unserved(v)
	p.findings(v)
	p.acceptNotes(v)
	p.unreadWithNetwork(v)
	p.gap()
	for _, l := range Verdict(v.Outcome()) {
		p.line(0, l)
	}
	return p.err
}

// Verdict sums up a check in a line, and one for each of what is counted apart.
func Verdict(o Outcome) []string {
	out := []string{ofEMR(o)}
	if o.Asked {
		text := counted(o.Lint, map[model.Severity]int{})
		if text == "" {
			text = "nothing found"
		}
		out = append(out, "Checks of any group: "+text+".")
	}
	if o.Accepted > 0 {
		out = append(out, "Accepted, and not counted: "+plural(o.Accepted, "finding", "findings")+".")
	}
	return out
}

// ofEMR sums up what EMR asks for.
func ofEMR(o Outcome) string {
	text, found := "Nothing found", counted(o.Unmet, o.Lint)
	switch {
	case !o.OfEMR:
		text = "Nothing could be decided"
	case found != "":
		text = "Found: " + found
	case o.Met == 0 && o.Unknown == 0 && o.Accepted == 0:
		return "There was nothing of EMR's to check."
	}
	text += "; " + plural(o.Met, "requirement holds", "requirements hold")
	if o.Unknown > 0 {
		text += ", " + plural(o.Unknown, "is unknown", "are unknown")
	}
	return text + "."
}

// counted gives how many there are of each severity, without those that are counted elsewhere.
func counted(all, without map[model.Severity]int) string {
	var parts []string
	for _, s := range []model.Severity{model.Broken, model.Exposed, model.Conditional, model.Wider, model.Note} {
		switch n := all[s] - without[s]; {
		case n > 0 && s == model.Note:
			parts = append(parts, plural(n, "note", "notes"))
		case n > 0:
			parts = append(parts, plural(n, s.String(), s.String()))
		}
	}
	return strings.Join(parts, ", ")
}

func (p *printer) studios(v View) {
	lines := v.Lines()
	p.gap()
	if len(lines) == 0 {
		p.noStudio(v)
		return
	}
	p.line(0, "Studios")
	for _, l := range lines {
		p.studio(v, l)
	}
}

// unserved names the clusters that no Studio's line speaks for, and how much is wrong of each.
func (p *printer) unserved(v View) {
	for i, c := range v.Analysis.Unserved() {
		if i == 0 {
			p.gap()
			p.line(0, clustersHead(v))
		}
		wrong := v.Analysis.InsideOf(c.ID)
		mark, text := p.marks.Allowed, "nothing broken or exposed was found"
		if wrong.Any() {
			mark, text = p.marks.Severity(wrong.Worst()), wrong.String()
		}
		where := ""
		if vpc := v.Analysis.VPCOf(c); vpc != "" && v.Analysis.Scope().VPC == "" {
			where = " in " + vpc
		}
		p.line(0, mark, " ", labelled(c), where, ": ", text)
	}
}

// clustersHead heads clusters that no Studio's line speaks for; that there is none is said only if that was read.
func clustersHead(v View) string {
	if !v.snapshot().Reading(model.PartStudios, v.Analysis.Scope().VPC).Whole() {
		return "Clusters"
	}
	return "Clusters without a Studio"
}

func labelled(c model.Cluster) string {
	if c.Name == "" {
		return c.ID
	}
	return c.Name + " (" + c.ID + ")"
}

// noStudio says that there is none, where that was looked at, and how to look elsewhere: a Region's name
// that is the wrong one answers like an account without anything.
func (p *printer) noStudio(v View) {
	s, sc := v.snapshot(), v.Analysis.Scope()
	o := s.Origin()
	if !s.Reading(model.PartStudios, sc.VPC).Whole() {
		p.line(0, "No Studio was read, and no group looks like a Studio's.")
		return
	}
	what, where := "No Studio", []string{}
	if !anyCluster(s) && sc.VPC == "" {
		what = "No Studio and no cluster"
	}
	if sc.VPC != "" {
		where = append(where, "VPC "+sc.VPC)
	}
	if o.Caller.Account != "" {
		where = append(where, "account "+o.Caller.Account)
	}
	if o.Region != "" {
		where = append(where, "Region "+o.Region)
	}
	if len(where) > 0 {
		what += " in " + strings.Join(where, ", ")
	}
	p.line(0, what, ". sgscope plan --create studio-git shows how a Studio's groups would be made.")
	if elsewhere := studioVPCs(s); sc.VPC != "" && len(elsewhere) > 0 {
		p.line(0, "There are Studios in ", strings.Join(elsewhere, ", "), ".")
	}
	if sc.VPC == "" && o.Kind == model.FromAccount && o.Region != "" {
		p.line(0, "Each Region has Studios of its own: --region asks another. Those that the account can use:")
		p.line(1, v.Place.Command("aws ec2 describe-regions --query 'Regions[].RegionName' --output text"))
	}
}

// anyCluster reports whether a cluster runs, or whether that is not known.
func anyCluster(s model.Snapshot) bool {
	for c := range s.Clusters() {
		if c.Live() {
			return true
		}
	}
	return !s.Reading(model.PartClusters, "").Whole()
}

// studioVPCs gives the VPCs that hold a Studio, each once.
func studioVPCs(s model.Snapshot) []string {
	var out []string
	for st := range s.Studios() {
		if st.VPC != "" && !slices.Contains(out, st.VPC) {
			out = append(out, st.VPC)
		}
	}
	return out
}

func (p *printer) studio(v View, l emr.StudioLine) {
	name := l.Pair.Name
	if l.Pair.Studio != "" {
		name += " (" + l.Pair.Studio + ")"
	}
	if l.Pair.VPC != "" && v.Analysis.Scope().VPC == "" {
		name += " in " + l.Pair.VPC
	}
	text := p.marks.line(l) + " " + name
	if l.Summary != "" {
		text += ": " + l.Summary
	}
	p.line(0, text)
	if l.Checked {
		text := strconv.Itoa(l.Eligible) + " of " + strconv.Itoa(l.Clusters) + " eligible"
		if l.Open > 0 {
			text += ", " + strconv.Itoa(l.Open) + " not decided"
		}
		p.line(2, "clusters: ", text)
	}
	for _, r := range l.Reasons {
		p.line(2, r)
	}
	if len(l.Unread) > 0 {
		p.line(2, "Not read: ", strings.Join(l.Unread, ", "))
	}
	for i, s := range l.Suspects {
		if i == 0 {
			p.line(2, "Look at next:")
		}
		p.line(3, s.Text)
		if s.Command != "" {
			p.line(4, v.Place.Command(s.Command))
		}
	}
}

// findings tells EMR's findings, then those of any group, those that are accepted, and what holds.
func (p *printer) findings(v View) {
	of := map[string][]model.Finding{}
	order := []string{"Findings", "Checks of any group", "Accepted by " + v.Accept.File(), "What holds"}
	for _, f := range v.Findings() {
		section := order[0]
		if lint.Known(f.ID) {
			section = order[1]
		}
		if _, accepted := v.Accepted(f); accepted {
			section = order[2]
		}
		if f.State == model.Met {
			section = order[3]
		}
		of[section] = append(of[section], f)
	}
	for _, section := range order {
		same := map[string]string{}
		if section == order[0] {
			same = SameFix(of[section])
		}
		for i, f := range of[section] {
			if i == 0 {
				p.gap()
				p.line(0, section)
			}
			if same[f.Key()] != "" {
				continue // told with the finding whose fix clears it
			}
			p.finding(v, f)
			p.clearedToo(f, of[section], same)
		}
	}
}

// clearedToo tells in short of the findings that a finding's fix clears besides.
func (p *printer) clearedToo(f model.Finding, found []model.Finding, same map[string]string) {
	var too []model.Finding
	for _, g := range found {
		if same[g.Key()] == f.Key() {
			too = append(too, g)
		}
	}
	if len(too) == 0 {
		return
	}
	p.line(2, "The same fix clears ", plural(len(too), "finding", "findings"), " more:")
	for _, g := range too {
		p.line(2, p.marks.Finding(g), " ", g.Severity.String(), ": ", g.Title, ", ", g.Subject.Kind.String(), " ", g.Subject.Label())
		told := func(e model.Evidence) bool { return strings.HasPrefix(e.Text, g.Key()) }
		if !slices.ContainsFunc(f.Evidence, told) {
			p.line(4, g.Reason)
		}
		p.line(4, "Key: ", g.Key())
	}
}

func (p *printer) finding(v View, f model.Finding) {
	about := f.Subject.Kind.String() + " " + f.Subject.Label()
	accepted := ""
	if _, ok := v.Accepted(f); ok {
		accepted = "accepted, "
	}
	switch f.State {
	case model.Unmet:
		p.line(0, p.marks.Finding(f), " ", accepted, f.Severity.String(), ": ", f.Title, ", ", about)
	case model.StateUnknown:
		p.line(0, p.marks.Finding(f), " ", accepted, "unknown, perhaps ", f.Severity.String(), ": ", f.Title, ", ", about)
	case model.Met: // the title tells the fault that it has not
		p.line(0, p.marks.Finding(f), " holds: ", f.ID, ", ", about)
	}
	p.acceptance(v, f)
	p.line(2, f.Reason)
	for _, e := range f.Evidence {
		text := e.Text
		if strings.Contains(f.Reason, strings.TrimPrefix(text, "nearest: ")) {
			continue
		}
		if e.RuleID != "" && !strings.Contains(text, e.RuleID) {
			text += " (" + e.RuleID + ")"
		}
		p.line(2, p.marks.Dot, " ", text)
	}
	if f.State != model.Met && f.Why != "" {
		p.line(2, "Why: ", f.Why)
	}
	p.remedy(v, f)
	p.line(2, "Key: ", f.Key())
	if f.Source != "" {
		p.line(2, "Source: ", f.Source)
	}
}

func (p *printer) remedy(v View, f model.Finding) {
	switch r := f.Remedy.(type) {
	case nil:
	case model.Fix:
		for i, c := range r.Changes {
			lead := "Fix: "
			if i > 0 {
				lead = "     "
			}
			p.line(2, lead, p.marks.Change(c), " ", ChangeText(v.snapshot(), c))
		}
	case model.Advice:
		p.advice(2, v.advice(r))
	}
}
