package model

// Endpoint is a VPC endpoint: a private way to a service.
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html
type Endpoint struct {
	ID, Name, VPC, Owner, Region string
	Type                         EndpointType
	Service                      string   // com.amazonaws.us-east-1.s3
	State                        string   // available, pendingAcceptance, …
	RouteTables                  []string // of a gateway endpoint
	Subnets, Groups, Interfaces  []string // of the others
	PrivateDNS                   bool
	Tags                         Tags
}

// EndpointType is AWS's word for what an endpoint is made of: Gateway, Interface,
// GatewayLoadBalancer, Resource, ServiceNetwork.
type EndpointType string

// The types that differ for reachability: routes of a table, or interfaces with groups.
const (
	EndpointGateway   EndpointType = "Gateway"
	EndpointInterface EndpointType = "Interface"
	EndpointAppliance EndpointType = "GatewayLoadBalancer"
)

// Available reports whether the endpoint can be used.
func (e Endpoint) Available() bool { return e.State == "available" || e.State == "Available" }
