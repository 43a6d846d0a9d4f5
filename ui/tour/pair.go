package tour

import "github.com/sgscope/sgscope/model"

func pair() []Lesson {
	return []Lesson{portTypo(), ownMirror(), ruleOnEngine(), noWayIn(), twoWorkspaces(), joinsLate(), makeAPair()}
}

// halves gives tests of the two ends of a Studio's path: that the Workspace may send, that Engine lets it in.
func halves(studio string) (out, in func(World) bool) {
	return Not(Finds("workspace-egress-18888", "workspace:"+studio)), Not(Finds("engine-ingress-18888", "engine:"+studio))
}

// attachPoint is the arrow that most lessons of Studios are about.
func attachPoint(studio string) Point {
	return Point{
		Page: OnStudios, Studio: studio, Edge: EdgeAttach,
		Words: "page 1, the arrow from Workspace to Engine of " + studio,
	}
}

// portTypo is two rules that look right: one has the wrong protocol, one the wrong port.
func portTypo() Lesson { //nolint:funlen // a lesson is one value
	const studio = "forecasting"
	out, in := halves(studio)
	return Lesson{
		ID: "port-typo", Title: "Two small typing errors", Scenario: "port-typo",
		Story: "Polar Grocers wrote its two Studio groups on a Friday evening. studio-workspace lets udp 18888 out to " +
			"studio-engine; studio-engine lets tcp 18880 in from studio-workspace.",
		Idea: "The path from Workspace to Engine is tcp 18888, protocol and port, on both sides.",
		Ask: Question{
			Text: "A Workspace reaches Engine on tcp 18888. Which rule is wrong?",
			Choices: []Choice{
				{"Only the Workspace's", Both(in, Not(out))},
				{"Only Engine's", Both(out, Not(in))},
				{"Both", Both(Not(out), Not(in))},
				{"None: udp and tcp share the port", Both(out, in)},
			},
			Reveal: func(w World) string {
				text := Says("Near is not enough.", "workspace-egress-18888", "workspace:"+studio)(w)
				return Says(text, "engine-ingress-18888", "engine:"+studio)(w)
			},
		},
		Task: "Put both rules right: the path is open, and neither wrong rule is left.",
		Hints: [3]string{
			"The nearest rule is named under each reason, with what differs.",
			"e on a group edits its rules: enter corrects the one under the cursor. f on page 1 adds the right ones, and leaves these.",
			"On page 2, on each of the two groups: e, enter on the wrong rule, what is right, ctrl+r; then r, a, tab, enter.",
		},
		Lines: [3]string{
			"",
			"fix adds the right rules. The wrong ones go one by one: remove GROUP RULE.",
			"",
		},
		Point: attachPoint(studio),
		Goals: []Goal{
			{[]string{"S2"}, out, "The Workspace group still does not let tcp 18888 out to Engine."},
			{[]string{"S2"}, in, "Engine still does not let tcp 18888 in from the Workspace group."},
			Attach(studio),
		},
		Touch: []string{"workspace:" + studio, "engine:" + studio},
		Exact: []string{
			"+engine:" + studio + " ingress tcp 18888 from sg:workspace:" + studio,
			"+workspace:" + studio + " egress tcp 18888 to sg:engine:" + studio,
			"-engine:" + studio + " ingress tcp 18880 from sg:workspace:" + studio,
			"-workspace:" + studio + " egress udp 18888 to sg:engine:" + studio,
		},
		Learnt: []string{
			"Engine is reached on tcp 18888. It leads to Livy and to the Jupyter gateway of the primary node.",
			"tcp and udp of one number have nothing to do with each other.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"the plan, then the wrong rules", []string{
				"f a tab enter", "esc 2 home e d r a tab enter", "esc 2 home e d r a tab enter",
			}, Done},
			{"both corrected where they stand", []string{
				"2 /", "=studio-engine", "enter e enter ctrl+u", "=18888", "ctrl+r r a tab enter",
				"2 / ctrl+u", "=studio-workspace", "enter e enter up ctrl+u", "=tcp", "ctrl+r r a tab enter",
			}, Done},
			{"the plan alone", []string{"f a tab enter"}, NotYet},
			{"the wrong rules replaced", []string{
				"-studio-workspace egress udp 18888 to sg:studio-engine", "+studio-workspace egress tcp 18888 to sg:studio-engine",
				"-studio-engine ingress tcp 18880 from sg:studio-workspace", "+studio-engine ingress tcp 18888 from sg:studio-workspace",
			}, Done},
			{"one side", []string{"+studio-engine ingress tcp 18888 from sg:studio-workspace"}, NotYet},
			{"all ports, to be sure", []string{"+studio-engine ingress tcp 0-65535 from sg:studio-workspace"}, Wrong},
			{"open to the world", []string{"+studio-engine ingress tcp 18888 from 0.0.0.0/0"}, Wrong},
		},
	}
}

