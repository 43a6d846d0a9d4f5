package emr

import "github.com/sgscope/sgscope/model"

// Analysis is everything that is said of one Snapshot in one Scope. It is made once per snapshot,
// never changes, and is safe to share.
type Analysis struct {
	snap  model.Snapshot
	scope Scope
}

// Analyse judges the snapshot.
func Analyse(s model.Snapshot, sc Scope) *Analysis { return &Analysis{snap: s, scope: sc} }

// Snapshot gives what was judged.
func (a *Analysis) Snapshot() model.Snapshot { return a.snap }

// Scope gives what it was narrowed to.
func (a *Analysis) Scope() Scope { return a.scope }

// Findings gives the unmet and unknown findings: by VPC and Studio, worst first, causes before noise.
func (a *Analysis) Findings() []model.Finding { return nil }

// Met gives the requirements that hold.
func (a *Analysis) Met() []model.Finding { return nil }

// Finding gives a finding of any state by its key.
func (a *Analysis) Finding(key string) (model.Finding, bool) { return model.Finding{}, false }

// FindingsOf gives the unmet and unknown findings whose subject or peer is the id, worst first.
func (a *Analysis) FindingsOf(id string) []model.Finding { return nil }

// Roles gives the parts that a group plays; empty for a group that is nothing of EMR's.
func (a *Analysis) Roles(group string) []Role { return nil }

// Groups gives the groups in scope in order of id.
func (a *Analysis) Groups() []model.Group { return nil }

// Lines gives a line per pair, worst first; pairs of Studios before pairs that no Studio uses.
func (a *Analysis) Lines() []StudioLine { return nil }

// Graph gives the drawing of a pair by the pair's id; the zero Graph for an unknown id.
func (a *Analysis) Graph(pair string) Graph { return Graph{} }

// Plan gives the changes that reach a goal, in order. It changes nothing.
func (a *Analysis) Plan(g model.Goal) model.Plan { return model.Plan{Goal: g} }

// Unread gives the parts that were not read whole and matter here.
func (a *Analysis) Unread() []Unread { return nil }

// Usage gives who uses a group.
func (a *Analysis) Usage(group string) Usage { return Usage{} }

// Usage is who uses a group, as far as was read.
type Usage struct {
	Studios    []model.Studio
	Clusters   []model.Cluster
	Interfaces []model.Interface
	Referrers  []model.Group // groups with a rule that names it, itself left out
	Unread     []model.Part  // parts whose reading was not whole, so that there may be more
}

// OwnerSign names the sign that somebody else owns a group (a stack, a controller, an IaC tool),
// with the tag that says so; "" if no sign was seen, which does not mean that nobody does.
func OwnerSign(g model.Group) string { return "" }

// DefaultGroup is a group as sgscope creates it.
type DefaultGroup struct {
	Name, Description string
	FromAWS           bool // whether the description is AWS's own text; else it is ours and labelled so
}

// Defaults gives the Workspace and the Engine group of a set.
func Defaults(set model.GroupSet) (workspace, engine DefaultGroup) { return }

// Effects is what changes about who can reach whom.
type Effects struct{ Opens, Closes []string } // one sentence each

// EffectsOf compares reachability around the changed groups before and after the changes.
func EffectsOf(s model.Snapshot, changes []model.Change) Effects { return Effects{} }
