package sandbox

import "strings"

func instanceKind() idKind {
	return idKind{"i", "InvalidInstanceID.Malformed", "InvalidInstanceID.NotFound", "instance"}
}

func (w *world) facesOf(i *instance) []*netInterface {
	var out []*netInterface
	for _, n := range w.interfaces {
		if n.instance == i {
			out = append(out, n)
		}
	}
	return out
}

// stateCode is the number that EC2 gives with a state's name.
//
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html
func (i *instance) stateCode() string {
	switch i.state {
	case "pending":
		return "0"
	case "shutting-down":
		return "32"
	case "terminated":
		return "48"
	case "stopping":
		return "64"
	case "stopped":
		return "80"
	}
	return "16"
}

func (w *world) instanceAttrs() attrs[*instance] {
	one := func(of func(*instance) string) func(*instance) []string {
		return func(i *instance) []string { return []string{of(i)} }
	}
	byFace := func(of func(*netInterface) []string) func(*instance) []string {
		return func(i *instance) []string {
			var out []string
			for _, n := range w.facesOf(i) {
				out = append(out, of(n)...)
			}
			return out
		}
	}
	ofPrimary := func(of func(*netInterface) []string) func(*instance) []string {
		return func(i *instance) []string {
			if i.primary == nil {
				return nil
			}
			return of(i.primary)
		}
	}
	ip := func(n *netInterface) []string { return []string{n.ip} }
	out := attrs[*instance]{
		"availability-zone":        one(func(i *instance) string { return i.subnet.zone }),
		"iam-instance-profile.arn": one(func(i *instance) string { return w.profileARN(i) }),
		"image-id":                 one(func(i *instance) string { return i.image }),
		"instance-id":              one(func(i *instance) string { return i.id }),
		"instance-state-code":      one((*instance).stateCode),
		"instance-state-name":      one(func(i *instance) string { return i.state }),
		"instance-type":            one(func(i *instance) string { return i.kind }),
		"instance.group-id":        ofPrimary((*netInterface).groupIDs),
		"instance.group-name":      ofPrimary((*netInterface).groupNames),
		"group-id":                 ofPrimary((*netInterface).groupIDs),
		"group-name":               ofPrimary((*netInterface).groupNames),
		"ip-address":               ofPrimary(func(n *netInterface) []string { return []string{n.publicIP} }),
		"key-name":                 one(func(i *instance) string { return i.key }),
		"owner-id":                 func(*instance) []string { return []string{w.account} },
		"private-dns-name":         ofPrimary(func(n *netInterface) []string { return []string{n.dnsName(w)} }),
		"private-ip-address":       ofPrimary(ip),
		"reservation-id":           one(func(i *instance) string { return i.reservation }),
		"subnet-id":                one(func(i *instance) string { return i.subnet.id }),
		"tenancy":                  func(*instance) []string { return []string{"default"} },
		"vpc-id":                   one(func(i *instance) string { return i.subnet.vpc.id }),
	}
	// The same filters as DescribeNetworkInterfaces has, over all interfaces of the instance.
	for name, of := range w.interfaceAttrs() {
		if !strings.HasPrefix(name, "attachment.instance-id") {
			out["network-interface."+name] = byFace(of)
		}
	}
	return out
}

func (w *world) profileARN(i *instance) string {
	if i.profile == "" {
		return ""
	}
	return "arn:" + w.partition + ":iam::" + w.account + ":instance-profile/" + i.profile
}

func describeInstances(c *call) error {
	return listing[*instance]{
		set: "reservationSet", all: c.instances, ids: "InstanceId", kind: instanceKind(),
		idOf:  func(i *instance) string { return i.id },
		attrs: c.instanceAttrs(),
		tags:  func(i *instance) tagMap { return i.tags },
		size:  pageSize{least: 5, most: 1000},
		write: func(x *xmlWriter, i *instance) {
			x.text("reservationId", i.reservation)
			x.text("ownerId", c.account)
			x.in("groupSet", func() {})
			items(x, "instancesSet", []*instance{i}, func(i *instance) { c.writeInstance(x, i) })
		},
	}.answer(c)
}

func (c *call) writeInstance(x *xmlWriter, i *instance) {
	x.text("instanceId", i.id)
	x.text("imageId", i.image)
	x.in("instanceState", func() {
		x.text("code", i.stateCode())
		x.text("name", i.state)
	})
	if i.primary != nil {
		x.text("privateDnsName", i.primary.dnsName(c.world))
		x.text("privateIpAddress", i.primary.ip)
		x.some("ipAddress", i.primary.publicIP)
		x.text("subnetId", i.subnet.id)
		x.text("vpcId", i.subnet.vpc.id)
	}
	x.some("keyName", i.key)
	x.num("amiLaunchIndex", 0)
	x.text("instanceType", i.kind)
	x.instant("launchTime", i.launched)
	x.in("placement", func() {
		x.text("availabilityZone", i.subnet.zone)
		x.text("tenancy", "default")
	})
	x.in("monitoring", func() { x.text("state", "disabled") })
	x.text("architecture", "x86_64")
	x.text("sourceDestCheck", "true")
	if i.profile != "" {
		x.in("iamInstanceProfile", func() { x.text("arn", c.profileARN(i)) })
	}
	if i.primary != nil {
		writeGroupSet(x, i.primary.groups)
	} else {
		x.in("groupSet", func() {})
	}
	items(x, "networkInterfaceSet", c.facesOf(i), func(n *netInterface) { c.writeInterface(x, n) })
	x.someTags(i.tags)
}
