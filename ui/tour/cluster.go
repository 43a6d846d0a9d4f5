package tour

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// How somebody says that nothing has to be changed: the keys, and the same in words.
const (
	claimKeys  = "L n"
	claimWords = "L, then n"
)

func cluster() []Lesson {
	return []Lesson{ownGroups(), noEgress(), additional(), bothReleases(), sharedDefaults(), oneTooMany()}
}

// tcpAll is all of TCP among the nodes.
const tcpAll = "tcp 0-65535"

// amazonS3 is the prefix list of Amazon S3 in the sandbox.
const amazonS3 = "pl-63a5400a"

// ownGroups is the one inbound rule that EMR looks for and does not add.
func ownGroups() Lesson {
	const live = "depots-live"
	missing := Finds("service-ingress-9443", "service:"+live)
	back := Finds("service-egress-8443-primary", "service:"+live)
	return Lesson{
		ID: "own-groups", Title: "The rule that EMR does not add", Scenario: "service-access-9443",
		Story: "Harrow Logistics gives its clusters managed groups of its own. Tonight's cluster was refused within a minute: " +
			"\"ServiceAccessSecurityGroup is missing ingress rule from EmrManagedMasterSecurityGroup on port 9443\".",
		Idea: "With groups of your own EMR still adds what the nodes need, but the service access group's 9443 it only checks.",
		Ask: Question{
			Text: "Which way does the missing traffic go?",
			Choices: []Choice{
				{"From EMR's service to the primary node, tcp 8443", Both(back, Not(missing))},
				{"From the primary node to EMR's service, tcp 9443", Both(missing, Not(back))},
				{"Both ways are shut", Both(missing, back)},
			},
			Reveal: Says("The node calls home.", "service-ingress-9443", "service:"+live),
		},
		Task: "Make the service access group fit for the next cluster, with no more than it needs.",
		Hints: [3]string{
			"The message names the group that lacks a rule, the port, and who has to get in.",
			"Page 3 has the finding; f plans its repair.",
			"On page 3: f, then a, then tab and enter to confirm.",
		},
		Lines: [3]string{
			"",
			"check has the finding; plan says what would mend it.",
			"",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the finding of service access"},
		Goals: []Goal{
			Gone("service-ingress-9443", "service:"+live, "emr-service-access still does not let emr-primary in on tcp 9443."),
			Holds("A cluster needs three managed groups here: of the primary node, of the core nodes, and service access.",
				func(w World) bool {
					c := w.Cluster(live)
					return c.ManagedPrimary != "" && c.ManagedCore != "" && c.ServiceAccess != ""
				}, "E3"),
		},
		Touch: []string{"service:" + live},
		Exact: []string{
			"+service:" + live + " ingress tcp 9443 from sg:primary:" + live,
		},
		Learnt: []string{
			"Every cluster has managed groups: AWS's defaults, or your own, given when it is created.",
			"In a private subnet releases 5.30 to 7 need tcp 9443 into service access, from the primary node's group. " +
				"In a group of your own that rule is yours to make.",
		},
		Source: pageManaged,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"by aws-cli", []string{"+emr-service-access ingress tcp 9443 from sg:emr-primary"}, Done},
			{"the wrong port", []string{"+emr-service-access ingress tcp 8443 from sg:emr-primary"}, NotYet},
			{"from everywhere", []string{"+emr-service-access ingress tcp 9443 from 0.0.0.0/0"}, Wrong},
			{"on the wrong group", []string{"+emr-primary ingress tcp 9443 from sg:emr-service-access"}, Wrong},
			{"everything from the primary node", []string{"+emr-service-access ingress all from sg:emr-primary"}, Wrong},
		},
	}
}

