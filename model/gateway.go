package model

import "net/netip"

// GatewayKind says what sort of gateway a Gateway is.
type GatewayKind uint8

// The kinds of gateway that a VPC is attached to, and the far end of a VPN.
const (
	InternetGateway GatewayKind = iota
	EgressOnlyGateway
	VPNGateway
	CustomerGateway
)

// String gives the kind in words.
func (k GatewayKind) String() string {
	switch k {
	case InternetGateway:
		return "internet gateway"
	case EgressOnlyGateway:
		return "egress-only internet gateway"
	case VPNGateway:
		return "VPN gateway"
	case CustomerGateway:
		return "customer gateway"
	}
	return "gateway"
}

// Gateway is an internet, egress-only internet, VPN or customer gateway. It is comparable but for
// its tags.
type Gateway struct {
	Kind                    GatewayKind
	ID, Name, Owner, Region string
	VPC                     string     // where it is attached; "" if nowhere
	State                   string     // of the attachment: available, attached, …; a customer gateway's own
	Address                 netip.Addr // of a customer gateway
	Tags                    Tags
}

// Attached reports whether the gateway serves its VPC.
func (g Gateway) Attached() bool {
	switch g.State {
	case "available", "attached":
		return g.VPC != ""
	}
	return false
}

// NATGateway translates what leaves private subnets. It has no security group.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
type NATGateway struct {
	ID, Name, VPC, Region string
	Owner                 string
	Subnet                string // "" for a regional one
	State                 string // available, pending, failed, deleting, deleted
	Connectivity          string // public or private; "" in output older than private ones: public
	Availability          string // zonal or regional; "" in older output: zonal
	Addresses             []NATAddress
	Tags                  Tags
}

// Private reports whether the gateway has no way to the internet.
func (n NATGateway) Private() bool { return n.Connectivity == "private" }

// NATAddress is one address of a NAT gateway. It is comparable.
type NATAddress struct {
	Private, Public             netip.Addr
	Interface, Allocation, Zone string
	Status                      string // succeeded, associating, …; "" in older output
}

// ElasticAddress is an Elastic IP address and what it is associated with.
type ElasticAddress struct {
	ID, Name, Region    string // eipalloc-…
	Public, Private     netip.Addr
	Interface, Instance string // "" if it is associated with nothing
	InterfaceOwner      string
	Association         string
	Tags                Tags
}
