package main

import (
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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
}

// scenarioTable is what people and lessons count on.
func scenarioTable() []scenarioRow {
	return []scenarioRow{
		{"debug-rule", []string{"exposed engine-open-to-world:DefaultEngineSecurityGroup:all@0.0.0.0/0"}, nil},
		{"deleted-group", []string{"broken engine-exists:sg-0c0ffee0d1e5e1ec7:baskets"}, []string{"broken engine-exists:sg-0c0ffee0d1e5e1ec7:baskets"}},
		{"engine-closed", []string{"broken engine-ingress-18888:DefaultEngineSecurityGroup:DefaultWorkspaceSecurityGroupGit"}, nil},
		{"engine-primary", nil, nil},
		{"git-blocked", []string{"conditional workspace-egress-443:DefaultWorkspaceSecurityGroupGit"}, nil},
		{"healthy", nil, nil},
		{"leaky-without-git", []string{"exposed workspace-open-egress:DefaultWorkspaceSecurityGroupWithoutGit:all@0.0.0.0/0"}, nil},
		{"nacl-reply", []string{"broken attach-path:timetables"}, []string{"broken attach-path:timetables"}},
		{"port-typo", []string{"broken engine-ingress-18888:studio-engine:studio-workspace", "broken workspace-egress-18888:studio-workspace:studio-engine"}, nil},
		{"public-subnet", []string{"conditional git-path:students"}, []string{"conditional git-path:students"}},
		{"rule-on-engine", []string{"broken workspace-egress-18888:studio-workspace:studio-engine"}, nil},
		{"rules-fine", nil, nil},
		{"self-reference", []string{"broken workspace-egress-18888:studio-workspace:studio-engine"}, nil},
		{"shared-workspace", []string{"broken workspace-no-ingress:intranet"}, []string{"broken workspace-no-ingress:intranet"}},
		{"stack-owned", []string{"broken engine-ingress-18888:hotel-studio-EngineGroup-1V9K2XQ7D3TBL:hotel-studio-WorkspaceGroup-8M4ZC0R2KQWY"}, nil},
		{"two-workspaces", []string{"broken engine-ingress-18888:DefaultEngineSecurityGroup:DefaultWorkspaceSecurityGroupWithoutGit"}, nil},
		{"untagged", []string{"conditional engine-tag:studio-engine", "conditional workspace-tag:studio-workspace"}, nil},
		{"workspace-inbound", []string{"broken workspace-no-ingress:DefaultWorkspaceSecurityGroupGit"}, nil},
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
	o, snap := openScenario(t, r.name)
	if diff := cmp.Diff(r.finds, severe(snap)); diff != "" {
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
	if _, err := o.do(t.Context(), planner(snap), "", planner); err != nil {
		t.Fatal(err)
	}
	after, err := o.client.Load(t.Context(), model.Source{}, func(model.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.left, severe(after)); diff != "" {
		t.Errorf("left after the fix (-want +got):\n%s", diff)
	}
	if again := planner(after); len(again.Steps) > 0 {
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
		Region: sandboxRegion, HTTPClient: account, Credentials: awsclient.SandboxCredentials(),
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
		names = append(names, n.ID, n.Name)
	}
	for v := range s.VPCs() {
		names = append(names, v.ID, v.Name)
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
