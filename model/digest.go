package model

import (
	"hash/fnv"
	"slices"
	"strconv"
)

// Digest gives a short text that changes when anything changes that an edit of the group could
// touch or rest on: name, description, owner, tags, rules with their ids and descriptions.
func (g Group) Digest() string {
	h := fnv.New128a()
	write := func(parts ...string) {
		for _, p := range parts {
			_, _ = h.Write([]byte(strconv.Quote(p)))
		}
	}
	write(g.ID, g.Name, g.Description, g.VPC, g.Owner)
	for _, t := range g.Tags {
		write("t", t.Key, t.Value)
	}
	lines := make([]string, 0, len(g.Rules))
	for _, r := range g.Rules {
		lines = append(lines, r.Rule.String()+"\x00"+r.ID+"\x00"+r.Description)
	}
	slices.Sort(lines)
	write(lines...)
	return strconv.FormatUint(uint64(len(g.Rules)), 10) + "-" + hexOf(h.Sum(nil))
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, digits[c>>4], digits[c&0xf])
	}
	return string(out)
}
