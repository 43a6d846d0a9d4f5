package emr

import "github.com/sgscope/sgscope/model"

// ManagedWarning says what EMR itself does about a change, where the group is one that EMR manages; "" for
// any other group, and for changes that EMR leaves alone.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func (a *Analysis) ManagedWarning(c model.Change) string {
	group := c.Target()
	if !a.managed(group) {
		return ""
	}
	const (
		all   = "Every cluster that has the group is touched."
		never = "EMR never adds an outbound rule to a group that it manages, and never takes one away."
	)
	switch c := c.(type) {
	case model.Authorize:
		if c.Rule.Direction == model.Egress {
			return never + " " + all
		}
		if a.roles.has(group, RoleServiceAccess) && !isDefault(a, group) && c.Rule.Ports == model.Port(9443) {
			return "In a custom service access group EMR only looks for this rule, and never adds it. " + all
		}
		if openToWorld(model.Group{Rules: []model.GroupRule{{Rule: c.Rule}}}, c.Rule) {
			return "EMR may take a public rule away again where its block public access is on. " + all
		}
		return "EMR manages this group: it adds missing inbound rules itself whenever a cluster is created with it. " + all
	case model.Revoke:
		if c.Rule.Direction == model.Egress {
			return never + " " + all
		}
		return "EMR manages this group: if it needs the rule, it puts it back when the next cluster is created with the " +
			"group. " + all
	case model.CreateGroup, model.SetTag, model.DeleteGroup, model.RemoveTag:
	}
	return ""
}
