package describe

import (
	"github.com/sgscope/sgscope/model"
)

// balancers reads LoadBalancers of Elastic Load Balancing v2.
func (r *reader) balancers(_, list value) {
	r.each(list, "LoadBalancerArn", func(v value, id string) {
		w := r.where(v, arn(id))
		x := r.found.balancers[id]
		x.ID, x.Owner, x.Region = id, w.account, w.region
		x.Name = r.str(v, "LoadBalancerName")
		x.DNS = r.str(v, "DNSName")
		x.VPC = r.str(v, "VpcId")
		x.Type = r.str(v, "Type")
		x.Scheme = r.str(v, "Scheme")
		x.State = r.str(r.object(v, "State"), "Code")
		x.AddressType = r.str(v, "IpAddressType")
		x.Groups = r.texts(v, "SecurityGroups")
		x.Zones = nil
		for _, z := range r.objects(v, "AvailabilityZones") {
			x.Zones = append(x.Zones, r.zone(z))
		}
		r.found.balancers[id] = x
	})
}

func (r *reader) zone(v value) model.BalancerZone {
	z := model.BalancerZone{Zone: r.str(v, "ZoneName"), Subnet: r.str(v, "SubnetId")}
	for _, item := range r.objects(v, "LoadBalancerAddresses") {
		a := model.BalancerAddress{Allocation: r.str(item, "AllocationId")}
		a.Public, _ = r.addr(item, "IpAddress")
		a.Private, _ = r.addr(item, "PrivateIPv4Address")
		a.IPv6, _ = r.addr(item, "IPv6Address")
		z.Addresses = append(z.Addresses, a)
	}
	return z
}

// attributes reads a list of {Key, Value}, which is what tags are too.
func (r *reader) attributes(v value) model.Tags { return r.tags(v, "Attributes") }

// balancerAttributes reads LoadBalancerAttributes: what describe-load-balancer-attributes prints,
// wrapped per load balancer by a collector.
func (r *reader) balancerAttributes(_, list value) {
	r.each(list, "LoadBalancerArn", func(v value, id string) {
		x := r.found.balancers[id]
		x.ID, x.Attributes, x.AttributesRead = id, r.attributes(v), true
		r.found.balancers[id] = x
	})
}

// wrappedListeners reads LoadBalancerListeners: what describe-listeners prints, wrapped per load
// balancer by a collector.
func (r *reader) wrappedListeners(_, list value) {
	r.each(list, "LoadBalancerArn", func(v value, _ string) { r.listeners(v, r.want(v, "Listeners", array)) })
}

// listeners reads Listeners, those of one load balancer.
func (r *reader) listeners(_, list value) {
	r.each(list, "ListenerArn", func(v value, id string) {
		x := model.Listener{
			ID:       id,
			Balancer: r.str(v, "LoadBalancerArn"),
			Region:   r.where(v, arn(id)).region,
			Protocol: r.str(v, "Protocol"),
		}
		x.Port, _ = r.num(v, "Port")
		for _, a := range r.objects(v, "DefaultActions") {
			x.Actions = append(x.Actions, r.actions(a)...)
		}
		r.found.listeners[id] = x
	})
}

// actions gives a default action, once for each target group that it forwards to.
func (r *reader) actions(v value) []model.ListenerAction {
	kind := r.str(v, "Type")
	var out []model.ListenerAction
	for _, g := range r.objects(r.object(v, "ForwardConfig"), "TargetGroups") {
		if group := r.str(g, "TargetGroupArn"); group != "" {
			out = append(out, model.ListenerAction{Type: kind, TargetGroup: group})
		}
	}
	if len(out) == 0 {
		out = append(out, model.ListenerAction{Type: kind, TargetGroup: r.str(v, "TargetGroupArn")})
	}
	return out
}

// targetGroups reads TargetGroups.
func (r *reader) targetGroups(_, list value) {
	r.each(list, "TargetGroupArn", func(v value, id string) {
		w := r.where(v, arn(id))
		x := r.found.targetGroups[id]
		x.ID, x.Owner, x.Region = id, w.account, w.region
		x.Name = r.str(v, "TargetGroupName")
		x.VPC = r.str(v, "VpcId")
		x.Type = r.str(v, "TargetType")
		x.Protocol = r.str(v, "Protocol")
		x.Port, _ = r.num(v, "Port")
		x.AddressType = r.str(v, "IpAddressType")
		x.Balancers = r.texts(v, "LoadBalancerArns")
		r.found.targetGroups[id] = x
	})
}

// targetGroupAttributes reads TargetGroupAttributes: what describe-target-group-attributes prints,
// wrapped per target group.
func (r *reader) targetGroupAttributes(_, list value) {
	r.each(list, "TargetGroupArn", func(v value, id string) {
		x := r.found.targetGroups[id]
		x.ID, x.Attributes, x.AttributesRead = id, r.attributes(v), true
		r.found.targetGroups[id] = x
	})
}

// targetHealth reads LoadBalancerTargetHealth: what describe-target-health prints, wrapped per target
// group by a collector.
func (r *reader) targetHealth(_, list value) {
	r.each(list, "TargetGroupArn", func(v value, id string) {
		x := r.found.targetGroups[id]
		x.ID, x.TargetsRead, x.Targets = id, true, nil
		for _, item := range r.objects(v, "TargetHealthDescriptions") {
			t, h := r.object(item, "Target"), r.object(item, "TargetHealth")
			one := model.Target{
				ID:           r.str(t, "Id"),
				Zone:         r.str(t, "AvailabilityZone"),
				State:        r.str(h, "State"),
				StateReason:  r.str(h, "Reason"),
				StateMessage: r.str(h, "Description"),
			}
			one.Port, _ = r.num(t, "Port")
			x.Targets = append(x.Targets, one)
		}
		r.found.targetGroups[id] = x
	})
}
