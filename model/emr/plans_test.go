package emr_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/model/reach"
)

// shared are accounts in which groups serve more than one: what a plan must not forget.
func shared() map[string]string {
	over := func(changes ...func(*edit)) string { return edited(whole, changes...) }
	node := " instance=i-7 aws:elasticmapreduce:job-flow-id=j-7"
	return map[string]string{
		"as it is":                           whole,
		"an app server carries Workspace":    over(line("eni eni-x subnet-a 10.0.1.50 sg-ws,sg-app instance=i-app")),
		"an app server carries Engine":       over(line("eni eni-x subnet-a 10.0.1.50 sg-eng instance=i-app")),
		"an app server carries the primary":  over(line("eni eni-x subnet-a 10.0.1.50 sg-m instance=i-app")),
		"Engine is on a node":                over(line("eni eni-x subnet-a 10.0.1.50 sg-m,sg-eng" + node)),
		"only Engine is on a node":           over(line("eni eni-x subnet-a 10.0.1.50 sg-eng" + node)),
		"Engine is the managed primary":      over(line("studio es-5 managed vpc-1 sg-w3 sg-m subnet-a"), rule("sg-w3", "egress tcp 18888 to sg-m"), rule("sg-m", "ingress tcp 18888 from sg-w3")),
		"Workspace of two Studios":           over(line("studio es-5 other vpc-1 sg-ws sg-e3 subnet-b"), rule("sg-ws", "egress tcp 18888 to sg-e3"), rule("sg-e3", "ingress tcp 18888 from sg-ws")),
		"Engine of three Studios":            over(line("studio es-5 other vpc-1 sg-w3 sg-eng subnet-b"), rule("sg-w3", "egress tcp 18888 to sg-eng"), rule("sg-eng", "ingress tcp 18888 from sg-w3")),
		"Engine is an additional group":      over(swap("cluster j-7", "service=", "additional=sg-eng service=")),
		"Workspace is an additional group":   over(swap("cluster j-7", "service=", "additional-core=sg-ws service=")),
		"Workspace is a Serverless group":    over(swap("app 00f1", "groups=sg-less", "groups=sg-ws")),
		"Engine is an endpoint's group":      over(swap("managedendpoint", "sg-lb", "sg-e3")),
		"clusters share their groups":        over(line("cluster j-6 twin WAITING emr-spark-8.0.0 subnet-a sg-m sg-c primary=i-6 service=sg-s" + apps)),
		"another group's rule names it":      over(rule("sg-app", "ingress tcp 8080 from sg-ws"), rule("sg-app", "egress tcp 8080 to sg-eng")),
		"a group of another account":         over(swap("group sg-ws", "tagged", "tagged owner=999900001111")),
		"interfaces were not read":           whole + "\nunread interfaces",
		"clusters were not read":             whole + "\nunread clusters",
		"one group for Workspace and Engine": over(line("studio es-5 both vpc-1 sg-x sg-x subnet-a"), line("group sg-x vpc-1 both tagged"), line("  ingress tcp 18888 from sg-x"), line("  egress tcp 18888 to sg-x")),
	}
}

// strays are rules that somebody may have added.
func strays() []string {
	return []string{
		"ingress tcp 22 from 0.0.0.0/0", "ingress all from 0.0.0.0/0", "ingress tcp 8080 from 10.0.0.0/8", "ingress tcp 18888 from 10.0.0.0/16",
		"ingress tcp 18888 from 10.0.1.0/24", "ingress tcp 18889 from sg-ws", "ingress all from sg-app", "ingress tcp 18888 from sg-w3",
		"egress all to 0.0.0.0/0", "egress tcp 443 to 0.0.0.0/0", "egress tcp 443 to 140.82.112.0/20", "egress all to ::/0", "egress tcp 18888 to 10.0.0.0/16",
		"egress tcp 0-65535 to 0.0.0.0/1", "egress tcp 0-65535 to 128.0.0.0/1", "egress udp 53 to sg-dns", "egress tcp 18888 to sg-eng",
	}
}

// TestPlansKeepWhatOthersNeed fixes all that is found at once, in accounts whose groups serve several, after
// somebody's edits: what held before holds after, nothing new is found, nothing is left to plan, and no rule
// is taken from a group that also serves what is not EMR Studio's.
func TestPlansKeepWhatOthersNeed(t *testing.T) {
	accounts := shared()
	var names []string
	for name := range accounts {
		names = append(names, name)
	}
	slices.Sort(names)
	groups := []string{"sg-ws", "sg-w2", "sg-eng", "sg-w3", "sg-e3", "sg-m", "sg-c", "sg-s", "sg-dm", "sg-ds", "sg-edi", "sg-liv"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "account")
		text := accounts[name]
		for range rapid.IntRange(0, 4).Draw(t, "edits") {
			g := rapid.SampledFrom(groups).Draw(t, "group")
			if rapid.Bool().Draw(t, "drops") {
				text = edited(text, drop(g, rapid.SampledFrom([]string{
					"ingress tcp 18888", "egress tcp 18888", "egress all", "ingress tcp 8443", "ingress tcp 0-65535",
					"egress tcp 443", "ingress tcp 9443", "ingress udp", "egress tcp 8443",
				}).Draw(t, "rule")))
				continue
			}
			stray := rapid.SampledFrom(strays()).Draw(t, "rule")
			text = edited(text, drop(g, stray), rule(g, stray))
		}
		keeps(t, fixture.Snapshot(text))
	})
}

