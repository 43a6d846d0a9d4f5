package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// mute is an account whose pair lets everything pass, with a cluster that cannot talk to itself.
const mute = `
vpc vpc-1 10.0.0.0/16 tagged
subnet subnet-a vpc-1 10.0.1.0/24 tagged
subnet subnet-b vpc-1 10.0.2.0/24 tagged
studio es-1 data vpc-1 sg-ws sg-eng subnet-a
group sg-ws vpc-1 DefaultWorkspaceSecurityGroupWithoutGit tagged
  egress tcp 18888 to sg-eng
group sg-eng vpc-1 DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-ws
group sg-m vpc-1 ElasticMapReduce-master
  ingress tcp 0-65535 from sg-m
group sg-s vpc-1 ElasticMapReduce-slave
  ingress tcp 0-65535 from sg-s
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-s apps=Spark,Livy,JupyterEnterpriseGateway role=EMR_DefaultRole_V2
`

// A Studio is not in order while a cluster that it could use is broken inside, whatever its own pair says,
// and narrowing to the Studio hides nothing of that.
func TestStudioTellsOfItsClusters(t *testing.T) {
	for _, c := range []struct {
		name, account string
		scope         emr.Scope
		faulty        bool
	}{
		{"all", mute, emr.Scope{}, true},
		{"the VPC", mute, emr.Scope{VPC: "vpc-1"}, true},
		{"the Studio", mute, emr.Scope{Studio: "es-1"}, true},
		{"the Studio by name", mute, emr.Scope{Studio: "data"}, true},
		{"outside of its subnets", strings.Replace(mute, "7.5.0 subnet-a", "7.5.0 subnet-b", 1), emr.Scope{Studio: "es-1"}, false},
	} {
		a := emr.Analyse(fixture.Snapshot(c.account), c.scope)
		l := a.Lines()[0]
		if l.Verdict != model.Allowed && l.Verdict != model.Unknown {
			t.Fatalf("%s: the pair's own verdict is %s", c.name, l.Verdict)
		}
		found := 0
		for _, f := range a.FindingsOf("j-1") {
			if f.State == model.Unmet && f.Severity == model.Broken {
				found++
			}
		}
		if c.faulty != (l.Inside.Broken > 0) || c.faulty != (found > 0) || c.faulty && found != l.Inside.Broken {
			t.Errorf("%s: %d faults counted, %d found", c.name, l.Inside.Broken, found)
		}
		if c.faulty != strings.Contains(l.Summary, "in cluster etl") {
			t.Errorf("%s: %q", c.name, l.Summary)
		}
		if c.faulty && (len(l.Suspects) > 0 || l.Gravest() != model.Broken) {
			t.Errorf("%s: %d suspects, at worst %s", c.name, len(l.Suspects), l.Gravest())
		}
	}
}

// A plan without keys says which findings of clusters it passes over.
func TestPlanNamesWhatItLeavesOut(t *testing.T) {
	a := emr.Analyse(fixture.Snapshot(mute), emr.Scope{})
	left := a.Unasked()
	if len(left) == 0 {
		t.Fatal("nothing is left out")
	}
	planned := map[string]bool{}
	for _, s := range a.Plan(model.FixFindings{}).Steps {
		for _, key := range s.Clears {
			planned[key] = true
		}
	}
	for _, f := range left {
		if planned[f.Key()] {
			t.Errorf("%s is planned and left out", f.Key())
		}
		if p := a.Plan(model.FixFindings{Keys: []string{f.Key()}}); len(p.Steps) == 0 {
			t.Errorf("%s: nothing is planned by name", f.Key())
		}
	}
}

// The box of a cluster and the line of its Studio count the same, and a cluster outside of all Studios' subnets
// has a line of its own.
func TestInsideIsCountedOnce(t *testing.T) {
	open := strings.Replace(mute, "ingress tcp 0-65535 from sg-m", "ingress tcp 0-65535 from sg-m\n  ingress tcp 8088 from 0.0.0.0/0", 1)
	whole := strings.NewReplacer("from sg-m\n", "from sg-m\n  ingress all from sg-s\n  ingress udp 0-65535 from sg-m\n  ingress icmp from sg-m\n  egress all to 0.0.0.0/0\n",
		"from sg-s\n", "from sg-s\n  ingress all from sg-m\n  egress all to 0.0.0.0/0\n").Replace(open)
	for _, c := range []struct {
		name, account string
		unserved      bool
	}{
		{"broken", mute, false},
		{"broken and exposed", open, false},
		{"exposed", whole, false},
		{"outside of its subnets", strings.Replace(open, "7.5.0 subnet-a", "7.5.0 subnet-b", 1), true},
	} {
		a := emr.Analyse(fixture.Snapshot(c.account), emr.Scope{})
		l := a.Lines()[0]
		inside := a.InsideOf("j-1")
		n, _ := a.Graph("es-1").Node("cluster:j-1")
		box := ""
		for _, f := range n.Facts {
			if f.Judged {
				box = f.Text
			}
		}
		if box != inside.String()+" inside" || !inside.Any() || (inside.Exposed > 0) != (c.name != "broken") || (inside.Broken > 0) == (c.name == "exposed") {
			t.Errorf("%s: the box says %q, counted %v", c.name, box, inside)
		}
		if served := l.Inside == inside; served == c.unserved || c.unserved && l.Inside.Any() {
			t.Errorf("%s: the line counts %v of %v", c.name, l.Inside, inside)
		}
		if !c.unserved && l.Gravest() != inside.Worst() {
			t.Errorf("%s: at worst %s, inside %s", c.name, l.Gravest(), inside.Worst())
		}
		if got := len(a.Unserved()); (got == 1) != c.unserved {
			t.Errorf("%s: %d clusters without a Studio", c.name, got)
		}
	}
}
