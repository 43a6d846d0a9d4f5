package model

// VirtualCluster is EMR on EKS: a namespace of an EKS cluster in which EMR runs jobs. What only
// DescribeCluster of EKS tells is empty where EKSRead is false.
// Source: https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/virtual-cluster.html
type VirtualCluster struct {
	ID, Name, ARN, Region, Account string
	State                          string // RUNNING, TERMINATING, TERMINATED, ARRESTED
	EKSCluster, Namespace          string // names
	EKSRead                        bool
	VPC                            string
	Subnets                        []string
	ClusterSecurityGroup           string   // made by EKS, on its control plane and managed nodes
	SecurityGroups                 []string // additional ones, given at creation
	Tags                           Tags
}

// Live reports whether the virtual cluster takes jobs or is on its way out.
func (v VirtualCluster) Live() bool { return v.State != "TERMINATED" }

// Groups gives every group that the EKS cluster names, each once.
func (v VirtualCluster) Groups() []string {
	return appendSet(appendSet(nil, v.ClusterSecurityGroup), v.SecurityGroups...)
}

// ManagedEndpoint is an EMR on EKS endpoint through which a Workspace reaches a virtual cluster.
// Source: https://docs.aws.amazon.com/emr-on-eks/latest/APIReference/API_Endpoint.html
type ManagedEndpoint struct {
	ID, Name, ARN, Region, Account string
	VirtualCluster                 string // id
	Type                           string // JUPYTER_ENTERPRISE_GATEWAY, …: not every one is a gateway for notebooks
	State                          string // CREATING, ACTIVE, TERMINATING, TERMINATED, TERMINATED_WITH_ERRORS
	Described                      bool
	SecurityGroup                  string
	Subnets                        []string
	Release                        string
	FailureReason, StateDetails    string
	NotebookGroup                  string // endpoint-configuration's notebook-security-group-id; "" for EMR's own
	Tags                           Tags
}

// Live reports whether the endpoint is up or on its way, in or out.
func (e ManagedEndpoint) Live() bool {
	switch e.State {
	case "CREATING", "ACTIVE", "TERMINATING":
		return true
	}
	return false
}

// Groups gives every group that the endpoint names, each once.
func (e ManagedEndpoint) Groups() []string { return appendSet(nil, e.SecurityGroup, e.NotebookGroup) }

// ServerlessApp is an EMR Serverless application. What only GetApplication tells is empty where Described
// is false.
// Source: https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_Application.html
type ServerlessApp struct {
	ID, Name, ARN, Region, Account string
	Release, Type                  string // emr-7.5.0; Spark, Hive
	State, StateDetails            string // CREATED, STARTED, STOPPED, TERMINATED, …
	Described                      bool
	Subnets, Groups                []string // none for an application outside of any VPC
	StudioEnabled, LivyEnabled     bool
	Tags                           Tags
}

// Live reports whether the application is there to be started.
func (a ServerlessApp) Live() bool { return a.State != "TERMINATED" }
