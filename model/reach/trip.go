package reach

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// trip is a packet on its way from one end of a leg to the other, or the reply on its way back. It is
// a value: where the way may fork, each branch goes on with a copy.
type trip struct {
	*engine
	leg          *leg
	back         bool
	origin, goal site
	src, dst     spot   // as the packet carries them now
	vpc, here    string // where it is; here is a subnet, "" where it is about to enter one
	via          links
	door         string // the gateway by which it left for the internet
	service      bool   // it ends at a service that a gateway endpoint leads to
	short        bool   // it ends at a NAT gateway, not at the leg's end
	ahead        *trip  // of a reply: the trip that it answers
	turns        int
	facts        *chain
	sure, may    Set
}

func newTrip(e *engine, l *leg) trip {
	return trip{
		engine: e, leg: l, origin: l.from.site, goal: l.to.site, src: l.from.spot, dst: l.to.spot,
		sure: Everything(), may: Everything(),
	}
}

// add puts a step on the trip.
func (t trip) add(kind HopKind, id string, sure, may Set, tell func(model.Verdict) telling) trip {
	key := hopKey{back: t.back, leg: t.leg.number, kind: kind, id: id}
	f := fact{key: key, leg: t.leg, sure: sure, may: may, tell: tell}
	if t.back {
		f.sure, f.may = sure.Union(t.silent), may.Union(t.silent)
	}
	t.facts = &chain{f, t.facts, t.facts.len() + 1}
	t.sure, t.may = t.sure.Intersect(f.sure), t.may.Intersect(f.may)
	return t
}

// chain is the steps so far, the latest first, so that branches of a way share what they have in
// common.
type chain struct {
	fact   fact
	before *chain
	n      int
}

func (c *chain) len() int {
	if c == nil {
		return 0
	}
	return c.n
}

// appendTo appends the steps in the order in which they were taken.
func (c *chain) appendTo(out []fact) []fact {
	at := len(out)
	out = slices.Grow(out, c.len())[:at+c.len()]
	for ; c != nil; c = c.before {
		out[at+c.n-1] = c.fact
	}
	return out
}

// pass adds a step that lets everything through.
//
//go:noinline
func (t trip) pass(kind HopKind, id string, reason func() string, lines ...Line) trip {
	return t.add(kind, id, Everything(), Everything(), func(model.Verdict) telling {
		return telling{reason: reason(), lines: lines}
	})
}

// stop adds a step that lets nothing through.
//
//go:noinline
func (t trip) stop(kind HopKind, id, code string, tell func() telling) trip {
	return t.add(kind, id, Set{}, Set{}, func(model.Verdict) telling {
		x := tell()
		x.code = code
		return x
	})
}

// doubt adds a step of which it cannot be said what it lets through: it is not modelled.
//
//go:noinline
func (t trip) doubt(kind HopKind, id, code string, reason func() string) trip {
	return t.add(kind, id, Set{}, Everything(), func(model.Verdict) telling {
		return telling{code: code, reason: reason()}
	})
}

// missing notes a layer that was not read. The question says whether it leaves the answer unknown or
// is passed over.
func (t trip) missing(kind HopKind, id, what string) trip {
	t.notRead(what)
	if t.layers == AsFarAsRead {
		t.skipped = true
		return t
	}
	return t.doubt(kind, id, "", func() string { return "not read: " + what })
}

func why(reason string) func() telling { return func() telling { return telling{reason: reason} } }

// start begins the way at the leg's source.
func (t trip) start() outcome {
	from := t.leg.from.end
	switch t.origin.kind {
	case siteOutside:
		if t.goal.kind == siteOutside {
			return t.doubt(HopOther, "internet", CodeUnsupported, func() string {
				return "both ends are outside of the VPCs that were read"
			}).done()
		}
		return t.internet()
	case siteVacant:
		return t.stop(HopSource, from.ID, CodeNoSource, why(t.origin.why)).land()
	case siteUnknown:
		return t.doubt(HopSource, from.ID, CodeUnsupported, func() string { return t.origin.why }).land()
	case siteSubnet:
	}
	t.vpc = t.origin.vpc
	return t.leave(t.origin.subnet)
}

// leave takes the packet out of a subnet. Between two addresses of one subnet nothing is on the way.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
func (t trip) leave(subnet string) outcome {
	t.here = subnet
	if t.turns++; t.turns > 12 {
		return t.doubt(HopOther, subnet, CodeCannotRoute, func() string { return "the routes lead round in a circle" }).land()
	}
	if subnet == "" {
		return t.missing(HopRoute, t.vpc, "which subnet of "+t.vpc+" "+t.starter().end.Label()+" is in").land()
	}
	if t.goal.subnet == subnet && !t.dst.public {
		return t.arrive()
	}
	t = t.acl(subnet, model.Egress, t.dst)
	return t.route(subnet)
}

