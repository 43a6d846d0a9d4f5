package emr

import (
	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// AccountRequirement is what is asked of neither a pair nor one cluster, as one row.
type AccountRequirement struct {
	ID       string
	Severity model.Severity
	Title    string
	By       func(a *Analysis, r AccountRequirement) []model.Finding
	Why      string
	Source   string
}

const (
	idSharedGroups = "clusters-share-groups"
	idLeftGroups   = "default-groups-left"
	idForeignGroup = "group-owned-elsewhere"
)

// AccountRequirements gives the table of what is asked of a VPC's groups as a whole.
func AccountRequirements() []AccountRequirement {
	return []AccountRequirement{
		{
			idSharedGroups, model.Note, "clusters share their groups and reach each other", sharedGroups,
			"EMR's groups let their own members in, and EMR gives the default ones to every cluster of a VPC.", pageManaged,
		},
		{
			idLeftGroups, model.Note, "EMR's default groups are there without a cluster", groupsLeft,
			"EMR makes its default groups once for a VPC and never deletes them.", pageManaged,
		},
		{
			idServerlessWorld, model.Broken, "a Serverless application's group is open to the world", serverlessWorld,
			"EMR Serverless refuses groups that open ports to 0.0.0.0/0 or ::/0.", pageServerless,
		},
		{
			idEKSNodes, model.Broken, "EKS nodes do not let the endpoint's load balancer in", eksHalf(reach.HopIngress),
			"Workspaces reach EMR on EKS through a load balancer, whose targets are on the nodes.", pageEKS,
		},
		{
			idEKSBalancer, model.Broken, "the endpoint's load balancer cannot send to the EKS nodes", eksHalf(reach.HopEgress),
			"Workspaces reach EMR on EKS through a load balancer, whose targets are on the nodes.", pageEKS,
		},
		{
			idEKSNotListed, model.Conditional, "a Studio does not offer an EMR on EKS endpoint", eksNotListed,
			"A Studio lists an endpoint that is ACTIVE and has a private subnet in common with it.", pageEKS,
		},
		{
			idFailed, model.Note, "a cluster ended with errors", failedClusters,
			"What it ended with may still be so, and then the next cluster ends the same way.", pageErrors,
		},
		{
			idForeignGroup, model.Note, "a group belongs to another account", foreignGroups,
			"Only its owner may change a group's rules.", pageVPC,
		},
	}
}

// ofAccount starts a finding of an account's row.
func (a *Analysis) ofAccount(r AccountRequirement, subject model.Subject, vpc string) model.Finding {
	return model.Finding{
		ID: r.ID, Subject: subject, State: model.Unmet, Severity: r.Severity, VPC: vpc,
		Title: r.Title, Why: r.Why, Source: r.Source,
	}
}

// foreignGroups names the groups that EMR uses here and that somebody else owns, as in a shared VPC.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-clusters-in-a-vpc.html
func foreignGroups(a *Analysis, r AccountRequirement) []model.Finding {
	var out []model.Finding
	for g := range a.snap.Groups() {
		roles := a.roles.of[g.ID]
		if !a.foreign(g) || !a.scope.hasVPC(g.VPC) || a.scope.Studio != "" || !byReference(roles) {
			continue
		}
		f := a.ofAccount(r, a.groupSubject(g.ID), g.VPC)
		f.Reason = a.label(g.ID) + " belongs to account " + g.Owner + ": its rules can be read here, and changed only there."
		f.Remedy = model.Advice{Text: "Ask account " + g.Owner + " for what it lacks."}
		for _, role := range roles {
			f.Studios, f.Clusters = joined(f.Studios, present([]string{role.Studio})), joined(f.Clusters, present([]string{role.Cluster}))
		}
		out = append(out, f)
	}
	return out
}

// byReference reports whether something of EMR names the group, so that it is not told by its name alone.
func byReference(roles []Role) bool {
	for _, r := range roles {
		if r.Basis == ByReference {
			return true
		}
	}
	return false
}
