package describe_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

// How a cluster's primary instance is found, where nothing says it outright.
func TestPrimaryInstances(t *testing.T) {
	const cluster = `{"Cluster":{"Id":"j-1","MasterPublicDnsName":"ip-1.internal"}}`
	for _, c := range []struct{ name, text, want string }{
		{"by name", `{"Instances":[{"Ec2InstanceId":"i-1","PrivateDnsName":"ip-1.internal"}]}`, "i-1"},
		{"by public name", `{"Instances":[{"Ec2InstanceId":"i-1","PublicDnsName":"ip-1.internal"}]}`, "i-1"},
		{"by name, EC2", `{"Reservations":[{"Instances":[{"InstanceId":"i-1","PrivateDnsName":"ip-1.internal"}]}]}`, "i-1"},
		{"by tag", `{"Reservations":[{"Instances":[{"InstanceId":"i-2","Tags":[` +
			`{"Key":"aws:elasticmapreduce:job-flow-id","Value":"j-1"},` +
			`{"Key":"aws:elasticmapreduce:instance-group-role","Value":"MASTER"}]}]}]}`, "i-2"},
		{"core by tag", `{"Reservations":[{"Instances":[{"InstanceId":"i-2","Tags":[` +
			`{"Key":"aws:elasticmapreduce:job-flow-id","Value":"j-1"},` +
			`{"Key":"aws:elasticmapreduce:instance-group-role","Value":"CORE"}]}]}]}`, ""},
		{"nameless", `{"Instances":[{"Ec2InstanceId":"i-1"}]}`, ""},
	} {
		s := read(t, "c.json", cluster, "i.json", c.text)
		if got, _ := s.Cluster("j-1"); strings.Join(got.PrimaryInstances, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.PrimaryInstances, c.want)
		}
	}
}

// What a listed rule says beside the rule fills in what the group's own output lacks.
func TestListedRulesFillIn(t *testing.T) {
	s := read(t, "a.json", `{"SecurityGroups":[{"GroupId":"sg-1","Tags":[{"Key":"a","Value":"b"}],"IpPermissions":[
		{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"UserIdGroupPairs":[{"GroupId":"sg-2"}],
			"IpRanges":[{"CidrIp":"10.0.0.0/8","Description":"mine"}]}]}],
		"SecurityGroupRules":[
			{"GroupId":"sg-1","IsEgress":false,"IpProtocol":"tcp","FromPort":22,"ToPort":22,"Description":"d",
				"ReferencedGroupInfo":{"GroupId":"sg-2","UserId":"1"}},
			{"GroupId":"sg-1","IsEgress":false,"IpProtocol":"tcp","FromPort":22,"ToPort":22,"Description":"theirs",
				"CidrIpv4":"10.0.0.0/8"}]}`,
		"z/again.json", `{"SecurityGroups":[{"GroupId":"sg-9"}]}`)
	g, _ := s.Group("sg-1")
	if g.Rules[0].Description != "mine" || g.Rules[1].Description != "d" || g.Rules[1].Ref.Account != "1" {
		t.Errorf("%+v", g.Rules)
	}
	again := read(t, "1.json", `{"SecurityGroups":[{"GroupId":"sg-1","Tags":[{"Key":"a","Value":"b"}]}]}`,
		"2.json", `{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"n"}]}`)
	if g, _ := again.Group("sg-1"); g.Name != "n" || len(g.Tags) != 1 {
		t.Errorf("listed twice, tags the first time: %+v", g)
	}
}

// The caller is one, whatever folder its answer lies in.
func TestCallerOfAll(t *testing.T) {
	s := read(t, "us-gov-west-1/who.json", `{"Account":"111122223333","Arn":"arn:aws-us-gov:iam::111122223333:user/x","UserId":"u"}`,
		"us-gov-west-1/v.json", `{"Vpcs":[]}`, "us-gov-east-1/v.json", `{"Vpcs":[]}`)
	if d := cmp.Diff([]string{"caller: read", "vpcs: read"}, states(s)); d != "" {
		t.Error(d)
	}
	want := model.Caller{Account: "111122223333", ARN: "arn:aws-us-gov:iam::111122223333:user/x", UserID: "u"}
	if o := s.Origin(); o.Caller != want || o.Partition != "aws-us-gov" || o.Region != "" {
		t.Errorf("%+v", o)
	}
}

