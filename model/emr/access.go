package emr

import (
	"net/netip"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Access is what groups that stand together on an interface let through in one direction. The rules of
// all of them are one set, in which the most permissive applies.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-groups.html
type Access struct {
	Groups    []string
	Direction model.Direction
	Unread    []string // ids of the groups whose rules were not read: they may let more through

	snap  model.Snapshot
	rules []accessEntry
	by    [][]int // per rule, those that make it needless
}

// PeerAccess is what one far end gets: all that rules let through which surely mean all of it.
type PeerAccess struct {
	Peer  model.Peer
	Gets  string // the exact traffic, in words
	Rules []AccessRule
}

// AccessRule is a rule that has a part in what somebody gets.
type AccessRule struct {
	reach.Match
	By []reach.Match // rules that together allow all that it allows; none if it is not redundant
}

// Redundant reports whether other rules allow all that this one does.
func (r AccessRule) Redundant() bool { return len(r.By) > 0 }

// accessEntry is a rule with what it covers, worked out once.
type accessEntry struct {
	reach.Match
	covers reach.Set
	blocks []netip.Prefix // of a CIDR block or a prefix list that was read
}

// Access unites the rules of groups, in the order in which they are given.
func (a *Analysis) Access(d model.Direction, groups ...string) Access {
	x := Access{Direction: d, snap: a.snap}
	for _, id := range groups {
		if slices.Contains(x.Groups, id) {
			continue
		}
		x.Groups = append(x.Groups, id)
		g, ok := a.snap.Group(id)
		if !ok && a.snap.GroupPresence(id) != model.Gone {
			x.Unread = append(x.Unread, id)
		}
		for _, e := range g.In(d) {
			x.rules = append(x.rules, accessEntry{
				reach.Match{Group: id, GroupName: g.Name, Entry: e},
				reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports), x.blocksOf(e.Rule.Peer),
			})
		}
	}
	x.findSpare()
	return x
}

// blocksOf gives the blocks that a peer names by itself; none of a group, whose members are elsewhere.
func (x *Access) blocksOf(p model.Peer) []netip.Prefix {
	switch p.Kind {
	case model.PeerCIDR:
		return []netip.Prefix{p.Prefix}
	case model.PeerPrefixList:
		list, ok := x.snap.PrefixList(p.ID)
		if !ok || !list.EntriesRead {
			return nil
		}
		var out []netip.Prefix
		for _, e := range list.Entries {
			out = append(out, e.Prefix)
		}
		return out
	case model.PeerGroup, model.PeerNone:
	}
	return nil
}

// meant gives the blocks in which all that a peer means surely lies; none if that is not known.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
func (x *Access) meant(p model.Peer) []netip.Prefix {
	if p.Kind != model.PeerGroup {
		return x.blocksOf(p)
	}
	g, _ := x.snap.Group(p.ID)
	v, ok := x.snap.VPC(g.VPC)
	if !ok {
		return nil
	}
	for as := range x.snap.GroupAssociations() {
		if as.Group == p.ID && as.VPC != g.VPC {
			return nil // it serves another VPC too
		}
	}
	return v.CIDRs
}

// Peers gives every far end that the rules name with what it gets, the widest first: blocks before
// lists and groups.
func (x Access) Peers() []PeerAccess {
	var peers []model.Peer
	for _, e := range x.rules {
		if p := e.Entry.Rule.Peer; !slices.Contains(peers, p) {
			peers = append(peers, p)
		}
	}
	sort.SliceStable(peers, func(i, j int) bool { return widerPeer(peers[i], peers[j]) })
	out := make([]PeerAccess, 0, len(peers))
	for _, p := range peers {
		out = append(out, x.From(p))
	}
	return out
}

// widerPeer orders peers by how much they mean.
func widerPeer(p, q model.Peer) bool {
	if p.Kind != q.Kind || p.Kind != model.PeerCIDR {
		return p.Kind < q.Kind
	}
	return p.Prefix.Bits() < q.Prefix.Bits()
}

// From gives what a far end gets, named by a rule or not, and by which rules: all of them, the most
// permissive first.
func (x Access) From(p model.Peer) PeerAccess {
	out := PeerAccess{Peer: p}
	var gets reach.Set
	var found []int
	for i, e := range x.rules {
		if x.covers(e, p) {
			gets = gets.Union(e.covers)
			found = append(found, i)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return x.wider(found[i], found[j]) })
	for _, i := range found {
		r := AccessRule{Match: x.rules[i].Match}
		for _, j := range x.by[i] {
			r.By = append(r.By, x.rules[j].Match)
		}
		out.Rules = append(out.Rules, r)
	}
	out.Gets = gets.String()
	return out
}

// Redundant gives the rules that could go without anybody getting less, in their own order. All of
// them can go at once.
func (x Access) Redundant() []AccessRule {
	var out []AccessRule
	for i, by := range x.by {
		if len(by) == 0 {
			continue
		}
		r := AccessRule{Match: x.rules[i].Match}
		for _, j := range by {
			r.By = append(r.By, x.rules[j].Match)
		}
		out = append(out, r)
	}
	return out
}

// covers reports whether a rule surely means all of a far end.
func (x *Access) covers(e accessEntry, p model.Peer) bool {
	if e.Entry.Rule.Peer == p {
		return true
	}
	if len(e.blocks) == 0 {
		return false
	}
	target := x.meant(p)
	for _, block := range target {
		if !holds(e.blocks, block) {
			return false
		}
	}
	return len(target) > 0
}

// holds reports whether blocks together hold another; most rules have but one.
func holds(blocks []netip.Prefix, p netip.Prefix) bool {
	if len(blocks) == 1 {
		return blocks[0].Bits() <= p.Bits() && blocks[0].Contains(p.Addr())
	}
	return reach.Covered(blocks, p)
}

// wider orders rules by how much they let through: first by traffic, then by addresses.
func (x *Access) wider(i, j int) bool {
	a, b := x.rules[i].Entry.Rule, x.rules[j].Entry.Rule
	if n := widthOf(a) - widthOf(b); n != 0 {
		return n > 0
	}
	return widerPeer(a.Peer, b.Peer)
}
