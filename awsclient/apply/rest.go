package apply

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// RestPlan gives the changes of a journal that the snapshot does not show, in the journal's order, with
// the ids that groups have now. It is reviewed, drift-checked and confirmed like any plan; an Order of it
// names the journal as what it continues. What nobody can decide is in it and cannot be selected.
func (a *Applier) RestPlan(j model.Journal, s model.Snapshot) model.Plan {
	p := model.Plan{Goal: j.Goal}
	if p.Conflict = elsewhere(j, s); p.Conflict != "" {
		return p
	}
	b := bind(j, s)
	at := map[int]int{} // index in the plan that was reviewed → index in this one
	for _, st := range assess(j, s) {
		if standing(st.State) {
			p.Adopts = append(p.Adopts, adopted(st, s)...)
			continue
		}
		step := b.again(st)
		step.Needs = nil
		for _, n := range st.Step.Needs {
			if i, left := at[n]; left {
				step.Needs = append(step.Needs, i)
			}
		}
		at[st.Record.Step] = len(p.Steps)
		p.Steps = append(p.Steps, step)
	}
	needGroups(p.Steps)
	p.Rests = rests(p.Steps, s)
	return p
}

// adopted names a group that the journal wanted and somebody else made.
func adopted(st model.Assessed, s model.Snapshot) []model.Adoption {
	c, ok := st.Step.Change.(model.CreateGroup)
	if !ok || st.State != model.StepDoneByOther {
		return nil
	}
	g, ok := s.GroupNamed(c.VPC, c.Name)
	if !ok {
		return nil
	}
	return []model.Adoption{{Group: g}}
}

// again gives a step that does not stand as it is to be sent now.
func (b bindings) again(st model.Assessed) model.Step {
	step := st.Step
	step.Change, step.Blocked = b.fresh(st.Change), ""
	switch st.State {
	case model.StepUndecided:
		step.Blocked = st.Why
	case model.StepTakenBack:
		step.Why = sentence("It was done, and somebody took it back since", step.Why)
	case model.StepNotDone, model.StepDone, model.StepDoneByOther:
	}
	if r, ok := step.Change.(model.Revoke); ok {
		if was := st.Step.Change.(model.Revoke).RuleID; was != "" && was != r.RuleID {
			step.Why = sentence("The rule was made anew since, as "+r.RuleID, step.Why)
		}
	}
	if step.Blocked == "" {
		step.Blocked = b.blocked(step.Change)
	}
	return step
}

// sentence puts two sentences together, either of which may be without its full stop or empty.
func sentence(first, then string) string {
	return strings.TrimSuffix(strings.TrimSuffix(first, ".")+". "+then, " ")
}

// fresh gives a change with the rule's id and the tag's value as they are now.
func (b bindings) fresh(c model.Change) model.Change {
	g, _ := b.s.Group(c.Target())
	switch c := c.(type) {
	case model.Revoke:
		if have, ok := g.Find(c.Rule); ok {
			c.RuleID = have.ID
		}
		return c
	case model.SetTag:
		c.Old, c.HadOld = g.Tags.Get(c.Key)
		return c
	case model.CreateGroup, model.Authorize, model.RemoveTag, model.DeleteGroup:
	}
	return c
}

// blocked says why a change must not be sent in this world; "" if it may.
func (b bindings) blocked(c model.Change) string {
	g, ok := b.s.Group(c.Target())
	if !ok {
		return ""
	}
	if account := b.s.Origin().Caller.Account; g.Owner != "" && g.Owner != account {
		return "owned by account " + g.Owner + ": only its owner may change it"
	}
	switch c := c.(type) {
	case model.Authorize:
		return b.peerGone(c.Rule)
	case model.RemoveTag:
		if v, _ := g.Tags.Get(c.Key); v != c.Old {
			return "somebody set the tag to " + v + " since"
		}
	case model.CreateGroup, model.Revoke, model.SetTag, model.DeleteGroup:
	}
	if model.Grants(c) || b.isMade(g.ID) && b.idle(g.ID) {
		return ""
	}
	return usageUnknown(b.s, g.VPC)
}

// idle reports whether surely no interface carries a group.
func (b bindings) idle(group string) bool {
	return b.s.Reading(model.PartInterfaces, b.j.Place.VPC).Whole() && len(b.s.InterfacesOf(group)) == 0
}

func (b bindings) peerGone(r model.Rule) string {
	if r.Peer.Kind == model.PeerGroup && b.s.GroupPresence(r.Peer.ID) == model.Gone {
		return "the group that the rule names, " + r.Peer.ID + ", was deleted"
	}
	return ""
}

// usageUnknown says why nothing may be taken from a VPC's groups; "" if all of their users are known.
func usageUnknown(s model.Snapshot, vpc string) string {
	var names []string
	for _, p := range model.UsageUnread(s, vpc) {
		names = append(names, p.Name())
	}
	if len(names) == 0 {
		return ""
	}
	return "usage unknown: " + strings.Join(names, ", ") + " not read whole"
}

// needGroups makes every step need the one that makes a group which it touches or names.
func needGroups(steps []model.Step) {
	made := map[string]int{}
	for i := range steps {
		if c, ok := steps[i].Change.(model.CreateGroup); ok {
			made[c.Target()] = i
		}
		for _, id := range mentions(steps[i].Change) {
			if n, ok := made[id]; ok && !slices.Contains(steps[i].Needs, n) {
				steps[i].Needs = append(steps[i].Needs, n)
			}
		}
		slices.Sort(steps[i].Needs)
	}
}

// rests records the state of every group that steps touch or name.
func rests(steps []model.Step, s model.Snapshot) []model.Basis {
	var ids []string
	for _, st := range steps {
		ids = append(ids, st.Change.Target())
		ids = append(ids, mentions(st.Change)...)
	}
	slices.Sort(ids)
	var out []model.Basis
	for _, id := range slices.Compact(ids) {
		out = append(out, basis(s, id))
	}
	return out
}
