package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// managedRoom is a moto in which RunJobFlow made the managed groups of one cluster: an independent reading of
// the documented rules.
type managedRoom struct {
	office
	cluster string
	before  model.Snapshot
	groups  []string // primary, core, service access
}

// newManagedRoom makes a cluster in a subnet that routes to an internet gateway, or in one that does not.
func newManagedRoom(t *testing.T, url, place string) managedRoom {
	t.Helper()
	resetMoto(t, url)
	aws := newAWS(t, url)
	vpc := aws.must("ec2", "create-vpc", "--cidr-block", "10.77.0.0/16").at("Vpc.VpcId")
	subnet := aws.must("ec2", "create-subnet", "--vpc-id", vpc, "--cidr-block", "10.77.1.0/24").at("Subnet.SubnetId")
	if place == "public" {
		gateway := aws.must("ec2", "create-internet-gateway").at("InternetGateway.InternetGatewayId")
		aws.must("ec2", "attach-internet-gateway", "--internet-gateway-id", gateway, "--vpc-id", vpc)
		table := aws.must("ec2", "create-route-table", "--vpc-id", vpc).at("RouteTable.RouteTableId")
		aws.must("ec2", "create-route", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0", "--gateway-id", gateway)
		aws.must("ec2", "associate-route-table", "--route-table-id", table, "--subnet-id", subnet)
	}
	made := aws.must("emr", "create-cluster", "--name", "etl", "--release-label", "emr-7.5.0", "--instance-type", "m5.xlarge",
		"--instance-count", "3", "--service-role", "EMR_DefaultRole", "--ec2-attributes", "InstanceProfile=EMR_EC2_DefaultRole,SubnetId="+subnet)
	m := managedRoom{cluster: made.at("ClusterId")}
	o, snap, err := openOffice(t.Context(), &http.Client{}, url, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	o.vpc = vpc
	m.office = o
	c, ok := snap.Cluster(m.cluster)
	if !ok || !c.Live() || c.ServiceAccess == "" {
		t.Fatalf("moto's cluster is not as it was: %+v", c)
	}
	m.groups = []string{c.ManagedPrimary, c.ManagedCore, c.ServiceAccess}
	// EMR gives service access no allow-all egress; moto leaves EC2's.
	service, _ := snap.Group(c.ServiceAccess)
	for _, e := range service.In(model.Egress) {
		if e.Rule.Protocol == model.AllProtocols {
			if _, err := o.client.Send(t.Context(), model.Revoke{Group: service.ID, Rule: e.Rule, RuleID: e.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	m.before = m.load(t)
	return m
}

func resetMoto(t *testing.T, url string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/moto-api/reset", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
}

func (m managedRoom) load(t *testing.T) model.Snapshot {
	t.Helper()
	s, err := m.client.Load(t.Context(), model.Source{}, func(model.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// worse gives the keys of what is conditional or worse, unmet or not decided, with the severity before them.
func (m managedRoom) worse(s model.Snapshot) []string {
	var out []string
	for _, f := range emr.Analyse(s, emr.Scope{VPC: m.vpc}).Findings() {
		if f.Severity >= model.Conditional {
			out = append(out, f.Severity.String()+" "+f.Key())
		}
	}
	return out
}

// missing says how bad it is, by emr.md §10 alone, that a rule of one of the three groups is gone: "" where
// nothing is asked.
func (m managedRoom) missing(place, group string, r model.Rule) string {
	nodes := group != m.groups[2]
	switch {
	case r.Direction == model.Egress && nodes:
		return "broken" // all that nodes send is gone
	case r.Ports == model.Port(8443) || r.Ports == model.Port(9443):
		if place == "public" {
			return "" // EMR reaches public clusters from its own addresses
		}
		return "broken"
	case r.Protocol == model.TCP:
		return "broken"
	}
	return "conditional"
}

// TestPeerManagedGroups judges the groups that moto's RunJobFlow makes: nothing is wrong with them, and each
// rule that is taken away is missed as the table of severities says, with a fix that leaves nothing to plan.
func TestPeerManagedGroups(t *testing.T) {
	url := serveMoto(t)
	for _, place := range []string{"private", "public"} {
		t.Run(place, func(t *testing.T) {
			m := newManagedRoom(t, url, place)
			for _, f := range m.worse(m.before) {
				t.Errorf("moto's own groups: %s", f)
			}
			removals := 0
			for _, id := range m.groups {
				g, _ := m.before.Group(id)
				for _, e := range g.Rules {
					c := model.Revoke{Group: id, Rule: e.Rule, RuleID: e.ID}
					if closes := emr.EffectsOf(m.before, []model.Change{c}).Closes; len(closes) == 0 {
						t.Errorf("%s: taking %s away changes nothing that passes", g.Name, e.Rule)
						continue
					}
					removals++
					m.missed(t, place, g, c)
				}
			}
			if removals < 19 {
				t.Errorf("%d rules were taken away, of 19 that EMR's three groups have", removals)
			}
			m.repaired(t, place)
		})
	}
}

// missed takes one rule away, in the model.
func (m managedRoom) missed(t *testing.T, place string, g model.Group, c model.Revoke) {
	t.Helper()
	cut, err := m.before.With(c)
	if err != nil {
		t.Fatal(err)
	}
	a := emr.Analyse(cut, emr.Scope{VPC: m.vpc})
	var keys []string
	worst := ""
	for _, f := range a.Findings() {
		if f.Severity < model.Conditional || f.State != model.Unmet {
			continue
		}
		if worst == "" {
			worst = f.Severity.String()
		}
		keys = append(keys, f.Key())
		if f.Subject.ID != g.ID {
			t.Errorf("%s without %s: %s is about another group", g.Name, c.Rule, f.Key())
		}
	}
	if want := m.missing(place, g.ID, c.Rule); worst != want {
		t.Errorf("%s without %s: found %v, want %q", g.Name, c.Rule, keys, want)
	}
	if len(keys) == 0 {
		return
	}
	plan := a.Plan(model.FixFindings{Keys: keys})
	healed, err := cut.With(plan.Changes(func(model.Step) bool { return true })...)
	if err != nil || len(plan.Steps) == 0 {
		t.Fatalf("%s without %s: the plan has %d steps: %v", g.Name, c.Rule, len(plan.Steps), err)
	}
	if again := emr.Analyse(healed, emr.Scope{VPC: m.vpc}).Plan(model.FixFindings{Keys: keys}); len(again.Steps) > 0 {
		t.Errorf("%s without %s: the second plan has %d steps", g.Name, c.Rule, len(again.Steps))
	}
	for _, f := range m.worse(healed) {
		t.Errorf("%s without %s, fixed: %s", g.Name, c.Rule, f)
	}
}

// repaired takes one rule of each group away at moto itself, and lets the applier put it back.
func (m managedRoom) repaired(t *testing.T, place string) {
	t.Helper()
	for _, id := range m.groups {
		g, _ := m.before.Group(id)
		i := slices.IndexFunc(g.Rules, func(e model.GroupRule) bool { return m.missing(place, id, e.Rule) == "broken" })
		if i < 0 {
			continue // service access in a public subnet
		}
		e := g.Rules[i]
		if _, err := m.client.Send(t.Context(), model.Revoke{Group: id, Rule: e.Rule, RuleID: e.ID}); err != nil {
			t.Fatal(err)
		}
		cut := m.load(t)
		var goal model.FixFindings
		for _, f := range m.worse(cut) {
			_, key, _ := strings.Cut(f, " ")
			goal.Keys = append(goal.Keys, key)
		}
		plan := m.planner(goal)
		run, err := m.do(t.Context(), plan(cut), "", plan)
		if err != nil || run.State != model.RunFinished {
			t.Fatalf("%s: %v %v %q", g.Name, err, run.State, run.Reasons)
		}
		now := m.load(t)
		if left := plan(now).Steps; len(left) > 0 || len(m.worse(now)) > 0 {
			t.Errorf("%s without %s, fixed at moto: %d steps are left, and %v", g.Name, e.Rule, len(left), m.worse(now))
		}
	}
}
