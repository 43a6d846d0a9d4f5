package model

// Change is one edit of groups, rules or tags, as plain comparable data: two plans that want the
// same thing are equal. Nothing else is ever written.
//
//sumtype:decl
type Change interface {
	change()
	// Target gives the id of the group that is changed.
	Target() string
}

type (
	// CreateGroup makes a group, tagged in the same call. EC2 adds allow-all egress to it.
	CreateGroup struct {
		VPC, Name, Description string
		Tag                    Tag // the zero Tag for none
	}
	// Authorize adds one rule to a group. Tags are of the rule itself; only an undo gives it any.
	Authorize struct {
		Group       string
		Rule        Rule
		Description string
		Tags        TagSet
	}
	// Revoke takes one rule from a group. RuleID is "" where rule ids were not read.
	Revoke struct {
		Group  string
		Rule   Rule
		RuleID string
	}
	// SetTag sets a tag. Old is the value before; HadOld is false where the key was not there.
	SetTag struct {
		Group  string
		Key    string
		Old    string
		HadOld bool
		New    string
	}
	// DeleteGroup removes a group that an earlier plan made; it is only ever part of an undo.
	DeleteGroup struct {
		Group, Name, VPC, Description string
	}
	// RemoveTag removes a tag that an earlier plan set; it is only ever part of an undo.
	RemoveTag struct {
		Group, Key, Old string
	}
)

func (CreateGroup) change() {}
func (Authorize) change()   {}
func (Revoke) change()      {}
func (SetTag) change()      {}
func (DeleteGroup) change() {}
func (RemoveTag) change()   {}

// Target gives the pending id of the group to be.
func (c CreateGroup) Target() string { return PendingID(c.VPC, c.Name) }

// Target gives the group that gets the rule.
func (c Authorize) Target() string { return c.Group }

// Target gives the group that loses the rule.
func (c Revoke) Target() string { return c.Group }

// Target gives the group that is tagged.
func (c SetTag) Target() string { return c.Group }

// Target gives the group to be deleted.
func (c DeleteGroup) Target() string { return c.Group }

// Target gives the group whose tag goes.
func (c RemoveTag) Target() string { return c.Group }

// ChangeKind gives the word that JSON, journals and screens use: create-group, authorize, revoke,
// set-tag, delete-group, remove-tag.
func ChangeKind(c Change) string {
	switch c.(type) {
	case CreateGroup:
		return "create-group"
	case Authorize:
		return "authorize"
	case Revoke:
		return "revoke"
	case SetTag:
		return "set-tag"
	case DeleteGroup:
		return "delete-group"
	case RemoveTag:
		return "remove-tag"
	}
	return ""
}

// Grants reports whether the change can only open paths or make a path's ground: everything but
// taking away a rule, a group or a tag.
func Grants(c Change) bool {
	switch c.(type) {
	case CreateGroup, Authorize, SetTag:
		return true
	case Revoke, DeleteGroup, RemoveTag:
		return false
	}
	return false
}

// Rebind gives the change with every mention of a pending group replaced by the id that EC2 gave
// it, in target and peer alike.
func Rebind(c Change, pending, id string) Change {
	swap := func(s string) string {
		if s == pending {
			return id
		}
		return s
	}
	rule := func(r Rule) Rule {
		if r.Peer == GroupPeer(pending) {
			r.Peer = GroupPeer(id)
		}
		return r
	}
	switch c := c.(type) {
	case CreateGroup:
		return c
	case Authorize:
		c.Group, c.Rule = swap(c.Group), rule(c.Rule)
		return c
	case Revoke:
		c.Group, c.Rule = swap(c.Group), rule(c.Rule)
		return c
	case SetTag:
		c.Group = swap(c.Group)
		return c
	case DeleteGroup:
		c.Group = swap(c.Group)
		return c
	case RemoveTag:
		c.Group = swap(c.Group)
		return c
	}
	return c
}
