package awsclient_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/emr"
	emrtypes "github.com/aws/aws-sdk-go-v2/service/emr/types"
	"github.com/aws/aws-sdk-go-v2/service/emrcontainers"
	containertypes "github.com/aws/aws-sdk-go-v2/service/emrcontainers/types"
	"github.com/aws/aws-sdk-go-v2/service/emrserverless"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/awsclient/describe"
	"github.com/sgscope/sgscope/awsclient/sandbox"
	"github.com/sgscope/sgscope/model"
)

// files is a folder of what aws-cli prints of an account: the members of an answer have the same names in the
// SDK's structs.
type files struct {
	t    *testing.T
	tree fstest.MapFS
	ec2  *ec2.Client
	emr  *emr.Client
}

func printer(t *testing.T, w *wire) files {
	t.Helper()
	cfg := aws.Config{Region: "us-east-1", HTTPClient: w, Credentials: awsclient.SandboxCredentials()}
	return files{t, fstest.MapFS{}, ec2.NewFromConfig(cfg), emr.NewFromConfig(cfg)}
}

// print writes an answer into the file of that name; the folders say account and Region.
func (f files) print(name string, answer any, err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatalf("%s: %v", name, err)
	}
	b, err := json.MarshalIndent(answer, "", "    ")
	if err != nil {
		f.t.Fatal(err)
	}
	f.tree["123456789012/us-east-1/"+name+".json"] = &fstest.MapFile{Data: b}
}

// groups prints what there is of groups and what carries them; rules and instances as far as they are asked for.
func (f files) groups(rulesOf, instances []string) {
	ctx := f.t.Context()
	vpcs, err := f.ec2.DescribeVpcs(ctx, &ec2.DescribeVpcsInput{})
	f.print("describe-vpcs", vpcs, err)
	subnets, err := f.ec2.DescribeSubnets(ctx, &ec2.DescribeSubnetsInput{})
	f.print("describe-subnets", subnets, err)
	groups, err := f.ec2.DescribeSecurityGroups(ctx, &ec2.DescribeSecurityGroupsInput{})
	f.print("describe-security-groups", groups, err)
	rules, err := f.ec2.DescribeSecurityGroupRules(ctx, &ec2.DescribeSecurityGroupRulesInput{
		Filters: []types.Filter{{Name: aws.String("group-id"), Values: rulesOf}},
	})
	f.print("describe-security-group-rules", rules, err)
	faces, err := f.ec2.DescribeNetworkInterfaces(ctx, &ec2.DescribeNetworkInterfacesInput{})
	f.print("describe-network-interfaces", faces, err)
	machines, err := f.ec2.DescribeInstances(ctx, &ec2.DescribeInstancesInput{
		Filters: []types.Filter{{Name: aws.String("instance-id"), Values: instances}},
	})
	f.print("describe-instances", machines, err)
	shared, err := f.ec2.DescribeSecurityGroupVpcAssociations(ctx, &ec2.DescribeSecurityGroupVpcAssociationsInput{})
	f.print("describe-security-group-vpc-associations", shared, err)
}

// shared prints the groups that can be used in each VPC that a load asks for.
func (f files) shared(live model.Snapshot) {
	for st := range live.Studios() {
		out, err := f.ec2.GetSecurityGroupsForVpc(f.t.Context(), &ec2.GetSecurityGroupsForVpcInput{VpcId: &st.VPC})
		f.print("get-security-groups-for-"+st.VPC, out, err)
	}
}

