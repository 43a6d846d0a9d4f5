package describe_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
)

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

func TestRules(t *testing.T) {
	s := read(t, "a.json", `{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"n","Description":"d","VpcId":"vpc-1",
		"OwnerId":"111122223333","SecurityGroupArn":"arn:aws:ec2:eu-west-3:111122223333:security-group/sg-1",
		"Tags":[{"Key":"b","Value":"2"},{"Key":"a","Value":"1"}],
		"IpPermissions":[
			{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
				"IpRanges":[{"CidrIp":"100.68.0.18/18","Description":"ours"},{"CidrIp":"100.68.0.0/18"}],
				"Ipv6Ranges":[{"CidrIpv6":"0::/0"}],
				"PrefixListIds":[{"PrefixListId":"pl-1"}],
				"UserIdGroupPairs":[{"GroupId":"sg-2","UserId":"444455556666","VpcId":"vpc-2",
					"VpcPeeringConnectionId":"pcx-1","PeeringStatus":"active","Description":"peer"}]},
			{"IpProtocol":"icmp","FromPort":8,"ToPort":-1,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]},
			{"IpProtocol":"icmpv6","FromPort":-1,"ToPort":-1,"Ipv6Ranges":[{"CidrIpv6":"::/0"}]},
			{"IpProtocol":"50","IpRanges":[{"CidrIp":"10.0.0.0/8"}]}],
		"IpPermissionsEgress":[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]}]}`,
		"b.json", `{"SecurityGroupRules":[
			{"SecurityGroupRuleId":"sgr-1","GroupId":"sg-1","IsEgress":false,"IpProtocol":"tcp","FromPort":22,"ToPort":22,
				"CidrIpv4":"100.68.0.0/18","Description":"ours","Tags":[{"Key":"k","Value":"v"}]},
			{"SecurityGroupRuleId":"sgr-2","GroupId":"sg-1","IsEgress":true,"IpProtocol":"-1","FromPort":-1,"ToPort":-1,
				"CidrIpv4":"0.0.0.0/0"},
			{"SecurityGroupRuleId":"sgr-3","GroupId":"sg-1","IsEgress":false,"IpProtocol":"tcp","FromPort":22,"ToPort":22,
				"ReferencedGroupInfo":{"GroupId":"sg-2","UserId":"444455556666"}},
			{"SecurityGroupRuleId":"sgr-4","GroupId":"sg-1","IsEgress":false,"IpProtocol":"tcp","FromPort":22,"ToPort":22,
				"PrefixListId":"pl-1"},
			{"SecurityGroupRuleId":"sgr-9","GroupId":"sg-9","IsEgress":false,"IpProtocol":"-1","CidrIpv6":"::/0"}]}`)
	want := []string{
		"ingress tcp 22 from 100.68.0.0/18", "ingress tcp 22 from ::/0",
		"ingress tcp 22 from pl-1", "ingress tcp 22 from sg-2",
		"ingress icmp 8 from 0.0.0.0/0", "ingress icmpv6 from ::/0", "ingress 50 from 10.0.0.0/8", "egress all to 0.0.0.0/0",
	}
	if d := cmp.Diff(want, rules(t, s, "sg-1")); d != "" {
		t.Error(d)
	}
	g, _ := s.Group("sg-1")
	if g.Region != "eu-west-3" || g.Owner != "111122223333" || g.Tags[0].Key != "a" {
		t.Errorf("group %+v", g)
	}
	var ids []string
	for _, r := range g.Rules {
		ids = append(ids, r.ID)
	}
	if d := cmp.Diff([]string{"sgr-1", "", "sgr-4", "sgr-3", "", "", "", "sgr-2"}, ids); d != "" {
		t.Error(d)
	}
	if r := g.Rules[0]; r.Description != "ours" || len(r.Tags) != 1 {
		t.Errorf("first rule %+v", r)
	}
	ref := model.Reference{Account: "444455556666", VPC: "vpc-2", Peering: "pcx-1", PeerState: "active"}
	if g.Rules[3].Ref != ref || g.Rules[3].Description != "peer" {
		t.Errorf("reference %+v", g.Rules[3])
	}
	if _, ok := s.Group("sg-9"); ok {
		t.Error("a listed rule made a group")
	}
	if d := cmp.Diff([]string{"groups: read", "rule-ids: read"}, states(s)); d != "" {
		t.Error(d)
	}
}

