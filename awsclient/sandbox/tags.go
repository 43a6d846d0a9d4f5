package sandbox

import (
	"maps"
	"slices"
	"strings"
)

// maxTags is the number of the user's own tags that a resource may have; AWS's own do not count.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
const maxTags = 50

// tagged is anything that has tags.
type tagged struct {
	id, kind string
	tags     *tagMap
}

// taggable are the prefixes of what can be tagged.
func taggable() []string {
	return []string{
		"vpc", "subnet", "sg", "sgr", "eni", "i", "rtb", "acl", "igw", "eigw", "nat", "vpce", "pcx", "pl",
	}
}

// taggedOf returns the resources of one prefix. Those of another account are left out: their tags do not show.
func (w *world) taggedOf(prefix string) []tagged {
	switch prefix {
	case "vpc":
		return taggedList(w.vpcs, "vpc", func(v *vpc) (string, *tagMap) { return w.mine(v.owner, v.id), &v.tags })
	case "subnet":
		return taggedList(w.subnets, "subnet", func(v *subnet) (string, *tagMap) { return w.mine(v.owner, v.id), &v.tags })
	case "sg":
		return taggedList(w.groups, "security-group",
			func(v *group) (string, *tagMap) { return w.mine(v.owner, v.id), &v.tags })
	case "sgr":
		var out []tagged
		for _, g := range w.groups {
			out = append(out, taggedList(g.rules, "security-group-rule",
				func(r *rule) (string, *tagMap) { return w.mine(g.owner, r.id), &r.tags })...)
		}
		return out
	case "eni":
		return taggedList(w.interfaces, "network-interface", func(v *netInterface) (string, *tagMap) { return v.id, &v.tags })
	case "i":
		return taggedList(w.instances, "instance", func(v *instance) (string, *tagMap) { return v.id, &v.tags })
	case "rtb":
		return taggedList(w.tables, "route-table", func(v *routeTable) (string, *tagMap) { return v.id, &v.tags })
	case "acl":
		return taggedList(w.acls, "network-acl", func(v *netACL) (string, *tagMap) { return v.id, &v.tags })
	case "igw":
		return taggedList(w.internet, "internet-gateway", func(v *internetGateway) (string, *tagMap) { return v.id, &v.tags })
	case "eigw":
		return taggedList(w.egressOnly, "egress-only-internet-gateway",
			func(v *internetGateway) (string, *tagMap) { return v.id, &v.tags })
	case "nat":
		return taggedList(w.nats, "natgateway", func(v *natGateway) (string, *tagMap) { return v.id, &v.tags })
	case "vpce":
		return taggedList(w.endpoints, "vpc-endpoint", func(v *endpoint) (string, *tagMap) { return v.id, &v.tags })
	case "pcx":
		return taggedList(w.peerings, "vpc-peering-connection", func(v *peering) (string, *tagMap) { return v.id, &v.tags })
	case "pl":
		return taggedList(w.lists, "prefix-list",
			func(v *prefixList) (string, *tagMap) { return w.mine(v.owner, v.id), &v.tags })
	}
	return nil
}

// mine is the id of what the account owns, "" of what another does.
func (w *world) mine(owner, id string) string {
	if owner != w.account {
		return ""
	}
	return id
}

//go:noinline
func taggedList[P any](all []P, kind string, of func(P) (string, *tagMap)) []tagged {
	out := make([]tagged, 0, len(all))
	for _, v := range all {
		if id, tags := of(v); id != "" {
			out = append(out, tagged{id, kind, tags})
		}
	}
	return out
}

// pair is one tag of one resource, as DescribeTags lists them.
type pair struct{ id, kind, key, value string }

func describeTags(c *call) error {
	var all []*pair
	for _, prefix := range taggable() {
		for _, t := range c.taggedOf(prefix) {
			for _, k := range t.tags.keys() {
				all = append(all, &pair{t.id, t.kind, k, (*t.tags)[k]})
			}
		}
	}
	return listing[*pair]{
		set: "tagSet", all: all,
		attrs: attrs[*pair]{
			"key":           func(p *pair) []string { return []string{p.key} },
			"value":         func(p *pair) []string { return []string{p.value} },
			"resource-id":   func(p *pair) []string { return []string{p.id} },
			"resource-type": func(p *pair) []string { return []string{p.kind} },
		},
		tags: func(p *pair) tagMap { return tagMap{p.key: p.value} },
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, p *pair) {
			x.text("resourceId", p.id)
			x.text("resourceType", p.kind)
			x.text("key", p.key)
			x.text("value", p.value)
		},
	}.answer(c)
}

