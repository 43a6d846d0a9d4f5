package apply

import "github.com/sgscope/sgscope/model"

// words gives a change in one line for people. find gives the groups that are known by name.
func words(c model.Change, find func(id string) (model.Group, bool)) string {
	label := func(id string) string {
		if g, ok := find(id); ok {
			return g.Label()
		}
		if _, name := model.PendingName(id); name != "" {
			return name + " (new)"
		}
		return id
	}
	var s string
	switch c := c.(type) {
	case model.CreateGroup:
		s = "create the group " + c.Name + " in " + c.VPC
	case model.Authorize:
		s = "authorize " + c.Rule.String() + " on " + label(c.Group)
	case model.Revoke:
		s = "revoke " + c.Rule.String() + " from " + label(c.Group)
	case model.SetTag:
		s = "tag " + label(c.Group) + " with " + c.Key + "=" + c.New
	case model.DeleteGroup:
		s = "delete the group " + label(c.Group)
	case model.RemoveTag:
		s = "remove the tag " + c.Key + " from " + label(c.Group)
	}
	return model.Printable(s)
}
