package emr

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// EditRefusal says why a group's rules cannot be edited from here; "" if they can.
func (a *Analysis) EditRefusal(group string) string {
	g, ok := a.snap.Group(group)
	switch {
	case !ok && a.snap.GroupPresence(group) == model.Gone:
		return group + " is deleted"
	case !ok:
		return group + " was not read"
	case a.foreign(g):
		return "owned by account " + g.Owner + ": only its owner may change it"
	}
	return ""
}

// EditWarnings says what whoever edits a group's rules should know of it before they begin.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func (a *Analysis) EditWarnings(group string) []string {
	g, ok := a.snap.Group(group)
	if !ok {
		return nil
	}
	var out []string
	if a.managed(group) {
		out = append(out, "EMR manages this group: whenever a cluster is created with it, EMR puts missing inbound "+
			"rules back, and never outbound ones. A removed rule can cut running nodes off from each other and from EMR.")
		if n := len(a.liveWith(group)); n > 1 {
			out = append(out, fmt.Sprintf("%s carry it: an edit reaches all of them.", plural(n, "live cluster", "live clusters")))
		}
	}
	if sign := OwnerSign(g); sign != "" {
		out = append(out, upperFirst(sign)+": an edit here is drift, and the next update there may undo it.")
	}
	if why := a.usageUnknown(g); why != "" {
		out = append(out, upperFirst(why)+": a rule can be added, but not removed.")
	}
	return out
}

// EditWarning says what to know of one edit; "" for nothing.
func (a *Analysis) EditWarning(group string, e RuleEdit) string {
	var out []string
	if e.Removes() && a.managed(group) {
		if e.Old.Rule.Direction == model.Ingress {
			out = append(out, "EMR may put it back when the next cluster is created.")
		} else {
			out = append(out, "EMR never puts an outbound rule back.")
		}
	}
	return strings.Join(append(out, a.editRisks(group, e)...), " ")
}

// editRisks is EditWarning without what EMR itself does to the group, which a plan says of every step.
func (a *Analysis) editRisks(group string, e RuleEdit) []string {
	var out []string
	g, _ := a.snap.Group(group)
	if e.Adds() {
		out = append(out, a.openWarning(g, e.New)...)
	}
	if e.Removes() {
		out = append(out, a.removeWarning(g, e)...)
	}
	return out
}

// openWarning says what a rule opens that should be opened only on purpose.
func (a *Analysis) openWarning(g model.Group, r model.Rule) []string {
	after, err := a.snap.With(model.Authorize{Group: g.ID, Rule: r})
	if err != nil || r.Direction == model.Egress {
		return nil
	}
	g, _ = after.Group(g.ID)
	var out []string
	if openToWorld(g, r) {
		out = append(out, "exposed: it lets anybody in who can route to the interface.")
		if a.roles.has(g.ID, RoleManagedPrimary, RoleManagedCore, RoleServiceAccess, RoleAdditional, RoleAdditionalCore) {
			out = append(out, a.blockedThen(r)...)
		}
	}
	if a.roles.has(g.ID, RoleWorkspace, RoleEditor) {
		out = append(out, "AWS does not accept a Workspace group that lets anything in.")
	}
	return out
}

// blockedThen says what EMR's block public access makes of a rule that opens a cluster's group.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
func (a *Analysis) blockedThen(r model.Rule) []string {
	config, known := a.publicAccess(model.Cluster{})
	if !known || !config.Blocks || !literalWorld(r) || config.Permits(r.Ports) {
		return nil
	}
	return []string{"In a public subnet EMR's block public access would then refuse to create a cluster with this group."}
}

// removeWarning says who may miss a rule.
func (a *Analysis) removeWarning(g model.Group, e RuleEdit) []string {
	var out []string
	if e.Adds() && reach.TrafficOf(e.New.Protocol, e.New.Ports).Contains(reach.TrafficOf(e.Old.Rule.Protocol,
		e.Old.Rule.Ports)) && coversPeer(e.New.Peer, e.Old.Rule.Peer) {
		return out // nothing is taken away
	}
	for _, st := range a.RuleStories(g.ID) {
		if st.Entry.Rule == e.Old.Rule && len(st.Needed) > 0 && len(st.By) == 0 {
			out = append(out, "Needed: "+a.needs(st.Needed)+".")
		}
	}
	if n := len(a.snap.InterfacesOf(g.ID)); n > 0 {
		out = append(out, plural(n, "interface loses", "interfaces lose")+" it.")
	}
	return out
}

// liveWith gives the live clusters that name a group.
func (a *Analysis) liveWith(group string) []model.Cluster {
	var out []model.Cluster
	for _, c := range a.Usage(group).Clusters {
		if c.Live() {
			out = append(out, c)
		}
	}
	return out
}

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
