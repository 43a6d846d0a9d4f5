package emr

import (
	"cmp"
	"fmt"

	"github.com/sgscope/sgscope/model"
)

// create plans a set of default groups. Groups of those names that are there are adopted: they get
// what they lack, and what they have too much is offered for tightening.
func (d *draft) create(goal model.CreateGroups) {
	ws, engine := Defaults(goal.Set)
	ws.Name = cmp.Or(goal.WorkspaceName, ws.Name)
	ws.Description = cmp.Or(goal.WorkspaceDescription, ws.Description)
	engine.Name = cmp.Or(goal.EngineName, engine.Name)
	engine.Description = cmp.Or(goal.EngineDescription, engine.Description)
	if err := checkSet(goal, ws, engine); err != nil {
		d.plan.Conflict = err.Error()
		return
	}
	e := d.ensure(goal.VPC, engine)
	w := d.ensure(goal.VPC, ws)
	want := []model.Rule{engineIngress(w.ID), workspaceToEngine(e.ID)}
	owners := []model.Group{e, w}
	if goal.Set.Git() {
		want, owners = append(want, workspaceToGit()), append(owners, w)
	}
	fresh := map[string][]model.Change{}
	for i, r := range want {
		if _, has := owners[i].Find(r); has {
			continue
		}
		c := d.a.documented(owners[i].ID, r)
		d.add(c, model.Repair, needed(goal.Set, r), "")
		fresh[owners[i].ID] = append(fresh[owners[i].ID], c)
	}
	for _, g := range []model.Group{e, w} {
		if _, there := d.a.snap.Group(g.ID); !there {
			d.dropAllowAll(g, fresh[g.ID])
			continue
		}
		d.tightenAdopted(g)
	}
	d.compare(goal, w, e)
}

func checkSet(goal model.CreateGroups, ws, engine DefaultGroup) error {
	if goal.VPC == "" {
		return fmt.Errorf("choose the VPC in which the groups are made")
	}
	for _, g := range []DefaultGroup{ws, engine} {
		if err := model.CheckGroupName(g.Name); err != nil {
			return fmt.Errorf("name %q: %w", g.Name, err)
		}
		if err := model.CheckGroupDescription(g.Description); err != nil {
			return fmt.Errorf("description of %s: %w", g.Name, err)
		}
	}
	if ws.Name == engine.Name {
		return fmt.Errorf("two groups are needed: both are named %s", ws.Name)
	}
	return nil
}

func needed(set model.GroupSet, r model.Rule) string {
	words := Pair{Notebook: set == model.Notebooks || set == model.NotebooksGit}.words
	switch {
	case r.Direction == model.Ingress:
		return words("Engine must let the Workspace group in on tcp 18888.")
	case r.Peer.Kind == model.PeerGroup:
		return words("Workspace must reach Engine on tcp 18888.")
	}
	return words("Workspace must reach Git over HTTPS.")
}

// ensure gives the group of a name: the one that is there, or a new one as EC2 will make it.
func (d *draft) ensure(vpc string, want DefaultGroup) model.Group {
	if g, ok := d.a.snap.GroupNamed(vpc, want.Name); ok {
		if v, has := g.Tags.Get(model.TagEMR); v != "true" && !d.a.ofNotebooks(g.ID) {
			d.add(model.SetTag{Group: g.ID, Key: model.TagEMR, Old: v, HadOld: has, New: "true"}, model.Repair,
				"AWS's example service role may only use tagged groups.", "")
		}
		return g
	}
	c := model.CreateGroup{VPC: vpc, Name: want.Name, Description: want.Description, Tag: model.EMRTag()}
	d.add(c, model.Repair, "The VPC has no group of this name.", "")
	made, err := d.a.snap.With(c)
	if err != nil {
		return model.Group{ID: c.Target(), Name: c.Name, VPC: vpc}
	}
	g, _ := made.Group(c.Target())
	return g
}

// dropAllowAll takes away the egress that EC2 gives a new group by itself, as EMR Studio does.
func (d *draft) dropAllowAll(g model.Group, after []model.Change) {
	for _, e := range g.In(model.Egress) {
		c := model.Revoke{Group: g.ID, Rule: e.Rule}
		d.add(c, model.Repair, "EC2 gives every new group this rule, and nothing here needs it.", "")
		d.need(c, after...)
	}
}

// tightenAdopted offers what the checks find too much on a group that was there before.
func (d *draft) tightenAdopted(g model.Group) {
	for _, f := range d.a.findings {
		fix, isFix := f.Remedy.(model.Fix)
		if isFix && f.Subject.ID == g.ID && f.State == model.Unmet && f.Severity >= model.Wider &&
			f.ID != idWorkspaceEgress && f.ID != idEngineIngress && f.ID != idGitEgress {
			d.addFix(f, fix, model.PurposeOf(f.Severity))
		}
	}
}

// compare says how adopted groups differ from what would have been made.
func (d *draft) compare(goal model.CreateGroups, w, e model.Group) {
	wsDefault, engineDefault := Defaults(goal.Set)
	wants := map[string]string{
		w.ID: cmp.Or(goal.WorkspaceDescription, wsDefault.Description),
		e.ID: cmp.Or(goal.EngineDescription, engineDefault.Description),
	}
	for _, g := range []model.Group{e, w} {
		if _, there := d.a.snap.Group(g.ID); !there {
			continue
		}
		ad := model.Adoption{Group: g}
		if g.Description != wants[g.ID] {
			ad.Differences = append(ad.Differences, "its description is "+model.Printable(g.Description)+
				" and cannot be changed")
		}
		for _, s := range d.plan.Steps {
			if s.Change.Target() == g.ID {
				ad.Differences = append(ad.Differences, differs(s.Change))
			}
		}
		d.plan.Adopts = append(d.plan.Adopts, ad)
	}
}

// differs says what a change would correct.
func differs(c model.Change) string {
	switch c := c.(type) {
	case model.Authorize:
		return "lacks " + c.Rule.String()
	case model.Revoke:
		return "has " + c.Rule.String()
	case model.SetTag:
		return "lacks the tag " + c.Key + "=" + c.New
	case model.CreateGroup, model.DeleteGroup, model.RemoveTag:
	}
	return model.ChangeKind(c)
}
