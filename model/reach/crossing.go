package reach

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// stretchKey is two subnets.
type stretchKey struct{ from, to string }

// crossing is what the network lets through between two subnets, there and back, whoever is in them.
type crossing struct {
	same      bool // for all of their addresses; else each pair has to be judged by itself
	sure, may Set
	via       links
	unread    []string
	skipped   bool
}

// quick judges a pair of interfaces by what the network lets through between their subnets and what
// their groups say. It reports false for a pair that this does not settle.
func (p *pairs) quick(i, j int) (Cell, bool) {
	from, to := &p.parties[i], &p.parties[j]
	if from.site.nic == nil || to.site.nic == nil || from.site.subnet == "" || to.site.subnet == "" ||
		from.spot.From().Is4() != to.spot.From().Is4() {
		return Cell{}, false
	}
	l := &leg{q: p.q, from: *from, to: *to, clients: p.q.Clients}
	if p.layers != GroupsOnly && p.sameHost(l) {
		return Cell{}, false
	}
	x := &crossing{same: true, sure: Everything(), may: Everything()}
	if p.layers == GroupsOnly {
		l.clients = model.AllPorts()
	} else {
		x = p.crossing(from, to)
	}
	if !x.same {
		return Cell{}, false
	}
	l.setClients(p.engine)
	p.unread.add(x.unread)
	p.skipped = p.skipped || x.skipped
	sure, may := x.sure, x.may
	s, m := p.groups(from, to, model.Egress, l.bars(p.engine, x.via, model.Egress))
	sure, may = sure.Intersect(s), may.Intersect(m)
	s, m = p.groups(to, from, model.Ingress, l.bars(p.engine, x.via, model.Ingress))
	sure, may = sure.Intersect(s), may.Intersect(m)
	if p.layers != GroupsOnly {
		for _, f := range slices.Concat(p.hostFacts(*from, sideFrom, l), p.hostFacts(*to, sideTo, l)) {
			sure, may = sure.Intersect(f.sure), may.Intersect(f.may)
		}
	}
	o := outcome{both: gradeOf(sure, may), asked: l.asked, clients: l.clients}
	return p.words(o.both.tally(o.asked).verdict(), &o), true
}

// groups judges the groups of one party against the other.
func (p *pairs) groups(own, far *party, d model.Direction, b bars) (sure, may Set) {
	if !own.end.Guarded {
		return Everything(), Everything()
	}
	g := guard{rulebook: p.rulebook(own.end, d), e: p.engine, far: far.end, direction: d, bars: b}
	p.unread.add(g.unread)
	return g.judge(far.spot)
}

// crossing judges the way between two subnets once.
func (p *pairs) crossing(from, to *party) *crossing {
	key := stretchKey{from.site.subnet, to.site.subnet}
	if x, ok := p.stretch[key]; ok {
		return x
	}
	x := &crossing{}
	p.stretch[key] = x
	l := &leg{q: p.q, clients: model.AllPorts()}
	var ok1, ok2 bool
	l.from, ok1 = p.anybody(from, sideFrom)
	l.to, ok2 = p.anybody(to, sideTo)
	if !ok1 || !ok2 {
		return x
	}
	kept := *p.engine // what this round notes is the crossing's, not the pair's
	p.cuts, p.engine.unread, p.skipped = cuts{}, nil, false
	l.asked = Exchange(model.AllProtocols, model.AllPorts(), model.AllPorts())
	o := newTrip(p.engine, l).start()
	x.same = p.cuts.none() && !slices.ContainsFunc(o.facts, func(f fact) bool { return !f.key.kind.plain() })
	x.sure, x.may, x.via = o.both.all, o.both.mayBe, o.via
	x.unread, x.skipped = p.engine.unread, p.skipped
	p.cuts, p.engine.unread, p.engine.assumes, p.skipped = kept.cuts, kept.unread, kept.assumes, kept.skipped
	return x
}

// plain reports whether a step does not depend on who sends or is sent to.
func (k HopKind) plain() bool {
	return slices.Contains([]HopKind{HopACLIn, HopACLOut, HopRoute, HopPeering, HopTransit, HopTransitRoute}, k)
}

// anybody is whoever is in a party's subnet.
func (p *pairs) anybody(one *party, s side) (party, bool) {
	sub, ok := p.s.Subnet(one.site.subnet)
	if !ok {
		return party{}, false
	}
	out := party{end: End{Kind: EndGroup, ID: sub.ID, Name: sub.ID, VPC: sub.VPC}, site: one.site}
	out.site.nic = nil
	for _, c := range sub.CIDRs {
		if c.Contains(one.spot.From()) {
			out.spot = spot{atom: rangeOf(c), side: s}
			return out, true
		}
	}
	return out, false
}
