package reach

import (
	"fmt"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/sgscope/sgscope/model"
)

// remedies gives the smallest change of groups that makes the question allowed, verified by asking
// again on the changed snapshot; and what else would have to change. Where groups alone cannot open
// the way the change is nil, and what the groups need is advice too.
func (e *engine) remedies(q Question, w worlds) ([]model.Change, []model.Advice) {
	advice := w.advice()
	wanted, hops, ok := e.openings(w)
	if !ok {
		return nil, advice
	}
	if e.allowedWith(q, wanted) {
		if len(wanted) > hops {
			wanted = e.minimal(q, wanted) // one rule for each step that is shut cannot be fewer
		}
		return wanted, advice
	}
	for _, c := range wanted {
		if a, ok := c.(model.Authorize); ok {
			advice = append(advice, ruleAdvice(e.s, a))
		}
	}
	return nil, advice
}

// allowedWith asks again on the changed snapshot. What network ACLs let through stays as it was.
func (e *engine) allowedWith(q Question, changes []model.Change) bool {
	s, err := e.s.With(changes...)
	if err != nil || len(changes) == 0 {
		return false
	}
	after := newEngine(s, q.Layers)
	after.filters, after.lists = e.filters, e.lists
	w, ok := after.worlds(q)
	return ok && w.judged() && w.verdict() == model.Allowed
}

// minimal leaves out every change without which the question is allowed all the same.
func (e *engine) minimal(q Question, changes []model.Change) []model.Change {
	for i := len(changes) - 1; i >= 0 && len(changes) > 1; i-- {
		without := slices.Delete(slices.Clone(changes), i, i+1)
		if e.allowedWith(q, without) {
			changes = without
		}
	}
	return changes
}

// openings gives the rules that the groups on the way lack, and the number of steps that lack some;
// false if there is one that no rule can open.
func (e *engine) openings(w worlds) (out []model.Change, hops int, ok bool) {
	for _, k := range w.order(false) {
		var shut []*fact
		for i := range w.out {
			for _, f := range w.out[i].step(k) {
				if f.guard != nil && !f.tally().all {
					shut = append(shut, f)
				}
			}
		}
		if len(shut) == 0 {
			continue
		}
		rules, ok := e.opening(shut)
		if !ok {
			return nil, 0, false
		}
		hops++
		for _, r := range rules {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out, hops, true
}

// opening gives the rules that let the whole question through a guard where it does not pass.
func (e *engine) opening(shut []*fact) ([]model.Change, bool) {
	g, q := shut[0].guard, shut[0].leg.q
	var out []model.Change
	for _, id := range g.own.Groups {
		if _, present := e.s.Group(id); !present {
			continue
		}
		for _, peer := range peersFor(g, shut) {
			r := model.Rule{Direction: g.direction, Protocol: q.Protocol, Ports: q.Ports, Peer: peer}
			if !q.Protocol.HasPorts() {
				r.Ports = model.AllPorts()
			}
			out = append(out, model.Authorize{Group: id, Rule: r})
		}
		return out, len(out) > 0
	}
	return nil, false
}

// peersFor gives the narrowest peers that mean the far end: the group for an end that is a group, the
// one block that is shut out, a group of an end with several, else the blocks.
func peersFor(g *guard, shut []*fact) []model.Peer {
	named := slices.IndexFunc(g.far.Groups, func(id string) bool { return g.e.s.GroupPresence(id) == model.Present })
	if g.bars.code != "" {
		named = -1
	}
	if g.far.Kind == EndGroup && named >= 0 {
		return []model.Peer{model.GroupPeer(g.far.Groups[named])}
	}
	alone := g.e.layers == GroupsOnly // then one rule a direction repairs, or none does
	if alone && shut[0].at.loose {
		return firstBlock(g.far.Addresses)
	}
	var own []netip.Prefix
	for _, p := range g.far.Addresses {
		if p.Addr().Is4() == shut[0].at.From().Is4() {
			own = append(own, p)
		}
	}
	if alone && (len(own) < 2 || named < 0) {
		return firstBlock(own)
	}
	blocks := shutOut(shut)
	wide := func(p netip.Prefix) bool { return p.Bits() <= blocks[0].Bits() }
	switch {
	case len(own) == 0 || len(blocks) == 0:
		return nil
	case len(own) > 1 && named >= 0:
		return []model.Peer{model.GroupPeer(g.far.Groups[named])}
	case len(own) < len(blocks) || !slices.ContainsFunc(own, wide):
		blocks = own
	}
	var out []model.Peer
	for _, p := range blocks {
		out = append(out, model.CIDRPeer(p))
	}
	return out
}

// firstBlock gives the first IPv4 block, or the first of IPv6 if there is none.
func firstBlock(blocks []netip.Prefix) []model.Peer {
	for _, v4 := range []bool{true, false} {
		for _, p := range blocks {
			if p.Addr().Is4() == v4 {
				return []model.Peer{model.CIDRPeer(p)}
			}
		}
	}
	return nil
}

// shutOut gives the blocks of the far addresses that do not pass; none if they are not known.
func shutOut(shut []*fact) []netip.Prefix {
	var b netipx.IPSetBuilder
	for _, f := range shut {
		if f.at.loose {
			return nil
		}
		b.AddRange(f.at.IPRange)
	}
	set, err := b.IPSet()
	if err != nil {
		return nil // only invalid prefixes err, and there are none
	}
	return set.Prefixes()
}

// ruleAdvice says which rule the groups need besides.
// Source: https://docs.aws.amazon.com/cli/latest/reference/ec2/authorize-security-group-ingress.html
func ruleAdvice(s model.Snapshot, a model.Authorize) model.Advice {
	r := a.Rule
	text := "Once the rest is open, the groups need a rule too: " + s.ChangeText(a) + "."
	if note := Opening(s, a); note != "" {
		text += " " + note
	}
	if LetsWorldIn(a) {
		return model.Advice{Text: text} // no line: nobody should open that by pasting
	}
	peer := "IpRanges=[{CidrIp=" + r.Peer.String() + "}]"
	switch {
	case r.Peer.Kind == model.PeerGroup:
		peer = "UserIdGroupPairs=[{GroupId=" + r.Peer.ID + "}]"
	case r.Peer.Prefix.Addr().Is6():
		peer = "Ipv6Ranges=[{CidrIpv6=" + r.Peer.String() + "}]"
	}
	ports := ""
	if from, to, wanted := r.APIPorts(); wanted {
		ports = fmt.Sprintf("FromPort=%d,ToPort=%d,", from, to)
	}
	return model.Advice{
		Text: text,
		Command: fmt.Sprintf("aws ec2 authorize-security-group-%s --group-id %s --ip-permissions 'IpProtocol=%s,%s%s'",
			r.Direction, a.Group, r.Protocol.API(), ports, peer),
	}
}
