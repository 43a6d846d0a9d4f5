package report

import (
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/lint"
)

// Check is the document of `sgscope check -o json`.
type Check struct {
	SchemaVersion int       `json:"schemaVersion"`
	Origin        Origin    `json:"origin"`
	Inventory     Inventory `json:"inventory"`
	Summary       Summary   `json:"summary"`
	Unread        []Unread  `json:"unread"`
	Studios       []Studio  `json:"studios"`
	Findings      []Finding `json:"findings"`
	Accept        Accept    `json:"accept"`
}

// Summary counts findings; the severities count unmet ones that nobody has accepted.
type Summary struct {
	Broken      int  `json:"broken"`
	Exposed     int  `json:"exposed"`
	Conditional int  `json:"conditional"`
	Wider       int  `json:"wider"`
	Note        int  `json:"note"`
	Unknown     int  `json:"unknown"`
	Met         int  `json:"met"`
	Decided     bool `json:"decided"`
	OfAnyGroup  int  `json:"ofAnyGroup"`
	Accepted    int  `json:"accepted"`
}

// Studio is a Studio, or two groups that belong together though no visible Studio uses them.
type Studio struct {
	ID                string   `json:"id"`
	Studio            string   `json:"studio"`
	Name              string   `json:"name"`
	VPC               string   `json:"vpc"`
	Workspace         GroupRef `json:"workspace"`
	Engine            GroupRef `json:"engine"`
	Subnets           []string `json:"subnets"`
	Verdict           string   `json:"verdict"`
	Summary           string   `json:"summary"`
	Reasons           []string `json:"reasons"`
	Unread            []string `json:"unread"`
	Suspects          []Advice `json:"suspects"`
	Clusters          int      `json:"clusters"`
	EligibleClusters  int      `json:"eligibleClusters"`
	UndecidedClusters int      `json:"undecidedClusters"`
	EligibleJudged    bool     `json:"eligibleJudged"`
	ClusterFaults     int      `json:"clusterFaults"`
	ClusterExposed    int      `json:"clusterExposed"`
	FaultyClusters    []string `json:"faultyClusters"`
}

// Finding is a requirement or check, judged for one subject.
type Finding struct {
	ID       string     `json:"id"`
	Key      string     `json:"key"`
	State    string     `json:"state"`
	Severity string     `json:"severity"`
	Subject  Subject    `json:"subject"`
	Peer     string     `json:"peer"`
	VPC      string     `json:"vpc"`
	Title    string     `json:"title"`
	Reason   string     `json:"reason"`
	Why      string     `json:"why"`
	Source   string     `json:"source"`
	Evidence []Evidence `json:"evidence"`
	Studios  []string   `json:"studios"`
	Clusters []string   `json:"clusters"`
	Fix      []Change   `json:"fix"`
	Advice   Advice     `json:"advice"`
	Table    string     `json:"table"`
	Accepted Accepted   `json:"accepted,omitzero"`
}

// Subject is what a finding is about.
type Subject struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Evidence is one fact that a finding rests on.
type Evidence struct {
	Text   string `json:"text"`
	Group  string `json:"group"`
	RuleID string `json:"ruleId"`
	Rule   Rule   `json:"rule,omitzero"`
}

// CheckJSON gives the document of a check.
func CheckJSON(v View) Check {
	o := v.Outcome()
	doc := Check{
		SchemaVersion: SchemaVersion, Origin: v.origin(), Inventory: v.Inventory(), Unread: unreadDocs(v.Unread()),
		Summary: Summary{
			o.Unmet[model.Broken], o.Unmet[model.Exposed], o.Unmet[model.Conditional],
			o.Unmet[model.Wider], o.Unmet[model.Note], o.Unknown, o.Met, o.Decided, total(o.Lint), o.Accepted,
		},
		Accept:  v.acceptDoc(),
		Studios: []Studio{}, Findings: []Finding{},
	}
	for _, l := range v.Lines() {
		doc.Studios = append(doc.Studios, v.studio(l))
	}
	for _, f := range v.Findings() {
		doc.Findings = append(doc.Findings, v.finding(f))
	}
	return doc
}

func (v View) studio(l emr.StudioLine) Studio {
	out := Studio{
		ID: l.Pair.ID, Studio: l.Pair.Studio, Name: l.Pair.Name, VPC: l.Pair.VPC,
		Workspace: v.groupRef(l.Pair.Workspace), Engine: v.groupRef(l.Pair.Engine), Subnets: list(l.Pair.Subnets),
		Verdict: l.Verdict.String(), Summary: l.Summary, Reasons: list(l.Reasons), Unread: list(l.Unread),
		Suspects: []Advice{}, Clusters: l.Clusters, EligibleClusters: l.Eligible, EligibleJudged: l.Checked,
		UndecidedClusters: l.Open,
		ClusterFaults:     l.Inside.Broken, ClusterExposed: l.Inside.Exposed, FaultyClusters: list(l.Faulty),
	}
	for _, s := range l.Suspects {
		out.Suspects = append(out.Suspects, v.advice(model.Advice(s)))
	}
	return out
}

func (v View) finding(f model.Finding) Finding {
	out := Finding{
		ID: f.ID, Key: f.Key(), State: f.State.String(), Severity: f.Severity.String(),
		Subject: Subject{f.Subject.Kind.String(), f.Subject.ID, f.Subject.Name}, Peer: f.Peer, VPC: f.VPC,
		Title: f.Title, Reason: f.Reason, Why: f.Why, Source: f.Source, Evidence: []Evidence{},
		Studios: list(f.Studios), Clusters: list(f.Clusters), Fix: []Change{}, Table: "emr",
	}
	purpose := model.PurposeOf(f.Severity)
	if lint.Known(f.ID) {
		out.Table, purpose = "lint", model.Tighten
	}
	if e, ok := v.Accepted(f); ok {
		out.Accepted = acceptedDoc(e)
	}
	for _, e := range f.Evidence {
		doc := Evidence{Text: e.Text, Group: e.Group, RuleID: e.RuleID}
		if e.Rule != (model.Rule{}) {
			doc.Rule = v.rule(e.Rule, v.descriptionOf(e))
		}
		out.Evidence = append(out.Evidence, doc)
	}
	switch r := f.Remedy.(type) {
	case nil:
	case model.Fix:
		for _, c := range r.Changes {
			out.Fix = append(out.Fix, v.change(c, purpose))
		}
	case model.Advice:
		out.Advice = v.advice(r)
	}
	return out
}

func (v View) descriptionOf(e model.Evidence) string {
	g, ok := v.snapshot().Group(e.Group)
	if !ok {
		return ""
	}
	have, _ := g.Find(e.Rule)
	return have.Description
}
