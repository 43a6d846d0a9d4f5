package awsclient

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sort"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/model"
)

// aclOf translates a network ACL. An entry that cannot be read is left out and named in the error. None is
// added either: what the last entry would deny is denied without it, as emulators have it.
func aclOf(v types.NetworkAcl, region string) (model.NetworkACL, error) {
	tags := tagsOf(v.Tags)
	out := model.NetworkACL{
		ID: aws.ToString(v.NetworkAclId), Name: named(tags), VPC: aws.ToString(v.VpcId),
		Owner: aws.ToString(v.OwnerId), Region: region, Default: aws.ToBool(v.IsDefault), Tags: tags,
	}
	for _, a := range v.Associations {
		out.Subnets = appendID(out.Subnets, a.SubnetId)
	}
	var bad []error
	for _, e := range v.Entries {
		entry, err := aclEntryOf(e)
		switch {
		case err != nil:
			bad = append(bad, fmt.Errorf("read entry %d: %w", aws.ToInt32(e.RuleNumber), err))
		case !slices.Contains(out.Entries, entry):
			out.Entries = append(out.Entries, entry)
		}
	}
	sort.SliceStable(out.Entries, func(i, j int) bool { return out.Entries[i].Compare(out.Entries[j]) < 0 })
	return out, errors.Join(bad...)
}

// aclEntryOf translates an entry. Its protocol is a number as text; ports, or ICMP type and code, are left out
// where all are meant.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html
func aclEntryOf(v types.NetworkAclEntry) (model.ACLEntry, error) {
	if v.RuleNumber == nil || v.Egress == nil {
		return model.ACLEntry{}, errors.New("it has no number or no direction")
	}
	e := model.ACLEntry{Number: int(*v.RuleNumber)}
	if *v.Egress {
		e.Direction = model.Egress
	}
	switch v.RuleAction {
	case types.RuleActionAllow:
		e.Allow = true
	case types.RuleActionDeny:
	default:
		return model.ACLEntry{}, fmt.Errorf("action %q is neither allow nor deny", v.RuleAction)
	}
	var err error
	if e.Protocol, err = model.ParseProtocol(aws.ToString(v.Protocol)); err != nil {
		return model.ACLEntry{}, fmt.Errorf("translate: %w", err)
	}
	if e.Prefix, err = prefixOf(v.CidrBlock, v.Ipv6CidrBlock); err != nil {
		return model.ACLEntry{}, err
	}
	first, last := (*int32)(nil), (*int32)(nil)
	switch {
	case e.Protocol.IsICMP() && v.IcmpTypeCode != nil:
		first, last = v.IcmpTypeCode.Type, v.IcmpTypeCode.Code
	case !e.Protocol.IsICMP() && v.PortRange != nil:
		first, last = v.PortRange.From, v.PortRange.To
	}
	if e, err = model.NewACLEntry(e, orAll(first), orAll(last)); err != nil {
		return model.ACLEntry{}, fmt.Errorf("translate: %w", err)
	}
	return e, nil
}

func orAll(port *int32) int {
	if port == nil {
		return -1
	}
	return int(*port)
}

// prefixOf gives the first block that is there, of several members that may hold it.
func prefixOf(members ...*string) (netip.Prefix, error) {
	for _, m := range members {
		if aws.ToString(m) == "" {
			continue
		}
		p, err := netip.ParsePrefix(*m)
		if err != nil {
			return netip.Prefix{}, fmt.Errorf("parse block: %w", err)
		}
		return p.Masked(), nil
	}
	return netip.Prefix{}, errors.New("it has no CIDR block")
}

// appendID appends an id that is there and new.
func appendID(to []string, id *string) []string {
	if v := aws.ToString(id); v != "" && !slices.Contains(to, v) {
		return append(to, v)
	}
	return to
}

// routeTableOf translates a route table. A route without a destination is left out and named in the error.
func routeTableOf(v types.RouteTable, region string) (model.RouteTable, error) {
	tags := tagsOf(v.Tags)
	out := model.RouteTable{
		ID: aws.ToString(v.RouteTableId), Name: named(tags), VPC: aws.ToString(v.VpcId),
		Owner: aws.ToString(v.OwnerId), Region: region, Tags: tags,
	}
	for _, a := range v.Associations {
		if !associates(a.AssociationState) {
			continue
		}
		out.Main = out.Main || aws.ToBool(a.Main)
		out.Subnets = appendID(out.Subnets, a.SubnetId)
		out.Gateways = appendID(out.Gateways, a.GatewayId)
	}
	for _, g := range v.PropagatingVgws {
		out.Propagating = appendID(out.Propagating, g.GatewayId)
	}
	var bad []error
	for _, r := range v.Routes {
		route, err := routeOf(r)
		switch {
		case err != nil:
			bad = append(bad, fmt.Errorf("read route to %s: %w", targetOf(r), err))
		case !slices.Contains(out.Routes, route):
			out.Routes = append(out.Routes, route)
		}
	}
	return out, errors.Join(bad...)
}

