package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// missing takes everything that one call reads out of an account, as if the call was denied.
func missing(text, part string, words ...string) string {
	return edited(text, func(e *edit) {
		var out []string
		skip := false
		for _, l := range e.lines {
			if !strings.HasPrefix(l, " ") {
				word, _, _ := strings.Cut(l, " ")
				skip = false
				for _, w := range words {
					skip = skip || word == w
				}
			}
			if !skip {
				out = append(out, l)
			}
		}
		e.lines = append(out, "unread "+part)
	})
}

// TestWhatIsNotReadIsNoFault takes one part at a time away from accounts that are healthy: what depends on it
// is unknown or is not said, and nothing becomes a fault.
func TestWhatIsNotReadIsNoFault(t *testing.T) {
	parts := map[string][]string{
		"groups": {"group"}, "subnets": {"subnet"}, "vpcs": {"vpc"}, "interfaces": {"eni"}, "studios": {"studio"}, "clusters": {"cluster"},
		"route-tables": {"table"}, "network-acls": {"acl"}, "internet-gateways": {"igw"}, "nat-gateways": {"nat"}, "endpoints": {"endpoint"},
		"prefix-lists": {"prefixlist"}, "emr-block-public-access": {"publicaccess"}, "virtual-clusters": {"virtual"},
		"managed-endpoints": {"managedendpoint"}, "serverless-applications": {"app"}, "instances": {}, "rule-ids": {}, "caller": {},
	}
	for name, text := range shapes() {
		for part, words := range parts {
			a := emr.Analyse(fixture.Snapshot(missing(text, part, words...)), emr.Scope{})
			for key, f := range worse(a) {
				if f.State == model.Unmet {
					t.Errorf("%s without %s: %s %s: %s", name, part, f.Severity, key, f.Reason)
				}
			}
			for _, step := range a.Plan(model.FixFindings{}).Steps {
				if _, revokes := step.Change.(model.Revoke); revokes && step.Blocked == "" && (part == "groups" || part == "clusters" || part == "studios") {
					t.Errorf("%s without %s: the plan takes %s", name, part, said(step.Change))
				}
			}
		}
	}
}
