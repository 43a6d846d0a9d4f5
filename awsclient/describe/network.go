package describe

import (
	"net/netip"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// vpcs reads Vpcs. A shared VPC is listed by every account that sees it; what they say is merged.
func (r *reader) vpcs(_, list value) {
	r.each(list, "VpcId", func(v value, id string) {
		w := r.where(v)
		x := model.VPC{
			ID:      id,
			Owner:   w.account,
			Region:  w.region,
			CIDRs:   r.blocks(v),
			Default: r.flag(v, "IsDefault"),
			Tags:    r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		r.seen(id)
		if old, ok := r.found.vpcs[id]; ok {
			x.Name = first(x.Name, old.Name)
			x.Owner, x.Region = first(x.Owner, old.Owner), first(x.Region, old.Region)
			x.CIDRs = mergedBlocks(old.CIDRs, x.CIDRs)
			x.Tags = mergedTags(old.Tags, x.Tags)
		}
		r.found.vpcs[id] = x
	})
}

// subnets reads Subnets, merging those that are listed more than once.
func (r *reader) subnets(_, list value) {
	r.each(list, "SubnetId", func(v value, id string) {
		zone := r.str(v, "AvailabilityZone")
		w := r.where(v, arn(r.str(v, "SubnetArn")), place{region: zoneRegion(zone)})
		x := model.Subnet{
			ID:     id,
			VPC:    r.str(v, "VpcId"),
			Zone:   zone,
			Owner:  w.account,
			Region: w.region,
			CIDRs:  r.blocks(v),
			Tags:   r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		r.mention(x.VPC, w)
		if old, ok := r.found.subnets[id]; ok {
			x.Name, x.VPC, x.Zone = first(x.Name, old.Name), first(x.VPC, old.VPC), first(x.Zone, old.Zone)
			x.Owner, x.Region = first(x.Owner, old.Owner), first(x.Region, old.Region)
			x.CIDRs = mergedBlocks(old.CIDRs, x.CIDRs)
			x.Tags = mergedTags(old.Tags, x.Tags)
		}
		r.found.subnets[id] = x
	})
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// merged appends to a what b has more.
func merged[T comparable](a, b []T) []T {
	out := a
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(slices.Clip(out), x)
		}
	}
	return out
}

// mergedBlocks merges CIDR blocks, IPv4 before IPv6.
func mergedBlocks(a, b []netip.Prefix) []netip.Prefix {
	out := slices.Clone(merged(a, b))
	sort.SliceStable(out, func(i, j int) bool { return out[i].Addr().BitLen() < out[j].Addr().BitLen() })
	return out
}

func mergedTags(old, tags model.Tags) model.Tags {
	if len(old) == 0 {
		return tags
	}
	return model.NewTags(append(slices.Clone(old), tags...)...)
}

// blocks gives the CIDR blocks of a VPC or subnet: IPv4 first, then IPv6, each in AWS's order.
// Blocks that are on their way out, or failed, do not count.
func (r *reader) blocks(v value) []netip.Prefix {
	var out []netip.Prefix
	add := func(item value, key string) {
		if p, ok := r.prefix(item, key); ok && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	add(v, "CidrBlock")
	for _, a := range r.objects(v, "CidrBlockAssociationSet") {
		if r.associated(a, "CidrBlockState") {
			add(a, "CidrBlock")
		}
	}
	for _, a := range r.objects(v, "Ipv6CidrBlockAssociationSet") {
		if r.associated(a, "Ipv6CidrBlockState") {
			add(a, "Ipv6CidrBlock")
		}
	}
	return mergedBlocks(nil, out)
}

func (r *reader) associated(v value, key string) bool {
	switch r.str(r.object(v, key), "State") {
	case "", "associated", "associating":
		return true
	}
	return false
}

// interfaces reads NetworkInterfaces.
func (r *reader) interfaces(_, list value) {
	r.each(list, "NetworkInterfaceId", func(v value, id string) {
		x := r.networkInterface(v, id)
		if old, ok := r.found.interfaces[id]; ok && len(x.Tags) == 0 {
			x.Tags = old.Tags
		}
		r.found.interfaces[id] = x
	})
}

// networkInterface reads one as describe-network-interfaces prints it, and as describe-instances
// does, which says less.
func (r *reader) networkInterface(v value, id string) model.Interface {
	zone, attachment := r.str(v, "AvailabilityZone"), r.object(v, "Attachment")
	w := r.where(v, place{region: zoneRegion(zone)})
	x := model.Interface{
		ID:          id,
		Description: r.str(v, "Description"),
		VPC:         r.str(v, "VpcId"),
		Subnet:      r.str(v, "SubnetId"),
		Zone:        zone,
		Owner:       w.account,
		Region:      w.region,
		Type:        r.str(v, "InterfaceType"),
		Status:      r.str(v, "Status"),
		Instance:    r.str(attachment, "InstanceId"),
		AttachedTo:  r.str(attachment, "InstanceOwnerId"),
		Requester:   r.str(v, "RequesterId"),
		Tags:        mergedTags(r.tags(v, "Tags"), r.tags(v, "TagSet")),
	}
	if check := r.want(v, "SourceDestCheck", boolean); check.text == "false" {
		x.NoSourceDestCheck = true
	}
	for _, g := range r.objects(v, "Groups") {
		if gid := r.id(g, "GroupId"); gid != "" {
			x.Groups = append(x.Groups, gid)
		}
	}
	r.addresses(v, &x)
	r.mention(x.VPC, w)
	return x
}

// addresses reads an interface's private and public addresses, the primary first.
func (r *reader) addresses(v value, x *model.Interface) {
	public := func(item value, private netip.Addr) {
		a, ok := r.addr(r.object(item, "Association"), "PublicIp")
		have := func(p model.PublicAddress) bool { return p.Private == private }
		if ok && private.Is4() && !slices.ContainsFunc(x.Public, have) {
			x.Public = append(x.Public, model.PublicAddress{Public: a, Private: private})
		}
	}
	add := func(a netip.Addr) {
		if !slices.Contains(x.Addresses, a) {
			x.Addresses = append(x.Addresses, a)
		}
	}
	if a, ok := r.addr(v, "PrivateIpAddress"); ok {
		add(a)
		public(v, a)
	}
	for _, item := range r.objects(v, "PrivateIpAddresses") {
		if a, ok := r.addr(item, "PrivateIpAddress"); ok {
			add(a)
			public(item, a)
		}
	}
	for _, item := range r.objects(v, "Ipv6Addresses") {
		if a, ok := r.addr(item, "Ipv6Address"); ok {
			add(a)
		}
	}
	sort.SliceStable(x.Addresses, func(i, j int) bool { return x.Addresses[i].BitLen() < x.Addresses[j].BitLen() })
}

// reservations reads Reservations, which hold the instances. The interfaces inside of them are kept
// for the case that nobody listed interfaces.
func (r *reader) reservations(_, list value) {
	if list.kind != array {
		if list.kind != null {
			r.fault(list, "want a list, found %s", list.kind)
		}
		return
	}
	for _, res := range r.only(list, "item", object) {
		owner := r.str(res, "OwnerId")
		r.each(r.want(res, "Instances", array), "InstanceId", func(v value, id string) {
			r.instance(v, id, owner)
		})
	}
}

func (r *reader) instance(v value, id, owner string) {
	zone := r.str(r.object(v, "Placement"), "AvailabilityZone")
	w := r.where(v, place{owner, zoneRegion(zone)})
	x := model.Instance{
		ID:     id,
		VPC:    r.str(v, "VpcId"),
		Subnet: r.str(v, "SubnetId"),
		Owner:  first(w.account, owner),
		Region: w.region,
		State:  r.str(r.object(v, "State"), "Name"),
		Type:   r.str(v, "InstanceType"),
		Tags:   r.tags(v, "Tags"),
	}
	x.Name = r.name(v, x.Tags)
	for _, e := range r.objects(v, "NetworkInterfaces") {
		eni := r.id(e, "NetworkInterfaceId")
		if eni == "" {
			continue
		}
		x.Interfaces = append(x.Interfaces, eni)
		if !r.saved {
			inner := r.networkInterface(e, eni)
			inner.Instance, inner.Zone = id, zone
			r.found.inner[eni] = inner
		}
	}
	r.mention(x.VPC, w)
	r.found.instances[id] = x
	r.found.dns[r.str(v, "PrivateDnsName")] = id
	r.found.dns[r.str(v, "PublicDnsName")] = id
}
