package emr_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// private gives a VPC with a private subnet, a cluster in it and the three groups as EMR makes them.
const among = `
  ingress tcp 0-65535 from sg-m
  ingress tcp 0-65535 from sg-c
  ingress udp 0-65535 from sg-m
  ingress udp 0-65535 from sg-c
  ingress icmp from sg-m
  ingress icmp from sg-c
`

const private = network + `
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-c primary=i-1 service=sg-s
group sg-m vpc-1 ElasticMapReduce-Master-Private tagged` + among + `  ingress tcp 8443 from sg-s
  egress all to 0.0.0.0/0
group sg-c vpc-1 ElasticMapReduce-Slave-Private tagged` + among + `  ingress tcp 8443 from sg-s
  egress all to 0.0.0.0/0
group sg-s vpc-1 ElasticMapReduce-ServiceAccess tagged
  ingress tcp 9443 from sg-m
  egress tcp 8443 to sg-m
  egress tcp 8443 to sg-c
  ingress tcp 443 from 10.0.0.0/16
`

// routed adds a main route table: to a NAT gateway, or with public to an internet gateway.
func routed(text string, public bool) model.Snapshot {
	b := model.NewBuilderFrom(fixture.Snapshot(text))
	target := model.GatewayTarget("nat-1")
	if public {
		target = model.GatewayTarget("igw-1")
	}
	b.AddRouteTable(model.RouteTable{ID: "rtb-1", VPC: "vpc-1", Main: true, Routes: []model.Route{
		{Prefix: netip.MustParsePrefix("10.0.0.0/16"), Target: model.GatewayTarget("local"), State: "active"},
		{Prefix: netip.MustParsePrefix("0.0.0.0/0"), Target: target, State: "active"},
	}})
	b.Mark(model.PartRoutes, "", model.Reading{State: model.ReadWhole})
	return b.Snapshot()
}

func without(text, line string) string {
	if !strings.Contains(text, line+"\n") {
		panic("the fixture has no line " + line)
	}
	return strings.Replace(text, line+"\n", "", 1)
}

