package model

import (
	"fmt"
	"strconv"
	"strings"
)

// Protocol is an IP protocol number, 0 to 255, or AllProtocols.
type Protocol int16

// The protocols that EC2 calls by name. AllProtocols is EC2's "-1".
const (
	AllProtocols Protocol = -1
	ICMP         Protocol = 1
	TCP          Protocol = 6
	UDP          Protocol = 17
	ICMPv6       Protocol = 58
)

// ParseProtocol reads a name (tcp, udp, icmp, icmpv6, all) or a number as EC2 writes them,
// "-1" among them. Case does not matter.
func ParseProtocol(s string) (Protocol, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "-1", "all":
		return AllProtocols, nil
	case "icmp":
		return ICMP, nil
	case "tcp":
		return TCP, nil
	case "udp":
		return UDP, nil
	case "icmpv6":
		return ICMPv6, nil
	}
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 8)
	if err != nil {
		return 0, fmt.Errorf("parse protocol %q: want tcp, udp, icmp, icmpv6, all or a number from 0 to 255", s)
	}
	return Protocol(n), nil
}

// String gives tcp, udp, icmp, icmpv6, all, or the number.
func (p Protocol) String() string {
	switch p {
	case AllProtocols:
		return "all"
	case ICMP:
		return "icmp"
	case TCP:
		return "tcp"
	case UDP:
		return "udp"
	case ICMPv6:
		return "icmpv6"
	}
	return strconv.Itoa(int(p))
}

// API gives the protocol as the EC2 API writes it: "-1" for all, a name or a number otherwise.
func (p Protocol) API() string {
	if p == AllProtocols {
		return "-1"
	}
	return p.String()
}

// HasPorts reports whether EC2 looks at a rule's ports (or ICMP type and code) for this protocol.
// For every other protocol a rule covers all ports, whatever range it was written with.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
func (p Protocol) HasPorts() bool {
	return p == TCP || p == UDP || p.IsICMP()
}

// IsICMP reports whether the protocol is ICMP of either family, whose "ports" are types and codes.
func (p Protocol) IsICMP() bool { return p == ICMP || p == ICMPv6 }
