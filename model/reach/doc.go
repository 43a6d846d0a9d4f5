// Package reach answers who can reach whom, and why: one evaluator in which every layer (security
// groups, network ACLs, route tables, gateways, peering, transit gateways, endpoints, load balancers,
// VPC block public access) answers a question with two sets of traffic, what surely passes and what
// may pass. Layers in a row intersect both. Traffic is allowed if all of it surely passes, blocked if
// none of it may, partly if some does and some does not, and unknown otherwise: a fact that was not
// read never turns into a verdict.
//
// A trip walks a packet from one address to another, and its reply back, and notes each step as a
// fact. A leg is the stretch of a way on which a packet's ends stay who they are: a NAT gateway and a
// load balancer begin a new one. Ranges of addresses are walked as one, and cut where a step finds
// that it treats them differently.
//
// It reads nothing: a Snapshot comes in, a Trace goes out, with every blocking reason and not just
// the first, and with the change of groups that would open the path.
package reach
