package reach_test

import (
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// oracleDice makes cases. The same seed and index make the same case.
type oracleDice struct{ *rand.Rand }

func newOracleDice(seed, index uint64) oracleDice {
	return oracleDice{rand.New(rand.NewPCG(seed, index))}
}

func (d oracleDice) oneIn(n int) bool { return d.IntN(n) == 0 }

func oracleOne[T any](d oracleDice, list ...T) T { return list[d.IntN(len(list))] }

// question asks between two ends that have a family in common.
func (d oracleDice) question() reach.Question {
	for {
		q := reach.Question{From: d.end("eni-from"), To: d.end("eni-to")}
		q.Protocol = oracleOne(d, model.TCP, model.TCP, model.TCP, model.UDP, model.ICMP, model.ICMPv6, model.Protocol(50),
			model.AllProtocols)
		q.Ports = d.ports(q.Protocol)
		if from, _ := oracleAsked(q); len(from) > 0 && (q.From.Guarded || q.To.Guarded) {
			return q
		}
	}
}

// ports gives a range that a rule of the protocol can have. Ranges touch each other, so that
// several may cover what none covers alone.
func (d oracleDice) ports(p model.Protocol) model.PortRange {
	edges := []uint16{0, 1, 22, 23, 443, 18887, 18888, 18889, 18890}
	switch {
	case !oraclePorted(p), d.oneIn(6):
		return model.AllPorts()
	case p == model.ICMP || p == model.ICMPv6:
		typ := oracleOne[uint16](d, 0, 3, 8, 255) << 8
		if d.oneIn(2) {
			return model.PortRange{First: typ, Last: typ | 0xff}
		}
		return model.Port(typ | oracleOne[uint16](d, 0, 1, 255))
	case d.oneIn(3):
		return model.Port(oracleOne[uint16](d, 0, 1, 22, 443, 18887, 18888, 18889, 65535))
	}
	i := d.IntN(len(edges))
	j := i + d.IntN(len(edges)-i)
	if j == len(edges)-1 {
		return model.PortRange{First: edges[i], Last: 65535}
	}
	return model.PortRange{First: edges[i], Last: edges[j+1] - 1}
}

func (d oracleDice) end(id string) reach.End {
	e := reach.End{Kind: reach.EndInterface, ID: id, Guarded: !d.oneIn(6), VPC: "vpc-1"}
	if d.oneIn(4) {
		e.Where = reach.Somewhere
	}
	if !e.Guarded {
		e.Kind = reach.EndBlock
	} else {
		e.Unsure = d.oneIn(12)
		for _, g := range []string{"sg-a", "sg-b", "sg-c", "sg-d"} {
			if d.oneIn(2) {
				e.Groups = append(e.Groups, g)
			}
		}
		for _, g := range []string{"sg-unread", "sg-gone"} {
			if d.oneIn(12) {
				e.Groups = append(e.Groups, g)
			}
		}
	}
	if len(e.Groups) == 1 && !e.Unsure && d.oneIn(2) {
		e.Kind, e.ID = reach.EndGroup, e.Groups[0]
	}
	for range 1 + d.IntN(2) {
		e.Addresses = append(e.Addresses, d.smallBlock())
	}
	switch {
	case d.oneIn(20):
		e.Addresses = nil
	case d.oneIn(12):
		e.Addresses = oracleParseBlocks(oracleOne(d, "0.0.0.0/0", "::/0", "0.0.0.0/0,::/0"))
	}
	return e
}

// smallBlock is of 8 addresses at most, from two IPv4 blocks and an IPv6 block.
func (d oracleDice) smallBlock() netip.Prefix {
	return netip.MustParsePrefix(oracleOne(d, "10.0.0.0/29", "10.0.0.0/30", "10.0.0.4/30", "10.0.0.0/31", "10.0.0.2/31",
		"10.0.0.1/32", "10.0.0.6/32", "192.0.2.0/30", "192.0.2.0/31", "192.0.2.3/32", "fd00::/126", "fd00::/127",
		"fd00::1/128", "fd00::3/128"))
}

func (d oracleDice) block() netip.Prefix {
	if d.oneIn(4) {
		return netip.MustParsePrefix(oracleOne(d, "0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "::/1", "8000::/1"))
	}
	return d.smallBlock()
}

func (d oracleDice) peer() model.Peer {
	switch {
	case d.oneIn(2):
		return model.CIDRPeer(d.block())
	case d.oneIn(8):
		return model.PrefixListPeer(oracleOne(d, "pl-1", "pl-2"))
	case d.oneIn(8):
		return model.GroupPeer(oracleOne(d, "sg-unread", "sg-gone"))
	}
	return model.GroupPeer(oracleOne(d, "sg-a", "sg-b", "sg-c", "sg-d"))
}

func (d oracleDice) rule(dir model.Direction) model.Rule {
	p := oracleOne(d, model.TCP, model.TCP, model.TCP, model.UDP, model.ICMP, model.ICMPv6, model.Protocol(50),
		model.AllProtocols)
	return model.Rule{Direction: dir, Protocol: p, Ports: d.ports(p), Peer: d.peer()}
}

// worldFor makes groups whose rules have something to do with the question: some at random, some
// cut from what is asked so that together they cover it, with now and then a piece missing.
func (d oracleDice) worldFor(q reach.Question) oracleWorld {
	w := newOracleWorld()
	w.gone["sg-gone"] = true
	groups := []string{"sg-a", "sg-b", "sg-c", "sg-d"}
	for _, g := range groups {
		if d.oneIn(25) {
			continue
		}
		w.groups[g] = nil
		for range d.IntN(4) {
			w.add(g, d.rule(oracleOne(d, model.Ingress, model.Egress)))
		}
	}
	from, to := oracleAsked(q)
	d.cover(w, model.Egress, q, q.From, q.To, to)
	d.cover(w, model.Ingress, q, q.To, q.From, from)
	return w
}

// add puts a rule into a group that was read, once.
func (w oracleWorld) add(group string, r model.Rule) {
	if rules, read := w.groups[group]; read && !slices.Contains(rules, r) {
		w.groups[group] = append(slices.Clip(rules), r)
	}
}

// cover opens one direction with several rules, each in one of the groups of the own end.
func (d oracleDice) cover(w oracleWorld, dir model.Direction, q reach.Question, own, peer reach.End,
	blocks []netip.Prefix,
) {
	if len(own.Groups) == 0 || d.oneIn(8) {
		return
	}
	var whole []model.Rule
	if len(peer.Groups) > 0 && d.oneIn(2) {
		whole = append(whole, model.Rule{Peer: model.GroupPeer(oracleOne(d, peer.Groups...))})
	} else {
		for _, b := range blocks {
			whole = append(whole, model.Rule{Peer: model.CIDRPeer(b)})
		}
	}
	for _, r := range whole {
		r.Direction, r.Protocol, r.Ports = dir, q.Protocol, q.Ports
		for _, piece := range d.cut(r, d.IntN(4)) {
			if d.oneIn(20) {
				continue
			}
			w.add(oracleOne(d, own.Groups...), piece)
		}
	}
}

// cut takes a rule to pieces that together are the rule, times over.
func (d oracleDice) cut(r model.Rule, times int) []model.Rule {
	if times == 0 {
		return []model.Rule{r}
	}
	a, b := r, r
	tcpOrUDP := r.Protocol == model.TCP || r.Protocol == model.UDP
	switch {
	case tcpOrUDP && r.Ports.First < r.Ports.Last && d.oneIn(2):
		at := r.Ports.First + uint16(d.IntN(int(r.Ports.Last-r.Ports.First)))
		edge := oracleOne[uint16](d, 0, 21, 442, 18887, 18888)
		if d.oneIn(2) && r.Ports.First <= edge && edge < r.Ports.Last {
			at = edge
		}
		a.Ports.Last, b.Ports.First = at, at+1
	case r.Peer.Kind == model.PeerCIDR && r.Peer.Prefix.Bits() < r.Peer.Prefix.Addr().BitLen():
		low := netip.PrefixFrom(r.Peer.Prefix.Addr(), r.Peer.Prefix.Bits()+1)
		a.Peer = model.CIDRPeer(low)
		b.Peer = model.CIDRPeer(netip.PrefixFrom(oracleLast(low).Next(), low.Bits()))
	default:
		return []model.Rule{r}
	}
	return append(d.cut(a, times-1), d.cut(b, times-1)...)
}

// with gives the world with a rule more; the receiver stays as it was.
func (w oracleWorld) with(group string, r model.Rule) oracleWorld {
	w.groups = maps.Clone(w.groups)
	w.groups[group] = append(slices.Clip(w.groups[group]), r)
	return w
}

// without gives the world as it would be if the group had not been read.
func (w oracleWorld) without(group string) oracleWorld {
	w.groups = maps.Clone(w.groups)
	delete(w.groups, group)
	return w
}

// shrink takes away whatever it can while the case still fails, for a failure that fits a line.
func (c oracleCase) shrink(fails func(oracleCase) bool) oracleCase {
	for {
		smaller := slices.IndexFunc(c.smaller(), fails)
		if smaller < 0 {
			return c
		}
		c = c.smaller()[smaller]
	}
}

// smaller gives every case that lacks one thing of this one.
func (c oracleCase) smaller() (out []oracleCase) {
	for _, g := range slices.Sorted(maps.Keys(c.world.groups)) {
		if len(c.world.groups[g]) == 0 {
			out = append(out, oracleCase{c.world.without(g), c.question})
		}
		for i := range c.world.groups[g] {
			w := c.world
			w.groups = maps.Clone(w.groups)
			w.groups[g] = slices.Delete(slices.Clone(w.groups[g]), i, i+1)
			out = append(out, oracleCase{w, c.question})
		}
	}
	for _, gone := range slices.Sorted(maps.Keys(c.world.gone)) {
		w := c.world
		w.gone = maps.Clone(w.gone)
		delete(w.gone, gone)
		out = append(out, oracleCase{w, c.question})
	}
	for _, pick := range []func(*oracleCase) *reach.End{
		func(c *oracleCase) *reach.End { return &c.question.From }, func(c *oracleCase) *reach.End { return &c.question.To },
	} {
		for _, e := range oracleSmallerEnds(*pick(&c)) {
			next := c
			*pick(&next) = e
			out = append(out, next)
		}
	}
	return out
}

func oracleSmallerEnds(e reach.End) (out []reach.End) {
	for i := range e.Groups {
		s := e
		s.Groups = slices.Delete(slices.Clone(e.Groups), i, i+1)
		out = append(out, s)
	}
	for i, p := range e.Addresses {
		s := e
		if len(e.Addresses) > 1 {
			s.Addresses = slices.Delete(slices.Clone(e.Addresses), i, i+1)
			out = append(out, s)
		}
		if p.Bits() < p.Addr().BitLen() {
			s.Addresses = slices.Clone(e.Addresses)
			s.Addresses[i] = netip.PrefixFrom(p.Addr(), p.Bits()+1)
			out = append(out, s)
		}
	}
	if e.Unsure {
		s := e
		s.Unsure = false
		out = append(out, s)
	}
	if e.Where == reach.Somewhere {
		s := e
		s.Where = reach.Everywhere
		out = append(out, s)
	}
	return out
}
