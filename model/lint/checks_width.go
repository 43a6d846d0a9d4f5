package lint

import "github.com/sgscope/sgscope/model"

const (
	adviceFew   = "Name the addresses, or better the group, that needs it."
	advicePorts = "Name the ports that are listened on."
	adviceKinds = "Name the protocol and ports that are needed."
	least       = "The fewer may, the fewer can misuse it."
)

func widthChecks() []Check {
	return []Check{
		{
			ID: "wide-public-ingress", Severity: model.Wider, Default: true, Fixes: RevokeRule,
			Title: "a wide block of the internet gets in",
			Flags: "Ingress from a public IPv4 block of /1 to /23, or a public IPv6 block wider than /48, by one rule or by " +
				"neighbours together. AWS's own prefix lists do not count.",
			Why: "A block this wide has many owners.", Source: pageRules, Under: sayWorld(), judge: wide(model.Ingress),
		},
		{
			ID: "wide-public-egress", Severity: model.Note, Fixes: RevokeRule,
			Title: "a wide block of the internet can be reached",
			Flags: "Egress to a block like that.",
			Why:   "A block this wide has many owners; that of a Git host is fine.", Source: pageRules,
			Under: []string{"world-egress-all", "world-egress"}, judge: wide(model.Egress),
		},
		{
			ID: "private-all", Severity: model.Note, Default: true, Fixes: RevokeRule,
			Title: "all private addresses get in",
			Flags: "Ingress from the whole of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, by one rule or by several together.",
			Why:   "That is every network that is ever peered with or dialled in to.", Source: pageRules, judge: privateAll,
		},
		{
			ID: "public-address", Severity: model.Note, Fixes: RevokeRule,
			Title: "one address of the internet gets in",
			Flags: "Ingress from a single public address.",
			Why:   "Addresses change hands.", Source: pageRules,
			judge: oneByOne(model.Ingress, "Make sure that the address is still yours.", publicAddress),
		},
		{
			ID: "ingress-not-single", Severity: model.Note, Fixes: RevokeRule,
			Title: "more than one address gets in",
			Flags: "Ingress from a block of more than one address.",
			Why:   least, Source: pageRules, judge: oneByOne(model.Ingress, adviceFew, notSingle),
		},
	}
}

func ruleChecks() []Check {
	return []Check{
		{
			ID: "port-range", Severity: model.Note, Fixes: RevokeRule,
			Title: "a range of ports is let in",
			Flags: "Ingress of more than one port of TCP or UDP by one rule.",
			Why:   least, Source: pageRules, judge: oneByOne(model.Ingress, advicePorts, portRange),
		},
		{
			ID: "port-range-egress", Severity: model.Note, Fixes: RevokeRule,
			Title: "a range of ports is let out",
			Flags: "Egress of more than one port of TCP or UDP by one rule.",
			Why:   least, Source: pageRules, judge: oneByOne(model.Egress, "Name the ports that are called.", portRange),
		},
		{
			ID: "ingress-all-protocols", Severity: model.Note, Fixes: RevokeRule,
			Title: "every protocol is let in",
			Flags: "Ingress of protocol -1 from whomever.",
			Why:   least, Source: pageRules, Under: sayAll()[:1], judge: oneByOne(model.Ingress, adviceKinds, everyProtocol),
		},
		{
			ID: "egress-all-protocols", Severity: model.Note, Fixes: RevokeRule,
			Title: "every protocol is let out",
			Flags: "Egress of protocol -1 to whomever.",
			Why:   least, Source: pageRules, Under: []string{"world-egress-all"},
			judge: oneByOne(model.Egress, adviceKinds, everyProtocol),
		},
		{
			ID: "all-ports-from-itself", Severity: model.Note, Fixes: RevokeRule,
			Title: "the group's members reach each other on all ports",
			Flags: "Ingress of all ports of TCP or UDP from the group itself, by one rule or by several together.",
			Why:   "What breaks into one member is at home in all; EMR's managed groups need it.", Source: pageRules,
			judge: allPorts(itself, "Name the ports that members need of each other."),
		},
		{
			ID: "all-ports-from-peer", Severity: model.Note, Fixes: RevokeRule,
			Title: "all ports are open to a group or a block",
			Flags: "Ingress of all ports of TCP or UDP from another group, a block or a prefix list.",
			Why:   least, Source: pageRules, Under: append(sayWorld(), "ingress-all-protocols"),
			judge: allPorts(another, advicePorts),
		},
		{
			ID: "cidr-outside-vpc", Severity: model.Note, Fixes: RevokeRule,
			Title: "a private block is outside of the VPC",
			Flags: "A rule for a private block that shares no address with the VPCs that the group serves.",
			Why:   "It is right for a peered or a company network, and a typing error otherwise.", Source: pageRules,
			judge: bothWays("Make sure that the block is that of a network which is connected.", outsideVPC),
		},
		{
			ID: "cidr-splits-subnet", Severity: model.Note, Fixes: RevokeRule,
			Title: "a block is a part of a subnet",
			Flags: "A rule for a block of several addresses that is within a subnet of the VPC and leaves some of it out.",
			Why:   "Addresses within a subnet are given out without order.", Source: pageRules,
			judge: bothWays("Name the subnet's block, or better a group.", splitsSubnet),
		},
	}
}
