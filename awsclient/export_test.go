package awsclient

// What the tables test on literal values of the SDK, and nobody else needs to see.
var (
	FailureOf    = failureOf
	GroupOf      = groupOf
	WithEntries  = withEntries
	PermissionOf = permissionOf
	VPCOf        = vpcOf
	SubnetOf     = subnetOf
	InterfaceOf  = interfaceOf
	StudioOf     = studioOf
	ClusterOf    = clusterOf
	IsEMRs       = isEMRs
)
