package reach_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// remedyText writes changes and advice a line each.
func remedyText(trace reach.Trace) string {
	var out []string
	for _, c := range trace.Repair {
		a := c.(model.Authorize)
		out = append(out, "+ "+a.Group+" "+a.Rule.String())
	}
	for _, a := range trace.Advice {
		out = append(out, "! "+a.Text)
		if a.Command != "" {
			out = append(out, "  $ "+a.Command)
		}
	}
	return strings.Join(out, "\n")
}

func TestRemedies(t *testing.T) {
	for _, c := range []struct{ name, lines, question, want string }{
		{"nothing to mend", "", "eni-a eni-b tcp 22", ""},
		{"both ends' groups", "group sg-1 vpc-1", "10.0.1.5 10.0.2.5 tcp 22", "+ sg-1 egress tcp 22 to 10.0.2.5/32\n+ sg-1 ingress tcp 22 from 10.0.1.5/32"},
		{"one end's", "group sg-2 vpc-2", "10.0.1.5 10.1.1.5 tcp 22", "+ sg-2 ingress tcp 22 from 10.0.1.5/32"},
		{"a group's", "group sg-2 vpc-2\ntable rtb-p vpc-1 main,subnet-p | 10.0.0.0/16 local | 10.1.0.0/16 pcx-1", "sg-1 sg-2 tcp 22", "+ sg-2 ingress tcp 22 from sg-1"},
		{"across Regions by address", "group sg-2 vpc-2\npcx pcx-1 vpc-1 vpc-2 region=eu-west-1", "10.0.1.5 10.1.1.5 tcp 22", "+ sg-2 ingress tcp 22 from 10.0.1.5/32"},
		{"what NAT shows", "group sg-1 vpc-1 | egress all to 0.0.0.0/0", "10.0.1.5 52.0.0.6 tcp 22", "+ sg-1 ingress tcp 22 from 52.0.0.9/32"},
		{"ping", "group sg-2 vpc-2", "10.0.1.5 10.1.1.5 icmp 8/0", "+ sg-2 ingress icmp 8/0 from 10.0.1.5/32"},
		{"IPv6", "group sg-1 vpc-1 | egress all to ::/0", "2600:1:0:1::5 2600:1:0:9::5 tcp 22", "+ sg-1 ingress tcp 22 from 2600:1:0:1::5/128"},
		{
			"an ACL", "acl acl-b vpc-1 subnet-b | in 10 deny tcp 22 from 0.0.0.0/0 | in 20 allow all from 0.0.0.0/0 | out 10 allow all to 0.0.0.0/0", "10.0.1.5 10.0.2.5 tcp 22",
			"! Allow tcp 22 from 10.0.1.5 in acl-b with an entry of a lower number than the one that denies it.\n" +
				"  $ aws ec2 create-network-acl-entry --network-acl-id acl-b --ingress --rule-number 9 --protocol 6 --port-range From=22,To=22 --cidr-block 10.0.1.5/32 --rule-action allow",
		},
		{
			"an ACL's replies", "acl acl-b vpc-1 subnet-b | in 10 allow all from 0.0.0.0/0", "10.0.1.5 10.0.2.5 tcp 22",
			"! Allow tcp 32768-60999 to 10.0.1.5 in acl-b with an entry of a lower number than the one that denies it.\n" +
				"  $ aws ec2 create-network-acl-entry --network-acl-id acl-b --egress --rule-number 100 --protocol 6 --port-range From=32768,To=60999 --cidr-block 10.0.1.5/32 --rule-action allow",
		},
		{
			"an ACL's two entries, which need numbers of their own", "acl acl-b vpc-1 subnet-b | in 10 deny all from 0.0.0.0/0 | out 10 deny all to 0.0.0.0/0\ngroup sg-2 vpc-1 | egress all to 0.0.0.0/0 | ingress all from 0.0.0.0/0", "10.0.2.5 10.0.1.5 tcp 22",
			"! Allow tcp 22 to 10.0.1.5 in acl-b with an entry of a lower number than the one that denies it.\n" +
				"  $ aws ec2 create-network-acl-entry --network-acl-id acl-b --egress --rule-number 9 --protocol 6 --port-range From=22,To=22 --cidr-block 10.0.1.5/32 --rule-action allow\n" +
				"! Allow tcp 32768-60999 from 10.0.1.5 in acl-b with an entry of a lower number than the one that denies it.\n" +
				"  $ aws ec2 create-network-acl-entry --network-acl-id acl-b --ingress --rule-number 9 --protocol 6 --port-range From=32768,To=60999 --cidr-block 10.0.1.5/32 --rule-action allow",
		},
		{
			"an ACL that all the world is to pass", "acl acl-p vpc-1 subnet-p | out 10 allow all to 0.0.0.0/0", "internet 52.0.0.5 tcp 22",
			"! Allow tcp 22 from the internet in acl-p with an entry of a lower number than the one that denies it. That lets tcp 22 into " +
				"subnet subnet-p from the whole world, as far as the security groups there do.\n" +
				"  $ aws ec2 create-network-acl-entry --network-acl-id acl-p --ingress --rule-number 100 --protocol 6 --port-range From=22,To=22 --cidr-block 0.0.0.0/0 --rule-action allow",
		},
		{
			"a route to a peer", "table rtb-a vpc-1 main | 10.0.0.0/16 local", "10.0.1.5 10.1.1.5 tcp 22",
			"! Add a route for 10.1.0.0/16 to rtb-a.\n  $ aws ec2 create-route --route-table-id rtb-a --destination-cidr-block 10.1.0.0/16 --vpc-peering-connection-id pcx-1",
		},
		{
			"a route out", "table rtb-a vpc-1 main | 10.0.0.0/16 local", "10.0.1.5 198.51.100.7 tcp 22",
			"! Add a route for 0.0.0.0/0 to rtb-a.\n  $ aws ec2 create-route --route-table-id rtb-a --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-1",
		},
		{
			"a route and a group", "table rtb-a vpc-1 main | 10.0.0.0/16 local\ngroup sg-1 vpc-1", "10.0.1.5 198.51.100.7 tcp 22",
			"! Add a route for 0.0.0.0/0 to rtb-a.\n  $ aws ec2 create-route --route-table-id rtb-a --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-1\n" +
				"! Once the rest is open, the groups need a rule too: on 1 (sg-1): add egress tcp 22 to 198.51.100.7/32.\n" +
				"  $ aws ec2 authorize-security-group-egress --group-id sg-1 --ip-permissions 'IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=198.51.100.7/32}]'",
		},
		{
			"the whole world, which gets no line", "table rtb-p vpc-1 main,subnet-p | 10.0.0.0/16 local\ngroup sg-1 vpc-1", "internet 10.0.1.5 tcp 22",
			"! Once the rest is open, the groups need a rule too: on 1 (sg-1): add ingress tcp 22 from 0.0.0.0/0 (any IPv4). That lets the whole world " +
				"in on every interface that carries 1 (sg-1): interfaces eni-a, eni-a2, eni-b, eni-p and 1 more. Name the addresses that need it instead.",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := network(baseNetwork + c.lines)
			trace := reach.Ask(s, asked(t, s, c.question, reach.AllLayers))
			if d := cmp.Diff(c.want, remedyText(trace)); d != "" {
				t.Errorf("%s %q\n%s", trace.Verdict, trace.Reasons(), d)
			}
		})
	}
}

// repairsHold requires that a repair opens the way, and that no part of it does.
func repairsHold(t *testing.T, s model.Snapshot, q reach.Question, trace reach.Trace) {
	t.Helper()
	for part := range 1 << len(trace.Repair) {
		var changes []model.Change
		for i, c := range trace.Repair {
			if part&(1<<i) != 0 {
				changes = append(changes, c)
			}
		}
		after, err := s.With(changes...)
		if err != nil {
			t.Fatal(err)
		}
		whole := part == 1<<len(trace.Repair)-1 && len(changes) > 0
		if v := reach.Ask(after, q).Verdict; whole != (v == model.Allowed) && len(trace.Repair) > 0 {
			t.Errorf("after %v of %v: %s", changes, trace.Repair, v)
		}
	}
}
