package reach

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// targets judges the way from a network load balancer to each target that may get the connection.
func (t trip) targets(f *trip, bal model.Balancer, x model.Listener, tg model.TargetGroup) []outcome {
	about := listenerTraffic(x)
	open := openFor(about)
	usable, code, reason := t.usable(bal, tg)
	if len(usable) == 0 {
		return []outcome{open.with(t.leg.closed(HopTarget, tg.Name, code, reason))}
	}
	var out []outcome
	for _, one := range usable {
		port := one.Port
		if port == 0 {
			port = tg.Port
		}
		to, why := t.targetParty(tg, one)
		if why != "" || port < 1 || port > 65535 {
			out = append(out, open.with(t.leg.unclear(HopTarget, one.ID, CodeUnsupported, why)))
			continue
		}
		var both outcome
		for _, p := range listenerProtocols(x) {
			o := t.toTarget(f, bal, tg, to, p, uint16(port)).each(func(g grade) grade {
				return g.moved(p, uint16(port), uint16(x.Port))
			})
			both = both.union(o)
		}
		out = append(out, both)
	}
	return out
}

// usable gives the targets that new connections go to: the healthy ones of the zones that the load
// balancer's address serves, or all of them where none is healthy.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
func (t trip) usable(bal model.Balancer, tg model.TargetGroup) (list []model.Target, code, reason string) {
	here := t.leg.to.site.nic.Zone
	if here == "" {
		here = t.zoneOf(t.leg.to.site.subnet)
	}
	across := t.acrossZones(bal, tg)
	var healthy, others []model.Target
	elsewhere := 0
	for _, one := range tg.Targets {
		if z := t.targetZone(tg, one); !across && z != "" && z != "all" && here != "" && z != here {
			elsewhere++
			continue
		}
		switch one.State {
		case "healthy", "unavailable", "":
			healthy = append(healthy, one)
		case "unhealthy", "initial", "unhealthy.draining":
			others = append(others, one)
		}
	}
	switch {
	case len(healthy) > 0:
		return healthy, "", ""
	case len(others) > 0:
		return others, "", ""
	case elsewhere > 0:
		return nil, CodeNoTargetsInZone, fmt.Sprintf("%s has no target in %s, and does not cross zones", tg.Name, here)
	}
	return nil, CodeListenerNoTargets, tg.Name + " has no target that takes connections"
}

// acrossZones reports whether an address of the load balancer reaches the targets of other zones.
func (t trip) acrossZones(bal model.Balancer, tg model.TargetGroup) bool {
	const key = "load_balancing.cross_zone.enabled"
	if v, ok := tg.Attributes.Get(key); ok && v != "use_load_balancer_configuration" {
		return v == "true"
	}
	if v, ok := bal.Attributes.Get(key); ok {
		return v == "true"
	}
	t.assume(bal.Name + " does not cross zones, as network load balancers do not by default")
	return false
}

func (e *engine) targetZone(tg model.TargetGroup, t model.Target) string {
	if t.Zone != "" {
		return t.Zone
	}
	if nic, ok := e.targetNIC(tg, t); ok {
		if nic.Zone != "" {
			return nic.Zone
		}
		return e.zoneOf(nic.Subnet)
	}
	return ""
}

func (e *engine) targetNIC(tg model.TargetGroup, t model.Target) (model.Interface, bool) {
	if tg.Type == "instance" || tg.Type == "" {
		return e.primary(t.ID)
	}
	a, err := netip.ParseAddr(t.ID)
	if err != nil {
		return model.Interface{}, false
	}
	for _, nic := range e.s.InterfacesAt(a) {
		if nic.VPC == tg.VPC && slices.Contains(nic.Addresses, a) {
			return nic, true
		}
	}
	return model.Interface{}, false
}

// targetParty is a target as the destination of a leg; why says that it cannot be judged.
func (t trip) targetParty(tg model.TargetGroup, one model.Target) (to party, why string) {
	nic, ok := t.targetNIC(tg, one)
	if !ok || len(nic.Addresses) == 0 {
		return to, "the target " + one.ID + " of " + tg.Name + " is no interface that was read"
	}
	end := InterfaceEnd(nic)
	end.Name = "target " + one.ID
	address := nic.Addresses[0]
	if a, err := netip.ParseAddr(one.ID); err == nil {
		address = a
	}
	end.Addresses = at(address).prefixes()
	return party{end, at(address), site{kind: siteSubnet, vpc: nic.VPC, subnet: nic.Subnet, nic: &nic}}, ""
}

