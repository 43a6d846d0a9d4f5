package describe

import (
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// acls reads NetworkAcls. Each subnet is associated with exactly one of them.
func (r *reader) acls(_, list value) {
	r.each(list, "NetworkAclId", func(v value, id string) {
		w := r.where(v)
		x := model.NetworkACL{
			ID:      id,
			VPC:     r.str(v, "VpcId"),
			Owner:   w.account,
			Region:  w.region,
			Default: r.flag(v, "IsDefault"),
			Tags:    r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		for _, a := range r.objects(v, "Associations") {
			if subnet := r.str(a, "SubnetId"); subnet != "" {
				x.Subnets = append(x.Subnets, subnet)
			}
		}
		for _, e := range r.objects(v, "Entries") {
			if entry, ok := r.aclEntry(e); ok && !slices.Contains(x.Entries, entry) {
				x.Entries = append(x.Entries, entry)
			}
		}
		sort.SliceStable(x.Entries, func(i, j int) bool { return x.Entries[i].Compare(x.Entries[j]) < 0 })
		// A VPC that is shared shows each account the associations of its own subnets only.
		x.Subnets = union(r.found.acls[id].Subnets, x.Subnets)
		r.found.acls[id] = x
	})
}

// union gives both lists in one, each id once.
func union(old, more []string) []string {
	out := slices.Clip(old)
	for _, id := range more {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (r *reader) aclEntry(v value) (model.ACLEntry, bool) {
	proto, known := r.aclProtocol(v)
	number, numbered := r.num(v, "RuleNumber")
	egress := r.want(v, "Egress", boolean)
	action := r.str(v, "RuleAction")
	prefix, ok := r.prefix(v, "CidrBlock")
	if !ok {
		prefix, ok = r.prefix(v, "Ipv6CidrBlock")
	}
	from, to, readable := r.aclPorts(v, proto)
	if !known || !numbered || !ok || !readable || egress.kind == absent || action != "allow" && action != "deny" {
		r.fault(v, "entry left out: want RuleNumber, Egress, RuleAction (allow or deny), Protocol and a CIDR block")
		return model.ACLEntry{}, false
	}
	e := model.ACLEntry{Number: number, Allow: action == "allow", Protocol: proto, Prefix: prefix}
	if egress.text == "true" {
		e.Direction = model.Egress
	}
	e, err := model.NewACLEntry(e, from, to)
	if err != nil {
		r.fault(v, "entry left out: %v", err)
		return model.ACLEntry{}, false
	}
	return e, true
}

func (r *reader) aclProtocol(v value) (model.Protocol, bool) {
	p, err := model.ParseProtocol(r.str(v, "Protocol"))
	return p, err == nil
}

// aclPorts gives an entry's ports, or ICMP type and code; -1, which is all of them, where there are
// none. It reports false if one could not be read.
func (r *reader) aclPorts(v value, p model.Protocol) (from, to int, ok bool) {
	key, first, last := "PortRange", "From", "To"
	if p.IsICMP() {
		key, first, last = "IcmpTypeCode", "Type", "Code"
	}
	if k := v.get(key).kind; k == absent || k == null {
		return -1, -1, true
	}
	ports := r.object(v, key)
	from, fromOK := r.port(ports, first)
	to, toOK := r.port(ports, last)
	return from, to, fromOK && toOK && ports.kind == object
}

// routeTables reads RouteTables.
func (r *reader) routeTables(_, list value) {
	r.each(list, "RouteTableId", func(v value, id string) {
		w := r.where(v)
		x := model.RouteTable{
			ID:     id,
			VPC:    r.str(v, "VpcId"),
			Owner:  w.account,
			Region: w.region,
			Tags:   r.tags(v, "Tags"),
		}
		x.Name = r.name(v, x.Tags)
		for _, a := range r.objects(v, "Associations") {
			r.association(a, &x)
		}
		for _, g := range r.objects(v, "PropagatingVgws") {
			if gateway := r.id(g, "GatewayId"); gateway != "" {
				x.Propagating = append(x.Propagating, gateway)
			}
		}
		for _, item := range r.objects(v, "Routes") {
			if route, ok := r.route(item); ok && !slices.Contains(x.Routes, route) {
				x.Routes = append(x.Routes, route)
			}
		}
		old := r.found.tables[id]
		x.Main = x.Main || old.Main
		x.Subnets, x.Gateways = union(old.Subnets, x.Subnets), union(old.Gateways, x.Gateways)
		r.found.tables[id] = x
	})
}

func (r *reader) association(v value, x *model.RouteTable) {
	switch r.str(r.object(v, "AssociationState"), "State") {
	case "disassociated", "failed":
		return
	}
	if r.flag(v, "Main") {
		x.Main = true
	}
	if subnet := r.str(v, "SubnetId"); subnet != "" {
		x.Subnets = append(x.Subnets, subnet)
	}
	if gateway := r.str(v, "GatewayId"); gateway != "" {
		x.Gateways = append(x.Gateways, gateway)
	}
}

func (r *reader) route(v value) (model.Route, bool) {
	x := model.Route{
		PrefixList: r.str(v, "DestinationPrefixListId"),
		Target:     r.routeTarget(v),
		State:      r.str(v, "State"),
		Origin:     r.str(v, "Origin"),
	}
	p, ok := r.prefix(v, "DestinationCidrBlock")
	if !ok {
		p, ok = r.prefix(v, "DestinationIpv6CidrBlock")
	}
	x.Prefix = p
	if !ok && x.PrefixList == "" {
		r.fault(v, "route left out: no destination")
		return model.Route{}, false
	}
	return x, true
}

// routeKeys are the members of a route that name its target, by kind. The interface comes before the
// instance that it belongs to: EC2 prints both.
func routeKeys() []routeKey {
	return []routeKey{
		{"NatGatewayId", model.TargetNATGateway},
		{"TransitGatewayId", model.TargetTransitGateway},
		{"VpcPeeringConnectionId", model.TargetPeering},
		{"EgressOnlyInternetGatewayId", model.TargetEgressOnlyGateway},
		{"NetworkInterfaceId", model.TargetInterface},
		{"InstanceId", model.TargetInstance},
		{"CarrierGatewayId", model.TargetCarrierGateway},
		{"LocalGatewayId", model.TargetLocalGateway},
		{"CoreNetworkArn", model.TargetCoreNetwork},
		{"OdbNetworkArn", model.TargetOther},
	}
}

type routeKey struct {
	key  string
	kind model.TargetKind
}

func (r *reader) routeTarget(v value) model.RouteTarget {
	if id := r.str(v, "GatewayId"); id != "" {
		return model.GatewayTarget(id)
	}
	for _, k := range routeKeys() {
		if id := r.str(v, k.key); id != "" {
			return model.RouteTarget{Kind: k.kind, ID: id}
		}
	}
	return model.RouteTarget{}
}

// prefixLists reads PrefixLists, which is the key of describe-prefix-lists (AWS's lists with their
// blocks) and of describe-managed-prefix-lists (all lists, without).
func (r *reader) prefixLists(_, list value) {
	r.each(list, "PrefixListId", func(v value, id string) {
		w := r.where(v, arn(r.str(v, "PrefixListArn")))
		old := r.found.prefixLists[id]
		x := model.PrefixList{
			ID:          id,
			Name:        first(r.str(v, "PrefixListName"), old.Name),
			ARN:         first(r.str(v, "PrefixListArn"), old.ARN),
			Owner:       first(r.str(v, "OwnerId"), old.Owner),
			Region:      first(w.region, old.Region),
			Family:      first(r.str(v, "AddressFamily"), old.Family),
			State:       first(r.str(v, "State"), old.State),
			Max:         old.Max,
			Entries:     old.Entries,
			EntriesRead: old.EntriesRead,
			Tags:        mergedTags(old.Tags, r.tags(v, "Tags")),
		}
		if n, ok := r.num(v, "MaxEntries"); ok {
			x.Max = n
		}
		if cidrs := r.want(v, "Cidrs", array); cidrs.kind == array {
			x.EntriesRead, x.Entries = true, nil
			for _, c := range r.only(cidrs, "Cidrs", text) {
				x.Entries = r.entry(x.Entries, value{kind: object, keys: []string{"Cidr"}, list: []value{c}, at: c.at})
			}
		}
		r.found.prefixLists[id] = x
		if v.get("Entries").kind != absent {
			r.entries(v, id)
		}
	})
}

func (r *reader) entry(to []model.PrefixListEntry, v value) []model.PrefixListEntry {
	p, ok := r.prefix(v, "Cidr")
	if !ok {
		return to
	}
	return append(to, model.PrefixListEntry{Prefix: p, Description: r.str(v, "Description")})
}

func (r *reader) entries(v value, id string) {
	x := r.found.prefixLists[id]
	x.ID, x.EntriesRead, x.Entries = id, true, nil
	for _, e := range r.objects(v, "Entries") {
		x.Entries = r.entry(x.Entries, e)
	}
	r.found.prefixLists[id] = x
}

// prefixListEntries reads the entries of several lists, wrapped per list by a collector.
func (r *reader) prefixListEntries(_, list value) {
	r.each(list, "PrefixListId", r.entries)
}

// bareEntries reads what get-managed-prefix-list-entries prints. It does not say of which list; the
// file's name has to.
func (r *reader) bareEntries(doc, _ value) {
	if id := idIn(r.file.path, "pl-"); id != "" {
		r.entries(doc, id)
	}
}
