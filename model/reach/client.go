package reach

import "github.com/sgscope/sgscope/model"

// The ports that a client asks from. A network ACL has to let replies out to all of them. The VPC guide names one
// port more, 61000, which the kernels of EMR's releases no longer take: an ACL that stops at 60999 breaks nothing,
// and is not to be called broken, while one that follows the guide passes as well.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
// Source: https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
func linuxClients() model.PortRange { return model.PortRange{First: 32768, Last: 60999} }

// relayClients are the ports that NAT gateways, load balancers and Lambda functions ask from.
func relayClients() model.PortRange { return model.PortRange{First: 1024, Last: 65535} }

// forEvery gives the traffic that is in the set from every one of the client ports.
func (s Set) forEvery(clients model.PortRange) Set {
	missing := Exchange(model.AllProtocols, model.AllPorts(), clients).Minus(s)
	if missing.Empty() {
		return Everything()
	}
	return Everything().Minus(missing.anyClient())
}

// forSome gives the traffic that is in the set from at least one of the client ports.
func (s Set) forSome(clients model.PortRange) Set {
	return s.Intersect(Exchange(model.AllProtocols, model.AllPorts(), clients)).anyClient()
}

// anyClient gives the set with every client port wherever it has one.
func (s Set) anyClient() Set {
	var out Set
	for _, b := range s.boxes {
		b.src = span{0, 65535}
		out = out.Union(Set{[]box{b}})
	}
	return out
}

// full reports whether the set is a single box that holds everything, as most layers give it.
func (s Set) full() bool {
	return len(s.boxes) == 1 && s.boxes[0] == box{span{0, 255}, span{0, 65535}, span{0, 65535}}
}

// readable gives the set for a reader: without a word of client ports where all that a client may
// use are in.
func (s Set) readable(clients model.PortRange) Set {
	return s.forEvery(clients).Union(s.Intersect(Exchange(model.AllProtocols, model.AllPorts(), clients)))
}

// moved gives what the set has at one destination port of a protocol, at another one.
func (s Set) moved(p model.Protocol, from, to uint16) Set {
	var out []box
	for _, b := range s.Intersect(TrafficOf(p, model.Port(from))).boxes {
		b.dst = span{to, to}
		out = append(out, b)
	}
	return Set{out}
}
