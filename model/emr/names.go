package emr

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// The names that EMR Studio gives to its default groups.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html
const (
	nameEngine              = "DefaultEngineSecurityGroup"
	nameWorkspace           = "DefaultWorkspaceSecurityGroup"
	nameWorkspaceGit        = nameWorkspace + "Git"
	nameWorkspaceWithoutGit = nameWorkspace + "WithoutGit"
)

// The names that EMR Notebooks gives to its default groups, and ours for the one with Git that its
// page recommends beside them.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-notebooks-security-groups.html
const (
	nameEditor    = "ElasticMapReduceEditors-Editor"
	nameEditorGit = nameEditor + "-Git"
	nameLivy      = "ElasticMapReduceEditors-Livy"
)

// The port on which a Workspace speaks to Livy and Jupyter Enterprise Gateway through Engine, and the
// one for Git over HTTPS.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html
const (
	portEngine = 18888
	portGit    = 443
)

// nameEndpoint begins the name of the group that EMR on EKS makes for the load balancer of an endpoint.
// Source: https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/how-it-works.html
const nameEndpoint = "emr-containers-lb-"

// madeFor says, behind a semicolon, for which subnets EMR makes a group of this name; "" if it is no name
// of EMR's managed groups.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func madeFor(name string) string {
	if !defaultManaged(name) {
		return ""
	}
	name = strings.ToLower(name)
	out := "; EMR's default for public subnets"
	if strings.HasSuffix(name, "-private") || strings.HasSuffix(name, "-serviceaccess") {
		out = "; EMR's default for private subnets"
	}
	if strings.Contains(name, "-primary") || strings.Contains(name, "-core") {
		out += ", in the spelling of newer pages"
	}
	return out
}

// gitKind says what a Workspace group's name promises about Git.
type gitKind uint8

const (
	gitCustom   gitKind = iota // a name of somebody's own: it promises nothing
	gitWith                    // …Git
	gitWithout                 // …WithoutGit
	gitNotebook                // the notebooks' default group: Git belongs into a group of its own
)

// gitOf reads the promise from a name. CDK constructs put a suffix behind the default names.
func gitOf(name string) gitKind {
	switch {
	case hasPrefixFold(name, nameWorkspaceWithoutGit):
		return gitWithout
	case hasPrefixFold(name, nameWorkspaceGit):
		return gitWith
	case hasPrefixFold(name, nameEditorGit):
		return gitWith
	case hasPrefixFold(name, nameEditor):
		return gitNotebook
	}
	return gitCustom
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// roleByName gives the role that a group's name says it was made for.
// Sources: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html,
// https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func roleByName(name string) RoleKind {
	switch {
	case hasPrefixFold(name, nameEngine):
		return RoleEngine
	case hasPrefixFold(name, nameWorkspace):
		return RoleWorkspace
	case hasPrefixFold(name, nameEditor):
		return RoleEditor
	case hasPrefixFold(name, nameLivy):
		return RoleLivy
	case hasPrefixFold(name, nameEndpoint):
		return RoleEndpoint
	case name == "default":
		return RoleVPCDefault
	}
	switch strings.ToLower(name) {
	case "elasticmapreduce-master", "elasticmapreduce-master-private",
		"elasticmapreduce-primary", "elasticmapreduce-primary-private":
		return RoleManagedPrimary
	case "elasticmapreduce-slave", "elasticmapreduce-slave-private",
		"elasticmapreduce-core", "elasticmapreduce-core-private":
		return RoleManagedCore
	case "elasticmapreduce-serviceaccess":
		return RoleServiceAccess
	}
	return RoleOther
}

// The texts that AWS gives to rules and groups, read from a real account; that of the group without
// Git was found nowhere, so ours stands there.
const (
	textEngineIngress   = "Allows traffic from the default Amazon EMR Studio Workspace security group."
	textWorkspaceEngine = "Required for Amazon EMR Studio Workspace and cluster communication."
	textWorkspaceGit    = "Required for Amazon EMR Studio Workspace and Git communication."
)

// Ours for notebooks, whose texts as AWS makes them were found nowhere.
const (
	textLivyIngress = "Notebooks reach the cluster through Livy."
	textEditorLivy  = "Notebooks reach the cluster through Livy."
	textEditorGit   = "Notebooks reach Git repositories."
)

// DefaultGroup is a group as sgscope creates it.
type DefaultGroup struct {
	Name, Description string
	FromAWS           bool // whether the description is AWS's own text; else it is ours and labelled so
}

// Defaults gives the Workspace and the Engine group of a set.
func Defaults(set model.GroupSet) (workspace, engine DefaultGroup) {
	livy := DefaultGroup{nameLivy, "Lets EMR Notebooks in to the primary node of a cluster ( port 18888 )", false}
	switch set {
	case model.Notebooks:
		return DefaultGroup{nameEditor, "Lets EMR Notebooks out to clusters.", false}, livy
	case model.NotebooksGit:
		return DefaultGroup{nameEditorGit, "Lets EMR Notebooks out to clusters and Git repositories.", false}, livy
	case model.StudioGit, model.StudioWithoutGit:
	}
	engine = DefaultGroup{
		nameEngine,
		"Allows inbound traffic to clusters from attached Amazon EMR Studio Workspaces ( port 18888 )", true,
	}
	if set == model.StudioWithoutGit {
		return DefaultGroup{
			nameWorkspaceWithoutGit,
			"Allows outbound traffic from Amazon EMR Studio Workspaces to clusters.", false,
		}, engine
	}
	return DefaultGroup{
		nameWorkspaceGit,
		"Allows outbound traffic from Amazon EMR Studio Workspaces to clusters and publicly-hosted Git repos.",
		true,
	}, engine
}

// The rules that a Studio's groups must have.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html

func engineIngress(workspace string) model.Rule {
	return model.TCPRule(model.Ingress, portEngine, model.GroupPeer(workspace))
}

func workspaceToEngine(engine string) model.Rule {
	return model.TCPRule(model.Egress, portEngine, model.GroupPeer(engine))
}

func workspaceToGit() model.Rule { return model.TCPRule(model.Egress, portGit, model.AnyIPv4()) }

// documented gives the Authorize change of a rule with the text that AWS itself would give it; ours
// where the group is a notebook's.
func (a *Analysis) documented(group string, r model.Rule) model.Authorize {
	c := model.Authorize{Group: group, Rule: r}
	if a.ofNotebooks(group) {
		switch {
		case r.Direction == model.Ingress:
			c.Description = textLivyIngress
		case r.Peer.Kind == model.PeerGroup:
			c.Description = textEditorLivy
		default:
			c.Description = textEditorGit
		}
		return c
	}
	switch {
	case r.Direction == model.Ingress:
		c.Description = textEngineIngress
	case r.Peer.Kind == model.PeerGroup:
		c.Description = textWorkspaceEngine
	default:
		c.Description = textWorkspaceGit
	}
	return c
}

// ofNotebooks reports whether a group, made already or not, is one of EMR Notebooks.
func (a *Analysis) ofNotebooks(id string) bool {
	_, name := model.PendingName(id)
	if g, ok := a.snap.Group(id); ok {
		name = g.Name
	}
	kind := roleByName(name)
	return kind == RoleEditor || kind == RoleLivy
}
