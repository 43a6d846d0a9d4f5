package lint

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// The smallest blocks that are not wide: a /24, as most tools have it, and the /48 of one site.
const (
	narrowIPv4 = 24
	narrowIPv6 = 48
)

// wide finds rules that let a wide block of public addresses through, by themselves or as pieces of it.
// Lists that AWS keeps are as wide as its services are.
func wide(d model.Direction) judge {
	return func(x *examined) []draft {
		s := x.side(d)
		var out []draft
		for f, bits := range [...]int{ipv4: narrowIPv4, ipv6: narrowIPv6} {
			out = append(out, x.wideOf(s, family(f), bits)...)
		}
		return out
	}
}

func (x *examined) wideOf(s *side, f family, narrow int) []draft {
	least := 1.0
	for range narrow - 1 {
		least /= 2
	}
	rules, blocks, most := s.among(f, func(peer model.Peer, p netip.Prefix) bool {
		return !x.ofAWS[peer.ID] && p.Bits() > 0 && x.public(p)
	})
	if most < least {
		return nil
	}
	found := map[int]netip.Prefix{} // rule → the widest block that it has a part in
	for _, c := range cut(model.AllProtocols, model.AllPorts(), s.entries, rules) {
		var all []netip.Prefix
		for _, i := range c.rules {
			all = append(all, blocks[i]...)
		}
		for _, p := range aggregated(all) {
			if p.Bits() >= narrow {
				continue
			}
			for _, i := range parts(piecesOf([]addresses{rangeOf(p)}, c.rules, blocks)) {
				if have, ok := found[i]; !ok || p.Bits() < have.Bits() {
					found[i] = p
				}
			}
		}
	}
	var out []draft
	for _, i := range rules {
		p, ok := found[i]
		if !ok {
			continue
		}
		r := s.entries[i].Rule
		reason := fmt.Sprintf("%s lets %s %s %s", x.label(), r.Traffic(), towards(s.direction), r.Peer)
		if r.Peer != model.CIDRPeer(p) {
			reason += ", which makes up " + p.String() + " with what else is let through"
		}
		out = append(out, x.about(s, i, reason+".", "Name the addresses that need it; a block this wide has many owners."))
	}
	return out
}

// privateAll finds rules with a part in letting a whole block of private addresses in.
func privateAll(x *examined) []draft {
	s := x.side(model.Ingress)
	// A block that is wider still is found as public.
	rules, blocks, most := s.among(ipv4, func(_ model.Peer, p netip.Prefix) bool { return !x.public(p) })
	var out []draft
	seen := map[int]bool{}
	for _, p := range private() {
		if most < share(p) {
			continue
		}
		for _, o := range through(s.covering(ipv4, rules, blocks, []addresses{rangeOf(p)}), but(reach.Set{})) {
			if seen[o.rule] {
				continue
			}
			seen[o.rule] = true
			r := s.entries[o.rule].Rule
			out = append(out, x.about(s, o.rule, fmt.Sprintf("%s lets %s in from %s, all of the private %s among it.", x.label(),
				r.Traffic(), r.Peer, p), "Name the subnets that need it, or better a group."))
		}
	}
	return out
}

// oneByOne makes a check that looks at each rule by itself.
func oneByOne(d model.Direction, advice string, say func(x *examined, r model.Rule) string) judge {
	return func(x *examined) []draft {
		s := x.side(d)
		var out []draft
		for i, e := range s.entries {
			if text := say(x, e.Rule); text != "" {
				out = append(out, x.about(s, i, fmt.Sprintf("%s lets %s %s %s%s.", x.label(), e.Rule.Traffic(),
					towards(d), e.Rule.Peer, text), advice))
			}
		}
		return out
	}
}

func publicAddress(x *examined, r model.Rule) string {
	if r.Peer.Kind == model.PeerCIDR && r.Peer.Prefix.IsSingleIP() && x.public(r.Peer.Prefix) {
		return ", one address of the internet"
	}
	return ""
}

