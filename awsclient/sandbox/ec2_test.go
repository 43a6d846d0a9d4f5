package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
)

// A handful of shorthands for parameters.
var short = strings.NewReplacer(
	"P1.", "IpPermissions.1.", "P2.", "IpPermissions.2.",
	"tcp22", "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22",
	"world", "IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0",
)

func TestRefusals(t *testing.T) {
	const gone = "sg-0123456789abcdef0"
	long := strings.Repeat("x", 256)
	for _, tc := range []struct{ action, query, code, text string }{
		{"RunInstances", "", "InvalidAction", "The action RunInstances is not valid for this web service."},
		{"DescribeVpcs", "VpcID.1=vpc-1", "UnknownParameter", "The parameter VpcID.1 is not recognized"},
		{"DescribeVpcs", "DryRun=true", "DryRunOperation", "Request would have succeeded, but DryRun flag is set."},
		{"DescribeVpcs", "DryRun=perhaps", "InvalidParameterValue", "perhaps"},
		{"DescribeVpcs", "VpcId.1=vpc-0123456789abcdef0", "InvalidVpcID.NotFound", "The vpc ID 'vpc-0123456789abcdef0' does not exist"},
		{"DescribeVpcs", "VpcId.1=foo", "InvalidVpcId.Malformed", `Invalid id: "foo" (expecting "vpc-...")`},
		{"DescribeVpcs", "Filter.1.Name=colour&Filter.1.Value.1=x", "InvalidParameterValue", "The filter 'colour' is invalid"},
		{"DescribeVpcs", "Filter.1.Value.1=x", "InvalidParameterValue", "The filter 'null' is invalid"},
		{"DescribeVpcs", "Filter.1.Name=vpc-id", "MissingParameter", "Filter.1.Value"},
		{
			"DescribeVpcs", "MaxResults=4", "InvalidParameterValue",
			"Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.",
		},
		{"DescribeVpcs", "MaxResults=1001", "InvalidParameterValue", "Expecting a value less than 1000."},
		{"DescribeVpcs", "NextToken=nonsense", "InvalidParameterValue", "The token is invalid."},
		{"DescribeInstances", "InstanceId.1=i-0123456789abcdef0&MaxResults=5", "InvalidParameterCombination", "instancesSet"},
		{"DescribeNatGateways", "NatGatewayId.1=nat-0123456789abcdef0", "NatGatewayNotFound", "was not found"},
		{
			"DescribeSubnets", "SubnetId.1=subnet-00000000&SubnetId.2=subnet-11111111", "InvalidSubnetID.NotFound",
			"The subnet IDs 'subnet-00000000, subnet-11111111' do not exist",
		},
		{"GetManagedPrefixListEntries", "PrefixListId=pl-00000000", "InvalidPrefixListID.NotFound", "(pl-00000000) does not exist"},
		{"GetManagedPrefixListEntries", "", "MissingParameter", "PrefixListId"},
		{"GetSecurityGroupsForVpc", "", "MissingParameter", "VpcId"},

		{"DescribeSecurityGroups", "GroupId.1=" + gone, "InvalidGroup.NotFound", "The security group '" + gone + "' does not exist"},
		{"DescribeSecurityGroups", "GroupId.1=sg-xyz", "InvalidGroupId.Malformed", `Invalid id: "sg-xyz"`},
		{"DescribeSecurityGroups", "GroupName.1=bastion", "VPCIdNotSpecified", "GroupName is only supported for EC2-Classic and default VPC"},
		{
			"DescribeSecurityGroups", "GroupId.1=$bastion&MaxResults=5", "InvalidParameterCombination",
			"The parameter GroupIds cannot be used with the parameter MaxResults",
		},
		{"DescribeSecurityGroupRules", "SecurityGroupRuleId.1=sgr-0123456789abcdef0", "InvalidSecurityGroupRuleId.NotFound", "does not exist"},
		{"DescribeSecurityGroupRules", "Filter.1.Name=vpc-id&Filter.1.Value.1=@vpc", "InvalidParameterValue", "'vpc-id' is invalid"},

		{"CreateSecurityGroup", "GroupName=x&VpcId=@vpc", "MissingParameter", "The request must contain the parameter GroupDescription"},
		{"CreateSecurityGroup", "GroupDescription=x&VpcId=@vpc", "MissingParameter", "GroupName"},
		{"CreateSecurityGroup", "GroupName=x&GroupDescription=x", "VPCIdNotSpecified", "No default VPC for this user"},
		{"CreateSecurityGroup", "GroupName=x&GroupDescription=x&VpcId=vpc-0123456789abcdef0", "InvalidVpcID.NotFound", ""},
		{
			"CreateSecurityGroup", "GroupName=sg-x&GroupDescription=x&VpcId=@vpc", "InvalidParameterValue",
			"Value (sg-x) for parameter GroupName is invalid. Group names may not be in the format sg-*.",
		},
		{
			"CreateSecurityGroup", "GroupName=default&GroupDescription=x&VpcId=@vpc", "InvalidParameterValue",
			"Cannot use reserved security group name: default",
		},
		{"CreateSecurityGroup", "GroupName=a|b&GroupDescription=x&VpcId=@vpc", "InvalidParameterValue", "Invalid security group name."},
		{"CreateSecurityGroup", "GroupName=x&GroupDescription=a<b&VpcId=@vpc", "InvalidParameterValue", "Invalid security group description."},
		{
			"CreateSecurityGroup", "GroupName=x&GroupDescription=é&VpcId=@vpc", "InvalidParameterValue",
			"Value (é) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.",
		},
		{"CreateSecurityGroup", "GroupName=" + long + "&GroupDescription=x&VpcId=@vpc", "InvalidParameterValue", "Invalid security group name."},
		{
			"CreateSecurityGroup", "GroupName= BASTION &GroupDescription=x&VpcId=@vpc", "InvalidGroup.Duplicate",
			"The security group 'BASTION' already exists for VPC '@vpc'",
		},
		{
			"CreateSecurityGroup", "GroupName=x&GroupDescription=x&VpcId=@vpc&TagSpecification.1.ResourceType=vpc", "InvalidParameterValue",
			"'vpc' is not a valid taggable resource type for this operation.",
		},
		{"CreateSecurityGroup", "GroupName=x&GroupDescription=x&VpcId=@vpc&TagSpecification.1.ResourceType=security-group&" +
			"TagSpecification.1.Tag.1.Key=aws:x", "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use"},

		{"DeleteSecurityGroup", "GroupId=$default", "CannotDelete", `name: "default" cannot be deleted by a user`},
		{"DeleteSecurityGroup", "GroupId=$msk-brokers", "DependencyViolation", "resource $msk-brokers has a dependent object"},
		{"DeleteSecurityGroup", "GroupId=$DefaultWorkspaceSecurityGroupGit", "DependencyViolation", "has a dependent object"},
		{"DeleteSecurityGroup", "GroupId=" + gone, "InvalidGroup.NotFound", ""},
		{"DeleteSecurityGroup", "", "MissingParameter", "groupName or groupId"},

		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion", "MissingParameter", "ipPermissions"},
		{"AuthorizeSecurityGroupIngress", "GroupId=" + gone + "&tcp22&world", "InvalidGroup.NotFound", ""},
		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22", "InvalidParameterValue", "a prefix list has to be specified"},
		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion&world", "MissingParameter", "ipProtocol"},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&P1.IpProtocol=tcp&world", "InvalidParameterValue",
			"Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&P1.IpProtocol=icmp&world", "InvalidParameterValue",
			"Invalid value 'Must specify both from and to ports with ICMP.' for portRange.",
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&P1.IpProtocol=foo&world", "InvalidParameterValue",
			"Invalid value 'foo' for IP protocol. Unknown protocol.",
		},
		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion&P1.IpProtocol=256&world", "InvalidParameterValue", "Unknown protocol"},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&P1.IpProtocol=tcp&P1.FromPort=1&P1.ToPort=65536&world",
			"InvalidParameterValue", "TCP/UDP port (65536) out of range",
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&P1.IpProtocol=udp&P1.FromPort=9&P1.ToPort=8&world",
			"InvalidParameterValue", "Invalid TCP/UDP port range (9:8)",
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&P1.IpProtocol=icmp&P1.FromPort=0&P1.ToPort=65535&world",
			"InvalidParameterValue", "ICMP code (65535) out of range",
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&P1.IpRanges.1.CidrIp=10.0.0.0/33", "InvalidParameterValue",
			"CIDR block 10.0.0.0/33 is malformed",
		},
		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&P1.IpRanges.1.CidrIp=::/0", "InvalidParameterValue", "CIDR block ::/0 is malformed"},
		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&P1.Ipv6Ranges.1.CidrIpv6=10.0.0.0/8", "InvalidParameterValue", "malformed"},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&world&P1.IpRanges.1.Description=a<b", "InvalidParameterValue",
			"Invalid rule description. Valid descriptions are strings less than 256 characters",
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&P1.Groups.1.GroupId=" + gone, "InvalidGroup.NotFound",
			"The security group '" + gone + "' does not exist",
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&P1.Groups.1.GroupId=$redshift&P1.Groups.1.GroupName=redshift",
			"InvalidParameterCombination", "",
		},
		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&P1.UserIdGroupPairs.1.GroupId=$redshift", "UnknownParameter", ""},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&P1.PrefixListIds.1.PrefixListId=pl-00000000", "InvalidPrefixListID.NotFound",
			"The prefix list ID 'pl-00000000' does not exist",
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$web-alb&P1.IpProtocol=6&P1.FromPort=443&P1.ToPort=443&world&P1.IpRanges.1.Description=other",
			"InvalidPermission.Duplicate", `the specified rule "peer: 0.0.0.0/0, TCP, from port: 443, to port: 443, ALLOW" already exists`,
		},
		{
			"AuthorizeSecurityGroupEgress", "GroupId=$bastion&P1.IpProtocol=all&P1.FromPort=3&P1.ToPort=9&world",
			"InvalidPermission.Duplicate", `the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists`,
		},
		{
			"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&P1.IpRanges.1.CidrIp=10.1.2.3/8&P1.IpRanges.2.CidrIp=10.0.0.0/8",
			"InvalidParameterValue", "The same permission must not appear multiple times",
		},
		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion&CidrIp=10.0.0.0/8&tcp22&world", "InvalidParameterCombination", ""},
		{"AuthorizeSecurityGroupEgress", "GroupId=$bastion&CidrIp=10.0.0.0/8&IpProtocol=-1", "MissingParameter", "ipPermissions"},
		{"AuthorizeSecurityGroupIngress", "GroupId=$bastion&tcp22&world&DryRun=true", "DryRunOperation", ""},

		{
			"RevokeSecurityGroupIngress", "GroupId=$bastion&tcp22&world", "InvalidPermission.NotFound",
			"The specified rule does not exist in this security group.",
		},
		{"RevokeSecurityGroupIngress", "GroupId=$bastion", "MissingParameter", ""},
		{"RevokeSecurityGroupIngress", "GroupId=$bastion&SecurityGroupRuleId.1=sgr-x", "InvalidSecurityGroupRuleId.Malformed", ""},
		{"RevokeSecurityGroupIngress", "GroupId=$bastion&SecurityGroupRuleId.1=sgr-0123456789abcdef0", "InvalidSecurityGroupRuleId.NotFound", ""},
		{"RevokeSecurityGroupIngress", "GroupId=$bastion&SecurityGroupRuleId.1=sgr-0123456789abcdef0&tcp22", "InvalidParameterCombination", ""},

		{"CreateTags", "Tag.1.Key=a&Tag.1.Value=b", "MissingParameter", "resourceIdSet"},
		{"CreateTags", "ResourceId.1=$bastion", "MissingParameter", "tagSet"},
		{"CreateTags", "ResourceId.1=" + gone + "&Tag.1.Key=a", "InvalidSecurityGroupID.NotFound", "The securityGroup ID '" + gone + "' does not exist"},
		{"CreateTags", "ResourceId.1=foo&Tag.1.Key=a", "InvalidID", "The ID 'foo' is not valid"},
		{"CreateTags", "ResourceId.1=$bastion&Tag.1.Key=aws:x", "InvalidParameterValue", "reserved"},
		{"CreateTags", "ResourceId.1=$bastion&Tag.1.Key=" + long, "InvalidParameterValue", "maximum length of 128"},
		{"ModifySecurityGroupRules", "GroupId=$bastion", "MissingParameter", "SecurityGroupRule"},
	} {
		a := account(t, "")
		id := names(t, a)
		r := ask(t, a, tc.action, id(short.Replace(tc.query)))
		want := http.StatusBadRequest
		if tc.code == "DryRunOperation" {
			want = http.StatusPreconditionFailed
		}
		if r.status != want || r.code != tc.code || !strings.Contains(r.text, id(tc.text)) {
			t.Errorf("%s %s\n got %d %s: %s\nwant %d %s: %s", tc.action, tc.query, r.status, r.code, r.text, want, tc.code, tc.text)
		}
	}
}
