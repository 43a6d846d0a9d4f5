package reach

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// balanced goes on behind a load balancer that the leg ended at. One that takes the connection itself
// answers it, whatever its targets do; a network load balancer passes it on to one of them.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html
func (t trip) balanced(out outcome, f *trip) outcome {
	l := t.leg
	nic := *l.to.site.nic
	bal, ok := t.balancerOf(nic)
	switch {
	case !ok && !t.whole(model.PartBalancers, nic.VPC) && strings.Contains(nic.Description, "/"):
		return t.gap(out, HopBalancer, nic.ID, "the load balancer of "+nic.ID)
	case !ok || bal.Type == "gateway":
		return out.with(l.unclear(HopOther, nic.ID, CodeUnsupported,
			"what the load balancer of "+nic.ID+" does is not modelled"))
	case bal.State != "active" && bal.State != "active_impaired" && bal.State != "":
		return out.with(l.closed(HopBalancer, bal.Name, CodeBadState, "the load balancer "+bal.Name+" is "+bal.State))
	}
	return t.listened(out, f, bal, t.s.ListenersOf(bal.ID))
}

// listened judges the listeners that are about the traffic.
func (t trip) listened(out outcome, f *trip, bal model.Balancer, listeners []model.Listener) outcome {
	var takes Set
	var lines []Line
	behind := outcome{}
	for _, x := range listeners {
		about := listenerTraffic(x)
		if !about.Overlaps(t.leg.asked) {
			continue
		}
		takes = takes.Union(about)
		lines = append(lines, Line{bal.Name, fmt.Sprintf("%s %d", x.Protocol, x.Port)})
		one := t.listener(f, bal, x, about)
		behind = behind.union(one)
	}
	text := t.leg.q.Text()
	fact := fact{key: hopKey{leg: t.leg.number, kind: HopBalancer, id: bal.Name}, leg: t.leg, sure: takes, may: takes}
	if bal.Type == "application" {
		fact.may = fact.may.Union(TrafficOf(model.ICMP, model.AllPorts())) // whether it answers a ping is not documented
	}
	if !t.whole(model.PartListeners, t.leg.to.site.vpc) {
		if takes.Empty() && t.layers == AsFarAsRead {
			return t.gap(out, HopBalancer, bal.Name, "the listeners of "+bal.Name)
		}
		t.notRead("the listeners of " + bal.Name)
		fact.may = Everything()
	}
	fact.tell = func(v model.Verdict) telling {
		switch v {
		case model.Allowed:
			return telling{reason: fmt.Sprintf("%s listens for %s", bal.Name, text), lines: lines}
		case model.Partly:
			reason := fmt.Sprintf("%s listens for some of %s only", bal.Name, text)
			return telling{code: CodeListenerPort, reason: reason, lines: lines}
		case model.Blocked:
			return telling{code: CodeListenerPort, reason: fmt.Sprintf("%s has no listener for %s", bal.Name, text)}
		case model.Unknown:
		}
		return telling{code: CodeListeners, reason: fmt.Sprintf("whether %s answers %s is not known", bal.Name, text)}
	}
	out = out.with(fact)
	if takes.Empty() {
		return out
	}
	// What no listener is known to take is the listeners' hop to judge, not that of the targets.
	rest := openFor(Everything().Minus(takes))
	return series(out, behind.union(rest))
}

// listenerTraffic is what a listener takes.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
func listenerTraffic(x model.Listener) Set {
	var out Set
	if x.Port < 1 || x.Port > 65535 {
		return out
	}
	for _, p := range listenerProtocols(x) {
		out = out.Union(TrafficOf(p, model.Port(uint16(x.Port))))
	}
	return out
}

func listenerProtocols(x model.Listener) []model.Protocol {
	switch x.Protocol {
	case "UDP", "QUIC":
		return []model.Protocol{model.UDP}
	case "TCP_UDP", "TCP_QUIC":
		return []model.Protocol{model.TCP, model.UDP}
	}
	return []model.Protocol{model.TCP}
}

// listener judges what a listener does with what it takes.
func (t trip) listener(f *trip, bal model.Balancer, x model.Listener, about Set) outcome {
	l := t.leg
	open := openFor(about)
	if bal.Type == "application" || x.Protocol == "TLS" {
		return open
	}
	var list []outcome
	for _, a := range x.Actions {
		tg, ok := t.s.TargetGroup(a.TargetGroup)
		switch {
		case a.Type != "forward" || a.TargetGroup == "":
		case !ok || !tg.TargetsRead:
			list = append(list, t.gap(open, HopTarget, nameOfARN(a.TargetGroup), "the targets of "+nameOfARN(a.TargetGroup)))
		default:
			list = append(list, t.targets(f, bal, x, tg)...)
		}
	}
	if len(list) == 0 {
		return open.with(l.closed(HopTarget, bal.Name, CodeListenerNoTargets, fmt.Sprintf(
			"the listener %s %d of %s forwards to no target group", x.Protocol, x.Port, bal.Name)))
	}
	return combine(grade.choice, list...)
}

// balancerOf finds the load balancer of an interface by the name in its description: "ELB net/x/0123"
// where the ARN ends loadbalancer/net/x/0123.
func (e *engine) balancerOf(nic model.Interface) (model.Balancer, bool) {
	name, ok := strings.CutPrefix(nic.Description, "ELB ")
	if !ok || !strings.Contains(name, "/") {
		return model.Balancer{}, false
	}
	for x := range e.s.Balancers() {
		if strings.HasSuffix(x.ID, "loadbalancer/"+name) {
			return x, true
		}
	}
	return model.Balancer{}, false
}

// nameOfARN gives the name in the ARN of a target group.
func nameOfARN(arn string) string {
	parts := strings.Split(arn, "/")
	if len(parts) < 2 {
		return arn
	}
	return parts[1]
}

// with adds a fact of the way there to an outcome.
func (o outcome) with(f fact) outcome {
	g := gradeOf(f.sure, f.may)
	o.forward, o.both = o.forward.then(g), o.both.then(g)
	o.facts = mergeFacts(o.facts, []fact{f})
	return o
}

// unclear is a fact of which nothing can be said but its reason; closed lets nothing through.
func (l *leg) unclear(kind HopKind, id, code, reason string) fact {
	return fact{
		key: hopKey{leg: l.number, kind: kind, id: id}, leg: l, may: Everything(),
		tell: func(model.Verdict) telling { return telling{code: code, reason: reason} },
	}
}

func (l *leg) closed(kind HopKind, id, code, reason string) fact {
	return fact{
		key: hopKey{leg: l.number, kind: kind, id: id}, leg: l,
		tell: func(model.Verdict) telling { return telling{code: code, reason: reason} },
	}
}

// gap adds to an outcome that something behind the load balancer was not read.
func (t trip) gap(o outcome, kind HopKind, id, what string) outcome {
	t.notRead(what)
	if t.layers == AsFarAsRead {
		t.skipped = true
		return o
	}
	return o.with(t.leg.unclear(kind, id, "", "not read: "+what))
}

// openFor lets some traffic through, and no other.
func openFor(about Set) outcome {
	g := gradeOf(about, about)
	return outcome{forward: g, back: g, both: g}
}
