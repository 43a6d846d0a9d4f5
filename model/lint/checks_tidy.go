package lint

import "github.com/sgscope/sgscope/model"

func tidyChecks() []Check {
	return []Check{
		{
			ID: "rule-implied", Severity: model.Note, Default: true, Fixes: RevokeDead,
			Title: "a rule is allowed by others anyway",
			Flags: "A rule of which the group's other rules, together, allow everything. Those that are found can go " +
				"all at once.",
			Why: "Who takes it away believes that something was closed.", Source: pageRules, judge: implied,
		},
		{
			ID: "rule-implied-elsewhere", Severity: model.Note,
			Title: "a rule is allowed by the interface's other groups anyway",
			Flags: "A rule of which the other groups allow everything, on each interface that carries the group.",
			Why:   "The most permissive rule of all of an interface's groups counts.", Source: pageRules,
			judge: impliedElsewhere,
		},
		{
			ID: "stale-reference", Severity: model.Note, Default: true, Fixes: RevokeDead,
			Title: "a rule names a group that is gone",
			Flags: "A rule whose peer is a group that is deleted, that EC2 calls stale, or that is beyond a peering " +
				"connection which has ended.",
			Why: "It matches nothing, and looks as if it did.", Source: pageStale, judge: staleReference,
		},
		{
			ID: "many-rules", Severity: model.Note, Default: true,
			Title: "a group has many rules",
			Flags: "More than 50 rules of one direction.",
			Why:   "At the quota of 60 the next rule that is needed is refused.", Source: pageLimits, judge: tooManyRules,
		},
		{
			ID: "many-groups", Severity: model.Note,
			Title: "a VPC has many groups",
			Flags: "More than 30 groups in one VPC.",
			Why:   "Nobody knows what they are for.", Source: pageLimits,
		},
	}
}

func leftoverChecks() []Check {
	return []Check{
		{
			ID: "default-group-in-use", Severity: model.Note, Default: true,
			Title: "the VPC's default group is in use",
			Flags: "The group default is on some interface.",
			Why:   "Whatever names no group gets it, and so shares what it allows.", Source: pageDefault, judge: defaultInUse,
		},
		{
			ID: "default-group-rules", Severity: model.Note, Fixes: RevokeRule,
			Title: "the VPC's default group has rules",
			Flags: "The group default has any rule; EC2 gives it two.",
			Why:   "Whatever names no group gets it.", Source: pageDefault, judge: defaultHasRules,
		},
		{
			ID: "launch-wizard", Severity: model.Note,
			Title: "a group was made by the launch wizard",
			Flags: "A group whose name begins with launch-wizard-.",
			Why:   "Its rules were a default, not a decision.", Source: pageGroups, judge: launchWizard,
		},
		{
			ID: "unused-group", Severity: model.Note,
			Title: "nothing uses the group",
			Flags: "A group on no interface that no Studio, cluster (on EC2 or EKS), endpoint, EMR Serverless application, load " +
				"balancer, other VPC or other group's rule names, and that has no name which EMR or EC2 gives. Unknown where one of these was not read whole.",
			Why: "Whoever finds it may use it for something else.", Source: pageGroups, judge: unused,
		},
		{
			ID: "description-missing", Severity: model.Note,
			Title: "rules or group are not described",
			Flags: "Rules without a description, and groups whose description says nothing.",
			Why:   "Nobody dares to take away what nobody can explain; EMR describes none of its rules.", Source: pageRules,
			judge: undescribed,
		},
		{
			ID: "untagged-group", Severity: model.Note,
			Title: "a group has no tag",
			Flags: "A group of the caller's account without any tag.",
			Why:   "Nobody can tell whose it is.", Source: pageGroups, judge: untagged,
		},
	}
}