// ownMirror is the Workspace group that names itself, as a page about older notebooks says by mistake.
func ownMirror() Lesson {
	const studio, ws, eng = "claims-analysis", "studio-workspace", "studio-engine"
	self := func(w World) bool { return w.Reaches(ws, ws, "tcp 18888") == allowed }
	engine := func(w World) bool { return w.Reaches(ws, eng, "tcp 18888") == allowed }
	return Lesson{
		ID: "own-mirror", Title: "A group that points at itself", Scenario: "self-reference",
		Story: "Tidewater Mutual wrote its groups from a page about the older EMR Notebooks. studio-workspace lets tcp 18888 " +
			"out to studio-workspace. Every attempt to attach ends in a timeout.",
		Idea: "The Workspace's rule has to name the other group: Engine.",
		Ask: Question{
			Text: "Whom does a Workspace reach by the rule that names its own group?",
			At:   Point{Page: OnGroups, Group: ws, Words: "page 2, studio-workspace"},
			Choices: []Choice{
				{"Engine, because it is the group's partner", engine},
				{"Other Workspaces", Both(self, Not(engine))},
				{"Nobody: no Workspace lets anything in", Both(Not(self), Not(engine))},
			},
			Reveal: func(w World) string {
				return Says("Other Workspaces have that group too, but it has no inbound rule.", "workspace-egress-18888", ws)(w)
			},
		},
		Task: "Make the Workspace group speak to Engine.",
		Hints: [3]string{
			"Compare the two groups of the Studio: which of them lets tcp 18888 in?",
			"A rule to studio-engine is missing on studio-workspace. The old one does no harm.",
			"On page 1: f, a, tab, enter.",
		},
		Point: attachPoint(studio),
		Goals: []Goal{
			{[]string{"S14"}, engine, "studio-workspace still lets nothing out to studio-engine on tcp 18888."},
			Attach(studio),
		},
		Touch: []string{ws},
		Exact: []string{
			"+" + ws + " egress tcp 18888 to sg:" + eng,
			"?" + ws + " egress tcp 18888 to self",
		},
		Learnt: []string{
			"A rule that names a group means the interfaces that carry it: a group that names itself speaks to its own kind.",
			"Workspace needs tcp 18888 out to Engine. One page of AWS about the older notebooks names the wrong group.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"the rule replaced", []string{
				"-studio-workspace egress tcp 18888 to self", "+studio-workspace egress tcp 18888 to sg:studio-engine",
			}, Done},
			{"let Workspaces in to each other", []string{"+studio-workspace ingress tcp 18888 from self"}, Wrong},
			{"out to everywhere", []string{"+studio-workspace egress tcp 18888 to 0.0.0.0/0"}, Wrong},
		},
	}
}

