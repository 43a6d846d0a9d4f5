package emr

import "github.com/sgscope/sgscope/model"

// Scope narrows what is judged. The zero value is everything that the snapshot holds.
type Scope struct {
	VPC    string // only Studios, clusters and groups of this VPC
	Studio string // only this Studio, by id or name
}

// Pair is a Workspace and an Engine group that belong together: a Studio's, or, where no visible
// Studio uses the Workspace group, two that their names or rules make a pair.
type Pair struct {
	ID        string // the Studio's id, or "pair:" and the Workspace group's id
	Studio    string // "" if no visible Studio uses it
	Name      string // the Studio's name, or "no Studio" and the VPC
	VPC       string
	Workspace string // group id; "" if not known
	Engine    string // group id; "" if not known
	Subnets   []string
	Notebook  bool // Workspace is the Editor group of EMR Notebooks, Engine its Livy group
}

// StudioLine is one line of the Studios page: a pair, how it stands and why.
type StudioLine struct {
	Pair     Pair
	Verdict  model.Verdict // of Workspace → Engine
	Worst    model.Severity
	Findings int      // unmet ones that touch the pair
	Summary  string   // "attach fails: 2 reasons, 1 fix"
	Reasons  []string // one sentence each, worst first
	Unread   []string // what was not read and matters here
	Suspects []Suspect
	Eligible int      // eligible clusters, as far as that was judged
	Open     int      // clusters of which that was not decided
	Clusters int      // live clusters of the Studio's VPC
	Checked  bool     // whether eligibility was judged at all
	Inside   Inside   // what is wrong of clusters that the Studio could use
	Faulty   []string // those clusters' ids
}

// Suspect is what to look at next where the groups are fine, with the check to run.
type Suspect struct{ Text, Command string }

// Unread is a part that was not read whole, in a scope, and what follows from it.
type Unread struct {
	Part    model.Part
	Reading model.Reading
	Effect  string // what stays unknown because of it
}
