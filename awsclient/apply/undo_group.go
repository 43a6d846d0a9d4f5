package apply

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// doom decides which of the groups that the run made go: those that surely the run made, that nobody
// uses, and that hold and are named by nothing but the run's own rules.
func (u *undoing) doom() {
	u.doomed, u.stays = map[string]int{}, map[string]string{}
	for _, st := range slices.Backward(u.steps) {
		if _, ok := st.Change.(model.CreateGroup); !ok || !ours(st) {
			continue
		}
		g, ok := u.b.s.Group(u.b.made[st.Step.Change.Target()].id)
		if !ok {
			continue
		}
		if why := u.whyStay(g, st.Record); why != "" {
			u.stays[g.ID] = why
			continue
		}
		u.doomed[g.ID] = len(u.doomed)
	}
}

// whyStay says why a group that the run wanted is not deleted; "" if it is.
func (u *undoing) whyStay(g model.Group, rec model.Record) string {
	if rec.Maker != model.MakerUs {
		return "who made it is not known"
	}
	if why := usageUnknown(u.b.s, g.VPC); why != "" {
		return why
	}
	if why := u.inUse(g); why != "" {
		return "in use: " + why
	}
	for _, r := range g.Rules {
		if r.Rule != model.AllTraffic(model.Egress, model.AnyIPv4()) &&
			r.Rule != model.AllTraffic(model.Egress, model.AnyIPv6()) && !u.added(g.ID, r) {
			return "it has a rule that the run did not add: " + r.Rule.String()
		}
	}
	for _, other := range u.b.s.Referrers(g.ID) {
		for _, r := range other.Rules {
			if r.Rule.Peer == model.GroupPeer(g.ID) && !u.added(other.ID, r) {
				return "a rule that the run did not add names it: " + r.Rule.String() + " of " + model.Printable(other.Label())
			}
		}
	}
	return ""
}

// inUse names who uses a group, first of all the interfaces that carry it.
func (u *undoing) inUse(g model.Group) string {
	if on := u.b.s.InterfacesOf(g.ID); len(on) > 0 {
		s := on[0].ID + " carries it"
		if len(on) > 1 {
			s = fmt.Sprintf("%s and %d more interfaces carry it", on[0].ID, len(on)-1)
		}
		return s
	}
	b := model.BlastOf(u.b.s, []model.Step{{Change: model.SetTag{Group: g.ID}}})[0]
	switch {
	case len(b.Studios) > 0:
		return "Studio " + model.Printable(b.Studios[0].Name) + " (" + b.Studios[0].ID + ") names it"
	case len(b.Clusters) > 0:
		return "cluster " + model.Printable(b.Clusters[0].Name) + " (" + b.Clusters[0].ID + ") names it"
	}
	for a := range u.b.s.GroupAssociations() {
		if a.Group == g.ID {
			return "it is associated with " + a.VPC
		}
	}
	return ""
}

// added reports whether the run added a rule, by its id where both are known.
func (u *undoing) added(group string, r model.GroupRule) bool {
	for _, st := range u.steps {
		c, ok := st.Change.(model.Authorize)
		same := ok && c.Group == group && c.Rule == r.Rule && ours(st)
		if same && (st.Record.ID == "" || r.ID == "" || st.Record.ID == r.ID) {
			return true
		}
	}
	return false
}

// unmake deletes a group that the run made, or says why it stays.
func (u *undoing) unmake(st model.Assessed) {
	id := u.b.made[st.Step.Change.Target()].id
	g, ok := u.b.s.Group(id)
	if !ok {
		return
	}
	why := u.stays[id]
	if st.Record.Maker != model.MakerUs {
		u.tell("the group " + model.Printable(g.Label()) + " stays: " + why)
		return
	}
	s := model.Step{
		Change:  model.DeleteGroup{Group: id, Name: g.Name, VPC: g.VPC, Description: g.Description},
		Why:     "The run made this group, and nobody uses it.",
		Blocked: why,
	}
	if why != "" {
		s.Why = "The run made this group."
	}
	u.add(model.Assessed{JournalStep: st.JournalStep}, s)
}

// returning gives the groups that the run deleted, with the id of the group that has the name by now, or
// the pending one.
func (u *undoing) returning() map[string]string {
	out := map[string]string{}
	for _, st := range u.steps {
		c, ok := st.Change.(model.DeleteGroup)
		if !ok || !ours(st) {
			continue
		}
		out[c.Group] = model.PendingID(c.VPC, c.Name)
		if g, there := u.b.s.GroupNamed(c.VPC, c.Name); there {
			out[c.Group] = g.ID
		}
	}
	return out
}

// remake makes a group again that the run deleted, with the tags and rules that it had before. It gets
// another id, which nothing but the rules of this very undo will name.
func (u *undoing) remake(st model.Assessed, c model.DeleteGroup) {
	gone := st.Change.(model.DeleteGroup)
	was, known := u.before[gone.Group]
	if !known {
		was = model.Group{Name: gone.Name, VPC: gone.VPC, Description: gone.Description}
	}
	tags := settable(was.Tags)
	create := model.CreateGroup{VPC: gone.VPC, Name: gone.Name, Description: gone.Description}
	if v, ok := tags.Get(model.TagEMR); ok {
		create.Tag = model.Tag{Key: model.TagEMR, Value: v}
	} else if len(tags) > 0 {
		create.Tag = tags[0]
	}
	s := model.Step{Change: create, Why: "The run deleted this group. It comes back with another id than " + gone.Group + "."}
	if g, there := u.b.s.Group(c.Group); !there {
		u.add(st, s)
	} else if g.Description != gone.Description {
		s.Blocked = "there is another group of this name: " + g.ID
		u.add(st, s)
		return
	}
	u.refill(st, c.Group, was)
}

// refill gives a group that was made again its tags and rules, and takes away what EC2 gave it.
func (u *undoing) refill(st model.Assessed, id string, was model.Group) {
	g, ok := u.sim.Group(id)
	if !ok {
		return
	}
	for _, t := range settable(was.Tags) {
		if v, has := g.Tags.Get(t.Key); v != t.Value || !has {
			u.add(st, model.Step{
				Change: model.SetTag{Group: id, Key: t.Key, Old: v, HadOld: has, New: t.Value},
				Why:    "The group that was deleted had this tag.",
			})
		}
	}
	wanted := map[model.Rule]bool{}
	for _, r := range was.Rules {
		c := u.now(model.Authorize{
			Group: id, Rule: r.Rule, Description: r.Description, Tags: model.TagSetOf(settable(r.Tags)),
		}).(model.Authorize)
		wanted[c.Rule] = true
		if _, has := g.Find(c.Rule); !has {
			u.add(st, model.Step{
				Change: c, Why: "The group that was deleted had this rule.", Blocked: u.b.peerGone(c.Rule),
			})
		}
	}
	for _, r := range g.In(model.Egress) {
		if !wanted[r.Rule] && r.Rule.Protocol == model.AllProtocols && open(r.Rule) {
			u.add(st, model.Step{
				Change: model.Revoke{Group: id, Rule: r.Rule, RuleID: r.ID},
				Why:    "EC2 gives every new group this rule; the group that was deleted had it not.",
			})
		}
	}
}
