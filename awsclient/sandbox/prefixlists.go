package sandbox

import "strconv"

func describePrefixLists(c *call) error {
	return listing[*prefixList]{
		set: "prefixListSet", all: c.lists, ids: "PrefixListId",
		kind: idKind{"pl", "InvalidPrefixListId.Malformed", "InvalidPrefixListID.NotFound", "prefix list"},
		idOf: func(l *prefixList) string { return l.id },
		attrs: attrs[*prefixList]{
			"owner-id":         func(l *prefixList) []string { return []string{l.owner} },
			"prefix-list-id":   func(l *prefixList) []string { return []string{l.id} },
			"prefix-list-name": func(l *prefixList) []string { return []string{l.name} },
		},
		tags: func(l *prefixList) tagMap { return l.tags },
		size: pageSize{least: 1, most: 100, usual: 100},
		write: func(x *xmlWriter, l *prefixList) {
			x.text("prefixListId", l.id)
			x.text("addressFamily", l.family)
			x.text("prefixListArn", c.arnOf(l.ownerInARN(), "prefix-list", l.id))
			x.text("prefixListName", l.name)
			x.text("ownerId", l.owner)
			// AWS's own lists show neither a size nor a version nor a state.
			if l.owner != "AWS" {
				x.text("state", "create-complete")
				x.num("maxEntries", l.weight)
				x.num("version", l.version)
			}
			x.tags(l.tags)
		},
	}.answer(c)
}

// ownerInARN is the account part of a list's ARN: AWS's own are of the account "aws".
func (l *prefixList) ownerInARN() string {
	if l.owner == "AWS" {
		return "aws"
	}
	return l.owner
}

func getPrefixListEntries(c *call) error {
	id := c.q.get("PrefixListId")
	if id == "" {
		return missing("PrefixListId")
	}
	l := first(c.lists, func(l *prefixList) bool { return l.id == id })
	if l == nil {
		return refuse("InvalidPrefixListID.NotFound", "The prefix list (%s) does not exist.", id)
	}
	if v := c.q.get("TargetVersion"); v != "" && v != strconv.Itoa(l.version) {
		return refuse("InvalidPrefixListVersion", "The prefix list (%s) has no version %s.", id, v)
	}
	all := make([]*prefixEntry, len(l.entries))
	for i := range l.entries {
		all[i] = &l.entries[i]
	}
	return listing[*prefixEntry]{
		set: "entrySet", all: all, size: pageSize{least: 1, most: 100, usual: 100},
		write: func(x *xmlWriter, e *prefixEntry) {
			x.text("cidr", e.cidr)
			x.some("description", e.description)
		},
	}.answer(c)
}
