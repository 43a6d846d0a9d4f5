package describe

import (
	"maps"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// surroundings is what the documents hold of the network around the groups, by id or key.
type surroundings struct {
	acls          map[string]model.NetworkACL
	tables        map[string]model.RouteTable
	gateways      map[string]model.Gateway
	nats          map[string]model.NATGateway
	elastic       map[string]model.ElasticAddress
	peerings      map[string]model.Peering
	transits      map[string]model.TransitGateway
	attachments   map[string]model.TransitAttachment
	transitTables map[string]model.TransitTable
	endpoints     map[string]model.Endpoint
	prefixLists   map[string]model.PrefixList
	balancers     map[string]model.Balancer
	listeners     map[string]model.Listener
	targetGroups  map[string]model.TargetGroup
	blocks        map[string]model.BlockPublicAccess
	emrAccess     map[string]model.PublicAccess
	exclusions    map[string]model.BlockExclusion
	associations  map[string]model.GroupAssociation
	stale         map[string]model.StaleGroup
}

func newSurroundings() surroundings {
	return surroundings{
		acls:          map[string]model.NetworkACL{},
		tables:        map[string]model.RouteTable{},
		gateways:      map[string]model.Gateway{},
		nats:          map[string]model.NATGateway{},
		elastic:       map[string]model.ElasticAddress{},
		peerings:      map[string]model.Peering{},
		transits:      map[string]model.TransitGateway{},
		attachments:   map[string]model.TransitAttachment{},
		transitTables: map[string]model.TransitTable{},
		endpoints:     map[string]model.Endpoint{},
		prefixLists:   map[string]model.PrefixList{},
		balancers:     map[string]model.Balancer{},
		listeners:     map[string]model.Listener{},
		targetGroups:  map[string]model.TargetGroup{},
		blocks:        map[string]model.BlockPublicAccess{},
		emrAccess:     map[string]model.PublicAccess{},
		exclusions:    map[string]model.BlockExclusion{},
		associations:  map[string]model.GroupAssociation{},
		stale:         map[string]model.StaleGroup{},
	}
}

func (s *surroundings) addTo(b *model.Builder) {
	b.AddACL(slices.Collect(maps.Values(s.acls))...)
	b.AddRouteTable(slices.Collect(maps.Values(s.tables))...)
	b.AddGateway(slices.Collect(maps.Values(s.gateways))...)
	b.AddNATGateway(slices.Collect(maps.Values(s.nats))...)
	b.AddElasticAddress(slices.Collect(maps.Values(s.elastic))...)
	b.AddPeering(slices.Collect(maps.Values(s.peerings))...)
	b.AddTransitGateway(slices.Collect(maps.Values(s.transits))...)
	b.AddTransitAttachment(slices.Collect(maps.Values(s.attachments))...)
	b.AddTransitTable(slices.Collect(maps.Values(s.transitTables))...)
	b.AddEndpoint(slices.Collect(maps.Values(s.endpoints))...)
	b.AddPrefixList(slices.Collect(maps.Values(s.prefixLists))...)
	b.AddBalancer(slices.Collect(maps.Values(s.balancers))...)
	b.AddListener(slices.Collect(maps.Values(s.listeners))...)
	b.AddTargetGroup(slices.Collect(maps.Values(s.targetGroups))...)
	b.AddBlockPublicAccess(slices.Collect(maps.Values(s.blocks))...)
	b.AddPublicAccess(slices.Collect(maps.Values(s.emrAccess))...)
	b.AddBlockExclusion(slices.Collect(maps.Values(s.exclusions))...)
	b.AddGroupAssociation(slices.Collect(maps.Values(s.associations))...)
	b.AddStaleGroup(slices.Collect(maps.Values(s.stale))...)
}
