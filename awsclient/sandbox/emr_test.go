package sandbox_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dig walks an answer: "Studios.0.Name".
func dig(v any, path string) any {
	for step := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}

func TestEMR(t *testing.T) {
	a := account(t, "")
	id := names(t, a)
	for _, tc := range []struct{ action, body, path, want string }{
		{"ListStudios", "", "Studios.0.Name", "data-science"},
		{"ListStudios", "", "Studios.1.VpcId", "@vpc"},
		{"DescribeStudio", `{"StudioId": "es-7DQ2M9XKTZ4B1VWH0RNJ6YC8P"}`, "Studio.EngineSecurityGroupId", "$DefaultEngineSecurityGroup"},
		{"DescribeStudio", `{"StudioId": "es-7DQ2M9XKTZ4B1VWH0RNJ6YC8P"}`, "Studio.WorkspaceSecurityGroupId", "$DefaultWorkspaceSecurityGroupGit"},
		{"DescribeStudio", `{"StudioId": "es-2KJ8V5NQWC0T7ZR3XHB1MYD4L"}`, "Studio.EngineSecurityGroupId", "$ml-studio-engine"},
		{"ListClusters", `{"ClusterStates": ["WAITING"]}`, "Clusters.0.Name", "etl-nightly"},
		{"ListClusters", `{"ClusterStates": ["WAITING"]}`, "Clusters.1.Name", "<nil>"},
		{"ListClusters", `{"CreatedAfter": 1772300000}`, "Clusters.0.Name", "ml-gpu"},
		{"ListClusters", `{"CreatedBefore": 1772230000.5}`, "Clusters.0.Name", "etl-nightly"},
		{"DescribeCluster", `{"ClusterId": "j-2ADHC6ZP1VB4M"}`, "Cluster.ReleaseLabel", "emr-5.20.0"},
		{"DescribeCluster", `{"ClusterId": "j-3MLGPU7X2QK9A"}`, "Cluster.Applications.2.Name", "JupyterEnterpriseGateway"},
		{"DescribeCluster", `{"ClusterId": "j-3MLGPU7X2QK9A"}`, "Cluster.Ec2InstanceAttributes.EmrManagedMasterSecurityGroup", "$ElasticMapReduce-Master-Private"},
		{"DescribeCluster", `{"ClusterId": "j-3MLGPU7X2QK9A"}`, "Cluster.Ec2InstanceAttributes.ServiceAccessSecurityGroup", "$ElasticMapReduce-ServiceAccess"},
		{"DescribeCluster", `{"ClusterId": "j-3MLGPU7X2QK9A"}`, "Cluster.MasterPublicDnsName", "ip-10-20-0-14.ec2.internal"},
		{"ListInstances", `{"ClusterId": "j-3MLGPU7X2QK9A", "InstanceGroupTypes": ["MASTER"]}`, "Instances.0.PrivateIpAddress", "10.20.0.14"},
		{"ListInstances", `{"ClusterId": "j-3MLGPU7X2QK9A", "InstanceGroupTypes": ["CORE"]}`, "Instances.1.PrivateIpAddress", "10.20.0.16"},
		{"ListInstances", `{"ClusterId": "j-3MLGPU7X2QK9A", "InstanceGroupTypes": ["TASK"]}`, "Instances.0", "<nil>"},
		{"ListInstances", `{"ClusterId": "j-3MLGPU7X2QK9A", "InstanceStates": ["TERMINATED"]}`, "Instances.0", "<nil>"},
		{"ListInstanceGroups", `{"ClusterId": "j-3MLGPU7X2QK9A"}`, "InstanceGroups.1.RequestedInstanceCount", "2"},
		{"ListBootstrapActions", `{"ClusterId": "j-3MLGPU7X2QK9A"}`, "BootstrapActions.0", "<nil>"},
		{"GetBlockPublicAccessConfiguration", "{}", "BlockPublicAccessConfiguration.PermittedPublicSecurityGroupRuleRanges.0.MaxRange", "22"},
		{"GetBlockPublicAccessConfiguration", "{}", "BlockPublicAccessConfigurationMetadata.CreationDateTime", "0"},
		{"ListNotebookExecutions", "{}", "NotebookExecutions.0", "<nil>"},

		{"DescribeStudio", `{"StudioId": "es-X"}`, "Message", "Studio does not exist."},
		{"DescribeStudio", `{}`, "__type", "InvalidRequestException"},
		{"DescribeCluster", `{"ClusterId": "j-X"}`, "Message", "Cluster id 'j-X' is not valid."},
		{"ListClusters", `{"ClusterStates": ["ASLEEP"]}`, "__type", "ValidationException"},
		{"ListClusters", `{"Marker": "x"}`, "Message", "Marker 'x' is not valid."},
		{"ListClusters", `nonsense`, "__type", "SerializationException"},
		{"RunJobFlow", `{}`, "__type", "UnknownOperationException"},
	} {
		_, o := askEMR(t, a, tc.action, tc.body)
		if got := fmt.Sprint(dig(o, tc.path)); got != id(tc.want) {
			t.Errorf("%s %s: %s is %s, want %s", tc.action, tc.body, tc.path, got, id(tc.want))
		}
	}
}

