package report

import (
	"io"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Trace is the document of `sgscope trace -o json`.
type Trace struct {
	SchemaVersion int      `json:"schemaVersion"`
	Origin        Origin   `json:"origin"`
	Question      Question `json:"question"`
	Verdict       string   `json:"verdict"`
	Passes        string   `json:"passes"`
	OnlyRead      bool     `json:"onlyRead"`
	Forward       Path     `json:"forward"`
	Return        Path     `json:"return"`
	Unread        []string `json:"unread"`
	Assumes       []string `json:"assumes"`
	Repair        []Change `json:"repair"`
	Advice        []Advice `json:"advice"`
}

// Question is what was asked.
type Question struct {
	From     End      `json:"from"`
	To       End      `json:"to"`
	Protocol string   `json:"protocol"`
	Ports    string   `json:"ports"`
	Text     string   `json:"text"`
	Layers   []string `json:"layers"`
}

// End is one end of a question.
type End struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Groups    []string `json:"groups"`
	Addresses []string `json:"addresses"`
	VPC       string   `json:"vpc"`
}

// Path is one way of a trace.
type Path struct {
	Verdict string `json:"verdict"`
	Reason  string `json:"reason"`
	Hops    []Hop  `json:"hops"`
}

// Hop is a step of a path.
type Hop struct {
	Kind    string      `json:"kind"`
	ID      string      `json:"id"`
	Groups  []GroupRef  `json:"groups"`
	Verdict string      `json:"verdict"`
	Code    string      `json:"code"`
	Reason  string      `json:"reason"`
	Rules   []RuleMatch `json:"rules"`
	Misses  []RuleMatch `json:"misses"`
}

// RuleMatch is what decides a hop, or comes near: a rule of a group, or an entry of a network ACL, a
// route and the like, which is no Rule.
type RuleMatch struct {
	Group   GroupRef `json:"group"`
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Rule    Rule     `json:"rule,omitzero"`
	Differs []string `json:"differs"`
}

// TraceJSON gives the document of a trace.
func TraceJSON(v View, t reach.Trace) Trace {
	doc := Trace{
		SchemaVersion: SchemaVersion, Origin: v.origin(), Verdict: t.Verdict.String(), Passes: t.Passes,
		OnlyRead: t.OnlyRead, Assumes: list(t.Assumes),
		Question: Question{
			From: end(t.Question.From), To: end(t.Question.To), Protocol: t.Question.Protocol.String(),
			Ports: t.Question.Ports.Text(t.Question.Protocol), Text: t.Question.Text(), Layers: layersOf(t),
		},
		Forward: v.path(t.Forward), Return: v.path(t.Return), Unread: list(t.Unread), Repair: []Change{},
		Advice: []Advice{},
	}
	for _, c := range t.Repair {
		doc.Repair = append(doc.Repair, v.change(c, model.Repair))
	}
	for _, a := range t.Advice {
		doc.Advice = append(doc.Advice, v.advice(a))
	}
	return doc
}

func end(e reach.End) End {
	out := End{ID: e.ID, Name: e.Label(), Groups: list(e.Groups), Addresses: []string{}, VPC: e.VPC}
	for _, a := range e.Addresses {
		out.Addresses = append(out.Addresses, a.String())
	}
	return out
}

func (v View) path(p reach.Path) Path {
	out := Path{Verdict: p.Verdict.String(), Reason: p.Reason, Hops: []Hop{}}
	for _, h := range p.Hops {
		hop := Hop{
			Kind: string(h.Kind), ID: h.ID, Groups: []GroupRef{}, Verdict: h.Verdict.String(), Code: h.Code,
			Reason: h.Reason, Rules: []RuleMatch{}, Misses: []RuleMatch{},
		}
		for _, g := range h.Groups {
			hop.Groups = append(hop.Groups, v.groupRef(g))
		}
		for _, m := range h.Rules {
			hop.Rules = append(hop.Rules, v.match(m, nil))
		}
		for _, l := range h.Lines {
			hop.Rules = append(hop.Rules, RuleMatch{ID: l.ID, Text: l.Text, Differs: []string{}})
		}
		for _, m := range h.Misses {
			hop.Misses = append(hop.Misses, v.match(m.Match, m.Differs))
		}
		out.Hops = append(out.Hops, hop)
	}
	return out
}

func (v View) match(m reach.Match, differs []string) RuleMatch {
	return RuleMatch{
		Group: v.groupRef(m.Group), ID: m.Entry.ID, Text: ruleWords(v.snapshot(), m.Entry),
		Rule: v.rule(m.Entry.Rule, m.Entry.Description), Differs: list(differs),
	}
}

