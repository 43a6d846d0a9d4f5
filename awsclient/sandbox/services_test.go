package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/sandbox"
)

const servicesScenario = `{"base": "analytics",
	"eksClusters": [{"name": "lake", "subnets": ["private-a"], "groups": ["app-servers"], "clusterGroup": "app-servers"}],
	"virtualClusters": [{"name": "jobs", "eks": "lake", "namespace": "spark"}, {"name": "old", "eks": "lake", "state": "TERMINATED"}],
	"managedEndpoints": [{"name": "studio", "virtualCluster": "jobs", "release": "emr-7.5.0-latest", "group": "app-servers",
		"notebookGroup": "app-servers", "subnets": ["private-a"]},
		{"name": "broken", "virtualCluster": "jobs", "state": "TERMINATED_WITH_ERRORS", "reason": "USER_ERROR", "details": "no route"}],
	"serverless": [{"name": "adhoc", "release": "emr-7.5.0", "subnets": ["private-a"], "groups": ["app-servers"], "studio": true}],
	"roles": [{"name": "Bounded", "boundary": "Fence", "policies": [{"name": "own", "document": {"Statement": []}}],
		"attached": [{"name": "Shared", "version": "v3", "document": {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]}],
	"regions": [{"name": "eu-west-1", "noBPA": true}, {"name": "us-west-2", "bpa": {"off": true}}],
	"clusters": [{"name": "failed", "state": "TERMINATED_WITH_ERRORS", "subnet": "private-a", "release": "emr-7.5.0",
		"master": "ElasticMapReduce-Master-Private", "slave": "ElasticMapReduce-Slave-Private",
		"created": "2026-03-01T00:00:00Z", "ended": "2026-03-01T01:00:00Z", "reason": "VALIDATION_ERROR", "message": "no",
		"errors": ["CODE: text", {"code": "OTHER", "message": "more", "data": [{"vpc": "vpc-1"}, {"group": "sg-1"}]}]}]}`

// rest asks a REST service for a path, and gives the status and the answer's object.
func rest(t testing.TB, a *sandbox.Account, service, path string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://sandbox"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", authorization("us-east-1", service))
	resp, err := a.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return resp.StatusCode, out
}

// jsonAt gives what is on a path of names and numbers, as JSON.
func jsonAt(t testing.TB, v any, path ...any) string {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return "none"
			}
			v = l[step]
		}
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(string(b), `"`)
}

func TestRESTServices(t *testing.T) {
	a := account(t, servicesScenario)
	id := names(t, a)
	_, list := rest(t, a, "emr-containers", "/virtualclusters?states=RUNNING")
	vc := jsonAt(t, list, "virtualClusters", 0, "id")
	if len(vc) != 25 || jsonAt(t, list, "virtualClusters", 1) != "none" {
		t.Fatalf("virtual clusters: %v", list)
	}
	_, list = rest(t, a, "emr-containers", "/virtualclusters/"+vc+"/endpoints?states=ACTIVE")
	ep := jsonAt(t, list, "endpoints", 0, "id")
	_, one := rest(t, a, "emr-containers", "/virtualclusters/"+vc+"/endpoints/"+ep)
	_, eks := rest(t, a, "eks", "/clusters/lake")
	_, apps := rest(t, a, "emr-serverless", "/applications")
	_, app := rest(t, a, "emr-serverless", "/applications/"+jsonAt(t, apps, "applications", 0, "id"))
	group := id("$app-servers")
	got := []string{
		jsonAt(t, one, "endpoint", "securityGroup"), jsonAt(t, one, "endpoint", "type"),
		jsonAt(t, one, "endpoint", "configurationOverrides", "applicationConfiguration", 0, "properties"),
		jsonAt(t, eks, "cluster", "resourcesVpcConfig", "clusterSecurityGroupId"),
		jsonAt(t, app, "application", "networkConfiguration", "securityGroupIds"),
		jsonAt(t, app, "application", "interactiveConfiguration", "studioEnabled"),
	}
	want := []string{
		group, "JUPYTER_ENTERPRISE_GATEWAY", `{"notebook-security-group-id":"` + group + `"}`, group, `["` + group + `"]`, "true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, tc := range []struct {
		service, path, code string
		status              int
	}{
		{"eks", "/clusters/none", "ResourceNotFoundException", 404},
		{"emr-containers", "/virtualclusters/none", "ResourceNotFoundException", 404},
		{"emr-containers", "/virtualclusters/none/endpoints", "ResourceNotFoundException", 404},
		{"emr-containers", "/virtualclusters/" + vc + "/endpoints/none", "ResourceNotFoundException", 404},
		{"emr-containers", "/virtualclusters?states=HAPPY", "ValidationException", 400},
		{"emr-serverless", "/applications/none", "ResourceNotFoundException", 404},
		{"emr-serverless", "/jobs", "UnknownOperationException", 404},
		{"emr-serverless", "/applications?nextToken=x", "ValidationException", 400},
	} {
		status, out := rest(t, a, tc.service, tc.path)
		if status != tc.status || jsonAt(t, out, "__type") != tc.code {
			t.Errorf("%s%s: %d %v", tc.service, tc.path, status, out)
		}
	}
}

