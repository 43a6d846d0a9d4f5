package tour

import "slices"

func pair() []Lesson {
	return []Lesson{joinsLate()}
}

// joinsLate resolves what looks like a contradiction: a cluster's groups are fixed at its creation, and yet
// Engine is on the primary node of a cluster that was made without it.
func joinsLate() Lesson {
	const cluster, studio = "ml-gpu", "ml-team"
	given := func(w World) bool { return slices.Contains(w.Cluster(cluster).Groups(), w.Group("engine:"+studio).ID) }
	carried := func(w World) bool { return w.Carries("primary:"+cluster, "engine:"+studio) }
	return Lesson{
		ID: "joins-late", Title: "Fixed at creation, and yet it joined", Scenario: "analytics",
		Story: "AWS says that a cluster gets its groups at creation and never later. ml-gpu was made without Engine, and a " +
			"Workspace of ml-team is attached to it all the same. A colleague wants to build the cluster anew, with Engine.",
		Idea: "The groups that you give a cluster are fixed; EMR itself adds Engine to the primary node's interface at attach.",
		Ask: Question{
			Text: "Where does ml-gpu have ml-studio-engine, the Engine group of ml-team?",
			Choices: []Choice{
				{"Nowhere", Both(Not(given), Not(carried))},
				{"In the list of groups that it was given at creation", given},
				{"Only on its primary node's network interface, now", Both(Not(given), carried)},
			},
			Reveal: func(World) string {
				return "The list of the cluster does not name it, but the primary node's interface carries it beside the managed " +
					"group: EMR put it there when the Workspace attached."
			},
		},
		Mode: Leave,
		Task: "What has to be changed so that ml-team can go on attaching to ml-gpu? Change it; or say that nothing has to be.",
		Hints: [3]string{
			"Look at the Engine box of ml-team: on how many interfaces is it?",
			"The arrow from Engine to ml-gpu says what it is now; the one to etl-nightly what could be.",
			"Nothing is wrong: L, then n.",
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
			"Engine is no exception that you make: EMR adds it to the primary node's interface when a Workspace attaches, " +
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
