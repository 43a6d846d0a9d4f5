package reach

import (
	"fmt"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// candidate is a route that is about a destination, with what decides between several.
type candidate struct {
	route model.Route
	bits  int
	sure  bool // whether it is about the destination for certain
}

// lookup gives the routes that may be the one for a destination, the best first: the longest prefix
// wins, then a static route over a propagated one, then a block over a prefix list. All but the first
// that is certain are only possible.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
func (e *engine) lookup(routes []model.Route, dst spot) []candidate {
	var found []candidate
	for _, r := range routes {
		if r.PrefixList != "" {
			found = append(found, e.listed(r, dst)...)
			continue
		}
		if !r.Prefix.IsValid() {
			continue
		}
		switch dst.in(r.Prefix, &e.cuts) {
		case model.Allowed:
			found = append(found, candidate{r, r.Prefix.Bits(), true})
		case model.Unknown, model.Partly:
			found = append(found, candidate{r, r.Prefix.Bits(), false})
		case model.Blocked:
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].rank() > found[j].rank() })
	if i := slices.IndexFunc(found, func(c candidate) bool { return c.sure }); i >= 0 {
		return found[:i+1]
	}
	return found
}

func (c candidate) rank() int {
	n := c.bits * 4
	if !c.route.Propagated() {
		n += 2
	}
	if c.route.PrefixList == "" {
		n++
	}
	return n
}

// listed gives a prefix list's route with the longest of its entries that is about the destination;
// one whose entries were not read may have any.
func (e *engine) listed(r model.Route, dst spot) []candidate {
	entries, known := e.entries(r.PrefixList)
	if !known {
		return []candidate{{r, dst.From().BitLen(), false}}
	}
	best := candidate{route: r, bits: -1}
	for _, p := range entries {
		v := dst.in(p, &e.cuts)
		if v == model.Allowed && (!best.sure || p.Bits() > best.bits) {
			best.bits, best.sure = p.Bits(), true
		}
		if v == model.Unknown && !best.sure {
			best.bits = max(best.bits, p.Bits())
		}
	}
	if best.bits < 0 {
		return nil
	}
	return []candidate{best}
}

// tableOf gives the route table of a subnet. That it is the VPC's main one is known only if all were
// read.
func (e *engine) tableOf(subnet string) (model.RouteTable, bool) {
	tb, ok := e.s.RouteTableOf(subnet)
	if !ok || slices.Contains(tb.Subnets, subnet) {
		return tb, ok
	}
	return tb, e.whole(model.PartRoutes, tb.VPC)
}

// route follows the route table of a subnet.
func (t trip) route(subnet string) outcome {
	tb, ok := t.tableOf(subnet)
	if !ok {
		return t.missing(HopRoute, subnet, "the route table of "+subnet).land()
	}
	return t.follow(tb, subnet)
}

// follow takes the packet along the route that a table has for it. Where that is not certain, each
// of the possible ones is followed.
func (t trip) follow(tb model.RouteTable, subnet string) outcome {
	found := t.lookup(tb.Routes, t.dst)
	var list []outcome
	for _, c := range found {
		branch := t
		if !c.sure && c.route.PrefixList != "" {
			branch.notRead("entries of " + c.route.PrefixList)
		}
		list = append(list, branch.take(tb, c.route, subnet))
	}
	if len(found) == 0 || !found[len(found)-1].sure {
		list = append(list, t.noRoute(tb, subnet))
	}
	return combine(grade.either, list...)
}

func (t trip) noRoute(tb model.RouteTable, subnet string) outcome {
	dst, goal := t.dst, t.goal
	to := " to "
	if t.back {
		to = " back to "
	}
	return t.stop(HopRoute, tb.ID, CodeNoRoute, func() telling {
		return telling{
			reason: tableOfSubnet(tb, subnet) + " has no route" + to + t.leg.words(dst),
			advice: t.routeAdvice(tb, dst, goal),
		}
	}).land()
}

// tableOfSubnet names a route table and whose it is.
func tableOfSubnet(tb model.RouteTable, subnet string) string {
	if subnet == "" {
		return labelled(tb.Name, tb.ID)
	}
	return labelled(tb.Name, tb.ID) + " of " + subnet
}

