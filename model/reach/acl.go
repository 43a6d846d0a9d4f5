package reach

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// filterKey is what the traffic that an ACL lets through depends on: which of its entries are about
// the far address, a bit each.
type filterKey struct {
	acl         string
	d           model.Direction
	back        bool
	sure, maybe uint64
}

type filtered struct{ sure, may Set }

// acl puts the network ACL of a subnet on the trip: egress looks at where the packet goes, ingress at
// where it comes from.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
func (t trip) acl(subnet string, d model.Direction, far spot) trip {
	kind := HopACLIn
	if d == model.Egress {
		kind = HopACLOut
	}
	acl, ok := t.aclOf(subnet)
	if !ok {
		return t.missing(kind, subnet, "the network ACL of "+subnet)
	}
	f := t.filter(acl, d, t.back, far)
	back := t.back
	e, l := t.engine, t.leg
	t = t.add(kind, acl.ID, f.sure, f.may, func(v model.Verdict) telling {
		return aclTelling{e, acl, subnet, d, far, back, l}.tell(v)
	})
	t.facts.fact.key.at = subnet // the link is new, and nobody else has it yet
	return t
}

// aclOf gives the ACL of a subnet. That it is the VPC's default one is known only if all were read.
func (e *engine) aclOf(subnet string) (model.NetworkACL, bool) {
	acl, ok := e.s.ACLOf(subnet)
	if !ok || slices.Contains(acl.Subnets, subnet) {
		return acl, ok
	}
	return acl, e.whole(model.PartACLs, acl.VPC)
}

// filter gives what the entries of one direction let through: the first one about a packet decides.
// Of an entry that may or may not be about the far address, neither is sure.
func (e *engine) filter(acl model.NetworkACL, d model.Direction, back bool, far spot) filtered {
	key := filterKey{acl: acl.ID, d: d, back: back}
	matches := make([]model.Verdict, 0, len(acl.Entries))
	n := 0
	for _, x := range acl.Entries {
		if x.Direction != d {
			continue
		}
		v := far.in(x.Prefix, &e.cuts)
		switch v {
		case model.Allowed:
			key.sure |= 1 << (n % 64)
		case model.Unknown, model.Partly:
			key.maybe |= 1 << (n % 64)
		case model.Blocked:
		}
		matches = append(matches, v)
		n++
	}
	if out, ok := e.filters[key]; ok && n <= 64 {
		return out
	}
	out := sift(acl, d, back, matches)
	if n <= 64 {
		e.filters[key] = out
	}
	return out
}

func sift(acl model.NetworkACL, d model.Direction, back bool, matches []model.Verdict) filtered {
	var out filtered
	surely, maybe := Everything(), Everything() // what gets as far as the entry
	n := 0
	for _, x := range acl.Entries {
		if x.Direction != d {
			continue
		}
		v := matches[n]
		n++
		if v == model.Blocked {
			continue
		}
		about := entryTraffic(x, back)
		if x.Allow {
			out.may = out.may.Union(maybe.Intersect(about))
		}
		if v == model.Allowed {
			if x.Allow {
				out.sure = out.sure.Union(surely.Intersect(about))
			}
			maybe = maybe.Minus(about)
		}
		if surely = surely.Minus(about); maybe.Empty() {
			break
		}
	}
	return out
}

// entryTraffic gives the traffic that an entry is about: what it lets through or denies itself, or
// what has replies that it does so to.
func entryTraffic(x model.ACLEntry, back bool) Set {
	if back {
		return replyTraffic(x.Protocol, x.Ports)
	}
	return TrafficOf(x.Protocol, x.Ports)
}

// aclTelling is what an ACL's hop is told from.
type aclTelling struct {
	e      *engine
	acl    model.NetworkACL
	subnet string
	d      model.Direction
	far    spot
	back   bool
	leg    *leg
}

func (a aclTelling) tell(v model.Verdict) telling {
	what := a.leg.q.Text()
	if a.back {
		what = "the reply to " + what
	}
	edge := "into " + a.subnet + " from "
	if a.d == model.Egress {
		edge = "out of " + a.subnet + " to "
	}
	edge += a.leg.words(a.far)
	lines, denies := a.deciding()
	out := telling{}
	for _, x := range lines {
		out.lines = append(out.lines, Line{a.acl.ID, x.String()})
	}
	switch v {
	case model.Allowed:
		out.reason = fmt.Sprintf("%s lets %s %s", labelled(a.acl.Name, a.acl.ID), what, edge)
		return out
	case model.Blocked:
		out.reason = fmt.Sprintf("%s does not let %s %s", labelled(a.acl.Name, a.acl.ID), what, edge)
	case model.Partly:
		out.reason = fmt.Sprintf("%s lets only some of %s %s", labelled(a.acl.Name, a.acl.ID), what, edge)
	case model.Unknown:
		out.reason = fmt.Sprintf("whether %s lets %s %s is not known", labelled(a.acl.Name, a.acl.ID), what, edge)
		return out
	}
	out.code = CodeACL
	if denies != nil {
		out.reason += ": " + denies.String()
	} else {
		out.reason += ": no entry allows it"
	}
	if a.back && a.leg.q.Protocol.HasPorts() && !a.leg.q.Protocol.IsICMP() {
		out.reason += " (replies go to the client's ports " + a.leg.clients.String() + ")"
	}
	out.advice = a.advice(denies)
	return out
}

// deciding gives the entries that decide about the traffic, and the first of them that denies some.
func (a aclTelling) deciding() (lines []model.ACLEntry, denies *model.ACLEntry) {
	rest := a.leg.asked
	for _, x := range a.acl.Entries {
		if x.Direction != a.d || a.far.in(x.Prefix, &a.e.cuts) == model.Blocked {
			continue
		}
		about := entryTraffic(x, a.back)
		if !about.Overlaps(rest) {
			continue
		}
		lines = append(lines, x)
		if !x.Allow && denies == nil {
			denies = &x
		}
		rest = rest.Minus(about)
	}
	return lines, denies
}
