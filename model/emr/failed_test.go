package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

const missing9443 = "ServiceAccessSecurityGroup is missing ingress rule from EmrManagedMasterSecurityGroup on port 9443"

// ended is a cluster of the custom groups that ended with errors.
func ended(code, message string) func(*edit) {
	return line("cluster j-f broken TERMINATED_WITH_ERRORS emr-7.5.0 subnet-a sg-m sg-c service=sg-s code=" + code + " : " + message)
}

// TestFailedClusters joins what a cluster ended with to the catalogue and to the rule as it stands now.
func TestFailedClusters(t *testing.T) {
	for _, c := range []struct {
		name   string
		do     []func(*edit)
		says   []string
		fixes  string // the change that repairs it, as said; "" for advice
		advice string
	}{
		{
			"it still stands",
			[]func(*edit){drop("sg-s", "ingress tcp 9443"), ended("VALIDATION_ERROR", missing9443)},
			[]string{"VALIDATION_ERROR: " + missing9443, "case 1 (", "still stands"},
			"+ sg-s ingress tcp 9443 from sg-m", "",
		},
		{
			"repaired since",
			[]func(*edit){ended("VALIDATION_ERROR", missing9443)},
			[]string{"case 1 (", "repaired since", "9443"},
			"", "Let tcp 9443 into",
		},
		{
			"the group is another", []func(*edit){
				line("cluster j-f broken TERMINATED_WITH_ERRORS emr-7.5.0 subnet-a sg-m sg-c service=sg-w9 code=VALIDATION_ERROR error=VALIDATION_ERROR_SECURITY_GROUP_NOT_FROM_ONE_VPC : The groups are wrong"),
			}, []string{"case 4 (", "still stands", "vpc-2"}, "", "groups of the subnet's VPC",
		},
		{
			"what cannot be seen",
			[]func(*edit){ended("VALIDATION_ERROR", "Service role arn:aws:iam::1:role/emr has insufficient EC2 permissions")},
			[]string{"case 6 (", "cannot be seen"},
			"", "Tag VPC, subnets",
		},
		{
			"no case of the catalogue",
			[]func(*edit){ended("INSTANCE_FAILURE", "Your quota was reached")},
			[]string{"INSTANCE_FAILURE: Your quota was reached"},
			"", "The catalogue knows no failure of this kind",
		},
		{
			"no reason at all",
			[]func(*edit){line("cluster j-f broken TERMINATED_WITH_ERRORS emr-7.5.0 subnet-a sg-m sg-c")},
			[]string{"without a reason"},
			"", "The catalogue knows no failure",
		},
		{
			"a group is gone", []func(*edit){
				line("gone sg-gone"), line("cluster j-f broken TERMINATED_WITH_ERRORS emr-7.5.0 subnet-a sg-m sg-c service=sg-gone code=VALIDATION_ERROR : " + missing9443),
			}, []string{"case 1 (", "is deleted"}, "", "Let tcp 9443 into",
		},
		{
			"routes", []func(*edit){
				swap("table rtb-q", ",0.0.0.0/0>igw-2", ""),
				line("cluster j-f broken TERMINATED_WITH_ERRORS emr-7.5.0 subnet-q sg-pm sg-pc code=VALIDATION_ERROR : The VPC/subnet configuration was invalid: Cannot find route to InternetGateway in main RouteTable rtb-q for vpc vpc-2"),
			}, []string{"case 32 (", "still stands", "rtb-q"}, "", "Add the route",
		},
	} {
		a := emr.Analyse(fixture.Snapshot(edited(whole, c.do...)), emr.Scope{})
		f, ok := a.Finding("cluster-failed:j-f")
		if !ok || f.Severity != model.Note || f.State != model.Unmet {
			t.Errorf("%s: %v %v %v", c.name, ok, f.Severity, f.State)
			continue
		}
		for _, s := range c.says {
			if !strings.Contains(f.Reason, s) {
				t.Errorf("%s: %q does not say %q", c.name, f.Reason, s)
			}
		}
		if adv, isAdvice := f.Remedy.(model.Advice); isAdvice != (c.fixes == "") || isAdvice && !strings.Contains(adv.Text, c.advice) {
			t.Errorf("%s: remedy %+v", c.name, f.Remedy)
		}
		goal := model.FixFindings{Keys: []string{f.Key()}}
		p := a.Plan(goal)
		if c.fixes == "" {
			continue
		}
		if len(p.Steps) != 1 || said(p.Steps[0].Change) != c.fixes {
			t.Errorf("%s: planned %v", c.name, planned(p))
		}
		after, err := a.Snapshot().With(p.Changes(func(model.Step) bool { return true })...)
		if err != nil {
			t.Fatal(err)
		}
		b := emr.Analyse(after, emr.Scope{})
		if again := b.Plan(goal); len(again.Steps) > 0 {
			t.Errorf("%s: a second plan has %v", c.name, planned(again))
		}
		if f, _ := b.Finding(f.Key()); !strings.Contains(f.Reason, "repaired since") {
			t.Errorf("%s: once repaired it says %q", c.name, f.Reason)
		}
	}
}

