package model

import (
	"iter"
	"net/netip"
	"slices"
)

// network is what a catalog holds of the network around the groups, with its look-ups.
type network struct {
	acls          index[NetworkACL]
	tables        index[RouteTable]
	gateways      index[Gateway]
	nats          index[NATGateway]
	addresses     index[ElasticAddress]
	peerings      index[Peering]
	transits      index[TransitGateway]
	attachments   index[TransitAttachment]
	transitTables index[TransitTable]
	endpoints     index[Endpoint]
	prefixLists   index[PrefixList]
	balancers     index[Balancer]
	listeners     index[Listener]
	targetGroups  index[TargetGroup]
	blocks        index[BlockPublicAccess]
	exclusions    index[BlockExclusion]
	associations  index[GroupAssociation]
	stale         index[StaleGroup]
	emrAccess     index[PublicAccess]

	aclOf       map[string]string   // subnet id → ACL id
	tableOf     map[string]string   // subnet id, or gateway id → route table id
	defaultACL  map[string]string   // VPC id → ACL id
	mainTable   map[string]string   // VPC id → route table id
	listenersOf map[string][]string // load balancer → listeners
	elasticAt   map[netip.Addr]string
}

// ACLs yields the network ACLs in order of id.
func (s Snapshot) ACLs() iter.Seq[NetworkACL] { return s.cat().network.acls.all }

// ACL gives a network ACL and reports whether it was read.
func (s Snapshot) ACL(id string) (NetworkACL, bool) { return get(s.cat().network.acls, id) }

// RouteTables yields the route tables in order of id.
func (s Snapshot) RouteTables() iter.Seq[RouteTable] { return s.cat().network.tables.all }

// RouteTable gives a route table and reports whether it was read.
func (s Snapshot) RouteTable(id string) (RouteTable, bool) { return get(s.cat().network.tables, id) }

// Gateways yields the internet, egress-only, VPN and customer gateways in order of id.
func (s Snapshot) Gateways() iter.Seq[Gateway] { return s.cat().network.gateways.all }

// Gateway gives an internet, egress-only, VPN or customer gateway and reports whether it was read.
func (s Snapshot) Gateway(id string) (Gateway, bool) { return get(s.cat().network.gateways, id) }

// NATGateways yields the NAT gateways in order of id.
func (s Snapshot) NATGateways() iter.Seq[NATGateway] { return s.cat().network.nats.all }

// NATGateway gives a NAT gateway and reports whether it was read.
func (s Snapshot) NATGateway(id string) (NATGateway, bool) { return get(s.cat().network.nats, id) }

// ElasticAddresses yields the Elastic IP addresses in order of id.
func (s Snapshot) ElasticAddresses() iter.Seq[ElasticAddress] { return s.cat().network.addresses.all }

// ElasticAddress gives an Elastic IP address and reports whether it was read.
func (s Snapshot) ElasticAddress(id string) (ElasticAddress, bool) {
	return get(s.cat().network.addresses, id)
}

// Peerings yields the VPC peering connections in order of id.
func (s Snapshot) Peerings() iter.Seq[Peering] { return s.cat().network.peerings.all }

// Peering gives a VPC peering connection and reports whether it was read.
func (s Snapshot) Peering(id string) (Peering, bool) { return get(s.cat().network.peerings, id) }

// TransitGateways yields the transit gateways in order of id.
func (s Snapshot) TransitGateways() iter.Seq[TransitGateway] { return s.cat().network.transits.all }

// TransitGateway gives a transit gateway and reports whether it was read.
func (s Snapshot) TransitGateway(id string) (TransitGateway, bool) {
	return get(s.cat().network.transits, id)
}

// TransitAttachments yields the transit gateway attachments in order of key.
func (s Snapshot) TransitAttachments() iter.Seq[TransitAttachment] {
	return s.cat().network.attachments.all
}

// TransitTables yields the transit gateway route tables in order of id.
func (s Snapshot) TransitTables() iter.Seq[TransitTable] { return s.cat().network.transitTables.all }

// TransitTable gives a transit gateway route table and reports whether it was read.
func (s Snapshot) TransitTable(id string) (TransitTable, bool) {
	return get(s.cat().network.transitTables, id)
}

// Endpoints yields the VPC endpoints in order of id.
func (s Snapshot) Endpoints() iter.Seq[Endpoint] { return s.cat().network.endpoints.all }

// Endpoint gives a VPC endpoint and reports whether it was read.
func (s Snapshot) Endpoint(id string) (Endpoint, bool) { return get(s.cat().network.endpoints, id) }

// PrefixLists yields the prefix lists in order of id.
func (s Snapshot) PrefixLists() iter.Seq[PrefixList] { return s.cat().network.prefixLists.all }

// PrefixList gives a prefix list and reports whether it was read.
func (s Snapshot) PrefixList(id string) (PrefixList, bool) {
	return get(s.cat().network.prefixLists, id)
}

// Balancers yields the load balancers in order of id.
func (s Snapshot) Balancers() iter.Seq[Balancer] { return s.cat().network.balancers.all }

// Balancer gives a load balancer and reports whether it was read.
func (s Snapshot) Balancer(id string) (Balancer, bool) { return get(s.cat().network.balancers, id) }

