package model

import (
	"iter"
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// Snapshot is everything that one load saw, of any accounts, Regions and VPCs. It is an opaque,
// immutable handle: copy it freely. The zero value is a snapshot of nothing, all of it not read.
type Snapshot struct {
	base *catalog
	edit *overlay
}

// index keeps things by id and in a fixed order. It keeps pointers to them: the code of a map of pointers is
// in the program once, that of a map of structs once for each type. What they point to never changes.
type index[T any] struct{ pointers[*T] }

// pointers is what an index does without knowing what it keeps; P is a pointer.
type pointers[P any] struct {
	byID  map[string]P
	order []string
}

func (x *pointers[P]) sort() { x.order = slices.Sorted(maps.Keys(x.byID)) }

// split lets go of the map that a copy of the index shares with another.
func (x *pointers[P]) split() { x.byID = maps.Clone(x.byID) }

func (x index[T]) all(yield func(T) bool) {
	for _, id := range x.order {
		if !yield(*x.byID[id]) {
			return
		}
	}
}

type readingKey struct {
	part  Part
	scope string
}

// catalog is what was read, with the look-ups that every judgement needs. Never modified once built.
type catalog struct {
	origin     Origin
	vpcs       index[VPC]
	subnets    index[Subnet]
	groups     index[Group]
	interfaces index[Interface]
	instances  index[Instance]
	studios    index[Studio]
	clusters   index[Cluster]
	network    network
	services   services
	readings   map[readingKey]Reading
	gone       map[string]bool

	interfacesOf map[string][]string     // group id → interface ids
	interfacesOn map[string][]string     // instance id → interface ids
	interfacesAt map[netip.Addr][]string // address, private or public → interface ids
	referrers    map[string][]string     // group id → ids of the groups whose rules name it
}

// overlay holds the groups that planned changes touched; it hides those of the catalog.
type overlay struct {
	groups  map[string]Group
	order   []string // ids of groups that the catalog does not have
	deleted map[string]bool
}

func (s Snapshot) cat() *catalog {
	if s.base == nil {
		return emptyCatalog()
	}
	return s.base
}

// emptyCatalog is not inlined, as cat is in every accessor.
//
//go:noinline
func emptyCatalog() *catalog { return &catalog{} }

// Origin gives where the snapshot comes from.
func (s Snapshot) Origin() Origin { return s.cat().origin }

// Reading gives what became of a part in a scope: a VPC id, or "" for the snapshot as a whole.
// What was recorded for the VPC wins over what was recorded for the whole.
//
//go:noinline
func (s Snapshot) Reading(p Part, scope string) Reading {
	c := s.cat()
	if r, ok := c.readings[readingKey{p, scope}]; ok {
		return r
	}
	return c.readings[readingKey{p, ""}]
}

// VPCs yields the VPCs in order of id.
func (s Snapshot) VPCs() iter.Seq[VPC] { return s.cat().vpcs.all }

// VPC gives a VPC and reports whether it was read.
func (s Snapshot) VPC(id string) (VPC, bool) { return get(s.cat().vpcs, id) }

// Subnets yields the subnets in order of id.
func (s Snapshot) Subnets() iter.Seq[Subnet] { return s.cat().subnets.all }

// Subnet gives a subnet and reports whether it was read.
func (s Snapshot) Subnet(id string) (Subnet, bool) { return get(s.cat().subnets, id) }

// Interfaces yields the network interfaces in order of id.
func (s Snapshot) Interfaces() iter.Seq[Interface] { return s.cat().interfaces.all }

// Interface gives a network interface and reports whether it was read.
func (s Snapshot) Interface(id string) (Interface, bool) { return get(s.cat().interfaces, id) }

// InterfacesAt gives the interfaces that have an address, as their own or as a public one, in order of id.
func (s Snapshot) InterfacesAt(a netip.Addr) []Interface {
	return s.theInterfaces(s.cat().interfacesAt[a])
}

// InterfacesOn gives the interfaces that say they are attached to an instance, in order of id.
func (s Snapshot) InterfacesOn(instance string) []Interface {
	return s.theInterfaces(s.cat().interfacesOn[instance])
}

// Instances yields the instances in order of id.
func (s Snapshot) Instances() iter.Seq[Instance] { return s.cat().instances.all }

// Instance gives an instance and reports whether it was read.
func (s Snapshot) Instance(id string) (Instance, bool) { return get(s.cat().instances, id) }

// Studios yields the Studios in order of id.
func (s Snapshot) Studios() iter.Seq[Studio] { return s.cat().studios.all }

// Studio gives a Studio and reports whether it was read.
func (s Snapshot) Studio(id string) (Studio, bool) { return get(s.cat().studios, id) }

// Clusters yields the clusters in order of id.
func (s Snapshot) Clusters() iter.Seq[Cluster] { return s.cat().clusters.all }

// Cluster gives a cluster and reports whether it was read.
func (s Snapshot) Cluster(id string) (Cluster, bool) { return get(s.cat().clusters, id) }

func get[T any](x index[T], id string) (T, bool) {
	if v, ok := x.byID[id]; ok {
		return *v, true
	}
	var none T
	return none, false
}

// Groups yields the groups in order of id, those that are planned last.
func (s Snapshot) Groups() iter.Seq[Group] {
	return func(yield func(Group) bool) {
		for _, id := range s.groupIDs() {
			if g, ok := s.Group(id); ok && !yield(g) {
				return
			}
		}
	}
}

// groupIDs gives the ids of groups that may be there, in order. It is no part of the loop above, which is
// inlined wherever somebody ranges over groups.
//
//go:noinline
func (s Snapshot) groupIDs() []string {
	if s.edit == nil || len(s.edit.order) == 0 {
		return s.cat().groups.order
	}
	return slices.Concat(s.cat().groups.order, s.edit.order)
}

// Group gives a group and reports whether it is there.
func (s Snapshot) Group(id string) (Group, bool) {
	if s.edit != nil {
		if s.edit.deleted[id] {
			return Group{}, false
		}
		if g, ok := s.edit.groups[id]; ok {
			return g, true
		}
	}
	return get(s.cat().groups, id)
}

// GroupPresence says whether a group is there, is known to be gone, or is not known.
func (s Snapshot) GroupPresence(id string) Presence {
	if _, ok := s.Group(id); ok {
		return Present
	}
	if s.cat().gone[id] || s.edit != nil && s.edit.deleted[id] {
		return Gone
	}
	return NotKnown
}

// GroupNamed finds a group of a VPC by its name, upper and lower case alike as EC2 compares them.
func (s Snapshot) GroupNamed(vpc, name string) (Group, bool) {
	for g := range s.Groups() {
		if g.VPC == vpc && strings.EqualFold(g.Name, name) {
			return g, true
		}
	}
	return Group{}, false
}

// InterfacesOf gives the interfaces that carry a group, in order of id, as far as they were read.
func (s Snapshot) InterfacesOf(group string) []Interface {
	return s.theInterfaces(s.cat().interfacesOf[group])
}

func (s Snapshot) theInterfaces(ids []string) []Interface {
	out := make([]Interface, 0, len(ids))
	for _, id := range ids {
		out = append(out, *s.cat().interfaces.byID[id])
	}
	return out
}

// Referrers gives the groups that have a rule naming the group, itself among them, in order of id.
func (s Snapshot) Referrers(group string) []Group {
	ids := slices.Clone(s.cat().referrers[group])
	if s.edit != nil {
		for id := range s.edit.groups {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var out []Group
	for _, id := range slices.Compact(ids) {
		if g, ok := s.Group(id); ok && names(g, group) {
			out = append(out, g)
		}
	}
	return out
}

func names(g Group, id string) bool {
	return slices.ContainsFunc(g.Rules, func(r GroupRule) bool { return r.Rule.Peer == GroupPeer(id) })
}
