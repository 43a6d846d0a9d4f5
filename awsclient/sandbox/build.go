package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"sort"
	"strconv"
	"strings"
	"time"
)

// builder makes a world of a script. It goes on after a mistake and reports them all at the end.
type builder struct {
	*world
	s      *script
	wrongs []error
	// taken holds the addresses that the script gives by itself, so that none is given out twice.
	taken map[string]bool
}

// build makes the world that a script describes.
func build(s *script, seed uint64, now func() time.Time) (*world, error) {
	partition := "aws"
	switch {
	case strings.HasPrefix(s.Region, "cn-"):
		partition = "aws-cn"
	case strings.HasPrefix(s.Region, "us-gov-"):
		partition = "aws-us-gov"
	}
	b := &builder{s: s, taken: map[string]bool{}, world: &world{
		account: s.Account, region: s.Region, partition: partition, now: now, born: now().AddDate(-1, 0, 0), hidden: s.Hidden,
		ids: newMinter(seed), groupByID: map[string]*group{}, bpa: defaultPublicAccess(),
	}}
	b.caller()
	b.reserve()
	// Things come after what they name: rules name lists, peerings and groups; interfaces name groups.
	for _, step := range []func(){
		b.makeVPCs, b.makeSubnets, b.makeLists, b.makePeerings, b.makeGroups, b.makeCrowd, b.makeRules,
		b.makeAssociations, b.makeInstances, b.makeInterfaces, b.makeGateways, b.makeEndpoints,
		b.makeTransit, b.makeVPCBlock, b.makeTables, b.makeACLs, b.makeClusters, b.makeStudios, b.makeBPA,
		b.makeEKS, b.makeVirtualClusters, b.makeManagedEndpoints, b.makeServerless, b.makeRoles, b.makeRegions,
	} {
		step()
	}
	if err := errors.Join(b.wrongs...); err != nil {
		return nil, fmt.Errorf("build scenario: %w", err)
	}
	return b.world, nil
}

func (b *builder) wrong(format string, args ...any) {
	b.wrongs = append(b.wrongs, fmt.Errorf(format, args...))
}

// caller makes the identity that GetCallerIdentity answers.
func (b *builder) caller() {
	kind, rest, _ := strings.Cut(b.s.Caller, "/")
	service, id := "iam", b.ids.letters("AIDA", 17, "caller")
	if kind == "assumed-role" {
		_, session, _ := strings.Cut(rest, "/")
		service, id = "sts", b.ids.letters("AROA", 17, "caller")+":"+session
	}
	b.callerARN = "arn:" + b.partition + ":" + service + "::" + b.account + ":" + b.s.Caller
	b.callerID = id
}

// reserve notes the addresses that the script itself gives.
func (b *builder) reserve() {
	for _, v := range b.s.Instances {
		b.taken[v.IP] = true
	}
	for _, v := range b.s.Interfaces {
		b.taken[v.IP] = true
	}
	for _, v := range b.s.NAT {
		b.taken[v.IP] = true
	}
}

// id keeps an id that the script gives, and makes one of the name where it does not.
func (b *builder) id(given, prefix string, name ...string) string {
	if given != "" {
		b.ids.used[given] = true
		return given
	}
	return b.ids.named(prefix, name...)
}

func (b *builder) owner(given string) string {
	if given != "" {
		return given
	}
	return b.account
}

// tagsOf gives a copy of the script's tags, which many accounts share.
func tagsOf(t tagMap) tagMap {
	out := tagMap{}
	maps.Copy(out, t)
	return out
}

func (b *builder) vpcCalled(name, by string) *vpc {
	if name == "" && len(b.vpcs) > 0 {
		return b.vpcs[0]
	}
	v := first(b.vpcs, func(v *vpc) bool { return v.name == name })
	if v == nil {
		b.wrong("%s: there is no VPC %q", by, name)
		return &vpc{cidrs: []string{"0.0.0.0/0"}}
	}
	return v
}

func (b *builder) subnetCalled(name, by string) *subnet {
	s := first(b.subnets, func(s *subnet) bool { return s.name == name })
	if s == nil {
		b.wrong("%s: there is no subnet %q", by, name)
		return &subnet{vpc: &vpc{}, cidr: "192.0.2.0/24"}
	}
	return s
}

// groupCalled finds a group by name in the VPC, by VPC/NAME, or by id.
func (b *builder) groupCalled(v *vpc, name, by string) *group {
	if g := b.groupInVPC(v, name); g != nil {
		return g
	}
	if g := b.groupByID[name]; g != nil {
		return g
	}
	if where, what, ok := strings.Cut(name, "/"); ok {
		if other := first(b.vpcs, func(v *vpc) bool { return v.name == where }); other != nil {
			if g := b.groupInVPC(other, what); g != nil {
				return g
			}
		}
	}
	b.wrong("%s: there is no group %q", by, name)
	return &group{vpc: v}
}

func (b *builder) groupsCalled(v *vpc, names []string, by string) []*group {
	var out []*group
	for _, n := range names {
		out = append(out, b.groupCalled(v, n, by))
	}
	return out
}

// address gives out the next address of a subnet that nothing has; EC2 keeps the first four to itself.
func (b *builder) address(s *subnet, given string) string {
	p, err := netip.ParsePrefix(s.cidr)
	if err != nil {
		b.wrong("subnet %s: %w", s.name, err)
		return ""
	}
	if given != "" {
		if a, err := netip.ParseAddr(given); err != nil || !p.Contains(a) {
			b.wrong("address %s is not in subnet %s", given, s.name)
		}
		return given
	}
	for {
		a := p.Addr().As4()
		s.next++
		n := s.next + 9
		a[2] += byte(n / 256)
		a[3] += byte(n % 256)
		text := netip.AddrFrom4(a).String()
		if !b.taken[text] {
			b.taken[text] = true
			return text
		}
	}
}

