package main

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/apply"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// scenarioRow says what is found in a scenario: the findings that are conditional or worse, by severity
// and key with names for ids, and those that are left when the plan that fixes has been applied.
type scenarioRow struct {
	name  string
	finds []string
	left  []string
	error string // what the writer says where nothing can be changed at all
}

// finds makes the row of a scenario that a plan mends.
func finds(name string, findings ...string) scenarioRow {
	return scenarioRow{name: name, finds: findings}
}

// stays says that no plan changes what is found.
func (r scenarioRow) stays() scenarioRow {
	r.left = r.finds
	return r
}

// leaves says what no plan changes: what is not a group.
func (r scenarioRow) leaves(findings ...string) scenarioRow {
	r.left = findings
	return r
}

func (r scenarioRow) refused(text string) scenarioRow {
	r.error = text
	return r
}

// scenarioTable is what people and lessons count on.
func scenarioTable() []scenarioRow {
	const eight = "broken service-ingress-443:ElasticMapReduce-ServiceAccess:10.40.0.0/16"
	engineClosed := []string{"broken engine-ingress-18888:DefaultEngineSecurityGroup:DefaultWorkspaceSecurityGroupGit"}
	return []scenarioRow{
		finds("debug-rule", "exposed engine-open-to-world:DefaultEngineSecurityGroup:all@0.0.0.0/0"),
		finds("deleted-group", "broken engine-exists:sg-0c0ffee0d1e5e1ec7:baskets").stays(),
		finds("eks"),
		finds("emr8", eight),
		finds("engine-closed", engineClosed...),
		finds("engine-primary"),
		finds("additional-group"),
		finds("notebook-pair"),
		finds("git-blocked", "conditional workspace-egress-443:DefaultWorkspaceSecurityGroupGit"),
		finds("healthy"),
		finds("leaky-without-git", "exposed workspace-open-egress:DefaultWorkspaceSecurityGroupWithoutGit:all@0.0.0.0/0"),
		finds("mixed-releases", eight),
		finds("most-permissive"),
		finds("nacl-reply", "broken attach-path:timetables").stays(),
		finds("no-defaults"),
		finds(
			"no-egress", "broken core-egress-443:emr-core:emr-service-access", "broken nodes-egress-s3:emr-core",
			"broken nodes-egress-s3:emr-primary", "broken nodes-tcp-egress:emr-core:emr-core",
			"broken nodes-tcp-egress:emr-core:emr-primary", "broken nodes-tcp-egress:emr-primary:emr-core",
			"broken nodes-tcp-egress:emr-primary:emr-primary", "broken primary-egress-443:emr-primary:emr-service-access",
			"broken primary-egress-9443:emr-primary:emr-service-access", "conditional nodes-icmp-egress:emr-core:emr-core",
			"conditional nodes-icmp-egress:emr-core:emr-primary", "conditional nodes-icmp-egress:emr-primary:emr-core",
			"conditional nodes-icmp-egress:emr-primary:emr-primary", "conditional nodes-udp-egress:emr-core:emr-core",
			"conditional nodes-udp-egress:emr-core:emr-primary", "conditional nodes-udp-egress:emr-primary:emr-core",
			"conditional nodes-udp-egress:emr-primary:emr-primary"),
		finds("not-offered"),
		finds("old-ssh", "exposed primary-ssh-from-world:ElasticMapReduce-master:tcp/22@0.0.0.0/0").stays(),
		finds("org-denial", engineClosed...).stays().refused("ec2:AuthorizeSecurityGroupIngress"),
		finds("port-typo", "broken engine-ingress-18888:studio-engine:studio-workspace",
			"broken workspace-egress-18888:studio-workspace:studio-engine"),
		finds("public-rule", "conditional cluster-create-again:forecast",
			"conditional cluster-open-to-world:emr-pages:tcp/8088@0.0.0.0/0").stays(),
		finds("public-subnet", "conditional git-path:students").stays(),
		finds("role-v2", "broken network-tag:private-a", "broken network-tag:private-b",
			"conditional cluster-group-tag:ElasticMapReduce-Master-Private",
			"conditional cluster-group-tag:ElasticMapReduce-ServiceAccess",
			"conditional cluster-group-tag:ElasticMapReduce-Slave-Private", "conditional cluster-group-tag:private-a",
			"conditional network-tag:books").leaves("broken network-tag:private-a", "broken network-tag:private-b",
			"conditional cluster-group-tag:private-a", "conditional network-tag:books"),
		finds("rule-on-engine", "broken workspace-egress-18888:studio-workspace:studio-engine"),
		finds("rules-fine"),
		finds("self-reference", "broken workspace-egress-18888:studio-workspace:studio-engine"),
		finds("service-access-9443", "broken service-ingress-9443:emr-service-access:emr-primary"),
		finds("shared-defaults"),
		finds("shared-vpc", "? cluster-group-tag:subnet", "? network-tag:VPC", "? network-tag:subnet").stays(),
		finds("shared-workspace", "broken workspace-no-ingress:intranet").stays(),
		finds("six-groups", "conditional engine-no-room:recipes:recipes").stays(),
		finds("stack-owned", "broken engine-ingress-18888:hotel-studio-EngineGroup-1V9K2XQ7D3TBL:hotel-studio-WorkspaceGroup-8M4ZC0R2KQWY"),
		finds("two-workspaces", "broken engine-ingress-18888:DefaultEngineSecurityGroup:DefaultWorkspaceSecurityGroupWithoutGit"),
		finds("untagged", "broken engine-tag:studio-engine", "broken workspace-tag:studio-workspace"),
		finds("workspace-inbound", "broken workspace-no-ingress:DefaultWorkspaceSecurityGroupGit"),
		finds("wrong-direction", "broken service-egress-8443-core:emr-service-access:emr-core",
			"broken service-egress-8443-primary:emr-service-access:emr-primary"),
		finds("wrong-region"),
		finds("wrong-vpc"),
	}
}

