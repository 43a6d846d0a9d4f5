package model

import "slices"

// DeltaKind says what about a group differs between two reads of it.
type DeltaKind uint8

// The kinds. A rule that was taken away and made anew, so that only its id differs, is DeltaRuleAnew.
const (
	DeltaIdentity DeltaKind = iota // name, description, VPC or owner
	DeltaTagAdded
	DeltaTagChanged
	DeltaTagRemoved
	DeltaRuleAdded
	DeltaRuleDescribed // with other words, or other tags
	DeltaRuleAnew
	DeltaRuleRemoved
)

// GroupDelta is one difference between two reads of a group.
type GroupDelta struct {
	Kind     DeltaKind
	Key      string // of a tag
	Was, Is  string // a tag's values, or a rule's ids or descriptions
	Rule     Rule   // of the kinds that are about one
	Sentence string // in words, without the group
}

// GroupDeltas says what was done to a group between two reads: identity first, then tags, then rules.
func GroupDeltas(was, is Group) []GroupDelta {
	var out []GroupDelta
	if was.Name != is.Name || was.Description != is.Description || was.VPC != is.VPC || was.Owner != is.Owner {
		out = append(out, GroupDelta{Kind: DeltaIdentity, Sentence: "name, description, VPC or owner changed"})
	}
	out = append(out, tagDeltas(was.Tags, is.Tags)...)
	for _, r := range is.Rules {
		old, had := was.Find(r.Rule)
		d := GroupDelta{Rule: r.Rule}
		switch {
		case !had:
			d.Kind, d.Is, d.Sentence = DeltaRuleAdded, r.ID, "rule added: "+r.Rule.String()
		case old.Description != r.Description || !slices.Equal(old.Tags, r.Tags):
			d.Kind, d.Was, d.Is = DeltaRuleDescribed, old.Description, r.Description
			d.Sentence = "description changed of the rule " + r.Rule.String()
			if d.Was == d.Is {
				d.Sentence = "tags changed of the rule " + r.Rule.String()
			}
		case old.ID != r.ID:
			d.Kind, d.Was, d.Is = DeltaRuleAnew, old.ID, r.ID
			d.Sentence = "rule made anew, with another id: " + r.Rule.String()
		default:
			continue
		}
		out = append(out, d)
	}
	for _, r := range was.Rules {
		if _, has := is.Find(r.Rule); !has {
			out = append(out, GroupDelta{
				Kind: DeltaRuleRemoved, Rule: r.Rule, Was: r.ID, Sentence: "rule removed: " + r.Rule.String(),
			})
		}
	}
	return out
}

func tagDeltas(was, is Tags) []GroupDelta {
	var out []GroupDelta
	for _, t := range is {
		switch old, had := was.Get(t.Key); {
		case !had:
			out = append(out, GroupDelta{
				Kind: DeltaTagAdded, Key: t.Key, Is: t.Value,
				Sentence: "tag added: " + t.Key + "=" + t.Value,
			})
		case old != t.Value:
			out = append(out, GroupDelta{
				Kind: DeltaTagChanged, Key: t.Key, Was: old, Is: t.Value,
				Sentence: "tag changed: " + t.Key + " was " + old + ", is " + t.Value,
			})
		}
	}
	for _, t := range was {
		if _, has := is.Get(t.Key); !has {
			out = append(out, GroupDelta{
				Kind: DeltaTagRemoved, Key: t.Key, Was: t.Value,
				Sentence: "tag removed: " + t.Key + "=" + t.Value,
			})
		}
	}
	return out
}