func (b *builder) makeVPCs() {
	for _, s := range b.s.VPCs {
		v := &vpc{
			id: b.id(s.ID, "vpc", s.Name), owner: b.owner(s.Owner), name: s.Name,
			cidrs: append([]string{s.CIDR}, s.More...), ipv6: s.IPv6, isDefault: s.Default, tags: tagsOf(s.Tags),
		}
		for _, block := range v.cidrs {
			if _, err := netip.ParsePrefix(block); err != nil {
				b.wrong("VPC %s: %w", s.Name, err)
			}
		}
		// A participant of a shared VPC does not see the owner's tags.
		if v.owner != b.account {
			v.tags = nil
		}
		b.vpcs = append(b.vpcs, v)
	}
}

func (b *builder) makeSubnets() {
	for _, s := range b.s.Subnets {
		v := b.vpcCalled(s.VPC, "subnet "+s.Name)
		n := &subnet{
			id: b.id(s.ID, "subnet", s.Name), owner: b.owner(s.Owner), name: s.Name, vpc: v,
			cidr: s.CIDR, ipv6: s.IPv6, zone: b.region + s.AZ, public: s.Public, tags: tagsOf(s.Tags),
			defaultFor: v.isDefault,
		}
		n.zoneID = b.zoneID(s.AZ)
		if n.owner != b.account {
			n.tags = nil
		}
		b.subnets = append(b.subnets, n)
	}
}

// zoneID makes an id of the form use1-az1: zones a, b, c are az1, az2, az3 in this account.
func (b *builder) zoneID(letter string) string {
	part := strings.Split(b.region, "-")
	if len(part) < 3 || letter == "" {
		b.wrong("zone %q of Region %q: no id can be made of it", letter, b.region)
		return ""
	}
	return part[0] + part[1][:1] + part[2] + "-az" + strconv.Itoa(int(letter[0]-'a')+1)
}

func (b *builder) makeLists() {
	for _, s := range b.s.PrefixLists {
		l := &prefixList{
			id: b.id(s.ID, "pl", s.Name), name: s.Name, owner: b.owner(s.Owner), family: s.Family,
			weight: s.Max, version: 1, tags: tagsOf(s.Tags),
		}
		if l.family == "" {
			l.family = "IPv4"
		}
		if l.weight == 0 {
			l.weight = max(1, len(s.Entries))
		}
		for _, e := range s.Entries {
			block, text, _ := strings.Cut(e, " : ")
			l.entries = append(l.entries, prefixEntry{block, text})
		}
		b.lists = append(b.lists, l)
	}
}

func (b *builder) makePeerings() {
	for _, s := range b.s.Peerings {
		p := &peering{
			id: b.id(s.ID, "pcx", s.Name), status: s.Status, requester: b.peerEnd(s.From), accepter: b.peerEnd(s.To),
			tags: tagsOf(s.Tags),
		}
		if p.status == "" {
			p.status = "active"
		}
		p.tags["Name"] = s.Name
		b.peerings = append(b.peerings, p)
	}
}

// peerEnd is one side of a peering: a VPC of the scenario, or "ACCOUNT/vpc-id CIDR".
func (b *builder) peerEnd(s string) peerVPC {
	where, block, elsewhere := strings.Cut(s, " ")
	if !elsewhere {
		v := b.vpcCalled(s, "peering")
		return peerVPC{v.id, v.owner, b.region, v.cidrs[0]}
	}
	owner, id, _ := strings.Cut(where, "/")
	return peerVPC{id, owner, b.region, block}
}

func (b *builder) makeBPA() { b.bpa = b.publicAccess(b.s.BPA) }

// publicAccess gives EMR's block public access as a script tells it, and the default of none.
func (b *builder) publicAccess(s *bpaScript) publicAccess {
	out := defaultPublicAccess()
	if s == nil {
		return out
	}
	out.block, out.by = !s.Off, s.By
	if !s.Created.IsZero() {
		out.created = b.at(s.Created)
	}
	if s.Permit == nil {
		return out
	}
	out.permit = nil
	for _, r := range s.Permit {
		a, z := splitPorts(r)
		from, to, err := twoNumbers(a, z)
		if err != nil {
			b.wrong("block public access: %w", err)
		}
		out.permit = append(out.permit, [2]int{from, to})
	}
	return out
}

// at gives an instant of the script as the account's clock has it: as long ago as it is in the script.
func (b *builder) at(t time.Time) time.Time {
	if t.IsZero() || b.s.Now.IsZero() {
		return t
	}
	return t.Add(b.world.now().Sub(b.s.Now)).Truncate(time.Second)
}

func (b *builder) makeAssociations() {
	for _, s := range b.s.Associations {
		v := b.vpcCalled(s.VPC, "association "+s.Name)
		state := s.State
		if state == "" {
			state = "associated"
		}
		from := first(b.groups, func(g *group) bool { return g.name == s.Group && g.vpc != v })
		if from == nil {
			b.wrong("association %s: there is no group %q in another VPC", s.Name, s.Group)
			continue
		}
		b.shares = append(b.shares, &association{from, v, state})
	}
	sort.SliceStable(b.shares, func(i, j int) bool { return b.shares[i].group.id < b.shares[j].group.id })
}
