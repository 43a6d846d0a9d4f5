package reach

import (
	"fmt"
	"net/netip"

	"github.com/sgscope/sgscope/model"
)

// internetGateway takes the packet out to the internet, with the public address that belongs to its
// private one.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
func (t trip) internetGateway(id string) outcome {
	gw, ok := t.s.Gateway(id)
	switch {
	case !ok && !t.whole(model.PartInternetGateways, t.vpc):
		t = t.missing(HopInternet, id, "the internet gateway "+id)
	case !ok || !gw.Attached() || gw.VPC != t.vpc:
		vpc := t.vpc
		return t.stop(HopInternet, id, CodeBadState, why("the internet gateway "+id+" is not attached to "+vpc)).land()
	}
	switch t.isPublic(t.dst) {
	case model.Blocked:
		return t.privateOut(id)
	case model.Unknown, model.Partly:
		return t.doubt(HopInternet, id, CodeUnknownDestination, func() string {
			return "whether the destination has a public address is not known"
		}).land()
	case model.Allowed:
	}
	t, ok = t.publish(id)
	if !ok {
		return t.land()
	}
	t = t.shut(outward, HopInternet)
	t.door = id
	return t.internet()
}

// privateOut stops what no gateway carries.
func (t trip) privateOut(id string) outcome {
	code, dst := CodePrivateOut, t.dst
	if netip.MustParsePrefix("100.64.0.0/10").Contains(dst.From()) {
		code = CodeSharedOut
	}
	return t.stop(HopInternet, id, code, whyf("%s is a private address: no internet gateway carries traffic to it",
		t.leg.words(dst))).land()
}

// publish puts the public address of who sends in place of its private one, and reports whether
// there may be one.
func (t trip) publish(id string) (trip, bool) {
	if t.src.From().Is6() {
		return t.pass(HopInternet, id, func() string { return id + " carries IPv6 as it is" }), true
	}
	who := t.starter().end.Label()
	if t.origin.noPublic { // a group has no address, what carries it has
		who = "an interface with " + who
	}
	nic := t.origin.nic
	switch {
	case nic != nil && t.origin.vpc == t.vpc:
		for _, p := range nic.Public {
			if t.src.single() && p.Private == t.src.From() {
				t.src = at(p.Public)
				t.src.public = true
				return t.pass(HopInternet, id, sayf("%s shows %s as %s", id, p.Private, p.Public)), true
			}
		}
	case t.origin.kind == siteSubnet && t.origin.vpc == t.vpc && !t.origin.noPublic:
		t = t.doubt(HopInternet, id, "", func() string { return "whether " + who + " has a public address is not known" })
		t.src = t.src.anywhere()
		t.src.public = true
		return t, true
	}
	return t.stop(HopInternet, id, CodeNoPublicOut, func() telling {
		return telling{
			reason: who + " has no public address, without which " + id + " carries nothing for it",
			advice: model.Advice{Text: "Give " + who + " a public address, or route it to the internet by a NAT gateway."},
		}
	}), false
}

// internet is the packet between gateways.
func (t trip) internet() outcome {
	t.via.internet = true
	t.here, t.vpc = "", ""
	if t.goal.kind == siteOutside {
		return t.done()
	}
	if t.goal.kind == siteVacant && t.goal.vpc == "" {
		return t.stop(HopDestination, t.finisher().end.ID, CodeNobody, why(t.goal.why)).done()
	}
	return t.enter()
}

