package apply

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// unauthorize takes away a rule that the run added, by its id: a rule that somebody made anew is not the
// run's.
func (u *undoing) unauthorize(st model.Assessed, c model.Authorize) {
	g, ok := u.sim.Group(c.Group)
	if !ok || u.goesAnyway(c) {
		return
	}
	have, ok := g.Find(c.Rule)
	if !ok {
		return
	}
	s := model.Step{Change: model.Revoke{Group: c.Group, Rule: c.Rule, RuleID: have.ID}, Why: "The run added this rule."}
	switch {
	case st.Record.ID != "" && have.ID != "" && st.Record.ID != have.ID:
		s.Blocked = "somebody made the rule anew since, as " + have.ID + ": it is not the run's"
	case have.Description != c.Description:
		s.Why = sentence("The run added this rule", "Its description was changed since, to "+quoted(have.Description))
	case c.Rule.Direction == model.Ingress || len(u.b.s.InterfacesOf(c.Group)) == 0:
	default:
		s.Why = sentence("The run added this rule", "Interfaces carry the group: what goes out by this rule alone is cut")
	}
	if why := u.stays[c.Group]; why != "" {
		s.Purpose = model.Tighten
		s.Why = sentence(s.Why, "Its group stays, for "+why+": decide whether it is to lose the rule")
	}
	u.add(st, s)
}

// goesAnyway reports whether a rule is gone with its group: one that a deletion takes along, unless it
// names a group that is deleted before.
func (u *undoing) goesAnyway(c model.Authorize) bool {
	own, dies := u.doomed[c.Group]
	if !dies {
		return false
	}
	peer, dies := u.doomed[c.Rule.Peer.ID]
	return !dies || c.Rule.Peer.Kind != model.PeerGroup || c.Rule.Peer.ID == c.Group || own < peer
}

// unrevoke brings a rule back that the run took away, with the description and the tags that it had.
func (u *undoing) unrevoke(st model.Assessed, c model.Revoke) {
	if _, dies := u.doomed[c.Group]; dies {
		return
	}
	g, ok := u.sim.Group(c.Group)
	if !ok {
		return
	}
	if _, has := g.Find(c.Rule); has {
		return
	}
	was, s := u.asItWas(st, c)
	switch {
	case !open(c.Rule):
	case c.Rule.Direction == model.Ingress:
		s.Purpose, s.Why = model.Tighten, sentence(s.Why, "It opens the group to everybody again: "+c.Rule.Traffic())
	default:
		s.Purpose, s.Why = model.Tighten, sentence(s.Why, "It lets the group out to everywhere again: "+c.Rule.Traffic())
	}
	if account := was.Ref.Account; account != "" && account != g.Owner {
		s.Blocked = "the rule names a group of account " + account + ", which this program cannot write: add it by hand"
	}
	if s.Blocked == "" {
		s.Blocked = u.b.peerGone(c.Rule)
	}
	if _, read := u.sim.Group(c.Rule.Peer.ID); c.Rule.Peer.Kind == model.PeerGroup && !read && s.Blocked == "" {
		s.Why = sentence(s.Why, c.Rule.Peer.ID+", which it names, was not among the groups that were read: "+
			"EC2 takes the rule only if that group is there")
	}
	if owned := reserved(was.Tags); owned != "" {
		s.Why = sentence(s.Why, "Its tag "+owned+" is AWS's and does not come back")
	}
	u.add(st, s)
}

// asItWas gives the rule as its group held it before the run, and the step that brings it back.
func (u *undoing) asItWas(st model.Assessed, c model.Revoke) (model.GroupRule, model.Step) {
	s := model.Step{Why: "The run took this rule away. It comes back with another id."}
	was, found := model.GroupRule{}, false
	if before, ok := u.before[st.Change.Target()]; ok {
		was, found = before.Find(st.Change.(model.Revoke).Rule)
	}
	if !found {
		s.Why = "EC2 gave the group this rule when it was made, and the run took it away."
	}
	s.Change = model.Authorize{
		Group: c.Group, Rule: c.Rule, Description: was.Description, Tags: model.TagSetOf(settable(was.Tags)),
	}
	return was, s
}

// open reports whether a rule's peer is everybody, of one family.
func open(r model.Rule) bool { return r.Peer.Kind == model.PeerCIDR && r.Peer.Prefix.Bits() == 0 }

// settable leaves out the tags that only AWS may set.
// Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
func settable(tags model.Tags) model.Tags {
	var out model.Tags
	for _, t := range tags {
		if !strings.HasPrefix(t.Key, "aws:") {
			out = out.With(t)
		}
	}
	return out
}

func reserved(tags model.Tags) string {
	for _, t := range tags {
		if strings.HasPrefix(t.Key, "aws:") {
			return t.Key
		}
	}
	return ""
}

// untag gives a tag the value that it had before the run, or removes it.
func (u *undoing) untag(st model.Assessed, c model.SetTag) {
	g, ok := u.sim.Group(c.Group)
	if _, dies := u.doomed[c.Group]; !ok || dies {
		return
	}
	s := model.Step{Change: model.RemoveTag{Group: c.Group, Key: c.Key, Old: c.New}, Why: "The run set this tag."}
	if c.HadOld {
		s = model.Step{
			Change: model.SetTag{Group: c.Group, Key: c.Key, Old: c.New, HadOld: true, New: c.Old},
			Why:    "The run changed this tag.",
		}
	}
	if v, has := g.Tags.Get(c.Key); !has || v != c.New {
		if has && v != c.Old {
			u.tell(words(c, u.b.s.Group) + ": somebody set the tag to " + quoted(v) + " since, and it stays so")
		}
		return
	}
	if c.Key == model.TagEMR {
		s.Why = sentence(s.Why, "Service roles that follow AWS's example may use only tagged groups")
	}
	u.add(st, s)
}

// retag sets a tag that the run removed.
func (u *undoing) retag(st model.Assessed, c model.RemoveTag) {
	g, ok := u.sim.Group(c.Group)
	if _, dies := u.doomed[c.Group]; !ok || dies {
		return
	}
	if _, has := g.Tags.Get(c.Key); has {
		return
	}
	u.add(st, model.Step{
		Change: model.SetTag{Group: c.Group, Key: c.Key, New: c.Old}, Why: "The run removed this tag.",
	})
}

func quoted(s string) string {
	if s == "" {
		return "none"
	}
	return `"` + model.Printable(s) + `"`
}
