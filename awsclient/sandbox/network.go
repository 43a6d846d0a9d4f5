package sandbox

import (
	"net/netip"
	"strconv"
)

func vpcKind() idKind { return idKind{"vpc", "InvalidVpcId.Malformed", "InvalidVpcID.NotFound", "vpc"} }

func subnetKind() idKind {
	return idKind{"subnet", "InvalidSubnetId.Malformed", "InvalidSubnetID.NotFound", "subnet"}
}

func yesNo(v bool) []string { return []string{strconv.FormatBool(v)} }

func describeVPCs(c *call) error {
	return listing[*vpc]{
		set: "vpcSet", all: c.vpcs, ids: "VpcId", kind: vpcKind(), idOf: func(v *vpc) string { return v.id },
		attrs: attrs[*vpc]{
			"cidr":                                        func(v *vpc) []string { return v.cidrs[:1] },
			"cidr-block-association.cidr-block":           func(v *vpc) []string { return v.cidrs },
			"cidr-block-association.state":                func(*vpc) []string { return []string{"associated"} },
			"dhcp-options-id":                             func(*vpc) []string { return []string{"default"} },
			"ipv6-cidr-block-association.ipv6-cidr-block": func(v *vpc) []string { return v.ipv6 },
			"is-default":                                  func(v *vpc) []string { return yesNo(v.isDefault) },
			"isDefault":                                   func(v *vpc) []string { return yesNo(v.isDefault) },
			"owner-id":                                    func(v *vpc) []string { return []string{v.owner} },
			"state":                                       func(*vpc) []string { return []string{"available"} },
			"vpc-id":                                      func(v *vpc) []string { return []string{v.id} },
		},
		tags: func(v *vpc) tagMap { return v.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, v *vpc) {
			x.text("vpcId", v.id)
			x.text("ownerId", v.owner)
			x.text("state", "available")
			x.text("cidrBlock", v.cidrs[0])
			items(x, "cidrBlockAssociationSet", v.cidrs, func(block string) {
				x.text("associationId", c.ids.derived("vpc-cidr-assoc", v.id, block))
				x.text("cidrBlock", block)
				x.in("cidrBlockState", func() { x.text("state", "associated") })
			})
			if len(v.ipv6) > 0 {
				writeIPv6(x, v.ipv6)
			}
			x.text("dhcpOptionsId", "default")
			x.text("instanceTenancy", "default")
			x.flag("isDefault", v.isDefault)
			x.someTags(v.tags)
		},
	}.answer(c)
}

func writeIPv6(x *xmlWriter, blocks []string) {
	items(x, "ipv6CidrBlockAssociationSet", blocks, func(block string) {
		x.text("ipv6CidrBlock", block)
		x.in("ipv6CidrBlockState", func() { x.text("state", "associated") })
	})
}

func describeSubnets(c *call) error {
	zone := func(s *subnet) []string { return []string{s.zone} }
	zoneID := func(s *subnet) []string { return []string{s.zoneID} }
	block := func(s *subnet) []string { return []string{s.cidr} }
	arn := func(s *subnet) []string { return []string{c.arnOf(s.owner, "subnet", s.id)} }
	forZone := func(s *subnet) []string { return yesNo(s.defaultFor) }
	return listing[*subnet]{
		set: "subnetSet", all: c.subnets, ids: "SubnetId", kind: subnetKind(), idOf: func(s *subnet) string { return s.id },
		attrs: attrs[*subnet]{
			"availability-zone": zone, "availabilityZone": zone,
			"availability-zone-id": zoneID, "availabilityZoneId": zoneID,
			"cidr-block": block, "cidr": block, "cidrBlock": block,
			"default-for-az": forZone, "defaultForAz": forZone,
			"ipv6-cidr-block-association.ipv6-cidr-block": func(s *subnet) []string { return []string{s.ipv6} },
			"map-public-ip-on-launch":                     func(s *subnet) []string { return yesNo(s.public) },
			"owner-id":                                    func(s *subnet) []string { return []string{s.owner} },
			"state":                                       func(*subnet) []string { return []string{"available"} },
			"subnet-arn":                                  arn,
			"subnet-id":                                   func(s *subnet) []string { return []string{s.id} },
			"vpc-id":                                      func(s *subnet) []string { return []string{s.vpc.id} },
		},
		tags: func(s *subnet) tagMap { return s.tags },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, s *subnet) {
			x.text("subnetId", s.id)
			x.text("subnetArn", c.arnOf(s.owner, "subnet", s.id))
			x.text("state", "available")
			x.text("ownerId", s.owner)
			x.text("vpcId", s.vpc.id)
			x.text("cidrBlock", s.cidr)
			if s.ipv6 != "" {
				writeIPv6(x, []string{s.ipv6})
			}
			x.num("availableIpAddressCount", c.free(s))
			x.text("availabilityZone", s.zone)
			x.text("availabilityZoneId", s.zoneID)
			x.flag("defaultForAz", s.defaultFor)
			x.flag("mapPublicIpOnLaunch", s.public)
			x.flag("assignIpv6AddressOnCreation", s.ipv6 != "")
			x.someTags(s.tags)
		},
	}.answer(c)
}

// free is how many addresses are left: EC2 keeps five of every subnet to itself.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
func (w *world) free(s *subnet) int {
	p, err := netip.ParsePrefix(s.cidr)
	if err != nil {
		return 0
	}
	n := 1<<(32-p.Bits()) - 5
	for _, face := range w.interfaces {
		if face.subnet == s {
			n--
		}
	}
	return max(n, 0)
}
