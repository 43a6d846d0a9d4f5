package reach

import (
	"net/netip"
	"strconv"

	"github.com/sgscope/sgscope/model"
)

// layer is one thing on the way that lets traffic through or not.
type layer struct {
	// cutFrom and cutTo are the blocks at whose borders the layer begins to treat addresses of either
	// end differently.
	cutFrom, cutTo []netip.Prefix
	// judge gives what surely passes and what may pass between two atoms; the first is in the second.
	judge func(from, to atom) (sure, may Set)
	// hop tells the layer's part of the answer, given its verdict.
	hop func(q Question, v model.Verdict, w worlds) Hop
	// unread names what the layer would have needed.
	unread []string
}

// plural gives "1 rule", "2 rules".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
