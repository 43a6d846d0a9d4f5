package model

import (
	"fmt"
	"slices"
)

// Blast is who carries a group that a plan changes, and what a revocation does to the connections
// that are established now. What the carriers gain and lose of reachability is asked elsewhere.
type Blast struct {
	Group      string
	Interfaces []Interface
	Instances  []string // ids, of those interfaces
	Clusters   []Cluster
	Studios    []Studio
	Unread     []Part // parts that were not read whole, so that there may be more carriers
	Flows      []Flow
}

// FlowFate says what becomes of established connections when a rule goes.
type FlowFate uint8

// The fates. FlowsNone is that no interface carries the group.
const (
	FlowsNone   FlowFate = iota
	FlowsOpen            // another rule lets the same traffic through
	FlowsKept            // they are tracked: they go on until they end or idle for long
	FlowsCut             // they are not tracked: they are cut at once
	FlowsEither          // some are tracked and some are not, or it is not known
)

// String gives the fate in words that complete "established connections …".
func (f FlowFate) String() string {
	switch f {
	case FlowsNone:
		return "there are none: no interface carries the group"
	case FlowsOpen:
		return "are let through by another rule"
	case FlowsKept:
		return "go on until they end or stay idle for long (TCP: up to 5 days)"
	case FlowsCut:
		return "are cut at once"
	case FlowsEither:
		return "may be cut at once"
	}
	return "may be cut at once"
}

// Flow is a revocation and what becomes of the connections that its rule had let through. What passes
// a load balancer, a NAT gateway or a VPC endpoint is always tracked and goes on in any case.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
type Flow struct {
	Step int // index in the plan
	Rule Rule
	Fate FlowFate
	Cut  []string // ids of the interfaces whose connections are, or may be, cut
}

// BlastOf gives the blast of the steps for each group that they change, in the plan's order. Groups
// that the plan makes have none.
func BlastOf(s Snapshot, steps []Step) []Blast {
	var out []Blast
	after := s
	for _, st := range steps {
		if next, err := after.With(st.Change); err == nil {
			after = next // a step that EC2 would refuse changes nothing
		}
	}
	at := map[string]int{}
	for i, st := range steps {
		id := st.Change.Target()
		g, ok := s.Group(id)
		if !ok {
			continue
		}
		n, seen := at[id]
		if !seen {
			n, at[id] = len(out), len(out)
			out = append(out, carriers(s, g))
		}
		if r, isRevoke := st.Change.(Revoke); isRevoke {
			out[n].Flows = append(out[n].Flows, flow(s, after, i, r))
		}
	}
	return out
}

func carriers(s Snapshot, g Group) Blast {
	b := Blast{Group: g.ID, Interfaces: s.InterfacesOf(g.ID), Unread: UsageUnread(s, g.VPC)}
	for _, i := range b.Interfaces {
		b.Instances = appendSet(b.Instances, i.Instance)
	}
	for c := range s.Clusters() {
		if !c.Failed() && slices.Contains(c.Groups(), g.ID) {
			b.Clusters = append(b.Clusters, c)
		}
	}
	for st := range s.Studios() {
		if st.Workspace == g.ID || st.Engine == g.ID {
			b.Studios = append(b.Studios, st)
		}
	}
	return b
}

// UsageUnread gives the parts that must be read whole before anybody can say who uses a VPC's groups,
// and were not.
func UsageUnread(s Snapshot, vpc string) []Part {
	var out []Part
	for _, p := range []Part{PartGroups, PartInterfaces, PartStudios, PartClusters} {
		if !s.Reading(p, vpc).Whole() {
			out = append(out, p)
		}
	}
	return out
}

// flow judges one revocation by every interface that carries the group.
func flow(before, after Snapshot, step int, r Revoke) Flow {
	f := Flow{Step: step, Rule: r.Rule}
	fates := map[FlowFate]bool{}
	for _, i := range before.InterfacesOf(r.Group) {
		fate := fateOn(before, after, i, r)
		fates[fate] = true
		if fate == FlowsCut || fate == FlowsEither {
			f.Cut = append(f.Cut, i.ID)
		}
	}
	switch {
	case len(fates) == 0:
		if !before.Reading(PartInterfaces, "").Whole() {
			f.Fate = FlowsEither
		}
	case fates[FlowsEither], fates[FlowsCut] && len(fates) > 1:
		f.Fate = FlowsEither
	case fates[FlowsCut]:
		f.Fate = FlowsCut
	case fates[FlowsKept]:
		f.Fate = FlowsKept
	default:
		f.Fate = FlowsOpen
	}
	return f
}

// fateOn judges a revocation on one interface by the rules of all of its groups.
func fateOn(before, after Snapshot, i Interface, r Revoke) FlowFate {
	was, known := rulesOn(before, i)
	is, _ := rulesOn(after, i)
	covered := func(o Rule) bool { return o.covers(r.Rule) }
	switch {
	case slices.ContainsFunc(is, covered):
		return FlowsOpen
	case !r.Rule.mayBeUntracked():
		return FlowsKept
	case slices.ContainsFunc(was, func(o Rule) bool { return untracked(r.Rule, o) }):
		return FlowsCut
	case !known:
		return FlowsEither
	}
	return FlowsKept
}

func rulesOn(s Snapshot, i Interface) (rules []Rule, known bool) {
	known = true
	for _, id := range i.Groups {
		g, ok := s.Group(id)
		known = known && ok
		for _, r := range g.Rules {
			rules = append(rules, r.Rule)
		}
	}
	return rules, known
}

// covers reports whether a rule lets through, by itself, all that another does.
func (r Rule) covers(q Rule) bool {
	if r.Direction != q.Direction || r.Protocol != AllProtocols && (r.Protocol != q.Protocol || !r.Ports.Contains(q.Ports)) {
		return false
	}
	if r.Peer == q.Peer {
		return true
	}
	return r.Peer.Kind == PeerCIDR && q.Peer.Kind == PeerCIDR &&
		r.Peer.Prefix.Bits() <= q.Peer.Prefix.Bits() && r.Peer.Prefix.Contains(q.Peer.Prefix.Addr())
}

// mayBeUntracked reports whether a rule is of the sort whose traffic EC2 may leave untracked: TCP or
// UDP from or to everybody.
func (r Rule) mayBeUntracked() bool {
	anybody := r.Peer == AnyIPv4() || r.Peer == AnyIPv6()
	return anybody && (r.Protocol == TCP || r.Protocol == UDP || r.Protocol == AllProtocols)
}

// untracked reports whether two rules of opposite directions make a flow that is not tracked: both of
// them open to everybody, one for the traffic and one for replies on all ports.
func untracked(a, b Rule) bool {
	if a.Direction == b.Direction || a.Peer != b.Peer || !a.mayBeUntracked() || !b.mayBeUntracked() {
		return false
	}
	if a.Protocol != b.Protocol && a.Protocol != AllProtocols && b.Protocol != AllProtocols {
		return false
	}
	return a.Ports == AllPorts() || b.Ports == AllPorts()
}

// Text gives the flow in one sentence.
func (f Flow) Text() string {
	s := "established connections of " + f.Rule.String() + " " + f.Fate.String()
	if n := len(f.Cut); n > 0 {
		s += fmt.Sprintf(" (%s", f.Cut[0])
		if n > 1 {
			s += fmt.Sprintf(" and %d more", n-1)
		}
		s += ")"
	}
	return s
}
