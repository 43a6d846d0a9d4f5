package reach

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// leg is a stretch of the way on which a packet's ends stay who they are. A NAT gateway and a load
// balancer end one and begin the next.
type leg struct {
	number   int
	from, to party
	q        Question // with the ports as they are on this leg
	clients  model.PortRange
	asked    Set // the traffic that is asked about, as it is on this leg
	relay    *relay
}

// relay is what a leg's replies go back through, where the network itself sees to that: a load
// balancer that keeps the client's address.
type relay struct {
	balancer site
	spot     spot // its own address
}

// pair judges a question between two atoms.
func (e *engine) pair(q Question, from, to atom) outcome {
	if e.layers == GroupsOnly {
		l := &leg{q: q, clients: model.AllPorts(), asked: TrafficOf(q.Protocol, q.Ports)}
		l.from = party{end: q.From, spot: spot{atom: from, side: sideFrom}}
		l.to = party{end: q.To, spot: spot{atom: to, side: sideTo}}
		return e.groupsOnly(l)
	}
	l := &leg{q: q, from: e.party(q.From, from, sideFrom), to: e.party(q.To, to, sideTo), clients: q.Clients}
	l.addressed()
	l.setClients(e)
	out := e.leg(l)
	out.asked, out.clients = l.asked, l.clients
	return out
}

// setClients gives the leg the ports that its client asks from.
func (l *leg) setClients(e *engine) {
	if l.clients == (model.PortRange{}) {
		switch n := l.from.site.nic; {
		case n != nil && kindOf(*n) != nicHost:
			l.clients = relayClients()
		default:
			l.clients = linuxClients()
			if l.q.Protocol == model.TCP || l.q.Protocol == model.UDP || l.q.Protocol == model.AllProtocols {
				e.assume("the client asks from one of the ports " + l.clients.String() + ", as Linux does")
			}
		}
	}
	l.asked = Exchange(l.q.Protocol, l.q.Ports, l.clients)
}

// addressed corrects how the two ends speak of each other: a host of the internet can mean an
// interface only by its public address, and who asks does so from a private one.
func (l *leg) addressed() {
	if n := l.to.site.nic; l.from.site.kind == siteOutside && n != nil && l.to.end.Kind == EndInterface {
		l.to.spot, l.to.site = publicOf(l.to.spot, l.to.site)
	}
	if l.from.spot.public && l.from.site.private.IsValid() {
		l.from.spot, l.from.site.private = l.from.site.private, spot{}
	}
}

// publicOf gives the public address of an interface's private one, where it has one.
func publicOf(a spot, s site) (spot, site) {
	for _, p := range s.nic.Public {
		if a.single() && p.Private == a.From() {
			s.private = a
			out := at(p.Public)
			out.public = true
			return out, s
		}
	}
	return a, s
}

// leg judges a leg and those that follow it.
func (e *engine) leg(l *leg) outcome {
	if e.sameHost(l) {
		t := newTrip(e, l).pass(HopLocal, l.from.end.ID, func() string {
			return "both ends are on one host: traffic between them does not meet the network"
		})
		return t.assembleAhead()
	}
	if b, ok := e.builtinAt(l); ok {
		return b.answered(l)
	}
	return newTrip(e, l).start()
}

// sameHost reports whether both ends are interfaces of one instance, or one interface.
func (e *engine) sameHost(l *leg) bool {
	a, b := l.from.site.nic, l.to.site.nic
	return a != nil && b != nil && !l.to.spot.public && l.relay == nil &&
		(a.ID == b.ID || a.Instance != "" && a.Instance == b.Instance)
}

// links are what a way went through, as far as references to groups depend on it.
type links struct {
	internet, nat bool
	peerings      []string
	transits      []model.TransitAttachment
	broken        bool // the way is not known or does not lead on
}

// overInternet bars references where the traffic shows a public address.
func overInternet() bars {
	return bars{
		code: CodeReferenceLost,
		why:  "a rule that names a group means private addresses, and this traffic shows a public one",
	}
}

