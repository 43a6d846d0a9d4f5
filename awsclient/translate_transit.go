package awsclient

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

func transitGatewayOf(v types.TransitGateway, region string) model.TransitGateway {
	tags := tagsOf(v.Tags)
	out := model.TransitGateway{
		ID: aws.ToString(v.TransitGatewayId), Name: named(tags), ARN: aws.ToString(v.TransitGatewayArn),
		Owner: aws.ToString(v.OwnerId), Region: region, State: string(v.State), Tags: tags,
	}
	o := v.Options
	if o == nil {
		return out
	}
	out.GroupReferencing = o.SecurityGroupReferencingSupport == types.SecurityGroupReferencingSupportValueEnable
	if o.DefaultRouteTableAssociation != types.DefaultRouteTableAssociationValueDisable {
		out.AssociationTable = aws.ToString(o.AssociationDefaultRouteTableId)
	}
	if o.DefaultRouteTablePropagation != types.DefaultRouteTablePropagationValueDisable {
		out.PropagationTable = aws.ToString(o.PropagationDefaultRouteTableId)
	}
	for _, c := range o.TransitGatewayCidrBlocks {
		out.CIDRs = appendBlock(out.CIDRs, &c)
	}
	return out
}

// transitAttachmentOf translates an attachment as the listing of all kinds has it: with its route table,
// without subnets and options.
func transitAttachmentOf(v types.TransitGatewayAttachment, region string) model.TransitAttachment {
	tags := tagsOf(v.Tags)
	out := model.TransitAttachment{
		ID: aws.ToString(v.TransitGatewayAttachmentId), Name: named(tags),
		Owner: aws.ToString(v.TransitGatewayOwnerId), Region: region, Gateway: aws.ToString(v.TransitGatewayId),
		Type: string(v.ResourceType), Resource: aws.ToString(v.ResourceId),
		ResourceOwner: aws.ToString(v.ResourceOwnerId), State: string(v.State), Tags: tags,
	}
	if a := v.Association; a != nil {
		out.Table, out.TableState = aws.ToString(a.TransitGatewayRouteTableId), string(a.State)
	}
	return out
}

// transitKey is the key of the attachment that the listing of VPCs speaks of.
func transitKey(v types.TransitGatewayVpcAttachment) string {
	return model.TransitAttachment{
		ID: aws.ToString(v.TransitGatewayAttachmentId), Gateway: aws.ToString(v.TransitGatewayId),
	}.Key()
}

// withVPCAttachment gives the attachment with what only the listing of VPCs says of it. The zero attachment
// becomes one, where the listing of all kinds was not read.
func withVPCAttachment(
	x model.TransitAttachment, v types.TransitGatewayVpcAttachment, region string,
) model.TransitAttachment {
	if x.ID == "" {
		x = transitAttachmentOf(types.TransitGatewayAttachment{
			TransitGatewayAttachmentId: v.TransitGatewayAttachmentId, TransitGatewayId: v.TransitGatewayId,
			ResourceType: types.TransitGatewayAttachmentResourceTypeVpc, ResourceId: v.VpcId,
			ResourceOwnerId: v.VpcOwnerId, State: v.State, Tags: v.Tags,
		}, region)
	}
	x.Subnets = v.SubnetIds
	if o := v.Options; o != nil {
		x.IPv6 = o.Ipv6Support == types.Ipv6SupportValueEnable
		x.ApplianceMode = o.ApplianceModeSupport == types.ApplianceModeSupportValueEnable
		x.GroupReferencing = o.SecurityGroupReferencingSupport == types.SecurityGroupReferencingSupportValueEnable
	}
	return x
}

func transitTableOf(v types.TransitGatewayRouteTable, region string) model.TransitTable {
	tags := tagsOf(v.Tags)
	return model.TransitTable{
		ID: aws.ToString(v.TransitGatewayRouteTableId), Name: named(tags), Gateway: aws.ToString(v.TransitGatewayId),
		Region: region, State: string(v.State), AssociatesByDefault: aws.ToBool(v.DefaultAssociationRouteTable),
		PropagatesByDefault: aws.ToBool(v.DefaultPropagationRouteTable), Tags: tags,
	}
}

func transitRouteOf(v types.TransitGatewayRoute) (model.TransitRoute, error) {
	out := model.TransitRoute{
		PrefixList: aws.ToString(v.PrefixListId), Type: string(v.Type), State: string(v.State),
	}
	for _, a := range v.TransitGatewayAttachments {
		out.Attachments = appendID(out.Attachments, a.TransitGatewayAttachmentId)
	}
	var err error
	out.Prefix, err = prefixOf(v.DestinationCidrBlock)
	if err != nil && out.PrefixList == "" {
		return model.TransitRoute{}, err
	}
	return out, nil
}

func propagationOf(v types.TransitGatewayRouteTablePropagation) model.TransitPropagation {
	return model.TransitPropagation{
		Attachment: aws.ToString(v.TransitGatewayAttachmentId), Resource: aws.ToString(v.ResourceId),
		Type: string(v.ResourceType), State: string(v.State),
	}
}