func notSingle(_ *examined, r model.Rule) string {
	if r.Peer.Kind == model.PeerCIDR && !r.Peer.Prefix.IsSingleIP() {
		return ", which is more than one address"
	}
	return ""
}

func portRange(_ *examined, r model.Rule) string {
	if (r.Protocol == model.TCP || r.Protocol == model.UDP) && r.Ports.First != r.Ports.Last {
		return fmt.Sprintf(", %d ports", int(r.Ports.Last)-int(r.Ports.First)+1)
	}
	return ""
}

func everyProtocol(_ *examined, r model.Rule) string {
	if r.Protocol == model.AllProtocols {
		return ", every protocol there is"
	}
	return ""
}

// outsideVPC says of a private block that no address of the group's VPCs is in it.
func outsideVPC(x *examined, r model.Rule) string {
	p := r.Peer.Prefix
	if r.Peer.Kind != model.PeerCIDR || !slices.ContainsFunc(inside(), func(b netip.Prefix) bool { return within(p, b) }) {
		return ""
	}
	for _, id := range append([]string{x.g.VPC}, x.places[x.g.ID]...) {
		v, ok := x.s.VPC(id)
		if !ok || v.Mentioned() || slices.ContainsFunc(v.CIDRs, p.Overlaps) {
			return ""
		}
	}
	return ", and no address of its VPC is in that block"
}

// splitsSubnet says of a block that it holds some addresses of a subnet and leaves others out.
func splitsSubnet(x *examined, r model.Rule) string {
	p := r.Peer.Prefix
	if r.Peer.Kind != model.PeerCIDR || p.IsSingleIP() || p.Bits() == 0 {
		return ""
	}
	for _, sub := range x.nets[x.g.VPC] {
		for _, b := range sub.CIDRs {
			if b != p && within(p, b) {
				return ", which is a part of " + sub.ID + " (" + b.String() + ")"
			}
		}
	}
	return ""
}

// allPorts finds rules with a part in letting all ports of TCP or UDP in from one peer.
func allPorts(applies func(x *examined, p model.Peer) bool, advice string) judge {
	return func(x *examined) []draft {
		s := x.side(model.Ingress)
		byPeer := map[model.Peer][]int{}
		for i, e := range s.entries {
			if applies(x, e.Rule.Peer) {
				byPeer[e.Rule.Peer] = append(byPeer[e.Rule.Peer], i)
			}
		}
		part := map[int]bool{}
		for _, rules := range byPeer {
			for _, i := range append(s.everyPortBy(model.TCP, rules), s.everyPortBy(model.UDP, rules)...) {
				part[i] = true
			}
		}
		var out []draft
		for i, e := range s.entries {
			if !part[i] {
				continue
			}
			with := ""
			if !e.Rule.Ports.Contains(everyPort()) {
				with = ", and other rules the rest of its ports"
			}
			out = append(out, x.about(s, i, fmt.Sprintf("%s lets %s in from %s%s.", x.label(), e.Rule.Traffic(),
				e.Rule.Peer, with), advice))
		}
		return out
	}
}

// everyPortBy gives those of the rules of one peer that have a part in letting every port through.
func (s *side) everyPortBy(p model.Protocol, rules []int) []int {
	var pieces []members
	for _, c := range cut(p, everyPort(), s.entries, rules) {
		var m members
		for _, i := range c.rules {
			m = m.with(i)
		}
		pieces = addPiece(pieces, m)
	}
	return parts(pieces)
}

func itself(x *examined, p model.Peer) bool { return p == model.GroupPeer(x.g.ID) }

func another(x *examined, p model.Peer) bool {
	return !itself(x, p) && p != model.AnyIPv4() && p != model.AnyIPv6()
}

// bothWays makes a check that looks at each rule of either direction by itself.
func bothWays(advice string, say func(x *examined, r model.Rule) string) judge {
	in, out := oneByOne(model.Ingress, advice, say), oneByOne(model.Egress, advice, say)
	return func(x *examined) []draft { return append(in(x), out(x)...) }
}
