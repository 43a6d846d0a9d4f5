package model

import (
	"maps"
	"slices"
)

// With gives the snapshot as it would be after the changes, in order. It refuses what EC2 would
// refuse (a duplicate rule, a rule or group that is not there) with a Failure; the receiver stays
// as it was. A new group has the id PendingID and EC2's automatic allow-all egress.
func (s Snapshot) With(changes ...Change) (Snapshot, error) {
	next := Snapshot{base: s.base, edit: s.edit.clone()}
	for _, c := range changes {
		if err := next.apply(c); err != nil {
			return s, err
		}
	}
	return next, nil
}

func (o *overlay) clone() *overlay {
	if o == nil {
		return &overlay{groups: map[string]Group{}, deleted: map[string]bool{}}
	}
	return &overlay{groups: maps.Clone(o.groups), order: slices.Clone(o.order), deleted: maps.Clone(o.deleted)}
}

// apply edits the overlay of a snapshot that nobody else has seen yet.
func (s Snapshot) apply(c Change) error {
	switch c := c.(type) {
	case CreateGroup:
		return s.create(c)
	case Authorize:
		return s.edited(c.Group, func(g Group) (Group, error) { return g.authorized(c) })
	case Revoke:
		return s.edited(c.Group, func(g Group) (Group, error) { return g.revoked(c) })
	case SetTag:
		return s.edited(c.Group, func(g Group) (Group, error) {
			g.Tags = g.Tags.With(Tag{c.Key, c.New})
			return g, nil
		})
	case RemoveTag:
		return s.edited(c.Group, func(g Group) (Group, error) {
			g.Tags = g.Tags.Without(c.Key)
			return g, nil
		})
	case DeleteGroup:
		if _, ok := s.Group(c.Group); !ok {
			return missing(c.Group)
		}
		s.edit.deleted[c.Group] = true
		return nil
	}
	return nil
}

func (s Snapshot) create(c CreateGroup) error {
	if g, ok := s.GroupNamed(c.VPC, c.Name); ok {
		return Failure{
			Kind: FailedDuplicate, Call: "ec2:CreateSecurityGroup", Resource: g.Label(),
			Code: "InvalidGroup.Duplicate", Message: "the VPC has a group of this name",
		}
	}
	id := c.Target()
	g := Group{
		ID: id, Name: c.Name, Description: c.Description, VPC: c.VPC,
		Rules: []GroupRule{{Rule: AllTraffic(Egress, AnyIPv4())}},
	}
	if v, ok := s.VPC(c.VPC); ok {
		g.Owner, g.Region = v.Owner, v.Region
		if v.HasIPv6() {
			g.Rules = append(g.Rules, GroupRule{Rule: AllTraffic(Egress, AnyIPv6())})
		}
	}
	if g.Owner == "" {
		g.Owner = s.Origin().Caller.Account
	}
	if c.Tag != (Tag{}) {
		g.Tags = NewTags(c.Tag)
	}
	s.edit.groups[id] = g
	s.edit.order = append(s.edit.order, id)
	delete(s.edit.deleted, id)
	return nil
}

func (s Snapshot) edited(id string, f func(Group) (Group, error)) error {
	g, ok := s.Group(id)
	if !ok {
		return missing(id)
	}
	g, err := f(g)
	if err != nil {
		return err
	}
	s.edit.groups[id] = g
	return nil
}

func missing(id string) error {
	return Failure{Kind: FailedNotFound, Resource: id, Code: "InvalidGroup.NotFound", Message: "no such group"}
}

func (g Group) authorized(c Authorize) (Group, error) {
	if _, dup := g.Find(c.Rule); dup {
		return g, Failure{
			Kind: FailedDuplicate, Call: "ec2:Authorize", Resource: g.Label(),
			Code: "InvalidPermission.Duplicate", Message: "the group has the rule " + c.Rule.String(),
		}
	}
	at := len(g.Rules)
	if c.Rule.Direction == Ingress {
		at = g.Count(Ingress)
	}
	g.Rules = slices.Insert(slices.Clone(g.Rules), at, GroupRule{
		Rule: c.Rule, Description: c.Description, Tags: c.Tags.Tags(),
	})
	return g, nil
}

func (g Group) revoked(c Revoke) (Group, error) {
	i := slices.IndexFunc(g.Rules, func(r GroupRule) bool { return r.Rule == c.Rule })
	if i < 0 {
		return g, Failure{
			Kind: FailedNotFound, Call: "ec2:Revoke", Resource: g.Label(),
			Code: "InvalidPermission.NotFound", Message: "the group has no rule " + c.Rule.String(),
		}
	}
	g.Rules = slices.Delete(slices.Clone(g.Rules), i, i+1)
	return g, nil
}
