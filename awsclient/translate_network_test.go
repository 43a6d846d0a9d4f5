package awsclient_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
)

// entry makes an ingress entry that allows: number, protocol, block.
func entry(number int32, protocol, block string) types.NetworkAclEntry {
	e := types.NetworkAclEntry{
		RuleNumber: &number, Protocol: &protocol, Egress: aws.Bool(false), RuleAction: types.RuleActionAllow,
	}
	if strings.Contains(block, ":") {
		e.Ipv6CidrBlock = &block
	} else {
		e.CidrBlock = &block
	}
	return e
}

func ported(e types.NetworkAclEntry, from, to int32) types.NetworkAclEntry {
	e.PortRange = &types.PortRange{From: &from, To: &to}
	return e
}

func typed(e types.NetworkAclEntry, kind, code int32) types.NetworkAclEntry {
	e.IcmpTypeCode = &types.IcmpTypeCode{Type: &kind, Code: &code}
	return e
}

func out(e types.NetworkAclEntry) types.NetworkAclEntry {
	e.Egress = aws.Bool(true)
	return e
}

func denied(e types.NetworkAclEntry) types.NetworkAclEntry {
	e.RuleAction = types.RuleActionDeny
	return e
}

func TestEntryOf(t *testing.T) {
	bare := entry(100, "6", "10.0.0.0/8")
	without := func(change func(*types.NetworkAclEntry)) types.NetworkAclEntry {
		e := bare
		change(&e)
		return e
	}
	cases := []struct {
		name string
		in   types.NetworkAclEntry
		want string // the entry, or "!" and part of the error
	}{
		{"a port", ported(bare, 443, 443), "100 allow tcp 443 from 10.0.0.0/8"},
		{"a range", ported(out(denied(bare)), 1024, 65535), "100 deny tcp 1024-65535 to 10.0.0.0/8"},
		{"no ports are all", bare, "100 allow tcp 0-65535 from 10.0.0.0/8"},
		{"all protocols", entry(100, "-1", "0.0.0.0/0"), "100 allow all traffic from 0.0.0.0/0"},
		{"and no ports beside", ported(entry(100, "-1", "0.0.0.0/0"), 22, 22), "100 allow all traffic from 0.0.0.0/0"},
		{"a protocol without ports", entry(7, "50", "::/0"), "7 allow protocol 50 from ::/0"},
		{"host bits", entry(7, "17", "100.68.0.18/18"), "7 allow udp 0-65535 from 100.68.0.0/18"},
		{"type and code", typed(entry(7, "1", "0.0.0.0/0"), 3, 4), "7 allow icmp 3/4 from 0.0.0.0/0"},
		{"a type", typed(entry(7, "1", "0.0.0.0/0"), 8, -1), "7 allow icmp 8 from 0.0.0.0/0"},
		{"all types", typed(entry(7, "1", "0.0.0.0/0"), -1, -1), "7 allow all icmp from 0.0.0.0/0"},
		{"all types, any code", typed(entry(7, "58", "::/0"), -1, 4), "7 allow all icmpv6 from ::/0"},
		{"ports of ICMP say nothing", ported(entry(7, "1", "0.0.0.0/0"), 8, 0), "7 allow all icmp from 0.0.0.0/0"},
		{"the last", denied(entry(32767, "-1", "0.0.0.0/0")), "* deny all traffic from 0.0.0.0/0"},
		{"no direction", without(func(e *types.NetworkAclEntry) { e.Egress = nil }), "!no direction"},
		{"no number", without(func(e *types.NetworkAclEntry) { e.RuleNumber = nil }), "!no number"},
		{"no action", without(func(e *types.NetworkAclEntry) { e.RuleAction = "" }), "!neither"},
		{"no block", without(func(e *types.NetworkAclEntry) { e.CidrBlock = nil }), "!no CIDR block"},
		{"no protocol", without(func(e *types.NetworkAclEntry) { e.Protocol = nil }), "!protocol"},
		{"a bad block", entry(1, "6", "10.0.0.0/64"), "!parse block"},
		{"ports the wrong way", ported(bare, 9, 1), "!translate"},
	}
	for _, tt := range cases {
		acl, err := awsclient.ACLOf(types.NetworkAcl{Entries: []types.NetworkAclEntry{tt.in}}, "")
		part, wrong := strings.CutPrefix(tt.want, "!")
		switch {
		case wrong && (err == nil || !strings.Contains(err.Error(), part) || len(acl.Entries) > 0):
			t.Errorf("%s: %v, %v; want it left out, and %q said", tt.name, acl.Entries, err, part)
		case !wrong && (err != nil || len(acl.Entries) != 1 || acl.Entries[0].String() != tt.want):
			t.Errorf("%s: %v, %v; want %s", tt.name, acl.Entries, err, tt.want)
		}
	}
}

