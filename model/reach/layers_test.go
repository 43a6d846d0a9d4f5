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

// The network that the tables below change: a VPC with two private subnets behind a NAT gateway and
// a public one, and a VPC that is peered with it.
const baseNetwork = `
vpc vpc-1 10.0.0.0/16,2600:1::/56
vpc vpc-2 10.1.0.0/16,2600:2::/56
subnet subnet-a vpc-1 10.0.1.0/24,2600:1:0:1::/64
subnet subnet-b vpc-1 10.0.2.0/24 us-east-1b
subnet subnet-p vpc-1 10.0.9.0/24,2600:1:0:9::/64
subnet subnet-x vpc-2 10.1.1.0/24,2600:2:0:1::/64
group sg-1 vpc-1 | ingress all from 0.0.0.0/0 | ingress all from ::/0 | egress all to 0.0.0.0/0 | egress all to ::/0
group sg-2 vpc-2 | ingress all from 0.0.0.0/0 | ingress all from ::/0 | egress all to 0.0.0.0/0 | egress all to ::/0
eni eni-a subnet-a 10.0.1.5,2600:1:0:1::5 sg-1
eni eni-a2 subnet-a 10.0.1.6 sg-1
eni eni-b subnet-b 10.0.2.5 sg-1
eni eni-p subnet-p 10.0.9.5,2600:1:0:9::5 sg-1 public=52.0.0.5
eni eni-p2 subnet-p 10.0.9.6 sg-1 public=52.0.0.6
eni eni-x subnet-x 10.1.1.5,2600:2:0:1::5 sg-2
acl acl-1 vpc-1 default | in 100 allow all from 0.0.0.0/0 | in 101 allow all from ::/0 | out 100 allow all to 0.0.0.0/0 | out 101 allow all to ::/0
acl acl-2 vpc-2 default | in 100 allow all from 0.0.0.0/0 | in 101 allow all from ::/0 | out 100 allow all to 0.0.0.0/0 | out 101 allow all to ::/0
table rtb-a vpc-1 main | 10.0.0.0/16 local | 2600:1::/56 local | 10.1.0.0/16 pcx-1 | 0.0.0.0/0 nat-1 | ::/0 eigw-1
table rtb-p vpc-1 subnet-p | 10.0.0.0/16 local | 2600:1::/56 local | 10.1.0.0/16 pcx-1 | 0.0.0.0/0 igw-1 | ::/0 igw-1
table rtb-x vpc-2 subnet-x | 10.1.0.0/16 local | 2600:2::/56 local | 10.0.0.0/16 pcx-1
igw igw-1 vpc-1
eigw eigw-1 vpc-1
nat nat-1 subnet-p 10.0.9.9 52.0.0.9
pcx pcx-1 vpc-1 vpc-2
`

// namedEnd is an end as a line of a table names it.
func namedEnd(tb testing.TB, s model.Snapshot, text string) reach.End {
	tb.Helper()
	switch {
	case text == "internet":
		return reach.Internet()
	case strings.HasPrefix(text, "sg-"):
		return reach.GroupEnd(s, text)
	case strings.HasPrefix(text, "eni-"):
		i, ok := s.Interface(text)
		if !ok {
			tb.Fatalf("no interface %s", text)
		}
		return reach.InterfaceEnd(i)
	case strings.HasPrefix(text, "i-"):
		return reach.InstanceEnd(s, text)
	case strings.Contains(text, "/"):
		return reach.Block(netip.MustParsePrefix(text))
	}
	return reach.AddressEnd(s, netip.MustParseAddr(text))
}

// asked makes the question of a line: "eni-a eni-b tcp 22", "10.0.1.5 internet icmp 8/0".
func asked(tb testing.TB, s model.Snapshot, line string, layers reach.Layers) reach.Question {
	tb.Helper()
	f := strings.Fields(line)
	p, err := model.ParseProtocol(f[2])
	if err != nil {
		tb.Fatal(err)
	}
	ports := model.AllPorts()
	if len(f) > 3 {
		if ports, err = model.ParsePorts(p, f[3]); err != nil {
			tb.Fatal(err)
		}
	}
	return reach.Question{From: namedEnd(tb, s, f[0]), To: namedEnd(tb, s, f[1]), Protocol: p, Ports: ports, Layers: layers}
}

