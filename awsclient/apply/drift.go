package apply

import (
	"slices"

	"github.com/sgscope/sgscope/model"
)

// drift says in words how the world, or the plan made of it, differs from what was reviewed. Empty
// means that the order may be carried out as it stands.
func (a *Applier) drift(o model.Order, chosen []Chosen, fresh model.Plan, snap model.Snapshot) []string {
	out := a.restsDiffer(o, fresh.Rests, snap)
	out = append(out, stepsDiffer(o.Plan, fresh, snap)...)
	if fresh.Conflict != "" {
		out = append(out, "there is no plan any more: "+model.Printable(fresh.Conflict))
	}
	out = append(out, selectable(o, chosen, fresh, snap)...)
	if len(out) == 0 {
		return nil
	}
	return append(out, unread(snap, o.VPC)...)
}

// selectable says which chosen steps are still planned but could not be chosen any more.
func selectable(o model.Order, chosen []Chosen, fresh model.Plan, snap model.Snapshot) []string {
	var out []string
	again := chosenOf(model.Order{Plan: fresh, Picks: o.Picks})
	for _, c := range chosen {
		same := func(s model.Step) bool { return s.Change == c.Step.Change }
		i := slices.IndexFunc(fresh.Steps, same)
		if i < 0 {
			continue
		}
		what := words(c.Step.Change, snap.Group) + " cannot be applied now: "
		switch {
		case fresh.Steps[i].Blocked != "":
			out = append(out, what+model.Printable(fresh.Steps[i].Blocked))
		case o.Plan.Same(fresh) && !slices.ContainsFunc(again, func(c Chosen) bool { return same(c.Step) }):
			out = append(out, what+"it needs a step that is not chosen")
		}
	}
	return out
}

// unread names the parts that this read did not get whole, which may be all that differs.
func unread(snap model.Snapshot, vpc string) []string {
	var out []string
	for _, p := range model.Parts() {
		r := snap.Reading(p, vpc)
		if r.State != model.ReadFailed && r.State != model.ReadPartly {
			continue
		}
		s := p.Name() + ": " + r.State.String() + " this time"
		if r.Failure != (model.Failure{}) {
			s += ": " + r.Failure.Error()
		}
		out = append(out, model.Printable(s))
	}
	return out
}

// restsDiffer compares the groups that the plan rests on.
func (a *Applier) restsDiffer(o model.Order, fresh []model.Basis, snap model.Snapshot) []string {
	old := o.Plan.Rests
	now := map[string]model.Basis{}
	for _, b := range fresh {
		now[b.Group] = b
	}
	var out []string
	known := map[string]bool{}
	for _, b := range old {
		known[b.Group] = true
		n, ok := now[b.Group]
		if !ok {
			n = basis(snap, b.Group)
		}
		if n != b {
			out = append(out, a.basisDiffers(o, b, n, snap)...)
		}
	}
	for _, b := range fresh {
		if !known[b.Group] {
			out = append(out, "the plan now rests on "+name(snap, b.Group)+" too")
		}
	}
	return out
}

func basis(snap model.Snapshot, id string) model.Basis {
	b := model.Basis{Group: id, Presence: snap.GroupPresence(id)}
	if g, ok := snap.Group(id); ok {
		b.Digest = g.Digest()
	}
	return b
}

func (a *Applier) basisDiffers(o model.Order, was, is model.Basis, snap model.Snapshot) []string {
	label := name(snap, was.Group)
	if was.Presence != is.Presence {
		switch is.Presence {
		case model.Present:
			return []string{label + " is there now; it was not when the plan was reviewed"}
		case model.Gone:
			if was.Presence == model.NotKnown {
				return []string{label + " is now known not to exist; it was not known when the plan was reviewed"}
			}
			return []string{label + " was deleted since the review"}
		case model.NotKnown:
			return []string{label + " is not in what was read now; it was when the plan was reviewed"}
		}
	}
	seen, found := o.Seen.Group(was.Group)
	if found = found && seen.Digest() == was.Digest; !found && a.opts.Seen != nil {
		seen, found = a.opts.Seen(was.Group, was.Digest)
	}
	if g, ok := snap.Group(was.Group); ok && found {
		if out := groupDiffers(seen, g); len(out) > 0 {
			return out
		}
	}
	return []string{label + " was changed since the review"}
}

func name(snap model.Snapshot, id string) string {
	if g, ok := snap.Group(id); ok {
		return model.Printable(g.Label())
	}
	if _, n := model.PendingName(id); n != "" {
		return "the group " + model.Printable(n)
	}
	return id
}

// groupDiffers says in words what was done to a group between two reads.
func groupDiffers(was, is model.Group) []string {
	var out []string
	for _, d := range model.GroupDeltas(was, is) {
		out = append(out, model.Printable(is.Label()+": "+d.Sentence))
	}
	return out
}

// stepsDiffer compares the steps of the two plans.
func stepsDiffer(old, fresh model.Plan, snap model.Snapshot) []string {
	if old.Same(fresh) {
		return nil
	}
	var out []string
	only := func(p, q model.Plan, say string) {
		for _, s := range p.Steps {
			if !slices.ContainsFunc(q.Steps, func(t model.Step) bool { return aim(t.Change) == aim(s.Change) }) {
				out = append(out, say+words(s.Change, snap.Group))
			}
		}
	}
	only(old, fresh, "no longer planned: ")
	only(fresh, old, "newly planned: ")
	for _, s := range fresh.Steps {
		i := slices.IndexFunc(old.Steps, func(t model.Step) bool { return aim(t.Change) == aim(s.Change) })
		if i >= 0 && old.Steps[i].Change != s.Change {
			out = append(out, "planned with another rule id, description or value before: "+words(s.Change, snap.Group))
		}
	}
	if len(out) == 0 {
		out = append(out, "the changes are planned in another order")
	}
	return out
}
