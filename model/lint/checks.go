package lint

import "slices"

// Where the facts behind the checks are written.
const (
	pageHub     = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html"
	pageRules   = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
	pageDefault = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"
	pageLimits  = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
	pageStale   = "https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html"
	pageManaged = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html"
	pageGroups  = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"
)

// Checks gives every check: what is open to the world, then what is wide, then what is untidy. Of
// several that find the same rule the one that says most comes first.
func Checks() []Check {
	out := slices.Concat(worldChecks(), worldMoreChecks(), widthChecks(), ruleChecks(), tidyChecks(), leftoverChecks())
	by := covers()
	for i := range out {
		out[i].Covers = by[out[i].ID]
	}
	return out
}

// Those that say more of a rule, for the checks after them.
func sayAll() []string { return []string{"world-all-protocols", "world-all-ports"} }

func sayPort() []string { return append(sayAll(), "world-ssh", "world-rdp", "world-risky-port") }

func sayWorld() []string {
	return append(sayPort(), "world-other-port", "world-together", "world-http", "world-icmp")
}