// TestScenarioFindings reads every scenario through the real client and requires what is wrong with it, no
// more and no less; then applies the plan that fixes all of it, which leaves nothing that a plan can do.
func TestScenarioFindings(t *testing.T) {
	t.Parallel()
	rows := map[string]scenarioRow{}
	for _, row := range scenarioTable() {
		rows[row.name] = row
	}
	for _, s := range sandbox.Scenarios() {
		row, known := rows[s.Name]
		if !known && s.Name != sandbox.DefaultScenario {
			t.Errorf("%s is not in the table", s.Name)
			continue
		}
		delete(rows, s.Name)
		if s.Name == sandbox.DefaultScenario {
			continue // its findings are pinned where its account is
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			row.play(t)
		})
	}
	for name := range rows {
		t.Errorf("there is no scenario %s", name)
	}
}

func (r scenarioRow) play(t *testing.T) {
	t.Helper()
	o, snap := openScenario(t, r.name)
	if diff := gocmp.Diff(r.finds, severe(snap)); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	planner := func(s model.Snapshot) model.Plan {
		var goal model.FixFindings
		a := emr.Analyse(s, emr.Scope{VPC: o.vpc})
		for _, f := range a.Findings() {
			if _, can := f.Remedy.(model.Fix); can && f.Severity >= model.Wider {
				goal.Keys = append(goal.Keys, f.Key())
			}
		}
		if len(goal.Keys) == 0 {
			return model.Plan{}
		}
		return a.Plan(goal)
	}
	_, err := o.do(t.Context(), planner(snap), "", planner)
	if r.error != "" && (err == nil || !strings.Contains(err.Error(), r.error)) || r.error == "" && err != nil {
		t.Fatalf("apply: %v, want %q", err, r.error)
	}
	after, err := o.client.Load(t.Context(), model.Source{}, func(model.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(r.left, severe(after)); diff != "" {
		t.Errorf("left after the fix (-want +got):\n%s", diff)
	}
	if again := planner(after); len(again.Steps) > 0 && r.error == "" {
		t.Errorf("a second plan has %d steps: %v", len(again.Steps), again.Steps)
	}
}

// openScenario opens a scenario where its caller's profile points.
func openScenario(t *testing.T, name string) (office, model.Snapshot) {
	t.Helper()
	account, err := sandbox.New(name, sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := awsclient.Open(t.Context(), awsclient.Options{
		Region: account.Region(), HTTPClient: account, Credentials: awsclient.SandboxCredentials(),
		RetryDelay: func(int) time.Duration { return 0 },
	})
	if err != nil {
		t.Fatal(err)
	}
	snap, err := c.Load(t.Context(), model.Source{}, func(model.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	at := func(time.Duration) <-chan time.Time {
		c := make(chan time.Time, 1)
		c <- time.Time{}
		return c
	}
	o := office{client: c, applier: apply.New(c, apply.Options{Dir: t.TempDir(), Tool: "sgscope test", After: at})}
	for st := range snap.Studios() {
		o.vpc = st.VPC
	}
	return o, snap
}

// severe gives what is found that is conditional or worse, sorted, and what is unknown with a question mark.
func severe(s model.Snapshot) []string {
	var names []string
	for g := range s.Groups() {
		names = append(names, g.ID, g.Name)
	}
	for c := range s.Clusters() {
		names = append(names, c.ID, c.Name)
	}
	for st := range s.Studios() {
		names = append(names, st.ID, st.Name)
	}
	for n := range s.Subnets() {
		names = append(names, n.ID, cmp.Or(n.Name, "subnet"))
	}
	for v := range s.VPCs() {
		names = append(names, v.ID, cmp.Or(v.Name, "VPC"))
	}
	named := strings.NewReplacer(names...)
	var out []string
	for _, f := range emr.Analyse(s, emr.Scope{}).Findings() {
		switch {
		case f.State == model.StateUnknown:
			out = append(out, "? "+named.Replace(f.Key()))
		case f.Severity >= model.Conditional:
			out = append(out, f.Severity.String()+" "+named.Replace(f.Key()))
		}
	}
	sort.Strings(out)
	return slices.Compact(out)
}

// TestScenarioFailures requires that a scenario with a number finds what the catalogue says finds it.
func TestScenarioFailures(t *testing.T) {
	// Of a cluster that is gone its own reason tells, not a finding.
	elsewhere := map[string]bool{"wrong-vpc": true}
	for _, s := range sandbox.Scenarios() {
		if s.Failure == 0 || elsewhere[s.Name] {
			continue
		}
		c, ok := emr.CaseOf(s.Failure)
		if !ok {
			t.Errorf("%s: there is no failure %d", s.Name, s.Failure)
			continue
		}
		_, snap := openScenario(t, s.Name)
		if len(c.Requirements) > 0 && !slices.ContainsFunc(emr.Analyse(snap, emr.Scope{}).Findings(), func(f model.Finding) bool {
			return slices.Contains(c.Requirements, f.ID)
		}) {
			t.Errorf("%s: nothing of %v is found, which tells failure %d", s.Name, c.Requirements, s.Failure)
		}
	}
}