// A pasted message leads to the cluster that ended with it.
func TestMessageLeadsToFailedCluster(t *testing.T) {
	a := emr.Analyse(fixture.Snapshot(edited(whole, ended("VALIDATION_ERROR", missing9443))), emr.Scope{})
	got := emr.Explain(missing9443)[0].Findings(a)
	if len(got) != 1 || got[0].Key() != "cluster-failed:j-f" {
		t.Errorf("led to %v", got)
	}
	if list := emr.Explain("ssh to the master node times out")[0].Findings(a); len(list) == 0 || list[0].ID != "primary-ssh-closed" {
		t.Errorf("ssh led to %v", list)
	}
}

// A cluster that is gone is asked for nothing more, and keeps its groups from being taken for nobody's.
func TestFailedClusterIsNotJudged(t *testing.T) {
	text := edited(whole, swap("cluster j-7", "WAITING", "TERMINATED_WITH_ERRORS"), drop("sg-s", "ingress tcp 9443"), drop("sg-m", "egress all"))
	a := emr.Analyse(fixture.Snapshot(text), emr.Scope{})
	for key := range worse(a) {
		t.Errorf("found %s", key)
	}
	if roles := a.Roles("sg-s"); len(roles) != 1 || !strings.Contains(roles[0].Why, "which ended with errors") {
		t.Errorf("roles %v", roles)
	}
}

// TestLongStarting looks at clusters that have been STARTING for long when the snapshot was read.
func TestLongStarting(t *testing.T) {
	const read = "readat 2026-03-02T04:00:00Z"
	starting := func(at string) func(*edit) {
		return all(line(read), swap("cluster j-7", "WAITING", "STARTING"), swap("cluster j-7", "primary=i-7", "created="+at))
	}
	for _, c := range []struct {
		name, severity, says string
		do                   []func(*edit)
	}{
		{"not yet long", "", "", []func(*edit){starting("2026-03-02T03:45:00Z"), drop("sg-m", "egress all")}},
		{"long, and no egress", "broken", "do not get out", []func(*edit){starting("2026-03-02T03:20:00Z"), drop("sg-m", "egress all")}},
		{"long, and all is open", "note", "40 minutes", []func(*edit){starting("2026-03-02T03:20:00Z")}},
		{
			"long, and no route", "conditional", "rtb-1, the route table of subnet-a, has no default route",
			[]func(*edit){starting("2026-03-02T03:20:00Z"), swap("table rtb-1", ",0.0.0.0/0>nat-1", "")},
		},
		{"up since long", "", "", []func(*edit){line(read), swap("cluster j-7", "primary=i-7", "created=2026-03-02T01:00:00Z"), drop("sg-m", "egress all")}},
		{"nobody knows when it was read", "", "", []func(*edit){swap("cluster j-7", "WAITING", "STARTING"), swap("cluster j-7", "primary=i-7", "created=2026-03-02T01:00:00Z")}},
	} {
		a := emr.Analyse(fixture.Snapshot(edited(whole, c.do...)), emr.Scope{})
		f, ok := a.Finding("cluster-long-starting:j-7")
		if ok != (c.severity != "") || ok && (f.Severity.String() != c.severity || !strings.Contains(f.Reason, c.says)) {
			t.Errorf("%s: %v %s %q", c.name, ok, f.Severity, f.Reason)
		}
		if c.severity != "broken" {
			continue
		}
		after, err := a.Snapshot().With(a.Plan(model.FixFindings{Keys: []string{f.Key()}}).Changes(func(model.Step) bool { return true })...)
		if err != nil {
			t.Fatal(err)
		}
		if f, _ := emr.Analyse(after, emr.Scope{}).Finding(f.Key()); f.Severity != model.Note {
			t.Errorf("%s, repaired: %s %q", c.name, f.Severity, f.Reason)
		}
	}
}
