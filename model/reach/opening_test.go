package reach_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/model/reach"
)

// TestOpening tables what is said of a rule that opens more than it is made for.
func TestOpening(t *testing.T) {
	s := fixture.Snapshot(`
vpc vpc-1 10.0.0.0/16
subnet subnet-a vpc-1 10.0.1.0/24
group sg-m vpc-1 managed
group sg-c vpc-1 core
group sg-x vpc-1 additional
group sg-y vpc-1 own
group sg-ws vpc-1 Workspace
eni eni-1 subnet-a 10.0.1.7 sg-ws
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-c additional=sg-x
cluster j-2 adhoc WAITING emr-7.5.0 subnet-a sg-m sg-c additional=sg-x,sg-y
cluster j-3 old TERMINATED emr-7.5.0 subnet-a sg-m sg-c additional=sg-ws
`)
	both := "clusters etl (j-1), adhoc (j-2)"
	for _, c := range []struct {
		group, rule string
		says        string // "" for nothing
	}{
		{"sg-y", "ingress tcp 22 from 10.0.0.0/8", ""},
		{"sg-y", "egress tcp 22 to 10.0.0.0/8", ""},
		{"sg-ws", "ingress tcp 22 from sg-y", ""},
		{"sg-x", "ingress tcp 22 from sg-y", "That is a rule on every interface that carries additional (sg-x): " + both + "."},
		{"sg-m", "egress tcp 9443 to sg-y", "That is a rule on every interface that carries managed (sg-m): " + both + ", and EMR manages it."},
		{"sg-ws", "ingress tcp 22 from 0.0.0.0/0", "lets the whole world in on every interface that carries Workspace (sg-ws): interface eni-1. Name the addresses"},
		{"sg-y", "ingress tcp 22 from ::/0", "lets the whole world in on every interface that carries own (sg-y): cluster adhoc (j-2). Name"},
		{"sg-m", "ingress all from 0.0.0.0/0", "lets the whole world in on every interface that carries managed (sg-m): " + both + ", and EMR manages it. Name"},
		{"sg-ws", "egress tcp 443 to 0.0.0.0/0", "That lets tcp 443 out to any address, from every interface that carries Workspace (sg-ws): interface eni-1."},
		{"new:vpc-1/mine", "egress all to 0.0.0.0/0", "That lets all traffic out to any address, from every interface that carries mine (new)."},
	} {
		r, err := model.ParseRule(c.rule)
		if err != nil {
			t.Fatal(err)
		}
		add := model.Authorize{Group: c.group, Rule: r}
		got := reach.Opening(s, add)
		if c.says == "" && got != "" || !strings.Contains(got, c.says) {
			t.Errorf("%s on %s: %q, want %q", c.rule, c.group, got, c.says)
		}
		if in := reach.LetsWorldIn(add); in != strings.Contains(got, "world in") {
			t.Errorf("%s on %s: lets the world in: %v, and says %q", c.rule, c.group, in, got)
		}
		if got := reach.Opening(s, model.Revoke{Group: c.group, Rule: r}); got != "" {
			t.Errorf("taking %s away: %q", c.rule, got)
		}
	}
}
