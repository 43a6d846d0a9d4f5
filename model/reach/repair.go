package reach

import (
	"net/netip"

	"github.com/sgscope/sgscope/model"
)

// repair gives the smallest change of groups that makes the trace allowed: one rule for each group
// hop that does not let all through. It is verified by asking again on the changed snapshot; where
// groups alone cannot open the path, it is nil.
func repair(s model.Snapshot, q Question, t Trace) []model.Change {
	var changes []model.Change
	for _, h := range t.Forward.Hops {
		if h.Verdict == model.Allowed {
			continue
		}
		c, ok := opening(s, q, h)
		if !ok {
			return nil
		}
		changes = append(changes, c)
	}
	after, err := s.With(changes...)
	if err != nil || trace(after, q).Verdict != model.Allowed {
		return nil
	}
	return changes
}

// opening gives the one rule that lets the whole question through a hop.
func opening(s model.Snapshot, q Question, h Hop) (model.Authorize, bool) {
	var far End
	var d model.Direction
	switch h.Kind {
	case HopEgress:
		far, d = q.To, model.Egress
	case HopIngress:
		far, d = q.From, model.Ingress
	default:
		return model.Authorize{}, false
	}
	peer, ok := peerFor(far)
	if !ok {
		return model.Authorize{}, false
	}
	for _, id := range h.Groups {
		if _, present := s.Group(id); present {
			r := model.Rule{Direction: d, Protocol: q.Protocol, Ports: q.Ports, Peer: peer}
			if !q.Protocol.HasPorts() {
				r.Ports = model.AllPorts()
			}
			return model.Authorize{Group: id, Rule: r}, true
		}
	}
	return model.Authorize{}, false
}

// peerFor gives the narrowest peer that means an end: the group for an end that is a group, the
// address or block otherwise.
func peerFor(e End) (model.Peer, bool) {
	if e.Kind == EndGroup && len(e.Groups) > 0 {
		return model.GroupPeer(e.Groups[0]), true
	}
	var v4, v6 []netip.Prefix
	for _, p := range e.Addresses {
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	switch {
	case len(v4) > 0:
		return model.CIDRPeer(v4[0]), true
	case len(v6) > 0:
		return model.CIDRPeer(v6[0]), true
	}
	return model.Peer{}, false
}
