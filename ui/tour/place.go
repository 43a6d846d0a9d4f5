package tour

import "github.com/sgscope/sgscope/model"

func place() []Lesson {
	return []Lesson{gitBlocked(), withoutGit(), publicSubnet(), untagged(), roleV2(), wrongVPC(), sharedVPC(), deletedGroup(), onEKS()}
}

// gitBlocked is the second thing that a Workspace needs.
func gitBlocked() Lesson {
	const studio = "player-insights"
	attach, git := Verdict(studio, EdgeAttach, allowed), Verdict(studio, EdgeGit, allowed)
	return Lesson{
		ID: "git-blocked", Title: "Kernels run, Git does not", Scenario: "git-blocked",
		Story: "A security review at Quarry Games took every rule with 0.0.0.0/0 away. Since then nobody can link a Git " +
			"repository to a Workspace.",
		Idea: "A Workspace speaks to two places: to Engine on 18888, and to Git on 443.",
		Ask: Question{
			Text: "What still works in player-insights?",
			Choices: []Choice{
				{"Attaching and Git", Both(attach, git)},
				{"Attaching only", Both(attach, Not(git))},
				{"Git only", Both(git, Not(attach))},
				{"Neither", Both(Not(attach), Not(git))},
			},
			Reveal: Says("The two ways are apart.", "workspace-egress-443", "workspace:"+studio),
		},
		Task: "Bring Git back: let the Workspace group out on tcp 443, and on nothing else.",
		Hints: [3]string{
			"The review was right about inbound rules. This one is outbound.",
			"Public Git is on the internet: the destination is 0.0.0.0/0, the port 443 alone.",
			"On page 3: f, then a, then tab and enter to confirm.",
		},
		Point: Point{
			Page: OnStudios, Studio: studio, Edge: EdgeGit, Words: "page 1, the arrow from Workspace to the internet",
		},
		Goals: []Goal{
			Holds("The Workspace group does not let tcp 443 out to the internet yet.", git, "S3", "S15"),
			Attach(studio),
		},
		Touch: []string{"workspace:" + studio},
		Exact: []string{
			"+workspace:" + studio + " egress tcp 443 to 0.0.0.0/0",
		},
		Traps: []Trap{
			{
				func(_, now World) bool {
					return now.Reaches("workspace:"+now.Studio(studio).ID, "internet", "tcp 22") == allowed
				},
				"Now Workspaces reach the internet on more than tcp 443. Git over HTTPS needs that one port.",
			},
		},
		Learnt: []string{
			"The Workspace group lets Workspaces out on 443 so that they can link publicly hosted Git repositories.",
			"0.0.0.0/0 in an outbound rule says where one may go, not who may come. AWS's page has it; older copies lost the cell.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"the plan", []string{"3 f a tab enter"}, Done},
			{"by aws-cli", []string{"+workspace:player-insights egress tcp 443 to 0.0.0.0/0"}, Done},
			{"everything out", []string{"+workspace:player-insights egress all to 0.0.0.0/0"}, Wrong},
			{"inbound instead", []string{"+workspace:player-insights ingress tcp 443 from 0.0.0.0/0"}, Wrong},
			{"on Engine", []string{"+engine:player-insights egress tcp 443 to 0.0.0.0/0"}, Wrong},
			{"to the wrong place", []string{"+workspace:player-insights egress tcp 443 to 10.40.0.0/16"}, NotYet},
		},
	}
}

