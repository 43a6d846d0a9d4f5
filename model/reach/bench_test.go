package reach_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// bigNetwork is a VPC with many groups of 20 rules each and many interfaces of two groups each, with
// ACLs and route tables around them.
func bigNetwork(groups, interfaces, subnets int) *model.Builder {
	b := model.NewBuilder(model.Origin{Region: "us-east-1"})
	for _, p := range append(model.Parts(), model.NetworkParts()...) {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	prefix := netip.MustParsePrefix
	b.AddVPC(model.VPC{ID: "vpc-1", CIDRs: []netip.Prefix{prefix("10.0.0.0/8")}, Owner: testAccount, Region: "us-east-1"})
	b.AddGateway(model.Gateway{Kind: model.InternetGateway, ID: "igw-1", VPC: "vpc-1", State: "available"})
	for i := range subnets {
		id := fmt.Sprintf("subnet-%03d", i)
		b.AddSubnet(model.Subnet{ID: id, VPC: "vpc-1", Zone: "us-east-1a", CIDRs: []netip.Prefix{
			netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), 0, 0}), 16),
		}})
		acl := model.NetworkACL{ID: "acl-" + id, VPC: "vpc-1", Subnets: []string{id}}
		for _, d := range []model.Direction{model.Ingress, model.Egress} {
			for n := range 10 {
				e := model.ACLEntry{
					Direction: d, Number: 10 + n, Allow: n%2 == 0, Protocol: model.TCP,
					Ports: model.PortRange{First: uint16(1000 * n), Last: uint16(1000*n + 500)}, Prefix: prefix("10.0.0.0/8"),
				}
				acl.Entries = append(acl.Entries, e)
			}
			acl.Entries = append(acl.Entries, model.ACLEntry{
				Direction: d, Number: 100, Allow: true, Protocol: model.AllProtocols,
				Ports: model.AllPorts(), Prefix: prefix("0.0.0.0/0"),
			})
		}
		b.AddACL(acl)
		b.AddRouteTable(model.RouteTable{ID: "rtb-" + id, VPC: "vpc-1", Subnets: []string{id}, Routes: []model.Route{
			{Prefix: prefix("10.0.0.0/8"), Target: model.RouteTarget{Kind: model.TargetLocal, ID: "local"}, State: "active"},
			{Prefix: prefix("0.0.0.0/0"), Target: model.RouteTarget{Kind: model.TargetInternetGateway, ID: "igw-1"}, State: "active"},
		}})
	}
	for i := range groups {
		b.AddGroup(bigGroup(i, groups))
	}
	for i := range interfaces {
		id := fmt.Sprintf("eni-%05d", i)
		b.AddInterface(model.Interface{
			ID: id, VPC: "vpc-1", Subnet: fmt.Sprintf("subnet-%03d", i%subnets), Zone: "us-east-1a",
			Status: "in-use", Instance: fmt.Sprintf("i-%05d", i),
			Groups:    []string{fmt.Sprintf("sg-%05d", i%groups), fmt.Sprintf("sg-%05d", (i*7+1)%groups)},
			Addresses: []netip.Addr{netip.AddrFrom4([4]byte{10, byte(i % subnets), byte(i >> 8), byte(i)})},
		})
		b.AddInstance(model.Instance{ID: fmt.Sprintf("i-%05d", i), State: "running", Interfaces: []string{id}})
	}
	return b
}

func bigGroup(i, groups int) model.Group {
	g := model.Group{ID: fmt.Sprintf("sg-%05d", i), VPC: "vpc-1", Name: fmt.Sprintf("group %d", i)}
	for r := range 10 {
		peer := model.GroupPeer(fmt.Sprintf("sg-%05d", (i+r)%groups))
		if r%2 == 1 {
			peer = model.CIDRPeer(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i + r), 0, 0}), 16))
		}
		for _, d := range []model.Direction{model.Ingress, model.Egress} {
			g.Rules = append(g.Rules, model.GroupRule{ID: fmt.Sprintf("sgr-%d-%d-%d", i, r, d), Rule: model.Rule{
				Direction: d,
				Protocol:  model.TCP, Ports: model.PortRange{First: uint16(100 * r), Last: uint16(100*r + 50)}, Peer: peer,
			}})
		}
	}
	return g
}

// everyRule is the baseline of the questions: one look at every rule of the snapshot.
func everyRule(s model.Snapshot) (n int) {
	for g := range s.Groups() {
		for _, r := range g.Rules {
			if r.Rule.Peer.Kind == model.PeerGroup {
				n++
			}
		}
	}
	return n
}

