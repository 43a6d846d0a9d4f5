package reach_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/model/reach"
)

// All rules that let some of the traffic through are told, over all groups, the most permissive first
// (statement E11).
func TestMostPermissiveRuleIsToldFirst(t *testing.T) {
	const two = "vpc vpc-1 10.0.0.0/16\nsubnet subnet-a vpc-1 10.0.1.0/24\n" +
		"eni eni-1 subnet-a 10.0.1.7 sg-x,sg-y\ngroup sg-x vpc-1 x\n%x\ngroup sg-y vpc-1 y\n%y"
	cases := []struct{ name, x, y, want string }{
		{
			"ssh beside all of TCP", "ingress tcp 22 from 192.0.2.12/32\ningress tcp 0-65535 from 192.0.2.0/24", "",
			"sg-x tcp 0-65535 from 192.0.2.0/24, sg-x tcp 22 from 192.0.2.12/32",
		},
		{
			"in two groups", "ingress tcp 22 from 192.0.2.12/32\ningress udp 1-60000 from 0.0.0.0/0", "ingress all from 192.0.0.0/16",
			"sg-y all from 192.0.0.0/16, sg-x tcp 22 from 192.0.2.12/32",
		},
		{
			"as much from more", "ingress tcp 22 from 192.0.2.12/32\ningress tcp 22 from 192.0.2.0/24", "ingress tcp 22 from 0.0.0.0/0",
			"sg-y tcp 22 from 0.0.0.0/0, sg-x tcp 22 from 192.0.2.0/24, sg-x tcp 22 from 192.0.2.12/32",
		},
		{
			"neither more nor less", "ingress tcp 20-22 from 192.0.2.12/32\ningress tcp 22-24 from 192.0.2.12/32", "",
			"sg-x tcp 20-22 from 192.0.2.12/32, sg-x tcp 22-24 from 192.0.2.12/32",
		},
	}
	for _, c := range cases {
		s := fixture.Snapshot(strings.NewReplacer("%x", c.x, "%y", c.y).Replace(two))
		eni, _ := s.Interface("eni-1")
		tr := reach.Ask(s, reach.Question{
			From: reach.Block(netip.MustParsePrefix("192.0.2.12/32")), To: reach.InterfaceEnd(eni),
			Protocol: model.TCP, Ports: model.Port(22),
		})
		var got []string
		for _, m := range tr.Forward.Hops[len(tr.Forward.Hops)-1].Rules {
			got = append(got, m.Group+" "+strings.TrimPrefix(m.Entry.Rule.String(), "ingress "))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" || tr.Verdict != model.Allowed {
			t.Errorf("%s: %s (-want +got)\n%s", c.name, tr.Verdict, diff)
		}
	}
}
