package canvas

import (
	"slices"
	"sort"
)

// sweeps is how often the order is improved, left to right and back again.
const sweeps = 2

// order arranges the items of each column so that few edges cross. Where that
// gains nothing, the given order stays.
func (l *layers) order() {
	l.number()
	best, fewest := l.copyCols(), l.crossings()
	for range sweeps {
		for c := 1; c < len(l.cols); c++ {
			l.barycenter(c, left)
		}
		best, fewest = l.better(best, fewest)
		for c := len(l.cols) - 2; c >= 0; c-- {
			l.barycenter(c, right)
		}
		best, fewest = l.better(best, fewest)
	}
	l.cols = best
	l.number()
}

func (l *layers) better(best [][]*item, fewest int) ([][]*item, int) {
	if n := l.crossings(); n < fewest {
		return l.copyCols(), n
	}
	return best, fewest
}

func (l *layers) copyCols() [][]*item {
	out := make([][]*item, len(l.cols))
	for i, c := range l.cols {
		out[i] = slices.Clone(c)
	}
	return out
}

func (l *layers) number() {
	for _, col := range l.cols {
		for i, it := range col {
			it.pos = i
		}
	}
}

// barycenter sorts a column by the mean position of what its items are joined to
// on one side. A node and those below it move as one.
func (l *layers) barycenter(c int, s side) {
	sum, count := map[*item]int{}, map[*item]int{}
	gutter := c
	if s == left {
		gutter = c - 1
	}
	for _, pair := range l.links[gutter] {
		near, far := pair[0], pair[1]
		if s == left {
			near, far = far, near
		}
		sum[near] += far.pos
		count[near]++
	}
	var units [][]*item
	for _, it := range l.cols[c] {
		if it.node >= 0 && l.Nodes[it.node].Below != "" && len(units) > 0 {
			units[len(units)-1] = append(units[len(units)-1], it)
			continue
		}
		units = append(units, []*item{it})
	}
	value := func(unit []*item) float64 {
		total, n := 0, 0
		for _, it := range unit {
			total, n = total+sum[it], n+count[it]
		}
		if n == 0 {
			return float64(unit[0].pos)
		}
		return float64(total) / float64(n)
	}
	sort.SliceStable(units, func(i, j int) bool { return value(units[i]) < value(units[j]) })
	l.cols[c] = slices.Concat(units...)
	l.number()
}

// crossings counts the pairs of edges that cross between neighbouring columns.
func (l *layers) crossings() int {
	n := 0
	for _, links := range l.links {
		for i, p := range links {
			for _, q := range links[i+1:] {
				if (p[0].pos-q[0].pos)*(p[1].pos-q[1].pos) < 0 {
					n++
				}
			}
		}
	}
	return n
}
