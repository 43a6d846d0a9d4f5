package awsclient_test

import (
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

func TestLoadReadsServices(t *testing.T) {
	c, w := openOn(t, wide)
	s := load(t, c, model.Source{})
	for _, p := range model.EMRParts() {
		if r := s.Reading(p, ""); !r.Whole() {
			t.Errorf("%s: %s, %v; want it read", p, r.State, r.Failure)
		}
	}
	tools := groupNamed(t, s, "shared-tools")
	var subnet model.Subnet
	for sub := range s.Subnets() {
		if sub.VPC == tools.VPC {
			subnet = sub
		}
	}
	const at, account = "arn:aws:emr-containers:us-east-1:123456789012:/virtualclusters/vc1", "123456789012"
	vc, _ := s.VirtualCluster("vc1")
	diff(t, "virtual cluster", model.VirtualCluster{
		ID: "vc1", Name: "jobs", ARN: at, Region: "us-east-1", Account: account, State: "RUNNING", EKSCluster: "lake",
		Namespace: "spark", EKSRead: true, VPC: tools.VPC, Subnets: []string{subnet.ID},
		ClusterSecurityGroup: tools.ID, SecurityGroups: []string{tools.ID},
	}, vc)
	ep, _ := s.ManagedEndpoint("ep1")
	diff(t, "endpoint", model.ManagedEndpoint{
		ID: "ep1", Name: "studio", ARN: at + "/endpoints/ep1", Region: "us-east-1", Account: account, VirtualCluster: "vc1",
		Type: "JUPYTER_ENTERPRISE_GATEWAY", State: "ACTIVE", Described: true, SecurityGroup: tools.ID,
		Subnets: []string{subnet.ID}, Release: "emr-7.5.0-latest", NotebookGroup: tools.ID,
	}, ep)
	app, _ := s.ServerlessApp("00app")
	diff(t, "application", model.ServerlessApp{
		ID: "00app", Name: "adhoc", ARN: "arn:aws:emr-serverless:us-east-1:123456789012:/applications/00app",
		Region: "us-east-1", Account: account, Release: "emr-7.5.0", Type: "Spark", State: "STARTED", Described: true,
		Subnets: []string{subnet.ID}, Groups: []string{tools.ID}, StudioEnabled: true,
	}, app)
	if n := len(w.of("/virtualclusters")); n != 1 || len(slices.Collect(s.VirtualClusters())) != 1 {
		t.Errorf("%d listings; want one, and the terminated virtual cluster left out", n)
	}
	if r := tools.Rules[0]; r.ID == "" {
		t.Error("the rule ids of an endpoint's group were not read")
	}
}

func TestLoadReadsServiceRoles(t *testing.T) {
	c, _ := openOn(t, wide)
	s := load(t, c, model.Source{})
	const arn = "arn:aws:iam::123456789012:role/EMRStudio_Service_Role"
	role, ok := s.Role(arn)
	if !ok {
		t.Fatalf("roles: %v", slices.Collect(s.Roles()))
	}
	diff(t, "role", model.IAMRole{
		ARN: arn, Name: "EMRStudio_Service_Role", Account: "123456789012", Boundary: "arn:aws:iam::123456789012:policy/Fence",
		Policies: []model.RolePolicy{
			{Name: "own", Document: `{"Statement":[]}`},
			{
				Name: "Base", ARN: "arn:aws:iam::123456789012:policy/Base", Version: "v2",
				Document: `{"Statement":[{"Action":"ec2:*","Effect":"Allow","Resource":"*"}]}`,
			},
		},
	}, role)
	if r := s.Reading(model.PartRoles, arn); !r.Whole() {
		t.Errorf("the role is %s: %v", r.State, r.Failure)
	}
}

// A role that is not there, and one that may not be read, are two readings.
func TestLoadOfRolesThatFail(t *testing.T) {
	c, w := openOn(t, `{"base": "analytics", "roles": [{"name": "EMRStudio_Service_Role", "missing": true}]}`)
	s := load(t, c, model.Source{})
	if r := s.Reading(model.PartRoles, "arn:aws:iam::123456789012:role/EMRStudio_Service_Role"); r.State != model.ReadFailed ||
		r.Failure.Kind != model.FailedNotFound {
		t.Errorf("a role that is gone: %+v", r)
	}
	refuse(w, "iam:GetRole", "AccessDenied")
	s = load(t, c, model.Source{})
	if r := s.Reading(model.PartRoles, ""); r.Failure.Missing != "iam:GetRole" {
		t.Errorf("roles that may not be read: %+v", r)
	}
}

func TestLoadReadsFailedClusters(t *testing.T) {
	c, _ := openOn(t, wide)
	s := load(t, c, model.Source{})
	k, ok := s.Cluster("j-FAILED")
	if !ok || !k.Failed() || k.Live() || !k.Described {
		t.Fatalf("cluster %+v", k)
	}
	diff(t, "errors", []model.ClusterError{{
		Code: "OTHER", Message: "more", Data: []model.ErrorDatum{{Key: "vpc", Value: "vpc-1"}, {Key: "a", Value: "b"}, {Key: "group", Value: "sg-1"}},
	}}, k.Errors)
	if !k.ReadyAt.IsZero() || k.EndedAt.Sub(k.CreatedAt) != time.Hour || k.StateReasonCode != "VALIDATION_ERROR" {
		t.Errorf("made %s, ready %s, ended %s, because of %q", k.CreatedAt, k.ReadyAt, k.EndedAt, k.StateReasonCode)
	}
	if r := s.Reading(model.PartFailedClusters, ""); !r.Whole() || r.LeftOut != 1 {
		t.Errorf("%+v; want the one of last month left out, and said so", r)
	}
	for live := range s.Clusters() {
		if live.Live() && live.ReadyAt.Sub(live.CreatedAt) <= 0 {
			t.Errorf("cluster %s: made %s, ready %s", live.ID, live.CreatedAt, live.ReadyAt)
		}
	}
}

func TestLatestFailedClusters(t *testing.T) {
	now := epoch()
	var all []model.Cluster
	for i := range 60 {
		all = append(all, model.Cluster{ID: string(rune('A' + i)), EndedAt: now.Add(-time.Duration(i) * time.Hour)})
	}
	all = append(all, model.Cluster{ID: "old", EndedAt: now.Add(-model.FailedWithin - time.Second)})
	slices.Reverse(all)
	got := awsclient.Latest(all, now)
	if len(got) != model.MostFailed || got[0].ID != "A" || got[49].ID != string(rune('A'+49)) {
		t.Errorf("%d clusters, the first %v", len(got), got[0])
	}
	if got := awsclient.Latest(all[:1], now); len(got) != 0 {
		t.Errorf("%v is too old", got)
	}
}

// A service without a host of its own in the Region is not offered there, if EC2 is; nothing is tried twice.
func TestLoadWhereAServiceIsNotOffered(t *testing.T) {
	asked := 0
	c, w := openOn(t, `{"base": "analytics"}`)
	w.fail = func(r *http.Request) error {
		if strings.HasPrefix(r.URL.Host, "emr-serverless.") {
			asked++
			return &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}}
		}
		return nil
	}
	s := load(t, c, model.Source{})
	r := s.Reading(model.PartServerless, "")
	if r.State != model.NotRead || r.Failure.Kind != model.FailedUnsupported || !strings.Contains(r.Failure.Message, "not offered here") {
		t.Errorf("%+v; want it not offered", r)
	}
	if asked != 1 {
		t.Errorf("asked %d times for a host that there is not", asked)
	}
}

