package model

import (
	"fmt"
	"net/netip"
	"strings"
)

// PeerKind says what sort of far end a rule names. The zero value is no peer.
type PeerKind uint8

// The kinds of peer. A rule has exactly one.
const (
	PeerNone PeerKind = iota
	PeerCIDR
	PeerGroup
	PeerPrefixList
)

// String gives cidr, group or prefix-list.
func (k PeerKind) String() string {
	switch k {
	case PeerNone:
		return "none"
	case PeerCIDR:
		return "cidr"
	case PeerGroup:
		return "group"
	case PeerPrefixList:
		return "prefix-list"
	}
	return "none"
}

// Peer is a rule's far end: a CIDR block, a security group or a prefix list. It is comparable.
type Peer struct {
	Kind   PeerKind
	Prefix netip.Prefix // of PeerCIDR; masked
	ID     string       // of PeerGroup (sg-…, or new:… while planned) and PeerPrefixList (pl-…)
}

// CIDRPeer is the peer of a block. Host bits are dropped, as EC2 does.
func CIDRPeer(p netip.Prefix) Peer { return Peer{Kind: PeerCIDR, Prefix: p.Masked()} }

// GroupPeer is the peer that means the private addresses of the interfaces carrying a group.
func GroupPeer(id string) Peer { return Peer{Kind: PeerGroup, ID: id} }

// PrefixListPeer is the peer that means the entries of a managed prefix list.
func PrefixListPeer(id string) Peer { return Peer{Kind: PeerPrefixList, ID: id} }

// AnyIPv4 is 0.0.0.0/0, which never covers IPv6.
func AnyIPv4() Peer { return CIDRPeer(netip.PrefixFrom(netip.IPv4Unspecified(), 0)) }

// AnyIPv6 is ::/0, which never covers IPv4.
func AnyIPv6() Peer { return CIDRPeer(netip.PrefixFrom(netip.IPv6Unspecified(), 0)) }

// String gives the block or the id.
func (p Peer) String() string {
	switch p.Kind {
	case PeerNone:
		return "nobody"
	case PeerCIDR:
		return p.Prefix.String()
	case PeerGroup, PeerPrefixList:
		return p.ID
	}
	return "nobody"
}

// ParsePeer reads a CIDR block, an address (a block of one), sg-…, new:… or pl-….
func ParsePeer(s string) (Peer, error) {
	switch {
	case strings.HasPrefix(s, "sg-"), strings.HasPrefix(s, pendingPrefix):
		return GroupPeer(s), nil
	case strings.HasPrefix(s, "pl-"):
		return PrefixListPeer(s), nil
	}
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		return CIDRPeer(netip.PrefixFrom(a, a.BitLen())), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return Peer{}, fmt.Errorf("parse peer %q: want a CIDR block, sg-… or pl-…", s)
	}
	return CIDRPeer(p), nil
}
