package sandbox

import (
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// maxDepth is how deep a parameter's name may nest. IpPermissions.1.Groups.1.GroupId, the deepest, has five.
const maxDepth = 8

// params is a request's form as a tree: "Filter.1.Name=vpc-id" is at kids Filter, 1, Name.
// The nil tree is empty.
type params struct {
	text string
	set  bool
	kids map[string]*params
}

// parseParams reads the query string and the form body together; of a name given twice the first counts.
func parseParams(query, body string) (*params, error) {
	root := &params{}
	for _, s := range []string{query, body} {
		v, err := url.ParseQuery(s)
		if err != nil {
			return nil, refuse("MalformedQueryString", "The query string contains a syntax error")
		}
		for name, values := range v {
			if err := root.put(name, values[0]); err != nil {
				return nil, err
			}
		}
	}
	return root, nil
}

func (p *params) put(name, value string) error {
	part := strings.Split(name, ".")
	if len(part) > maxDepth {
		return refuse("UnknownParameter", "The parameter %s is not recognized", name)
	}
	at := p
	for _, s := range part {
		if at.kids == nil {
			at.kids = map[string]*params{}
		}
		next := at.kids[s]
		if next == nil {
			next = &params{}
			at.kids[s] = next
		}
		at = next
	}
	if !at.set {
		at.text, at.set = value, true
	}
	return nil
}

// at returns the subtree of that name, nil where there is none.
func (p *params) at(name string) *params {
	if p == nil {
		return nil
	}
	return p.kids[name]
}

// get returns a parameter's text, "" where it is absent.
func (p *params) get(name string) string {
	if k := p.at(name); k != nil {
		return k.text
	}
	return ""
}

// has reports whether the parameter was given, empty or not.
func (p *params) has(name string) bool {
	k := p.at(name)
	return k != nil && (k.set || len(k.kids) > 0)
}

// list returns the members of a list, by number; gaps are closed.
func (p *params) list(name string) []*params {
	k := p.at(name)
	if k == nil {
		return nil
	}
	type member struct {
		n int
		p *params
	}
	var all []member
	for s, m := range k.kids {
		if n, err := strconv.Atoi(s); err == nil && n >= 0 {
			all = append(all, member{n, m})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].n < all[j].n })
	out := make([]*params, len(all))
	for i, m := range all {
		out[i] = m.p
	}
	return out
}

// texts returns the members of a list of strings.
func (p *params) texts(name string) []string {
	var out []string
	for _, m := range p.list(name) {
		out = append(out, m.text)
	}
	return out
}

// stray returns the name of a parameter that allowed does not hold, "" if all are known. Allowed names have
// "#" where a number stands.
func (p *params) stray(allowed map[string]bool) string {
	return p.strayBelow("", "", allowed)
}

func (p *params) strayBelow(name, pattern string, allowed map[string]bool) string {
	if p.set && name != "" && !allowed[pattern] {
		return name
	}
	// In order, so that the same request always names the same parameter.
	names := make([]string, 0, len(p.kids))
	for s := range p.kids {
		names = append(names, s)
	}
	slices.Sort(names)
	for _, s := range names {
		step := s
		if n, err := strconv.Atoi(s); err == nil && n >= 0 {
			step = "#"
		}
		if bad := p.kids[s].strayBelow(join(name, s), join(pattern, step), allowed); bad != "" {
			return bad
		}
	}
	return ""
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

// flag reads a boolean, false where it is absent.
func (p *params) flag(name string) (bool, error) {
	switch v := p.get(name); strings.ToLower(v) {
	case "", "false", "0":
		return false, nil
	case "true", "1":
		return true, nil
	default:
		return false, badValue("Invalid value '%s' for %s. Must be true or false.", v, name)
	}
}
