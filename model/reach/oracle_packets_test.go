package reach_test

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// oracleSamples are the packets of a question: every traffic with every pair of addresses.
type oracleSamples struct {
	traffic  []oracleTrafficOf
	from, to []netip.Addr
}

type oracleTrafficOf struct {
	protocol model.Protocol
	port     uint16
}

// oracleEveryPacket is truly every packet; for questions about small blocks only.
func oracleEveryPacket(_ oracleWorld, q reach.Question) oracleSamples {
	from, to := oracleAsked(q)
	var s oracleSamples
	for _, proto := range oracleEveryProtocol(q.Protocol) {
		if !oraclePorted(proto) {
			s.traffic = append(s.traffic, oracleTrafficOf{proto, 0})
			continue
		}
		for port := int(q.Ports.First); port <= int(q.Ports.Last); port++ {
			s.traffic = append(s.traffic, oracleTrafficOf{proto, uint16(port)})
		}
	}
	every := func(blocks []netip.Prefix) (out []netip.Addr) {
		for _, b := range blocks {
			for a := b.Masked().Addr(); a.IsValid() && b.Contains(a); a = a.Next() {
				out = append(out, a)
			}
		}
		return oracleDistinct(out)
	}
	s.from, s.to = every(from), every(to)
	return s
}

func oracleEveryProtocol(p model.Protocol) []model.Protocol {
	if p != model.AllProtocols {
		return []model.Protocol{p}
	}
	var out []model.Protocol
	for n := range 256 {
		out = append(out, model.Protocol(n))
	}
	return out
}

func oraclePorted(p model.Protocol) bool {
	return p == model.TCP || p == model.UDP || p == model.ICMP || p == model.ICMPv6
}

// oracleMilestones is one packet of each sort. Between the places where a range or a block that
// anybody mentions begins, or has just ended, all packets are alike; those places stand for the rest.
func oracleMilestones(w oracleWorld, q reach.Question) oracleSamples {
	from, to := oracleAsked(q)
	rules, blocks := w.mentioned(slices.Concat(from, to))
	var s oracleSamples
	s.from, s.to = oracleStarts(blocks, from), oracleStarts(blocks, to)
	for _, proto := range oracleProtocols(q.Protocol, rules) {
		if !oraclePorted(proto) {
			s.traffic = append(s.traffic, oracleTrafficOf{proto, 0})
			continue
		}
		ports := []int{int(q.Ports.First)}
		for _, r := range rules {
			if r.Protocol == proto {
				ports = append(ports, int(r.Ports.First), int(r.Ports.Last)+1)
			}
		}
		for _, n := range oracleSorted(ports) {
			if int(q.Ports.First) <= n && n <= int(q.Ports.Last) {
				s.traffic = append(s.traffic, oracleTrafficOf{proto, uint16(n)})
			}
		}
	}
	return s
}

// mentioned gives every rule, and every block that a rule or a prefix list names beside the ends'.
func (w oracleWorld) mentioned(blocks []netip.Prefix) ([]model.Rule, []netip.Prefix) {
	var rules []model.Rule
	for _, list := range w.groups {
		for _, r := range list {
			rules = append(rules, r)
			if r.Peer.Kind == model.PeerCIDR {
				blocks = append(blocks, r.Peer.Prefix)
			}
		}
	}
	for _, entries := range w.lists {
		blocks = append(blocks, entries...)
	}
	return rules, blocks
}

// oracleProtocols gives those that are mentioned, and one that is not, of those that are asked.
func oracleProtocols(asked model.Protocol, rules []model.Rule) []model.Protocol {
	if asked != model.AllProtocols {
		return []model.Protocol{asked}
	}
	out := []model.Protocol{253} // for experiments; nobody mentions it
	for _, r := range rules {
		if r.Protocol != model.AllProtocols {
			out = append(out, r.Protocol)
		}
	}
	return oracleSorted(out)
}

// oracleStarts gives the addresses in within where a block begins or has just ended.
func oracleStarts(blocks, within []netip.Prefix) []netip.Addr {
	var out []netip.Addr
	for _, b := range blocks {
		for _, a := range []netip.Addr{b.Masked().Addr(), oracleLast(b).Next()} {
			in := func(p netip.Prefix) bool { return p.Contains(a) }
			if a.IsValid() && slices.ContainsFunc(within, in) {
				out = append(out, a)
			}
		}
	}
	return oracleDistinct(out)
}

func oracleLast(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for bit := p.Bits(); bit < 8*len(b); bit++ {
		b[bit/8] |= 0x80 >> (bit % 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// oracleAsked gives both ends' blocks in the family that is asked: IPv4 where both may have it, else
// IPv6. Where no address is known, it may be any. Both are empty if there is no family in common.
func oracleAsked(q reach.Question) (from, to []netip.Prefix) {
	any4, any6 := netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")
	of := func(e reach.End, whole netip.Prefix) (out []netip.Prefix) {
		if len(e.Addresses) == 0 {
			return []netip.Prefix{whole}
		}
		for _, p := range e.Addresses {
			if p.Addr().Is4() == whole.Addr().Is4() {
				out = append(out, p)
			}
		}
		return out
	}
	for _, whole := range []netip.Prefix{any4, any6} {
		from, to = of(q.From, whole), of(q.To, whole)
		if len(from) > 0 && len(to) > 0 {
			return from, to
		}
	}
	return nil, nil
}

func oracleSorted[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

func oracleDistinct(list []netip.Addr) []netip.Addr {
	slices.SortFunc(list, netip.Addr.Compare)
	return slices.Compact(list)
}

// oracleSize gives the number of addresses in blocks, and many for a large one.
func oracleSize(blocks []netip.Prefix) int {
	n := 0
	for _, b := range blocks {
		n += 1 << min(20, b.Addr().BitLen()-b.Bits())
	}
	return n
}
