package model

import "net/netip"

// TransitGateway is a hub between VPCs, VPNs and other transit gateways of a Region.
// Source: https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
type TransitGateway struct {
	ID, Name, ARN, Owner, Region string
	State                        string // available, pending, deleted, …
	AssociationTable             string // where new attachments look up; "" if they get no table
	PropagationTable             string // where new attachments add their routes; "" if nowhere
	CIDRs                        []netip.Prefix
	GroupReferencing             bool // security groups of other VPCs can be named by rules
	Tags                         Tags
}

// TransitAttachment ties a resource to a transit gateway. A peering of two transit gateways is one
// attachment with one id at both: its key is gateway and id.
type TransitAttachment struct {
	ID, Name, Owner, Region string   // owner of the transit gateway
	Gateway                 string   // tgw-…
	Type                    string   // vpc, vpn, peering, connect, direct-connect-gateway, …
	Resource, ResourceOwner string   // vpc-…, vpn-…, or the other tgw-…
	State                   string   // available, deleted, …
	Table                   string   // tgw-rtb-… in which its traffic is looked up; "" if none
	TableState              string   // associated, …
	Subnets                 []string // of a VPC: one per zone that it serves; empty if not read
	IPv6, ApplianceMode     bool
	GroupReferencing        bool
	Tags                    Tags
}

// Key gives what the attachment is known by: gateway and id.
func (a TransitAttachment) Key() string { return a.Gateway + "/" + a.ID }

// TransitTable is a route table of a transit gateway. Its routes and propagations are parts of their
// own: PartTransitRoutes and PartTransitPropagations.
type TransitTable struct {
	ID, Name, Gateway, Region string
	State                     string
	AssociatesByDefault       bool
	PropagatesByDefault       bool
	Routes                    []TransitRoute
	Propagations              []TransitPropagation
	RoutesRead                bool // static routes were listed
	PropagationsRead          bool
	Tags                      Tags
}

// TransitRoute is one route of a transit gateway's route table. Several attachments share its traffic.
type TransitRoute struct {
	Prefix      netip.Prefix
	PrefixList  string   // pl-…; "" if it was not made from one
	Type        string   // static or propagated
	State       string   // active or blackhole
	Attachments []string // tgw-attach-…; none for a blackhole
}

// Blackhole reports whether the route drops its traffic.
func (r TransitRoute) Blackhole() bool { return r.State == "blackhole" }

// TransitPropagation says that an attachment adds its routes to a table: of a VPC, its CIDR blocks.
// It is comparable.
type TransitPropagation struct{ Attachment, Resource, Type, State string }

// Enabled reports whether the attachment's routes are in the table.
func (p TransitPropagation) Enabled() bool { return p.State == "enabled" || p.State == "" }
