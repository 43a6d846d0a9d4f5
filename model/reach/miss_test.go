package reach_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/model/reach"
)

// The rule that is named beside a missing one is the one that somebody got wrong, not one of another purpose.
func TestNearestMiss(t *testing.T) {
	const groups = "vpc vpc-1 10.0.0.0/16\ngroup sg-b vpc-1 b\ngroup sg-c vpc-1 c\ngroup sg-a vpc-1 a\n"
	for _, c := range []struct{ name, rules, want string }{
		{"the port", "  egress tcp 18889 to sg-b\n  egress tcp 18888 to sg-c\n", "egress tcp 18889 to sg-b (port differs)"},
		{"the peer", "  egress tcp 22 to sg-c\n  egress tcp 18888 to sg-c\n", "egress tcp 18888 to sg-c (peer differs)"},
		{"the protocol, not HTTPS for all", "  egress tcp 443 to 0.0.0.0/0\n  egress udp 18888 to sg-b\n", "egress udp 18888 to sg-b (protocol differs)"},
		{"the direction", "  ingress tcp 18888 from sg-b\n", "ingress tcp 18888 from sg-b (direction differs)"},
		{"HTTPS for all, where nothing else is near", "  egress tcp 443 to 0.0.0.0/0\n", "egress tcp 443 to 0.0.0.0/0 (port differs)"},
		{"nothing", "  egress udp 53 to sg-c\n", ""},
	} {
		s := fixture.Snapshot(groups + c.rules)
		trace := reach.Ask(s, reach.Question{
			From: reach.GroupEnd(s, "sg-a"), To: reach.GroupEnd(s, "sg-b"), Protocol: model.TCP, Ports: model.Port(18888),
			Layers: reach.GroupsOnly,
		})
		got := ""
		for _, h := range trace.Forward.Hops {
			if h.Kind == reach.HopEgress && len(h.Misses) > 0 {
				_, got, _ = strings.Cut(h.Misses[0].Text(), " ") // without the rule's id
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