func TestClusterFindings(t *testing.T) {
	release := func(label string) string { return strings.Replace(private, "emr-7.5.0", label, 1) }
	for _, c := range []struct {
		name, text string
		public     bool
		want       string
	}{
		{"as EMR makes them", private, false, ""},
		{"as EMR makes them, public", private, true, ""},
		{"5.20 needs no 9443", without(release("emr-5.20.0"), "  ingress tcp 9443 from sg-m"), false, ""},
		{"5.30 needs 9443", without(release("emr-5.30.0"), "  ingress tcp 9443 from sg-m"), false, "broken service-ingress-9443:sg-s:sg-m"},
		{"7.x needs 9443", without(private, "  ingress tcp 9443 from sg-m"), false, "broken service-ingress-9443:sg-s:sg-m"},
		{"8 does not", without(release("emr-spark-8.0.0"), "  ingress tcp 9443 from sg-m"), false, ""},
		{"8 needs 443 from the VPC", without(release("emr-spark-8.0.0"), "  ingress tcp 443 from 10.0.0.0/16"), false, "broken service-ingress-443:sg-s:10.0.0.0/16"},
		{"7.x does not", without(private, "  ingress tcp 443 from 10.0.0.0/16"), false, ""},
		{"a second block of the VPC", strings.Replace(release("emr-spark-8.0.0"), "vpc-1 10.0.0.0/16", "vpc-1 10.0.0.0/16,10.8.0.0/16", 1), false, "broken service-ingress-443:sg-s:10.8.0.0/16"},
		{"no 8443 out", without(private, "  egress tcp 8443 to sg-m"), false, "broken service-egress-8443-primary:sg-s:sg-m"},
		{"8443 the wrong way round", strings.Replace(private, "  egress tcp 8443 to sg-c", "  ingress tcp 8443 from sg-c", 1), false, "broken service-egress-8443-core:sg-s:sg-c"},
		{"no 8443 in", without(private, "  ingress tcp 8443 from sg-s"), false, "broken primary-ingress-8443:sg-m:sg-s"},
		{"public needs none of it", without(without(private, "  ingress tcp 9443 from sg-m"), "  egress tcp 8443 to sg-m"), true, ""},
		{"no TCP from core", without(private, "  ingress tcp 0-65535 from sg-c"), false, "broken nodes-tcp-ingress:sg-m:sg-c"},
		{"no UDP", without(private, "  ingress udp 0-65535 from sg-c"), false, "conditional nodes-udp-ingress:sg-m:sg-c"},
		{"no ICMP", without(private, "  ingress icmp from sg-c"), false, "conditional nodes-icmp-ingress:sg-m:sg-c"},
		{"-1 covers all three", strings.Replace(private, among, "\n  ingress all from sg-m\n  ingress all from sg-c\n", 1), false, ""},
		{"ssh from the world", strings.Replace(private, "  ingress tcp 8443 from sg-s", "  ingress tcp 8443 from sg-s\n  ingress tcp 22 from 0.0.0.0/0", 1), false, "exposed primary-ssh-from-world:sg-m:tcp/22@0.0.0.0/0"},
		{"an unknown label", release("emr-next"), false, "broken unknown cluster-release:j-1"},
		{"an unknown label, 9443 missing", without(release("emr-next"), "  ingress tcp 9443 from sg-m"), false, "broken unknown cluster-release:j-1\nbroken unknown service-ingress-9443:sg-s:sg-m"},
		{"a group of another VPC", strings.Replace(private, "group sg-c vpc-1", "group sg-c vpc-2", 1), false, "broken cluster-group-in-vpc:j-1"},
		{"custom without service access", strings.NewReplacer(" service=sg-s", "", "ElasticMapReduce-Master-Private", "m", "ElasticMapReduce-Slave-Private", "c").Replace(private), false, "broken service-access-missing:j-1\nnote default-groups-left:vpc-1"},
		{"custom and default", strings.Replace(private, "ElasticMapReduce-Slave-Private", "my-core", 1), false, "note managed-groups-mixed:j-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := emr.Analyse(routed(c.text, c.public), emr.Scope{})
			if got := strings.Join(listed(a), "\n"); got != c.want {
				t.Errorf("findings (-want +got)\n%s", cmp.Diff(c.want, got))
			}
			var keys []string
			for _, f := range a.Findings() {
				keys = append(keys, f.Key())
			}
			if len(keys) == 0 {
				return
			}
			after, err := a.Snapshot().With(a.Plan(model.FixFindings{Keys: keys}).Changes(func(model.Step) bool { return true })...)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range emr.Analyse(after, emr.Scope{}).Findings() {
				before, _ := a.Finding(f.Key())
				if _, fixable := before.Remedy.(model.Fix); fixable {
					t.Errorf("the plan left %s", f.Key())
				}
			}
		})
	}
}

// Custom groups of Terraform have no egress; EMR never adds any. The cluster then hangs in STARTING.
func TestCustomGroupsWithoutEgress(t *testing.T) {
	text := strings.ReplaceAll(private, "  egress all to 0.0.0.0/0\n", "")
	text = strings.NewReplacer("ElasticMapReduce-Master-Private", "m", "ElasticMapReduce-Slave-Private", "c", "ElasticMapReduce-ServiceAccess", "s").Replace(text)
	got := listed(emr.Analyse(routed(text, false), emr.Scope{}))
	for _, want := range []string{"broken nodes-tcp-egress:sg-m:sg-c", "broken primary-egress-9443:sg-m:sg-s", "broken primary-egress-443:sg-m:sg-s", "broken core-egress-443:sg-c:sg-s"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not found in %v", want, got)
		}
	}
}

// What a plan without keys fixes are pairs; clusters' groups are changed by name only.
func TestPlanAloneLeavesClusters(t *testing.T) {
	a := emr.Analyse(routed(without(private, "  ingress tcp 9443 from sg-m"), false), emr.Scope{})
	if p := a.Plan(model.FixFindings{}); len(p.Steps) != 0 {
		t.Errorf("planned %v", planned(p))
	}
	if p := a.Plan(model.FixFindings{Keys: []string{"service-ingress-9443:sg-s:sg-m"}}); len(p.Steps) != 1 {
		t.Errorf("planned by name %v", planned(p))
	}
}

func TestSubnetNotKnownIsUnknown(t *testing.T) {
	a := analyse(without(private, "  ingress tcp 9443 from sg-m"))
	if got := strings.Join(listed(a), "\n"); got != "broken unknown service-ingress-9443:sg-s:sg-m" {
		t.Errorf("routes not read: %s", got)
	}
}