// starter is the party that sends the packet; finisher the one that it is for.
func (t trip) starter() party {
	if t.back {
		return t.leg.to
	}
	return t.leg.from
}

func (t trip) finisher() party {
	if t.back {
		return t.leg.from
	}
	return t.leg.to
}

// land goes on at the destination where the way to it is not known or broken, so that what can be
// judged there is judged too.
func (t trip) land() outcome {
	t.via.broken = true
	if t.dst.public {
		t.src = t.src.anywhere()
		t.via.internet = true
		t.dst = t.goal.private
	}
	if t.goal.kind == siteSubnet && t.goal.subnet == "" || t.goal.kind == siteOutside || t.goal.kind == siteUnknown {
		return t.done()
	}
	t.vpc = t.goal.vpc
	return t.arrive()
}

// arrive takes the packet into the destination's subnet.
func (t trip) arrive() outcome {
	switch {
	case t.goal.edge, t.goal.kind == siteVacant && t.goal.subnet == "":
	case t.goal.subnet == "":
		t = t.missing(HopACLIn, t.goal.vpc, "which subnet of "+t.goal.vpc+" "+t.finisher().end.Label()+" is in")
	case t.goal.subnet != t.here:
		t = t.acl(t.goal.subnet, model.Ingress, t.src)
	}
	if t.goal.kind == siteVacant {
		t = t.stop(HopDestination, t.finisher().end.ID, CodeNobody, why(t.goal.why))
	}
	return t.done()
}

// done ends the trip: the reply begins, or the leg is judged.
func (t trip) done() outcome {
	if t.back {
		return t.assemble()
	}
	b := trip{
		engine: t.engine, leg: t.leg, back: true, origin: t.goal, goal: t.leg.from.site, src: t.dst, dst: t.src,
		vpc: t.vpc, door: t.door, ahead: &t, sure: Everything(), may: Everything(),
	}
	if t.src.public {
		b.goal.private = t.leg.from.spot // the reply's gateway undoes what the request's did
	}
	return b.reply()
}

// reply takes the answer back the way that the routes of the far end say.
func (t trip) reply() outcome {
	switch {
	case t.origin.kind == siteVacant, t.goal.kind == siteVacant:
		return t.assemble() // nobody answers, or nobody asked
	case t.leg.relay != nil:
		return t.relayed()
	case t.ahead.service:
		return t.arrive()
	case t.origin.kind == siteOutside:
		if t.ahead.via.broken || t.goal.kind == siteOutside {
			return t.assemble() // there is no way that the reply could come back by
		}
		return t.internet()
	case t.origin.kind == siteUnknown:
		if t.goal.subnet != "" && t.goal.kind == siteSubnet {
			return t.land()
		}
		return t.assemble()
	}
	t.vpc = t.origin.vpc
	if t.ahead.via.internet && t.ahead.via.broken {
		return t.assemble() // which address it would go back to is not known
	}
	if t.origin.edge {
		return t.arrive()
	}
	return t.leave(t.origin.subnet)
}

// assemble judges a leg of which both ways are known.
func (t trip) assemble() outcome {
	l, f := t.leg, t.ahead
	facts := make([]fact, 0, f.facts.len()+t.facts.len()+6)
	facts = append(facts, t.hostFacts(l.from, sideFrom, l)...)
	if l.from.end.Guarded && l.from.site.kind != siteVacant {
		g := t.guard(l.from.end, l.to.end, model.Egress, l.bars(t.engine, f.via, model.Egress))
		facts = append(facts, l.guarded(g, l.to.spot))
	}
	facts = f.facts.appendTo(facts)
	if l.to.end.Guarded && !f.short && l.to.site.kind != siteVacant {
		g := t.guard(l.to.end, l.seen(f), model.Ingress, l.bars(t.engine, f.via, model.Ingress))
		facts = append(facts, l.guarded(g, f.src))
	}
	if !f.short {
		facts = append(facts, t.hostFacts(l.to, sideTo, l)...)
	}
	sure, may := Everything(), Everything()
	for _, x := range facts {
		sure, may = sure.Intersect(x.sure), may.Intersect(x.may)
	}
	out := outcome{
		forward: gradeOf(sure, may), back: gradeOf(t.sure, t.may),
		both: gradeOf(sure.Intersect(t.sure), may.Intersect(t.may)), facts: t.facts.appendTo(facts), via: f.via,
	}
	if l.to.site.nic != nil && !f.short && kindOf(*l.to.site.nic) == nicBalancer {
		return t.balanced(out, f)
	}
	return out
}

// seen is the source as the destination sees it.
func (l *leg) seen(f *trip) End {
	e := l.from.end
	if f.src.atom != l.from.spot.atom {
		e.Addresses = nil
		if !f.src.loose {
			e.Addresses = f.src.prefixes()
		}
	}
	return e
}
