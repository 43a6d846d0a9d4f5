package lint

import (
	"net/netip"
	"slices"
	"sort"
)

// family is one of the two worlds of addresses; no rule of one covers anything of the other.
type family uint8

const (
	ipv4 family = iota
	ipv6
)

func (f family) String() string {
	if f == ipv6 {
		return "IPv6"
	}
	return "IPv4"
}

func familyOf(p netip.Prefix) family {
	if p.Addr().Is4() {
		return ipv4
	}
	return ipv6
}

// addresses is the addresses lo to hi of one family, both included.
type addresses struct{ lo, hi netip.Addr }

func rangeOf(p netip.Prefix) addresses {
	p = p.Masked()
	last := p.Addr().AsSlice()
	for bit := p.Bits(); bit < len(last)*8; bit++ {
		last[bit/8] |= 0x80 >> (bit % 8)
	}
	hi, _ := netip.AddrFromSlice(last) // as long as the address it was made of
	return addresses{p.Addr(), hi}
}

func rangesOf(blocks []netip.Prefix, f family) []addresses {
	var out []addresses
	for _, p := range blocks {
		if familyOf(p) == f {
			out = append(out, rangeOf(p))
		}
	}
	return out
}

func (a addresses) overlaps(b addresses) bool {
	return a.lo.Compare(b.hi) <= 0 && b.lo.Compare(a.hi) <= 0
}

// without cuts a block out of ranges.
func without(ranges []addresses, p netip.Prefix) []addresses {
	hole := rangeOf(p)
	var out []addresses
	for _, a := range ranges {
		if !a.overlaps(hole) {
			out = append(out, a)
			continue
		}
		if a.lo.Compare(hole.lo) < 0 {
			out = append(out, addresses{a.lo, hole.lo.Prev()})
		}
		if hole.hi.Compare(a.hi) < 0 {
			out = append(out, addresses{hole.hi.Next(), a.hi})
		}
	}
	return out
}

// internet gives the addresses that the internet routes.
// Source: https://www.iana.org/assignments/iana-ipv4-special-registry,
// https://www.iana.org/assignments/ipv6-unicast-address-assignments
func internet(f family) []addresses {
	if f == ipv6 {
		return []addresses{rangeOf(netip.MustParsePrefix("2000::/3"))}
	}
	out := []addresses{rangeOf(netip.MustParsePrefix("0.0.0.0/0"))}
	for _, s := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
		"172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
	} {
		out = without(out, netip.MustParsePrefix(s))
	}
	return out
}

// private gives the blocks that organisations use inside.
// Source: https://www.rfc-editor.org/rfc/rfc1918
func private() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"),
	}
}

// inside gives the blocks whose addresses are nobody's on the internet.
// Source: https://www.rfc-editor.org/rfc/rfc6598, https://www.rfc-editor.org/rfc/rfc4193
func inside() []netip.Prefix {
	return append(private(), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("fc00::/7"))
}

// within reports whether all of a block is in another.
func within(p, wide netip.Prefix) bool {
	return p.Addr().Is4() == wide.Addr().Is4() && wide.Bits() <= p.Bits() && wide.Contains(p.Addr())
}

// public reports whether the internet routes some address of a block.
func (r *run) public(p netip.Prefix) bool {
	if p.Bits() == 0 {
		return true
	}
	a := rangeOf(p)
	return slices.ContainsFunc(r.world[familyOf(p)], a.overlaps)
}

// share gives how much of its family a block is: 1 for the world, less than any doubt for an address.
func share(p netip.Prefix) float64 {
	out := 1.0
	for range p.Bits() {
		out /= 2
	}
	return out
}

// aggregated gives the largest blocks that are wholly made of the blocks.
func aggregated(blocks []netip.Prefix) []netip.Prefix {
	have := map[netip.Prefix]bool{}
	for _, p := range blocks {
		have[p.Masked()] = true
	}
	order := make([]netip.Prefix, 0, len(have))
	for p := range have {
		order = append(order, p)
	}
	sort.Slice(order, func(i, j int) bool { return order[i].Bits() > order[j].Bits() })
	for i := 0; i < len(order); i++ { // grows: a pair of halves makes a block that may be half of another
		p := order[i]
		if p.Bits() == 0 {
			continue
		}
		up := netip.PrefixFrom(p.Addr(), p.Bits()-1).Masked()
		if have[up] || !have[sibling(p)] {
			continue
		}
		have[up] = true
		at, _ := slices.BinarySearchFunc(order[i+1:], up, func(a, b netip.Prefix) int { return b.Bits() - a.Bits() })
		order = slices.Insert(order, i+1+at, up)
	}
	return slices.DeleteFunc(order, func(p netip.Prefix) bool {
		return slices.ContainsFunc(order, func(q netip.Prefix) bool { return q.Bits() < p.Bits() && within(p, q) })
	})
}

// sibling gives the other half of the block that a block is a half of.
func sibling(p netip.Prefix) netip.Prefix {
	raw := p.Masked().Addr().AsSlice()
	raw[(p.Bits()-1)/8] ^= 0x80 >> ((p.Bits() - 1) % 8)
	a, _ := netip.AddrFromSlice(raw) // as long as the address it was made of
	return netip.PrefixFrom(a, p.Bits())
}
