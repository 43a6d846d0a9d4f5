package describe

import (
	"net/netip"

	"github.com/sgscope/sgscope/model"
)

func vpcOut(v model.VPC) out {
	m := out{{"VpcId", v.ID}}
	m.str("Name", v.Name)
	m.str("OwnerId", v.Owner)
	m.str("Region", v.Region)
	m.flag("IsDefault", v.Default)
	m.blocks(v.CIDRs)
	m.tags("Tags", v.Tags)
	return m
}

// blocks writes CIDR blocks, IPv4 and IPv6 apart as EC2 does.
func (o *out) blocks(list []netip.Prefix) {
	var v4, v6 []out
	for _, p := range list {
		if p.Addr().Is6() {
			v6 = append(v6, out{{"Ipv6CidrBlock", p.String()}})
			continue
		}
		if len(v4) == 0 {
			o.str("CidrBlock", p.String())
		}
		v4 = append(v4, out{{"CidrBlock", p.String()}})
	}
	if len(v4) > 1 {
		o.list("CidrBlockAssociationSet", v4)
	}
	if len(v6) > 0 {
		o.list("Ipv6CidrBlockAssociationSet", v6)
	}
}

func subnetOut(v model.Subnet) out {
	m := out{{"SubnetId", v.ID}}
	m.str("Name", v.Name)
	m.str("VpcId", v.VPC)
	m.str("AvailabilityZone", v.Zone)
	m.str("OwnerId", v.Owner)
	m.str("Region", v.Region)
	m.blocks(v.CIDRs)
	m.tags("Tags", v.Tags)
	return m
}

func interfaceOut(v model.Interface) out {
	m := out{{"NetworkInterfaceId", v.ID}}
	m.str("Description", v.Description)
	m.str("InterfaceType", v.Type)
	m.str("Status", v.Status)
	m.str("VpcId", v.VPC)
	m.str("SubnetId", v.Subnet)
	m.str("AvailabilityZone", v.Zone)
	m.str("OwnerId", v.Owner)
	m.str("Region", v.Region)
	m.str("RequesterId", v.Requester)
	var groups, v4, v6 []out
	for _, id := range v.Groups {
		groups = append(groups, out{{"GroupId", id}})
	}
	m.list("Groups", groups)
	for i, a := range v.Addresses {
		if a.Is6() {
			v6 = append(v6, out{{"Ipv6Address", a.String()}})
			continue
		}
		item := out{{"PrivateIpAddress", a.String()}, {"Primary", i == 0}}
		for _, p := range v.Public {
			if p.Private == a {
				item.object("Association", pair("PublicIp", p.Public.String()))
			}
		}
		v4 = append(v4, item)
	}
	m.list("PrivateIpAddresses", v4)
	m.list("Ipv6Addresses", v6)
	attachment := pair("InstanceId", v.Instance)
	attachment.str("InstanceOwnerId", v.AttachedTo)
	m.object("Attachment", attachment)
	m.flag("SourceDestCheck", !v.NoSourceDestCheck)
	m.tags("TagSet", v.Tags)
	return m
}

// reservationOut writes an instance as a reservation of its own.
func reservationOut(v model.Instance) out {
	m := out{{"InstanceId", v.ID}}
	m.str("Name", v.Name)
	m.str("VpcId", v.VPC)
	m.str("SubnetId", v.Subnet)
	m.str("Region", v.Region)
	m.object("State", pair("Name", v.State))
	m.str("InstanceType", v.Type)
	var interfaces []out
	for _, id := range v.Interfaces {
		interfaces = append(interfaces, out{{"NetworkInterfaceId", id}})
	}
	m.list("NetworkInterfaces", interfaces)
	m.tags("Tags", v.Tags)
	r := pair("OwnerId", v.Owner)
	r.list("Instances", []out{m})
	return r
}
