package emr

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const (
	idReleaseUnknown  = "cluster-release"
	idServiceMissing  = "service-access-missing"
	idClusterGroupVPC = "cluster-group-in-vpc"
	idMixedSet        = "managed-groups-mixed"
	idPrimarySSH      = "primary-ssh-from-world"
	pageSpecify       = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-sg-specify.html"
)

// checkCluster gives what is said of a cluster beside the table: its release, its set of groups, and
// who gets in from the world.
func (a *Analysis) checkCluster(f clusterFacts) []model.Finding {
	var out []model.Finding
	subject := model.Subject{Kind: model.SubjectCluster, ID: f.c.ID, Name: model.Printable(f.c.Name)}
	say := func(id string, severity model.Severity, state model.State, title, reason, source string, remedy model.Remedy) {
		out = append(out, model.Finding{
			ID: id, Subject: subject, State: state, Severity: severity, VPC: f.vpc, Title: title,
			Reason: reason, Source: source, Remedy: remedy, Clusters: []string{f.c.ID},
			Why: "EMR needs these groups to run the cluster.",
		})
	}
	if !f.release.Known {
		say(idReleaseUnknown, model.Broken, model.StateUnknown, "the release label is not understood",
			fmt.Sprintf("Which rules EMR needs depends on the release, and %q says none that is known here.",
				model.Printable(f.c.Release)), pageManaged, nil)
	}
	if f.subnet == SubnetPrivate && f.c.ServiceAccess == "" && !isDefault(a, f.c.ManagedPrimary) {
		say(idServiceMissing, model.Broken, model.Unmet, "a private cluster with groups of its own has no service access group",
			"With custom managed groups in a private subnet EMR asks for a service access group, and the cluster names none.",
			pageSpecify, model.Advice{Text: "Groups are given when a cluster is created: create it again with " +
				"ServiceAccessSecurityGroup in --ec2-attributes."})
	}
	if kinds := a.managedKinds(f.c); len(kinds) > 1 {
		say(idMixedSet, model.Note, model.Unmet, "default and custom managed groups are mixed",
			"EMR asks that all managed groups of a cluster are of one kind: "+strings.Join(kinds, ", ")+".", pageManaged,
			model.Advice{Text: "Give all of them when the cluster is created the next time, or none."})
	}
	for _, id := range f.c.Groups() {
		if g, ok := a.snap.Group(id); ok && f.vpc != "" && g.VPC != f.vpc {
			say(idClusterGroupVPC, model.Broken, model.Unmet, "a group of the cluster is in another VPC",
				a.label(id)+" is in "+g.VPC+", the cluster in "+f.vpc+".", pageSpecify,
				model.Advice{Text: "Create the cluster again with groups of its own VPC."})
		}
	}
	out = append(out, a.sshFromWorld(f)...)
	return append(out, a.openClusters(f)...)
}

// isDefault reports whether a managed group has a name that EMR gives.
func isDefault(a *Analysis, id string) bool {
	g, ok := a.snap.Group(id)
	return ok && strings.HasPrefix(strings.ToLower(g.Name), "elasticmapreduce-")
}

func (a *Analysis) managedKinds(c model.Cluster) []string {
	var custom, normal []string
	for _, id := range present([]string{c.ManagedPrimary, c.ManagedCore, c.ServiceAccess}) {
		if _, ok := a.snap.Group(id); !ok {
			return nil
		}
		if isDefault(a, id) {
			normal = append(normal, a.label(id)+" is default")
		} else {
			custom = append(custom, a.label(id)+" is custom")
		}
	}
	if len(custom) == 0 || len(normal) == 0 {
		return nil
	}
	return append(normal, custom...)
}

// sshFromWorld finds ssh to the primary node from everywhere, which EMR itself opened until December 2020.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func (a *Analysis) sshFromWorld(f clusterFacts) []model.Finding {
	var out []model.Finding
	ssh := reach.TrafficOf(model.TCP, model.Port(22))
	for _, id := range groupsOf(f.c, nodePrimary) {
		g, ok := a.snap.Group(id)
		if !ok || a.roles.has(id, RoleEngine) {
			continue // of Engine all that is open to the world is found already
		}
		for _, e := range g.In(model.Ingress) {
			if !openToWorld(g, e.Rule) || !reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports).Contains(ssh) {
				continue
			}
			out = append(out, model.Finding{
				ID: idPrimarySSH, Subject: a.groupSubject(id), Peer: compact(e.Rule),
				State: model.Unmet, Severity: model.Exposed, VPC: f.vpc, Title: "ssh to the primary node is open to the world",
				Reason: fmt.Sprintf("%s lets %s in from %s.", a.label(id), e.Rule.Traffic(), e.Rule.Peer),
				Why:    "Who can log in to the primary node can do what the cluster can.", Source: pageManaged,
				Evidence: []model.Evidence{evidence(reach.Match{Group: id, GroupName: g.Name, Entry: e}, "")},
				Remedy: model.Advice{Text: "Other clusters may use this group too. Replace the rule by one from your own " +
					"addresses, or add an additional group with it to the next cluster."},
				Clusters: []string{f.c.ID},
			})
		}
	}
	return out
}