// withoutGit is a rule that nobody made.
func withoutGit() Lesson {
	const studio = "member-data"
	web := func(w World) bool {
		return w.Reaches("workspace:"+w.Studio(studio).ID, "internet", "tcp 443") == allowed
	}
	return Lesson{
		ID: "without-git", Title: "Without Git, with the internet", Scenario: "leaky-without-git",
		Story: "Halden Pensions chose the Workspace group without Git, so that member data cannot leave by a notebook. " +
			"Attaching works, and an auditor asks for proof that the internet is shut.",
		Idea: "EC2 gives every new group a rule that lets everything out; who wants less has to take it away.",
		Ask: Question{
			Text: "Can a Workspace of member-data reach the internet?",
			Choices: []Choice{
				{"No: the group is the one without Git", Not(web)},
				{"Yes, on any port", web},
			},
			Reveal: Says("A name is no rule.", "workspace-open-egress", "workspace:"+studio),
		},
		Task: "Shut the internet, and keep attaching.",
		Hints: [3]string{
			"Two outbound rules: one is needed, one is EC2's own.",
			"The rule for tcp 18888 to Engine stays.",
			"On page 3: f, space ticks the revocation, a, then tab and enter to confirm.",
		},
		Point: Point{Page: OnGroups, Group: "workspace:" + studio, Words: "page 2, DefaultWorkspaceSecurityGroupWithoutGit"},
		Goals: []Goal{
			Holds("A Workspace still reaches the internet.", Not(web), "S9"),
			Attach(studio),
		},
		Touch: []string{"workspace:" + studio},
		Exact: []string{"-workspace:" + studio + " egress all to 0.0.0.0/0"},
		Learnt: []string{
			"AWS's own groups have the least rules that do: without Git that is tcp 18888 to Engine, and nothing else.",
			"A group that you make starts with allow-all egress. Take it away as the last step, when the rest stands.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"by aws-cli", []string{"-workspace:member-data egress all to 0.0.0.0/0"}, Done},
			{"the plan", []string{"3 f space a tab enter"}, Done},
			{"the wrong rule", []string{"-workspace:member-data egress tcp 18888 to sg:engine:member-data"}, Wrong},
			{"another group's rule", []string{"-bastion egress all to 0.0.0.0/0"}, Wrong},
			{"Engine open instead", []string{"+engine:member-data ingress all from 0.0.0.0/0"}, Wrong},
		},
	}
}

// publicSubnet is a way out that is none.
func publicSubnet() Lesson {
	const studio = "students"
	rule := func(w World) bool {
		return w.Reaches("workspace:"+w.Studio(studio).ID, "internet", "tcp 443") == allowed
	}
	route := Not(Finds("git-path", studio))
	return Lesson{
		ID: "public-subnet", Title: "A public subnet is no way out", Scenario: "public-subnet",
		Story: "Linden Academy has one public subnet and no NAT gateway. Kernels run. Git never answers, though the rule for " +
			"tcp 443 is there.",
		Idea: "A Workspace has no public address, so an internet gateway is no way out for it: it needs a NAT gateway.",
		Ask: Question{
			Text: "What keeps the Workspace from Git?",
			Choices: []Choice{
				{"Its group lets nothing out on 443", Both(route, Not(rule))},
				{"The network: the route leads nowhere for it", Both(rule, Not(route))},
				{"Both", Both(Not(rule), Not(route))},
			},
			Reveal: Says("The group says yes.", "git-path", studio),
		},
		Mode: Leave,
		Task: "Which rule would help? Change it; or say that no group has to be changed: " + claimWords + ".",
		Hints: [3]string{
			"Select the arrow to the internet on page 1, and read which step says no.",
			"A NAT gateway in the public subnet, and the Studio in a private one: no security group can do that.",
			"The groups are right: " + claimWords + ".",
		},
		Lines: [3]string{
			"check says on which step the way to the internet ends.",
			"",
			"",
		},
		Point: Point{
			Page: OnStudios, Studio: studio, Edge: EdgeGit, Words: "page 1, the arrow from Workspace to the internet",
		},
		Goals: []Goal{
			Attach(studio),
			Holds("The Workspace group does not let tcp 443 out.", rule, "S15"),
		},
		Learnt: []string{
			"Groups say who may talk; routes say whether there is a way. Git needs both.",
			"Workspaces that use Git belong in private subnets with a route to a NAT gateway.",
		},
		Source: pageGit,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"see the finding first", []string{"3", claimKeys}, Done},
			{"everything out", []string{"+workspace:students egress all to 0.0.0.0/0", claimKeys}, Wrong},
			{"the internet in", []string{"+workspace:students ingress tcp 443 from 0.0.0.0/0", claimKeys}, Wrong},
		},
	}
}

