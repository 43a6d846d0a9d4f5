package reach

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// stretchKey is two subnets, and the family.
type stretchKey struct {
	from, to string
	v4       bool
}

// crossing is what the network lets through between two subnets, there and back, whoever is in them.
type crossing struct {
	same      bool // for all of their addresses; else each pair has to be judged by itself
	sure, may Set
	via       links
	unread    []string
	skipped   bool
}

// partiesOf gives the places where an end may be, by family: the one of an interface with one
// address, or the subnets that a group's may be in. There are none for an end of any other sort.
func (p *pairs) partiesOf(end End) (v4, v6 []party) {
	add := func(one party) {
		if one.spot.From().Is4() {
			v4 = append(v4, one)
		} else {
			v6 = append(v6, one)
		}
	}
	single := len(end.Addresses) == 1 && end.Addresses[0].IsSingleIP()
	switch {
	case end.Public || end.Unclear != "":
	case end.Interface != "" && single:
		one := p.party(end, at(end.Addresses[0].Addr()).atom, sideNone)
		if n := one.site.nic; n != nil && kindOf(*n) == nicHost && one.site.subnet != "" {
			add(one)
		}
	case end.Kind == EndGroup && end.Where == Somewhere && end.Interface == "" && p.layers != GroupsOnly &&
		p.whole(model.PartSubnets, end.VPC):
		for _, s := range p.homesOf(end) {
			for _, c := range s.CIDRs {
				add(party{
					end: end, spot: spot{atom: rangeOf(c)},
					site: site{kind: siteSubnet, vpc: s.VPC, subnet: s.ID, noPublic: end.NoPublic},
				})
			}
		}
	}
	return v4, v6
}

// homesOf gives the subnets that a group may be in, as far as they differ for any of the ends.
func (p *pairs) homesOf(end End) []model.Subnet {
	if len(end.Subnets) > 0 {
		return p.homes(end.VPC, end.Subnets, p.blocks)
	}
	list, ok := p.homesIn[end.VPC]
	if !ok {
		list = p.homes(end.VPC, nil, p.blocks)
		p.homesIn[end.VPC] = list
	}
	return list
}

// meeting is two ends that are judged place by place. What groups let out depends on where to, and what
// they let in on where from, so that each is worked out once.
type meeting struct {
	from, to []party
	out, in  []filtered // by place of the far end; those that were worked out are known
	known    [2][]bool
	leg      leg      // made anew for each two places
	free     crossing // with nothing in the way
}

// quick judges a pair by what the network lets through between their subnets and what their groups
// say. It reports false for a pair that this does not settle.
func (p *pairs) quick(i, j int) (Cell, bool) {
	m := &p.meeting
	m.from, m.to = p.v4[i], p.v4[j]
	if len(m.from) == 0 || len(m.to) == 0 {
		m.from, m.to = p.v6[i], p.v6[j]
	}
	if len(m.from) == 0 || len(m.to) == 0 || len(m.from)*len(m.to) > mostPairs {
		return Cell{}, false
	}
	m.out, m.in = emptied(m.out, len(m.to)), emptied(m.in, len(m.from))
	m.known = [2][]bool{emptied(m.known[0], len(m.to)), emptied(m.known[1], len(m.from))}
	w := worlds{fromWhere: p.ends[i].Where, toWhere: p.ends[j].Where, out: make([]outcome, 0, len(m.from)*len(m.to))}
	apart := (len(m.from) == 1 || w.fromWhere == Somewhere) && (len(m.to) == 1 || w.toWhere == Somewhere)
	p.cuts = cuts{}
	for a := range m.from {
		for b := range m.to {
			o, ok := p.meet(m, a, b)
			if !ok || !p.cuts.none() {
				return Cell{}, false
			}
			if apart && len(w.out) > 0 && o.verdict() != w.out[0].verdict() {
				return Cell{model.Unknown, nothing}, true // it depends on where they are
			}
			w.out = append(w.out, o)
		}
	}
	for a := range m.from {
		w.from = append(w.from, m.from[a].spot.atom)
	}
	for b := range m.to {
		w.to = append(w.to, m.to[b].spot.atom)
	}
	return p.told(w), true
}

// emptied gives a list of zero values, in the place of an old one if that is long enough.
func emptied[T any](old []T, n int) []T {
	out := slices.Grow(old[:0], n)[:n]
	clear(out)
	return out
}

func (o *outcome) verdict() model.Verdict { return o.both.tally(o.asked).verdict() }

// meet judges one place with another.
func (p *pairs) meet(m *meeting, a, b int) (outcome, bool) {
	from, to := &m.from[a], &m.to[b]
	l := &m.leg
	l.q, l.from, l.to, l.clients = p.q, *from, *to, p.q.Clients
	l.from.spot.side, l.to.spot.side = sideFrom, sideTo
	x := &m.free
	switch {
	case p.layers == GroupsOnly:
		l.clients = model.AllPorts()
	case p.sameHost(l):
		return outcome{}, false
	default:
		x = p.crossing(from, to)
	}
	if !x.same {
		return outcome{}, false
	}
	l.setClients(p.engine)
	p.unread.add(x.unread)
	p.skipped = p.skipped || x.skipped
	out := p.groups(&l.from, &l.to, model.Egress, l.bars(p.engine, x.via, model.Egress), &m.out[b], &m.known[0][b])
	in := p.groups(&l.to, &l.from, model.Ingress, l.bars(p.engine, x.via, model.Ingress), &m.in[a], &m.known[1][a])
	sure, may := x.sure.Intersect(out.sure).Intersect(in.sure), x.may.Intersect(out.may).Intersect(in.may)
	if p.layers != GroupsOnly {
		for _, f := range slices.Concat(p.hostFacts(*from, sideFrom, l), p.hostFacts(*to, sideTo, l)) {
			sure, may = sure.Intersect(f.sure), may.Intersect(f.may)
		}
	}
	return outcome{both: gradeOf(sure, may), asked: l.asked, clients: l.clients}, true
}

// groups judges the groups of one party against the other. Where references hold the answer is the
// same for all places of the own end, and is kept.
func (p *pairs) groups(own, far *party, d model.Direction, b bars, kept *filtered, known *bool) filtered {
	if !own.end.Guarded {
		return filtered{Everything(), Everything()}
	}
	if *known && b.code == "" {
		return *kept
	}
	g := guard{rulebook: p.rulebook(own.end, d), e: p.engine, far: far.end, direction: d, bars: b}
	p.unread.add(g.unread)
	sure, may := g.judge(far.spot)
	if b.code == "" {
		*kept, *known = filtered{sure, may}, true
	}
	return filtered{sure, may}
}

// crossing judges the way between two subnets once.
func (p *pairs) crossing(from, to *party) *crossing {
	key := stretchKey{from.site.subnet, to.site.subnet, from.spot.From().Is4()}
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
