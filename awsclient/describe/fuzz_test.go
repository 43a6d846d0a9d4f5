package describe_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient/describe"
)

// zoo gives malformed and odd documents that were thought of; FuzzRead goes on from them.
func zoo() []string {
	list := []string{
		"", " ", "{", "[", "\"", "{}", "[]", "null", "5", "-", "1e", "tru", "\x00", "\ufeff{}", "\xff\xfe{\x00}\x00",
		"\xfe\xff\x00{\x00}", "\xff\xfe{", `{"a":}`, `{"a":1,}`, `{,}`, `[1 2]`, `{"a" 1}`, `{'a':1}`, `{"a":"\x"}`,
		"{\"a\":\"\x01\"}", `{"a":"\ud83d"}`, `{"a":"\ud83d\ude00"}`, `{"a":"\u00"}`, "{\"a\":\"\xff\"}", `{} {} x`,
		strings.Repeat("[", 100000), strings.Repeat(`{"data":`, 100), `{"data":{"data":{"data":{"data":{"Vpcs":[]}}}}}`,
		`{"SecurityGroups":[],"SecurityGroups":[{"GroupId":"sg-1"},{"GroupId":"sg-1"}]}`,
		`{"SecurityGroups":[{"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"tcp","FromPort":99999999999999999999}]}]}`,
		`{"SecurityGroups":[{"GroupId":"sg-1","IpPermissions":[{"IpProtocol":"icmp","FromPort":-1,"ToPort":3,
			"IpRanges":[{"CidrIp":"::ffff:1.2.3.4/128"}]}]}]}`,
		`{"schemaVersion":1,"readings":[],"origin":7,"gone":{},"SecurityGroups":{}}`,
		`{"schemaVersion":1,"readings":{},"Clusters":[{"Id":"j-1","Status":[]}]}`,
		`{"Account":"1","Arn":5}`, `{"Cluster":{"Id":"j-1","InstanceGroups":[{"Id":"ig","InstanceGroupType":"MASTER"}]}}`,
		`{"Instances":[{"Ec2InstanceId":"i-1","InstanceGroupId":"ig"}]}`, `{"NextToken":{},"Vpcs":[{"VpcId":"v"}]}`,
		`{"NetworkAcls":[{"NetworkAclId":"a","Entries":[{"RuleNumber":1,"Egress":false,"RuleAction":"allow","Protocol":"6",
			"CidrBlock":"10.0.0.1/8","PortRange":{"From":5,"To":1}}]}]}`,
		`{"RouteTables":[{"RouteTableId":"r","Routes":[{"DestinationCidrBlock":"0/0"},{"DestinationPrefixListId":"pl-1",
			"DestinationCidrBlock":"10.0.0.0/8","GatewayId":"odd"}]}]}`,
		`{"VpcBlockPublicAccessOptions":7}`, `{"VpcBlockPublicAccessExclusions":[{"ExclusionId":"x","ResourceArn":"/"}]}`,
	}
	for _, key := range sectionKeys() {
		for _, v := range []string{`5`, `"x"`, `{}`, `[5]`, `[{}]`, `[[]]`, `null`, `[null]`, `{"Id":[]}`} {
			list = append(list, `{"`+key+`":`+v+`}`)
		}
	}
	return list
}

// sectionKeys gives all keys that are read.
func sectionKeys() []string {
	return strings.Fields(`SecurityGroups SecurityGroupRules Vpcs Subnets NetworkInterfaces Reservations
		SecurityGroupVpcAssociations StaleSecurityGroupSet Studios Studio Clusters Cluster Instances Account NetworkAcls
		RouteTables PrefixLists ManagedPrefixListEntries Entries VpcBlockPublicAccessOptions VpcBlockPublicAccessExclusions
		InternetGateways EgressOnlyInternetGateways NatGateways CustomerGateways VpnGateways Addresses VpcPeeringConnections
		VpcEndpoints TransitGateways TransitGatewayAttachments TransitGatewayVpcAttachments
		TransitGatewayPeeringAttachments TransitGatewayRouteTables TransitGatewayStaticRoutes Routes
		TransitGatewayPropagations TransitGatewayRouteTablePropagations LoadBalancers LoadBalancerAttributes
		LoadBalancerListeners Listeners TargetGroups TargetGroupAttributes LoadBalancerTargetHealth data`)
}