// toTarget judges the leg from the load balancer to one target.
func (t trip) toTarget(
	f *trip, bal model.Balancer, tg model.TargetGroup, to party, p model.Protocol, port uint16,
) outcome {
	l := t.leg
	own := l.to.spot
	if l.to.site.private.IsValid() {
		own = l.to.site.private
	}
	place := l.to.site
	place.private = spot{}
	next := &leg{number: l.number + 1, to: to, clients: relayClients(), q: l.q}
	next.q.Protocol, next.q.Ports = p, model.Port(port)
	next.from = party{End{
		Kind: EndInterface, ID: bal.Name, Name: "load balancer " + bal.Name, Groups: l.to.site.nic.Groups,
		Guarded: len(l.to.site.nic.Groups) > 0, VPC: bal.VPC, Addresses: own.prefixes(),
	}, own, place}
	keeps := t.keepsClient(tg)
	if keeps {
		next.from.spot, next.clients = f.src, l.clients
		next.relay = &relay{balancer: place, spot: own}
	}
	next.asked = Exchange(p, next.q.Ports, next.clients)
	n := newTrip(t.engine, next)
	if keeps && l.from.site.nic != nil && l.from.site.nic.ID == to.site.nic.ID {
		return n.stop(HopTarget, to.end.ID, CodeSourcePreservation, whyf(
			"%s keeps the client's address, so that %s would answer itself", tg.Name, to.end.Label())).assembleAhead()
	}
	out := n.start()
	if keeps {
		return out
	}
	return out.each(func(g grade) grade { return g.translated(relayClients()) })
}

// assembleAhead judges a leg that ends before it begins.
func (t trip) assembleAhead() outcome {
	g := gradeOf(t.sure, t.may)
	return outcome{forward: g, back: gradeOf(Everything(), Everything()), both: g, facts: t.facts.appendTo(nil)}
}

// keepsClient reports whether targets see the client's own address.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
func (t trip) keepsClient(tg model.TargetGroup) bool {
	switch tg.Protocol {
	case "UDP", "TCP_UDP", "QUIC", "TCP_QUIC":
		return true
	}
	if v, ok := tg.Attributes.Get("preserve_client_ip.enabled"); ok {
		return v == "true"
	}
	if !tg.AttributesRead {
		t.assume("whether targets of " + tg.Name + " see the client's address is as it is by default")
	}
	return tg.Type == "instance" || tg.Type == ""
}

// relayed takes the reply back to the load balancer, which the network does without a route.
func (t trip) relayed() outcome {
	lb := t.leg.relay
	if t.origin.subnet != lb.balancer.subnet {
		t = t.acl(t.origin.subnet, model.Egress, t.dst)
		t = t.acl(lb.balancer.subnet, model.Ingress, t.src)
	}
	return t.assemble()
}

// hostFacts gives what the interface of a party says of itself: whether somebody is behind it.
func (e *engine) hostFacts(p party, s side, l *leg) []fact {
	nic := p.site.nic
	if nic == nil {
		return nil
	}
	var out []fact
	if f, ok := e.instanceFact(*nic, l); ok {
		out = append(out, f)
	}
	id := nic.ID
	if s == sideFrom {
		if kindOf(*nic) == nicHost && nic.Status == "available" {
			out = append(out, l.closed(HopSource, id, CodeBadAttachment, id+" is attached to nothing"))
		}
		return out
	}
	switch kindOf(*nic) {
	case nicNAT:
		out = append(out, l.closed(HopDestination, id, CodeNobody,
			id+" belongs to a NAT gateway, which takes no new connections"))
	case nicTransit:
		out = append(out, l.closed(HopDestination, id, CodeNobody, id+" belongs to a transit gateway, which answers nobody"))
	case nicFunction:
		out = append(out, l.closed(HopDestination, id, CodeNobody, id+" belongs to a Lambda function, which only asks"))
	case nicAppliance:
		out = append(out, l.unclear(HopOther, id, CodeUnsupported, "what lies behind "+id+" ("+nic.Type+") is not modelled"))
	case nicEndpoint:
		out = append(out, e.behindEndpoint(l, *nic))
	case nicBalancer:
	case nicHost:
		if nic.Status == "available" {
			out = append(out, l.closed(HopDestination, id, CodeBadAttachment, id+" is attached to nothing"))
		}
	}
	return out
}

// instanceFact says whether the instance of an interface runs.
func (e *engine) instanceFact(nic model.Interface, l *leg) (fact, bool) {
	if nic.Instance == "" {
		return fact{}, false
	}
	i, ok := e.s.Instance(nic.Instance)
	switch {
	case !ok && e.layers == AsFarAsRead:
		e.unread, e.skipped = note(e.unread, "whether "+nic.Instance+" runs"), true
		return fact{}, false
	case !ok:
		e.notRead("whether " + nic.Instance + " runs")
		return l.unclear(HopInstance, nic.Instance, "", "not read: whether "+nic.Instance+" runs"), true
	case i.State == "running", i.State == "":
		return fact{}, false
	case i.State == "pending":
		return l.unclear(HopInstance, i.ID, CodeBadState, labelled(i.Name, i.ID)+" is starting"), true
	}
	return l.closed(HopInstance, i.ID, CodeBadState, labelled(i.Name, i.ID)+" is "+i.State), true
}
