package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// TestManagedWarning says of changes to EMR's own groups what EMR puts back and what it never does.
func TestManagedWarning(t *testing.T) {
	a := emr.Analyse(fixture.Snapshot(whole), emr.Scope{})
	for _, c := range []struct {
		group, rule string
		revoke      bool
		says        string // "" for nothing
	}{
		{"sg-dm", "ingress tcp 0-65535 from sg-dc", true, "puts it back when the next cluster"},
		{"sg-dm", "egress all to 0.0.0.0/0", true, "never adds an outbound rule"},
		{"sg-m", "egress tcp 443 to sg-s", false, "never adds an outbound rule"},
		{"sg-m", "ingress tcp 8443 from sg-s", false, "adds missing inbound rules itself"},
		{"sg-s", "ingress tcp 9443 from sg-m", false, "only looks for this rule"},
		{"sg-ds", "ingress tcp 9443 from sg-dm", false, "adds missing inbound rules itself"},
		{"sg-pc", "ingress tcp 8088 from 0.0.0.0/0", false, "block public access"},
		{"sg-eng", "ingress tcp 22 from sg-ws", false, ""},
		{"sg-app", "ingress tcp 443 from 10.0.0.0/16", true, ""},
	} {
		r, err := model.ParseRule(c.rule)
		if err != nil {
			t.Fatal(err)
		}
		var change model.Change = model.Authorize{Group: c.group, Rule: r}
		if c.revoke {
			change = model.Revoke{Group: c.group, Rule: r}
		}
		got := a.ManagedWarning(change)
		if c.says == "" && got != "" || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", said(change), got, c.says)
		}
	}
}

// TestGroupsOfElsewhere tables a cluster's groups that were made in another VPC or belong to somebody else.
func TestGroupsOfElsewhere(t *testing.T) {
	far := swap("cluster j-7", "service=", "additional=sg-w9 service=")
	for _, c := range []struct{ name, text, key, want string }{
		{"of another VPC", edited(whole, far), "cluster-group-in-vpc:j-7", "broken unmet"},
		{"associated with the VPC", edited(whole, far, line("associated sg-w9 vpc-1")), "cluster-group-in-vpc:j-7", "broken unknown"},
		{"of another account", edited(whole, swap("group sg-m", "tagged", "tagged owner=999900001111")), "group-owned-elsewhere:sg-m", "note unmet"},
		{"of another account, and no role", edited(whole, swap("group sg-app", "portal", "portal owner=999900001111")), "group-owned-elsewhere:sg-app", "note unknown"},
		{"custom and default", edited(whole, swap("group sg-dc", "ElasticMapReduce-Slave-Private", "mine")), "managed-groups-mixed:j-8", "note unmet"},
		{"service access is custom", edited(whole, swap("group sg-ds", "ElasticMapReduce-ServiceAccess", "mine")), "managed-groups-mixed:j-8", "note unmet"},
	} {
		a := emr.Analyse(fixture.Snapshot(c.text), emr.Scope{})
		f, ok := a.Finding(c.key)
		if got := f.Severity.String() + " " + f.State.String(); got != c.want || ok == strings.Contains(c.name, "no role") {
			t.Errorf("%s: %v %s", c.name, ok, got)
		}
		if _, fix := f.Remedy.(model.Fix); fix {
			t.Errorf("%s: a change is proposed", c.name)
		}
	}
	// What another account owns is planned, and cannot be selected.
	a := emr.Analyse(fixture.Snapshot(edited(whole, swap("group sg-s", "tagged", "tagged owner=999900001111"), drop("sg-s", "ingress tcp 9443"))), emr.Scope{})
	p := a.Plan(model.FixFindings{Keys: []string{"service-ingress-9443:sg-s:sg-m"}})
	if len(p.Steps) != 1 || !strings.Contains(p.Steps[0].Blocked, "owned by account 999900001111") {
		t.Errorf("planned %v", planned(p))
	}
}
