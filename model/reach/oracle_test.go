package reach_test

import (
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// The oracle is a second opinion on reach.Ask, written from AWS's documentation without a look at
// the evaluator: it takes every packet that a question is about, and every way in which what was not
// read may turn out, and asks one packet at a time whether it passes. It knows no sets, no unions and
// no short cuts, so it is slow, and there is little in it that could be wrong.
//
// Its semantics, from the VPC guide:
//   - Rules only allow; those of all groups of an interface count as one list; without rules nothing
//     passes. A new connection needs the source's egress and the destination's ingress; the reply
//     needs neither.
//     Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
//   - A rule that names a group means the interfaces that carry it, and takes over none of its rules.
//     One that names a deleted group is stale and matches nothing.
//     Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
//   - Only TCP, UDP and ICMP of both families have ports (or type and code) that a rule looks at.
//     Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html

// oracleWorld is what a snapshot knows, as plain as can be. A group that is neither in groups nor
// gone is one that was not read; a prefix list that is not in lists is one without known entries.
type oracleWorld struct {
	groups  map[string][]model.Rule
	gone    map[string]bool
	lists   map[string][]netip.Prefix
	subnets map[string][]netip.Prefix
	acls    map[string][]model.ACLEntry // by subnet; a subnet without is one whose ACL was not read
}

func newOracleWorld() oracleWorld {
	return oracleWorld{
		groups: map[string][]model.Rule{}, gone: map[string]bool{}, lists: map[string][]netip.Prefix{},
		subnets: map[string][]netip.Prefix{}, acls: map[string][]model.ACLEntry{},
	}
}

// oraclePacket is one packet of a new connection.
type oraclePacket struct {
	protocol model.Protocol
	port     uint16 // of TCP and UDP; type<<8|code of ICMP; else of no meaning
	from, to netip.Addr
}

// oracleFact is something that was not read, about one packet; it may be so or not.
type oracleFact struct {
	what string
	id   string
	addr netip.Addr
}

// oracleGuess completes what was not read: it says of a fact whether it is so, and says the same
// each time.
type oracleGuess func(oracleFact) bool

// passes decides about one packet: it leaves the source and enters the destination.
func (w oracleWorld) passes(q reach.Question, p oraclePacket, guess oracleGuess) bool {
	return w.leaves(q, p, guess) && w.enters(q, p, guess)
}

func (w oracleWorld) leaves(q reach.Question, p oraclePacket, guess oracleGuess) bool {
	return !q.From.Guarded || w.groupsLet(model.Egress, "from", q.From, "to", q.To, p.to, p, guess)
}

func (w oracleWorld) enters(q reach.Question, p oraclePacket, guess oracleGuess) bool {
	return !q.To.Guarded || w.groupsLet(model.Ingress, "to", q.To, "from", q.From, p.from, p, guess)
}

// groupsLet looks at every rule of every group that the own end carries.
func (w oracleWorld) groupsLet(d model.Direction, ownSide string, own reach.End, peerSide string, peer reach.End,
	addr netip.Addr, p oraclePacket, guess oracleGuess,
) bool {
	for _, id := range w.everyGroup(own) {
		if !w.carries(ownSide, own, id, guess) {
			continue
		}
		rules, read := w.groups[id]
		if !read {
			if guess(oracleFact{"not read, has a fitting " + d.String() + " rule", id, netip.Addr{}}) {
				return true
			}
			continue
		}
		for _, r := range rules {
			if r.Direction == d && oracleTraffic(r, p) && w.peerFits(r.Peer, peerSide, peer, addr, guess) {
				return true
			}
		}
	}
	return false
}

// oracleStranger stands for all groups that nothing names: an unsure end may carry one.
const oracleStranger = "sg-stranger"

// everyGroup lists what the end might carry.
func (w oracleWorld) everyGroup(e reach.End) []string {
	ids := slices.Clone(e.Groups)
	if e.Unsure {
		ids = append(ids, oracleStranger)
		for id := range w.groups {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (w oracleWorld) carries(side string, e reach.End, group string, guess oracleGuess) bool {
	switch {
	case !e.Guarded || w.gone[group]:
		return false
	case slices.Contains(e.Groups, group):
		return true
	}
	return e.Unsure && guess(oracleFact{side + " carries", group, netip.Addr{}})
}

// oracleTraffic reports whether the rule is about the packet's protocol and port.
func oracleTraffic(r model.Rule, p oraclePacket) bool {
	if r.Protocol == model.AllProtocols {
		return true
	}
	if r.Protocol != p.protocol {
		return false
	}
	if r.Protocol.HasPorts() {
		return r.Ports.First <= p.port && p.port <= r.Ports.Last
	}
	return true
}

func (w oracleWorld) peerFits(peer model.Peer, side string, e reach.End, addr netip.Addr, guess oracleGuess) bool {
	switch peer.Kind {
	case model.PeerCIDR:
		return peer.Prefix.Contains(addr)
	case model.PeerGroup:
		return w.carries(side, e, peer.ID, guess)
	case model.PeerPrefixList:
		entries, read := w.lists[peer.ID]
		if !read {
			return guess(oracleFact{"contains", peer.ID, addr})
		}
		return slices.ContainsFunc(entries, func(x netip.Prefix) bool { return x.Contains(addr) })
	case model.PeerNone:
	}
	return false
}

// oracleEveryGuess runs f once for each way in which the facts that it asks for may turn out, and
// says whether f was always and whether it was ever true.
func oracleEveryGuess(f func(oracleGuess) bool) (always, ever bool) {
	always = true
	var answers []bool // in the order in which facts come up; grown by f, counted up by the loop
	for {
		known := map[oracleFact]bool{}
		n := 0
		result := f(func(fact oracleFact) bool {
			if a, ok := known[fact]; ok {
				return a
			}
			if n == len(answers) {
				answers = append(answers, false)
			}
			known[fact] = answers[n]
			n++
			return known[fact]
		})
		always, ever = always && result, ever || result
		for len(answers) > 0 && answers[len(answers)-1] {
			answers = answers[:len(answers)-1]
		}
		if len(answers) == 0 {
			return always, ever
		}
		answers[len(answers)-1] = true
	}
}

// oracleExtremes looks only at the two ends of oracleEveryGuess: nothing that was not read is so,
// and all of it is. Rules only allow, so no guess between them lets less or more through; a test of
// its own compares the two.
func oracleExtremes(f func(oracleGuess) bool) (always, ever bool) {
	return f(func(oracleFact) bool { return false }), f(func(oracleFact) bool { return true })
}

// oracleJudge is an oracle with its choices made: how thoroughly it looks.
type oracleJudge struct {
	world   oracleWorld
	guesses func(func(oracleGuess) bool) (always, ever bool)
	samples func(oracleWorld, reach.Question) oracleSamples
	passes  func(oracleWorld, reach.Question, oraclePacket, oracleGuess) bool // the whole way, or one hop of it
}

// verdict answers the question by definition. An end that is somewhere has one of its addresses: all
// choices have to agree.
func (j oracleJudge) verdict(q reach.Question) model.Verdict {
	if !q.From.Guarded && !q.To.Guarded {
		return model.Unknown // nothing that is asked judges this traffic
	}
	s := j.samples(j.world, q)
	var answer model.Verdict
	first := true
	for _, from := range oracleChoices(q.From, s.from) {
		for _, to := range oracleChoices(q.To, s.to) {
			v := j.tally(q, s, from, to)
			if first {
				answer, first = v, false
			}
			if v != answer {
				return model.Unknown
			}
		}
	}
	if first {
		return model.Blocked // no family in common: there is no such traffic
	}
	return answer
}

// oracleChoices gives the sets of addresses that an end may turn out to have. One without any known
// address has some, and which is not known either.
func oracleChoices(e reach.End, addrs []netip.Addr) [][]netip.Addr {
	if e.Where == reach.Everywhere && len(e.Addresses) > 0 {
		if len(addrs) == 0 {
			return nil
		}
		return [][]netip.Addr{addrs}
	}
	var out [][]netip.Addr
	for _, a := range addrs {
		out = append(out, []netip.Addr{a})
	}
	return out
}

// tally judges every packet between the addresses.
func (j oracleJudge) tally(q reach.Question, s oracleSamples, from, to []netip.Addr) model.Verdict {
	all, none, someSurely, someSurelyNot := true, true, false, false
	for _, t := range s.traffic {
		for _, a := range from {
			for _, b := range to {
				p := oraclePacket{t.protocol, t.port, a, b}
				always, ever := j.guesses(func(g oracleGuess) bool { return j.passes(j.world, q, p, g) })
				all, none = all && always, none && !ever
				someSurely, someSurelyNot = someSurely || always, someSurelyNot || !ever
			}
		}
	}
	switch {
	case all:
		return model.Allowed
	case none:
		return model.Blocked
	case someSurely && someSurelyNot:
		return model.Partly
	}
	return model.Unknown
}
