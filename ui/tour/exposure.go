package tour

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
)

func exposure() []Lesson {
	return []Lesson{debugRule(), oldSSH(), publicPage(), enginePrimary(), stackOwned(), sharedWorkspace()}
}

// debugRule is a rule that was meant for one night.
func debugRule() Lesson {
	const studio = "audience"
	world := func(w World) bool { return w.Reaches("internet", "engine:"+studio, "tcp 8088") == allowed }
	attach := Verdict(studio, EdgeAttach, allowed)
	return Lesson{
		ID: "debug-rule", Title: "A debugging rule that stayed", Scenario: "debug-rule",
		Story: "Attaching failed one night at Saltmarsh Media, and somebody let everything into Engine. The cause was another " +
			"one, it is mended, and the rule is still there: \"debug, remove tomorrow\".",
		Idea: "A rule from 0.0.0.0/0 lets in everybody who has a way there. EMR needs none.",
		Ask: Question{
			Text: "If the rule is taken away, does attaching break?",
			Choices: []Choice{
				{"Yes: it made attaching work", Not(narrowEngine(studio))},
				{"No: the documented rule is there beside it", narrowEngine(studio)},
			},
			Reveal: func(w World) string {
				if !narrowEngine(studio)(w) {
					return "No other rule of Engine lets Workspaces in."
				}
				return "Engine has tcp 18888 from the Workspace group too. Of two rules the wider one counts, so nobody noticed the other."
			},
		},
		Task: "Take away what is too much, and keep attaching.",
		Hints: [3]string{
			"Which rule of Engine names a group, and which the whole internet?",
			"Revoke the one from 0.0.0.0/0. Its description says when it should have gone.",
			"On page 1: f, space ticks the revocation, a, then tab and enter to confirm.",
		},
		Point: Point{Page: OnGroups, Group: "engine:" + studio, Words: "page 2, DefaultEngineSecurityGroup"},
		Goals: []Goal{
			Holds("The internet may still get in at Engine.", Not(world), "E13"),
			Gone("engine-extra-ingress", "engine:"+studio, "Engine lets in more than the Workspaces need.", "E12"),
			Holds("Workspaces do not attach any more.", attach, "S8"),
		},
		Touch: []string{"engine:" + studio},
		Exact: []string{"-engine:" + studio + " ingress all from 0.0.0.0/0"},
		Learnt: []string{
			"Let in only whom you trust, on the ports that they need. 0.0.0.0/0 and ::/0 are everybody.",
			"A debugging rule outlives its night. Note what you open, and take it back: sgscope journals it, and u undoes.",
		},
		Source: pageGroups,
		Plays: []Play{
			{"by aws-cli", []string{"-engine:audience ingress all from 0.0.0.0/0"}, Done},
			{"the plan", []string{"3 f space a tab enter"}, Done},
			{"the wrong rule", []string{"-engine:audience ingress tcp 18888 from sg:workspace:audience"}, Wrong},
			{"half of the world", []string{
				"+engine:audience ingress all from 0.0.0.0/1", "-engine:audience ingress all from 0.0.0.0/0",
			}, Wrong},
			{"the way out instead", []string{"+engine:audience egress all to 0.0.0.0/0"}, Wrong},
		},
	}
}

// narrowEngine asks for the documented rule.
func narrowEngine(studio string) func(World) bool {
	return func(w World) bool { return w.HasRule("engine:"+studio, "ingress tcp 18888 from sg:workspace:"+studio) }
}

