package awsclient_test

import (
	"net/netip"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	emrtypes "github.com/aws/aws-sdk-go-v2/service/emr/types"
	"pgregory.net/rapid"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
)

func permission(protocol string, ports ...int32) types.IpPermission {
	p := types.IpPermission{IpProtocol: &protocol}
	if len(ports) == 2 {
		p.FromPort, p.ToPort = &ports[0], &ports[1]
	}
	return p
}

func from(p types.IpPermission, cidrs ...string) types.IpPermission {
	for _, c := range cidrs {
		p.IpRanges = append(p.IpRanges, types.IpRange{CidrIp: new(c)})
	}
	return p
}

// group translates a group with one ingress permission.
func group(p types.IpPermission) (model.Group, error) {
	return awsclient.GroupOf(types.SecurityGroup{
		GroupId: new("sg-1"), OwnerId: new("111111111111"), VpcId: new("vpc-1"), IpPermissions: []types.IpPermission{p},
	}, "us-east-1")
}

func TestRulesOfAPermission(t *testing.T) {
	cases := []struct {
		name string
		in   types.IpPermission
		want []string
	}{
		{"one port", from(permission("tcp", 18888, 18888), "192.0.2.0/24"), []string{"ingress tcp 18888 from 192.0.2.0/24"}},
		{"two blocks", from(permission("tcp", 0, 65535), "192.0.2.0/24", "0.0.0.0/0"), []string{
			"ingress tcp 0-65535 from 192.0.2.0/24", "ingress tcp 0-65535 from 0.0.0.0/0",
		}},
		{"host bits", from(permission("udp", 53, 53), "100.68.0.18/18"), []string{"ingress udp 53 from 100.68.0.0/18"}},
		{"all traffic has no ports", from(permission("-1"), "0.0.0.0/0"), []string{"ingress all from 0.0.0.0/0"}},
		{"and ignores them", from(permission("-1", 22, 22), "0.0.0.0/0"), []string{"ingress all from 0.0.0.0/0"}},
		{"all ICMP", from(permission("icmp", -1, -1), "10.0.0.0/8"), []string{"ingress icmp from 10.0.0.0/8"}},
		{"echo", from(permission("icmp", 8, -1), "10.0.0.0/8"), []string{"ingress icmp 8 from 10.0.0.0/8"}},
		{"type and code", from(permission("icmp", 3, 4), "10.0.0.0/8"), []string{"ingress icmp 3/4 from 10.0.0.0/8"}},
		{"a protocol by number", from(permission("50"), "10.0.0.0/8"), []string{"ingress 50 from 10.0.0.0/8"}},
		{"no peers", permission("tcp", 22, 22), nil},
	}
	for _, tt := range cases {
		g, err := group(tt.in)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		var got []string
		for _, r := range g.Rules {
			got = append(got, r.Rule.String())
		}
		diff(t, tt.name, tt.want, got)
	}
}