// tagSpecification reads the tags that a create call gives to what it makes, of that kind only.
func (c *call) tagSpecification(kind string) (tagMap, error) {
	out := tagMap{}
	for _, spec := range c.q.list("TagSpecification") {
		if t := spec.get("ResourceType"); t != kind {
			return nil, badValue("'%s' is not a valid taggable resource type for this operation.", t)
		}
		if err := readTags(spec, out); err != nil {
			return nil, err
		}
	}
	if len(out) > maxTags {
		return nil, refuse("TagLimitExceeded", "The tag limit of %d has been reached for this resource.", maxTags)
	}
	return out, nil
}

// readTags adds the tags under p to out.
func readTags(p *params, out tagMap) error {
	for _, t := range p.list("Tag") {
		k, v := t.get("Key"), t.get("Value")
		if err := checkTag(k, v); err != nil {
			return err
		}
		if _, twice := out[k]; twice {
			return badValue("Duplicate tag key '%s' specified.", k)
		}
		out[k] = v
	}
	return nil
}

func checkTag(key, value string) error {
	switch {
	case key == "":
		return missing("Tag.Key")
	case strings.HasPrefix(strings.ToLower(key), "aws:"):
		return badValue("Tag keys starting with 'aws:' are reserved for internal use")
	case len([]rune(key)) > 128:
		return badValue("Tag key exceeds the maximum length of 128 characters")
	case len([]rune(value)) > 256:
		return badValue("Tag value exceeds the maximum length of 256 characters")
	}
	return nil
}

// toTag resolves the resources of a tagging call; all must exist.
func (c *call) toTag() ([]tagged, error) {
	ids := c.q.texts("ResourceId")
	if len(ids) == 0 {
		return nil, missing("resourceIdSet")
	}
	var out []tagged
	for _, id := range ids {
		prefix, _, _ := strings.Cut(id, "-")
		all := c.taggedOf(prefix)
		i := slices.IndexFunc(all, func(t tagged) bool { return t.id == id })
		if i < 0 {
			return nil, noSuchResource(id)
		}
		out = append(out, all[i])
	}
	return out, nil
}

// noSuchResource words the refusal to tag what is not there. The code differs from the describing calls'.
func noSuchResource(id string) error {
	prefix, _, _ := strings.Cut(id, "-")
	switch {
	case !wellFormed(prefix, id):
		return refuse("InvalidID", "The ID '%s' is not valid", id)
	case prefix == "sg":
		return refuse("InvalidSecurityGroupID.NotFound", "The securityGroup ID '%s' does not exist", id)
	case prefix == "sgr":
		return ruleKind().absent(id)
	case prefix == "vpc":
		return vpcKind().absent(id)
	case prefix == "subnet":
		return subnetKind().absent(id)
	case prefix == "eni":
		return interfaceKind().absent(id)
	}
	return refuse("InvalidID", "The ID '%s' is not valid", id)
}

func createTags(c *call) error {
	on, err := c.toTag()
	if err != nil {
		return err
	}
	add := tagMap{}
	if err := readTags(c.q, add); err != nil {
		return err
	}
	if len(add) == 0 {
		return missing("tagSet")
	}
	if err := c.dryRun(); err != nil {
		return err
	}
	for _, t := range on {
		if t.tags.own(add) > maxTags {
			return refuse("TagLimitExceeded", "The tag limit of %d has been reached for resource '%s'.", maxTags, t.id)
		}
	}
	for _, t := range on {
		if *t.tags == nil {
			*t.tags = tagMap{}
		}
		maps.Copy(*t.tags, add)
	}
	c.x.done()
	return nil
}

// own counts the tags that are not AWS's, once add is added.
func (t tagMap) own(add tagMap) int {
	n := len(add)
	for k := range t {
		if _, again := add[k]; !again && !strings.HasPrefix(k, "aws:") {
			n++
		}
	}
	return n
}

// deleteTags removes tags by key, by key and value, or, with none given, all that are not AWS's.
func deleteTags(c *call) error {
	on, err := c.toTag()
	if err != nil {
		return err
	}
	which := c.q.list("Tag")
	for _, t := range which {
		if err := checkTag(t.get("Key"), t.get("Value")); err != nil {
			return err
		}
	}
	if err := c.dryRun(); err != nil {
		return err
	}
	for _, r := range on {
		for _, t := range which {
			if v, ok := (*r.tags)[t.get("Key")]; ok && (!t.has("Value") || t.get("Value") == v) {
				delete(*r.tags, t.get("Key"))
			}
		}
		if len(which) == 0 {
			for _, k := range r.tags.keys() {
				if !strings.HasPrefix(k, "aws:") {
					delete(*r.tags, k)
				}
			}
		}
	}
	c.x.done()
	return nil
}
