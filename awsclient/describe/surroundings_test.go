package describe_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

func texts[T interface{ String() string }](list []T) []string {
	var out []string
	for _, x := range list {
		out = append(out, x.String())
	}
	return out
}

func TestNetworkACLs(t *testing.T) {
	s, problems := readBad(t, "a.json", `{"NetworkAcls":[{"NetworkAclId":"acl-1","VpcId":"vpc-1","IsDefault":true,
		"Associations":[{"SubnetId":"subnet-1"}],"Entries":[
		{"RuleNumber":32767,"Egress":true,"RuleAction":"deny","Protocol":"-1","CidrBlock":"0.0.0.0/0"},
		{"RuleNumber":32768,"Egress":false,"RuleAction":"deny","Protocol":"-1","Ipv6CidrBlock":"::/0"},
		{"RuleNumber":200,"Egress":false,"RuleAction":"allow","Protocol":"6","CidrBlock":"10.1.2.3/8",
			"PortRange":{"From":1024,"To":65535}},
		{"RuleNumber":100,"Egress":false,"RuleAction":"allow","Protocol":"1","CidrBlock":"10.0.0.0/8",
			"IcmpTypeCode":{"Type":8,"Code":-1}},
		{"RuleNumber":101,"Egress":false,"RuleAction":"allow","Protocol":"1","CidrBlock":"10.0.0.0/8",
			"IcmpTypeCode":{"Type":-1,"Code":0}},
		{"RuleNumber":102,"Egress":false,"RuleAction":"deny","Protocol":"17","CidrBlock":"10.0.0.0/8"},
		{"RuleNumber":103,"Egress":false,"RuleAction":"shrug","Protocol":"17","CidrBlock":"10.0.0.0/8"},
		{"RuleNumber":104,"Egress":false,"RuleAction":"allow","Protocol":"6","CidrBlock":"10.0.0.0/8",
			"PortRange":{"From":9,"To":1}}]}],
		"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1"},{"SubnetId":"subnet-2","VpcId":"vpc-1"}]}`)
	want := []string{
		"100 allow icmp 8 from 10.0.0.0/8", "101 allow all icmp from 10.0.0.0/8", "102 deny udp 0-65535 from 10.0.0.0/8",
		"200 allow tcp 1024-65535 from 10.0.0.0/8", "* deny all traffic from ::/0", "* deny all traffic to 0.0.0.0/0",
	}
	acl, _ := s.ACLOf("subnet-1")
	if d := cmp.Diff(want, texts(acl.Entries)); d != "" {
		t.Error(d)
	}
	if other, ok := s.ACLOf("subnet-2"); !ok || other.ID != "acl-1" {
		t.Error("a subnet with no other has the default ACL")
	}
	if len(problems) != 2 || s.Reading(model.PartACLs, "").Whole() {
		t.Errorf("problems %q, %v", problems, s.Reading(model.PartACLs, ""))
	}
}

func TestRouteTables(t *testing.T) {
	s := read(t, "a.json", `{"RouteTables":[
		{"RouteTableId":"rtb-main","VpcId":"vpc-1","Associations":[{"Main":true,
			"AssociationState":{"State":"associated"}}],"Routes":[
			{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","State":"active","Origin":"CreateRouteTable"},
			{"DestinationIpv6CidrBlock":"::/0","EgressOnlyInternetGatewayId":"eigw-1","State":"active"},
			{"DestinationPrefixListId":"pl-1","GatewayId":"vpce-1","State":"active"},
			{"DestinationCidrBlock":"10.1.0.0/16","GatewayId":"vgw-1","State":"active","Origin":"EnableVgwRoutePropagation"},
			{"DestinationCidrBlock":"10.2.0.0/16","InstanceId":"i-1","NetworkInterfaceId":"eni-1","State":"blackhole"},
			{"DestinationCidrBlock":"10.3.0.0/16","CoreNetworkArn":"arn:c"},
			{"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-1","State":"active"}],
				"PropagatingVgws":[{"GatewayId":"vgw-1"}]},
		{"RouteTableId":"rtb-own","VpcId":"vpc-1","Associations":[
			{"SubnetId":"subnet-1","AssociationState":{"State":"associated"}},
			{"SubnetId":"subnet-2","AssociationState":{"State":"disassociated"}},
			{"Main":true,"AssociationState":{"State":"failed"}},{"GatewayId":"igw-1"}],"Routes":[]}],
		"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1"},{"SubnetId":"subnet-2","VpcId":"vpc-1"}]}`)
	main, _ := s.RouteTableOf("subnet-2")
	want := []string{
		"10.0.0.0/16 → local", "::/0 → eigw-1", "pl-1 → vpce-1",
		"10.1.0.0/16 → vgw-1", "10.2.0.0/16 → eni-1 (blackhole)",
		"10.3.0.0/16 → arn:c", "0.0.0.0/0 → nat-1",
	}
	if d := cmp.Diff(want, texts(main.Routes)); d != "" || main.ID != "rtb-main" {
		t.Error(d)
	}
	kinds := []model.TargetKind{
		model.TargetLocal, model.TargetEgressOnlyGateway, model.TargetEndpoint, model.TargetVPNGateway,
		model.TargetInterface, model.TargetCoreNetwork, model.TargetNATGateway,
	}
	for i, r := range main.Routes {
		if r.Target.Kind != kinds[i] || r.Propagated() != (i == 3) || r.Blackhole() != (i == 4) {
			t.Errorf("%s: kind %v", r, r.Target.Kind)
		}
	}
	if own, _ := s.RouteTableOf("subnet-1"); own.ID != "rtb-own" || own.Main {
		t.Errorf("subnet-1 has %+v", own)
	}
	if edge, _ := s.EdgeTableOf("igw-1"); edge.ID != "rtb-own" {
		t.Errorf("igw-1 has %+v", edge)
	}
}

