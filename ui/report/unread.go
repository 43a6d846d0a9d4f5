package report

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// Unread gives the parts that were not read whole: those that EMR's requirements rest on, then those
// of the network around the groups, and EMR's block public access.
func (v View) Unread() []emr.Unread {
	out := slices.Clone(v.Analysis.Unread())
	listed := func(p model.Part) bool {
		return slices.ContainsFunc(out, func(u emr.Unread) bool { return u.Part == p })
	}
	for _, p := range slices.Concat(model.NetworkParts(), model.EMRParts()) {
		r := v.snapshot().Reading(p, v.Analysis.Scope().VPC)
		if optional(p) && r == (model.Reading{}) {
			continue // nobody asked for it, as for files of groups
		}
		if !r.Whole() && !listed(p) {
			out = append(out, emr.Unread{Part: p, Reading: r, Effect: networkEffect(p)})
		}
	}
	return out
}

// optional reports whether a part is one that most snapshots of files do not have.
func optional(p model.Part) bool { return slices.Contains(model.EMRParts(), p) }

// emrEffect says what stays unknown while a part of EMR's other services is not read whole; "" for another part.
func emrEffect(p model.Part) string {
	switch p { //nolint:exhaustive // the rest of the parts are the network's and EC2's
	case model.PartFailedClusters:
		return "why clusters failed in the last three days"
	case model.PartRoles:
		return "what a missing tag means to a Studio"
	case model.PartVirtualClusters, model.PartManagedEndpoints, model.PartEKSClusters:
		return "which groups EMR on EKS uses, so that they may be in use unseen"
	case model.PartServerless:
		return "which groups EMR Serverless uses, so that they may be in use unseen"
	case model.PartSharedGroups:
		return "which groups of other VPCs and accounts can be used here"
	}
	return ""
}

// networkEffect says what stays unknown while a part of the network is not read whole.
func networkEffect(p model.Part) string {
	lists := []model.Part{model.PartPrefixLists, model.PartPrefixListEntries}
	balancers := []model.Part{
		model.PartBalancers, model.PartBalancerAttributes, model.PartListeners, model.PartTargetGroups,
		model.PartTargetAttributes, model.PartTargetHealth,
	}
	switch {
	case emrEffect(p) != "":
		return emrEffect(p)
	case slices.Contains(lists, p):
		return "what a rule or route covers that names a prefix list"
	case slices.Contains(balancers, p):
		return "where load balancers send traffic"
	case p == model.PartGroupAssociations:
		return "which groups serve other VPCs"
	case p == model.PartPublicAccess:
		return "whether EMR refuses clusters whose groups are open to the world"
	case p == model.PartStaleGroups:
		return "which rules EC2 calls stale"
	}
	return "whether what the groups allow gets through the network"
}

// hindered reports whether reading a part was tried and did not come to its end. A part that nobody
// tried to read is no fault of anything.
func hindered(r model.Reading) bool {
	return r.State == model.ReadFailed || r.State == model.ReadPartly
}

// missed gives the parts that were not read whole and of which somebody has to know: of the network,
// where nobody tried to read it, nothing.
func (v View) missed() []emr.Unread {
	all, core := v.Unread(), len(v.Analysis.Unread())
	out := all[:core:core]
	for _, u := range all[core:] {
		if hindered(u.Reading) {
			out = append(out, u)
		}
	}
	return out
}

func unreadDocs(parts []emr.Unread) []Unread {
	out := []Unread{}
	for _, u := range parts {
		f := u.Reading.Failure
		doc := Unread{
			Part: string(u.Part), State: u.Reading.State.String(), Call: f.Call, Missing: f.Missing,
			Message: f.Message, Effect: u.Effect,
		}
		if f.Kind != model.NoFailure {
			doc.Failure = f.Kind.String()
		}
		out = append(out, doc)
	}
	return out
}

// unread writes what was not read and what stays unknown because of it.
func (p *printer) unread(v View) { p.notRead(v.missed(), nil) }

// unreadWithNetwork does so too, and says in one line what of the network nobody tried to read: no load
// reads all of it.
func (p *printer) unreadWithNetwork(v View) {
	var never []string
	for _, u := range v.Unread() {
		if u.Reading.State == model.NotRead && decisive(u.Part) {
			never = append(never, u.Part.Name())
		}
	}
	p.notRead(v.missed(), never)
}

func (p *printer) notRead(lines []emr.Unread, never []string) {
	if len(lines) == 0 && len(never) == 0 {
		return
	}
	p.gap()
	p.line(0, "Not read")
	for _, u := range lines {
		text := p.marks.Unknown + " " + u.Part.Name() + ": " + u.Reading.State.String()
		if u.Effect != "" {
			text += "; unknown: " + u.Effect
		}
		p.line(0, text)
		if u.Reading.Failure.Kind != model.NoFailure {
			p.line(2, u.Reading.Failure.Error())
			p.line(2, "To do: ", u.Reading.Failure.Next())
		}
	}
	if len(never) > 0 {
		p.line(0, p.marks.Unknown, " ", strings.Join(never, ", "), ": not read; unknown: ", networkEffect(model.PartRoutes))
	}
}

// decisive are the parts of the network that every path out of a subnet meets.
func decisive(p model.Part) bool {
	return slices.Contains([]model.Part{
		model.PartACLs, model.PartRoutes, model.PartInternetGateways, model.PartNATGateways,
	}, p)
}
