package lint_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/lint"
)

var update = flag.Bool("update", false, "write the golden files anew")

const page = "../../docs/lint.md"

// TestDocs holds docs/lint.md to the checks.
func TestDocs(t *testing.T) {
	want := document(lint.Checks())
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/lint.md is not what the checks say (-want +got); go test ./model/lint -update writes it\n%s", diff)
	}
}

func document(checks []lint.Check) string {
	var b strings.Builder
	b.WriteString(`# Checks of any security group

Beside what EMR asks of its own groups, sgscope checks every group for hygiene. This page is made from
the checks themselves; a test keeps it true.

| you want | ask |
|---|---|
| what is on by default, beside what EMR asks for | ` + "`sgscope check --lint default`, or `--all`" + ` |
| one check, or some | ` + "`sgscope check --lint world-ssh,unused-group`" + ` |
| all of them, but for some | ` + "`sgscope check --lint all --skip description-missing,untagged-group`" + ` |
| the fix of one finding | ` + "`sgscope plan --fix KEY`" + `, with the key as check prints it |
| to live with a finding | [accept it](accept.md) |

What they find counts for ` + "`--fail-on`" + ` like the rest, and JSON marks it with ` + "`\"table\": \"lint\"`" + `. A rule that
EMR's own findings find fault with is not found again here.

- Traffic and addresses are compared as sets. Two halves of the world are the world, protocol 6 is tcp, a
  range holds its ports, an entry of a prefix list is a block, and rules that only together open
  something are found together. The world is every address that the internet routes; IPv4 and IPv6 are
  separate worlds.
- A rule is named if some smallest set of rules that makes it so needs that rule. Of several checks that
  find the same rule the one that says most speaks, unless you ask for another by its id.
- Checks that find what EMR itself makes, or what is nobody's fault, are off by default; ask for them by
  id. Severity ` + "`exposed`, `wider` and `note`" + ` mean what they mean everywhere in sgscope.
- A fix is proposed only for a finding that you name; it only revokes, and it is never preselected. Groups that a Studio or a
  cluster uses, groups with a name that EMR gives, and groups of another account get advice alone; so
  does a rule that lets something through while not everything that may use its group was read.
- What was not read makes a finding of state ` + "`unknown`" + `, never a fault.

The last column names the checks of other tools that ask no more than ours does; where they compare text
or look at IPv4 alone, ours finds more. What of theirs is not here is in the [table below](#checks-of-other-tools-that-are-elsewhere).

| id | severity | default | flags | why | fix | covers | source |
|---|---|---|---|---|---|---|---|
`)
	for _, c := range checks {
		on := "off"
		if c.Default {
			on = "on"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s | [source](%s) |\n", c.ID, c.Severity, on, c.Flags, c.Why, c.Fixes,
			strings.Join(c.Covers, "; "), c.Source)
	}
	b.WriteString(`
## Checks of other tools that are elsewhere

| checks | where |
|---|---|
`)
	for _, e := range elsewhere() {
		fmt.Fprintf(&b, "| %s | %s |\n", e.checks, e.where)
	}
	return b.String()
}