// oldSSH is what EMR itself opened once.
func oldSSH() Lesson {
	const c = "variants"
	world := func(w World) bool { return ssh(w, "internet", c) == allowed }
	blocks := func(w World) bool {
		for p := range w.Snapshot().PublicAccesses() {
			return p.Blocks && !p.Permits(model.Port(22))
		}
		return false
	}
	return Lesson{
		ID: "old-ssh", Title: "A door from before 2020", Scenario: "old-ssh",
		Story: "Larkspur Genetics has had EMR's default groups since 2018, when EMR made them with ssh open to the world. New " +
			"clusters join these groups too. The office is 198.51.100.0/24.",
		Idea: "Old groups keep old rules: EMR no longer opens ssh, and does not close what it opened.",
		Ask: Question{
			Text: "Block public access is on here. Does it keep the world off port 22?",
			Choices: []Choice{
				{"Yes: it blocks public rules", blocks},
				{"No: 22 is an exception, so the rule stands", Both(world, Not(blocks))},
				{"There is no such rule here", Both(Not(world), Not(blocks))},
			},
			Reveal: Says("Port 22 is the exception that every account starts with.", "primary-ssh-from-world", ""),
		},
		Task: "Let the office log in on tcp 22, and nobody else from outside.",
		Hints: [3]string{
			"Open the narrow way first, then shut the wide one.",
			"Add tcp 22 from 198.51.100.0/24 to ElasticMapReduce-master, and revoke the rule from 0.0.0.0/0.",
			"On page 2, on the group: e, enter on the rule from 0.0.0.0/0, another Peer, ctrl+r; then r, a, tab, enter.",
		},
		Point: Point{Page: OnGroups, Group: "primary:" + c, Words: "page 2, ElasticMapReduce-master"},
		Goals: []Goal{
			Holds("The world can still log in to the primary node.", Not(world), "E13"),
			Holds("The office, 198.51.100.0/24, cannot log in to the primary node.", func(w World) bool {
				return wholeOffice(w, c, "tcp 22")
			}, "E12"),
		},
		Touch: []string{"primary:" + c},
		Exact: []string{
			"+primary:" + c + " ingress tcp 22 from 198.51.100.0/24",
			"-primary:" + c + " ingress tcp 22 from 0.0.0.0/0",
		},
		Learnt: []string{
			"Until December 2020 EMR made its primary group with tcp 22 from 0.0.0.0/0. AWS asks to remove that rule.",
			"Let in known addresses only. Where others share the group, an additional group is the better place.",
		},
		Source: pageManaged,
		Plays: []Play{
			{"in the editor", officeInstead("e down down down down down down"), Done},
			{"narrow, then shut", []string{
				"+ElasticMapReduce-master ingress tcp 22 from 198.51.100.0/24", "-ElasticMapReduce-master ingress tcp 22 from 0.0.0.0/0",
			}, Done},
			{"shut, then narrow", []string{
				"-ElasticMapReduce-master ingress tcp 22 from 0.0.0.0/0", "+ElasticMapReduce-master ingress tcp 22 from 198.51.100.0/24",
			}, Done},
			{"shut only", []string{"-ElasticMapReduce-master ingress tcp 22 from 0.0.0.0/0"}, NotYet},
			{"narrow only", []string{"+ElasticMapReduce-master ingress tcp 22 from 198.51.100.0/24"}, NotYet},
			{"all ports for the world", []string{"+ElasticMapReduce-master ingress tcp 0-65535 from 0.0.0.0/0"}, Wrong},
			{"the core nodes instead", []string{"+ElasticMapReduce-slave ingress tcp 22 from 198.51.100.0/24"}, Wrong},
		},
	}
}

// wholeOffice reports whether every address of the office, 198.51.100.0/24, gets through to a cluster's primary node.
func wholeOffice(w World, cluster, traffic string) bool {
	for n := range 256 {
		if w.Reaches(fmt.Sprintf("198.51.100.%d", n), "cluster:"+w.Cluster(cluster).ID, traffic) != allowed {
			return false
		}
	}
	return true
}

