package sandbox

import (
	"maps"
	"slices"
	"time"
)

// tagMap holds a resource's tags. Its order of writing is by key.
type tagMap map[string]string

func (t tagMap) keys() []string { return slices.Sorted(maps.Keys(t)) }

// world is what the account holds in its Region. It is guarded by the Account's lock.
type world struct {
	account, region, partition string
	callerARN, callerID        string
	now                        func() time.Time
	// born is when the resources were made that the scenario gives no time: a year before it begins.
	born time.Time
	ids  *minter
	// hidden is how many reads a new group stays invisible to.
	hidden int

	vpcs       []*vpc
	subnets    []*subnet
	groups     []*group
	groupByID  map[string]*group
	interfaces []*netInterface
	instances  []*instance
	tables     []*routeTable
	acls       []*netACL
	internet   []*internetGateway
	egressOnly []*internetGateway
	nats       []*natGateway
	endpoints  []*endpoint
	peerings   []*peering
	lists      []*prefixList
	shares     []*association
	transits   []*transitGateway
	vpcBlock   publicBlock

	studios  []*studio
	clusters []*cluster
	bpa      publicAccess

	eks        []*eksCluster
	virtual    []*virtualCluster
	managed    []*managedEndpoint
	serverless []*serverlessApp
	roles      []*iamRole
	regions    []*region
}

type vpc struct {
	id, owner, name string
	cidrs, ipv6     []string
	isDefault       bool
	tags            tagMap
}

type subnet struct {
	id, owner, name    string
	vpc                *vpc
	cidr, ipv6         string
	zone, zoneID       string
	public, defaultFor bool
	tags               tagMap
	next               int
}

type group struct {
	id, owner         string
	vpc               *vpc
	name, description string
	rules             []*rule
	tags              tagMap
	// hidden counts the reads that still do not see the group.
	hidden int
}

// of returns the group's rules of one direction.
func (g *group) of(d direction) []*rule {
	var out []*rule
	for _, r := range g.rules {
		if r.dir == d {
			out = append(out, r)
		}
	}
	return out
}

type netInterface struct {
	id, name, description, kind string
	subnet                      *subnet
	ip, ipv6, publicIP          string
	mac                         string
	groups                      []*group
	requester, attacher         string
	instance                    *instance
	attachment                  string
	tags                        tagMap
}

type instance struct {
	id, reservation, name, kind string
	subnet                      *subnet
	state                       string
	primary                     *netInterface
	launched                    time.Time
	profile, key, image         string
	tags                        tagMap
}

type routeTable struct {
	id, name     string
	vpc          *vpc
	main         bool
	mainID       string
	subnets      []*subnet
	associations []string
	routes       []route
	tags         tagMap
}

type route struct{ destination, target, state string }

type netACL struct {
	id, name     string
	vpc          *vpc
	isDefault    bool
	subnets      []*subnet
	associations []string
	entries      []aclEntry
	tags         tagMap
}

type aclEntry struct {
	egress   bool
	number   int
	protocol string
	from, to int
	allow    bool
	cidr     string
}

type internetGateway struct {
	id   string
	vpc  *vpc
	tags tagMap
}

type natGateway struct {
	id, state, kind string
	subnet          *subnet
	face            *netInterface
	allocation      string
	association     string
	tags            tagMap
}

type endpoint struct {
	id, kind, service, state string
	vpc                      *vpc
	tables                   []*routeTable
	subnets                  []*subnet
	groups                   []*group
	faces                    []*netInterface
	privateDNS               bool
	tags                     tagMap
}

type peering struct {
	id, status          string
	requester, accepter peerVPC
	tags                tagMap
}

type peerVPC struct{ id, owner, region, cidr string }

type prefixList struct {
	id, name, owner, family string
	weight, version         int
	entries                 []prefixEntry
	tags                    tagMap
}

type prefixEntry struct{ cidr, description string }

// association is a group used in a VPC that is not its own.
type association struct {
	group *group
	vpc   *vpc
	state string
}

func (w *world) arn(kind, id string) string { return w.arnOf(w.account, kind, id) }

//go:noinline
func (w *world) arnOf(owner, kind, id string) string {
	return "arn:" + w.partition + ":ec2:" + w.region + ":" + owner + ":" + kind + "/" + id
}

func (w *world) vpcByID(id string) *vpc {
	return first(w.vpcs, func(v *vpc) bool { return v.id == id })
}

// defaultVPC returns nil where the Region has none.
func (w *world) defaultVPC() *vpc {
	return first(w.vpcs, func(v *vpc) bool { return v.isDefault })
}

// groupInVPC finds a group by its exact name.
func (w *world) groupInVPC(v *vpc, name string) *group {
	return first(w.groups, func(g *group) bool { return g.vpc == v && g.name == name })
}

func first[T any](all []*T, is func(*T) bool) *T {
	for _, v := range all {
		if is(v) {
			return v
		}
	}
	return nil
}
