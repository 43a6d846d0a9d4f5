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

	ACLOf               = aclOf
	RouteTableOf        = routeTableOf
	InternetGatewayOf   = internetGatewayOf
	EgressOnlyGatewayOf = egressOnlyGatewayOf
	NATGatewayOf        = natGatewayOf
	ElasticAddressOf    = elasticAddressOf
	EndpointOf          = endpointOf
	PeeringOf           = peeringOf
	PrefixListOf        = prefixListOf
	BlockPublicAccessOf = blockPublicAccessOf
	BlockExclusionOf    = blockExclusionOf
	AssociationOf       = associationOf
	TransitGatewayOf    = transitGatewayOf
	TransitAttachmentOf = transitAttachmentOf
	WithVPCAttachment   = withVPCAttachment
	TransitTableOf      = transitTableOf
	PublicAccessOf      = publicAccessOf
	TransitRouteOf      = transitRouteOf
	Latest              = latest
)
