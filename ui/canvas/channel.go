package canvas

import (
	"math"
	"slices"
)

// net is what is connected in a channel: rows where lines come in from the left and
// rows where they go out to the right, joined by one vertical line. Edges that
// share an end share a net, which is how a fan-out gets its trunk.
type net struct {
	left, right []int
	track       int

	// A net that cannot have one vertical line, because it would run along another's
	// horizontal one, has two: its left part ends in row via, where rest begins.
	rest *net
	via  int
}

func (n *net) span() (lo, hi int) {
	lo, hi = math.MaxInt, math.MinInt
	for _, rows := range [][]int{n.left, n.right} {
		for _, y := range rows {
			lo, hi = min(lo, y), max(hi, y)
		}
	}
	return lo, hi
}

// straight reports whether the net is one horizontal line.
func (n *net) straight() bool {
	lo, hi := n.span()
	return lo == hi && n.rest == nil
}

// bend returns the corners of the line from row a on the left to row b on the
// right; column maps a track to where it is.
func (n *net) bend(a, b int, column func(track int) int) []Point {
	switch {
	case n.rest != nil:
		x, u := column(n.track), column(n.rest.track)
		return []Point{{x, a}, {x, n.via}, {u, n.via}, {u, b}}
	case a == b:
		return nil
	}
	x := column(n.track)
	return []Point{{x, a}, {x, b}}
}

// assign gives each net a track, counted from the left, and returns how many there
// are. Lines of different nets then cross, but never run along each other.
func assign(nets []*net) int {
	parts := slices.Clone(nets)
	for {
		order, stuck := arrange(parts)
		if stuck == nil {
			return tracks(order)
		}
		parts = append(parts, split(stuck, parts))
	}
}

// before reports whether p's vertical line has to be left of q's: p comes in on a
// row on which q goes out, or p is the first part of q.
func before(p, q *net) bool {
	if p.rest == q {
		return true
	}
	if q.rest == p {
		return false
	}
	return slices.ContainsFunc(p.left, func(y int) bool { return slices.Contains(q.right, y) })
}

// crossings counts what crosses if p's vertical line is left of q's.
func crossings(p, q *net) int {
	n := 0
	plo, phi := p.span()
	qlo, qhi := q.span()
	for _, y := range p.right {
		if qlo <= y && y <= qhi {
			n++
		}
	}
	for _, y := range q.left {
		if plo <= y && y <= phi {
			n++
		}
	}
	return n
}

// arrange orders nets left to right. If that cannot be done it returns one of those
// that wait for each other.
func arrange(parts []*net) (order []*net, stuck *net) {
	left := slices.DeleteFunc(slices.Clone(parts), (*net).straight)
	for len(left) > 0 {
		best, least := -1, 0
		for i, p := range left {
			if blocker(p, left) != nil {
				continue
			}
			cost := 0
			for _, q := range left {
				if p != q {
					cost += crossings(p, q) - crossings(q, p)
				}
			}
			if best < 0 || cost < least {
				best, least = i, cost
			}
		}
		if best < 0 {
			return nil, ring(left)
		}
		order = append(order, left[best])
		left = slices.Delete(left, best, best+1)
	}
	return order, nil
}

func blocker(p *net, left []*net) *net {
	for _, q := range left {
		if p != q && before(q, p) {
			return q
		}
	}
	return nil
}

// ring follows blockers until it meets one twice.
func ring(left []*net) *net {
	seen := map[*net]bool{}
	p := left[0]
	for !seen[p] {
		seen[p] = true
		p = blocker(p, left)
	}
	return p
}

// split makes n two nets that meet in a row that nothing else uses in the channel,
// as near as there is, and returns the second.
func split(n *net, parts []*net) *net {
	taken := map[int]bool{}
	for _, p := range parts {
		for _, y := range slices.Concat(p.left, p.right) {
			taken[y] = true
		}
	}
	lo, hi := n.span()
	mid := (lo + hi) / 2
	n.via = mid
	for d := 0; taken[n.via] || n.via < 0; d++ {
		if n.via = mid + d; taken[n.via] {
			n.via = mid - d
		}
	}
	n.rest = &net{left: []int{n.via}, right: n.right}
	n.right = []int{n.via}
	return n.rest
}

// tracks numbers the nets: as far left as their order allows, two on one track where
// they are not side by side.
func tracks(order []*net) int {
	count := 0
	for i, p := range order {
		p.track = 0
		lo, hi := p.span()
		for _, q := range order[:i] {
			qlo, qhi := q.span()
			if lo <= qhi && qlo <= hi || before(q, p) {
				p.track = max(p.track, q.track+1)
			}
		}
		count = max(count, p.track+1)
	}
	return count
}
