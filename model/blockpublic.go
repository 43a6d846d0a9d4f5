package model

// BlockPublicAccess is VPC block public access of one account in one Region. It overrides routes,
// groups and ACLs. It is comparable.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
type BlockPublicAccess struct {
	Account, Region string
	Mode            BlockMode
	State           string // update-complete, update-in-progress, default-state
	ManagedBy       string // account or declarative-policy
	Exclusions      string // allowed or not-allowed
}

// Key gives what the setting is known by: account and Region.
func (b BlockPublicAccess) Key() string { return b.Account + "/" + b.Region }

// BlockMode is AWS's word for what is blocked.
type BlockMode string

// The modes.
const (
	BlockOff           BlockMode = "off"
	BlockBidirectional BlockMode = "block-bidirectional"
	BlockIngress       BlockMode = "block-ingress"
)

// BlockExclusion exempts a VPC or a subnet from VPC block public access.
type BlockExclusion struct {
	ID, Name, Owner, Region string
	Mode                    ExclusionMode
	ARN                     string // of the VPC or subnet
	Resource                string // its id
	State                   string // create-complete, disable-in-progress, …
	Tags                    Tags
}

// ExclusionMode is AWS's word for what an exclusion lets pass.
type ExclusionMode string

// The modes of an exclusion.
const (
	AllowBidirectional ExclusionMode = "allow-bidirectional"
	AllowEgress        ExclusionMode = "allow-egress"
)

// InForce reports whether the exclusion exempts its resource now.
func (x BlockExclusion) InForce() bool {
	switch x.State {
	case "create-complete", "update-complete", "":
		return true
	}
	return false
}
