package model

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
)

// NetworkACL is a network access control list: the stateless filter at the edge of its subnets.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
type NetworkACL struct {
	ID, Name, VPC, Owner, Region string
	Default                      bool
	Subnets                      []string   // the subnets it guards
	Entries                      []ACLEntry // ingress before egress, each in order of number
	Tags                         Tags
}

// In gives the entries of one direction, in order of number: the first that matches decides.
func (a NetworkACL) In(d Direction) []ACLEntry {
	var out []ACLEntry
	for _, e := range a.Entries {
		if e.Direction == d {
			out = append(out, e)
		}
	}
	return out
}

// ACLEntry is one numbered rule of a network ACL, in canonical form like Rule. It is comparable. An
// entry that does not allow denies.
type ACLEntry struct {
	Direction Direction
	Number    int
	Allow     bool
	Protocol  Protocol
	Ports     PortRange
	Prefix    netip.Prefix
}

// NewACLEntry makes a canonical entry from the numbers of the EC2 API: from and to are ports, or ICMP
// type and code, and -1 stands for "all".
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html
func NewACLEntry(e ACLEntry, from, to int) (ACLEntry, error) {
	if e.Protocol < AllProtocols || e.Protocol > 255 {
		return ACLEntry{}, fmt.Errorf("protocol %d: want -1 or a number from 0 to 255", e.Protocol)
	}
	if !e.Prefix.IsValid() {
		return ACLEntry{}, fmt.Errorf("entry's CIDR block is not valid")
	}
	if e.Protocol.IsICMP() && from == -1 {
		to = -1 // all types have all codes; NACLs are stored with any code beside type -1
	}
	ports, err := canonicalPorts(e.Protocol, from, to)
	if err != nil {
		return ACLEntry{}, err
	}
	e.Ports, e.Prefix = ports, e.Prefix.Masked()
	return e, nil
}

// Compare orders entries as EC2 evaluates them: by direction, then by number.
func (e ACLEntry) Compare(f ACLEntry) int {
	return cmp.Or(cmp.Compare(e.Direction, f.Direction), cmp.Compare(e.Number, f.Number),
		slices.Compare(e.Prefix.Addr().AsSlice(), f.Prefix.Addr().AsSlice()))
}

// APIPorts gives from and to as the EC2 API wants them, and reports whether it wants them at all.
func (e ACLEntry) APIPorts() (from, to int, wanted bool) {
	return Rule{Protocol: e.Protocol, Ports: e.Ports}.APIPorts()
}

// String gives the entry in one line: "100 allow tcp 443 from 10.0.0.0/8". EC2's last entry, the one
// that no number can follow, has a star as the console shows it.
func (e ACLEntry) String() string {
	number := fmt.Sprint(e.Number)
	if e.Number == 32767 || e.Number == 32768 {
		number = "*"
	}
	action, word := "deny", "from"
	if e.Allow {
		action = "allow"
	}
	if e.Direction == Egress {
		word = "to"
	}
	what := Rule{Protocol: e.Protocol, Ports: e.Ports}.Traffic()
	return fmt.Sprintf("%s %s %s %s %s", number, action, what, word, e.Prefix)
}