func TestRulesOfEveryPeer(t *testing.T) {
	p := permission("icmpv6")
	p.Ipv6Ranges = []types.Ipv6Range{{CidrIpv6: new("2001:db8::/32"), Description: new("six")}}
	p.PrefixListIds = []types.PrefixListId{{PrefixListId: new("pl-1"), Description: new("list")}}
	p.UserIdGroupPairs = []types.UserIdGroupPair{
		{GroupId: new("sg-2"), UserId: new("111111111111"), VpcId: new("vpc-1"), Description: new("own")},
		{
			GroupId: new("sg-3"), UserId: new("222222222222"), VpcId: new("vpc-9"),
			VpcPeeringConnectionId: new("pcx-1"), PeeringStatus: new("active"),
		},
	}
	g, err := awsclient.GroupOf(types.SecurityGroup{
		GroupId: new("sg-1"), GroupName: new("n"), Description: new("d"), VpcId: new("vpc-1"), OwnerId: new("111111111111"),
		Tags:                []types.Tag{{Key: new("b"), Value: new("2")}, {Key: new("a"), Value: new("1")}},
		IpPermissionsEgress: []types.IpPermission{p},
		IpPermissions:       []types.IpPermission{from(permission("tcp", 22, 22), "10.0.0.0/8")},
	}, "us-east-1")
	if err != nil {
		t.Fatal(err)
	}
	all6 := func(peer model.Peer) model.Rule {
		return model.Rule{Direction: model.Egress, Protocol: model.ICMPv6, Ports: model.AllPorts(), Peer: peer}
	}
	diff(t, "group", model.Group{
		ID: "sg-1", Name: "n", Description: "d", VPC: "vpc-1", Owner: "111111111111", Region: "us-east-1",
		Tags: model.NewTags(model.Tag{Key: "a", Value: "1"}, model.Tag{Key: "b", Value: "2"}),
		Rules: []model.GroupRule{
			{Rule: model.TCPRule(model.Ingress, 22, model.CIDRPeer(netip.MustParsePrefix("10.0.0.0/8")))},
			{Rule: all6(model.CIDRPeer(netip.MustParsePrefix("2001:db8::/32"))), Description: "six"},
			{Rule: all6(model.PrefixListPeer("pl-1")), Description: "list"},
			{Rule: all6(model.GroupPeer("sg-2")), Description: "own"},
			{
				Rule: all6(model.GroupPeer("sg-3")),
				Ref:  model.Reference{Account: "222222222222", VPC: "vpc-9", Peering: "pcx-1", PeerState: "active"},
			},
		},
	}, g)
}

// A rule that is not understood is left out and said, never guessed; its neighbours stay.
func TestRulesThatAreNotUnderstood(t *testing.T) {
	nameOnly := permission("tcp", 22, 22)
	nameOnly.UserIdGroupPairs = []types.UserIdGroupPair{{GroupName: new("x")}}
	for name, p := range map[string]types.IpPermission{
		"protocol": from(permission("carrier-pigeon", 1, 1), "10.0.0.0/8"),
		"block":    from(permission("tcp", 1, 1), "10.0.0.0/99"),
		"ports":    from(permission("tcp", 9, 1), "10.0.0.0/8"),
		"icmp":     from(permission("icmp", -1, 3), "10.0.0.0/8"),
		"no id":    nameOnly,
	} {
		q := from(permission("tcp", 443, 443), "0.0.0.0/0")
		g, err := awsclient.GroupOf(types.SecurityGroup{GroupId: new("sg-1"), IpPermissions: []types.IpPermission{p, q}}, "")
		if err == nil || len(g.Rules) != 1 {
			t.Errorf("%s: %v, %v; want an error and the other rule", name, err, g.Rules)
		}
	}
}

func TestRuleIDsAreMerged(t *testing.T) {
	in := from(permission("tcp", 22, 22), "192.0.2.0/24")
	in.UserIdGroupPairs = []types.UserIdGroupPair{{GroupId: new("sg-2"), UserId: new("111111111111")}}
	g, err := group(in)
	if err != nil {
		t.Fatal(err)
	}
	before := g.Rules[0]
	entry := func(id, group string) types.SecurityGroupRule {
		return types.SecurityGroupRule{
			SecurityGroupRuleId: new(id), GroupId: new(group), IsEgress: aws.Bool(false), IpProtocol: new("tcp"),
			FromPort: aws.Int32(22), ToPort: aws.Int32(22),
		}
	}
	byBlock, byGroup := entry("sgr-1", "sg-1"), entry("sgr-2", "sg-1")
	others, egress := entry("sgr-3", "sg-9"), entry("sgr-4", "sg-1")
	byBlock.CidrIpv4, byBlock.Description = new("192.0.2.0/24"), new("offices")
	byBlock.Tags = []types.Tag{{Key: new("k"), Value: new("v")}}
	byGroup.ReferencedGroupInfo = &types.ReferencedSecurityGroup{GroupId: new("sg-2"), UserId: new("111111111111")}
	others.CidrIpv4 = new("192.0.2.0/24")
	egress.IsEgress, egress.CidrIpv4 = aws.Bool(true), new("192.0.2.0/24")

	merged := awsclient.WithEntries(g, []types.SecurityGroupRule{others, byGroup, byBlock, egress})
	diff(t, "rules", []model.GroupRule{
		{
			Rule: g.Rules[0].Rule, ID: "sgr-1", Description: "offices",
			Tags: model.NewTags(model.Tag{Key: "k", Value: "v"}),
		},
		{Rule: g.Rules[1].Rule, ID: "sgr-2"},
	}, merged.Rules)
	diff(t, "the group before", before, g.Rules[0])
}

