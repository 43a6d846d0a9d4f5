package sandbox_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGroupFilters(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	for _, tc := range []struct{ filters, want string }{
		{"", "web app probe alone lent home-web default default default default"},
		{"group-name=w*", "web"},
		{"group-name=*web", "web home-web"},
		{"group-name=we?b", "web"},
		{"group-name=web?", "web"},
		{"group-name=we", ""},
		{"group-name=WEB", ""},
		{`group-name=\w\*`, ""},
		{"group-name=web|app", "web app"},
		{"group-name=web|app group-name=app|probe", "app"},
		{"group-id=$web|$probe", "web probe"},
		{"vpc-id=@vpc", "web app default"},
		{"owner-id=999988887777", "lent"},
		{"description=default VPC*", "default default default default"},
		{"ip-permission.protocol=udp", "web"},
		{"ip-permission.from-port=80", "web home-web"},
		{"ip-permission.cidr=10.0.0.0/8", "web"},
		// No one rule is tcp 80 from 10.0.0.0/8: two rules together satisfy the two filters.
		{"ip-permission.from-port=80 ip-permission.cidr=10.0.0.0/8", "web"},
		{"ip-permission.from-port=80 ip-permission.cidr=10.0.0.0/9", ""},
		{"ip-permission.group-id=$probe", "app"},
		{"ip-permission.group-name=probe", "app"},
		{"ip-permission.user-id=111122223333", "app"},
		{"egress.ip-permission.ipv6-cidr=::/0", "app default"},
		{"egress.ip-permission.protocol=-1 group-name=app", "app"},
		{"egress.ip-permission.from-port=-1", ""},
		{"tag-key=team", ""},
	} {
		var q []string
		for i, f := range strings.Fields(strings.ReplaceAll(tc.filters, "default VPC", "default+VPC")) {
			name, values, _ := strings.Cut(f, "=")
			n := string(rune('1' + i))
			q = append(q, "Filter."+n+".Name="+name)
			for j, v := range strings.Split(strings.ReplaceAll(values, "+", " "), "|") {
				q = append(q, "Filter."+n+".Value."+string(rune('1'+j))+"="+v)
			}
		}
		got := must(t, a, "DescribeSecurityGroups", id(strings.Join(q, "&"))).all("securityGroupInfo/item/groupName")
		if want := strings.Fields(tc.want); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", tc.filters, got, want)
		}
	}
}

