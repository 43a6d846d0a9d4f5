package reach_test

import (
	"slices"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// oracleNetSeed makes the random networks; another one makes others.
const oracleNetSeed = 20260918

// oracleClients are the ports that a connection comes from where the question does not say: those
// of Linux. (The VPC guide names one more, 61000, which kernels before 4.2 took.)
// Source: https://docs.kernel.org/networking/ip-sysctl.html
func oracleClients() model.PortRange { return model.PortRange{First: 32768, Last: 60999} }

// verdict answers by definition: of all packets that are asked about, from each client port to each
// port, those work whose way there and whose reply's way back are open.
func (c oracleNet) verdict() model.Verdict {
	var tally oracleTally
	from, to := oracleAsked(c.question)
	rules := c.rulesAndEntries()
	clients := map[model.Protocol][]uint16{
		model.TCP: c.clientsOf(model.TCP, rules), model.UDP: c.clientsOf(model.UDP, rules),
	}
	for _, a := range from {
		for _, b := range to {
			for _, t := range c.traffic(rules) {
				c.connection(oraclePacket{t.protocol, t.port, a.Addr(), b.Addr()}, clients[t.protocol], &tally)
			}
		}
	}
	return tally.verdict()
}

// connection counts one packet as often as there are ports that it may come from, or once if its
// protocol has none.
func (c oracleNet) connection(p oraclePacket, clients []uint16, tally *oracleTally) {
	if len(clients) == 0 {
		clients = []uint16{0}
	}
	for _, client := range clients {
		tally.add(oracleExtremes(func(g oracleGuess) bool {
			return c.world.goes(p, g) && c.world.answers(p, client, g) && c.world.passes(c.question, p, g)
		}))
	}
}

// oracleTally sums up what always and what ever works.
type oracleTally struct{ packets, always, never int }

func (t *oracleTally) add(always, ever bool) {
	t.packets++
	if always {
		t.always++
	}
	if !ever {
		t.never++
	}
}

func (t *oracleTally) verdict() model.Verdict {
	switch {
	case t.never == t.packets:
		return model.Blocked // also where there is no family in common, and so no such traffic
	case t.always == t.packets:
		return model.Allowed
	case t.always > 0 && t.never > 0:
		return model.Partly
	}
	return model.Unknown
}

// traffic gives every protocol and port of the question, or of a large range the ports at which
// anything may change.
func (c oracleNet) traffic(rules []model.Rule) (out []oracleTrafficOf) {
	answered := []model.Rule{
		{Protocol: model.TCP}, {Protocol: model.UDP}, {Protocol: model.ICMP}, {Protocol: model.ICMPv6},
	}
	for _, proto := range oracleProtocols(c.question.Protocol, append(answered, rules...)) { // each in its own way
		if !oraclePorted(proto) {
			out = append(out, oracleTrafficOf{proto, 0})
			continue
		}
		for _, port := range oracleRange(c.question.Ports, proto, rules) {
			out = append(out, oracleTrafficOf{proto, port})
		}
	}
	return out
}

// clientsOf gives the ports that a packet of TCP or UDP may come from.
func (c oracleNet) clientsOf(proto model.Protocol, rules []model.Rule) []uint16 {
	clients := c.question.Clients
	if clients == (model.PortRange{}) {
		clients = oracleClients()
	}
	return oracleRange(clients, proto, rules)
}

// oracleRange gives every port of a small range; of a large one the first, and those where a rule of
// the protocol begins or has just ended, or where ICMP's types with a reply of their own do.
func oracleRange(r model.PortRange, proto model.Protocol, rules []model.Rule) (out []uint16) {
	const small = 16
	if int(r.Last)-int(r.First) < small {
		for n := int(r.First); n <= int(r.Last); n++ {
			out = append(out, uint16(n))
		}
		return out
	}
	ports := []int{int(r.First)}
	if proto == model.ICMP || proto == model.ICMPv6 {
		for _, kind := range []int{8, 13, 15, 17, 128} {
			ports = append(ports, kind<<8, (kind+1)<<8)
		}
	}
	for _, rule := range rules {
		if rule.Protocol == proto {
			ports = append(ports, int(rule.Ports.First), int(rule.Ports.Last)+1)
		}
	}
	for _, n := range oracleSorted(ports) {
		if int(r.First) <= n && n <= int(r.Last) {
			out = append(out, uint16(n))
		}
	}
	return out
}

// rulesAndEntries gives what mentions protocols and ports.
func (c oracleNet) rulesAndEntries() []model.Rule {
	rules, _ := c.world.mentioned(nil)
	for _, entries := range c.world.acls {
		for _, e := range entries {
			rules = append(rules, model.Rule{Direction: e.Direction, Protocol: e.Protocol, Ports: e.Ports})
		}
	}
	return rules
}

// TestOracleNetworks asks about all layers between two interfaces of a VPC with several subnets, a
// network ACL for each, and prefix lists: 100,000 questions at its longest.
func TestOracleNetworks(t *testing.T) {
	const perWorld = 10
	seen := map[model.Verdict]int{}
	within := 0
	n := oracleCount(2_000, 100_000)
	for i := range n / perWorld {
		d := newOracleDice(oracleNetSeed, uint64(i))
		w, ends := d.network()
		s := oracleNet{oracleCase{world: w}, ends}.snapshot()
		for range perWorld {
			c := d.netQuestion(w, ends)
			want := c.verdict()
			seen[want]++
			if c.ends[0].Subnet == c.ends[1].Subnet {
				within++
			}
			if got := reach.Ask(s, c.question).Verdict; got != want {
				c.disagrees(t, i)
				return
			}
		}
	}
	t.Logf("%d questions, %d of them within one subnet: %v", n, within, seen)
	for v, share := range map[model.Verdict]int{
		model.Unknown: 200, model.Blocked: 20, model.Partly: 30, model.Allowed: 20,
	} {
		if seen[v] < n/share {
			t.Errorf("only %d of %d questions are %s: the cases are too much alike", seen[v], n, v)
		}
	}
	if within < n/20 || within > n/2 {
		t.Errorf("%d of %d questions are within one subnet", within, n)
	}
}

// disagrees fails the test with the case and with the smallest one that fails like it.
func (c oracleNet) disagrees(t *testing.T, index int) {
	t.Helper()
	fails := func(c oracleNet) bool { return c.ask().Verdict != c.verdict() }
	small := c
	for {
		next := small.smaller()
		at := slices.IndexFunc(next, fails)
		if at < 0 {
			break
		}
		small = next[at]
	}
	trace := small.ask()
	t.Errorf("seed %d, network %d: %s\n got %s, want %s; smallest: %s\n got %s, want %s\n%q", uint64(oracleNetSeed), index,
		c, c.ask().Verdict, c.verdict(), small, trace.Verdict, small.verdict(), append(trace.Reasons(), trace.Unread...))
}

// ask asks the evaluator, about a network of just these two interfaces.
func (c oracleNet) ask() reach.Trace { return reach.Ask(c.snapshot(), c.question) }

// TestOracleNetworksTable are networks whose answer the documentation gives by itself.
func TestOracleNetworksTable(t *testing.T) {
	const groups = "sg-a egress all to 0.0.0.0/0; sg-b ingress tcp 3-5 from sg-a; "
	const open1 = "subnet-1 = 10.0.0.0/29; " +
		"subnet-1 egress 1 allow all to 0.0.0.0/0; subnet-1 ingress 1 allow all from 0.0.0.0/0; "
	const subnet2 = "subnet-2 = 10.0.0.8/29; "
	const ends = " | sg-a@10.0.0.4 | sg-b@10.0.0.12 | "
	for _, c := range []struct {
		name, line string
		want       model.Verdict
	}{
		{
			"nothing opens the second subnet", groups + open1 + subnet2 + "subnet-2 acl" + ends + "tcp 3 | 3-5",
			model.Blocked,
		},
		{
			"a reply to two clients' ports of three", groups + open1 + subnet2 +
				"subnet-2 ingress 1 allow tcp 3 from 10.0.0.4/32; subnet-2 egress 1 allow tcp 4-5 to 0.0.0.0/0" + ends +
				"tcp 3 | 3-5", model.Partly,
		},
		{
			"a reply to all clients' ports", groups + open1 + subnet2 +
				"subnet-2 ingress 1 allow tcp 3 from 10.0.0.4/32; subnet-2 egress 1 allow tcp 3-5 to 0.0.0.0/0" + ends +
				"tcp 3 | 3-5", model.Allowed,
		},
		{
			"a reply to Linux's ports", groups + open1 + subnet2 +
				"subnet-2 ingress 1 allow tcp 3 from 10.0.0.4/32; subnet-2 egress 1 allow tcp 32768-61000 to 0.0.0.0/0" + ends +
				"tcp 3 | ", model.Allowed,
		},
		{
			"within one subnet", groups + "subnet-1 = 10.0.0.0/29; subnet-1 acl | sg-a@10.0.0.4 | sg-b@10.0.0.5 | tcp 3 | 3-5",
			model.Allowed,
		},
		{
			"a prefix list", "pl-1 = 10.0.0.4/32; sg-a egress all to 0.0.0.0/0; sg-b ingress tcp 3 from pl-1; " + open1 +
				" | sg-a@10.0.0.4 | sg-b@10.0.0.5 | tcp 3 | 3-5", model.Allowed,
		},
		{
			"what nobody answers", "sg-a egress all to 0.0.0.0/0; sg-b ingress icmp from sg-a; " + open1 + subnet2 +
				"subnet-2 ingress 1 allow icmp from 0.0.0.0/0" + ends + "icmp 3/4 | ", model.Allowed,
		},
		{
			"an echo that is not answered", "sg-a egress all to 0.0.0.0/0; sg-b ingress icmp from sg-a; " + open1 + subnet2 +
				"subnet-2 ingress 1 allow icmp from 0.0.0.0/0" + ends + "icmp 8/0 | ", model.Blocked,
		},
		{"an ACL that was not read", groups + open1 + subnet2 + ends + "tcp 3 | 3-5", model.Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			parsed := oracleParseNet(t, c.line)
			if got := parsed.verdict(); got != c.want {
				t.Errorf("oracle: got %s, want %s", got, c.want)
			}
			if trace := parsed.ask(); trace.Verdict != c.want {
				t.Errorf("evaluator: got %s, want %s: %q", trace.Verdict, c.want, append(trace.Reasons(), trace.Unread...))
			}
			if again := oracleParseNet(t, parsed.String()).String(); again != parsed.String() {
				t.Errorf("%s\n reads back as %s", parsed, again)
			}
		})
	}
}
