package emr

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
)

// groupsLeft finds EMR's default groups that no cluster has and nothing carries. Nobody can tell those that
// wait for the next cluster from those that nobody wants, so it is a note; and it is said only where who
// may use a group was read whole.
func groupsLeft(a *Analysis, r AccountRequirement) []model.Finding {
	left := map[string][]model.Group{}
	var order []string
	for g := range a.snap.Groups() {
		if !a.scope.hasVPC(g.VPC) || a.scope.Studio != "" || !defaultManaged(g.Name) || !a.isLeft(g) {
			continue
		}
		if left[g.VPC] == nil {
			order = append(order, g.VPC)
		}
		left[g.VPC] = append(left[g.VPC], g)
	}
	var out []model.Finding
	for _, vpc := range order {
		subject := model.Subject{Kind: model.SubjectVPC, ID: vpc}
		if v, ok := a.snap.VPC(vpc); ok {
			subject.Name = model.Printable(v.Name)
		}
		f := a.ofAccount(r, subject, vpc)
		var names []string
		for _, g := range left[vpc] {
			names = append(names, a.label(g.ID))
			f.Evidence = append(f.Evidence, model.Evidence{Group: g.ID, Text: a.label(g.ID) + " is on no interface"})
		}
		f.Reason = fmt.Sprintf("No cluster that is live or failed lately has %s, and no interface carries %s.", few(names),
			map[bool]string{true: "it", false: "one of them"}[len(names) == 1])
		f.Remedy = model.Advice{Text: "The next cluster of this VPC uses them again. Only if none is to come, revoke the " +
			"rules by which they name each other and delete them by hand."}
		out = append(out, f)
	}
	return out
}

// defaultManaged reports whether a name is one that EMR gives to the groups that it manages.
func defaultManaged(name string) bool {
	kind := roleByName(name)
	return kind == RoleManagedPrimary || kind == RoleManagedCore || kind == RoleServiceAccess
}

func (a *Analysis) isLeft(g model.Group) bool {
	if byReference(a.roles.of[g.ID]) || len(a.snap.InterfacesOf(g.ID)) > 0 || len(a.usageUnread(g.VPC)) > 0 {
		return false
	}
	// A group on an endpoint that was read without its interface is in use as well.
	for e := range a.snap.Endpoints() {
		if slices.Contains(e.Groups, g.ID) {
			return false
		}
	}
	return true
}

// orphans finds interfaces that are attached to nothing and still carry one of the pair's groups.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
func orphans(a *Analysis, r Requirement, p Pair) []model.Finding {
	var out []model.Finding
	for _, group := range slices.Compact(present([]string{p.Workspace, p.Engine})) {
		var ids []string
		f := a.finding(r, p, group)
		for _, i := range a.snap.InterfacesOf(group) {
			if i.Status != "available" {
				continue
			}
			ids = append(ids, i.ID)
			f.Evidence = append(f.Evidence, model.Evidence{
				Group: group, Text: i.ID + " is attached to nothing" + describing(i),
			})
		}
		if len(ids) == 0 {
			continue
		}
		f.Reason = fmt.Sprintf("%s is on %s attached to nothing: %s. While they are there the group cannot be deleted.",
			a.label(group), plural(len(ids), "interface that is", "interfaces that are"), few(ids))
		f.Remedy = model.Advice{
			Text:    "If no Workspace is about to start, delete the interfaces that are left behind.",
			Command: "aws ec2 delete-network-interface --network-interface-id " + ids[0],
		}
		out = append(out, f)
	}
	return out
}
