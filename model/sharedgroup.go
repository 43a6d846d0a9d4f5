package model

// SharedGroup is a group that can be used in a VPC though it was made in another one or belongs to another
// account: it is associated with the VPC, or shared into it.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
type SharedGroup struct {
	Group, Name, Description string
	Owner                    string
	VPC                      string // where it can be used
	PrimaryVPC               string // where it was made
	Region                   string
	Tags                     Tags
}

// Key gives what the pair of group and VPC is known by.
func (g SharedGroup) Key() string { return g.Group + "/" + g.VPC }
