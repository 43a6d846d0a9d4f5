package model

import "time"

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
	Errors                                   []ClusterError // what EMR says went wrong
	CreatedAt, ReadyAt, EndedAt              time.Time      // zero if it did not happen, or was not told
	ServiceRole, InstanceProfile, PrimaryDNS string
	Tags                                     Tags
}

// ClusterError is one of the errors that EMR tells of a cluster.
// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_ErrorDetail.html
type ClusterError struct {
	Code, Message string
	Data          []ErrorDatum // in EMR's order; the members of one of its maps in order of key
}

// ErrorDatum is one of the facts beside an error, such as the group that it is about. It is comparable.
type ErrorDatum struct{ Key, Value string }

// Live reports whether the cluster still runs or is on its way.
func (c Cluster) Live() bool {
	switch c.State {
	case "STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING":
		return true
	}
	return false
}

// Failed reports whether the cluster ended because something went wrong.
func (c Cluster) Failed() bool { return c.State == "TERMINATED_WITH_ERRORS" }

// FailedWithin is how long before a load a failed cluster may have ended to be in its snapshot, and
// MostFailed is how many of them it holds, the latest first. The reading of PartFailedClusters says how
// many were left out.
const (
	FailedWithin = 72 * time.Hour
	MostFailed   = 50
)

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
