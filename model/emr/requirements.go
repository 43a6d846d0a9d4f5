package emr

import "github.com/sgscope/sgscope/model"

// Requirement is what EMR asks for, as one row. What it is asked of is a Pair; what it gives is a
// Finding per pair, or one per group that several pairs share.
type Requirement struct {
	ID       string
	Severity model.Severity // where the row's own judgement does not say otherwise
	Title    string         // the fault in a few words
	Ask      Ask
	Why      string // why EMR asks for it, in one sentence
	Source   string // where AWS says so
}

// Ask is the sort of thing that a requirement asks for.
//
//sumtype:decl
type Ask interface{ ask() }

// part names one of a pair's things.
type part uint8

const (
	partWorkspace part = iota
	partEngine
)

type (
	// Allows asks that one side of a path is open: the egress of the Workspace or the ingress of Engine.
	Allows struct {
		Guard    part // whose groups must let it through
		Port     uint16
		Internet bool // to the internet; else between the two groups
	}
	// Forbids asks that a group has no rule of a direction.
	Forbids struct {
		Of        part
		Direction model.Direction
	}
	// Tagged asks for a tag on a group.
	Tagged struct{ Of part }
	// InVPC asks that a group is in the Studio's VPC.
	InVPC struct{ Of part }
	// Exists asks that a group which the Studio names is there.
	Exists struct{ Of part }
	// Decides asks for whatever its function says.
	Decides struct {
		By func(a *Analysis, r Requirement, p Pair) []model.Finding
	}
)

func (Allows) ask()  {}
func (Forbids) ask() {}
func (Tagged) ask()  {}
func (InVPC) ask()   {}
func (Exists) ask()  {}
func (Decides) ask() {}

const (
	pageStudio    = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html"
	pageRole      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-service-role.html"
	pageUpdate    = "https://docs.aws.amazon.com/emr/latest/APIReference/API_UpdateStudio.html"
	pageGit       = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-enable-git.html"
	pageNotebooks = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-notebooks-security-groups.html"
	pageENI       = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
	pageOffer     = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-considerations.html"
	pageACL       = "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html"
)

// The ids of requirements; findings carry them in their keys, so they stay as they are.
const (
	idRoleConflict     = "role-conflict"
	idWorkspaceExists  = "workspace-exists"
	idEngineExists     = "engine-exists"
	idWorkspaceVPC     = "workspace-in-vpc"
	idEngineVPC        = "engine-in-vpc"
	idWorkspaceEgress  = "workspace-egress-18888"
	idEngineIngress    = "engine-ingress-18888"
	idWorkspaceIngress = "workspace-no-ingress"
	idGitEgress        = "workspace-egress-443"
	idWorkspaceTag     = "workspace-tag"
	idEngineTag        = "engine-tag"
	idNetworkTag       = "network-tag"
	idSurplus          = "surplus-rule"
	idAttachPath       = "attach-path"
	idGitPath          = "git-path"
	idStudioDescribed  = "studio-described"
	idDNS              = "workspace-dns"
	idOrphans          = "group-on-orphans"
	idNotOffered       = "clusters-not-offered"
	idNoRoom           = "engine-no-room"
)

