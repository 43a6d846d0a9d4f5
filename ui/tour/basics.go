package tour

import "github.com/sgscope/sgscope/model"

// The pages of AWS that the lessons cite.
const (
	pageGroups    = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-groups.html"
	pageStudio    = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-security-groups.html"
	pageNotebooks = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-notebooks-security-groups.html"
)

func basics() []Lesson {
	return []Lesson{firstRepair()}
}

// firstRepair is two halves of one path that are both shut.
func firstRepair() Lesson {
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
				text := "The arrow Workspace to Engine has a reason for each end."
				for _, f := range []struct{ id, about string }{
					{"workspace-egress-18888", "workspace:" + ds}, {"engine-ingress-18888", "engine:" + ds},
				} {
					text = Says(text, f.id, f.about)(w)
				}
				return text
			},
		},
		Task: "Open the path, and nothing else.",
		Hints: [3]string{
			"The drawing on page 1 names both reasons under the arrow.",
			"f plans the repair of what the cursor is on. Read what each step does.",
			"On page 1: f, then a, then tab and enter to confirm.",
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
		},
	}
}

// allowed and blocked are short for the verdicts that choices ask for.
const (
	allowed = model.Allowed
	blocked = model.Blocked
)
