package judge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/model/judge"
)

// account has a Studio, a cluster, and two groups of nobody's; lines after it belong to sg-app.
const account = `
vpc vpc-0a 10.0.0.0/16 tagged
subnet subnet-a vpc-0a 10.0.1.0/24 tagged
studio es-1 ml-team vpc-0a sg-0ws sg-0eng subnet-a
group sg-0ws vpc-0a DefaultWorkspaceSecurityGroupGit tagged
  egress tcp 18888 to sg-0eng
  egress tcp 443 to 0.0.0.0/0
  ingress tcp 22 from 0.0.0.0/0
group sg-0eng vpc-0a DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-0ws
  ingress tcp 22 from 0.0.0.0/0
  ingress udp 161 from 0.0.0.0/0
group sg-m vpc-0a ElasticMapReduce-master
  ingress tcp 22 from 0.0.0.0/0
  ingress tcp 3389 from 0.0.0.0/0
  ingress tcp 5000-5009 from 10.0.0.0/8
group sg-s vpc-0a ElasticMapReduce-slave
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-s
group sg-app vpc-0a app
`

func analysis(t *testing.T, rules ...string) *emr.Analysis {
	t.Helper()
	return emr.Analyse(fixture.Snapshot(account+strings.Join(rules, "\n")), emr.Scope{})
}

func keys(list []model.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Key())
	}
	return out
}

