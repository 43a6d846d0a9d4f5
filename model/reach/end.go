package reach

import (
	"net/netip"

	"github.com/sgscope/sgscope/model"
)

// EndKind says what sort of thing asks or is asked.
type EndKind uint8

// The kinds of end.
const (
	EndGroup     EndKind = iota // an interface that carries the group and no other; it need not exist yet
	EndInterface                // a network interface that was read
	EndAddress                  // an address, whoever has it
	EndBlock                    // a block of addresses; the internet is one
)

// Whereabouts says how an End's addresses are to be taken.
type Whereabouts uint8

// Everywhere: the question is about all of the addresses. Somewhere: the end has one of them, and
// which one is not known, so that what holds for some of them only is unknown.
const (
	Everywhere Whereabouts = iota
	Somewhere
)

// End is an interface, made or not, that asks or is asked: its groups and its possible addresses.
// Groups match references; addresses match CIDR blocks and prefix lists.
type End struct {
	Kind      EndKind
	ID        string // sg-…, eni-…, an address or a block
	Name      string // for sentences
	Groups    []string
	Guarded   bool // whether it is an interface with security groups at all; an internet host is not
	Unsure    bool // whether it may carry groups that were not read
	Addresses []netip.Prefix
	Where     Whereabouts
	VPC       string
	Subnets   []string
	Interface string // eni-…; "" if it is not one that was read
	Public    bool   // asked for by its public IPv4 address, which a gateway translates
	NoPublic  bool   // never has a public address, as an EMR Studio's Workspace
	Vacant    string // why nobody has the address; "" if somebody has or may have it
	Unclear   string // why nothing about the end can be judged: "is an address of vpc-1 and vpc-2"
}

// Label gives the end for a sentence.
func (e End) Label() string {
	if e.Name != "" {
		return e.Name
	}
	return e.ID
}

// internetID is the id of the end that is the internet.
const internetID = "internet"

// Internet is every public IPv4 address, as the far end of a question.
func Internet() End {
	return End{Kind: EndBlock, ID: internetID, Name: "the internet", Addresses: []netip.Prefix{model.AnyIPv4().Prefix}}
}

// Block is every address of a block, none of them known to be an interface with groups.
func Block(p netip.Prefix) End {
	return End{Kind: EndBlock, ID: p.String(), Addresses: []netip.Prefix{p.Masked()}}
}

// GroupEnd is an interface that carries just this group and may be anywhere in the group's VPC.
func GroupEnd(s model.Snapshot, id string) End {
	e := End{Kind: EndGroup, ID: id, Name: id, Groups: []string{id}, Guarded: true, Where: Somewhere}
	g, ok := s.Group(id)
	if !ok {
		return e
	}
	e.Name, e.VPC = g.Label(), g.VPC
	if v, ok := s.VPC(g.VPC); ok {
		e.Addresses = v.CIDRs
	}
	return e
}

// InSubnets narrows the end to the subnets: the question is then about all of their addresses. It
// stays as it is if one of the subnets was not read.
func (e End) InSubnets(s model.Snapshot, ids []string) End {
	var blocks []netip.Prefix
	vpc := ""
	for _, id := range ids {
		sub, ok := s.Subnet(id)
		if !ok {
			return e
		}
		blocks = append(blocks, sub.CIDRs...)
		vpc = sub.VPC
	}
	if len(blocks) == 0 {
		return e
	}
	if e.VPC == "" {
		e.VPC = vpc // of a group that was not read: an interface is in its subnet's VPC
	}
	e.Addresses, e.Where, e.Subnets = blocks, Everywhere, ids
	return e
}

// InterfaceEnd is a network interface with all of its groups.
func InterfaceEnd(i model.Interface) End {
	e := End{
		Kind: EndInterface, ID: i.ID, Name: i.ID, Groups: i.Groups, Guarded: true, VPC: i.VPC,
		Subnets: []string{i.Subnet}, Interface: i.ID,
	}
	for _, a := range i.Addresses {
		e.Addresses = append(e.Addresses, netip.PrefixFrom(a, a.BitLen()))
	}
	return e
}
