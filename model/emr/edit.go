package emr

import (
	"errors"
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// RuleEdit is one edit of a group's rules: an addition has no Old, a removal no New.
type RuleEdit struct {
	Old         model.GroupRule
	New         model.Rule
	Description string // of New
}

// Adds reports whether the edit gives the group a rule.
func (e RuleEdit) Adds() bool { return e.New != (model.Rule{}) }

// Removes reports whether the edit takes a rule from the group.
func (e RuleEdit) Removes() bool { return e.Old.Rule != (model.Rule{}) }

// RuleEdits are edits of one group's rules that somebody is writing. The zero value but for the group
// is none. Methods give new values.
type RuleEdits struct {
	Group string
	List  []RuleEdit
}

// With adds an edit, or with the index of one puts it in that one's place.
func (e RuleEdits) With(at int, edit RuleEdit) RuleEdits {
	e.List = slices.Clone(e.List)
	if at >= 0 && at < len(e.List) {
		e.List[at] = edit
		return e
	}
	e.List = append(e.List, edit)
	return e
}

// Without takes an edit back.
func (e RuleEdits) Without(at int) RuleEdits {
	e.List = slices.Delete(slices.Clone(e.List), at, at+1)
	return e
}

// Of gives the index of the edit of a rule that the group has; -1 for none.
func (e RuleEdits) Of(old model.Rule) int {
	return slices.IndexFunc(e.List, func(x RuleEdit) bool { return x.Removes() && x.Old.Rule == old })
}

// Goal gives the edits as a goal: an edited rule is added as it will be, then removed as it was.
func (e RuleEdits) Goal() model.EditRules {
	var removed, edited, added []model.Change
	for _, x := range e.List {
		add := model.Authorize{Group: e.Group, Rule: x.New, Description: x.Description}
		remove := model.Revoke{Group: e.Group, Rule: x.Old.Rule, RuleID: x.Old.ID}
		switch {
		case !x.Removes():
			added = append(added, add)
		case !x.Adds():
			removed = append(removed, remove)
		default:
			edited = append(edited, add, remove)
		}
	}
	return model.EditRules{Changes: slices.Concat(removed, edited, added)}
}

// ErrOnlyDescription says that an edit changes nothing but a rule's description.
var ErrOnlyDescription = errors.New("only the description differs, which EC2 changes by a call of its own")

// ErrNothingChanged says that an edit is the rule as it is.
var ErrNothingChanged = errors.New("nothing is changed yet")

// CheckEdit says why an edit cannot stand beside the others; nil if it can. at is the index of the edit
// that it replaces, -1 for none.
func (a *Analysis) CheckEdit(e RuleEdits, at int, edit RuleEdit) error {
	if !edit.Adds() {
		return nil
	}
	if err := model.CheckRuleDescription(edit.Description); err != nil {
		return fmt.Errorf("description: %w", err)
	}
	if edit.Removes() && edit.New == edit.Old.Rule {
		if edit.Description == edit.Old.Description {
			return ErrNothingChanged
		}
		return ErrOnlyDescription
	}
	for i, x := range e.List {
		switch {
		case i == at:
		case x.Adds() && x.New == edit.New:
			return errors.New("this rule is staged already")
		case x.Removes() && x.Old.Rule == edit.New:
			return errors.New("its removal is staged: take that back instead (u), a plan cannot do both")
		}
	}
	g, _ := a.snap.Group(e.Group)
	if have, dup := g.Find(edit.New); dup {
		if have.ID != "" {
			return fmt.Errorf("the group has this rule already: %s", have.ID)
		}
		return errors.New("the group has this rule already")
	}
	return a.checkPeer(g, edit.New.Peer)
}

// checkPeer says why EC2 would refuse a rule's far end: a group that is not there, or of a VPC that is
// not peered with the group's own.
// Source: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
func (a *Analysis) checkPeer(g model.Group, p model.Peer) error {
	switch p.Kind {
	case model.PeerGroup:
		if model.IsPending(p.ID) {
			return nil
		}
		far, ok := a.snap.Group(p.ID)
		switch {
		case !ok && a.snap.GroupPresence(p.ID) == model.Gone:
			return fmt.Errorf("peer: there is no group %s any more", p.ID)
		case ok && far.VPC != g.VPC && !a.peered(g.VPC, far.VPC):
			return fmt.Errorf("peer: %s is in %s, which is neither the group's VPC nor peered with it", p.ID, far.VPC)
		}
	case model.PeerPrefixList:
		_, ok := a.snap.PrefixList(p.ID)
		if !ok && a.snap.Reading(model.PartPrefixLists, g.VPC).Whole() {
			return fmt.Errorf("peer: there is no prefix list %s among those read", p.ID)
		}
	case model.PeerCIDR, model.PeerNone:
	}
	return nil
}

// peered reports whether two VPCs are joined by a peering that carries traffic, or may be: those that
// were not read are EC2's to refuse.
func (a *Analysis) peered(vpc, other string) bool {
	for p := range a.snap.Peerings() {
		if far, ok := p.Other(vpc); ok && far.VPC == other {
			return p.Active()
		}
	}
	return !a.snap.Reading(model.PartPeerings, vpc).Whole()
}

// Consequences is what changes would do: what is found then and is not now, what is found no more, and
// which paths open and close.
type Consequences struct {
	Appear, Vanish []model.Finding
	Effects        Effects
	Quota          []model.QuotaUse // quotas that the changes go beyond on their way
	Problem        string           // why the changes do not go together; "" if they do
}

// Consequences judges a goal's changes, those that could be selected, as if they were made.
func (a *Analysis) Consequences(g model.Goal) Consequences {
	plan := a.Plan(g)
	if plan.Conflict != "" {
		return Consequences{Problem: plan.Conflict}
	}
	changes := plan.Changes(func(model.Step) bool { return true })
	after, err := a.snap.With(changes...)
	if err != nil {
		return Consequences{Problem: err.Error()}
	}
	then := Analyse(after, a.scope)
	return Consequences{
		Appear: notIn(then.findings, a.findings), Vanish: notIn(a.findings, then.findings),
		Effects: EffectsOf(a.snap, changes), Quota: plan.OverQuota(a.snap, model.Quotas{}),
	}
}

// notIn gives the findings that another list does not have as bad as they are.
func notIn(list, other []model.Finding) []model.Finding {
	had := map[string]model.Finding{}
	for _, f := range other {
		had[f.Key()] = f
	}
	var out []model.Finding
	for _, f := range list {
		o, ok := had[f.Key()]
		if !ok || stateRank(f) < stateRank(o) || f.State == o.State && f.Severity > o.Severity {
			out = append(out, f)
		}
	}
	return out
}

// EditsOf gives the edits that a goal was made of, and reports whether it was made of any: all its
// changes are then about the rules of one group.
func (a *Analysis) EditsOf(g model.EditRules) (RuleEdits, bool) {
	var e RuleEdits
	for i, c := range g.Changes {
		if i > 0 && c.Target() != e.Group {
			return e, false
		}
		e.Group = c.Target()
		switch c := c.(type) {
		case model.Authorize:
			e.List = append(e.List, RuleEdit{New: c.Rule, Description: c.Description})
		case model.Revoke:
			old := model.GroupRule{Rule: c.Rule, ID: c.RuleID}
			if sg, ok := a.snap.Group(c.Group); ok {
				if have, has := sg.Find(c.Rule); has {
					old = have
				}
			}
			if n := len(e.List); i > 0 && replaces(g.Changes[i-1], c) {
				e.List[n-1].Old = old
				continue
			}
			e.List = append(e.List, RuleEdit{Old: old})
		case model.CreateGroup, model.SetTag, model.DeleteGroup, model.RemoveTag:
			return e, false
		}
	}
	return e, len(e.List) > 0 && !model.IsPending(e.Group)
}