// Whatever a file holds, it is read or named, and what was read can be saved and read again.
func checkRead(t interface{ Fatalf(string, ...any) }, text string) {
	s, err := describe.ReadFS(tree("us-east-1/a.json", text), ".")
	var m *describe.Malformed
	if err != nil && !errors.As(err, &m) {
		t.Fatalf("%q: %v", text, err)
	}
	if m != nil {
		for _, p := range m.Problems {
			if p.Line < 1 || p.Column < 1 || p.Path != "us-east-1/a.json" || p.Text == "" {
				t.Fatalf("%q: problem without a place: %+v", text, p)
			}
		}
	}
	again, err := describe.ReadFS(tree("a.json", saved(t, s)), ".")
	if err != nil {
		t.Fatalf("%q: saved and read again: %v", text, err)
	}
	if d := same(s, again); d != "" {
		t.Fatalf("%q: saved and read again:\n%s", text, d)
	}
}

func TestZoo(t *testing.T) {
	for _, text := range zoo() {
		checkRead(t, text)
	}
}

// Half a document of each lab file names its fault and loses nothing of the other files.
func TestTruncated(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedData, "labs", "aws_demo", "aws_configs", "us-east-1", "*.json"))
	if err != nil || len(files) == 0 {
		t.Skipf("%s is not here", sharedData)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{len(data) / 3, len(data) / 2, len(data) - 2} {
			s, problems := readBad(t, "a.json", string(data[:n]), "b.json", oneGroup)
			if len(problems) != 1 || !strings.HasPrefix(problems[0], "a.json:") {
				t.Errorf("%s cut at %d: %q", name, n, problems)
			}
			if _, ok := s.Group("sg-1"); !ok {
				t.Errorf("%s cut at %d: the other file was lost", name, n)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range zoo() {
		f.Add(text)
	}
	files, _ := filepath.Glob(filepath.Join(sharedData, "labs", "*", "aws_configs", "us-east-1", "*.json"))
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && len(data) < 4000 {
			f.Add(string(data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) { checkRead(t, text) })
}

// many makes a describe-security-groups document of n groups with five rules each.
func many(n int) string {
	var b bytes.Buffer
	b.WriteString(`{"SecurityGroups": [`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `
        {
            "Description": "Group number %[1]d of many",
            "GroupName": "many-%[1]d",
            "IpPermissions": [
                {
                    "FromPort": 443,
                    "IpProtocol": "tcp",
                    "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "inside"}, {"CidrIp": "192.168.0.0/16"}],
                    "Ipv6Ranges": [],
                    "PrefixListIds": [],
                    "ToPort": 443,
                    "UserIdGroupPairs": [{"GroupId": "sg-%017[2]d", "UserId": "111122223333"}]
                }
            ],
            "OwnerId": "111122223333",
            "GroupId": "sg-%017[1]d",
            "IpPermissionsEgress": [
                {
                    "IpProtocol": "-1",
                    "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
                    "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
                    "PrefixListIds": [],
                    "UserIdGroupPairs": []
                }
            ],
            "Tags": [{"Key": "Name", "Value": "many-%[1]d"}],
            "VpcId": "vpc-1"
        }`, i, i/2)
	}
	b.WriteString("\n]}\n")
	return b.String()
}

func BenchmarkRead10000Groups(b *testing.B) {
	text := many(10000)
	fsys := tree("groups.json", text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := describe.ReadFS(fsys, "."); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSave10000Groups(b *testing.B) {
	s, err := describe.ReadFS(tree("groups.json", many(10000)), ".")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := describe.Save(&bytes.Buffer{}, s); err != nil {
			b.Fatal(err)
		}
	}
}
