package tour

import "github.com/sgscope/sgscope/model"

// wrongVPC is a cluster's group from the VPC next door.
func wrongVPC() Lesson {
	const c = "arrivals-retry"
	there := func(w World) bool { return w.Group("core:"+c).ID != "" }
	elsewhere := func(w World) bool { return there(w) && w.Group("core:"+c).VPC != w.Group("primary:"+c).VPC }
	return Lesson{
		ID: "wrong-vpc", Title: "The group next door", Scenario: "wrong-vpc",
		Story: "Cobalt Transit has a VPC for production and one for tests, with groups named alike. Tonight a pipeline made " +
			"the cluster arrivals-retry, and EMR refused it: \"The security groups are not from one VPC\".",
		Idea: "A group belongs to one VPC for its life, and a cluster's groups all have to be of its subnet's VPC.",
		Ask: Question{
			Text: "What is wrong with the core group of arrivals-retry?",
			At:   Point{Page: OnFindings, Words: "page 3, the finding of arrivals-retry"},
			Choices: []Choice{
				{"It lacks a rule", Both(there, Not(elsewhere))},
				{"It is in another VPC than the cluster", elsewhere},
				{"It was deleted", Not(there)},
			},
			Reveal: func(w World) string {
				v, _ := w.Snapshot().VPC(w.Group("core:" + c).VPC)
				p, _ := w.Snapshot().VPC(w.Group("primary:" + c).VPC)
				return w.Group("core:"+c).Name + " is in the VPC " + v.Name + ", the cluster in " + p.Name +
					". A name says nothing about where a group is; the id in the pipeline does."
			},
		},
		Mode: Leave,
		Task: "Would a rule make the next try succeed? Make it; or say that no rule would: " + claimWords + ".",
		Hints: [3]string{
			"Compare the VPC of the group with that of the subnet.",
			"A group cannot move, and a cluster's groups cannot be changed. What can: the pipeline's id, before the next try.",
			"No rule helps: " + claimWords + ".",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the finding of arrivals-retry"},
		Goals: []Goal{
			Holds("The core group is in the cluster's VPC.", elsewhere),
			Holds("The Studio of the other cluster does not attach.", Verdict("arrivals", EdgeAttach, allowed)),
		},
		Learnt: []string{
			"Groups, subnets and the cluster have to be of one VPC. EMR checks that when the cluster is created.",
			"Where two VPCs have groups of one name, go by the id: page 2 shows it, and v changes the VPC that is looked at.",
		},
		Source: "https://docs.aws.amazon.com/emr/latest/ManagementGuide/VALIDATION_ERROR_SECURITY_GROUP_NOT_FROM_ONE_VPC.html",
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look at the groups first", []string{"2 3", claimKeys}, Done},
			{"open the group of the tests", []string{"+emr-core-test ingress all from 0.0.0.0/0", claimKeys}, Wrong},
			{"open the group of the cluster", []string{"+emr-core ingress tcp 0-65535 from 10.41.0.0/16", claimKeys}, Wrong},
		},
	}
}

