package model

// GroupAssociation lets a group serve interfaces of another VPC of its Region. It is comparable.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
type GroupAssociation struct {
	Group, VPC           string
	GroupOwner, VPCOwner string
	Region               string
	State                string // associated, associating, …
	Reason               string // why it failed
}

// Key gives what the association is known by: group and VPC.
func (a GroupAssociation) Key() string { return a.Group + "/" + a.VPC }

// StaleGroup is a group with rules that name a group which is deleted, or beyond a peering connection
// that is gone: they match nothing.
// Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
type StaleGroup struct {
	ID, Name, VPC, Region string
	Rules                 []GroupRule
}
