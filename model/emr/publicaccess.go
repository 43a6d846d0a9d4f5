package emr

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const pageBPA = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html"

// openClusters finds rules of a cluster's groups that let the world in, and what EMR's block public
// access makes of them: a cluster in a public subnet would not be created again, and on a running one
// EMR may take the rule away.
func openClusters(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	var out []model.Finding
	for _, id := range f.c.Groups() {
		g, ok := a.snap.Group(id)
		if !ok || a.roles.has(id, RoleEngine) {
			continue // of Engine all that is open to the world is found already
		}
		primary := slices.Contains(groupsOf(f.c, nodePrimary), id)
		for _, e := range g.In(model.Ingress) {
			if !openToWorld(g, e.Rule) || primary && reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports).Contains(sshTraffic()) {
				continue // ssh to the primary node is a finding of its own
			}
			out = append(out, a.openRule(r, f, g, e))
		}
	}
	return out
}

// openRule judges one rule that lets the world in.
func (a *Analysis) openRule(r ClusterRequirement, f clusterFacts, g model.Group, e model.GroupRule) model.Finding {
	config, known := a.publicAccess(f.c)
	fd := a.ofCluster(r, f, model.Unmet, fmt.Sprintf("%s lets %s in from %s.", a.label(g.ID), e.Rule.Traffic(), e.Rule.Peer),
		model.Advice{
			Text: "Narrow the rule to the addresses that need it; other clusters may use this group too. " +
				"An exception of block public access is the last resort, and is never made from here.",
			Command: exceptionLine(config, known, e.Rule),
		})
	fd.Subject, fd.Peer = a.groupSubject(g.ID), compact(e.Rule)
	fd.Evidence = []model.Evidence{evidence(reach.Match{Group: g.ID, GroupName: g.Name, Entry: e}, "")}
	words := a.publicWords(f, e.Rule)
	fd.Reason += words.text
	switch {
	case words.permitted:
		fd.Severity = model.Note
	case words.refused:
		fd.Severity = model.Conditional
	}
	return fd
}

// publicWord is what EMR's block public access makes of a rule that lets the world in.
type publicWord struct {
	text               string // a sentence, with a space before it
	permitted, refused bool
}

func (a *Analysis) publicWords(f clusterFacts, r model.Rule) publicWord {
	config, known := a.publicAccess(f.c)
	switch {
	case !known:
		return publicWord{text: " EMR's block public access was not read."}
	case !config.Blocks:
		return publicWord{text: " EMR's block public access is off here."}
	case !literalWorld(r):
		return publicWord{text: " Whether EMR's block public access counts such a rule is not documented."}
	case config.Permits(r.Ports):
		return publicWord{text: " It is an exception of EMR's block public access.", permitted: true}
	case f.subnet == SubnetPublic:
		return publicWord{
			text:    " EMR's block public access would refuse to create this cluster again, and may take the rule away.",
			refused: true,
		}
	case f.subnet == SubnetUnknown:
		return publicWord{text: " In a public subnet EMR's block public access would refuse to create this cluster again."}
	}
	return publicWord{}
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
	if !known {
		return ""
	}
	return ExceptionFor(p, []model.Rule{r}).Command
}

// mergedPorts gives the ranges in order, those that meet or overlap as one.
func mergedPorts(list []model.PortRange) []model.PortRange {
	slices.SortFunc(list, func(x, y model.PortRange) int {
		return cmp.Or(cmp.Compare(x.First, y.First), cmp.Compare(x.Last, y.Last))
	})
	var out []model.PortRange
	for _, r := range list {
		if n := len(out); n > 0 && int(r.First) <= int(out[n-1].Last)+1 {
			out[n-1].Last = max(out[n-1].Last, r.Last)
			continue
		}
		out = append(out, r)
	}
	return out
}
