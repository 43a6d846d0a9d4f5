// Package reach answers who can reach whom, and why: one evaluator in which every layer (security
// groups; NACLs, routes and gateways as they are added) answers a question with two sets of traffic,
// what surely passes and what may pass. Layers in a row intersect both. Traffic is allowed if all of
// it surely passes, blocked if none of it may, partly if some does and some does not, and unknown
// otherwise: a fact that was not read never turns into a verdict.
//
// It reads nothing: a Snapshot comes in, a Trace goes out, with every blocking reason and not just
// the first, and with the change of groups that would open the path.
package reach
