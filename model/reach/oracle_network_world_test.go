package reach_test

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// oracleNet is a question between two interfaces of a network. Its text is oracleCase's with the
// client's ports at the end: "… | sg-a@10.0.0.4 | sg-b@10.0.0.12,fd00::c | tcp 3 | 3-5"; without
// them the question does not say.
type oracleNet struct {
	oracleCase

	ends []model.Interface
}

func (c oracleNet) String() string {
	line := c.oracleCase.String() + " | "
	if c.question.Clients != (model.PortRange{}) {
		line += c.question.Clients.Text(model.TCP)
	}
	return line
}

func oracleParseNet(t *testing.T, line string) oracleNet {
	t.Helper()
	at := strings.LastIndex(line, "|")
	c := oracleParse(t, line[:at])
	if text := strings.TrimSpace(line[at+1:]); text != "" {
		clients, err := model.ParsePorts(model.TCP, text)
		if err != nil {
			t.Fatal(err)
		}
		c.question.Clients = clients
	}
	return c.inNetwork()
}

// inNetwork puts both ends into the network as interfaces.
func (c oracleCase) inNetwork() oracleNet {
	n := oracleNet{oracleCase: c}
	n.question.Layers = reach.AllLayers
	for _, e := range []*reach.End{&n.question.From, &n.question.To} {
		i := model.Interface{ID: e.ID, VPC: "vpc-1", Region: "us-east-1", Zone: "us-east-1a", Groups: e.Groups}
		for _, p := range e.Addresses {
			i.Addresses = append(i.Addresses, p.Addr())
			i.Subnet = c.world.subnetAt(p.Addr())
		}
		*e = reach.InterfaceEnd(i)
		n.ends = append(n.ends, i)
	}
	return n
}

const (
	oracleNetBlocks  = "10.0.0.0/27,fd00::/123"
	oracleNetDefault = "subnet-3" // the subnet that its VPC's default ACL is for, because no other lists it
)

// snapshot gives the network as a load would have read it, whole but for what the world does not know.
func (c oracleNet) snapshot() model.Snapshot {
	b := model.NewBuilder(model.Origin{Region: "us-east-1"})
	for _, p := range append(model.Parts(), model.NetworkParts()...) {
		if p != model.PartBlockPublicAccess && c.wasRead(p) {
			b.Mark(p, "", model.Reading{State: model.ReadWhole})
		}
	}
	blocks := oracleParseBlocks(oracleNetBlocks)
	b.AddVPC(model.VPC{ID: "vpc-1", CIDRs: blocks, Owner: testAccount, Region: "us-east-1"})
	table := model.RouteTable{ID: "rtb-1", VPC: "vpc-1", Main: true}
	for _, p := range blocks {
		table.Routes = append(table.Routes, model.Route{
			Prefix: p, State: "active", Origin: "CreateRouteTable", Target: model.GatewayTarget("local"),
		})
	}
	b.AddRouteTable(table)
	for id, cidrs := range c.world.subnets {
		b.AddSubnet(model.Subnet{ID: id, VPC: "vpc-1", CIDRs: cidrs, Zone: "us-east-1a"})
	}
	for id, entries := range c.world.acls {
		a := model.NetworkACL{ID: "acl-" + id, VPC: "vpc-1", Default: id == oracleNetDefault}
		a.Entries = slices.SortedFunc(slices.Values(entries), model.ACLEntry.Compare) // as a load gives them
		if !a.Default || !c.wasRead(model.PartACLs) {                                 // one not read may be the subnet's
			a.Subnets = []string{id}
		}
		b.AddACL(a)
	}
	for id, entries := range c.world.lists {
		l := model.PrefixList{ID: id, EntriesRead: true}
		for _, p := range entries {
			l.Entries = append(l.Entries, model.PrefixListEntry{Prefix: p})
		}
		b.AddPrefixList(l)
	}
	for id, rules := range c.world.groups {
		b.AddGroup(oracleGroup(id, rules))
	}
	for id := range c.world.gone {
		b.MarkGone(id)
	}
	b.AddInterface(c.ends...)
	return b.Snapshot()
}

// wasRead reports whether a part was read whole: groups, ACLs and prefix lists that something names
// are missing where they were not.
func (c oracleNet) wasRead(p model.Part) bool {
	whole := map[model.Part]bool{
		model.PartGroups:      len(c.world.groups) == len(oracleNetGroups()),
		model.PartACLs:        len(c.world.acls) == len(c.world.subnets),
		model.PartPrefixLists: len(c.world.lists) == len(oracleNetLists()),
	}
	is, named := whole[p]
	return is || !named
}

