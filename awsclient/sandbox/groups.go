package sandbox

import (
	"maps"
	"slices"
	"strings"
)

func groupTags(g *group) tagMap { return g.tags }

// groupAttrs are DescribeSecurityGroups's filters.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html
func (w *world) groupAttrs() attrs[*group] {
	of := attrs[*group]{
		"description": func(g *group) []string { return []string{g.description} },
		"group-id":    func(g *group) []string { return []string{g.id} },
		"group-name":  func(g *group) []string { return []string{g.name} },
		"owner-id":    func(g *group) []string { return []string{g.owner} },
		"vpc-id":      func(g *group) []string { return []string{g.vpc.id} },
	}
	for prefix, d := range map[string]direction{"ip-permission.": ingress, "egress.ip-permission.": egress} {
		ruleAttrs(prefix, d, of)
		of[prefix+"group-name"] = func(g *group) []string {
			var out []string
			for _, r := range g.of(d) {
				if named := w.groupByID[r.peer.value]; r.peer.kind == peerGroup && named != nil {
					out = append(out, named.name)
				}
			}
			return out
		}
	}
	return of
}

func describeGroups(c *call) error {
	all := slices.Clone(c.groups)
	all = slices.DeleteFunc(all, func(g *group) bool { return !g.seen() })
	if names := c.q.texts("GroupName"); len(names) > 0 {
		if c.q.has("MaxResults") {
			return refuse("InvalidParameterCombination", "The parameter GroupNames cannot be used with the parameter MaxResults")
		}
		for _, name := range names {
			if _, err := c.defaultGroupNamed(name); err != nil {
				return err
			}
		}
		v := c.defaultVPC()
		ids := c.q.texts("GroupId")
		all = slices.DeleteFunc(all, func(g *group) bool {
			return (g.vpc != v || !slices.Contains(names, g.name)) && !slices.Contains(ids, g.id)
		})
	}
	return listing[*group]{
		set: "securityGroupInfo", all: all, ids: "GroupId", kind: groupKind(),
		idOf:  func(g *group) string { return g.id },
		attrs: c.groupAttrs(), tags: groupTags,
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, g *group) {
			x.text("ownerId", g.owner)
			x.text("groupId", g.id)
			x.text("securityGroupArn", c.arnOf(g.owner, "security-group", g.id))
			x.text("groupName", g.name)
			x.text("groupDescription", g.description)
			x.text("vpcId", g.vpc.id)
			items(x, "ipPermissions", fold(g.of(ingress)), func(f folded) { c.writeFolded(x, f) })
			items(x, "ipPermissionsEgress", fold(g.of(egress)), func(f folded) { c.writeFolded(x, f) })
			x.someTags(g.tags)
		},
	}.answer(c)
}

// createGroup makes a group with no ingress and the automatic egress that lets everything out.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
func createGroup(c *call) error {
	for _, name := range []string{"GroupName", "GroupDescription"} {
		if c.q.get(name) == "" {
			return missing(name)
		}
	}
	name, text := strings.TrimSpace(c.q.get("GroupName")), c.q.get("GroupDescription")
	switch {
	case name == "":
		return missing("GroupName")
	case strings.HasPrefix(strings.ToLower(name), "sg-"):
		return badValue(
			"Value (%s) for parameter GroupName is invalid. Group names may not be in the format sg-*.", name)
	case strings.EqualFold(name, "default"):
		return badValue("Cannot use reserved security group name: %s", name)
	}
	if err := checkWord("GroupName", "name", name); err != nil {
		return err
	}
	if err := checkWord("GroupDescription", "description", text); err != nil {
		return err
	}
	v, err := c.vpcAsked()
	if err != nil {
		return err
	}
	tags, err := c.tagSpecification("security-group")
	if err != nil {
		return err
	}
	if err := c.dryRun(); err != nil {
		return err
	}
	for _, g := range c.groups {
		if g.vpc == v && strings.EqualFold(g.name, name) {
			return refuse("InvalidGroup.Duplicate", "The security group '%s' already exists for VPC '%s'", name, v.id)
		}
	}
	g := &group{
		id: c.ids.fresh("sg"), owner: c.account, vpc: v, name: name, description: text,
		tags: maps.Clone(tags), hidden: c.hidden,
	}
	g.openEgress(func() string { return c.ids.fresh("sgr") })
	c.groups = append(c.groups, g)
	c.groupByID[g.id] = g
	c.x.text("groupId", g.id)
	c.x.text("securityGroupArn", c.arn("security-group", g.id))
	c.x.someTags(g.tags)
	return nil
}

// openEgress adds what EC2 adds to every new group: everything out, to IPv6 too where the VPC has any.
func (g *group) openEgress(id func() string) {
	far := []peer{{kind: peerIPv4, value: "0.0.0.0/0"}}
	if len(g.vpc.ipv6) > 0 {
		far = append(far, peer{kind: peerIPv6, value: "::/0"})
	}
	for _, p := range far {
		g.rules = append(g.rules, &rule{id: id(), ruleKey: ruleKey{egress, "-1", -1, -1, p}})
	}
}

// vpcAsked is the VPC that a create names, or the default one.
func (c *call) vpcAsked() (*vpc, error) {
	id := c.q.get("VpcId")
	if id == "" {
		v := c.defaultVPC()
		if v == nil {
			return nil, refuse("VPCIdNotSpecified", "No default VPC for this user")
		}
		return v, nil
	}
	if v := c.vpcByID(id); v != nil {
		return v, nil
	}
	if err := vpcKind().check(id); err != nil {
		return nil, err
	}
	return nil, vpcKind().absent(id)
}

// deleteGroup deletes a group that nothing uses or names.
func deleteGroup(c *call) error {
	g, err := c.editable()
	if err != nil {
		return err
	}
	if g.name == "default" {
		return refuse("CannotDelete", `the specified group: "%s" name: "%s" cannot be deleted by a user`, g.id, g.name)
	}
	if err := c.dryRun(); err != nil {
		return err
	}
	if c.depended(g) {
		return refuse("DependencyViolation", "resource %s has a dependent object", g.id)
	}
	c.groups = slices.DeleteFunc(c.groups, func(o *group) bool { return o == g })
	delete(c.groupByID, g.id)
	c.x.done()
	c.x.text("groupId", g.id)
	return nil
}

// depended reports whether an interface carries the group, another group of its VPC names it, or it is
// associated with another VPC.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
func (w *world) depended(g *group) bool {
	for _, n := range w.interfaces {
		if slices.Contains(n.groups, g) {
			return true
		}
	}
	for _, o := range w.groups {
		if o == g || o.vpc != g.vpc {
			continue
		}
		for _, r := range o.rules {
			if r.peer.kind == peerGroup && r.peer.value == g.id {
				return true
			}
		}
	}
	return slices.ContainsFunc(w.shares, func(s *association) bool { return s.group == g })
}