func TestGateways(t *testing.T) {
	s := read(t, "us-east-1/a.json", `{
		"InternetGateways":[{"InternetGatewayId":"igw-1","OwnerId":"1","Attachments":[{"State":"available",
			"VpcId":"vpc-1"}]}],
		"EgressOnlyInternetGateways":[{"EgressOnlyInternetGatewayId":"eigw-1","Attachments":[{"State":"attached",
			"VpcId":"vpc-1"}]}],
		"VpnGateways":[{"VpnGatewayId":"vgw-1","State":"available","VpcAttachments":[{"State":"detached","VpcId":"vpc-0"},
			{"State":"attached","VpcId":"vpc-1"}]},{"VpnGatewayId":"vgw-2","State":"available"}],
		"CustomerGateways":[{"CustomerGatewayId":"cgw-1","State":"available","IpAddress":"192.0.2.1"}],
		"NatGateways":[{"NatGatewayId":"nat-1","VpcId":"vpc-1","SubnetId":"subnet-1","State":"available",
			"ConnectivityType":"private",
			"NatGatewayAddresses":[{"PrivateIp":"10.0.0.9","NetworkInterfaceId":"eni-1"}]}],
		"Addresses":[{"AllocationId":"eipalloc-1","PublicIp":"54.0.0.1","NetworkBorderGroup":"us-east-1-wl1-bos-wlz-1"},
			{"PublicIp":"54.0.0.2"}],
		"VpcEndpoints":[{"VpcEndpointId":"vpce-0","ServiceName":"s3","VpcId":"vpc-1"},{"VpcEndpointId":"vpce-1",
			"VpcEndpointType":"Interface","State":"available","Groups":[{"GroupId":"sg-1"}],
				"NetworkInterfaceIds":["eni-2"]}]}`)
	attached := map[string]bool{"igw-1": true, "eigw-1": true, "vgw-1": true, "vgw-2": false, "cgw-1": false}
	for id, want := range attached {
		g, ok := s.Gateway(id)
		if !ok || g.Attached() != want || want && g.VPC != "vpc-1" || g.Region != "us-east-1" {
			t.Errorf("%s: %+v", id, g)
		}
	}
	if g, _ := s.Gateway("cgw-1"); g.Address != netip.MustParseAddr("192.0.2.1") || g.Kind != model.CustomerGateway {
		t.Errorf("%+v", g)
	}
	if n, _ := s.NATGateway("nat-1"); !n.Private() || n.Addresses[0].Interface != "eni-1" || n.Subnet != "subnet-1" {
		t.Errorf("%+v", n)
	}
	a, ok := s.ElasticAddressAt(netip.MustParseAddr("54.0.0.1"))
	if !ok || a.ID != "eipalloc-1" || a.Region != "us-east-1" {
		t.Errorf("%+v", a)
	}
	if a, ok := s.ElasticAddress("54.0.0.2"); !ok || a.Public.String() != "54.0.0.2" {
		t.Errorf("%+v", a)
	}
	if e, _ := s.Endpoint("vpce-0"); e.Type != model.EndpointGateway || e.Available() {
		t.Errorf("%+v", e)
	}
	if e, _ := s.Endpoint("vpce-1"); e.Type != model.EndpointInterface || !e.Available() || e.Groups[0] != "sg-1" {
		t.Errorf("%+v", e)
	}
}

