package lint

import (
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const found = "Anybody on the internet can try to get in."

func tcp(port uint16) reach.Set { return reach.TrafficOf(model.TCP, model.Port(port)) }

func worldChecks() []Check {
	desktop := tcp(3389).Union(reach.TrafficOf(model.UDP, model.Port(3389)))
	return []Check{
		{
			ID: "world-all-protocols", Severity: model.Exposed, Default: true, Fixes: RevokeRule,
			Title: "everything is open to the world",
			Flags: "Ingress of every protocol from every address of the internet, by one rule or by several together.",
			Why:   found, Source: pageHub + "#ec2-18",
			judge: worldAll("every protocol", model.Ingress, model.AllProtocols),
		},
		{
			ID: "world-all-ports", Severity: model.Exposed, Default: true, Fixes: RevokeRule,
			Title: "all ports are open to the world",
			Flags: "Ingress of all ports of TCP or of UDP from every address of the internet, by one rule or by " +
				"several together.",
			Why: found, Source: pageHub + "#ec2-18", Under: sayAll()[:1],
			judge: worldAll("every port", model.Ingress, model.TCP, model.UDP),
		},
		{
			ID: "world-ssh", Severity: model.Exposed, Default: true, Fixes: RevokeRule,
			Title: "ssh is open to the world",
			Flags: "Ingress of tcp 22 from every address of the internet.",
			Why: "EMR itself opened ssh of primary nodes to the world until December 2020, and old groups still have " +
				"that rule.",
			Source: pageManaged, Under: sayAll(), judge: worldPorts(tcp(22)),
		},
		{
			ID: "world-rdp", Severity: model.Exposed, Default: true, Fixes: RevokeRule,
			Title: "remote desktop is open to the world",
			Flags: "Ingress of tcp or udp 3389 from every address of the internet.",
			Why:   found, Source: pageHub + "#ec2-14", Under: sayAll(), judge: worldPorts(desktop),
		},
		{
			ID: "world-risky-port", Severity: model.Wider, Default: true, Fixes: RevokeRule,
			Title: "a risky port is open to the world",
			Flags: "Ingress from every address of the internet of a port whose service was not made for that: databases, " +
				"consoles, and what EMR's applications listen on.",
			Why:    "Few of these services ask who you are; YARN and Livy run what they are sent.",
			Source: pageHub + "#ec2-19", Under: sayAll(), judge: worldRisky(),
		},
		{
			ID: "world-other-port", Severity: model.Wider, Default: true, Fixes: RevokeRule,
			Title: "a port other than 80 and 443 is open to the world",
			Flags: "Ingress from every address of the internet of anything but tcp 80, tcp 443 and ICMP. A prefix list that " +
				"was not read makes it unknown.",
			Why: "EMR needs nothing open to the world.", Source: pageHub + "#ec2-18", Under: sayPort(), judge: worldOther,
		},
		{
			ID: "world-together", Severity: model.Wider, Default: true, Fixes: RevokeRule,
			Title: "two groups together open a port to the world",
			Flags: "On some interface the rules of several groups together let a port other than 80 and 443 in from every " +
				"address of the internet, and those of no single group do.",
			Why: "The rules of all groups of an interface count as one list.", Source: pageRules,
			Under: append(sayPort(), "world-other-port"), judge: worldTogether,
		},
	}
}

func worldMoreChecks() []Check {
	return []Check{
		{
			ID: "world-icmp", Severity: model.Note, Default: true, Fixes: RevokeRule,
			Title: "ICMP is open to the world",
			Flags: "Ingress of ICMP of any type from every address of the internet.",
			Why:   "It tells who is there.", Source: pageRules, Under: sayAll()[:1], judge: worldPorts(pings()),
		},
		{
			ID: "world-http", Severity: model.Note, Fixes: RevokeRule,
			Title: "http is open to the world",
			Flags: "Ingress of tcp 80 from every address of the internet.",
			Why:   "What is sent over http can be read on the way.", Source: pageRules, Under: sayAll(),
			judge: worldPorts(tcp(80)),
		},
		{
			ID: "world-egress-all", Severity: model.Note, Fixes: RevokeRule,
			Title:  "everything may go out to the world",
			Flags:  "Egress of every protocol to every address of the internet.",
			Why:    "EC2 gives it to every new group and EMR leaves it to its clusters; data can leave by it.",
			Source: pageRules, judge: worldAll("every protocol", model.Egress, model.AllProtocols),
		},
		{
			ID: "world-egress", Severity: model.Note, Fixes: RevokeRule,
			Title: "something may go out to the world",
			Flags: "Egress of anything to every address of the internet.",
			Why:   "Data can leave by it.", Source: pageRules, Under: []string{"world-egress-all"}, judge: worldEgress,
		},
	}
}
