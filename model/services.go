package model

import "iter"

// services is what a catalog holds of EMR beside its Studios and clusters on EC2.
type services struct {
	virtual    index[VirtualCluster]
	endpoints  index[ManagedEndpoint]
	serverless index[ServerlessApp]
	roles      index[IAMRole]
	shared     index[SharedGroup]
}

// AddVirtualCluster adds virtual clusters of EMR on EKS.
func (b *Builder) AddVirtualCluster(v ...VirtualCluster) {
	put(&b.c.services.virtual, func(x VirtualCluster) string { return x.ID }, v)
}

// AddManagedEndpoint adds endpoints of EMR on EKS.
func (b *Builder) AddManagedEndpoint(v ...ManagedEndpoint) {
	put(&b.c.services.endpoints, func(x ManagedEndpoint) string { return x.ID }, v)
}

// AddServerlessApp adds applications of EMR Serverless.
func (b *Builder) AddServerlessApp(v ...ServerlessApp) {
	put(&b.c.services.serverless, func(x ServerlessApp) string { return x.ID }, v)
}

// AddRole adds IAM roles.
func (b *Builder) AddRole(v ...IAMRole) {
	put(&b.c.services.roles, func(x IAMRole) string { return x.ARN }, v)
}

// AddSharedGroup adds groups that can be used in a VPC that is not theirs.
func (b *Builder) AddSharedGroup(v ...SharedGroup) {
	put(&b.c.services.shared, func(x SharedGroup) string { return x.Key() }, v)
}

// clone copies what adding changes.
func (x *services) clone() services {
	out := *x
	out.virtual.split()
	out.endpoints.split()
	out.serverless.split()
	out.roles.split()
	out.shared.split()
	return out
}

// finish puts everything in order.
func (x *services) finish() {
	x.virtual.sort()
	x.endpoints.sort()
	x.serverless.sort()
	x.roles.sort()
	x.shared.sort()
}

// VirtualClusters yields the virtual clusters of EMR on EKS in order of id.
func (s Snapshot) VirtualClusters() iter.Seq[VirtualCluster] { return s.cat().services.virtual.all }

// VirtualCluster gives a virtual cluster of EMR on EKS and reports whether it was read.
func (s Snapshot) VirtualCluster(id string) (VirtualCluster, bool) {
	return get(s.cat().services.virtual, id)
}

// ManagedEndpoints yields the endpoints of EMR on EKS in order of id.
func (s Snapshot) ManagedEndpoints() iter.Seq[ManagedEndpoint] { return s.cat().services.endpoints.all }

// ManagedEndpoint gives an endpoint of EMR on EKS and reports whether it was read.
func (s Snapshot) ManagedEndpoint(id string) (ManagedEndpoint, bool) {
	return get(s.cat().services.endpoints, id)
}

// ServerlessApps yields the applications of EMR Serverless in order of id.
func (s Snapshot) ServerlessApps() iter.Seq[ServerlessApp] { return s.cat().services.serverless.all }

// ServerlessApp gives an application of EMR Serverless and reports whether it was read.
func (s Snapshot) ServerlessApp(id string) (ServerlessApp, bool) {
	return get(s.cat().services.serverless, id)
}

// Roles yields the IAM roles in order of ARN.
func (s Snapshot) Roles() iter.Seq[IAMRole] { return s.cat().services.roles.all }

// Role gives an IAM role by its ARN and reports whether it was read, wholly or in part: the reading of
// PartRoles in the scope of the ARN says which.
func (s Snapshot) Role(arn string) (IAMRole, bool) { return get(s.cat().services.roles, arn) }

// SharedGroups yields the groups that can be used in a VPC that is not theirs, in order of key.
func (s Snapshot) SharedGroups() iter.Seq[SharedGroup] { return s.cat().services.shared.all }
