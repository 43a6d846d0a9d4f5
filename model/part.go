package model

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

// Parts gives every part in the order in which screens name them.
func Parts() []Part {
	return []Part{PartCaller, PartVPCs, PartGroups, PartRuleIDs, PartSubnets, PartInterfaces, PartInstances,
		PartStudios, PartClusters}
}

// Name gives the part in words.
func (p Part) Name() string {
	switch p {
	case PartCaller:
		return "caller identity"
	case PartVPCs:
		return "VPCs"
	case PartSubnets:
		return "subnets"
	case PartGroups:
		return "security groups"
	case PartRuleIDs:
		return "rule ids and descriptions"
	case PartInterfaces:
		return "network interfaces"
	case PartInstances:
		return "instances"
	case PartStudios:
		return "Studios"
	case PartClusters:
		return "clusters"
	}
	return p.networkName()
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

// Reading is what became of one part. Failure says why it is not whole, where a call failed.
type Reading struct {
	State   ReadState
	Failure Failure
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
