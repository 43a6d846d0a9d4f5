package emr

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// RuleStory is one rule of a group with what it is for, as far as the findings and the group's other
// rules tell.
type RuleStory struct {
	Entry  model.GroupRule
	Needed []model.Finding // requirements that are met by it, perhaps together with others
	Faults []model.Finding // findings that are about it, worst first
	By     []reach.Match   // rules of the same group that together allow all that it allows
	// Purpose says it in a few words: what is wrong with it, what makes it needless, what asks for it.
	Purpose string
}

// RuleStories tells of every rule of a group, in the group's order.
func (a *Analysis) RuleStories(group string) []RuleStory {
	g, _ := a.snap.Group(group)
	needless := map[model.Rule][]reach.Match{}
	for _, d := range []model.Direction{model.Ingress, model.Egress} {
		for _, r := range a.Access(d, group).Redundant() {
			needless[r.Entry.Rule] = r.By
		}
	}
	out := make([]RuleStory, 0, len(g.Rules))
	for _, e := range g.Rules {
		st := RuleStory{Entry: e, By: needless[e.Rule]}
		for _, f := range a.met {
			if restsOn(f, group, e.Rule) {
				st.Needed = append(st.Needed, f)
			}
		}
		for _, f := range a.findings {
			if f.State == model.Unmet && f.Subject.ID == group && isAbout(f, e.Rule) {
				st.Faults = append(st.Faults, f)
			}
		}
		st.Purpose = a.purpose(group, st)
		out = append(out, st)
	}
	return out
}

// restsOn reports whether a requirement is met by a rule, perhaps together with others: not by one that
// lets through no more than another of them.
func restsOn(f model.Finding, group string, r model.Rule) bool {
	own := reach.TrafficOf(r.Protocol, r.Ports)
	has := false
	for _, e := range f.Evidence {
		covers := reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports)
		switch {
		case e.Group == group && e.Rule == r:
			has = true
		case e.Rule.Direction == r.Direction && covers.Contains(own) && !own.Contains(covers):
			return false
		}
	}
	return has
}

// isAbout reports whether a finding about a group is about one rule of it.
func isAbout(f model.Finding, r model.Rule) bool {
	return f.Peer == compact(r) || f.ID == idWorkspaceIngress && r.Direction == model.Ingress
}

// purpose says in a few words what a rule is for: what is wrong with it, what makes it needless, what
// asks for it, or that nothing is known to.
func (a *Analysis) purpose(group string, st RuleStory) string {
	r := st.Entry.Rule
	var words []string
	if len(st.Faults) > 0 {
		words = append(words, st.Faults[0].Severity.String()+": "+st.Faults[0].Title)
	}
	if r.Peer.Kind == model.PeerGroup && a.snap.GroupPresence(r.Peer.ID) == model.Gone {
		words = append(words, "matches nothing: "+r.Peer.ID+" is deleted")
	}
	if len(st.By) > 0 {
		words = append(words, "redundant: allowed by "+matches(st.By))
	}
	if need := a.needs(st.Needed); need != "" {
		words = append(words, "needed: "+need)
	}
	if len(words) == 0 && a.fromAmazon(group, r) {
		words = append(words, "EMR's own: its service reaches clusters in public subnets")
	}
	if len(words) == 0 {
		return "nothing of EMR's is known to ask for it"
	}
	return strings.Join(words, "; ")
}

// matches names rules by what they allow.
func matches(list []reach.Match) string {
	var out []string
	for _, m := range list {
		r := m.Entry.Rule
		way := " from "
		if r.Direction == model.Egress {
			way = " to "
		}
		out = append(out, r.Traffic()+way+r.Peer.String())
	}
	return strings.Join(out, " and ")
}

// fromAmazon reports whether a rule is of those that EMR gives to a managed primary group in a public
// subnet: tcp 8443 from addresses of Amazon's own.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func (a *Analysis) fromAmazon(group string, r model.Rule) bool {
	return a.roles.has(group, RoleManagedPrimary) && r.Direction == model.Ingress && r.Protocol == model.TCP &&
		r.Ports == model.Port(8443) && r.Peer.Kind == model.PeerCIDR && r.Peer.Prefix.Bits() > 0
}

// needs says what asks for a rule, and for whom.
func (a *Analysis) needs(met []model.Finding) string {
	var out []string
	for _, f := range met {
		text := needWord(f.ID)
		var whose []string
		for _, id := range f.Studios {
			if st, ok := a.snap.Studio(id); ok {
				whose = append(whose, "Studio "+st.Name)
			}
		}
		for _, id := range f.Clusters {
			if c, ok := a.snap.Cluster(id); ok {
				whose = append(whose, c.Name)
			}
		}
		if len(whose) > 2 {
			whose = append(whose[:1], plural(len(whose)-1, "other", "others"))
		}
		if len(whose) > 0 {
			text += " (" + strings.Join(whose, ", ") + ")"
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return model.Printable(strings.Join(out, ", "))
}

// needWord gives what a requirement is for in a few words.
func needWord(id string) string {
	switch {
	case id == idWorkspaceEgress, id == idEngineIngress:
		return "Workspace → Engine"
	case id == idGitEgress:
		return "Git over HTTPS"
	case strings.HasPrefix(id, "nodes-"):
		return "the cluster's nodes among each other"
	case strings.HasSuffix(id, "8443"), strings.HasSuffix(id, "9443"), strings.HasSuffix(id, "443"),
		strings.HasSuffix(id, "8443-primary"), strings.HasSuffix(id, "8443-core"):
		return "EMR's service"
	}
	return id
}
