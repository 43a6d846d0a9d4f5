package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

// around is a VPC with notebooks' groups, a cluster with an additional group that the world gets in by, and
// EMR on EKS.
const around = `
vpc vpc-0a 10.0.0.0/16 name=analytics
subnet subnet-a vpc-0a 10.0.1.0/24
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-c primary=i-1 service=sg-s additional=sg-x
group sg-m vpc-0a ElasticMapReduce-Master-Private
  ingress all from sg-m
  ingress all from sg-c
  egress all to 0.0.0.0/0
group sg-c vpc-0a ElasticMapReduce-Slave-Private
  ingress all from sg-m
  ingress all from sg-c
  egress all to 0.0.0.0/0
group sg-s vpc-0a ElasticMapReduce-ServiceAccess
  ingress tcp 9443 from sg-c
group sg-x vpc-0a bastion-ssh
  ingress tcp 22 from 0.0.0.0/0
group sg-ed vpc-0a ElasticMapReduceEditors-Editor
  egress tcp 18888 to sg-li
group sg-li vpc-0a ElasticMapReduceEditors-Livy
  ingress tcp 18888 from sg-ed
group sg-lb vpc-0a emr-containers-lb-vc-ep
  egress tcp 1-65535 to sg-eks
group sg-eks vpc-0a eks-cluster-sg-prod
  ingress tcp 1-65535 from sg-lb
`

func aroundView(t *testing.T) report.View {
	t.Helper()
	v := viewOf(around)
	b := model.NewBuilderFrom(v.Analysis.Snapshot())
	b.AddVirtualCluster(model.VirtualCluster{
		ID: "vc1", Name: "spark-jobs", State: "RUNNING", EKSCluster: "prod", Namespace: "spark", EKSRead: true, VPC: "vpc-0a",
		Subnets: []string{"subnet-a"}, ClusterSecurityGroup: "sg-eks", Region: "us-east-1",
	})
	b.AddManagedEndpoint(model.ManagedEndpoint{
		ID: "ep1", Name: "notebooks", VirtualCluster: "vc1", Type: "JUPYTER_ENTERPRISE_GATEWAY", State: "ACTIVE", Described: true,
		SecurityGroup: "sg-lb", Subnets: []string{"subnet-a"}, Region: "us-east-1",
	})
	for _, p := range model.EMRParts() {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	v.Analysis = emr.Analyse(b.Snapshot(), emr.Scope{})
	return v
}

// The document has all that EMR has groups for: every kind of node once at least, and edges that name their
// cluster or their pair.
func TestGraphHasAllOfEMR(t *testing.T) {
	v := aroundView(t)
	doc := report.GraphJSON(v)
	var kinds []string
	ids := map[string]bool{}
	for _, n := range doc.Nodes {
		if !slices.Contains(kinds, n.Kind) {
			kinds = append(kinds, n.Kind)
		}
		ids[n.ID] = true
		if n.Kind == "primary" && (n.Cluster != "j-1" || !slices.Equal(n.Carries, []string{"sg-x"})) {
			t.Errorf("primary is of %q and carries %v", n.Cluster, n.Carries)
		}
	}
	slices.Sort(kinds)
	want := []string{
		"cluster", "core", "eks-nodes", "endpoint", "engine", "internet", "primary", "service-access", "virtual-cluster",
		"workspace",
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("kinds of nodes (-want +got)\n%s", diff)
	}
	exposing := 0
	for _, e := range doc.Edges {
		if !ids[e.From] || !ids[e.To] {
			t.Errorf("%s leads from or to a node that is not there", e.ID)
		}
		if e.Exposes {
			exposing++
		}
	}
	if exposing != 1 {
		t.Errorf("%d edges expose, want the one by tcp 22", exposing)
	}
	got := text(t, func(b *bytes.Buffer) error { return report.GraphText(b, v) })
	golden(t, "around.graph.txt", got)
	for _, line := range []string{"Cluster etl (j-1)", "! Internet → Primary, tcp 22", "EMR on EKS spark-jobs (vc1)", "Editor → Livy"} {
		if !strings.Contains(got, line) {
			t.Errorf("the text lacks %q:\n%s", line, got)
		}
	}
}
