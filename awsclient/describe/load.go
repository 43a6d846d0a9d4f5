package describe

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// found is what the documents hold, by id.
type found struct {
	vpcs       map[string]model.VPC
	subnets    map[string]model.Subnet
	groups     map[string]model.Group
	rules      map[ruleOf]model.GroupRule
	interfaces map[string]model.Interface
	inner      map[string]model.Interface // interfaces as describe-instances prints them
	instances  map[string]model.Instance
	studios    map[string]model.Studio
	clusters   map[string]model.Cluster

	primary map[string]string // instance group or fleet of a primary node → cluster
	members map[string]string // EMR instance → its instance group or fleet
	dns     map[string]string // DNS name → instance

	surroundings
	services

	vpcPlaces map[string][]place // where a VPC was listed or named
	vpcWhere  map[string]place   // owner and Region of a VPC as those who name it have them
}

func newFound() *found {
	return &found{
		vpcs:         map[string]model.VPC{},
		subnets:      map[string]model.Subnet{},
		groups:       map[string]model.Group{},
		rules:        map[ruleOf]model.GroupRule{},
		interfaces:   map[string]model.Interface{},
		inner:        map[string]model.Interface{},
		instances:    map[string]model.Instance{},
		studios:      map[string]model.Studio{},
		clusters:     map[string]model.Cluster{},
		primary:      map[string]string{},
		members:      map[string]string{},
		dns:          map[string]string{},
		surroundings: newSurroundings(),
		services:     newServices(),
		vpcPlaces:    map[string][]place{},
		vpcWhere:     map[string]place{},
	}
}

// load is one Read on its way: described holds what describe-* output says, kept what saved
// snapshots of ours say. They are apart because a saved snapshot is taken as it is, while things are
// concluded from the other (which instance is a primary node, which VPCs there must be).
type load struct {
	described *found
	kept      *found
	tallies   map[partAt]tally
	marked    map[scoped]model.Reading
	caller    model.Caller
	saved     []savedHead
	bad       Malformed
}

func newLoad() *load {
	return &load{described: newFound(), kept: newFound(), tallies: map[partAt]tally{}, marked: map[scoped]model.Reading{}}
}

// seen notes that a VPC was met in a document of the reader's place.
func (r *reader) seen(vpc string) {
	if !slices.Contains(r.found.vpcPlaces[vpc], r.place) {
		r.found.vpcPlaces[vpc] = append(r.found.vpcPlaces[vpc], r.place)
	}
}

// mention notes a VPC that something names, so that the thing can be shown in it even if nobody
// listed VPCs. The Region of the thing is the VPC's; its owner need not be.
func (r *reader) mention(vpc string, w place) {
	if vpc == "" {
		return
	}
	r.seen(vpc)
	if known := r.found.vpcWhere[vpc]; known.region == "" {
		r.found.vpcWhere[vpc] = place{region: w.region}
	}
}

// conclude adds what follows from the documents together.
func (f *found) conclude() {
	f.nameRules()
	f.plainReferences()
	f.findPrimaries()
	for id := range f.vpcPlaces {
		if _, ok := f.vpcs[id]; !ok {
			f.vpcs[id] = model.VPC{ID: id, Region: f.vpcWhere[id].region}
		}
	}
	for id, x := range f.inner {
		if _, ok := f.interfaces[id]; !ok {
			f.interfaces[id] = x
		}
	}
}

// snapshot makes the snapshot of everything that was read.
func (l *load) snapshot(name string) model.Snapshot {
	l.described.conclude()
	l.countEntries()
	l.countServices()
	l.kept.nameRules()
	b := model.NewBuilder(l.origin(name))
	for _, f := range []*found{l.described, l.kept} {
		f.addTo(b)
	}
	for _, id := range l.missingGroups() {
		b.MarkGone(id)
	}
	l.markReadings(b)
	l.markRoles(b)
	l.markSaved(b)
	return b.Snapshot()
}

// countEntries says how much of the prefix lists' entries is known: all, if every list has its own.
func (l *load) countEntries() {
	known, unknown := 0, 0
	for _, p := range l.described.prefixLists {
		if p.EntriesRead {
			known++
		} else {
			unknown++
		}
	}
	switch {
	case known > 0 && unknown > 0:
		l.count(model.PartPrefixListEntries, place{}, tally{holes: 1})
	case known > 0:
		l.count(model.PartPrefixListEntries, place{}, tally{whole: 1})
	}
}

func (f *found) addTo(b *model.Builder) {
	addAll(b.AddVPC, f.vpcs)
	addAll(b.AddSubnet, f.subnets)
	addAll(b.AddGroup, f.groups)
	addAll(b.AddInterface, f.interfaces)
	addAll(b.AddInstance, f.instances)
	addAll(b.AddStudio, f.studios)
	addAll(b.AddCluster, f.clusters)
	f.surroundings.addTo(b)
	f.services.addTo(b)
}

// origin says where the snapshot comes from: as a saved snapshot says it, if there is nothing else.
func (l *load) origin(name string) model.Origin {
	if len(l.saved) == 1 && len(l.tallies) == 0 {
		return l.saved[0].origin
	}
	o := model.Origin{Kind: model.FromFile, Name: name, Caller: l.caller}
	for _, s := range l.saved {
		if o.Caller == (model.Caller{}) {
			o.Caller = s.origin.Caller
		}
	}
	regions := map[string]bool{}
	for _, f := range []*found{l.described, l.kept} {
		for _, v := range f.vpcs {
			regions[v.Region] = true
		}
		for _, s := range f.studios {
			regions[s.Region] = true
		}
		for _, c := range f.clusters {
			regions[c.Region] = true
		}
	}
	delete(regions, "")
	if len(regions) == 1 {
		for r := range regions {
			o.Region = r
		}
	}
	o.Partition = first(partition(o.Caller.ARN), partitionOf(o.Region))
	return o
}
