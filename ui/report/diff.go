package report

import (
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// Diff is the document of `sgscope diff -o json`: how a later snapshot differs from an earlier one, and
// what that made reachable or not.
type Diff struct {
	SchemaVersion int           `json:"schemaVersion"`
	Old           Origin        `json:"old"`
	New           Origin        `json:"new"`
	Same          bool          `json:"same"`
	Changes       []Difference  `json:"changes"`
	Paths         []PathChange  `json:"paths"`
	Findings      FindingChange `json:"findings"`
	Uncompared    []Uncompared  `json:"uncompared"`
}

// Difference is a thing that was added, removed or changed.
type Difference struct {
	Change  string   `json:"change"`
	Kind    string   `json:"kind"`
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	VPC     string   `json:"vpc"`
	Details []Detail `json:"details"`
}

// Detail is what changed about a thing: a field with its values, or a member of a list, which is added
// or removed.
type Detail struct {
	Change string `json:"change"`
	Field  string `json:"field"`
	Old    string `json:"old"`
	New    string `json:"new"`
}

// PathChange is traffic between two ends that passes in one of the snapshots only.
type PathChange struct {
	Change  string `json:"change"`
	Level   string `json:"level"`
	From    string `json:"from"`
	To      string `json:"to"`
	Traffic string `json:"traffic"`
	Before  string `json:"before"`
	After   string `json:"after"`
	Ends    string `json:"ends"`
	Text    string `json:"text"`
}

// FindingChange is which findings came and which are gone, by their keys.
type FindingChange struct {
	Appeared []FindingRef `json:"appeared"`
	Cleared  []FindingRef `json:"cleared"`
}

// FindingRef names a finding.
type FindingRef struct {
	Key      string `json:"key"`
	Severity string `json:"severity"`
	Reason   string `json:"reason"`
}

// Uncompared is a part that one of the snapshots does not hold whole, so that what is not there says
// nothing.
type Uncompared struct {
	Part string `json:"part"`
	Old  string `json:"old"`
	New  string `json:"new"`
	Text string `json:"text"`
}

// The words for what became of a thing or a path.
const (
	DiffAdded   = "added"
	DiffRemoved = "removed"
	DiffChanged = "changed"
	PathOpened  = "opened"
	PathClosed  = "closed"
	PathUnclear = "unclear"
)

// DiffOf compares two views. What it says of the later one is in the later one's scope.
func DiffOf(before, after View) Diff {
	d := differ{before: before, after: after}
	d.groups()
	d.emr()
	d.network()
	d.relays()
	d.readings()
	doc := Diff{
		SchemaVersion: SchemaVersion, Old: before.origin(), New: after.origin(), Changes: list(d.changes),
		Findings: findingChange(before, after), Uncompared: list(d.uncompared),
	}
	doc.Paths = list(d.paths())
	doc.Same = len(doc.Changes) == 0 && len(doc.Paths) == 0
	return doc
}

// differ compares two snapshots part by part.
type differ struct {
	before, after View
	changes       []Difference
	uncompared    []Uncompared
	missed        map[model.Part]int // things of which it is not known whether they came or went
}

func (d *differ) old() model.Snapshot { return d.before.snapshot() }
func (d *differ) new() model.Snapshot { return d.after.snapshot() }

// came and went report whether a thing that only one snapshot has was surely not in the other.
func (d *differ) came(p model.Part, vpc string) bool { return d.surely(d.old(), p, vpc) }
func (d *differ) went(p model.Part, vpc string) bool { return d.surely(d.new(), p, vpc) }

func (d *differ) surely(s model.Snapshot, p model.Part, vpc string) bool {
	if s.Reading(p, vpc).Whole() {
		return true
	}
	if d.missed == nil {
		d.missed = map[model.Part]int{}
	}
	d.missed[p]++
	return false
}

// readings tells which parts could not be compared whole.
func (d *differ) readings() {
	scope := d.after.Analysis.Scope().VPC
	for _, p := range slices.Concat(model.Parts(), model.NetworkParts(), model.EMRParts()) {
		old, now := d.old().Reading(p, scope), d.new().Reading(p, scope)
		if d.missed[p] == 0 && old.Whole() == now.Whole() {
			continue
		}
		u := Uncompared{Part: string(p), Old: old.State.String(), New: now.State.String()}
		u.Text = p.Name() + ": " + u.Old + " before, " + u.New + " now"
		if n := d.missed[p]; n > 0 {
			u.Text += "; of " + plural(n, "thing", "things") + " it is not known whether they came or went"
		}
		d.uncompared = append(d.uncompared, u)
	}
}

func findingChange(before, after View) FindingChange {
	return FindingChange{Appeared: only(after, before), Cleared: only(before, after)}
}

// only gives the unmet findings that a view has and another has not. What the other could not decide
// is neither new nor gone.
func only(in, notIn View) []FindingRef {
	out := []FindingRef{}
	for _, f := range in.Findings() {
		if f.State != model.Unmet {
			continue
		}
		if other, ok := notIn.Analysis.Finding(f.Key()); ok && other.State != model.Met {
			continue
		}
		out = append(out, FindingRef{f.Key(), f.Severity.String(), f.Reason})
	}
	return out
}

// studioEdges gives the judged edges of every Studio's graph.
func studioEdges(v View) map[string]emr.Edge {
	out := map[string]emr.Edge{}
	for _, p := range v.Analysis.Pairs() {
		for _, e := range v.Analysis.Graph(p.ID).Edges {
			out[p.ID+" "+e.ID] = e
		}
	}
	return out
}