func TestSharedSubnetsAreMerged(t *testing.T) {
	s := read(
		t,
		"accounts/111122223333/us-east-1/Subnets.json", `{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1",
			"CidrBlock":"10.0.0.0/24","OwnerId":"111122223333","AvailabilityZone":"us-east-1a","Tags":[{"Key":"Name",
				"Value":"a"}]}]}`,
		"accounts/444455556666/us-east-1/Subnets.json", `{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1",
			"CidrBlock":"10.0.0.0/24","OwnerId":"111122223333","AvailabilityZone":"us-east-1a",
			"Ipv6CidrBlockAssociationSet":[{"Ipv6CidrBlock":"2001:db8::/64","Ipv6CidrBlockState":{"State":"associated"}},
				{"Ipv6CidrBlock":"2001:db8:1::/64","Ipv6CidrBlockState":{"State":"disassociated"}}]}]}`,
	)
	want := []model.Subnet{{
		ID: "subnet-1", Name: "a", VPC: "vpc-1", Zone: "us-east-1a", Owner: "111122223333", Region: "us-east-1",
		CIDRs: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("2001:db8::/64")},
		Tags:  model.NewTags(model.Tag{Key: "Name", Value: "a"}),
	}}
	equal := cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })
	if d := cmp.Diff(want, slices.Collect(s.Subnets()), equal); d != "" {
		t.Error(d)
	}
}

// A VPC that something names is there to be looked at, while VPCs stay marked as not read.
func TestNamedVPCs(t *testing.T) {
	s := read(t, "us-east-1/a.json", oneGroup)
	if v, ok := s.VPC("vpc-1"); !ok || v.Region != "us-east-1" || len(v.CIDRs) > 0 {
		t.Errorf("VPC %+v, %v", v, ok)
	}
	if r := s.Reading(model.PartVPCs, "vpc-1"); r.State != model.NotRead {
		t.Errorf("VPCs: %v", r.State)
	}
}

func TestInterfacesAndInstances(t *testing.T) {
	s := read(
		t,
		"Reservations.json", `{"Reservations":[{"OwnerId":"111122223333","Instances":[{"InstanceId":"i-1","VpcId":"vpc-1",
			"SubnetId":"subnet-1","State":{"Code":16,"Name":"running"},"Placement":{"AvailabilityZone":"us-west-2-lax-1a"},
			"PrivateDnsName":"ip-10-0-0-4.ec2.internal","Tags":[{"Key":"Name","Value":"web"}],
			"NetworkInterfaces":[
				{"NetworkInterfaceId":"eni-1","Groups":[{"GroupId":"sg-0"}]},
				{"NetworkInterfaceId":"eni-2","VpcId":"vpc-1","Groups":[{"GroupId":"sg-1"}],"PrivateIpAddress":"10.0.0.9"}]}]}]}`,
		"enis.json", `{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1","VpcId":"vpc-1","SubnetId":"subnet-1",
			"OwnerId":"111122223333",
			"InterfaceType":"interface","Status":"in-use","SourceDestCheck":false,"RequesterId":"r","Description":"d",
			"Groups":[{"GroupId":"sg-1","GroupName":"web"}],"Attachment":{"InstanceId":"i-1","InstanceOwnerId":"111122223333"},
			"PrivateIpAddress":"10.0.0.4","PrivateIpAddresses":[{"Primary":false,"PrivateIpAddress":"10.0.0.5",
				"Association":{"PublicIp":"54.0.0.5"}},{"Primary":true,"PrivateIpAddress":"10.0.0.4"}],
			"Ipv6Addresses":[{"Ipv6Address":"2001:db8::4"}],"TagSet":[{"Key":"k","Value":"v"}]}]}`,
	)
	e, _ := s.Interface("eni-1")
	a := netip.MustParseAddr
	want := model.Interface{
		ID: "eni-1", Description: "d", VPC: "vpc-1", Subnet: "subnet-1", Owner: "111122223333", Type: "interface",
		Status: "in-use", Groups: []string{"sg-1"}, Instance: "i-1", AttachedTo: "111122223333", Requester: "r",
		Addresses: []netip.Addr{a("10.0.0.4"), a("10.0.0.5"), a("2001:db8::4")}, NoSourceDestCheck: true,
		Public: []model.PublicAddress{{Public: a("54.0.0.5"), Private: a("10.0.0.5")}},
		Tags:   model.NewTags(model.Tag{Key: "k", Value: "v"}),
	}
	if d := cmp.Diff(want, e, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); d != "" {
		t.Error(d)
	}
	i, _ := s.Instance("i-1")
	if i.Region != "us-west-2" {
		t.Errorf("Region %s", i.Region)
	}
	if i.Name != "web" || i.State != "running" || i.Owner != "111122223333" || len(i.Interfaces) != 2 {
		t.Errorf("instance %+v", i)
	}
	inner, ok := s.Interface("eni-2")
	if !ok || inner.Instance != "i-1" || inner.Groups[0] != "sg-1" {
		t.Errorf("interface named by an instance: %+v, %v", inner, ok)
	}
}

