package model_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

// TestServicesAreInOrder holds that what a builder goes on adding is not in a snapshot made before.
func TestServicesAreInOrder(t *testing.T) {
	b := model.NewBuilder(model.Origin{})
	b.AddVirtualCluster(model.VirtualCluster{ID: "vc-2"}, model.VirtualCluster{ID: "vc-1", ClusterSecurityGroup: "sg-1"})
	b.AddManagedEndpoint(model.ManagedEndpoint{ID: "ep-1", VirtualCluster: "vc-1", State: "ACTIVE"})
	b.AddServerlessApp(model.ServerlessApp{ID: "00f1"})
	b.AddRole(model.IAMRole{ARN: "arn:aws:iam::111122223333:role/Studio", Name: "Studio"})
	b.AddSharedGroup(model.SharedGroup{Group: "sg-1", VPC: "vpc-2"}, model.SharedGroup{Group: "sg-1", VPC: "vpc-1"})
	s := b.Snapshot()
	b.AddVirtualCluster(model.VirtualCluster{ID: "vc-0"})

	var ids []string
	for v := range s.VirtualClusters() {
		ids = append(ids, v.ID)
	}
	for e := range s.ManagedEndpoints() {
		ids = append(ids, e.ID)
	}
	for a := range s.ServerlessApps() {
		ids = append(ids, a.ID)
	}
	for r := range s.Roles() {
		ids = append(ids, r.Name)
	}
	for g := range s.SharedGroups() {
		ids = append(ids, g.Key())
	}
	want := []string{"vc-1", "vc-2", "ep-1", "00f1", "Studio", "sg-1/vpc-1", "sg-1/vpc-2"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
	for _, found := range []bool{
		has(s.VirtualCluster("vc-1")), has(s.ManagedEndpoint("ep-1")), has(s.ServerlessApp("00f1")),
		has(s.Role("arn:aws:iam::111122223333:role/Studio")),
	} {
		if !found {
			t.Error("an accessor does not find what was added")
		}
	}
	if has(s.VirtualCluster("vc-0")) {
		t.Error("the builder changed a snapshot that it had made")
	}
}

func has[T any](_ T, ok bool) bool { return ok }

func TestEveryPartHasAName(t *testing.T) {
	seen := map[string]model.Part{}
	for _, p := range slices.Concat(model.Parts(), model.NetworkParts(), model.EMRParts()) {
		name := p.Name()
		if before, twice := seen[name]; twice {
			t.Errorf("%s and %s are both named %q", before, p, name)
		}
		seen[name] = p
	}
}

func TestFailedClustersAreNotLive(t *testing.T) {
	c := model.Cluster{State: "TERMINATED_WITH_ERRORS"}
	if !c.Failed() || c.Live() || c.Ready() {
		t.Errorf("failed %t, live %t, ready %t", c.Failed(), c.Live(), c.Ready())
	}
}
