package reach

import (
	"strings"

	"github.com/sgscope/sgscope/model"
)

// nicKind says what stands behind a network interface, as far as it matters to who may reach it.
type nicKind uint8

const (
	nicHost nicKind = iota // an instance, a database, a pod: whatever takes traffic by itself
	nicNAT
	nicTransit
	nicBalancer
	nicEndpoint
	nicFunction // Lambda's: only asks
	nicAppliance
)

// kindOf tells an interface by its type; an application load balancer's is known by its description.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html
func kindOf(n model.Interface) nicKind {
	switch n.Type {
	case "nat_gateway", "natGateway":
		return nicNAT
	case "transit_gateway":
		return nicTransit
	case "network_load_balancer":
		return nicBalancer
	case "vpc_endpoint":
		return nicEndpoint
	case "lambda":
		return nicFunction
	case "gateway_load_balancer", "gateway_load_balancer_endpoint":
		return nicAppliance
	}
	if strings.HasPrefix(n.Description, "ELB ") {
		return nicBalancer
	}
	return nicHost
}

// grouped reports whether an interface has security groups, be they none at all.
func grouped(n model.Interface) bool {
	if len(n.Groups) > 0 {
		return true
	}
	switch kindOf(n) {
	case nicNAT, nicTransit, nicAppliance:
		return false
	case nicBalancer:
		return n.Type != "network_load_balancer" // they may have none
	case nicHost, nicEndpoint, nicFunction:
	}
	return true
}
