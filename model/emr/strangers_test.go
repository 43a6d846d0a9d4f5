package emr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// TestUnreadEngineIsNoPlan: a Studio names a group that no listing holds and nobody looked up. What its Workspace
// group lacks is known; a rule that names the group is not planned, and the network is not blamed.
func TestUnreadEngineIsNoPlan(t *testing.T) {
	a := emr.Analyse(fixture.Snapshot(edited(whole, swap("studio es-1", "sg-eng", "sg-unread"),
		line("eni eni-8a subnet-a 10.0.1.9 sg-m instance=i-7"))), emr.Scope{})
	missing := false
	for _, f := range a.Findings() {
		if f.ID == "attach-path" {
			t.Errorf("%s: %s", f.Key(), f.Reason)
		}
		if f.Key() == "workspace-egress-18888:sg-ws:sg-unread" {
			missing = f.State == model.Unmet
			if _, isFix := f.Remedy.(model.Fix); isFix {
				t.Errorf("a fix that names a group which may be gone: %v", f.Remedy)
			}
		}
	}
	if !missing {
		t.Error("that no rule leads to the Engine group is not said")
	}
}

// TestConflictReachesItsPeers: where a group is Workspace of one Studio and Engine of another, no rule of any group
// is planned that names it, its rules as a Workspace are no surplus of its being Engine, and others are fixed.
func TestConflictReachesItsPeers(t *testing.T) {
	a := emr.Analyse(fixture.Snapshot(edited(whole, swap("studio es-3", "sg-e3", "sg-ws"),
		drop("sg-eng", "ingress tcp 18888 from sg-w2"))), emr.Scope{})
	var planned []string
	for _, s := range a.Plan(model.FixFindings{}).Steps {
		planned = append(planned, said(s.Change))
	}
	if want := "+ sg-eng ingress tcp 18888 from sg-w2"; !slices.Contains(planned, want) {
		t.Errorf("no step %q, which is of another Studio:\n%s", want, strings.Join(planned, "\n"))
	}
	for _, s := range planned {
		if strings.Contains(s, "sg-ws") {
			t.Errorf("a step builds on a conflict of roles: %s", s)
		}
	}
	for _, f := range a.Findings() {
		if f.ID == "engine-extra-egress" && f.Subject.ID == "sg-ws" {
			t.Errorf("%s: %s", f.Key(), f.Reason)
		}
	}
}

// TestEgressThatOthersWaitFor: allow-all egress is more than a Workspace group needs, but it is what a database's rule
// counts on. It is found as before, and not taken away; a rule of its own for the database frees it.
func TestEgressThatOthersWaitFor(t *testing.T) {
	open := edited(whole, rule("sg-ws", "egress all to 0.0.0.0/0"), line("group sg-db vpc-1 orders"), line("  ingress tcp 5432 from sg-ws"))
	for _, c := range []struct {
		name, text string
		fix        bool
	}{
		{"only allow-all lets it out", open, false},
		{"a rule of its own", edited(open, rule("sg-ws", "egress tcp 5432 to sg-db")), true},
		{"another port is let in", edited(open, rule("sg-ws", "egress tcp 5432 to sg-db"), rule("sg-db", "ingress udp 53 from sg-ws")), false},
		{"nobody waits", edited(open, drop("sg-db", "ingress")), true},
	} {
		f := emr.Analyse(fixture.Snapshot(c.text), emr.Scope{}).Findings()
		i := slices.IndexFunc(f, func(f model.Finding) bool { return f.Key() == "workspace-open-egress:sg-ws:all@0.0.0.0/0" })
		if i < 0 || f[i].Severity != model.Wider {
			t.Errorf("%s: not found", c.name)
			continue
		}
		if _, isFix := f[i].Remedy.(model.Fix); isFix != c.fix {
			t.Errorf("%s: %v", c.name, f[i].Remedy)
		}
	}
}