// untagged is what no rule shows.
func untagged() Lesson {
	const studio = "risk-models"
	rules := Verdict(studio, EdgeAttach, allowed)
	tags := func(w World) bool { return w.Tagged("workspace:"+studio) && w.Tagged("engine:"+studio) }
	return Lesson{
		ID: "untagged", Title: "Good rules, no tag", Scenario: "untagged",
		Story: "Marigold Bank made its own pair with exactly the documented rules. Attaching fails: \"Service Role does not " +
			"have the required permissions … not authorized to perform: ec2:CreateNetworkInterface\".",
		Idea: "AWS's example role for Studios may use only what carries for-use-with-amazon-emr-managed-policies=true.",
		Ask: Question{
			Text: "What do the two groups lack?",
			Choices: []Choice{
				{"A rule", Both(Not(rules), tags)},
				{"A tag", Both(rules, Not(tags))},
				{"Both", Both(Not(rules), Not(tags))},
			},
			Reveal: Says("The rules are complete.", "workspace-tag", "workspace:"+studio),
		},
		Task: "Make the two groups usable for the role. No rule has to change.",
		Hints: [3]string{
			"The message names a group as the resource, and the role as who may not.",
			"f on page 1 plans two tags.",
			"On page 1: f, then a, then tab and enter to confirm.",
		},
		Lines: [3]string{
			"",
			"plan has two tags.",
			"",
		},
		Point: Point{Page: OnStudios, Studio: studio, Words: "page 1, risk-models"},
		Goals: []Goal{
			Holds("studio-workspace and studio-engine do not both have the tag with the value true.", tags),
			Attach(studio, "S6"),
		},
		Touch: []string{"workspace:" + studio, "engine:" + studio},
		Exact: []string{"#workspace:" + studio, "#engine:" + studio},
		Learnt: []string{
			"Groups of your own need the tag, and so do the VPC and its subnets. EMR tags what it makes by itself.",
			"The value is true, in small letters. Which tags a role asks for is in the role, so the finding is worse where that was read.",
		},
		Source: pageRole,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"by aws-cli", []string{
				"#workspace:risk-models for-use-with-amazon-emr-managed-policies=true",
				"#engine:risk-models for-use-with-amazon-emr-managed-policies=true",
			}, Done},
			{"one of two", []string{"#workspace:risk-models for-use-with-amazon-emr-managed-policies=true"}, NotYet},
			{"the wrong value", []string{
				"#workspace:risk-models for-use-with-amazon-emr-managed-policies=True",
				"#engine:risk-models for-use-with-amazon-emr-managed-policies=yes",
			}, NotYet},
			{"more rules", []string{"+engine:risk-models ingress all from 0.0.0.0/0"}, Wrong},
		},
	}
}

