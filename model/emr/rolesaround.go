package emr

import (
	"fmt"

	"github.com/sgscope/sgscope/model"
)

// addServices gives the roles that groups have for EMR on EKS and EMR Serverless, and those of groups that
// were made in another VPC.
func (b roleBook) addServices(s model.Snapshot) {
	for e := range s.ManagedEndpoints() {
		if !e.Live() {
			continue
		}
		says := fmt.Sprintf("EMR on EKS endpoint %s (%s)", model.Printable(e.Name), e.ID)
		b.add(e.SecurityGroup, Role{Kind: RoleEndpoint, Why: says + ", securityGroup"})
		b.add(e.NotebookGroup, Role{Kind: RoleEndpoint, Why: says + ", notebook-security-group-id"})
	}
	for v := range s.VirtualClusters() {
		if !v.Live() {
			continue
		}
		says := fmt.Sprintf("EKS cluster %s of virtual cluster %s (%s)", model.Printable(v.EKSCluster), model.Printable(v.Name), v.ID)
		b.add(v.ClusterSecurityGroup, Role{Kind: RoleEKS, Why: says + ", clusterSecurityGroupId"})
		for _, id := range v.SecurityGroups {
			b.add(id, Role{Kind: RoleEKS, Why: says + ", securityGroupIds"})
		}
	}
	for app := range s.ServerlessApps() {
		if !app.Live() {
			continue
		}
		for _, id := range app.Groups {
			b.add(id, Role{Kind: RoleServerless, Why: fmt.Sprintf("Serverless application %s (%s), networkConfiguration",
				model.Printable(app.Name), app.ID)})
		}
	}
	b.addElsewhere(s)
}

// addElsewhere gives the role of groups that serve a VPC which is not theirs.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
func (b roleBook) addElsewhere(s model.Snapshot) {
	for x := range s.GroupAssociations() {
		if g, ok := s.Group(x.Group); ok && x.State == "associated" && x.VPC != g.VPC {
			b.add(x.Group, Role{Kind: RoleFromElsewhere, Why: "made in " + g.VPC + ", associated with " + x.VPC})
		}
	}
	for x := range s.SharedGroups() {
		why := "shared into " + x.VPC
		if x.PrimaryVPC != "" && x.PrimaryVPC != x.VPC {
			why = "made in " + x.PrimaryVPC + ", usable in " + x.VPC
		}
		if x.Owner != "" && x.Owner != s.Origin().Caller.Account {
			why += ", owned by account " + x.Owner
		}
		b.addUnlessHeld(x.Group, Role{Kind: RoleFromElsewhere, Why: why})
	}
}
