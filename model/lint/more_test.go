package lint_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/lint"
)

// TestReasons holds the sentences that people read.
func TestReasons(t *testing.T) {
	for _, c := range []struct{ id, text, want string }{
		{"world-ssh", group("ingress tcp 22 from 0.0.0.0/0"), "app (sg-x) lets tcp 22 in from 0.0.0.0/0."},
		{"world-ssh", group("ingress tcp 20-30 from 0.0.0.0/0"), "app (sg-x) lets tcp 20-30 in from 0.0.0.0/0, among it tcp 22."},
		{
			"world-ssh", group("ingress tcp 22 from 0.0.0.0/1", "ingress tcp 22 from 128.0.0.0/1"),
			"app (sg-x) lets tcp 22 in from 0.0.0.0/1; with 1 other rule that is every IPv4 address of the internet.",
		},
		{"world-risky-port", group("ingress tcp 8088-8090 from ::/0"), "app (sg-x) lets tcp 8088-8090 in from ::/0 (YARN tcp 8088, YARN tcp 8090)."},
		{
			"world-all-ports", group("ingress tcp 0-100 from 0.0.0.0/0", "ingress tcp 101-65535 from 0.0.0.0/0"),
			"app (sg-x) lets tcp 0-100 in from 0.0.0.0/0; with 1 other rule that is every port for every IPv4 address of the internet.",
		},
		{"world-other-port", group("ingress all from pl-1"), "app (sg-x) lets all traffic in from pl-1, whose entries were not read: it may hold the whole world."},
		{
			"wide-public-ingress", group("ingress tcp 99 from 203.0.112.0/24", "ingress tcp 99 from 203.0.113.0/24"),
			"app (sg-x) lets tcp 99 in from 203.0.112.0/24, which makes up 203.0.112.0/23 with what else is let through.",
		},
		{"private-all", group("ingress tcp 99 from 10.0.0.0/8"), "app (sg-x) lets tcp 99 in from 10.0.0.0/8, all of the private 10.0.0.0/8 among it."},
		{
			"rule-implied", group("ingress tcp 99 from sg-y", "ingress tcp 90-99 from sg-y"),
			`app (sg-x): what "ingress tcp 99 from sg-y" allows, its other rules allow too (ingress tcp 90-99 from sg-y).`,
		},
		{"stale-reference", group("ingress tcp 99 from sg-y") + "gone sg-y", `app (sg-x) names sg-y in "ingress tcp 99 from sg-y", and that group is deleted.`},
		{
			"many-rules", group(append(ports("ingress tcp %d from sg-y", 51), ports("egress tcp %d to sg-y", 52)...)...),
			"app (sg-x) has 51 rules of ingress; the quota is 60 for each address family unless it was raised, and 52 of egress.",
		},
		{
			"unused-group", group() + "unread studios",
			"app (sg-x) is used by nothing that was read, and not all was read of Studios.",
		},
		{"description-missing", group("ingress tcp 99 from sg-y"), "app (sg-x) has 1 of its 1 rule without a description."},
		{"cidr-splits-subnet", group("egress tcp 99 to 10.0.1.0/28"), "app (sg-x) lets tcp 99 out to 10.0.1.0/28, which is a part of subnet-a (10.0.1.0/24)."},
	} {
		got := lint.Run(whole(c.text), lint.Options{IDs: []string{c.id}})
		if len(got) == 0 || got[0].Reason != c.want {
			t.Errorf("%s: %q, want %q", c.id, reasons(got), c.want)
		}
	}
}

func reasons(list []model.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Reason)
	}
	return out
}

// TestFixAny gives the fix of every finding that has one.
func TestFixAny(t *testing.T) {
	s := whole(group("ingress tcp 22 from 0.0.0.0/0"))
	got := lint.Run(s, lint.Options{FixAny: true})
	if len(got) != 1 || remedy(got[0].Remedy) != "revoke ingress tcp 22 from 0.0.0.0/0" {
		t.Errorf("%v", got)
	}
}

