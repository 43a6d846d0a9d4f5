package reach

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// AddressEnd finds whose address it is: an interface's, private or public; nobody's of a VPC; or that
// of a host elsewhere. Naming VPCs leaves all others out. What cannot be told apart is Unclear, and
// any question about it is unknown.
func AddressEnd(s model.Snapshot, a netip.Addr, vpcs ...string) End {
	a = a.Unmap()
	e := End{Kind: EndAddress, ID: a.String(), Addresses: []netip.Prefix{netip.PrefixFrom(a, a.BitLen())}}
	in := func(vpc string) bool { return len(vpcs) == 0 || slices.Contains(vpcs, vpc) }
	private, public := carriers(s, a, in)
	if len(public) > 0 {
		return e.carried(public, "the public address")
	}
	homes := homesOf(s, a, in)
	for _, nic := range private {
		if !slices.Contains(homes, nic.VPC) {
			homes = append(homes, nic.VPC)
		}
	}
	switch {
	case len(homes) > 1:
		e.Unclear = "is an address of " + strings.Join(homes, " and ")
	case len(private) > 0:
		return e.carried(private, "an address")
	case len(homes) == 1:
		return e.nobodys(s, homes[0])
	default:
		return e.elsewhere(s)
	}
	return e
}

// carriers gives the interfaces that have an address, as their own and as a public one.
func carriers(s model.Snapshot, a netip.Addr, in func(vpc string) bool) (private, public []model.Interface) {
	elastic, _ := s.ElasticAddressAt(a)
	for _, nic := range s.InterfacesAt(a) {
		if slices.Contains(nic.Addresses, a) && in(nic.VPC) {
			private = append(private, nic)
		}
		has := func(p model.PublicAddress) bool { return p.Public == a }
		if slices.ContainsFunc(nic.Public, has) || elastic.Interface == nic.ID {
			public = append(public, nic)
		}
	}
	said := func(nic model.Interface) bool { return nic.ID == elastic.Interface }
	if holder, ok := s.Interface(elastic.Interface); ok && !slices.ContainsFunc(public, said) {
		public = append(public, holder) // its address was read, and on the interface it was not
	}
	return private, public
}

// carried makes the end of the interface that has the address.
func (e End) carried(nics []model.Interface, how string) End {
	if len(nics) > 1 {
		var ids []string
		for _, n := range nics {
			ids = append(ids, n.ID)
		}
		e.Unclear = "is " + how + " of several interfaces: name one of " + strings.Join(ids, ", ")
		return e
	}
	out := InterfaceEnd(nics[0])
	out.Kind, out.Name, out.Addresses = EndAddress, e.ID+" ("+nics[0].ID+")", e.Addresses
	out.Public = how == "the public address"
	return out
}

// homesOf gives the VPCs whose blocks hold an address.
func homesOf(s model.Snapshot, a netip.Addr, in func(vpc string) bool) []string {
	var out []string
	for v := range s.VPCs() {
		holds := func(p netip.Prefix) bool { return p.Contains(a) }
		if in(v.ID) && slices.ContainsFunc(v.CIDRs, holds) {
			out = append(out, v.ID)
		}
	}
	return out
}

// nobodys is an address of a VPC that no interface has that was read: surely nobody's if all were.
func (e End) nobodys(s model.Snapshot, vpc string) End {
	e.VPC, e.Guarded, e.Unsure = vpc, true, true
	if s.Reading(model.PartInterfaces, vpc).Whole() {
		e.Vacant = "no interface of " + vpc + " has " + e.ID
	}
	return e
}

// elsewhere is an address of no VPC that was read.
func (e End) elsewhere(s model.Snapshot) End {
	a := e.Addresses[0].Addr()
	if x, ok := s.ElasticAddressAt(a); ok && x.Interface == "" && x.Instance == "" {
		e.Vacant = "the Elastic IP address " + e.ID + " is associated with nothing"
	}
	if a.IsPrivate() && !s.Reading(model.PartVPCs, "").Whole() {
		e.Guarded, e.Unsure = true, true
	}
	return e
}

// InstanceEnd is an instance by its only interface; one with several is Unclear.
func InstanceEnd(s model.Snapshot, id string) End {
	found := s.InterfacesOn(id)
	switch len(found) {
	case 0:
		return End{Kind: EndInterface, ID: id, Unclear: "has no interface that was read"}
	case 1:
		e := InterfaceEnd(found[0])
		e.Name = id + " (" + found[0].ID + ")"
		return e
	}
	var ids []string
	for _, nic := range found {
		ids = append(ids, nic.ID)
	}
	return End{Kind: EndInterface, ID: id, Unclear: "has several interfaces: name one of " + strings.Join(ids, ", ")}
}
