package emr

// slow is what all of them look like where a rule is missing.
func slow() []string {
	return []string{"attach time", "kernel time", "kernel start not", "kernel start fail", "18888"}
}

// studioCases are Workspaces that do not attach, or whose kernels do not start.
func studioCases() []Case {
	return []Case{
		{
			Number: 9, Kind: CaseApplication, Title: "attaching ends with an internal error",
			Messages: []string{"Error: Unable to attach to cluster … Reason: Attaching the workspace(notebook) failed. " +
				"Internal error"},
			Signs:   []string{"httpfs", "attach internal error"},
			Telling: "internal error",
			Cause:   "hadoop-httpfs does not run on the primary node. The rules are fine.",
			Fix:     "Start the service on the primary node.",
			Sources: []string{"https://repost.aws/knowledge-center/emr-notebook-connection-issues"},
			Unseen:  "No call says which services run on a node.",
		},
		{
			Number: 10, Kind: CaseGroup, Title: "a Studio is refused, or nothing attaches: the Workspace group lets traffic in",
			Signs: []string{
				"should not ingress rules notebook", "workspace security group inbound",
				"workspace security group ingress", "workspace inbound rule", "workspace ingress rule",
				"notebook inbound rule", "notebook ingress rule",
			},
			Cause:        "A Workspace group may have no inbound rule at all. How AWS words its refusal is not known for sure.",
			Fix:          "Revoke every inbound rule of the group.",
			Sources:      []string{pageStudio},
			Requirements: []string{"workspace-no-ingress"},
		},
		{
			Number: 11, Kind: CaseGroup, Title: "attaching or a kernel's start times out: 18888 leads elsewhere",
			Signs: append([]string{"18888 itself", "18888 egress wrong", "18888 outbound"}, slow()...),
			Cause: "The Workspace group lets tcp 18888 out to itself or to a group that is not the Studio's Engine, as " +
				"the page on EMR Notebooks says by mistake.",
			Fix:          "Let tcp 18888 out of the Workspace group to the Engine group.",
			Sources:      []string{pageStudio, mg("emr-managed-notebooks-security-groups")},
			Requirements: []string{"workspace-egress-18888"},
		},
		{
			Number: 12, Kind: CaseGroup, Title: "attaching or a kernel's start times out: the egress rule is on Engine",
			Signs:        append([]string{"18888 egress engine"}, slow()...),
			Cause:        "The outbound rule for tcp 18888 was made in the Engine group instead of the Workspace group.",
			Fix:          "Make it in the Workspace group, towards Engine.",
			Sources:      []string{pageStudio, ghIssue("bridgecrewio/checkov", 4993)},
			Requirements: []string{"workspace-egress-18888"},
		},
	}
}

// engineCases are those where the fault is on the side of Engine.
func engineCases() []Case {
	return []Case{
		{
			Number: 13, Kind: CaseGroup, Title: "attaching or a kernel's start times out: Engine does not let the Workspace in",
			Signs: append([]string{"18888 ingress", "18888 inbound", "engine no inbound 18888", "engine 18888"}, slow()...),
			Cause: "Engine has no inbound rule for tcp 18888, or one from a block, from another group or from one that is " +
				"deleted.",
			Fix: "Let tcp 18888 into Engine from the Workspace group.", Sources: []string{pageStudio},
			Requirements: []string{"engine-ingress-18888"},
		},
		{
			Number: 14, Kind: CaseGroup, Title: "kernels start in one Studio and not in the other",
			Signs:        []string{"one studio other kernel", "two studios engine", "second studio attach"},
			Cause:        "Both Studios share the Engine group, and it lets only one of their Workspace groups in.",
			Fix:          "Let tcp 18888 in from each Workspace group that is in use.",
			Sources:      []string{pageStudio},
			Requirements: []string{"engine-ingress-18888"},
		},
		{
			Number: 15, Kind: CaseGroup, Title: "attaching times out: a port or a protocol is mistyped",
			Signs:        []string{"18889", "18880", "1888", "udp 18888"},
			Cause:        "On one side the rule is for another port, or for UDP.",
			Fix:          "Make it tcp 18888 on both sides.",
			Sources:      []string{pageStudio},
			Requirements: []string{"workspace-egress-18888", "engine-ingress-18888"},
		},
	}
}

