package model

import "strings"

// pendingPrefix starts the id of a group that a plan will make.
const pendingPrefix = "new:"

// PendingID is the id that a group carries in plans and snapshots until EC2 has given it one.
// Names are unique in a VPC, so the pair says which group is meant.
func PendingID(vpc, name string) string { return pendingPrefix + vpc + "/" + name }

// IsPending reports whether the id belongs to a group that is not made yet.
func IsPending(id string) bool { return strings.HasPrefix(id, pendingPrefix) }

// PendingName gives VPC and name of a pending id; both are "" for any other id.
func PendingName(id string) (vpc, name string) {
	rest, ok := strings.CutPrefix(id, pendingPrefix)
	if !ok {
		return "", ""
	}
	vpc, name, _ = strings.Cut(rest, "/")
	return vpc, name
}

// Group is a security group with its rules. Its slices are shared between snapshots: read only.
type Group struct {
	ID, Name, Description string
	VPC                   string // where it was created
	Owner                 string // account id; "" if not known
	Region                string // "" if not known
	Tags                  Tags
	Rules                 []GroupRule // ingress before egress, each in EC2's order
}

// GroupRule is a rule as one group holds it: what EC2 keeps beside the permission itself.
type GroupRule struct {
	Rule        Rule
	ID          string // sgr-…; "" if rule ids were not read
	Description string
	Tags        Tags
	Ref         Reference
}

// Reference is what EC2 says of the group that a rule names, where that group is elsewhere.
// The zero value is a plain reference or none.
type Reference struct {
	Account   string // owner of the referenced group
	VPC       string // its VPC, for references across a peering
	Peering   string // pcx-…
	PeerState string // status of the peering connection: active, deleted, …
}

// In gives the group's rules of one direction.
//
//go:noinline
func (g Group) In(d Direction) []GroupRule {
	var out []GroupRule
	for _, r := range g.Rules {
		if r.Rule.Direction == d {
			out = append(out, r)
		}
	}
	return out
}

// Count gives the number of rules of one direction.
func (g Group) Count(d Direction) int {
	n := 0
	for _, r := range g.Rules {
		if r.Rule.Direction == d {
			n++
		}
	}
	return n
}

// Find gives the group's entry of a rule and reports whether it has one.
//
//go:noinline
func (g Group) Find(r Rule) (GroupRule, bool) {
	for _, have := range g.Rules {
		if have.Rule == r {
			return have, true
		}
	}
	return GroupRule{}, false
}

// Label gives "Name (sg-…)" for sentences; the id alone for a group without a name.
func (g Group) Label() string {
	switch {
	case g.Name == "":
		return g.ID
	case IsPending(g.ID):
		return g.Name + " (new)"
	}
	return g.Name + " (" + g.ID + ")"
}
