package lint

import (
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Where the facts behind the checks are written.
const (
	pageHub     = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html"
	pageRules   = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
	pageDefault = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"
	pageLimits  = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
	pageStale   = "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html"
	pageManaged = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html"
	pageGroups  = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"
	pageICMP    = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-rule-components"
)

const prowler = "Prowler ec2_securitygroup_"

// Checks gives every check: what is open to the world, then what is wide, then what is untidy. Of
// several that find the same rule the one that says most comes first.
func Checks() []Check { return slices.Concat(worldChecks(), widthChecks(), tidyChecks()) }

func worldChecks() []Check {
	whole := []string{"world-all-protocols", "world-all-ports"}
	named := append(slices.Clip(whole), "world-ssh", "world-rdp", "world-risky-port")
	in := func(id string, severity model.Severity, title, flags, why string, judge judge, under []string, source string, covers ...string) Check {
		return Check{ID: id, Severity: severity, Default: true, Title: title, Flags: flags, Why: why, Covers: covers, Source: source,
			Under: under, Fixes: RevokeRule, judge: judge}
	}
	const anybody = "Whoever scans the internet finds it within the hour."
	out := []Check{
		in("world-all-protocols", model.Exposed, "everything is open to the world",
			"Ingress of every protocol from every address of the internet, by one rule or by several together.", anybody,
			worldAll("every protocol", model.Ingress, model.AllProtocols), nil, pageHub+"#ec2-18", "Security Hub EC2.18",
			"Config vpc-sg-open-only-to-authorized-ports", prowler+"allow_ingress_from_internet_to_all_ports", "ScoutSuite ec2-security-group-opens-all-ports-to-all",
			"Checkov CKV_AWS_277", "CloudSploit openAllPortsProtocols", "steampipe vpc_security_group_allows_ingress_to_tcp_udp_all"),
		in("world-all-ports", model.Exposed, "all ports are open to the world",
			"Ingress of all ports of TCP or of UDP from every address of the internet, by one rule or by several together.", anybody,
			worldAll("every port", model.Ingress, model.TCP, model.UDP), whole[:1], pageHub+"#ec2-18", "Security Hub EC2.18",
			prowler+"allow_ingress_from_internet_to_all_ports", "ScoutSuite ec2-security-group-opens-all-ports-to-all",
			"Checkov CKV_AWS_277", "CloudSploit openAllPortsProtocols"),
		in("world-ssh", model.Exposed, "ssh is open to the world", "Ingress of tcp 22 from every address of the internet.",
			"EMR itself opened ssh of primary nodes to the world until December 2020; the rule is still there in old groups.",
			worldPorts(reach.TrafficOf(model.TCP, model.Port(22))), whole, pageManaged, "Security Hub EC2.13, EC2.53, EC2.54",
			"Config restricted-ssh", prowler+"allow_ingress_from_internet_to_tcp_port_22", "ScoutSuite ec2-security-group-opens-known-port-to-all",
			"Guard restricted_ssh.guard", "Checkov CKV_AWS_24", "Trivy AWS-0107", "CloudSploit openSSH", "steampipe vpc_security_group_restrict_ingress_ssh_all"),
		in("world-rdp", model.Exposed, "remote desktop is open to the world", "Ingress of tcp or udp 3389 from every address of the internet.",
			anybody, worldPorts(reach.TrafficOf(model.TCP, model.Port(3389)).Union(reach.TrafficOf(model.UDP, model.Port(3389)))), whole,
			pageHub+"#ec2-14", "Security Hub EC2.14, EC2.53, EC2.54", prowler+"allow_ingress_from_internet_to_tcp_port_3389",
			"ScoutSuite ec2-security-group-opens-known-port-to-all", "Checkov CKV_AWS_25", "Trivy AWS-0107", "CloudSploit openRDP"),
		in("world-risky-port", model.Wider, "a risky port is open to the world",
			"Ingress from every address of the internet of a port whose service was not made for that: databases, consoles, and what EMR's applications listen on.",
			"Few of these services ask who you are; YARN and Livy run what they are sent.", worldRisky(), whole, pageHub+"#ec2-19",
			"Security Hub EC2.19", "Config restricted-common-ports", prowler+"allow_ingress_from_internet_to_high_risk_tcp_ports and one per service",
			"ScoutSuite ec2-security-group-opens-known-port-to-all, -opens-plaintext-port", "Guard restricted_common_ports.guard",
			"CloudSploit openHadoopNameNode, openHadoopNameNodeWebUI and one per port", "Terrascan one per port"),
		in("world-other-port", model.Wider, "a port other than 80 and 443 is open to the world",
			"Ingress from every address of the internet of anything but tcp 80, tcp 443 and ICMP. A prefix list that was not read makes it unknown.",
			"EMR needs nothing open to the world.", worldOther, named, pageHub+"#ec2-18", "Security Hub EC2.18",
			"Config vpc-sg-open-only-to-authorized-ports", prowler+"allow_ingress_from_internet_to_any_port", "ScoutSuite ec2-security-group-opens-port-to-all",
			"CloudSploit allowedCustomPorts, openCustomPorts", "ElectricEye emr_cluster_block_secgroup_check", "steampipe vpc_security_group_allows_ingress_authorized_ports"),
		in("world-together", model.Wider, "two groups together open a port to the world",
			"On some interface the rules of several groups together let a port in from every address of the internet, and those of no single group do.",
			"Rules of all groups of an interface count as one list.", worldTogether, append(slices.Clip(named), "world-other-port"), pageRules),
		in("world-icmp", model.Note, "ICMP is open to the world", "Ingress of ICMP of any type from every address of the internet.",
			"It tells who is there.", worldPorts(pings()), whole[:1], pageICMP, "ScoutSuite ec2-security-group-opens-icmp-to-all"),
		in("world-http", model.Note, "http is open to the world", "Ingress of tcp 80 from every address of the internet.",
			"What is sent over http can be read on the way.", worldPorts(reach.TrafficOf(model.TCP, model.Port(80))), whole, pageRules,
			"Checkov CKV_AWS_260", "CloudSploit openHTTP"),
		in("world-egress-all", model.Note, "everything may go out to the world", "Egress of every protocol to every address of the internet.",
			"It is what EC2 gives every new group, and what EMR leaves its clusters; data can leave by it.",
			worldAll("every protocol", model.Egress, model.AllProtocols), nil, pageRules, "cfn_nag W5, W40, F1000", "Checkov CKV_AWS_382",
			"Trivy AWS-0104", "CloudSploit openAllPortsProtocolsEgress"),
		in("world-egress", model.Note, "something may go out to the world", "Egress of anything to every address of the internet.",
			"Data can leave by it.", worldEgress, []string{"world-egress-all"}, pageRules, "cfn_nag W5", "Trivy AWS-0104"),
	}
	return off(out, "world-http", "world-egress-all", "world-egress")
}

// off turns checks off by default: they find what EMR itself makes, or what is nobody's fault.
func off(list []Check, ids ...string) []Check {
	for i, c := range list {
		list[i].Default = !slices.Contains(ids, c.ID)
	}
	return list
}

func widthChecks() []Check {
	world := []string{"world-all-protocols", "world-all-ports", "world-ssh", "world-rdp", "world-risky-port", "world-other-port",
		"world-together", "world-http", "world-icmp"}
	row := func(id string, severity model.Severity, title, flags, why string, judge judge, under []string, covers ...string) Check {
		return Check{ID: id, Severity: severity, Default: true, Title: title, Flags: flags, Why: why, Covers: covers, Source: pageRules,
			Under: under, Fixes: RevokeRule, judge: judge}
	}
	const few = "Name the addresses, or better the group, that needs it."
	const least = "The fewer may, the fewer can misuse it."
	out := []Check{
		row("wide-public-ingress", model.Wider, "a wide block of the internet gets in",
			"Ingress from a public IPv4 block of /1 to /23, or a public IPv6 block wider than /48, by one rule or by neighbours together. AWS's own prefix lists do not count.",
			"A block this wide has many owners.", wide(model.Ingress), world, prowler+"allow_wide_open_public_ipv4"),
		row("wide-public-egress", model.Note, "a wide block of the internet can be reached", "The same for egress.",
			"A block this wide has many owners; that of a Git host is fine.", wide(model.Egress), []string{"world-egress-all", "world-egress"},
			prowler+"allow_wide_open_public_ipv4"),
		row("private-all", model.Note, "all private addresses get in",
			"Ingress from the whole of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, by one rule or by several together.",
			"That is every network that is ever peered with or dialled in to.", privateAll, world, "CloudSploit securityGroupRfc1918"),
		row("public-address", model.Note, "one address of the internet gets in", "Ingress from a single public address.",
			"Addresses change hands.", oneByOne(model.Ingress, "Make sure that the address is still yours.", publicAddress), nil,
			prowler+"allow_ingress_from_internet_to_any_port_from_ip"),
		row("ingress-not-single", model.Note, "more than one address gets in", "Ingress from a block of more than one address.", least,
			oneByOne(model.Ingress, few, notSingle), nil, "cfn_nag W9"),
		row("port-range", model.Note, "a range of ports is let in", "Ingress of more than one port of TCP or UDP by one rule.", least,
			oneByOne(model.Ingress, "Name the ports that are listened on.", portRange), nil, "cfn_nag W27", "ScoutSuite ec2-security-group-opens-port-range"),
		row("port-range-egress", model.Note, "a range of ports is let out", "Egress of more than one port of TCP or UDP by one rule.", least,
			oneByOne(model.Egress, "Name the ports that are called.", portRange), nil, "cfn_nag W29"),
		row("ingress-all-protocols", model.Note, "every protocol is let in", "Ingress of protocol -1 from whomever.", least,
			oneByOne(model.Ingress, "Name the protocol and ports that are needed.", everyProtocol), world[:1], "cfn_nag W42", "ScoutSuite ec2-security-group-opens-all-ports"),
		row("egress-all-protocols", model.Note, "every protocol is let out", "Egress of protocol -1 to whomever.", least,
			oneByOne(model.Egress, "Name the protocol and ports that are needed.", everyProtocol), []string{"world-egress-all"}, "cfn_nag W40"),
		row("all-ports-from-itself", model.Note, "the group's members reach each other on all ports",
			"Ingress of all ports of TCP or UDP from the group itself, by one rule or by several together.",
			"What breaks into one member is at home in all; EMR's managed groups need it.", allPorts(itself, "Name the ports that members need of each other."),
			nil, "ScoutSuite ec2-security-group-opens-all-ports-to-self"),
		row("all-ports-from-peer", model.Note, "all ports are open to a group or a block",
			"Ingress of all ports of TCP or UDP from another group, a block or a prefix list.", least,
			allPorts(another, "Name the ports that are listened on."), append(slices.Clip(world), "ingress-all-protocols"), "ScoutSuite ec2-security-group-opens-all-ports"),
		row("cidr-outside-vpc", model.Note, "a private block is outside of the VPC",
			"A rule for a private block that shares no address with the VPCs that the group serves.",
			"It is right for a peered or a company network, and a typing error otherwise.", bothWays("Make sure that the block is that of a network which is connected.", outsideVPC),
			nil, "np-guard sg-rule-cidr-out-of-range"),
		row("cidr-splits-subnet", model.Note, "a block is a part of a subnet", "A rule for a block of several addresses that is within a subnet of the VPC and leaves some of it out.",
			"Addresses within a subnet are given out without order.", bothWays("Name the subnet's block, or better a group.", splitsSubnet), nil, "np-guard sg-split-subnet"),
	}
	return off(out, "wide-public-egress", "public-address", "ingress-not-single", "port-range", "port-range-egress", "ingress-all-protocols",
		"egress-all-protocols", "all-ports-from-itself", "all-ports-from-peer", "cidr-outside-vpc", "cidr-splits-subnet")
}

func tidyChecks() []Check {
	row := func(id, title, flags, why, source string, fixes FixKind, judge judge, covers ...string) Check {
		return Check{ID: id, Severity: model.Note, Default: true, Title: title, Flags: flags, Why: why, Covers: covers, Source: source,
			Fixes: fixes, judge: judge}
	}
	out := []Check{
		row("rule-implied", "a rule is allowed by others anyway",
			"A rule of which the group's other rules, together, allow everything. Those that are found can go all at once.",
			"Who takes it away believes that something was closed.", pageRules, RevokeDead, implied, "np-guard sg-rule-implied"),
		row("rule-implied-elsewhere", "a rule is allowed by the interface's other groups anyway",
			"A rule of which the other groups allow everything, on each interface that carries the group.",
			"The most permissive rule of all of an interface's groups counts.", pageRules, AdviceOnly, impliedElsewhere,
			"np-guard sg-rule-implied", "CloudSploit overlappingSecurityGroups"),
		row("stale-reference", "a rule names a group that is gone",
			"A rule whose peer is a group that is deleted, that EC2 calls stale, or that is beyond a peering connection which has ended.",
			"It matches nothing, and looks as if it did.", pageStale, RevokeDead, staleReference, "c7n stale"),
		row("many-rules", "a group has many rules", "More than 50 rules of one direction.", "At the quota of 60 the next rule that is needed is refused.",
			pageLimits, AdviceOnly, tooManyRules, prowler+"with_many_ingress_egress_rules"),
		row("many-groups", "a VPC has many groups", "More than 30 groups in one VPC.", "Nobody knows what they are for.", pageLimits, AdviceOnly,
			nil, "CloudSploit excessiveSecurityGroups"),
		row("default-group-in-use", "the VPC's default group is in use", "The group default is on some interface.",
			"Whatever names no group gets it, and so shares what it allows.", pageDefault, AdviceOnly, defaultInUse, "ScoutSuite ec2-default-security-group-in-use"),
		row("default-group-rules", "the VPC's default group has rules", "The group default has any rule; EC2 gives it two.",
			"Whatever names no group gets it.", pageDefault, RevokeRule, defaultHasRules, "Security Hub EC2.2", "Config vpc-default-security-group-closed",
			prowler+"default_restrict_traffic", "ScoutSuite ec2-default-security-group-with-rules", "Checkov CKV2_AWS_12", "Trivy AWS-0173",
			"CloudSploit defaultSecurityGroup", "ElectricEye default_sg_has_rules"),
		row("launch-wizard", "a group was made by the launch wizard", "A group whose name begins with launch-wizard-.",
			"Its rules were a default, not a decision.", pageGroups, AdviceOnly, launchWizard, prowler+"from_launch_wizard", "CloudSploit launchWizardSecurityGroups"),
		row("unused-group", "nothing uses the group",
			"A group on no interface that no Studio, cluster, endpoint, load balancer, other VPC or other group's rule names, and that has no name which EMR or EC2 gives. Unknown where one of these was not read whole.",
			"Whoever finds it may use it for something else.", pageGroups, AdviceOnly, unused, "Security Hub EC2.22", "Config ec2-security-group-attached-to-eni-periodic",
			prowler+"not_used", "ScoutSuite ec2-unused-security-group", "Checkov CKV2_AWS_5", "CloudSploit unusedSecurityGroups", "c7n unused", "np-guard sg-unattached"),
		row("description-missing", "rules or group are not described", "Rules without a description, and groups whose description says nothing.",
			"Nobody dares to take away what nobody can explain; EMR describes none of its rules.", pageRules, AdviceOnly, undescribed, "cfn_nag W36",
			"Checkov CKV_AWS_23", "Trivy AWS-0099, AWS-0124"),
		row("untagged-group", "a group has no tag", "A group of the caller's account without any tag.", "Nobody can tell whose it is.", pageGroups, AdviceOnly,
			untagged, "CloudSploit securityGroupsHasTags"),
	}
	return off(out, "rule-implied-elsewhere", "many-groups", "default-group-rules", "launch-wizard", "unused-group", "description-missing", "untagged-group")
}

// bothWays makes a check that looks at each rule of either direction by itself.
func bothWays(advice string, say func(x *examined, r model.Rule) string) judge {
	in, out := oneByOne(model.Ingress, advice, say), oneByOne(model.Egress, advice, say)
	return func(x *examined) []draft { return append(in(x), out(x)...) }
}