func TestStudioComesAndGoes(t *testing.T) {
	a := account(t, "")
	id := names(t, a)
	subnet := must(t, a, "DescribeSubnets", "").all("subnetSet/item/subnetId")[0]
	good := map[string]any{
		"Name": "new", "AuthMode": "IAM", "VpcId": id("@vpc"), "SubnetIds": []string{subnet}, "ServiceRole": "arn:aws:iam::123456789012:role/r",
		"WorkspaceSecurityGroupId": id("$ml-studio-workspace"), "EngineSecurityGroupId": id("$ml-studio-engine"), "DefaultS3Location": "s3://b/",
		"Tags": []map[string]string{{"Key": "team", "Value": "ml"}},
	}
	create := func(with string, value any) map[string]any {
		in := maps.Clone(good)
		if with != "" {
			in[with] = value
		}
		b, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		_, o := askEMR(t, a, "CreateStudio", string(b))
		return o
	}
	for _, tc := range []struct {
		with  string
		value any
		want  string
	}{
		{"VpcId", "vpc-0", "does not exist"},
		{"SubnetIds", []string{"subnet-0"}, "does not exist"},
		{"SubnetIds", nil, "required"},
		{"EngineSecurityGroupId", "sg-0", "does not exist"},
		{"AuthMode", "NONE", "not valid"},
		{"Name", "ml-team", "already exists"},
		{"SubnetIds", []string{"1", "2", "3", "4", "5", "6"}, "at most 5"},
	} {
		if o := create(tc.with, tc.value); !strings.Contains(fmt.Sprint(o["Message"]), tc.want) {
			t.Errorf("%s = %v: %v, want %q", tc.with, tc.value, o, tc.want)
		}
	}
	made := fmt.Sprint(create("", nil)["StudioId"])
	if !regexp.MustCompile(`^es-[A-Z0-9]{25}$`).MatchString(made) {
		t.Errorf("Studio id %q", made)
	}
	body := `{"StudioId": "` + made + `"}`
	if _, o := askEMR(t, a, "DescribeStudio", body); !cmp.Equal(dig(o, "Studio.Tags.0.Value"), any("ml")) {
		t.Errorf("made %v", o)
	}
	askEMR(t, a, "DeleteStudio", body)
	if status, _ := askEMR(t, a, "DescribeStudio", body); status != 400 {
		t.Errorf("still there: %d", status)
	}
	if again := fmt.Sprint(create("", nil)["StudioId"]); again == made {
		t.Errorf("the id %s was given twice", made)
	}
}

func TestClusterPaging(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"base": "analytics", "clusters": [`)
	for n := range 120 {
		if n > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"name": "old-%d", "state": "TERMINATED", "release": "emr-7.1.0", "subnet": "private-a",
			"master": "ElasticMapReduce-Master-Private", "slave": "ElasticMapReduce-Slave-Private", "core": 1,
			"created": "2025-01-01T00:00:00Z", "ended": "2025-01-01T01:00:00Z", "reason": "USER_REQUEST"}`, n)
	}
	b.WriteString("]}")
	a := account(t, b.String())
	seen, pages := map[any]bool{}, 0
	for marker := any(nil); ; pages++ {
		body := "{}"
		if marker != nil {
			body = fmt.Sprintf(`{"Marker": %q}`, marker)
		}
		_, o := askEMR(t, a, "ListClusters", body)
		all, _ := o["Clusters"].([]any)
		for _, k := range all {
			seen[dig(k, "Id")] = true
		}
		if marker = o["Marker"]; marker == nil {
			break
		}
	}
	if len(seen) != 123 || pages != 2 {
		t.Errorf("%d clusters on %d pages and a rest", len(seen), pages)
	}
	// A terminated cluster leaves terminated instances and no interfaces.
	r := must(t, a, "DescribeInstances", "Filter.1.Name=instance-state-name&Filter.1.Value.1=terminated&Filter.2.Name=tag:aws:elasticmapreduce:instance-group-role&Filter.2.Value.1=CORE")
	if got := len(r.all("reservationSet/item/instancesSet/item/instanceId")); got != 120 {
		t.Errorf("%d terminated core nodes", got)
	}
}
