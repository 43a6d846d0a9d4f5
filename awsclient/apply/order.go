package apply

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// Chosen is a step that is to be sent, with its index in the plan that was reviewed; what it needs is
// named by such indexes too.
type Chosen struct {
	Index int
	Step  model.Step
}

// chosenOf gives the steps of Order.Chosen with their places in the whole plan. Never among them are
// blocked steps, and steps that need one that was left out.
func chosenOf(o model.Order) []Chosen {
	var out []Chosen
	left := func(i int) bool {
		return !slices.ContainsFunc(out, func(c Chosen) bool { return c.Index == i })
	}
	for i, s := range o.Plan.Steps {
		if s.Blocked == "" && slices.Contains(o.Picks, i) && !slices.ContainsFunc(s.Needs, left) {
			out = append(out, Chosen{i, s})
		}
	}
	return out
}

// acceptable says why the order cannot be carried out at all, whatever the world is like.
func (r *runner) acceptable() error {
	src := r.a.opts.Source
	switch {
	case src.ReadOnly, src.Snapshot != "":
		return refusal("", "this is read-only: nothing can be applied")
	case r.order.Plan.Conflict != "":
		return refusal("", r.order.Plan.Conflict)
	case len(r.chosen) == 0:
		return refusal("", "no step is chosen")
	case r.order.VPC == "":
		return refusal("", "the order names no VPC")
	}
	made := map[string]bool{}
	for _, c := range r.chosen {
		for _, id := range mentions(c.Step.Change) {
			if model.IsPending(id) && !made[id] {
				_, name := model.PendingName(id)
				return refusal(name, fmt.Sprintf("step %d needs the group %s: choose the step that creates it too",
					c.Index+1, model.Printable(name)))
			}
		}
		if g, ok := c.Step.Change.(model.CreateGroup); ok {
			made[g.Target()] = true
		}
	}
	return nil
}

// mentions gives the ids of the groups that must be there for the change to work.
func mentions(c model.Change) []string {
	peer := func(group string, r model.Rule) []string {
		if r.Peer.Kind == model.PeerGroup && r.Peer.ID != group {
			return []string{group, r.Peer.ID}
		}
		return []string{group}
	}
	switch c := c.(type) {
	case model.CreateGroup:
		return nil
	case model.Authorize:
		return peer(c.Group, c.Rule)
	case model.Revoke:
		return peer(c.Group, c.Rule)
	case model.SetTag:
		return []string{c.Group}
	case model.DeleteGroup:
		return []string{c.Group}
	case model.RemoveTag:
		return []string{c.Group}
	}
	return nil
}

// permitted says why a chosen step must not be sent in the world that was just read: the account is
// not known, a group is another account's, or it is not in the VPC that was confirmed.
func (r *runner) permitted() error {
	origin := r.snap.Origin()
	account := origin.Caller.Account
	switch {
	case origin.Kind == model.FromFile:
		return refusal("", "this is a saved snapshot: nothing can be applied")
	case account == "":
		return refusal("", "the caller's account was not read, so nobody can say whose groups these are")
	}
	for _, c := range r.chosen {
		if g, ok := c.Step.Change.(model.CreateGroup); ok {
			if g.VPC != r.order.VPC {
				return refusal(g.VPC, "a group would be made in "+g.VPC+", but "+r.order.VPC+" was confirmed")
			}
			continue
		}
		g, ok := r.snap.Group(c.Step.Change.Target())
		switch {
		case !ok:
			continue // pending, or a step that will be settled by reading
		case g.Owner != "" && g.Owner != account:
			return refusal(g.ID, model.Printable(g.Label())+" belongs to account "+g.Owner+
				", the caller to "+account+": nothing of another account is ever changed")
		case g.VPC != r.order.VPC:
			return refusal(g.ID, model.Printable(g.Label())+" is in "+g.VPC+", but "+r.order.VPC+" was confirmed")
		}
	}
	return nil
}

func refusal(resource, why string) error {
	return model.Failure{Kind: model.FailedInvalid, Resource: resource, Message: why}
}