// noEgress is the half that EMR never adds.
func noEgress() Lesson { //nolint:funlen // a lesson is one value
	const c = "grid-load"
	in := func(w World) bool {
		return w.HasRule("primary:"+c, "ingress "+tcpAll+" from sg:core:"+c) &&
			w.HasRule("core:"+c, "ingress "+tcpAll+" from sg:primary:"+c)
	}
	out := func(w World) bool {
		return w.Reaches("primary:"+c, "core:"+c, tcpAll) == allowed && w.Reaches("core:"+c, "primary:"+c, tcpAll) == allowed
	}
	return Lesson{
		ID: "no-egress", Title: "STARTING, for an hour", Scenario: "no-egress",
		Story: "The groups of grid-load came from a template that takes EC2's automatic outbound rule away. EMR reports no " +
			"error. The cluster stays in STARTING until it gives up.",
		Idea: "EMR adds missing inbound rules to managed groups when a cluster is created. It never adds an outbound one.",
		Ask: Question{
			Text: "The inbound rules between primary and core are all there. Can the two talk?",
			Choices: []Choice{
				{"Yes: who is let in, is let in", Both(in, out)},
				{"No: nothing leaves either of them", Both(in, Not(out))},
				{"Only once the cluster runs", Both(Not(in), Not(out))},
			},
			Reveal: Says("Two ends, two lists.", "nodes-tcp-egress", "primary:"+c),
		},
		Task: "Give the nodes their way out, in emr-primary and emr-core.",
		Hints: [3]string{
			"Page 3 lists what the nodes cannot send. Many findings, one cause.",
			"Allow-all egress on both groups is AWS's own default, and does it. Leave the inbound lists alone.",
			"On page 3: f plans every rule that is missing, at once; then a, then tab and enter to confirm.",
		},
		Lines: [3]string{
			"check lists what the nodes cannot send. Many findings, one cause.",
			"",
			"",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the findings of grid-load"},
		Goals: []Goal{
			Holds("The inbound rules among the nodes, which EMR added, are gone.", in, "E4"),
			Gone("nodes-tcp-egress", "", "The nodes cannot send to each other on all of tcp yet."),
			Gone("primary-egress-9443", "", "The primary node cannot send to service access on tcp 9443 yet."),
			Gone("primary-egress-443", "", "The primary node cannot send to service access on tcp 443 yet."),
			Gone("core-egress-443", "", "The core nodes cannot send to service access on tcp 443 yet."),
			Gone("nodes-egress-s3", "", "The nodes cannot fetch what they run from Amazon S3, tcp 443, yet."),
		},
		Touch: []string{"primary:" + c, "core:" + c},
		Exact: []string{
			"+primary:" + c + " egress all to 0.0.0.0/0", "+core:" + c + " egress all to 0.0.0.0/0",
			"+primary:" + c + " egress all to self", "+primary:" + c + " egress all to sg:core:" + c,
			"+core:" + c + " egress all to self", "+core:" + c + " egress all to sg:primary:" + c,
			"+primary:" + c + " egress tcp to sg:service:" + c, "+core:" + c + " egress tcp to sg:service:" + c,
			"+primary:" + c + " egress tcp to " + amazonS3, "+core:" + c + " egress tcp to " + amazonS3,
		},
		Learnt: []string{
			"In default and own managed groups alike, EMR adds the inbound rules that the cluster needs.",
			"Outbound it adds nothing. A template that drops the automatic rule has to write others.",
		},
		Source: pageManaged,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"allow-all, as AWS's own groups have it", []string{
				"+emr-primary egress all to 0.0.0.0/0", "+emr-core egress all to 0.0.0.0/0",
			}, Done},
			{"by group and port", []string{
				"+emr-primary egress all to self", "+emr-primary egress all to sg:emr-core",
				"+emr-core egress all to self", "+emr-core egress all to sg:emr-primary",
				"+emr-primary egress tcp 9443 to sg:emr-service-access", "+emr-primary egress tcp 443 to 0.0.0.0/0",
				"+emr-core egress tcp 443 to 0.0.0.0/0",
			}, Done},
			{"one group only", []string{"+emr-primary egress all to 0.0.0.0/0"}, NotYet},
			{"wider inbound rules", []string{"+emr-primary ingress all from 0.0.0.0/0"}, Wrong},
			{"service access instead", []string{"+emr-service-access egress all to 0.0.0.0/0"}, Wrong},
		},
	}
}

