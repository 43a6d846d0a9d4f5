package reach_test

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
)

// Network ACLs, one packet at a time:
//   - Each subnet has one. A packet meets it on its way into and out of the subnet, and none at all
//     between two addresses of one subnet.
//   - The entry of the lowest number that is about the packet decides; where none is, it is denied.
//   - It keeps no state, so that the reply has to be let through too, to the port that the client
//     has chosen.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html

// subnetAt gives the subnet that an address is in; "" for one that is in none that was read.
func (w oracleWorld) subnetAt(a netip.Addr) string {
	for id, blocks := range w.subnets {
		if slices.ContainsFunc(blocks, func(b netip.Prefix) bool { return b.Contains(a) }) {
			return id
		}
	}
	return ""
}

// goes reports whether the ACLs let the packet through from subnet to subnet.
func (w oracleWorld) goes(p oraclePacket, guess oracleGuess) bool {
	from, to := w.subnetAt(p.from), w.subnetAt(p.to)
	if from == to {
		return true
	}
	return w.aclLets(from, model.Egress, p, p.to, guess) && w.aclLets(to, model.Ingress, p, p.from, guess)
}

// answers reports whether they let the reply, if there is one, back to a client that has chosen the port.
func (w oracleWorld) answers(p oraclePacket, client uint16, guess oracleGuess) bool {
	reply, ok := oracleReply(p, client)
	return !ok || w.goes(reply, guess)
}

// oracleReply is the packet that comes back. Of ICMP's messages only requests have a reply: echo,
// timestamp, information and address mask.
// Source: https://www.rfc-editor.org/rfc/rfc792, https://www.rfc-editor.org/rfc/rfc4443
func oracleReply(p oraclePacket, client uint16) (reply oraclePacket, ok bool) {
	reply = p
	reply.from, reply.to, ok = p.to, p.from, true
	switch p.protocol {
	case model.TCP, model.UDP:
		reply.port = client
	case model.ICMP:
		var kind uint16
		kind, ok = map[uint16]uint16{8: 0, 13: 14, 15: 16, 17: 18}[p.port>>8]
		reply.port = kind << 8
	case model.ICMPv6:
		reply.port, ok = 129<<8, p.port>>8 == 128
	case model.AllProtocols: // no packet has it
	}
	return reply, ok
}

// aclLets asks the ACL of one subnet, which an address outside of all subnets does not have.
func (w oracleWorld) aclLets(subnet string, d model.Direction, p oraclePacket, far netip.Addr, guess oracleGuess) bool {
	if subnet == "" {
		return true
	}
	entries, read := w.acls[subnet]
	if !read {
		return guess(oracleFact{fmt.Sprintf("ACL lets %d %d %s", p.protocol, p.port, d), subnet, far})
	}
	first := model.ACLEntry{Number: 32767} // the last one of every list denies
	for _, e := range entries {
		rule := model.Rule{Protocol: e.Protocol, Ports: e.Ports}
		if e.Number < first.Number && e.Direction == d && oracleTraffic(rule, p) && e.Prefix.Contains(far) {
			first = e
		}
	}
	return first.Allow
}

// subnetTexts gives the subnets and their entries for a case's line: "subnet-1 = 10.0.0.0/30",
// "subnet-1 ingress 100 allow tcp 22 from 0.0.0.0/0", "subnet-1 acl" for one without entries.
func (w oracleWorld) subnetTexts() (out []string) {
	for _, id := range slices.Sorted(maps.Keys(w.subnets)) {
		out = append(out, id+" = "+oracleBlocks(w.subnets[id]))
		entries, read := w.acls[id]
		if read && len(entries) == 0 {
			out = append(out, id+" acl")
		}
		for _, e := range entries {
			action := "deny"
			if e.Allow {
				action = "allow"
			}
			rule := model.Rule{Direction: e.Direction, Protocol: e.Protocol, Ports: e.Ports, Peer: model.CIDRPeer(e.Prefix)}
			_, text, _ := strings.Cut(rule.String(), " ")
			out = append(out, fmt.Sprintf("%s %s %d %s %s", id, e.Direction, e.Number, action, text))
		}
	}
	return out
}

