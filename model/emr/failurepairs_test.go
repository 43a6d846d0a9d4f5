package emr_test

import (
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// implied says what two failures bring about that neither brings alone, or what one of them hides of the
// other.
type implied struct {
	one, two int
	key      string
	why      string
}

func impliedBy() []implied {
	return []implied{
		{36, 45, "service-ingress-443:sg-s:10.8.0.0/16", "the cluster of release 8 that shares sg-s needs the second block too"},
		{35, 45, "service-endpoint:j-9", "the endpoint carries the group of the other cluster, which then lets nobody in"},
		{37, 39, "engine-no-room:j-8:es-4", "the Studio with the deleted group is a fourth one that the node has no room for"},
		{39, 41, "eks-endpoint-not-listed:ep-1:es-4", "the Studio with the deleted group is a fourth one without the subnet"},
	}
}

// hidden says which failure cannot be seen beside another, because it is none there.
func hidden() []implied {
	return []implied{
		{26, 14, "engine-ingress-18888:sg-eng:sg-w2", "Engine lets the world in, and so this Workspace"},
		{26, 15, "engine-ingress-18888:sg-eng:sg-ws", "Engine lets the world in, and so this Workspace"},
		{3, 44, "clusters-share-groups:sg-m", "clusters whose nodes send nothing do not reach each other"},
		{33, 37, "engine-no-room:j-8:es-1", "a cluster that cannot be attached needs no room for Engine"},
		{27, 11, "workspace-egress-18888:sg-w2:sg-eng", "what lets everything out lets it out to Engine"},
	}
}

// TestFailuresInPairs plants any two: both are found, and nothing of conditional or worse that neither
// brings about.
func TestFailuresInPairs(t *testing.T) {
	list := plants()
	sort.Slice(list, func(i, j int) bool { return list[i].number < list[j].number })
	for i, p := range list {
		for _, q := range list[i+1:] {
			pairOf(t, p, q)
		}
	}
}

func pairOf(t *testing.T, p, q plant) {
	t.Helper()
	a := emr.Analyse(fixture.Snapshot(edited(whole, p.do, q.do)), emr.Scope{})
	for _, x := range []plant{p, q} {
		_, key, _ := strings.Cut(x.finds, " ")
		_, ok := found(a, x, key)
		gone := slices.ContainsFunc(hidden(), func(h implied) bool {
			return h.key == key && (h.one == p.number && h.two == q.number || h.one == q.number && h.two == p.number)
		})
		if ok == gone {
			t.Errorf("%d and %d: %s found %t, want %t", p.number, q.number, key, ok, !gone)
		}
	}
	allowed := map[string]bool{}
	for _, line := range slices.Concat([]string{p.finds, q.finds}, p.also, q.also) {
		_, key, _ := strings.Cut(line, " ")
		allowed[key] = true
	}
	for _, m := range impliedBy() {
		if m.one == p.number && m.two == q.number {
			allowed[m.key] = true
		}
	}
	for key, f := range worse(a) {
		if !allowed[key] {
			t.Errorf("%d and %d: invented %s %s %s: %s", p.number, q.number, f.State, f.Severity, key, f.Reason)
		}
	}
}
