package emr

// RoleKind is a part that a group plays for EMR.
type RoleKind uint8

// The roles. RoleOther is the zero value: nothing of EMR's that we know of.
const (
	RoleOther RoleKind = iota
	RoleWorkspace
	RoleEngine
	RoleManagedPrimary
	RoleManagedCore
	RoleServiceAccess
	RoleAdditional
	RoleVPCDefault
	RoleEditor
	RoleLivy
	RoleAdditionalCore
	RoleEndpoint
	RoleEKS
	RoleServerless
	RoleFromElsewhere
)

// String gives the role in words.
func (k RoleKind) String() string {
	names := [...]string{
		"other", "Workspace", "Engine", "managed primary", "managed core/task",
		"service access", "additional primary", "VPC default", "notebook Editor", "notebook Livy",
		"additional core/task", "EMR on EKS endpoint", "EKS cluster", "Serverless application", "from another VPC",
	}
	if int(k) < len(names) {
		return names[k]
	}
	return "other"
}

// RoleBasis says how sure a role is.
type RoleBasis uint8

// From what a role is told: what a Studio or cluster says, the group's name, or its rules' shape.
const (
	ByReference RoleBasis = iota
	ByName
	ByShape
)

// Role is one part that one group plays, and why we say so.
type Role struct {
	Kind    RoleKind
	Basis   RoleBasis
	Why     string // "Studio data-science (es-…), WorkspaceSecurityGroupId"
	Studio  string // id; "" if it is not a Studio that says so
	Cluster string // id; "" if it is not a cluster that says so
}
