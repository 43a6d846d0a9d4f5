package emr

import "github.com/sgscope/sgscope/model"

// Unread gives the parts that were not read whole and matter here.
func (a *Analysis) Unread() []Unread {
	var out []Unread
	for _, p := range model.Parts() {
		r := a.snap.Reading(p, a.scope.VPC)
		if !r.Whole() {
			out = append(out, Unread{Part: p, Reading: r, Effect: effectOf(p)})
		}
	}
	return out
}

// effectOf says what stays unknown while a part is not read whole.
func effectOf(p model.Part) string {
	switch p {
	case model.PartCaller:
		return "whose account this is, and so which groups belong to somebody else"
	case model.PartVPCs:
		return "VPC names, blocks and tags"
	case model.PartSubnets:
		return "whether a rule for an address block covers the Studio's subnets"
	case model.PartGroups:
		return "rules of the groups that are missing, and whether a group that is named still exists"
	case model.PartRuleIDs:
		return "rule ids and tags; rules are revoked by their properties instead"
	case model.PartInterfaces:
		return "who carries a group, so nothing may be taken away from it"
	case model.PartInstances:
		return "names and states of the primary nodes"
	case model.PartStudios:
		return "which groups a Studio uses, so nothing may be taken away from them"
	case model.PartClusters:
		return "which groups a cluster uses, so nothing may be taken away from them"
	}
	return string(p)
}
