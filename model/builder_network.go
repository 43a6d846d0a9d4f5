package model

import (
	"net/netip"
	"slices"
)

// AddACL adds network ACLs. Their entries are put into the order in which EC2 asks them.
func (b *Builder) AddACL(v ...NetworkACL) {
	v = slices.Clone(v)
	for i := range v {
		if !slices.IsSortedFunc(v[i].Entries, ACLEntry.Compare) {
			v[i].Entries = slices.SortedStableFunc(slices.Values(v[i].Entries), ACLEntry.Compare)
		}
	}
	put(&b.c.network.acls, func(x NetworkACL) string { return x.ID }, v)
}

// AddRouteTable adds route tables.
func (b *Builder) AddRouteTable(v ...RouteTable) {
	put(&b.c.network.tables, func(x RouteTable) string { return x.ID }, v)
}

// AddGateway adds internet, egress-only, VPN and customer gateways.
func (b *Builder) AddGateway(v ...Gateway) {
	put(&b.c.network.gateways, func(x Gateway) string { return x.ID }, v)
}

// AddNATGateway adds NAT gateways.
func (b *Builder) AddNATGateway(v ...NATGateway) {
	put(&b.c.network.nats, func(x NATGateway) string { return x.ID }, v)
}

// AddElasticAddress adds Elastic IP addresses.
func (b *Builder) AddElasticAddress(v ...ElasticAddress) {
	put(&b.c.network.addresses, func(x ElasticAddress) string { return x.ID }, v)
}

// AddPeering adds VPC peering connections.
func (b *Builder) AddPeering(v ...Peering) {
	put(&b.c.network.peerings, func(x Peering) string { return x.ID }, v)
}

// AddTransitGateway adds transit gateways.
func (b *Builder) AddTransitGateway(v ...TransitGateway) {
	put(&b.c.network.transits, func(x TransitGateway) string { return x.ID }, v)
}

// AddTransitAttachment adds transit gateway attachments.
func (b *Builder) AddTransitAttachment(v ...TransitAttachment) {
	put(&b.c.network.attachments, func(x TransitAttachment) string { return x.Key() }, v)
}

// AddTransitTable adds transit gateway route tables.
func (b *Builder) AddTransitTable(v ...TransitTable) {
	put(&b.c.network.transitTables, func(x TransitTable) string { return x.ID }, v)
}

// AddEndpoint adds VPC endpoints.
func (b *Builder) AddEndpoint(v ...Endpoint) {
	put(&b.c.network.endpoints, func(x Endpoint) string { return x.ID }, v)
}

// AddPrefixList adds prefix lists.
func (b *Builder) AddPrefixList(v ...PrefixList) {
	put(&b.c.network.prefixLists, func(x PrefixList) string { return x.ID }, v)
}

// AddBalancer adds load balancers.
func (b *Builder) AddBalancer(v ...Balancer) {
	put(&b.c.network.balancers, func(x Balancer) string { return x.ID }, v)
}

// AddListener adds listeners.
func (b *Builder) AddListener(v ...Listener) {
	put(&b.c.network.listeners, func(x Listener) string { return x.ID }, v)
}

// AddTargetGroup adds target groups.
func (b *Builder) AddTargetGroup(v ...TargetGroup) {
	put(&b.c.network.targetGroups, func(x TargetGroup) string { return x.ID }, v)
}

// AddPublicAccess adds configurations of EMR's block public access.
func (b *Builder) AddPublicAccess(v ...PublicAccess) {
	put(&b.c.network.emrAccess, func(x PublicAccess) string { return x.Key() }, v)
}

// AddBlockPublicAccess adds settings of VPC block public access.
func (b *Builder) AddBlockPublicAccess(v ...BlockPublicAccess) {
	put(&b.c.network.blocks, func(x BlockPublicAccess) string { return x.Key() }, v)
}

// AddBlockExclusion adds exclusions from VPC block public access.
func (b *Builder) AddBlockExclusion(v ...BlockExclusion) {
	put(&b.c.network.exclusions, func(x BlockExclusion) string { return x.ID }, v)
}

// AddGroupAssociation adds associations of groups with other VPCs.
func (b *Builder) AddGroupAssociation(v ...GroupAssociation) {
	put(&b.c.network.associations, func(x GroupAssociation) string { return x.Key() }, v)
}

// AddStaleGroup adds groups with stale rules.
func (b *Builder) AddStaleGroup(v ...StaleGroup) {
	put(&b.c.network.stale, func(x StaleGroup) string { return x.ID }, v)
}

// clone copies what adding changes.
func (n *network) clone() network {
	out := *n
	out.acls.split()
	out.tables.split()
	out.gateways.split()
	out.nats.split()
	out.addresses.split()
	out.peerings.split()
	out.transits.split()
	out.attachments.split()
	out.transitTables.split()
	out.endpoints.split()
	out.prefixLists.split()
	out.balancers.split()
	out.listeners.split()
	out.targetGroups.split()
	out.blocks.split()
	out.emrAccess.split()
	out.exclusions.split()
	out.associations.split()
	out.stale.split()
	return out
}

// finish puts everything in order and makes the look-ups.
func (n *network) finish() {
	n.acls.sort()
	n.tables.sort()
	n.gateways.sort()
	n.nats.sort()
	n.addresses.sort()
	n.peerings.sort()
	n.transits.sort()
	n.attachments.sort()
	n.transitTables.sort()
	n.endpoints.sort()
	n.prefixLists.sort()
	n.balancers.sort()
	n.listeners.sort()
	n.targetGroups.sort()
	n.blocks.sort()
	n.emrAccess.sort()
	n.exclusions.sort()
	n.associations.sort()
	n.stale.sort()
	n.lookUpFilters()
	n.listenersOf = map[string][]string{}
	for l := range n.listeners.all {
		n.listenersOf[l.Balancer] = append(n.listenersOf[l.Balancer], l.ID)
	}
	n.elasticAt = map[netip.Addr]string{}
	for a := range n.addresses.all {
		n.elasticAt[a.Public] = a.ID
	}
}

func (n *network) lookUpFilters() {
	n.aclOf, n.defaultACL = map[string]string{}, map[string]string{}
	for a := range n.acls.all {
		for _, subnet := range a.Subnets {
			n.aclOf[subnet] = a.ID
		}
		if a.Default {
			n.defaultACL[a.VPC] = a.ID
		}
	}
	n.tableOf, n.mainTable = map[string]string{}, map[string]string{}
	for t := range n.tables.all {
		for _, subnet := range t.Subnets {
			n.tableOf[subnet] = t.ID
		}
		for _, gateway := range t.Gateways {
			n.tableOf[gateway] = t.ID
		}
		if t.Main {
			n.mainTable[t.VPC] = t.ID
		}
	}
}
