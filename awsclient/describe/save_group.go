package describe

import "github.com/sgscope/sgscope/model"

func groupOut(g model.Group) out {
	m := out{{"GroupId", g.ID}}
	m.str("GroupName", g.Name)
	m.str("Description", g.Description)
	m.str("OwnerId", g.Owner)
	m.str("Region", g.Region)
	m.str("VpcId", g.VPC)
	m.tags("Tags", g.Tags)
	m.list("IpPermissions", permissionsOut(g.In(model.Ingress)))
	m.list("IpPermissionsEgress", permissionsOut(g.In(model.Egress)))
	return m
}

func permissionsOut(rules []model.GroupRule) []out {
	items := make([]out, 0, len(rules))
	for _, r := range rules {
		items = append(items, permissionOut(r))
	}
	return items
}

// permissionOut writes one rule as an IpPermission of one peer.
func permissionOut(r model.GroupRule) out {
	m := out{{"IpProtocol", r.Rule.Protocol.API()}}
	if from, to, wanted := r.Rule.APIPorts(); wanted {
		m.num("FromPort", from)
		m.num("ToPort", to)
	}
	key, peer := peerOut(r.Rule.Peer)
	peer = append(peer, refOut(r.Ref)...)
	peer.str("Description", r.Description)
	m.list(key, []out{peer})
	return m
}

// peerOut gives the list of an IpPermission that a peer stands in, and the peer in it.
func peerOut(p model.Peer) (list string, peer out) {
	switch {
	case p.Kind == model.PeerGroup:
		return "UserIdGroupPairs", out{{"GroupId", p.ID}}
	case p.Kind == model.PeerPrefixList:
		return "PrefixListIds", out{{"PrefixListId", p.ID}}
	case p.Prefix.Addr().Is6():
		return "Ipv6Ranges", out{{"CidrIpv6", p.Prefix.String()}}
	}
	return "IpRanges", out{{"CidrIp", p.Prefix.String()}}
}

func refOut(ref model.Reference) out {
	var m out
	m.str("UserId", ref.Account)
	m.str("VpcId", ref.VPC)
	m.str("VpcPeeringConnectionId", ref.Peering)
	m.str("PeeringStatus", ref.PeerState)
	return m
}

// rulesOut writes what the IpPermissions of a group cannot say: ids and tags of its rules.
func rulesOut(g model.Group) []out {
	var items []out
	for _, r := range g.Rules {
		if r.ID == "" && len(r.Tags) == 0 {
			continue
		}
		m := out{{"GroupId", g.ID}}
		m.str("SecurityGroupRuleId", r.ID)
		m.flag("IsEgress", r.Rule.Direction == model.Egress)
		m.str("IpProtocol", r.Rule.Protocol.API())
		if from, to, wanted := r.Rule.APIPorts(); wanted {
			m.num("FromPort", from)
			m.num("ToPort", to)
		}
		switch p := r.Rule.Peer; {
		case p.Kind == model.PeerGroup:
			m.object("ReferencedGroupInfo", append(out{{"GroupId", p.ID}}, refOut(r.Ref)...))
		case p.Kind == model.PeerPrefixList:
			m.str("PrefixListId", p.ID)
		case p.Prefix.Addr().Is6():
			m.str("CidrIpv6", p.Prefix.String())
		default:
			m.str("CidrIpv4", p.Prefix.String())
		}
		m.str("Description", r.Description)
		m.tags("Tags", r.Tags)
		items = append(items, m)
	}
	return items
}
