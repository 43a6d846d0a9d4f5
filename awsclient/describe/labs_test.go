package describe_test

import (
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/model"
)

var update = flag.Bool("update", false, "write the golden files again")

const sharedData = "../../../shared/data"

func count[T any](things iter.Seq[T]) int {
	n := 0
	for range things {
		n++
	}
	return n
}

// inventory counts what was read, one line a kind, and gives the readings.
func inventory(s model.Snapshot) string {
	var b strings.Builder
	ruleCount, routes, entries, members, targets := 0, 0, 0, 0, 0
	for g := range s.Groups() {
		ruleCount += len(g.Rules)
	}
	for x := range s.RouteTables() {
		routes += len(x.Routes)
	}
	for x := range s.ACLs() {
		entries += len(x.Entries)
	}
	for x := range s.PrefixLists() {
		members += len(x.Entries)
	}
	for x := range s.TargetGroups() {
		targets += len(x.Targets)
	}
	for _, c := range []struct {
		name string
		n    int
	}{
		{"VPCs", count(s.VPCs())},
		{"subnets", count(s.Subnets())},
		{"groups", count(s.Groups())},
		{"rules", ruleCount},
		{"interfaces", count(s.Interfaces())},
		{"instances", count(s.Instances())},
		{"Studios", count(s.Studios())},
		{"clusters", count(s.Clusters())},
		{"network ACLs", count(s.ACLs())},
		{"ACL entries", entries},
		{"route tables", count(s.RouteTables())},
		{"routes", routes},
		{"gateways", count(s.Gateways())},
		{"NAT gateways", count(s.NATGateways())},
		{"elastic addresses", count(s.ElasticAddresses())},
		{"peerings", count(s.Peerings())},
		{"transit gateways", count(s.TransitGateways())},
		{"transit attachments", count(s.TransitAttachments())},
		{"transit tables", count(s.TransitTables())},
		{"endpoints", count(s.Endpoints())},
		{"prefix lists", count(s.PrefixLists())},
		{"prefix list entries", members},
		{"load balancers", count(s.Balancers())},
		{"listeners", count(s.Listeners())},
		{"target groups", count(s.TargetGroups())},
		{"targets", targets},
	} {
		if c.n > 0 {
			fmt.Fprintf(&b, "%5d %s\n", c.n, c.name)
		}
	}
	o := s.Origin()
	fmt.Fprintf(&b, "Region %q, partition %q\n", o.Region, o.Partition)
	for _, line := range states(s) {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// What the labs and the real account hold, checked once against the files with jq.
func TestInventory(t *testing.T) {
	if _, err := os.Stat(sharedData); err != nil {
		t.Skipf("%s is not here", sharedData)
	}
	for _, c := range []struct{ name, path string }{
		{"aws_demo", "labs/aws_demo"},
		{"aws_instance_multiple_interface", "labs/aws_instance_multiple_interface/aws_configs"},
		{"aws_nlb_targets_instance", "labs/aws_nlb_targets_instance/aws_configs"},
		{"us-west-1 of aws_demo", "labs/aws_demo/aws_configs/us-west-1"},
		{"real account before", "emr-studio-real-account/before-defaults.describe-security-groups.json"},
		{"real account after", "emr-studio-real-account/after-operator-edits.describe-security-groups.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := describe.Read(filepath.Join(sharedData, filepath.FromSlash(c.path)))
			if err != nil {
				t.Fatal(err)
			}
			got := inventory(s)
			golden := filepath.Join("testdata", strings.ReplaceAll(c.name, " ", "_")+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
			if d := same(s, read(t, "saved.json", saved(t, s))); d != "" {
				t.Errorf("saved and read again:\n%s", d)
			}
		})
	}
}

// The lab's facts that the layers rest on, read where they stand.
func TestLabFacts(t *testing.T) {
	if _, err := os.Stat(sharedData); err != nil {
		t.Skipf("%s is not here", sharedData)
	}
	s, err := describe.Read(filepath.Join(sharedData, "labs", "aws_demo", "aws_configs"))
	if err != nil {
		t.Fatal(err)
	}
	table, ok := s.RouteTableOf("subnet-05a2c4fd6af8ce732")
	var routes []string
	for _, r := range table.Routes {
		routes = append(routes, r.String())
	}
	want := []string{
		"10.1.0.0/16 → tgw-0efa3273281f159be", "10.2.0.0/16 → local", "10.4.0.0/16 → pcx-0f8fa3b71b01f44ea",
	}
	if d := cmp.Diff(want, routes); d != "" || !ok {
		t.Error(d)
	}
	acl, ok := s.ACLOf("subnet-033702acc23cb08f3")
	if !ok || acl.ID != "acl-0a6d3dea4ec392823" {
		t.Errorf("ACL %+v", acl)
	}
	var entries []string
	for _, e := range acl.Entries {
		entries = append(entries, e.String())
	}
	want = []string{
		"1000 allow all traffic from 0.0.0.0/0", "* deny all traffic from 0.0.0.0/0",
		"1000 allow all traffic to 0.0.0.0/0", "* deny all traffic to 0.0.0.0/0",
	}
	if d := cmp.Diff(want, entries); d != "" {
		t.Error(d)
	}
	a, ok := s.TransitAttachment("tgw-0efa3273281f159be", "tgw-attach-035955f2e5cf4acf4")
	if !ok || a.Table != "tgw-rtb-0c2a84950694f93cf" || a.Resource != "vpc-09fbdfd905cb6796d" || len(a.Subnets) != 1 {
		t.Errorf("attachment %+v", a)
	}
	rt, _ := s.TransitTable("tgw-rtb-0c2a84950694f93cf")
	if !rt.RoutesRead || !rt.PropagationsRead || len(rt.Propagations) != 2 || rt.Region != "us-east-1" {
		t.Errorf("table %+v", rt)
	}
	p, _ := s.Peering("pcx-0f8fa3b71b01f44ea")
	other, ok := p.Other("vpc-0ccd2155f545b45f9")
	if !ok || !p.Active() || other.Region != "us-west-1" || len(other.CIDRs) != 1 {
		t.Errorf("peering %+v", p)
	}
	for lb := range s.Balancers() {
		if len(s.ListenersOf(lb.ID)) != 2 || !lb.AttributesRead || lb.Region == "" || lb.Owner == "" {
			t.Errorf("load balancer %+v", lb)
		}
	}
	list, _ := s.PrefixList("pl-63a5400a")
	if !list.EntriesRead || len(list.Entries) != 4 {
		t.Errorf("prefix list %+v", list)
	}
	if n := len(slices.Collect(s.Gateways())); n != 3 {
		t.Errorf("%d gateways", n)
	}
}
