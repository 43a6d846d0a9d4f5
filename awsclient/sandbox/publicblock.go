package sandbox

import "strings"

// publicBlock is VPC block public access of the Region; EMR's block public access is another thing. The zero
// value is what an account has that never touched it.
type publicBlock struct {
	mode       string
	exclusions []*blockExclusion
}

type blockExclusion struct {
	id, mode, arn, state string
	tags                 tagMap
}

// describeVPCBlock answers the setting, which every account has.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessOptions.html
func describeVPCBlock(c *call) error {
	mode, state := c.vpcBlock.mode, "update-complete"
	if mode == "" {
		mode, state = "off", "default-state"
	}
	c.x.in("vpcBlockPublicAccessOptions", func() {
		c.x.text("awsAccountId", c.account)
		c.x.text("awsRegion", c.region)
		c.x.text("state", state)
		c.x.text("internetGatewayBlockMode", mode)
		c.x.text("managedBy", "account")
		c.x.text("exclusionsAllowed", "allowed")
		c.x.instant("lastUpdateTimestamp", c.born)
	})
	return nil
}

func describeVPCBlockExclusions(c *call) error {
	return listing[*blockExclusion]{
		set: "vpcBlockPublicAccessExclusionSet", all: c.vpcBlock.exclusions, ids: "ExclusionId",
		kind: idKind{
			"vpcbpa-exclude", "InvalidVpcBlockPublicAccessExclusionId.Malformed",
			"InvalidVpcBlockPublicAccessExclusionId.NotFound", "VPC block public access exclusion",
		},
		idOf: func(e *blockExclusion) string { return e.id },
		attrs: attrs[*blockExclusion]{
			"resource-arn":                    func(e *blockExclusion) []string { return []string{e.arn} },
			"internet-gateway-exclusion-mode": func(e *blockExclusion) []string { return []string{e.mode} },
			"state":                           func(e *blockExclusion) []string { return []string{e.state} },
		},
		tags: func(e *blockExclusion) tagMap { return e.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, e *blockExclusion) {
			x.text("exclusionId", e.id)
			x.text("internetGatewayExclusionMode", e.mode)
			x.text("resourceArn", e.arn)
			x.text("state", e.state)
			x.instant("creationTimestamp", c.born)
			x.instant("lastUpdateTimestamp", c.born)
			x.tags(e.tags)
		},
	}.answer(c)
}

// makeVPCBlock makes VPC block public access with its exclusions, of a VPC or of a subnet each.
func (b *builder) makeVPCBlock() {
	s := b.s.Block
	if s == nil {
		return
	}
	b.vpcBlock.mode = s.Mode
	for _, one := range s.Exclusions {
		e := &blockExclusion{
			id: b.id(one.ID, "vpcbpa-exclude", one.Name), mode: one.Mode, state: one.State, tags: nameTag(one.Tags, one.Name),
		}
		if e.state == "" {
			e.state = "create-complete"
		}
		by := "exclusion " + one.Name
		if one.Subnet != "" {
			n := b.subnetCalled(one.Subnet, by)
			e.arn = b.arnOf(n.owner, "subnet", n.id)
		} else {
			v := b.vpcCalled(one.VPC, by)
			e.arn = b.arnOf(v.owner, "vpc", v.id)
		}
		if !strings.HasPrefix(e.mode, "allow-") {
			b.wrong("%s: mode %q: want allow-bidirectional or allow-egress", by, e.mode)
		}
		b.vpcBlock.exclusions = append(b.vpcBlock.exclusions, e)
	}
}
