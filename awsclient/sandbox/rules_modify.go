package sandbox

// modifyRules replaces rules in place: the id, the direction and the kind of peer stay.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
func modifyRules(c *call) error {
	if !c.q.has("GroupId") {
		return missing("GroupId")
	}
	g, err := c.editable()
	if err != nil {
		return err
	}
	edits := c.q.list("SecurityGroupRule")
	if len(edits) == 0 {
		return missing("SecurityGroupRule")
	}
	after := map[*rule]wanted{}
	for _, e := range edits {
		r, w, err := c.edit(g, e)
		if err != nil {
			return err
		}
		if _, twice := after[r]; twice {
			return badValue("The same permission must not appear multiple times")
		}
		after[r] = w
	}
	if err := c.dryRun(); err != nil {
		return err
	}
	keys := map[ruleKey]bool{}
	for _, r := range g.rules {
		k := r.ruleKey
		if w, edited := after[r]; edited {
			k = w.ruleKey
		}
		if keys[k] {
			return refuse("InvalidPermission.Duplicate", `the specified rule "%s" already exists`, k)
		}
		keys[k] = true
	}
	for r, w := range after {
		r.ruleKey, r.description, r.via = w.ruleKey, w.description, c.via(g, w.peer)
	}
	c.x.done()
	return nil
}

// edit reads one SecurityGroupRuleUpdate: the rule, and what it is to become.
func (c *call) edit(g *group, e *params) (*rule, wanted, error) {
	id := e.get("SecurityGroupRuleId")
	if id == "" {
		return nil, wanted{}, missing("SecurityGroupRuleId")
	}
	if err := ruleKind().check(id); err != nil {
		return nil, wanted{}, err
	}
	r := first(g.rules, func(r *rule) bool { return r.id == id })
	if r == nil {
		return nil, wanted{}, ruleKind().absent(id)
	}
	to := e.at("SecurityGroupRule")
	far, err := c.editedPeer(g, to)
	if err != nil {
		return nil, wanted{}, err
	}
	if far.kind != r.peer.kind {
		return nil, wanted{}, badValue(
			"Invalid rule type for security group rule '%s'. The type of its source or destination cannot be changed.", id)
	}
	protocol, err := canonicalProtocol(to.get("IpProtocol"))
	if err != nil {
		return nil, wanted{}, err
	}
	from, last, err := canonicalPorts(protocol, to.get("FromPort"), to.get("ToPort"))
	if err != nil {
		return nil, wanted{}, err
	}
	if err := checkRuleDescription(to.get("Description")); err != nil {
		return nil, wanted{}, err
	}
	return r, wanted{ruleKey{r.dir, protocol, from, last, far}, to.get("Description")}, nil
}

// editedPeer reads the one peer that a rule may have.
func (c *call) editedPeer(g *group, to *params) (peer, error) {
	given := 0
	for _, name := range []string{"CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId"} {
		if to.get(name) != "" {
			given++
		}
	}
	if given != 1 {
		return peer{}, badValue(
			"You must specify exactly one of CidrIpv4, CidrIpv6, PrefixListId or ReferencedGroupId")
	}
	switch {
	case to.get("CidrIpv4") != "":
		block, err := canonicalCIDR(peerIPv4, to.get("CidrIpv4"))
		return peer{kind: peerIPv4, value: block}, err
	case to.get("CidrIpv6") != "":
		block, err := canonicalCIDR(peerIPv6, to.get("CidrIpv6"))
		return peer{kind: peerIPv6, value: block}, err
	case to.get("PrefixListId") != "":
		return c.listPeer(to.get("PrefixListId"), mustExist)
	}
	return c.groupPeer(g, to.get("ReferencedGroupId"), "", mustExist)
}
