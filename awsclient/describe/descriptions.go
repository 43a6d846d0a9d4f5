package describe

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// countDescriptions says how much is known of Studios and clusters: a listing names them, and only the description
// of each says which groups it has. A cluster that is no more has none to lose.
func (l *load) countDescriptions() {
	for _, st := range l.described.studios {
		if !st.Described {
			l.count(model.PartStudios, place{}, tally{holes: 1})
		}
	}
	for _, c := range l.described.clusters {
		if c.Live() && !c.Described {
			l.count(model.PartClusters, place{}, tally{holes: 1})
		}
	}
}

// missingGroups gives the groups that a Studio keeps naming though they were deleted: a listing that was read to its
// end for the Studio's account and Region does not hold them. It is not held against them where the listing lacks a
// group that is surely there, or in a VPC of another account, whose groups may be shared without being listed.
func (l *load) missingGroups() []string {
	f := l.described
	if l.lacksLiveGroup() {
		return nil
	}
	var out []string
	for _, st := range f.studios {
		vpc, ok := f.vpcs[st.VPC]
		foreign := ok && vpc.Owner != "" && st.Account != "" && vpc.Owner != st.Account
		listing := l.at(model.PartGroups, place{account: st.Account, region: st.Region}).reading()
		if foreign || !listing.Whole() {
			continue
		}
		for _, id := range []string{st.Workspace, st.Engine} {
			if _, listed := f.groups[id]; id != "" && !listed && !f.sharedHere(id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// lacksLiveGroup reports whether the groups that were listed lack one that an interface or a live cluster has: then
// more are there than were listed.
func (l *load) lacksLiveGroup() bool {
	f := l.described
	lacking := func(id string) bool {
		_, listed := f.groups[id]
		return id != "" && !listed && !f.sharedHere(id)
	}
	for _, i := range f.interfaces {
		if slices.ContainsFunc(i.Groups, lacking) {
			return true
		}
	}
	for _, c := range f.clusters {
		if c.Live() && slices.ContainsFunc(c.Groups(), lacking) {
			return true
		}
	}
	return false
}

// sharedHere reports whether a group is one that another account shares.
func (f *found) sharedHere(id string) bool {
	for _, g := range f.shared {
		if g.Group == id {
			return true
		}
	}
	return false
}
