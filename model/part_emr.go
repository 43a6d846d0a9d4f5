package model

// The parts of what else EMR has to do with groups. Each is optional: without it what depends on it is
// unknown, and all else is as it was.
const (
	PartFailedClusters   Part = "failed-clusters"
	PartVirtualClusters  Part = "virtual-clusters"
	PartEKSClusters      Part = "eks-clusters"
	PartManagedEndpoints Part = "managed-endpoints"
	PartServerless       Part = "serverless-applications"
	PartSharedGroups     Part = "shared-groups"
	// PartRoles has a reading for each role, whose scope is the role's ARN, beside the one for all.
	PartRoles Part = "service-roles"
)

// EMRParts gives the optional parts of EMR's own services and of IAM, in the order in which screens name
// them.
func EMRParts() []Part { return partsOf(emrParts()) }

func emrParts() []namedPart {
	return []namedPart{
		{PartFailedClusters, "failed clusters"},
		{PartRoles, "service roles' policies"},
		{PartVirtualClusters, "EMR on EKS virtual clusters"},
		{PartManagedEndpoints, "EMR on EKS endpoints"},
		{PartEKSClusters, "EKS clusters"},
		{PartServerless, "EMR Serverless applications"},
		{PartSharedGroups, "groups shared into the VPC"},
	}
}
