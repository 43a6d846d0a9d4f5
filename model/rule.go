package model

import (
	"fmt"
	"strings"
)

// Direction is the side of an interface that a rule guards.
type Direction uint8

// Ingress is traffic into the interface, egress out of it.
const (
	Ingress Direction = iota
	Egress
)

// String gives ingress or egress.
func (d Direction) String() string {
	if d == Egress {
		return "egress"
	}
	return "ingress"
}

// Rule is one permission with one peer, in canonical form: the prefix is masked, the ports are
// AllPorts where EC2 looks at none, an ICMP type and code are an interval. So == is EC2's test for a
// duplicate and a map of rules is a set. Make one with NewRule.
type Rule struct {
	Direction Direction
	Protocol  Protocol
	Ports     PortRange
	Peer      Peer
}

// NewRule makes a canonical rule from the numbers of an IpPermission: from and to are ports, or
// ICMP type and code, and -1 stands for "all" as in the EC2 API.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
func NewRule(d Direction, p Protocol, from, to int, peer Peer) (Rule, error) {
	if p < AllProtocols || p > 255 {
		return Rule{}, fmt.Errorf("protocol %d: want -1 or a number from 0 to 255", p)
	}
	if peer.Kind == PeerNone {
		return Rule{}, fmt.Errorf("rule has no peer: want a CIDR block, a group or a prefix list")
	}
	ports, err := canonicalPorts(p, from, to)
	if err != nil {
		return Rule{}, err
	}
	if peer.Kind == PeerCIDR {
		if !peer.Prefix.IsValid() {
			return Rule{}, fmt.Errorf("rule's CIDR block is not valid")
		}
		peer = CIDRPeer(peer.Prefix)
	}
	return Rule{Direction: d, Protocol: p, Ports: ports, Peer: peer}, nil
}

func canonicalPorts(p Protocol, from, to int) (PortRange, error) {
	switch {
	case !p.HasPorts() || from == -1 && to == -1:
		return AllPorts(), nil
	case p.IsICMP():
		return canonicalICMP(from, to)
	case from < 0 || from > 65535 || to < 0 || to > 65535:
		return PortRange{}, fmt.Errorf("ports %d-%d: want numbers from 0 to 65535", from, to)
	case from > to:
		return PortRange{}, fmt.Errorf("ports %d-%d: the first is above the last", from, to)
	}
	return PortRange{uint16(from), uint16(to)}, nil
}

func canonicalICMP(typ, code int) (PortRange, error) {
	switch {
	case typ < -1 || typ > 255 || code < -1 || code > 255:
		return PortRange{}, fmt.Errorf("icmp type %d code %d: want numbers from -1 to 255", typ, code)
	case typ == -1:
		return PortRange{}, fmt.Errorf("icmp type -1 code %d: all types have all codes (-1)", code)
	case code == -1:
		return PortRange{uint16(typ) << 8, uint16(typ)<<8 | 0xff}, nil
	}
	return Port(uint16(typ)<<8 | uint16(code)), nil
}

// AllTraffic is the rule that EC2 gives every new group as egress: every protocol, to the peer.
func AllTraffic(d Direction, peer Peer) Rule {
	return Rule{Direction: d, Protocol: AllProtocols, Ports: AllPorts(), Peer: peer}
}

// TCPRule is a rule of one TCP port.
func TCPRule(d Direction, port uint16, peer Peer) Rule {
	return Rule{Direction: d, Protocol: TCP, Ports: Port(port), Peer: peer}
}

// APIPorts gives from and to as the EC2 API wants them, and reports whether it wants them at all.
func (r Rule) APIPorts() (from, to int, wanted bool) {
	switch {
	case !r.Protocol.HasPorts():
		return -1, -1, false
	case !r.Protocol.IsICMP():
		return int(r.Ports.First), int(r.Ports.Last), true
	case r.Ports == AllPorts():
		return -1, -1, true
	case r.Ports.First == r.Ports.Last:
		return int(r.Ports.First >> 8), int(r.Ports.First & 0xff), true
	}
	return int(r.Ports.First >> 8), -1, true
}

// Traffic gives protocol and ports in words: "tcp 18888", "icmp 8/0", "all traffic".
func (r Rule) Traffic() string {
	if r.Protocol == AllProtocols {
		return "all traffic"
	}
	name := r.Protocol.String()
	if !r.Protocol.HasPorts() {
		return "protocol " + name
	}
	if r.Protocol.IsICMP() && r.Ports == AllPorts() {
		return "all " + name
	}
	return name + " " + r.Ports.Text(r.Protocol)
}

// String gives the rule in one line that ParseRule reads back:
// "ingress tcp 18888 from sg-1", "egress all to 0.0.0.0/0".
func (r Rule) String() string {
	word := " from "
	if r.Direction == Egress {
		word = " to "
	}
	ports := r.Ports.Text(r.Protocol)
	if ports != "" {
		ports = " " + ports
	}
	return r.Direction.String() + " " + r.Protocol.String() + ports + word + r.Peer.String()
}

// ParseRule reads what String writes. The peer is all that follows from or to: the name of a group
// not made yet may hold spaces.
func ParseRule(s string) (Rule, error) {
	var head, far string
	dir := Ingress
	switch {
	case strings.HasPrefix(s, "ingress "):
		head, far, _ = strings.Cut(s, " from ")
	case strings.HasPrefix(s, "egress "):
		dir = Egress
		head, far, _ = strings.Cut(s, " to ")
	default:
		return Rule{}, fmt.Errorf("parse rule %q: starts with neither ingress nor egress", s)
	}
	f := strings.Fields(head)
	if far == "" || len(f) != 2 && len(f) != 3 {
		return Rule{}, fmt.Errorf("parse rule %q: want e.g. %q", s, "ingress tcp 22 from 192.0.2.0/24")
	}
	proto, err := ParseProtocol(f[1])
	if err != nil {
		return Rule{}, fmt.Errorf("parse rule %q: %w", s, err)
	}
	ports := AllPorts()
	if len(f) == 3 {
		if ports, err = ParsePorts(proto, f[2]); err != nil {
			return Rule{}, fmt.Errorf("parse rule %q: %w", s, err)
		}
	}
	peer, err := ParsePeer(far)
	if err != nil {
		return Rule{}, fmt.Errorf("parse rule %q: %w", s, err)
	}
	return Rule{Direction: dir, Protocol: proto, Ports: ports, Peer: peer}, nil
}
