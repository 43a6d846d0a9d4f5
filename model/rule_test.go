package model_test

import (
	"net/netip"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
)

func cidr(s string) model.Peer { return model.CIDRPeer(netip.MustParsePrefix(s)) }

func TestNewRuleIsCanonical(t *testing.T) {
	sg := model.GroupPeer("sg-1")
	for _, c := range []struct {
		name     string
		proto    model.Protocol
		from, to int
		peer     model.Peer
		want     string
	}{
		{"one port", model.TCP, 22, 22, sg, "ingress tcp 22 from sg-1"},
		{"a range", model.UDP, 20, 23, sg, "ingress udp 20-23 from sg-1"},
		{"all protocols ignore ports", model.AllProtocols, 22, 22, sg, "ingress all from sg-1"},
		{"other protocols ignore ports", 50, 22, 22, sg, "ingress 50 from sg-1"},
		{"tcp with -1 is every port", model.TCP, -1, -1, sg, "ingress tcp 0-65535 from sg-1"},
		{"host bits go", model.TCP, 1, 2, cidr("100.68.0.18/18"), "ingress tcp 1-2 from 100.68.0.0/18"},
		{"icmp all", model.ICMP, -1, -1, sg, "ingress icmp from sg-1"},
		{"icmp type, all codes", model.ICMP, 8, -1, sg, "ingress icmp 8 from sg-1"},
		{"icmp type and code", model.ICMP, 3, 4, sg, "ingress icmp 3/4 from sg-1"},
		{"icmpv6", model.ICMPv6, 128, 0, cidr("::/0"), "ingress icmpv6 128/0 from ::/0"},
		{"prefix list", model.TCP, 443, 443, model.PrefixListPeer("pl-1"), "ingress tcp 443 from pl-1"},
	} {
		r, err := model.NewRule(model.Ingress, c.proto, c.from, c.to, c.peer)
		if err != nil || r.String() != c.want {
			t.Errorf("%s: %v, %v; want %s", c.name, r, err, c.want)
		}
	}
}

func TestNewRuleRefuses(t *testing.T) {
	sg := model.GroupPeer("sg-1")
	for _, c := range []struct {
		proto    model.Protocol
		from, to int
		peer     model.Peer
		want     string
	}{
		{model.TCP, 23, 22, sg, "above"},
		{model.TCP, -1, 22, sg, "0 to 65535"},
		{model.TCP, 0, 70000, sg, "0 to 65535"},
		{model.ICMP, -1, 0, sg, "all codes"},
		{model.ICMP, 300, 0, sg, "icmp type 300"},
		{256, 0, 0, sg, "protocol 256"},
		{-2, 0, 0, sg, "protocol -2"},
		{model.TCP, 1, 1, model.Peer{}, "no peer"},
		{model.TCP, 1, 1, model.Peer{Kind: model.PeerCIDR}, "not valid"},
	} {
		if _, err := model.NewRule(model.Ingress, c.proto, c.from, c.to, c.peer); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v %d-%d %v: error %v, want %q", c.proto, c.from, c.to, c.peer, err, c.want)
		}
	}
}

// anyRule draws rules that EC2 can hold.
func anyRule() *rapid.Generator[model.Rule] {
	return rapid.Custom(func(t *rapid.T) model.Rule {
		proto := rapid.SampledFrom([]model.Protocol{model.AllProtocols, model.TCP, model.UDP, model.ICMP, model.ICMPv6, 0, 50, 255}).Draw(t, "protocol")
		from := rapid.IntRange(-1, 65535).Draw(t, "from")
		to := rapid.IntRange(from, 65535).Draw(t, "to")
		if proto.IsICMP() {
			from, to = from%256, to%256
		}
		peer := rapid.SampledFrom([]model.Peer{
			model.AnyIPv4(), model.AnyIPv6(), cidr("10.1.2.3/24"), cidr("2001:db8::1/40"),
			model.GroupPeer("sg-1"), model.GroupPeer(model.PendingID("vpc-1", "a name to go from")), model.PrefixListPeer("pl-1"),
		}).Draw(t, "peer")
		dir := rapid.SampledFrom([]model.Direction{model.Ingress, model.Egress}).Draw(t, "direction")
		r, err := model.NewRule(dir, proto, from, to, peer)
		if err != nil {
			t.Skip(err)
		}
		return r
	})
}

func TestRuleTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule().Draw(t, "rule")
		if back, err := model.ParseRule(r.String()); err != nil || back != r {
			t.Fatalf("%v reads back as %v, %v", r, back, err)
		}
	})
}

func TestRuleMakesItselfAgainFromAPIPorts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRule().Draw(t, "rule")
		from, to, _ := r.APIPorts()
		if back, err := model.NewRule(r.Direction, r.Protocol, from, to, r.Peer); err != nil || back != r {
			t.Fatalf("%v by its API ports %d-%d: %v, %v", r, from, to, back, err)
		}
	})
}

func FuzzParseRule(f *testing.F) {
	for _, s := range []string{"ingress tcp 22 from 10.0.0.0/8", "egress all to sg-1", "ingress icmp 8/0-8/3 from ::/0", "egress 50 to pl-1", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := model.ParseRule(s)
		if err != nil {
			return
		}
		if back, err := model.ParseRule(r.String()); err != nil || back != r {
			t.Fatalf("%q gives %v, which reads back as %v, %v", s, r, back, err)
		}
	})
}

func TestParsePorts(t *testing.T) {
	for _, c := range []struct {
		proto model.Protocol
		text  string
		want  model.PortRange
		bad   bool
	}{
		{model.TCP, "22", model.Port(22), false},
		{model.TCP, "20-23", model.PortRange{First: 20, Last: 23}, false},
		{model.TCP, "", model.AllPorts(), false},
		{model.ICMP, "8/0", model.Port(8 << 8), false},
		{model.ICMP, "8", model.PortRange{First: 8 << 8, Last: 8<<8 | 255}, false},
		{model.TCP, "23-20", model.PortRange{}, true},
		{model.TCP, "x", model.PortRange{}, true},
		{model.TCP, "65536", model.PortRange{}, true},
		{model.ICMP, "8/999", model.PortRange{}, true},
		{model.TCP, "22-", model.PortRange{}, true},
		{model.TCP, "-22", model.PortRange{}, true},
	} {
		got, err := model.ParsePorts(c.proto, c.text)
		if (err != nil) != c.bad || got != c.want {
			t.Errorf("%v %q: %v, %v; want %v", c.proto, c.text, got, err, c.want)
		}
	}
}
