package sandbox

import "slices"

// describeAssociations lists groups that are used in a VPC beside their own.
func describeAssociations(c *call) error {
	return listing[*association]{
		set: "securityGroupVpcAssociationSet", all: c.shares,
		attrs: attrs[*association]{
			"group-id":       func(s *association) []string { return []string{s.group.id} },
			"group-owner-id": func(s *association) []string { return []string{s.group.owner} },
			"state":          func(s *association) []string { return []string{s.state} },
			"vpc-id":         func(s *association) []string { return []string{s.vpc.id} },
			"vpc-owner-id":   func(s *association) []string { return []string{s.vpc.owner} },
		},
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, s *association) {
			x.text("groupId", s.group.id)
			x.text("vpcId", s.vpc.id)
			x.text("vpcOwnerId", s.vpc.owner)
			x.text("state", s.state)
			x.text("groupOwnerId", s.group.owner)
		},
	}.answer(c)
}

// groupsForVPC lists every group that can be used in a VPC: its own, shared and associated ones.
func groupsForVPC(c *call) error {
	v, err := c.vpcNamed()
	if err != nil {
		return err
	}
	var all []*group
	for _, g := range c.groups {
		associated := slices.ContainsFunc(c.shares, func(s *association) bool {
			return s.group == g && s.vpc == v && s.state == "associated"
		})
		if (g.vpc == v || associated) && g.seen() {
			all = append(all, g)
		}
	}
	return listing[*group]{
		set: "securityGroupForVpcSet", all: all,
		attrs: attrs[*group]{
			"group-id":       func(g *group) []string { return []string{g.id} },
			"description":    func(g *group) []string { return []string{g.description} },
			"group-name":     func(g *group) []string { return []string{g.name} },
			"owner-id":       func(g *group) []string { return []string{g.owner} },
			"primary-vpc-id": func(g *group) []string { return []string{g.vpc.id} },
		},
		tags: groupTags,
		size: pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, g *group) {
			x.text("description", g.description)
			x.text("groupName", g.name)
			x.text("ownerId", g.owner)
			x.text("groupId", g.id)
			x.someTags(g.tags)
			x.text("primaryVpcId", g.vpc.id)
		},
	}.answer(c)
}

// vpcNamed is the VPC that the call cannot do without.
func (c *call) vpcNamed() (*vpc, error) {
	if c.q.get("VpcId") == "" {
		return nil, missing("VpcId")
	}
	return c.vpcAsked()
}

// describeStaleGroups lists rules that name a group which is gone, or a peering which is not active any more.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeStaleSecurityGroups.html
func describeStaleGroups(c *call) error {
	v, err := c.vpcNamed()
	if err != nil {
		return err
	}
	stale := func(g *group, d direction) []folded {
		return fold(slices.DeleteFunc(g.of(d), func(r *rule) bool { return !c.stale(r) }))
	}
	var all []*group
	for _, g := range c.groups {
		if g.vpc == v && slices.ContainsFunc(g.rules, c.stale) {
			all = append(all, g)
		}
	}
	return listing[*group]{
		set: "staleSecurityGroupSet", all: all, size: pageSize{least: 5, most: 255},
		write: func(x *xmlWriter, g *group) {
			x.text("description", g.description)
			x.text("groupId", g.id)
			x.text("groupName", g.name)
			items(x, "staleIpPermissions", stale(g, ingress), func(f folded) { c.writeFolded(x, f) })
			items(x, "staleIpPermissionsEgress", stale(g, egress), func(f folded) { c.writeFolded(x, f) })
			x.text("vpcId", g.vpc.id)
		},
	}.answer(c)
}

func (w *world) stale(r *rule) bool {
	if r.peer.kind != peerGroup || r.via == nil {
		return false
	}
	return r.via.status != "active" || w.groupByID[r.peer.value] == nil && r.peer.owner == w.account
}

// describeReferences lists the VPCs whose groups name these ones across a peering.
func describeReferences(c *call) error {
	ids := c.q.texts("GroupId")
	if len(ids) == 0 {
		return missing("GroupId")
	}
	type reference struct{ group, vpc, peering string }
	var all []reference
	for _, id := range ids {
		g, err := c.groupFor(id)
		if err != nil {
			return err
		}
		for _, o := range c.groups {
			for _, r := range o.rules {
				if o.vpc == g.vpc || r.peer.value != g.id || r.via == nil {
					continue
				}
				if ref := (reference{g.id, o.vpc.id, r.via.id}); !slices.Contains(all, ref) {
					all = append(all, ref)
				}
			}
		}
	}
	items(c.x, "securityGroupReferenceSet", all, func(r reference) {
		c.x.text("groupId", r.group)
		c.x.text("referencingVpcId", r.vpc)
		c.x.text("vpcPeeringConnectionId", r.peering)
	})
	return nil
}