// codes gives the codes of the hops that do not let everything through, there and back.
func codes(t reach.Trace) string {
	var out []string
	for _, h := range slices.Concat(t.Forward.Hops, t.Return.Hops) {
		if h.Verdict != model.Allowed {
			text := h.Code
			if text == "" {
				text = string(h.Kind)
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, " ")
}

// layerCase is a question about the base network with some lines more, and what comes of it: the
// verdict, and the codes of the steps that are in the way.
type layerCase struct{ name, lines, question, want string }

func runLayers(t *testing.T, cases []layerCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := network(baseNetwork + c.lines)
			trace := reach.Ask(s, asked(t, s, c.question, reach.AllLayers))
			got := strings.TrimSpace(trace.Verdict.String() + " " + codes(trace))
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("%s\n%s\nreasons %q\nunread %q", c.question, d, trace.Reasons(), trace.Unread)
			}
			if trace.Verdict == model.Allowed && len(trace.Unread) > 0 {
				t.Errorf("allowed, and yet not read: %q", trace.Unread)
			}
			lessIsLessKnown(t, c)
			repairsHold(t, s, asked(t, s, c.question, reach.AllLayers), trace)
			for _, h := range slices.Concat(trace.Forward.Hops, trace.Return.Hops) {
				if h.Reason == "" || h.ID == "" {
					t.Errorf("a hop without reason or id: %+v", h)
				}
			}
		})
	}
}

func TestNetworkACLs(t *testing.T) { runLayers(t, networkACLsCases()) }