// additional is the group that EMR leaves alone.
func additional() Lesson { //nolint:funlen // a lesson is one value
	const c, own = "ledgers", "audit-access"
	way := func(w World) bool { return ssh(w, "bastion", c) == allowed }
	return Lesson{
		ID: "additional", Title: "A group that EMR leaves alone", Scenario: "additional-group",
		Story: "An engineer has to log in to the primary node of ledgers from the bastion host. The cluster was made with an " +
			"additional group, audit-access, which is empty. A colleague would edit ElasticMapReduce-Master-Private.",
		Idea: "What EMR adds is for traffic inside. Access from outside you open yourself, best in an additional group.",
		Ask: Question{
			Text: "Does the bastion host reach the primary node on tcp 22 today?",
			Choices: []Choice{
				{"Yes: EMR opens ssh", way},
				{"No: nothing lets it in", Not(way)},
			},
			Reveal: func(World) string {
				return "Neither the managed group nor audit-access has a rule for it. EMR's own rules name only the cluster's groups " +
					"and service access."
			},
		},
		Task: "Let the bastion host's group in on tcp 22, by audit-access. Leave the managed group alone: other clusters have it too.",
		Hints: [3]string{
			"A rule may name a group as its source: bastion. No address is needed.",
			"On page 2, on audit-access, e edits its rules.",
			"On page 2, on audit-access: e, a, Ports 22, Peer bastion, ctrl+r; then r, a, tab, enter.",
		},
		Lines: [3]string{
			"",
			"audit-access is empty: allow adds a rule to it.",
			"",
		},
		Point: Point{Page: OnGroups, Group: own, Words: "page 2, audit-access"},
		Goals: []Goal{
			Holds("The bastion host still does not reach the primary node on tcp 22.", way, "E6"),
			Holds("ledgers should have a managed and an additional group on its primary node.", func(w World) bool {
				k := w.Cluster(c)
				return k.ManagedPrimary != "" && len(k.AdditionalPrimary) == 1 && k.AdditionalPrimary[0] == w.Group(own).ID
			}, "E2"),
			Holds("audit-access holds more than the one rule that was wanted.", func(w World) bool {
				return w.Count(own, model.Ingress) == 1
			}, "E5"),
		},
		Touch: []string{own},
		Exact: []string{"+" + own + " ingress tcp 22 from sg:bastion"},
		Traps: []Trap{
			{
				func(start, now World) bool {
					return now.Count("primary:"+c, model.Ingress) != start.Count("primary:"+c, model.Ingress)
				},
				"That is the managed group: every cluster of the VPC has it, and EMR edits it too. Put it back, and use audit-access.",
			},
		},
		Learnt: []string{
			"A cluster has two classes of groups: managed ones, which EMR tends, and additional ones, which it never edits.",
			"Additional groups are optional and hold only your rules: the place for access from outside.",
		},
		Source: pageAdditional,
		Plays: []Play{
			{"by aws-cli, the group", []string{"+audit-access ingress tcp 22 from sg:bastion"}, Done},
			{"in the editor", []string{"e a enter", "=22", "enter", "=bastion", "ctrl+r r a tab enter"}, Done},
			{"with a description", []string{"+audit-access ingress tcp 22 from sg:bastion : Bastion host"}, Done},
			{"the managed group", []string{"+ElasticMapReduce-Master-Private ingress tcp 22 from sg:bastion"}, Wrong},
			{"from the world", []string{"+audit-access ingress tcp 22 from 0.0.0.0/0"}, Wrong},
			{"another port", []string{"+audit-access ingress tcp 2222 from sg:bastion"}, NotYet},
		},
	}
}

// ssh gives whether a group's members can log in to a cluster's primary node, by all groups that it has.
func ssh(w World, from, cluster string) model.Verdict {
	return w.Reaches(from, "cluster:"+w.Cluster(cluster).ID, "tcp 22")
}

