package describe

import (
	"github.com/sgscope/sgscope/model"
)

// groups reads SecurityGroups. EC2 folds rules of the same protocol and ports into one IpPermission
// with several peers; here one rule has one peer.
func (r *reader) groups(_, list value) {
	r.each(list, "GroupId", func(v value, id string) {
		w := r.where(v, arn(r.str(v, "SecurityGroupArn")))
		g := model.Group{
			ID:          id,
			Name:        r.str(v, "GroupName"),
			Description: r.str(v, "Description"),
			VPC:         r.str(v, "VpcId"),
			Owner:       w.account,
			Region:      w.region,
			Tags:        r.tags(v, "Tags"),
		}
		seen := map[model.Rule]bool{}
		g.Rules = r.permissions(g.Rules, seen, model.Ingress, r.objects(v, "IpPermissions"))
		g.Rules = r.permissions(g.Rules, seen, model.Egress, r.objects(v, "IpPermissionsEgress"))
		r.mention(g.VPC, w)
		if old, ok := r.found.groups[id]; ok && len(g.Tags) == 0 {
			g.Tags = old.Tags // a group of a shared VPC is listed without tags by those who do not own it
		}
		r.found.groups[id] = g
	})
}

func (r *reader) permissions(to []model.GroupRule, seen map[model.Rule]bool, d model.Direction,
	list []value,
) []model.GroupRule {
	for _, v := range list {
		proto, known := r.protocol(v)
		first, last, readable := r.ports(v)
		if !known || !readable {
			continue
		}
		for _, p := range r.peers(v) {
			rule, err := model.NewRule(d, proto, first, last, p.peer)
			if err != nil {
				r.fault(p.at, "rule left out: %v", err)
				continue
			}
			if seen[rule] {
				continue
			}
			seen[rule] = true
			to = append(to, model.GroupRule{Rule: rule, Description: p.description, Ref: p.ref})
		}
	}
	return to
}

func (r *reader) protocol(v value) (model.Protocol, bool) {
	m := r.want(v, "IpProtocol", text)
	if m.kind == absent {
		if v.get("IpProtocol").kind == absent {
			r.fault(v, "no IpProtocol: rule left out")
		}
		return 0, false
	}
	p, err := model.ParseProtocol(m.text)
	if err != nil {
		r.fault(m, "%v", err)
		return 0, false
	}
	return p, true
}

// ports gives FromPort and ToPort, -1, which is all of them, where EC2 left them out. It reports
// false if one could not be read: the rule must not become one that covers all ports.
func (r *reader) ports(v value) (from, to int, ok bool) {
	from, fromOK := r.port(v, "FromPort")
	to, toOK := r.port(v, "ToPort")
	return from, to, fromOK && toOK
}

func (r *reader) port(v value, key string) (int, bool) {
	if k := v.get(key).kind; k == absent || k == null {
		return -1, true
	}
	return r.num(v, key)
}

// peerAt is a peer of an IpPermission with what EC2 keeps beside it.
type peerAt struct {
	peer        model.Peer
	description string
	ref         model.Reference
	at          value
}

func (r *reader) peers(v value) []peerAt {
	var out []peerAt
	add := func(item value, p model.Peer, ref model.Reference) {
		out = append(out, peerAt{p, r.str(item, "Description"), ref, item})
	}
	for _, list := range [...][2]string{{"IpRanges", "CidrIp"}, {"Ipv6Ranges", "CidrIpv6"}} {
		for _, item := range r.objects(v, list[0]) {
			if p, ok := r.prefix(item, list[1]); ok {
				add(item, model.CIDRPeer(p), model.Reference{})
			} else if k := item.get(list[1]).kind; k == absent || k == null {
				r.fault(item, "no %s: rule left out", list[1])
			}
		}
	}
	for _, item := range r.objects(v, "PrefixListIds") {
		if id := r.id(item, "PrefixListId"); id != "" {
			add(item, model.PrefixListPeer(id), model.Reference{})
		}
	}
	for _, item := range r.objects(v, "UserIdGroupPairs") {
		if id := r.id(item, "GroupId"); id != "" {
			add(item, model.GroupPeer(id), r.reference(item))
		}
	}
	return out
}

// reference reads what a UserIdGroupPair, or a ReferencedGroupInfo, says beside the group's id.
func (r *reader) reference(v value) model.Reference {
	return model.Reference{
		Account:   r.str(v, "UserId"),
		VPC:       r.str(v, "VpcId"),
		Peering:   r.str(v, "VpcPeeringConnectionId"),
		PeerState: r.str(v, "PeeringStatus"),
	}
}

// ruleOf names a rule within a load: its group and the rule itself.
type ruleOf struct {
	group string
	rule  model.Rule
}

// rules reads SecurityGroupRules. What they say beside the rule itself is put into the groups when
// everything is read; a listing of rules alone makes no groups.
func (r *reader) rules(_, list value) {
	r.each(list, "GroupId", func(v value, group string) {
		proto, known := r.protocol(v)
		from, to, readable := r.ports(v)
		if !known || !readable {
			return
		}
		d := model.Ingress
		if r.flag(v, "IsEgress") {
			d = model.Egress
		}
		peer, ref := r.rulePeer(v)
		rule, err := model.NewRule(d, proto, from, to, peer)
		if err != nil {
			r.fault(v, "rule left out: %v", err)
			return
		}
		r.found.rules[ruleOf{group, rule}] = model.GroupRule{
			Rule:        rule,
			ID:          r.str(v, "SecurityGroupRuleId"),
			Description: r.str(v, "Description"),
			Tags:        r.tags(v, "Tags"),
			Ref:         ref,
		}
	})
}

func (r *reader) rulePeer(v value) (model.Peer, model.Reference) {
	if p, ok := r.prefix(v, "CidrIpv4"); ok {
		return model.CIDRPeer(p), model.Reference{}
	}
	if p, ok := r.prefix(v, "CidrIpv6"); ok {
		return model.CIDRPeer(p), model.Reference{}
	}
	if id := r.str(v, "PrefixListId"); id != "" {
		return model.PrefixListPeer(id), model.Reference{}
	}
	if info := r.object(v, "ReferencedGroupInfo"); info.kind == object {
		if id := r.str(info, "GroupId"); id != "" {
			return model.GroupPeer(id), r.reference(info)
		}
	}
	return model.Peer{}, model.Reference{}
}

// nameRules puts the ids and tags of listed rules into the groups that hold them.
func (f *found) nameRules() {
	if len(f.rules) == 0 {
		return
	}
	for id, g := range f.groups {
		for i, have := range g.Rules {
			said, ok := f.rules[ruleOf{id, have.Rule}]
			if !ok {
				continue
			}
			g.Rules[i].ID, g.Rules[i].Tags = said.ID, said.Tags
			if have.Description == "" {
				g.Rules[i].Description = said.Description
			}
			if have.Ref == (model.Reference{}) {
				g.Rules[i].Ref = said.Ref
			}
		}
	}
}

// plainReferences keeps what is said of a referenced group only where that group is elsewhere: EC2 names the
// owner of every one.
func (f *found) plainReferences() {
	for _, g := range f.groups {
		for i := range g.Rules {
			ref := &g.Rules[i].Ref
			if ref.Account == g.Owner {
				ref.Account = ""
			}
			if ref.VPC == g.VPC {
				ref.VPC = ""
			}
		}
	}
}
