package sandbox

import "strings"

// wanted is one rule that a request names: canonical, its references checked.
type wanted struct {
	ruleKey
	description string
}

// asked resolves the group that a rule action names, by id, or by name in the default VPC.
func (c *call) asked() (*group, error) {
	id, name := c.q.get("GroupId"), c.q.get("GroupName")
	switch {
	case id != "" && name != "":
		return nil, refuse("InvalidParameterCombination", "The parameter groupName cannot be used with the parameter groupId")
	case id != "":
		return c.groupFor(id)
	case name != "":
		return c.defaultGroupNamed(name)
	}
	return nil, missing("groupName or groupId")
}

// groupFor finds a group by id; one too new to be seen everywhere is not found yet.
func (w *world) groupFor(id string) (*group, error) {
	if err := groupKind().check(id); err != nil {
		return nil, err
	}
	g := w.groupByID[id]
	if g == nil || !g.seen() {
		return nil, groupKind().absent(id)
	}
	return g, nil
}

// seen reports whether a read sees the group, and counts the read.
func (g *group) seen() bool {
	if g.hidden == 0 {
		return true
	}
	g.hidden--
	return false
}

// defaultGroupNamed finds a group by name in the default VPC, the only one where EC2 takes names.
func (w *world) defaultGroupNamed(name string) (*group, error) {
	v := w.defaultVPC()
	if v == nil {
		return nil, refuse("VPCIdNotSpecified",
			"No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.")
	}
	g := w.groupInVPC(v, name)
	if g == nil || !g.seen() {
		return nil, refuse("InvalidGroup.NotFound", "The security group '%s' does not exist in default VPC '%s'", name, v.id)
	}
	return g, nil
}

