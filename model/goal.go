package model

// Goal is what somebody wants, as plain data; model/emr turns it into a Plan.
//
//sumtype:decl
type Goal interface{ goal() }

// GroupSet is one of the sets of default groups that can be created.
type GroupSet uint8

// The sets. A Studio set is a Workspace and an Engine group; for notebooks Editor stands for the one
// and Livy for the other.
const (
	StudioGit GroupSet = iota
	StudioWithoutGit
	Notebooks    // EMR Notebooks' Editor and Livy groups
	NotebooksGit // the same with a group that reaches Git, beside the default Editor group
)

// String gives the word that --create takes.
func (s GroupSet) String() string {
	switch s {
	case StudioGit:
		return "studio-git"
	case StudioWithoutGit:
		return "studio-without-git"
	case Notebooks:
		return "notebooks"
	case NotebooksGit:
		return "notebooks-git"
	}
	return "studio-git"
}

// GroupSets gives every set.
func GroupSets() []GroupSet { return []GroupSet{StudioGit, StudioWithoutGit, Notebooks, NotebooksGit} }

// Git reports whether the set's Workspace or Editor group reaches Git over HTTPS.
func (s GroupSet) Git() bool { return s == StudioGit || s == NotebooksGit }

// CreateGroups wants a set of groups in a VPC. Groups of those names that are there are adopted.
// Empty names and descriptions mean the defaults.
type CreateGroups struct {
	VPC                                 string
	Set                                 GroupSet
	WorkspaceName, WorkspaceDescription string
	EngineName, EngineDescription       string
}

// FixFindings wants findings gone, by key. No keys means all of severity wider or worse.
type FixFindings struct{ Keys []string }

// EditRules wants changes that somebody wrote by hand. A Revoke directly after an Authorize of the same
// group and direction is the other half of one edit: it waits for the rule that stands in its place.
type EditRules struct{ Changes []Change }

// Undo wants what a journal did taken back.
type Undo struct{ Journal string }

func (CreateGroups) goal() {}
func (FixFindings) goal()  {}
func (EditRules) goal()    {}
func (Undo) goal()         {}
