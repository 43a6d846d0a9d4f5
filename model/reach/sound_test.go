package reach_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// partOfLine is the part that a line of a test's network belongs to.
var partOfLine = map[string]model.Part{
	"acl": model.PartACLs, "table": model.PartRoutes, "igw": model.PartInternetGateways,
	"eigw": model.PartEgressOnlyGateways, "nat": model.PartNATGateways, "pcx": model.PartPeerings,
	"tgw": model.PartTransitGateways, "attach": model.PartTransitAttachments, "tgwtable": model.PartTransitTables,
	"endpoint": model.PartEndpoints, "list": model.PartPrefixLists, "lb": model.PartBalancers,
	"listen": model.PartListeners, "tg": model.PartTargetGroups, "group": model.PartGroups,
	"instance": model.PartInstances, "exclude": model.PartBlockExclusions,
}

// lessIsLessKnown leaves out each thing of a network, as if it had not been read: the verdict stays
// or becomes unknown, and never turns into another one.
func lessIsLessKnown(t *testing.T, c layerCase) {
	t.Helper()
	text := baseNetwork + c.lines
	s := network(text)
	q := asked(t, s, c.question, reach.AllLayers)
	before := reach.Ask(s, q).Verdict
	lines := strings.Split(text, "\n")
	last := map[string]int{} // a later line of the same thing replaces it
	for i, l := range lines {
		if w := strings.Fields(l); len(w) > 1 {
			key := w[0] + " " + w[1]
			if w[0] == "listen" || w[0] == "attach" {
				key += " " + w[2]
			}
			last[key] = i
		}
	}
	for key, i := range last {
		word, _, _ := strings.Cut(key, " ")
		part, ok := partOfLine[word]
		if !ok {
			continue
		}
		var rest []string
		for j, l := range lines {
			if w := strings.Fields(l); j == i || len(w) > 1 && strings.HasPrefix(l+" ", key+" ") {
				continue
			}
			rest = append(rest, l)
		}
		less := network(strings.Join(rest, "\n") + "\nunread " + string(part))
		trace := reach.Ask(less, q)
		if trace.Verdict != model.Unknown && trace.Verdict != before {
			t.Errorf("%s: %s, and %s where %q was not read\n%q", c.question, before, trace.Verdict, lines[i], trace.Reasons())
		}
		q.Layers = reach.AsFarAsRead
		if far := reach.Ask(less, q); far.OnlyRead && len(far.Unread) == 0 {
			t.Errorf("%s: only what was read, and yet nothing unread", c.question)
		}
		q.Layers = reach.AllLayers
	}
}

// TestAllPairs holds the matrix to what Ask says of each pair.
func TestAllPairs(t *testing.T) {
	const more = `
eni eni-i1 subnet-a 10.0.1.31 sg-1 instance=i-1
eni eni-i2 subnet-b 10.0.2.31 sg-3 instance=i-1
eni eni-l subnet-b 10.0.2.41 sg-1 type=lambda
eni eni-v subnet-b 10.0.2.42 sg-3 instance=i-2
instance i-1 running
instance i-2 stopped
group sg-3 vpc-1 | ingress tcp 22 from sg-1 | ingress tcp 22 from sg-2 | ingress udp 53 from pl-x | ingress icmp 8/0 from 10.0.1.5/32 | egress all to 10.0.0.0/8
acl acl-b vpc-1 subnet-b | in 1 deny tcp 23 from 10.0.1.4/30 | in 2 allow all from 0.0.0.0/0 | out 1 allow tcp 40000-65535 to 0.0.0.0/0 | out 2 allow udp to 0.0.0.0/0
acl acl-p vpc-1 subnet-p | in 1 allow tcp 0-1023 from 0.0.0.0/0 | in 2 allow icmp from 0.0.0.0/0 | out 2 allow all to 0.0.0.0/0
`
	s := network(baseNetwork + more)
	ends := []reach.End{reach.Internet(), reach.GroupEnd(s, "sg-3"), namedEnd(t, s, "52.0.0.5"), namedEnd(t, s, "10.0.2.99")}
	for i := range s.Interfaces() {
		e := reach.InterfaceEnd(i)
		e.Addresses = e.Addresses[:1]
		ends = append(ends, e)
	}
	for _, layers := range []reach.Layers{reach.GroupsOnly, reach.AllLayers, reach.AsFarAsRead} {
		for _, traffic := range []string{"all", "tcp 22-23", "icmp 8/0", "50"} {
			q := asked(t, s, "eni-a eni-b "+traffic, layers)
			m := reach.AllPairs(s, q, ends)
			var unread []string
			for i := range ends {
				for j := range ends {
					one := q
					one.From, one.To = ends[i], ends[j]
					want := reach.Ask(s, one)
					got := m.At(i, j)
					if got.Verdict != want.Verdict || want.Verdict == model.Partly && got.Passes != want.Passes {
						t.Errorf("layers %d: %s → %s %s: got %s %q, Ask says %s %q", layers, ends[i].Label(), ends[j].Label(),
							traffic, got.Verdict, got.Passes, want.Verdict, want.Passes)
					}
					for _, u := range want.Unread {
						if !slices.Contains(m.Unread, u) {
							unread = append(unread, u)
						}
					}
				}
			}
			if len(unread) > 0 {
				t.Errorf("layers %d %s: not said to be unread: %q", layers, traffic, unread)
			}
		}
	}
}

