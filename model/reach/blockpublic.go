package reach

import "github.com/sgscope/sgscope/model"

// passage is how traffic goes between a VPC and the internet, as VPC block public access tells it
// apart.
type passage uint8

const (
	inward     passage = iota // by an internet gateway, begun outside
	outward                   // by an internet gateway, begun inside
	translated                // begun inside, by a NAT or egress-only gateway
)

// shut puts VPC block public access on the trip. It is off unless somebody has switched it on, so
// that a setting which nobody tried to read is taken to be off, and said to be.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
func (t trip) shut(way passage, after HopKind) trip {
	if t.back {
		return t // replies belong to what was let through
	}
	v, ok := t.s.VPC(t.vpc)
	if !ok {
		return t
	}
	if nic := t.starter().site.nic; way == outward && nic != nil && kindOf(*nic) == nicNAT {
		way = translated
	}
	set, ok := t.s.BlockPublicAccess(v.Owner, v.Region)
	if !ok {
		switch t.s.Reading(model.PartBlockPublicAccess, t.vpc).State {
		case model.NotRead:
			t.assume("VPC block public access is off, as it is unless somebody switches it on")
		case model.ReadFailed, model.ReadPartly:
			return t.missing(HopBlockPublic, v.Region, "VPC block public access")
		case model.ReadWhole:
		}
		return t
	}
	if !blocks(set.Mode, way) {
		return t
	}
	switch t.exempt(set, way) {
	case model.Allowed:
		return t
	case model.Unknown, model.Partly:
		return t.missing(HopBlockPublic, set.Key(), "VPC block public access exclusions")
	case model.Blocked:
	}
	return t.stop(HopBlockPublic, set.Region, CodeBlockPublic, func() telling {
		return telling{
			reason: "VPC block public access (" + string(set.Mode) + ") of " + set.Region + " stops it at " + string(after),
			advice: model.Advice{
				Text: "VPC block public access overrides routes, ACLs and groups. If " + v.ID + " is meant to be open, exclude it.",
				Command: "aws ec2 create-vpc-block-public-access-exclusion --vpc-id " + v.ID +
					" --internet-gateway-exclusion-mode allow-bidirectional --region " + set.Region,
			},
		}
	})
}

// blocks reports whether a mode stops a passage: block-ingress leaves NAT and egress-only gateways.
func blocks(m model.BlockMode, way passage) bool {
	switch m {
	case model.BlockBidirectional:
		return true
	case model.BlockIngress:
		return way != translated
	case model.BlockOff:
	}
	return false
}

// exempt says whether an exclusion of the VPC, or of the subnet on this side, lets the passage be.
func (t trip) exempt(set model.BlockPublicAccess, way passage) model.Verdict {
	subnet := t.origin.subnet
	if way == inward {
		subnet = t.goal.subnet
	}
	for x := range t.s.BlockExclusions() {
		if !x.InForce() || x.Resource != t.vpc && (subnet == "" || x.Resource != subnet) {
			continue
		}
		if x.Mode == model.AllowBidirectional ||
			x.Mode == model.AllowEgress && way != inward && set.Mode == model.BlockBidirectional {
			return model.Allowed
		}
	}
	if set.Exclusions == "not-allowed" || t.whole(model.PartBlockExclusions, t.vpc) {
		return model.Blocked
	}
	return model.Unknown
}
