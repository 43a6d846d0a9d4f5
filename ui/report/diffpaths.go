package report

import (
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
)

// The levels of a path: an edge of a Studio's graph, group to group by the rules alone, interface to
// interface through all layers.
const (
	LevelStudio     = "studio"
	LevelGroups     = "groups"
	LevelInterfaces = "interfaces"
)

// answer is what a snapshot says of a question, in a form that can be compared.
type answer struct {
	verdict model.Verdict
	passes  string
}

func answerOf(t reach.Trace) answer {
	a := answer{t.Verdict, t.Passes}
	if t.Verdict == model.Allowed {
		a.passes = t.Question.Text()
	}
	return a
}

// absent is the answer where one of the ends is surely not there.
func absent() answer { return answer{verdict: model.Blocked} }

func (a answer) text() string {
	switch a.verdict {
	case model.Blocked:
		return "blocked"
	case model.Unknown:
		return "unknown"
	case model.Partly, model.Allowed:
	}
	return a.passes
}

// unsure makes an answer that passed over layers unknown: it cannot be compared with one that did not.
func (a answer) unsure(onlyRead bool) answer {
	if onlyRead && a.verdict != model.Blocked {
		return answer{}
	}
	return a
}

// turn says which way a path turned; "" if it did not.
func turn(old, now answer) string {
	switch {
	case old == now:
		return ""
	case old.verdict == model.Unknown || now.verdict == model.Unknown:
		return PathUnclear
	case old.verdict < now.verdict: // blocked, partly, allowed
		return PathOpened
	case old.verdict > now.verdict:
		return PathClosed
	}
	return DiffChanged
}

// paths tells what the changes made reachable or not.
func (d *differ) paths() []PathChange {
	var out []PathChange
	take := func(p PathChange, old, now answer) {
		p.Change, p.Before, p.After = turn(old, now), old.text(), now.text()
		if p.Change != "" {
			p.Text += ": " + p.After + " (before: " + p.Before + ")"
			out = append(out, p)
		}
	}
	d.studioPaths(take)
	d.groupPaths(take)
	d.interfacePaths(take)
	return out
}

type taker func(p PathChange, old, now answer)

// studioPaths compares the edges of the Studios' graphs.
func (d *differ) studioPaths(take taker) {
	was := studioEdges(d.before)
	for _, l := range d.after.Lines() {
		g := d.after.Analysis.Graph(l.Pair.ID)
		for _, e := range g.Edges {
			old, ok := was[l.Pair.ID+" "+e.ID]
			if !ok {
				continue
			}
			from, _ := g.Node(e.From)
			to, _ := g.Node(e.To)
			p := PathChange{Level: LevelStudio, From: e.From, To: e.To, Traffic: e.Label}
			p.Text = l.Pair.Name + ": " + from.Title + " → " + to.Title
			if e.Label != "" {
				p.Text += ", " + e.Label
			}
			a, b := edgeAnswer(old), edgeAnswer(e)
			if a.verdict != b.verdict && old.Trace.OnlyRead != e.Trace.OnlyRead {
				a, b = a.unsure(old.Trace.OnlyRead), b.unsure(e.Trace.OnlyRead)
			}
			take(p, a, b)
		}
	}
}

func edgeAnswer(e emr.Edge) answer {
	switch {
	case e.Label == "": // between Engine and a cluster it is attaching that is judged
		return answer{e.Verdict, e.Word}
	case e.Trace.Passes != "":
		return answer{e.Verdict, e.Trace.Passes}
	}
	return answer{e.Verdict, e.Verdict.String()}
}

// groupPaths asks about the traffic of every rule that came or went. One that another rule makes
// needless opens or closes nothing.
func (d *differ) groupPaths(take taker) {
	told := map[string]bool{}
	for _, c := range d.touchedRules() {
		old, known := d.askRule(d.old(), c)
		now, knownNow := d.askRule(d.new(), c)
		if !known || !knownNow {
			continue
		}
		s := d.new()
		if _, there := s.Group(c.group); !there {
			s = d.old()
		}
		q := c.question(s)
		p := PathChange{
			Level: LevelGroups, From: q.From.ID, To: q.To.ID, Traffic: q.Text(),
			Text: q.From.Label() + " → " + q.To.Label() + " on " + q.Text(),
		}
		if !told[p.Text] {
			told[p.Text] = true
			take(p, old, now)
		}
	}
}

// ruleOf is a rule of a group.
type ruleOf struct {
	group string
	rule  model.Rule
}

// touchedRules gives the rules that only one of the snapshots has, those of the later one first.
func (d *differ) touchedRules() []ruleOf {
	var out []ruleOf
	for _, x := range []struct{ in, notIn model.Snapshot }{{d.new(), d.old()}, {d.old(), d.new()}} {
		for g := range x.in.Groups() {
			other, _ := x.notIn.Group(g.ID)
			for _, r := range g.Rules {
				if _, both := other.Find(r.Rule); !both && d.after.inScope(g.VPC) {
					out = append(out, ruleOf{g.ID, r.Rule})
				}
			}
		}
	}
	return out
}

// question asks for the traffic of the rule, by the security groups alone.
func (c ruleOf) question(s model.Snapshot) reach.Question {
	own, far := reach.GroupEnd(s, c.group), peerEnd(s, c.rule.Peer)
	if c.rule.Direction == model.Ingress {
		own, far = far, own
	}
	return reach.Question{From: own, To: far, Protocol: c.rule.Protocol, Ports: c.rule.Ports}
}

// askRule asks a snapshot, and reports whether it can say anything: what it may merely not have read
// is not gone.
func (d *differ) askRule(s model.Snapshot, c ruleOf) (answer, bool) {
	ids := []string{c.group}
	if c.rule.Peer.Kind == model.PeerGroup {
		ids = append(ids, c.rule.Peer.ID)
	}
	for _, id := range ids {
		if _, there := s.Group(id); !there {
			return absent(), s.GroupPresence(id) == model.Gone || s.Reading(model.PartGroups, "").Whole()
		}
	}
	return answerOf(reach.Ask(s, c.question(s))), true
}

// peerEnd gives the end that a rule's peer means.
func peerEnd(s model.Snapshot, p model.Peer) reach.End {
	switch p.Kind {
	case model.PeerCIDR:
		if p == model.AnyIPv4() {
			return reach.Internet()
		}
		return reach.Block(p.Prefix)
	case model.PeerGroup:
		return reach.GroupEnd(s, p.ID)
	case model.PeerPrefixList, model.PeerNone:
	}
	e := reach.End{Kind: reach.EndBlock, ID: p.String(), Where: reach.Somewhere}
	if l, ok := s.PrefixList(p.ID); ok && l.EntriesRead {
		e.Where = reach.Everywhere
		for _, x := range l.Entries {
			e.Addresses = append(e.Addresses, x.Prefix)
		}
	}
	return e
}