func TestACLOf(t *testing.T) {
	bad := entry(5, "6", "10.0.0.0/8")
	bad.RuleAction = "perhaps"
	acl, err := awsclient.ACLOf(types.NetworkAcl{
		NetworkAclId: new("acl-1"), VpcId: new("vpc-1"), OwnerId: new("1"), IsDefault: aws.Bool(true),
		Associations: []types.NetworkAclAssociation{{SubnetId: new("subnet-1")}, {SubnetId: new("subnet-2")}},
		Tags:         []types.Tag{{Key: new("Name"), Value: new("n")}},
		Entries: []types.NetworkAclEntry{
			out(entry(100, "-1", "0.0.0.0/0")), entry(200, "6", "0.0.0.0/0"), bad, entry(100, "6", "::/0"),
			entry(100, "6", "0.0.0.0/0"), entry(200, "6", "0.0.0.0/0"),
		},
	}, "r")
	if err == nil || !strings.Contains(err.Error(), "entry 5") {
		t.Errorf("%v; want the entry named that is left out", err)
	}
	// No last entry is made up where there is none, as in custom ACLs of emulators.
	diff(t, "entries", []string{
		"100 allow tcp 0-65535 from 0.0.0.0/0", "100 allow tcp 0-65535 from ::/0", "200 allow tcp 0-65535 from 0.0.0.0/0",
		"100 allow all traffic to 0.0.0.0/0",
	}, texts(acl.Entries))
	acl.Entries = nil
	diff(t, "ACL", model.NetworkACL{
		ID: "acl-1", Name: "n", VPC: "vpc-1", Owner: "1", Region: "r", Default: true,
		Subnets: []string{"subnet-1", "subnet-2"}, Tags: model.NewTags(model.Tag{Key: "Name", Value: "n"}),
	}, acl)
}

func TestRouteOf(t *testing.T) {
	to := func(change func(*types.Route)) types.Route {
		r := types.Route{DestinationCidrBlock: new("10.0.0.0/8"), State: types.RouteStateActive}
		change(&r)
		return r
	}
	cases := []struct {
		name string
		in   types.Route
		kind model.TargetKind
		want string
	}{
		{"local", to(func(r *types.Route) { r.GatewayId = new("local") }), model.TargetLocal, "10.0.0.0/8 → local"},
		{"internet", to(func(r *types.Route) { r.GatewayId = new("igw-1") }), model.TargetInternetGateway, "10.0.0.0/8 → igw-1"},
		{"VPN", to(func(r *types.Route) { r.GatewayId = new("vgw-1") }), model.TargetVPNGateway, "10.0.0.0/8 → vgw-1"},
		{"endpoint", to(func(r *types.Route) {
			r.GatewayId, r.DestinationCidrBlock, r.DestinationPrefixListId = new("vpce-1"), nil, new("pl-1")
		}), model.TargetEndpoint, "pl-1 → vpce-1"},
		{"NAT", to(func(r *types.Route) { r.NatGatewayId = new("nat-1") }), model.TargetNATGateway, "10.0.0.0/8 → nat-1"},
		{"transit", to(func(r *types.Route) { r.TransitGatewayId = new("tgw-1") }), model.TargetTransitGateway, "10.0.0.0/8 → tgw-1"},
		{"peering", to(func(r *types.Route) { r.VpcPeeringConnectionId = new("pcx-1") }), model.TargetPeering, "10.0.0.0/8 → pcx-1"},
		{"egress-only", to(func(r *types.Route) {
			r.EgressOnlyInternetGatewayId, r.DestinationCidrBlock, r.DestinationIpv6CidrBlock = new("eigw-1"), nil, new("::/0")
		}), model.TargetEgressOnlyGateway, "::/0 → eigw-1"},
		{"interface before its instance", to(func(r *types.Route) {
			r.InstanceId, r.NetworkInterfaceId = new("i-1"), new("eni-1")
		}), model.TargetInterface, "10.0.0.0/8 → eni-1"},
		{"instance", to(func(r *types.Route) { r.InstanceId = new("i-1") }), model.TargetInstance, "10.0.0.0/8 → i-1"},
		{"carrier", to(func(r *types.Route) { r.CarrierGatewayId = new("cagw-1") }), model.TargetCarrierGateway, "10.0.0.0/8 → cagw-1"},
		{"local gateway", to(func(r *types.Route) { r.LocalGatewayId = new("lgw-1") }), model.TargetLocalGateway, "10.0.0.0/8 → lgw-1"},
		{"core network", to(func(r *types.Route) { r.CoreNetworkArn = new("arn:c") }), model.TargetCoreNetwork, "10.0.0.0/8 → arn:c"},
		{"database network", to(func(r *types.Route) { r.OdbNetworkArn = new("arn:o") }), model.TargetOther, "10.0.0.0/8 → arn:o"},
		{"nowhere", to(func(r *types.Route) { r.State = types.RouteStateBlackhole }), model.TargetNone, "10.0.0.0/8 → nothing (blackhole)"},
	}
	for _, tt := range cases {
		table, err := awsclient.RouteTableOf(types.RouteTable{Routes: []types.Route{tt.in, tt.in}}, "")
		if err != nil || len(table.Routes) != 1 || table.Routes[0].String() != tt.want || table.Routes[0].Target.Kind != tt.kind {
			t.Errorf("%s: %v, %v; want %s", tt.name, table.Routes, err, tt.want)
		}
	}
}

