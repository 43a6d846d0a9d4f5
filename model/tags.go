package model

import (
	"slices"
	"strings"
)

// Tag is one key and its value.
type Tag struct{ Key, Value string }

// Tags are a resource's tags, sorted by key, each key once. Never modified; With makes new ones.
type Tags []Tag

// NewTags sorts the tags; of two with one key the later wins.
func NewTags(tags ...Tag) Tags {
	out := make(Tags, 0, len(tags))
	for _, t := range tags {
		out = out.With(t)
	}
	return out
}

// Get gives a key's value and reports whether the key is there.
func (t Tags) Get(key string) (string, bool) {
	i, found := slices.BinarySearchFunc(t, key, func(x Tag, k string) int { return strings.Compare(x.Key, k) })
	if !found {
		return "", false
	}
	return t[i].Value, true
}

// With gives the tags with one set.
func (t Tags) With(tag Tag) Tags {
	i, found := slices.BinarySearchFunc(t, tag.Key, func(x Tag, k string) int { return strings.Compare(x.Key, k) })
	out := slices.Clone(t)
	if found {
		out[i] = tag
		return out
	}
	return slices.Insert(out, i, tag)
}

// Without gives the tags with one key removed.
func (t Tags) Without(key string) Tags {
	return slices.DeleteFunc(slices.Clone(t), func(x Tag) bool { return x.Key == key })
}