// deletedGroup is what no rule can mend.
func deletedGroup() Lesson {
	const studio = "baskets"
	gone := func(w World) bool {
		st := w.Studio(studio)
		return st.Engine != "" && w.Snapshot().GroupPresence(st.Engine) == model.Gone
	}
	return Lesson{
		ID: "deleted-group", Title: "The Studio remembers", Scenario: "deleted-group",
		Story: "Someone at Copperleaf Retail deleted groups that no interface used. baskets' Engine was one of them: it is on an " +
			"interface only while a Workspace is attached. Now somebody wants to make a new Engine.",
		Idea: "A Studio is created with the ids of its two groups and keeps them; no call gives it others.",
		Ask: Question{
			Text: "If a new group with the old name were made, would baskets use it?",
			Choices: []Choice{
				{"Yes: it looks the group up by name", Not(gone)},
				{"No: it knows an id, and that id is gone", gone},
			},
			Reveal: Says("Names are for people.", "engine-exists", ""),
		},
		Mode: Leave,
		Task: "Is there a rule or a group whose change makes this Studio attach? Change it; or say that there is none: " +
			claimWords + ".",
		Hints: [3]string{
			"Read what page 3 advises.",
			"UpdateStudio takes a name, subnets, a location. It takes no group.",
			"Only a new Studio with new ids helps: " + claimWords + ".",
		},
		Lines: [3]string{
			"Read what check says of baskets.",
			"",
			"",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the finding of baskets"},
		Goals: []Goal{
			Holds("The Studio names an Engine group that is there.", gone, "S12"),
			Holds("The Workspace group is gone too.", func(w World) bool { return w.Group("workspace:"+studio).ID != "" }),
		},
		Learnt: []string{
			"Note both ids when you make the groups: a Studio is made with ids, and they are for its life.",
			"An Engine on no interface is normal. Never delete a group because nothing carries it.",
		},
		Source: pageUpdate,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look at the Studio first", []string{"1 3", claimKeys}, Done},
			{"a rule for the Workspace group", []string{"+workspace:baskets egress all to 0.0.0.0/0", claimKeys}, Wrong},
			{"a rule for the cluster", []string{"+primary:baskets ingress tcp 18888 from sg:workspace:baskets", claimKeys}, Wrong},
		},
	}
}

// onEKS is the other sort of compute.
func onEKS() Lesson {
	const studio = "telemetry"
	ec2 := func(w World) bool {
		for range w.Snapshot().Clusters() {
			return true
		}
		return false
	}
	nodes := func(w World) string {
		for k := range w.Snapshot().VirtualClusters() {
			return k.VPC
		}
		return ""
	}
	here := func(w World) bool { return nodes(w) != "" && nodes(w) == w.Studio(studio).VPC }
	return Lesson{
		ID: "on-eks", Title: "Where EMR on EKS lives", Scenario: "eks",
		Story: "Calico Motors runs Spark on EKS and has no cluster on EC2. Before it makes a second Studio for it, somebody asks " +
			"which VPC that Studio has to be in.",
		Idea: "With EMR on EKS a Studio and its groups belong in the VPC of the EKS nodes.",
		Ask: Question{
			Text: "Where are the EKS nodes, and the Studio that works today?",
			Choices: []Choice{
				{"In two VPCs, peered", Not(here)},
				{"In one VPC, and there is a cluster on EC2 as well", Both(here, ec2)},
				{"In one VPC, with nothing of EMR on EC2", Both(here, Not(ec2))},
			},
			Reveal: func(w World) string {
				v, _ := w.Snapshot().VPC(nodes(w))
				return "The nodes of the EKS cluster are in the VPC " + v.Name + ", and so is the Studio telemetry."
			},
		},
		Mode: Leave,
		Task: "Look at the groups of the nodes. Does a rule of the Studio's pair have to change for kernels on EKS? Change it; " +
			"or say no: " + claimWords + ".",
		Hints: [3]string{
			"Engine joins primary nodes. There is none here.",
			"The managed endpoint brings groups of its own, and EMR makes them.",
			"Nothing has to be changed: " + claimWords + ".",
		},
		Point: Point{Page: OnGroups, Group: "eks-cluster-sg-motors-1938475610", Words: "page 2, the group of the EKS nodes"},
		Goals: []Goal{
			Holds("The Studio is not in the VPC of the EKS nodes.", here, "S11"),
		},
		Learnt: []string{
			"For EMR on EKS choose the VPC of the EKS worker nodes, for the Studio and for its groups.",
			"Engine guards clusters on EC2. On EKS the groups of the managed endpoint and of the nodes are the guards.",
		},
		Source: pageEKS,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look around first", []string{"1 2", claimKeys}, Done},
			{"open the nodes", []string{"+eks-cluster-sg-motors-1938475610 ingress all from 0.0.0.0/0", claimKeys}, Wrong},
			{"open Engine", []string{"+engine:telemetry ingress tcp 18888 from 0.0.0.0/0", claimKeys}, Wrong},
		},
	}
}
