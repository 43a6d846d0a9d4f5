package main

// rightFixes gives, of each lesson that wants something mended, several right ways; the first is the smallest.
// A line is a change from outside, as tour.World.Outside reads it.
func rightFixes() map[string][][]string {
	const editor, livy = "ElasticMapReduceEditors-Editor", "ElasticMapReduceEditors-Livy"
	const emrTag = " for-use-with-amazon-emr-managed-policies=true"
	const dsIn, dsOut = "+engine:data-science ingress tcp 18888 from sg:workspace:data-science",
		"+workspace:data-science egress tcp 18888 to sg:engine:data-science"
	const typoIn, typoOut = "+studio-engine ingress tcp 18888 from sg:studio-workspace", "+studio-workspace egress tcp 18888 to sg:studio-engine"
	const noIn, noOut = "-studio-engine ingress tcp 18880 from sg:studio-workspace", "-studio-workspace egress udp 18888 to sg:studio-engine"
	return map[string][][]string{
		"first-repair": {
			{dsIn, dsOut},
			{dsOut, dsIn, "-engine:data-science ingress tcp 18889 from sg:workspace:data-science"},
			{"-engine:data-science ingress tcp 18889 from sg:workspace:data-science", dsIn + " : from Workspaces", dsOut},
		},
		"closed-by-default": {
			{"+engine:clinical-trials ingress tcp 18888 from sg:workspace:clinical-trials"},
			{"-engine:clinical-trials ingress tcp 18888 from 10.99.0.0/16", "+engine:clinical-trials ingress tcp 18888 from sg:workspace:clinical-trials"},
		},
		"two-lists": {
			{"+emr-service-access egress tcp 8443 to sg:emr-primary", "+emr-service-access egress tcp 8443 to sg:emr-core"},
			{
				"-emr-service-access ingress tcp 8443 from sg:emr-primary", "-emr-service-access ingress tcp 8443 from sg:emr-core",
				"+emr-service-access egress tcp 8443 to sg:emr-core", "+emr-service-access egress tcp 8443 to sg:emr-primary",
			},
		},
		"most-permissive": {
			{"-bastion ingress tcp 0-65535 from 192.0.2.0/24"},
			{"-bastion ingress tcp 22 from 192.0.2.12/32", "-bastion ingress tcp 0-65535 from 192.0.2.0/24", "+bastion ingress tcp 22 from 192.0.2.12/32"},
		},
		"port-typo": {{typoIn, typoOut, noIn, noOut}, {noOut, noIn, typoOut, typoIn}},
		"own-mirror": {
			{"+studio-workspace egress tcp 18888 to sg:studio-engine"},
			{"-studio-workspace egress tcp 18888 to self", "+studio-workspace egress tcp 18888 to sg:studio-engine"},
		},
		"rule-on-engine": {
			{"+studio-workspace egress tcp 18888 to sg:studio-engine"},
			{"-studio-engine egress tcp 18888 to self", "+studio-workspace egress tcp 18888 to sg:studio-engine"},
		},
		"no-way-in": {{"-workspace:route-planning ingress tcp 8888 from 198.51.100.0/24"}},
		"two-workspaces": {
			{"+engine:audit ingress tcp 18888 from sg:workspace:audit"},
			{
				"-engine:audit ingress tcp 18888 from sg:workspace:pricing", "+engine:audit ingress tcp 18888 from sg:workspace:audit",
				"+engine:audit ingress tcp 18888 from sg:workspace:pricing",
			},
		},
		"make-a-pair": {{
			"*DefaultEngineSecurityGroup", "*DefaultWorkspaceSecurityGroupGit",
			"#DefaultEngineSecurityGroup" + emrTag, "#DefaultWorkspaceSecurityGroupGit" + emrTag,
			"+DefaultEngineSecurityGroup ingress tcp 18888 from sg:DefaultWorkspaceSecurityGroupGit",
			"+DefaultWorkspaceSecurityGroupGit egress tcp 18888 to sg:DefaultEngineSecurityGroup",
			"+DefaultWorkspaceSecurityGroupGit egress tcp 443 to 0.0.0.0/0",
			"-DefaultEngineSecurityGroup egress all to 0.0.0.0/0", "-DefaultWorkspaceSecurityGroupGit egress all to 0.0.0.0/0",
		}},
		"own-groups": {{"+emr-service-access ingress tcp 9443 from sg:emr-primary"}},
		"no-egress": {
			{"+emr-primary egress all to 0.0.0.0/0", "+emr-core egress all to 0.0.0.0/0"},
			{
				"+emr-primary egress all to self", "+emr-primary egress all to sg:emr-core",
				"+emr-core egress all to self", "+emr-core egress all to sg:emr-primary",
				"+emr-primary egress tcp 9443 to sg:emr-service-access", "+emr-primary egress tcp 443 to 0.0.0.0/0",
				"+emr-core egress tcp 443 to 0.0.0.0/0",
			},
			{"+emr-primary egress all to 0.0.0.0/1", "+emr-primary egress all to 128.0.0.0/1", "+emr-core egress all to 0.0.0.0/0"},
		},
		"additional": {{"+audit-access ingress tcp 22 from sg:bastion"}},
		"both-releases": {
			{"+service:matches-8 ingress tcp 443 from 10.40.0.0/16"},
			{"+service:matches-8 ingress tcp 443 from 10.40.0.0/17", "+service:matches-8 ingress tcp 443 from 10.40.128.0/17"},
		},
		"git-blocked": {
			{"+workspace:player-insights egress tcp 443 to 0.0.0.0/0"},
			{"+workspace:player-insights egress tcp 443 to 0.0.0.0/1", "+workspace:player-insights egress tcp 443 to 128.0.0.0/1"},
		},
		"without-git": {{"-workspace:member-data egress all to 0.0.0.0/0"}},
		"untagged":    {{"#workspace:risk-models" + emrTag, "#engine:risk-models" + emrTag}, {"#engine:risk-models" + emrTag, "#workspace:risk-models" + emrTag}},
		"role-v2":     {{"#primary:readers" + emrTag, "#core:readers" + emrTag, "#service:readers" + emrTag}},
		"debug-rule":  {{"-engine:audience ingress all from 0.0.0.0/0"}},
		"old-ssh": {
			{"+ElasticMapReduce-master ingress tcp 22 from 198.51.100.0/24", "-ElasticMapReduce-master ingress tcp 22 from 0.0.0.0/0"},
			{
				"-ElasticMapReduce-master ingress tcp 22 from 0.0.0.0/0", "+ElasticMapReduce-master ingress tcp 22 from 198.51.100.0/25",
				"+ElasticMapReduce-master ingress tcp 22 from 198.51.100.128/25",
			},
		},
		"public-page": {
			{"+emr-pages ingress tcp 8088 from 198.51.100.0/24", "-emr-pages ingress tcp 8088 from 0.0.0.0/0"},
			{
				"-emr-pages ingress tcp 8088 from 0.0.0.0/0", "+emr-pages ingress tcp 8088 from 198.51.100.128/25",
				"+emr-pages ingress tcp 8088 from 198.51.100.0/25",
			},
		},
		"stack-owned": {{"+engine:bookings ingress tcp 18888 from sg:workspace:bookings"}},
		"pages-mistake": {
			{"+" + editor + " egress tcp 18888 to sg:" + livy, "-" + editor + " egress tcp 18888 to self"},
			{"-" + editor + " egress tcp 18888 to self", "+" + editor + " egress tcp 18888 to sg:" + livy},
		},
	}
}
