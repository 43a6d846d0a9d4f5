package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/lint"
)

// These tests are of bugs that were planted and that no other test found.

// routed gives the blocks of all that the internet routes, and nothing else.
func routed() []string {
	var out []string
	for a := 1; a < 224; a++ {
		switch a {
		case 10, 127:
		case 100:
			out = append(out, "100.0.0.0/10", "100.128.0.0/9")
		case 169, 172, 192, 198:
			for b := range 256 {
				special := a == 169 && b == 254 || a == 172 && b >= 16 && b < 32 || a == 192 && b == 168 || a == 198 && (b == 18 || b == 19)
				if !special {
					out = append(out, fmt.Sprintf("%d.%d.0.0/16", a, b))
				}
			}
		default:
			out = append(out, fmt.Sprintf("%d.0.0.0/8", a))
		}
	}
	return out
}

// TestTheInternetAlone finds a list of exactly what the internet routes, and none of one /16 less.
func TestTheInternetAlone(t *testing.T) {
	const key = "exposed world-ssh:sg-x:tcp/22@pl-1"
	for cut, want := range map[int]bool{0: true, 1: false} {
		b := model.NewBuilderFrom(whole(group("ingress tcp 22 from pl-1")))
		b.AddPrefixList(list("111122223333", true, routed()[cut:]...))
		got := keys(lint.Run(b.Snapshot(), lint.Options{}))
		if slices.Contains(got, key) != want {
			t.Errorf("without %d blocks: %v", cut, got)
		}
	}
}

// TestUnreadOfOthers tables what was not read and says nothing of whether sg-x, which nothing uses, is used.
func TestUnreadOfOthers(t *testing.T) {
	for name, add := range map[string]func(*model.Builder){
		"a cluster that has ended":    func(b *model.Builder) { b.AddCluster(model.Cluster{ID: "j-1", State: "TERMINATED"}) },
		"a Studio of another VPC":     func(b *model.Builder) { b.AddStudio(model.Studio{ID: "es-1", VPC: "vpc-2"}) },
		"an application that is gone": func(b *model.Builder) { b.AddServerlessApp(model.ServerlessApp{ID: "00f1", State: "TERMINATED"}) },
		"a virtual cluster gone":      func(b *model.Builder) { b.AddVirtualCluster(model.VirtualCluster{ID: "v1", State: "TERMINATED"}) },
	} {
		b := model.NewBuilderFrom(whole(group()))
		add(b)
		got := keys(lint.Run(b.Snapshot(), lint.Options{IDs: []string{"unused-group"}}))
		if diff := cmp.Diff([]string{"note unused-group:sg-x"}, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// TestEndedPeerings tables which states of a peering connection leave a reference behind that matches
// nothing.
func TestEndedPeerings(t *testing.T) {
	rule, err := model.NewRule(model.Ingress, model.TCP, 22, 22, model.GroupPeer("sg-far"))
	if err != nil {
		t.Fatal(err)
	}
	for state, want := range map[string]bool{
		"deleted": true, "deleting": true, "expired": true, "failed": true, "rejected": true,
		"active": false, "provisioning": false, "pending-acceptance": false, "": false,
	} {
		b := model.NewBuilderFrom(whole(group()))
		g, _ := b.Snapshot().Group("sg-x")
		g.Rules = []model.GroupRule{{
			Rule: rule,
			Ref:  model.Reference{Account: "999900001111", Peering: "pcx-1", PeerState: state},
		}}
		b.AddGroup(g)
		got := len(lint.Run(b.Snapshot(), lint.Options{IDs: []string{"stale-reference"}})) > 0
		if got != want {
			t.Errorf("%q: found %v, want %v", state, got, want)
		}
	}
}

// TestTogetherBesideAThird finds two halves on an interface that carries a group of no matter, too.
func TestTogetherBesideAThird(t *testing.T) {
	text := net + "group sg-a vpc-1 a\ningress tcp 22 from 0.0.0.0/1\ngroup sg-b vpc-1 b\ningress tcp 22 from 128.0.0.0/1\n" +
		"group sg-c vpc-1 c\ningress tcp 22 from 10.0.0.0/24\neni eni-1 subnet-a 10.0.1.9 sg-a,sg-b,sg-c"
	got := keys(lint.Run(whole(text), lint.Options{IDs: []string{"world-together"}}))
	want := []string{"wider world-together:sg-a:tcp/22@0.0.0.0/1", "wider world-together:sg-b:tcp/22@128.0.0.0/1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestUnreadGroupBeside says nothing of an interface that carries a group which was not read.
func TestUnreadGroupBeside(t *testing.T) {
	text := net + "group sg-a vpc-1 a\negress all to 0.0.0.0/0\ngroup sg-b vpc-1 b\negress tcp 443 to 0.0.0.0/0\n" +
		"eni eni-1 subnet-a 10.0.1.9 sg-a,sg-b,sg-unread"
	if got := keys(lint.Run(whole(text), lint.Options{IDs: []string{"rule-implied-elsewhere"}})); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

// TestBlockOfAnUnreadVPC does not call a block foreign to a VPC whose own blocks were not read.
func TestBlockOfAnUnreadVPC(t *testing.T) {
	text := "group sg-x vpc-9 app\ningress tcp 22 from 172.20.0.0/16\n"
	if got := keys(lint.Run(whole(text), lint.Options{IDs: []string{"cidr-outside-vpc"}})); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

// TestPendingGroup proposes no change of a group that is not made yet.
func TestPendingGroup(t *testing.T) {
	s, err := whole(net).With(model.CreateGroup{VPC: "vpc-1", Name: "new", Description: "x"})
	if err != nil {
		t.Fatal(err)
	}
	got := lint.Run(s, lint.Options{IDs: []string{"world-egress-all"}, FixAny: true})
	if len(got) != 1 || !strings.Contains(remedy(got[0].Remedy), "the group is not made yet") {
		t.Errorf("%v", got)
	}
}