// offerCases are clusters that cannot be chosen, and Studios that cannot be used.
func offerCases() []Case {
	return []Case{
		{
			Number: 33, Kind: CaseApplication, Title: "a cluster is not offered for attaching",
			Signs: []string{
				"cluster not listed", "cluster not offered", "cluster not attach list", "cluster missing dropdown",
				"cluster not appear studio", "cluster not show studio",
				"no clusters available studio",
			},
			Cause: "Its release is too old, it lacks Livy or JupyterEnterpriseGateway, it uses Kerberos, has several " +
				"primary nodes, or is in another VPC or subnet than the Studio.",
			Fix:          "What to change is one reason each; most of it only at creation.",
			Sources:      []string{mg("emr-studio-considerations")},
			Requirements: []string{"clusters-not-offered"},
			Ask:          "sgscope graph: the reasons on the edge from Engine to the cluster",
		},
		{
			Number: 37, Kind: CaseGroup, Title: "attaching fails: the primary node's interface has no room for Engine",
			Messages:     []string{"SecurityGroupsPerInterfaceLimitExceeded"},
			Signs:        []string{"groups per interface limit", "too many security groups interface"},
			Cause:        "An interface has at most five groups unless the quota was raised, and Engine would be one more.",
			Fix:          "Give the next cluster fewer additional groups, or raise the quota.",
			Sources:      []string{"https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html", apiErrors},
			Requirements: []string{"engine-no-room"},
			Ask:          "sgscope graph: the reasons on the edge from Engine to the cluster",
		},
		{
			Number: 39, Kind: CaseGroup, Title: "a Studio names a group that is deleted",
			Messages:     []string{"InvalidGroup.NotFound"},
			Signs:        []string{"studio group deleted", "studio security group not exist"},
			Cause:        "The group was deleted, and a Studio's groups cannot be replaced.",
			Fix:          "Make the groups and a new Studio with them.",
			Sources:      []string{pageUpdate, apiErrors},
			Requirements: []string{"workspace-exists", "engine-exists"},
		},
	}
}

// gitCases are repositories that cannot be linked.
func gitCases() []Case {
	return []Case{
		{
			Number: 16, Kind: CaseGroup, Title: "a Git repository cannot be linked; kernels work",
			Signs: []string{"git link fail", "git link repo", "git clone time", "git repository 443", "git 443 withoutgit", "github 443", "gitlab 443", "bitbucket 443"},
			Cause: "The Workspace group lets no tcp 443 out, because it is the one without Git or the rule is gone, or " +
				"only to addresses that are not the Git host's.",
			Fix:          "Let tcp 443 out to 0.0.0.0/0 or to the Git host's blocks, or make the Studio with the group for Git.",
			Sources:      []string{pageStudio, pageGit},
			Requirements: []string{"workspace-egress-443"},
		},
		{
			Number: 17, Kind: CaseNetwork, Title: "a Git repository cannot be linked although tcp 443 is let out",
			Signs: []string{"git public subnet", "git link repo", "git nat", "git route", "github 443", "gitlab 443", "bitbucket 443"},
			Cause: "A Workspace's interface has no public address, so that an internet gateway carries nothing for it: " +
				"its subnet is public, or private without a NAT gateway.",
			Fix:     "Route the Studio's subnets to a NAT gateway.",
			Sources: []string{pageGit}, Requirements: []string{"git-path"},
		},
		{
			Number: 18, Kind: CaseGroup, Title: "a private Git host is not found by name",
			Signs: []string{"git dns", "git resolve", "git private host"},
			Cause: "The DNS server that was configured does not let the Studio in, or the Workspace group lets nothing " +
				"out on port 53.",
			Fix: "Let DNS pass on both ends; only Amazon's own resolver needs no rule.", Sources: []string{pageGit},
			Ask:          "sgscope trace workspace:es-… DNS-SERVER --protocol udp --port 53",
			Requirements: []string{"workspace-dns"},
			Unseen: "In part: which server is used is in a file in S3 that is not read. A server that one side's rules name is " +
				"found; one that neither names is not.",
		},
		{
			Number: 19, Kind: CaseTag, Title: "the credentials for a Git repository fail",
			Signs: []string{"getsecretvalue", "secretsmanager git", "git credentials secret", "git secret tag"},
			Cause: "The secret lacks EMR's tag, and the service role may read only secrets that have it.",
			Fix:   "Tag the secret " + "for-use-with-amazon-emr-managed-policies=true.", Sources: []string{pageRole},
			Unseen: "Secrets are not read, nor which of them a repository uses.",
		},
	}
}