// Two Regions see the two ends of one transit gateway peering, under one id.
func TestTransitPeering(t *testing.T) {
	const peering = `"TransitGatewayPeeringAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-p",
		"State":"available",
		"RequesterTgwInfo":{"TransitGatewayId":"tgw-e","OwnerId":"1","Region":"us-east-1"},
		"AccepterTgwInfo":{"TransitGatewayId":"tgw-w","OwnerId":"2","Region":"us-west-1"}}]`
	s := read(
		t,
		"us-east-1/a.json", `{`+peering+`,"TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-p",
			"TransitGatewayId":"tgw-e","ResourceType":"peering","ResourceId":"tgw-w","State":"available",
			"Association":{"TransitGatewayRouteTableId":"tgw-rtb-e","State":"associated"}}]}`,
		"us-west-1/a.json", `{"TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-p",
			"TransitGatewayId":"tgw-w","ResourceType":"peering","ResourceId":"tgw-e","State":"available",
			"Association":{"TransitGatewayRouteTableId":"tgw-rtb-w","State":"associated"}}],`+peering+`}`,
	)
	for _, c := range []struct{ here, there, table, region string }{
		{"tgw-e", "tgw-w", "tgw-rtb-e", "us-east-1"}, {"tgw-w", "tgw-e", "tgw-rtb-w", "us-west-1"},
	} {
		a, ok := s.TransitAttachment(c.here, "tgw-attach-p")
		if !ok || a.Resource != c.there || a.Table != c.table || a.Region != c.region || a.Type != "peering" {
			t.Errorf("%s: %+v", c.here, a)
		}
	}
	if n := count(s.TransitAttachments()); n != 2 {
		t.Errorf("%d attachments", n)
	}
	if !s.Reading(model.PartTransitAttachments, "").Whole() {
		t.Errorf("%v", states(s))
	}
}

// What a call prints without saying whose it is, is taken if the file's name says it.
func TestNamedByFile(t *testing.T) {
	s := read(
		t,
		"search-routes-tgw-rtb-1.json", `{"Routes":[{"DestinationCidrBlock":"10.0.0.0/8","State":"active","Type":"static",
			"TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-1","ResourceId":"vpc-1"}]}],
			"AdditionalRoutesAvailable":false}`,
		"propagations/tgw-rtb-1.json", `{"TransitGatewayRouteTablePropagations":[{"TransitGatewayAttachmentId":"tgw-attach-1",
			"State":"enabled"},{"TransitGatewayAttachmentId":"tgw-attach-2","State":"disabled"}]}`,
		"pl-1/entries.json", `{"Entries":[{"Cidr":"10.0.0.0/8","Description":"d"}]}`,
		"lists.json", `{"PrefixLists":[{"PrefixListId":"pl-1","PrefixListName":"n","MaxEntries":5,"AddressFamily":"IPv4"},
			{"PrefixListId":"pl-2","PrefixListName":"m"}]}`,
		"listeners.json", `{"Listeners":[{"ListenerArn":"arn:l","LoadBalancerArn":"arn:b","Port":443,"Protocol":"TLS",
			"DefaultActions":[{"Type":"forward","ForwardConfig":{"TargetGroups":[{"TargetGroupArn":"arn:1"},
				{"TargetGroupArn":"arn:2"}]}},{"Type":"fixed-response"}]}]}`,
	)
	table, _ := s.TransitTable("tgw-rtb-1")
	if !table.RoutesRead || len(table.Routes) != 1 || table.Routes[0].Attachments[0] != "tgw-attach-1" {
		t.Errorf("%+v", table)
	}
	if p := table.Propagations; len(p) != 2 || !p[0].Enabled() || p[1].Enabled() {
		t.Errorf("%+v", table)
	}
	list, _ := s.PrefixList("pl-1")
	if !list.EntriesRead || len(list.Entries) != 1 || list.Name != "n" || list.Max != 5 {
		t.Errorf("%+v", list)
	}
	if other, _ := s.PrefixList("pl-2"); other.EntriesRead {
		t.Errorf("%+v", other)
	}
	l := s.ListenersOf("arn:b")
	want := []model.ListenerAction{
		{Type: "forward", TargetGroup: "arn:1"}, {Type: "forward", TargetGroup: "arn:2"}, {Type: "fixed-response"},
	}
	if len(l) != 1 || !slices.Equal(l[0].Actions, want) {
		t.Errorf("%+v", l)
	}
	wantStates := []string{
		"listeners: partly read", "prefix-list-entries: partly read", "prefix-lists: read",
		"transit-propagations: partly read", "transit-routes: partly read",
	}
	if d := cmp.Diff(wantStates, states(s)); d != "" {
		t.Error(d)
	}
}

