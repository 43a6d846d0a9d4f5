package reach_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

func TestAddressEnd(t *testing.T) {
	const more = `
vpc vpc-3 10.0.0.0/20
eni eni-z subnet-x 10.1.1.9 sg-2
eni eni-y subnet-x 10.1.1.9 sg-2
eip 52.0.0.7
`
	for _, c := range []struct{ name, lines, address, vpc, want string }{
		{"an interface's", "", "10.1.1.5", "", "eni-x"},
		{"written for IPv6", "", "::ffff:10.1.1.5", "", "eni-x"},
		{"an interface's IPv6", "", "2600:2:0:1::5", "", "eni-x"},
		{"its public one", "", "52.0.0.5", "", "eni-p public"},
		{"in two VPCs", "", "10.0.1.5", "", "unclear: is an address of vpc-1 and vpc-3"},
		{"in two VPCs, one of them meant", "", "10.0.1.5", "vpc-1", "eni-a"},
		{"of two interfaces", "", "10.1.1.9", "", "unclear: is an address of several interfaces: name one of eni-y, eni-z"},
		{"nobody's", "", "10.1.1.77", "", "vacant: no interface of vpc-2 has 10.1.1.77"},
		{"nobody's as far as read", "unread interfaces", "10.1.1.77", "", "somebody of vpc-2"},
		{"an Elastic one of nothing", "", "52.0.0.7", "", "vacant: the Elastic IP address 52.0.0.7 is associated with nothing"},
		{"elsewhere", "", "198.51.100.7", "", "somebody of "},
		{"elsewhere, private", "", "192.168.7.7", "", "somebody of "},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := network(baseNetwork + more + c.lines)
			e := reach.AddressEnd(s, netip.MustParseAddr(c.address), commas(c.vpc)...)
			got := e.Interface
			switch {
			case e.Unclear != "":
				got = "unclear: " + e.Unclear
			case e.Vacant != "":
				got = "vacant: " + e.Vacant
			case e.Interface == "":
				got = "somebody of " + e.VPC
			case e.Public:
				got += " public"
			}
			if got != c.want {
				t.Errorf("%s: got %q, want %q", c.address, got, c.want)
			}
		})
	}
}

func TestInstanceEnd(t *testing.T) {
	s := network(baseNetwork + `
eni eni-1 subnet-a 10.0.1.21 sg-1 instance=i-1
eni eni-2 subnet-a 10.0.1.22 sg-1 instance=i-2
eni eni-3 subnet-b 10.0.2.22 sg-1 instance=i-2
`)
	for id, want := range map[string]string{
		"i-1": "eni-1", "i-2": " has several interfaces: name one of eni-2, eni-3", "i-9": " has no interface that was read",
	} {
		e := reach.InstanceEnd(s, id)
		got := e.Interface
		if e.Unclear != "" {
			got = " " + e.Unclear
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", id, got, want)
		}
	}
	q := reach.Question{From: reach.InstanceEnd(s, "i-2"), To: reach.InstanceEnd(s, "i-1"), Protocol: model.TCP}
	if trace := reach.Ask(s, q); trace.Verdict != model.Unknown || !slices.Contains(trace.Unread,
		"i-2 has several interfaces: name one of eni-2, eni-3") {
		t.Errorf("an unclear end: %s %q", trace.Verdict, trace.Unread)
	}
}

// TestAsFarAsRead passes over what was not read around the groups, and says so.
func TestAsFarAsRead(t *testing.T) {
	const bare = `
vpc vpc-1 10.0.0.0/16
subnet subnet-a vpc-1 10.0.1.0/24
subnet subnet-b vpc-1 10.0.2.0/24
group sg-ws vpc-1 | egress tcp 18888 to sg-eng | egress tcp 443 to 0.0.0.0/0
group sg-eng vpc-1 | ingress tcp 18888 from sg-ws
group sg-shut vpc-1
unread network-acls
unread route-tables
`
	for _, c := range []struct{ name, lines, question, want string }{
		{"groups alone", "", "sg-ws sg-eng tcp 18888", "allowed only-read: the network ACL of subnet-a; the route table of subnet-a; the network ACL of subnet-b; the route table of subnet-b"},
		{"groups shut", "", "sg-ws sg-shut tcp 18888", "blocked only-read: the network ACL of subnet-a; the route table of subnet-a; the network ACL of subnet-b; the route table of subnet-b"},
		{"the internet", "", "sg-ws internet tcp 443", "allowed only-read: the network ACL of subnet-a; the route table of subnet-a; the network ACL of subnet-b; the route table of subnet-b"},
		{"one ACL read", "acl acl-b vpc-1 subnet-b | out 1 allow all to 0.0.0.0/0", "sg-ws sg-eng tcp 18888", "unknown only-read: the route table of subnet-a; the network ACL of subnet-a; the route table of subnet-b"},
		{"all ACLs read", "acl acl-a vpc-1 subnet-a,subnet-b", "sg-ws sg-eng tcp 18888", "unknown only-read: the route table of subnet-a; the route table of subnet-b"},
		{"groups not read", "", "sg-ws sg-none tcp 443", "unknown only-read: rules of sg-none; which subnet of  sg-none is in; the network ACL of subnet-a; the route table of subnet-a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := network(bare + c.lines)
			trace := reach.Ask(s, asked(t, s, c.question, reach.AsFarAsRead))
			got := trace.Verdict.String()
			if trace.OnlyRead {
				got += " only-read"
			}
			got += ": " + strings.Join(trace.Unread, "; ")
			want := strings.Split(c.want, ": ")
			if !strings.HasPrefix(got, want[0]+": ") {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
			a, b := strings.Split(strings.SplitN(got, ": ", 2)[1], "; "), strings.Split(want[1], "; ")
			slices.Sort(a)
			slices.Sort(b)
			if d := cmp.Diff(b, a); d != "" && c.name != "groups not read" {
				t.Error(d)
			}
			if strict := reach.Ask(s, asked(t, s, c.question, reach.AllLayers)); strict.OnlyRead || strict.Verdict == model.Allowed {
				t.Errorf("with all layers: %s", strict.Verdict)
			}
		})
	}
}

// TestBalancersAsFarAsRead passes over what was not read behind a load balancer.
func TestBalancersAsFarAsRead(t *testing.T) {
	for _, lines := range []string{
		"unread load-balancers\neni eni-n subnet-p 10.0.9.30 - type=network_load_balancer desc=ELB_net/other/2",
		"unread listeners\nlb net/other/2 network\neni eni-n subnet-p 10.0.9.30 - type=network_load_balancer desc=ELB_net/other/2",
		"listen net/front/1 TCP 80 tg-9",
	} {
		s := network(baseNetwork + balancedNetwork + lines)
		trace := reach.Ask(s, asked(t, s, "eni-a 10.0.9.30 tcp 80", reach.AsFarAsRead))
		if trace.Verdict != model.Allowed || !trace.OnlyRead || len(trace.Unread) != 1 {
			t.Errorf("%s: %s, only read %t, unread %q", lines, trace.Verdict, trace.OnlyRead, trace.Unread)
		}
	}
}
