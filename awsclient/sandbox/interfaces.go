package sandbox

import (
	"strings"
	"time"
)

func interfaceKind() idKind {
	return idKind{"eni", "InvalidNetworkInterfaceId.Malformed", "InvalidNetworkInterfaceID.NotFound", "networkInterface"}
}

func (n *netInterface) groupIDs() []string {
	var out []string
	for _, g := range n.groups {
		out = append(out, g.id)
	}
	return out
}

func (n *netInterface) groupNames() []string {
	var out []string
	for _, g := range n.groups {
		out = append(out, g.name)
	}
	return out
}

// attachedTo is the instance, "" for what an AWS service attached.
func (n *netInterface) attachedTo() string {
	if n.instance != nil {
		return n.instance.id
	}
	return ""
}

// attacher is the account that attached the interface, or the service that stands for one.
func (w *world) attacher(n *netInterface) string {
	switch {
	case n.attacher != "":
		return n.attacher
	case n.instance == nil && n.requester != "":
		return n.requester
	}
	return w.account
}

func (w *world) attachedAt(n *netInterface) time.Time {
	if n.instance != nil {
		return n.instance.launched
	}
	return w.born
}

func (n *netInterface) dnsName(w *world) string {
	return "ip-" + strings.ReplaceAll(n.ip, ".", "-") + "." + w.domain()
}

// domain is the ending of private names: us-east-1's is older than the pattern of the others.
//
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
func (w *world) domain() string {
	if w.region == "us-east-1" {
		return "ec2.internal"
	}
	return w.region + ".compute.internal"
}

func (w *world) interfaceAttrs() attrs[*netInterface] {
	one := func(of func(*netInterface) string) func(*netInterface) []string {
		return func(n *netInterface) []string { return []string{of(n)} }
	}
	ip := one(func(n *netInterface) string { return n.ip })
	public := one(func(n *netInterface) string { return n.publicIP })
	return attrs[*netInterface]{
		"addresses.association.public-ip":  public,
		"addresses.primary":                func(*netInterface) []string { return []string{"true"} },
		"addresses.private-ip-address":     ip,
		"association.public-ip":            public,
		"attachment.attachment-id":         one(func(n *netInterface) string { return n.attachment }),
		"attachment.delete-on-termination": func(n *netInterface) []string { return yesNo(n.instance != nil) },
		"attachment.device-index":          one(func(n *netInterface) string { return n.deviceIndex() }),
		"attachment.instance-id":           one((*netInterface).attachedTo),
		"attachment.instance-owner-id":     one(w.attacher),
		"attachment.status":                func(*netInterface) []string { return []string{"attached"} },
		"availability-zone":                one(func(n *netInterface) string { return n.subnet.zone }),
		"description":                      one(func(n *netInterface) string { return n.description }),
		"group-id":                         (*netInterface).groupIDs,
		"group-name":                       (*netInterface).groupNames,
		"interface-type":                   one(func(n *netInterface) string { return n.kind }),
		"ipv6-addresses.ipv6-address":      one(func(n *netInterface) string { return n.ipv6 }),
		"mac-address":                      one(func(n *netInterface) string { return n.mac }),
		"network-interface-id":             one(func(n *netInterface) string { return n.id }),
		"owner-id":                         func(*netInterface) []string { return []string{w.account} },
		"private-dns-name":                 one(func(n *netInterface) string { return n.dnsName(w) }),
		"private-ip-address":               ip,
		"requester-id":                     one(func(n *netInterface) string { return n.requester }),
		"requester-managed":                func(n *netInterface) []string { return yesNo(n.requester != "") },
		"source-dest-check":                func(n *netInterface) []string { return yesNo(n.kind != "nat_gateway") },
		"status":                           func(*netInterface) []string { return []string{"in-use"} },
		"subnet-id":                        one(func(n *netInterface) string { return n.subnet.id }),
		"vpc-id":                           one(func(n *netInterface) string { return n.subnet.vpc.id }),
	}
}

func (n *netInterface) deviceIndex() string {
	if n.instance != nil && n.instance.primary == n {
		return "0"
	}
	return "1"
}

func describeInterfaces(c *call) error {
	return listing[*netInterface]{
		set: "networkInterfaceSet", all: c.interfaces, ids: "NetworkInterfaceId", kind: interfaceKind(),
		idOf:  func(n *netInterface) string { return n.id },
		attrs: c.interfaceAttrs(),
		tags:  func(n *netInterface) tagMap { return n.tags },
		size:  pageSize{least: 5, most: 1000},
		write: c.writeInterface,
	}.answer(c)
}

func (c *call) writeInterface(x *xmlWriter, n *netInterface) {
	x.text("networkInterfaceId", n.id)
	x.text("subnetId", n.subnet.id)
	x.text("vpcId", n.subnet.vpc.id)
	x.text("availabilityZone", n.subnet.zone)
	x.text("description", n.description)
	x.text("ownerId", c.account)
	x.some("requesterId", n.requester)
	x.flag("requesterManaged", n.requester != "")
	x.text("status", "in-use")
	x.text("macAddress", n.mac)
	x.text("interfaceType", n.kind)
	x.text("privateIpAddress", n.ip)
	x.text("privateDnsName", n.dnsName(c.world))
	x.flag("sourceDestCheck", n.kind != "nat_gateway")
	writeGroupSet(x, n.groups)
	x.in("attachment", func() {
		x.text("attachmentId", n.attachment)
		x.some("instanceId", n.attachedTo())
		x.text("instanceOwnerId", c.attacher(n))
		x.text("deviceIndex", n.deviceIndex())
		x.text("status", "attached")
		x.instant("attachTime", c.attachedAt(n))
		x.flag("deleteOnTermination", n.instance != nil)
	})
	c.writePublic(x, n)
	items(x, "privateIpAddressesSet", []*netInterface{n}, func(n *netInterface) {
		x.text("privateIpAddress", n.ip)
		x.text("privateDnsName", n.dnsName(c.world))
		x.text("primary", "true")
		c.writePublic(x, n)
	})
	items(x, "ipv6AddressesSet", each([]*netInterface{n}, func(n *netInterface) string { return n.ipv6 }),
		func(ip string) { x.text("ipv6Address", ip) })
	// EC2 names this set like every other resource's, not networkInterfaceTagSet.
	x.tags(n.tags)
}

func (c *call) writePublic(x *xmlWriter, n *netInterface) {
	if n.publicIP == "" {
		return
	}
	x.in("association", func() {
		x.text("publicIp", n.publicIP)
		x.text("ipOwnerId", "amazon")
	})
}

func writeGroupSet(x *xmlWriter, groups []*group) {
	items(x, "groupSet", groups, func(g *group) {
		x.text("groupId", g.id)
		x.text("groupName", g.name)
	})
}
