package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/model/lint"
)

// net is what most cases share; the lines of a case are rules of the group sg-x.
const net = "vpc vpc-1 10.0.0.0/16\nsubnet subnet-a vpc-1 10.0.1.0/24\n"

func group(rules ...string) string {
	return net + "group sg-x vpc-1 app\n" + strings.Join(rules, "\n") + "\n"
}

func keys(list []model.Finding) []string {
	var out []string
	for _, f := range list {
		key := f.Severity.String() + " " + f.Key()
		if f.State == model.StateUnknown {
			key = "unknown " + f.Key()
		}
		out = append(out, key)
	}
	return out
}

// TestDefaults tables what is found unless somebody chooses: what the group has, what is found.
func TestDefaults(t *testing.T) {
	const world = " from 0.0.0.0/0"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", group(), nil},
		{"what EMR makes", group("ingress tcp 0-65535 from sg-x", "ingress udp 0-65535 from sg-x", "ingress icmp from sg-x", "egress all to 0.0.0.0/0"), nil},
		{"web", group("ingress tcp 80"+world, "ingress tcp 443"+world), nil},
		{"a range over both", group("ingress tcp 80-443" + world), []string{"wider world-risky-port:sg-x:tcp/80-443@0.0.0.0/0"}},
		{"ssh", group("ingress tcp 22" + world), []string{"exposed world-ssh:sg-x:tcp/22@0.0.0.0/0"}},
		{"ssh by number", group("ingress 6 22" + world), []string{"exposed world-ssh:sg-x:tcp/22@0.0.0.0/0"}},
		{"ssh over IPv6", group("ingress tcp 22 from ::/0"), []string{"exposed world-ssh:sg-x:tcp/22@::/0"}},
		{"ssh in a range", group("ingress tcp 20-30" + world), []string{"exposed world-ssh:sg-x:tcp/20-30@0.0.0.0/0", "wider world-risky-port:sg-x:tcp/20-30@0.0.0.0/0"}},
		{
			"ssh in halves", group("ingress tcp 22 from 0.0.0.0/1", "ingress tcp 22 from 128.0.0.0/1"),
			[]string{"exposed world-ssh:sg-x:tcp/22@0.0.0.0/1", "exposed world-ssh:sg-x:tcp/22@128.0.0.0/1"},
		},
		{
			"ssh in IPv6 halves", group("ingress tcp 22 from ::/1", "ingress tcp 22 from 8000::/1"),
			[]string{"exposed world-ssh:sg-x:tcp/22@::/1"},
		}, // what is above 8000:: is nobody's
		{
			"the IPv6 internet in halves", group("ingress tcp 22 from 2000::/4", "ingress tcp 22 from 3000::/4"),
			[]string{"exposed world-ssh:sg-x:tcp/22@2000::/4", "exposed world-ssh:sg-x:tcp/22@3000::/4"},
		},
		{
			"halves of different ports", group("ingress tcp 22 from 0.0.0.0/1", "ingress tcp 20-25 from 128.0.0.0/1"),
			[]string{"exposed world-ssh:sg-x:tcp/20-25@128.0.0.0/1", "exposed world-ssh:sg-x:tcp/22@0.0.0.0/1"},
		},
		{
			"halves that do not meet", group("ingress tcp 22 from 0.0.0.0/1", "ingress tcp 23 from 128.0.0.0/1"),
			[]string{"wider wide-public-ingress:sg-x:tcp/22@0.0.0.0/1", "wider wide-public-ingress:sg-x:tcp/23@128.0.0.0/1"},
		},
		{
			"the internet without the private blocks", group("ingress tcp 22 from 0.0.0.0/5", "ingress tcp 22 from 8.0.0.0/7", "ingress tcp 22 from 11.0.0.0/8", "ingress tcp 22 from 12.0.0.0/6",
				"ingress tcp 22 from 16.0.0.0/4", "ingress tcp 22 from 32.0.0.0/3", "ingress tcp 22 from 64.0.0.0/2", "ingress tcp 22 from 128.0.0.0/1"),
			[]string{
				"exposed world-ssh:sg-x:tcp/22@0.0.0.0/5", "exposed world-ssh:sg-x:tcp/22@11.0.0.0/8", "exposed world-ssh:sg-x:tcp/22@12.0.0.0/6", "exposed world-ssh:sg-x:tcp/22@128.0.0.0/1",
				"exposed world-ssh:sg-x:tcp/22@16.0.0.0/4", "exposed world-ssh:sg-x:tcp/22@32.0.0.0/3", "exposed world-ssh:sg-x:tcp/22@64.0.0.0/2", "exposed world-ssh:sg-x:tcp/22@8.0.0.0/7",
			},
		},
		{
			"an address within the world is not to blame", group("ingress tcp 22"+world, "ingress tcp 22 from 198.51.100.7/32"),
			[]string{"exposed world-ssh:sg-x:tcp/22@0.0.0.0/0", "note rule-implied:sg-x:tcp/22@198.51.100.7/32"},
		},
		{"remote desktop over udp", group("ingress udp 3389" + world), []string{"exposed world-rdp:sg-x:udp/3389@0.0.0.0/0"}},
		{"HDFS", group("ingress tcp 8020" + world), []string{"wider world-risky-port:sg-x:tcp/8020@0.0.0.0/0"}},
		{"a port of somebody's own", group("ingress tcp 12345" + world), []string{"wider world-other-port:sg-x:tcp/12345@0.0.0.0/0"}},
		{"a protocol of its own", group("ingress 50" + world), []string{"wider world-other-port:sg-x:50@0.0.0.0/0"}},
		{"everything", group("ingress all" + world), []string{"exposed world-all-protocols:sg-x:all@0.0.0.0/0"}},
		{
			"everything in halves", group("ingress all from 0.0.0.0/1", "ingress all from 128.0.0.0/1"),
			[]string{"exposed world-all-protocols:sg-x:all@0.0.0.0/1", "exposed world-all-protocols:sg-x:all@128.0.0.0/1"},
		},
		{"all ports but 0", group("ingress tcp 1-65535" + world), []string{"exposed world-all-ports:sg-x:tcp/1-65535@0.0.0.0/0"}},
		{
			"all ports in two ranges", group("ingress tcp 0-1023"+world, "ingress tcp 1024-65535"+world),
			[]string{"exposed world-all-ports:sg-x:tcp/0-1023@0.0.0.0/0", "exposed world-all-ports:sg-x:tcp/1024-65535@0.0.0.0/0"},
		},
		{
			"all ports but one", group("ingress tcp 0-4999"+world, "ingress tcp 5001-65535"+world),
			[]string{
				"exposed world-ssh:sg-x:tcp/0-4999@0.0.0.0/0", "exposed world-rdp:sg-x:tcp/0-4999@0.0.0.0/0",
				"wider world-risky-port:sg-x:tcp/0-4999@0.0.0.0/0", "wider world-risky-port:sg-x:tcp/5001-65535@0.0.0.0/0",
			},
		},
		{"ping", group("ingress icmp 8" + world), []string{"note world-icmp:sg-x:icmp/8@0.0.0.0/0"}},
		{"a wide block", group("ingress tcp 9999 from 52.0.0.0/8"), []string{"wider wide-public-ingress:sg-x:tcp/9999@52.0.0.0/8"}},
		{"a /24 is not wide", group("ingress tcp 9999 from 203.0.113.0/24"), nil},
		{
			"two neighbours are", group("ingress tcp 9999 from 203.0.112.0/24", "ingress tcp 9999 from 203.0.113.0/24"),
			[]string{"wider wide-public-ingress:sg-x:tcp/9999@203.0.112.0/24", "wider wide-public-ingress:sg-x:tcp/9999@203.0.113.0/24"},
		},
		{"neighbours of different ports are not", group("ingress tcp 9998 from 203.0.112.0/24", "ingress tcp 9999 from 203.0.113.0/24"), nil},
		{"a wide block of IPv6", group("ingress tcp 9999 from 2600:1f00::/24"), []string{"wider wide-public-ingress:sg-x:tcp/9999@2600:1f00::/24"}},
		{"a site of IPv6", group("ingress tcp 9999 from 2001:db8:1::/48"), nil},
		{"a private block", group("ingress tcp 9999 from 10.0.0.0/8"), []string{"note private-all:sg-x:tcp/9999@10.0.0.0/8"}},
		{
			"a private block in halves", group("ingress tcp 9999 from 10.0.0.0/9", "ingress tcp 9999 from 10.128.0.0/9"),
			[]string{"note private-all:sg-x:tcp/9999@10.0.0.0/9", "note private-all:sg-x:tcp/9999@10.128.0.0/9"},
		},
		{"half a private block", group("ingress tcp 9999 from 10.0.0.0/9"), nil},
		{"a list that was not read", group("ingress tcp 22 from pl-1"), []string{"unknown world-other-port:sg-x:tcp/22@pl-1"}},
		{"a list that was not read, for the web", group("ingress tcp 443 from pl-1"), nil},
		{"implied by one", group("ingress tcp 8000-8100 from sg-y", "ingress tcp 8080 from sg-y"), []string{"note rule-implied:sg-x:tcp/8080@sg-y"}},
		{"implied by two together", group("ingress tcp 8000-8080 from sg-y", "ingress tcp 8081-8100 from sg-y", "ingress tcp 8070-8090 from sg-y"), []string{"note rule-implied:sg-x:tcp/8070-8090@sg-y"}},
		{
			"implied by blocks together", group("ingress tcp 8080 from 10.1.0.0/24", "ingress tcp 8080 from 10.1.0.0/25", "ingress tcp 8080 from 10.1.1.0/24", "ingress tcp 8080 from 10.1.0.0/23"),
			[]string{"note rule-implied:sg-x:tcp/8080@10.1.0.0/24", "note rule-implied:sg-x:tcp/8080@10.1.0.0/25", "note rule-implied:sg-x:tcp/8080@10.1.1.0/24"},
		},
		{"a group implied by its VPC's block", group("egress tcp 18888 to sg-x", "egress all to 10.0.0.0/16"), []string{"note rule-implied:sg-x:egress/tcp/18888@sg-x"}},
		{"a group whose VPC is not known", group("egress tcp 18888 to sg-y", "egress all to 10.0.0.0/16"), nil},
		{"a block is not implied by a group", group("ingress tcp 8080 from sg-x", "ingress tcp 8080 from 10.0.0.0/16"), []string{"note rule-implied:sg-x:tcp/8080@sg-x"}},
		{"the other direction implies nothing", group("ingress tcp 8080 from sg-y", "egress all to sg-y"), nil},
		{"the other family implies nothing", group("egress tcp 443 to 2001:db8::/64", "egress all to 0.0.0.0/0"), nil},
		{"a deleted group", group("ingress tcp 8080 from sg-y") + "gone sg-y", []string{"note stale-reference:sg-x:tcp/8080@sg-y"}},
		{"the default group in use", net + "group sg-d vpc-1 default\ningress all from sg-d\neni eni-1 subnet-a 10.0.1.9 sg-d", []string{"note default-group-in-use:sg-d"}},
		{"the default group left alone", net + "group sg-d vpc-1 default\ningress all from sg-d", nil},
		{
			"two groups of an interface", net + "group sg-a vpc-1 a\ningress tcp 5555 from 0.0.0.0/1\ngroup sg-b vpc-1 b\ningress tcp 5555 from 128.0.0.0/1\neni eni-1 subnet-a 10.0.1.9 sg-a,sg-b",
			[]string{"wider world-together:sg-a:tcp/5555@0.0.0.0/1", "wider world-together:sg-b:tcp/5555@128.0.0.0/1"},
		},
		{
			"two groups of two interfaces", net + "group sg-a vpc-1 a\ningress tcp 5555 from 0.0.0.0/1\ngroup sg-b vpc-1 b\ningress tcp 5555 from 128.0.0.0/1\neni eni-1 subnet-a 10.0.1.9 sg-a\neni eni-2 subnet-a 10.0.1.8 sg-b",
			[]string{"wider wide-public-ingress:sg-a:tcp/5555@0.0.0.0/1", "wider wide-public-ingress:sg-b:tcp/5555@128.0.0.0/1"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := whole(c.text)
			if diff := cmp.Diff(c.want, keys(lint.Run(s, lint.Options{}))); diff != "" {
				t.Errorf("findings (-want +got)\n%s\nof %s", diff, c.text)
			}
		})
	}
}

