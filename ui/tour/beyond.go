package tour

import "github.com/sgscope/sgscope/model"

func beyond() []Lesson {
	return []Lesson{rulesFine(), notOffered(), orgDenial(), theReply()}
}

// rulesFine is a message that says network and means something else.
func rulesFine() Lesson {
	const studio, c = "ore-models", "geology"
	attach := Verdict(studio, EdgeAttach, allowed)
	offered := Verdict(studio, c, allowed)
	return Lesson{
		ID: "rules-fine", Title: "The groups are innocent", Scenario: "rules-fine",
		Story: "At Basalt Minerals attaching fails: \"Attaching the workspace(notebook) failed. Internal error\". A colleague " +
			"wants to open Engine to the world, to see whether that helps.",
		Idea: "When every requirement holds, the groups are not it. Look further instead of opening more.",
		Ask: Question{
			Text: "What do groups and network say of the way from Workspace to Engine?",
			Choices: []Choice{
				{"Blocked", Verdict(studio, EdgeAttach, blocked)},
				{"Open, but the cluster cannot be attached", Both(attach, Not(offered))},
				{"Open, and the cluster can be attached", Both(attach, offered)},
			},
			Reveal: func(World) string {
				return "Nothing that was read stands in the way. Page 1 names what to look at next, in order."
			},
		},
		Mode: Leave,
		Task: "Change what has to be changed in the groups; or say that nothing has to be: " + claimWords + ".",
		Hints: [3]string{
			"Page 3 lists what is wrong with the groups.",
			"\"Internal error\" is what a stopped hadoop-httpfs on the primary node looks like.",
			"Nothing has to be changed: " + claimWords + ".",
		},
		Lines: [3]string{
			"check lists what is wrong with the groups.",
			"",
			"",
		},
		Point: Point{Page: OnStudios, Studio: studio, Edge: EdgeAttach, Words: "page 1, the arrow from Workspace to Engine"},
		Goals: []Goal{
			Holds("Workspace and Engine do not reach each other.", attach, "S1"),
			Holds("The cluster cannot be attached.", offered),
		},
		Learnt: []string{
			"Groups in order are an answer too: it saves the hour in which one would have opened more and more.",
			"Then come the cluster's services, the Studio's role, and the network around.",
		},
		Source: pageHTTPFS,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look at the findings first", []string{"3", claimKeys}, Done},
			{"open Engine", []string{"+engine:ore-models ingress all from 0.0.0.0/0", claimKeys}, Wrong},
			{"a rule that is there twice", []string{"+engine:ore-models ingress tcp 18888 from 10.40.0.0/16", claimKeys}, Wrong},
		},
	}
}

// notOffered is what a cluster must be, beside well connected.
func notOffered() Lesson {
	const studio = "sensors"
	count := func(w World) int {
		n := 0
		for c := range w.Snapshot().Clusters() {
			if w.Offered(studio, c.Name) == allowed {
				n++
			}
		}
		return n
	}
	are := func(n int) func(World) bool { return func(w World) bool { return count(w) == n } }
	return Lesson{
		ID: "not-offered", Title: "Clusters that are not offered", Scenario: "not-offered",
		Story: "Graphene Sports has four clusters: sensors, legacy-etl, streaming and secure. The analysts ask why so few of them " +
			"are in the list when they attach a Workspace.",
		Idea: "A cluster must have the release, the applications and the place for it; groups come after that.",
		Ask: Question{
			Text: "To how many of the four can a Workspace of sensors attach?",
			Choices: []Choice{
				{"One", are(1)}, {"Two", are(2)}, {"Three", are(3)}, {"All four", are(4)},
			},
			Reveal: func(World) string {
				return "legacy-etl has a release before 5.32, streaming has neither Livy nor the Jupyter gateway, secure uses Kerberos and " +
					"is in another subnet."
			},
		},
		Mode: Leave,
		Task: "Can a rule bring one more cluster into the list? Make it; or say that no group has to be changed: " + claimWords + ".",
		Hints: [3]string{
			"Go along the arrows from Engine to the clusters: each says why not.",
			"Releases from 5.32 or 6.2, Spark, Livy and JupyterEnterpriseGateway, one primary node, no Kerberos, a subnet of the Studio.",
			"No group has to be changed: " + claimWords + ".",
		},
		Lines: [3]string{
			"check counts the clusters that cannot be attached. What must a cluster have, besides open groups?",
			"",
			"",
		},
		Point: Point{
			Page: OnStudios, Studio: studio, Edge: "legacy-etl", Words: "page 1, the arrows from Engine to the clusters",
		},
		Goals: []Goal{
			Attach(studio),
			Holds("It is not one cluster that can be attached.", are(1)),
		},
		Learnt: []string{
			"A list that is too short is about clusters: release, applications, Kerberos, primary nodes, VPC and subnet.",
			"An arrow marked \"cannot\" gives all the reasons at once.",
		},
		Source: pageAttach,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look along the arrows", []string{"1 down", claimKeys}, Done},
			{"open Engine", []string{"+engine:sensors ingress tcp 18888 from 0.0.0.0/0", claimKeys}, Wrong},
			{"open the managed group", []string{"+primary:legacy-etl ingress tcp 18888 from sg:workspace:sensors", claimKeys}, Wrong},
		},
	}
}

