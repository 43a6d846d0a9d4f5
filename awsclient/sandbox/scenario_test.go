package sandbox_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/sandbox"
)

func TestScenarios(t *testing.T) {
	all := sandbox.Scenarios()
	if len(all) == 0 || all[0].Name != sandbox.DefaultScenario {
		t.Fatalf("the first is not the default: %v", all)
	}
	for _, s := range all {
		if s.Title == "" || s.Story == "" {
			t.Errorf("%s has no title or no story", s.Name)
		}
		for _, w := range s.Wrong {
			if !strings.HasSuffix(w, ".") {
				t.Errorf("%s: %q is no sentence", s.Name, w)
			}
		}
		if _, err := sandbox.New(s.Name, sandbox.Options{}); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
	_, err := sandbox.New("nonsense", sandbox.Options{})
	if err == nil || !strings.Contains(err.Error(), "analytics") {
		t.Errorf("an unknown scenario: %v", err)
	}
}

// TestUnknownScenario requires that a slip of the finger is told what it was near to.
func TestUnknownScenario(t *testing.T) {
	for name, want := range map[string]string{
		"port-tpyo": "near it: port-typo;", "Healthy": "near it: healthy;", "two_workspaces": "near it: two-workspaces",
		"region": "near it: wrong-region;", "xyzzy": "there is none of that name; sgscope sandbox --list shows all",
	} {
		_, err := sandbox.New(name, sandbox.Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

// TestScenarioMistakes shows that a scenario's author is told what is wrong, all of it at once.
func TestScenarioMistakes(t *testing.T) {
	const head = `{"account": "1", "region": "us-east-1", "caller": "user/a", "vpcs": [{"name": "v", "cidr": "10.0.0.0/16"}], `
	for _, tc := range []struct{ text, want string }{
		{`{"colour": 1}`, `unknown field "colour"`},
		{`{"base": "nonsense"}`, `"nonsense"`},
		{head + `"groups": [{"name": "a", "in": ["tcp 22 to 0.0.0.0/0"]}]}`, `no "from"`},
		{head + `"groups": [{"name": "a", "in": ["tcp from 0.0.0.0/0"]}]}`, "Must specify both"},
		{head + `"groups": [{"name": "a", "in": ["tcp 22 from sg:b"]}]}`, `no group "b"`},
		{head + `"groups": [{"name": "a", "in": ["tcp 22 from 10.0.0.1/8", "tcp 22 from 10.0.0.0/8"]}]}`, "twice"},
		{head + `"groups": [{"name": "a"}, {"name": "a"}]}`, "there are two"},
		{head + `"subnets": [{"name": "s", "cidr": "10.0.0.0/24", "az": "a", "routes": "r", "acl": "q"}]}`, `no route table "r"`},
		{head + `"subnets": [{"name": "s", "cidr": "10.0.0.0/24", "az": "a", "routes": "r", "acl": "q"}]}`, `no network ACL "q"`},
		{head + `"routeTables": [{"name": "r", "routes": ["0.0.0.0/0 igw:x"]}]}`, "no such target"},
		{head + `"acls": [{"name": "r", "in": ["100 permit all 0.0.0.0/0"]}]}`, "allow or deny"},
		{head + `"studios": [{"name": "s", "workspace": "a", "engine": "b"}]}`, `no group "a"`},
	} {
		_, err := sandbox.NewFrom([]byte(tc.text), sandbox.Options{})
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %s", tc.text, err, tc.want)
		}
	}
}

func TestScenarioOverBase(t *testing.T) {
	a := account(t, `{"base": "analytics", "groups": [
		{"name": "redshift", "gone": true}, {"name": "reporting-api", "gone": true},
		{"name": "DefaultEngineSecurityGroup", "in": ["tcp 18888 from sg:DefaultWorkspaceSecurityGroupGit"], "out": null, "tags": {"x": "y"}},
		{"name": "added", "description": "Added", "in": ["50 from 192.0.2.0/24", "icmpv6 from ::/0", "icmp 8/0 from self"]}],
		"instances": [{"name": "reporting-1", "gone": true}], "interfaces": [{"name": "warehouse", "gone": true}]}`)
	plain := account(t, "")
	id, before := names(t, a), names(t, plain)
	const engine = "$DefaultEngineSecurityGroup"
	if id(engine) != before(engine) || id("$redshift") != "$redshift" {
		t.Errorf("ids moved, or a group stayed: %s, %s, %s", id(engine), before(engine), id("$redshift"))
	}
	want := []string{"-1 -1--1 to 0.0.0.0/0", id("tcp 18888-18888 from $DefaultWorkspaceSecurityGroupGit")}
	if got := rules(t, a, id(engine)); !cmp.Equal(got, want) {
		t.Errorf("engine %v, want %v", got, want)
	}
	g := must(t, a, "DescribeSecurityGroups", id("GroupId.1="+engine))
	if got := g.all("securityGroupInfo/item/tagSet/item/key"); !cmp.Equal(got, []string{"for-use-with-amazon-emr-managed-policies", "x"}) {
		t.Errorf("tags %v", got)
	}
	want = []string{"-1 -1--1 to 0.0.0.0/0", "50 -1--1 from 192.0.2.0/24", id("icmp 8-0 from $added"), "icmpv6 -1--1 from ::/0"}
	if got := rules(t, a, id("$added")); !cmp.Equal(got, want) {
		t.Errorf("added %v, want %v", got, want)
	}
}

func TestCrowd(t *testing.T) {
	a := account(t, `{"base": "analytics", "crowd": {"groups": 2500, "rules": 4}}`)
	if got := must(t, a, "DescribeSecurityGroups", "").all("securityGroupInfo/item/groupId"); len(got) != 2518 {
		t.Errorf("%d groups", len(got))
	}
}

// TestAnalytics pins what other packages' tests and lessons count on in the default scenario.
func TestAnalytics(t *testing.T) {
	a := account(t, "")
	id := names(t, a)
	for group, want := range map[string][]string{
		"$DefaultWorkspaceSecurityGroupGit": {"tcp 443-443 to 0.0.0.0/0"},
		"$DefaultEngineSecurityGroup":       {"tcp 18889-18889 from $DefaultWorkspaceSecurityGroupGit"},
		"$ml-studio-workspace":              {"tcp 18888-18888 to $ml-studio-engine", "tcp 443-443 to 0.0.0.0/0"},
		"$ml-studio-engine":                 {"tcp 18888-18888 from $ml-studio-workspace"},
		"$ElasticMapReduce-ServiceAccess": {
			"tcp 8443-8443 to $ElasticMapReduce-Master-Private", "tcp 8443-8443 to $ElasticMapReduce-Slave-Private",
			"tcp 9443-9443 from $ElasticMapReduce-Master-Private",
		},
		"$ElasticMapReduce-Master-Private": {
			"-1 -1--1 to 0.0.0.0/0", "icmp -1--1 from $ElasticMapReduce-Master-Private", "icmp -1--1 from $ElasticMapReduce-Slave-Private",
			"tcp 0-65535 from $ElasticMapReduce-Master-Private", "tcp 0-65535 from $ElasticMapReduce-Slave-Private",
			"tcp 8443-8443 from $ElasticMapReduce-ServiceAccess", "udp 0-65535 from $ElasticMapReduce-Master-Private",
			"udp 0-65535 from $ElasticMapReduce-Slave-Private",
		},
	} {
		for i := range want {
			want[i] = id(want[i])
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, rules(t, a, id(group))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", group, diff)
		}
	}
	if n := len(must(t, a, "DescribeSecurityGroups", "").all("securityGroupInfo/item/groupId")); n < 14 {
		t.Errorf("only %d groups", n)
	}
	for _, path := range []string{"DescribeVpcs vpcSet", "DescribeSubnets subnetSet"} {
		action, set, _ := strings.Cut(path, " ")
		for _, r := range must(t, a, action, "").at(set + "/item") {
			if !slices.Contains(r.all("tagSet/item/key"), "for-use-with-amazon-emr-managed-policies") {
				t.Errorf("%s: one is not tagged", action)
			}
		}
	}
}

func TestClock(t *testing.T) {
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	a, err := sandbox.New("", sandbox.Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	if got := must(t, a, "DescribeNatGateways", "").one("natGatewaySet/item/createTime"); got != "2029-01-02T03:04:05.000Z" {
		t.Errorf("made at %s", got)
	}
}

// TestClockMovesDates keeps what happened a while ago a while ago, whenever the account is opened.
func TestClockMovesDates(t *testing.T) {
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	a, err := sandbox.New("service-access-9443", sandbox.Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	_, got := askEMR(t, a, "ListClusters", fmt.Sprintf(`{"CreatedAfter": %d}`, at.Add(-24*time.Hour).Unix()))
	if name := dig(got, "Clusters.0.Name"); name != "depots-nightly" {
		t.Errorf("the cluster that failed in the night is not there: %v", name)
	}
}

func TestIdentifiersLookReal(t *testing.T) {
	a := account(t, "")
	form := regexp.MustCompile(`^[a-z]+-[0-9a-f]{8}([0-9a-f]{9})?$`)
	for _, id := range must(t, a, "DescribeTags", "").all("tagSet/item/resourceId") {
		if !form.MatchString(id) {
			t.Errorf("id %q", id)
		}
	}
}
