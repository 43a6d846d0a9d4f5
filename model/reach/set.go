package reach

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Set is the traffic between two addresses: per protocol, destination ports × client ports. Rules of
// a forward path look at the first, a stateless reply's rules at the second. For ICMP the destination
// ports are type<<8|code; protocols without ports have the whole range. A Set never changes.
// The zero value is the empty set.
type Set struct{ boxes []box } // disjoint, none empty

// box is an interval in each dimension, ends included.
type box struct{ proto, dst, src span }

type span struct{ lo, hi uint16 }

func (a span) overlaps(b span) bool { return a.lo <= b.hi && b.lo <= a.hi }
func (a span) contains(b span) bool { return a.lo <= b.lo && b.hi <= a.hi }
func (a span) and(b span) span      { return span{max(a.lo, b.lo), min(a.hi, b.hi)} }

func (a box) overlaps(b box) bool {
	return a.proto.overlaps(b.proto) && a.dst.overlaps(b.dst) && a.src.overlaps(b.src)
}

func (a box) contains(b box) bool {
	return a.proto.contains(b.proto) && a.dst.contains(b.dst) && a.src.contains(b.src)
}

func (a box) and(b box) box { return box{a.proto.and(b.proto), a.dst.and(b.dst), a.src.and(b.src)} }

// TrafficOf is the traffic to some ports of a protocol, whatever port the client has.
func TrafficOf(p model.Protocol, dst model.PortRange) Set { return Exchange(p, dst, model.AllPorts()) }

// Exchange is the traffic to some ports of a protocol from some ports of the client.
func Exchange(p model.Protocol, dst, src model.PortRange) Set {
	protos := span{uint16(p), uint16(p)}
	if p == model.AllProtocols {
		protos = span{0, 255}
	}
	if !p.HasPorts() {
		dst = model.AllPorts()
	}
	return Set{[]box{{protos, span{dst.First, dst.Last}, span{src.First, src.Last}}}}
}

// Everything is all traffic there can be.
func Everything() Set { return TrafficOf(model.AllProtocols, model.AllPorts()) }

// Empty reports whether nothing is in the set.
func (s Set) Empty() bool { return len(s.boxes) == 0 }

// Union gives what is in either.
func (s Set) Union(t Set) Set {
	switch {
	case s.Empty() || t.full():
		return t
	case t.Empty() || s.full():
		return s
	}
	out := slices.Clip(s.boxes)
	for _, b := range t.boxes {
		rest := []box{b}
		for _, a := range s.boxes {
			if rest = without(rest, a); len(rest) == 0 {
				break
			}
		}
		out = append(out, rest...)
	}
	return Set{out}
}

// Intersect gives what is in both.
func (s Set) Intersect(t Set) Set {
	switch {
	case s.full() || t.Empty():
		return t
	case t.full() || s.Empty():
		return s
	}
	out := make([]box, 0, max(len(s.boxes), len(t.boxes)))
	for _, a := range s.boxes {
		for _, b := range t.boxes {
			if a.overlaps(b) {
				out = append(out, a.and(b))
			}
		}
	}
	return Set{out}
}

// Minus gives what is in s and not in t.
func (s Set) Minus(t Set) Set {
	rest := s.boxes
	for _, b := range t.boxes {
		rest = without(rest, b)
	}
	return Set{rest}
}

// without gives boxes less one; the same boxes if they do not touch it.
func without(boxes []box, b box) []box {
	if !slices.ContainsFunc(boxes, b.overlaps) {
		return boxes
	}
	out := make([]box, 0, len(boxes)+4)
	for _, a := range boxes {
		out = a.minus(b, out)
	}
	return out
}

// minus appends a without b: slices above and below b, one dimension after the other.
func (a box) minus(b box, to []box) []box {
	if !a.overlaps(b) {
		return append(to, a)
	}
	if a.proto.lo < b.proto.lo {
		to = append(to, box{span{a.proto.lo, b.proto.lo - 1}, a.dst, a.src})
	}
	if a.proto.hi > b.proto.hi {
		to = append(to, box{span{b.proto.hi + 1, a.proto.hi}, a.dst, a.src})
	}
	a.proto = a.proto.and(b.proto)
	if a.dst.lo < b.dst.lo {
		to = append(to, box{a.proto, span{a.dst.lo, b.dst.lo - 1}, a.src})
	}
	if a.dst.hi > b.dst.hi {
		to = append(to, box{a.proto, span{b.dst.hi + 1, a.dst.hi}, a.src})
	}
	a.dst = a.dst.and(b.dst)
	if a.src.lo < b.src.lo {
		to = append(to, box{a.proto, a.dst, span{a.src.lo, b.src.lo - 1}})
	}
	if a.src.hi > b.src.hi {
		to = append(to, box{a.proto, a.dst, span{b.src.hi + 1, a.src.hi}})
	}
	return to
}

// Contains reports whether all of t is in s.
func (s Set) Contains(t Set) bool {
	for _, b := range t.boxes {
		if !slices.ContainsFunc(s.boxes, func(a box) bool { return a.contains(b) }) &&
			!(Set{[]box{b}}).Minus(s).Empty() {
			return false
		}
	}
	return true
}

// Overlaps reports whether something is in both.
func (s Set) Overlaps(t Set) bool {
	for _, a := range s.boxes {
		if slices.ContainsFunc(t.boxes, a.overlaps) {
			return true
		}
	}
	return false
}