// Listeners yields the listeners in order of id.
func (s Snapshot) Listeners() iter.Seq[Listener] { return s.cat().network.listeners.all }

// Listener gives a listener and reports whether it was read.
func (s Snapshot) Listener(id string) (Listener, bool) { return get(s.cat().network.listeners, id) }

// TargetGroups yields the target groups in order of id.
func (s Snapshot) TargetGroups() iter.Seq[TargetGroup] { return s.cat().network.targetGroups.all }

// TargetGroup gives a target group and reports whether it was read.
func (s Snapshot) TargetGroup(id string) (TargetGroup, bool) {
	return get(s.cat().network.targetGroups, id)
}

// BlockPublicAccesses yields the settings of VPC block public access in order of key.
func (s Snapshot) BlockPublicAccesses() iter.Seq[BlockPublicAccess] {
	return s.cat().network.blocks.all
}

// BlockExclusions yields the exclusions from VPC block public access in order of id.
func (s Snapshot) BlockExclusions() iter.Seq[BlockExclusion] { return s.cat().network.exclusions.all }

// BlockExclusion gives an exclusion from VPC block public access and reports whether it was read.
func (s Snapshot) BlockExclusion(id string) (BlockExclusion, bool) {
	return get(s.cat().network.exclusions, id)
}

// GroupAssociations yields the associations of groups with other VPCs in order of key.
func (s Snapshot) GroupAssociations() iter.Seq[GroupAssociation] {
	return s.cat().network.associations.all
}

// PublicAccesses yields EMR's block public access configurations in order of key.
func (s Snapshot) PublicAccesses() iter.Seq[PublicAccess] { return s.cat().network.emrAccess.all }

// PublicAccess gives EMR's block public access of an account in a Region and reports whether it was read.
func (s Snapshot) PublicAccess(account, region string) (PublicAccess, bool) {
	return get(s.cat().network.emrAccess, PublicAccess{Account: account, Region: region}.Key())
}

// StaleGroups yields the groups with stale rules in order of id.
func (s Snapshot) StaleGroups() iter.Seq[StaleGroup] { return s.cat().network.stale.all }

// StaleGroup gives a group with stale rules and reports whether it was read.
func (s Snapshot) StaleGroup(id string) (StaleGroup, bool) { return get(s.cat().network.stale, id) }

// TransitAttachment gives the attachment of a transit gateway and reports whether it was read.
func (s Snapshot) TransitAttachment(gateway, id string) (TransitAttachment, bool) {
	return get(s.cat().network.attachments, TransitAttachment{Gateway: gateway, ID: id}.Key())
}

// BlockPublicAccess gives the setting of an account in a Region and reports whether it was read.
func (s Snapshot) BlockPublicAccess(account, region string) (BlockPublicAccess, bool) {
	return get(s.cat().network.blocks, BlockPublicAccess{Account: account, Region: region}.Key())
}

// ACLOf gives the network ACL that guards a subnet, its VPC's default one if it is listed with no
// other, and reports whether it was read.
func (s Snapshot) ACLOf(subnet string) (NetworkACL, bool) {
	n := &s.cat().network
	id, ok := n.aclOf[subnet]
	if v, known := s.Subnet(subnet); !ok && known {
		id = n.defaultACL[v.VPC]
	}
	return get(n.acls, id)
}

// RouteTableOf gives the route table that a subnet's traffic is looked up in, its VPC's main one if
// it has no other, and reports whether it was read.
func (s Snapshot) RouteTableOf(subnet string) (RouteTable, bool) {
	n := &s.cat().network
	id, ok := n.tableOf[subnet]
	if v, known := s.Subnet(subnet); !ok && known {
		id = n.mainTable[v.VPC]
	}
	return get(n.tables, id)
}

// EdgeTableOf gives the route table that routes what comes in through a gateway, and reports whether
// the gateway has one. Most have none: VPC-local routing it is then.
func (s Snapshot) EdgeTableOf(gateway string) (RouteTable, bool) {
	n := &s.cat().network
	return get(n.tables, n.tableOf[gateway])
}

// ListenersOf gives the listeners of a load balancer, in order of id.
func (s Snapshot) ListenersOf(balancer string) []Listener {
	n := &s.cat().network
	var out []Listener
	for _, id := range n.listenersOf[balancer] {
		out = append(out, *n.listeners.byID[id])
	}
	return out
}

// ElasticAddressAt gives the Elastic IP address of a public address, and reports whether there is one.
func (s Snapshot) ElasticAddressAt(public netip.Addr) (ElasticAddress, bool) {
	n := &s.cat().network
	return get(n.addresses, n.elasticAt[public])
}

// GroupVPCs gives the VPCs that a group can serve: its own, then those that it is associated with.
func (s Snapshot) GroupVPCs(group string) []string {
	var out []string
	if g, ok := s.Group(group); ok {
		out = appendSet(out, g.VPC)
	}
	for a := range s.GroupAssociations() {
		if a.Group == group && a.State == "associated" {
			out = appendSet(out, a.VPC)
		}
	}
	return slices.Clip(out)
}

// Mentioned reports whether the VPC is known only because something names it: a VPC that was listed
// has a CIDR block.
func (v VPC) Mentioned() bool { return len(v.CIDRs) == 0 }