// theReply is the last thing that one thinks of.
func theReply() Lesson {
	const studio = "timetables"
	groups := func(w World) bool {
		return w.Reaches("workspace:"+w.Studio(studio).ID, "engine:"+w.Studio(studio).ID, "tcp 18888") == allowed
	}
	trace := func(w World) (there, back model.Verdict) {
		t := w.Trace("workspace:"+w.Studio(studio).ID, "engine:"+w.Studio(studio).ID, "tcp 18888")
		return t.Forward.Verdict, t.Return.Verdict
	}
	there := func(w World) bool { v, _ := trace(w); return v == allowed }
	back := func(w World) bool { _, v := trace(w); return v == allowed }
	return Lesson{
		ID: "the-reply", Title: "Why the reply did not come back", Scenario: "nacl-reply",
		Story: "Vantage Rail's network team wrote network ACLs for the cluster's subnet and let tcp 18888 in. Every group is in " +
			"order. Attaching from the other subnet ends in a timeout.",
		Idea: "Groups remember a connection and let its reply pass. Network ACLs remember nothing.",
		Ask: Question{
			Text: "Where does it stop?",
			Choices: []Choice{
				{"At a group", Not(groups)},
				{"On the way there, at a network ACL", Both(groups, Not(there))},
				{"On the way back, at a network ACL", Both(groups, Both(there, Not(back)))},
				{"Nowhere", Both(groups, Both(there, back))},
			},
			Reveal: Says("The request arrives.", "attach-path", studio),
		},
		Mode: Leave,
		Task: "Which rule of a group lets the reply out? Make it; or say that no group has to be changed: " + claimWords + ".",
		Hints: [3]string{
			"Follow the steps under the arrow down to the last.",
			"A reply goes from port 18888 to a port that the caller chose; a Linux client takes 32768 to 60999. The ACL lets out " +
				"443 and 18888.",
			"No group has to be changed, the ACL has: " + claimWords + ".",
		},
		Lines: [3]string{
			"check says on which step the way back ends.",
			"",
			"",
		},
		Point: Point{Page: OnStudios, Studio: studio, Edge: EdgeAttach, Words: "page 1, the arrow from Workspace to Engine"},
		Goals: []Goal{
			Holds("The groups do not let tcp 18888 pass.", groups, "S1"),
			Holds("The Engine group has an outbound rule, which it does not need.", func(w World) bool {
				return w.Count("engine:"+studio, model.Egress) == 0
			}),
		},
		Learnt: []string{
			"Replies need no rule in a group: Engine works with no outbound rule at all.",
			"A network ACL has to let the reply out too. Page 3 has the entry, which sgscope does not write: to the ports 32768 to " +
				"60999, which Linux clients take. 1024 to 65535 covers every other kind of client as well.",
		},
		Source: pageNACL,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"read the finding first", []string{"3", claimKeys}, Done},
			{"everything out of Engine", []string{"+engine:timetables egress all to 0.0.0.0/0", claimKeys}, Wrong},
			{"replies into the Workspace group", []string{
				"+workspace:timetables ingress tcp 1024-65535 from sg:engine:timetables", claimKeys,
			}, Wrong},
		},
	}
}
