package sandbox

import (
	"maps"
	"slices"
)

// rulesPerDirection is EC2's default quota, counted for inbound and outbound, IPv4 and IPv6 apart.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
const rulesPerDirection = 60

// authorize adds rules, all of them or none.
func authorize(d direction) func(*call) error {
	return func(c *call) error {
		g, err := c.editable()
		if err != nil {
			return err
		}
		add, err := c.permissions(g, d, mustExist)
		if err != nil {
			return err
		}
		tags, err := c.tagSpecification("security-group-rule")
		if err != nil {
			return err
		}
		if err := c.dryRun(); err != nil {
			return err
		}
		for _, r := range add {
			if g.has(r.ruleKey) {
				return refuse("InvalidPermission.Duplicate", `the specified rule "%s" already exists`, r.ruleKey)
			}
		}
		if err := c.checkQuota(g, d, add); err != nil {
			return err
		}
		var made []*rule
		for _, r := range add {
			made = append(made, &rule{
				id: c.ids.fresh("sgr"), ruleKey: r.ruleKey, description: r.description,
				via: c.via(g, r.peer), tags: maps.Clone(tags),
			})
		}
		g.rules = append(g.rules, made...)
		c.x.done()
		items(c.x, "securityGroupRuleSet", made, func(r *rule) { c.writeRule(c.x, ownedRule{g, r}) })
		return nil
	}
}

// editable is the group asked for, unless another account owns it and only shares it.
func (c *call) editable() (*group, error) {
	g, err := c.asked()
	if err != nil {
		return nil, err
	}
	if g.owner != c.account {
		action := "ec2:" + c.action
		return nil, faultError(&Fault{Code: denialCode(action)}, action, c.world)
	}
	return g, nil
}

func (g *group) has(k ruleKey) bool { return g.find(k) != nil }

func (g *group) find(k ruleKey) *rule {
	return first(g.rules, func(r *rule) bool { return r.ruleKey == k })
}

// checkQuota refuses what would take the group over its number of rules. A reference to a group counts for
// IPv4 and for IPv6, a prefix list counts as many rules as it may have entries.
func (c *call) checkQuota(g *group, d direction, add []wanted) error {
	var four, six int
	count := func(p peer) {
		switch p.kind {
		case peerIPv4:
			four++
		case peerIPv6:
			six++
		case peerGroup:
			four++
			six++
		case peerList:
			l := first(c.lists, func(l *prefixList) bool { return l.id == p.value })
			switch {
			case l == nil:
			case l.family == "IPv6":
				six += l.weight
			default:
				four += l.weight
			}
		}
	}
	for _, r := range g.of(d) {
		count(r.peer)
	}
	for _, r := range add {
		count(r.peer)
	}
	if four > rulesPerDirection || six > rulesPerDirection {
		return refuse("RulesPerSecurityGroupLimitExceeded",
			"The maximum number of rules per security group has been reached.")
	}
	return nil
}

// revoke takes rules away, by id or by exact properties. In the default VPC properties that match nothing are
// reported and no error; elsewhere they refuse the whole call.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
func revoke(d direction) func(*call) error {
	return func(c *call) error {
		g, err := c.editable()
		if err != nil {
			return err
		}
		gone, unknown, err := c.toRevoke(g, d)
		if err != nil {
			return err
		}
		if err := c.dryRun(); err != nil {
			return err
		}
		if len(unknown) > 0 && !g.vpc.isDefault {
			return refuse("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
		}
		g.rules = slices.DeleteFunc(g.rules, func(r *rule) bool { return slices.Contains(gone, r) })
		c.x.done()
		items(c.x, "unknownIpPermissionSet", fold(unknown), func(p folded) { c.writeFolded(c.x, p) })
		items(c.x, "revokedSecurityGroupRuleSet", gone, func(r *rule) { writeRevoked(c.x, g, r) })
		return nil
	}
}

func (c *call) toRevoke(g *group, d direction) (gone []*rule, unknown []*rule, err error) {
	ids := c.q.texts("SecurityGroupRuleId")
	byProperty := c.q.has("IpPermissions") || c.flat()
	if len(ids) > 0 && byProperty {
		return nil, nil, refuse("InvalidParameterCombination",
			"The parameter securityGroupRuleIds cannot be used with the parameter ipPermissions")
	}
	for _, id := range ids {
		r, err := g.ruleByID(d, id)
		if err != nil {
			return nil, nil, err
		}
		if !slices.Contains(gone, r) {
			gone = append(gone, r)
		}
	}
	if len(ids) > 0 {
		return gone, nil, nil
	}
	want, err := c.permissions(g, d, mayBeGone)
	if err != nil {
		return nil, nil, err
	}
	for _, k := range want {
		if r := g.find(k.ruleKey); r != nil {
			gone = append(gone, r)
		} else {
			unknown = append(unknown, &rule{ruleKey: k.ruleKey, description: k.description})
		}
	}
	return gone, unknown, nil
}

// ruleByID finds a rule of the group by its id, and refuses one of another group or the other direction.
func (g *group) ruleByID(d direction, id string) (*rule, error) {
	if err := ruleKind().check(id); err != nil {
		return nil, err
	}
	r := first(g.rules, func(r *rule) bool { return r.id == id && r.dir == d })
	if r == nil {
		return nil, ruleKind().absent(id)
	}
	return r, nil
}

// describeRulesAnew sets rules' descriptions; one left out is taken away.
func describeRulesAnew(d direction) func(*call) error {
	return func(c *call) error {
		g, err := c.editable()
		if err != nil {
			return err
		}
		texts, err := c.newTexts(g, d)
		if err != nil {
			return err
		}
		if err := c.dryRun(); err != nil {
			return err
		}
		for r, text := range texts {
			r.description = text
		}
		c.x.done()
		return nil
	}
}

func (c *call) newTexts(g *group, d direction) (map[*rule]string, error) {
	out := map[*rule]string{}
	byID := c.q.list("SecurityGroupRuleDescription")
	if len(byID) > 0 && c.q.has("IpPermissions") {
		return nil, refuse("InvalidParameterCombination",
			"The parameter securityGroupRuleDescriptions cannot be used with the parameter ipPermissions")
	}
	for _, p := range byID {
		r, err := g.ruleByID(d, p.get("SecurityGroupRuleId"))
		if err != nil {
			return nil, err
		}
		if err := checkRuleDescription(p.get("Description")); err != nil {
			return nil, err
		}
		out[r] = p.get("Description")
	}
	if len(byID) > 0 {
		return out, nil
	}
	want, err := c.permissions(g, d, mayBeGone)
	if err != nil {
		return nil, err
	}
	for _, k := range want {
		r := g.find(k.ruleKey)
		if r == nil {
			return nil, refuse("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
		}
		out[r] = k.description
	}
	return out, nil
}
