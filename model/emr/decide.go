package emr

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// describedStudio says which Studio's groups are not known.
func describedStudio(a *Analysis, r Requirement, p Pair) []model.Finding {
	st, ok := a.snap.Studio(p.Studio)
	if !ok || st.Described {
		return nil
	}
	return []model.Finding{{
		ID: r.ID, Subject: model.Subject{Kind: model.SubjectStudio, ID: st.ID, Name: st.Name},
		State: model.StateUnknown, Severity: r.Severity, VPC: p.VPC, Title: r.Title, Why: r.Why,
		Reason:  "Studio " + st.Name + " was listed but not described" + a.because(model.PartStudios, p.VPC) + ".",
		Studios: []string{st.ID},
		Remedy: model.Advice{
			Text:    "Ask for elasticmapreduce:DescribeStudio, then read again.",
			Command: "aws emr describe-studio --studio-id " + st.ID,
		},
	}}
}

// roleConflict finds a Workspace group that must let traffic in for another of its roles.
func roleConflict(a *Analysis, r Requirement, p Pair) []model.Finding {
	var reason string
	switch {
	case p.Workspace == "" || p.Studio == "":
		return nil
	case p.Workspace == p.Engine:
		reason = a.label(p.Workspace) + " is both Workspace and Engine of Studio " + p.Name + "."
	case a.engineElsewhere(p) != "":
		reason = fmt.Sprintf("%s is the Workspace group of Studio %s and the Engine group of Studio %s.",
			a.label(p.Workspace), p.Name, a.engineElsewhere(p))
	case a.managed(p.Workspace):
		reason = a.label(p.Workspace) + " is the Workspace group of Studio " + p.Name +
			" and a group in which EMR itself opens ports for clusters."
	default:
		return nil
	}
	f := a.finding(r, p, p.Workspace)
	f.Peer, f.Reason = p.Studio, reason
	f.Remedy = model.Advice{Text: a.settling(p)}
	return []model.Finding{f}
}

// settling is the way out of a role conflict: a Studio's groups cannot be replaced, so one Studio has
// to be made anew. Where two Studios disagree, which of them is the operator's choice.
func (a *Analysis) settling(p Pair) string {
	text := "No rule can settle this, and a Studio's groups cannot be replaced: create a pair of groups of its own for "
	if other := a.engineElsewhere(p); other != "" {
		return text + p.Name + " or for " + other + ", and make that Studio anew with them."
	}
	return text + p.Name + ", and make the Studio anew with them."
}

// engineElsewhere names another Studio whose Engine is this pair's Workspace group.
func (a *Analysis) engineElsewhere(p Pair) string {
	for _, q := range a.everyPair {
		if q.Studio != "" && q.ID != p.ID && q.Engine == p.Workspace {
			return q.Name
		}
	}
	return ""
}

// networkTags asks for EMR's tag on the Studio's VPC and subnets. Owners do not show their tags to
// participants of a shared VPC, so there nothing is known.
// Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
func networkTags(a *Analysis, r Requirement, p Pair) []model.Finding {
	if p.Studio == "" {
		return nil
	}
	var out []model.Finding
	if v, ok := a.snap.VPC(p.VPC); ok && a.snap.Reading(model.PartVPCs, p.VPC).Whole() {
		out = append(out, a.networkTag(r, p, tagged{
			model.Subject{Kind: model.SubjectVPC, ID: v.ID, Name: v.Name}, v.Region, v.Owner, v.Tags,
		}))
	}
	for _, id := range p.Subnets {
		if sub, ok := a.snap.Subnet(id); ok {
			out = append(out, a.networkTag(r, p, tagged{
				model.Subject{Kind: model.SubjectSubnet, ID: id, Name: sub.Name}, sub.Region, sub.Owner, sub.Tags,
			}))
		}
	}
	return out
}

// tagged is a VPC or subnet that should carry EMR's tag.
type tagged struct {
	of            model.Subject
	region, owner string
	tags          model.Tags
}

func (a *Analysis) networkTag(r Requirement, p Pair, t tagged) model.Finding {
	f := model.Finding{
		ID: r.ID, Subject: t.of, State: model.Unmet, Severity: r.Severity, VPC: p.VPC,
		Title: r.Title, Why: r.Why, Source: r.Source, Studios: []string{p.Studio},
	}
	st, _ := a.snap.Studio(p.Studio)
	value, has := t.tags.Get(model.TagEMR)
	switch {
	case has && value == "true":
		f.State, f.Reason = model.Met, t.of.Label()+" is tagged."
	case a.tagsHidden(t.owner, st.Account):
		f.State = model.StateUnknown
		f.Reason = t.of.Label() + " belongs to account " + t.owner + ", which does not show its tags to this one."
	default:
		f.Reason = t.of.Label() + " does not have the tag " + model.TagEMR + "=true."
		f = a.untaggedNetwork(f, p, t)
		f.Remedy = model.Advice{
			Text:    "Only groups are written from here; tag it yourself.",
			Command: "aws ec2 create-tags --resources " + t.of.ID + " --tags Key=" + model.TagEMR + ",Value=true",
		}
	}
	return f
}

// untaggedNetwork asks the service role about a subnet or VPC without the tag. A Workspace is attached in a
// subnet; in the VPC itself only the Studio's default groups would be made, which it has or does not need.
func (a *Analysis) untaggedNetwork(f model.Finding, p Pair, t tagged) model.Finding {
	st, _ := a.snap.Studio(p.Studio)
	if t.of.Kind == model.SubjectSubnet {
		rule, why := tagRuleFor(a.snap, st.ServiceRole, callMakeInterface, ec2Name(a.snap, t.region, t.owner, "subnet/"+t.of.ID))
		return a.withoutTag(f, p.Studio, rule, why)
	}
	rule, why := tagRuleFor(a.snap, st.ServiceRole, callMakeGroup, ec2Name(a.snap, t.region, t.owner, "vpc/"+t.of.ID))
	f.Reason += " EMR Studio cannot make its default groups there if its service role asks for the tag; " + why + "."
	if rule == TagUnconditioned {
		f.Severity = model.Note
	}
	return f
}

// compact gives a rule as a part of a key: "tcp/18889@sg-1", "all@0.0.0.0/0".
func compact(r model.Rule) string {
	out := r.Protocol.String()
	if ports := r.Ports.Text(r.Protocol); ports != "" {
		out += "/" + strings.ReplaceAll(ports, "/", ".")
	}
	return out + "@" + r.Peer.String()
}
