package emr

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// sharedGroups finds live clusters that have a managed group in common whose rules let its own members in.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func sharedGroups(a *Analysis, r AccountRequirement) []model.Finding {
	users := map[string][]clusterFacts{}
	var order []string
	for _, f := range a.clusters() {
		for _, id := range slices.Compact(present([]string{f.c.ManagedPrimary, f.c.ManagedCore})) {
			if g, ok := a.snap.Group(id); !ok || g.VPC != f.vpc {
				continue
			}
			if len(users[id]) == 0 {
				order = append(order, id)
			}
			users[id] = append(users[id], f)
		}
	}
	var out []model.Finding
	first := map[string]string{} // of the same clusters: one group names them all, whichever of their rules are there
	said := map[string]bool{}
	for _, id := range order {
		list := users[id]
		if len(list) < 2 {
			continue
		}
		var ids, names []string
		for _, f := range list {
			ids, names = append(ids, f.c.ID), append(names, model.Printable(f.c.Name)+" ("+f.c.ID+")")
		}
		same := strings.Join(ids, " ")
		first[same] = cmp.Or(first[same], id)
		if said[same] || !a.amongItself(id) {
			continue // the core group of the same clusters adds nothing
		}
		said[same] = true
		f := a.ofAccount(r, a.groupSubject(first[same]), list[0].vpc)
		f.Clusters = ids
		f.Reason = fmt.Sprintf("%s is a managed group of %s, and lets its members reach each other.", a.label(id), few(names))
		f.Remedy = model.Advice{Text: "If they should be apart, create the next one with managed groups of its own: " +
			"EmrManagedMasterSecurityGroup, EmrManagedSlaveSecurityGroup and, in a private subnet, ServiceAccessSecurityGroup."}
		out = append(out, f)
	}
	return out
}

// amongItself reports whether a group's members reach each other on some TCP port.
func (a *Analysis) amongItself(id string) bool {
	end := reach.GroupEnd(a.snap, id)
	t := reach.Ask(a.snap, reach.Question{
		From: end, To: end, Protocol: model.TCP, Ports: model.AllPorts(), Layers: reach.GroupsOnly,
	})
	return t.Verdict == model.Allowed || t.Verdict == model.Partly
}

// few joins names for a sentence: the first ones, and how many more there are.
func few(names []string) string {
	const most = 4
	if n := len(names); n > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", n-most)
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, ", ")
}
