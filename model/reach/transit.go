package reach

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// transit takes the packet to a transit gateway, by the VPC's attachment in the packet's zone.
// Source: https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
func (t trip) transit(id string) outcome {
	a, ok := t.attachmentOf(id, t.vpc)
	vpc := t.vpc
	switch {
	case !ok && !t.whole(model.PartTransitAttachments, t.vpc):
		return t.missing(HopTransit, id, "the attachments of "+id).land()
	case !ok:
		return t.stop(HopTransit, id, CodeBadAttachment, why(vpc+" is not attached to "+id)).land()
	case t.src.From().Is6() && !a.IPv6:
		return t.stop(HopTransit, id, CodeBadAttachment, why("the attachment "+a.ID+" does not carry IPv6")).land()
	}
	zone := t.zoneOf(t.here)
	door, known := t.doorIn(a, zone)
	switch {
	case !known:
		t = t.missing(HopTransit, a.ID, "the subnets of the attachment "+a.ID)
	case door == "":
		here := t.here
		return t.stop(HopTransit, a.ID, CodeTransitZone, func() telling {
			return telling{
				reason: fmt.Sprintf("%s has no subnet in %s, where %s is", labelled(a.Name, a.ID), zone, here),
				advice: model.Advice{Text: fmt.Sprintf("Add a subnet of %s to the attachment %s.", zone, a.ID)},
			}
		}).land()
	default:
		// What goes in is judged by the ACL of the attachment's subnet even if it is the sender's own.
		// Source: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
		t = t.acl(door, model.Ingress, t.src)
	}
	t = t.pass(HopTransit, id, sayf("%s of %s leads to %s", labelled(a.Name, a.ID), vpc, id))
	t.via.transits = append(slices.Clip(t.via.transits), a)
	return t.through(a, zone)
}

func (e *engine) attachmentOf(gateway, vpc string) (model.TransitAttachment, bool) {
	if e.joins == nil {
		e.joins = map[string][]model.TransitAttachment{}
		for a := range e.s.TransitAttachments() {
			e.joins[a.Gateway] = append(e.joins[a.Gateway], a)
		}
	}
	for _, a := range e.joins[gateway] {
		if a.Type == "vpc" && a.Resource == vpc && attached(a) {
			return a, true
		}
	}
	return model.TransitAttachment{}, false
}

func attached(a model.TransitAttachment) bool {
	switch a.State {
	case "available", "modifying", "":
		return true
	}
	return false
}

func (e *engine) zoneOf(subnet string) string {
	s, _ := e.s.Subnet(subnet)
	return s.Zone
}

// doorIn gives the attachment's subnet in a zone, and reports whether its subnets are known.
func (e *engine) doorIn(a model.TransitAttachment, zone string) (string, bool) {
	known := len(a.Subnets) > 0
	for _, id := range a.Subnets {
		switch z := e.zoneOf(id); z {
		case "":
			known = false
		case zone:
			return id, true
		}
	}
	return "", known && zone != ""
}

// through looks the packet up in the route table that the attachment is associated with.
func (t trip) through(a model.TransitAttachment, zone string) outcome {
	if t.turns++; t.turns > 12 {
		return t.doubt(HopOther, a.Gateway, CodeCannotRoute, sayf("the routes lead round in a circle")).land()
	}
	if a.Table == "" {
		gw, _ := t.s.TransitGateway(a.Gateway)
		if gw.AssociationTable != "" || !t.whole(model.PartTransitAttachments, t.vpc) {
			return t.missing(HopTransitRoute, a.ID, "the route table of the attachment "+a.ID).land()
		}
		return t.stop(HopTransitRoute, a.ID, CodeTransitNoTable, why(labelled(a.Name, a.ID)+
			" is associated with no route table of "+a.Gateway)).land()
	}
	tb, ok := t.s.TransitTable(a.Table)
	if !ok || !tb.RoutesRead && !tb.PropagationsRead {
		return t.missing(HopTransitRoute, a.Table, "the routes of "+a.Table).land()
	}
	if !tb.RoutesRead || !tb.PropagationsRead && !listsPropagated(tb) {
		t = t.missing(HopTransitRoute, a.Table, "part of the routes of "+a.Table)
	}
	r, v := t.transitLookup(tb, a.Gateway)
	dst := t.dst
	switch v {
	case model.Blocked:
		return t.stop(HopTransitRoute, tb.ID, CodeTransitNoRoute, func() telling {
			return telling{
				reason: fmt.Sprintf("%s has no route to %s", labelled(tb.Name, tb.ID), t.leg.words(dst)),
				advice: model.Advice{Text: fmt.Sprintf("Let the attachment of %s's VPC propagate to %s, or add a static route.",
					t.leg.words(dst), tb.ID)},
			}
		}).land()
	case model.Unknown, model.Partly:
		return t.doubt(HopTransitRoute, tb.ID, CodeTransitUnknown, sayf(
			"which route of %s is about %s is not known", tb.ID, t.leg.words(dst))).land()
	case model.Allowed:
	}
	line := Line{tb.ID, transitText(r)}
	if r.Blackhole() {
		return t.stop(HopTransitRoute, tb.ID, CodeTransitBlackhole, func() telling {
			reason := fmt.Sprintf("%s drops what goes to %s", labelled(tb.Name, tb.ID), r.Prefix)
			return telling{reason: reason, lines: []Line{line}}
		}).land()
	}
	t = t.pass(HopTransitRoute, tb.ID,
		sayf("%s sends %s to %s", labelled(tb.Name, tb.ID), t.leg.words(dst), listed(r.Attachments)), line)
	return t.outOf(a.Gateway, r, zone)
}

