package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

func rules(t *testing.T, list string) []model.GroupRule {
	t.Helper()
	var out []model.GroupRule
	for text := range strings.SplitSeq(list, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		r, err := model.ParseRule(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, model.GroupRule{Rule: r})
	}
	return out
}

func TestFateOfConnections(t *testing.T) {
	const allOut, worldSSH = "egress all to 0.0.0.0/0", "ingress tcp 22 from 0.0.0.0/0"
	tests := []struct {
		name, group, other string // rules of the group and of another group on the same interface
		revoke             string
		also               string // authorized in the same plan
		want               model.FlowFate
	}{
		{"open to everybody, replies to everybody", worldSSH + "," + allOut, "", worldSSH, "", model.FlowsCut},
		{"the replies' rule goes", worldSSH + "," + allOut, "", allOut, "", model.FlowsCut},
		{"replies by the other group", worldSSH, allOut, worldSSH, "", model.FlowsCut},
		{"replies to all ports of TCP", worldSSH + ", egress tcp 0-65535 to 0.0.0.0/0", "", worldSSH, "", model.FlowsCut},
		{"replies to some ports", worldSSH + ", egress tcp 1024-65535 to 0.0.0.0/0", "", worldSSH, "", model.FlowsKept},
		{"replies of another protocol", worldSSH + ", egress udp 0-65535 to 0.0.0.0/0", "", worldSSH, "", model.FlowsKept},
		{"replies of another family", worldSSH + ", egress all to ::/0", "", worldSSH, "", model.FlowsKept},
		{"no replies' rule", worldSSH, "", worldSSH, "", model.FlowsKept},
		{"not open to everybody", "ingress tcp 22 from 10.0.0.0/8," + allOut, "", "ingress tcp 22 from 10.0.0.0/8", "", model.FlowsKept},
		{"from a group", "ingress tcp 22 from sg-9," + allOut, "", "ingress tcp 22 from sg-9", "", model.FlowsKept},
		{"ICMP is always tracked", "ingress icmp from 0.0.0.0/0," + allOut, "", "ingress icmp from 0.0.0.0/0", "", model.FlowsKept},
		{"another rule has it", worldSSH + ", ingress tcp 20-30 from 0.0.0.0/0", "", worldSSH, "", model.FlowsOpen},
		{"the other group has it", worldSSH + "," + allOut, worldSSH, worldSSH, "", model.FlowsOpen},
		{"the plan adds it", worldSSH + "," + allOut, "", worldSSH, "ingress tcp 22-23 from 0.0.0.0/0", model.FlowsOpen},
	}
	for _, tt := range tests {
		b := model.NewBuilder(model.Origin{})
		b.AddGroup(model.Group{ID: "sg-1", VPC: "vpc-1", Rules: rules(t, tt.group)},
			model.Group{ID: "sg-2", VPC: "vpc-1", Rules: rules(t, tt.other)})
		b.AddInterface(model.Interface{ID: "eni-1", Instance: "i-1", Groups: []string{"sg-1", "sg-2"}})
		var steps []model.Step
		for _, r := range rules(t, tt.also) {
			steps = append(steps, model.Step{Change: model.Authorize{Group: "sg-1", Rule: r.Rule}})
		}
		for _, r := range rules(t, tt.revoke) {
			steps = append(steps, model.Step{Change: model.Revoke{Group: "sg-1", Rule: r.Rule}})
		}
		blast := model.BlastOf(b.Snapshot(), steps)
		if len(blast) != 1 || len(blast[0].Flows) != 1 || blast[0].Flows[0].Fate != tt.want {
			t.Errorf("%s: %+v, want %v", tt.name, blast, tt.want)
		}
	}
}

func TestBlastNamesTheCarriers(t *testing.T) {
	b := model.NewBuilder(model.Origin{})
	b.AddGroup(model.Group{ID: "sg-1", VPC: "vpc-1", Rules: rules(t, "ingress tcp 22 from 0.0.0.0/0")}, model.Group{ID: "sg-2", VPC: "vpc-1"})
	b.AddInterface(model.Interface{ID: "eni-1", Instance: "i-1", Groups: []string{"sg-1"}},
		model.Interface{ID: "eni-2", Instance: "i-1", Groups: []string{"sg-1", "sg-gone"}})
	b.AddCluster(model.Cluster{ID: "j-1", ManagedPrimary: "sg-1"}, model.Cluster{ID: "j-2", ManagedPrimary: "sg-2"})
	b.AddStudio(model.Studio{ID: "es-1", Engine: "sg-1"})
	b.Mark(model.PartInterfaces, "", model.Reading{State: model.ReadWhole})
	s := b.Snapshot()
	steps := []model.Step{
		{Change: model.CreateGroup{VPC: "vpc-1", Name: "New"}},
		{Change: model.SetTag{Group: "sg-2", Key: "k", New: "v"}},
		{Change: model.Revoke{Group: "sg-1", Rule: rules(t, "ingress tcp 22 from 0.0.0.0/0")[0].Rule}},
		{Change: model.Revoke{Group: "sg-2", Rule: rules(t, "ingress tcp 22 from 0.0.0.0/0")[0].Rule}},
	}
	blast := model.BlastOf(s, steps)
	if len(blast) != 2 || blast[0].Group != "sg-2" || blast[1].Group != "sg-1" {
		t.Fatalf("%+v", blast)
	}
	one := blast[1]
	if len(one.Interfaces) != 2 || !slices.Equal(one.Instances, []string{"i-1"}) || len(one.Clusters) != 1 ||
		one.Clusters[0].ID != "j-1" || len(one.Studios) != 1 {
		t.Errorf("%+v", one)
	}
	if len(one.Unread) != 3 { // groups, Studios and clusters were not read
		t.Errorf("unread %v", one.Unread)
	}
	// eni-2 has a group that was not read: its rules may make the flow an untracked one.
	want := "established connections of ingress tcp 22 from 0.0.0.0/0 may be cut at once (eni-2)"
	if got := one.Flows[0]; got.Fate != model.FlowsEither || got.Step != 2 || got.Text() != want {
		t.Errorf("%+v %q", got, got.Text())
	}
	if got := blast[0].Flows[0].Fate; got != model.FlowsNone {
		t.Errorf("of a group that nothing carries: %v", got)
	}
}