// ruleOnEngine is the right rule on the wrong group.
func ruleOnEngine() Lesson {
	const studio = "fleet-analytics"
	opens := func(change string) func(World) bool {
		return func(w World) bool { return w.With(change).Attaches(studio) == allowed }
	}
	return Lesson{
		ID: "rule-on-engine", Title: "The right rule on the wrong group", Scenario: "rule-on-engine",
		Story: "Kestrel Mobility's template has the number, the protocol and the direction right: tcp 18888, outbound, to " +
			"studio-engine. It put the rule on studio-engine itself.",
		Idea: "A rule guards the interfaces that carry its group; the outbound rule belongs on the sender's.",
		Ask: Question{
			Text: "Which one change opens the path from Workspace to Engine?",
			Choices: []Choice{
				{"All traffic out of studio-engine", opens("+studio-engine egress all to 0.0.0.0/0")},
				{"tcp 18888 out of studio-workspace, to studio-engine", opens("+studio-workspace egress tcp 18888 to sg:studio-engine")},
				{"tcp 18888 into studio-workspace, from studio-engine", opens("+studio-workspace ingress tcp 18888 from sg:studio-engine")},
			},
			Reveal: Says("The Workspace opens the connection.", "workspace-egress-18888", "workspace:"+studio),
		},
		Task: "Open the path with the rule where it belongs.",
		Hints: [3]string{
			"Who sends first? The outbound rule belongs on that group.",
			"studio-workspace lacks it. f on page 1 plans it.",
			"On page 1: f, a, tab, enter. The misplaced rule may stay: it opens nothing.",
		},
		Lines: [3]string{
			"",
			"studio-workspace lacks it; plan says so too.",
			"",
		},
		Point: attachPoint(studio),
		Goals: []Goal{
			Attach(studio),
			Gone("workspace-egress-18888", "workspace:"+studio, "studio-workspace still lets nothing out on tcp 18888.", "S14"),
			{[]string{"S13"}, func(w World) bool {
				return w.Reaches("workspace:"+studio, "engine:"+studio, "tcp 18888") == allowed
			}, "Engine has to let the Workspace group in."},
		},
		Touch: []string{"workspace:" + studio, "engine:" + studio},
		Exact: []string{
			"+workspace:" + studio + " egress tcp 18888 to sg:engine:" + studio,
			"?engine:" + studio + " egress tcp 18888 to self",
		},
		Learnt: []string{
			"Read a rule as: whoever carries this group may send to, or be reached from, that peer.",
			"AWS's table of Engine's rule has a column Destination; what stands there is the source. Engine needs one rule, inbound.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"the rule moved", []string{
				"-studio-engine egress tcp 18888 to self", "+studio-workspace egress tcp 18888 to sg:studio-engine",
			}, Done},
			{"all out of Engine", []string{"+studio-engine egress all to 0.0.0.0/0"}, Wrong},
			{"into the Workspace", []string{"+studio-workspace ingress tcp 18888 from sg:studio-engine"}, Wrong},
			{"open Engine to the world", []string{"+studio-engine ingress all from 0.0.0.0/0"}, Wrong},
		},
	}
}

// noWayIn is an inbound rule on a Workspace group.
func noWayIn() Lesson {
	const studio, ws = "route-planning", "workspace:route-planning"
	office := func(w World) bool { return w.Reaches("198.51.100.7", ws, "tcp 8888") == allowed }
	faulty := Finds("workspace-no-ingress", ws)
	return Lesson{
		ID: "no-way-in", Title: "A Workspace lets nobody in", Scenario: "workspace-inbound",
		Story: "The planners of Lumen Freight wanted to reach a notebook server from the office, and let tcp 8888 in to the " +
			"Workspace group from 198.51.100.0/24. Attaching still passes.",
		Idea: "A Workspace group has no inbound rule at all.",
		Ask: Question{
			Text: "What is to be said of that rule?",
			At:   Point{Page: OnGroups, Group: ws, Words: "page 2, the Workspace group"},
			Choices: []Choice{
				{"It is fine: the office is trusted, and one port is little", Not(faulty)},
				{"It may not be there: EMR wants no inbound rule on a Workspace group", Both(faulty, office)},
				{"It has no effect: the group does not let the office in", Both(faulty, Not(office))},
			},
			Reveal: Says("Only Workspaces open connections; nobody has to reach them.", "workspace-no-ingress", ws),
		},
		Task: "Make the Workspace group one that EMR Studio accepts. Attaching and Git have to go on working.",
		Hints: [3]string{
			"The Workspace box on page 1 says how many inbound rules there are.",
			"Only the inbound rule has to go. f on page 1 plans that.",
			"On page 1: f, a, tab, enter.",
		},
		Lines: [3]string{
			"group DefaultWorkspaceSecurityGroupGit shows its inbound rule.",
			"Only the inbound rule has to go.",
			"",
		},
		Point: Point{Page: OnStudios, Studio: studio, Words: "page 1, the Workspace box of route-planning"},
		Goals: []Goal{
			{[]string{"S7"}, func(w World) bool { return w.Group(ws).ID != "" && w.Count(ws, model.Ingress) == 0 }, "The Workspace group still lets something in."},
			Attach(studio),
			{nil, Verdict(studio, EdgeGit, allowed), "Git has stopped working: the Workspace needs tcp 443 out."},
		},
		Touch: []string{ws},
		Exact: []string{"-" + ws + " ingress tcp 8888 from 198.51.100.0/24"},
		Learnt: []string{
			"AWS: a Workspace group allows no inbound traffic. What it does to a running Studio that has some is not known, " +
				"so do not try.",
			"To reach a notebook, go through the Studio's own page; no port has to be opened for that.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"by hand", []string{"2 e d r a tab enter"}, Done},
			{"a narrower rule", []string{
				"+workspace:route-planning ingress tcp 8888 from 198.51.100.7/32",
				"-workspace:route-planning ingress tcp 8888 from 198.51.100.0/24",
			}, NotYet},
			{"the way out instead", []string{"-workspace:route-planning egress tcp 18888 to sg:engine:route-planning"}, Wrong},
			{"Engine open to the world", []string{"+engine:route-planning ingress all from 0.0.0.0/0"}, Wrong},
		},
	}
}