func (f files) network(lists []string) {
	ctx := f.t.Context()
	acls, err := f.ec2.DescribeNetworkAcls(ctx, &ec2.DescribeNetworkAclsInput{})
	f.print("describe-network-acls", acls, err)
	tables, err := f.ec2.DescribeRouteTables(ctx, &ec2.DescribeRouteTablesInput{})
	f.print("describe-route-tables", tables, err)
	internet, err := f.ec2.DescribeInternetGateways(ctx, &ec2.DescribeInternetGatewaysInput{})
	f.print("describe-internet-gateways", internet, err)
	egress, err := f.ec2.DescribeEgressOnlyInternetGateways(ctx, &ec2.DescribeEgressOnlyInternetGatewaysInput{})
	f.print("describe-egress-only-internet-gateways", egress, err)
	nats, err := f.ec2.DescribeNatGateways(ctx, &ec2.DescribeNatGatewaysInput{})
	f.print("describe-nat-gateways", nats, err)
	addresses, err := f.ec2.DescribeAddresses(ctx, &ec2.DescribeAddressesInput{})
	f.print("describe-addresses", addresses, err)
	endpoints, err := f.ec2.DescribeVpcEndpoints(ctx, &ec2.DescribeVpcEndpointsInput{})
	f.print("describe-vpc-endpoints", endpoints, err)
	peerings, err := f.ec2.DescribeVpcPeeringConnections(ctx, &ec2.DescribeVpcPeeringConnectionsInput{})
	f.print("describe-vpc-peering-connections", peerings, err)
	prefixes, err := f.ec2.DescribeManagedPrefixLists(ctx, &ec2.DescribeManagedPrefixListsInput{})
	f.print("describe-managed-prefix-lists", prefixes, err)
	for _, id := range lists {
		entries, err := f.ec2.GetManagedPrefixListEntries(ctx, &ec2.GetManagedPrefixListEntriesInput{PrefixListId: &id})
		f.print("get-managed-prefix-list-entries-"+id, entries, err)
	}
	block, err := f.ec2.DescribeVpcBlockPublicAccessOptions(ctx, &ec2.DescribeVpcBlockPublicAccessOptionsInput{})
	f.print("describe-vpc-block-public-access-options", block, err)
	exclusions, err := f.ec2.DescribeVpcBlockPublicAccessExclusions(ctx,
		&ec2.DescribeVpcBlockPublicAccessExclusionsInput{})
	f.print("describe-vpc-block-public-access-exclusions", exclusions, err)
}

func (f files) transit() {
	ctx := f.t.Context()
	gateways, err := f.ec2.DescribeTransitGateways(ctx, &ec2.DescribeTransitGatewaysInput{})
	f.print("describe-transit-gateways", gateways, err)
	all, err := f.ec2.DescribeTransitGatewayAttachments(ctx, &ec2.DescribeTransitGatewayAttachmentsInput{})
	f.print("describe-transit-gateway-attachments", all, err)
	vpcs, err := f.ec2.DescribeTransitGatewayVpcAttachments(ctx, &ec2.DescribeTransitGatewayVpcAttachmentsInput{})
	f.print("describe-transit-gateway-vpc-attachments", vpcs, err)
	tables, err := f.ec2.DescribeTransitGatewayRouteTables(ctx, &ec2.DescribeTransitGatewayRouteTablesInput{})
	f.print("describe-transit-gateway-route-tables", tables, err)
	for _, table := range tables.TransitGatewayRouteTables {
		id := *table.TransitGatewayRouteTableId
		routes, err := f.ec2.SearchTransitGatewayRoutes(ctx, &ec2.SearchTransitGatewayRoutesInput{
			TransitGatewayRouteTableId: &id,
			Filters:                    []types.Filter{{Name: aws.String("type"), Values: []string{"static", "propagated"}}},
		})
		f.print("search-transit-gateway-routes-"+id, routes, err)
		from, err := f.ec2.GetTransitGatewayRouteTablePropagations(ctx,
			&ec2.GetTransitGatewayRouteTablePropagationsInput{TransitGatewayRouteTableId: &id})
		f.print("get-transit-gateway-route-table-propagations-"+id, from, err)
	}
}

// studios prints Studios and live clusters.
func (f files) studios() {
	ctx := f.t.Context()
	access, err := f.emr.GetBlockPublicAccessConfiguration(ctx, &emr.GetBlockPublicAccessConfigurationInput{})
	f.print("get-block-public-access-configuration", access, err)
	list, err := f.emr.ListStudios(ctx, &emr.ListStudiosInput{})
	f.print("list-studios", list, err)
	for _, s := range list.Studios {
		one, err := f.emr.DescribeStudio(ctx, &emr.DescribeStudioInput{StudioId: s.StudioId})
		f.print("describe-studio-"+*s.StudioId, one, err)
	}
	clusters, err := f.emr.ListClusters(ctx, &emr.ListClustersInput{ClusterStates: []emrtypes.ClusterState{
		emrtypes.ClusterStateRunning, emrtypes.ClusterStateWaiting,
	}})
	f.print("list-clusters", clusters, err)
	for _, c := range clusters.Clusters {
		one, err := f.emr.DescribeCluster(ctx, &emr.DescribeClusterInput{ClusterId: c.Id})
		f.print("describe-cluster-"+*c.Id, one, err)
	}
}