// A rule that goes to EC2 and comes back is the same rule.
func TestPermissionGoesThereAndBack(t *testing.T) {
	peers := rapid.SampledFrom([]model.Peer{
		model.AnyIPv4(), model.AnyIPv6(), model.GroupPeer("sg-2"), model.PrefixListPeer("pl-1"),
		model.CIDRPeer(netip.MustParsePrefix("192.0.2.0/24")),
	})
	protocols := rapid.SampledFrom([]model.Protocol{
		model.AllProtocols, model.TCP, model.UDP, model.ICMP, model.ICMPv6, 50,
	})
	rapid.Check(t, func(t *rapid.T) {
		p := protocols.Draw(t, "protocol")
		first := rapid.IntRange(0, 65535).Draw(t, "from")
		last := rapid.IntRange(first, 65535).Draw(t, "to")
		if p.IsICMP() {
			first, last = rapid.IntRange(0, 255).Draw(t, "type"), rapid.IntRange(-1, 255).Draw(t, "code")
		}
		r, err := model.NewRule(model.Ingress, p, first, last, peers.Draw(t, "peer"))
		if err != nil {
			t.Fatal(err)
		}
		g, err := group(awsclient.PermissionOf(r, "why"))
		if err != nil || len(g.Rules) != 1 || g.Rules[0].Rule != r || g.Rules[0].Description != "why" {
			t.Fatalf("%v came back as %v, %v", r, g.Rules, err)
		}
	})
}

func TestNetworkOf(t *testing.T) {
	diff(t, "VPC", []string{"10.0.0.0/16", "10.1.0.0/16", "2001:db8::/56"}, blocks(awsclient.VPCOf(types.Vpc{
		CidrBlock: new("10.0.0.0/16"),
		CidrBlockAssociationSet: []types.VpcCidrBlockAssociation{
			block("10.1.0.0/16", types.VpcCidrBlockStateCodeAssociated),
			block("10.0.0.0/16", types.VpcCidrBlockStateCodeAssociated),
			block("10.2.0.0/16", types.VpcCidrBlockStateCodeDisassociated),
		},
		Ipv6CidrBlockAssociationSet: []types.VpcIpv6CidrBlockAssociation{{Ipv6CidrBlock: new("2001:db8::/56")}},
	}, "").CIDRs))
	diff(t, "subnet", []string{"10.0.0.0/24", "2001:db8::/64"}, blocks(awsclient.SubnetOf(types.Subnet{
		CidrBlock: new("10.0.0.0/24"),
		Ipv6CidrBlockAssociationSet: []types.SubnetIpv6CidrBlockAssociation{
			{Ipv6CidrBlock: new("2001:db8::/64")},
			{
				Ipv6CidrBlock:      new("2001:db8:1::/64"),
				Ipv6CidrBlockState: &types.SubnetCidrBlockState{State: types.SubnetCidrBlockStateCodeFailed},
			},
		},
	}, "").CIDRs))
	addr := netip.MustParseAddr
	diff(t, "interface", model.Interface{
		ID: "eni-1", VPC: "vpc-1", Subnet: "subnet-1", Zone: "us-east-1a", Owner: "1", Region: "r", Type: "nat_gateway",
		Status: "in-use", Groups: []string{"sg-1", "sg-2"}, Description: "d",
		Addresses: []netip.Addr{addr("10.0.0.9"), addr("10.0.0.4"), addr("2001:db8::1")},
		Public: []model.PublicAddress{
			{Public: addr("198.51.100.1"), Private: addr("10.0.0.9")},
			{Public: addr("198.51.100.2"), Private: addr("10.0.0.4")},
		},
		Instance: "i-1", AttachedTo: "amazon-aws", Requester: "amazon-emr", NoSourceDestCheck: true,
		Tags: model.NewTags(model.Tag{Key: "aws:elasticmapreduce:editor-id", Value: "e-1"}),
	}, awsclient.InterfaceOf(types.NetworkInterface{
		NetworkInterfaceId: new("eni-1"), VpcId: new("vpc-1"), SubnetId: new("subnet-1"), AvailabilityZone: new("us-east-1a"),
		OwnerId: new("1"), InterfaceType: "nat_gateway", Status: types.NetworkInterfaceStatusInUse,
		Groups: []types.GroupIdentifier{{GroupId: new("sg-1")}, {GroupId: new("sg-2")}}, Description: new("d"),
		PrivateIpAddress: new("10.0.0.9"),
		Association:      &types.NetworkInterfaceAssociation{PublicIp: new("198.51.100.1")},
		PrivateIpAddresses: []types.NetworkInterfacePrivateIpAddress{
			{PrivateIpAddress: new("10.0.0.4"), Association: &types.NetworkInterfaceAssociation{PublicIp: new("198.51.100.2")}},
			{
				PrivateIpAddress: new("10.0.0.9"), Primary: aws.Bool(true),
				Association: &types.NetworkInterfaceAssociation{PublicIp: new("198.51.100.1")},
			},
		},
		Ipv6Addresses: []types.NetworkInterfaceIpv6Address{{Ipv6Address: new("2001:db8::1")}},
		Attachment:    &types.NetworkInterfaceAttachment{InstanceId: new("i-1"), InstanceOwnerId: new("amazon-aws")},
		RequesterId:   new("amazon-emr"), SourceDestCheck: aws.Bool(false),
		TagSet: []types.Tag{{Key: new("aws:elasticmapreduce:editor-id"), Value: new("e-1")}},
	}, "r"))
	if i := awsclient.InterfaceOf(types.NetworkInterface{}, ""); i.NoSourceDestCheck {
		t.Error("an interface of which nothing is said has its source/destination check")
	}
}