func oracleNetGroups() []string { return []string{"sg-a", "sg-b", "sg-c", "sg-d"} }
func oracleNetLists() []string  { return []string{"pl-1", "pl-2"} }

// network makes a VPC with its interfaces.
func (d oracleDice) network() (oracleWorld, []model.Interface) {
	w := newOracleWorld()
	w.gone["sg-gone"] = true
	blocks := [][]netip.Prefix{
		oracleParseBlocks("10.0.0.0/29,fd00::/125"), oracleParseBlocks("10.0.0.8/29,fd00::8/125"),
		oracleParseBlocks("10.0.0.16/29,fd00::10/125"),
	}
	subnets := oracleOne(d, []int{0, 1}, []int{0, 2}, []int{0, 1, 2})
	for _, n := range subnets {
		id := fmt.Sprintf("subnet-%d", n+1)
		w.subnets[id] = blocks[n]
		if !d.oneIn(40) {
			w.acls[id] = d.acl()
		}
	}
	for _, id := range oracleNetLists() {
		if d.oneIn(15) {
			continue
		}
		w.lists[id] = nil
		for range d.IntN(3) {
			w.lists[id] = append(w.lists[id], d.netBlock())
		}
	}
	for _, id := range oracleNetGroups() {
		if d.oneIn(60) {
			continue
		}
		w.groups[id] = nil
		for range 2 + d.IntN(4) {
			w.add(id, d.netRule())
		}
		for _, dir := range []model.Direction{model.Ingress, model.Egress} {
			if d.oneIn(2) {
				w.open(id, dir)
			}
		}
	}
	return w, d.interfaces(blocks, subnets)
}

// open lets all traffic of both families pass the group.
func (w oracleWorld) open(group string, dir model.Direction) {
	for _, whole := range []string{"0.0.0.0/0", "::/0"} {
		w.add(group, model.Rule{
			Direction: dir, Protocol: model.AllProtocols, Ports: model.AllPorts(),
			Peer: model.CIDRPeer(netip.MustParsePrefix(whole)),
		})
	}
}

// interfaces have an address of one family or of both, and one group or more.
func (d oracleDice) interfaces(blocks [][]netip.Prefix, subnets []int) (out []model.Interface) {
	for n := range 4 {
		at := subnets[(n+d.IntN(4)/3)%len(subnets)] // mostly another than the last one's
		i := model.Interface{
			ID: fmt.Sprintf("eni-%d", n), Subnet: fmt.Sprintf("subnet-%d", at+1), VPC: "vpc-1",
			Region: "us-east-1", Zone: "us-east-1a",
		}
		families := oracleOne(d, blocks[at][:1], blocks[at][:1], blocks[at][1:], blocks[at], blocks[at], blocks[at])
		for _, b := range families {
			a := b.Addr() // AWS keeps the first four of a subnet
			for range 4 + n {
				a = a.Next()
			}
			i.Addresses = append(i.Addresses, a)
		}
		for _, g := range append(oracleNetGroups(), "sg-gone") {
			if d.oneIn(3) && (g != "sg-gone" || d.oneIn(5)) {
				i.Groups = append(i.Groups, g)
			}
		}
		if len(i.Groups) == 0 {
			i.Groups = []string{oracleOne(d, oracleNetGroups()...)}
		}
		out = append(out, i)
	}
	return out
}

// netQuestion asks between two of the interfaces.
func (d oracleDice) netQuestion(w oracleWorld, all []model.Interface) oracleNet {
	i := d.IntN(len(all))
	j := (i + 1 + d.IntN(len(all)-1)) % len(all)
	q := reach.Question{
		From: reach.InterfaceEnd(all[i]), To: reach.InterfaceEnd(all[j]), Protocol: d.netProtocol(), Layers: reach.AllLayers,
	}
	q.Ports = d.netPorts(q.Protocol)
	if !d.oneIn(3) {
		q.Clients = model.PortRange{First: uint16(1 + d.IntN(5))}
		q.Clients.Last = q.Clients.First + uint16(d.IntN(3))
	}
	return oracleNet{oracleCase{w, q}, []model.Interface{all[i], all[j]}}
}

func (d oracleDice) netProtocol() model.Protocol {
	return oracleOne(d, model.TCP, model.TCP, model.TCP, model.UDP, model.ICMP, model.ICMPv6, model.Protocol(50),
		model.AllProtocols)
}

