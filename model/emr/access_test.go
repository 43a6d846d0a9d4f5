package emr_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
)

// got writes what everybody gets: "PEER: traffic" and its rules, an = before those that are redundant.
func got(x emr.Access) string {
	var out []string
	for _, p := range x.Peers() {
		var line strings.Builder
		line.WriteString(p.Peer.String() + ": " + p.Gets + " by")
		for _, r := range p.Rules {
			mark := " "
			if r.Redundant() {
				mark = " ="
			}
			line.WriteString(mark + strings.ReplaceAll(r.Entry.Rule.Traffic(), " ", "/") + "@" + r.Entry.Rule.Peer.String())
		}
		out = append(out, line.String())
	}
	return strings.Join(out, "\n")
}

func TestEffectiveAccess(t *testing.T) {
	const members = "group sg-a vpc-1 app\n"
	cases := []struct{ name, rules, want string }{
		{
			"the most permissive applies (E11)", // ssh from one address beside all TCP from its block
			"ingress tcp 22 from 192.0.2.12/32\ningress tcp 0-65535 from 192.0.2.0/24",
			"192.0.2.0/24: tcp all by tcp/0-65535@192.0.2.0/24\n" +
				"192.0.2.12/32: tcp all by tcp/0-65535@192.0.2.0/24 =tcp/22@192.0.2.12/32",
		},
		{
			"neither covers the other", "ingress tcp 22 from 192.0.2.12/32\ningress tcp 443 from 192.0.2.0/24",
			"192.0.2.0/24: tcp 443 by tcp/443@192.0.2.0/24\n" +
				"192.0.2.12/32: tcp 22, 443 by tcp/443@192.0.2.0/24 tcp/22@192.0.2.12/32",
		},
		{
			"two halves are the whole",
			"ingress tcp 22 from 10.1.0.0/16\ningress tcp 22-23 from 10.1.0.0/17\ningress all from 10.1.128.0/17",
			"10.1.0.0/16: tcp 22 by =tcp/22@10.1.0.0/16\n" +
				"10.1.0.0/17: tcp 22-23 by tcp/22-23@10.1.0.0/17 =tcp/22@10.1.0.0/16\n" +
				"10.1.128.0/17: all traffic by all/traffic@10.1.128.0/17 =tcp/22@10.1.0.0/16",
		},
		{
			"ports of several rules", "ingress tcp 20-30 from 10.1.0.0/16\ningress tcp 20-25 from 10.0.0.0/8\ningress tcp 26-40 from 10.1.0.0/16",
			"10.0.0.0/8: tcp 20-25 by tcp/20-25@10.0.0.0/8\n" +
				"10.1.0.0/16: tcp 20-40 by tcp/26-40@10.1.0.0/16 =tcp/20-30@10.1.0.0/16 tcp/20-25@10.0.0.0/8",
		},
		{
			"a group within its VPC's block", "ingress tcp 22 from sg-a\ningress all from 10.0.0.0/16",
			"10.0.0.0/16: all traffic by all/traffic@10.0.0.0/16\n" +
				"sg-a: all traffic by all/traffic@10.0.0.0/16 =tcp/22@sg-a",
		},
		{
			"a group of whom nothing is known", "ingress tcp 22 from sg-far\ningress all from 10.0.0.0/16",
			"10.0.0.0/16: all traffic by all/traffic@10.0.0.0/16\nsg-far: tcp 22 by tcp/22@sg-far",
		},
		{
			"families are apart", "ingress tcp 22 from 192.0.2.12/32\ningress all from ::/0",
			"::/0: all traffic by all/traffic@::/0\n192.0.2.12/32: tcp 22 by tcp/22@192.0.2.12/32",
		},
		{
			"a list that was not read", "ingress tcp 22 from pl-1\ningress all from 10.0.0.0/16",
			"10.0.0.0/16: all traffic by all/traffic@10.0.0.0/16\npl-1: tcp 22 by tcp/22@pl-1",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := analyse(network + members + "group sg-x vpc-1 x\n" + c.rules)
			if diff := cmp.Diff(c.want, got(a.Access(model.Ingress, "sg-x"))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Of the same rule in two groups of an interface only one is redundant: one has to stay.
func TestAccessOfSeveralGroups(t *testing.T) {
	a := analyse(network + `
group sg-x vpc-1 x
ingress tcp 22 from 192.0.2.12/32
group sg-y vpc-1 y
ingress tcp 22 from 192.0.2.12/32
ingress udp 53 from 192.0.2.0/24`)
	x := a.Access(model.Ingress, "sg-x", "sg-y", "sg-missing")
	want := "192.0.2.0/24: udp 53 by udp/53@192.0.2.0/24\n" +
		"192.0.2.12/32: tcp 22; udp 53 by udp/53@192.0.2.0/24 tcp/22@192.0.2.12/32 =tcp/22@192.0.2.12/32"
	if diff := cmp.Diff(want, got(x)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, r := range x.Redundant() {
		if r.Group != "sg-y" || r.By[0].Group != "sg-x" {
			t.Errorf("redundant is that of %s because of %s", r.Group, r.By[0].Group)
		}
	}
	if fmt.Sprint(x.Unread) != "[sg-missing]" {
		t.Errorf("unread %v", x.Unread)
	}
	one := x.From(model.CIDRPeer(netip.MustParsePrefix("192.0.2.12/32")))
	if one.Gets != "tcp 22; udp 53" {
		t.Errorf("192.0.2.12 gets %s", one.Gets)
	}
}

// Taking every redundant rule away at once changes no answer, and no other rule can go: an oracle asks
// the evaluator about each address and port of a small world.
func TestRedundantRulesAreThoseThatChangeNothing(t *testing.T) {
	blocks := []string{"10.0.0.0/30", "10.0.0.0/31", "10.0.0.2/31", "10.0.0.0/32", "10.0.0.3/32"}
	ports := []string{"all", "tcp 1-3", "tcp 1", "tcp 2-3", "udp 2"}
	r := rand.New(rand.NewPCG(1, 2))
	for range 80 {
		rules := map[string]bool{}
		for range 1 + r.IntN(5) {
			rules["ingress "+ports[r.IntN(len(ports))]+" from "+blocks[r.IntN(len(blocks))]] = true
		}
		var text strings.Builder
		text.WriteString("vpc vpc-1 10.0.0.0/16\ngroup sg-x vpc-1 x")
		for rule := range rules {
			text.WriteString("\n" + rule)
		}
		a := analyse(text.String())
		var drop []model.Change
		for _, red := range a.Access(model.Ingress, "sg-x").Redundant() {
			drop = append(drop, model.Revoke{Group: "sg-x", Rule: red.Entry.Rule})
		}
		less, err := a.Snapshot().With(drop...)
		if err != nil {
			t.Fatal(err)
		}
		if small(less) != small(a.Snapshot()) {
			t.Fatalf("without %v somebody gets less\n%s", drop, text.String())
		}
		g, _ := less.Group("sg-x")
		for _, e := range g.Rules {
			least, _ := less.With(model.Revoke{Group: "sg-x", Rule: e.Rule})
			if small(least) == small(less) {
				t.Fatalf("%s is redundant and was not found so, after %v\n%s", e.Rule, drop, text.String())
			}
		}
	}
}

// small says what each address of 10.0.0.0/30 gets on a few ports.
func small(s model.Snapshot) string {
	var b strings.Builder
	for last := range 5 {
		from := reach.Block(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, 0, byte(last)}), 32))
		for _, p := range []model.Protocol{model.TCP, model.UDP, 50} {
			for port := range uint16(5) {
				q := reach.Question{From: from, To: reach.GroupEnd(s, "sg-x"), Protocol: p, Ports: model.Port(port)}
				if !p.HasPorts() {
					q.Ports = model.AllPorts()
				}
				b.WriteString(reach.Ask(s, q).Verdict.String()[:1])
			}
		}
	}
	return b.String()
}