// Requirements gives the table, causes before what follows from them.
func Requirements() []Requirement { //nolint:funlen // it is a table, and one
	return []Requirement{
		{
			idStudioDescribed, model.Broken, "the Studio's groups were not read",
			Decides{describedStudio},
			"Without its two group ids nothing can be said about a Studio.", "",
		},
		{
			idRoleConflict, model.Broken, "a group plays roles that exclude each other",
			Decides{roleConflict},
			"Workspace may have no way in, and Engine needs one: one group cannot be both.", pageStudio,
		},
		{
			idWorkspaceExists, model.Broken, "the Studio's Workspace group is deleted",
			Exists{partWorkspace},
			"A Studio keeps the group ids that it was made with.", pageUpdate,
		},
		{
			idEngineExists, model.Broken, "the Studio's Engine group is deleted",
			Exists{partEngine},
			"A Studio keeps the group ids that it was made with.", pageUpdate,
		},
		{
			idWorkspaceVPC, model.Broken, "the Workspace group is in another VPC",
			InVPC{partWorkspace},
			"Both groups must be in the VPC that was chosen for the Studio.", pageStudio,
		},
		{
			idEngineVPC, model.Broken, "the Engine group is in another VPC",
			InVPC{partEngine},
			"Both groups must be in the VPC that was chosen for the Studio.", pageStudio,
		},
		{
			idWorkspaceEgress, model.Broken, "Workspace cannot send to Engine on tcp 18888",
			Allows{Guard: partWorkspace, Port: portEngine},
			"A Workspace reaches the cluster's Livy and Jupyter gateway through Engine on tcp 18888.", pageStudio,
		},
		{
			idEngineIngress, model.Broken, "Engine does not let the Workspace in on tcp 18888",
			Allows{Guard: partEngine, Port: portEngine},
			"Engine joins the cluster's primary node and must let the Workspace group in on tcp 18888.", pageStudio,
		},
		{
			idWorkspaceIngress, model.Broken, "the Workspace group lets traffic in",
			Forbids{partWorkspace, model.Ingress},
			"AWS does not accept a Workspace group with inbound rules; what it does to a running Studio is not known.",
			pageStudio,
		},
		{
			idGitEgress, model.Conditional, "Workspace cannot reach Git on tcp 443",
			Allows{Guard: partWorkspace, Port: portGit, Internet: true},
			"Linking a publicly hosted Git repository needs HTTPS to the internet.", pageGit,
		},
		{
			idAttachPath, model.Broken, "the network between Workspace and Engine blocks tcp 18888",
			Decides{attachPath},
			"Network ACLs are asked too, on the way there and, because they keep no connections, on the way back.", pageACL,
		},
		{
			idGitPath, model.Conditional, "the network between Workspace and Git blocks tcp 443",
			Decides{gitPath},
			"A Workspace has no public address: it needs a route through a NAT gateway, and network ACLs that let it pass.",
			pageGit,
		},
		{
			idWorkspaceTag, model.Conditional, "the Workspace group lacks EMR's tag",
			Tagged{partWorkspace},
			"AWS's example service role may only use groups tagged " + model.TagEMR + "=true.", pageRole,
		},
		{
			idEngineTag, model.Conditional, "the Engine group lacks EMR's tag",
			Tagged{partEngine},
			"AWS's example service role may only use groups tagged " + model.TagEMR + "=true.", pageRole,
		},
		{
			idNetworkTag, model.Conditional, "EMR's tag is missing on VPC or subnets",
			Decides{networkTags},
			"AWS's example service role may only use a VPC and subnets tagged " + model.TagEMR + "=true.", pageRole,
		},
		{
			idDNS, model.Conditional, "a DNS server and the Workspace group do not let each other through",
			Decides{dnsHalves},
			"A private Git host is looked up at a DNS server of your own, and that takes a rule on both sides.", pageGit,
		},
		{
			idNoRoom, model.Conditional, "the primary node's interface has no room for Engine",
			Decides{noRoom},
			"Attaching adds Engine to the primary node's interface, which takes five groups unless the quota was raised.", pageENI,
		},
		{
			idNotOffered, model.Note, "clusters are not eligible for this Studio",
			Decides{notOffered},
			"A Studio offers only clusters of its VPC and subnets, with a gateway, one primary node and no Kerberos.", pageOffer,
		},
		{
			idOrphans, model.Note, "interfaces that are attached to nothing carry a group",
			Decides{orphans},
			"What a Workspace or a cluster leaves behind keeps the group from being deleted.", apiErrors,
		},
		{
			idSurplus, model.Wider, "a rule allows more than EMR Studio needs",
			Decides{surplusRules},
			"What a Studio does not need, somebody else can use.", pageStudio,
		},
	}
}
