package apply

import (
	"cmp"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
)

// UndoPlan gives the changes that take back what a journal did, the last first as far as a safe order
// allows: what was taken away comes back before what was added goes. It is reviewed, drift-checked,
// confirmed and journaled like any plan.
//
// Nothing is taken back that the run did not do: what stood already, what somebody else made, and groups
// whose maker is not known stay. What cannot be undone, or not exactly, says so: a step is blocked, its
// reason tells, or a refusal without a finding does.
//
// A run that carried out the rest of earlier ones is taken back together with them.
func (a *Applier) UndoPlan(j model.Journal, s model.Snapshot) model.Plan {
	j = whole(j)
	u := &undoing{b: bind(j, s), sim: s, steps: assess(j, s), before: map[string]model.Group{}}
	u.plan.Goal = model.Undo{Journal: j.Path}
	if u.plan.Conflict = elsewhere(j, s); u.plan.Conflict != "" {
		return u.plan
	}
	for _, g := range j.Before {
		u.before[g.ID] = g
	}
	if len(j.Taken) > 0 {
		u.tell("a later journal carries this one on or takes it back: look at " + base(j.Taken[0].Path) + " first")
	}
	u.doom()
	u.reborn = u.returning()
	for _, st := range slices.Backward(u.steps) {
		u.invert(st)
	}
	return u.finish()
}

// undoing is an undo on its way to a plan.
type undoing struct {
	b      bindings
	steps  []model.Assessed
	before map[string]model.Group // as they were before the run
	sim    model.Snapshot         // the world after the steps of the plan so far
	plan   model.Plan
	doomed map[string]int    // group that the run made and that goes → its place in the order of deletion
	stays  map[string]string // group that the run made and that stays → why
	reborn map[string]string // group that the run deleted → id under which it comes back
}

func (u *undoing) tell(text string) {
	u.plan.Refusals = append(u.plan.Refusals, model.Refusal{Advice: model.Advice{Text: text}})
}

// ours reports whether the run did a step, or most likely did: it was sent, and it stands.
func ours(st model.Assessed) bool {
	switch st.Record.Outcome {
	case model.Done:
		return st.State == model.StepDone
	case model.Sent, model.Unsettled:
		return st.State == model.StepDone
	case model.Planned, model.AlreadySo, model.NotDone:
	}
	return false
}

// invert adds what takes a step back.
func (u *undoing) invert(st model.Assessed) {
	if !ours(st) {
		u.explain(st)
		return
	}
	switch c := u.now(st.Change).(type) {
	case model.CreateGroup:
		u.unmake(st)
	case model.Authorize:
		u.unauthorize(st, c)
	case model.Revoke:
		u.unrevoke(st, c)
	case model.SetTag:
		u.untag(st, c)
	case model.RemoveTag:
		u.retag(st, c)
	case model.DeleteGroup:
		u.remake(st, c)
	}
}

// explain says of a step that is not taken back why, where the operator may wonder.
func (u *undoing) explain(st model.Assessed) {
	what := words(st.Change, u.b.s.Group)
	switch {
	case st.State == model.StepTakenBack && st.Record.Outcome == model.Done:
		u.tell(what + ": somebody took it back already")
	case st.State == model.StepUndecided && st.Record.Outcome != model.Planned && st.Record.Outcome != model.NotDone:
		u.tell(what + ": it cannot be undone: " + st.Why)
	case st.State == model.StepDoneByOther && st.Why != "":
		u.tell(what + ": it stays: " + st.Why)
	}
}

// now gives a change with the ids under which deleted groups come back.
func (u *undoing) now(c model.Change) model.Change {
	for old, id := range u.reborn {
		c = model.Rebind(c, old, id)
	}
	return c
}

