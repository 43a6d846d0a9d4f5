package awsclient

import (
	"net/netip"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

func internetGatewayOf(v types.InternetGateway, region string) model.Gateway {
	tags := tagsOf(v.Tags)
	return attachedTo(model.Gateway{
		Kind: model.InternetGateway, ID: aws.ToString(v.InternetGatewayId), Name: named(tags),
		Owner: aws.ToString(v.OwnerId), Region: region, Tags: tags,
	}, v.Attachments)
}

// egressOnlyGatewayOf translates a gateway of the account that asks: the listing shows no others, and no owner.
func egressOnlyGatewayOf(v types.EgressOnlyInternetGateway, home, region string) model.Gateway {
	tags := tagsOf(v.Tags)
	return attachedTo(model.Gateway{
		Kind: model.EgressOnlyGateway, ID: aws.ToString(v.EgressOnlyInternetGatewayId), Name: named(tags),
		Owner: home, Region: region, Tags: tags,
	}, v.Attachments)
}

// attachedTo gives the gateway with the VPC that it serves; an attachment that holds wins over one on its way.
func attachedTo(g model.Gateway, attachments []types.InternetGatewayAttachment) model.Gateway {
	for _, a := range attachments {
		one := model.Gateway{VPC: aws.ToString(a.VpcId), State: string(a.State)}
		if g.VPC == "" || one.Attached() && !g.Attached() {
			g.VPC, g.State = one.VPC, one.State
		}
	}
	return g
}

// natGatewayOf translates a gateway of the account that asks: the listing shows no others, and no owner.
func natGatewayOf(v types.NatGateway, home, region string) model.NATGateway {
	tags := tagsOf(v.Tags)
	out := model.NATGateway{
		ID: aws.ToString(v.NatGatewayId), Name: named(tags), VPC: aws.ToString(v.VpcId), Region: region, Owner: home,
		Subnet: aws.ToString(v.SubnetId), State: string(v.State), Connectivity: string(v.ConnectivityType),
		Availability: string(v.AvailabilityMode), Tags: tags,
	}
	for _, a := range v.NatGatewayAddresses {
		out.Addresses = append(out.Addresses, model.NATAddress{
			Private: addressOf(a.PrivateIp), Public: addressOf(a.PublicIp),
			Interface: aws.ToString(a.NetworkInterfaceId), Allocation: aws.ToString(a.AllocationId),
			Zone: aws.ToString(a.AvailabilityZone), Status: string(a.Status),
		})
	}
	return out
}

// addressOf gives an address, the zero one where there is none or it is malformed.
func addressOf(text *string) netip.Addr {
	a, err := netip.ParseAddr(aws.ToString(text))
	if err != nil || a.Zone() != "" {
		return netip.Addr{}
	}
	return a.Unmap()
}

func elasticAddressOf(v types.Address, region string) model.ElasticAddress {
	tags := tagsOf(v.Tags)
	out := model.ElasticAddress{
		ID: aws.ToString(v.AllocationId), Name: named(tags), Region: region,
		Public: addressOf(v.PublicIp), Private: addressOf(v.PrivateIpAddress),
		Interface: aws.ToString(v.NetworkInterfaceId), Instance: aws.ToString(v.InstanceId),
		InterfaceOwner: aws.ToString(v.NetworkInterfaceOwnerId), Association: aws.ToString(v.AssociationId),
		Tags: tags,
	}
	if out.ID == "" {
		out.ID = aws.ToString(v.PublicIp) // EC2-Classic had no allocation ids
	}
	return out
}

func endpointOf(v types.VpcEndpoint, region string) model.Endpoint {
	tags := tagsOf(v.Tags)
	out := model.Endpoint{
		ID: aws.ToString(v.VpcEndpointId), Name: named(tags), VPC: aws.ToString(v.VpcId),
		Owner: aws.ToString(v.OwnerId), Region: region, Type: model.EndpointType(v.VpcEndpointType),
		Service: aws.ToString(v.ServiceName), State: string(v.State), RouteTables: v.RouteTableIds,
		Subnets: v.SubnetIds, Interfaces: v.NetworkInterfaceIds, PrivateDNS: aws.ToBool(v.PrivateDnsEnabled), Tags: tags,
	}
	if out.Type == "" {
		out.Type = model.EndpointGateway // the only type before there was a word for it
	}
	for _, g := range v.Groups {
		out.Groups = appendID(out.Groups, g.GroupId)
	}
	return out
}

func peeringOf(v types.VpcPeeringConnection) model.Peering {
	tags := tagsOf(v.Tags)
	out := model.Peering{
		ID: aws.ToString(v.VpcPeeringConnectionId), Name: named(tags),
		Requester: sideOf(v.RequesterVpcInfo), Accepter: sideOf(v.AccepterVpcInfo), Tags: tags,
	}
	if v.Status != nil {
		out.State = string(v.Status.Code)
	}
	return out
}

func sideOf(v *types.VpcPeeringConnectionVpcInfo) model.PeeringSide {
	if v == nil {
		return model.PeeringSide{}
	}
	out := model.PeeringSide{
		VPC: aws.ToString(v.VpcId), Owner: aws.ToString(v.OwnerId), Region: aws.ToString(v.Region),
	}
	out.CIDRs = appendBlock(out.CIDRs, v.CidrBlock)
	for _, c := range v.CidrBlockSet {
		out.CIDRs = appendBlock(out.CIDRs, c.CidrBlock)
	}
	for _, c := range v.Ipv6CidrBlockSet {
		out.CIDRs = appendBlock(out.CIDRs, c.Ipv6CidrBlock)
	}
	return out
}
