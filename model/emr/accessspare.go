package emr

import (
	"net/netip"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// findSpare finds the rules that others make needless. Narrow ones are tried first and count no more
// once they are found, so that of two that allow the same one stays.
func (x *Access) findSpare() {
	x.by = make([][]int, len(x.rules))
	order := make([]int, len(x.rules))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return x.narrowerFirst(order[i], order[j]) })
	gone := make([]bool, len(x.rules))
	others := func(i int) []int {
		var out []int
		for j := range x.rules {
			if j != i && !gone[j] {
				out = append(out, j)
			}
		}
		sort.SliceStable(out, func(i, j int) bool { return x.wider(out[i], out[j]) })
		return out
	}
	for _, i := range order {
		gone[i] = len(x.coverers(i, others(i))) > 0
	}
	for i, is := range gone {
		if is {
			x.by[i] = x.coverers(i, others(i))
		}
	}
}

// narrowerFirst is the order in which rules are tried: by what contains what, then the later one
// first, so that a group given earlier keeps its rule.
func (x *Access) narrowerFirst(i, j int) bool {
	a, b := x.rules[i].Entry.Rule, x.rules[j].Entry.Rule
	if n := widthOf(a) - widthOf(b); n != 0 {
		return n < 0
	}
	if a.Peer != b.Peer && (widerPeer(a.Peer, b.Peer) || widerPeer(b.Peer, a.Peer)) {
		return widerPeer(b.Peer, a.Peer)
	}
	return i > j
}

// widthOf is how many ports of how many protocols a rule names.
func widthOf(r model.Rule) int {
	n := int(r.Ports.Last) - int(r.Ports.First) + 1
	if r.Protocol == model.AllProtocols {
		n <<= 8
	}
	return n
}

// coverers gives those of some rules that together allow all that a rule does, as few as taking the
// widest first gives; none if they do not.
func (x *Access) coverers(rule int, by []int) []int {
	e := x.rules[rule]
	var able []int
	for _, j := range by {
		if x.rules[j].covers.Overlaps(e.covers) {
			able = append(able, j)
		}
	}
	c := covering{x: x, used: map[int]bool{}}
	rest := e.covers
	for _, j := range able {
		if x.rules[j].Entry.Rule.Peer == e.Entry.Rule.Peer {
			rest = c.take(j, rest)
		}
	}
	if !rest.Empty() {
		target := x.meant(e.Entry.Rule.Peer)
		if len(target) == 0 {
			return nil // whom it means is not known, so only rules of its own peer cover it
		}
		for _, block := range target {
			if !c.block(block, rest, able) {
				return nil
			}
		}
	}
	var out []int
	for _, j := range able {
		if c.used[j] {
			out = append(out, j)
		}
	}
	return out
}

// covering collects the rules that a cover needs.
type covering struct {
	x    *Access
	used map[int]bool
}

// take uses a rule if it adds to what is still wanted, and gives what is wanted after it.
func (c *covering) take(rule int, rest reach.Set) reach.Set {
	covers := c.x.rules[rule].covers
	if !covers.Overlaps(rest) {
		return rest
	}
	c.used[rule] = true
	return rest.Minus(covers)
}

// block reports whether rules let some traffic in from all of a block. Blocks lie within each other or
// apart, so that halving finds every one that counts.
func (c *covering) block(p netip.Prefix, want reach.Set, by []int) bool {
	narrow := false
	for _, j := range by {
		for _, b := range c.x.rules[j].blocks {
			switch {
			case !b.Overlaps(p):
			case b.Bits() <= p.Bits():
				want = c.take(j, want)
			default:
				narrow = true
			}
		}
	}
	if want.Empty() {
		return true
	}
	if !narrow {
		return false
	}
	low, high := halves(p)
	near := slices.DeleteFunc(slices.Clone(by), func(j int) bool {
		return !slices.ContainsFunc(c.x.rules[j].blocks, p.Overlaps)
	})
	return c.block(low, want, near) && c.block(high, want, near)
}

// halves cuts a block in two.
func halves(p netip.Prefix) (low, high netip.Prefix) {
	bits := p.Bits() + 1
	low = netip.PrefixFrom(p.Addr(), bits)
	b := p.Addr().AsSlice()
	b[(bits-1)/8] |= 0x80 >> ((bits - 1) % 8)
	a, _ := netip.AddrFromSlice(b)
	return low, netip.PrefixFrom(a, bits)
}
