package emr

import "strconv"

// mg is a page of the EMR Management Guide, ghIssue an issue and ghPull a pull request.
func mg(page string) string {
	return "https://docs.aws.amazon.com/emr/latest/ManagementGuide/" + page + ".html"
}

func ghIssue(repository string, n int) string {
	return "https://github.com/" + repository + "/issues/" + strconv.Itoa(n)
}

func ghPull(repository string, n int) string {
	return "https://github.com/" + repository + "/pull/" + strconv.Itoa(n)
}

const (
	tfModule   = "terraform-aws-modules/terraform-aws-emr"
	tfProvider = "hashicorp/terraform-provider-aws"
	apiErrors  = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
)

// clusterCases are clusters that do not start for want of rules or groups.
func clusterCases() []Case {
	return []Case{
		{
			Number: 1, Kind: CaseGroup, Title: "a private cluster is refused: its service access group lacks tcp 9443",
			Messages: []string{"VALIDATION_ERROR: ServiceAccessSecurityGroup is missing ingress rule from " +
				"EmrManagedMasterSecurityGroup on port 9443"},
			Signs: []string{"serviceaccess 9443", "service access 9443", "service access security group rule 9443"},
			Cause: "From 5.30.0 to 7.x the primary node calls EMR on tcp 9443 through the service access group. In a " +
				"custom group EMR only looks for the rule and never adds it.",
			Fix: "Let tcp 9443 into the service access group from the primary node's managed group.",
			Sources: []string{
				mg("emr-man-sec-groups"), ghIssue(tfProvider, 14338),
				ghPull("cloudposse/terraform-aws-emr-cluster", 22),
			},
			Requirements: []string{"service-ingress-9443"},
		},
		{
			Number: 2, Kind: CaseGroup,
			Title: "a private cluster with custom groups is refused: it names no service access group",
			Messages: []string{"You must also specify a ServiceAccessSecurityGroup if you use custom security groups when " +
				"creating a cluster in a private subnet."},
			Signs:        []string{"specify serviceaccesssecuritygroup", "missing service access security group"},
			Cause:        "Custom groups were given for primary and core nodes, and none for service access.",
			Fix:          "Make a service access group and name it when the cluster is created.",
			Sources:      []string{mg("emr-sg-specify"), ghIssue("hashicorp/terraform", 9518)},
			Requirements: []string{"service-access-missing"},
		},
		{
			Number: 3, Kind: CaseGroup, Title: "a cluster stays in STARTING without an error, and ends after a time",
			Signs: []string{
				"stuck starting", "hang starting", "stays starting", "cluster starting timeout",
				"cluster starting times",
			},
			Cause: "The custom managed groups let nothing out. Terraform takes the automatic allow-all egress away, and " +
				"EMR adds missing inbound rules only.",
			Fix:     "Let everything out again, or what primary, core and service access need of each other and of S3.",
			Sources: []string{mg("emr-man-sec-groups")},
			Requirements: []string{
				"nodes-tcp-egress", "primary-egress-9443", "primary-egress-443", "core-egress-443",
				"service-egress-8443-primary", "service-egress-8443-core", "nodes-egress-s3",
			},
		},
		{
			Number: 4, Kind: CaseGroup, Title: "a cluster is refused: one of its groups is in another VPC",
			Messages:     []string{"VALIDATION_ERROR_SECURITY_GROUP_NOT_FROM_ONE_VPC"},
			Signs:        []string{"security group another vpc", "security group different vpc"},
			Cause:        "A group that was given belongs to another VPC than the cluster's subnet.",
			Fix:          "Give groups of the subnet's VPC; a cluster's groups cannot be changed later.",
			Sources:      []string{mg("VALIDATION_ERROR_SECURITY_GROUP_NOT_FROM_ONE_VPC")},
			Requirements: []string{"cluster-group-in-vpc"},
		},
	}
}