func transitText(r model.TransitRoute) string {
	if r.Blackhole() {
		return r.Prefix.String() + " → blackhole"
	}
	return fmt.Sprintf("%s → %s (%s)", r.Prefix, listed(r.Attachments), r.Type)
}

// transitLookup gives the route of a transit gateway's table: the longest prefix, static before
// propagated. Of VPNs and other routers that propagate, the routes are what was listed.
// Source: https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview
func (t trip) transitLookup(tb model.TransitTable, gateway string) (best model.TransitRoute, v model.Verdict) {
	v = model.Blocked
	rank, hole := -1, false // a hole: routes that may be there and were not listed
	consider := func(r model.TransitRoute) {
		n := r.Prefix.Bits() * 2
		if r.Type == "static" {
			n++
		}
		switch in := t.dst.in(r.Prefix, &t.cuts); {
		case in == model.Blocked || n <= rank:
		case in == model.Allowed:
			best, v, rank = r, model.Allowed, n
		default:
			best, v, rank = r, model.Unknown, n
		}
	}
	for _, r := range tb.Routes {
		if r.Prefix.IsValid() {
			consider(r)
		}
	}
	for _, p := range tb.Propagations {
		if !p.Enabled() {
			continue
		}
		if p.Type != "vpc" {
			hole = hole || !listsPropagated(tb)
			t.assume(fmt.Sprintf("%s (%s) propagates no longer prefix to %s", p.Attachment, p.Type, tb.ID))
			continue
		}
		a, _ := t.s.TransitAttachment(gateway, p.Attachment)
		vpc, ok := t.s.VPC(p.Resource)
		if !ok || vpc.Mentioned() {
			t.notRead("the CIDR blocks of " + p.Resource)
			hole = hole || !listsPropagated(tb)
			continue
		}
		for _, c := range vpc.CIDRs {
			if c.Addr().Is4() || a.IPv6 {
				consider(model.TransitRoute{Prefix: c, Type: "propagated", State: "active", Attachments: []string{p.Attachment}})
			}
		}
	}
	if v == model.Blocked && hole {
		v = model.Unknown
	}
	return best, v
}

// listsPropagated reports whether the listing of a table's routes holds those that were propagated.
func listsPropagated(tb model.TransitTable) bool {
	return slices.ContainsFunc(tb.Routes, func(r model.TransitRoute) bool { return r.Type == "propagated" })
}

// outOf follows a route of a transit gateway to the attachments that it names.
func (t trip) outOf(gateway string, r model.TransitRoute, zone string) outcome {
	var list []outcome
	for _, id := range r.Attachments {
		a, ok := t.s.TransitAttachment(gateway, id)
		switch {
		case !ok:
			list = append(list, t.missing(HopTransit, id, "the attachment "+id).land())
		case !attached(a):
			list = append(list, t.stop(HopTransit, id, CodeBadAttachment, whyf("the attachment %s is %s", id, a.State)).land())
		case a.Type == "vpc":
			list = append(list, t.toVPC(a, zone))
		case a.Type == "peering" || a.Type == "tgw-peering":
			list = append(list, t.toPeer(a))
		default:
			list = append(list, t.doubt(HopOther, id, CodeUnsupported, sayf(
				"what lies behind the %s attachment %s is not modelled", a.Type, id)).land())
		}
	}
	if len(list) == 0 {
		return t.doubt(HopTransit, gateway, CodeCannotRoute, func() string { return "the route names no attachment" }).land()
	}
	return combine(grade.choice, list...)
}

// toPeer goes on at the other transit gateway of a peering.
func (t trip) toPeer(a model.TransitAttachment) outcome {
	b, ok := t.s.TransitAttachment(a.Resource, a.ID)
	if !ok || a.Resource == "" {
		return t.missing(HopTransit, a.ID, "the attachment "+a.ID+" at its other transit gateway").land()
	}
	t = t.pass(HopTransit, b.Gateway, func() string { return a.ID + " leads to " + b.Gateway })
	t.via.transits = append(slices.Clip(t.via.transits), b)
	return t.through(b, "")
}

// toVPC takes the packet into a VPC by the attachment's subnet in the sender's zone, or by any other
// if it has none there; the subnet's route table and ACL see it like traffic of the subnet's own.
func (t trip) toVPC(a model.TransitAttachment, zone string) outcome {
	t.via.transits = append(slices.Clip(t.via.transits), a)
	t.vpc, t.here = a.Resource, ""
	if t.dst.From().Is6() && !a.IPv6 {
		return t.stop(HopTransit, a.ID, CodeBadAttachment, why("the attachment "+a.ID+" does not carry IPv6")).land()
	}
	if v, ok := t.s.VPC(a.Resource); !ok || v.Mentioned() {
		return t.doubt(HopTransit, a.ID, CodeUnknownDestination, sayf(
			"%s of account %s was not read", a.Resource, orUnknown(a.ResourceOwner))).land()
	}
	doors := a.Subnets
	if door, _ := t.doorIn(a, zone); door != "" {
		doors = []string{door}
	}
	if len(doors) == 0 {
		t = t.missing(HopTransit, a.ID, "the subnets of the attachment "+a.ID)
		if t.goal.vpc == a.Resource {
			return t.arrive()
		}
		return t.land()
	}
	list := make([]outcome, 0, len(doors))
	for _, d := range doors {
		list = append(list, t.leave(d))
	}
	return combine(grade.either, list...)
}
