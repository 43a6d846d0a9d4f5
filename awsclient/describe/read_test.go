package describe_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/model"
)

const (
	notJSON    = "not JSON: want an object, a list, text in quotes, a number, true, false or null"
	partlyVPCs = "vpcs: partly read"
)

const oneGroup = `{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"web","VpcId":"vpc-1","OwnerId":"111122223333",
	"IpPermissions":[],"IpPermissionsEgress":[]}]}`

func TestReadings(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		want  string
	}{
		{"groups only", []string{"a.json", oneGroup}, "groups: read"},
		{"any file name", []string{"x/y.txt", oneGroup}, "groups: read"},
		{"recorded response", []string{"a.json", `{"status_code":200,"data":{"x":{},"SecurityGroups":[]}}`}, "groups: read"},
		{"list of documents", []string{"a.json", `[{"SecurityGroups":[]},{"Vpcs":[]}]`}, "groups: read, vpcs: read"},
		{"several keys", []string{"a.json", `{"SecurityGroups":[],"Vpcs":[],"Nobody":[1]}`}, "groups: read, vpcs: read"},
		{"documents in a row", []string{"a.json", `{"SecurityGroups":[]} {"Subnets":[]}`}, "groups: read, subnets: read"},
		{"exact keys", []string{"a.json", `{"securityGroups":[],"VPCS":[],"cluster":{"id":"j-1"}}`}, ""},
		{"listing goes on", []string{"a.json", `{"SecurityGroups":[],"NextToken":"abc"}`}, "groups: partly read"},
		{"listing goes on, EMR", []string{"a.json", `{"Studios":[],"Marker":"abc"}`}, "studios: partly read"},
		{"no token", []string{"a.json", `{"SecurityGroups":[],"NextToken":null}`}, "groups: read"},
		{"one Studio is no listing", []string{"a.json", `{"Studio":{"StudioId":"es-1"}}`}, "studios: partly read"},
		{
			"listing and one Studio",
			[]string{"a.json", `{"Studio":{"StudioId":"es-1"}}`, "b.json", `{"Studios":[{"StudioId":"es-1"}]}`},
			"studios: read",
		},
		{"EKS", []string{"a.json", `{"cluster":{"name":"x","id":"y"}}`}, ""},
		{"Redshift", []string{"a.json", `{"Clusters":[{"ClusterIdentifier":"x"}]}`}, ""},
		{"Redshift, none", []string{"redshift-describe-clusters.json", `{"Clusters":[]}`}, ""},
		{"EMR, none", []string{"emr-list-clusters.json", `{"Clusters":[]}`}, "clusters: read"},
		{"caller", []string{"a.json", `{"UserId":"u","Account":"111122223333","Arn":"arn:aws:iam::1:user/x"}`}, "caller: read"},
		{
			"two Regions, both listed",
			[]string{"us-east-1/a.json", oneGroup, "us-west-2/a.json", `{"SecurityGroups":[]}`},
			"groups: read",
		},
		{
			"two Regions, groups of one",
			[]string{"us-east-1/a.json", oneGroup, "us-west-2/a.json", `{"Vpcs":[{"VpcId":"vpc-2"}]}`},
			"groups: partly read, groups vpc-1: read, groups vpc-2: not read, " +
				"vpcs: partly read, vpcs vpc-1: not read, vpcs vpc-2: read",
		},
		{
			"what lies above is of all",
			[]string{"a.json", oneGroup, "us-east-1/b.json", `{"Vpcs":[]}`},
			"groups: read, vpcs: read",
		},
		{
			"two Regions, list of no list",
			[]string{"eu-west-3/a.json", `{"Studios":[]}`, "cn-north-1/a.json", `{"Studios":[],"Subnets":[]}`},
			"studios: read, subnets: partly read",
		},
		{
			"shared VPC, interfaces of one account",
			[]string{
				"111122223333/us-east-1/v.json", `{"Vpcs":[{"VpcId":"vpc-1"}],"NetworkInterfaces":[]}`,
				"444455556666/us-east-1/v.json", `{"Vpcs":[{"VpcId":"vpc-1"}]}`,
			},
			"interfaces: partly read, vpcs: read",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(states(read(t, c.files...)), ", "); got != c.want {
				t.Errorf("readings\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestMalformed(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string // the problem
		states     string
	}{
		{"empty", "", `bad.json:1:1: empty: want a JSON document`, ""},
		{"not JSON", "hello", "bad.json:1:1: " + notJSON, ""},
		{"NUL", "\x00\x00", "bad.json:1:1: " + notJSON, ""},
		{"truncated", "{\"Vpcs\": [\n  {\"VpcId\": \"vp", `bad.json:2:16: the text ends inside quotes`, "vpcs: failed"},
		{"trailing comma", `{"Vpcs":[],}`, `bad.json:1:12: want a key in quotes`, "vpcs: failed"},
		{"two columns of a letter", `{"é":x}`, "bad.json:1:6: " + notJSON, ""},
		{"no list", `{"Vpcs":5}`, `bad.json:1:9: want a list, found a number`, partlyVPCs},
		{"no object", `{"Vpcs":["vpc-1"]}`, `bad.json:1:10: item: want an object, found text`, partlyVPCs},
		{"no id", `{"Vpcs":[{}]}`, `bad.json:1:10: no VpcId: left out`, partlyVPCs},
		{"id of a wrong type", `{"Vpcs":[{"VpcId":7}]}`, `bad.json:1:19: VpcId: want text, found a number: left out`, partlyVPCs},
		{"no block", `{"Vpcs":[{"VpcId":"v","CidrBlock":"ten"}]}`, `bad.json:1:35: CidrBlock: "ten" is not a CIDR block`, partlyVPCs},
		{"schema of tomorrow", `{"schemaVersion":9,"readings":[]}`, "bad.json:1:18: schemaVersion: this program reads version 1 only", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, problems := readBad(t, "bad.json", c.text, "good.json", oneGroup)
			if got := strings.Join(problems, "\n"); got != c.want {
				t.Errorf("problem\n got %s\nwant %s", got, c.want)
			}
			if _, ok := s.Group("sg-1"); !ok {
				t.Error("the good file was not read")
			}
			want := "groups: read"
			if c.states != "" {
				want += ", " + c.states
			}
			if got := strings.Join(states(s), ", "); got != want {
				t.Errorf("readings\n got %s\nwant %s", got, want)
			}
		})
	}
}

// A page that broke off leaves the part in part, even if another page was read to its end.
func TestBrokenPage(t *testing.T) {
	s, _ := readBad(t, "1.json", oneGroup, "2.json", `{"SecurityGroups":[{"GroupId":`, "3.json", `[{"data":{"Subnets":[`)
	if d := cmp.Diff([]string{"groups: partly read", "subnets: failed"}, states(s)); d != "" {
		t.Error(d)
	}
}

func TestMalformedRuleCostsItselfOnly(t *testing.T) {
	s, problems := readBad(t, "a.json", `{"SecurityGroups":[
		{"GroupId":"sg-1","GroupName":3,"IpPermissions":[
			{"IpProtocol":"tcp","FromPort":"22","ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]},
			{"IpProtocol":"tcp","FromPort":1e99,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]},
			{"IpProtocol":"carrier pigeon","IpRanges":[{"CidrIp":"10.0.0.0/8"}]},
			{"IpProtocol":"tcp","FromPort":443,"ToPort":443.0,"IpRanges":[{"CidrIp":"10.0.0.0/8"},{"CidrIp":null},7]},
			null]},
		{"GroupId":"sg-2","IpPermissions":{}},
		5]}`)
	want := []string{
		`a.json:2:33: GroupName: want text, found a number`,
		`a.json:3:35: FromPort: want a number, found text`,
		`a.json:4:35: FromPort: 1e99 is not a whole number in range`,
		`a.json:5:18: parse protocol "carrier pigeon": want tcp, udp, icmp, icmpv6, all or a number from 0 to 255`,
		`a.json:6:106: IpRanges: want an object, found a number`,
		`a.json:6:90: no CidrIp: rule left out`,
		`a.json:7:4: IpPermissions: want an object, found null`,
		`a.json:8:37: IpPermissions: want a list, found an object`,
		`a.json:9:3: item: want an object, found a number`,
	}
	if d := cmp.Diff(sorted(want), sorted(problems)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"ingress tcp 443 from 10.0.0.0/8"}, rules(t, s, "sg-1")); d != "" {
		t.Error(d)
	}
	if r := s.Reading(model.PartGroups, ""); r.State != model.ReadPartly || r.Failure.Kind != model.FailedInvalid {
		t.Errorf("groups: %+v", r)
	}
}