// twoWorkspaces is one Engine that two Studios share.
func twoWorkspaces() Lesson {
	const git, audit = "pricing", "audit"
	a, b := Verdict(git, EdgeAttach, allowed), Verdict(audit, EdgeAttach, allowed)
	return Lesson{
		ID: "two-workspaces", Title: "One Engine, two Workspace groups", Scenario: "two-workspaces",
		Story: "Saffron Travel has two Studios in one VPC. pricing uses the Workspace group with Git, audit the one without. " +
			"There is one default Engine group in a VPC, and both share it.",
		Idea: "Engine needs one inbound rule for every Workspace group that is in use.",
		Ask: Question{
			Text: "Whose Workspaces get through to Engine?",
			At:   Point{Page: OnGroups, Group: "engine:audit", Words: "page 2, DefaultEngineSecurityGroup"},
			Choices: []Choice{
				{"Those of both Studios: it is the Engine of both", Both(a, b)},
				{"Those of pricing only", Both(a, Not(b))},
				{"Those of audit only", Both(b, Not(a))},
			},
			Reveal: Says("A rule names one group.", "engine-ingress-18888", "engine:"+audit),
		},
		Task: "Let audit attach as well. It was made without Git, and has to stay so.",
		Hints: [3]string{
			"Read the inbound rules of the Engine group: whom do they name?",
			"One rule more on Engine is enough; nothing else has to change.",
			"On page 1, on audit: f, a, tab, enter.",
		},
		Point: attachPoint(audit),
		Goals: []Goal{
			Attach(audit, "S6"),
			Attach(git, "S6"),
			{nil, Not(Verdict(audit, EdgeGit, allowed)), "audit has a way to the internet now, and was made without Git."},
		},
		Touch: []string{"engine:" + audit},
		Exact: []string{
			"+engine:" + audit + " ingress tcp 18888 from sg:workspace:" + audit,
		},
		Traps: []Trap{
			{
				func(start, now World) bool { return start.Attaches(git) == allowed && now.Attaches(git) != allowed },
				"Now pricing cannot attach any more. Engine needs both rules, one for each Workspace group.",
			},
		},
		Learnt: []string{
			"You may use groups of your own or share them, as long as the listed rules are there for every pair.",
			"DefaultEngineSecurityGroup exists once in a VPC: with Git and without Git need a rule each.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"by aws-cli", []string{"+DefaultEngineSecurityGroup ingress tcp 18888 from sg:DefaultWorkspaceSecurityGroupWithoutGit"}, Done},
			{"one rule for the other", []string{
				"-DefaultEngineSecurityGroup ingress tcp 18888 from sg:DefaultWorkspaceSecurityGroupGit",
				"+DefaultEngineSecurityGroup ingress tcp 18888 from sg:DefaultWorkspaceSecurityGroupWithoutGit",
			}, Wrong},
			{"the whole VPC", []string{"+DefaultEngineSecurityGroup ingress tcp 18888 from 10.40.0.0/16"}, Wrong},
			{"open to the world", []string{"+DefaultEngineSecurityGroup ingress tcp 18888 from 0.0.0.0/0"}, Wrong},
		},
	}
}
