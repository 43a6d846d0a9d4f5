package reach

import "github.com/sgscope/sgscope/model"

// Layers says which layers a question is about. The zero value is the security groups alone.
type Layers uint8

// The layers. AllLayers are those of the whole way, and what was not read leaves the answer unknown.
// AsFarAsRead are the same, but a layer around the groups that was not read is passed over: the
// answer then holds only for the layers read (Trace.OnlyRead), and Trace.Unread names the others.
const (
	GroupsOnly Layers = iota
	AllLayers
	AsFarAsRead
)

// Question asks whether traffic passes from one end to the other.
type Question struct {
	From, To End
	Protocol model.Protocol
	Ports    model.PortRange
	Layers   Layers
	// Clients are the ports that the connection may come from, which a network ACL's rules for
	// replies see. The zero value stands for those that an operating system takes: Linux's, or those
	// of a NAT gateway, load balancer or Lambda function where one of them asks.
	Clients model.PortRange
}

// Text gives the question's traffic: "tcp 18888".
func (q Question) Text() string {
	return model.Rule{Protocol: q.Protocol, Ports: q.Ports}.Traffic()
}

// Trace is an answer: the path there and back, each hop with the rule that decided.
type Trace struct {
	Question Question
	Verdict  model.Verdict
	Forward  Path
	Return   Path
	Passes   string         // the exact traffic that surely passes, in words; "" unless Partly
	Unread   []string       // layers or facts that were not judged, in words
	OnlyRead bool           // the verdict holds for the layers that were read; Unread names the others
	Assumes  []string       // what was taken for granted, in words: a default where nothing was read
	Repair   []model.Change // the smallest change of groups that opens it; nil if there is none
	Advice   []model.Advice // what would have to change where sgscope never writes
}

// Asked reports whether the trace answers a question at all; the zero Trace does not.
func (t Trace) Asked() bool { return len(t.Forward.Hops) > 0 || len(t.Unread) > 0 }

// Reasons gives the sentence of every hop that does not surely let everything through, forward first.
func (t Trace) Reasons() []string {
	var out []string
	for _, h := range append(append([]Hop{}, t.Forward.Hops...), t.Return.Hops...) {
		if h.Verdict != model.Allowed {
			out = append(out, h.Reason)
		}
	}
	return out
}

// Path is one way of a trace.
type Path struct {
	Verdict model.Verdict
	Reason  string // for a way without hops: why it is as it is
	Hops    []Hop
}

// Hop is one step: what was asked, what it said, and the rules that made it say so.
type Hop struct {
	Kind    HopKind
	ID      string // of the end that groups guard, or of the ACL, route table, gateway, …
	Groups  []string
	Verdict model.Verdict
	Code    string // AWS Reachability Analyzer's, where one fits
	Reason  string // one sentence
	Rules   []Match
	Misses  []Miss // nearest first; only where the hop does not let everything through
	Lines   []Line // what decided, where that is no rule of a group
}

// Match is a rule that lets some of the traffic through.
type Match struct {
	Group     string // id
	GroupName string
	Entry     model.GroupRule
}

// Miss is a rule that comes near, and how it misses.
type Miss struct {
	Match
	Differs []string // of direction, protocol, port, peer, family
}

// Line is an entry of a network ACL, a route or the like that decided. It is comparable.
type Line struct {
	ID   string // of what it is a line of: acl-…, rtb-…, tgw-rtb-…, a listener, a target group
	Text string // "100 allow tcp 443 from 10.0.0.0/8", "0.0.0.0/0 → nat-1"
}

// HopKind says what a step of a path is.
type HopKind string

// The kinds of hop.
const (
	HopEgress       HopKind = "security-group-egress"
	HopIngress      HopKind = "security-group-ingress"
	HopACLOut       HopKind = "network-acl-out"
	HopACLIn        HopKind = "network-acl-in"
	HopRoute        HopKind = "route"
	HopLocal        HopKind = "local" // within one host: nothing of the network is on the way
	HopInternet     HopKind = "internet-gateway"
	HopEgressOnly   HopKind = "egress-only-internet-gateway"
	HopBlockPublic  HopKind = "vpc-block-public-access"
	HopNAT          HopKind = "nat-gateway"
	HopPeering      HopKind = "peering"
	HopTransit      HopKind = "transit-gateway"
	HopTransitRoute HopKind = "transit-gateway-route"
	HopEndpoint     HopKind = "vpc-endpoint"
	HopBalancer     HopKind = "load-balancer"
	HopTarget       HopKind = "load-balancer-target"
	HopInstance     HopKind = "instance"
	HopSource       HopKind = "source"
	HopDestination  HopKind = "destination"
	HopOther        HopKind = "not-modelled"
)