// netPorts is a range of the ports 0 to 7, or one with the borders of a client's range.
func (d oracleDice) netPorts(p model.Protocol) model.PortRange {
	switch {
	case !oraclePorted(p), d.oneIn(6):
		return model.AllPorts()
	case p == model.ICMP || p == model.ICMPv6:
		kind := oracleOne[uint16](d, 0, 3, 8, 13, 14, 17, 18, 128, 129) << 8
		if d.oneIn(2) {
			return model.PortRange{First: kind, Last: kind | 0xff}
		}
		return model.Port(kind | oracleOne[uint16](d, 0, 0, 1))
	case d.oneIn(4):
		return oracleOne(d, model.PortRange{First: 1024, Last: 65535}, model.PortRange{First: 32768, Last: 61000},
			model.PortRange{First: 32768, Last: 60999}, model.PortRange{First: 32769, Last: 61000},
			model.PortRange{First: 3, Last: 40000}, model.PortRange{First: 40001, Last: 65535})
	}
	first := uint16(d.IntN(8))
	return model.PortRange{First: first, Last: first + uint16(d.IntN(int(8-first)))}
}

func (d oracleDice) netBlock() netip.Prefix {
	return netip.MustParsePrefix(oracleOne(d, "0.0.0.0/0", "0.0.0.0/0", "::/0", "::/0", "10.0.0.0/27", "10.0.0.0/28",
		"10.0.0.8/29", "10.0.0.16/28", "10.0.0.4/31", "10.0.0.13/32", "10.0.0.20/30", "fd00::/123", "fd00::/124",
		"fd00::8/125", "fd00::10/124", "fd00::4/127", "fd00::d/128"))
}

func (d oracleDice) netRule() model.Rule {
	r := model.Rule{Direction: oracleOne(d, model.Ingress, model.Egress), Protocol: d.netProtocol()}
	r.Ports = d.netPorts(r.Protocol)
	switch {
	case d.oneIn(4):
		r.Peer = model.PrefixListPeer(oracleOne(d, oracleNetLists()...))
	case d.oneIn(2):
		r.Peer = model.GroupPeer(oracleOne(d, append(oracleNetGroups(), "sg-gone")...))
	default:
		r.Peer = model.CIDRPeer(d.netBlock())
	}
	return r
}

// acl makes a list in no order of its numbers. Most end by letting everything through that no number
// before has decided about, as otherwise little would pass four of them.
func (d oracleDice) acl() (out []model.ACLEntry) {
	numbers := d.Perm(20)
	for i := range d.IntN(8) {
		r := d.netRule()
		out = append(out, model.ACLEntry{
			Direction: r.Direction, Number: 2*numbers[i] + 2, Allow: d.oneIn(2),
			Protocol: r.Protocol, Ports: r.Ports, Prefix: d.netBlock(),
		})
	}
	for i, whole := range []string{"0.0.0.0/0", "::/0"} {
		for _, dir := range []model.Direction{model.Ingress, model.Egress} {
			if d.oneIn(8) {
				continue
			}
			out = append(out, model.ACLEntry{
				Direction: dir, Number: 31 + 2*i, Allow: true, Protocol: model.AllProtocols, Ports: model.AllPorts(),
				Prefix: netip.MustParsePrefix(whole),
			})
		}
	}
	d.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// smaller gives every case that lacks one thing of this one.
func (c oracleNet) smaller() (out []oracleNet) {
	for _, s := range c.oracleCase.smaller() {
		for _, e := range []*reach.End{&s.question.From, &s.question.To} {
			e.Where = reach.Everywhere
		}
		out = append(out, s.inNetwork())
	}
	for _, id := range slices.Sorted(maps.Keys(c.world.acls)) {
		for i := range c.world.acls[id] {
			s := c.oracleCase
			s.world.acls = maps.Clone(s.world.acls)
			s.world.acls[id] = slices.Delete(slices.Clone(s.world.acls[id]), i, i+1)
			out = append(out, s.inNetwork())
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.world.lists)) {
		for i := range c.world.lists[id] {
			s := c.oracleCase
			s.world.lists = maps.Clone(s.world.lists)
			s.world.lists[id] = slices.Delete(slices.Clone(s.world.lists[id]), i, i+1)
			out = append(out, s.inNetwork())
		}
	}
	for _, r := range oracleSmallerRanges(c.question.Clients) {
		s := c.oracleCase
		s.question.Clients = r
		out = append(out, s.inNetwork())
	}
	if c.question.Protocol == model.TCP || c.question.Protocol == model.UDP {
		for _, r := range oracleSmallerRanges(c.question.Ports) {
			s := c.oracleCase
			s.question.Ports = r
			out = append(out, s.inNetwork())
		}
	}
	return out
}

func oracleSmallerRanges(r model.PortRange) []model.PortRange {
	if r.First >= r.Last {
		return nil
	}
	half := r.First + (r.Last-r.First)/2
	return []model.PortRange{
		{First: r.First, Last: half},
		{First: half + 1, Last: r.Last},
		{First: r.First, Last: r.Last - 1},
		{First: r.First + 1, Last: r.Last},
	}
}