// enter takes the packet into the VPC of the destination, whose gateway puts the private address in
// place of the public one.
func (t trip) enter() outcome {
	t.vpc = t.goal.vpc
	gw, ok := t.gatewayInto()
	vpc, who, public := t.vpc, t.finisher().end.Label(), t.dst
	known := t.dst.From().Is6() || t.dst.public && t.goal.private.IsValid()
	if known && t.dst.public {
		t.dst = t.goal.private
	}
	private := t.dst
	switch {
	case !ok && (t.back && t.ahead.door != "" || !t.whole(model.PartInternetGateways, t.vpc)):
		t = t.missing(HopInternet, t.vpc, "the internet gateway of "+t.vpc)
	case !ok:
		return t.stop(HopInternet, t.vpc, CodeBadState, why(vpc+" has no internet gateway attached")).land()
	case known:
		t = t.pass(gatewayHop(gw), gw.ID, func() string {
			if public.public {
				return fmt.Sprintf("%s takes %s to %s", gw.ID, t.leg.words(public), t.leg.words(private))
			}
			return gw.ID + " carries IPv6 as it is"
		})
	case t.goal.nic == nil && t.goal.kind == siteSubnet && !t.goal.noPublic && t.finisher().end.Kind == EndGroup:
		t = t.doubt(HopInternet, gw.ID, "", func() string { return "whether " + who + " has a public address is not known" })
	default:
		return t.stop(HopInternet, gw.ID, CodePrivateIn, why("the internet does not carry traffic to the private address of "+
			who)).land()
	}
	return t.shut(inward, HopInternet).fromGateway(gw)
}

// fromGateway goes on behind a gateway, by its own route table if it has one.
func (t trip) fromGateway(gw model.Gateway) outcome {
	tb, has := t.s.EdgeTableOf(gw.ID)
	switch {
	case has && gw.ID != "":
		return t.edge(tb, gw.ID)
	case !t.whole(model.PartRoutes, t.vpc):
		t = t.missing(HopRoute, t.vpc, "whether the gateway of "+t.vpc+" has a route table")
	}
	return t.arrive()
}

// gatewayInto gives the gateway by which traffic of the internet comes into the packet's VPC; a reply
// comes back by the one that its request took.
func (t trip) gatewayInto() (model.Gateway, bool) {
	if t.back && t.ahead.door != "" && t.ahead.origin.vpc == t.vpc {
		gw, ok := t.s.Gateway(t.ahead.door)
		return gw, ok
	}
	for _, gw := range t.gatewaysOf(t.vpc) {
		if gw.Kind == model.InternetGateway && gw.Attached() {
			return gw, true
		}
	}
	return model.Gateway{}, false
}

func (e *engine) gatewaysOf(vpc string) []model.Gateway {
	if e.doors == nil {
		e.doors = map[string][]model.Gateway{}
		for g := range e.s.Gateways() {
			e.doors[g.VPC] = append(e.doors[g.VPC], g)
		}
	}
	return e.doors[vpc]
}

func gatewayHop(gw model.Gateway) HopKind {
	if gw.Kind == model.EgressOnlyGateway {
		return HopEgressOnly
	}
	return HopInternet
}

// edge follows the route table that a gateway has for what comes in by it.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
func (t trip) edge(tb model.RouteTable, gateway string) outcome {
	found := t.lookup(tb.Routes, t.dst)
	if len(found) == 0 || !found[0].sure {
		return t.arrive() // the VPC's own blocks are always routed to where they are
	}
	r := found[0].route
	if r.Target.Kind == model.TargetLocal {
		return t.arrive()
	}
	return t.doubt(HopRoute, tb.ID, CodeRedirected, sayf(
		"%s redirects what comes in by %s: %s; what happens there is not modelled", tb.ID, gateway, r)).land()
}

// egressOnly takes IPv6 out; nothing comes in by it but replies.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
func (t trip) egressOnly(id string) outcome {
	gw, ok := t.s.Gateway(id)
	vpc := t.vpc
	switch {
	case !ok && !t.whole(model.PartEgressOnlyGateways, t.vpc):
		t = t.missing(HopEgressOnly, id, "the egress-only internet gateway "+id)
	case !ok || !gw.Attached() || gw.VPC != t.vpc:
		return t.stop(HopEgressOnly, id, CodeBadState, why("the egress-only internet gateway "+id+" is not attached to "+
			vpc)).land()
	case t.back && t.ahead.door != id:
		return t.stop(HopEgressOnly, id, CodeCannotRoute, why("the reply would leave by "+id+
			", which carries replies only to what it let out itself")).land()
	}
	if t.isPublic(t.dst) != model.Allowed {
		return t.privateOut(id)
	}
	t = t.pass(HopEgressOnly, id, func() string { return id + " lets IPv6 out, and replies back in" })
	t = t.shut(translated, HopEgressOnly)
	t.door = id
	return t.internet()
}