// TestServerlessFix gives advice alone for what an application of EMR Serverless names.
func TestServerlessFix(t *testing.T) {
	b := model.NewBuilderFrom(whole(group("ingress tcp 22 from 0.0.0.0/0")))
	b.AddServerlessApp(model.ServerlessApp{ID: "00f1", Name: "nightly", Described: true, Groups: []string{"sg-x"}})
	got := lint.Run(b.Snapshot(), lint.Options{FixAny: true})
	if len(got) != 1 || !strings.Contains(remedy(got[0].Remedy), "application nightly (00f1) uses the group") {
		t.Errorf("%v", got)
	}
}

// TestFixes tables what asking for a fix by name gives: revokes, or advice and why.
func TestFixes(t *testing.T) {
	const ssh = "world-ssh:sg-x:tcp/22@0.0.0.0/0"
	open := group("ingress tcp 22 from 0.0.0.0/0")
	named := func(name string) string { return strings.Replace(open, " app", " "+name, 1) }
	for _, c := range []struct{ name, text, key, want string }{
		{"by name", open, ssh, "revoke ingress tcp 22 from 0.0.0.0/0"},
		{"not by name", open, "", "sgscope plan --fix " + ssh},
		{"another's group", named("app owner=999900001111"), ssh, "belongs to account 999900001111"},
		{"a Studio's group", open + "studio es-1 data vpc-1 sg-y sg-x subnet-a", ssh, "Studio data (es-1) uses the group"},
		{"a cluster's group", open + "cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-x sg-c", ssh, "cluster etl (j-1) uses the group"},
		{"EMR's name", named("ElasticMapReduce-master"), ssh, "a name that EMR gives"},
		{"VPC endpoints not read, which are on interfaces", open + "unread endpoints", ssh, "revoke ingress tcp 22 from 0.0.0.0/0"},
		{"interfaces not read", open + "unread interfaces", ssh, "not all was read of network interfaces"},
		{"a rule that adds nothing", group("ingress tcp 22 from sg-y", "ingress tcp 20-23 from sg-y") + "unread interfaces", "rule-implied:sg-x:tcp/22@sg-y", "revoke ingress tcp 22 from sg-y"},
		{"a rule that says who is meant", group("egress tcp 22 to sg-x", "egress all to 0.0.0.0/0"), "rule-implied:sg-x:egress/tcp/22@sg-x", "Keep it"},
		{
			"a documented rule of a Studio", group("ingress tcp 18888 from sg-y", "ingress tcp 0-65535 from sg-y") + "studio es-1 data vpc-1 sg-y sg-x subnet-a",
			"rule-implied:sg-x:tcp/18888@sg-y", "EMR's own findings",
		},
		{"a stale rule", group("ingress tcp 22 from sg-y") + "gone sg-y\nunread clusters", "stale-reference:sg-x:tcp/22@sg-y", "revoke ingress tcp 22 from sg-y"},
		{"the default group", net + "group sg-d vpc-1 default\ningress all from sg-d\negress all to 0.0.0.0/0", "default-group-rules:sg-d", "revoke ingress all from sg-d, revoke egress all to 0.0.0.0/0"},
	} {
		s := whole(c.text)
		id, _, _ := strings.Cut(cmpOr(c.key, ssh), ":")
		got := lint.Run(s, lint.Options{IDs: []string{id}, Fix: []string{c.key}})
		if len(got) != 1 || !strings.Contains(remedy(got[0].Remedy), c.want) {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func remedy(r model.Remedy) string {
	switch r := r.(type) {
	case model.Fix:
		var out []string
		for _, c := range r.Changes {
			if v, ok := c.(model.Revoke); ok {
				out = append(out, "revoke "+v.Rule.String())
			}
		}
		return strings.Join(out, ", ")
	case model.Advice:
		return r.Text + " | " + r.Command
	}
	return ""
}

func list(owner string, read bool, blocks ...string) model.PrefixList {
	l := model.PrefixList{ID: "pl-1", Owner: owner, EntriesRead: read}
	for _, b := range blocks {
		l.Entries = append(l.Entries, model.PrefixListEntry{Prefix: netip.MustParsePrefix(b)})
	}
	return l
}

// TestPrefixLists tables what lists stand for.
func TestPrefixLists(t *testing.T) {
	for _, c := range []struct {
		name string
		list model.PrefixList
		rule string
		want []string
	}{
		{"the world in a list", list("111122223333", true, "0.0.0.0/0"), "ingress tcp 22 from pl-1", []string{"exposed world-ssh:sg-x:tcp/22@pl-1"}},
		{
			"half in a list, half in a rule", list("111122223333", true, "0.0.0.0/1"), "ingress tcp 22 from pl-1\ningress tcp 22 from 128.0.0.0/1",
			[]string{"exposed world-ssh:sg-x:tcp/22@128.0.0.0/1", "exposed world-ssh:sg-x:tcp/22@pl-1"},
		},
		{"halves in a list", list("111122223333", true, "0.0.0.0/1", "128.0.0.0/1"), "ingress tcp 22 from pl-1", []string{"exposed world-ssh:sg-x:tcp/22@pl-1"}},
		{"not read", list("111122223333", false), "ingress tcp 22 from pl-1", []string{"unknown world-other-port:sg-x:tcp/22@pl-1"}},
		{"AWS's own, not read", list("AWS", false), "ingress tcp 22 from pl-1", nil},
		{"a wide block of AWS's own", list("AWS", true, "52.0.0.0/10"), "ingress tcp 22 from pl-1", nil},
		{"a wide block of somebody's", list("111122223333", true, "52.0.0.0/10"), "ingress tcp 22 from pl-1", []string{"wider wide-public-ingress:sg-x:tcp/22@pl-1"}},
		{
			"implied by a list", list("111122223333", true, "192.0.2.0/24"), "ingress tcp 22 from pl-1\ningress tcp 22 from 192.0.2.9/32",
			[]string{"note rule-implied:sg-x:tcp/22@192.0.2.9/32"},
		},
		{
			"a list implied by a block", list("111122223333", true, "192.0.2.0/25", "192.0.2.200/32"), "ingress tcp 22 from pl-1\ningress tcp 22 from 192.0.2.0/24",
			[]string{"note rule-implied:sg-x:tcp/22@pl-1"},
		},
		{"an empty list is nothing", list("111122223333", true), "ingress tcp 22 from pl-1\ningress tcp 22 from 192.0.2.0/24", nil},
	} {
		b := model.NewBuilderFrom(whole(group(c.rule)))
		b.AddPrefixList(c.list)
		if diff := cmp.Diff(c.want, keys(lint.Run(b.Snapshot(), lint.Options{}))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestStale tables what makes a reference stale beside a group that is known to be gone.
func TestStale(t *testing.T) {
	rule := model.GroupRule{Rule: model.TCPRule(model.Ingress, 22, model.GroupPeer("sg-far"))}
	for _, c := range []struct {
		name string
		ref  model.Reference
		add  func(*model.Builder)
		want bool
	}{
		{"beyond a peering connection", model.Reference{Peering: "pcx-1", PeerState: "active"}, nil, false},
		{"beyond one that is deleted", model.Reference{Peering: "pcx-1", PeerState: "deleted"}, nil, true},
		{"EC2 calls it stale", model.Reference{}, func(b *model.Builder) {
			b.AddStaleGroup(model.StaleGroup{ID: "sg-x", VPC: "vpc-1", Rules: []model.GroupRule{rule}})
		}, true},
		{"EC2 calls another rule stale", model.Reference{}, func(b *model.Builder) {
			b.AddStaleGroup(model.StaleGroup{ID: "sg-x", VPC: "vpc-1", Rules: []model.GroupRule{{Rule: model.TCPRule(model.Ingress, 23, model.GroupPeer("sg-far"))}}})
		}, false},
	} {
		b := model.NewBuilderFrom(whole(net))
		own := rule
		own.Ref = c.ref
		b.AddGroup(model.Group{ID: "sg-x", VPC: "vpc-1", Rules: []model.GroupRule{own}})
		if c.add != nil {
			c.add(b)
		}
		if got := lint.Run(b.Snapshot(), lint.Options{IDs: []string{"stale-reference"}}); (len(got) == 1) != c.want {
			t.Errorf("%s: %v", c.name, keys(got))
		}
	}
}

// TestScope asks of one VPC: its own groups, and those that serve it from another.
func TestScope(t *testing.T) {
	var text strings.Builder
	text.WriteString(net + "vpc vpc-2 10.2.0.0/16\n")
	for _, id := range []string{"a vpc-1", "b vpc-2", "c vpc-2"} {
		text.WriteString("group sg-" + id + " g\ningress tcp 22 from 0.0.0.0/0\n")
	}
	b := model.NewBuilderFrom(whole(text.String()))
	b.AddGroupAssociation(model.GroupAssociation{Group: "sg-c", VPC: "vpc-1", State: "associated"})
	var got []string
	for _, f := range lint.Run(b.Snapshot(), lint.Options{VPC: "vpc-1"}) {
		got = append(got, f.Subject.ID)
	}
	if !slices.Equal(got, []string{"sg-a", "sg-c"}) {
		t.Errorf("in vpc-1: %v", got)
	}
}

// TestHostileNames keeps names from a terminal and a shell.
func TestHostileNames(t *testing.T) {
	b := model.NewBuilderFrom(whole(net))
	b.AddGroup(model.Group{
		ID: "sg-x\x1b[2J;rm", Name: "a\x1b]0;x\x07", VPC: "vpc-1",
		Rules: []model.GroupRule{{Rule: model.TCPRule(model.Ingress, 22, model.AnyIPv4())}},
	})
	for _, f := range lint.Run(b.Snapshot(), lint.Options{}) {
		if strings.ContainsAny(f.Subject.Name, "\x1b\x07") {
			t.Errorf("the name holds an escape: %q", f.Subject.Name)
		}
		if a, ok := f.Remedy.(model.Advice); ok && a.Command != "" {
			t.Errorf("a command of a hostile id: %q", a.Command)
		}
	}
}

// BenchmarkRun judges 10,000 groups of 20 rules, each on an interface with another.
func BenchmarkRun(b *testing.B) {
	s := estate(10_000)
	for _, c := range []struct {
		name string
		o    lint.Options
	}{{"default", lint.Options{}}, {"all", lint.Options{All: true}}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				lint.Run(s, c.o)
			}
		})
	}
}

// estate makes a VPC with n groups as a large account has them: most are narrow, some are open.
func estate(n int) model.Snapshot {
	b := model.NewBuilder(model.Origin{Caller: model.Caller{Account: "111122223333"}})
	for _, p := range append(model.Parts(), model.NetworkParts()...) {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	b.AddVPC(model.VPC{ID: "vpc-1", CIDRs: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	id := func(i int) string { return fmt.Sprintf("sg-%05d", i%n) }
	for i := range n {
		g := model.Group{ID: id(i), Name: "app-" + id(i), VPC: "vpc-1"}
		add := func(r model.Rule) { g.Rules = append(g.Rules, model.GroupRule{Rule: r}) }
		for k := range 9 {
			add(model.TCPRule(model.Ingress, uint16(8000+k), model.GroupPeer(id(i+k+1))))
			add(model.TCPRule(model.Ingress, uint16(9000+k), model.CIDRPeer(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), byte(k), 0}), 24))))
		}
		if i%10 == 0 {
			add(model.TCPRule(model.Ingress, 22, model.AnyIPv4()))
		}
		add(model.TCPRule(model.Ingress, 443, model.AnyIPv4()))
		add(model.AllTraffic(model.Egress, model.AnyIPv4()))
		b.AddGroup(g)
		b.AddInterface(model.Interface{ID: fmt.Sprintf("eni-%05d", i), VPC: "vpc-1", Groups: []string{id(i), id(i + 1)}})
	}
	return b.Snapshot()
}
