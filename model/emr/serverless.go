package emr

import (
	"fmt"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const (
	idServerlessWorld = "serverless-open-to-world"
	pageServerless    = "https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/vpc-access.html"
)

// serverlessWorld finds rules that let the world into a group of a Serverless application, which EMR
// Serverless refuses: exactly 0.0.0.0/0 or ::/0. What it makes of the world in pieces is not documented.
func serverlessWorld(a *Analysis, r AccountRequirement) []model.Finding {
	var out []model.Finding
	for app := range a.snap.ServerlessApps() {
		if !app.Live() || a.scope.Studio != "" {
			continue
		}
		for _, id := range app.Groups {
			g, ok := a.snap.Group(id)
			if !ok || !a.scope.hasVPC(g.VPC) {
				continue
			}
			for _, e := range g.In(model.Ingress) {
				if openToWorld(g, e.Rule) {
					out = append(out, a.serverlessRule(r, app, g, e))
				}
			}
		}
	}
	return out
}

func (a *Analysis) serverlessRule(r AccountRequirement, app model.ServerlessApp, g model.Group, e model.GroupRule) model.Finding {
	f := a.ofAccount(r, a.groupSubject(g.ID), g.VPC)
	f.Peer = compact(e.Rule)
	f.Evidence = []model.Evidence{evidence(reach.Match{Group: g.ID, GroupName: g.Name, Entry: e}, "")}
	f.Reason = fmt.Sprintf("%s of application %s (%s) lets %s in from %s.", a.label(g.ID), model.Printable(app.Name), app.ID,
		e.Rule.Traffic(), e.Rule.Peer)
	ports := e.Rule.Protocol != model.ICMP && e.Rule.Protocol != model.ICMPv6
	if ports && (e.Rule.Peer == model.AnyIPv4() || e.Rule.Peer == model.AnyIPv6()) {
		f.Reason += " EMR Serverless does not create, update or start an application with such a group."
	} else {
		f.Severity = model.Exposed
		f.Reason += " Whether EMR Serverless refuses such a rule is not documented."
	}
	f.Remedy = model.Advice{Text: "Take the rule away or narrow it to the addresses that need it: an application needs no " +
		"inbound rule at all."}
	return f
}
