package emr

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// CreateAgain says whether EMR's block public access would let a cluster be created once more as it is:
// Allowed, Blocked with the rules that it would be refused for, or Unknown with why.
type CreateAgain struct {
	Verdict model.Verdict
	Text    string
	Rules   []model.Evidence
}

// createAgain says it as a finding. Where block public access was not read nothing is said for each cluster.
func createAgain(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	c := a.CreateAgain(f.c)
	state := map[model.Verdict]model.State{model.Allowed: model.Met, model.Blocked: model.Unmet}[c.Verdict]
	if state == model.StateUnknown && len(c.Rules) == 0 {
		return nil
	}
	fd := a.ofCluster(r, f, state, c.Text, nil)
	fd.Evidence = c.Rules
	if state == model.Met {
		return []model.Finding{fd}
	}
	config, known := a.publicAccess(f.c)
	advice := model.Advice{Text: "Narrow these rules to the addresses that need them. An exception of block public access is " +
		"the last resort, and is never made from here."}
	for _, e := range c.Rules {
		fd.Reason += " " + e.Text + "."
		if advice.Command == "" {
			advice.Command = exceptionLine(config, known, e.Rule)
		}
	}
	fd.Remedy = advice
	return []model.Finding{fd}
}

// CreateAgain judges a cluster's groups as block public access does. What it makes of protocol -1, ICMP,
// prefix lists and blocks that are nearly the world is not documented, and so not known.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
func (a *Analysis) CreateAgain(c model.Cluster) CreateAgain {
	config, known := a.publicAccess(c)
	f := a.factsOf(c)
	switch {
	case !known:
		return CreateAgain{Text: "EMR's block public access was not read" + a.because(model.PartPublicAccess, "") + "."}
	case !config.Blocks:
		return CreateAgain{Verdict: model.Allowed, Text: "EMR's block public access is off here."}
	case f.subnet == SubnetPrivate:
		return CreateAgain{Verdict: model.Allowed, Text: "EMR's block public access does not ask about private subnets."}
	}
	var refusing, unsure []model.Evidence
	var unread []string
	for _, id := range c.Groups() {
		g, ok := a.snap.Group(id)
		if !ok {
			unread = append(unread, id)
		}
		for _, e := range g.In(model.Ingress) {
			ev := model.Evidence{Group: id, RuleID: e.ID, Rule: e.Rule, Text: a.label(id) + " " + e.Rule.String()}
			switch {
			case literalWorld(e.Rule) && !config.Permits(e.Rule.Ports):
				refusing = append(refusing, ev)
			case !literalWorld(e.Rule) && a.nearlyWorld(g, e.Rule):
				unsure = append(unsure, ev)
			}
		}
	}
	switch {
	case len(refusing) > 0 && f.subnet == SubnetUnknown:
		return CreateAgain{Text: "It would be refused in a public subnet; whether this one is public was not read.", Rules: refusing}
	case len(refusing) > 0:
		return CreateAgain{
			Verdict: model.Blocked, Rules: refusing,
			Text: fmt.Sprintf("It would be refused for %s.", plural(len(refusing), "rule", "rules")),
		}
	case len(unsure) > 0:
		return CreateAgain{Text: "Whether EMR's block public access counts such a rule is not documented.", Rules: unsure}
	case len(unread) > 0:
		return CreateAgain{Text: "Not all of its groups were read: " + strings.Join(unread, ", ") + "."}
	}
	return CreateAgain{Verdict: model.Allowed, Text: "No rule of its groups is public outside of the exceptions."}
}

// nearlyWorld reports whether a rule might count as public though it does not name the world, or names it
// without ports.
func (a *Analysis) nearlyWorld(g model.Group, r model.Rule) bool {
	switch r.Peer.Kind {
	case model.PeerCIDR:
		const few = 8 // bits: no block that somebody owns is that wide
		return openToWorld(g, r) || r.Peer.Prefix.Bits() < few
	case model.PeerPrefixList:
		list, ok := a.snap.PrefixList(r.Peer.ID)
		for _, e := range list.Entries {
			if e.Prefix.Bits() == 0 {
				return true
			}
		}
		return !ok || !list.EntriesRead
	case model.PeerGroup, model.PeerNone:
	}
	return false
}
