package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

// world gives a snapshot with one group of so many rules of each kind of peer.
func quotaWorld(four, six, groups, lists int) (model.Snapshot, model.Group) {
	g := model.Group{ID: "sg-1", Name: "Workspace", VPC: "vpc-1", Owner: "1"}
	add := func(n int, text string) {
		for i := range n {
			r, err := model.ParseRule(fmt.Sprintf(text, 1000+i))
			if err != nil {
				panic(err)
			}
			g.Rules = append(g.Rules, model.GroupRule{Rule: r})
		}
	}
	add(four, "ingress tcp %d from 192.0.2.0/24")
	add(six, "ingress tcp %d from 2001:db8::/32")
	add(groups, "ingress tcp %d from sg-2")
	add(lists, "ingress tcp %d from pl-1")
	b := model.NewBuilder(model.Origin{Caller: model.Caller{Account: "1"}})
	b.AddGroup(g)
	b.AddPrefixList(model.PrefixList{ID: "pl-1", Owner: "1", Max: 10, Family: "IPv4"},
		model.PrefixList{ID: "pl-2", Owner: "AWS", Name: "com.amazonaws.global.cloudfront.origin-facing", Family: "IPv4"},
		model.PrefixList{ID: "pl-3", Owner: "AWS", Name: "com.amazonaws.somewhere.novelty", Family: "IPv4"})
	return b.Snapshot(), g
}

func TestOverQuota(t *testing.T) {
	const known, unknown = true, false
	tests := []struct {
		name                     string
		four, six, groups, lists int
		add                      string // peers, one rule each
		quota                    int
		want                     string // "" or peak, limit
		known                    bool
	}{
		{"room for one", 59, 0, 0, 0, "198.51.100.0/24", 60, "", known},
		{"one too many", 60, 0, 0, 0, "198.51.100.0/24", 60, "61 > 60 IPv4", known},
		{"only assumed", 60, 0, 0, 0, "198.51.100.0/24", 0, "61 > 60 IPv4", unknown},
		{"known to be higher", 60, 0, 0, 0, "198.51.100.0/24", 100, "", known},
		{"proved to be higher", 80, 0, 0, 0, "198.51.100.0/24", 0, "81 > 80 IPv4", unknown},
		{"families are counted apart", 60, 59, 0, 0, "2001:db8:1::/48", 60, "", known},
		{"the other family", 10, 60, 0, 0, "2001:db8:1::/48", 60, "61 > 60 IPv6", known},
		{"a group counts for both", 59, 60, 0, 0, "sg-3", 60, "61 > 60 IPv6", known},
		{"groups that are there", 30, 0, 30, 0, "198.51.100.0/24", 60, "61 > 60 IPv4", known},
		{"a customer's list by its maximum", 0, 0, 0, 5, "pl-1", 60, "", known},
		{"a customer's list too many", 0, 0, 0, 6, "pl-1", 60, "70 > 60 IPv4", known},
		{"AWS's list by its weight", 6, 0, 0, 0, "pl-2", 60, "61 > 60 IPv4", known},
		{"a list that nobody knows", 60, 0, 0, 0, "pl-3", 60, "at least 61 > 60 IPv4", known},
		{"several", 58, 0, 0, 0, "198.51.100.0/24 203.0.113.0/24 sg-3", 60, "61 > 60 IPv4", known},
	}
	for _, tt := range tests {
		s, g := quotaWorld(tt.four, tt.six, tt.groups, tt.lists)
		var p model.Plan
		for peer := range strings.FieldsSeq(tt.add) {
			r, err := model.ParseRule("ingress tcp 9999 from " + peer)
			if err != nil {
				t.Fatal(err)
			}
			p.Steps = append(p.Steps, model.Step{Change: model.Authorize{Group: g.ID, Rule: r}})
		}
		var got strings.Builder
		over := p.OverQuota(s, model.Quotas{RulesPerGroup: tt.quota})
		for _, u := range over {
			least, family := "", "IPv4"
			if u.AtLeast {
				least = "at least "
			}
			if u.IPv6 {
				family = "IPv6"
			}
			fmt.Fprintf(&got, "%s%d > %d %s", least, u.Peak, u.Limit, family)
		}
		if got.String() != tt.want || len(over) > 0 && (over[0].Known != tt.known || over[0].Step != len(p.Steps)-1) {
			t.Errorf("%s: %q, want %q (%+v)", tt.name, got.String(), tt.want, over)
		}
	}
}

// What authorize adds is there before revoke takes anything, but a revoke that goes first makes room.
func TestQuotaFollowsTheOrder(t *testing.T) {
	s, g := quotaWorld(60, 0, 0, 0)
	r, _ := model.ParseRule("ingress tcp 9999 from 198.51.100.0/24")
	add := model.Step{Change: model.Authorize{Group: g.ID, Rule: r}}
	drop := model.Step{Change: model.Revoke{Group: g.ID, Rule: g.Rules[0].Rule}}
	if over := (model.Plan{Steps: []model.Step{add, drop}}).OverQuota(s, model.Quotas{}); len(over) != 1 || over[0].Before != 60 {
		t.Errorf("authorize first: %+v", over)
	}
	if over := (model.Plan{Steps: []model.Step{drop, add}}).OverQuota(s, model.Quotas{}); len(over) != 0 {
		t.Errorf("revoke first: %+v", over)
	}
	add.Blocked = "usage unknown"
	if over := (model.Plan{Steps: []model.Step{add}}).OverQuota(s, model.Quotas{}); len(over) != 0 {
		t.Errorf("a step that cannot be selected counts: %+v", over)
	}
}

func TestQuotaOfGroups(t *testing.T) {
	s, _ := quotaWorld(1, 0, 0, 0)
	p := model.Plan{Steps: []model.Step{{Change: model.CreateGroup{VPC: "vpc-1", Name: "a"}}, {Change: model.CreateGroup{VPC: "vpc-1", Name: "b"}}}}
	over := p.OverQuota(s, model.Quotas{GroupsPerRegion: 2})
	if len(over) != 1 || over[0].Step != 1 || !over[0].Known || !strings.Contains(over[0].Text, "would have 3 security groups; the quota is 2") {
		t.Errorf("%+v", over)
	}
	if over := p.OverQuota(s, model.Quotas{}); len(over) != 0 {
		t.Errorf("by default: %+v", over)
	}
}
