package lint

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// groupSet is the groups of some interface, all of which were read. Their rules count as one list.
type groupSet struct {
	groups []model.Group
	joined [2]*joinedSide // by direction; nil until asked for
}

// joinedSide is one direction of a set, with the group that each rule is of.
type joinedSide struct {
	*side
	owner []string
}

func (r *run) join(set *groupSet, d model.Direction) *joinedSide {
	if set.joined[d] != nil {
		return set.joined[d]
	}
	var rules []model.GroupRule
	j := &joinedSide{}
	for _, g := range set.groups {
		for _, e := range g.Rules {
			if e.Rule.Direction == d {
				rules = append(rules, e)
				j.owner = append(j.owner, g.ID)
			}
		}
	}
	j.side = newSide(r, rules, d)
	set.joined[d] = j
	return j
}

// readSets notes in which sets interfaces carry groups. A set with a group that was not read is left
// out: what it allows is not known.
func (r *run) readSets() {
	seen := map[string]bool{}
	for i := range r.s.Interfaces() {
		if len(i.Groups) < 2 {
			continue
		}
		ids := slices.Sorted(slices.Values(i.Groups))
		key := strings.Join(ids, " ")
		if seen[key] {
			continue
		}
		seen[key] = true
		set := &groupSet{}
		for _, id := range ids {
			if g, ok := r.s.Group(id); ok {
				set.groups = append(set.groups, g)
			}
		}
		if len(set.groups) != len(ids) {
			continue
		}
		for _, id := range ids {
			r.sets[id] = append(r.sets[id], set)
		}
	}
}

// others names the groups of a set but one.
func (s *groupSet) others(but string) string {
	var out []string
	for _, g := range s.groups {
		if g.ID != but {
			out = append(out, model.Subject{ID: g.ID, Name: model.Printable(g.Name)}.Label())
		}
	}
	return listed(out)
}