// publicPage is what block public access is about.
func publicPage() Lesson { //nolint:funlen // a lesson is one value
	const c, own = "forecast", "emr-pages"
	blocked := func(w World) bool {
		for p := range w.Snapshot().PublicAccesses() {
			return p.Blocks && !p.Permits(model.Port(8088))
		}
		return false
	}
	open := Finds("cluster-open-to-world", own)
	return Lesson{
		ID: "public-page", Title: "A page for everybody", Scenario: "public-rule",
		Story: "Pebble Weather opened YARN's page, tcp 8088, on its public cluster to the world. The cluster that runs still " +
			"runs. Tomorrow it is to be created again, with the same groups.",
		Idea: "Block public access refuses a public cluster whose groups open a port to the world, unless the port is an exception.",
		Ask: Question{
			Text: "What will EMR say tomorrow?",
			Choices: []Choice{
				{"Nothing: block public access is off, or 8088 an exception", Not(blocked)},
				{"It refuses the cluster because of that rule", Both(blocked, open)},
				{"It creates the cluster and leaves the group out", Both(blocked, Not(open))},
			},
			Reveal: Says("Page 3 has read the setting of this account and Region.", "cluster-open-to-world", own),
		},
		Task: "Make tomorrow's cluster possible: the page for the office, 198.51.100.0/24, and for nobody else.",
		Hints: [3]string{
			"The setting is right; the rule is too wide.",
			"Add tcp 8088 from 198.51.100.0/24 to emr-pages, and revoke the rule from 0.0.0.0/0.",
			"On page 2, on emr-pages: e, enter on the rule from 0.0.0.0/0, another Peer, ctrl+r; then r, a, tab, enter.",
		},
		Point: Point{Page: OnGroups, Group: own, Words: "page 2, emr-pages"},
		Goals: []Goal{
			Gone("cluster-open-to-world", own, "emr-pages still lets the world in, and EMR would refuse the cluster.", "E14"),
			Holds("The office, 198.51.100.0/24, does not reach the page.", func(w World) bool {
				return wholeOffice(w, c, "tcp 8088")
			}, "E12"),
			Holds("Whether block public access is on here was not read.", func(w World) bool {
				return w.Snapshot().Reading(model.PartPublicAccess, "").Whole()
			}, "E15"),
		},
		Touch: []string{own},
		Exact: []string{
			"+" + own + " ingress tcp 8088 from 198.51.100.0/24",
			"-" + own + " ingress tcp 8088 from 0.0.0.0/0",
		},
		Learnt: []string{
			"Block public access holds for an account and a Region. It looks at groups of clusters in public subnets.",
			"Whether it is on depends on how old the account is, and AWS's pages disagree on the date. So it is read, never assumed.",
		},
		Source: pageBPA,
		Plays: []Play{
			{"in the editor", officeInstead("e"), Done},
			{"narrow, then shut", []string{
				"+emr-pages ingress tcp 8088 from 198.51.100.0/24", "-emr-pages ingress tcp 8088 from 0.0.0.0/0",
			}, Done},
			{"shut, then narrow", []string{
				"-emr-pages ingress tcp 8088 from 0.0.0.0/0", "+emr-pages ingress tcp 8088 from 198.51.100.0/24",
			}, Done},
			{"shut only", []string{"-emr-pages ingress tcp 8088 from 0.0.0.0/0"}, NotYet},
			{"the other world", []string{
				"+emr-pages ingress tcp 8088 from ::/0", "-emr-pages ingress tcp 8088 from 0.0.0.0/0",
			}, Wrong},
			{"another group for the world", []string{"+primary:forecast ingress tcp 8088 from 0.0.0.0/0"}, Wrong},
			{"the office, and one more", []string{
				"+emr-pages ingress tcp 8088 from 198.51.100.0/24", "+emr-pages ingress tcp 8088 from 203.0.113.0/24",
				"-emr-pages ingress tcp 8088 from 0.0.0.0/0",
			}, Wrong},
		},
	}
}