// associates reports whether an association holds: one that failed or went is still listed a while.
func associates(s *types.RouteTableAssociationState) bool {
	if s == nil {
		return true
	}
	switch s.State {
	case types.RouteTableAssociationStateCodeDisassociated, types.RouteTableAssociationStateCodeFailed:
		return false
	case types.RouteTableAssociationStateCodeAssociating, types.RouteTableAssociationStateCodeAssociated,
		types.RouteTableAssociationStateCodeDisassociating:
		return true
	}
	return true
}

func routeOf(v types.Route) (model.Route, error) {
	out := model.Route{
		PrefixList: aws.ToString(v.DestinationPrefixListId), Target: targetOf(v),
		State: string(v.State), Origin: string(v.Origin),
	}
	var err error
	out.Prefix, err = prefixOf(v.DestinationCidrBlock, v.DestinationIpv6CidrBlock)
	if err != nil && out.PrefixList == "" {
		return model.Route{}, err
	}
	return out, nil
}

// targetOf gives what a route leads to. The interface comes before the instance that it belongs to: EC2 names
// both.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
func targetOf(v types.Route) model.RouteTarget {
	if id := aws.ToString(v.GatewayId); id != "" {
		return model.GatewayTarget(id)
	}
	for _, t := range []struct {
		id   *string
		kind model.TargetKind
	}{
		{v.NatGatewayId, model.TargetNATGateway},
		{v.TransitGatewayId, model.TargetTransitGateway},
		{v.VpcPeeringConnectionId, model.TargetPeering},
		{v.EgressOnlyInternetGatewayId, model.TargetEgressOnlyGateway},
		{v.NetworkInterfaceId, model.TargetInterface},
		{v.InstanceId, model.TargetInstance},
		{v.CarrierGatewayId, model.TargetCarrierGateway},
		{v.LocalGatewayId, model.TargetLocalGateway},
		{v.CoreNetworkArn, model.TargetCoreNetwork},
		{v.OdbNetworkArn, model.TargetOther},
	} {
		if id := aws.ToString(t.id); id != "" {
			return model.RouteTarget{Kind: t.kind, ID: id}
		}
	}
	return model.RouteTarget{}
}

// prefixListOf translates a prefix list; its entries are read by another call.
func prefixListOf(v types.ManagedPrefixList, region string) model.PrefixList {
	return model.PrefixList{
		ID: aws.ToString(v.PrefixListId), Name: aws.ToString(v.PrefixListName), ARN: aws.ToString(v.PrefixListArn),
		Region: region, Owner: aws.ToString(v.OwnerId), Family: aws.ToString(v.AddressFamily),
		State: string(v.State), Max: int(aws.ToInt32(v.MaxEntries)), Tags: tagsOf(v.Tags),
	}
}

func prefixListEntryOf(v types.PrefixListEntry) (model.PrefixListEntry, error) {
	p, err := prefixOf(v.Cidr)
	return model.PrefixListEntry{Prefix: p, Description: aws.ToString(v.Description)}, err
}

// blockPublicAccessOf translates the setting of the account that asks, home.
func blockPublicAccessOf(v types.VpcBlockPublicAccessOptions, home, region string) model.BlockPublicAccess {
	out := model.BlockPublicAccess{
		Account: aws.ToString(v.AwsAccountId), Region: aws.ToString(v.AwsRegion),
		Mode: model.BlockMode(v.InternetGatewayBlockMode), State: string(v.State),
		ManagedBy: string(v.ManagedBy), Exclusions: string(v.ExclusionsAllowed),
	}
	if out.Account == "" {
		out.Account = home
	}
	if out.Region == "" {
		out.Region = region
	}
	return out
}

func blockExclusionOf(v types.VpcBlockPublicAccessExclusion, region string) model.BlockExclusion {
	tags, arn := tagsOf(v.Tags), aws.ToString(v.ResourceArn)
	return model.BlockExclusion{
		ID: aws.ToString(v.ExclusionId), Name: named(tags), Owner: accountOf(arn), Region: region,
		Mode: model.ExclusionMode(v.InternetGatewayExclusionMode), ARN: arn,
		Resource: arn[strings.LastIndexByte(arn, '/')+1:], State: string(v.State), Tags: tags,
	}
}

func associationOf(v types.SecurityGroupVpcAssociation, region string) model.GroupAssociation {
	return model.GroupAssociation{
		Group: aws.ToString(v.GroupId), VPC: aws.ToString(v.VpcId), GroupOwner: aws.ToString(v.GroupOwnerId),
		VPCOwner: aws.ToString(v.VpcOwnerId), Region: region, State: string(v.State),
		Reason: aws.ToString(v.StateReason),
	}
}