// TestManySubnets holds a question about a group that may be in any of many subnets to what is said
// of each two of them.
func TestManySubnets(t *testing.T) {
	var b strings.Builder
	b.WriteString(`
vpc vpc-1 10.0.0.0/16
group sg-1 vpc-1 | egress tcp 0-100 to 10.0.0.0/16 | egress udp to 10.0.3.0/24
group sg-2 vpc-1 | ingress tcp 22 from sg-1 | ingress udp 53 from 10.0.0.0/22 | ingress tcp 80 from 10.0.4.0/22
group sg-3 vpc-1 | ingress all from 0.0.0.0/0 | egress all to 0.0.0.0/0
acl acl-0 vpc-1 default | in 100 allow all from 0.0.0.0/0 | out 100 allow all to 0.0.0.0/0
acl acl-1 vpc-1 subnet-4,subnet-5,subnet-6 | in 1 deny tcp 80 from 10.0.2.0/23 | in 100 allow all from 0.0.0.0/0 | out 100 allow all to 0.0.0.0/0
table rtb-0 vpc-1 main | 10.0.0.0/16 local
`)
	var ids []string
	for i := range 12 {
		id := "subnet-" + strconv.Itoa(i)
		ids = append(ids, id)
		fmt.Fprintf(&b, "subnet %s vpc-1 10.0.%d.0/24\n", id, i)
	}
	s := network(b.String())
	groups := []string{"sg-1", "sg-2", "sg-3"}
	var ends []reach.End
	for _, g := range groups {
		ends = append(ends, reach.GroupEnd(s, g))
	}
	for _, traffic := range []string{"tcp 22", "tcp 80", "udp 53", "tcp 443", "icmp 8/0"} {
		q := asked(t, s, "sg-1 sg-2 "+traffic, reach.AllLayers)
		m := reach.AllPairs(s, q, ends)
		for i, from := range groups {
			for j, to := range groups {
				want, first := model.Unknown, true
				for _, a := range ids {
					for _, b := range ids {
						one := q
						one.From = reach.GroupEnd(s, from).InSubnets(s, []string{a})
						one.To = reach.GroupEnd(s, to).InSubnets(s, []string{b})
						switch v := reach.Ask(s, one).Verdict; {
						case first:
							want, first = v, false
						case v != want:
							want = model.Unknown
						}
					}
				}
				one := q
				one.From, one.To = ends[i], ends[j]
				if got := reach.Ask(s, one).Verdict; got != want {
					t.Errorf("%s → %s %s: got %s, want %s", from, to, traffic, got, want)
				}
				if got := m.At(i, j).Verdict; got != want {
					t.Errorf("%s → %s %s: the matrix says %s, want %s", from, to, traffic, got, want)
				}
			}
		}
	}
}

