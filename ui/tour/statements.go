package tour

// Statement is a fact of AWS's three pages on EMR's groups, in our words, by the number under which tests and
// lessons cite it.
type Statement struct{ ID, Text string }

// FindStatement gives a statement by its id and reports whether there is one.
func FindStatement(id string) (Statement, bool) {
	for _, s := range Statements() {
		if s.ID == id {
			return s, true
		}
	}
	return Statement{}, false
}

// Statements gives every statement: E of clusters, S of Studios, N of notebooks.
//
// Sources: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-groups.html,
// https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html,
// https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-notebooks-security-groups.html
func Statements() []Statement {
	return []Statement{
		{"E1", "A group is a firewall of instances; rules for inbound and for outbound traffic are two sets."},
		{"E2", "A cluster has groups of two classes: managed and additional ones."},
		{"E3", "Every cluster has managed groups: the defaults, or own ones given at creation."},
		{"E4", "In both EMR itself adds the rules that cluster and service need."},
		{"E5", "Additional groups are optional and hold only your rules; EMR never edits them."},
		{"E6", "What EMR adds serves internal traffic only; access from outside is yours to open."},
		{"E7", "An edit of a managed group can cut traffic that the nodes need: plan it first."},
		{"E8", "A cluster gets its groups at creation, never later."},
		{"E9", "Rules of a group can be changed at any time and act at once."},
		{"E10", "What no rule allows is rejected."},
		{"E11", "Of several rules about the same traffic the most permissive counts."},
		{"E12", "Let in only clients that you trust, on the ports that they need."},
		{"E13", "No inbound rule from 0.0.0.0/0 or ::/0."},
		{"E14", "Block public access refuses clusters whose groups are public on a port that is no exception."},
		{"E15", "Whether it is on depends on the age of the account: it is always read, never assumed."},
		{"S1", "Two groups control what passes between Workspaces and a cluster on EC2: Workspace and Engine."},
		{"S2", "Engine is reached on port 18888."},
		{"S3", "The Workspace group lets Workspaces out on 443, to link Git repositories."},
		{"S4", "The two are used in addition to the cluster's own groups."},
		{"S5", "Whoever creates a Studio with the command line creates both groups by hand."},
		{"S6", "The groups may be of one's own making, but must hold the listed rules."},
		{"S7", "The Workspace group lets nothing in."},
		{"S8", "The Engine group lets in from the Workspace group."},
		{"S9", "The defaults have fixed names and the least rules that do."},
		{"S10", "Both groups are in the VPC of the Studio."},
		{"S11", "With EMR on EKS that is the VPC of the EKS nodes."},
		{"S12", "A Studio is made with the ids of both groups, and keeps them."},
		{"S13", "Engine, inbound: tcp 18888 from the Workspace group."},
		{"S14", "Workspace, outbound: tcp 18888 to the Engine group."},
		{"S15", "Workspace, outbound: tcp 443 to the internet."},
		{"N1", "Two groups control what passes between a notebook and its cluster; the defaults allow only that."},
		{"N2", "A notebook reaches the cluster's Livy through a proxy on tcp 18888."},
		{"N3", "Groups of one's own limit which notebooks run code on which clusters."},
		{"N4", "They are used in addition to the cluster's groups; Livy joins those of the primary node."},
		{"N5", "Livy: in tcp 18888 from the Editor group, out nothing."},
		{"N6", "Editor: in nothing, out tcp 18888 to the Livy group (AWS's page names Editor itself by mistake)."},
	}
}
