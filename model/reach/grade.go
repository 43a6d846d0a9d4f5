package reach

import "github.com/sgscope/sgscope/model"

// grade is what a way lets through: sure passes, may passes as far as is known. Where the network
// itself chooses (the port that a NAT gateway takes, the target of a load balancer), what holds for
// every choice and what holds for some choice are kept apart: a connection that passes by luck is
// partly let through, and nothing about it is unknown.
type grade struct {
	all, some     Set // surely: whatever is chosen, by some choice
	mayAll, mayBe Set // perhaps: whatever is chosen, by some choice
}

func gradeOf(sure, may Set) grade { return grade{sure, sure, may, may} }

// then gives what passes both, one after the other.
func (g grade) then(h grade) grade {
	return grade{
		g.all.Intersect(h.all), g.some.Intersect(h.some), g.mayAll.Intersect(h.mayAll), g.mayBe.Intersect(h.mayBe),
	}
}

// either gives what is known where one of the two is true and it is not known which.
func (g grade) either(h grade) grade {
	return grade{g.all.Intersect(h.all), g.some.Intersect(h.some), g.mayAll.Union(h.mayAll), g.mayBe.Union(h.mayBe)}
}

// choice gives what is known where the network takes one of the two.
func (g grade) choice(h grade) grade {
	return grade{g.all.Intersect(h.all), g.some.Union(h.some), g.mayAll.Intersect(h.mayAll), g.mayBe.Union(h.mayBe)}
}

// union gives what passes one of two that serve different traffic.
func (g grade) union(h grade) grade {
	return grade{g.all.Union(h.all), g.some.Union(h.some), g.mayAll.Union(h.mayAll), g.mayBe.Union(h.mayBe)}
}

// translated gives the grade as those before a translator see it, which picks one of the ports.
func (g grade) translated(clients model.PortRange) grade {
	return grade{g.all.forEvery(clients), g.some.forSome(clients), g.mayAll.forEvery(clients), g.mayBe.forSome(clients)}
}

// moved gives the grade of one destination port of a protocol at another one.
func (g grade) moved(p model.Protocol, from, to uint16) grade {
	return grade{
		g.all.moved(p, from, to), g.some.moved(p, from, to), g.mayAll.moved(p, from, to), g.mayBe.moved(p, from, to),
	}
}

// tally says of some traffic whether all, some or none of it passes surely, and whether some of it
// surely does not.
type tally struct{ all, some, none, rest bool }

func (g grade) tally(asked Set) tally {
	return tally{g.all.Contains(asked), g.some.Overlaps(asked), !g.mayBe.Overlaps(asked), !g.mayAll.Contains(asked)}
}

// with gives the tally of two that hold at once.
func (t tally) with(u tally) tally {
	return tally{t.all && u.all, t.some || u.some, t.none && u.none, t.rest || u.rest}
}

func (t tally) verdict() model.Verdict {
	switch {
	case t.all:
		return model.Allowed
	case t.none:
		return model.Blocked
	case t.some && t.rest:
		return model.Partly
	}
	return model.Unknown
}
