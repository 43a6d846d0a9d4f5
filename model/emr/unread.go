package emr

import "github.com/sgscope/sgscope/model"

// Unread gives the parts that were not read whole and matter here.
func (a *Analysis) Unread() []Unread {
	var out []Unread
	for _, p := range append(model.Parts(), model.PartACLs, model.PartRoutes) {
		r := a.snap.Reading(p, a.scope.VPC)
		optional := p == model.PartACLs || p == model.PartRoutes
		if optional && r == (model.Reading{}) {
			continue // nobody asked for it, as for a file of groups; the edges say so
		}
		if !r.Whole() {
			out = append(out, Unread{Part: p, Reading: r, Effect: effectOf(p)})
		}
	}
	return out
}

// effectOf says what stays unknown while a part is not read whole.
func effectOf(p model.Part) string {
	for _, e := range effects() {
		if e.part == p {
			return e.text
		}
	}
	return p.Name()
}

type effect struct {
	part model.Part
	text string
}

func effects() []effect {
	const taken = ", so nothing may be taken away from "
	return []effect{
		{model.PartCaller, "whose account this is, and so which groups belong to somebody else"},
		{model.PartVPCs, "VPC names, blocks and tags"},
		{model.PartSubnets, "whether a rule for an address block covers the Studio's subnets"},
		{model.PartGroups, "rules of the groups that are missing, and whether a group that is named still exists"},
		{model.PartRuleIDs, "rule ids and tags; rules are revoked by their properties instead"},
		{model.PartInterfaces, "who carries a group" + taken + "it"},
		{model.PartInstances, "names and states of the primary nodes"},
		{model.PartStudios, "which groups a Studio uses" + taken + "them"},
		{model.PartClusters, "which groups a cluster uses" + taken + "them"},
		{model.PartACLs, "whether network ACLs let the traffic and its replies pass"},
		{model.PartRoutes, "whether there is a route, and which subnets are private"},
	}
}
