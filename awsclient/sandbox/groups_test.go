package sandbox_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/sandbox"
)

// A world with what the default scenario has not: a default VPC, IPv6, peerings, shared and associated groups.
const across = `{
	"account": "123456789012", "region": "us-east-1", "now": "2026-01-01T00:00:00Z", "caller": "user/ana",
	"vpcs": [
		{"name": "main", "cidr": "10.0.0.0/16", "ipv6": ["2600:1f18:1234:5600::/56"]},
		{"name": "home", "cidr": "172.31.0.0/16", "default": true},
		{"name": "far", "cidr": "10.9.0.0/16"},
		{"name": "lonely", "cidr": "10.8.0.0/16"}],
	"peerings": [
		{"name": "main-far", "from": "main", "to": "far"},
		{"name": "partner", "from": "main", "to": "111122223333/vpc-0aaaaaaaaaaaaaaaa 10.7.0.0/16"},
		{"name": "old", "from": "main", "to": "111122223333/vpc-0bbbbbbbbbbbbbbbb 10.6.0.0/16", "status": "deleted"}],
	"prefixLists": [{"name": "wide", "id": "pl-00000aaa", "max": 58, "entries": ["192.0.2.0/24"]},
		{"name": "narrow", "id": "pl-00000bbb", "entries": ["192.0.2.0/24"]}],
	"groups": [
		{"name": "web", "in": ["tcp 80 from 0.0.0.0/0", "tcp 443 from 10.0.0.0/8", "udp 53 from 192.0.2.0/24 : DNS"], "out": []},
		{"name": "app", "in": ["tcp 8080 from sg:far/probe", "tcp 22 from sg:111122223333/sg-0cccccccccccccccc via old"]},
		{"name": "probe", "vpc": "far"},
		{"name": "alone", "vpc": "lonely"},
		{"name": "lent", "vpc": "lonely", "owner": "999988887777"},
		{"name": "home-web", "vpc": "home", "in": ["tcp 80 from 0.0.0.0/0"]}],
	"associations": [{"name": "x", "group": "alone", "vpc": "main"}]
}`

// rules returns a group's rules as one line each, sorted.
func rules(t *testing.T, a *sandbox.Account, id string) []string {
	t.Helper()
	var out []string
	all := must(t, a, "DescribeSecurityGroupRules", "Filter.1.Name=group-id&Filter.1.Value.1="+id)
	for _, r := range all.at("securityGroupRuleSet/item") {
		far := r.one("cidrIpv4") + r.one("cidrIpv6") + r.one("prefixListId") + r.one("referencedGroupInfo/groupId")
		word := "from"
		if r.one("isEgress") == "true" {
			word = "to"
		}
		out = append(out, fmt.Sprintf("%s %s-%s %s %s", r.one("ipProtocol"), r.one("fromPort"), r.one("toPort"), word, far))
	}
	slices.Sort(out)
	return out
}

func TestCreateGroupOpensEgress(t *testing.T) {
	a := account(t, across)
	vpcs := must(t, a, "DescribeVpcs", "").all("vpcSet/item/vpcId")
	for i, want := range [][]string{
		{"-1 -1--1 to 0.0.0.0/0", "-1 -1--1 to ::/0"},
		{"-1 -1--1 to 0.0.0.0/0"},
	} {
		r := must(t, a, "CreateSecurityGroup", "GroupName= new &GroupDescription=Text&VpcId="+vpcs[i]+
			"&TagSpecification.1.ResourceType=security-group&TagSpecification.1.Tag.1.Key=k&TagSpecification.1.Tag.1.Value=v")
		id := r.one("groupId")
		if got := rules(t, a, id); !cmp.Equal(got, want) {
			t.Errorf("VPC %d: rules %v, want %v", i, got, want)
		}
		g := must(t, a, "DescribeSecurityGroups", "GroupId.1="+id)
		got := []string{g.one("securityGroupInfo/item/groupName"), g.one("securityGroupInfo/item/securityGroupArn"), g.one("securityGroupInfo/item/tagSet/item/value")}
		if want := []string{"new", "arn:aws:ec2:us-east-1:123456789012:security-group/" + id, "v"}; !cmp.Equal(got, want) {
			t.Errorf("group %v, want %v", got, want)
		}
		must(t, a, "DeleteSecurityGroup", "GroupId="+id)
		again := must(t, a, "CreateSecurityGroup", "GroupName=new&GroupDescription=Text&VpcId="+vpcs[i])
		if again.one("groupId") == id {
			t.Errorf("the id %s was given twice", id)
		}
	}
}