// elsewhere gives the checks of other tools on networks and on EMR that no check of any group covers:
// where sgscope answers what they ask, or why it does not.
func elsewhere() []struct{ checks, where string } {
	return []struct{ checks, where string }{
		{
			"np-guard tcp-response-blocked, nacl-rule-shadowed",
			"`sgscope trace`, `sgscope assert` and the findings `attach-path` and `git-path` judge network ACLs there and back, rule by rule",
		},
		{
			"Security Hub EC2.21; Config nacl-no-unrestricted-ssh-rdp; Prowler ec2_networkacl_allow_ingress_tcp_port_22, _tcp_port_3389, _any_port; " +
				"ScoutSuite vpc-*-network-acls-allow-all; cfn_nag W66, W67; Checkov CKV_AWS_229, CKV_AWS_230, CKV_AWS_231, CKV_AWS_232, CKV_AWS_352; Trivy AWS-0102, AWS-0105",
			"not asked: EC2's own default network ACL allows all, and groups decide. `sgscope trace internet sg-…` says what gets through both",
		},
		{
			"Security Hub EC2.16; Config vpc-network-acl-unused-check; Prowler ec2_networkacl_unused; ScoutSuite vpc-network-acl-not-used, " +
				"vpc-subnet-with-default-acls, vpc-subnet-with-bad-acls; cfn_nag W71, W72, F79; np-guard nacl-unattached, nacl-split-subnet, subnet-cidr-overlap",
			"not asked: of network ACLs and subnets by themselves, which sgscope never writes; EC2 refuses subnets that overlap",
		},
		{
			"Config no-unrestricted-route-to-igw; Guard no_unrestricted_route_to_igw.guard; Prowler vpc_peering_routing_tables_with_least_privilege; " +
				"ScoutSuite vpc-routing-tables-with-peering",
			"not asked: of routes by themselves. `sgscope trace` and `sgscope matrix` say what they let through",
		},
		{
			"ScoutSuite ec2-security-group-whitelists-aws, -aws-ip-from-banned-region, -unknown-aws, -unknown-cidrs, -non-elastic-ips",
			"not known: whose a public address is, no read of the account says. `public-address` and `wide-public-ingress` find them all",
		},
		{
			"Security Hub CloudWatch.10; ScoutSuite logs-no-alarm-security-group-changes; ElectricEye's monitoring of group changes",
			"not asked: of CloudTrail and CloudWatch. `sgscope diff` says what changed between two snapshots",
		},
		{
			"Prowler emr_cluster_publicly_accesible; Checkov CKV2_AWS_7; ElectricEye emr_cluster_block_secgroup_check",
			"EMR's own findings `cluster-open-to-world`, `primary-ssh-from-world`, `serverless-open-to-world` and `engine-open-to-world`",
		},
		{
			"Security Hub EMR.2; Prowler emr_cluster_account_public_block_enabled; Checkov CKV_AWS_390; steampipe emr_account_public_access_blocked",
			"EMR's own finding `cluster-open-to-world` says for each open rule what block public access makes of it, or that it is off",
		},
		{
			"Security Hub EMR.1; Config emr-master-no-public-ip; Prowler emr_cluster_master_nodes_no_public_ip; steampipe and Guard on the primary's public address",
			"not asked by itself: `sgscope trace internet cluster:j-… --port 22` says what reaches them, address and routes among it",
		},
		{
			"Security Hub EMR.3, EMR.4; Checkov CKV_AWS_171, CKV_AWS_349, CKV_AWS_350, CKV_AWS_351, CKV2_AWS_55, CKV_AWS_114; Trivy AWS-0137, AWS-0138, " +
				"AWS-0139; cfn_nag W61, W63, F63, F64, F65; Config emr-kerberos-enabled; CloudSploit emr…; ElectricEye emr_…",
			"not asked: encryption, Kerberos, logging and sizes are not about who reaches whom",
		},
	}
}

// TestTable holds the table of checks to its own rules.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range lint.Checks() {
		if seen[c.ID] || !lint.Known(c.ID) {
			t.Errorf("%s: the id is there twice, or not known", c.ID)
		}
		for _, id := range c.Under {
			if !seen[id] {
				t.Errorf("%s yields to %s, which is not before it", c.ID, id)
			}
		}
		seen[c.ID] = true
		if c.Title == "" || c.Flags == "" || c.Why == "" || !strings.HasPrefix(c.Source, "https://") {
			t.Errorf("%s: a text is missing", c.ID)
		}
		if c.Severity > model.Exposed || c.Severity == model.Conditional {
			t.Errorf("%s: severity %s is for what EMR needs", c.ID, c.Severity)
		}
		if len(c.Covers) == 0 && c.ID != "world-together" {
			t.Errorf("%s covers no check of another tool", c.ID)
		}
		if strings.ContainsAny(c.Flags+c.Why+c.Title, "|\n") {
			t.Errorf("%s: a text would break the table", c.ID)
		}
	}
	if lint.Known("no-such-check") {
		t.Error("no-such-check is known")
	}
}

