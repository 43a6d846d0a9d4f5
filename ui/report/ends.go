package report

import (
	"cmp"
	"sort"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// EndKinds are the kinds of ends whose pairs a matrix shows.
func EndKinds() []string { return []string{"groups", "interfaces", "instances"} }

// Ends gives the ends of one kind in the VPCs that are told of, by VPC and name.
func (v View) Ends(kind string) []reach.End {
	s := v.snapshot()
	var out []reach.End
	switch kind {
	case "groups":
		for g := range s.Groups() {
			if v.inScope(g.VPC) {
				out = append(out, reach.GroupEnd(s, g.ID))
			}
		}
	case "interfaces":
		for i := range s.Interfaces() {
			if v.inScope(i.VPC) {
				out = append(out, interfaceEnd(s, i))
			}
		}
	case "instances":
		for i := range s.Interfaces() {
			if i.Instance != "" && v.inScope(i.VPC) {
				out = append(out, instanceEnd(s, i))
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		x, y := &out[i], &out[j]
		return cmp.Or(cmp.Compare(x.VPC, y.VPC), cmp.Compare(x.Label(), y.Label()), cmp.Compare(x.ID, y.ID)) < 0
	})
	return out
}

// interfaceEnd gives an interface under a name that a person knows it by.
func interfaceEnd(s model.Snapshot, i model.Interface) reach.End {
	e := reach.InterfaceEnd(i)
	what := i.Description
	if x, ok := s.Instance(i.Instance); ok && x.Name != "" {
		what = x.Name
	}
	if name, ok := i.Tags.Get("Name"); ok && name != "" {
		what = name
	}
	if what != "" {
		e.Name = what + " (" + i.ID + ")"
	}
	return e
}

// instanceEnd gives an instance by its interface; one of several by the interface's own id.
func instanceEnd(s model.Snapshot, i model.Interface) reach.End {
	e := reach.InterfaceEnd(i)
	x, _ := s.Instance(i.Instance)
	e.ID, e.Name = i.Instance, i.Instance
	if x.Name != "" {
		e.Name = x.Name + " (" + i.Instance + ")"
	}
	if len(x.Interfaces) > 1 {
		e.ID, e.Name = i.ID, e.Name+" "+i.ID
	}
	return e
}
