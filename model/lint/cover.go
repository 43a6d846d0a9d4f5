package lint

import (
	"net/netip"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// members is a set of rules, by their index in a list.
type members []uint64

func (m members) with(i int) members {
	for len(m) <= i/64 {
		m = append(m, 0)
	}
	m[i/64] |= 1 << (i % 64)
	return m
}

func (m members) has(i int) bool { return i/64 < len(m) && m[i/64]&(1<<(i%64)) != 0 }

// in reports whether all members are members of n too.
func (m members) in(n members) bool {
	for i, word := range m {
		if i < len(n) {
			word &^= n[i]
		}
		if word != 0 {
			return false
		}
	}
	return true
}

func (m members) empty() bool { return m.in(nil) }

func (m members) equal(n members) bool { return m.in(n) && n.in(m) }

func (m members) each(yield func(int) bool) {
	for i := range len(m) * 64 {
		if m.has(i) && !yield(i) {
			return
		}
	}
}

// addPiece adds a set to a list of different ones.
func addPiece(list []members, m members) []members {
	if slices.ContainsFunc(list, m.equal) {
		return list
	}
	return append(list, m)
}

// covered reports whether every piece of something has a rule.
func covered(pieces []members) bool {
	return len(pieces) > 0 && !slices.ContainsFunc(pieces, members.empty)
}

// parts gives the rules that some smallest cover needs: those r with a piece p of theirs such that
// the rules which p lacks, and r, cover everything. Without that piece's other rules r is missed. A
// rule within another is so no part, while each of 0.0.0.0/0 and its two halves is.
func parts(pieces []members) []int {
	if !covered(pieces) {
		return nil
	}
	var all members
	for _, p := range pieces {
		for i := range p.each {
			all = all.with(i)
		}
	}
	var out []int
	for r := range all.each {
		needed := func(p members) bool {
			return p.has(r) && !slices.ContainsFunc(pieces, func(q members) bool { return !q.has(r) && q.in(p) })
		}
		if slices.ContainsFunc(pieces, needed) {
			out = append(out, r)
		}
	}
	return out
}

// piecesOf cuts ranges where one of the rules' blocks begins or ends, and gives the different sets of
// rules that hold a piece. Only rules of the list take part.
func piecesOf(target []addresses, rules []int, blocks [][]netip.Prefix) []members {
	if all, ok := everywhere(target, rules, blocks); ok {
		return []members{all}
	}
	var starts []netip.Addr
	spans := make([][]addresses, len(rules))
	for i, r := range rules {
		for _, p := range blocks[r] {
			a := rangeOf(p)
			if !slices.ContainsFunc(target, a.overlaps) {
				continue
			}
			spans[i] = append(spans[i], a)
			starts = append(starts, a.lo)
			if next := a.hi.Next(); next.IsValid() {
				starts = append(starts, next)
			}
		}
	}
	sort.Slice(starts, func(i, j int) bool { return starts[i].Less(starts[j]) })
	starts = slices.Compact(starts)
	var out []members
	at := func(a netip.Addr) {
		var m members
		for i, r := range rules {
			if slices.ContainsFunc(spans[i], addresses{a, a}.overlaps) {
				m = m.with(r)
			}
		}
		out = addPiece(out, m)
	}
	for _, t := range target {
		at(t.lo)
		i, _ := slices.BinarySearchFunc(starts, t.lo, netip.Addr.Compare)
		for ; i < len(starts) && starts[i].Compare(t.hi) <= 0; i++ {
			at(starts[i])
		}
	}
	return out
}

// everywhere reports whether each rule names all of a family, as most that face the internet do, and
// gives them: there is nothing to cut then.
func everywhere(target []addresses, rules []int, blocks [][]netip.Prefix) (members, bool) {
	var all members
	for _, r := range rules {
		whole := func(p netip.Prefix) bool { return p.Bits() == 0 && p.Addr().Is4() == target[0].lo.Is4() }
		if !slices.ContainsFunc(blocks[r], whole) {
			return nil, false
		}
		all = all.with(r)
	}
	return all, len(rules) > 0
}

// cell is traffic that every rule of a list either lets through whole or not at all.
type cell struct {
	protocol model.Protocol // AllProtocols stands for those that are named nowhere
	ports    model.PortRange
	named    []model.Protocol // of AllProtocols: what it leaves out
	rules    []int            // which rules let it through
}

func (c cell) traffic() reach.Set {
	out := reach.TrafficOf(c.protocol, c.ports)
	for _, p := range c.named {
		out = out.Minus(reach.TrafficOf(p, model.AllPorts()))
	}
	return out
}

// cut gives the cells of some traffic, those that no rule lets through among them.
func cut(protocol model.Protocol, ports model.PortRange, entries []model.GroupRule, rules []int) []cell {
	if protocol != model.AllProtocols {
		return cutPorts(protocol, ports, entries, rules)
	}
	named := []model.Protocol{model.TCP, model.UDP, model.ICMP, model.ICMPv6}
	rest := cell{protocol: model.AllProtocols, ports: model.AllPorts()}
	for _, i := range rules {
		switch p := entries[i].Rule.Protocol; {
		case p == model.AllProtocols:
			rest.rules = append(rest.rules, i)
		case !slices.Contains(named, p):
			named = append(named, p)
		}
	}
	rest.named = named
	out := []cell{rest}
	for _, p := range named {
		out = append(out, cutPorts(p, model.AllPorts(), entries, rules)...)
	}
	return out
}

// cutPorts gives the cells of one protocol.
func cutPorts(protocol model.Protocol, ports model.PortRange, entries []model.GroupRule, rules []int) []cell {
	var own []int
	starts := []int{int(ports.First), int(ports.Last) + 1}
	for _, i := range rules {
		r := entries[i].Rule
		if r.Protocol != model.AllProtocols && r.Protocol != protocol || !r.Ports.Overlaps(ports) {
			continue
		}
		own = append(own, i)
		starts = append(starts, max(int(r.Ports.First), starts[0]), min(int(r.Ports.Last)+1, starts[1]))
	}
	slices.Sort(starts)
	starts = slices.Compact(starts)
	var out []cell
	for i := range len(starts) - 1 {
		c := cell{protocol: protocol, ports: model.PortRange{First: uint16(starts[i]), Last: uint16(starts[i+1] - 1)}}
		for _, k := range own {
			if entries[k].Rule.Ports.Contains(c.ports) {
				c.rules = append(c.rules, k)
			}
		}
		out = append(out, c)
	}
	return out
}
