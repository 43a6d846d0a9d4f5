package model

import (
	"strconv"
	"strings"
)

// TagSet is tags as one comparable value, so that a Change can carry them. The zero value is no tags.
type TagSet string

// TagSetOf packs tags. Equal tags give equal sets.
func TagSetOf(tags Tags) TagSet {
	var b strings.Builder
	for _, t := range tags {
		b.WriteString(strconv.Quote(t.Key) + strconv.Quote(t.Value))
	}
	return TagSet(b.String())
}

// Tags unpacks what TagSetOf packed; text that it did not make gives the tags up to where it ends.
func (s TagSet) Tags() Tags {
	var out Tags
	rest := string(s)
	for rest != "" {
		key, after, ok := unquoted(rest)
		if !ok {
			return out
		}
		value, after, ok := unquoted(after)
		if !ok {
			return out
		}
		out, rest = out.With(Tag{key, value}), after
	}
	return out
}

// unquoted takes one quoted text from the front.
func unquoted(s string) (text, rest string, ok bool) {
	q, err := strconv.QuotedPrefix(s)
	if err != nil {
		return "", "", false
	}
	text, err = strconv.Unquote(q)
	return text, s[len(q):], err == nil
}
