package reach

import "github.com/sgscope/sgscope/model"

// Layers says which layers a question is about. The zero value is the security groups alone.
type Layers uint8

// The layers.
const (
	GroupsOnly Layers = iota
	AllLayers
)

// Question asks whether traffic passes from one end to the other.
type Question struct {
	From, To End
	Protocol model.Protocol
	Ports    model.PortRange
	Layers   Layers
}

// Text gives the question's traffic: "tcp 18888".
func (q Question) Text() string {
	return model.Rule{Protocol: q.Protocol, Ports: q.Ports}.Traffic()
}

// HopKind says what a step of a path is.
type HopKind string

// The kinds of hop that exist now.
const (
	HopEgress  HopKind = "security-group-egress"
	HopIngress HopKind = "security-group-ingress"
)

// The explanation codes of AWS Reachability Analyzer that fit a hop.
// Source: https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
const (
	CodeGroupMismatch = "ENI_SG_RULES_MISMATCH"
	CodeGroupEmpty    = "SG_HAS_NO_RULES"
)

// Trace is an answer: the path there and back, each hop with the rule that decided.
type Trace struct {
	Question Question
	Verdict  model.Verdict
	Forward  Path
	Return   Path
	Passes   string         // the exact traffic that surely passes, in words; "" unless Partly
	Unread   []string       // layers or facts that were not judged, in words
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
	ID      string // of the end that the hop guards
	Groups  []string
	Verdict model.Verdict
	Code    string // AWS Reachability Analyzer's, where one fits
	Reason  string // one sentence
	Rules   []Match
	Misses  []Miss // nearest first; only where the hop does not let everything through
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
