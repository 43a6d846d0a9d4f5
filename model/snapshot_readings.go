package model

import (
	"cmp"
	"maps"
	"slices"
	"sort"
)

// ScopedReading is a recorded reading with the part and the scope that it is about.
type ScopedReading struct {
	Part    Part
	Scope   string // a VPC id, or "" for the snapshot as a whole
	Reading Reading
}

// Readings gives every reading that was recorded, in order of part and scope. What was not recorded
// was not read.
func (s Snapshot) Readings() []ScopedReading {
	out := make([]ScopedReading, 0, len(s.cat().readings))
	for k, r := range s.cat().readings {
		out = append(out, ScopedReading{k.part, k.scope, r})
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := &out[i], &out[j]
		return cmp.Or(cmp.Compare(a.Part, b.Part), cmp.Compare(a.Scope, b.Scope)) < 0
	})
	return out
}

// Gone gives the ids of which a look-up said that there is no such thing, in order.
func (s Snapshot) Gone() []string {
	ids := maps.Clone(s.cat().gone)
	if ids == nil {
		ids = map[string]bool{}
	}
	if s.edit != nil {
		maps.Copy(ids, s.edit.deleted)
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(ids)), func(id string) bool { return s.GroupPresence(id) != Gone })
}
