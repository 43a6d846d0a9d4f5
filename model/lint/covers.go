package lint

import "maps"

// covers gives, by check, the checks of other tools that ask no more than it does. Where a tool looks
// at literal blocks or at IPv4 alone, ours finds what it finds and more.
func covers() map[string][]string {
	out := coversWorld()
	maps.Copy(out, coversRest())
	return out
}

const (
	prowler = "Prowler ec2_securitygroup_"
	scout   = "ScoutSuite ec2-"
)

func coversWorld() map[string][]string {
	return map[string][]string{
		"world-all-protocols": {
			"Security Hub EC2.18", "Config vpc-sg-open-only-to-authorized-ports",
			prowler + "allow_ingress_from_internet_to_all_ports", scout + "security-group-opens-all-ports-to-all",
			"Checkov CKV_AWS_277", "CloudSploit openAllPortsProtocols", "steampipe tcp_udp_all",
		},
		"world-all-ports": {
			"Security Hub EC2.18", prowler + "allow_ingress_from_internet_to_all_ports",
			scout + "security-group-opens-all-ports-to-all", "Checkov CKV_AWS_277", "CloudSploit openAllPortsProtocols",
			"steampipe tcp_udp_all",
		},
		"world-ssh": {
			"Security Hub EC2.13, EC2.53, EC2.54", "Config restricted-ssh",
			prowler + "allow_ingress_from_internet_to_tcp_port_22", scout + "security-group-opens-known-port-to-all",
			"Guard restricted_ssh.guard", "Checkov CKV_AWS_24", "Trivy AWS-0107", "CloudSploit openSSH",
			"steampipe restrict_ingress_ssh_all",
		},
		"world-rdp": {
			"Security Hub EC2.14, EC2.53, EC2.54", prowler + "allow_ingress_from_internet_to_tcp_port_3389",
			scout + "security-group-opens-known-port-to-all", "Checkov CKV_AWS_25", "Trivy AWS-0107", "CloudSploit openRDP",
		},
		"world-risky-port": {
			"Security Hub EC2.19", "Config restricted-common-ports",
			prowler + "allow_ingress_from_internet_to_high_risk_tcp_ports and one per service",
			scout + "security-group-opens-known-port-to-all, -opens-plaintext-port", "Guard restricted_common_ports.guard",
			"CloudSploit openHadoopNameNode, openHadoopNameNodeWebUI and one per port",
		},
		"world-other-port": {
			"Security Hub EC2.18", "Config vpc-sg-open-only-to-authorized-ports",
			prowler + "allow_ingress_from_internet_to_any_port", scout + "security-group-opens-port-to-all",
			"CloudSploit allowedCustomPorts, openCustomPorts", "Terrascan port × public",
			"steampipe allows_ingress_authorized_ports",
		},
		"world-http": {"Checkov CKV_AWS_260", "CloudSploit openHTTP"},
		"world-icmp": {scout + "security-group-opens-icmp-to-all"},
		"world-egress-all": {
			"cfn_nag W5, F1000", "Checkov CKV_AWS_382", "Trivy AWS-0104",
			"CloudSploit openAllPortsProtocolsEgress",
		},
		"world-egress": {"cfn_nag W5", "Trivy AWS-0104"},
	}
}

func coversRest() map[string][]string {
	return map[string][]string{
		"wide-public-ingress":    {prowler + "allow_wide_open_public_ipv4"},
		"wide-public-egress":     {prowler + "allow_wide_open_public_ipv4"},
		"private-all":            {"CloudSploit securityGroupRfc1918", "Terrascan port × large private range"},
		"public-address":         {prowler + "allow_ingress_from_internet_to_any_port_from_ip"},
		"ingress-not-single":     {"cfn_nag W9"},
		"port-range":             {"cfn_nag W27", scout + "security-group-opens-port-range"},
		"port-range-egress":      {"cfn_nag W29"},
		"ingress-all-protocols":  {"cfn_nag W42", scout + "security-group-opens-all-ports"},
		"egress-all-protocols":   {"cfn_nag W40"},
		"all-ports-from-itself":  {scout + "security-group-opens-all-ports-to-self"},
		"all-ports-from-peer":    {scout + "security-group-opens-all-ports"},
		"cidr-outside-vpc":       {"np-guard sg-rule-cidr-out-of-range"},
		"cidr-splits-subnet":     {"np-guard sg-split-subnet"},
		"rule-implied":           {"np-guard sg-rule-implied"},
		"rule-implied-elsewhere": {"np-guard sg-rule-implied", "CloudSploit overlappingSecurityGroups"},
		"stale-reference":        {"c7n stale", "EC2 DescribeStaleSecurityGroups"},
		"many-rules":             {prowler + "with_many_ingress_egress_rules"},
		"many-groups":            {"CloudSploit excessiveSecurityGroups"},
		"default-group-in-use":   {scout + "default-security-group-in-use"},
		"default-group-rules": {
			"Security Hub EC2.2", "Config vpc-default-security-group-closed",
			prowler + "default_restrict_traffic", scout + "default-security-group-with-rules", "Checkov CKV2_AWS_12",
			"Trivy AWS-0173", "CloudSploit defaultSecurityGroup", "ElectricEye default_sg_has_rules",
		},
		"launch-wizard": {prowler + "from_launch_wizard", "CloudSploit launchWizardSecurityGroups"},
		"unused-group": {
			"Security Hub EC2.22", "Config ec2-security-group-attached-to-eni-periodic", prowler + "not_used",
			scout + "unused-security-group", "Checkov CKV2_AWS_5", "CloudSploit unusedSecurityGroups", "c7n unused",
			"np-guard sg-unattached",
		},
		"description-missing": {"cfn_nag W36", "Checkov CKV_AWS_23", "Trivy AWS-0099, AWS-0124"},
		"untagged-group":      {"CloudSploit securityGroupsHasTags"},
	}
}