// services prints EMR on EKS, Serverless, failed clusters and the roles. What does not say whose it is has it in the
// file's name.
func (f files) services() {
	ctx := f.t.Context()
	cfg := f.ec2.Options()
	plain := aws.Config{Region: cfg.Region, HTTPClient: cfg.HTTPClient, Credentials: cfg.Credentials}
	virtual, apps := emrcontainers.NewFromConfig(plain), emrserverless.NewFromConfig(plain)
	clusters, err := virtual.ListVirtualClusters(ctx, &emrcontainers.ListVirtualClustersInput{
		States: []containertypes.VirtualClusterState{"RUNNING"},
	})
	f.printLower("list-virtual-clusters", clusters, err)
	for _, v := range clusters.VirtualClusters {
		list, err := virtual.ListManagedEndpoints(ctx, &emrcontainers.ListManagedEndpointsInput{VirtualClusterId: v.Id})
		f.printLower("list-managed-endpoints-"+*v.Id, list, err)
		for _, e := range list.Endpoints {
			one, err := virtual.DescribeManagedEndpoint(ctx,
				&emrcontainers.DescribeManagedEndpointInput{VirtualClusterId: v.Id, Id: e.Id})
			f.printLower("describe-managed-endpoint-"+*e.Id, one, err)
		}
		k, err := eks.NewFromConfig(plain).DescribeCluster(ctx, &eks.DescribeClusterInput{Name: v.ContainerProvider.Id})
		f.printLower("describe-eks-"+*v.ContainerProvider.Id, k, err)
	}
	list, err := apps.ListApplications(ctx, &emrserverless.ListApplicationsInput{})
	f.printLower("emr-serverless-list-applications", list, err)
	for _, a := range list.Applications {
		one, err := apps.GetApplication(ctx, &emrserverless.GetApplicationInput{ApplicationId: a.Id})
		f.printLower("get-application-"+*a.Id, one, err)
	}
	failed, err := f.emr.DescribeCluster(ctx, &emr.DescribeClusterInput{ClusterId: aws.String("j-FAILED")})
	f.print("describe-cluster-j-FAILED", failed, err)
	f.roles(iam.NewFromConfig(plain), "EMRStudio_Service_Role")
}

func (f files) roles(api *iam.Client, name string) {
	ctx := f.t.Context()
	role, err := api.GetRole(ctx, &iam.GetRoleInput{RoleName: &name})
	f.print("get-role-"+name, role, err)
	own, err := api.ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: &name})
	f.print("list-role-policies-"+name, own, err)
	for _, p := range own.PolicyNames {
		one, err := api.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: &name, PolicyName: &p})
		f.print("get-role-policy-"+name+"-"+p, one, err)
	}
	attached, err := api.ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: &name})
	f.print("list-attached-role-policies-"+name, attached, err)
	for _, p := range attached.AttachedPolicies {
		one, err := api.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: p.PolicyArn})
		f.print("get-policy-"+*p.PolicyName, one, err)
		v, err := api.GetPolicyVersion(ctx,
			&iam.GetPolicyVersionInput{PolicyArn: p.PolicyArn, VersionId: one.Policy.DefaultVersionId})
		f.print("get-policy-version-"+*p.PolicyName, v, err)
	}
}

// printLower is print for services whose members begin in lower case, and whose union of containers has another
// form in the SDK.
func (f files) printLower(name string, answer any, err error) {
	f.t.Helper()
	f.print(name, answer, err)
	at := "123456789012/us-east-1/" + name + ".json"
	var v any
	if err := json.Unmarshal(f.tree[at].Data, &v); err != nil {
		f.t.Fatal(err)
	}
	f.print(name, lowered(v), nil)
}

func lowered(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = lowered(v[i])
		}
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			if value, ok := x.(map[string]any); ok && k == "Info" {
				x = map[string]any{"EksInfo": value["Value"]}
			}
			switch {
			case k == "ResultMetadata":
			case strings.HasPrefix(k, "notebook-"):
				out[k] = x
			default:
				out[strings.ToLower(k[:1])+k[1:]] = lowered(x)
			}
		}
		return out
	}
	return v
}