func TestEMR(t *testing.T) {
	s := read(
		t,
		"1.json", `{"Studio":{"StudioId":"es-1","StudioArn":"arn:aws:elasticmapreduce:eu-west-3:111122223333:studio/es-1",
			"Name":"s","AuthMode":"IAM","VpcId":"vpc-1","SubnetIds":["subnet-1"],"ServiceRole":"role","Url":"https://es-1",
			"WorkspaceSecurityGroupId":"sg-w","EngineSecurityGroupId":"sg-e"}}`,
		"2.json", `{"Studios":[{"StudioId":"es-1","Name":"s","VpcId":"vpc-1"},
			{"StudioId":"es-2","Url":"https://es-2.emrstudio-prod.us-east-2.amazonaws.com"}]}`,
		"3.json", `{"Clusters":[{"Id":"j-1","Name":"c","Status":{"State":"WAITING"}},{"Id":"j-2","Status":{"State":"TERMINATED"}}]}`,
		"4.json", `{"Cluster":{"Id":"j-1","Name":"c","ClusterArn":"arn:aws:elasticmapreduce:eu-west-3:111122223333:cluster/j-1",
			"Status":{"State":"WAITING","StateChangeReason":{"Code":"X","Message":"m"}},"ReleaseLabel":"emr-7.5.0",
			"Applications":[{"Name":"Spark","Version":"3"}],"MasterPublicDnsName":"ip-1",
			"Ec2InstanceAttributes":{"Ec2SubnetId":"subnet-1","EmrManagedMasterSecurityGroup":"sg-m",
				"EmrManagedSlaveSecurityGroup":"sg-s","AdditionalMasterSecurityGroups":["sg-e"]},
			"InstanceGroups":[{"Id":"ig-1","InstanceGroupType":"MASTER"},{"Id":"ig-2","InstanceGroupType":"CORE"}]}}`,
		"5.json", `{"Instances":[{"Id":"ci-1","Ec2InstanceId":"i-1","InstanceGroupId":"ig-1"},
			{"Id":"ci-2","Ec2InstanceId":"i-2","InstanceGroupId":"ig-2"}]}`,
	)
	st, _ := s.Studio("es-1")
	if !st.Described || st.Region != "eu-west-3" || st.Account != "111122223333" || st.Workspace+st.Engine != "sg-wsg-e" {
		t.Errorf("Studio %+v", st)
	}
	if other, _ := s.Studio("es-2"); other.Described || other.Region != "us-east-2" {
		t.Errorf("Studio %+v", other)
	}
	c, _ := s.Cluster("j-1")
	if !c.Described || c.Release != "emr-7.5.0" || c.StateReason != "m" || c.AdditionalPrimary[0] != "sg-e" {
		t.Errorf("cluster %+v", c)
	}
	if d := cmp.Diff([]string{"i-1"}, c.PrimaryInstances); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"clusters: read", "studios: partly read"}, states(s)); d != "" {
		t.Error(d)
	}
}
