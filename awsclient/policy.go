package awsclient

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// grant is one statement of the policy: actions that go together, and what they are allowed on.
type grant struct {
	id        string // the statement's Sid: letters and digits only
	writes    bool
	resources []string // none for actions that IAM cannot narrow to a resource
	tagKeys   []string // if not empty, only tags of these keys
	when      map[string]map[string][]string
	actions   []action
}

// grants is the one table of what the program asks of IAM. EC2's describe actions know no resources; the
// few of the transit gateways and prefix lists that do are read for all, shared ones too. A group is created in a VPC, so
// that both are resources of the call; a rule's peer is none.
//
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticmapreduce.html
func grants(in partition) []grant {
	group := []string{in.arn("ec2", "security-group/*")}
	return slices.Concat(reads(), serviceReads(), []grant{
		{
			id: "CreateGroups", writes: true, resources: append(group, in.arn("ec2", "vpc/*")),
			actions: []action{callCreateSecurityGroup},
		},
		{
			id: "TagGroupsForEMR", writes: true, resources: group, tagKeys: []string{model.TagEMR},
			actions: []action{callCreateTags, callDeleteTags},
		},
		// A rule that is taken back gets the tags that it had, in the call that makes it again.
		{
			id: "TagRulesThatComeBack", writes: true, resources: []string{in.arn("ec2", "security-group-rule/*")},
			when: map[string]map[string][]string{"StringEquals": {
				"ec2:CreateAction": {"AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"},
			}},
			actions: []action{callCreateTags},
		},
		{id: "EditRules", writes: true, resources: group, actions: []action{
			callAuthorizeIngress, callAuthorizeEgress, callRevokeIngress, callRevokeEgress,
		}},
		{id: "UndoCreatedGroups", writes: true, resources: group, actions: []action{callDeleteSecurityGroup}},
		// Without it a denial says what EC2 says of it, and no more.
		{id: "OptionalDecodeDenials", writes: true, actions: []action{callDecodeDenial}},
	})
}

// reads is what reading EC2 and EMR on EC2 takes.
func reads() []grant {
	return []grant{
		{id: "SayWhoAsks", actions: []action{callGetCallerIdentity}},
		{id: "ReadGroupsAndNetwork", actions: []action{
			callDescribeVpcs, callDescribeSubnets, callDescribeSecurityGroups, callDescribeSecurityGroupRules,
			callDescribeNetworkInterfaces, callDescribeInstances,
		}},
		{id: "ReadStudiosAndClusters", actions: []action{
			callListStudios, callDescribeStudio, callListClusters, callDescribeCluster, callListInstances,
		}},
		// Without one of the optional ones the layer that needs it is unknown, and all else is as it was.
		{id: "OptionalReadRoutesAndACLs", actions: []action{
			callDescribeNetworkAcls, callDescribeRouteTables, callDescribeInternetGateways,
			callDescribeEgressOnlyGateways, callDescribeNatGateways, callDescribeAddresses, callDescribeVpcEndpoints,
			callDescribePeerings, callDescribeManagedPrefixLists, callGetManagedPrefixListEntries,
			callDescribeGroupAssociations, callGetSecurityGroupsForVPC, callDescribeBlockPublicAccess,
			callDescribeBlockExclusions,
		}},
		{id: "OptionalReadTransitGateways", actions: []action{
			callDescribeTransitGateways, callDescribeTransitAttachments, callDescribeTransitVPCAttachments,
			callDescribeTransitTables, callSearchTransitRoutes, callGetTransitPropagations,
		}},
		{id: "OptionalReadEMRBlockPublicAccess", actions: []action{callGetEMRPublicAccess, callDescribeRegions}},
	}
}

// serviceReads is what reading other services takes. An ARN of all roles or of all EKS clusters would allow the
// same as "*" does; docs/permissions.md says how to narrow them to the few that matter.
//
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonemroneksemrcontainers.html
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonemrserverless.html
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
func serviceReads() []grant {
	return []grant{
		{id: "OptionalReadServiceRoles", actions: []action{
			callGetRole, callListRolePolicies, callGetRolePolicy, callListAttachedRolePolicies, callGetPolicy,
			callGetPolicyVersion,
		}},
		{id: "OptionalReadEMROnEKS", actions: []action{
			callListVirtualClusters, callListManagedEndpoints, callDescribeManagedEndpoint, callDescribeEKSCluster,
		}},
		{id: "OptionalReadEMRServerless", actions: []action{callListApplications, callGetApplication}},
	}
}

// partition is one of AWS's: aws, aws-cn, aws-us-gov. Every ARN names it.
//
// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
type partition string

// arn names a service's resources in every Region and account that the policy may be attached in.
func (p partition) arn(service, resource string) string {
	return "arn:" + string(p) + ":" + service + ":*:*:" + resource
}

// Partitions gives the partitions that a policy can be written for, the first of them the usual one.
func Partitions() []string { return []string{"aws", "aws-cn", "aws-us-gov"} }

// Actions gives every IAM action that the program may use, in the order of the policy: those that read, and
// with write also those that change something.
//
// Equivalent to: aws accessanalyzer validate-policy, for whom wants to see them judged.
func Actions(write bool) []string {
	var out []string
	for _, g := range grants("aws") {
		if write || !g.writes {
			for _, a := range g.actions {
				if !slices.Contains(out, a) {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

type document struct {
	Version   string
	Statement []statement
}

type statement struct {
	Sid       string
	Effect    string
	Action    []string
	Resource  any
	Condition map[string]map[string][]string `json:",omitempty"`
}

// Policy gives an IAM policy document that allows what the program does: reading, and with write also
// creating, tagging and editing groups and taking back what it created. It names the resources of a partition,
// one of Partitions. The last line ends with a newline.
//
// Equivalent to: aws iam create-policy --policy-document, with this text.
func Policy(write bool, in string) string {
	doc := document{Version: "2012-10-17"}
	for _, g := range grants(partition(in)) {
		if g.writes && !write {
			continue
		}
		s := statement{Sid: g.id, Effect: "Allow", Action: g.actions, Resource: "*", Condition: g.when}
		if len(g.resources) > 0 {
			s.Resource = g.resources
		}
		if len(g.tagKeys) > 0 {
			s.Condition = map[string]map[string][]string{"ForAllValues:StringEquals": {"aws:TagKeys": g.tagKeys}}
		}
		doc.Statement = append(doc.Statement, s)
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		panic("encode a policy of strings: " + err.Error()) // nothing in it can fail to encode
	}
	return b.String()
}
