package sandbox

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxFilterValues is EC2's bound over all filters of a call.
const maxFilterValues = 200

// wildcards are the characters of a filter's value that do not stand for themselves.
const wildcards = `*?\`

// filter keeps what has at least one of the values; several filters all have to.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
type filter struct {
	name string
	// exact are the values without a wildcard; over 10,000 groups looking them up matters.
	exact map[string]bool
	wild  []string
}

func parseFilters(q *params) ([]filter, error) {
	var out []filter
	total := 0
	for i, p := range q.list("Filter") {
		f, values := filter{name: p.get("Name"), exact: map[string]bool{}}, p.texts("Value")
		if f.name == "" {
			return nil, badValue("The filter 'null' is invalid")
		}
		if len(values) == 0 {
			return nil, missing(fmt.Sprintf("Filter.%d.Value", i+1))
		}
		for _, v := range values {
			if strings.ContainsAny(v, wildcards) {
				f.wild = append(f.wild, v)
			} else {
				f.exact[v] = true
			}
		}
		if total += len(values); total > maxFilterValues {
			return nil, refuse("FilterLimitExceeded",
				"The maximum number of filter values specified on a single call is %d", maxFilterValues)
		}
		out = append(out, f)
	}
	return out, nil
}

// attrs has, for each filter that EC2 knows for a kind, what a resource has under it.
type attrs[P any] map[string]func(P) []string

// sift keeps what passes all filters. tags may be nil for a kind that has no tag filters.
func sift[P any](q *params, all []P, of attrs[P], tags func(P) tagMap) ([]P, error) {
	filters, err := parseFilters(q)
	if err != nil || len(filters) == 0 {
		return all, err
	}
	reads := make([]func(P) []string, len(filters))
	for i, f := range filters {
		switch {
		case tags != nil && isTagFilter(f.name):
			reads[i] = func(v P) []string { return tagAttr(tags(v), f.name) }
		case of[f.name] != nil:
			reads[i] = of[f.name]
		default:
			return nil, badValue("The filter '%s' is invalid", f.name)
		}
	}
	passing := pass(filters, len(all), func(i, filter int) []string { return reads[filter](all[i]) })
	return picked(all, passing), nil
}

// pass gives the places of the n resources that pass all filters.
func pass(filters []filter, n int, has func(i, filter int) []string) []int {
	var out []int
	for i := range n {
		keep := true
		for k, f := range filters {
			keep = keep && f.keeps(has(i, k))
		}
		if keep {
			out = append(out, i)
		}
	}
	return out
}

func isTagFilter(name string) bool {
	return strings.HasPrefix(name, "tag:") || name == "tag-key" || name == "tag-value"
}

func tagAttr(t tagMap, name string) []string {
	if key, ok := strings.CutPrefix(name, "tag:"); ok {
		if v, has := t[key]; has {
			return []string{v}
		}
		return nil
	}
	if name == "tag-key" {
		return t.keys()
	}
	var out []string
	for _, k := range t.keys() {
		out = append(out, t[k])
	}
	return out
}

// keeps reports whether one of the wanted values matches one of those the resource has.
func (f filter) keeps(have []string) bool {
	return slices.ContainsFunc(have, func(h string) bool {
		return f.exact[h] || slices.ContainsFunc(f.wild, func(want string) bool { return wildcard(want, h) })
	})
}

// wildcard matches as EC2's filters do: * is any number of characters, ? none or one, \ takes the next as it is.
func wildcard(pattern, s string) bool {
	if !strings.ContainsAny(pattern, wildcards) {
		return pattern == s
	}
	// reach[i]: the pattern so far can have consumed s[:i]. Linear in pattern × text, whatever the pattern.
	reach := make([]bool, len(s)+1)
	reach[0] = true
	for i := 0; i < len(pattern); i++ {
		c, literal := pattern[i], true
		switch {
		case c == '\\' && i+1 < len(pattern):
			i++
			c = pattern[i]
		case c == '*', c == '?':
			literal = false
		}
		step(reach, s, c, literal)
	}
	return reach[len(s)]
}

// step advances reach by one pattern element, in place.
func step(reach []bool, s string, c byte, literal bool) {
	switch {
	case literal:
		for i := len(s); i > 0; i-- {
			reach[i] = reach[i-1] && s[i-1] == c
		}
		reach[0] = false
	case c == '*':
		for i := 1; i <= len(s); i++ {
			reach[i] = reach[i] || reach[i-1]
		}
	default:
		for i := len(s); i > 0; i-- {
			reach[i] = reach[i] || reach[i-1]
		}
	}
}

// pageSize says what MaxResults an action takes, and what it gives without one (0 is everything).
type pageSize struct{ least, most, usual int }

// page gives where a page of total things begins and ends, and the token of the next, "" at the end.
// Tokens are of one action.
func page(q *params, action string, size pageSize, total int) (from, to int, next string, err error) {
	n := total
	if size.usual > 0 {
		n = size.usual
	}
	if q.has("MaxResults") {
		if n, err = size.parse(q.get("MaxResults")); err != nil {
			return 0, 0, "", err
		}
	}
	if token := q.get("NextToken"); token != "" {
		b, err := base64.RawURLEncoding.DecodeString(token)
		rest, ok := strings.CutPrefix(string(b), action+"@")
		at, bad := strconv.Atoi(rest)
		if err != nil || !ok || bad != nil || at < 0 {
			return 0, 0, "", badValue("Value ( %s ) for parameter nextToken is invalid. The token is invalid.", token)
		}
		from = min(at, total)
	}
	to = min(from+n, total)
	if to < total {
		next = base64.RawURLEncoding.EncodeToString([]byte(action + "@" + strconv.Itoa(to)))
	}
	return from, to, next, nil
}

func (s pageSize) parse(text string) (int, error) {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, badValue("Value ( %s ) for parameter maxResults is invalid. Expecting an integer.", text)
	case n < s.least:
		return 0, badValue(
			"Value ( %d ) for parameter maxResults is invalid. Expecting a value greater than %d.", n, s.least)
	case n > s.most:
		return 0, badValue(
			"Value ( %d ) for parameter maxResults is invalid. Expecting a value less than %d.", n, s.most)
	}
	return n, nil
}
