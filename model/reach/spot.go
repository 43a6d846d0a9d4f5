package reach

import (
	"net/netip"

	"go4.org/netipx"

	"github.com/sgscope/sgscope/model"
)

// side says whose addresses a spot stands for. Those of the two ends can be cut into smaller ranges;
// an address that a gateway put into the packet cannot.
type side uint8

const (
	sideNone side = iota
	sideFrom
	sideTo
)

// spot is the address that a packet carries at some point of its way, or a range of addresses that
// are judged at once because everything on the way treats them alike.
type spot struct {
	atom
	side   side
	loose  bool // one of the range, and which one is not known
	public bool // a public IPv4 address that a gateway translates into a private one
}

// at is the spot of one address.
func at(a netip.Addr) spot { return spot{atom: atom{netipx.IPRangeFrom(a, a)}} }

// rangeOf is all addresses of a block.
func rangeOf(p netip.Prefix) atom { return atom{netipx.RangeOfPrefix(p)} }

// anywhere is some address of the family of another spot.
func (s spot) anywhere() spot {
	block := model.AnyIPv4().Prefix
	if s.From().Is6() {
		block = model.AnyIPv6().Prefix
	}
	return spot{atom: atom{netipx.RangeOfPrefix(block)}, loose: true}
}

// single reports whether the spot is one address.
func (s spot) single() bool { return s.From() == s.To() }

// cuts collects the blocks at whose borders a spot has to be cut.
type cuts struct{ from, to []netip.Prefix }

func (c *cuts) none() bool { return len(c.from) == 0 && len(c.to) == 0 }

// in says whether the spot is in a block: Allowed for yes, Blocked for no. A range that is partly
// inside is cut, and judged again in parts; what is said of it until then does not count.
func (s spot) in(p netip.Prefix, c *cuts) model.Verdict {
	if s.single() {
		if p.Contains(s.From()) {
			return model.Allowed
		}
		return model.Blocked
	}
	if p.Addr().Is4() != s.From().Is4() {
		return model.Blocked
	}
	r := netipx.RangeOfPrefix(p)
	switch {
	case r.To().Compare(s.From()) < 0 || s.To().Compare(r.From()) < 0:
		return model.Blocked
	case r.From().Compare(s.From()) <= 0 && s.To().Compare(r.To()) <= 0:
		return model.Allowed
	case s.loose:
	case s.side == sideFrom:
		c.from = append(c.from, p)
	case s.side == sideTo:
		c.to = append(c.to, p)
	}
	return model.Unknown
}

// inAny says whether the spot is in one of the blocks.
func (s spot) inAny(blocks []netip.Prefix, c *cuts) model.Verdict {
	out := model.Blocked
	for _, p := range blocks {
		switch s.in(p, c) {
		case model.Allowed:
			return model.Allowed
		case model.Unknown, model.Partly:
			out = model.Unknown
		case model.Blocked:
		}
	}
	return out
}

// plain names the address, or the range.
func (s spot) plain() string {
	if s.single() {
		return s.From().String()
	}
	return s.text()
}

// prefixes gives the blocks that make up the spot.
func (s spot) prefixes() []netip.Prefix { return s.Prefixes() }

// privateBlocks are the blocks that no gateway of the internet carries.
// Source: https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.rfc-editor.org/rfc/rfc4193
func privateBlocks() []netip.Prefix {
	var out []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
		"172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
	} {
		out = append(out, netip.MustParsePrefix(s))
	}
	return out
}

// globalIPv6 is the block that the internet's IPv6 addresses are of.
func globalIPv6() netip.Prefix { return netip.MustParsePrefix("2000::/3") }

// publicBlocks gives the blocks of IPv4 that are the internet's.
func publicBlocks() []netip.Prefix {
	var b netipx.IPSetBuilder
	b.AddPrefix(model.AnyIPv4().Prefix)
	for _, p := range privateBlocks() {
		b.RemovePrefix(p)
	}
	set, err := b.IPSet()
	if err != nil {
		return []netip.Prefix{model.AnyIPv4().Prefix} // cannot be: all of the blocks are valid
	}
	return set.Prefixes()
}