func keeps(t *rapid.T, s model.Snapshot) {
	a := emr.Analyse(s, emr.Scope{})
	var keys []string
	before := map[string]bool{}
	for _, f := range a.Findings() {
		keys = append(keys, f.Key())
		before[f.Key()] = true
	}
	if len(keys) == 0 {
		return
	}
	goal := model.FixFindings{Keys: keys}
	plan := a.Plan(goal)
	for _, step := range plan.Steps {
		if c, ok := step.Change.(model.Revoke); ok && step.Blocked == "" {
			if why := mustStay(s, c); why != "" {
				t.Errorf("the plan takes %s from %s, but %s", c.Rule, c.Group, why)
			}
		}
	}
	after, err := s.With(plan.Changes(func(model.Step) bool { return true })...)
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	b := emr.Analyse(after, emr.Scope{})
	for _, f := range b.Findings() {
		// Clusters that share their groups reach each other once what was missing among nodes is there again.
		if !before[f.Key()] && f.ID != "clusters-share-groups" {
			t.Errorf("the plan makes %s %s: %s", f.Severity, f.Key(), f.Reason)
		}
	}
	met := map[string]bool{}
	for _, f := range b.Met() {
		met[f.Key()] = true
	}
	for _, f := range a.Met() {
		if !met[f.Key()] && slices.ContainsFunc(b.Findings(), func(x model.Finding) bool { return x.Key() == f.Key() }) {
			t.Errorf("after the plan %s holds no longer", f.Key())
		}
	}
	for _, step := range b.Plan(goal).Steps {
		if step.Blocked == "" {
			t.Errorf("the second plan has %s", said(step.Change))
		}
	}
	nodesKeepEgress(t, s, after)
}

// mustStay says why a rule may not be taken away, without asking the analysis: something that is no
// Workspace and no node carries the group, or somebody but a Studio names it.
func mustStay(s model.Snapshot, c model.Revoke) string {
	for _, i := range s.InterfacesOf(c.Group) {
		_, node := i.Tags.Get("aws:elasticmapreduce:job-flow-id")
		_, workspace := i.Tags.Get("aws:elasticmapreduce:editor-id")
		if !node && !workspace && i.Instance != "i-7" && i.Instance != "i-8" {
			return i.ID + " carries it"
		}
	}
	for x := range s.Clusters() {
		if slices.Contains(x.Groups(), c.Group) {
			return "cluster " + x.ID + " names it"
		}
	}
	for app := range s.ServerlessApps() {
		if slices.Contains(app.Groups, c.Group) {
			return "application " + app.ID + " names it"
		}
	}
	for e := range s.ManagedEndpoints() {
		if slices.Contains(e.Groups(), c.Group) {
			return "endpoint " + e.ID + " names it"
		}
	}
	if g, _ := s.Group(c.Group); g.Owner != fixture.Account {
		return "account " + g.Owner + " owns it"
	}
	// A Studio's 18888 between its own groups is never surplus.
	for st := range s.Studios() {
		if c.Group == st.Engine && c.Rule == model.TCPRule(model.Ingress, 18888, model.GroupPeer(st.Workspace)) ||
			c.Group == st.Workspace && st.Workspace != st.Engine && c.Rule == model.TCPRule(model.Egress, 18888, model.GroupPeer(st.Engine)) {
			return "Studio " + st.ID + " needs it"
		}
	}
	return ""
}

// nodesKeepEgress holds that every cluster node lets out after the plan all that it let out before; a plan may
// open more.
func nodesKeepEgress(t rapid.TB, before, after model.Snapshot) {
	for i := range before.Interfaces() {
		if _, node := i.Tags.Get("aws:elasticmapreduce:job-flow-id"); !node {
			continue
		}
		for _, p := range []model.Protocol{model.TCP, model.UDP} {
			q := reach.Question{
				From: reach.InterfaceEnd(i), To: reach.Internet(), Protocol: p, Ports: model.PortRange{First: 1, Last: 65535},
				Layers: reach.GroupsOnly,
			}
			if x, y := reach.Ask(before, q), reach.Ask(after, q); x.Verdict == y.Verdict && x.Passes == y.Passes {
				continue
			}
			nodeKeepsEgress(t, before, after, q)
		}
	}
}

// nodeKeepsEgress asks for each port and block that an edit or a plan tells from others.
func nodeKeepsEgress(t rapid.TB, before, after model.Snapshot, q reach.Question) {
	for _, to := range []string{"8.8.8.0/24", "52.216.0.0/24", "140.82.112.0/24", "192.0.2.0/24", "2600:1f00::/64"} {
		for _, port := range []uint16{22, 53, 443, 8443, 9443, 18888, 65535} {
			q.To, q.Ports = reach.Block(netip.MustParsePrefix(to)), model.PortRange{First: port, Last: port}
			if x, y := reach.Ask(before, q), reach.Ask(after, q); x.Verdict == model.Allowed && y.Verdict != model.Allowed {
				t.Errorf("%s let %s %d out to %s, and then %v", q.From, q.Protocol, port, to, y.Verdict)
			}
		}
	}
}

// TestPlansOfSharedAccounts runs the same over each account with every stray rule on one group, in turn.
func TestPlansOfSharedAccounts(t *testing.T) {
	for name, text := range shared() {
		for _, g := range []string{"sg-ws", "sg-eng", "sg-m"} {
			for _, stray := range strays() {
				s := fixture.Snapshot(edited(text, drop(g, stray), rule(g, stray)))
				plan := emr.Analyse(s, emr.Scope{}).Plan(model.FixFindings{})
				if after, err := s.With(plan.Changes(func(model.Step) bool { return true })...); err == nil {
					nodesKeepEgress(t, s, after)
				}
				for _, step := range plan.Steps {
					if c, ok := step.Change.(model.Revoke); ok && step.Blocked == "" {
						if why := mustStay(s, c); why != "" {
							t.Errorf("%s, %s: the plan takes %s, but %s", name, strings.TrimSpace(stray), said(c), why)
						}
					}
				}
			}
		}
	}
}
