package describe_test

import (
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/model"
)

// fill makes a value with everything in it set or not set at random. Words are from a small set with
// all that makes trouble in JSON and on terminals.
func fill[T any](t *rapid.T, label string) T {
	var x T
	fillValue(t, label, reflect.ValueOf(&x).Elem())
	return x
}

func word() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{
		"", "", "a", "b", "vpc-1", "sg-1", "us-east-1", "111122223333", "ü 漢 😀",
		"quote \" back \\ slash / <&>", "tab\tline\nbell\a", "\u202e\u200b\ufeff\U000e0001\u007f", "\ufffd", "null",
	})
}

func fillValue(t *rapid.T, label string, v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *netip.Addr:
		*p = address().Draw(t, label)
		return
	case *netip.Prefix:
		*p = block().Draw(t, label)
		return
	case *model.Tags:
		for range rapid.IntRange(0, 2).Draw(t, label) {
			*p = p.With(model.Tag{Key: word().Draw(t, "key"), Value: word().Draw(t, "value")})
		}
		return
	case *[]netip.Prefix:
		list := rapid.SliceOfNDistinct(block(), 0, 4, rapid.ID).Draw(t, label)
		slices.SortStableFunc(list, func(a, b netip.Prefix) int { return a.Addr().BitLen() - b.Addr().BitLen() })
		*p = list
		return
	case *[]string:
		*p = rapid.SliceOfNDistinct(word().Filter(func(s string) bool { return s != "" }), 0, 3, rapid.ID).Draw(t, label)
		return
	case *time.Time:
		*p = rapid.SampledFrom([]time.Time{{}, time.Date(2026, 3, 4, 5, 6, 7, 89, time.UTC)}).Draw(t, label)
		return
	case *model.FailureKind:
		*p = model.FailureKind(rapid.IntRange(1, 11).Draw(t, label))
		return
	case *[]model.ACLEntry: // made by acl
		return
	case *model.GatewayKind:
		*p = model.GatewayKind(rapid.IntRange(0, 3).Draw(t, label))
		return
	case *model.RouteTarget:
		*p = routeTarget(t)
		return
	}
	switch v.Kind() { //nolint:exhaustive // the default is loud
	case reflect.String:
		v.SetString(word().Draw(t, label))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, label))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(0, 70000).Draw(t, label)))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 3).Draw(t, label), 3))
		for i := range v.Len() {
			fillValue(t, label, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fillValue(t, label+"."+v.Type().Field(i).Name, v.Field(i))
		}
	default:
		panic("no generator for " + v.Type().String())
	}
}

func address() *rapid.Generator[netip.Addr] {
	return rapid.Map(rapid.SampledFrom([]string{"10.0.0.1", "10.0.0.2", "192.0.2.9", "2001:db8::1", "2001:db8::2"}),
		netip.MustParseAddr)
}

func block() *rapid.Generator[netip.Prefix] {
	return rapid.Map(rapid.SampledFrom([]string{"10.0.0.0/8", "0.0.0.0/0", "192.0.2.9/32", "::/0", "2001:db8::/32"}),
		netip.MustParsePrefix)
}

func routeTarget(t *rapid.T) model.RouteTarget {
	return rapid.SampledFrom([]model.RouteTarget{
		{},
		model.GatewayTarget("local"), model.GatewayTarget("igw-1"), model.GatewayTarget("vgw-x"),
		model.GatewayTarget("vpce-1"), model.GatewayTarget("strange"),
		{Kind: model.TargetNATGateway, ID: "nat-1"},
		{Kind: model.TargetPeering, ID: "pcx-1"},
		{Kind: model.TargetTransitGateway, ID: "tgw-1"},
		{Kind: model.TargetEgressOnlyGateway, ID: "eigw-1"},
		{Kind: model.TargetInterface, ID: "eni-1"},
		{Kind: model.TargetInstance, ID: "i-1"},
		{Kind: model.TargetCoreNetwork, ID: "arn:x"},
		{Kind: model.TargetOther, ID: "arn:odb"},
		{Kind: model.TargetLocalGateway, ID: "lgw-1"},
	}).Draw(t, "target")
}

// rule makes a canonical rule.
func rule(t *rapid.T, d model.Direction) model.Rule {
	peer := rapid.OneOf(
		rapid.Map(block(), model.CIDRPeer),
		rapid.Map(rapid.SampledFrom([]string{"sg-1", "sg-2"}), model.GroupPeer),
		rapid.Just(model.PrefixListPeer("pl-1")),
	).Draw(t, "peer")
	proto := rapid.SampledFrom([]model.Protocol{-1, 1, 6, 17, 58, 50}).Draw(t, "protocol")
	from := rapid.IntRange(-1, 255).Draw(t, "from")
	to := rapid.IntRange(-1, 255).Draw(t, "to")
	r, err := model.NewRule(d, proto, from, to, peer)
	if err != nil {
		return model.TCPRule(d, 443, peer)
	}
	return r
}