// whole makes a snapshot of which the network's parts count as read too.
func whole(text string) model.Snapshot {
	b := model.NewBuilderFrom(fixture.Snapshot(text))
	for _, p := range slices.Concat(model.NetworkParts(), model.EMRParts()) {
		if !strings.Contains(text, "unread "+string(p)) {
			b.Mark(p, "", model.Reading{State: model.ReadWhole})
		}
	}
	return b.Snapshot()
}

// TestByName tables the checks that are off by default, one at a time.
func TestByName(t *testing.T) {
	for _, c := range []struct{ id, text, want string }{
		{"world-http", group("ingress tcp 80 from 0.0.0.0/0"), "note world-http:sg-x:tcp/80@0.0.0.0/0"},
		{"world-other-port", group("ingress tcp 22 from 0.0.0.0/0"), "wider world-other-port:sg-x:tcp/22@0.0.0.0/0"},
		{"world-egress-all", group("egress all to 0.0.0.0/0"), "note world-egress-all:sg-x:egress/all@0.0.0.0/0"},
		{"world-egress-all", group("egress all to 0.0.0.0/0", "egress all to ::/0"), "note world-egress-all:sg-x:egress/all@0.0.0.0/0 note world-egress-all:sg-x:egress/all@::/0"},
		{"world-egress", group("egress tcp 443 to 0.0.0.0/0"), "note world-egress:sg-x:egress/tcp/443@0.0.0.0/0"},
		{"wide-public-egress", group("egress tcp 443 to 140.82.112.0/20"), "note wide-public-egress:sg-x:egress/tcp/443@140.82.112.0/20"},
		{"public-address", group("ingress tcp 22 from 198.51.100.7/32", "ingress tcp 22 from 10.0.0.1/32", "ingress tcp 22 from 198.51.100.0/24"), "note public-address:sg-x:tcp/22@198.51.100.7/32"},
		{"ingress-not-single", group("ingress tcp 22 from 198.51.100.7/32", "ingress tcp 22 from 198.51.100.0/31", "ingress tcp 22 from sg-y"), "note ingress-not-single:sg-x:tcp/22@198.51.100.0/31"},
		{"port-range", group("ingress tcp 20-21 from sg-y", "ingress tcp 22 from sg-y", "ingress icmp from sg-y", "egress tcp 1-2 to sg-y"), "note port-range:sg-x:tcp/20-21@sg-y"},
		{"port-range-egress", group("ingress tcp 20-21 from sg-y", "egress udp 1-2 to sg-y"), "note port-range-egress:sg-x:egress/udp/1-2@sg-y"},
		{"ingress-all-protocols", group("ingress all from sg-y", "ingress tcp 0-65535 from sg-y"), "note ingress-all-protocols:sg-x:all@sg-y"},
		{"egress-all-protocols", group("egress all to sg-y"), "note egress-all-protocols:sg-x:egress/all@sg-y"},
		{"all-ports-from-itself", group("ingress tcp 0-65535 from sg-x", "ingress all from sg-y"), "note all-ports-from-itself:sg-x:tcp/0-65535@sg-x"},
		{
			"all-ports-from-itself", group("ingress tcp 0-80 from sg-x", "ingress tcp 81-65535 from sg-x", "ingress tcp 22 from sg-x"),
			"note all-ports-from-itself:sg-x:tcp/0-80@sg-x note all-ports-from-itself:sg-x:tcp/81-65535@sg-x",
		},
		{"all-ports-from-peer", group("ingress udp 0-65535 from sg-y", "ingress all from sg-x", "ingress tcp 0-60000 from sg-z"), "note all-ports-from-peer:sg-x:udp/0-65535@sg-y"},
		{
			"cidr-outside-vpc", group("ingress tcp 22 from 10.1.0.0/16", "ingress tcp 22 from 10.0.0.0/8", "ingress tcp 22 from 52.0.0.0/8", "egress tcp 22 to 192.168.0.0/16"),
			"note cidr-outside-vpc:sg-x:egress/tcp/22@192.168.0.0/16 note cidr-outside-vpc:sg-x:tcp/22@10.1.0.0/16",
		},
		{"cidr-splits-subnet", group("ingress tcp 22 from 10.0.1.0/25", "ingress tcp 22 from 10.0.1.0/24", "ingress tcp 22 from 10.0.1.7/32"), "note cidr-splits-subnet:sg-x:tcp/22@10.0.1.0/25"},
		{"default-group-rules", net + "group sg-d vpc-1 default\ningress all from sg-d", "note default-group-rules:sg-d"},
		{"default-group-rules", net + "group sg-d vpc-1 default", ""},
		{"launch-wizard", net + "group sg-d vpc-1 launch-wizard-7", "note launch-wizard:sg-d"},
		{"description-missing", group("ingress tcp 22 from sg-y", "egress tcp 22 to sg-y : jump host"), "note description-missing:sg-x"},
		{"description-missing", group("egress tcp 22 to sg-y : jump host"), ""},
		{"untagged-group", group(), "note untagged-group:sg-x"},
		{"untagged-group", strings.Replace(group(), "app", "app tagged", 1), ""},
		{"untagged-group", strings.Replace(group(), "app", "app owner=999900001111", 1), ""},
		{"many-rules", group(ports("ingress tcp %d from sg-y", 51)...), "note many-rules:sg-x"},
		{"many-rules", group(ports("ingress tcp %d from sg-y", 50)...), ""},
		{"many-rules", group(append(ports("ingress tcp %d from sg-y", 51), ports("egress tcp %d to sg-y", 51)...)...), "note many-rules:sg-x"},
		{"many-groups", net + strings.Join(ports("group sg-%d vpc-1 g%[1]d", 31), "\n"), "note many-groups:vpc-1"},
		{"many-groups", net + strings.Join(ports("group sg-%d vpc-1 g%[1]d", 30), "\n"), ""},
		{
			"rule-implied-elsewhere", net + "group sg-a vpc-1 a\negress all to 0.0.0.0/0\ngroup sg-b vpc-1 b\negress tcp 443 to 0.0.0.0/0\neni eni-1 subnet-a 10.0.1.9 sg-a,sg-b",
			"note rule-implied-elsewhere:sg-b:egress/tcp/443@0.0.0.0/0",
		},
		{"rule-implied-elsewhere", net + "group sg-a vpc-1 a\negress all to 0.0.0.0/0\ngroup sg-b vpc-1 b\negress tcp 443 to 0.0.0.0/0\neni eni-1 subnet-a 10.0.1.9 sg-a,sg-b\neni eni-2 subnet-a 10.0.1.8 sg-b", ""},
		{
			"rule-implied-elsewhere", net + "group sg-a vpc-1 a\negress all to 0.0.0.0/0\ngroup sg-b vpc-1 b\negress all to 0.0.0.0/0\neni eni-1 subnet-a 10.0.1.9 sg-a,sg-b",
			"note rule-implied-elsewhere:sg-b:egress/all@0.0.0.0/0",
		},
		{"rule-implied-elsewhere", net + "group sg-a vpc-1 a\negress all to 0.0.0.0/0\ngroup sg-b vpc-1 b\negress tcp 443 to 0.0.0.0/0\neni eni-1 subnet-a 10.0.1.9 sg-a,sg-b\nunread interfaces", ""},
		{"rule-implied-elsewhere", net + "group sg-b vpc-1 b\negress tcp 443 to 0.0.0.0/0\neni eni-1 subnet-a 10.0.1.9 sg-a,sg-b", ""},
		{
			"rule-implied-elsewhere", net + "group sg-a vpc-1 a\ningress tcp 22 from 192.0.2.0/25\ngroup sg-b vpc-1 b\ningress tcp 22 from 192.0.2.0/24\ngroup sg-c vpc-1 c\ningress tcp 22 from 192.0.2.128/25\neni eni-1 subnet-a 10.0.1.9 sg-a,sg-b,sg-c",
			"note rule-implied-elsewhere:sg-a:tcp/22@192.0.2.0/25 note rule-implied-elsewhere:sg-b:tcp/22@192.0.2.0/24 note rule-implied-elsewhere:sg-c:tcp/22@192.0.2.128/25",
		},
		{"stale-reference", group("ingress tcp 22 from sg-y") + "unread stale-groups", "unknown stale-reference:sg-x:tcp/22@sg-y"},
		{"stale-reference", group("ingress tcp 22 from sg-y"), ""},
	} {
		t.Run(c.id, func(t *testing.T) {
			got := keys(lint.Run(whole(c.text), lint.Options{IDs: []string{c.id}}))
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("findings (-want +got)\n%s\nof %s", diff, c.text)
			}
		})
	}
}

