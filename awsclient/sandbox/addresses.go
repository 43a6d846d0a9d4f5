package sandbox

// address is an Elastic IP address. The scenario has those of its public NAT gateways; a public address of an
// instance is EC2's own and comes and goes with it.
type address struct {
	gateway *natGateway
}

func (w *world) addresses() []*address {
	var out []*address
	for _, n := range w.nats {
		if n.allocation != "" && n.face.publicIP != "" {
			out = append(out, &address{n})
		}
	}
	return out
}

// describeAddresses lists them all at once: EC2 does not page them.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html
func describeAddresses(c *call) error {
	one := func(of func(*address) string) func(*address) []string {
		return func(a *address) []string { return []string{of(a)} }
	}
	return listing[*address]{
		set: "addressesSet", all: c.addresses(), ids: "AllocationId",
		kind: idKind{"eipalloc", "InvalidAllocationID.Malformed", "InvalidAllocationID.NotFound", "allocation"},
		idOf: func(a *address) string { return a.gateway.allocation },
		attrs: attrs[*address]{
			"allocation-id":        one(func(a *address) string { return a.gateway.allocation }),
			"association-id":       one(func(a *address) string { return a.gateway.association }),
			"domain":               one(func(*address) string { return "vpc" }),
			"network-interface-id": one(func(a *address) string { return a.gateway.face.id }),
			"private-ip-address":   one(func(a *address) string { return a.gateway.face.ip }),
			"public-ip":            one(func(a *address) string { return a.gateway.face.publicIP }),
		},
		tags: func(a *address) tagMap { return a.gateway.tags },
		write: func(x *xmlWriter, a *address) {
			x.text("publicIp", a.gateway.face.publicIP)
			x.text("allocationId", a.gateway.allocation)
			x.text("associationId", a.gateway.association)
			x.text("domain", "vpc")
			x.text("networkInterfaceId", a.gateway.face.id)
			x.text("networkInterfaceOwnerId", c.account)
			x.text("privateIpAddress", a.gateway.face.ip)
			x.text("publicIpv4Pool", "amazon")
			x.text("networkBorderGroup", c.region)
			x.tags(a.gateway.tags)
		},
	}.answer(c)
}
