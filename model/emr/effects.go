package emr

import (
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// Effects is what changes about who can reach whom, one sentence each.
type Effects struct{ Opens, Closes []string }

// EffectsOf asks about every path that the changes touch, before and after. A rule that another rule
// makes needless opens or closes nothing, and then nothing is said of it.
func EffectsOf(s model.Snapshot, changes []model.Change) Effects {
	after, err := s.With(changes...)
	if err != nil {
		return Effects{}
	}
	var e Effects
	for _, c := range changes {
		var q questioner
		switch c := c.(type) {
		case model.Authorize:
			q = questioner{c.Group, c.Rule}
		case model.Revoke:
			q = questioner{c.Group, c.Rule}
		case model.CreateGroup, model.SetTag, model.DeleteGroup, model.RemoveTag:
			continue
		}
		if model.IsPending(q.group) && !model.Grants(c) {
			continue // nobody had what a group that is not made yet loses
		}
		e.compare(q, s, after)
	}
	return e
}

// questioner asks for the traffic of one rule of one group.
type questioner struct {
	group string
	rule  model.Rule
}

func (q questioner) ask(s model.Snapshot) reach.Trace {
	own, far := reach.GroupEnd(s, q.group), peerEnd(s, q.rule.Peer)
	if q.rule.Direction == model.Ingress {
		own, far = far, own
	}
	return reach.Ask(s, reach.Question{From: own, To: far, Protocol: q.rule.Protocol, Ports: q.rule.Ports})
}

// peerEnd gives the end that a rule's peer means. What a prefix list holds was not read.
func peerEnd(s model.Snapshot, p model.Peer) reach.End {
	switch p.Kind {
	case model.PeerCIDR:
		return reach.Block(p.Prefix)
	case model.PeerGroup:
		return reach.GroupEnd(s, p.ID)
	case model.PeerPrefixList, model.PeerNone:
	}
	return reach.End{Kind: reach.EndBlock, ID: p.String(), Where: reach.Somewhere}
}

func (e *Effects) compare(q questioner, before, after model.Snapshot) {
	b, a := q.ask(before), q.ask(after)
	if b.Verdict == a.Verdict && b.Passes == a.Passes {
		return
	}
	path := a.Question.From.Label() + " → " + a.Question.To.Label() + " on " + a.Question.Text()
	opens, closes := "", ""
	switch {
	case a.Verdict == model.Allowed:
		opens = path
	case b.Verdict == model.Allowed && a.Verdict == model.Partly:
		closes = path + "; still open: " + a.Passes
	case b.Verdict == model.Allowed || a.Verdict == model.Blocked:
		closes = path
	case a.Verdict == model.Partly && b.Verdict == model.Blocked:
		opens = path + ": " + a.Passes
	default:
		closes = path + " (" + b.Verdict.String() + " before, " + a.Verdict.String() + " after)"
	}
	if opens != "" && !slices.Contains(e.Opens, opens) {
		e.Opens = append(e.Opens, opens)
	}
	if closes != "" && !slices.Contains(e.Closes, closes) {
		e.Closes = append(e.Closes, closes)
	}
}