func block(cidr string, state types.VpcCidrBlockStateCode) types.VpcCidrBlockAssociation {
	return types.VpcCidrBlockAssociation{CidrBlock: &cidr, CidrBlockState: &types.VpcCidrBlockState{State: state}}
}

func blocks(ps []netip.Prefix) (out []string) {
	for _, p := range ps {
		out = append(out, p.String())
	}
	return out
}

func TestEMROf(t *testing.T) {
	diff(t, "Studio", model.Studio{
		ID: "es-1", Name: "n", ARN: "arn:aws:elasticmapreduce:r:111111111111:studio/es-1", URL: "u", AuthMode: "IAM",
		Region: "r", Account: "111111111111", VPC: "vpc-1", Described: true, Subnets: []string{"subnet-1"},
		ServiceRole: "role", Workspace: "sg-w", Engine: "sg-e",
		Tags: model.NewTags(model.Tag{Key: "k", Value: "v"}),
	}, awsclient.StudioOf(emrtypes.Studio{
		StudioId: new("es-1"), Name: new("n"), StudioArn: new("arn:aws:elasticmapreduce:r:111111111111:studio/es-1"),
		Url: new("u"), AuthMode: emrtypes.AuthModeIam, VpcId: new("vpc-1"), SubnetIds: []string{"subnet-1"},
		ServiceRole: new("role"), WorkspaceSecurityGroupId: new("sg-w"), EngineSecurityGroupId: new("sg-e"),
		Tags: []emrtypes.Tag{{Key: new("k"), Value: new("v")}},
	}, "r"))
	full := emrtypes.Cluster{
		Id: new("j-1"), Name: new("n"), ClusterArn: new("arn:aws-cn:elasticmapreduce:r:111111111111:cluster/j-1"),
		ReleaseLabel: new("emr-7.5.0"), CustomAmiId: new("ami-1"), SecurityConfiguration: new("sc"),
		ServiceRole: new("role"), MasterPublicDnsName: new("dns"),
		Applications:       []emrtypes.Application{{Name: new("Spark")}, {Name: new("Livy")}},
		KerberosAttributes: &emrtypes.KerberosAttributes{Realm: new("EC2.INTERNAL")},
		Status: &emrtypes.ClusterStatus{
			State: emrtypes.ClusterStateTerminating,
			StateChangeReason: &emrtypes.ClusterStateChangeReason{
				Code: emrtypes.ClusterStateChangeReasonCodeValidationError, Message: new("m"),
			},
		},
		Ec2InstanceAttributes: &emrtypes.Ec2InstanceAttributes{
			RequestedEc2SubnetIds: []string{"subnet-1"}, EmrManagedMasterSecurityGroup: new("sg-m"),
			EmrManagedSlaveSecurityGroup: new("sg-s"), ServiceAccessSecurityGroup: new("sg-a"),
			AdditionalMasterSecurityGroups: []string{"sg-x"}, AdditionalSlaveSecurityGroups: []string{"sg-y"},
			IamInstanceProfile: new("profile"),
		},
	}
	want := model.Cluster{
		ID: "j-1", Name: "n", ARN: "arn:aws-cn:elasticmapreduce:r:111111111111:cluster/j-1", Region: "r",
		Account: "111111111111", State: "TERMINATING", Described: true, Release: "emr-7.5.0",
		Applications: []string{"Spark", "Livy"}, Subnet: "subnet-1", ManagedPrimary: "sg-m", ManagedCore: "sg-s",
		ServiceAccess: "sg-a", AdditionalPrimary: []string{"sg-x"}, AdditionalCore: []string{"sg-y"},
		SecurityConfiguration: "sc", KerberosRealm: "EC2.INTERNAL", StateReasonCode: "VALIDATION_ERROR",
		StateReason: "m", CustomAMI: "ami-1", ServiceRole: "role", InstanceProfile: "profile", PrimaryDNS: "dns",
	}
	diff(t, "cluster", want, awsclient.ClusterOf(full, "r"))
	full.Ec2InstanceAttributes.RequestedEc2SubnetIds = []string{"subnet-1", "subnet-2"}
	if c := awsclient.ClusterOf(full, "r"); c.Subnet != "" {
		t.Errorf("a fleet that may choose between two subnets is said to be in %s", c.Subnet)
	}
}

