package reach

import (
	"fmt"

	"github.com/sgscope/sgscope/model"
)

// natGateway ends the leg at a NAT gateway and begins the next, on which the gateway itself asks. It
// carries TCP, UDP and ICMP, keeps the way back open for replies, and takes nothing new.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
func (t trip) natGateway(id string) outcome {
	nat, ok := t.s.NATGateway(id)
	switch {
	case t.back:
		return t.stop(HopNAT, id, CodeNATKeepsNothing, why("the reply would leave by "+id+
			", which gives it another address than the one that was asked")).land()
	case !ok && !t.whole(model.PartNATGateways, t.vpc):
		return t.missing(HopNAT, id, "the NAT gateway "+id).land()
	case !ok || nat.State != "available" && nat.State != "":
		return t.stop(HopNAT, id, CodeBadState, why("the NAT gateway "+id+" is not available")).land()
	case t.src.From().Is6():
		return t.doubt(HopNAT, id, CodeUnsupported, sayf("IPv6 through %s (NAT64) is not modelled", id)).land()
	}
	place := nat.Subnet
	if place != "" && place != t.here {
		t = t.acl(place, model.Ingress, t.src)
	}
	t = t.translate(nat)
	gateway := t.natParty(nat)
	t.goal, t.short, t.via.nat = gateway.site, true, true
	first := t.done()
	return series(first, t.beyond(nat, gateway))
}

// translate adds the gateway's own hop.
func (t trip) translate(nat model.NATGateway) trip {
	var carried Set
	for _, p := range []model.Protocol{model.TCP, model.UDP, model.ICMP} {
		carried = carried.Union(TrafficOf(p, model.AllPorts()))
	}
	text := t.leg.q.Text()
	return t.add(HopNAT, nat.ID, carried, carried, func(v model.Verdict) telling {
		if v == model.Allowed {
			return telling{reason: fmt.Sprintf("%s asks in the client's place", labelled(nat.Name, nat.ID))}
		}
		return telling{code: CodeProtocol, reason: fmt.Sprintf("%s carries TCP, UDP and ICMP only, not all of %s",
			labelled(nat.Name, nat.ID), text)}
	})
}

// natParty is the gateway as the source of the next leg.
func (t trip) natParty(nat model.NATGateway) party {
	nic := model.Interface{VPC: nat.VPC, Subnet: nat.Subnet, Type: "nat_gateway"}
	var own spot
	for _, a := range nat.Addresses {
		if a.Status != "" && a.Status != "succeeded" || !a.Private.IsValid() && !a.Public.IsValid() {
			continue
		}
		private := a.Private
		if !private.IsValid() {
			private = a.Public // a regional gateway has no private address
		}
		nic.ID = a.Interface
		nic.Addresses = append(nic.Addresses, private)
		if a.Public.IsValid() {
			nic.Public = append(nic.Public, model.PublicAddress{Public: a.Public, Private: private})
		}
		if !own.IsValid() {
			own = at(private)
		}
	}
	if !own.IsValid() {
		own = t.src.anywhere()
	}
	name := labelled(nat.Name, nat.ID)
	end := End{Kind: EndInterface, ID: nat.ID, Name: name, VPC: nat.VPC, Addresses: own.prefixes()}
	end.Groups = t.leg.from.end.Groups // which no rule means any more, but a reader should know of
	return party{end, own, site{kind: siteSubnet, vpc: nat.VPC, subnet: nat.Subnet, nic: &nic, edge: nat.Subnet == ""}}
}

// beyond judges the leg from the gateway on, from whichever port it takes.
func (t trip) beyond(nat model.NATGateway, gateway party) outcome {
	next := *t.leg
	next.number++
	next.from, next.clients = gateway, relayClients()
	next.asked = Exchange(next.q.Protocol, next.q.Ports, next.clients)
	n := newTrip(t.engine, &next)
	n.turns, n.vpc, n.via.nat = t.turns+1, nat.VPC, true
	var out outcome
	switch {
	case n.turns > 12:
		out = n.doubt(HopOther, nat.ID, CodeCannotRoute, func() string { return "the routes lead round in a circle" }).land()
	case nat.Subnet == "":
		out = n.regional(nat)
	default:
		out = n.leave(nat.Subnet)
	}
	return out.each(func(g grade) grade { return g.translated(relayClients()) })
}

// regional is a NAT gateway of a whole VPC: it is in no subnet, and has a route table of its own or
// leads to the VPC's internet gateway.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
func (t trip) regional(nat model.NATGateway) outcome {
	if tb, ok := t.s.EdgeTableOf(nat.ID); ok {
		return t.follow(tb, "")
	}
	for _, gw := range t.gatewaysOf(nat.VPC) {
		if gw.Kind == model.InternetGateway && gw.Attached() {
			return t.internetGateway(gw.ID)
		}
	}
	return t.internetGateway("of " + nat.VPC)
}
