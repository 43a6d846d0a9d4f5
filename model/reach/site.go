package reach

import (
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// siteKind says what is known of the place where an address is.
type siteKind uint8

const (
	siteUnknown siteKind = iota // nobody that was read has it
	siteSubnet                  // in a VPC
	siteOutside                 // a host of the internet
	siteVacant                  // in a VPC or of one, and nobody has it
)

// site is the place where an address of an end is.
type site struct {
	kind        siteKind
	vpc, subnet string           // subnet is "" if it is not known
	nic         *model.Interface // nil if it is not one that was read
	private     spot             // what the public address is translated to; only if the end was asked for by it
	noPublic    bool
	edge        bool   // at the edge of its VPC, in no subnet: a regional NAT gateway
	why         string // of siteUnknown and siteVacant
}

// party is an end at one of its addresses, as a leg of the way sees it.
type party struct {
	end  End
	spot spot
	site site
}

// party finds the place of an end's atom.
func (e *engine) party(end End, a atom, s side) party {
	p := party{end: end, spot: spot{atom: a, side: s, public: end.Public}}
	p.site = e.locate(end, p.spot)
	p.site.noPublic = end.NoPublic
	if n := p.site.nic; n != nil && !grouped(*n) {
		p.end.Guarded = false
	}
	if p.site.kind == siteSubnet && !end.Guarded && end.Kind == EndBlock {
		// A block inside of a VPC is whoever is there, with groups that were not asked for.
		p.end.Guarded, p.end.Unsure = true, true
	}
	return p
}

func (e *engine) locate(end End, a spot) site {
	switch {
	case end.Interface != "":
		if nic, ok := e.s.Interface(end.Interface); ok {
			return e.siteOf(nic, a)
		}
	case end.ID == internetID:
		return site{kind: siteOutside}
	case end.Vacant != "":
		return site{kind: siteVacant, vpc: end.VPC, subnet: e.subnetAt(end.VPC, nil, a), why: end.Vacant}
	}
	if end.VPC != "" {
		return site{kind: siteSubnet, vpc: end.VPC, subnet: e.subnetAt(end.VPC, end.Subnets, a)}
	}
	if end.Kind == EndGroup || end.Kind == EndInterface {
		return site{kind: siteUnknown, why: "the VPC of " + end.Label() + " was not read"}
	}
	return e.find(a)
}

// siteOf is the place of an interface that was read.
func (e *engine) siteOf(nic model.Interface, a spot) site {
	out := site{kind: siteSubnet, vpc: nic.VPC, subnet: nic.Subnet, nic: &nic}
	if !a.public {
		return out
	}
	for _, p := range nic.Public {
		if p.Public == a.From() {
			out.private = at(p.Private)
			return out
		}
	}
	if x, ok := e.s.ElasticAddressAt(a.From()); ok && x.Private.IsValid() {
		out.private = at(x.Private)
	} else if len(nic.Addresses) > 0 {
		out.private = at(nic.Addresses[0])
	}
	return out
}

// find looks for an address in the VPCs that were read.
func (e *engine) find(a spot) site {
	var inside []string
	unsure := false
	for v := range e.s.VPCs() {
		switch a.inAny(v.CIDRs, &e.cuts) {
		case model.Allowed:
			inside = append(inside, v.ID)
		case model.Unknown, model.Partly:
			unsure = true
		case model.Blocked:
		}
	}
	switch {
	case len(inside) > 1:
		return site{kind: siteUnknown, why: a.plain() + " is in " + inside[0] + " and " + inside[1]}
	case len(inside) == 1:
		return site{kind: siteSubnet, vpc: inside[0], subnet: e.subnetAt(inside[0], nil, a)}
	case unsure:
		return site{kind: siteUnknown, why: "where " + a.plain() + " is, is not known"}
	}
	if e.isPublic(a) == model.Allowed {
		return site{kind: siteOutside}
	}
	return site{kind: siteUnknown, why: a.plain() + " is in no VPC that was read"}
}

// isPublic says whether the internet carries an address.
func (e *engine) isPublic(a spot) model.Verdict {
	if a.From().Is6() {
		return a.in(globalIPv6(), &e.cuts)
	}
	switch a.inAny(privateBlocks(), &e.cuts) {
	case model.Allowed:
		return model.Blocked
	case model.Blocked:
		return model.Allowed
	case model.Unknown, model.Partly:
	}
	return model.Unknown
}

// subnetAt gives the subnet of a VPC, among those named if any are, that an address is in; "" if none
// that was read has it.
func (e *engine) subnetAt(vpc string, among []string, a spot) string {
	if len(among) == 1 {
		return among[0]
	}
	for _, s := range e.subnetsOf(vpc) {
		if len(among) > 0 && !slices.Contains(among, s.ID) {
			continue
		}
		if a.inAny(s.CIDRs, &e.cuts) == model.Allowed {
			return s.ID
		}
	}
	return ""
}

func (e *engine) subnetsOf(vpc string) []model.Subnet {
	if e.subnets == nil {
		e.subnets = map[string][]model.Subnet{}
		for s := range e.s.Subnets() {
			e.subnets[s.VPC] = append(e.subnets[s.VPC], s)
		}
	}
	return e.subnets[vpc]
}

// addresses gives an end's possible addresses for the layers that are asked about. An interface of a
// group is in a subnet, and a host of the internet has a public address; the groups alone do not
// look at either.
func (e *engine) addresses(end End, q Question) ([]netip.Prefix, Whereabouts) {
	switch {
	case e.layers == GroupsOnly:
	case end.ID == internetID:
		return publicBlocks(), end.Where
	case end.Kind == EndGroup && end.Where == Somewhere && end.VPC != "" && e.whole(model.PartSubnets, end.VPC):
		var blocks []netip.Prefix
		for _, s := range e.homes(end.VPC, end.Subnets, e.ruleBlocks(q.From, q.To)) {
			blocks = append(blocks, s.CIDRs...)
		}
		if len(blocks) > 0 {
			return blocks, end.Where
		}
	}
	return addresses(end)
}

// whole reports whether a part was read to its end in a VPC.
//
//go:noinline
func (e *engine) whole(p model.Part, vpc string) bool { return e.s.Reading(p, vpc).Whole() }
