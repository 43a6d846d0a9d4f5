package tour

import "github.com/sgscope/sgscope/model"

func notebook() []Lesson {
	return []Lesson{pagesMistake(), whoseCluster()}
}

// The default groups of EMR Notebooks.
const (
	editor = "ElasticMapReduceEditors-Editor"
	livy   = "ElasticMapReduceEditors-Livy"
)

// pagesMistake is a page that says one group and means the other.
func pagesMistake() Lesson { //nolint:funlen // a lesson is one value
	in := func(w World) bool { return w.HasRule(livy, "ingress tcp 18888 from sg:"+editor) }
	there := func(w World) bool { return w.Reaches(editor, livy, "tcp 18888") == allowed }
	self := func(w World) bool { return w.HasRule(editor, "egress tcp 18888 to self") }
	return Lesson{
		ID: "pages-mistake", Title: "The page that means the other group", Scenario: "notebook-pair",
		Story: "AWS's page on EMR Notebooks says that Editor lets tcp 18888 out to \"the default security group for EMR " +
			"Notebooks\". That is Editor's own name there. Somebody did as it says, and no notebook finds its cluster.",
		Idea: "A notebook has the same pair as a Workspace: Editor lets 18888 out, and Livy lets it in.",
		Ask: Question{
			Text: "How far does a notebook get today?",
			Choices: []Choice{
				{"To its cluster", there},
				{"Out of Editor, but Livy does not let it in", Both(Not(there), Not(in))},
				{"Not out of Editor: no rule of it names Livy", Both(Not(there), in)},
			},
			Reveal: Says("The rule reaches only what has the group Editor: notebooks, which let nothing in.",
				"workspace-egress-18888", editor),
		},
		Task: "Put Editor's rule right: notebooks reach their clusters, and the rule of the page's mistake is gone.",
		Hints: [3]string{
			"Which group lets tcp 18888 in?",
			"Editor's outbound rule has to name Livy. The rule to itself is the mistake.",
			"On page 2, on Editor: e, enter on the rule to itself, Livy as Peer, ctrl+r; then r, a, tab, enter.",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the finding of ElasticMapReduceEditors-Editor"},
		Goals: []Goal{
			Holds("Editor does not let tcp 18888 out to Livy yet.", there, "N2", "N6"),
			Holds("Livy does not let tcp 18888 in from Editor.", in, "N5"),
			Holds("Editor lets something in, and a notebook needs no way in.", func(w World) bool {
				return w.Reaches("internet", editor, "tcp 18888") == blocked && w.Reaches(livy, editor, "tcp 18888") == blocked
			}, "N1", "N6"),
			Holds("Livy lets something out, and it needs no way out.", func(w World) bool {
				return w.Reaches(livy, "internet", "tcp 443") == blocked
			}, "N5"),
		},
		Touch: []string{editor},
		Exact: []string{
			"+" + editor + " egress tcp 18888 to sg:" + livy,
			"-" + editor + " egress tcp 18888 to self",
		},
		Traps: []Trap{
			{
				func(start, now World) bool {
					return self(start) && !self(now) && !there(now) && now.Count(editor, model.Egress) > 0
				},
				"The rule to itself is gone, and Livy is still not named.",
			},
		},
		Learnt: []string{
			"Two groups stand between a notebook and its cluster. The defaults allow tcp 18888 from Editor to Livy, and nothing else.",
			"18888 is a proxy to Livy on the primary node. Editor lets nothing in, Livy lets nothing out.",
			"Where the page says Editor to Editor, read Editor to Livy.",
		},
		Source: pageNotebooks,
		Plays: []Play{
			{"the plan, then the mistake", []string{"3 f a tab enter", "esc 2 /", "=Editors-Editor", "enter e d r a tab enter"}, Done},
			{"the rule corrected where it stands", []string{
				"2 /", "=Editors-Editor", "enter e enter down ctrl+u", "=" + livy, "ctrl+r r a tab enter",
			}, Done},
			{"the rule to Livy only", []string{"+" + editor + " egress tcp 18888 to sg:" + livy}, NotYet},
			{"one for the other", []string{
				"-" + editor + " egress tcp 18888 to self", "+" + editor + " egress tcp 18888 to sg:" + livy,
			}, Done},
			{"everything out", []string{"+" + editor + " egress all to 0.0.0.0/0"}, Wrong},
			{"Livy open to the world", []string{"+" + livy + " ingress tcp 18888 from 0.0.0.0/0"}, Wrong},
			{"another port", []string{"+" + editor + " egress tcp 8998 to sg:" + livy}, NotYet},
			{"everything out to Livy", []string{"+" + editor + " egress all to sg:" + livy}, Wrong},
		},
	}
}

// whoseCluster is what the pair is good for beside a connection.
func whoseCluster() Lesson {
	const census, payroll = "census", "payroll"
	on := func(c string) func(World) bool {
		return func(w World) bool { return carriedBy(w, c, livy) }
	}
	return Lesson{
		ID: "whose-cluster", Title: "Which clusters a notebook may use", Scenario: "notebook-pair",
		Story: "Statford Council has two clusters: census, where a notebook was attached, and payroll. The data officer asks " +
			"where notebooks could run code once Editor's rule is right.",
		Idea: "A notebook reaches a cluster only where the Livy group is on the primary node: the pair says who may go where.",
		Ask: Question{
			Text: "Which primary node has the Livy group now?",
			Choices: []Choice{
				{"That of both clusters", Both(on(census), on(payroll))},
				{"That of census only", Both(on(census), Not(on(payroll)))},
				{"That of payroll only", Both(on(payroll), Not(on(census)))},
				{"None", Both(Not(on(census)), Not(on(payroll)))},
			},
			Reveal: func(World) string {
				return "census carries Livy beside its managed group, since a notebook was attached to it. payroll was made without " +
					"it, and no notebook ever was."
			},
		},
		Mode: Leave,
		Task: "Does payroll need a rule more to keep notebooks out? Make it; or say that nothing has to be changed: " +
			claimWords + ".",
		Hints: [3]string{
			"What no rule allows is rejected. Which rule of payroll's groups names Editor?",
			"The managed groups know nothing of notebooks; Livy is what lets them in.",
			"Nothing has to be changed: " + claimWords + ".",
		},
		Point: Point{Page: OnGroups, Group: livy, Words: "page 2, ElasticMapReduceEditors-Livy"},
		Goals: []Goal{
			Holds("The primary node of census does not carry Livy beside its managed group.", on(census), "N4"),
			Holds("A notebook can reach payroll.", func(w World) bool {
				return !on(payroll)(w) && w.Reaches(editor, "cluster:"+w.Cluster(payroll).ID, "tcp 18888") == blocked
			}, "N3"),
		},
		Learnt: []string{
			"Livy joins the groups of the primary node, in addition to those that it has.",
			"With pairs of your own, one per team, you say which notebooks run code on which clusters.",
		},
		Source: pageNotebooks,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look around first", []string{"1 2", claimKeys}, Done},
			{"a rule for the managed group", []string{
				"+primary:payroll ingress tcp 18888 from sg:" + editor, claimKeys,
			}, Wrong},
			{"shut payroll off", []string{"-primary:payroll egress all to 0.0.0.0/0", claimKeys}, Wrong},
		},
	}
}

// carriedBy reports whether an interface of a cluster's primary node has a group.
func carriedBy(w World, cluster, group string) bool {
	c := w.Cluster(cluster)
	for _, i := range w.Snapshot().InterfacesOf(w.Group(group).ID) {
		for _, id := range c.PrimaryInstances {
			if id == i.Instance && id != "" {
				return true
			}
		}
	}
	return false
}
