package model

import (
	"maps"
	"net/netip"
)

// Builder collects what a load reads and makes Snapshots of it, partial ones on the way.
// It is not safe for use by several goroutines at once. Things of the same id replace each other.
type Builder struct{ c catalog }

// NewBuilder starts an empty one.
func NewBuilder(o Origin) *Builder {
	return &Builder{c: catalog{origin: o}}
}

// NewBuilderFrom starts with all that a snapshot holds, its planned changes left out.
func NewBuilderFrom(s Snapshot) *Builder {
	b := &Builder{c: s.cat().clone()}
	return b
}

// SetOrigin replaces where the snapshot comes from; a load learns the caller on its way.
func (b *Builder) SetOrigin(o Origin) { b.c.origin = o }

// Origin gives what was set.
func (b *Builder) Origin() Origin { return b.c.origin }

// AddVPC adds VPCs.
func (b *Builder) AddVPC(v ...VPC) { put(&b.c.vpcs, func(x VPC) string { return x.ID }, v) }

// AddSubnet adds subnets.
func (b *Builder) AddSubnet(v ...Subnet) { put(&b.c.subnets, func(x Subnet) string { return x.ID }, v) }

// AddGroup adds groups.
func (b *Builder) AddGroup(v ...Group) { put(&b.c.groups, func(x Group) string { return x.ID }, v) }

// AddInterface adds network interfaces.
func (b *Builder) AddInterface(v ...Interface) {
	put(&b.c.interfaces, func(x Interface) string { return x.ID }, v)
}

// AddInstance adds instances.
func (b *Builder) AddInstance(v ...Instance) {
	put(&b.c.instances, func(x Instance) string { return x.ID }, v)
}

// AddStudio adds Studios.
func (b *Builder) AddStudio(v ...Studio) { put(&b.c.studios, func(x Studio) string { return x.ID }, v) }

// AddCluster adds clusters.
func (b *Builder) AddCluster(v ...Cluster) {
	put(&b.c.clusters, func(x Cluster) string { return x.ID }, v)
}

// Group gives a group added before and reports whether it is there.
func (b *Builder) Group(id string) (Group, bool) { return get(b.c.groups, id) }

// MarkGone records that a look-up of this very id was answered with "there is none".
func (b *Builder) MarkGone(id string) {
	if b.c.gone == nil {
		b.c.gone = map[string]bool{}
	}
	b.c.gone[id] = true
}

// Mark records what became of a part, in a scope: a VPC id, or "" for all.
func (b *Builder) Mark(p Part, scope string, r Reading) {
	if b.c.readings == nil {
		b.c.readings = map[readingKey]Reading{}
	}
	b.c.readings[readingKey{p, scope}] = r
}

// put is not inlined: it is called wherever something is added.
//
//go:noinline
func put[T any](x *index[T], id func(T) string, items []T) {
	if x.byID == nil {
		x.byID = map[string]*T{}
	}
	for _, v := range items {
		x.byID[id(v)] = &v
	}
}

// Snapshot makes a snapshot of what was added so far. The builder can go on.
func (b *Builder) Snapshot() Snapshot {
	c := b.c.clone()
	c.vpcs.sort()
	c.subnets.sort()
	c.groups.sort()
	c.interfaces.sort()
	c.instances.sort()
	c.studios.sort()
	c.clusters.sort()
	c.network.finish()
	c.services.finish()
	c.findInterfaces()
	c.referrers = map[string][]string{}
	for g := range c.groups.all {
		for _, r := range g.Rules {
			if r.Rule.Peer.Kind != PeerGroup {
				continue
			}
			list := c.referrers[r.Rule.Peer.ID]
			if len(list) == 0 || list[len(list)-1] != g.ID {
				c.referrers[r.Rule.Peer.ID] = append(list, g.ID)
			}
		}
	}
	return Snapshot{base: &c}
}

// findInterfaces makes the look-ups of interfaces: by group, by instance and by address.
func (c *catalog) findInterfaces() {
	c.interfacesOf, c.interfacesOn = map[string][]string{}, map[string][]string{}
	c.interfacesAt = map[netip.Addr][]string{}
	for i := range c.interfaces.all {
		for _, g := range i.Groups {
			c.interfacesOf[g] = append(c.interfacesOf[g], i.ID)
		}
		if i.Instance != "" {
			c.interfacesOn[i.Instance] = append(c.interfacesOn[i.Instance], i.ID)
		}
		for _, a := range i.Addresses {
			c.atAddress(a, i.ID)
		}
		for _, a := range i.Public {
			c.atAddress(a.Public, i.ID)
		}
	}
}

// atAddress notes an interface at an address; it comes to an address's list once, in order of id.
func (c *catalog) atAddress(a netip.Addr, id string) {
	if list := c.interfacesAt[a]; len(list) == 0 || list[len(list)-1] != id {
		c.interfacesAt[a] = append(list, id)
	}
}

func (c *catalog) clone() catalog {
	out := *c
	out.vpcs.split()
	out.subnets.split()
	out.groups.split()
	out.interfaces.split()
	out.instances.split()
	out.studios.split()
	out.clusters.split()
	out.network = c.network.clone()
	out.services = c.services.clone()
	out.readings = maps.Clone(c.readings)
	out.gone = maps.Clone(c.gone)
	return out
}