// enginePrimary is a group with two parts to play, both of them good.
func enginePrimary() Lesson {
	const studio, c = "genomes", "assembly"
	same := func(w World) bool { return w.Group("engine:"+studio).ID == w.Group("primary:"+c).ID }
	attach := Verdict(studio, EdgeAttach, allowed)
	return Lesson{
		ID: "engine-primary", Title: "Engine that is no group of its own", Scenario: "engine-primary",
		Story: "Brindle Labs gave its Studio the managed group of the primary nodes as Engine. A review calls its many rules and " +
			"its allow-all egress surplus, and wants them revoked.",
		Idea: "Engine may be any group, also a managed one. What such a group needs as the other is not surplus.",
		Ask: Question{
			Text: "How many of the inbound rules of that group are there for the Studio?",
			Choices: []Choice{
				{"None", func(w World) bool { return !same(w) || !narrowEngine(studio)(w) }},
				{"One", Both(same, narrowEngine(studio))},
				{"All", func(w World) bool {
					return same(w) && w.Count("engine:"+studio, model.Ingress) == 1 && !narrowEngine(studio)(w)
				}},
			},
			Reveal: func(World) string {
				return "tcp 18888 from studio-workspace is the Studio's. The others are the cluster's: among nodes, and from service access."
			},
		},
		Mode: Leave,
		Task: "Revoke what you would revoke; or say that nothing has to be changed: " + claimWords + ".",
		Hints: [3]string{
			"Page 2 lists the roles of the group, and why it has each.",
			"Without the rules among the nodes there is no cluster.",
			"Nothing has to be changed: " + claimWords + ".",
		},
		Lines: [3]string{
			"Which of the group's rules are the cluster's own? group ElasticMapReduce-Master-Private lists all.",
			"",
			"",
		},
		Point: Point{Page: OnGroups, Group: "engine:" + studio, Words: "page 2, ElasticMapReduce-Master-Private"},
		Goals: []Goal{
			Holds("Workspaces do not attach.", attach, "S6"),
			Holds("The nodes do not reach each other.", func(w World) bool {
				return w.Reaches("core:"+c, "primary:"+c, tcpAll) == allowed
			}, "E7"),
		},
		Learnt: []string{
			"The Studio's groups may be of your own choice, as long as the listed rules are in them.",
			"Before you revoke, ask which roles the group has. A rule is surplus only where none of them needs it.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look around first", []string{"3 1 2", claimKeys}, Done},
			{"revoke what looks wide", []string{"-engine:genomes ingress tcp 0-65535 from self", claimKeys}, Wrong},
			{"shut the way out", []string{"-engine:genomes egress all to 0.0.0.0/0", claimKeys}, Wrong},
		},
	}
}

// stackOwned is a group with an owner.
func stackOwned() Lesson {
	const studio = "bookings"
	owned := func(w World) bool {
		v, has := w.Group("engine:" + studio).Tags.Get("aws:cloudformation:stack-name")
		return has && v != ""
	}
	return Lesson{
		ID: "stack-owned", Title: "The broken group belongs to a stack", Scenario: "stack-owned",
		Story: "Sundial Hotels deploys its Studio with CloudFormation. Yesterday's template lost the rule that lets Workspaces " +
			"into Engine. It is three in the morning, and the analysts start at six.",
		Idea: "A repair by hand works at once, and lasts until the owner of the group deploys again.",
		Ask: Question{
			Text: "Who will undo a repair by hand?",
			Choices: []Choice{
				{"Nobody: a group is a group", Not(owned)},
				{"The stack, at its next update", owned},
			},
			Reveal: func(w World) string {
				v, _ := w.Group("engine:" + studio).Tags.Get("aws:cloudformation:stack-name")
				return "Its tags name the stack " + v + ". The review of a plan says so too, with the lines for the template."
			},
		},
		Task: "Get the analysts going now. The template is for the morning.",
		Hints: [3]string{
			"The reason is under the arrow on page 1.",
			"f plans the rule; read what the review says about the owner.",
			"On page 1: f, then a, then tab and enter to confirm.",
		},
		Lines: [3]string{
			"check has the reason.",
			"plan has the rule. The group's owner, a stack, will put its own state back at the next update.",
			"",
		},
		Point: Point{Page: OnStudios, Studio: studio, Edge: EdgeAttach, Words: "page 1, the arrow from Workspace to Engine"},
		Goals: []Goal{Attach(studio, "E9", "S8")},
		Touch: []string{"engine:" + studio},
		Exact: []string{"+engine:" + studio + " ingress tcp 18888 from sg:workspace:" + studio},
		Learnt: []string{
			"Rules act at once, whoever makes them. Who owns the group decides whether they stay.",
			"Tags of CloudFormation, Terraform and others are a sign of an owner. No sign means that nobody knows.",
		},
		Source: pageStack,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"by aws-cli", []string{"+engine:bookings ingress tcp 18888 from sg:workspace:bookings"}, Done},
			{"the whole network", []string{"+engine:bookings ingress all from 0.0.0.0/0"}, Wrong},
			{"the other direction", []string{"+workspace:bookings ingress tcp 18888 from sg:engine:bookings"}, Wrong},
		},
	}
}

