// Package model holds the nouns that sgscope speaks of: security groups and their rules, the
// network around them, Amazon EMR's Studios and clusters, what one load saw of them (a Snapshot),
// and what somebody wants to change (Change, Goal, Plan, Finding).
//
// It reads nothing, blocks on nothing and knows no clock: the caller gives the time. It judges
// nothing either; what a path or a group is worth is decided in model/reach and model/emr.
//
// Words are those of AWS: a rule's far end is its peer (a CIDR block, a group, a prefix list).
// A Snapshot is immutable: With lays a changed group over it and leaves the receiver as it was.
package model
