package model

import "net/netip"

// VPC is a virtual private cloud.
type VPC struct {
	ID, Name, Owner, Region string
	CIDRs                   []netip.Prefix // associated blocks, IPv4 and IPv6
	Default                 bool
	Tags                    Tags
}

// HasIPv6 reports whether a block of the VPC is IPv6. EC2 then gives a new group ::/0 egress too.
func (v VPC) HasIPv6() bool {
	for _, p := range v.CIDRs {
		if p.Addr().Is6() {
			return true
		}
	}
	return false
}

// Subnet is a part of a VPC in one availability zone.
type Subnet struct {
	ID, Name, VPC, Zone, Owner, Region string
	CIDRs                              []netip.Prefix // IPv4 first, then IPv6
	Tags                               Tags
}

// Interface is an elastic network interface (ENI).
type Interface struct {
	ID, Description, VPC, Subnet, Zone, Owner, Region string
	Type                                              string // interface, nat_gateway, vpc_endpoint, …
	Status                                            string // available, in-use, …
	Groups                                            []string
	Addresses                                         []netip.Addr // private IPv4 and IPv6, the primary first
	Public                                            []PublicAddress
	Instance                                          string // i-…; "" if attached to none
	AttachedTo                                        string // owner of the attachment, e.g. amazon-aws
	Requester                                         string // who made it, when not the account itself
	NoSourceDestCheck                                 bool
	Tags                                              Tags
}

// PublicAddress is a public IPv4 address and the private one that it is translated to.
type PublicAddress struct{ Public, Private netip.Addr }

// Instance is an EC2 instance.
type Instance struct {
	ID, Name, VPC, Subnet, Owner, Region string
	State                                string // pending, running, stopped, …
	Type                                 string // m6g.xlarge
	Interfaces                           []string
	Tags                                 Tags
}
