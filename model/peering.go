package model

import "net/netip"

// Peering is a VPC peering connection.
// Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
type Peering struct {
	ID, Name            string
	State               string // active, deleted, pending-acceptance, …
	Requester, Accepter PeeringSide
	Tags                Tags
}

// PeeringSide is one of the two VPCs of a peering connection.
type PeeringSide struct {
	VPC, Owner, Region string
	CIDRs              []netip.Prefix // IPv4 first, then IPv6; empty where AWS does not tell
}

// Active reports whether traffic can cross.
func (p Peering) Active() bool { return p.State == "active" }

// Other gives the side that is not the VPC's, and reports whether the VPC is one of the two.
func (p Peering) Other(vpc string) (PeeringSide, bool) {
	switch vpc {
	case p.Requester.VPC:
		return p.Accepter, true
	case p.Accepter.VPC:
		return p.Requester, true
	}
	return PeeringSide{}, false
}
