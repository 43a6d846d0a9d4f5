package emr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// roles gives a group's parts, each with why, a line each.
func roles(a *emr.Analysis, group string) string {
	var out []string
	for _, r := range a.Roles(group) {
		out = append(out, r.Kind.String()+": "+r.Why)
	}
	return strings.Join(out, "\n")
}

// TestRoles tables what each group is, and why.
func TestRoles(t *testing.T) {
	text := edited(whole,
		line("cluster j-6 old TERMINATED_WITH_ERRORS emr-7.5.0 subnet-a sg-m sg-c"),
		swap("cluster j-7", "service=", "additional=sg-app additional-core=sg-app,sg-dns service="),
		swap("managedendpoint", "subnets=", "notebook=sg-less subnets="),
		line("studio es-5 more vpc-1 sg-w3 sg-m subnet-a"),
		line("group sg-n1 vpc-1 ElasticMapReduce-Primary-Private"), line("group sg-n2 vpc-1 elasticmapreduce-core"),
		line("group sg-d vpc-1 default"), line("group sg-cdk vpc-1 DefaultEngineSecurityGroup-111122223333"),
		line("shared sg-w9 vpc-1 from=vpc-2"),
		line("group sg-sw vpc-1 w"), line("  egress tcp 18888 to sg-se"), line("group sg-se vpc-1 e"), line("  ingress tcp 18888 from sg-sw"),
	)
	a := emr.Analyse(fixture.Snapshot(text), emr.Scope{})
	for group, want := range map[string]string{
		"sg-ws": "Workspace: Studio data (es-1), WorkspaceSecurityGroupId",
		"sg-eng": "Engine: Studio data (es-1), EngineSecurityGroupId\n" +
			"Engine: Studio plain (es-2), EngineSecurityGroupId",
		"sg-m": "Engine: Studio more (es-5), EngineSecurityGroupId\n" +
			"managed primary: cluster old (j-6), which ended with errors, EmrManagedMasterSecurityGroup; custom\n" +
			"managed primary: cluster etl (j-7), EmrManagedMasterSecurityGroup; custom",
		"sg-dm": "managed primary: cluster next (j-8), EmrManagedMasterSecurityGroup; EMR's default for private subnets",
		"sg-dc": "managed core/task: cluster next (j-8), EmrManagedSlaveSecurityGroup; EMR's default for private subnets",
		"sg-ds": "service access: cluster next (j-8), ServiceAccessSecurityGroup; EMR's default for private subnets",
		"sg-s":  "service access: cluster etl (j-7), ServiceAccessSecurityGroup; custom",
		"sg-pm": "managed primary: cluster pub (j-p), EmrManagedMasterSecurityGroup; EMR's default for public subnets",
		"sg-app": "additional primary: cluster etl (j-7), AdditionalMasterSecurityGroups\n" +
			"additional core/task: cluster etl (j-7), AdditionalSlaveSecurityGroups",
		"sg-dns": "additional core/task: cluster etl (j-7), AdditionalSlaveSecurityGroups",
		"sg-n1":  "managed primary: named ElasticMapReduce-Primary-Private; EMR's default for private subnets, in the spelling of newer pages",
		"sg-n2":  "managed core/task: named elasticmapreduce-core; EMR's default for public subnets, in the spelling of newer pages",
		"sg-edi": "notebook Editor: named ElasticMapReduceEditors-Editor",
		"sg-liv": "notebook Livy: named ElasticMapReduceEditors-Livy",
		"sg-lb":  "EMR on EKS endpoint: EMR on EKS endpoint ep-1 (ep-1), securityGroup",
		"sg-less": "EMR on EKS endpoint: EMR on EKS endpoint ep-1 (ep-1), notebook-security-group-id\n" +
			"Serverless application: Serverless application adhoc (00f1), networkConfiguration",
		"sg-eks": "EKS cluster: EKS cluster eks-data of virtual cluster eks-data (vc-1), clusterSecurityGroupId",
		"sg-d":   "VPC default: named default",
		"sg-cdk": "Engine: named DefaultEngineSecurityGroup-111122223333",
		"sg-w9": "Workspace: Studio public (es-9), WorkspaceSecurityGroupId\n" +
			"from another VPC: made in vpc-2, usable in vpc-1",
		"sg-sw":  "Workspace: its rules are those of a Workspace group of sg-se",
		"sg-se":  "Engine: it lets tcp 18888 in from sg-sw, as an Engine group does",
		"sg-ssh": "additional primary: cluster next (j-8), AdditionalMasterSecurityGroups",
	} {
		if diff := cmp.Diff(want, roles(a, group)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", group, diff)
		}
	}
	for g := range a.Snapshot().Groups() {
		if r := a.Roles(g.ID); slices.ContainsFunc(r, func(r emr.Role) bool { return r.Why == "" || r.Kind == emr.RoleOther }) {
			t.Errorf("%s: a role without a reason: %v", g.ID, r)
		}
	}
}
