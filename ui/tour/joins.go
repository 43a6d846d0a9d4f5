package tour

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// joinsLate resolves what looks like a contradiction: a cluster's groups are fixed at its creation, and yet
// Engine is on the primary node of a cluster that was made without it.
func joinsLate() Lesson {
	const cluster, studio = "ml-gpu", "ml-team"
	given := func(w World) bool { return slices.Contains(w.Cluster(cluster).Groups(), w.Group("engine:"+studio).ID) }
	carried := func(w World) bool { return w.Carries("primary:"+cluster, "engine:"+studio) }
	return Lesson{
		ID: "joins-late", Title: "Fixed at creation, and yet it joined", Scenario: "analytics",
		Story: "AWS: a cluster gets its groups at creation, never later. ml-gpu was made without Engine, and a Workspace of " +
			"ml-team is attached to it all the same. A colleague wants to build the cluster anew, with Engine.",
		Idea: "The groups that you give a cluster are fixed; EMR itself adds Engine to the primary node's interface at attach.",
		Ask: Question{
			Text: "Where does ml-gpu have ml-studio-engine, the Engine group of ml-team?",
			Choices: []Choice{
				{"Nowhere", Both(Not(given), Not(carried))},
				{"In the list of groups that it was given at creation", given},
				{"Only on its primary node's network interface, now", Both(Not(given), carried)},
			},
			Reveal: func(World) string {
				return "The cluster's own list does not name it, but the primary node's interface carries it beside the managed " +
					"group: EMR put it there when the Workspace attached."
			},
		},
		Mode: Leave,
		Task: "What has to be changed so that ml-team can go on attaching to ml-gpu? Change it; or say that nothing has to be: " +
			"L, then n.",
		Hints: [3]string{
			"Look at the Engine box of ml-team: on how many interfaces is it?",
			"The arrow from Engine to ml-gpu says what it is now; the one to etl-nightly what could be.",
			"Nothing is wrong: L, then n.",
		},
		Lines: [3]string{
			"Which groups has the primary node of ml-gpu now? ml-studio-engine is among them, though the cluster was not given it.",
			"Attaching put it there, and will again. check finds no fault in ml-team.",
			"",
		},
		Point: Point{
			Page: OnStudios, Studio: studio, Edge: cluster,
			Words: "page 1, ml-team, the arrow from Engine to ml-gpu",
		},
		Goals: []Goal{
			Holds("The cluster was given Engine at its creation.", Not(given), "E8"),
			Holds("The primary node does not carry Engine beside its managed group.",
				Both(carried, func(w World) bool { return w.Carries("primary:"+cluster, "primary:"+cluster) }), "S4"),
			Attach(studio),
		},
		Learnt: []string{
			"You give a cluster its groups at creation and cannot add one later; its rules you can edit at any time.",
			"Nor is Engine an exception of yours: EMR adds it to the primary node's interface when a Workspace attaches, " +
				"beside the cluster's own groups. An Engine on no interface is normal.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"say so", []string{"L n"}, Done},
			{"look first, then say so", []string{"2 1 down right L n"}, Done},
			{"open the managed group instead", []string{
				"+primary:ml-gpu ingress tcp 18888 from sg:workspace:ml-team", "L n",
			}, Wrong},
			{"open it to the world", []string{"+engine:ml-team ingress tcp 18888 from 0.0.0.0/0", "L n"}, Wrong},
		},
	}
}

// makeAPair makes both groups where there are none.
func makeAPair() Lesson { //nolint:funlen // a lesson is one value
	const ws, eng, cluster = "DefaultWorkspaceSecurityGroupGit", "DefaultEngineSecurityGroup", "primary:soundings"
	there := func(w World) bool { return w.Group(ws).ID != "" || w.Group(eng).ID != "" }
	return Lesson{
		ID: "make-a-pair", Title: "Make the two groups yourself", Scenario: "no-defaults",
		Story: "Osprey Charts is about to create its first Studio, with aws-cli. create-studio asks for the ids of an Engine " +
			"group and of a Workspace group.",
		Idea: "The console can make the default groups; whoever uses the command line makes both first.",
		Ask: Question{
			Text: "Can the Studio be created as things are?",
			Choices: []Choice{
				{"Yes: the default groups are in every VPC", there},
				{"No: the two groups have to be made first", Not(there)},
			},
			Reveal: func(World) string {
				return "No group of this VPC is a Workspace or an Engine group. With aws-cli nobody makes them for you, and the Studio " +
					"keeps the two ids that it was created with."
			},
		},
		Task: "Create the default pair with Git: both groups, with AWS's names and no rule more than they need.",
		Hints: [3]string{
			"One key opens a form that knows names, texts and rules.",
			"c opens it: Studio with Git. Review the plan: it also takes away EC2's automatic outbound rule.",
			"c, then ctrl+r, a, tab, enter. The new ids are in the outcome.",
		},
		Lines: [3]string{
			"One command knows names, texts and rules.",
			"create makes a set of groups, and takes away EC2's automatic outbound rule.",
			"create studio-git.",
		},
		Point: Point{Page: OnGroups, Words: "page 2, the groups of this VPC"},
		Goals: []Goal{
			Holds("There is no "+eng+" and "+ws+" yet. c makes them.",
				func(w World) bool { return w.Group(ws).ID != "" && w.Group(eng).ID != "" }, "S5", "S9", "S12"),
			Open(ws, eng, "tcp 18888", "The two do not reach each other on tcp 18888 yet.", "S13", "S14"),
			Open(ws, "internet", "tcp 443", "The Workspace group does not let tcp 443 out yet, which Git needs."),
			Holds("The pair has to be in the VPC of the cluster.", func(w World) bool {
				return w.Group(ws).VPC == w.Group(cluster).VPC && w.Group(eng).VPC == w.Group(cluster).VPC
			}, "S10"),
			Holds("A new group lets everything out by itself. Take that rule away from both.", func(w World) bool {
				return w.Count(eng, model.Egress) == 0 && w.Count(ws, model.Egress) == 2
			}, "S9"),
			Holds("Both need the tag that EMR's role policies ask for.",
				func(w World) bool { return w.Tagged(ws) && w.Tagged(eng) }),
		},
		Touch: []string{ws, eng},
		Exact: []string{
			"+" + eng + " ingress tcp 18888 from sg:" + ws,
			"+" + ws + " egress tcp 18888 to sg:" + eng,
			"+" + ws + " egress tcp 443 to 0.0.0.0/0",
		},
		Learnt: []string{
			"Both groups belong in the VPC that is chosen for the Studio. Note both ids: create-studio wants them, and no call " +
				"replaces them later.",
			"EC2 gives every new group a rule that lets everything out. AWS's own Studio groups do not have it.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"the form", []string{"c ctrl+r a tab enter"}, Done},
			{"the form, read line by line", []string{"c enter enter enter ctrl+r a tab enter"}, Done},
			{"without Git", []string{"c right ctrl+r a tab enter"}, Wrong},
			{"a hole in somebody else's group", []string{"+app-servers ingress tcp 18888 from 0.0.0.0/0"}, Wrong},
		},
	}
}
