package reach

import "github.com/sgscope/sgscope/model"

// answers gives the types of ICMP, of either family, that are requests, and the type of the reply to
// each; its code is 0. Nobody answers the others.
// Source: https://www.rfc-editor.org/rfc/rfc792, https://www.rfc-editor.org/rfc/rfc4443
func answers(p model.Protocol) map[uint16]uint16 {
	if p == model.ICMPv6 {
		return map[uint16]uint16{128: 129}
	}
	return map[uint16]uint16{8: 0, 13: 14, 15: 16, 17: 18}
}

// replyTraffic gives the traffic whose reply an entry of a stateless filter is about: the entry's
// ports are the client's then.
func replyTraffic(p model.Protocol, ports model.PortRange) Set {
	switch {
	case p.IsICMP():
		var out Set
		for request, reply := range answers(p) {
			if code := reply << 8; ports.First <= code && code <= ports.Last {
				out = out.Union(TrafficOf(p, model.PortRange{First: request << 8, Last: request<<8 | 0xff}))
			}
		}
		return out
	case p.HasPorts():
		return Exchange(p, model.AllPorts(), ports)
	}
	return TrafficOf(p, model.AllPorts())
}

// unanswered gives the traffic that has no reply, so that no way back can stop it.
func unanswered() Set {
	var out Set
	for _, p := range []model.Protocol{model.ICMP, model.ICMPv6} {
		rest := TrafficOf(p, model.AllPorts())
		for request := range answers(p) {
			rest = rest.Minus(TrafficOf(p, model.PortRange{First: request << 8, Last: request<<8 | 0xff}))
		}
		out = out.Union(rest)
	}
	return out
}
