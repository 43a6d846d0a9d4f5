package emr

import (
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const portDNS = 53

// dnsHalves finds a DNS server that only one side knows of: the Workspace group lets queries out to its
// group, or its group lets them in from the Workspace's, and the other half is missing. Which server a
// private Git host is looked up at is in a file in S3 that is not read, so without either half nothing is
// said; Amazon's own resolver needs no rule.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-enable-git.html
func dnsHalves(a *Analysis, r Requirement, p Pair) []model.Finding {
	ws, ok := a.snap.Group(p.Workspace)
	if !ok || p.Studio == "" || p.Workspace == p.Engine {
		return nil
	}
	var out []model.Finding
	for _, server := range a.dnsServers(ws) {
		out = append(out, a.dnsHalf(r, p, server)...)
	}
	return out
}

// dnsServers gives the groups that either side says DNS is spoken with.
func (a *Analysis) dnsServers(ws model.Group) []string {
	var out []string
	note := func(id string) {
		if id != ws.ID && a.snap.GroupPresence(id) == model.Present && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, e := range ws.In(model.Egress) {
		if !dnsRule(e.Rule) {
			continue
		}
		if e.Rule.Peer.Kind == model.PeerGroup {
			note(e.Rule.Peer.ID)
		}
		if e.Rule.Peer.Kind == model.PeerCIDR && e.Rule.Peer.Prefix.IsSingleIP() {
			for i := range a.snap.Interfaces() {
				if len(i.Groups) > 0 && slices.Contains(i.Addresses, e.Rule.Peer.Prefix.Addr()) && a.scope.hasVPC(i.VPC) {
					note(i.Groups[0])
				}
			}
		}
	}
	for _, g := range a.snap.Referrers(ws.ID) {
		for _, e := range g.In(model.Ingress) {
			if dnsRule(e.Rule) && e.Rule.Peer == model.GroupPeer(ws.ID) {
				note(g.ID)
			}
		}
	}
	return out
}

// dnsRule reports whether a rule is there for DNS and for nothing else.
func dnsRule(r model.Rule) bool {
	return (r.Protocol == model.UDP || r.Protocol == model.TCP) && r.Ports == model.Port(portDNS)
}

// dnsHalf judges both sides of the way from the Workspace to a server's group, by UDP: TCP is for answers
// that are too long.
func (a *Analysis) dnsHalf(r Requirement, p Pair, server string) []model.Finding {
	from, _ := a.ends(p)
	to := reach.GroupEnd(a.snap, server)
	for _, i := range a.snap.InterfacesOf(server) { // where the server is known, so are its address and all its groups
		to = reach.InterfaceEnd(i)
		break
	}
	t := reach.Ask(a.snap, reach.Question{From: from, To: to, Protocol: model.UDP, Ports: model.Port(portDNS), Layers: reach.GroupsOnly})
	var out []model.Finding
	for _, h := range t.Forward.Hops {
		if h.Kind != reach.HopEgress && h.Kind != reach.HopIngress {
			continue
		}
		f := a.finding(r, p, p.Workspace)
		f.Peer = server
		rule := model.Rule{Direction: model.Egress, Protocol: model.UDP, Ports: model.Port(portDNS), Peer: model.GroupPeer(server)}
		var remedy model.Remedy = model.Fix{Changes: []model.Change{model.Authorize{
			Group: p.Workspace, Rule: rule, Description: "Names of private Git hosts.",
		}}}
		if h.Kind == reach.HopIngress {
			f.Subject, f.Peer = a.groupSubject(server), p.Workspace
			remedy = model.Advice{
				Text: "The group is not EMR's: let DNS in from the Workspace group there, if it is the server that Git hosts are " +
					"looked up at.",
				Command: "aws ec2 authorize-security-group-ingress --group-id " + server +
					" --ip-permissions IpProtocol=udp,FromPort=53,ToPort=53,UserIdGroupPairs=[{GroupId=" + p.Workspace + "}]",
			}
		}
		f = a.fromHop(f, h, p, model.Fix{})
		if f.State == model.Unmet {
			f.Remedy = remedy
		}
		out = append(out, f)
	}
	return out
}