// TestRandomNetworks mixes the tables' networks and questions: nothing panics, what is less read is
// less known, repairs hold, and all pairs are what Ask says.
func TestRandomNetworks(t *testing.T) {
	var pool []layerCase
	for _, list := range [][]layerCase{
		networkACLsCases(), routesCases(), internetCases(), natCases(), ipv6Cases(), blockPublicAccessCases(),
		peeringCases(), transitGatewaysCases(), balancersCases(), endpointsCases(),
	} {
		pool = append(pool, list...)
	}
	n := 600
	if testing.Short() {
		n = 60
	}
	seen := map[model.Verdict]int{}
	for i := range n {
		d := rand.New(rand.NewPCG(20261121, uint64(i)))
		c := layerCase{}
		for range 1 + d.IntN(3) {
			c.lines += "\n" + pool[d.IntN(len(pool))].lines
		}
		c.question = pool[d.IntN(len(pool))].question
		s := network(baseNetwork + c.lines)
		f := strings.Fields(c.question)
		there := true
		for _, name := range f[:2] {
			if _, ok := s.Interface(name); strings.HasPrefix(name, "eni-") && !ok {
				there = false
			}
		}
		if !there {
			continue
		}
		q := asked(t, s, c.question, reach.AllLayers)
		trace := reach.Ask(s, q)
		seen[trace.Verdict]++
		lessIsLessKnown(t, c)
		repairsHold(t, s, q, trace)
		m := reach.AllPairs(s, q, []reach.End{q.From, q.To})
		if got := m.At(0, 1); got.Verdict != trace.Verdict {
			t.Errorf("%s: the matrix says %s, Ask %s", c.question, got.Verdict, trace.Verdict)
		}
		if t.Failed() {
			t.Fatalf("case %d: %s\n%s", i, c.question, c.lines)
		}
	}
	t.Logf("%v", seen)
}

// TestAlikeSubnets asks about groups in many subnets that are all alike: within one of them nothing is
// on the way, between two of them their ACL is.
func TestAlikeSubnets(t *testing.T) {
	var b strings.Builder
	b.WriteString(`
vpc vpc-1 10.0.0.0/16
group sg-1 vpc-1 | ingress all from sg-1 | egress all to sg-1
acl acl-0 vpc-1 default | in 1 allow tcp 22 from 0.0.0.0/0 | out 1 allow all to 0.0.0.0/0 | in 2 allow tcp 1024-65535 from 0.0.0.0/0
table rtb-0 vpc-1 main | 10.0.0.0/16 local
`)
	for i := range 9 {
		fmt.Fprintf(&b, "subnet subnet-%d vpc-1 10.0.%d.0/24\n", i, i)
	}
	s := network(b.String())
	for traffic, want := range map[string]model.Verdict{"tcp 22": model.Allowed, "udp 53": model.Unknown} {
		q := asked(t, s, "sg-1 sg-1 "+traffic, reach.AllLayers)
		trace := reach.Ask(s, q)
		if trace.Verdict != want {
			t.Errorf("%s: got %s, want %s", traffic, trace.Verdict, want)
		}
		if n := len(trace.Forward.Hops); n > 8 {
			t.Errorf("%s: %d hops, though all subnets are alike", traffic, n)
		}
		if got := reach.AllPairs(s, q, []reach.End{q.From}).At(0, 0).Verdict; got != want {
			t.Errorf("%s: the matrix says %s, want %s", traffic, got, want)
		}
	}
}

// TestTwoWays asks about groups whose VPCs are linked twice, and references hold over one link only.
func TestTwoWays(t *testing.T) {
	s := network(baseNetwork + transitNetwork + `
group sg-1 vpc-1 | egress all to sg-2
table rtb-x vpc-2 main,subnet-x | 10.1.0.0/16 local | 10.0.0.0/16 pcx-1
`)
	q := asked(t, s, "sg-1 sg-2 tcp 22", reach.AllLayers)
	m := reach.AllPairs(s, q, []reach.End{q.From, q.To})
	for _, from := range []string{"eni-a", "eni-p"} {
		one := asked(t, s, from+" eni-x tcp 22", reach.AllLayers)
		want := map[string]model.Verdict{"eni-a": model.Blocked, "eni-p": model.Allowed}[from]
		if got := reach.Ask(s, one).Verdict; got != want {
			t.Errorf("%s: got %s, want %s", from, got, want)
		}
	}
	if got, want := m.At(0, 1).Verdict, reach.Ask(s, q).Verdict; got != want || want != model.Unknown {
		t.Errorf("the matrix says %s, Ask %s, want unknown", got, want)
	}
}