// serviceCases are clusters of several VPCs, and those whose nodes and EMR's service do not reach each
// other.
func serviceCases() []Case {
	return []Case{
		{
			Number: 5, Kind: CaseNetwork, Title: "a cluster is refused: its subnets are of several VPCs",
			Messages: []string{"VALIDATION_ERROR_SUBNET_NOT_FROM_ONE_VPC"},
			Signs:    []string{"subnets different vpc", "subnets several vpc"},
			Cause:    "The subnets that were asked for belong to more than one VPC.",
			Fix:      "Ask for subnets of one VPC.",
			Sources:  []string{mg("VALIDATION_ERROR_SUBNET_NOT_FROM_ONE_VPC")},
			Unseen: "The subnets that were asked for are not kept once the request is refused; only the failed cluster's " +
				"own reason names it.",
		},
		{
			Number: 21, Kind: CaseGroup, Title: "bootstrapping fails, or Terraform refuses a rule: 8433 stands for 8443",
			Messages: []string{
				"BOOTSTRAP_FAILURE",
				"One of ['cidr_blocks', …] must be set to create an AWS Security Group Rule",
			},
			Signs: []string{"8433", "cidr blocks must set", "bootstrap failure", "bootstrap 8443", "bootstrap action return code"},
			Cause: "The rule for EMR's service is for a port that nobody uses, or has no source. A bootstrap action may " +
				"also fail for reasons of its own: its log says which.",
			Fix:          "Let tcp 8443 into primary and core nodes from the service access group.",
			Sources:      []string{ghIssue("terraform-aws-modules/terraform-aws-security-group", 91), mg("emr-man-sec-groups")},
			Requirements: []string{"primary-ingress-8443", "core-ingress-8443"},
		},
		{
			Number: 22, Kind: CaseGroup, Title: "a private cluster hangs or fails: 8443 is the wrong way round",
			Signs: []string{"8443 inbound service", "8443 wrong direction", "8443 outbound service"},
			Cause: "The service access group lets tcp 8443 in, where it has to let it out to primary and core nodes. " +
				"While it lets everything out nobody notices.",
			Fix:          "Let tcp 8443 out of the service access group to both managed groups.",
			Sources:      []string{mg("emr-man-sec-groups")},
			Requirements: []string{"service-egress-8443-primary", "service-egress-8443-core"},
		},
		{
			Number: 28, Kind: CaseGroup, Title: "nodes reach each other only in part",
			Signs: []string{"master core blocked", "primary core blocked", "nodes udp blocked", "nodes icmp", "nodes core udp"},
			Cause: "Custom groups let only TCP pass between primary and core nodes, or not all of it; Hadoop and Spark " +
				"choose their ports themselves.",
			Fix:     "Let all TCP, UDP and ICMP pass among both groups. EMR adds what is missing inbound at the next creation.",
			Sources: []string{mg("emr-man-sec-groups")},
			Requirements: []string{
				"nodes-udp-ingress", "nodes-icmp-ingress", "nodes-tcp-ingress", "nodes-udp-egress",
				"nodes-icmp-egress", "nodes-tcp-egress",
			},
		},
	}
}

// releaseCases are clusters of release 8 and of several releases.
func releaseCases() []Case {
	return []Case{
		{
			Number: 35, Kind: CaseGroup, Title: "a private cluster of release 8 fails",
			Signs: []string{"emr spark 8 private", "emr 8 private", "cell01", "service endpoint 443 emr 8", "createvpcendpoint"},
			Cause: "From release 8 on nodes reach EMR on tcp 443 through a VPC endpoint that carries the service access " +
				"group. The group lacks 443 from the VPC, the primary node lacks 443 to the group, the endpoint carries " +
				"another group or has no private DNS, or the service role may not create it.",
			Fix: "Let tcp 443 into the service access group from every block of the VPC, and out of the nodes to that " +
				"group; look at the endpoint emr-service-vpce.",
			Sources:      []string{mg("emr-man-sec-groups")},
			Requirements: []string{"service-ingress-443", "primary-egress-443", "core-egress-443", "service-endpoint"},
			Unseen: "In part: the groups' rules are judged, and the endpoint's groups and DNS where endpoints were read; what the " +
				"service role may do is not.",
		},
		{
			Number: 36, Kind: CaseGroup, Title: "some nodes of a release 8 cluster fail after the VPC got another block",
			Signs:        []string{"secondary cidr nodes", "second cidr emr"},
			Cause:        "The service access group lets tcp 443 in from the VPC's first block only.",
			Fix:          "Add a rule for each block of the VPC.",
			Sources:      []string{mg("emr-man-sec-groups")},
			Requirements: []string{"service-ingress-443"},
		},
		{
			Number: 45, Kind: CaseGroup, Title: "clusters of 7.x and of 8 share a VPC, and the newer or the older one fails",
			Signs: []string{"7 8 same vpc cluster", "7 8 one vpc cluster", "release 7 8 default groups"},
			Cause: "They share the default groups, and the service access group has only the rules of one of them: 9443 " +
				"and 8443, or 443.",
			Fix:          "Give the service access group both sets of rules.",
			Sources:      []string{mg("emr-man-sec-groups")},
			Requirements: []string{"service-ingress-9443", "service-ingress-443"},
		},
	}
}
