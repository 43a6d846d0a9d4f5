package emr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// notOffered names the clusters that are up and that a Studio does not offer, with every reason that does
// not pass by itself. Clusters of another VPC count only where no other Studio is there for them.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-considerations.html
func notOffered(a *Analysis, r Requirement, p Pair) []model.Finding {
	f, all := a.ofStudio(r, p), 0
	var names []string
	for _, c := range a.offerable(p) {
		all++
		_, list := a.Eligible(p, c)
		var why []string
		for _, x := range list {
			if x.Verdict == model.Blocked {
				why = append(why, x.Text)
			}
		}
		if len(why) == 0 {
			continue
		}
		name := model.Printable(c.Name) + " (" + c.ID + ")"
		names = append(names, name)
		f.Clusters = append(f.Clusters, c.ID)
		f.Evidence = append(f.Evidence, model.Evidence{Text: name + ": " + strings.Join(why, "; ")})
	}
	if len(names) == 0 {
		return nil
	}
	is := "is"
	if len(names) > 1 {
		is = "are"
	}
	f.Reason = fmt.Sprintf("%d of %s %s %s: %s.", len(names), plural(all, "cluster", "clusters"), is, WordIneligible, few(names))
	f.Remedy = model.Advice{Text: "What stands in the way is fixed when a cluster is created; create the next one without it."}
	return []model.Finding{f}
}

// offerable gives the clusters that are up and that somebody might look for in a Studio.
func (a *Analysis) offerable(p Pair) []model.Cluster {
	var out []model.Cluster
	for c := range a.snap.Clusters() {
		vpc := a.vpcOf(c)
		if p.Studio == "" || p.VPC == "" || !c.Ready() || !c.Described || vpc == "" {
			continue
		}
		if vpc == p.VPC || !slices.ContainsFunc(a.everyPair, func(q Pair) bool { return q.Studio != "" && q.VPC == vpc }) {
			out = append(out, c)
		}
	}
	return out
}

// noRoom finds primary nodes whose interface has as many groups as the quota allows by default, so that
// Engine cannot join unless it was raised. Whether it was is not read.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
func noRoom(a *Analysis, r Requirement, p Pair) []model.Finding {
	var out []model.Finding
	for _, c := range a.offerable(p) {
		verdict, _ := a.Eligible(p, c)
		room := a.roomCondition(p, c)
		if verdict == model.Blocked || room.Verdict == model.Allowed {
			continue
		}
		f := a.ofStudio(r, p)
		f.Subject, f.Peer, f.Clusters = clusterSubject(c), p.Studio, []string{c.ID}
		f.Reason = upperFirst(room.Text) + "."
		f.Remedy = model.Advice{Text: "Give the next cluster fewer additional groups, or ask for a higher quota of groups per " +
			"interface.", Command: "aws service-quotas list-service-quotas --service-code vpc " +
			"--query \"Quotas[?contains(QuotaName,'per network interface')].[QuotaName,Value]\""}
		out = append(out, f)
	}
	return out
}

// ofStudio starts a finding about a pair's Studio.
func (a *Analysis) ofStudio(r Requirement, p Pair) model.Finding {
	return model.Finding{
		ID: r.ID, Subject: model.Subject{Kind: model.SubjectStudio, ID: p.Studio, Name: model.Printable(p.Name)},
		State: model.Unmet, Severity: r.Severity, VPC: p.VPC, Title: r.Title, Why: r.Why, Source: r.Source,
		Studios: []string{p.Studio},
	}
}
