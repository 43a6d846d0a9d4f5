package model

import "slices"

// TagEMR is the tag that AWS's example role policies for EMR ask for on VPC, subnets and groups.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-service-role.html
const TagEMR = "for-use-with-amazon-emr-managed-policies"

// EMRTag is TagEMR with the one value that counts, exact and in lower case.
func EMRTag() Tag { return Tag{Key: TagEMR, Value: "true"} }

// Studio is an Amazon EMR Studio. What only DescribeStudio tells is empty where Described is false.
type Studio struct {
	ID, Name, ARN, URL, AuthMode, Region, Account string
	VPC                                           string
	Described                                     bool
	Subnets                                       []string
	ServiceRole                                   string
	Workspace, Engine                             string // group ids
	Tags                                          Tags
}

// Cluster is an EMR cluster on EC2. What only DescribeCluster tells is empty where Described is false.
type Cluster struct {
	ID, Name, ARN, Region, Account           string
	State                                    string // STARTING, BOOTSTRAPPING, RUNNING, WAITING, TERMINATING, …
	Described                                bool
	Release                                  string // emr-7.5.0, emr-spark-8.0.0
	Applications                             []string
	Subnet                                   string
	ManagedPrimary, ManagedCore              string // group ids: EmrManagedMaster/SlaveSecurityGroup
	ServiceAccess                            string
	AdditionalPrimary, AdditionalCore        []string
	PrimaryInstances                         []string // i-…; empty if not read
	SecurityConfiguration, KerberosRealm     string
	StateReasonCode, StateReason, CustomAMI  string
	ServiceRole, InstanceProfile, PrimaryDNS string
	Tags                                     Tags
}

// Live reports whether the cluster still runs or is on its way.
func (c Cluster) Live() bool {
	switch c.State {
	case "STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING":
		return true
	}
	return false
}

// Ready reports whether the cluster is up, so that a Workspace can attach.
func (c Cluster) Ready() bool { return c.State == "RUNNING" || c.State == "WAITING" }

// PrimaryGroups gives the groups that the cluster gave to its primary node at creation.
func (c Cluster) PrimaryGroups() []string {
	return appendSet(nil, append([]string{c.ManagedPrimary}, c.AdditionalPrimary...)...)
}

// Groups gives every group that the cluster names, each once.
func (c Cluster) Groups() []string {
	out := appendSet(c.PrimaryGroups(), c.ManagedCore, c.ServiceAccess)
	return appendSet(out, c.AdditionalCore...)
}

// appendSet appends what is neither empty nor there already.
func appendSet(to []string, ids ...string) []string {
	for _, id := range ids {
		if id != "" && !slices.Contains(to, id) {
			to = append(to, id)
		}
	}
	return to
}
