package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// TestServiceEndpoint tables the endpoint that clusters of release 8 reach EMR through.
func TestServiceEndpoint(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*edit)
		want string // severity and state; "" for nothing
		says string
	}{
		{"as it should be", all(), "broken met", "carries the group"},
		{"another group", swap("endpoint vpce-emr", "groups=sg-ds", "groups=sg-dns"), "broken unmet", "does not carry ElasticMapReduce-ServiceAccess (sg-ds)"},
		{"another group that lets the nodes in", swap("endpoint vpce-emr", "groups=sg-ds", "groups=sg-app"), "note unmet", "let the nodes in"},
		{"no private DNS", swap("endpoint vpce-emr", "subnets=", "dns=off subnets="), "broken unmet", "Private DNS is off"},
		{"not there yet", swap("endpoint vpce-emr", "emr-service-cell01", "sqs"), "note unmet", "no endpoint of EMR's service"},
		{"not read", all(swap("endpoint vpce-emr", "emr-service-cell01", "sqs"), line("unread endpoints")), "", ""},
		{"7.x needs none", all(swap("endpoint vpce-emr", "groups=sg-ds", "groups=sg-app"), swap("cluster j-8", "emr-spark-8.0.0", "emr-7.5.0")), "", ""},
	} {
		a := emr.Analyse(fixture.Snapshot(edited(whole, c.do)), emr.Scope{})
		got := ""
		for _, f := range append(a.Findings(), a.Met()...) {
			if f.Key() == "service-endpoint:j-8" {
				got = f.Severity.String() + " " + f.State.String()
				if !strings.Contains(f.Reason, c.says) {
					t.Errorf("%s: %q does not say %q", c.name, f.Reason, c.says)
				}
				if _, fix := f.Remedy.(model.Fix); fix {
					t.Errorf("%s: an endpoint is changed", c.name)
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
