package awsclient

// action is the IAM name of an API call; it names the call in failures and in the policy alike.
type action = string

// Every call that this package can send. One that is not here is sent nowhere; policy.go has each of them.
const (
	callGetCallerIdentity          action = "sts:GetCallerIdentity"
	callDescribeVpcs               action = "ec2:DescribeVpcs"
	callDescribeSubnets            action = "ec2:DescribeSubnets"
	callDescribeSecurityGroups     action = "ec2:DescribeSecurityGroups"
	callDescribeSecurityGroupRules action = "ec2:DescribeSecurityGroupRules"
	callDescribeNetworkInterfaces  action = "ec2:DescribeNetworkInterfaces"
	callDescribeInstances          action = "ec2:DescribeInstances"
	callListStudios                action = "elasticmapreduce:ListStudios"
	callDescribeStudio             action = "elasticmapreduce:DescribeStudio"
	callListClusters               action = "elasticmapreduce:ListClusters"
	callDescribeCluster            action = "elasticmapreduce:DescribeCluster"
	callListInstances              action = "elasticmapreduce:ListInstances"

	callDescribeNetworkAcls           action = "ec2:DescribeNetworkAcls"
	callDescribeRouteTables           action = "ec2:DescribeRouteTables"
	callDescribeInternetGateways      action = "ec2:DescribeInternetGateways"
	callDescribeEgressOnlyGateways    action = "ec2:DescribeEgressOnlyInternetGateways"
	callDescribeNatGateways           action = "ec2:DescribeNatGateways"
	callDescribeAddresses             action = "ec2:DescribeAddresses"
	callDescribeVpcEndpoints          action = "ec2:DescribeVpcEndpoints"
	callDescribePeerings              action = "ec2:DescribeVpcPeeringConnections"
	callDescribeManagedPrefixLists    action = "ec2:DescribeManagedPrefixLists"
	callGetManagedPrefixListEntries   action = "ec2:GetManagedPrefixListEntries"
	callDescribeGroupAssociations     action = "ec2:DescribeSecurityGroupVpcAssociations"
	callDescribeBlockPublicAccess     action = "ec2:DescribeVpcBlockPublicAccessOptions"
	callDescribeBlockExclusions       action = "ec2:DescribeVpcBlockPublicAccessExclusions"
	callDescribeTransitGateways       action = "ec2:DescribeTransitGateways"
	callDescribeTransitAttachments    action = "ec2:DescribeTransitGatewayAttachments"
	callDescribeTransitVPCAttachments action = "ec2:DescribeTransitGatewayVpcAttachments"
	callDescribeTransitTables         action = "ec2:DescribeTransitGatewayRouteTables"
	callSearchTransitRoutes           action = "ec2:SearchTransitGatewayRoutes"
	callGetTransitPropagations        action = "ec2:GetTransitGatewayRouteTablePropagations"
	callGetEMRPublicAccess            action = "elasticmapreduce:GetBlockPublicAccessConfiguration"

	callCreateSecurityGroup action = "ec2:CreateSecurityGroup"
	callAuthorizeIngress    action = "ec2:AuthorizeSecurityGroupIngress"
	callAuthorizeEgress     action = "ec2:AuthorizeSecurityGroupEgress"
	callRevokeIngress       action = "ec2:RevokeSecurityGroupIngress"
	callRevokeEgress        action = "ec2:RevokeSecurityGroupEgress"
	callCreateTags          action = "ec2:CreateTags"
	callDeleteTags          action = "ec2:DeleteTags"
	callDeleteSecurityGroup action = "ec2:DeleteSecurityGroup"
	callDecodeDenial        action = "sts:DecodeAuthorizationMessage"
)
