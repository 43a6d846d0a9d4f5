package reach

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// peering takes the packet into the other VPC of a peering connection, which carries only what goes
// from the one VPC's own addresses to the other's.
// Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
func (t trip) peering(id string) outcome {
	p, ok := t.s.Peering(id)
	if !ok {
		if !t.whole(model.PartPeerings, t.vpc) {
			return t.missing(HopPeering, id, "the peering connection "+id).land()
		}
		return t.stop(HopPeering, id, CodeBadState, why("there is no peering connection "+id)).land()
	}
	far, mine := p.Other(t.vpc)
	label := labelled(p.Name, id)
	switch {
	case !p.Active():
		return t.stop(HopPeering, id, CodeBadState, whyf("%s is %s, not active", label, orUnknown(p.State))).land()
	case !mine:
		return t.stop(HopPeering, id, CodeBadState, why(label+" does not belong to "+t.vpc)).land()
	case t.origin.vpc != t.vpc:
		return t.stop(HopPeering, id, CodePeeringAddress, whyf(
			"%s carries traffic of %s itself only, not what comes through it", label, t.vpc)).land()
	}
	t.via.peerings = append(slices.Clip(t.via.peerings), id)
	from := t.vpc
	t = t.pass(HopPeering, id, sayf("%s takes it from %s to %s", label, from, far.VPC))
	t.vpc, t.here = far.VPC, ""
	return t.into(HopPeering, id, far.VPC, far.Owner)
}

// into delivers to a VPC that the packet has come to from outside of it.
func (t trip) into(kind HopKind, id, vpc, owner string) outcome {
	v, known := t.s.VPC(vpc)
	dst := t.dst
	switch {
	case t.goal.vpc == vpc:
		return t.arrive()
	case !known || v.Mentioned():
		return t.doubt(kind, id, CodeUnknownDestination, sayf("%s of account %s was not read", vpc, orUnknown(owner))).land()
	case t.dst.inAny(v.CIDRs, &t.cuts) == model.Blocked:
		return t.stop(kind, id, CodePeeringAddress, whyf("%s is not an address of %s, where %s leads to",
			t.leg.words(dst), vpc, id)).land()
	}
	return t.stop(HopDestination, t.finisher().end.ID, CodeDisconnected, whyf(
		"the routes lead to %s of %s, but %s is in %s", t.leg.words(dst), vpc, t.finisher().end.Label(),
		orUnknown(t.goal.vpc))).land()
}