func TestFilesThatAreNotOurs(t *testing.T) {
	s := read(
		t,
		"README.md", "# [read me]", "expect.csv", "from,to\n", ".git/config.json", "nonsense", ".hidden.json", "{",
		"package.json", `{"name":"x","version":1}`, "a.json", oneGroup,
	)
	if d := cmp.Diff([]string{"groups: read"}, states(s)); d != "" {
		t.Error(d)
	}
}

func TestEncodings(t *testing.T) {
	little, big := "\xff\xfe", "\xfe\xff"
	for _, u := range utf16.Encode([]rune(oneGroup)) {
		little += string([]byte{byte(u), byte(u >> 8)})
		big += string([]byte{byte(u >> 8), byte(u)})
	}
	for name, text := range map[string]string{
		"UTF-8 with mark": "\xef\xbb\xbf" + oneGroup, "UTF-16 little": little, "UTF-16 big": big,
	} {
		if _, ok := read(t, "groups.json", text, "groups", text).Group("sg-1"); !ok {
			t.Errorf("%s: no group", name)
		}
	}
}

func TestReadPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "us-east-1")
	if err := os.MkdirAll(filepath.Join(dir, "deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	good, bad := filepath.Join(dir, "deep", "groups"), filepath.Join(dir, "bad.json")
	for path, text := range map[string]string{good: oneGroup, bad: "{"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := describe.Read(dir)
	if err == nil || err.Error() != bad+":1:2: want a key in quotes" {
		t.Errorf("folder: %v", err)
	}
	if g, _ := s.Group("sg-1"); g.Region != "us-east-1" {
		t.Errorf("group %+v: want the Region that the folder is named for", g)
	}
	if o := s.Origin(); o.Kind != model.FromFile || o.Name != dir || o.Region != "us-east-1" || o.Partition != "aws" {
		t.Errorf("origin %+v", o)
	}
	if s, err := describe.Read(good); err != nil || s.Origin().Name != good {
		t.Errorf("file: %v, %v", s.Origin(), err)
	}
	if _, err := describe.Read(bad); err == nil || err.Error() != bad+":1:2: want a key in quotes" {
		t.Errorf("bad file: %v", err)
	}
	if _, err := describe.Read(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("no error for a path that is not there")
	}
}