// What is no part of EC2 or EMR says nothing about the credentials.
func TestLoadWithARefusedService(t *testing.T) {
	c, w := openOn(t, wide)
	w.account.SetFault(func(a string, _ int) *sandbox.Fault {
		if strings.HasPrefix(a, "iam:") {
			return &sandbox.Fault{Code: "InvalidClientTokenId", Status: 403}
		}
		return nil
	})
	s := load(t, c, model.Source{})
	if r := s.Reading(model.PartRoles, ""); r.State != model.ReadFailed || r.Failure.Kind != model.FailedExpired {
		t.Errorf("%+v", r)
	}
	if r := s.Reading(model.PartGroups, ""); !r.Whole() {
		t.Errorf("groups: %+v", r)
	}
}

func TestPublicAccessEverywhere(t *testing.T) {
	c, w := openOn(t, wide)
	var told []string
	got, err := c.PublicAccessEverywhere(t.Context(), func(x model.RegionAccess) { told = append(told, x.Region) })
	if err != nil {
		t.Fatal(err)
	}
	whole := model.Reading{State: model.ReadWhole}
	const account = "123456789012"
	diff(t, "Regions", []model.RegionAccess{
		{
			Region: "eu-west-1", Access: model.PublicAccess{Account: account, Region: "eu-west-1"},
			Reading: model.Reading{Failure: model.Failure{
				Kind: model.FailedUnsupported, Call: "elasticmapreduce:GetBlockPublicAccessConfiguration", Resource: "eu-west-1",
				Code:    "InvalidRequestException",
				Message: "GetBlockPublicAccessConfiguration api is not available in the current Region.",
			}},
		},
		{Region: "us-east-1", Reading: whole, Access: model.PublicAccess{
			Account: account, Region: "us-east-1", Blocks: true, Permitted: []model.PortRange{model.Port(22)},
		}},
		{Region: "us-west-2", Reading: whole, Access: model.PublicAccess{
			Account: account, Region: "us-west-2", Permitted: []model.PortRange{model.Port(22), {First: 100, Last: 101}},
		}},
	}, got)
	if slices.Sort(told); len(told) != 3 {
		t.Errorf("told of %v", told)
	}
	refuse(w, "ec2:DescribeRegions", "UnauthorizedOperation")
	if _, err := c.PublicAccessEverywhere(t.Context(), nil); failure(t, err).Missing != "ec2:DescribeRegions" {
		t.Errorf("denied: %v", err)
	}
}
