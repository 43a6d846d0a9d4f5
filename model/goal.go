package model

// Goal is what somebody wants, as plain data; model/emr turns it into a Plan.
//
//sumtype:decl
type Goal interface{ goal() }

// GroupSet is one of the sets of default groups that can be created.
type GroupSet uint8

// The sets. A Studio set is a Workspace and an Engine group.
const (
	StudioGit GroupSet = iota
	StudioWithoutGit
)

// String gives the word that --create takes.
func (s GroupSet) String() string {
	if s == StudioWithoutGit {
		return "studio-without-git"
	}
	return "studio-git"
}

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

// EditRules wants changes that somebody wrote by hand.
type EditRules struct{ Changes []Change }

// Undo wants what a journal did taken back.
type Undo struct{ Journal string }

func (CreateGroups) goal() {}
func (FixFindings) goal()  {}
func (EditRules) goal()    {}
func (Undo) goal()         {}