func groupRules(t *rapid.T) []model.GroupRule {
	var out []model.GroupRule
	seen := map[model.Rule]bool{}
	for _, d := range []model.Direction{model.Ingress, model.Egress} {
		for range rapid.IntRange(0, 4).Draw(t, "rules") {
			r := model.GroupRule{Rule: rule(t, d), Description: word().Draw(t, "description")}
			if seen[r.Rule] {
				continue
			}
			seen[r.Rule] = true
			if r.Rule.Peer.Kind == model.PeerGroup {
				r.Ref = fill[model.Reference](t, "reference")
			}
			out = append(out, r)
		}
	}
	return out
}

func group(t *rapid.T, id string) model.Group {
	x := model.Group{
		ID: id, Name: word().Draw(t, "name"), Description: word().Draw(t, "description"), VPC: word().Draw(t, "vpc"),
		Owner: word().Draw(t, "owner"), Region: word().Draw(t, "region"), Tags: fill[model.Tags](t, "tags"),
		Rules: groupRules(t),
	}
	for i := range x.Rules {
		if rapid.Bool().Draw(t, "listed") {
			x.Rules[i].ID, x.Rules[i].Tags = "sgr-1", fill[model.Tags](t, "rule tags")
		}
	}
	return x
}

func networkInterface(t *rapid.T, id string) model.Interface {
	x := fill[model.Interface](t, "interface")
	x.ID, x.Public = id, nil
	x.Addresses = rapid.SliceOfNDistinct(address(), 0, 4, rapid.ID).Draw(t, "addresses")
	slices.SortStableFunc(x.Addresses, func(a, b netip.Addr) int { return a.BitLen() - b.BitLen() })
	for _, a := range x.Addresses {
		if a.Is4() && rapid.Bool().Draw(t, "public") {
			x.Public = append(x.Public, model.PublicAddress{Public: netip.MustParseAddr("203.0.113.7"), Private: a})
		}
	}
	return x
}

func acl(t *rapid.T, id string) model.NetworkACL {
	x := fill[model.NetworkACL](t, "acl")
	x.ID, x.Entries = id, nil
	for range rapid.IntRange(0, 4).Draw(t, "entries") {
		d := model.Direction(rapid.IntRange(0, 1).Draw(t, "direction"))
		r := rule(t, d)
		e := model.ACLEntry{Direction: d, Protocol: r.Protocol, Prefix: block().Draw(t, "block")}
		e.Number = rapid.IntRange(1, 32768).Draw(t, "number")
		e.Allow = rapid.Bool().Draw(t, "allow")
		from, to, wanted := r.APIPorts()
		if !wanted {
			from, to = -1, -1
		}
		if e, err := model.NewACLEntry(e, from, to); err == nil && !slices.Contains(x.Entries, e) {
			x.Entries = append(x.Entries, e)
		}
	}
	slices.SortStableFunc(x.Entries, model.ACLEntry.Compare)
	return x
}

func snapshot(t *rapid.T) model.Snapshot {
	kind := model.OriginKind(rapid.IntRange(0, 2).Draw(t, "kind"))
	b := model.NewBuilder(model.Origin{
		Caller: fill[model.Caller](t, "caller"), Kind: kind, Name: word().Draw(t, "name"), Region: word().Draw(t, "region"),
		Partition: word().Draw(t, "partition"), Endpoint: word().Draw(t, "endpoint"),
		ReadAt: rapid.SampledFrom([]time.Time{{}, time.Date(2026, 3, 4, 5, 6, 7, 89, time.UTC)}).Draw(t, "at"),
	})
	parts := slices.Concat(model.Parts(), model.NetworkParts(), model.EMRParts(), []model.Part{"of-tomorrow"})
	for range rapid.IntRange(0, 4).Draw(t, "readings") {
		r := model.Reading{
			State: model.ReadState(rapid.IntRange(0, 3).Draw(t, "state")), LeftOut: rapid.IntRange(0, 2).Draw(t, "left out"),
		}
		if rapid.Bool().Draw(t, "failed") {
			r.Failure = fill[model.Failure](t, "failure")
		}
		b.Mark(rapid.SampledFrom(parts).Draw(t, "part"), word().Draw(t, "scope"), r)
	}
	for _, id := range fill[[]string](t, "gone") {
		b.MarkGone(id)
	}
	someIDs := rapid.SampledFrom([]string{"x-1", "x-2", "Ünhex"})
	for _, id := range rapid.SliceOfNDistinct(someIDs, 0, 3, rapid.ID).Draw(t, "ids") {
		addThings(t, b, id)
		addNetwork(t, b, id)
		addServices(t, b, id)
	}
	return b.Snapshot()
}

