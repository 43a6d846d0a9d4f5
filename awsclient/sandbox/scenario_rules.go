package sandbox

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// spoken is a rule as a scenario says it, its peer still by name:
//
//	tcp 18888 from sg:DefaultWorkspaceSecurityGroupGit : why it is there
//	tcp 0-65535 from self        udp 53 to 10.0.0.2/32        all to ::/0
//	icmp from 10.0.0.0/8         icmp 8/0 from 10.0.0.0/8     50 from 192.0.2.0/24
//	tcp 443 to pl:com.amazonaws.us-east-1.s3                  tcp 22 from sg:other-vpc/bastion
//	tcp 443 from sg:111122223333/sg-0123456789abcdef0 via partner
type spoken struct {
	protocol    string
	from, to    int
	peer, via   string
	description string
}

// parseRule reads one rule of that direction, which is "from" inbound and "to" outbound.
func parseRule(d direction, s string) (spoken, error) {
	text, description, _ := strings.Cut(s, " : ")
	word := "from"
	if d == egress {
		word = "to"
	}
	traffic, far, ok := strings.Cut(" "+text, " "+word+" ")
	if !ok {
		return spoken{}, fmt.Errorf("read rule %q: no %q in it", s, word)
	}
	out := spoken{description: strings.TrimSpace(description), from: -1, to: -1}
	out.peer, out.via, _ = strings.Cut(strings.TrimSpace(far), " via ")
	what := strings.Fields(traffic)
	if len(what) == 0 || len(what) > 2 {
		return spoken{}, fmt.Errorf("read rule %q: no protocol and ports before %q", s, word)
	}
	var err error
	if out.protocol, err = canonicalProtocol(what[0]); err != nil {
		return spoken{}, fmt.Errorf("read rule %q: %w", s, err)
	}
	first, last := "", ""
	if len(what) == 2 {
		first, last = splitPorts(what[1])
	} else if strings.HasPrefix(out.protocol, "icmp") {
		first, last = "-1", "-1"
	}
	if out.from, out.to, err = canonicalPorts(out.protocol, first, last); err != nil {
		return spoken{}, fmt.Errorf("read rule %q: %w", s, err)
	}
	return out, nil
}

// splitPorts reads "443", "0-65535" or an ICMP "8/0".
func splitPorts(s string) (first, last string) {
	for _, sep := range []string{"/", "-"} {
		if a, b, ok := strings.Cut(s, sep); ok {
			return a, b
		}
	}
	return s, s
}

// parseRoute reads "0.0.0.0/0 nat:NAME", "10.1.0.0/16 pcx:NAME blackhole" or "pl:NAME tgw-0123456789abcdef0".
func parseRoute(s string) (destination, target, state string, err error) {
	f := strings.Fields(s)
	switch len(f) {
	case 2:
		return f[0], f[1], "active", nil
	case 3:
		return f[0], f[1], f[2], nil
	}
	return "", "", "", fmt.Errorf("read route %q: want a destination, a target and perhaps a state", s)
}

// parseEntry reads a network ACL's entry: "100 allow all 0.0.0.0/0", "110 deny tcp 22 10.0.0.0/8" or
// "120 allow icmp -1/-1 0.0.0.0/0".
func parseEntry(d direction, s string) (aclEntry, error) {
	f := strings.Fields(s)
	if len(f) != 4 && len(f) != 5 {
		return aclEntry{}, fmt.Errorf("read entry %q: want number, allow or deny, protocol, ports and block", s)
	}
	n, err := strconv.Atoi(f[0])
	if err != nil || f[1] != "allow" && f[1] != "deny" {
		return aclEntry{}, fmt.Errorf("read entry %q: want a number, then allow or deny", s)
	}
	out := aclEntry{egress: d == egress, number: n, allow: f[1] == "allow", cidr: f[len(f)-1], to: 65535}
	if _, err := netip.ParsePrefix(out.cidr); err != nil {
		return aclEntry{}, fmt.Errorf("read entry %q: %w", s, err)
	}
	// Network ACLs speak of protocols by number only.
	switch f[2] {
	case "all":
		out.protocol = "-1"
	case "tcp":
		out.protocol = "6"
	case "udp":
		out.protocol = "17"
	case "icmp":
		out.protocol, out.from, out.to = "1", -1, -1
	case "icmpv6":
		out.protocol, out.from, out.to = "58", -1, -1
	default:
		out.protocol = f[2]
	}
	if len(f) == 5 {
		a, b := splitPorts(f[3])
		if out.from, out.to, err = twoNumbers(a, b); err != nil {
			return aclEntry{}, fmt.Errorf("read entry %q: %w", s, err)
		}
	}
	return out, nil
}