// add adds a step and lets it have its effect on the world that the next ones see.
func (u *undoing) add(st model.Assessed, s model.Step) {
	if slices.ContainsFunc(u.plan.Steps, func(have model.Step) bool { return have.Change == s.Change }) {
		return // two runs of one plan had it
	}
	if st.Why == noAnswer {
		s.Purpose = model.Tighten
		s.Why = sentence(s.Why, "No answer came to the call that this takes back: it is most likely this program's, not surely")
	}
	if s.Blocked == "" {
		s.Blocked = u.blocked(s.Change)
	}
	if g, ok := u.b.s.Group(s.Change.Target()); ok {
		if was, had := u.before[g.ID]; had && was.Name != g.Name {
			s.Why = sentence(s.Why, "The group's name was "+was.Name)
		}
	}
	s.Drift = st.Step.Drift
	if s.Blocked == "" {
		if next, err := u.sim.With(s.Change); err == nil {
			u.sim = next
		}
	}
	u.plan.Steps = append(u.plan.Steps, s)
}

func (u *undoing) blocked(c model.Change) string {
	g, ok := u.b.s.Group(c.Target())
	if !ok {
		return ""
	}
	if account := u.b.s.Origin().Caller.Account; g.Owner != "" && g.Owner != account {
		return "owned by account " + g.Owner + ": only its owner may change it"
	}
	if model.Grants(c) {
		return ""
	}
	return usageUnknown(u.b.s, g.VPC)
}

// finish puts the steps in an order in which nothing is cut whose replacement is not there, and says
// what each needs and what all of them rest on.
func (u *undoing) finish() model.Plan {
	sort.SliceStable(u.plan.Steps, func(i, j int) bool {
		x, y := &u.plan.Steps[i], &u.plan.Steps[j]
		return cmp.Or(cmp.Compare(stage(x.Change), stage(y.Change)), cmp.Compare(u.turn(*x), u.turn(*y))) < 0
	})
	steps := u.plan.Steps
	for i := range steps {
		steps[i].Needs = nil
		for n := range i {
			if steps[n].Blocked == "" && u.needs(steps[i].Change, steps[n].Change) {
				steps[i].Needs = append(steps[i].Needs, n)
			}
		}
	}
	needGroups(steps)
	u.plan.Rests = rests(steps, u.b.s)
	return u.plan
}

// stage gives a change's place in an undo.
func stage(c model.Change) int {
	switch c := c.(type) {
	case model.SetTag:
		if model.IsPending(c.Group) {
			return 2
		}
		return 0
	case model.CreateGroup:
		return 1
	case model.Authorize:
		return 3
	case model.Revoke:
		return 4
	case model.RemoveTag:
		return 5
	case model.DeleteGroup:
		return 6
	}
	return 7
}

// turn puts deletions into their order: a group goes before those that its rules name.
func (u *undoing) turn(s model.Step) int {
	if c, ok := s.Change.(model.DeleteGroup); ok {
		return u.doomed[c.Group]
	}
	return 0
}

// needs reports whether a change must not be sent unless an earlier one was: what goes needs what comes
// back in its place, and a group's deletion needs every rule gone that names it.
func (u *undoing) needs(c, earlier model.Change) bool {
	switch c := c.(type) {
	case model.Revoke:
		e, ok := earlier.(model.Authorize)
		return ok && e.Group == c.Group && overlap(e.Rule, c.Rule)
	case model.DeleteGroup:
		switch e := earlier.(type) {
		case model.Revoke:
			return e.Rule.Peer == model.GroupPeer(c.Group)
		case model.DeleteGroup:
			g, _ := u.b.s.Group(e.Group)
			return slices.ContainsFunc(g.Rules, func(r model.GroupRule) bool { return r.Rule.Peer == model.GroupPeer(c.Group) })
		case model.CreateGroup, model.Authorize, model.SetTag, model.RemoveTag:
		}
	case model.CreateGroup, model.Authorize, model.SetTag, model.RemoveTag:
	}
	return false
}

func overlap(a, b model.Rule) bool {
	return a.Direction == b.Direction && a.Ports.Overlaps(b.Ports) &&
		(a.Protocol == b.Protocol || a.Protocol == model.AllProtocols || b.Protocol == model.AllProtocols)
}
