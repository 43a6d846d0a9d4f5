package reach

import (
	"net/netip"

	"github.com/sgscope/sgscope/model"
)

// builtin is a service that the network itself answers at an address of its own. Groups and network
// ACLs do not filter what goes there.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
type builtin struct {
	name  string
	takes Set
}

// builtinAt gives the service that the leg's destination is to its source, and reports whether it is
// one: the DNS resolver at the second address of a VPC, and what answers on the link of every host.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
func (e *engine) builtinAt(l *leg) (builtin, bool) {
	if l.from.site.kind != siteSubnet || !l.to.spot.single() {
		return builtin{}, false
	}
	dns := TrafficOf(model.UDP, model.Port(53)).Union(TrafficOf(model.TCP, model.Port(53)))
	a := l.to.spot.From()
	switch a.String() {
	case "169.254.169.253", "fd00:ec2::253":
		return builtin{"the DNS resolver", dns}, true
	case "169.254.169.254", "fd00:ec2::254":
		return builtin{"the instance metadata service", TrafficOf(model.TCP, model.Port(80))}, true
	case "169.254.169.123", "fd00:ec2::123":
		return builtin{"the time service", TrafficOf(model.UDP, model.Port(123))}, true
	}
	if v, ok := e.s.VPC(l.from.site.vpc); ok && a == resolverOf(v) {
		return builtin{"the DNS resolver of " + v.ID, dns}, true
	}
	return builtin{}, false
}

// resolverOf gives the second address of the VPC's first block; the zero Addr if it has no block.
func resolverOf(v model.VPC) netip.Addr {
	for _, c := range v.CIDRs {
		if c.Addr().Is4() {
			return c.Addr().Next().Next()
		}
	}
	return netip.Addr{}
}

// answered judges a leg to such a service.
func (b builtin) answered(l *leg) outcome {
	g := gradeOf(b.takes, b.takes)
	f := fact{key: hopKey{leg: l.number, kind: HopLocal, id: l.to.end.ID}, leg: l, sure: b.takes, may: b.takes}
	f.tell = func(v model.Verdict) telling {
		if v == model.Allowed {
			return telling{reason: b.name + " answers every host: neither groups nor network ACLs filter it"}
		}
		return telling{code: CodeNobody, reason: b.name + " answers nothing but " + b.takes.String()}
	}
	return outcome{forward: g, back: gradeOf(Everything(), Everything()), both: g, facts: []fact{f}}
}
