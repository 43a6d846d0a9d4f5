package describe

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// services is what the documents hold of EMR on EKS, EMR Serverless and IAM, by id, key or name.
type services struct {
	virtual    map[string]model.VirtualCluster
	managed    map[string]model.ManagedEndpoint
	serverless map[string]model.ServerlessApp
	roles      map[string]model.IAMRole // by ARN
	shared     map[string]model.SharedGroup

	whole      map[string]bool         // roles, by ARN: whether all of their policies were there
	eks        map[string]eksNetwork   // by the cluster's name
	listedIn   map[string]bool         // virtual clusters whose endpoints were listed
	emptyLists []string                // files that list no endpoints, of whatever virtual cluster
	policies   map[string]policyOf     // attached policies, by ARN
	versions   []policyText            // their documents, of which only the file's name says whose
	own        map[string][]policyText // a role's own policies, by its name
	owned      []nameList              // lists of a role's own policies, by the file's name
	attached   []nameList              // lists of the policies attached to a role, by the file's name
}

// eksNetwork is what EKS says of a cluster's network.
type eksNetwork struct {
	vpc, group      string
	subnets, groups []string
}

// policyOf is a policy that can be attached.
type policyOf struct{ name, version string }

// policyText is a policy's document, with what is known of whose it is.
type policyText struct{ path, name, version, document string }

// nameList is a list of names or ARNs that does not say of which role.
type nameList struct {
	path  string
	names []string
}

func newServices() services {
	return services{
		virtual: map[string]model.VirtualCluster{}, managed: map[string]model.ManagedEndpoint{},
		serverless: map[string]model.ServerlessApp{}, roles: map[string]model.IAMRole{},
		shared: map[string]model.SharedGroup{}, eks: map[string]eksNetwork{}, listedIn: map[string]bool{},
		policies: map[string]policyOf{}, own: map[string][]policyText{}, whole: map[string]bool{},
	}
}

func (s *services) addTo(b *model.Builder) {
	addAll(b.AddVirtualCluster, s.virtual)
	addAll(b.AddManagedEndpoint, s.managed)
	addAll(b.AddServerlessApp, s.serverless)
	addAll(b.AddRole, s.roles)
	addAll(b.AddSharedGroup, s.shared)
}

// joinEKS puts the networks of EKS clusters into the virtual clusters on them.
func (s *services) joinEKS() {
	for id, v := range s.virtual {
		n, ok := s.eks[v.EKSCluster]
		if !ok {
			continue
		}
		v.EKSRead, v.VPC, v.Subnets, v.ClusterSecurityGroup, v.SecurityGroups = true, n.vpc, n.subnets, n.group, n.groups
		s.virtual[id] = v
	}
}

// countServices says how much is known of what is described one by one: all, if every thing that was listed has
// its own description.
func (l *load) countServices() {
	s := &l.described.services
	s.joinEKS()
	l.countDescriptions()
	s.joinRoles()
	if len(s.virtual) > 0 {
		eks, endpoints := tally{whole: 1}, tally{whole: 1}
		for _, v := range s.virtual {
			if v.Live() && !v.EKSRead {
				eks = tally{holes: 1}
			}
			if v.Live() && !s.endpointsOf(v.ID) {
				endpoints = tally{holes: 1}
			}
		}
		if len(s.eks) > 0 {
			l.count(model.PartEKSClusters, place{}, eks)
		}
		if len(s.listedIn)+len(s.emptyLists) > 0 {
			l.count(model.PartManagedEndpoints, place{}, endpoints)
		}
	}
}

// endpointsOf reports whether a virtual cluster's endpoints were listed. An empty list does not say whose it is:
// its file's name may.
func (s *services) endpointsOf(id string) bool {
	if s.listedIn[id] {
		return true
	}
	for _, path := range s.emptyLists {
		if strings.Contains(path, id) {
			return true
		}
	}
	return false
}