// TestUnused tables who keeps a group from being unused.
func TestUnused(t *testing.T) {
	named := func(b *model.Builder) { b.AddEndpoint(model.Endpoint{ID: "vpce-1", Groups: []string{"sg-x"}}) }
	balancer := func(b *model.Builder) { b.AddBalancer(model.Balancer{ID: "arn:lb", Groups: []string{"sg-x"}}) }
	associated := func(b *model.Builder) {
		b.AddGroupAssociation(model.GroupAssociation{Group: "sg-x", VPC: "vpc-2", State: "associated"})
	}
	undescribed := func(b *model.Builder) { b.AddStudio(model.Studio{ID: "es-1", VPC: "vpc-1"}) }
	eks := func(b *model.Builder) {
		b.AddVirtualCluster(model.VirtualCluster{ID: "v1", EKSRead: true, SecurityGroups: []string{"sg-x"}})
	}
	control := func(b *model.Builder) {
		b.AddVirtualCluster(model.VirtualCluster{ID: "v1", EKSRead: true, ClusterSecurityGroup: "sg-x"})
	}
	gateway := func(b *model.Builder) {
		b.AddManagedEndpoint(model.ManagedEndpoint{ID: "e1", Described: true, SecurityGroup: "sg-x"})
	}
	notebook := func(b *model.Builder) {
		b.AddManagedEndpoint(model.ManagedEndpoint{ID: "e1", Described: true, NotebookGroup: "sg-x"})
	}
	serverless := func(b *model.Builder) {
		b.AddServerlessApp(model.ServerlessApp{ID: "00f1", Described: true, Groups: []string{"sg-x"}})
	}
	failed := func(p model.Part, kind model.FailureKind) func(*model.Builder) {
		return func(b *model.Builder) {
			b.Mark(p, "", model.Reading{State: model.ReadFailed, Failure: model.Failure{Kind: kind}})
		}
	}
	for _, c := range []struct {
		name, text string
		add        func(*model.Builder)
		want       string
	}{
		{"nothing", group(), nil, "note"},
		{"an EKS cluster", group(), eks, ""},
		{"an EKS cluster's own", group(), control, ""},
		{"an EMR on EKS endpoint", group(), gateway, ""},
		{"an EMR on EKS endpoint's notebooks", group(), notebook, ""},
		{"an EMR Serverless application", group(), serverless, ""},
		{"virtual clusters denied", group(), failed(model.PartVirtualClusters, model.FailedDenied), "unknown"},
		{"EKS clusters denied", group(), failed(model.PartEKSClusters, model.FailedDenied), "unknown"},
		{"EMR on EKS endpoints denied", group(), failed(model.PartManagedEndpoints, model.FailedDenied), "unknown"},
		{"applications denied", group(), failed(model.PartServerless, model.FailedDenied), "unknown"},
		{"applications not offered here", group(), failed(model.PartServerless, model.FailedUnsupported), "note"},
		{"an endpoint not described", group(), func(b *model.Builder) {
			b.AddManagedEndpoint(model.ManagedEndpoint{ID: "e1", State: "ACTIVE"})
		}, "unknown"},
		{"an endpoint not described that has ended", group(), func(b *model.Builder) {
			b.AddManagedEndpoint(model.ManagedEndpoint{ID: "e1", State: "TERMINATED"})
		}, "note"},
		{"an application not described", group(), func(b *model.Builder) {
			b.AddServerlessApp(model.ServerlessApp{ID: "00f1", State: "STOPPED"})
		}, "unknown"},
		{"an EKS cluster not described", group(), func(b *model.Builder) {
			b.AddVirtualCluster(model.VirtualCluster{ID: "v1", State: "RUNNING"})
		}, "unknown"},
		{"its own rule", group("ingress all from sg-x"), nil, "note"},
		{"an interface", group() + "eni eni-1 subnet-a 10.0.1.9 sg-x", nil, ""},
		{"a Studio", group() + "studio es-1 data vpc-1 sg-x sg-y subnet-a", nil, ""},
		{"a cluster", group() + "cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-c additional=sg-x", nil, ""},
		{"a cluster that has ended", group() + "cluster j-1 etl TERMINATED emr-7.5.0 subnet-a sg-m sg-c additional=sg-x", nil, ""},
		{"another group's rule", group() + "group sg-y vpc-1 y\negress all to sg-x", nil, ""},
		{"an endpoint", group(), named, ""},
		{"a load balancer", group(), balancer, ""},
		{"another VPC", group(), associated, ""},
		{"EMR's name", strings.Replace(group(), " app", " ElasticMapReduce-Slave-Private", 1), nil, ""},
		{"a name like EMR's", strings.Replace(group(), " app", " DefaultEngineSecurityGroup-111122223333", 1), nil, ""},
		{"a notebook's name", strings.Replace(group(), " app", " ElasticMapReduceEditors-Livy", 1), nil, ""},
		{"the VPC's default", strings.Replace(group(), " app", " default", 1), nil, ""},
		{"interfaces not read", group() + "unread interfaces", nil, "unknown"},
		{"Studios not read", group() + "unread studios", nil, "unknown"},
		{"a Studio not described", group(), undescribed, "unknown"},
		{"clusters not read", group() + "unread clusters", nil, "unknown"},
		{"endpoints not read", group() + "unread endpoints", nil, "unknown"},
		{"groups not read", group() + "unread groups", nil, "unknown"},
		{"not read, but named", group() + "unread clusters\nstudio es-1 data vpc-1 sg-x sg-y subnet-a", nil, ""},
	} {
		b := model.NewBuilderFrom(whole(c.text))
		if c.add != nil {
			c.add(b)
		}
		o := lint.Options{IDs: []string{"unused-group"}}
		got := ""
		for _, f := range lint.Run(b.Snapshot(), o) {
			if f.Subject.ID == "sg-x" {
				got, _, _ = strings.Cut(keys([]model.Finding{f})[0], " ")
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