func addThings(t *rapid.T, b *model.Builder, id string) {
	vpc, subnet := fill[model.VPC](t, "vpc"), fill[model.Subnet](t, "subnet")
	instance := fill[model.Instance](t, "instance")
	studio, cluster := fill[model.Studio](t, "studio"), fill[model.Cluster](t, "cluster")
	vpc.ID, subnet.ID, instance.ID, studio.ID, cluster.ID = id, id, id, id, id
	b.AddVPC(vpc)
	b.AddSubnet(subnet)
	b.AddInstance(instance)
	b.AddStudio(studio)
	b.AddCluster(cluster)
	b.AddGroup(group(t, id))
	b.AddInterface(networkInterface(t, id))
}

// addNetwork adds one thing of each sort. What is cleared is what the sort cannot have.
func addNetwork(t *rapid.T, b *model.Builder, id string) {
	b.AddACL(acl(t, id))
	table := fill[model.RouteTable](t, "table")
	table.ID, table.Routes = id, compacted(table.Routes)
	for i := range table.Routes {
		if table.Routes[i].PrefixList != "" {
			table.Routes[i].Prefix = netip.Prefix{}
		}
	}
	table.Routes = compacted(table.Routes)
	b.AddRouteTable(table)
	gateway := fill[model.Gateway](t, "gateway")
	gateway.ID = id
	if gateway.Kind == model.CustomerGateway {
		gateway.VPC = ""
	} else {
		gateway.Address = netip.Addr{}
	}
	b.AddGateway(gateway)
	nat, elastic := fill[model.NATGateway](t, "nat"), fill[model.ElasticAddress](t, "elastic")
	peering := fill[model.Peering](t, "peering")
	nat.ID, elastic.ID, peering.ID = id, id, id
	b.AddNATGateway(nat)
	b.AddElasticAddress(elastic)
	b.AddPeering(peering)
	addTransit(t, b, id)
	endpoint, list := fill[model.Endpoint](t, "endpoint"), fill[model.PrefixList](t, "prefix list")
	endpoint.ID, list.ID = id, id
	if !list.EntriesRead {
		list.Entries = nil
	}
	b.AddEndpoint(endpoint)
	b.AddPrefixList(list)
	addBalancer(t, b, id)
	exclusion, association := fill[model.BlockExclusion](t, "exclusion"), fill[model.GroupAssociation](t, "association")
	exclusion.ID, association.Group = id, id
	exclusion.Resource = exclusion.ARN[strings.LastIndexByte(exclusion.ARN, '/')+1:]
	b.AddBlockExclusion(exclusion)
	b.AddGroupAssociation(association)
	b.AddBlockPublicAccess(fill[model.BlockPublicAccess](t, "block"))
	b.AddStaleGroup(model.StaleGroup{ID: id, Name: word().Draw(t, "stale"), Rules: groupRules(t)})
}

func addServices(t *rapid.T, b *model.Builder, id string) {
	virtual, endpoint := fill[model.VirtualCluster](t, "virtual cluster"), fill[model.ManagedEndpoint](t, "managed endpoint")
	app, role := fill[model.ServerlessApp](t, "application"), fill[model.IAMRole](t, "role")
	shared := fill[model.SharedGroup](t, "shared group")
	virtual.ID, endpoint.ID, app.ID, role.ARN, shared.Group = id, id, id, id, id
	b.AddVirtualCluster(virtual)
	b.AddManagedEndpoint(endpoint)
	b.AddServerlessApp(app)
	b.AddRole(role)
	b.AddSharedGroup(shared)
}

func compacted[T comparable](list []T) []T {
	var out []T
	for _, x := range list {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func addTransit(t *rapid.T, b *model.Builder, id string) {
	gateway, attachment := fill[model.TransitGateway](t, "tgw"), fill[model.TransitAttachment](t, "attachment")
	table := fill[model.TransitTable](t, "tgw table")
	gateway.ID, attachment.ID, table.ID = id, id, id
	table.Propagations = compacted(table.Propagations)
	if !table.PropagationsRead {
		table.Propagations = nil
	}
	b.AddTransitGateway(gateway)
	b.AddTransitAttachment(attachment)
	b.AddTransitTable(table)
}

func addBalancer(t *rapid.T, b *model.Builder, id string) {
	balancer, listener := fill[model.Balancer](t, "lb"), fill[model.Listener](t, "listener")
	targets := fill[model.TargetGroup](t, "tg")
	balancer.ID, listener.ID, targets.ID = id, id, id
	if !balancer.AttributesRead {
		balancer.Attributes = nil
	}
	if !targets.AttributesRead {
		targets.Attributes = nil
	}
	if !targets.TargetsRead {
		targets.Targets = nil
	}
	b.AddBalancer(balancer)
	b.AddListener(listener)
	b.AddTargetGroup(targets)
}
