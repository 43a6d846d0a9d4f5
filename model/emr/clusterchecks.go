package emr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

const (
	idReleaseUnknown  = "cluster-release"
	idServiceMissing  = "service-access-missing"
	idClusterGroupVPC = "cluster-group-in-vpc"
	idMixedSet        = "managed-groups-mixed"
	idPrimarySSH      = "primary-ssh-from-world"
	idPrimarySSHShut  = "primary-ssh-closed"
	idClusterWorld    = "cluster-open-to-world"
	idCreateAgain     = "cluster-create-again"
	idPublicRoute     = "cluster-internet-route"
	idEgressS3        = "nodes-egress-s3"

	pageManaged = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html"
	pageSpecify = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-sg-specify.html"
	pageVPC     = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-clusters-in-a-vpc.html"
	pageSSH     = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-connect-ssh-prereqs.html"
)

// decidedOfClusters gives the rows about clusters that are no path between two of its groups.
func decidedOfClusters() []ClusterRequirement {
	row := func(id string, severity model.Severity, title string, why, source string,
		by func(*Analysis, ClusterRequirement, clusterFacts) []model.Finding,
	) ClusterRequirement {
		return ClusterRequirement{ID: id, Severity: severity, Title: title, By: by, Why: why, Source: source}
	}
	const needs = "EMR needs these groups to run the cluster."
	return []ClusterRequirement{
		row(idReleaseUnknown, model.Broken, "the release label is not understood", needs, pageManaged, unknownRelease),
		row(idServiceMissing, model.Broken, "a private cluster with groups of its own has no service access group",
			needs, pageSpecify, serviceMissing),
		row(idMixedSet, model.Note, "default and custom managed groups are mixed", needs, pageManaged, mixedSet),
		row(idClusterGroupVPC, model.Broken, "a group of the cluster is in another VPC", needs, pageSpecify, groupsInVPC),
		row(idPublicRoute, model.Broken, "a public cluster has no route to an internet gateway",
			"EMR's public groups go with a subnet that routes to an internet gateway; a NAT gateway does not do.", pageVPC,
			publicRoute),
		row(idEgressS3, model.Broken, "nodes in a private subnet cannot send to Amazon S3",
			"Nodes load what they run from Amazon S3. EMR never adds an outbound rule.", pageManaged, egressToS3),
		row(idServiceEndpoint, model.Broken, "EMR's service endpoint does not serve the cluster",
			"From release 8 on the nodes reach EMR through a VPC endpoint that carries the service access group.", pageManaged,
			serviceEndpoint),
		row(idClusterTag, model.Conditional, "what a cluster uses lacks EMR's tag",
			"A service role of the second version may use only groups and subnets with the tag "+model.TagEMR+"=true.",
			pagePolicies, clusterTags),
		row(idLongStart, model.Note, "a cluster has been starting for long",
			"A cluster whose nodes cannot get out stays in STARTING without an error until EMR gives up.", pageManaged, longStart),
		row(idPrimarySSH, model.Exposed, "ssh to the primary node is open to the world",
			"Who can log in to the primary node can do what the cluster can.", pageManaged, sshFromWorld),
		row(idPrimarySSHShut, model.Note, "nothing lets ssh in to the primary node",
			"Since December 2020 EMR no longer opens ssh by itself.", pageSSH, sshShut),
		row(idClusterWorld, model.Exposed, "a cluster's group is open to the world",
			"No public inbound traffic is needed by EMR; whoever reaches the nodes can try what runs on them.", pageBPA,
			openClusters),
		row(idCreateAgain, model.Conditional, "EMR would not create this cluster again",
			"Block public access refuses clusters in public subnets whose groups let the world in.", pageBPA, createAgain),
	}
}

// ofCluster starts a finding about a cluster.
func (a *Analysis) ofCluster(r ClusterRequirement, f clusterFacts, state model.State, reason string, remedy model.Remedy) model.Finding {
	return model.Finding{
		ID: r.ID, Subject: clusterSubject(f.c), State: state, Severity: r.Severity, VPC: f.vpc, Title: r.Title,
		Reason: reason, Why: r.Why, Source: r.Source, Remedy: remedy, Clusters: []string{f.c.ID},
	}
}

func clusterSubject(c model.Cluster) model.Subject {
	return model.Subject{Kind: model.SubjectCluster, ID: c.ID, Name: model.Printable(c.Name)}
}

func unknownRelease(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	if f.release.Known {
		return nil
	}
	return []model.Finding{a.ofCluster(r, f, model.StateUnknown, fmt.Sprintf("Which rules EMR needs depends on the "+
		"release, and %q says none that is known here.", model.Printable(f.c.Release)), nil)}
}

func serviceMissing(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	if f.subnet != SubnetPrivate || f.c.ServiceAccess != "" || isDefault(a, f.c.ManagedPrimary) {
		return nil
	}
	return []model.Finding{a.ofCluster(r, f, model.Unmet,
		"With custom managed groups in a private subnet EMR asks for a service access group, and the cluster names none.",
		model.Advice{Text: "Groups are given when a cluster is created: create it again with ServiceAccessSecurityGroup in " +
			"--ec2-attributes. If it was meant to be public, its subnet lacks the route to an internet gateway."})}
}

func mixedSet(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	kinds := a.managedKinds(f.c)
	if len(kinds) < 2 {
		return nil
	}
	return []model.Finding{a.ofCluster(r, f, model.Unmet,
		"EMR asks that all managed groups of a cluster are of one kind: "+strings.Join(kinds, ", ")+".",
		model.Advice{Text: "Give all of them when the cluster is created the next time, or none."})}
}

// groupsInVPC asks that every group of a cluster was made in its VPC. EMR is not among the services that
// are documented to take a group which is only associated with the VPC, so of that nothing is said.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
func groupsInVPC(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	var wrong, associated []string
	for _, id := range f.c.Groups() {
		g, ok := a.snap.Group(id)
		switch {
		case !ok || f.vpc == "" || g.VPC == f.vpc:
		case slices.Contains(a.snap.GroupVPCs(id), f.vpc):
			associated = append(associated, a.label(id)+" was made in "+g.VPC+" and is associated with "+f.vpc)
		default:
			wrong = append(wrong, a.label(id)+" is in "+g.VPC+", the cluster in "+f.vpc)
		}
	}
	again := model.Advice{Text: "Create the cluster again with groups of its own VPC."}
	switch {
	case len(wrong) > 0:
		return []model.Finding{a.ofCluster(r, f, model.Unmet, strings.Join(wrong, "; ")+".", again)}
	case len(associated) > 0:
		return []model.Finding{a.ofCluster(r, f, model.StateUnknown, strings.Join(associated, "; ")+
			". Whether EMR takes such a group is not documented.", again)}
	}
	return nil
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
