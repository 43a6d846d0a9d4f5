package emr

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

const (
	idClusterTag = "cluster-group-tag"
	pagePolicies = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-iam-policies.html"

	// callLaunch is what EMR asks for when it starts a node with groups in a subnet.
	callLaunch = "ec2:RunInstances"
)

// clusterTags asks for EMR's tag on a cluster's groups and subnet where the cluster's service role is one
// of the second version, which may use only what has it. Groups that EMR made before have none, and EMR
// does not tag them afterwards.
func clusterTags(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	var out []model.Finding
	for _, id := range f.c.Groups() {
		g, ok := a.snap.Group(id)
		if !ok {
			continue
		}
		fd, asked := a.clusterTag(r, f, tagged{a.groupSubject(id), g.Region, g.Owner, g.Tags}, "security-group/"+id)
		if !asked {
			continue
		}
		if value, has := g.Tags.Get(model.TagEMR); fd.State == model.Unmet {
			fd.Remedy = model.Fix{Changes: []model.Change{
				model.SetTag{Group: id, Key: model.TagEMR, Old: value, HadOld: has, New: "true"},
			}}
		}
		out = append(out, fd)
	}
	if sub, ok := a.snap.Subnet(f.c.Subnet); ok {
		fd, asked := a.clusterTag(r, f, tagged{
			model.Subject{Kind: model.SubjectSubnet, ID: sub.ID, Name: sub.Name}, sub.Region, sub.Owner, sub.Tags,
		}, "subnet/"+sub.ID)
		if asked && fd.State == model.Unmet {
			fd.Remedy = model.Advice{
				Text:    "Only groups are written from here; tag it yourself.",
				Command: "aws ec2 create-tags --resources " + sub.ID + " --tags Key=" + model.TagEMR + ",Value=true",
			}
		}
		if asked {
			out = append(out, fd)
		}
	}
	return out
}

// clusterTag judges one thing that a cluster's role launches nodes with.
func (a *Analysis) clusterTag(r ClusterRequirement, f clusterFacts, t tagged, resource string) (fd model.Finding, asked bool) {
	rule, why := tagRuleFor(a.snap, a.roleNamed(f.c.ServiceRole), callLaunch, ec2Name(a.snap, t.region, t.owner, resource))
	if rule == TagUnconditioned || rule == TagUnknown && !secondVersion(f.c.ServiceRole) {
		return model.Finding{}, false
	}
	fd = a.ofCluster(r, f, model.Unmet, "", nil)
	fd.Subject = t.of
	value, has := t.tags.Get(model.TagEMR)
	switch {
	case has && value == "true":
		fd.State, fd.Reason = model.Met, t.of.Label()+" is tagged."
		return fd, true
	case a.tagsHidden(t.owner, f.c.Account):
		fd.State = model.StateUnknown
		fd.Reason = t.of.Label() + " belongs to account " + t.owner + ", which does not show its tags to this one."
		return fd, true
	}
	fd.Reason = t.of.Label() + " does not have the tag " + model.TagEMR + "=true. "
	role := "service role " + model.Printable(f.c.ServiceRole)
	if rule == TagConditioned {
		fd.Severity = model.Broken
		fd.Reason += upperFirst(role) + " was read, and " + why + "."
	} else {
		fd.Reason += "By its name " + role + " asks for it; " + why + "."
	}
	return fd, true
}

// roleNamed gives the ARN of a role that a cluster names, by ARN or by name; "" if it was not read.
func (a *Analysis) roleNamed(role string) string {
	if role == "" || strings.HasPrefix(role, "arn:") {
		return role
	}
	for r := range a.snap.Roles() {
		if r.Name == role {
			return r.ARN
		}
	}
	return ""
}

// secondVersion reports whether a role has the name that EMR gives to service roles of the second version.
func secondVersion(role string) bool {
	return strings.EqualFold(role[strings.LastIndexByte(role, '/')+1:], "EMR_DefaultRole_V2")
}