// A saved snapshot beside other files gives its things, not its origin.
func TestOriginOfSeveral(t *testing.T) {
	b := model.NewBuilder(model.Origin{Kind: model.FromSandbox, Name: "analytics", Caller: model.Caller{Account: "1"}})
	s := read(t, "a.json", saved(t, b.Snapshot()), "b.json", `{"Vpcs":[]}`)
	if o := s.Origin(); o.Kind != model.FromFile || o.Name != "." || o.Caller.Account != "1" {
		t.Errorf("%+v", o)
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct{ path, owner, region, partition string }{
		{"us-east-1.json", "", "us-east-1", "aws"},
		{"111122223333/us-gov-west-1/a.json", "111122223333", "us-gov-west-1", "aws-us-gov"},
		{"us-gov-west-1/111122223333.json", "111122223333", "us-gov-west-1", "aws-us-gov"},
		{"cn-north-1/a.json", "", "cn-north-1", "aws-cn"},
		{"us-iso-east-1/a.json", "", "us-iso-east-1", ""},
		{"us-east-1/eu-west-3/a.json", "", "eu-west-3", "aws"},
		{"west-1/11112222333/a.json", "", "", ""},
		{"a-b-c-1/us-east-x/us--1/a.json", "", "", ""},
	} {
		s := read(t, c.path, `{"Vpcs":[{"VpcId":"vpc-1"}]}`)
		v, _ := s.VPC("vpc-1")
		if v.Owner != c.owner || v.Region != c.region || s.Origin().Partition != c.partition {
			t.Errorf("%s: owner %q, Region %q, partition %q", c.path, v.Owner, v.Region, s.Origin().Partition)
		}
	}
}

func TestZones(t *testing.T) {
	for zone, want := range map[string]string{
		"us-east-1a": "us-east-1", "us-gov-west-1b": "us-gov-west-1", "us-west-2-lax-1a": "us-west-2",
		"us-east-1-wl1-bos-wlz-1": "us-east-1", "use1-az1": "", "": "",
	} {
		s := read(t, "a.json", `{"Subnets":[{"SubnetId":"subnet-1","AvailabilityZone":"`+zone+`"}]}`)
		if v, _ := s.Subnet("subnet-1"); v.Region != want {
			t.Errorf("%s: Region %q, want %q", zone, v.Region, want)
		}
	}
}

func TestParser(t *testing.T) {
	deep := func(n int) string { return `{"x":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `,"Vpcs":[]}` }
	for _, c := range []struct{ name, text, want string }{
		{"depth that is enough", deep(400), ""},
		{"too deep", deep(100000), "a.json:1:505: nested too deeply"},
		{"wrapped too often", `{"data":{"data":{"data":{"data":{"data":{"Subnets":5}}}}},"Vpcs":[]}`, ""},
		{"of two keys the later", `{"Vpcs":[{"VpcId":7,"VpcId":"vpc-1"}]}`, ""},
		{"escapes", `{"Vpcs":[{"VpcId":"\u0076\u0070\u0063-1","x":"\"\\\/\b\f\n\r\t\ud83d\ude00\ud83d"}]}`, ""},
		{"unknown escape", `{"a":"\x"}`, "a.json:1:8: an unknown escape inside text in quotes"},
		{"control character", "{\"a\":\"é\x01\"}", "a.json:1:8: a control character inside text in quotes"},
		{"half a number", `{"a":1.}`, "a.json:1:8: not a number: no digit after the point"},
		{"half an exponent", `{"a":1e+}`, "a.json:1:9: not a number: no digit in the exponent"},
		{"no colon", `{"a" 1}`, "a.json:1:6: want a colon after the key"},
		{"no comma", `{"a":[1 2]}`, "a.json:1:9: want a comma or the end of the list"},
		{"text after the document", "{}\n{}}", "a.json:2:3: " + notJSON},
	} {
		_, problems := readBad(t, "a.json", c.text)
		if got := strings.Join(problems, "; "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// A list of another service under one of our keys costs one line per item at most, and a bounded time.
func TestManyProblems(t *testing.T) {
	_, problems := readBad(t, "a.json", `{"SecurityGroups":[`+strings.Repeat("{},\n", 50000)+`{}]}`)
	if len(problems) != 201 || problems[200] != "and 49801 more" {
		t.Errorf("%d lines, the last %q", len(problems), problems[len(problems)-1])
	}
}

func TestTransitOptions(t *testing.T) {
	s := read(t, "a.json", `{"TransitGateways":[
		{"TransitGatewayId":"tgw-1","Options":{"DefaultRouteTableAssociation":"disable",
			"AssociationDefaultRouteTableId":"tgw-rtb-1",
			"DefaultRouteTablePropagation":"enable","PropagationDefaultRouteTableId":"tgw-rtb-1",
			"SecurityGroupReferencingSupport":"enable","TransitGatewayCidrBlocks":["10.9.0.0/24"]}}],
		"TransitGatewayVpcAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-1","TransitGatewayId":"tgw-1",
			"VpcId":"vpc-1",
			"SubnetIds":["subnet-1"],"Options":{"Ipv6Support":"enable","ApplianceModeSupport":"enable",
			"SecurityGroupReferencingSupport":"enable"}},
			{"TransitGatewayAttachmentId":"tgw-attach-2","TransitGatewayId":"tgw-1"}],
		"TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-2","TransitGatewayId":"tgw-1",
			"ResourceType":"vpn"}]}`,
		"b.json", `{"TransitGatewayPeeringAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-p","State":"available",
			"RequesterTgwInfo":{"TransitGatewayId":"tgw-1","OwnerId":"1"},"AccepterTgwInfo":{"TransitGatewayId":"tgw-2"}}]}`,
		"c.json", `{"TransitGatewayVpcAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-2","TransitGatewayId":"tgw-1"}]}`)
	g, _ := s.TransitGateway("tgw-1")
	if g.AssociationTable != "" || g.PropagationTable != "tgw-rtb-1" || !g.GroupReferencing || len(g.CIDRs) != 1 {
		t.Errorf("%+v", g)
	}
	a, _ := s.TransitAttachment("tgw-1", "tgw-attach-1")
	if a.Type != "vpc" || a.Resource != "vpc-1" || !a.IPv6 || !a.ApplianceMode || !a.GroupReferencing {
		t.Errorf("%+v", a)
	}
	if a, _ := s.TransitAttachment("tgw-1", "tgw-attach-2"); a.Type != "vpn" {
		t.Errorf("%+v", a)
	}
	for here, there := range map[string]string{"tgw-1": "tgw-2", "tgw-2": "tgw-1"} {
		if a, ok := s.TransitAttachment(here, "tgw-attach-p"); !ok || a.Resource != there {
			t.Errorf("%s: %+v", here, a)
		}
	}
}
