package reach

import (
	"net/netip"

	"go4.org/netipx"
)

// Covered reports whether the blocks together hold every address of one block. Families are apart:
// no IPv4 block covers any of IPv6.
func Covered(by []netip.Prefix, block netip.Prefix) bool {
	var b netipx.IPSetBuilder
	for _, p := range by {
		b.AddPrefix(p)
	}
	set, err := b.IPSet()
	return err == nil && set.ContainsPrefix(block)
}
