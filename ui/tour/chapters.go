package tour

// Chapters gives all lessons in the order in which they are meant to be played, from what a security
// group is to why a reply did not come back.
//
// The plan, by file; a lesson is there once its scenario is:
//
//	basics.go    1 What a security group is
//	             first-repair (analytics), closed-by-default (engine-closed), two-lists (wrong-direction),
//	             at-once (healthy; a mistake undone), most-permissive (most-permissive), nothing-wrong (healthy)
//	pair.go      2 The two groups of a Studio
//	             port-typo, own-mirror (self-reference), rule-on-engine, no-way-in (workspace-inbound),
//	             two-workspaces, joins-late (analytics; fixed at creation, yet Engine joins), make-a-pair (no-defaults)
//	cluster.go   3 What EMR builds around a cluster: service-access-9443, no-egress, emr8, mixed-releases, role-v2,
//	             shared-defaults, six-groups, and one on additional groups (E2 E3 E4 E5 E6 E7)
//	place.go     4 Git, tags and places: git-blocked, leaky-without-git, public-subnet, untagged, wrong-vpc,
//	             deleted-group, eks (S3 S10 S11 S12 S15)
//	exposure.go  5 Who else gets in: public-rule, old-ssh, debug-rule, shared-workspace, engine-primary,
//	             stack-owned (E12 E13 E14 E15)
//	notebook.go  6 EMR Notebooks (N1 to N6)
//	beyond.go    7 When the rules are fine: rules-fine, not-offered, nacl-reply, org-denial, wrong-region, shared-vpc
func Chapters() []Chapter {
	return []Chapter{
		{"basics", "What a security group is", basics()},
		{"pair", "The two groups of a Studio", pair()},
		{"cluster", "What EMR builds around a cluster", cluster()},
		{"place", "Git, tags and places", place()},
		{"exposure", "Who else gets in", exposure()},
		{"notebook", "EMR Notebooks", notebook()},
		{"beyond", "When the rules are fine", beyond()},
	}
}
