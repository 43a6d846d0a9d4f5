package emr

// openCases are groups that let in more, or less, than somebody thinks.
func openCases() []Case {
	return []Case{
		{
			Number: 20, Kind: CaseGroup, Title: "EMR refuses to create a cluster, or takes a rule away from a running one",
			Signs: []string{
				"block public access", "blockpublicaccess", "rule vanish", "rule disappear", "emr revoked rule",
				"public security group cluster creat",
			},
			Cause: "Block public access is on, and some group of a cluster in a public subnet lets the world in on a port " +
				"that is no exception. On a running cluster EMR revokes the rule, or posts an AWS Health event.",
			Fix:          "Narrow the rule to the addresses that need it. An exception is the last resort.",
			Sources:      []string{mg("emr-block-public-access")},
			Requirements: []string{"cluster-open-to-world", "cluster-create-again"},
		},
		{
			Number: 23, Kind: CaseGroup, Title: "ssh to the primary node times out",
			Signs: []string{"ssh time", "ssh 22 connect", "ssh master", "ssh primary"},
			Cause: "Since December 2020 EMR no longer opens ssh by itself.",
			Fix:   "Let tcp 22 into the primary node from your own address, in its managed group or in an additional one.",
			Sources: []string{
				mg("emr-man-sec-groups"), mg("emr-connect-ssh-prereqs"),
				ghIssue("amazon-archives/aws-training-demo", 4),
				ghIssue("aws-samples/analysing-realtime-streaming-data-using-msk-emr", 2),
			},
			Requirements: []string{"primary-ssh-closed"},
			Ask:          "sgscope check --all; sgscope trace YOUR-ADDRESS cluster:j-… --protocol tcp --port 22",
		},
		{
			Number: 24, Kind: CaseGroup, Title: "ssh to the primary node is open to the world",
			Signs: []string{"ssh open world", "22 world master", "22 everywhere"},
			Cause: "Until December 2020 EMR itself opened tcp 22 to 0.0.0.0/0. The rule is still there, and block public " +
				"access lets it be: 22 is its one exception by default.",
			Fix:          "Take the rule away, or narrow it to your own addresses.",
			Sources:      []string{mg("emr-man-sec-groups"), mg("emr-block-public-access")},
			Requirements: []string{"primary-ssh-from-world"},
		},
	}
}

// looseCases are groups that let more through than was meant.
func looseCases() []Case {
	return []Case{
		{
			Number: 25, Kind: CaseGroup, Title: "a rule was meant for one port, and every port is open",
			Signs: []string{"protocol 1 all ports open", "rule open all ports"},
			Cause: "Protocol -1 in a template means every protocol, and EC2 looks at no port then.",
			Fix:   "Say tcp in the template.", Sources: []string{ghIssue(tfModule, 10)},
			Requirements: []string{
				"primary-ssh-from-world", "cluster-open-to-world", "engine-open-to-world",
				"engine-extra-ingress",
			},
		},
		{
			Number: 26, Kind: CaseGroup, Title: "attaching works, and Engine is open to everybody",
			Signs:        []string{"engine open world", "engine open 0", "engine 0 inbound all"},
			Cause:        "Somebody let everything in while looking for a fault, and left it so.",
			Fix:          "Take the rule away; tcp 18888 from the Workspace group is all that Engine needs.",
			Sources:      []string{pageStudio},
			Requirements: []string{"engine-open-to-world"},
		},
		{
			Number: 27, Kind: CaseGroup, Title: "a Workspace without Git reaches the internet",
			Signs:        []string{"withoutgit internet", "without git internet"},
			Cause:        "The automatic allow-all egress was left in the group.",
			Fix:          "Take it away, once tcp 18888 to Engine is there.",
			Sources:      []string{pageStudio},
			Requirements: []string{"workspace-open-egress"},
		},
		{
			Number: 34, Kind: CaseGroup, Title: "a Serverless application is refused: its group is open to the world",
			Signs: []string{"serverless security group public", "serverless application 0 security"},
			Cause: "EMR Serverless does not create, update or start an application with a group that opens ports to " +
				"0.0.0.0/0 or ::/0.",
			Fix:          "Narrow the rule; an application needs no inbound rule at all.",
			Sources:      []string{"https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/vpc-access.html"},
			Requirements: []string{"serverless-open-to-world"},
		},
		{
			Number: 44, Kind: CaseGroup, Title: "two clusters reach each other",
			Signs:        []string{"clusters reach each other", "two clusters isolat"},
			Cause:        "They share EMR's default groups, whose rules let their own members in.",
			Fix:          "Give each cluster custom managed groups when it is created.",
			Sources:      []string{mg("emr-man-sec-groups")},
			Requirements: []string{"clusters-share-groups"},
			Ask:          "sgscope matrix; sgscope trace cluster:j-… cluster:j-…",
		},
	}
}

// leftoverCases are groups that cannot be deleted, or stay behind.
func leftoverCases() []Case {
	return []Case{
		{
			Number: 29, Kind: CaseGroup, Title: "a managed group cannot be deleted",
			Messages: []string{"DependencyViolation"},
			Signs:    []string{"delete security group dependent"},
			Cause:    "The rules of the primary's and the core's group name each other.",
			Fix:      "Revoke in both what names the other, then delete them.",
			Sources:  []string{ghIssue(tfProvider, 1454), ghPull(tfProvider, 2074)},
			Unseen: "It shows only when a group is deleted, and sgscope deletes none; the list of a group's referrers " +
				"says what stands in the way.",
		},
		{
			Number: 30, Kind: CaseGroup, Title: "a Studio's group cannot be deleted",
			Messages: []string{"DependencyViolation"},
			Signs: []string{
				"dependencyviolation studio", "dependencyviolation workspace", "dependencyviolation engine",
				"dependencyviolation defaultengine", "dependencyviolation defaultworkspace", "dependencyviolation eni",
				"dependencyviolation interface",
			},
			Cause:        "Network interfaces of Workspaces that are gone still carry it; their status is available.",
			Fix:          "Delete those interfaces first.",
			Sources:      []string{apiErrors},
			Requirements: []string{"group-on-orphans"},
		},
		{
			Number: 31, Kind: CaseGroup, Title: "groups stay when the cluster is gone",
			Signs:        []string{"groups remain cluster", "groups left terminat", "groups not deleted cluster"},
			Cause:        "EMR never deletes its default groups.",
			Fix:          "Delete them by hand if no cluster of the VPC is to use them.",
			Sources:      []string{ghIssue(tfProvider, 27747)},
			Requirements: []string{"default-groups-left"},
		},
	}
}