func TestRouteTableOf(t *testing.T) {
	state := func(s types.RouteTableAssociationStateCode) *types.RouteTableAssociationState {
		return &types.RouteTableAssociationState{State: s}
	}
	table, err := awsclient.RouteTableOf(types.RouteTable{
		RouteTableId: new("rtb-1"), VpcId: new("vpc-1"), OwnerId: new("1"),
		Associations: []types.RouteTableAssociation{
			{Main: aws.Bool(true), AssociationState: state(types.RouteTableAssociationStateCodeAssociated)},
			{SubnetId: new("subnet-1")},
			{SubnetId: new("subnet-2"), AssociationState: state(types.RouteTableAssociationStateCodeDisassociated)},
			{GatewayId: new("igw-1"), AssociationState: state(types.RouteTableAssociationStateCodeAssociating)},
		},
		PropagatingVgws: []types.PropagatingVgw{{GatewayId: new("vgw-1")}},
		Tags:            []types.Tag{{Key: new("Name"), Value: new("n")}},
		Routes: []types.Route{
			{DestinationCidrBlock: new("10.1.2.3/16"), GatewayId: new("vgw-1"), Origin: types.RouteOriginEnableVgwRoutePropagation},
			{GatewayId: new("igw-9")},
		},
	}, "r")
	if err == nil || !strings.Contains(err.Error(), "igw-9") {
		t.Errorf("%v; want the route named that has no destination", err)
	}
	diff(t, "route table", model.RouteTable{
		ID: "rtb-1", Name: "n", VPC: "vpc-1", Owner: "1", Region: "r", Main: true, Subnets: []string{"subnet-1"},
		Gateways: []string{"igw-1"}, Propagating: []string{"vgw-1"},
		Tags: model.NewTags(model.Tag{Key: "Name", Value: "n"}),
		Routes: []model.Route{{
			Prefix: netip.MustParsePrefix("10.1.0.0/16"), Target: model.GatewayTarget("vgw-1"),
			Origin: "EnableVgwRoutePropagation",
		}},
	}, table)
}

