package emr

// roleCases are roles that lack a permission, and tags that their policies ask for.
func roleCases() []Case {
	return []Case{
		{
			Number: 6, Kind: CaseTag, Title: "a cluster is refused: the service role may not make groups",
			Messages: []string{
				"Service role … has insufficient EC2 permissions",
				"You are not authorized to perform: ec2:CreateSecurityGroup",
			},
			Signs: []string{"insufficient ec2 permissions", "createsecuritygroup authorized"},
			Cause: "EMR has to make its groups and the VPC, or the subnet, lacks EMR's tag, which the role's policy asks " +
				"for; or the role may pass only EMR_EC2_DefaultRole.",
			Fix:     "Tag VPC, subnets and custom groups, or widen the role.",
			Sources: []string{mg("emr-managed-iam-policies"), ghIssue(tfModule, 3)},
			Unseen: "Which groups EMR would have to make is not told; missing tags are found where a Studio or a cluster uses " +
				"what lacks them.",
		},
		{
			Number: 7, Kind: CaseTag, Title: "attaching fails: the Studio's service role may not make the interface",
			Messages: []string{"Cluster failed to attach to the Workspace. Reason: Attaching the workspace(notebook) " +
				"failed. Service Role does not have the required permissions. … ElasticMapReduceEditorsSession is not authorized to " +
				"perform: ec2:CreateNetworkInterface on resource: … security-group/…"},
			Signs: []string{
				"elasticmapreduceeditorssession createnetworkinterface security group",
				"attach service role permissions",
			},
			Cause: "A group of the Studio, or the subnet, lacks EMR's tag, and the role may use only what has it.",
			Fix:   "Tag it for-use-with-amazon-emr-managed-policies=true.", Sources: []string{pageRole, ghIssue(tfModule, 25)},
			Requirements: []string{"workspace-tag", "engine-tag", "network-tag"},
			Unseen:       "In part: a missing tag is found; whether the role asks for it only where its policies may be read.",
		},
		{
			Number: 8, Kind: CaseIAM, Title: "a Workspace does not start from Idle",
			Messages: []string{"Client.UnauthorizedOperation"},
			Signs:    []string{"unauthorizedoperation createnetworkinterface", "workspace idle start"},
			Cause: "The service role's policy asks for tags of the resource where the call makes it, and only tags of the " +
				"request exist.",
			Fix:     "Ask for aws:RequestTag in what concerns creation, as AWS's example policy does.",
			Sources: []string{pageRole, ghIssue(tfModule, 4), ghPull(tfModule, 5)},
			Unseen:  "What a role may do is not read.",
		},
	}
}

// moreRoleCases are the others of the kind.
func moreRoleCases() []Case {
	return []Case{
		{
			Number: 38, Kind: CaseTag, Title: "the move to EMR_DefaultRole_V2 breaks an old VPC",
			Signs: []string{
				"emr defaultrole v2", "emrservicepolicy v2", "defaultrole v2", "amazonemrservicepolicy",
				"role v2 tag",
			},
			Cause:        "Default groups that EMR made before those policies have no tag, and EMR does not tag them afterwards.",
			Fix:          "Tag VPC, subnets and groups by hand.",
			Sources:      []string{mg("emr-managed-iam-policies")},
			Requirements: []string{"cluster-group-tag"},
			Unseen: "In part: a cluster's groups and subnet are asked for the tag where its service role was read and asks for " +
				"it, or has the name of EMR's own role of the second version; of other roles nothing is known.",
		},
		{
			Number: 43, Kind: CaseIAM, Title: "a Studio is refused: its service role cannot be used",
			Messages: []string{
				"Service role does not have permission to access …",
				"entity does not have permissions to assume role",
			},
			Signs: []string{"createstudio role", "studio assume role"},
			Cause: "The role lacks a permission or a trust, or was made a moment ago and IAM does not know it everywhere " +
				"yet.",
			Fix:     "Try again after a minute, then look at policy and trust of the role.",
			Sources: []string{pageRole, "https://github.com/" + tfProvider},
			Unseen:  "What a role may do is not read.",
		},
		{
			Number: 48, Kind: CaseIAM, Title: "a Workspace says 403",
			Messages: []string{"403: Forbidden"},
			Signs:    []string{"workspace 403", "studio root user"},
			Cause:    "The account's root user opened it.",
			Fix:      "Sign in as a user or with a role.", Sources: []string{mg("emr-studio-considerations")},
			Unseen: "Who opens a Workspace is not read.",
		},
	}
}

