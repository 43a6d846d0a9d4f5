package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/model"
)

// TestPeerReadsServices has aws-cli read the sandbox's EKS, EMR on EKS and IAM, saves what it prints as people do,
// and reads the folder: an independent client and the reader of files agree on every form.
func TestPeerReadsServices(t *testing.T) {
	a := newAWS(t, served(t, "--scenario", "eks"))
	folder := filepath.Join(t.TempDir(), "us-east-1")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	save := func(name string, args ...string) document {
		t.Helper()
		stdout, stderr, code := a.run(args...)
		if code != 0 {
			t.Fatalf("aws %s: %d: %s", strings.Join(args, " "), code, stderr)
		}
		if err := os.WriteFile(filepath.Join(folder, name+".json"), []byte(stdout), 0o600); err != nil {
			t.Fatal(err)
		}
		doc, err := parseDocument(stdout)
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	virtual := save("virtual-clusters", "emr-containers", "list-virtual-clusters", "--states", "RUNNING")
	vc := virtual.at("virtualClusters.0.id")
	eks := virtual.at("virtualClusters.0.containerProvider.id")
	save("describe-cluster-"+eks, "eks", "describe-cluster", "--name", eks)
	endpoints := save("endpoints-"+vc, "emr-containers", "list-managed-endpoints", "--virtual-cluster-id", vc)
	save("endpoint", "emr-containers", "describe-managed-endpoint", "--virtual-cluster-id", vc,
		"--id", endpoints.at("endpoints.0.id"))
	save("emr-serverless-applications", "emr-serverless", "list-applications")
	save("failed", "emr", "list-clusters", "--failed")
	studios := save("studios", "emr", "list-studios")
	studio := save("studio", "emr", "describe-studio", "--studio-id", studios.at("Studios.0.StudioId"))
	arn := studio.at("Studio.ServiceRole")
	role := arn[strings.LastIndex(arn, "/")+1:]
	save("get-role-"+role, "iam", "get-role", "--role-name", role)
	own := save("policies-"+role, "iam", "list-role-policies", "--role-name", role)
	save("policy-"+role, "iam", "get-role-policy", "--role-name", role, "--policy-name", own.at("PolicyNames.0"))
	save("attached-"+role, "iam", "list-attached-role-policies", "--role-name", role)
	vpc := studio.at("Studio.VpcId")
	save("groups-for-"+vpc, "ec2", "get-security-groups-for-vpc", "--vpc-id", vpc)
	if regions := a.must("ec2", "describe-regions"); regions.at("Regions.1.RegionName") == "" {
		t.Error("there is but one Region")
	}

	s, err := describe.Read(filepath.Dir(folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range model.EMRParts() {
		if r := s.Reading(p, ""); !r.Whole() {
			t.Errorf("%s: %s %v; want it read", p, r.State, r.Failure)
		}
	}
	v, _ := s.VirtualCluster(vc)
	e, _ := s.ManagedEndpoint(endpoints.at("endpoints.0.id"))
	if !v.EKSRead || v.VPC == "" || v.ClusterSecurityGroup == "" || !e.Described || e.SecurityGroup == "" {
		t.Errorf("%+v, %+v", v, e)
	}
	r, ok := s.Role(arn)
	if !ok || len(r.Policies) != 1 {
		t.Fatalf("roles %+v", slices.Collect(s.Roles()))
	}
	if _, err := model.ParsePolicy(r.Policies[0].Document); err != nil {
		t.Errorf("%v: %s", err, r.Policies[0].Document)
	}
}