func TestTagFilters(t *testing.T) {
	a := account(t, "")
	for _, tc := range []struct{ action, filter, path, want string }{
		{"DescribeSecurityGroups", "Filter.1.Name=tag:ManagedBy&Filter.1.Value.1=terra*", "securityGroupInfo/item/groupName", "reporting-api"},
		{
			"DescribeSecurityGroups", "Filter.1.Name=tag-key&Filter.1.Value.1=kubernetes.io/cluster/*", "securityGroupInfo/item/groupName",
			"eks-cluster-sg-analytics-eks-1283749103",
		},
		{
			"DescribeNetworkInterfaces", "Filter.1.Name=tag-key&Filter.1.Value.1=aws:elasticmapreduce:editor-id",
			"networkInterfaceSet/item/groupSet/item/groupName", "ml-studio-workspace",
		},
		{
			"DescribeNetworkInterfaces", "Filter.1.Name=group-name&Filter.1.Value.1=ml-studio-engine",
			"networkInterfaceSet/item/groupSet/item/groupName", "ElasticMapReduce-Master-Private ml-studio-engine",
		},
		{"DescribeInstances", "Filter.1.Name=tag:aws:elasticmapreduce:instance-group-role&Filter.1.Value.1=MASTER&" +
			"Filter.2.Name=instance.group-name&Filter.2.Value.1=ml-studio-engine", "reservationSet/item/instancesSet/item/privateIpAddress", "10.20.0.14"},
		{
			"DescribeInstances", "Filter.1.Name=network-interface.addresses.private-ip-address&Filter.1.Value.1=10.20.64.10",
			"reservationSet/item/instancesSet/item/ipAddress", "203.0.113.10",
		},
		{"DescribeNetworkInterfaces", "Filter.1.Name=description&Filter.1.Value.1=ELB app/*", "networkInterfaceSet/item/attachment/instanceOwnerId", "amazon-elb"},
		{"DescribeRouteTables", "Filter.1.Name=route.nat-gateway-id&Filter.1.Value.1=nat-*", "routeTableSet/item/tagSet/item/value", "analytics-private"},
		{"DescribeRouteTables", "Filter.1.Name=association.main&Filter.1.Value.1=true", "routeTableSet/item/tagSet/item/value", "analytics-main"},
		{"DescribeNetworkAcls", "Filter.1.Name=default&Filter.1.Value.1=true", "networkAclSet/item/entrySet/item/ruleNumber", "100 32767 100 32767"},
		{"DescribeVpcEndpoints", "Filter.1.Name=vpc-endpoint-type&Filter.1.Value.1=Gateway", "vpcEndpointSet/item/serviceName", "com.amazonaws.us-east-1.s3"},
		{"DescribeManagedPrefixLists", "Filter.1.Name=owner-id&Filter.1.Value.1=123456789012", "prefixListSet/item/prefixListName", "corporate-offices"},
		{"DescribeTags", "Filter.1.Name=tag:team&Filter.1.Value.1=warehouse", "tagSet/item/resourceType", "security-group"},
		{"DescribeNatGateways", "Filter.1.Name=state&Filter.1.Value.1=available", "natGatewaySet/item/natGatewayAddressSet/item/publicIp", "203.0.113.20"},
		{"DescribeInternetGateways", "Filter.1.Name=attachment.state&Filter.1.Value.1=available", "internetGatewaySet/item/attachmentSet/item/state", "available"},
	} {
		got := strings.Join(must(t, a, tc.action, tc.filter).all(tc.path), " ")
		if got != tc.want {
			t.Errorf("%s %s: %q, want %q", tc.action, tc.filter, got, tc.want)
		}
	}
}

func TestPaging(t *testing.T) {
	a := account(t, "")
	for action, path := range map[string]string{
		"DescribeSecurityGroups": "securityGroupInfo/item/groupId", "DescribeSecurityGroupRules": "securityGroupRuleSet/item/securityGroupRuleId",
		"DescribeNetworkInterfaces": "networkInterfaceSet/item/networkInterfaceId", "DescribeTags": "tagSet/item/resourceId",
		"DescribeInstances": "reservationSet/item/instancesSet/item/instanceId",
	} {
		want := must(t, a, action, "").all(path)
		var got []string
		for token, pages := "", 0; ; pages++ {
			q := "MaxResults=7"
			if token != "" {
				q += "&NextToken=" + token
			}
			r := must(t, a, action, q)
			some := r.all(path)
			if len(some) == 0 || len(some) > 7 || pages > 100 {
				t.Fatalf("%s: page %d has %d", action, pages, len(some))
			}
			got = append(got, some...)
			if token = r.one("nextToken"); token == "" {
				break
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s by pages (-whole +pages):\n%s", action, diff)
		}
	}
	token := must(t, a, "DescribeSecurityGroups", "MaxResults=5").one("nextToken")
	if r := ask(t, a, "DescribeSecurityGroupRules", "NextToken="+token); r.code != "InvalidParameterValue" {
		t.Errorf("another action's token: %q", r.code)
	}
}

func TestTooManyFilterValues(t *testing.T) {
	var q strings.Builder
	q.WriteString("Filter.1.Name=group-id")
	for n := range 201 {
		q.WriteString("&Filter.1.Value." + string(rune('0'+n/100)) + string(rune('0'+n/10%10)) + string(rune('0'+n%10)) + "=x")
	}
	if r := ask(t, account(t, ""), "DescribeSecurityGroups", q.String()); r.code != "FilterLimitExceeded" {
		t.Errorf("201 values: %q", r.code)
	}
}
