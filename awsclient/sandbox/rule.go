package sandbox

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

type direction int

const (
	ingress direction = iota
	egress
)

type peerKind int

const (
	peerIPv4 peerKind = iota
	peerIPv6
	peerList
	peerGroup
)

// peer is a rule's far end. For a group, owner is the account that has it.
type peer struct {
	kind  peerKind
	value string
	owner string
}

// ruleKey is what EC2 means by the same rule: everything but id, description and tags. from and to are -1
// where they do not count.
type ruleKey struct {
	dir      direction
	protocol string
	from, to int
	peer     peer
}

type rule struct {
	id string
	ruleKey
	description string
	// via is the peering through which a group of another VPC is reached, nil within the VPC.
	via  *peering
	tags tagMap
}

// portless reports whether EC2 shows no ports for the protocol in a folded permission.
func (k ruleKey) portless() bool {
	switch k.protocol {
	case "tcp", "udp", "icmp", "icmpv6":
		return false
	}
	return true
}

// String is the rule as InvalidPermission.Duplicate words it.
func (k ruleKey) String() string {
	peer := "peer: " + k.peer.value
	switch k.protocol {
	case "-1":
		return peer + ", ALL, ALLOW"
	case "tcp", "udp":
		return fmt.Sprintf("%s, %s, from port: %d, to port: %d, ALLOW", peer, strings.ToUpper(k.protocol), k.from, k.to)
	case "icmp", "icmpv6":
		return fmt.Sprintf("%s, %s, type: %s, code: %s, ALLOW", peer, strings.ToUpper(k.protocol), orAll(k.from), orAll(k.to))
	}
	return peer + ", protocol: " + k.protocol + ", ALLOW"
}

func orAll(n int) string {
	if n < 0 {
		return "ALL"
	}
	return strconv.Itoa(n)
}

// canonicalProtocol returns the spelling that EC2 gives back: a name where it has one, else the number.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
func canonicalProtocol(s string) (string, error) {
	switch low := strings.ToLower(s); low {
	case "tcp", "udp", "icmp", "icmpv6", "-1":
		return low, nil
	case "all":
		return "-1", nil
	case "1":
		return "icmp", nil
	case "6":
		return "tcp", nil
	case "17":
		return "udp", nil
	case "58":
		return "icmpv6", nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 255 {
		return "", badValue("Invalid value '%s' for IP protocol. Unknown protocol.", s)
	}
	return strconv.Itoa(n), nil
}

// canonicalPorts checks ports, or an ICMP type and code, and returns -1, -1 where the protocol ignores them.
func canonicalPorts(protocol, from, to string) (int, int, error) {
	switch protocol {
	case "tcp", "udp":
		return portRange(from, to)
	case "icmp", "icmpv6":
		if protocol == "icmpv6" && from == "" && to == "" {
			return -1, -1, nil
		}
		return icmpRange(from, to)
	}
	return -1, -1, nil
}

func portRange(from, to string) (int, int, error) {
	if from == "" || to == "" {
		return 0, 0, badValue("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")
	}
	f, t, err := twoNumbers(from, to)
	if err != nil {
		return 0, 0, err
	}
	for _, n := range []int{f, t} {
		if n < 0 || n > 65535 {
			return 0, 0, badValue("TCP/UDP port (%d) out of range", n)
		}
	}
	if f > t {
		return 0, 0, badValue("Invalid TCP/UDP port range (%d:%d)", f, t)
	}
	return f, t, nil
}

func icmpRange(from, to string) (int, int, error) {
	if from == "" || to == "" {
		return 0, 0, badValue("Invalid value 'Must specify both from and to ports with ICMP.' for portRange.")
	}
	typ, code, err := twoNumbers(from, to)
	switch {
	case err != nil:
		return 0, 0, err
	case typ < -1 || typ > 255:
		return 0, 0, badValue("ICMP type (%d) out of range", typ)
	case code < -1 || code > 255 || typ == -1 && code != -1:
		return 0, 0, badValue("ICMP code (%d) out of range", code)
	}
	return typ, code, nil
}

func twoNumbers(from, to string) (int, int, error) {
	f, err := strconv.Atoi(from)
	if err != nil {
		return 0, 0, badValue("Invalid value '%s' for portRange.", from)
	}
	t, err := strconv.Atoi(to)
	if err != nil {
		return 0, 0, badValue("Invalid value '%s' for portRange.", to)
	}
	return f, t, nil
}

// canonicalCIDR masks a block's host bits away, as EC2 does: 100.68.0.18/18 is 100.68.0.0/18.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
func canonicalCIDR(kind peerKind, s string) (string, error) {
	p, err := netip.ParsePrefix(s)
	if err != nil || p.Addr().Is4() != (kind == peerIPv4) || p.Addr().Is4In6() {
		return "", badValue("CIDR block %s is malformed", s)
	}
	return p.Masked().String(), nil
}

const (
	nameSet  = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-:/()#,@[]+=&;{}!$*"
	nameSaid = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
)

// checkRuleDescription refuses what EC2 does not take as a rule's description.
func checkRuleDescription(s string) error {
	if len(s) > 255 || hasOther(s) {
		return badValue("Invalid rule description. Valid descriptions are strings less than 256 characters"+
			" from the following set: %s", nameSaid)
	}
	return nil
}

// checkWord refuses what EC2 does not take as a group's name or description.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
func checkWord(parameter, what, s string) error {
	for _, r := range s {
		if r > 127 {
			return badValue(
				"Value (%s) for parameter %s is invalid. Character sets beyond ASCII are not supported.", s, parameter)
		}
	}
	if len(s) > 255 || hasOther(s) {
		return badValue("Invalid security group %s. Valid %ss are strings less than 256 characters"+
			" from the following set:  %s", what, what, nameSaid)
	}
	return nil
}

// hasOther reports whether s has a character outside of EC2's set for names and descriptions.
func hasOther(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(nameSet, r) })
}
