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
	if unread := append(x.usersUnread(g), x.namersUnread(g)...); len(unread) > 0 {
		return []draft{{unknown: true, reason: x.label() + " is used by nothing that was read, and not all was read of " +
			strings.Join(unread, ", ") + "."}}
	}
	return []draft{{
		reason: x.label() + " is on no interface, and nobody names it.",
		advice: "Ask whoever made it. Templates and launch configurations that name it are not read here.",
	}}
}

// usersUnread gives, in words, what shows who uses a group now and was not read whole.
func (r *run) usersUnread(g model.Group) []string {
	out := r.partsUnread(g, model.PartGroups, model.PartInterfaces, model.PartStudios, model.PartClusters)
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

// namersUnread gives, in words, what else may name a group and was not read whole.
func (r *run) namersUnread(g model.Group) []string {
	out := r.partsUnread(g, model.PartEndpoints, model.PartVirtualClusters, model.PartEKSClusters,
		model.PartManagedEndpoints, model.PartServerless)
	for v := range r.s.VirtualClusters() {
		if !v.EKSRead && v.Live() {
			out = append(out, "virtual cluster "+v.ID)
		}
	}
	for e := range r.s.ManagedEndpoints() {
		if !e.Described && e.Live() {
			out = append(out, "EMR on EKS endpoint "+e.ID)
		}
	}
	for a := range r.s.ServerlessApps() {
		if !a.Described && a.Live() {
			out = append(out, "EMR Serverless application "+a.ID)
		}
	}
	return out
}

// partsUnread names those of the parts that were not read whole. A service that is not offered in the
// Region has nothing that was missed.
func (r *run) partsUnread(g model.Group, parts ...model.Part) []string {
	var out []string
	for _, p := range parts {
		if reading := r.s.Reading(p, g.VPC); !reading.Whole() && reading.Failure.Kind != model.FailedUnsupported {
			out = append(out, p.Name())
		}
	}
	return out
}