// Equal reports whether both hold the same traffic, however it is cut into boxes.
func (s Set) Equal(t Set) bool { return s.Contains(t) && t.Contains(s) }

// String gives the traffic in words, protocols in order: "tcp 22, 443; udp all", "all traffic",
// "nothing". Client ports are named only where not all of them pass.
func (s Set) String() string {
	if s.Empty() {
		return nothing
	}
	if s.Contains(Everything()) {
		return "all traffic"
	}
	var parts []string
	for _, run := range s.byProtocol() {
		parts = append(parts, run.text())
	}
	return strings.Join(parts, "; ")
}

// protocolRun is a stretch of protocols that have the same ports.
type protocolRun struct {
	protos span
	cells  Set // boxes of one protocol, number 0
}

// byProtocol cuts the set where the protocols' ports begin to differ.
func (s Set) byProtocol() []protocolRun {
	cuts := map[int]bool{}
	for _, b := range s.boxes {
		cuts[int(b.proto.lo)], cuts[int(b.proto.hi)+1] = true, true
	}
	for _, p := range []int{1, 6, 17, 58} { // those with ports of their own read better apart
		cuts[p], cuts[p+1] = true, true
	}
	var starts []int
	for c := range cuts {
		starts = append(starts, c)
	}
	slices.Sort(starts)
	var out []protocolRun
	for i, lo := range starts {
		if i+1 == len(starts) {
			break
		}
		run := span{uint16(lo), uint16(starts[i+1] - 1)}
		cells := s.at(uint16(lo))
		if cells.Empty() {
			continue
		}
		if n := len(out); n > 0 && out[n-1].protos.hi+1 == run.lo && out[n-1].joins(run, cells) {
			out[n-1].protos.hi = run.hi
			continue
		}
		out = append(out, protocolRun{run, cells})
	}
	return out
}

func (r protocolRun) joins(next span, cells Set) bool {
	ports := func(p uint16) bool { return model.Protocol(p).HasPorts() }
	return !ports(r.protos.lo) && !ports(next.lo) && r.cells.Equal(cells)
}

// at gives the boxes of one protocol with the protocol set to 0.
func (s Set) at(proto uint16) Set {
	var out []box
	for _, b := range s.boxes {
		if b.proto.lo <= proto && proto <= b.proto.hi {
			out = append(out, box{span{0, 0}, b.dst, b.src})
		}
	}
	return Set{out}
}

func (r protocolRun) text() string {
	p := model.Protocol(r.protos.lo)
	if r.protos.lo != r.protos.hi {
		return fmt.Sprintf("protocols %d-%d", r.protos.lo, r.protos.hi)
	}
	if !p.HasPorts() {
		return "protocol " + p.String()
	}
	full := Set{[]box{{span{0, 0}, span{0, 65535}, span{0, 65535}}}}
	if r.cells.Contains(full) {
		return p.String() + " all"
	}
	return p.String() + " " + strings.Join(r.ranges(p), ", ")
}

// ranges gives the destination ranges in order, with the client ports where not all pass.
func (r protocolRun) ranges(p model.Protocol) []string {
	var out []string
	for _, c := range r.cells.columns() {
		text := model.PortRange{First: c.dst.lo, Last: c.dst.hi}.Text(p)
		if text == "" {
			text = "all"
		}
		if c.clients != "" {
			text += " (client ports " + c.clients + ")"
		}
		out = append(out, text)
	}
	return out
}

type column struct {
	dst     span
	clients string // "" for all
}

// columns cuts the boxes of one protocol by destination port and joins neighbours with the same
// client ports.
func (s Set) columns() []column {
	cuts := map[int]bool{}
	for _, b := range s.boxes {
		cuts[int(b.dst.lo)], cuts[int(b.dst.hi)+1] = true, true
	}
	var starts []int
	for c := range cuts {
		starts = append(starts, c)
	}
	slices.Sort(starts)
	var out []column
	for i := 0; i+1 < len(starts); i++ {
		clients, found := s.clientsAt(uint16(starts[i]))
		if !found {
			continue
		}
		c := column{span{uint16(starts[i]), uint16(starts[i+1] - 1)}, clients}
		if n := len(out); n > 0 && out[n-1].clients == c.clients && out[n-1].dst.hi+1 == c.dst.lo {
			out[n-1].dst.hi = c.dst.hi
			continue
		}
		out = append(out, c)
	}
	return out
}

func (s Set) clientsAt(dst uint16) (text string, found bool) {
	var spans []span
	for _, b := range s.boxes {
		if b.dst.lo <= dst && dst <= b.dst.hi {
			spans = append(spans, b.src)
		}
	}
	if len(spans) == 0 {
		return "", false
	}
	sort.Slice(spans, func(i, j int) bool { return spans[i].lo < spans[j].lo })
	joined := spans[:1]
	for _, x := range spans[1:] {
		last := &joined[len(joined)-1]
		if int(x.lo) <= int(last.hi)+1 {
			last.hi = max(last.hi, x.hi)
			continue
		}
		joined = append(joined, x)
	}
	if len(joined) == 1 && joined[0] == (span{0, 65535}) {
		return "", true
	}
	var words []string
	for _, x := range joined {
		words = append(words, model.PortRange{First: x.lo, Last: x.hi}.String())
	}
	return strings.Join(words, ", "), true
}
