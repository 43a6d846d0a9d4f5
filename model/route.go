package model

import (
	"net/netip"
	"strings"
)

// RouteTable says where traffic that leaves its subnets goes.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
type RouteTable struct {
	ID, Name, VPC, Owner, Region string
	Main                         bool     // of its VPC: serves the subnets without a table of their own
	Subnets                      []string // explicitly associated
	Gateways                     []string // igw-… or vgw-… whose incoming traffic it routes
	Propagating                  []string // vgw-… that add their routes
	Routes                       []Route
	Tags                         Tags
}

// Route is one line of a route table. It is comparable. Prefix is the destination, unless it is the
// entries of a prefix list.
type Route struct {
	Prefix     netip.Prefix
	PrefixList string // pl-…; "" if the destination is Prefix
	Target     RouteTarget
	State      string // active, blackhole, filtered
	Origin     string // CreateRouteTable, CreateRoute, EnableVgwRoutePropagation
}

// Propagated reports whether a VPN gateway added the route; a static one beats it on a tie.
func (r Route) Propagated() bool { return r.Origin == "EnableVgwRoutePropagation" }

// Blackhole reports whether the route drops its traffic, because its target is gone.
func (r Route) Blackhole() bool { return r.State == "blackhole" }

// Destination gives the block or the prefix list's id.
func (r Route) Destination() string {
	if r.PrefixList != "" {
		return r.PrefixList
	}
	return r.Prefix.String()
}

// String gives the route in one line: "0.0.0.0/0 → nat-1 (blackhole)".
func (r Route) String() string {
	s := r.Destination() + " → " + r.Target.String()
	if r.State != "" && r.State != "active" {
		s += " (" + r.State + ")"
	}
	return s
}

// TargetKind says what sort of thing a route leads to.
type TargetKind uint8

// The kinds of target. TargetOther is one that EC2 may add later, named by its id.
const (
	TargetNone TargetKind = iota
	TargetLocal
	TargetInternetGateway
	TargetEgressOnlyGateway
	TargetVPNGateway
	TargetNATGateway
	TargetPeering
	TargetTransitGateway
	TargetEndpoint
	TargetInterface
	TargetInstance
	TargetCarrierGateway
	TargetLocalGateway
	TargetCoreNetwork
	TargetOther
)

// String gives the kind in words.
func (k TargetKind) String() string {
	names := [...]string{
		"nothing", "local", "internet gateway", "egress-only internet gateway", "VPN gateway",
		"NAT gateway", "peering connection", "transit gateway", "VPC endpoint", "network interface", "instance",
		"carrier gateway", "local gateway", "core network", "target",
	}
	if int(k) < len(names) {
		return names[k]
	}
	return "target"
}

// RouteTarget is what a route leads to. The zero value is no target. It is comparable.
type RouteTarget struct {
	Kind TargetKind
	ID   string // "local" for TargetLocal
}

// String gives the id.
func (t RouteTarget) String() string {
	if t.ID == "" {
		return t.Kind.String()
	}
	return t.ID
}

// GatewayTarget gives the target that a route's GatewayId names: it stands for several sorts.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
func GatewayTarget(id string) RouteTarget {
	kinds := []struct {
		prefix string
		kind   TargetKind
	}{
		{"igw-", TargetInternetGateway},
		{"vgw-", TargetVPNGateway},
		{"vpce-", TargetEndpoint},
		{"eigw-", TargetEgressOnlyGateway},
		{"cagw-", TargetCarrierGateway},
		{"lgw-", TargetLocalGateway},
		{"nat-", TargetNATGateway},
		{"tgw-", TargetTransitGateway},
	}
	if id == "local" {
		return RouteTarget{TargetLocal, id}
	}
	for _, k := range kinds {
		if strings.HasPrefix(id, k.prefix) {
			return RouteTarget{k.kind, id}
		}
	}
	return RouteTarget{TargetOther, id}
}
