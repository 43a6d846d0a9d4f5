package reach

import (
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// Differences between a rule and what a hop needed, by how telling they are. The weights order near
// misses: a wrong port beside the right peer is nearer than a right port beside a wrong peer.
const (
	differsPort      = "port"
	differsFamily    = "family"
	differsProtocol  = "protocol"
	differsPeer      = "peer"
	differsDirection = "direction"
)

func weight(difference string) int {
	switch difference {
	case differsPort:
		return 2
	case differsFamily:
		return 3
	case differsProtocol:
		return 4
	case differsPeer:
		return 5
	case differsDirection:
		return 6
	}
	return 9
}

// misses gives up to three rules of the end's groups that come near the question, nearest first.
// Rules of the other direction count only if all else is right: somebody put the rule on the wrong side.
func (g *guard) misses(q Question) []Miss {
	var out []Miss
	for _, id := range g.own.Groups {
		sg, ok := g.e.s.Group(id)
		if !ok {
			continue
		}
		for _, r := range sg.Rules {
			if d := g.differences(q, r.Rule); near(d) {
				out = append(out, Miss{Match{Group: id, GroupName: sg.Name, Entry: r}, d})
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].distance() < out[j].distance() })
	const most = 3
	return out[:min(most, len(out))]
}

func near(differences []string) bool {
	switch len(differences) {
	case 1:
		return true
	case 2:
		return !slices.Contains(differences, differsDirection)
	}
	return false // nothing differs: it matched; three or more: it is about something else
}

// distance orders misses. A rule for the whole world was not written for the far end, so that one that names it is
// nearer with the wrong protocol than this one with the wrong port.
func (m Miss) distance() int {
	n := 0
	for _, d := range m.Differs {
		n += weight(d)
	}
	if p := m.Entry.Rule.Peer; p.Kind == model.PeerCIDR && p.Prefix.Bits() == 0 {
		n += weight(differsFamily)
	}
	return n
}

func (g *guard) differences(q Question, r model.Rule) []string {
	var out []string
	if r.Direction != g.direction {
		out = append(out, differsDirection)
	}
	if d := g.peerDiffers(r.Peer); d != "" {
		out = append(out, d)
	}
	if r.Protocol != model.AllProtocols && r.Protocol != q.Protocol {
		out = append(out, differsProtocol)
	}
	if r.Protocol.HasPorts() && q.Protocol.HasPorts() && !r.Ports.Contains(q.Ports) {
		out = append(out, differsPort)
	}
	return out
}

// peerDiffers says how the peer misses the far end: not at all, by family only, or altogether.
func (g *guard) peerDiffers(p model.Peer) string {
	switch p.Kind {
	case model.PeerGroup:
		if g.refersTo(p.ID) == model.Allowed {
			return ""
		}
	case model.PeerCIDR:
		addrs, _ := addresses(g.far)
		other := false
		for _, a := range addrs {
			if p.Prefix.Overlaps(a) && p.Prefix.Bits() <= a.Bits() {
				return ""
			}
			other = other || p.Prefix.Addr().Is4() != a.Addr().Is4()
		}
		if other && p.Prefix.Bits() == 0 {
			return differsFamily
		}
	case model.PeerPrefixList, model.PeerNone:
	}
	return differsPeer
}

// Text gives the miss in words: "sgr-… ingress tcp 18889 from sg-… (port differs)".
func (m Miss) Text() string {
	out := m.Entry.Rule.String()
	if m.Entry.ID != "" {
		out = m.Entry.ID + " " + out
	}
	for i, d := range m.Differs {
		if i == 0 {
			out += " (" + d
		} else {
			out += ", " + d
		}
	}
	if len(m.Differs) == 1 {
		return out + " differs)"
	}
	return out + " differ)"
}
