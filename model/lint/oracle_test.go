package lint_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/lint"
)

// The oracles go through every packet of a small universe: an address of each sixteenth of IPv4 (and of
// IPv6's routed part), a member of a group, and a few protocols and ports. They know no sets.

type packet struct {
	far      string // an address or a group
	protocol model.Protocol
	port     uint16
}

func probes(v6 bool) []string {
	var out []string
	if v6 {
		out = append(out, "4000::1")
	}
	for i := range 16 {
		if v6 {
			out = append(out, fmt.Sprintf("2%x00::1", i), fmt.Sprintf("3%x00::1", i))
		} else {
			out = append(out, fmt.Sprintf("%d.9.9.9", i*16+9))
		}
	}
	return out
}

// public reports whether the internet routes the address of a probe; 224.0.0.0/3 it does not.
func public(far string) bool {
	a, err := netip.ParseAddr(far)
	return err == nil && (a.Is6() && a.As16()[0]>>5 == 1 || a.Is4() && a.As4()[0] < 224)
}

// traffic is what the rules drawn below tell apart.
func traffic() []packet {
	out := []packet{{protocol: model.ICMP, port: 8 << 8}, {protocol: 50}, {protocol: 51}}
	for _, p := range []model.Protocol{model.TCP, model.UDP} {
		for _, port := range []uint16{21, 22, 23, 24, 80, 9999} {
			out = append(out, packet{protocol: p, port: port})
		}
	}
	return out
}

func universe(v6 bool) []packet {
	var out []packet
	for _, far := range append(probes(v6), "sg-x", "sg-y") {
		for _, p := range traffic() {
			p.far = far
			out = append(out, p)
		}
	}
	return out
}

// passes reports whether one rule lets a packet through. The groups' members are in 10.0.0.0/16, which
// the first sixteenth of IPv4 holds.
func passes(r model.Rule, p packet) bool {
	if r.Protocol != model.AllProtocols && r.Protocol != p.protocol ||
		r.Protocol.HasPorts() && (p.port < r.Ports.First || p.port > r.Ports.Last) {
		return false
	}
	far := p.far
	if strings.HasPrefix(far, "sg-") {
		if r.Peer == model.GroupPeer(far) {
			return true
		}
		far = "10.0.9.9"
		if p.far == "sg-y" {
			return false // nobody knows where its members are
		}
	}
	a := netip.MustParseAddr(far)
	return r.Peer.Kind == model.PeerCIDR && r.Peer.Prefix.Contains(a)
}

func anyPasses(rules []model.Rule, p packet) bool {
	return slices.ContainsFunc(rules, func(r model.Rule) bool { return passes(r, p) })
}

// someRules draws rules that the universe tells apart: blocks of at most four bits, ports that it has.
func someRules(t *rapid.T, v6 bool) []model.Rule {
	peer := rapid.Custom(func(t *rapid.T) model.Peer {
		switch rapid.IntRange(0, 7).Draw(t, "peer") {
		case 0:
			return model.GroupPeer("sg-x")
		case 1:
			return model.GroupPeer("sg-y")
		}
		bits := rapid.SampledFrom([]int{0, 1, 1, 1, 2, 2, 3, 4}).Draw(t, "bits")
		i := rapid.IntRange(0, 15).Draw(t, "block")
		if v6 {
			if bits == 0 {
				return model.AnyIPv6()
			}
			return model.CIDRPeer(netip.PrefixFrom(netip.MustParseAddr(fmt.Sprintf("%x000::", 2+i/8)), 3+bits))
		}
		return model.CIDRPeer(netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(i * 16)}), bits))
	})
	one := rapid.Custom(func(t *rapid.T) model.Rule {
		r := model.Rule{
			Protocol: rapid.SampledFrom([]model.Protocol{model.AllProtocols, model.TCP, model.TCP, model.TCP, model.TCP, model.UDP, model.ICMP, 50}).Draw(t, "protocol"),
			Ports:    model.AllPorts(), Peer: peer.Draw(t, "peer"),
		}
		if r.Protocol == model.TCP || r.Protocol == model.UDP {
			r.Ports = rapid.SampledFrom([]model.PortRange{{First: 22, Last: 22}, {First: 22, Last: 22}, {First: 21, Last: 22}, {First: 22, Last: 23}, {First: 23, Last: 80}, {First: 0, Last: 65535}}).Draw(t, "ports")
		}
		return r
	})
	return rapid.SliceOfNDistinct(one, 1, 6, func(r model.Rule) model.Rule { return r }).Draw(t, "rules")
}

// snapshotOf puts rules into the group sg-x; a VPC with IPv6 would let IPv6 rules imply its groups.
func snapshotOf(rules []model.Rule) model.Snapshot {
	b := model.NewBuilderFrom(whole(net))
	g := model.Group{ID: "sg-x", Name: "app", VPC: "vpc-1"}
	for _, r := range rules {
		g.Rules = append(g.Rules, model.GroupRule{Rule: r})
	}
	b.AddGroup(g)
	return b.Snapshot()
}

func found(s model.Snapshot, id string) []model.Rule {
	var out []model.Rule
	for _, f := range lint.Run(s, lint.Options{IDs: []string{id}}) {
		if f.State == model.Unmet {
			out = append(out, f.Evidence[0].Rule)
		}
	}
	return out
}

