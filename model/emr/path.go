package emr

import (
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// attachPath asks whether anything but the groups stands between a Workspace and its Engine: network
// ACLs on the way there or back. It is asked only where the groups let the traffic through, and as far
// as the network was read.
func attachPath(a *Analysis, r Requirement, p Pair) []model.Finding {
	if p.Studio == "" || p.Workspace == "" || p.Engine == "" || p.Workspace == p.Engine {
		return nil
	}
	for _, id := range []string{p.Workspace, p.Engine} {
		if a.snap.GroupPresence(id) == model.Gone {
			return nil // a group that is gone is nowhere in the network, and has a finding of its own
		}
	}
	return a.pathFinding(r, p, a.attach(p, reach.AsFarAsRead), r.Severity)
}

// gitPath asks the same of Workspace and internet: a route through a NAT gateway, and network ACLs.
func gitPath(a *Analysis, r Requirement, p Pair) []model.Finding {
	severity, applies := a.severityOf(Requirement{Severity: r.Severity}, Allows{Internet: true}, p)
	if p.Studio == "" || p.Workspace == "" || !applies {
		return nil
	}
	return a.pathFinding(r, p, a.git(p, reach.AsFarAsRead), severity)
}

// pathFinding tells what stands in the way beside the groups, which have findings of their own.
func (a *Analysis) pathFinding(r Requirement, p Pair, t reach.Trace, severity model.Severity) []model.Finding {
	f := model.Finding{
		ID: r.ID, Subject: model.Subject{Kind: model.SubjectStudio, ID: p.Studio, Name: p.Name},
		State: model.Met, Severity: severity, VPC: p.VPC, Title: r.Title, Why: r.Why, Source: r.Source,
		Studios: []string{p.Studio}, Reason: "nothing beside the groups stands in the way, as far as was read",
	}
	var advice []string
	for _, h := range append(append([]reach.Hop{}, t.Forward.Hops...), t.Return.Hops...) {
		if h.Kind == reach.HopEgress || h.Kind == reach.HopIngress {
			continue
		}
		if h.Verdict != model.Blocked && h.Verdict != model.Partly {
			continue
		}
		if f.State == model.Met {
			f.State, f.Reason = model.Unmet, ""
		}
		f.Reason = strings.TrimSpace(f.Reason + " " + upper(h.Reason) + ".")
		for _, l := range h.Lines {
			f.Evidence = append(f.Evidence, model.Evidence{Text: strings.TrimSpace(l.ID + " " + l.Text)})
		}
	}
	if f.State == model.Met {
		return []model.Finding{f}
	}
	command := ""
	for _, x := range t.Advice {
		if strings.HasPrefix(x.Text, "Give ") && strings.Contains(x.Text, "public address") {
			x.Text = "A Workspace never has a public address: route its subnet's 0.0.0.0/0 to a NAT gateway, or give the " +
				"Studio a subnet where that is so."
		}
		advice = append(advice, x.Text)
		if command == "" {
			command = x.Command
		}
	}
	if len(advice) == 0 {
		advice = []string{"Change the network ACL or route that is named; nothing but groups is written from here."}
	}
	f.Remedy = model.Advice{Text: strings.Join(advice, " "), Command: command}
	return []model.Finding{f}
}

// wordAllowed is the word of a path whose every layer was read.
const wordAllowed = "allowed"

// wordOf gives the word of a path's edge: what is said never goes beyond what was read.
func wordOf(t reach.Trace) string {
	reasons := len(t.Reasons())
	switch t.Verdict {
	case model.Allowed:
		if t.OnlyRead || t.Question.Layers == reach.GroupsOnly {
			return "allowed by groups; " + unreadWords(t)
		}
		return wordAllowed
	case model.Blocked:
		return "BLOCKED, " + plural(max(reasons, 1), "reason", "reasons")
	case model.Partly:
		return "PARTLY: " + t.Passes
	case model.Unknown:
	}
	return "unknown"
}

func unreadWords(t reach.Trace) string {
	acls, routes := false, false
	for _, u := range t.Unread {
		acls = acls || strings.Contains(strings.ToLower(u), "acl")
		routes = routes || strings.Contains(strings.ToLower(u), "route")
	}
	switch {
	case acls && routes:
		return "routes and NACLs not read"
	case acls:
		return "NACLs not read"
	case routes:
		return "routes not read"
	}
	return "not all of the way was read"
}
