package tour

import "github.com/sgscope/sgscope/model"

// The pages of AWS that the lessons cite.
const (
	pageGroups    = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-groups.html"
	pageManaged   = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html"
	pageStudio    = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html"
	pageNotebooks = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-notebooks-security-groups.html"
	pageTracking  = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"
)

// allowed and blocked are short for the verdicts that choices ask for.
const (
	allowed = model.Allowed
	blocked = model.Blocked
)

func basics() []Lesson {
	return []Lesson{firstRepair(), closedByDefault(), twoLists(), atOnce(), mostPermissive(), nothingWrong()}
}

// firstRepair is two halves of one path that are both shut.
func firstRepair() Lesson { //nolint:funlen // a lesson is one value
	const ds = "data-science"
	out := Not(Finds("workspace-egress-18888", "workspace:"+ds))
	in := Not(Finds("engine-ingress-18888", "engine:"+ds))
	return Lesson{
		ID: "first-repair", Title: "The Studio that stopped attaching", Scenario: "analytics",
		Story: "Somebody tidied up rules last week. Since then no Workspace of the Studio data-science attaches to a " +
			"cluster; those of ml-team do.",
		Idea: "A path is open only if the sender's group lets it out and the receiver's group lets it in.",
		Ask: Question{
			Text: "A Workspace speaks to its cluster on tcp 18888. What stops it here?",
			Choices: []Choice{
				{"Its own group lets nothing out on that port", Both(Not(out), in)},
				{"The Engine group lets nothing in on that port", Both(out, Not(in))},
				{"Both: nothing goes out, and nothing would come in", Both(Not(out), Not(in))},
				{"Neither: the network between them", Both(out, in)},
			},
			Reveal: func(w World) string {
				out := Bare(Says("Two ends, and each has a reason.", "workspace-egress-18888", "workspace:"+ds)(w))
				in := Bare(Says(out, "engine-ingress-18888", "engine:"+ds)(w))
				return in + " Under the arrow stands what comes nearest to each."
			},
		},
		Task: "Open the path from Workspace to Engine of data-science. Open nothing else.",
		Hints: [3]string{
			"The drawing on page 1 names both reasons under the arrow.",
			"f plans the repair of what the cursor is on. Read what each step does.",
			"On page 1: f, then a to apply, then tab and enter to confirm.",
		},
		Lines: [3]string{
			"check names both reasons, and with each the nearest rule.",
			"plan says what fix would do. Read what each step does.",
			"",
		},
		Point: Point{
			Page: OnStudios, Studio: ds, Edge: EdgeAttach,
			Words: "page 1, the arrow from Workspace to Engine of data-science",
		},
		Goals: []Goal{
			Gone("workspace-egress-18888", "workspace:"+ds, "The Workspace group still lets nothing out on tcp 18888 to Engine.",
				"S14"),
			Gone("engine-ingress-18888", "engine:"+ds, "The Engine group still does not let the Workspace group in on tcp 18888.",
				"S13"),
			Attach(ds, "S1"),
		},
		Touch: []string{"workspace:" + ds, "engine:" + ds},
		Exact: []string{
			"+engine:" + ds + " ingress tcp 18888 from sg:workspace:" + ds,
			"+workspace:" + ds + " egress tcp 18888 to sg:engine:" + ds,
			"?engine:" + ds + " ingress tcp 18889 from sg:workspace:" + ds,
		},
		Learnt: []string{
			"A Studio has two groups: Workspace is on the notebook's side, Engine joins the cluster's primary node.",
			"Workspace must let tcp 18888 out to Engine, and Engine must let it in from Workspace. One half is not enough.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"the plan as it is proposed", []string{"f a tab enter"}, Done},
			{"the plan with the surplus rule ticked too", []string{"esc f down down space a tab enter"}, Done},
			{"by aws-cli", []string{
				"+DefaultEngineSecurityGroup ingress tcp 18888 from sg:DefaultWorkspaceSecurityGroupGit",
				"+DefaultWorkspaceSecurityGroupGit egress tcp 18888 to sg:DefaultEngineSecurityGroup",
			}, Done},
			{"one half only", []string{"f space a tab enter"}, NotYet},
			{"open to the world", []string{
				"+DefaultEngineSecurityGroup ingress tcp 18888 from 0.0.0.0/0",
				"+DefaultWorkspaceSecurityGroupGit egress tcp 18888 to sg:DefaultEngineSecurityGroup",
			}, Wrong},
			{"the wrong group", []string{"+app-servers ingress tcp 18888 from sg:DefaultWorkspaceSecurityGroupGit"}, Wrong},
			{"all of the Workspace out to Engine", []string{
				"+DefaultEngineSecurityGroup ingress tcp 18888 from sg:DefaultWorkspaceSecurityGroupGit",
				"+DefaultWorkspaceSecurityGroupGit egress all to sg:DefaultEngineSecurityGroup",
			}, Wrong},
		},
	}
}

