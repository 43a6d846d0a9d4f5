package emr

import "github.com/sgscope/sgscope/model"

// SubnetKind says how a subnet reaches the internet. The zero value is not known.
type SubnetKind uint8

// A public subnet routes to an internet gateway, whatever its flags say; any other is private.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-clusters-in-a-vpc.html
const (
	SubnetUnknown SubnetKind = iota
	SubnetPrivate
	SubnetPublic
)

// String gives private, public or "not known to be private or public".
func (k SubnetKind) String() string {
	switch k {
	case SubnetUnknown:
		return "not known to be private or public"
	case SubnetPrivate:
		return "private"
	case SubnetPublic:
		return "public"
	}
	return "not known"
}

// SubnetKindOf tells a subnet's kind by its route table.
func (a *Analysis) SubnetKindOf(subnet string) SubnetKind { return subnetKind(a.snap, subnet) }

// subnetKind looks at a subnet's route table.
func subnetKind(s model.Snapshot, subnet string) SubnetKind {
	sub, ok := s.Subnet(subnet)
	if !ok {
		return SubnetUnknown
	}
	table, ok := s.RouteTableOf(subnet)
	if !ok || !s.Reading(model.PartRoutes, sub.VPC).Whole() {
		return SubnetUnknown
	}
	for _, r := range table.Routes {
		if r.Target.Kind == model.TargetInternetGateway && !r.Blackhole() {
			return SubnetPublic
		}
	}
	return SubnetPrivate
}