func TestGatewaysOf(t *testing.T) {
	attached := func(vpc string, s types.AttachmentStatus) types.InternetGatewayAttachment {
		return types.InternetGatewayAttachment{VpcId: &vpc, State: s}
	}
	diff(t, "internet gateway", model.Gateway{
		Kind: model.InternetGateway, ID: "igw-1", Name: "n", Owner: "1", Region: "r", VPC: "vpc-2", State: "available",
		Tags: model.NewTags(model.Tag{Key: "Name", Value: "n"}),
	}, awsclient.InternetGatewayOf(types.InternetGateway{
		InternetGatewayId: new("igw-1"), OwnerId: new("1"), Tags: []types.Tag{{Key: new("Name"), Value: new("n")}},
		Attachments: []types.InternetGatewayAttachment{attached("vpc-1", "detaching"), attached("vpc-2", "available")},
	}, "r"))
	diff(t, "one that is attached nowhere", model.Gateway{ID: "igw-1", Region: "r"},
		awsclient.InternetGatewayOf(types.InternetGateway{InternetGatewayId: new("igw-1")}, "r"))
	diff(t, "egress-only gateway", model.Gateway{
		Kind: model.EgressOnlyGateway, ID: "eigw-1", Owner: "1", Region: "r", VPC: "vpc-1", State: "attached",
	}, awsclient.EgressOnlyGatewayOf(types.EgressOnlyInternetGateway{
		EgressOnlyInternetGatewayId: new("eigw-1"),
		Attachments:                 []types.InternetGatewayAttachment{attached("vpc-1", types.AttachmentStatusAttached)},
	}, "1", "r"))
	addr := netip.MustParseAddr
	diff(t, "NAT gateway", model.NATGateway{
		ID: "nat-1", VPC: "vpc-1", Region: "r", Owner: "1", Subnet: "subnet-1", State: "available",
		Connectivity: "public", Availability: "zonal",
		Addresses: []model.NATAddress{{
			Private: addr("10.0.0.4"), Public: addr("198.51.100.1"), Interface: "eni-1", Allocation: "eipalloc-1",
			Zone: "ra", Status: "succeeded",
		}, {Status: "failed"}},
	}, awsclient.NATGatewayOf(types.NatGateway{
		NatGatewayId: new("nat-1"), VpcId: new("vpc-1"), SubnetId: new("subnet-1"), State: types.NatGatewayStateAvailable,
		ConnectivityType: types.ConnectivityTypePublic, AvailabilityMode: types.AvailabilityModeZonal,
		NatGatewayAddresses: []types.NatGatewayAddress{{
			PrivateIp: new("10.0.0.4"), PublicIp: new("198.51.100.1"), NetworkInterfaceId: new("eni-1"),
			AllocationId: new("eipalloc-1"), AvailabilityZone: new("ra"), Status: types.NatGatewayAddressStatusSucceeded,
		}, {PublicIp: new("soon"), Status: types.NatGatewayAddressStatusFailed}},
	}, "1", "r"))
	diff(t, "address", model.ElasticAddress{
		ID: "eipalloc-1", Region: "r", Public: addr("198.51.100.1"), Private: addr("10.0.0.4"), Interface: "eni-1",
		Instance: "i-1", InterfaceOwner: "1", Association: "eipassoc-1",
	}, awsclient.ElasticAddressOf(types.Address{
		AllocationId: new("eipalloc-1"), PublicIp: new("198.51.100.1"), PrivateIpAddress: new("10.0.0.4"),
		NetworkInterfaceId: new("eni-1"), InstanceId: new("i-1"), NetworkInterfaceOwnerId: new("1"),
		AssociationId: new("eipassoc-1"),
	}, "r"))
	if a := awsclient.ElasticAddressOf(types.Address{PublicIp: new("198.51.100.1")}, ""); a.ID != "198.51.100.1" {
		t.Errorf("an address without an allocation is known as %q", a.ID)
	}
}

