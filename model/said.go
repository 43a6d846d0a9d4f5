package model

// RuleText gives a rule in words, its peer by name: "tcp 18888 from Workspace (sg-1)".
func (s Snapshot) RuleText(r Rule) string {
	word := " from "
	if r.Direction == Egress {
		word = " to "
	}
	return r.Traffic() + word + s.PeerText(r.Peer)
}

// PeerText gives a rule's far end in words, fit for a terminal.
func (s Snapshot) PeerText(p Peer) string {
	switch p.Kind {
	case PeerNone:
		return "nobody"
	case PeerGroup:
		return s.GroupText(p.ID)
	case PeerPrefixList:
		return Printable("prefix list " + p.ID)
	case PeerCIDR:
		switch p {
		case AnyIPv4():
			return "0.0.0.0/0 (any IPv4)"
		case AnyIPv6():
			return "::/0 (any IPv6)"
		}
		return p.Prefix.String()
	}
	return p.String()
}

// GroupText gives a group as "Name (sg-1)", also one that is planned, was deleted or was not read.
func (s Snapshot) GroupText(id string) string {
	if g, ok := s.Group(id); ok {
		return Printable(g.Label())
	}
	if _, name := PendingName(id); name != "" {
		return Printable(name + " (new)")
	}
	if s.GroupPresence(id) == Gone {
		return Printable(id + " (deleted)")
	}
	return Printable(id)
}

// ChangeText gives a change in one sentence, the group that is changed first, so that it is not taken for the far
// end: "on B (sg-2): add ingress tcp 18888 from A (sg-1)".
func (s Snapshot) ChangeText(c Change) string {
	switch c := c.(type) {
	case CreateGroup:
		text := "create group " + c.Name + " in " + c.VPC
		if c.Tag != (Tag{}) {
			text += ", tagged " + c.Tag.Key + "=" + c.Tag.Value
		}
		return Printable(text)
	case Authorize:
		return s.on(c.Group) + "add " + s.directed(c.Rule)
	case Revoke:
		return s.on(c.Group) + "remove " + s.directed(c.Rule)
	case SetTag:
		text := s.on(c.Group) + "set tag " + c.Key + "=" + c.New
		if c.HadOld {
			text += `, was "` + c.Old + `"`
		}
		return Printable(text)
	case DeleteGroup:
		return "delete group " + s.GroupText(c.Group)
	case RemoveTag:
		return Printable(s.on(c.Group) + "remove tag " + c.Key + "=" + c.Old)
	}
	return ""
}

// on leads a change with the group that it is made to.
func (s Snapshot) on(group string) string { return "on " + s.GroupText(group) + ": " }

// directed gives a rule with its direction.
func (s Snapshot) directed(r Rule) string { return r.Direction.String() + " " + s.RuleText(r) }