// TestSharedGroupsKeepTheirKey: that clusters share their groups is one finding, whichever of the groups' rules lets
// them reach each other.
func TestSharedGroupsKeepTheirKey(t *testing.T) {
	shared := edited(whole, line("cluster j-6 twin WAITING emr-7.5.0 subnet-a sg-m sg-c primary=i-6 service=sg-s"+strings.TrimSuffix(apps, "\n")))
	for _, text := range []string{shared, edited(shared, drop("sg-m", "ingress tcp 0-65535 from sg-m"))} {
		var keys []string
		for _, f := range emr.Analyse(fixture.Snapshot(text), emr.Scope{}).Findings() {
			if f.ID == "clusters-share-groups" {
				keys = append(keys, f.Key())
			}
		}
		if len(keys) != 1 || keys[0] != "clusters-share-groups:sg-m" {
			t.Errorf("%v", keys)
		}
	}
}

// TestPartlyOfPortsNamesNoSubnet: a title speaks of subnets only where these make the difference.
func TestPartlyOfPortsNamesNoSubnet(t *testing.T) {
	a := emr.Analyse(fixture.Snapshot(edited(whole, drop("sg-m", "ingress tcp 0-65535 from sg-c"),
		rule("sg-m", "ingress tcp 0-30000 from sg-c"))), emr.Scope{})
	for _, f := range a.Findings() {
		if f.Key() == "nodes-tcp-ingress:sg-m:sg-c" {
			if strings.Contains(f.Title, "subnet") {
				t.Errorf("title %q", f.Title)
			}
			return
		}
	}
	t.Error("not found")
}

// TestGroupsOfAnotherVPCHelpNobody: an additional group of another VPC is on no interface of the cluster, so that
// what it lets out is not what the nodes let out.
func TestGroupsOfAnotherVPCHelpNobody(t *testing.T) {
	a := emr.Analyse(fixture.Snapshot(edited(whole, drop("sg-m", "egress all"),
		swap("cluster j-7", "service=", "additional=sg-w9 service="), rule("sg-w9", "egress all to 0.0.0.0/0"))), emr.Scope{})
	got := worse(a)
	for _, key := range []string{"cluster-group-in-vpc:j-7", "nodes-egress-s3:sg-m", "primary-egress-9443:sg-m:sg-s"} {
		if got[key].State != model.Unmet {
			t.Errorf("%s: %v", key, got[key].State)
		}
	}
}

// TestPrefixListWithoutAName: a rule to a prefix list of which only the entries were read may be the one for S3.
func TestPrefixListWithoutAName(t *testing.T) {
	for _, text := range []string{"prefixlist pl-s3 - 52.216.0.0/15", ""} {
		a := emr.Analyse(fixture.Snapshot(edited(whole, drop("sg-m", "egress all"), rule("sg-m", "egress tcp 443 to pl-s3"),
			func(e *edit) {
				e.lines = slices.DeleteFunc(e.lines, func(l string) bool { return strings.HasPrefix(l, "prefixlist") })
			}, line(text))), emr.Scope{})
		if f := worse(a)["nodes-egress-s3:sg-m"]; f.State != model.StateUnknown {
			t.Errorf("%q: %v %s", text, f.State, f.Reason)
		}
	}
}

// TestTagsOfASharedVPCWithoutTheCaller: who asks was not read, and the Studio's own account is not the VPC's.
func TestTagsOfASharedVPCWithoutTheCaller(t *testing.T) {
	from := fixture.Snapshot(studio + pair("", ""))
	b := model.NewBuilder(model.Origin{Region: "us-east-1", Partition: "aws"})
	for _, p := range model.Parts() {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	for st := range from.Studios() {
		st.Account = fixture.Account
		b.AddStudio(st)
	}
	for v := range from.VPCs() {
		v.Owner, v.Tags = "999900001111", nil
		b.AddVPC(v)
	}
	for s := range from.Subnets() {
		s.Owner, s.Tags = "999900001111", nil
		b.AddSubnet(s)
	}
	for g := range from.Groups() {
		b.AddGroup(g)
	}
	seen := 0
	for _, f := range emr.Analyse(b.Snapshot(), emr.Scope{}).Findings() {
		if f.ID == "network-tag" {
			seen++
			if f.State != model.StateUnknown {
				t.Errorf("%s %v: %s", f.Key(), f.State, f.Reason)
			}
		}
	}
	if seen == 0 {
		t.Error("nothing is said of the tags")
	}
}