// bothReleases is two kinds of clusters on one set of groups.
func bothReleases() Lesson {
	const old, fresh = "matches-7", "matches-8"
	seven := Not(Finds("service-ingress-9443", ""))
	eight := Not(Finds("service-ingress-443", ""))
	return Lesson{
		ID: "both-releases", Title: "Release 7 and release 8 under one roof", Scenario: "mixed-releases",
		Story: "Rookery Games tries a cluster of release 8 beside one of 7.5, with the same default groups. The old one works, " +
			"the new one does not get ready. A colleague would replace the rules of ElasticMapReduce-ServiceAccess.",
		Idea: "Which rules service access needs depends on the release; with both kinds in a VPC it needs both sets.",
		Ask: Question{
			Text: "Whose rules does ElasticMapReduce-ServiceAccess have now?",
			Choices: []Choice{
				{"Those of release 7 only", Both(seven, Not(eight))},
				{"Those of release 8 only", Both(eight, Not(seven))},
				{"Those of both", Both(seven, eight)},
			},
			Reveal: Says("Release 8 calls from anywhere in the VPC, on 443.", "service-ingress-443", ""),
		},
		Task: "Make the group fit for both clusters. The one that runs must not lose anything.",
		Hints: [3]string{
			"Add, and take nothing away.",
			"Release 8 wants tcp 443 in from every block of the VPC.",
			"On page 3: f, then a, then tab and enter to confirm.",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the finding of service access"},
		Goals: []Goal{
			Gone("service-ingress-443", "", "Service access does not let the whole VPC in on tcp 443 yet."),
			Holds("matches-7 has lost a rule that it needs.", func(w World) bool {
				return seven(w) && !w.Has("service-egress-8443-primary", "") && !w.Has("service-egress-8443-core", "")
			}, "E7"),
		},
		Touch: []string{"service:" + old},
		Exact: []string{
			"+service:" + fresh + " ingress tcp 443 from 10.40.0.0/16",
		},
		Traps: []Trap{
			{
				func(start, now World) bool { return seven(start) && !seven(now) },
				"Now matches-7 cannot call its service any more: tcp 9443 from the primary node is gone. An edit of a managed group " +
					"hits every cluster that has it. Put the rule back.",
			},
		},
		Learnt: []string{
			"Editing a managed group can cut off running clusters: look first at who has it, and add before you take away.",
			"Releases 5.30 to 7 need 9443 and 8443 at service access, release 8 needs 443 from the VPC's blocks.",
		},
		Source: pageManaged,
		Plays: []Play{
			{"the plan", []string{"f a tab enter"}, Done},
			{"by aws-cli", []string{"+service:" + fresh + " ingress tcp 443 from 10.40.0.0/16"}, Done},
			{"one subnet only", []string{"+service:" + fresh + " ingress tcp 443 from 10.40.16.0/20"}, NotYet},
			{"the new for the old", []string{
				"-service:" + fresh + " ingress tcp 9443 from sg:primary:" + fresh,
				"+service:" + fresh + " ingress tcp 443 from 10.40.0.0/16",
			}, Wrong},
			{"from everywhere", []string{"+service:" + fresh + " ingress tcp 443 from 0.0.0.0/0"}, Wrong},
		},
	}
}

// sharedDefaults is two clusters that nobody meant to join.
func sharedDefaults() Lesson {
	const research, payroll = "research", "payroll"
	each := func(w World) bool { return w.Reaches("primary:"+research, "core:"+payroll, tcpAll) == allowed }
	same := func(w World) bool { return w.Group("primary:"+research).ID == w.Group("primary:"+payroll).ID }
	return Lesson{
		ID: "shared-defaults", Title: "Two clusters, one set of groups", Scenario: "shared-defaults",
		Story: "At Thistle Clinics payroll and research run on clusters of their own, both with AWS's default groups. The " +
			"auditor asks whether a job of research could reach the nodes of payroll.",
		Idea: "Default groups are shared by all clusters of a VPC, and they let their members reach each other.",
		Ask: Question{
			Text: "Can a node of research reach the nodes of payroll?",
			Choices: []Choice{
				{"Yes, on every port", each},
				{"No: each cluster has a network of its own", Not(each)},
			},
			Reveal: func(w World) string {
				if each(w) && same(w) {
					return "Both clusters have the same groups, and \"from self\" means from every member, whichever cluster it is of."
				}
				return "Their groups do not let each other in."
			},
		},
		Mode: Leave,
		Task: "Can you part the two by editing rules, with both running on? Do so; or say that nothing can be changed here: " +
			claimWords + ".",
		Hints: [3]string{
			"What lets the nodes of one cluster talk to each other? Would the rule still do that if it were gone?",
			"A cluster gets its groups at creation. Which clusters could get others?",
			"Rules cannot part them; the next payroll cluster needs groups of its own: " + claimWords + ".",
		},
		Point: Point{Page: OnGroups, Group: "primary:" + research, Words: "page 2, ElasticMapReduce-Master-Private"},
		Goals: []Goal{
			Holds("The clusters do not share their groups.", same),
			Holds("The nodes of research do not reach their own.", func(w World) bool {
				return w.Reaches("primary:"+research, "core:"+research, tcpAll) == allowed
			}),
		},
		Learnt: []string{
			"\"From self\" is every interface with the group, so clusters with the default groups are open to each other.",
			"To keep clusters apart, create each with managed groups of its own. Edits cannot part those that run.",
		},
		Source: pageManaged,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look around first", []string{"3 1 2", claimKeys}, Done},
			{"cut the members off", []string{"-core:payroll ingress tcp 0-65535 from self", claimKeys}, Wrong},
			{"shut the primary's way out", []string{"-primary:payroll egress all to 0.0.0.0/0", claimKeys}, Wrong},
		},
	}
}

