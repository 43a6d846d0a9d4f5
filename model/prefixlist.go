package model

import "net/netip"

// PrefixList is a named set of CIDR blocks, the customer's or AWS's own.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
type PrefixList struct {
	ID, Name, ARN, Region string
	Owner                 string // account id, or AWS
	Family                string // IPv4 or IPv6; "" if not known
	State                 string // create-complete, …; "" if not known
	Max                   int    // entries that count against rule quotas; 0 if not known
	Entries               []PrefixListEntry
	EntriesRead           bool // false: what the list covers is not known
	Tags                  Tags
}

// PrefixListEntry is one block of a prefix list. It is comparable.
type PrefixListEntry struct {
	Prefix      netip.Prefix
	Description string
}