// things gives what a snapshot holds, a line each, by what it is.
func things(s model.Snapshot) map[string][]string {
	return map[string][]string{
		"VPC": lines(s.VPCs()), "subnet": lines(s.Subnets()), "group": lines(plain(s.Groups())),
		"interface": lines(s.Interfaces()), "instance": lines(s.Instances()), "Studio": lines(s.Studios()),
		"cluster": lines(s.Clusters()), "ACL": lines(s.ACLs()), "route table": lines(s.RouteTables()),
		"gateway": lines(s.Gateways()), "NAT gateway": lines(s.NATGateways()), "address": lines(s.ElasticAddresses()),
		"peering": lines(s.Peerings()), "transit gateway": lines(s.TransitGateways()),
		"transit attachment": lines(s.TransitAttachments()), "transit table": lines(s.TransitTables()),
		"endpoint": lines(s.Endpoints()), "prefix list": lines(s.PrefixLists()),
		"block public access": lines(s.BlockPublicAccesses()), "exclusion": lines(s.BlockExclusions()),
		"association": lines(s.GroupAssociations()), "EMR's block public access": lines(s.PublicAccesses()),
		"virtual cluster": lines(s.VirtualClusters()), "managed endpoint": lines(s.ManagedEndpoints()),
		"application": lines(s.ServerlessApps()), "role": lines(s.Roles()), "shared group": lines(s.SharedGroups()),
	}
}

// lines writes things as JSON. A list of nothing and no list are the same to everybody.
func lines[T any](all iter.Seq[T]) []string {
	var out []string
	for x := range all {
		b, err := json.Marshal(x)
		if err != nil {
			panic(err)
		}
		out = append(out, strings.ReplaceAll(string(b), ":[]", ":null"))
	}
	return out
}

// plain puts the rules into an order: EC2 lists them by permission, and as rules, in two.
func plain(groups iter.Seq[model.Group]) iter.Seq[model.Group] {
	return func(yield func(model.Group) bool) {
		for g := range groups {
			g.Rules = slices.Clone(g.Rules)
			slices.SortStableFunc(g.Rules, func(a, b model.GroupRule) int {
				return cmp.Compare(fmt.Sprint(a.Rule), fmt.Sprint(b.Rule))
			})
			if !yield(g) {
				return
			}
		}
	}
}

// The same account is the same snapshot, read from its API or from files of what aws-cli prints.
func TestLiveAndFilesAreTheSame(t *testing.T) {
	c, w := openOn(t, wide)
	live := load(t, c, model.Source{})
	var rulesOf, instances, lists []string
	for g := range live.Groups() {
		if len(g.Rules) > 0 && g.Rules[0].ID != "" {
			rulesOf = append(rulesOf, g.ID)
		}
	}
	for i := range live.Instances() {
		instances = append(instances, i.ID)
	}
	for l := range live.PrefixLists() {
		if l.EntriesRead {
			lists = append(lists, l.ID)
		}
	}
	f := printer(t, w)
	f.groups(rulesOf, instances)
	f.network(lists)
	f.transit()
	f.studios()
	f.services()
	f.shared(live)
	read, err := describe.ReadFS(f.tree, ".")
	if err != nil {
		t.Fatalf("read the files: %v", err)
	}
	want, got := things(live), things(read)
	for what := range want {
		diff(t, what, want[what], got[what])
		if len(want[what]) == 0 {
			t.Errorf("there is no %s to compare", what)
		}
	}
}

// A live snapshot that is saved is the same when it is read again: things, and what became of every part.
func TestLiveIsTheSameWhenSaved(t *testing.T) {
	c, w := openOn(t, wide)
	w.account.SetFault(func(a string, _ int) *sandbox.Fault {
		switch a {
		case "ec2:DescribeAddresses":
			return &sandbox.Fault{Code: "InvalidAction", Message: "The action is not valid for this web service."}
		case "ec2:DescribeNatGateways", "ec2:SearchTransitGatewayRoutes":
			return &sandbox.Fault{Status: 403, Code: "UnauthorizedOperation", Message: "no"}
		}
		return nil
	})
	live := load(t, c, model.Source{})
	var b strings.Builder
	if err := describe.Save(&b, live); err != nil {
		t.Fatal(err)
	}
	read, err := describe.ReadFS(fstest.MapFS{"saved.json": {Data: []byte(b.String())}}, "saved.json")
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "readings", live.Readings(), read.Readings())
	want, got := things(live), things(read)
	for what := range want {
		diff(t, what, want[what], got[what])
	}
}
