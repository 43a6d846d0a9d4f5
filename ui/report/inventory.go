package report

import (
	"iter"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// Inventory counts what was read, in scope.
type Inventory struct {
	VPCs       int `json:"vpcs"`
	Groups     int `json:"groups"`
	Rules      int `json:"rules"`
	Subnets    int `json:"subnets"`
	Interfaces int `json:"interfaces"`
	Instances  int `json:"instances"`
	Studios    int `json:"studios"`
	Clusters   int `json:"clusters"`

	ACLs               int `json:"networkAcls"`
	RouteTables        int `json:"routeTables"`
	InternetGateways   int `json:"internetGateways"`
	EgressOnlyGateways int `json:"egressOnlyGateways"`
	NATGateways        int `json:"natGateways"`
	VPNGateways        int `json:"vpnGateways"`
	CustomerGateways   int `json:"customerGateways"`
	Addresses          int `json:"elasticAddresses"`
	Peerings           int `json:"peerings"`
	TransitGateways    int `json:"transitGateways"`
	TransitAttachments int `json:"transitAttachments"`
	TransitTables      int `json:"transitRouteTables"`
	Endpoints          int `json:"endpoints"`
	PrefixLists        int `json:"prefixLists"`
	Balancers          int `json:"loadBalancers"`
	Listeners          int `json:"listeners"`
	TargetGroups       int `json:"targetGroups"`
	BlockSettings      int `json:"blockPublicAccess"`
	BlockExclusions    int `json:"blockPublicAccessExclusions"`
	EMRAccess          int `json:"emrBlockPublicAccess"`
	GroupAssociations  int `json:"groupVpcAssociations"`
	StaleGroups        int `json:"staleGroups"`
}

// InventoryOf counts everything that a snapshot holds.
func InventoryOf(s model.Snapshot) Inventory {
	return inventory(s, func(string) bool { return true })
}

// Inventory counts what was read, in the VPCs that are told of.
func (v View) Inventory() Inventory { return inventory(v.snapshot(), v.inScope) }

// Empty reports whether nothing was read.
func (n Inventory) Empty() bool { return n == Inventory{} }

func inventory(s model.Snapshot, in func(vpc string) bool) Inventory {
	n := Inventory{
		VPCs:       count(s.VPCs(), func(x model.VPC) bool { return in(x.ID) && !x.Mentioned() }),
		Groups:     count(s.Groups(), func(x model.Group) bool { return in(x.VPC) }),
		Subnets:    count(s.Subnets(), func(x model.Subnet) bool { return in(x.VPC) }),
		Interfaces: count(s.Interfaces(), func(x model.Interface) bool { return in(x.VPC) }),
		Instances:  count(s.Instances(), func(x model.Instance) bool { return in(x.VPC) }),
		Studios:    count(s.Studios(), func(x model.Studio) bool { return in(x.VPC) }),
		Clusters: count(s.Clusters(), func(x model.Cluster) bool {
			sub, ok := s.Subnet(x.Subnet)
			return !x.Failed() && (!ok || in(sub.VPC))
		}),
	}
	for g := range s.Groups() {
		if in(g.VPC) {
			n.Rules += len(g.Rules)
		}
	}
	n.addNetwork(s, in)
	n.addRelays(s, in)
	return n
}

func (n *Inventory) addNetwork(s model.Snapshot, in func(vpc string) bool) {
	gateways := func(kind model.GatewayKind) int {
		return count(s.Gateways(), func(x model.Gateway) bool { return x.Kind == kind && in(x.VPC) })
	}
	n.ACLs = count(s.ACLs(), func(x model.NetworkACL) bool { return in(x.VPC) })
	n.RouteTables = count(s.RouteTables(), func(x model.RouteTable) bool { return in(x.VPC) })
	n.InternetGateways = gateways(model.InternetGateway)
	n.EgressOnlyGateways = gateways(model.EgressOnlyGateway)
	n.VPNGateways = gateways(model.VPNGateway)
	n.CustomerGateways = gateways(model.CustomerGateway)
	n.NATGateways = count(s.NATGateways(), func(x model.NATGateway) bool { return in(x.VPC) })
	n.Addresses = count(s.ElasticAddresses(), func(x model.ElasticAddress) bool {
		i, ok := s.Interface(x.Interface)
		return !ok || in(i.VPC)
	})
	n.Peerings = count(s.Peerings(), func(x model.Peering) bool { return in(x.Requester.VPC) || in(x.Accepter.VPC) })
	n.Endpoints = count(s.Endpoints(), func(x model.Endpoint) bool { return in(x.VPC) })
	n.PrefixLists = count(s.PrefixLists(), every)
	n.BlockSettings = count(s.BlockPublicAccesses(), every)
	n.BlockExclusions = count(s.BlockExclusions(), every)
	n.EMRAccess = count(s.PublicAccesses(), every)
	n.GroupAssociations = count(s.GroupAssociations(), func(x model.GroupAssociation) bool { return in(x.VPC) })
	n.StaleGroups = count(s.StaleGroups(), func(x model.StaleGroup) bool { return in(x.VPC) })
}

// addRelays counts transit gateways and load balancers.
func (n *Inventory) addRelays(s model.Snapshot, in func(vpc string) bool) {
	n.TransitGateways = count(s.TransitGateways(), every)
	n.TransitAttachments = count(s.TransitAttachments(), func(x model.TransitAttachment) bool {
		return x.Type != "vpc" || in(x.Resource)
	})
	n.TransitTables = count(s.TransitTables(), every)
	n.Balancers = count(s.Balancers(), func(x model.Balancer) bool { return in(x.VPC) })
	n.Listeners = count(s.Listeners(), func(x model.Listener) bool {
		b, ok := s.Balancer(x.Balancer)
		return !ok || in(b.VPC)
	})
	n.TargetGroups = count(s.TargetGroups(), func(x model.TargetGroup) bool { return in(x.VPC) })
}

// every is for things that belong to no VPC.
func every[T any](T) bool { return true }

// count is not inlined: thirty loops over big structs take room.
//
//go:noinline
func count[T any](all iter.Seq[T], counts func(T) bool) int {
	n := 0
	all(func(x T) bool { // shorter than a range loop, which checks that all keeps the rules
		if counts(x) {
			n++
		}
		return true
	})
	return n
}

// words gives the counts in words: always those of the groups, of the network what is there.
func (n Inventory) words() (groups, network []string) {
	groups = []string{
		plural(n.VPCs, "VPC", "VPCs"), plural(n.Groups, "security group", "security groups"),
		plural(n.Subnets, "subnet", "subnets"), plural(n.Interfaces, "network interface", "network interfaces"),
		plural(n.Instances, "instance", "instances"), plural(n.Studios, "Studio", "Studios"),
		plural(n.Clusters, "cluster", "clusters"),
	}
	// Of what there is none is not said here: it may be that nobody read it.
	groups = slices.DeleteFunc(groups, func(s string) bool { return strings.HasPrefix(s, "0 ") })
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{n.ACLs, "network ACL", "network ACLs"},
		{n.RouteTables, "route table", "route tables"},
		{n.InternetGateways, "internet gateway", "internet gateways"},
		{n.EgressOnlyGateways, "egress-only gateway", "egress-only gateways"},
		{n.NATGateways, "NAT gateway", "NAT gateways"},
		{n.VPNGateways, "VPN gateway", "VPN gateways"},
		{n.CustomerGateways, "customer gateway", "customer gateways"},
		{n.Addresses, "Elastic IP address", "Elastic IP addresses"},
		{n.Peerings, "peering connection", "peering connections"},
		{n.TransitGateways, "transit gateway", "transit gateways"},
		{n.TransitAttachments, "transit gateway attachment", "transit gateway attachments"},
		{n.TransitTables, "transit gateway route table", "transit gateway route tables"},
		{n.Endpoints, "VPC endpoint", "VPC endpoints"},
		{n.PrefixLists, "prefix list", "prefix lists"},
		{n.Balancers, "load balancer", "load balancers"},
		{n.Listeners, "listener", "listeners"},
		{n.TargetGroups, "target group", "target groups"},
		{n.BlockSettings, "setting of VPC block public access", "settings of VPC block public access"},
		{n.BlockExclusions, "exclusion from it", "exclusions from it"},
		{n.EMRAccess, "setting of EMR's block public access", "settings of EMR's block public access"},
		{n.GroupAssociations, "group association", "group associations"},
		{n.StaleGroups, "stale group", "stale groups"},
	} {
		if x.n > 0 {
			network = append(network, plural(x.n, x.one, x.many))
		}
	}
	return groups, network
}