// otherCases are nothing of the groups.
func otherCases() []Case {
	return []Case{
		{
			Number: 32, Kind: CaseNetwork, Title: "a public cluster is refused: its VPC has no route to an internet gateway",
			Messages: []string{
				"Cannot find route to InternetGateway in main RouteTable … for vpc …",
			},
			Signs: []string{"route internetgateway", "route internet gateway vpc cluster", "subnet configuration invalid route"},
			Cause: "EMR looks for a route to an internet gateway, and the table has none. A NAT gateway does not do for a " +
				"public cluster.",
			Fix:          "Add the route, or create the cluster in a private subnet with what that needs.",
			Sources:      []string{mg("emr-troubleshoot-error-vpc"), mg("emr-clusters-in-a-vpc")},
			Requirements: []string{"cluster-internet-route"},
			Ask:          "sgscope trace cluster:j-… internet --protocol tcp --port 443",
		},
		{
			Number: 42, Kind: CaseApplication, Title: "Create Studio says Network Failure",
			Messages: []string{"Network Failure"},
			Signs:    []string{"create studio network failure", "studio browser extension"},
			Cause:    "A browser extension that proxies requests stands in between.",
			Fix:      "Switch it off, or use another browser.", Sources: []string{"https://repost.aws/"},
			Unseen: "It happens in the browser.",
		},
		{
			Number: 46, Kind: CaseApplication, Title: "a Workspace opens blank",
			Signs:   []string{"workspace blank", "workspace empty page", "6 2 security configuration workspace"},
			Cause:   "EMR 6.2.0 with a security configuration.",
			Fix:     "Use another release.",
			Sources: []string{mg("emr-studio-considerations")},
			Unseen:  "No call says what a Workspace shows.",
		},
		{
			Number: 47, Kind: CaseApplication, Title: "choosing a kernel gives an error",
			Signs:   []string{"select kernel error", "choos kernel error", "pick kernel error", "kernel not attached"},
			Cause:   "The Workspace is attached to no cluster.",
			Fix:     "Attach it; the error itself can be ignored.",
			Sources: []string{mg("emr-studio-considerations")},
			Unseen:  "Workspaces have no public API; what is attached is told only from interfaces.",
		},
	}
}

// eksCases are Studios on EMR on EKS.
func eksCases() []Case {
	return []Case{
		{
			Number: 40, Kind: CaseGroup, Title: "no kernels on EMR on EKS; the load balancer's targets are unhealthy",
			Signs: []string{"eks kernels", "eks targets unhealthy", "targets unhealthy endpoint", "managed endpoint unhealthy"},
			Cause: "The nodes' group does not let the endpoint's load balancer in, or the load balancer's group does not " +
				"let it out.",
			Fix: "Let the load balancer's group into the nodes' group, and out to it.",
			Sources: []string{
				ghIssue("aws-ia/terraform-aws-eks-blueprints", 925), ghPull("awslabs/data-on-eks", 261),
				ghIssue("terraform-aws-modules/terraform-aws-eks", 1778),
			},
			Requirements: []string{"eks-nodes-ingress", "eks-endpoint-egress"},
			Ask:          "sgscope trace sg-LOAD-BALANCER sg-NODES --protocol tcp --port PORT",
		},
		{
			Number: 41, Kind: CaseNetwork, Title: "an EMR on EKS endpoint is not listed in the Studio",
			Signs:        []string{"eks endpoint listed", "eks endpoint studio", "managed endpoint not"},
			Cause:        "Studio and endpoint share no private subnet, or the endpoint is not ACTIVE.",
			Fix:          "Add a private subnet of the endpoint to the Studio; wait until it is ACTIVE.",
			Sources:      []string{"https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/how-it-works.html"},
			Requirements: []string{"eks-endpoint-not-listed"},
		},
		{
			Number: 49, Kind: CaseApplication, Title: "kernels on EMR on EKS time out at their start",
			Signs:   []string{"eks kernel timeout", "eks kernel time", "eks kernel start fail"},
			Cause:   "A known issue of EMR Studio; the rules may be fine.",
			Fix:     "Restart the kernel.",
			Sources: []string{mg("emr-studio-considerations")},
			Unseen:  "No call says how kernels fare.",
		},
	}
}