// openToAll reports whether the rules let a kind of packet in from every probe.
func openToAll(rules []model.Rule, v6 bool, p packet) bool {
	for _, far := range probes(v6) {
		p.far = far
		if public(far) && !anyPasses(rules, p) {
			return false
		}
	}
	return true
}

// inSmallestCover reports, by going through every set of rules, whether some set that opens the packet
// to all stops doing so without the rule.
func inSmallestCover(rules []model.Rule, r int, v6 bool, p packet) bool {
	for set := range 1 << len(rules) {
		if set&(1<<r) == 0 {
			continue
		}
		pick := func(set int) []model.Rule {
			var out []model.Rule
			for i, x := range rules {
				if set&(1<<i) != 0 {
					out = append(out, x)
				}
			}
			return out
		}
		if openToAll(pick(set), v6, p) && !openToAll(pick(set&^(1<<r)), v6, p) {
			return true
		}
	}
	return false
}

// TestOpenToWorldOracle holds the world checks to the oracle: ssh is found exactly where every probe
// gets in on tcp 22, and through exactly the rules that some smallest cover needs.
func TestOpenToWorldOracle(t *testing.T) {
	for _, v6 := range []bool{false, true} {
		t.Run(fmt.Sprintf("v6=%v", v6), rapid.MakeCheck(func(t *rapid.T) {
			rules := someRules(t, v6)
			ssh := packet{protocol: model.TCP, port: 22}
			got := found(snapshotOf(rules), "world-ssh")
			for i, r := range rules {
				if want := inSmallestCover(rules, i, v6, ssh); want != slices.Contains(got, r) {
					t.Errorf("%v: found %v, want %v\nof %v", r, !want, want, rules)
				}
			}
		}))
	}
}

// TestOtherPortOracle asks the same of everything but the web and ICMP.
func TestOtherPortOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v6 := rapid.Bool().Draw(t, "IPv6")
		rules := someRules(t, v6)
		got := found(snapshotOf(rules), "world-other-port")
		want := map[model.Rule]bool{}
		for _, p := range traffic() {
			if p.protocol == model.ICMP || p == (packet{protocol: model.TCP, port: 80}) {
				continue
			}
			for i, r := range rules {
				want[r] = want[r] || inSmallestCover(rules, i, v6, p)
			}
		}
		for _, r := range rules {
			if want[r] != slices.Contains(got, r) {
				t.Errorf("%v: found %v, want %v\nof %v", r, !want[r], want[r], rules)
			}
		}
	})
}

// TestImpliedOracle holds implied rules to the oracle: all of them can go at once and every packet
// fares as before; none of those that stay can go too.
func TestImpliedOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v6 := rapid.Bool().Draw(t, "IPv6")
		rules := someRules(t, v6)
		spare := found(snapshotOf(rules), "rule-implied")
		rest := slices.DeleteFunc(slices.Clone(rules), func(r model.Rule) bool { return slices.Contains(spare, r) })
		for _, p := range universe(v6) {
			if anyPasses(rules, p) != anyPasses(rest, p) {
				t.Fatalf("%v passes %v, without %v it is otherwise\nof %v", p, anyPasses(rules, p), spare, rules)
			}
		}
		for i, r := range rest {
			without := slices.Delete(slices.Clone(rest), i, i+1)
			if !slices.ContainsFunc(universe(v6), func(p packet) bool { return passes(r, p) && !anyPasses(without, p) }) {
				t.Errorf("%v could go too, of %v", r, rules)
			}
		}
	})
}

// TestFixHeals asks every fixable finding's fix by name: it revokes only, and what was found is gone.
func TestFixHeals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := snapshotOf(someRules(t, rapid.Bool().Draw(t, "IPv6")))
		id := rapid.SampledFrom(lint.Checks()).Draw(t, "check").ID
		var all []string
		for _, f := range lint.Run(s, lint.Options{IDs: []string{id}}) {
			all = append(all, f.Key())
		}
		var changes []model.Change
		fixable := false
		for _, f := range lint.Run(s, lint.Options{IDs: []string{id}, Fix: all}) {
			fix, ok := f.Remedy.(model.Fix)
			if !ok {
				continue
			}
			fixable = true
			for _, c := range fix.Changes {
				if _, revokes := c.(model.Revoke); !revokes {
					t.Fatalf("%s: the fix is %v", f.Key(), c)
				}
				if !slices.Contains(changes, c) {
					changes = append(changes, c)
				}
			}
		}
		after, err := s.With(changes...)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range lint.Run(after, lint.Options{IDs: []string{id}, Fix: all}) {
			if _, again := f.Remedy.(model.Fix); fixable && again {
				t.Errorf("after the fix there is still %s", f.Key())
			}
		}
	})
}

// TestOrder holds findings to the snapshot, whatever the order in which rules are listed.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := someRules(t, rapid.Bool().Draw(t, "IPv6"))
		o := lint.Options{All: true}
		one := keys(lint.Run(snapshotOf(rules), o))
		slices.Reverse(rules)
		if two := keys(lint.Run(snapshotOf(rules), o)); !slices.Equal(one, two) {
			t.Errorf("%v\nbackwards %v\nof %v", one, two, rules)
		}
	})
}