func TestMoreTransitRoutes(t *testing.T) {
	s, problems := readBad(t, "a.json", `{"TransitGatewayStaticRoutes":[{"TransitGatewayRouteTableId":"tgw-rtb-1",
		"Routes":[{"DestinationCidrBlock":"10.0.0.0/8","State":"blackhole"}],"AdditionalRoutesAvailable":true}]}`)
	table, _ := s.TransitTable("tgw-rtb-1")
	if table.RoutesRead || len(table.Routes) != 1 || !table.Routes[0].Blackhole() || len(problems) != 1 {
		t.Errorf("%+v %q", table, problems)
	}
}

func TestBlockPublicAccess(t *testing.T) {
	s := read(t, "111122223333/us-east-1/a.json", `{"VpcBlockPublicAccessOptions":{"InternetGatewayBlockMode":"block-ingress",
		"State":"update-complete"},"VpcBlockPublicAccessExclusions":[{"ExclusionId":"vpcbpa-exclude-1",
			"State":"create-complete",
		"InternetGatewayExclusionMode":"allow-egress","ResourceArn":"arn:aws:ec2:us-east-1:111122223333:subnet/subnet-1"}]}`)
	if b, ok := s.BlockPublicAccess("111122223333", "us-east-1"); !ok || b.Mode != model.BlockIngress {
		t.Errorf("%+v", b)
	}
	x, _ := s.BlockExclusion("vpcbpa-exclude-1")
	if x.Resource != "subnet-1" || x.Mode != model.AllowEgress || !x.InForce() || x.Owner != "111122223333" {
		t.Errorf("%+v", x)
	}
}

func TestGroupUse(t *testing.T) {
	s := read(t, "a.json", oneGroup, "b.json", `{"SecurityGroupVpcAssociations":[
		{"GroupId":"sg-1","VpcId":"vpc-2","VpcOwnerId":"1","State":"associated"},{"GroupId":"sg-1","VpcId":"vpc-3",
			"State":"failed"}],
		"StaleSecurityGroupSet":[{"GroupId":"sg-1","VpcId":"vpc-1","StaleIpPermissions":[{"IpProtocol":"tcp",
			"FromPort":22,"ToPort":22,
			"UserIdGroupPairs":[{"GroupId":"sg-9","VpcId":"vpc-9","VpcPeeringConnectionId":"pcx-1",
				"PeeringStatus":"deleted"}]}]}]}`)
	if d := cmp.Diff([]string{"vpc-1", "vpc-2"}, s.GroupVPCs("sg-1")); d != "" {
		t.Error(d)
	}
	stale, _ := s.StaleGroup("sg-1")
	if len(stale.Rules) != 1 || stale.Rules[0].Rule.Peer.ID != "sg-9" || stale.Rules[0].Ref.PeerState != "deleted" {
		t.Errorf("%+v", stale)
	}
}

func TestTargetGroups(t *testing.T) {
	s := read(t, "a.json", `{"LoadBalancerTargetHealth":[{"TargetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/t/1",
		"TargetHealthDescriptions":[{"Target":{"Id":"i-1","Port":80},"TargetHealth":{"State":"healthy"}}]}],
		"TargetGroupAttributes":[{"TargetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/t/1",
			"Attributes":[{"Key":"preserve_client_ip.enabled","Value":"true"}]}],
		"TargetGroups":[{"TargetGroupArn":"arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/t/1",
			"TargetType":"instance","Port":80}]}`)
	g, ok := s.TargetGroup("arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/t/1")
	keep, _ := g.Attributes.Get("preserve_client_ip.enabled")
	if !ok || !g.TargetsRead || g.Targets[0].State != "healthy" || keep != "true" || g.Region != "us-east-1" {
		t.Errorf("%+v", g)
	}
}