// layersOf names the layers that were judged, in the order in which the traffic meets them.
func layersOf(t reach.Trace) []string {
	out := []string{"security-groups"}
	if t.Question.Layers == reach.GroupsOnly {
		return out
	}
	for _, h := range slices.Concat(t.Forward.Hops, t.Return.Hops) {
		name := layerOf(h.Kind)
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// layerOf gives the layer that a hop belongs to; "" for one that is no layer but an end.
func layerOf(k reach.HopKind) string {
	switch k {
	case reach.HopEgress, reach.HopIngress:
		return "security-groups"
	case reach.HopACLOut, reach.HopACLIn:
		return "network-acls"
	case reach.HopRoute:
		return "routes"
	case reach.HopTransit, reach.HopTransitRoute:
		return "transit-gateways"
	case reach.HopBalancer, reach.HopTarget:
		return "load-balancers"
	case reach.HopInternet, reach.HopEgressOnly, reach.HopNAT, reach.HopPeering, reach.HopEndpoint:
		return string(k) + "s"
	case reach.HopBlockPublic:
		return string(k)
	case reach.HopInstance, reach.HopLocal, reach.HopSource, reach.HopDestination, reach.HopOther:
	}
	return ""
}

// TraceText tells whether traffic passes, each step with the rules that decide it, what was not
// judged, and what would open it.
func TraceText(w io.Writer, v View, t reach.Trace) error {
	p := &printer{w: w, marks: v.marks()}
	p.end(v, "From ", t.Question.From)
	p.end(v, "To   ", t.Question.To)
	p.line(0, p.marks.Verdict(t.Verdict), " ", t.Question.Text(), ": ", Answer(t))
	if t.Passes != "" {
		p.line(2, "What passes: ", t.Passes)
	}
	p.path(v, "There", t.Forward)
	if t.Forward.Verdict != model.Blocked { // else there is nothing to answer
		p.path(v, "Back", t.Return)
	}
	p.notJudged(t.Unread)
	p.assumed(t.Assumes)
	for i, c := range t.Repair {
		if i == 0 {
			p.gap()
			p.line(0, "This would open it: asked again with ", it(len(t.Repair)), ", all of ", t.Question.Text(), " passes")
		}
		p.line(0, p.marks.Change(c), " ", ChangeText(v.snapshot(), c))
		p.opening(v, c)
		if !reach.LetsWorldIn(c) { // nobody should open that by pasting
			p.line(2, CLI(c, v.Place))
		}
	}
	for i, a := range t.Advice {
		if i == 0 {
			p.gap()
		}
		p.advice(0, v.advice(a))
	}
	return p.err
}

func it(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// Answer gives a trace's verdict in words that say how far it goes.
func Answer(t reach.Trace) string {
	n := len(t.Reasons())
	far := ""
	switch {
	case t.Question.Layers == reach.GroupsOnly:
		far = " by the security groups"
	case t.OnlyRead:
		far = ", as far as was read"
	}
	switch t.Verdict {
	case model.Unknown:
		return "UNKNOWN"
	case model.Blocked:
		if n > 0 {
			return "BLOCKED, " + plural(n, "reason", "reasons")
		}
		return "BLOCKED"
	case model.Partly:
		return "PARTLY allowed" + far
	case model.Allowed:
		return "ALLOWED" + far
	}
	return "UNKNOWN"
}

func (p *printer) path(v View, name string, way reach.Path) {
	if len(way.Hops) == 0 && way.Reason == "" {
		return
	}
	p.gap()
	p.line(0, name, ": ", way.Verdict.String())
	if way.Reason != "" {
		p.line(2, way.Reason)
	}
	for _, h := range way.Hops {
		text := p.marks.Verdict(h.Verdict) + " " + hopTitle(h.Kind) + ": " + h.Reason
		if h.Code != "" {
			text += " (" + h.Code + ")"
		}
		p.line(0, text)
		for _, m := range h.Rules {
			if !named(h.Reason, m.Entry) {
				p.line(2, "by ", matchText(v, m))
			}
		}
		for _, l := range h.Lines {
			if !strings.Contains(h.Reason, l.Text) {
				p.line(2, "by ", l.ID, ": ", l.Text)
			}
		}
		for _, m := range h.Misses {
			if slices.Contains(rulesOf(h.Rules), m.Entry.Rule) {
				continue // it lets some of the traffic through, and is told of already
			}
			p.line(2, "near: ", matchText(v, m.Match), "; differs in ", strings.Join(m.Differs, ", "))
		}
	}
}

// hopTitle gives the kind of a hop in words.
func hopTitle(k reach.HopKind) string {
	words := strings.Split(string(k), "-")
	for i, w := range words {
		switch w {
		case "acl", "nat", "vpc":
			words[i] = strings.ToUpper(w)
		}
	}
	return strings.Join(words, " ")
}

// named reports whether a sentence tells of a rule.
func named(reason string, r model.GroupRule) bool {
	if r.ID != "" {
		return strings.Contains(reason, r.ID)
	}
	return strings.Contains(reason, r.Rule.String())
}

func rulesOf(matches []reach.Match) []model.Rule {
	var out []model.Rule
	for _, m := range matches {
		out = append(out, m.Entry.Rule)
	}
	return out
}

// end writes one end, with the groups and subnets that are not plain from its name.
func (p *printer) end(v View, word string, e reach.End) {
	p.line(0, word, e.Label())
	var groups []string
	for _, id := range e.Groups {
		if e.ID != id {
			groups = append(groups, GroupText(v.snapshot(), id))
		}
	}
	if len(groups) > 0 {
		p.line(2, "groups: ", strings.Join(groups, ", "))
	}
	if len(e.Subnets) > 0 {
		p.line(2, "subnets: ", strings.Join(e.Subnets, ", "))
	}
}

// matchText gives a rule with its id, its group and what somebody wrote beside it.
func matchText(v View, m reach.Match) string {
	text := m.Entry.Rule.Direction.String() + " of " + GroupText(v.snapshot(), m.Group) + ": " +
		RuleText(v.snapshot(), m.Entry.Rule)
	if m.Entry.ID != "" {
		text = m.Entry.ID + ", " + text
	}
	if m.Entry.Description != "" {
		text += ", " + quoted(m.Entry.Description)
	}
	return text
}