// permissions reads IpPermissions, or for ingress the flat parameters, into single rules. When refs is
// mustExist the groups and prefix lists they name have to be there.
func (c *call) permissions(g *group, d direction, refs references) ([]wanted, error) {
	flat := c.flat()
	perms := c.q.list("IpPermissions")
	switch {
	case flat && len(perms) > 0:
		return nil, refuse("InvalidParameterCombination",
			"The parameter 'ipPermissions' may not be used in combination with 'cidrIp', 'ipProtocol', 'fromPort' or 'toPort'")
	case flat && d == egress:
		// The API lists these for egress and says of each that it is not supported.
		return nil, missing("ipPermissions")
	case flat:
		return c.flatPermission(g, refs)
	case len(perms) == 0:
		return nil, missing("ipPermissions")
	}
	var out []wanted
	for _, p := range perms {
		some, err := c.permission(g, d, p, refs)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	seen := map[ruleKey]bool{}
	for _, r := range out {
		if seen[r.ruleKey] {
			return nil, badValue("The same permission must not appear multiple times")
		}
		seen[r.ruleKey] = true
	}
	return out, nil
}

// flat reports whether the request names a rule by parameters of its own instead of IpPermissions.
func (c *call) flat() bool {
	return c.q.has("CidrIp") || c.q.has("IpProtocol") || c.q.has("FromPort") || c.q.has("ToPort") ||
		c.q.has("SourceSecurityGroupName")
}

// references says whether what a rule names must exist. To revoke a rule about a group that is gone, it need not.
type references int

const (
	mustExist references = iota
	mayBeGone
)

// flatPermission reads the one rule of CidrIp, IpProtocol, FromPort and ToPort, or a source group by name,
// which opens all of TCP, UDP and ICMP.
func (c *call) flatPermission(g *group, refs references) ([]wanted, error) {
	if name := c.q.get("SourceSecurityGroupName"); name != "" {
		source := c.groupInVPC(g.vpc, name)
		if source == nil {
			return nil, refuse("InvalidGroup.NotFound", "The security group '%s' does not exist", name)
		}
		far := peer{peerGroup, source.id, source.owner}
		return []wanted{
			{ruleKey: ruleKey{ingress, "tcp", 0, 65535, far}},
			{ruleKey: ruleKey{ingress, "udp", 0, 65535, far}},
			{ruleKey: ruleKey{ingress, "icmp", -1, -1, far}},
		}, nil
	}
	if !c.q.has("CidrIp") {
		return nil, missing("cidrIp")
	}
	block := &params{kids: map[string]*params{"CidrIp": c.q.at("CidrIp")}}
	p := &params{kids: map[string]*params{"IpRanges": {kids: map[string]*params{"1": block}}}}
	for _, name := range []string{"IpProtocol", "FromPort", "ToPort"} {
		if k := c.q.at(name); k != nil {
			p.kids[name] = k
		}
	}
	return c.permission(g, ingress, p, refs)
}

// permission expands one IpPermission: EC2 stores a rule per peer.
func (c *call) permission(g *group, d direction, p *params, refs references) ([]wanted, error) {
	if p.get("IpProtocol") == "" {
		return nil, missing("ipProtocol")
	}
	protocol, err := canonicalProtocol(p.get("IpProtocol"))
	if err != nil {
		return nil, err
	}
	from, to, err := canonicalPorts(protocol, p.get("FromPort"), p.get("ToPort"))
	if err != nil {
		return nil, err
	}
	var out []wanted
	add := func(far peer, entry *params) error {
		text := entry.get("Description")
		if err := checkRuleDescription(text); err != nil {
			return err
		}
		out = append(out, wanted{ruleKey{d, protocol, from, to, far}, text})
		return nil
	}
	for _, list := range []string{"IpRanges", "Ipv6Ranges", "PrefixListIds", "Groups"} {
		for _, entry := range p.list(list) {
			far, err := c.peerOf(g, list, entry, refs)
			if err != nil {
				return nil, err
			}
			if err := add(far, entry); err != nil {
				return nil, err
			}
		}
	}
	if len(out) == 0 {
		return nil, badValue("CIDR block, a security group ID or a prefix list has to be specified")
	}
	return out, nil
}

func (c *call) peerOf(g *group, list string, entry *params, refs references) (peer, error) {
	switch list {
	case "IpRanges":
		block, err := canonicalCIDR(peerIPv4, entry.get("CidrIp"))
		return peer{kind: peerIPv4, value: block}, err
	case "Ipv6Ranges":
		block, err := canonicalCIDR(peerIPv6, entry.get("CidrIpv6"))
		return peer{kind: peerIPv6, value: block}, err
	case "PrefixListIds":
		return c.listPeer(entry.get("PrefixListId"), refs)
	}
	id, name := entry.get("GroupId"), entry.get("GroupName")
	switch {
	case id != "" && name != "":
		return peer{}, refuse("InvalidParameterCombination",
			"The parameter 'groupName' may not be used in combination with 'groupId'")
	case id == "" && name == "":
		return peer{}, refuse("MissingParameter", "Source group ID missing.")
	case name != "":
		named, err := c.defaultGroupNamed(name)
		if err != nil {
			return peer{}, err
		}
		id = named.id
	}
	return c.groupPeer(g, id, entry.get("UserId"), refs)
}

func (w *world) listPeer(id string, refs references) (peer, error) {
	if !strings.HasPrefix(id, "pl-") {
		return peer{}, refuse("InvalidPrefixListId.Malformed", `Invalid id: "%s" (expecting "pl-...")`, id)
	}
	if refs == mustExist && first(w.lists, func(l *prefixList) bool { return l.id == id }) == nil {
		return peer{}, refuse("InvalidPrefixListID.NotFound", "The prefix list ID '%s' does not exist", id)
	}
	return peer{kind: peerList, value: id}, nil
}

// groupPeer checks a reference to a group: in the same VPC, or in one that an active peering joins to it.
//
// Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
func (w *world) groupPeer(g *group, id, user string, refs references) (peer, error) {
	if err := groupKind().check(id); err != nil {
		return peer{}, err
	}
	known := w.groupByID[id]
	owner := user
	if known != nil {
		owner = known.owner
	} else if owner == "" {
		owner = w.account
	}
	far := peer{peerGroup, id, owner}
	switch {
	case refs == mayBeGone:
		return far, nil
	case known == nil && w.peeringWith(g.vpc, owner) != nil:
		// The other account's groups cannot be seen from here; EC2 asks that account, the sandbox believes.
		return far, nil
	case known == nil || !known.seen() || user != "" && user != known.owner:
		return peer{}, groupKind().absent(id)
	case known.vpc != g.vpc && w.peeringBetween(g.vpc, known.vpc) == nil:
		return peer{}, refuse("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.")
	}
	return far, nil
}

// via returns the active peering through which g reaches a group of another VPC, nil within the VPC.
func (w *world) via(g *group, far peer) *peering {
	if far.kind != peerGroup {
		return nil
	}
	if known := w.groupByID[far.value]; known != nil {
		return w.peeringBetween(g.vpc, known.vpc)
	}
	return w.peeringWith(g.vpc, far.owner)
}

// peeringBetween returns the active peering of two VPCs, nil where there is none.
func (w *world) peeringBetween(a, b *vpc) *peering {
	return first(w.peerings, func(p *peering) bool {
		return p.status == "active" && (p.requester.id == a.id && p.accepter.id == b.id ||
			p.requester.id == b.id && p.accepter.id == a.id)
	})
}

// peeringWith returns the active peering of a VPC with another account's, nil where there is none.
func (w *world) peeringWith(v *vpc, owner string) *peering {
	if owner == w.account {
		return nil
	}
	return first(w.peerings, func(p *peering) bool {
		return p.status == "active" && (p.requester.id == v.id && p.accepter.owner == owner ||
			p.accepter.id == v.id && p.requester.owner == owner)
	})
}