func TestAuthorizeIsAllOrNothing(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	before := rules(t, a, id("$web"))
	r := ask(t, a, "AuthorizeSecurityGroupIngress", id(short.Replace("GroupId=$web&tcp22&world&"+
		"P2.IpProtocol=tcp&P2.FromPort=443&P2.ToPort=443&P2.IpRanges.1.CidrIp=10.200.0.0/8")))
	if r.code != "InvalidPermission.Duplicate" {
		t.Errorf("a duplicate among new rules: %d %s", r.status, r.code)
	}
	if diff := cmp.Diff(before, rules(t, a, id("$web"))); diff != "" {
		t.Errorf("a refused call changed rules:\n%s", diff)
	}
}

func TestAuthorizeAnswersCanonicalRules(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	r := must(t, a, "AuthorizeSecurityGroupIngress", id(short.Replace("GroupId=$app&"+
		"P1.IpProtocol=17&P1.FromPort=1&P1.ToPort=2&P1.IpRanges.1.CidrIp=100.68.0.18/18&P1.IpRanges.1.Description=why&"+
		"P1.Ipv6Ranges.1.CidrIpv6=2001:DB8::1/32&P1.Groups.1.GroupId=$probe&P1.PrefixListIds.1.PrefixListId=pl-00000bbb&"+
		"P2.IpProtocol=50&P2.FromPort=7&P2.ToPort=9&P2.Groups.1.GroupId=$app")))
	var got []string
	for _, i := range r.at("securityGroupRuleSet/item") {
		got = append(got, strings.Join([]string{
			i.one("ipProtocol"), i.one("fromPort"), i.one("toPort"), i.one("cidrIpv4"), i.one("cidrIpv6"), i.one("prefixListId"),
			i.one("referencedGroupInfo/groupId"), i.one("referencedGroupInfo/peeringStatus"), i.one("description"),
		}, "|"))
	}
	want := []string{
		"udp|1|2|100.68.0.0/18|||||why", "udp|1|2||2001:db8::/32||||", "udp|1|2|||pl-00000bbb|||",
		id("udp|1|2||||$probe|active|"), id("50|-1|-1||||$app||"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	for _, x := range r.all("securityGroupRuleSet/item/securityGroupRuleId") {
		must(t, a, "DescribeSecurityGroupRules", "SecurityGroupRuleId.1="+x)
	}
}

func TestFlatParameters(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	must(t, a, "AuthorizeSecurityGroupIngress", id("GroupId=$probe&IpProtocol=tcp&FromPort=9&ToPort=9&CidrIp=10.0.0.1/24"))
	must(t, a, "AuthorizeSecurityGroupIngress", "GroupName=home-web&SourceSecurityGroupName=default")
	want := []string{"-1 -1--1 to 0.0.0.0/0", "tcp 9-9 from 10.0.0.0/24"}
	if got := rules(t, a, id("$probe")); !cmp.Equal(got, want) {
		t.Errorf("rules %v, want %v", got, want)
	}
	if got := rules(t, a, id("$home-web")); len(got) != 5 {
		t.Errorf("a source group by name opens tcp, udp and icmp; got %v", got)
	}
}

func TestRevoke(t *testing.T) {
	web := []string{"tcp 443-443 from 10.0.0.0/8", "tcp 80-80 from 0.0.0.0/0", "udp 53-53 from 192.0.2.0/24"}
	for _, tc := range []struct{ name, query, code, unknown, gone, left string }{
		{
			"exact, description not needed", "GroupId=$web&P1.IpProtocol=udp&P1.FromPort=53&P1.ToPort=53&P1.IpRanges.1.CidrIp=192.0.2.7/24",
			"", "", "192.0.2.0/24", web[0] + "," + web[1],
		},
		{
			"a wider range is another rule", "GroupId=$web&P1.IpProtocol=tcp&P1.FromPort=0&P1.ToPort=100&world",
			"InvalidPermission.NotFound", "", "", strings.Join(web, ","),
		},
		{"one of two unknown revokes neither", "GroupId=$web&P1.IpProtocol=tcp&P1.FromPort=80&P1.ToPort=80&world&" +
			"P2.IpProtocol=-1&P2.IpRanges.1.CidrIp=0.0.0.0/0", "InvalidPermission.NotFound", "", "", strings.Join(web, ",")},
		{"in the default VPC unknown is told, not refused", "GroupName=home-web&P1.IpProtocol=tcp&P1.FromPort=80&P1.ToPort=80&world&" +
			"P2.IpProtocol=tcp&P2.FromPort=81&P2.ToPort=81&P2.IpRanges.1.CidrIp=0.0.0.0/0", "", "81", "0.0.0.0/0", strings.Join(web, ",")},
		{"a group of the other account that nobody can look up", "GroupId=$app&tcp22&P1.Groups.1.GroupId=sg-0cccccccccccccccc&" +
			"P1.Groups.1.UserId=111122223333", "", "", "sg-0cccccccccccccccc", strings.Join(web, ",")},
	} {
		a := account(t, across)
		id := names(t, a)
		r := ask(t, a, "RevokeSecurityGroupIngress", id(short.Replace(tc.query)))
		gone := r.one("revokedSecurityGroupRuleSet/item/cidrIpv4") + r.one("revokedSecurityGroupRuleSet/item/referencedGroupId")
		got := []string{r.code, r.one("unknownIpPermissionSet/item/fromPort"), gone, strings.Join(rules(t, a, id("$web")), ",")}
		if want := []string{tc.code, tc.unknown, tc.gone, tc.left}; !cmp.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", tc.name, got, want)
		}
	}
}

func TestRevokeByID(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	all := must(t, a, "DescribeSecurityGroupRules", id("Filter.1.Name=group-id&Filter.1.Value.1=$web")).all("securityGroupRuleSet/item/securityGroupRuleId")
	if r := ask(t, a, "RevokeSecurityGroupEgress", id("GroupId=$web&SecurityGroupRuleId.1="+all[0])); r.code != "InvalidSecurityGroupRuleId.NotFound" {
		t.Errorf("an inbound rule revoked as outbound: %d %s", r.status, r.code)
	}
	must(t, a, "RevokeSecurityGroupIngress", id("GroupId=$web&DryRun=false&SecurityGroupRuleId.1="+all[0]+"&SecurityGroupRuleId.2="+all[1]))
	if got := rules(t, a, id("$web")); len(got) != 1 {
		t.Errorf("rules left: %v", got)
	}
}

func TestQuota(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	add := func(n int, what string) answer {
		return ask(t, a, "AuthorizeSecurityGroupIngress", id(fmt.Sprintf("GroupId=$probe&IpPermissions.1.IpProtocol=tcp&"+
			"IpPermissions.1.FromPort=%d&IpPermissions.1.ToPort=%d&IpPermissions.1.%s", n, n, what)))
	}
	v6, v4, list := "Ipv6Ranges.1.CidrIpv6=::/0", "IpRanges.1.CidrIp=0.0.0.0/0", "PrefixListIds.1.PrefixListId=pl-00000aaa"
	for n := range 60 {
		if r := add(n, v6); r.code != "" {
			t.Fatalf("IPv6 rule %d: %s", n, r.code)
		}
	}
	// IPv4 counts apart; the list's 58 and two more fill it; a group counts for both.
	for n, what := range []string{list, v4, v4} {
		if r := add(n, what); r.code != "" {
			t.Fatalf("IPv4 rule %d: %s", n, r.code)
		}
	}
	for n, what := range []string{v6, v4, list, "Groups.1.GroupId=$probe"} {
		if r := add(100+n, what); r.code != "RulesPerSecurityGroupLimitExceeded" {
			t.Errorf("%s over the quota: %d %q", what, r.status, r.code)
		}
	}
}

func TestReferencesAcrossVPCs(t *testing.T) {
	for _, tc := range []struct{ on, group, user, code string }{
		{"$app", "$probe", "", ""},
		{"$app", "$probe", "123456789012", ""},
		{"$app", "$probe", "111122223333", "InvalidGroup.NotFound"},
		{"$app", "$alone", "", "InvalidGroup.NotFound"},
		{"$app", "sg-0dddddddddddddddd", "111122223333", ""},
		{"$alone", "sg-0dddddddddddddddd", "111122223333", "InvalidGroup.NotFound"},
		{"$lent", "$lent", "", "UnauthorizedOperation"},
	} {
		a := account(t, across)
		r := ask(t, a, "AuthorizeSecurityGroupIngress", names(t, a)("GroupId="+tc.on+"&IpPermissions.1.IpProtocol=-1&"+
			"IpPermissions.1.Groups.1.GroupId="+tc.group+"&IpPermissions.1.Groups.1.UserId="+tc.user))
		if r.code != tc.code {
			t.Errorf("%s naming %s of %q: %q %s, want %q", tc.on, tc.group, tc.user, r.code, r.text, tc.code)
		}
	}
}

func TestStaleAndShared(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	r := must(t, a, "DescribeStaleSecurityGroups", id("VpcId=@vpc"))
	got := []string{
		r.one("staleSecurityGroupSet/item/groupName"), r.one("staleSecurityGroupSet/item/staleIpPermissions/item/fromPort"),
		r.one("staleSecurityGroupSet/item/staleIpPermissions/item/groups/item/peeringStatus"),
		r.one("staleSecurityGroupSet/item/staleIpPermissions/item/groups/item/vpcId"),
	}
	if want := []string{"app", "22", "deleted", "vpc-0bbbbbbbbbbbbbbbb"}; !cmp.Equal(got, want) {
		t.Errorf("stale %q, want %q", got, want)
	}
	shown := must(t, a, "GetSecurityGroupsForVpc", id("VpcId=@vpc")).all("securityGroupForVpcSet/item/groupName")
	if want := []string{"web", "app", "alone", "default"}; !cmp.Equal(shown, want) {
		t.Errorf("groups for the VPC %q, want %q", shown, want)
	}
	if got := must(t, a, "DescribeSecurityGroupVpcAssociations", "").one("securityGroupVpcAssociationSet/item/groupId"); got != id("$alone") {
		t.Errorf("associated: %s", got)
	}
	if r := ask(t, a, "DeleteSecurityGroup", id("GroupId=$alone")); r.code != "DependencyViolation" {
		t.Errorf("an associated group deleted: %q", r.code)
	}
	if got := must(t, a, "DescribeSecurityGroupReferences", id("GroupId.1=$probe")).one("securityGroupReferenceSet/item/referencingVpcId"); got != id("@vpc") {
		t.Errorf("referenced from %q", got)
	}
}

func TestModifyRules(t *testing.T) {
	const edit = "SecurityGroupRule.1.SecurityGroupRule."
	for _, tc := range []struct{ name, to, code, want string }{
		{
			"ports and block", edit + "IpProtocol=tcp&" + edit + "FromPort=81&" + edit + "ToPort=82&" + edit + "CidrIpv4=10.1.1.1/8",
			"", "tcp 81-82 from 10.0.0.0/8",
		},
		{
			"to what another rule is", edit + "IpProtocol=tcp&" + edit + "FromPort=443&" + edit + "ToPort=443&" + edit + "CidrIpv4=10.0.0.0/8",
			"InvalidPermission.Duplicate", "tcp 80-80 from 0.0.0.0/0",
		},
		{"from a block to a group", edit + "IpProtocol=-1&" + edit + "ReferencedGroupId=$web", "InvalidParameterValue", "tcp 80-80 from 0.0.0.0/0"},
		{
			"two peers", edit + "IpProtocol=-1&" + edit + "ReferencedGroupId=$web&" + edit + "CidrIpv4=0.0.0.0/0",
			"InvalidParameterValue", "tcp 80-80 from 0.0.0.0/0",
		},
		{"dry", edit + "IpProtocol=-1&" + edit + "CidrIpv4=10.0.0.0/8&DryRun=true", "DryRunOperation", "tcp 80-80 from 0.0.0.0/0"},
	} {
		a := account(t, across)
		id := names(t, a)
		all := must(t, a, "DescribeSecurityGroupRules", id("Filter.1.Name=group-id&Filter.1.Value.1=$web"))
		x := all.all("securityGroupRuleSet/item/securityGroupRuleId")[0]
		r := ask(t, a, "ModifySecurityGroupRules", id("GroupId=$web&SecurityGroupRule.1.SecurityGroupRuleId="+x+"&"+tc.to))
		if got := rules(t, a, id("$web")); r.code != tc.code || !slices.Contains(got, tc.want) {
			t.Errorf("%s: %q %s, rules %v; want %q and %q", tc.name, r.code, r.text, got, tc.code, tc.want)
		}
		if one := must(t, a, "DescribeSecurityGroupRules", "SecurityGroupRuleId.1="+x); one.one("securityGroupRuleSet/item/securityGroupRuleId") != x {
			t.Errorf("%s: the rule's id changed", tc.name)
		}
	}
}

func TestUpdateDescriptions(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	text := func() []string {
		return must(t, a, "DescribeSecurityGroupRules", id("Filter.1.Name=group-id&Filter.1.Value.1=$web")).all("securityGroupRuleSet/item/description")
	}
	x := must(t, a, "DescribeSecurityGroupRules", id("Filter.1.Name=group-id&Filter.1.Value.1=$web")).all("securityGroupRuleSet/item/securityGroupRuleId")[0]
	must(t, a, "UpdateSecurityGroupRuleDescriptionsIngress", id("GroupId=$web&SecurityGroupRuleDescription.1.SecurityGroupRuleId="+x+
		"&SecurityGroupRuleDescription.1.Description=by id"))
	must(t, a, "UpdateSecurityGroupRuleDescriptionsIngress", id(short.Replace("GroupId=$web&P1.IpProtocol=udp&P1.FromPort=53&P1.ToPort=53&"+
		"P1.IpRanges.1.CidrIp=192.0.2.0/24&P1.IpRanges.1.Description=by property")))
	if got, want := text(), []string{"by id", "by property"}; !cmp.Equal(got, want) {
		t.Errorf("descriptions %q, want %q", got, want)
	}
	r := ask(t, a, "UpdateSecurityGroupRuleDescriptionsEgress", id(short.Replace("GroupId=$web&tcp22&world")))
	if r.code != "InvalidPermission.NotFound" {
		t.Errorf("a rule that is not there: %q", r.code)
	}
}

func TestTags(t *testing.T) {
	a := account(t, across)
	id := names(t, a)
	tags := func() []string {
		r := must(t, a, "DescribeTags", id("Filter.1.Name=resource-id&Filter.1.Value.1=$web"))
		var out []string
		for _, i := range r.at("tagSet/item") {
			out = append(out, i.one("resourceType")+" "+i.one("key")+"="+i.one("value"))
		}
		return out
	}
	must(t, a, "CreateTags", id("ResourceId.1=$web&ResourceId.2=@vpc&Tag.1.Key=a&Tag.1.Value=1&Tag.2.Key=b"))
	must(t, a, "CreateTags", id("ResourceId.1=$web&Tag.1.Key=a&Tag.1.Value=2"))
	if got, want := tags(), []string{"security-group a=2", "security-group b="}; !cmp.Equal(got, want) {
		t.Errorf("tags %q, want %q", got, want)
	}
	must(t, a, "DeleteTags", id("ResourceId.1=$web&Tag.1.Key=a&Tag.1.Value=1&Tag.2.Key=b"))
	if got, want := tags(), []string{"security-group a=2"}; !cmp.Equal(got, want) {
		t.Errorf("after deleting another value and a key: %q, want %q", got, want)
	}
	must(t, a, "DeleteTags", id("ResourceId.1=$web"))
	if got := tags(); got != nil {
		t.Errorf("after deleting all: %q", got)
	}
	var many strings.Builder
	for n := range 51 {
		fmt.Fprintf(&many, "&Tag.%d.Key=k%d", n+1, n)
	}
	if r := ask(t, a, "CreateTags", id("ResourceId.1=$web"+many.String())); r.code != "TagLimitExceeded" {
		t.Errorf("51 tags: %q", r.code)
	}
	if r := ask(t, a, "CreateTags", id("ResourceId.1=$lent&Tag.1.Key=a")); r.code != "InvalidSecurityGroupID.NotFound" {
		t.Errorf("a tag on another account's group: %q", r.code)
	}
}

func TestNewGroupMayBeInvisible(t *testing.T) {
	a := account(t, strings.Replace(across, `"vpcs"`, `"hidden": 3, "vpcs"`, 1))
	vpc := must(t, a, "DescribeVpcs", "").all("vpcSet/item/vpcId")[0]
	g := must(t, a, "CreateSecurityGroup", "GroupName=new&GroupDescription=x&VpcId="+vpc).one("groupId")
	for n, want := range []string{"InvalidGroup.NotFound", "InvalidGroup.NotFound", "InvalidGroup.NotFound", "", ""} {
		if r := ask(t, a, "DescribeSecurityGroups", "GroupId.1="+g); r.code != want {
			t.Errorf("read %d: %q, want %q", n+1, r.code, want)
		}
	}
}