func TestRESTPages(t *testing.T) {
	a := account(t, servicesScenario)
	var seen []string
	for token := ""; len(seen) < 10; {
		_, out := rest(t, a, "emr-containers", "/virtualclusters?maxResults=1&nextToken="+url.QueryEscape(token))
		seen = append(seen, jsonAt(t, out, "virtualClusters", 0, "name"))
		if token = jsonAt(t, out, "nextToken"); token == "null" {
			break
		}
	}
	if diff := cmp.Diff([]string{"jobs", "old"}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestRESTDenied(t *testing.T) {
	a := account(t, `{"base": "analytics", "deny": ["emr-containers:*", "iam:Get*"]}`)
	status, out := rest(t, a, "emr-containers", "/virtualclusters")
	if status != http.StatusForbidden || jsonAt(t, out, "__type") != "AccessDeniedException" {
		t.Errorf("%d %v", status, out)
	}
	r := askSigned(t, a, "us-east-1", "iam", "GetRole", "RoleName=EMRStudio_Service_Role")
	if r.status != http.StatusForbidden || r.code != "AccessDenied" || !strings.Contains(r.text, "iam:GetRole") {
		t.Errorf("%d %s %s", r.status, r.code, r.text)
	}
}

func TestIAM(t *testing.T) {
	a := account(t, servicesScenario)
	iam := func(action, query string) answer { return askSigned(t, a, "us-east-1", "iam", action, query) }
	role := iam("GetRole", "RoleName=Bounded")
	if got := role.one("GetRoleResult/Role/PermissionsBoundary/PermissionsBoundaryArn"); !strings.HasSuffix(got, ":policy/Fence") {
		t.Errorf("boundary %q of %v", got, role)
	}
	if got := iam("ListRolePolicies", "RoleName=Bounded").one("ListRolePoliciesResult/PolicyNames/member"); got != "own" {
		t.Errorf("its own policy is %q", got)
	}
	document := iam("GetRolePolicy", "RoleName=Bounded&PolicyName=own").one("GetRolePolicyResult/PolicyDocument")
	if text, err := url.PathUnescape(document); err != nil || text != `{"Statement":[]}` || text == document {
		t.Errorf("document %q, %v", document, err)
	}
	arn := iam("ListAttachedRolePolicies", "RoleName=Bounded").one("ListAttachedRolePoliciesResult/AttachedPolicies/member/PolicyArn")
	version := iam("GetPolicy", "PolicyArn="+arn).one("GetPolicyResult/Policy/DefaultVersionId")
	if version != "v3" {
		t.Errorf("version %q of %s", version, arn)
	}
	if got := iam("GetPolicyVersion", "PolicyArn="+arn+"&VersionId=v3").one("GetPolicyVersionResult/PolicyVersion/Document"); !strings.Contains(got, "Allow") {
		t.Errorf("document %q", got)
	}
	for _, q := range []string{"GetRole RoleName=x", "GetPolicyVersion PolicyArn=" + arn + "&VersionId=v1", "GetPolicy PolicyArn=x"} {
		action, query, _ := strings.Cut(q, " ")
		if r := iam(action, query); r.status != http.StatusNotFound || r.code != "NoSuchEntity" {
			t.Errorf("%s: %d %s", q, r.status, r.code)
		}
	}
}

// TestStudioRoles shows that a role which the scenario does not tell of has AWS's example policy.
func TestStudioRoles(t *testing.T) {
	a := account(t, "")
	_, studios := askEMR(t, a, "ListStudios", "{}")
	_, full := askEMR(t, a, "DescribeStudio", `{"StudioId": "`+jsonAt(t, studios, "Studios", 0, "StudioId")+`"}`)
	_, name, _ := strings.Cut(jsonAt(t, full, "Studio", "ServiceRole"), ":role/")
	r := askSigned(t, a, "us-east-1", "iam", "GetRolePolicy", "RoleName="+name+"&PolicyName=EMRStudio")
	text, err := url.PathUnescape(r.one("GetRolePolicyResult/PolicyDocument"))
	if err != nil || !json.Valid([]byte(text)) || !strings.Contains(text, "aws:ResourceTag/for-use-with-amazon-emr-managed-policies") {
		t.Errorf("%q, %v", text, err)
	}
}

func TestRegions(t *testing.T) {
	a := account(t, servicesScenario)
	got := must(t, a, "DescribeRegions", "").all("regionInfo/item/regionName")
	if diff := cmp.Diff([]string{"eu-west-1", "us-east-1", "us-west-2"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFailedCluster(t *testing.T) {
	a := account(t, servicesScenario)
	_, out := askEMR(t, a, "ListClusters", `{"ClusterStates": ["TERMINATED_WITH_ERRORS"]}`)
	_, full := askEMR(t, a, "DescribeCluster", `{"ClusterId": "`+jsonAt(t, out, "Clusters", 0, "Id")+`"}`)
	if got := jsonAt(t, full, "Cluster", "Status", "ErrorDetails"); got != `[{"ErrorCode":"CODE","ErrorData":[],"ErrorMessage":"text"},`+
		`{"ErrorCode":"OTHER","ErrorData":[{"vpc":"vpc-1"},{"group":"sg-1"}],"ErrorMessage":"more"}]` {
		t.Errorf("errors %s", got)
	}
}

func TestServiceMistakes(t *testing.T) {
	const head = `{"account": "1", "region": "us-east-1", "caller": "user/a", "vpcs": [{"name": "v", "cidr": "10.0.0.0/16"}], `
	for _, tc := range []struct{ text, want string }{
		{`"virtualClusters": [{"name": "a"}]`, "want the name of its EKS cluster"},
		{`"managedEndpoints": [{"name": "a", "virtualCluster": "b"}]`, `no virtual cluster "b"`},
		{`"eksClusters": [{"name": "a", "groups": ["b"]}]`, `no group "b"`},
		{`"serverless": [{"name": "a", "subnets": ["b"]}]`, `no subnet "b"`},
		{`"roles": [{"name": "a", "policies": [{"name": "p", "document": {}}]}]`, "with a Statement"},
		{`"regions": [{"name": "us-east-1"}]`, "own"},
		{`"clusters": [{"name": "a", "errors": [{"colour": 1}]}]`, `unknown field "colour"`},
	} {
		wrong(t, head+tc.text+"}", tc.want)
	}
}
