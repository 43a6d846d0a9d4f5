package model

// PublicAccess is EMR's block public access configuration of one account in one Region: whether EMR
// refuses clusters in public subnets whose groups let the world in, and on which ports it does not.
// It is not VPC block public access, which is about gateways.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
type PublicAccess struct {
	Account, Region string
	Blocks          bool
	Permitted       []PortRange // the exceptions; none of them if empty
	ChangedBy       string      // ARN of who changed it last; "" if nobody did
}

// Key gives what the configuration is known by: account and Region.
func (p PublicAccess) Key() string { return p.Account + "/" + p.Region }

// Permits reports whether the exceptions together cover all of the ports.
func (p PublicAccess) Permits(ports PortRange) bool {
	next := int(ports.First)
	for grew := true; grew; {
		grew = false
		for _, r := range p.Permitted {
			if int(r.First) <= next && next <= int(r.Last) {
				next, grew = int(r.Last)+1, true
			}
		}
		if next > int(ports.Last) {
			return true
		}
	}
	return false
}

// PartPublicAccess is EMR's block public access configuration. It is optional: some Regions do not
// know the call.
const PartPublicAccess Part = "emr-block-public-access"

// RegionAccess is EMR's block public access in one of several Regions that were asked one by one. The
// reading says whether the configuration is known: a Region that does not know the call was not read, and
// its failure is FailedUnsupported.
type RegionAccess struct {
	Region  string
	Access  PublicAccess
	Reading Reading
}
