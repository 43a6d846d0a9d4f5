package lint

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// unused finds groups that nothing carries and nobody names. What may use a group and was not read
// whole makes that unknown; a group that somebody names, or that EMR or EC2 expects to find by its
// name, is never unused.
func unused(x *examined) []draft {
	g := x.g
	another := func(o model.Group) bool { return o.ID != g.ID }
	if isVPCDefault(g) || isEMRName(g.Name) || model.IsPending(g.ID) ||
		len(x.named[g.ID]) > 0 || len(x.places[g.ID]) > 0 || len(x.s.InterfacesOf(g.ID)) > 0 ||
		slices.ContainsFunc(x.s.Referrers(g.ID), another) {
		return nil
	}
	unread := x.usersUnread(g)
	if !x.o.NamedWhole {
		unread = append(unread, "EMR on EKS endpoints", "EMR Serverless applications")
	}
	if len(unread) > 0 {
		return []draft{{unknown: true, reason: x.label() + " is used by nothing that was read, and not all was read of " +
			strings.Join(unread, ", ") + "."}}
	}
	return []draft{{
		reason: x.label() + " is on no interface, and nobody names it.",
		advice: "Ask whoever made it. Templates and launch configurations that name it are not read here.",
	}}
}

// usersUnread gives, in words, what may use a group and was not read whole.
func (r *run) usersUnread(g model.Group) []string {
	var out []string
	for _, p := range []model.Part{
		model.PartGroups, model.PartInterfaces, model.PartStudios, model.PartClusters,
		model.PartEndpoints,
	} {
		if !r.s.Reading(p, g.VPC).Whole() {
			out = append(out, p.Name())
		}
	}
	for st := range r.s.Studios() {
		if !st.Described && (st.VPC == g.VPC || st.VPC == "") {
			out = append(out, "Studio "+st.ID)
		}
	}
	for c := range r.s.Clusters() {
		if !c.Described && c.Live() {
			out = append(out, "cluster "+c.ID)
		}
	}
	return out
}
