package reach_test

import (
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// oracleTable are cases whose answer the documentation gives by itself: evaluator and oracle both
// have to say it.
var oracleTable = []struct {
	name, line string
	want       model.Verdict
}{
	{
		"both directions",
		"sg-a egress tcp 18888 to sg-b; sg-b ingress tcp 18888 from sg-a" +
			" | sg-a@10.0.0.1 | sg-b@10.0.0.2 | tcp 18888", model.Allowed,
	},
	{
		"no egress",
		"sg-a; sg-b ingress tcp 18888 from sg-a | sg-a@10.0.0.1 | sg-b@10.0.0.2 | tcp 18888", model.Blocked,
	},
	{"no ingress", "sg-a egress all to 0.0.0.0/0; sg-b | sg-a@10.0.0.1 | sg-b@10.0.0.2 | tcp 18888", model.Blocked},
	{
		"another port",
		"sg-b ingress tcp 18889 from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | tcp 18888", model.Blocked,
	},
	{
		"another protocol",
		"sg-b ingress udp 18888 from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | tcp 18888", model.Blocked,
	},
	{"half the ports", "sg-b ingress tcp 22 from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | tcp 22-23", model.Partly},
	{
		"two halves of the ports",
		"sg-b ingress tcp 22 from 0.0.0.0/0; sg-b ingress tcp 23 from 0.0.0.0/0" +
			" | -@0.0.0.0/0 | sg-b@10.0.0.2 | tcp 22-23", model.Allowed,
	},
	{
		"two halves of the internet",
		"sg-b ingress tcp 22 from 0.0.0.0/1; sg-b ingress tcp 22 from 128.0.0.0/1" +
			" | -@0.0.0.0/0 | sg-b@10.0.0.2 | tcp 22", model.Allowed,
	},
	{
		"two groups, one half each",
		"sg-a ingress tcp 22 from 0.0.0.0/1; sg-b ingress tcp 22 from 128.0.0.0/1" +
			" | -@0.0.0.0/0 | sg-a,sg-b@10.0.0.2 | tcp 22", model.Allowed,
	},
	{
		"all but port 0",
		"sg-b ingress tcp 1-65535 from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | tcp 0-65535", model.Partly,
	},
	{
		"all protocols by one rule",
		"sg-b ingress all from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | all", model.Allowed,
	},
	{
		"all protocols, only tcp",
		"sg-b ingress tcp 0-65535 from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | all", model.Partly,
	},
	{"a protocol without ports", "sg-b ingress 50 from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | 50", model.Allowed},
	{
		"icmp echo of all types",
		"sg-b ingress icmp from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | icmp 8/0", model.Allowed,
	},
	{"one icmp code", "sg-b ingress icmp 3/1 from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | icmp 3", model.Partly},
	{
		"icmp of the other family",
		"sg-b ingress icmpv6 from 0.0.0.0/0 | -@0.0.0.0/0 | sg-b@10.0.0.2 | icmp 8", model.Blocked,
	},
	{"0.0.0.0/0 is no IPv6", "sg-b ingress tcp 22 from 0.0.0.0/0 | -@::/0 | sg-b@fd00::1 | tcp 22", model.Blocked},
	{
		"::/0 is no IPv4",
		"sg-b ingress tcp 22 from ::/0 | -@0.0.0.0/0 | sg-b@10.0.0.2,fd00::1 | tcp 22", model.Blocked,
	},
	{
		"IPv6 where there is no IPv4",
		"sg-b ingress tcp 22 from ::/0 | -@::/0 | sg-b@10.0.0.2,fd00::1 | tcp 22", model.Allowed,
	},
	{
		"no family in common",
		"sg-b ingress all from ::/0; sg-b ingress all from 0.0.0.0/0 | -@::/0 | sg-b@10.0.0.2 | tcp 22", model.Blocked,
	},
	{
		"the reference is of another group, egress was not read",
		"sg-b ingress tcp 22 from sg-c; sg-c ingress tcp 22 from 0.0.0.0/0" +
			" | sg-a@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Blocked,
	},
	{
		"a reference brings no rules of its own",
		"sg-a egress all to 0.0.0.0/0; sg-b ingress tcp 22 from sg-c; sg-c ingress tcp 22 from 0.0.0.0/0" +
			" | sg-a@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Blocked,
	},
	{
		"a reference does not mean a stranger's address",
		"sg-b ingress tcp 22 from sg-a; sg-a | -@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Blocked,
	},
	{
		"self",
		"sg-a egress all to sg-a; sg-a ingress all from sg-a | sg-a@10.0.0.1 | sg-a@10.0.0.2 | tcp 22", model.Allowed,
	},
	{
		"a stale reference",
		"sg-b ingress tcp 22 from sg-a; sg-a gone | sg-a@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Blocked,
	},
	{
		"a group that was not read",
		"sg-b ingress tcp 22 from 0.0.0.0/0 | sg-a@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Unknown,
	},
	{"not read, and yet surely closed", "sg-b | sg-a@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Blocked},
	{
		"not read beside one that lets all through",
		"sg-a egress all to 0.0.0.0/0; sg-b ingress tcp 22 from 0.0.0.0/0" +
			" | sg-a,sg-x@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Allowed,
	},
	{
		"a guard without groups",
		"sg-b ingress all from 0.0.0.0/0 | none@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Blocked,
	},
	{
		"a guard that may have more groups",
		"sg-b ingress all from 0.0.0.0/0 | none+@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Unknown,
	},
	{
		"a reference to what it may carry",
		"sg-b ingress all from sg-c; sg-c egress all to 0.0.0.0/0" +
			" | sg-c+@10.0.0.1 | sg-b@10.0.0.2 | tcp 22", model.Allowed,
	},
	{"a prefix list", "sg-a egress tcp 443 to pl-1 | sg-a@10.0.0.1 | -@0.0.0.0/0 | tcp 443", model.Unknown},
	{
		"a prefix list of another port",
		"sg-a egress tcp 443 to pl-1 | sg-a@10.0.0.1 | -@0.0.0.0/0 | tcp 22", model.Blocked,
	},
	{
		"everywhere in a block, half of it open",
		"sg-b ingress tcp 22 from 10.0.0.0/31 | -@10.0.0.0/30 | sg-b@10.0.0.9 | tcp 22", model.Partly,
	},
	{
		"somewhere in a block, half of it open",
		"sg-b ingress tcp 22 from 10.0.0.0/31 | -@10.0.0.0/30? | sg-b@10.0.0.9 | tcp 22", model.Unknown,
	},
	{
		"somewhere in a block, all of it open",
		"sg-b ingress tcp 22 from 10.0.0.0/29 | -@10.0.0.0/30? | sg-b@10.0.0.9 | tcp 22", model.Allowed,
	},
	{
		"somewhere, half the ports wherever it is",
		"sg-b ingress tcp 22 from 10.0.0.0/31; sg-b ingress tcp 23 from 10.0.0.2/31" +
			" | -@10.0.0.0/30? | sg-b@10.0.0.9 | tcp 22-23", model.Partly,
	},
	{
		"address not known, open to all",
		"sg-b ingress tcp 22 from 0.0.0.0/0 | -@ | sg-b@10.0.0.9 | tcp 22", model.Allowed,
	},
	{
		"address not known, open to some",
		"sg-b ingress tcp 22 from 10.0.0.0/8 | -@ | sg-b@10.0.0.9 | tcp 22", model.Unknown,
	},
	{"no guard at either end", "| -@10.0.0.1 | -@10.0.0.2 | tcp 22", model.Unknown},
}

func TestOracleTable(t *testing.T) {
	for _, c := range oracleTable {
		t.Run(c.name, func(t *testing.T) {
			parsed := oracleParse(t, c.line)
			if got := oracleQuick(parsed.world).verdict(parsed.question); got != c.want {
				t.Errorf("%s\n oracle: got %s, want %s", c.line, got, c.want)
			}
			if got := reach.Ask(parsed.world.snapshot(), parsed.question).Verdict; got != c.want {
				t.Errorf("%s\n evaluator: got %s, want %s", c.line, got, c.want)
			}
			again := oracleParse(t, parsed.String())
			if again.String() != parsed.String() {
				t.Errorf("%s\n reads back as %s", parsed, again)
			}
		})
	}
}

// TestOracleRepairTable tables repairs that take some thought, with the rules that the documentation gives.
func TestOracleRepairTable(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{
			"towards an end with two addresses, by its group",
			"sg-a; sg-b | any sg-b@ | sg-a@10.0.0.4,10.0.0.5 | tcp 22",
			"+ sg-b egress tcp 22 to sg-a\n+ sg-a ingress tcp 22 from sg-b",
		},
		{
			"of the family that both ends have",
			"sg-b | -@10.0.0.0/31,fd00::/126 | sg-b@fd00::/126 | tcp 22",
			"+ sg-b ingress tcp 22 from fd00::/126",
		},
		{"two blocks and no group that names them", "sg-b | -@10.0.0.0/31,10.0.0.8/31 | sg-b@10.0.0.20 | tcp 22", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			parsed := oracleParse(t, c.line)
			trace := reach.Ask(parsed.world.snapshot(), parsed.question)
			trace.Advice = nil
			if got := remedyText(trace); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