// roleV2 is tags that EMR never put on what it made before.
func roleV2() Lesson { //nolint:funlen // a lesson is one value
	const c = "readers"
	groups := []string{"primary:" + c, "core:" + c, "service:" + c}
	rules := Not(Finds("nodes-tcp-ingress", ""))
	tags := func(w World) bool {
		for _, g := range groups {
			if !w.Tagged(g) {
				return false
			}
		}
		return true
	}
	return Lesson{
		ID: "role-v2", Title: "The new role and the old groups", Scenario: "role-v2",
		Story: "Wren Publishing replaced EMR_DefaultRole by EMR_DefaultRole_V2. Its VPC, subnets and default groups are from " +
			"2019. New clusters are refused now, and the rules of the groups are as EMR made them.",
		Idea: "The second role works only with what carries EMR's tag, and EMR never tags what it made before.",
		Ask: Question{
			Text: "What does the new role miss?",
			At:   Point{Page: OnFindings, Words: "page 3, the findings about tags"},
			Choices: []Choice{
				{"A rule among the nodes", Not(rules)},
				{"A tag on the three managed groups", Both(rules, Not(tags))},
				{"Nothing of the groups", Both(rules, tags)},
			},
			Reveal: Says("Rules are not what the role asks about.", "cluster-group-tag", "primary:"+c),
		},
		Task: "Tag the three managed groups of readers. Change no rule.",
		Hints: [3]string{
			"Page 3 has a finding for each of the groups.",
			"f on a finding plans its tag. VPC and subnets want it too; sgscope writes only groups, and shows the command for them.",
			"3, and on each finding whose remedy is a tag: f, a, tab, enter, and back to 3.",
		},
		Lines: [3]string{
			"check has a finding for each of the groups.",
			"plan has a tag for each. VPC and subnets want it too; sgscope writes only groups.",
			"",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the findings about tags"},
		Goals: []Goal{
			Holds("Not all three managed groups have the tag with the value true yet.", tags),
			Holds("A rule among the nodes is gone.", rules),
		},
		Touch: groups,
		Exact: []string{"#primary:" + c, "#core:" + c, "#service:" + c},
		Learnt: []string{
			"EMR tags the groups that it makes from now on. Older ones, and the VPC and its subnets, you tag yourself.",
			"The tag is for-use-with-amazon-emr-managed-policies, its value true, in small letters.",
		},
		Source: "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-iam-policies.html",
		Plays: []Play{
			{"by aws-cli", []string{
				"#primary:readers for-use-with-amazon-emr-managed-policies=true",
				"#core:readers for-use-with-amazon-emr-managed-policies=true",
				"#service:readers for-use-with-amazon-emr-managed-policies=true",
			}, Done},
			{"finding by finding", []string{
				"3 /", "=Master-Private", "enter f a tab enter", "esc 3 esc /", "=Slave-Private", "enter f a tab enter",
				"esc 3 esc /", "=ServiceAccess", "enter f a tab enter",
			}, Done},
			{"one of three", []string{"#primary:readers for-use-with-amazon-emr-managed-policies=true"}, NotYet},
			{"the wrong value", []string{
				"#primary:readers for-use-with-amazon-emr-managed-policies=yes",
				"#core:readers for-use-with-amazon-emr-managed-policies=True",
				"#service:readers for-use-with-amazon-emr-managed-policies=yes",
			}, NotYet},
			{"more rules", []string{"+primary:readers ingress all from 0.0.0.0/0"}, Wrong},
		},
	}
}

// sharedVPC is a network that somebody else owns.
func sharedVPC() Lesson {
	const studio = "tides"
	missing := Finds("network-tag", "")
	unclear := func(w World) bool {
		for _, f := range w.Findings() {
			if f.ID == "network-tag" && f.State == model.StateUnknown {
				return true
			}
		}
		return false
	}
	return Lesson{
		ID: "shared-vpc", Title: "A VPC that others own", Scenario: "shared-vpc",
		Story: "The network team of Juniper Bay owns VPC and subnets, and shares them with the data account. sgscope shows open " +
			"questions about tags. A colleague reads them as missing, and would begin to change things.",
		Idea: "Unknown is not missing: the tags of a shared VPC are shown to its owner only.",
		Ask: Question{
			Text: "Do the subnets carry EMR's tag?",
			At:   Point{Page: OnFindings, Words: "page 3, the findings about tags"},
			Choices: []Choice{
				{"Yes", Both(Not(missing), Not(unclear))},
				{"No", missing},
				{"That cannot be told from this account", Both(unclear, Not(missing))},
			},
			Reveal: func(World) string {
				return "The subnets belong to account 900800700600, and a tag is seen only in the account that set it. Ask there."
			},
		},
		Mode: Leave,
		Task: "Change what is wrong with the groups of the Studio; or say that nothing has to be: " + claimWords + ".",
		Hints: [3]string{
			"Whose is the Workspace group, and whose the subnet?",
			"Attaching passes groups and network. What is open is a question to the owner.",
			"Nothing has to be changed: " + claimWords + ".",
		},
		Point: Point{Page: OnStudios, Studio: studio, Edge: EdgeAttach, Words: "page 1, the arrow from Workspace to Engine"},
		Goals: []Goal{
			Attach(studio),
			Holds("The tags of the subnets were read.", unclear),
		},
		Learnt: []string{
			"In a shared VPC your groups are yours; VPC, subnets, routes, network ACLs and the default group are the owner's.",
			"What was not read is unknown, and sgscope never guesses. The owner can say in one command.",
		},
		Source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-share-subnet-working-with.html",
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look at the groups first", []string{"2 1", claimKeys}, Done},
			{"open Engine", []string{"+engine:tides ingress tcp 18888 from 10.40.0.0/16", claimKeys}, Wrong},
			{"shut Git", []string{"-workspace:tides egress tcp 443 to 0.0.0.0/0", claimKeys}, Wrong},
		},
	}
}

// orgDenial is a right plan that one may not carry out.
func orgDenial() Lesson {
	const studio = "donations"
	out, in := halves(studio)
	return Lesson{
		ID: "org-denial", Title: "The organisation says no", Scenario: "org-denial",
		Story: "Attaching fails at Willow Trust, and you are on duty. Your role may write rules, as its policy says. Somebody " +
			"mentions that the organisation has a policy too.",
		Idea: "An explicit deny of the organisation beats every allow of your role.",
		Ask: Question{
			Text: "What does the Studio donations need?",
			Choices: []Choice{
				{"A rule out of the Workspace group", Both(in, Not(out))},
				{"A rule into Engine, from the Workspace group", Both(out, Not(in))},
				{"A rule in each of the two", Both(Not(out), Not(in))},
			},
			Reveal: Says("The plan is clear. Whether you may carry it out is another question.", "engine-ingress-18888", "engine:"+studio),
		},
		Mode: Leave,
		Task: "Try to make the rule. If you cannot, leave all as it is, and say that you can change nothing: " + claimWords + ".",
		Hints: [3]string{
			"f plans the rule; d in the review asks AWS, by dry run, whether you may. Who applies it all the same is told which policy says no.",
			"No rule that you may still take away opens a path. The plan shows the aws-cli line for whoever may add one.",
			"You can change nothing here: " + claimWords + ".",
		},
		Lines: [3]string{
			"fix tries it. The answer names the policy that says no.",
			"No rule that you may still take away opens a path.",
			"",
		},
		Point: attachPoint(studio),
		Goals: []Goal{
			Holds("Somebody made the rule: Engine lets Workspaces in.", Not(in)),
			Holds("The Workspace group does not let tcp 18888 out any more.", out),
		},
		Learnt: []string{
			"A service control policy bounds what an account's roles may do at all. No policy of the role lifts its deny.",
			"sgscope asks before it sends: a refused plan changes nothing. Copy its command (y), and give it to whoever may.",
		},
		Source: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html",
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"try it first", []string{"f a tab enter", claimKeys}, Done},
			{"take the old rule away", []string{"-engine:donations ingress tcp 18888 from 10.99.0.0/16", claimKeys}, Wrong},
			{"cut the Workspace off", []string{"-workspace:donations egress tcp 18888 to sg:engine:donations", claimKeys}, Wrong},
		},
	}
}