// take goes the way of one route.
func (t trip) take(tb model.RouteTable, r model.Route, subnet string) outcome {
	line := Line{tb.ID, r.String()}
	if r.Blackhole() {
		return t.stop(HopRoute, tb.ID, CodeBlackhole, func() telling {
			return telling{
				reason: fmt.Sprintf("the route %s of %s drops the traffic: what it leads to is gone", r, labelled(tb.Name, tb.ID)),
				lines:  []Line{line},
				advice: t.routeAdvice(tb, t.dst, t.goal),
			}
		}).land()
	}
	dst := t.dst
	t = t.pass(HopRoute, tb.ID, func() string {
		if r.Target.Kind == model.TargetLocal {
			return fmt.Sprintf("%s routes %s within %s", tableOfSubnet(tb, subnet), t.leg.words(dst), tb.VPC)
		}
		return fmt.Sprintf("%s routes %s to %s", tableOfSubnet(tb, subnet), t.leg.words(dst), r.Target)
	}, line)
	id := r.Target.ID
	switch r.Target.Kind {
	case model.TargetLocal:
		return t.local()
	case model.TargetInternetGateway:
		return t.internetGateway(id)
	case model.TargetEgressOnlyGateway:
		return t.egressOnly(id)
	case model.TargetNATGateway:
		return t.natGateway(id)
	case model.TargetPeering:
		return t.peering(id)
	case model.TargetTransitGateway:
		return t.transit(id)
	case model.TargetEndpoint:
		return t.endpoint(id)
	case model.TargetInterface, model.TargetInstance:
		return t.appliance(r.Target)
	case model.TargetVPNGateway, model.TargetCarrierGateway, model.TargetLocalGateway, model.TargetCoreNetwork,
		model.TargetNone, model.TargetOther:
	}
	return t.doubt(HopOther, id, CodeUnsupported, sayf(
		"what lies behind the %s %s is not modelled", r.Target.Kind, r.Target)).land()
}

// local delivers within the VPC that the packet is in.
func (t trip) local() outcome {
	if t.goal.vpc == t.vpc {
		return t.arrive()
	}
	vpc, dst, id := t.vpc, t.dst, t.finisher().end.ID
	if t.goal.vpc == "" {
		return t.stop(HopDestination, id, CodeNobody, why("nothing that was read has "+t.leg.words(dst)+" in "+vpc)).land()
	}
	return t.stop(HopDestination, id, CodeLocalRoute, whyf(
		"the route is local: the packet stays in %s, but %s is in %s", vpc, t.finisher().end.Label(), t.goal.vpc)).land()
}

// appliance is a route to an interface: somebody's own router, firewall or NAT instance.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html#EIP_Disable_SrcDestCheck
func (t trip) appliance(target model.RouteTarget) outcome {
	nic, ok := t.s.Interface(target.ID)
	if target.Kind == model.TargetInstance {
		nic, ok = t.primary(target.ID)
	}
	switch {
	case ok && t.goal.nic != nil && t.goal.nic.ID == nic.ID:
		return t.arrive()
	case ok && !nic.NoSourceDestCheck:
		return t.stop(HopOther, target.ID, CodeSourceDestCheck, func() telling {
			return telling{
				reason: nic.ID + " drops traffic that is not its own: its source/destination check is on",
				advice: model.Advice{
					Text: "If " + nic.ID + " is meant to forward traffic, switch its source/destination check off.",
					Command: "aws ec2 modify-network-interface-attribute --network-interface-id " + nic.ID +
						" --no-source-dest-check",
				},
			}
		}).land()
	}
	return t.doubt(HopOther, target.ID, CodeUnsupported, func() string {
		return "what the appliance at " + target.ID + " does with the traffic is not modelled"
	}).land()
}

// primary gives the first interface of an instance.
func (e *engine) primary(instance string) (model.Interface, bool) {
	if i, ok := e.s.Instance(instance); ok {
		for _, id := range i.Interfaces {
			if nic, ok := e.s.Interface(id); ok {
				return nic, true
			}
		}
	}
	for _, nic := range e.s.InterfacesOn(instance) {
		return nic, true
	}
	return model.Interface{}, false
}
