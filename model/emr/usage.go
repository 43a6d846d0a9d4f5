package emr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// The tags by which EMR marks the interfaces and instances of a cluster or a Workspace.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-service-role.html
const (
	tagCluster   = "aws:elasticmapreduce:job-flow-id"
	tagWorkspace = "aws:elasticmapreduce:editor-id"
)

// Usage is who uses a group, as far as was read.
type Usage struct {
	Studios    []model.Studio
	Clusters   []model.Cluster
	Interfaces []model.Interface
	Referrers  []model.Group // groups with a rule that names it, itself left out
	Unread     []model.Part  // parts whose reading was not whole, so that there may be more
}

// Usage gives who uses a group.
func (a *Analysis) Usage(group string) Usage {
	var u Usage
	for st := range a.snap.Studios() {
		if st.Workspace == group || st.Engine == group {
			u.Studios = append(u.Studios, st)
		}
	}
	for c := range a.snap.Clusters() {
		if !c.Failed() && slices.Contains(c.Groups(), group) {
			u.Clusters = append(u.Clusters, c)
		}
	}
	u.Interfaces = a.snap.InterfacesOf(group)
	for _, g := range a.snap.Referrers(group) {
		if g.ID != group {
			u.Referrers = append(u.Referrers, g)
		}
	}
	g, _ := a.snap.Group(group)
	u.Unread = a.usageUnread(g.VPC)
	return u
}

// usageUnread gives the parts that must be read whole before anybody can say who uses a group.
func (a *Analysis) usageUnread(vpc string) []model.Part {
	var out []model.Part
	for _, p := range []model.Part{model.PartGroups, model.PartInterfaces, model.PartStudios, model.PartClusters} {
		if !a.snap.Reading(p, vpc).Whole() {
			out = append(out, p)
		}
	}
	return out
}

// usageUnknown says why nothing may be taken from a group; "" if all of its users are known.
func (a *Analysis) usageUnknown(g model.Group) string {
	unread := a.usageUnread(g.VPC)
	if len(unread) == 0 {
		return ""
	}
	var names []string
	for _, p := range unread {
		names = append(names, p.Name())
	}
	return "usage unknown: " + strings.Join(names, ", ") + " not read whole"
}

// revoking makes a fix that takes rules away, or, where somebody else may live on them, advice.
func (a *Analysis) revoking(g model.Group, fix model.Fix) model.Remedy {
	if why := a.unexplained(g); why != "" {
		return model.Advice{Text: "Not proposed as a change: " + why + ". Find out who needs the rule, then remove it by hand."}
	}
	for _, c := range fix.Changes {
		r, isRevoke := c.(model.Revoke)
		if !isRevoke || r.Rule.Direction != model.Egress {
			continue
		}
		if eni := a.losesEgress(g, r.Rule); eni != "" {
			return model.Advice{Text: fmt.Sprintf("Not proposed as a change: %s has no other group that lets %s out. "+
				"Give it one first, then remove the rule by hand.", eni, r.Rule.Traffic())}
		}
	}
	if x, traffic := a.waitsFor(g, fix); x != "" {
		return model.Advice{Text: fmt.Sprintf("Not proposed as a change: %s lets %s in from this group, and no other rule "+
			"lets that out. If it is wanted, let it out to that group first; then remove the rule by hand.", x, traffic)}
	}
	return fix
}

// waitsFor names a group outside of every pair that lets this one in on what only the egress rules let out that the
// fix would take away, as a database or an EMR on EKS endpoint for its notebooks; "" for none.
func (a *Analysis) waitsFor(g model.Group, fix model.Fix) (group, traffic string) {
	taken, left := egressAfter(g, fix)
	for _, x := range a.snap.Referrers(g.ID) {
		if len(taken) == 0 || a.roles.has(x.ID, RoleWorkspace, RoleEngine, RoleEditor, RoleLivy) {
			continue // between the groups of pairs, what is documented counts
		}
		to := model.GroupPeer(x.ID)
		var lost, kept reach.Set
		for _, r := range taken {
			if r.Peer == to || r.Peer.Kind == model.PeerCIDR {
				lost = lost.Union(reach.TrafficOf(r.Protocol, r.Ports))
			}
		}
		for _, r := range left {
			if coversPeer(r.Peer, to) {
				kept = kept.Union(reach.TrafficOf(r.Protocol, r.Ports))
			}
		}
		for _, e := range x.In(model.Ingress) {
			in := reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports)
			if e.Rule.Peer == model.GroupPeer(g.ID) && !in.Intersect(lost).Minus(kept).Empty() {
				return a.label(x.ID), e.Rule.Traffic()
			}
		}
	}
	return "", ""
}