func TestEndpointsAndPeeringsOf(t *testing.T) {
	diff(t, "endpoint", model.Endpoint{
		ID: "vpce-1", VPC: "vpc-1", Owner: "1", Region: "r", Type: model.EndpointInterface, Service: "com.amazonaws.r.sts",
		State: "available", Subnets: []string{"subnet-1"}, Groups: []string{"sg-1"}, Interfaces: []string{"eni-1"}, PrivateDNS: true,
	}, awsclient.EndpointOf(types.VpcEndpoint{
		VpcEndpointId: new("vpce-1"), VpcId: new("vpc-1"), OwnerId: new("1"), ServiceName: new("com.amazonaws.r.sts"),
		VpcEndpointType: types.VpcEndpointTypeInterface, State: "available", SubnetIds: []string{"subnet-1"},
		Groups: []types.SecurityGroupIdentifier{{GroupId: new("sg-1")}}, NetworkInterfaceIds: []string{"eni-1"},
		PrivateDnsEnabled: aws.Bool(true),
	}, "r"))
	diff(t, "endpoint of an older answer", model.Endpoint{
		ID: "vpce-1", Type: model.EndpointGateway, RouteTables: []string{"rtb-1"},
	}, awsclient.EndpointOf(types.VpcEndpoint{VpcEndpointId: new("vpce-1"), RouteTableIds: []string{"rtb-1"}}, ""))

	prefix := netip.MustParsePrefix
	diff(t, "peering", model.Peering{
		ID: "pcx-1", Name: "n", State: "active", Tags: model.NewTags(model.Tag{Key: "Name", Value: "n"}),
		Requester: model.PeeringSide{
			VPC: "vpc-1", Owner: "1", Region: "r",
			CIDRs: []netip.Prefix{prefix("10.0.0.0/16"), prefix("10.1.0.0/16"), prefix("2001:db8::/56")},
		},
		Accepter: model.PeeringSide{VPC: "vpc-2", Owner: "2", Region: "q"},
	}, awsclient.PeeringOf(types.VpcPeeringConnection{
		VpcPeeringConnectionId: new("pcx-1"), Tags: []types.Tag{{Key: new("Name"), Value: new("n")}},
		Status: &types.VpcPeeringConnectionStateReason{Code: types.VpcPeeringConnectionStateReasonCodeActive},
		RequesterVpcInfo: &types.VpcPeeringConnectionVpcInfo{
			VpcId: new("vpc-1"), OwnerId: new("1"), Region: new("r"), CidrBlock: new("10.0.0.0/16"),
			CidrBlockSet:     []types.CidrBlock{{CidrBlock: new("10.0.0.0/16")}, {CidrBlock: new("10.1.0.0/16")}},
			Ipv6CidrBlockSet: []types.Ipv6CidrBlock{{Ipv6CidrBlock: new("2001:db8::/56")}},
		},
		AccepterVpcInfo: &types.VpcPeeringConnectionVpcInfo{VpcId: new("vpc-2"), OwnerId: new("2"), Region: new("q")},
	}))
	diff(t, "peering of which nothing is said", model.Peering{ID: "pcx-1"},
		awsclient.PeeringOf(types.VpcPeeringConnection{VpcPeeringConnectionId: new("pcx-1")}))
}

func TestListsAndBlocksOf(t *testing.T) {
	diff(t, "prefix list", model.PrefixList{
		ID: "pl-1", Name: "n", ARN: "arn:p", Region: "r", Owner: "AWS", Family: "IPv4", State: "create-complete", Max: 5,
	}, awsclient.PrefixListOf(types.ManagedPrefixList{
		PrefixListId: new("pl-1"), PrefixListName: new("n"), PrefixListArn: new("arn:p"), OwnerId: new("AWS"),
		AddressFamily: new("IPv4"), State: types.PrefixListStateCreateComplete, MaxEntries: aws.Int32(5),
	}, "r"))
	diff(t, "setting", model.BlockPublicAccess{
		Account: "1", Region: "r", Mode: model.BlockBidirectional, State: "update-complete", ManagedBy: "declarative-policy",
		Exclusions: "not-allowed",
	}, awsclient.BlockPublicAccessOf(types.VpcBlockPublicAccessOptions{
		InternetGatewayBlockMode: types.InternetGatewayBlockModeBlockBidirectional,
		State:                    types.VpcBlockPublicAccessStateUpdateComplete,
		ManagedBy:                types.ManagedByDeclarativePolicy,
		ExclusionsAllowed:        types.VpcBlockPublicAccessExclusionsAllowedNotAllowed,
	}, "1", "r"))
	arn := "arn:aws:ec2:r:2:subnet/subnet-1"
	diff(t, "exclusion", model.BlockExclusion{
		ID: "vpcbpa-exclude-1", Owner: "2", Region: "r", Mode: model.AllowEgress, ARN: arn, Resource: "subnet-1",
		State: "create-complete",
	}, awsclient.BlockExclusionOf(types.VpcBlockPublicAccessExclusion{
		ExclusionId: new("vpcbpa-exclude-1"), ResourceArn: &arn,
		InternetGatewayExclusionMode: types.InternetGatewayExclusionModeAllowEgress,
		State:                        types.VpcBlockPublicAccessExclusionStateCreateComplete,
	}, "r"))
	diff(t, "association", model.GroupAssociation{
		Group: "sg-1", VPC: "vpc-1", GroupOwner: "1", VPCOwner: "2", Region: "r", State: "association-failed", Reason: "why",
	}, awsclient.AssociationOf(types.SecurityGroupVpcAssociation{
		GroupId: new("sg-1"), VpcId: new("vpc-1"), GroupOwnerId: new("1"), VpcOwnerId: new("2"), StateReason: new("why"),
		State: types.SecurityGroupVpcAssociationStateAssociationFailed,
	}, "r"))
}

