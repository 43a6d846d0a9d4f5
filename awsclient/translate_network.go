package awsclient

import (
	"net/netip"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

// nameTag is the tag that the console shows as a resource's name.
const nameTag = "Name"

func named(tags model.Tags) string {
	name, _ := tags.Get(nameTag)
	return name
}

func vpcOf(v types.Vpc, region string) model.VPC {
	tags := tagsOf(v.Tags)
	out := model.VPC{
		ID: aws.ToString(v.VpcId), Name: named(tags), Owner: aws.ToString(v.OwnerId), Region: region,
		Default: aws.ToBool(v.IsDefault), Tags: tags,
	}
	out.CIDRs = appendBlock(out.CIDRs, v.CidrBlock)
	for _, a := range v.CidrBlockAssociationSet {
		if a.CidrBlockState == nil || holds(string(a.CidrBlockState.State)) {
			out.CIDRs = appendBlock(out.CIDRs, a.CidrBlock)
		}
	}
	for _, a := range v.Ipv6CidrBlockAssociationSet {
		if a.Ipv6CidrBlockState == nil || holds(string(a.Ipv6CidrBlockState.State)) {
			out.CIDRs = appendBlock(out.CIDRs, a.Ipv6CidrBlock)
		}
	}
	return out
}

// holds reports whether a block is, or will be, the VPC's or subnet's: one that failed or is on its way out is
// still listed a while.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcCidrBlockState.html
func holds(state string) bool {
	switch state {
	case string(types.VpcCidrBlockStateCodeAssociated), string(types.VpcCidrBlockStateCodeAssociating), "":
		return true
	}
	return false
}

func subnetOf(s types.Subnet, region string) model.Subnet {
	tags := tagsOf(s.Tags)
	out := model.Subnet{
		ID: aws.ToString(s.SubnetId), Name: named(tags), VPC: aws.ToString(s.VpcId),
		Zone: aws.ToString(s.AvailabilityZone), Owner: aws.ToString(s.OwnerId), Region: region, Tags: tags,
	}
	out.CIDRs = appendBlock(out.CIDRs, s.CidrBlock)
	for _, a := range s.Ipv6CidrBlockAssociationSet {
		if a.Ipv6CidrBlockState == nil || holds(string(a.Ipv6CidrBlockState.State)) {
			out.CIDRs = appendBlock(out.CIDRs, a.Ipv6CidrBlock)
		}
	}
	return out
}

// appendBlock appends a block that is well-formed and not there yet.
func appendBlock(to []netip.Prefix, cidr *string) []netip.Prefix {
	p, err := netip.ParsePrefix(aws.ToString(cidr))
	if err != nil {
		return to
	}
	if slices.Contains(to, p.Masked()) {
		return to
	}
	return append(to, p.Masked())
}

func interfaceOf(n types.NetworkInterface, region string) model.Interface {
	out := model.Interface{
		ID: aws.ToString(n.NetworkInterfaceId), Description: aws.ToString(n.Description),
		VPC: aws.ToString(n.VpcId), Subnet: aws.ToString(n.SubnetId), Zone: aws.ToString(n.AvailabilityZone),
		Owner: aws.ToString(n.OwnerId), Region: region,
		Type: string(n.InterfaceType), Status: string(n.Status),
		Requester:         aws.ToString(n.RequesterId),
		NoSourceDestCheck: n.SourceDestCheck != nil && !*n.SourceDestCheck,
		Tags:              tagsOf(n.TagSet),
	}
	for _, g := range n.Groups {
		out.Groups = append(out.Groups, aws.ToString(g.GroupId))
	}
	if a := n.Attachment; a != nil {
		out.Instance, out.AttachedTo = aws.ToString(a.InstanceId), aws.ToString(a.InstanceOwnerId)
	}
	out.Addresses, out.Public = addressesOf(n)
	return out
}

// addressesOf gives the private addresses, the primary first, and those of them that have a public one.
func addressesOf(n types.NetworkInterface) ([]netip.Addr, []model.PublicAddress) {
	var addresses []netip.Addr
	var public []model.PublicAddress
	add := func(text *string, assoc *types.NetworkInterfaceAssociation) {
		private, err := netip.ParseAddr(aws.ToString(text))
		if err != nil {
			return
		}
		if !slices.Contains(addresses, private) {
			addresses = append(addresses, private)
		}
		if assoc == nil {
			return
		}
		pair := model.PublicAddress{Private: private}
		if pair.Public, err = netip.ParseAddr(aws.ToString(assoc.PublicIp)); err == nil && !slices.Contains(public, pair) {
			public = append(public, pair)
		}
	}
	// The interface repeats its primary address, and what belongs to it, at its own level.
	add(n.PrivateIpAddress, n.Association)
	for _, a := range n.PrivateIpAddresses {
		add(a.PrivateIpAddress, a.Association)
	}
	for _, a := range n.Ipv6Addresses {
		add(a.Ipv6Address, nil)
	}
	add(n.Ipv6Address, nil)
	return addresses, public
}

func instanceOf(i types.Instance, owner *string, region string) model.Instance {
	tags := tagsOf(i.Tags)
	out := model.Instance{
		ID: aws.ToString(i.InstanceId), Name: named(tags), VPC: aws.ToString(i.VpcId),
		Subnet: aws.ToString(i.SubnetId), Owner: aws.ToString(owner), Region: region, Tags: tags,
		Type: string(i.InstanceType),
	}
	if i.State != nil {
		out.State = string(i.State.Name)
	}
	for _, n := range i.NetworkInterfaces {
		out.Interfaces = append(out.Interfaces, aws.ToString(n.NetworkInterfaceId))
	}
	return out
}