// sharedWorkspace is a group with two parts that exclude each other.
func sharedWorkspace() Lesson { //nolint:funlen // a lesson is one value
	const studio, own = "editorial", "intranet"
	servers := func(w World) bool {
		for _, i := range w.Snapshot().InterfacesOf(w.Group(own).ID) {
			if i.Instance != "" {
				return true
			}
		}
		return false
	}
	entered := Finds("workspace-no-ingress", own)
	return Lesson{
		ID: "shared-workspace", Title: "One group for Workspaces and a web server", Scenario: "shared-workspace",
		Story: "Foundry Press took the group of its intranet servers for the Studio's Workspaces. A Workspace group may have no " +
			"inbound rule, and the repair seems clear: revoke tcp 8080.",
		Idea: "Before a rule goes, look at who else has the group.",
		Ask: Question{
			Text: "Who loses something if the inbound rule is revoked?",
			Choices: []Choice{
				{"Nobody", Not(servers)},
				{"The intranet servers: nobody reaches them any more", Both(servers, entered)},
				{"The Workspaces", Both(Not(entered), Not(servers))},
			},
			Reveal: Says("The group is on a server too.", "workspace-no-ingress", own),
		},
		Mode: Leave,
		Task: "Repair what can be repaired here without harm; or say that no rule has to be changed now: " + claimWords + ".",
		Hints: [3]string{
			"Page 2 shows on which interfaces the group is.",
			"sgscope offers no fix for this finding. Its advice says why.",
			"The Studio needs a Workspace group of its own; no rule here: " + claimWords + ".",
		},
		Lines: [3]string{
			"intranet is also on the web servers: a rule of it is theirs too.",
			"",
			"",
		},
		Point: Point{Page: OnGroups, Group: own, Words: "page 2, intranet"},
		Goals: []Goal{
			Holds("The Workspace group lets nothing in.", entered, "S7"),
			Holds("The servers cannot be reached.", func(w World) bool {
				return w.HasRule(own, "ingress tcp 8080 from 10.40.0.0/16")
			}),
		},
		Traps: []Trap{
			{
				func(start, now World) bool { return now.Count(own, model.Ingress) < start.Count(own, model.Ingress) },
				"Now nobody reaches the intranet servers: they have this group too. Put the rule back; the Studio needs a group of its own.",
			},
		},
		Learnt: []string{
			"A Workspace group lets nothing in, so it cannot be the group of a server as well.",
			"A revocation hits all who have the group. sgscope refuses one where another user of it is not explained.",
		},
		Source: pageStudio,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look at the finding first", []string{"3", claimKeys}, Done},
			{"revoke it all the same", []string{"-intranet ingress tcp 8080 from 10.40.0.0/16", claimKeys}, Wrong},
			{"open it wider", []string{"+intranet ingress tcp 8080 from 0.0.0.0/0", claimKeys}, Wrong},
		},
	}
}

// officeInstead edits the rule that keys lead to: the office takes the place of the world.
func officeInstead(keys string) []string {
	return []string{
		keys + " enter down" + strings.Repeat(" backspace", len("0.0.0.0/0")), "=198.51.100.0/24", "ctrl+r r a tab enter",
	}
}
