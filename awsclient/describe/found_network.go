package describe

import "github.com/sgscope/sgscope/model"

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
	addAll(b.AddACL, s.acls)
	addAll(b.AddRouteTable, s.tables)
	addAll(b.AddGateway, s.gateways)
	addAll(b.AddNATGateway, s.nats)
	addAll(b.AddElasticAddress, s.elastic)
	addAll(b.AddPeering, s.peerings)
	addAll(b.AddTransitGateway, s.transits)
	addAll(b.AddTransitAttachment, s.attachments)
	addAll(b.AddTransitTable, s.transitTables)
	addAll(b.AddEndpoint, s.endpoints)
	addAll(b.AddPrefixList, s.prefixLists)
	addAll(b.AddBalancer, s.balancers)
	addAll(b.AddListener, s.listeners)
	addAll(b.AddTargetGroup, s.targetGroups)
	addAll(b.AddBlockPublicAccess, s.blocks)
	addAll(b.AddPublicAccess, s.emrAccess)
	addAll(b.AddBlockExclusion, s.exclusions)
	addAll(b.AddGroupAssociation, s.associations)
	addAll(b.AddStaleGroup, s.stale)
}

// addAll is not inlined: twenty-six loops over big structs take room.
//
//go:noinline
func addAll[T any](add func(...T), all map[string]T) {
	for _, x := range all {
		add(x)
	}
}
