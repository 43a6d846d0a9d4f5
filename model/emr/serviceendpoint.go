package emr

import (
	"slices"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const idServiceEndpoint = "service-endpoint"

// serviceEndpoint looks at the VPC endpoint through which the nodes of a private cluster reach EMR from
// release 8 on: it has to carry the cluster's service access group, with private DNS on. EMR makes it when
// the service role may, so that one which is not there yet is no fault.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func serviceEndpoint(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	if f.subnet != SubnetPrivate || !f.release.Known || !from8(f.release) || f.c.ServiceAccess == "" {
		return nil
	}
	var wrong []string
	there, severity := false, model.Note
	for e := range a.snap.Endpoints() {
		if e.VPC != f.vpc || !strings.Contains(e.Service, ".emr-service-cell") {
			continue
		}
		there = true
		switch {
		case !slices.Contains(e.Groups, f.c.ServiceAccess):
			text := "Endpoint " + e.ID + " of " + e.Service + " does not carry " + a.label(f.c.ServiceAccess)
			if a.endpointOpen(f, e) {
				wrong = append(wrong, text+"; its own groups let the nodes in.")
				continue
			}
			wrong = append(wrong, text+", and its own groups do not let the nodes in on tcp 443.")
		case !e.PrivateDNS:
			wrong = append(wrong, "Private DNS is off on endpoint "+e.ID+" of "+e.Service+".")
		case !e.Available():
			wrong = append(wrong, "Endpoint "+e.ID+" of "+e.Service+" is "+model.Printable(e.State)+".")
		default:
			return []model.Finding{a.ofCluster(r, f, model.Met, "Endpoint "+e.ID+" carries the group and has private DNS.", nil)}
		}
		severity = r.Severity
	}
	switch {
	case there:
		r.Severity = severity
		return []model.Finding{a.ofCluster(r, f, model.Unmet, strings.Join(wrong, " "), model.Advice{
			Text:    "Give the endpoint the service access group and private DNS; only groups' rules are written from here.",
			Command: "aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT --add-security-group-ids " + f.c.ServiceAccess + " --private-dns-enabled",
		})}
	case a.snap.Reading(model.PartEndpoints, f.vpc).Whole():
		fd := a.ofCluster(r, f, model.Unmet, "The VPC has no endpoint of EMR's service.", model.Advice{
			Text: "EMR makes it, named emr-service-vpce, if the cluster's service role may create VPC endpoints; otherwise make it.",
		})
		fd.Severity = model.Note
		return []model.Finding{fd}
	}
	return nil // that endpoints were not read is said once
}

// endpointOpen reports whether an endpoint's own groups let the primary node in on tcp 443.
func (a *Analysis) endpointOpen(f clusterFacts, e model.Endpoint) bool {
	if len(e.Groups) == 0 {
		return false
	}
	to := reach.GroupEnd(a.snap, e.Groups[0])
	to.Groups = e.Groups
	t := reach.Ask(a.snap, reach.Question{
		From: a.nodeEnd(f.c, nodePrimary), To: to, Protocol: model.TCP, Ports: model.Port(443), Layers: reach.GroupsOnly,
	})
	for _, h := range t.Forward.Hops {
		if h.Kind == reach.HopIngress {
			return h.Verdict == model.Allowed || h.Verdict == model.Unknown
		}
	}
	return false
}
