package model

import "net/netip"

// Balancer is a load balancer: application, network or gateway. Its id is its ARN.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html
type Balancer struct {
	ID, Name, DNS, VPC, Owner, Region string
	Type                              string // application, network, gateway
	Scheme                            string // internal, internet-facing
	State                             string // active, provisioning, …
	AddressType                       string // ipv4, dualstack, …
	Groups                            []string
	Zones                             []BalancerZone
	Attributes                        Tags // load_balancing.cross_zone.enabled, …
	AttributesRead                    bool
}

// BalancerZone is a zone that a load balancer stands in.
type BalancerZone struct {
	Zone, Subnet string
	Addresses    []BalancerAddress // of a network load balancer, where it has fixed ones
}

// BalancerAddress is a fixed address of a network load balancer. It is comparable.
type BalancerAddress struct {
	Public, Private, IPv6 netip.Addr
	Allocation            string
}

// Listener is where a load balancer takes traffic. Its id is its ARN. Rules that send some of it
// elsewhere than the default actions are not part of it.
type Listener struct {
	ID, Balancer, Region string
	Protocol             string // TCP, UDP, TCP_UDP, TLS, HTTP, HTTPS; GENEVE has none
	Port                 int    // 0 for none
	Actions              []ListenerAction
}

// ListenerAction is a default action of a listener. It is comparable.
type ListenerAction struct {
	Type        string // forward, redirect, fixed-response, …
	TargetGroup string // ARN, of forward; a forward to several groups is several actions
}

// TargetGroup is where a load balancer sends traffic. Its id is its ARN.
type TargetGroup struct {
	ID, Name, VPC, Owner, Region string
	Type                         string // instance, ip, lambda, alb
	Protocol                     string
	Port                         int
	AddressType                  string
	Balancers                    []string // ARNs
	Targets                      []Target
	TargetsRead                  bool
	Attributes                   Tags // preserve_client_ip.enabled, …
	AttributesRead               bool
}

// Target is one member of a target group. It is comparable.
type Target struct {
	ID                        string // i-…, an address, an ARN
	Port                      int
	Zone                      string // all for a target outside of the VPC
	State                     string // healthy, unhealthy, initial, unused, draining, unavailable
	StateReason, StateMessage string
}
