package model

import "slices"

// Part is one sort of fact that a load reads, apart from all others: it can be whole, partial or
// missing by itself.
type Part string

// The parts. Each is read by its own calls and may fail by itself.
const (
	PartCaller     Part = "caller"
	PartVPCs       Part = "vpcs"
	PartSubnets    Part = "subnets"
	PartGroups     Part = "groups"
	PartRuleIDs    Part = "rule-ids"
	PartInterfaces Part = "interfaces"
	PartInstances  Part = "instances"
	PartStudios    Part = "studios"
	PartClusters   Part = "clusters"
)

// Parts gives every part that all loads read, in the order in which screens name them.
func Parts() []Part { return partsOf(coreParts()) }

// namedPart is a part and its name in words.
type namedPart struct {
	part Part
	name string
}

func coreParts() []namedPart {
	return []namedPart{
		{PartCaller, "caller identity"},
		{PartVPCs, "VPCs"},
		{PartGroups, "security groups"},
		{PartRuleIDs, "rule ids and descriptions"},
		{PartSubnets, "subnets"},
		{PartInterfaces, "network interfaces"},
		{PartInstances, "instances"},
		{PartStudios, "Studios"},
		{PartClusters, "clusters"},
	}
}

func partsOf(list []namedPart) []Part {
	out := make([]Part, 0, len(list))
	for _, p := range list {
		out = append(out, p.part)
	}
	return out
}

// Name gives the part in words; its own text for one that this program does not know.
func (p Part) Name() string {
	for _, known := range slices.Concat(coreParts(), networkParts(), emrParts()) {
		if known.part == p {
			return known.name
		}
	}
	return string(p)
}

// ReadState says how much of a part was read. The zero value is nothing.
type ReadState uint8

// The states of a part, from nothing to all of it.
const (
	NotRead ReadState = iota
	ReadFailed
	ReadPartly
	ReadWhole
)

// String gives the word that people and JSON read.
func (s ReadState) String() string {
	switch s {
	case NotRead:
		return "not read"
	case ReadFailed:
		return "failed"
	case ReadPartly:
		return "partly read"
	case ReadWhole:
		return "read"
	}
	return "not read"
}

// Reading is what became of one part. Failure says why it is not whole, where a call failed. It is
// comparable.
type Reading struct {
	State   ReadState
	Failure Failure
	LeftOut int // things that were listed and left out on purpose, as too old or too many
}

// Whole reports whether the part was read to its end.
func (r Reading) Whole() bool { return r.State == ReadWhole }

// Presence says what is known of a thing that something names.
type Presence uint8

// NotKnown is the zero value: the listing lacks it and nobody looked it up. Gone means that a look-up
// by its id was answered, and the answer was that there is no such thing.
const (
	NotKnown Presence = iota
	Gone
	Present
)