// ratio gives the benchmark's time as a part of the baseline's.
func ratio(b *testing.B, baseline time.Duration, of string) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(baseline), "x-of-"+of)
}

// perRun measures a baseline with the benchmark's own clock, before its loop starts it anew.
func perRun(b *testing.B, f func()) time.Duration {
	b.Helper()
	f()
	const times = 5
	began := b.Elapsed()
	for range times {
		f()
	}
	return (b.Elapsed() - began) / times
}

// BenchmarkQuestion is one question after the load of 10,000 groups and 5,000 interfaces. Its
// baseline is one look at every rule.
func BenchmarkQuestion(b *testing.B) {
	s := bigNetwork(10_000, 5_000, 100).Snapshot()
	baseline := perRun(b, func() { everyRule(s) })
	from, _ := s.Interface("eni-00007")
	to, _ := s.Interface("eni-01234")
	for _, c := range []struct {
		name     string
		from, to func() reach.End
	}{
		{"interfaces", func() reach.End { return reach.InterfaceEnd(from) }, func() reach.End { return reach.InterfaceEnd(to) }},
		{"addresses", func() reach.End { return reach.AddressEnd(s, from.Addresses[0]) }, func() reach.End { return reach.AddressEnd(s, to.Addresses[0]) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				reach.Ask(s, reach.Question{From: c.from(), To: c.to(), Protocol: model.TCP, Ports: model.Port(22), Layers: reach.AllLayers})
			}
			ratio(b, baseline, "every-rule")
		})
	}
}

// BenchmarkAllPairs is who reaches whom among 200 instances that carry 80 groups, with all traffic.
// Its baseline is to ask about each pair by itself.
func BenchmarkAllPairs(b *testing.B) {
	s := bigNetwork(80, 200, 20).Snapshot()
	var ends []reach.End
	for i := range s.Interfaces() {
		ends = append(ends, reach.InterfaceEnd(i))
	}
	q := reach.Question{Protocol: model.AllProtocols, Ports: model.AllPorts(), Layers: reach.AllLayers}
	baseline := perRun(b, func() {
		for i := range ends {
			one := q
			one.From, one.To = ends[i], ends[(i*7+3)%len(ends)]
			reach.Ask(s, one)
		}
	}) * time.Duration(len(ends))
	b.ReportAllocs()
	for b.Loop() {
		reach.AllPairs(s, q, ends)
	}
	ratio(b, baseline, "pair-by-pair")
}

// BenchmarkEdit is to change a group of 10,000 and ask again. Its baseline is to make the snapshot
// again.
func BenchmarkEdit(b *testing.B) {
	builder := bigNetwork(10_000, 5_000, 100)
	s := builder.Snapshot()
	baseline := perRun(b, func() { builder.Snapshot() })
	from, _ := s.Interface("eni-00007")
	to, _ := s.Interface("eni-01234")
	rule := model.TCPRule(model.Ingress, 22, model.CIDRPeer(netip.PrefixFrom(from.Addresses[0], 32)))
	q := reach.Question{
		From: reach.InterfaceEnd(from), To: reach.InterfaceEnd(to), Protocol: model.TCP, Ports: model.Port(22),
		Layers: reach.AllLayers,
	}
	b.ReportAllocs()
	for b.Loop() {
		after, err := s.With(model.Authorize{Group: to.Groups[0], Rule: rule})
		if err != nil {
			b.Fatal(err)
		}
		reach.Ask(after, q)
	}
	ratio(b, baseline, "loading-again")
}

// BenchmarkAllGroups is who reaches whom among 80 groups that may be in any of 20 subnets.
func BenchmarkAllGroups(b *testing.B) {
	s := bigNetwork(80, 200, 20).Snapshot()
	var ends []reach.End
	for g := range s.Groups() {
		ends = append(ends, reach.GroupEnd(s, g.ID))
	}
	for _, layers := range []reach.Layers{reach.GroupsOnly, reach.AllLayers} {
		q := reach.Question{Protocol: model.AllProtocols, Ports: model.AllPorts(), Layers: layers}
		baseline := perRun(b, func() {
			one := q
			one.From, one.To = ends[3], ends[17]
			reach.Ask(s, one)
		}) * time.Duration(len(ends)*len(ends))
		b.Run([]string{"groups only", "all layers"}[layers], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				reach.AllPairs(s, q, ends)
			}
			ratio(b, baseline, "pair-by-pair")
		})
	}
}