// oneTooMany is a limit that no rule lifts.
func oneTooMany() Lesson {
	const c, studio = "recipes", "recipes"
	room := Not(Finds("engine-no-room", ""))
	opens := func(w World) bool { return w.Attaches(studio) == allowed }
	return Lesson{
		ID: "one-too-many", Title: "One group too many", Scenario: "six-groups",
		Story: "Each team of Meridian Foods gave the cluster recipes a group of its own. Attaching a Workspace now ends in " +
			"SecurityGroupsPerInterfaceLimitExceeded.",
		Idea: "An interface has room for five groups by default, and Engine needs one of the places at attach.",
		Ask: Question{
			Text: "What is in the way?",
			Choices: []Choice{
				{"The rules between Workspace and Engine", Both(room, Not(opens))},
				{"The number of groups on the primary node", Both(Not(room), opens)},
				{"Both", Both(Not(room), Not(opens))},
			},
			Reveal: Says("The arrow from Workspace to Engine is open.", "engine-no-room", ""),
		},
		Mode: Leave,
		Task: "Would another rule help? Make it; or say that no rule has to be changed: " + claimWords + ".",
		Hints: [3]string{
			"Count the groups in the finding on page 3.",
			"The quota of groups per interface can be raised to 16, or the next cluster made with fewer.",
			"No rule is wrong: " + claimWords + ".",
		},
		Lines: [3]string{
			"check has a finding that counts the groups on the primary node.",
			"",
			"",
		},
		Point: Point{Page: OnFindings, Words: "page 3, the finding of recipes"},
		Goals: []Goal{
			Attach(studio),
			Holds("The primary node has fewer than five groups.", func(w World) bool {
				return len(slices.Compact(slices.Sorted(slices.Values(w.Cluster(c).PrimaryGroups())))) == 5
			}, "S4"),
		},
		Learnt: []string{
			"Engine comes in addition to the groups that the primary node has: keep a place free for it.",
			"Fewer, larger additional groups do what many small ones do: rules of all groups add up.",
		},
		Source: pageQuotas,
		Plays: []Play{
			{"say so", []string{claimKeys}, Done},
			{"look at the Studio first", []string{"1 2", claimKeys}, Done},
			{"open Engine to the world", []string{"+engine:recipes ingress tcp 18888 from 0.0.0.0/0", claimKeys}, Wrong},
			{"open the managed group", []string{"+primary:recipes ingress tcp 18888 from sg:workspace:recipes", claimKeys}, Wrong},
		},
	}
}