func networkACLsCases() []layerCase {
	return []layerCase{
		{"all open", "", "eni-a eni-b tcp 22", "allowed"},
		{"none inside a subnet", "acl acl-a vpc-1 subnet-a", "eni-a eni-a2 tcp 22", "allowed"},
		{"without entries", "acl acl-a vpc-1 subnet-a", "eni-a eni-b tcp 22", "blocked SUBNET_ACL_RESTRICTION SUBNET_ACL_RESTRICTION"},
		{"out to others only", "acl acl-a vpc-1 subnet-a | in 1 allow all from 0.0.0.0/0 | out 1 allow all to 10.0.3.0/24", "eni-a eni-b tcp 22", "blocked SUBNET_ACL_RESTRICTION"},
		{"the lowest number decides", "acl acl-a vpc-1 subnet-a | in 1 allow all from 0.0.0.0/0 | out 1 deny tcp 22 to 0.0.0.0/0 | out 2 allow all to 0.0.0.0/0", "eni-a eni-b tcp 22", "blocked SUBNET_ACL_RESTRICTION"},
		{"the lowest number decides for good", "acl acl-a vpc-1 subnet-a | in 1 allow all from 0.0.0.0/0 | out 1 allow tcp 22 to 0.0.0.0/0 | out 2 deny all to 0.0.0.0/0", "eni-a eni-b tcp 22", "allowed"},
		{"no way in", "acl acl-b vpc-1 subnet-b | in 1 allow tcp 23 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a eni-b tcp 22", "blocked SUBNET_ACL_RESTRICTION"},
		{"replies out to the client's ports", "acl acl-b vpc-1 subnet-b | in 1 allow tcp 22 from 0.0.0.0/0 | out 1 allow tcp 1024-65535 to 0.0.0.0/0", "eni-a eni-b tcp 22", "allowed"},
		{"replies to some of the client's ports", "acl acl-b vpc-1 subnet-b | in 1 allow tcp 22 from 0.0.0.0/0 | out 1 allow tcp 49152-65535 to 0.0.0.0/0", "eni-a eni-b tcp 22", "partly SUBNET_ACL_RESTRICTION"},
		{"replies to none of them", "acl acl-b vpc-1 subnet-b | in 1 allow tcp 22 from 0.0.0.0/0 | out 1 allow tcp 22 to 0.0.0.0/0", "eni-a eni-b tcp 22", "blocked SUBNET_ACL_RESTRICTION"},
		{"replies not back in", "acl acl-a vpc-1 subnet-a | in 1 allow tcp 22 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a eni-b tcp 22", "blocked SUBNET_ACL_RESTRICTION"},
		{
			"every reason", "acl acl-a vpc-1 subnet-a\nacl acl-b vpc-1 subnet-b\ngroup sg-1 vpc-1", "eni-a eni-b tcp 22",
			"blocked SG_HAS_NO_RULES SUBNET_ACL_RESTRICTION SUBNET_ACL_RESTRICTION SG_HAS_NO_RULES SUBNET_ACL_RESTRICTION SUBNET_ACL_RESTRICTION",
		},
		{"ping and its echo", "acl acl-b vpc-1 subnet-b | in 1 allow icmp 8/0 from 0.0.0.0/0 | out 1 allow icmp 0/0 to 0.0.0.0/0", "eni-a eni-b icmp 8/0", "allowed"},
		{"ping without its echo", "acl acl-b vpc-1 subnet-b | in 1 allow icmp 8 from 0.0.0.0/0 | out 1 allow icmp 8 to 0.0.0.0/0", "eni-a eni-b icmp 8/0", "blocked SUBNET_ACL_RESTRICTION"},
		{"what nobody answers", "acl acl-b vpc-1 subnet-b | in 1 allow icmp from 0.0.0.0/0", "eni-a eni-b icmp 3/4", "allowed"},
		{"a protocol without ports", "acl acl-b vpc-1 subnet-b | in 1 allow 50 from 0.0.0.0/0 | out 1 allow 50 to 0.0.0.0/0", "eni-a eni-b 50", "allowed"},
		{"another protocol without ports", "acl acl-b vpc-1 subnet-b | in 1 allow 50 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a eni-b 51", "blocked SUBNET_ACL_RESTRICTION"},
		{"IPv6 by its own entries", "acl acl-a vpc-1 subnet-a | in 1 allow all from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "2600:1:0:1::5 2600:1:0:9::5 tcp 22", "blocked SUBNET_ACL_RESTRICTION SUBNET_ACL_RESTRICTION"},
		{"IPv6 open", "", "2600:1:0:1::5 2600:1:0:9::5 tcp 22", "allowed"},
		{"some of the ports", "acl acl-b vpc-1 subnet-b | in 1 allow tcp 22 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0", "eni-a eni-b tcp 22-23", "partly SUBNET_ACL_RESTRICTION"},
		{"some of the addresses", "acl acl-b vpc-1 subnet-b | in 1 allow tcp 22 from 10.0.1.0/25 | out 1 allow all to 0.0.0.0/0", "10.0.1.0/24 eni-b tcp 22", "unknown security-group-egress SUBNET_ACL_RESTRICTION"},
	}
}

func TestRoutes(t *testing.T) { runLayers(t, routesCases()) }

func routesCases() []layerCase {
	return []layerCase{
		{"none", "table rtb-b vpc-1 subnet-b | 10.0.0.0/16 local", "eni-b eni-x tcp 22", "blocked NO_ROUTE_TO_DESTINATION"},
		{"none back", "table rtb-x vpc-2 subnet-x | 10.1.0.0/16 local", "eni-a eni-x tcp 22", "blocked NO_ROUTE_TO_DESTINATION"},
		{"none there nor back", "table rtb-x vpc-2 subnet-x | 10.1.0.0/16 local\ntable rtb-a vpc-1 main | 10.0.0.0/16 local", "eni-a eni-x tcp 22", "blocked NO_ROUTE_TO_DESTINATION NO_ROUTE_TO_DESTINATION"},
		{"into nothing", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 pcx-1 blackhole", "eni-a eni-x tcp 22", "blocked BAD_STATE_ROUTE"},
		{"the longest prefix wins", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 pcx-1 | 10.1.1.0/24 nat-0 blackhole", "eni-a eni-x tcp 22", "blocked BAD_STATE_ROUTE"},
		{"a longer prefix beats a static one", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/17 vgw-1 propagated | 10.1.0.0/16 pcx-1", "eni-a eni-x tcp 22", "unknown UNSUPPORTED_COMPONENT"},
		{"static beats propagated", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 vgw-1 propagated | 10.1.0.0/16 pcx-1", "eni-a eni-x tcp 22", "allowed"},
		{"a block beats a prefix list", "list pl-1 10.1.0.0/16\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | pl-1 vgw-1 | 10.1.0.0/16 pcx-1", "eni-a eni-x tcp 22", "allowed"},
		{"a prefix list's longer entry wins", "list pl-1 10.1.1.0/24\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | pl-1 pcx-1 | 10.1.0.0/16 vgw-1", "eni-a eni-x tcp 22", "allowed"},
		{"entries that were not read", "table rtb-a vpc-1 main | 10.0.0.0/16 local | pl-9 vgw-1 | 10.1.0.0/16 pcx-1", "eni-a eni-x tcp 22", "unknown UNSUPPORTED_COMPONENT"},
		{"a VPN", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 vgw-1", "eni-a eni-x tcp 22", "unknown UNSUPPORTED_COMPONENT"},
		{"a carrier gateway", "table rtb-a vpc-1 main | 10.0.0.0/16 local | 0.0.0.0/0 cagw-1", "eni-a internet tcp 22", "unknown UNSUPPORTED_COMPONENT"},
		{"an appliance", "eni eni-f subnet-p 10.0.9.7 sg-1 nocheck=1\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 eni-f", "eni-a eni-x tcp 22", "unknown UNSUPPORTED_COMPONENT"},
		{"an appliance that checks", "eni eni-f subnet-p 10.0.9.7 sg-1\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 eni-f", "eni-a eni-x tcp 22", "blocked ENI_SOURCE_DEST_CHECK_RESTRICTION"},
		{"an instance that checks", "eni eni-f subnet-p 10.0.9.7 sg-1 instance=i-f\ninstance i-f running\ntable rtb-a vpc-1 main | 10.0.0.0/16 local | 10.1.0.0/16 i-f", "eni-a eni-x tcp 22", "blocked ENI_SOURCE_DEST_CHECK_RESTRICTION"},
		{"nobody there", "", "eni-a 10.0.2.77 tcp 22", "blocked NO_POSSIBLE_DESTINATION"},
		{"nobody there as far as read", "unread interfaces", "eni-a 10.0.2.77 tcp 22", "unknown security-group-ingress"},
		{"nobody asks", "", "10.0.2.77 eni-a tcp 22", "blocked NO_SOURCE_OR_DESTINATION"},
		{"not read", "unread route-tables\nsubnet subnet-c vpc-1 10.0.3.0/24\neni eni-c subnet-c 10.0.3.5 sg-1", "eni-c eni-x tcp 22", "unknown route"},
		{"an ACL not read", "unread network-acls", "eni-a eni-b tcp 22", "unknown network-acl-out network-acl-in network-acl-out network-acl-in"},
		{"one host", "eni eni-i1 subnet-a 10.0.1.8 - instance=i-1\neni eni-i2 subnet-b 10.0.2.8 - instance=i-1", "eni-i1 eni-i2 tcp 22", "allowed"},
		{"a stopped instance", "instance i-1 stopped\neni eni-a subnet-a 10.0.1.5 sg-1 instance=i-1", "eni-b eni-a tcp 22", "blocked BAD_STATE"},
		{"a stopped client", "instance i-1 stopped\neni eni-a subnet-a 10.0.1.5 sg-1 instance=i-1", "eni-a eni-b tcp 22", "blocked BAD_STATE"},
		{"an instance that starts", "instance i-1 pending\neni eni-a subnet-a 10.0.1.5 sg-1 instance=i-1", "eni-b eni-a tcp 22", "unknown BAD_STATE"},
		{"the VPC's resolver", "group sg-1 vpc-1\nacl acl-a vpc-1 subnet-a", "eni-a 10.0.0.2 udp 53", "allowed"},
		{"not the VPC's resolver", "", "eni-x 10.0.0.2 udp 53", "blocked NO_POSSIBLE_DESTINATION"},
		{"the resolver is no web server", "", "eni-a 10.0.0.2 tcp 80", "blocked NO_POSSIBLE_DESTINATION"},
		{"instance metadata", "group sg-1 vpc-1", "eni-a 169.254.169.254 tcp 80", "allowed"},
		{"the time", "group sg-1 vpc-1", "eni-a 169.254.169.123 udp 123", "allowed"},
		{"a client attached to nothing", "eni eni-a subnet-a 10.0.1.5 sg-1 status=available", "eni-a eni-b tcp 22", "blocked BAD_STATE_ATTACHMENT"},
		{"attached to nothing", "eni eni-a subnet-a 10.0.1.5 sg-1 status=available", "eni-b eni-a tcp 22", "blocked BAD_STATE_ATTACHMENT"},
		{"a private address elsewhere", "", "eni-a 192.168.7.7 tcp 22", "blocked IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"},
		{"from a private address elsewhere", "", "192.168.7.7 eni-a tcp 22", "blocked UNSUPPORTED_COMPONENT NGW_SOURCE_ADDRESS_REASSIGN"},
	}
}