func TestPublicAccessOf(t *testing.T) {
	ports := func(first, last *int32) emrtypes.PortRange {
		return emrtypes.PortRange{MinRange: first, MaxRange: last}
	}
	got := awsclient.PublicAccessOf(emrtypes.BlockPublicAccessConfiguration{
		BlockPublicSecurityGroupRules: new(true),
		PermittedPublicSecurityGroupRuleRanges: []emrtypes.PortRange{
			ports(new(int32(22)), nil), ports(new(int32(8000)), new(int32(8100))), ports(new(int32(9)), new(int32(1))),
			ports(nil, new(int32(1))), ports(new(int32(-1)), new(int32(70000))),
		},
	}, &emrtypes.BlockPublicAccessConfigurationMetadata{CreatedByArn: new("arn:who")})
	diff(t, "configuration", model.PublicAccess{
		Blocks: true, Permitted: []model.PortRange{model.Port(22), {First: 8000, Last: 8100}}, ChangedBy: "arn:who",
	}, got)
	diff(t, "none", model.PublicAccess{}, awsclient.PublicAccessOf(emrtypes.BlockPublicAccessConfiguration{}, nil))
}

func TestIsEMRs(t *testing.T) {
	for name, want := range map[string]bool{
		"DefaultEngineSecurityGroup": true, "DefaultWorkspaceSecurityGroupWithoutGit": true,
		"DefaultEngineSecurityGroup-111111111111": true, "ElasticMapReduce-master": true,
		"ElasticMapReduce-Slave-Private": true, "ElasticMapReduceEditors-Livy": true,
		"emr-containers-lb-x-y": true, "web": false, "": false,
	} {
		if got := awsclient.IsEMRs(model.Group{Name: name}); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	if !awsclient.IsEMRs(model.Group{Name: "web", Tags: model.NewTags(model.EMRTag())}) {
		t.Error("a group with EMR's tag matters")
	}
}
