package awsclient_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/awsclient"
	"github.com/sgscope/sgscope/model"
)

// denial is what becomes of a load that one action is taken away from.
type denial struct {
	action string
	part   model.Part
	state  model.ReadState
	also   []model.Part // parts that rest on it
}

func denials() []denial {
	transit := []model.Part{
		model.PartTransitAttachments, model.PartTransitTables, model.PartTransitRoutes, model.PartTransitPropagations,
	}
	return []denial{
		{"sts:GetCallerIdentity", model.PartCaller, model.ReadFailed, transit},
		{"ec2:DescribeVpcs", model.PartVPCs, model.ReadFailed, nil},
		{"ec2:DescribeSubnets", model.PartSubnets, model.ReadFailed, nil},
		{"ec2:DescribeSecurityGroups", model.PartGroups, model.ReadFailed, []model.Part{model.PartRuleIDs}},
		{"ec2:DescribeSecurityGroupRules", model.PartRuleIDs, model.ReadFailed, nil},
		{"ec2:DescribeNetworkInterfaces", model.PartInterfaces, model.ReadFailed, nil},
		{"ec2:DescribeInstances", model.PartInstances, model.ReadFailed, nil},
		{"elasticmapreduce:ListStudios", model.PartStudios, model.ReadFailed, []model.Part{model.PartRoles}},
		{"elasticmapreduce:DescribeStudio", model.PartStudios, model.ReadPartly, []model.Part{model.PartRoles}},
		{"elasticmapreduce:ListClusters", model.PartClusters, model.ReadFailed, []model.Part{model.PartInstances, model.PartFailedClusters}},
		{"elasticmapreduce:DescribeCluster", model.PartClusters, model.ReadPartly, []model.Part{model.PartInstances, model.PartFailedClusters}},
		{"elasticmapreduce:ListInstances", model.PartInstances, model.ReadFailed, nil},

		{"ec2:DescribeNetworkAcls", model.PartACLs, model.ReadFailed, nil},
		{"ec2:DescribeRouteTables", model.PartRoutes, model.ReadFailed, append(transit, model.PartTransitGateways)},
		{"ec2:DescribeInternetGateways", model.PartInternetGateways, model.ReadFailed, nil},
		{"ec2:DescribeEgressOnlyInternetGateways", model.PartEgressOnlyGateways, model.ReadFailed, nil},
		{"ec2:DescribeNatGateways", model.PartNATGateways, model.ReadFailed, nil},
		{"ec2:DescribeAddresses", model.PartAddresses, model.ReadFailed, nil},
		{"ec2:DescribeVpcEndpoints", model.PartEndpoints, model.ReadFailed, nil},
		{"ec2:DescribeVpcPeeringConnections", model.PartPeerings, model.ReadFailed, nil},
		{"ec2:DescribeManagedPrefixLists", model.PartPrefixLists, model.ReadFailed, nil},
		{"ec2:GetManagedPrefixListEntries", model.PartPrefixListEntries, model.ReadFailed, nil},
		{"ec2:DescribeSecurityGroupVpcAssociations", model.PartGroupAssociations, model.ReadFailed, nil},
		{"ec2:DescribeVpcBlockPublicAccessOptions", model.PartBlockPublicAccess, model.ReadFailed, nil},
		{"ec2:DescribeVpcBlockPublicAccessExclusions", model.PartBlockExclusions, model.ReadFailed, nil},
		{"ec2:DescribeTransitGateways", model.PartTransitGateways, model.ReadFailed, transit},
		{"ec2:DescribeTransitGatewayAttachments", model.PartTransitAttachments, model.ReadPartly, nil},
		{"ec2:DescribeTransitGatewayVpcAttachments", model.PartTransitAttachments, model.ReadPartly, nil},
		{"ec2:DescribeTransitGatewayRouteTables", model.PartTransitTables, model.ReadFailed, transit[2:]},
		{"ec2:SearchTransitGatewayRoutes", model.PartTransitRoutes, model.ReadFailed, nil},
		{"ec2:GetTransitGatewayRouteTablePropagations", model.PartTransitPropagations, model.ReadFailed, nil},
		{"elasticmapreduce:GetBlockPublicAccessConfiguration", model.PartPublicAccess, model.ReadFailed, nil},
		{"ec2:GetSecurityGroupsForVpc", model.PartSharedGroups, model.ReadFailed, nil},

		{"iam:GetRole", model.PartRoles, model.ReadPartly, nil},
		{"iam:ListRolePolicies", model.PartRoles, model.ReadPartly, nil},
		{"iam:GetRolePolicy", model.PartRoles, model.ReadPartly, nil},
		{"iam:ListAttachedRolePolicies", model.PartRoles, model.ReadPartly, nil},
		{"iam:GetPolicy", model.PartRoles, model.ReadPartly, nil},
		{"iam:GetPolicyVersion", model.PartRoles, model.ReadPartly, nil},
		{
			"emr-containers:ListVirtualClusters", model.PartVirtualClusters, model.ReadFailed,
			[]model.Part{model.PartEKSClusters, model.PartManagedEndpoints},
		},
		{"emr-containers:ListManagedEndpoints", model.PartManagedEndpoints, model.ReadFailed, nil},
		{"emr-containers:DescribeManagedEndpoint", model.PartManagedEndpoints, model.ReadPartly, nil},
		{"eks:DescribeCluster", model.PartEKSClusters, model.ReadFailed, nil},
		{"emr-serverless:ListApplications", model.PartServerless, model.ReadFailed, nil},
		{"emr-serverless:GetApplication", model.PartServerless, model.ReadPartly, nil},
	}
}

// One action taken away makes its part unknown, and no other.
func TestLoadWithOneActionDenied(t *testing.T) {
	var tried []string
	for _, tt := range denials() {
		tried = append(tried, tt.action)
		t.Run(tt.action, func(t *testing.T) {
			c, w := openOn(t, wide)
			code := "UnauthorizedOperation"
			if !strings.HasPrefix(tt.action, "ec2:") {
				code = "AccessDeniedException"
			}
			refuse(w, tt.action, code)
			s := load(t, c, model.Source{})
			for _, p := range everyPart() {
				r := s.Reading(p, "")
				switch {
				case p == tt.part:
					if r.State != tt.state || r.Failure.Kind != model.FailedDenied ||
						r.Failure.Missing != tt.action || r.Failure.Call != tt.action || r.Failure.Code != code {
						t.Errorf("%s: %s %+v; want %s and %s missing", p, r.State, r.Failure, tt.state, tt.action)
					}
				case slices.Contains(tt.also, p):
				case !r.Whole():
					t.Errorf("%s: %s %v; want it read", p, r.State, r.Failure)
				}
			}
			for st := range s.Studios() {
				if st.Described == (tt.action == "elasticmapreduce:DescribeStudio") || st.VPC == "" {
					t.Errorf("Studio %+v", st)
				}
			}
			for cl := range s.Clusters() {
				if cl.Described == (tt.action == "elasticmapreduce:DescribeCluster") || cl.State == "" {
					t.Errorf("cluster %+v", cl)
				}
			}
		})
	}
	tried = append(tried, "ec2:DescribeRegions") // which is no part of a load
	diff(t, "the actions tried, against those that the policy names", sorted(awsclient.Actions(false)), sorted(tried))
}