// closedByDefault is a group whose only rule is about somebody who is not here.
func closedByDefault() Lesson { //nolint:funlen // a lesson is one value
	const studio = "clinical-trials"
	passes := func(from string) func(World) bool {
		return func(w World) bool { return w.Reaches(from, "engine:"+studio, "tcp 18888") == allowed }
	}
	ws, others := passes("workspace:"+studio), passes("app-servers")
	return Lesson{
		ID: "closed-by-default", Title: "What no rule allows", Scenario: "engine-closed",
		Story: "Orchard Health moved its Studio into this VPC. Its Engine group still has one inbound rule, from the days " +
			"before: tcp 18888 from 10.99.0.0/16, the old network.",
		Idea: "A group is closed until a rule opens it: what no rule allows is rejected.",
		Ask: Question{
			Text: "Who of this VPC gets in to Engine on tcp 18888?",
			Choices: []Choice{
				{"Everybody: inside one VPC groups are open to each other", Both(ws, others)},
				{"The Workspaces, because the group belongs to their Studio", Both(ws, Not(others))},
				{"Nobody: no rule speaks of anybody here", Both(Not(ws), Not(others))},
			},
			Reveal: Says("A rule is needed, whoever owns the group.", "engine-ingress-18888", "engine:"+studio),
		},
		Task: "Let the Workspaces of clinical-trials in to Engine on tcp 18888, and nobody else.",
		Hints: [3]string{
			"A rule can name a group instead of addresses: whoever carries the group may come in.",
			"On page 1, f plans the rule from the Workspace group.",
			"On page 1: f, a, tab, enter. The old rule may stay or go: it lets nobody in who is here.",
		},
		Lines: [3]string{
			"",
			"group DefaultWorkspaceSecurityGroupGit shows who wants in; a rule that names it is missing on Engine.",
			"",
		},
		Point: Point{
			Page: OnStudios, Studio: studio, Edge: EdgeAttach,
			Words: "page 1, the arrow from Workspace to Engine of " + studio,
		},
		Goals: []Goal{
			{
				[]string{"S8"},
				passes("workspace:" + studio),
				"Engine does not let the Workspace group in on tcp 18888 yet.",
			},
			Shut("app-servers", "engine:"+studio, "tcp 18888", "Now app-servers gets in to Engine too. Only Workspaces should.", "E10"),
			Attach(studio),
		},
		Touch: []string{"engine:" + studio},
		Exact: []string{
			"+engine:" + studio + " ingress tcp 18888 from sg:workspace:" + studio,
			"?engine:" + studio + " ingress tcp 18888 from 10.99.0.0/16",
		},
		Learnt: []string{
			"Security groups have no rule that denies. What no rule allows does not pass.",
			"Name the Workspace group in the rule, not its addresses: the rule stays right when subnets change.",
		},
		Source: pageGroups,
		Plays: []Play{
			{"the plan as it is proposed", []string{"f a tab enter"}, Done},
			{"the rule by hand", []string{
				"2 /", "=DefaultEngine", "enter e a down", "=18888", "down", "=DefaultWorkspaceSecurityGroupGit",
				"ctrl+r r a tab enter",
			}, Done},
			{"the whole VPC", []string{"+engine:clinical-trials ingress tcp 18888 from 10.40.0.0/16"}, Wrong},
			{"open to the world", []string{"+engine:clinical-trials ingress tcp 18888 from 0.0.0.0/0"}, Wrong},
			{"the neighbour too", []string{
				"+engine:clinical-trials ingress tcp 18888 from sg:app-servers",
				"+engine:clinical-trials ingress tcp 18888 from sg:workspace:clinical-trials",
			}, Wrong},
			{"every port for Workspaces", []string{"+engine:clinical-trials ingress tcp 0-65535 from sg:workspace:clinical-trials"}, Wrong},
		},
	}
}