func (w oracleWorld) parseSubnet(id, rest string) error {
	if blocks, ok := strings.CutPrefix(rest, "= "); ok {
		w.subnets[id] = oracleParseBlocks(blocks)
		return nil
	}
	w.acls[id] = append(w.acls[id], []model.ACLEntry{}...)
	if rest == "acl" {
		return nil
	}
	f := strings.SplitN(rest, " ", 4)
	if len(f) != 4 {
		return fmt.Errorf("parse ACL entry %q: want e.g. ingress 100 allow tcp 22 from 0.0.0.0/0", rest)
	}
	number, err := strconv.Atoi(f[1])
	if err != nil {
		return fmt.Errorf("parse ACL entry %q: %w", rest, err)
	}
	rule, err := model.ParseRule(f[0] + " " + f[3])
	if err != nil {
		return fmt.Errorf("parse ACL entry %q: %w", rest, err)
	}
	w.acls[id] = append(w.acls[id], model.ACLEntry{
		Direction: rule.Direction, Number: number, Allow: f[2] == "allow",
		Protocol: rule.Protocol, Ports: rule.Ports, Prefix: rule.Peer.Prefix,
	})
	return nil
}

// TestOracleACLs holds the oracle's own ACLs to what the documentation says by itself.
func TestOracleACLs(t *testing.T) {
	const client, server = "10.0.0.1", "10.0.0.5"
	const subnets = "subnet-1 = 10.0.0.0/30; subnet-2 = 10.0.0.4/30; "
	const open1 = "subnet-1 egress 100 allow all to 0.0.0.0/0; subnet-1 ingress 100 allow all from 0.0.0.0/0; "
	const open2 = "subnet-2 egress 100 allow all to 0.0.0.0/0; subnet-2 ingress 100 allow all from 0.0.0.0/0; "
	for _, c := range []struct {
		name, world, from, to, traffic string
		goes, answers                  bool
	}{
		{"both open", open1 + open2, client, server, "tcp 22", true, true},
		{"nothing but the last deny", "subnet-1 acl; " + open2, client, server, "tcp 22", false, false},
		{"within one subnet", "subnet-1 acl; " + open2, client, "10.0.0.2", "tcp 22", true, true},
		{"from outside", open2, "192.0.2.1", server, "tcp 22", true, true},
		{
			"deny before allow", open1 + "subnet-2 ingress 50 deny tcp 22 from 10.0.0.1/32; " + open2,
			client, server, "tcp 22", false, true,
		},
		{
			"deny before allow, of another port", open1 + "subnet-2 ingress 50 deny tcp 23 from 10.0.0.1/32; " + open2,
			client, server, "tcp 22", true, true,
		},
		{
			"deny after allow", open1 + open2 + "subnet-2 ingress 200 deny tcp 22 from 0.0.0.0/0", client, server, "tcp 22",
			true, true,
		},
		{
			"order of numbers, not of the list", open1 + open2 + "subnet-2 ingress 99 deny tcp 22 from 0.0.0.0/0",
			client, server, "tcp 22", false, true,
		},
		{
			"no way back into the client's subnet", "subnet-1 egress 100 allow all to 0.0.0.0/0; " + open2,
			client, server, "tcp 22", true, false,
		},
		{
			"no way back out of the server's subnet", open1 + "subnet-2 ingress 1 allow all from 0.0.0.0/0",
			client, server, "tcp 22", true, false,
		},
		{"back to the client's port", open1 + "subnet-2 ingress 1 allow tcp 22 from 0.0.0.0/0; " +
			"subnet-2 egress 1 allow tcp 32768-61000 to 0.0.0.0/0", client, server, "tcp 22", true, true},
		{"back to the server's port only", open1 + "subnet-2 ingress 1 allow tcp 22 from 0.0.0.0/0; " +
			"subnet-2 egress 1 allow tcp 22 to 0.0.0.0/0", client, server, "tcp 22", true, false},
		{
			"echo reply", open1 + "subnet-2 ingress 1 allow icmp 8 from 0.0.0.0/0; subnet-2 egress 1 allow icmp 0 to 0.0.0.0/0",
			client, server, "icmp 8/0", true, true,
		},
		{"not read", open1, client, server, "tcp 22", false, false},
		{
			"IPv4 opened, IPv6 not", open1 + open2 + "; subnet-3 = fd00::/64; subnet-3 ingress 1 allow all from 0.0.0.0/0",
			"fd01::1", "fd00::1", "tcp 22", false, false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			parsed := oracleParse(t, subnets+c.world+" | -@"+c.from+" | -@"+c.to+" | "+c.traffic)
			if again := oracleParse(t, parsed.String()).String(); again != parsed.String() {
				t.Errorf("%s\n reads back as %s", parsed, again)
			}
			p := oraclePacket{
				parsed.question.Protocol, parsed.question.Ports.First, netip.MustParseAddr(c.from),
				netip.MustParseAddr(c.to),
			}
			nothing := func(oracleFact) bool { return false }
			goes, answers := parsed.world.goes(p, nothing), parsed.world.answers(p, 40_000, nothing)
			if goes != c.goes || answers != c.answers {
				t.Errorf("%s\n goes %t, answers %t; want %t, %t", parsed, goes, answers, c.goes, c.answers)
			}
		})
	}
}
