package emr

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const (
	idClusterWorld = "cluster-open-to-world"
	pageBPA        = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html"
)

// openClusters finds rules of a cluster's groups that let the world in, and what EMR's block public
// access makes of them: a cluster in a public subnet would not be created again, and on a running one
// EMR may take the rule away.
func (a *Analysis) openClusters(f clusterFacts) []model.Finding {
	var out []model.Finding
	for _, id := range f.c.Groups() {
		g, ok := a.snap.Group(id)
		if !ok || a.roles.has(id, RoleEngine) {
			continue // of Engine all that is open to the world is found already
		}
		primary := slices.Contains(groupsOf(f.c, nodePrimary), id)
		for _, e := range g.In(model.Ingress) {
			if !openToWorld(g, e.Rule) || primary && reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports).Contains(
				reach.TrafficOf(model.TCP, model.Port(22))) {
				continue // ssh to the primary node is a finding of its own
			}
			out = append(out, a.openRule(f, g, e))
		}
	}
	return out
}

// openRule judges one rule that lets the world in.
func (a *Analysis) openRule(f clusterFacts, g model.Group, e model.GroupRule) model.Finding {
	fd := model.Finding{
		ID: idClusterWorld, Subject: a.groupSubject(g.ID), Peer: compact(e.Rule), State: model.Unmet,
		Severity: model.Exposed, VPC: f.vpc, Title: "a cluster's group is open to the world", Source: pageBPA,
		Why:      "No public inbound traffic is needed by EMR; whoever reaches the nodes can try what runs on them.",
		Evidence: []model.Evidence{evidence(reach.Match{Group: g.ID, GroupName: g.Name, Entry: e}, "")},
		Clusters: []string{f.c.ID},
	}
	fd.Reason = fmt.Sprintf("%s lets %s in from %s.", a.label(g.ID), e.Rule.Traffic(), e.Rule.Peer)
	config, known := a.publicAccess(f.c)
	switch {
	case !known:
		fd.Reason += " EMR's block public access was not read."
	case !config.Blocks:
		fd.Reason += " EMR's block public access is off here."
	case !literalWorld(e.Rule):
		fd.Reason += " Whether EMR's block public access counts such a rule is not documented."
	case config.Permits(e.Rule.Ports):
		fd.Severity = model.Note
		fd.Reason += " It is an exception of EMR's block public access."
	case f.subnet == SubnetPublic:
		fd.Severity = model.Conditional
		fd.Reason += " EMR's block public access would refuse to create this cluster again, and may take the rule away."
	case f.subnet == SubnetUnknown:
		fd.Reason += " In a public subnet EMR's block public access would refuse to create this cluster again."
	}
	fd.Remedy = model.Advice{Text: "Narrow the rule to the addresses that need it; other clusters may use this group too. " +
		"An exception of block public access is the last resort.", Command: exceptionLine(config, known, e.Rule)}
	return fd
}

// literalWorld reports whether a rule is one that block public access is documented to count: TCP or
// UDP ports, from exactly 0.0.0.0/0 or ::/0.
func literalWorld(r model.Rule) bool {
	return (r.Protocol == model.TCP || r.Protocol == model.UDP) && (r.Peer == model.AnyIPv4() || r.Peer == model.AnyIPv6())
}

// publicAccess gives the configuration that holds for a cluster. A snapshot of one Region that does
// not say whose it is has only one.
func (a *Analysis) publicAccess(c model.Cluster) (model.PublicAccess, bool) {
	o := a.snap.Origin()
	for _, key := range [][2]string{{c.Account, c.Region}, {o.Caller.Account, cmp.Or(c.Region, o.Region)}} {
		if p, ok := a.snap.PublicAccess(key[0], key[1]); ok {
			return p, true
		}
	}
	return model.PublicAccess{}, false
}

// exceptionLine gives the call that would permit a rule's ports beside those permitted now. The call
// replaces the whole configuration, so what is there has to be said again.
// Source: https://docs.aws.amazon.com/emr/latest/APIReference/API_PutBlockPublicAccessConfiguration.html
func exceptionLine(p model.PublicAccess, known bool, r model.Rule) string {
	if !known || !p.Blocks || !literalWorld(r) || p.Permits(r.Ports) {
		return ""
	}
	var ranges []string
	for _, x := range append(slices.Clone(p.Permitted), r.Ports) {
		ranges = append(ranges, fmt.Sprintf(`{"MinRange":%d,"MaxRange":%d}`, x.First, x.Last))
	}
	return `aws emr put-block-public-access-configuration --block-public-access-configuration ` +
		`'{"BlockPublicSecurityGroupRules":true,"PermittedPublicSecurityGroupRuleRanges":[` + strings.Join(ranges, ",") + `]}'`
}