// twoLists is a rule in the inbound list that belongs in the outbound one.
func twoLists() Lesson {
	const cluster, sa = "policies", "service:policies"
	out := Finds("service-egress-8443-primary", sa)
	in := Finds("primary-ingress-8443", "primary:"+cluster)
	return Lesson{
		ID: "two-lists", Title: "Two lists in one group", Scenario: "wrong-direction",
		Story: "EMR's service calls the nodes of a private cluster on tcp 8443, from an interface with the service access " +
			"group. At Amberline Insurance that group has 8443 among its inbound rules.",
		Idea: "Inbound and outbound are two lists; the sender's outbound one and the receiver's inbound one decide.",
		Ask: Question{
			Text: "The service sends, the nodes receive. Which list stops it?",
			At:   Point{Page: OnGroups, Group: sa, Words: "page 2, the group emr-service-access"},
			Choices: []Choice{
				{"The inbound rules of emr-primary", Both(in, Not(out))},
				{"The outbound rules of emr-service-access", Both(out, Not(in))},
				{"None: 8443 is there, so it passes", Both(Not(out), Not(in))},
			},
			Reveal: Says("The service is the sender, so its own way out counts.", "service-egress-8443-primary", sa),
		},
		Task: "Let the service out to the primary node and to the core nodes on tcp 8443.",
		Hints: [3]string{
			"Page 3 has a finding for each of the two kinds of node.",
			"f on a finding plans its fix; do the same for the other. Or e on the group edits its rules.",
			"3, f, a, tab, enter; and the same again.",
		},
		Lines: [3]string{
			"check has a finding for each of the two kinds of node.",
			"plan says what fix would do about both.",
			"",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the two findings about emr-service-access"},
		Goals: []Goal{
			Gone("service-egress-8443-primary", sa, "Service access still cannot send to the primary node on tcp 8443.", "E1"),
			Gone("service-egress-8443-core", sa, "Service access still cannot send to the core nodes on tcp 8443.", "E1"),
		},
		Touch: []string{sa},
		Exact: []string{
			"+emr-service-access egress tcp 8443 to sg:emr-primary",
			"+emr-service-access egress tcp 8443 to sg:emr-core",
			"?emr-service-access ingress tcp 8443 from sg:emr-primary",
			"?emr-service-access ingress tcp 8443 from sg:emr-core",
		},
		Learnt: []string{
			"Every group has two sets of rules, one for what comes in and one for what goes out. They do not stand in for " +
				"each other.",
			"Ask first who opens the connection. The reply needs no rule of its own.",
		},
		Source: pageManaged,
		Plays: []Play{
			{"both findings", []string{"3 f a tab enter", "3 f a tab enter"}, Done},
			{"by aws-cli, and tidied up", []string{
				"+emr-service-access egress tcp 8443 to sg:emr-primary", "+emr-service-access egress tcp 8443 to sg:emr-core",
				"-emr-service-access ingress tcp 8443 from sg:emr-core",
			}, Done},
			{"the core nodes only", []string{"3 f a tab enter"}, NotYet},
			{"the nodes' inbound list", []string{"+emr-primary ingress tcp 8443 from 10.40.0.0/16"}, Wrong},
			{"everything open to the world", []string{"+emr-service-access ingress all from 0.0.0.0/0"}, Wrong},
		},
	}
}

// atOnce lets somebody cut a live path, see it cut, and take that back.
func atOnce() Lesson {
	const studio = "research"
	const rule = "ingress tcp 18888 from sg:workspace:" + studio
	cut := func(w World) bool { return w.With("-engine:"+studio+" "+rule).Attaches(studio) == blocked }
	return Lesson{
		ID: "at-once", Title: "It counts at once, and so does undo", Scenario: "healthy",
		Story: "All is well at Fjordlight. A new colleague asks: may one edit the rules of a group while clusters run, " +
			"or does that wait until the next cluster is made?",
		Idea: "Rules may be edited at any time and act at once, so plan a change and know how to take it back.",
		Ask: Question{
			Text: "You remove the one inbound rule of Engine. When is the path shut for new connections?",
			Choices: []Choice{
				{"At once, on every interface that carries the group", cut},
				{"When the next cluster is created", Not(cut)},
			},
			Reveal: func(World) string {
				return "A rule belongs to the group and counts on every interface that carries it, from the moment it is written. " +
					"The model shows the same: without the rule nothing passes."
			},
		},
		Mode: Revert,
		Task: "Make the mistake: remove Engine's inbound rule, and see the path shut. Then undo it, so that all is as before.",
		Hints: [3]string{
			"Page 2, Engine, e edits its rules; d removes the one under the cursor, r reviews the plan.",
			"Page 4 lists what was applied. Open the run and press u: it plans what takes it back.",
			"Remove: 2, e, d, r, a, tab, enter. Undo: esc, 4, enter, u, a, tab, enter. Or f on page 1.",
		},
		Lines: [3]string{
			"group DefaultEngineSecurityGroup shows the rule; remove takes it away.",
			"undo takes the last change back.",
			"remove DefaultEngineSecurityGroup ingress tcp 18888 from sg:DefaultWorkspaceSecurityGroupGit; then undo.",
		},
		Point: Point{
			Page: OnGroups, Group: "engine:" + studio,
			Words: "page 2, DefaultEngineSecurityGroup; then page 4 for the undo",
		},
		Goals: []Goal{
			{
				[]string{"E9"},
				func(w World) bool { return w.Attaches(studio) == allowed },
				"The path is cut, at once. Now undo it.",
			},
		},
		Learnt: []string{
			"You can add, change and remove rules of an existing group at any time; running clusters feel it at once.",
			"Everything that is applied here is in a journal. Page 4 undoes a run as a plan like any other.",
		},
		Source: pageGroups,
		Plays: []Play{
			{"removed and undone from the journal", []string{"e d r a tab enter", "esc 4 enter u a tab enter"}, Done},
			{"removed and repaired", []string{"e d r a tab enter", "esc 1 f a tab enter"}, Done},
			{"removed only", []string{"e d r a tab enter"}, NotYet},
			{"the world in its place", []string{
				"-engine:research " + rule, "+engine:research ingress tcp 18888 from 0.0.0.0/0",
			}, Wrong},
		},
	}
}

// nothingWrong is a request that would only do harm: the reply needs no rule.
func nothingWrong() Lesson { //nolint:funlen // a lesson is one value
	const studio = "research"
	closed := func(w World) bool { return w.Count("engine:"+studio, model.Egress) == 0 }
	back := func(w World) bool {
		return w.Trace("workspace:"+studio, "engine:"+studio, "tcp 18888").Return.Verdict == allowed
	}
	return Lesson{
		ID: "nothing-wrong", Title: "A group that lets nothing out", Scenario: "healthy",
		Story: "An auditor writes to Fjordlight: Engine has no outbound rule, so it cannot answer a Workspace, and the " +
			"Workspace group has no inbound rule, so no answer can come in. Please fix both.",
		Idea: "Groups remember connections: the reply to what was let in goes out without a rule.",
		Ask: Question{
			Text: "Engine has no outbound rule. Does its reply reach the Workspace?",
			Choices: []Choice{
				{"No: nothing may go out of Engine", Both(closed, Not(back))},
				{"Yes: replies need no rule", Both(closed, back)},
				{"Only because Engine does have an outbound rule", Not(closed)},
			},
			Reveal: func(World) string {
				return "A security group is stateful: it lets the reply to a connection that it allowed pass, whatever the rules " +
					"of the other direction say."
			},
		},
		Mode: Leave,
		Task: "Do what has to be done about the auditor's letter. If you think that nothing has to be, say so: " + claimWords + ".",
		Hints: [3]string{
			"Page 1: does the arrow from Workspace to Engine pass?",
			"AWS's own defaults look just like this: one rule in on Engine, none out.",
			"Nothing is wrong: L, then n.",
		},
		Lines: [3]string{
			"check says of the Studio whether attaching passes.",
			"",
			"Nothing is wrong: nothing.",
		},
		Point: Point{
			Page: OnStudios, Studio: studio, Edge: EdgeAttach,
			Words: "page 1, the arrow from Workspace to Engine of research",
		},
		Goals: []Goal{
			Attach(studio),
			Holds("The defaults have other names, or more rules than they need.", func(w World) bool {
				return w.Group("engine:"+studio).Name == "DefaultEngineSecurityGroup" &&
					w.Group("workspace:"+studio).Name == "DefaultWorkspaceSecurityGroupGit" &&
					w.Count("engine:"+studio, model.Ingress) == 1 && closed(w) &&
					w.Count("workspace:"+studio, model.Ingress) == 0 && w.Count("workspace:"+studio, model.Egress) == 2
			}, "S9"),
		},
		Learnt: []string{
			"AWS's default Engine group lets one thing in and nothing out; its Workspace group lets two things out and " +
				"nothing in. That is complete.",
			"Rules are asked about the connection's first packet; the reply is let through because it is one.",
		},
		Source: pageTracking,
		Plays: []Play{
			{"say so", []string{"L n"}, Done},
			{"look around, then say so", []string{"2 3 1 L n"}, Done},
			{"let Engine out", []string{"+engine:research egress all to 0.0.0.0/0", "L n"}, Wrong},
			{"let the reply in", []string{"+workspace:research ingress tcp 1024-65535 from sg:engine:research", "L n"}, Wrong},
			{"open Engine to the world", []string{"+engine:research ingress all from 0.0.0.0/0", "L n"}, Wrong},
		},
	}
}