// bars says whether rules of one direction that name a group mean the far end of the leg.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing
// Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
// Source: https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
func (l *leg) bars(e *engine, via links, d model.Direction) bars {
	a, b := l.from.site.vpc, l.to.site.vpc
	switch {
	case via.internet, l.to.spot.public:
		return overInternet()
	case via.nat:
		return bars{CodeReferenceLost, "a NAT gateway puts its own address in place of the client's", false}
	case a == "" || b == "" || a == b && len(via.transits) == 0 && len(via.peerings) == 0:
		return bars{}
	case len(via.transits) > 0:
		return e.transitBars(via.transits, d)
	case len(via.peerings) > 0:
		return e.peeringBars(via.peerings)
	}
	return e.unlinkedBars(a, b)
}

// transitBars: references across a transit gateway hold for ingress, where it and both attachments
// have security group referencing switched on.
func (e *engine) transitBars(list []model.TransitAttachment, d model.Direction) bars {
	if d == model.Egress {
		return bars{CodeReferencing, "outbound rules cannot name groups beyond a transit gateway", false}
	}
	for _, a := range list {
		tgw, ok := e.s.TransitGateway(a.Gateway)
		if !ok {
			return bars{CodeReferencing, "whether security group referencing is on for " + a.Gateway + " is not known", true}
		}
		if !tgw.GroupReferencing || !a.GroupReferencing || a.Type == "peering" {
			return bars{
				code: CodeReferencing,
				why:  "security group referencing is not on for " + a.Gateway + " and both attachments",
			}
		}
	}
	return bars{}
}

func (e *engine) peeringBars(ids []string) bars {
	for _, id := range ids {
		switch p, _ := e.s.Peering(id); {
		case p.Requester.Region == "" || p.Accepter.Region == "":
			return bars{CodeReferencing, "the Regions of " + id + " are not known", true}
		case p.Requester.Region != p.Accepter.Region:
			return bars{
				code: CodeReferencing,
				why:  "the two VPCs of " + id + " are in different Regions, where references do not hold",
			}
		}
	}
	return bars{}
}

// unlinkedBars is for ends whose way is not known: a peering connection of their VPCs settles it.
func (e *engine) unlinkedBars(a, b string) bars {
	for p := range e.s.Peerings() {
		if o, ok := p.Other(a); ok && o.VPC == b && p.Active() && p.Requester.Region == p.Accepter.Region {
			return bars{}
		}
	}
	unread := !e.whole(model.PartPeerings, a) || !e.whole(model.PartTransitAttachments, a)
	return bars{CodeReferenceLost, "the two ends' VPCs are not linked in a way that keeps references", unread}
}

// series joins the outcome of a leg and of what follows it, which is already told in its terms.
func series(a, b outcome) outcome {
	split := func(f fact) bool { return f.key.back }
	i := slices.IndexFunc(a.facts, split)
	if i < 0 {
		i = len(a.facts)
	}
	j := slices.IndexFunc(b.facts, split)
	if j < 0 {
		j = len(b.facts)
	}
	facts := slices.Concat(a.facts[:i], b.facts[:j], b.facts[j:], a.facts[i:])
	return outcome{forward: a.forward.then(b.forward), back: a.back.then(b.back), both: a.both.then(b.both), facts: facts}
}

// combine joins outcomes of which one is true.
func combine(join func(a, b grade) grade, list ...outcome) outcome {
	out := list[0]
	for _, o := range list[1:] {
		out.forward, out.back, out.both = join(out.forward, o.forward), join(out.back, o.back), join(out.both, o.both)
		out.facts = mergeFacts(out.facts, o.facts)
	}
	return out
}

// mergeFacts keeps the order of each way: forward facts before those of the way back.
func mergeFacts(a, b []fact) []fact {
	back := func(f fact) bool { return f.key.back }
	i, j := slices.IndexFunc(a, back), slices.IndexFunc(b, back)
	if i < 0 {
		i = len(a)
	}
	if j < 0 {
		j = len(b)
	}
	return slices.Concat(a[:i], b[:j], a[i:], b[j:])
}

// union joins the outcomes of different traffic.
func (o outcome) union(p outcome) outcome {
	return outcome{
		forward: o.forward.union(p.forward), back: o.back.union(p.back), both: o.both.union(p.both),
		facts: mergeFacts(o.facts, p.facts),
	}
}

// each applies a change to the grades of an outcome.
func (o outcome) each(f func(grade) grade) outcome {
	o.forward, o.back, o.both = f(o.forward), f(o.back), f(o.both)
	return o
}