func TestTransitOf(t *testing.T) {
	options := func(preset types.DefaultRouteTableAssociationValue) *types.TransitGatewayOptions {
		return &types.TransitGatewayOptions{
			AssociationDefaultRouteTableId: new("tgw-rtb-1"), PropagationDefaultRouteTableId: new("tgw-rtb-2"),
			DefaultRouteTableAssociation: preset, TransitGatewayCidrBlocks: []string{"10.0.0.0/24"},
			SecurityGroupReferencingSupport: types.SecurityGroupReferencingSupportValueEnable,
		}
	}
	want := model.TransitGateway{
		ID: "tgw-1", ARN: "arn:t", Owner: "1", Region: "r", State: "available", AssociationTable: "tgw-rtb-1",
		PropagationTable: "tgw-rtb-2", CIDRs: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}, GroupReferencing: true,
	}
	in := types.TransitGateway{
		TransitGatewayId: new("tgw-1"), TransitGatewayArn: new("arn:t"), OwnerId: new("1"), State: "available",
		Options: options(types.DefaultRouteTableAssociationValueEnable),
	}
	diff(t, "gateway", want, awsclient.TransitGatewayOf(in, "r"))
	in.Options, want.AssociationTable = options(types.DefaultRouteTableAssociationValueDisable), ""
	diff(t, "gateway without a default table", want, awsclient.TransitGatewayOf(in, "r"))

	one := awsclient.TransitAttachmentOf(types.TransitGatewayAttachment{
		TransitGatewayAttachmentId: new("tgw-attach-1"), TransitGatewayId: new("tgw-1"), TransitGatewayOwnerId: new("1"),
		ResourceType: "vpc", ResourceId: new("vpc-1"), ResourceOwnerId: new("2"), State: "available",
		Association: &types.TransitGatewayAttachmentAssociation{
			TransitGatewayRouteTableId: new("tgw-rtb-1"), State: types.TransitGatewayAssociationStateAssociated,
		},
	}, "r")
	vpc := types.TransitGatewayVpcAttachment{
		TransitGatewayAttachmentId: new("tgw-attach-1"), TransitGatewayId: new("tgw-1"), VpcId: new("vpc-1"),
		VpcOwnerId: new("2"), State: "available", SubnetIds: []string{"subnet-1"},
		Options: &types.TransitGatewayVpcAttachmentOptions{
			Ipv6Support: types.Ipv6SupportValueEnable, ApplianceModeSupport: types.ApplianceModeSupportValueEnable,
			SecurityGroupReferencingSupport: types.SecurityGroupReferencingSupportValueEnable,
		},
	}
	full := model.TransitAttachment{
		ID: "tgw-attach-1", Owner: "1", Region: "r", Gateway: "tgw-1", Type: "vpc", Resource: "vpc-1", ResourceOwner: "2",
		State: "available", Table: "tgw-rtb-1", TableState: "associated", Subnets: []string{"subnet-1"}, IPv6: true,
		ApplianceMode: true, GroupReferencing: true,
	}
	diff(t, "attachment", full, awsclient.WithVPCAttachment(one, vpc, "r"))
	full.Owner, full.Table, full.TableState = "", "", ""
	diff(t, "attachment by the second listing alone", full, awsclient.WithVPCAttachment(model.TransitAttachment{}, vpc, "r"))

	diff(t, "table", model.TransitTable{
		ID: "tgw-rtb-1", Gateway: "tgw-1", Region: "r", State: "available", AssociatesByDefault: true, PropagatesByDefault: true,
	}, awsclient.TransitTableOf(types.TransitGatewayRouteTable{
		TransitGatewayRouteTableId: new("tgw-rtb-1"), TransitGatewayId: new("tgw-1"), State: "available",
		DefaultAssociationRouteTable: aws.Bool(true), DefaultPropagationRouteTable: aws.Bool(true),
	}, "r"))
	route, err := awsclient.TransitRouteOf(types.TransitGatewayRoute{
		DestinationCidrBlock: new("10.0.0.0/8"), PrefixListId: new("pl-1"), Type: "static", State: "active",
		TransitGatewayAttachments: []types.TransitGatewayRouteAttachment{{TransitGatewayAttachmentId: new("tgw-attach-1")}},
	})
	if err != nil {
		t.Error(err)
	}
	diff(t, "route", model.TransitRoute{
		Prefix: netip.MustParsePrefix("10.0.0.0/8"), PrefixList: "pl-1", Type: "static", State: "active",
		Attachments: []string{"tgw-attach-1"},
	}, route)
	if _, err := awsclient.TransitRouteOf(types.TransitGatewayRoute{}); err == nil {
		t.Error("a route without a destination passes")
	}
}