// egressAfter gives the egress rules of a group that a fix takes away, and those that there are after it.
func egressAfter(g model.Group, fix model.Fix) (taken, left []model.Rule) {
	for _, e := range g.In(model.Egress) {
		left = append(left, e.Rule)
	}
	for _, c := range fix.Changes {
		switch c := c.(type) {
		case model.Revoke:
			if c.Rule.Direction == model.Egress {
				taken = append(taken, c.Rule)
				left = slices.DeleteFunc(left, func(r model.Rule) bool { return r == c.Rule })
			}
		case model.Authorize:
			if c.Rule.Direction == model.Egress {
				left = append(left, c.Rule)
			}
		case model.CreateGroup, model.SetTag, model.DeleteGroup, model.RemoveTag:
		}
	}
	return taken, left
}

// unexplained names a role or an interface of a group that a Studio does not explain; "" for none.
func (a *Analysis) unexplained(g model.Group) string {
	for _, r := range a.roles.of[g.ID] {
		if r.Kind != RoleWorkspace && r.Kind != RoleEngine && r.Kind != RoleEditor && r.Kind != RoleLivy {
			return "the group is also " + r.Kind.String() + " (" + r.Why + ")"
		}
	}
	for _, i := range a.snap.InterfacesOf(g.ID) {
		if !a.emrInterface(i) {
			return "the group is also on " + i.ID + describing(i) + ", which is nothing of EMR's"
		}
	}
	return ""
}

func describing(i model.Interface) string {
	switch {
	case i.Instance != "":
		return " (instance " + i.Instance + ")"
	case i.Description != "":
		return " (" + model.Printable(i.Description) + ")"
	}
	return ""
}

// emrInterface reports whether an interface is a Workspace's or a cluster node's.
func (a *Analysis) emrInterface(i model.Interface) bool {
	return hasTag(i.Tags, tagWorkspace) || a.clusterOf(i) != ""
}

// clusterOf gives the cluster whose node an interface is; "" for none. A Workspace's own interface
// names the cluster too, but is no node of it.
func (a *Analysis) clusterOf(i model.Interface) string {
	if hasTag(i.Tags, tagWorkspace) {
		return ""
	}
	if id, ok := i.Tags.Get(tagCluster); ok {
		return id
	}
	if i.Instance == "" {
		return ""
	}
	if inst, ok := a.snap.Instance(i.Instance); ok {
		if id, ok := inst.Tags.Get(tagCluster); ok {
			return id
		}
	}
	for c := range a.snap.Clusters() {
		if slices.Contains(c.PrimaryInstances, i.Instance) {
			return c.ID
		}
	}
	return ""
}

// losesEgress names a cluster node's interface that only this rule lets out; "" for none. What a
// Workspace's interface needs is in the documented rules.
func (a *Analysis) losesEgress(g model.Group, r model.Rule) string {
	need := reach.TrafficOf(r.Protocol, r.Ports)
	for _, i := range a.snap.InterfacesOf(g.ID) {
		if a.clusterOf(i) == "" {
			continue
		}
		var rest reach.Set
		for _, id := range i.Groups {
			other, ok := a.snap.Group(id)
			if !ok || id == g.ID {
				continue
			}
			for _, e := range other.In(model.Egress) {
				if coversPeer(e.Rule.Peer, r.Peer) {
					rest = rest.Union(reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports))
				}
			}
		}
		if !rest.Contains(need) {
			return i.ID + describing(i)
		}
	}
	return ""
}

// coversPeer reports whether one peer surely means all that another means. A group's members have
// addresses, so that the world covers them; other blocks may or may not.
func coversPeer(wide, narrow model.Peer) bool {
	switch {
	case wide == narrow:
		return true
	case wide.Kind != model.PeerCIDR:
		return false
	case narrow.Kind == model.PeerCIDR:
		return wide.Prefix.Bits() <= narrow.Prefix.Bits() && wide.Prefix.Contains(narrow.Prefix.Addr())
	}
	return wide == model.AnyIPv4()
}

func hasTag(t model.Tags, key string) bool {
	_, ok := t.Get(key)
	return ok
}
