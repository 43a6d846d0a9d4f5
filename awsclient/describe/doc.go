// Package describe reads what `aws <service> describe-*` prints, and our own saved snapshots, and
// writes the latter. It is the account on a disk: same nouns, no network, no SDK.
//
// A document is recognised by its exact top-level keys ("SecurityGroups", "Vpcs", …), never by the
// file's name. A file may hold several keys and several documents; keys that nobody here knows are
// passed over. A folder is read with all that is below it, and a folder that is named for a Region
// or for an account says where its documents come from, where they do not say it themselves.
//
// It never guesses. Only parts whose listing was there are marked as read; a listing that ends in
// a NextToken, or of which an item could not be read, is marked as read in part. What is named but
// not listed (the VPC of a group, the interfaces inside describe-instances) is kept, while its part
// stays marked as not read. Whatever cannot be read is named with file, line and column in a
// *Malformed, and everything else is read all the same.
package describe