// TestNothingTwice requires that no rule that EMR's own findings find fault with is found again, while
// the same rule of a group that is none of EMR's is.
func TestNothingTwice(t *testing.T) {
	a := analysis(t, "  ingress tcp 22 from 0.0.0.0/0", "  ingress tcp 9000 from 198.51.100.0/20")
	got := keys(judge.Lint(a, judge.Checks{Which: judge.Default}))
	want := []string{
		"world-ssh:sg-app:tcp/22@0.0.0.0/0",
		"wide-public-ingress:sg-app:tcp/9000@198.51.96.0/20",
		"private-all:sg-m:tcp/5000-5009@10.0.0.0/8", // EMR's findings say nothing of it
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	said := keys(a.Findings())
	for _, key := range []string{
		"workspace-no-ingress:sg-0ws", "engine-open-to-world:sg-0eng:tcp/22@0.0.0.0/0",
		"primary-ssh-from-world:sg-m:tcp/22@0.0.0.0/0", "cluster-open-to-world:sg-m:tcp/3389@0.0.0.0/0",
	} {
		if !slices.Contains(said, key) {
			t.Errorf("EMR's own findings do not say %s, so that leaving it out proves nothing: %v", key, said)
		}
	}
}

// TestNothingTwiceWithoutAFix leaves out what a requirement forbids where no fix can be proposed, too.
func TestNothingTwiceWithoutAFix(t *testing.T) {
	a := analysis(t, "eni eni-1 subnet-a 10.0.1.9 sg-0ws instance=i-9") // somebody else's instance has the group
	f, ok := a.Finding("workspace-no-ingress:sg-0ws")
	if _, isFix := f.Remedy.(model.Fix); !ok || isFix || len(f.Evidence) == 0 {
		t.Fatalf("want a finding with evidence and without a fix: %+v", f)
	}
	if got := keys(judge.Lint(a, judge.Checks{Which: judge.Named, IDs: []string{"world-ssh"}})); len(got) > 0 {
		t.Errorf("found again: %v", got)
	}
}

// TestNearestIsNotNamed: the rule that is nearest to one that is missing is no fault by itself, and is
// found where it is one of any group.
func TestNearestIsNotNamed(t *testing.T) {
	a := emr.Analyse(fixture.Snapshot(strings.Replace(account, "  ingress tcp 18888 from sg-0ws\n", "", 1)), emr.Scope{})
	broken, ok := a.Finding("engine-ingress-18888:sg-0eng:sg-0ws")
	if !ok || len(broken.Evidence) == 0 {
		t.Fatalf("want a finding with a nearest rule: %+v", broken)
	}
	near := broken.Evidence[0].Rule
	for _, f := range judge.Lint(a, judge.Checks{Which: judge.Every}) {
		if f.ID == "description-missing" && f.Subject.ID == "sg-0eng" && slices.ContainsFunc(f.Evidence,
			func(e model.Evidence) bool { return e.Rule == near }) {
			return
		}
	}
	t.Errorf("nothing is said of %s", near)
}

// TestWhich tables which checks are asked of one group.
func TestWhich(t *testing.T) {
	rules := []string{"  ingress tcp 80 from 0.0.0.0/0", "  ingress tcp 3306 from 0.0.0.0/0"}
	for _, c := range []struct {
		list, skip string
		want       []string
	}{
		{"default", "", []string{"world-risky-port"}},
		{"default", "world-risky-port", []string{"world-other-port"}}, // what it outdid speaks
		{"world-http", "", []string{"world-http"}},
		{" world-http , world-http,world-other-port", "", []string{"world-other-port", "world-http"}},
		{"world-http", "world-http", nil},
		{"all", "description-missing,untagged-group,ingress-not-single,unused-group", []string{"world-risky-port", "world-http"}},
	} {
		checks, err := judge.Parse(c.list)
		if err != nil {
			t.Fatal(err)
		}
		if c.skip != "" {
			if checks.Skip, err = judge.IDs(c.skip); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, f := range judge.Lint(analysis(t, rules...), checks) {
			if f.Subject.ID == "sg-app" {
				got = append(got, f.ID)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("--lint %s --skip %s (-want +got)\n%s", c.list, c.skip, diff)
		}
	}
	if got := judge.Lint(analysis(t, rules...), judge.Checks{}); got != nil {
		t.Errorf("nothing was asked, and %v answered", keys(got))
	}
}

// TestParse refuses what is no check, and says which may be meant.
func TestParse(t *testing.T) {
	for list, want := range map[string]string{
		"":                     "want ids",
		" , ":                  "want ids",
		"nonsense":             `no check "nonsense"`,
		"world-ssh,SSH":        "did you mean world-ssh?",
		"engine-ingress-18888": "no check",
		"default,world-ssh":    `no check "default"`,
	} {
		if _, err := judge.Parse(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", list, err, want)
		}
	}
}

// TestScope keeps to the VPC and to the Studio that the analysis is of.
func TestScope(t *testing.T) {
	s := fixture.Snapshot(account + "  ingress tcp 22 from 0.0.0.0/0\nvpc vpc-0b 10.1.0.0/16\ngroup sg-b vpc-0b b\n  ingress tcp 22 from 0.0.0.0/0\n")
	ssh := judge.Checks{Which: judge.Named, IDs: []string{"world-ssh"}}
	for _, c := range []struct {
		scope emr.Scope
		want  []string
	}{
		{emr.Scope{}, []string{"world-ssh:sg-app:tcp/22@0.0.0.0/0", "world-ssh:sg-b:tcp/22@0.0.0.0/0"}},
		{emr.Scope{VPC: "vpc-0b"}, []string{"world-ssh:sg-b:tcp/22@0.0.0.0/0"}},
		{emr.Scope{Studio: "ml-team"}, nil},
	} {
		if diff := cmp.Diff(c.want, keys(judge.Lint(emr.Analyse(s, c.scope), ssh))); diff != "" {
			t.Errorf("%+v (-want +got)\n%s", c.scope, diff)
		}
	}
}

// TestPlan fixes a finding of any group only where its key is named, and never preselects it.
func TestPlan(t *testing.T) {
	a := analysis(t, "  ingress tcp 22 from 0.0.0.0/0", "  ingress tcp 23 from 198.51.100.7/32", "  ingress tcp 20-30 from 198.51.100.7/32")
	const open, implied = "world-ssh:sg-app:tcp/22@0.0.0.0/0", "rule-implied:sg-app:tcp/23@198.51.100.7/32"
	for _, s := range judge.Plan(a, model.FixFindings{}).Steps {
		if s.Change.Target() == "sg-app" {
			t.Errorf("unasked: %v", s)
		}
	}
	plan := judge.Plan(a, model.FixFindings{Keys: []string{open, implied, "engine-open-to-world:sg-0eng:tcp/22@0.0.0.0/0"}})
	var got []string
	for _, s := range plan.Steps {
		r := s.Change.(model.Revoke)
		got = append(got, s.Purpose.String()+" "+r.Group+" "+r.Rule.String()+" "+strings.Join(s.Clears, " "))
		if s.Blocked != "" {
			t.Errorf("blocked: %s", s.Blocked)
		}
	}
	slices.Sort(got)
	want := []string{
		"tighten sg-0eng ingress tcp 22 from 0.0.0.0/0 engine-open-to-world:sg-0eng:tcp/22@0.0.0.0/0",
		"tighten sg-app ingress tcp 22 from 0.0.0.0/0 " + open,
		"tighten sg-app ingress tcp 23 from 198.51.100.7/32 " + implied,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	after, err := a.Snapshot().With(plan.Changes(func(model.Step) bool { return true })...)
	if err != nil {
		t.Fatal(err)
	}
	again := judge.Plan(emr.Analyse(after, emr.Scope{}), model.FixFindings{Keys: []string{open, implied}})
	if len(again.Steps) > 0 {
		t.Errorf("a second plan is not empty: %v", again.Steps)
	}
}

// TestPlanRefusesWhatIsEMRs gives advice alone for a group that a cluster uses.
func TestPlanRefusesWhatIsEMRs(t *testing.T) {
	const key = "private-all:sg-m:tcp/5000-5009@10.0.0.0/8"
	plan := judge.Plan(analysis(t), model.FixFindings{Keys: []string{key}})
	if len(plan.Steps) > 0 || len(plan.Refusals) != 1 || !strings.Contains(plan.Refusals[0].Advice.Text, "No change is proposed") {
		t.Errorf("%+v", plan)
	}
	f, ok := judge.Beside(analysis(t), []string{key}).Finding(key)
	if !ok || f.Key() != key {
		t.Errorf("%v %v", f, ok)
	}
}

// TestFixable gives each finding the fix that it would have by name.
func TestFixable(t *testing.T) {
	checks := judge.Checks{Which: judge.Named, IDs: []string{"world-ssh", "private-all"}}
	a := analysis(t, "  ingress tcp 22 from 0.0.0.0/0")
	for _, f := range judge.Fixable(a, checks) {
		_, isFix := f.Remedy.(model.Fix)
		if isFix != (f.Subject.ID == "sg-app") {
			t.Errorf("%s: fixable %v", f.Key(), isFix)
		}
	}
	for _, f := range judge.Lint(a, checks) {
		if _, isFix := f.Remedy.(model.Fix); isFix {
			t.Errorf("%s has a fix that nobody asked for", f.Key())
		}
	}
}

// TestMayBeOf tables which keys may be about a check of any group.
func TestMayBeOf(t *testing.T) {
	for key, want := range map[string]bool{
		"world-ssh:sg-1:tcp/22@0.0.0.0/0": true, "world-ssh:*": true, "world-*": true, "world-ssh:sg-1*": true,
		"engine-*": false, "engine-open-to-world:sg-1": false, "world": false, "w*": true, "rule-implied*": true,
		"world-ssh": true,
	} {
		if got := judge.MayBeOf(key); got != want {
			t.Errorf("%s: %v, want %v", key, got, want)
		}
	}
}