// TestCovers lists the checks of other tools on groups; each has one of ours.
func TestCovers(t *testing.T) {
	var all []string
	for _, c := range lint.Checks() {
		all = append(all, c.Covers...)
	}
	text := strings.Join(all, "\n")
	for _, id := range []string{
		"EC2.2", "vpc-default-security-group-closed", "default_restrict_traffic", "default-security-group-with-rules", "CKV2_AWS_12", "AWS-0173",
		"defaultSecurityGroup", "default_sg_has_rules", "default-security-group-in-use", "EC2.13", "EC2.53", "EC2.54", "restricted-ssh", "tcp_port_22", "known-port-to-all",
		"restricted_ssh.guard", "CKV_AWS_24", "AWS-0107", "openSSH", "restrict_ingress_ssh_all", "EC2.14", "tcp_port_3389", "CKV_AWS_25", "openRDP", "CKV_AWS_260", "openHTTP",
		"EC2.19", "restricted-common-ports", "high_risk_tcp_ports", "plaintext-port", "restricted_common_ports.guard", "openHadoopNameNode", "Terrascan", "EC2.18",
		"vpc-sg-open-only-to-authorized-ports", "to_any_port", "opens-port-to-all", "allowedCustomPorts", "openCustomPorts", "allows_ingress_authorized_ports", "to_all_ports",
		"opens-all-ports", "W42", "CKV_AWS_277", "openAllPortsProtocols", "tcp_udp_all", "any_port_from_ip", "allow_wide_open_public_ipv4", "W9", "W27", "W29", "opens-port-range",
		"opens-all-ports-to-self", "opens-icmp-to-all", "W5", "CKV_AWS_382", "AWS-0104", "openAllPortsProtocolsEgress", "W40", "F1000", "W36", "CKV_AWS_23", "AWS-0099", "AWS-0124",
		"securityGroupsHasTags", "EC2.22", "attached-to-eni-periodic", "not_used", "unused-security-group", "CKV2_AWS_5", "unusedSecurityGroups", "c7n unused", "sg-unattached",
		"c7n stale", "launch_wizard", "launchWizardSecurityGroups", "many_ingress_egress_rules", "excessiveSecurityGroups", "overlappingSecurityGroups", "sg-rule-implied",
		"securityGroupRfc1918", "sg-rule-cidr-out-of-range", "sg-split-subnet",
	} {
		if !strings.Contains(text, id) {
			t.Errorf("no check covers %s", id)
		}
	}
}

// TestElsewhere lists the other checks on networks and on EMR: docs/lint.md says of each where it is.
func TestElsewhere(t *testing.T) {
	var all []string
	for _, e := range elsewhere() {
		if e.checks == "" || e.where == "" || strings.ContainsAny(e.checks+e.where, "|\n") {
			t.Errorf("a text is missing or would break the table: %v", e)
		}
		all = append(all, e.checks)
	}
	text := strings.Join(all, "\n")
	for _, id := range []string{
		"tcp-response-blocked", "EC2.21", "nacl-no-unrestricted-ssh-rdp", "ec2_networkacl_allow_ingress_tcp_port_22", "_3389", "_any_port", "network-acls-allow-all",
		"W66", "W67", "CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232", "CKV_AWS_352", "AWS-0102", "AWS-0105", "EC2.16", "vpc-network-acl-unused-check",
		"ec2_networkacl_unused", "vpc-network-acl-not-used", "vpc-subnet-with-default-acls", "-bad-acls", "W71", "W72", "F79", "nacl-rule-shadowed", "nacl-unattached",
		"nacl-split-subnet", "subnet-cidr-overlap", "no-unrestricted-route-to-igw", "vpc_peering_routing_tables_with_least_privilege", "vpc-routing-tables-with-peering",
		"no_unrestricted_route_to_igw.guard", "CloudWatch.10", "logs-no-alarm-security-group-changes", "whitelists-aws", "-aws-ip-from-banned-region", "-unknown-aws",
		"-unknown-cidrs", "-non-elastic-ips", "EMR.1", "emr-master-no-public-ip", "emr_cluster_master_nodes_no_public_ip", "EMR.2", "emr_cluster_account_public_block_enabled",
		"CKV_AWS_390", "emr_account_public_access_blocked", "emr_cluster_publicly_accesible", "CKV2_AWS_7", "emr_cluster_block_secgroup_check", "EMR.3", "EMR.4",
		"CKV_AWS_171", "CKV_AWS_349", "CKV_AWS_350", "CKV_AWS_351", "CKV2_AWS_55", "AWS-0137", "AWS-0138", "AWS-0139", "W61", "W63", "emr-kerberos-enabled", "CKV_AWS_114",
		"F63", "F65", "CloudSploit emr", "ElectricEye emr_",
	} {
		if !strings.Contains(text, id) {
			t.Errorf("docs/lint.md does not say where %s is", id)
		}
	}
}

// TestHighRiskPorts asks of each port that EC2.19 calls risky whether some default check finds it.
func TestHighRiskPorts(t *testing.T) {
	for _, port := range []int{
		20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300,
		1521, 2483, 6379, 27017, 27018, 11211, 7199, 9160, 9092, 8020, 50070, 50470,
	} {
		s := whole(group(fmt.Sprintf("ingress tcp %d from 0.0.0.0/0", port)))
		got := keys(lint.Run(s, lint.Options{}))
		if !slices.ContainsFunc(got, func(k string) bool { return strings.Contains(k, "world-") && !strings.Contains(k, "other") }) {
			t.Errorf("tcp %d: %v", port, got)
		}
	}
}
