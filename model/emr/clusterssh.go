package emr

import (
	"fmt"
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

func sshTraffic() reach.Set { return reach.TrafficOf(model.TCP, model.Port(22)) }

// sshFromWorld finds ssh to the primary node from everywhere, which EMR itself opened until December 2020.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func sshFromWorld(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	var out []model.Finding
	for _, id := range groupsOf(f.c, nodePrimary) {
		g, ok := a.snap.Group(id)
		if !ok || a.roles.has(id, RoleEngine) {
			continue // of Engine all that is open to the world is found already
		}
		for _, e := range g.In(model.Ingress) {
			if !openToWorld(g, e.Rule) || !reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports).Contains(sshTraffic()) {
				continue
			}
			fd := a.ofCluster(r, f, model.Unmet, fmt.Sprintf("%s lets %s in from %s.", a.label(id), e.Rule.Traffic(), e.Rule.Peer),
				model.Advice{Text: "Other clusters may use this group too. Replace the rule by one from your own " +
					"addresses, or add an additional group with it to the next cluster."})
			fd.Subject, fd.Peer = a.groupSubject(id), compact(e.Rule)
			fd.Reason += a.publicWords(f, e.Rule).text
			fd.Evidence = []model.Evidence{evidence(reach.Match{Group: id, GroupName: g.Name, Entry: e}, "")}
			out = append(out, fd)
		}
	}
	return out
}

// sshShut says, to whoever asks, that the primary node lets ssh in from nowhere but the cluster's own
// nodes. Nothing is wrong with that, so it is never more than a requirement that holds.
func sshShut(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	own := f.c.Groups()
	for _, id := range groupsOf(f.c, nodePrimary) {
		g, ok := a.snap.Group(id)
		if !ok {
			return nil
		}
		for _, e := range g.In(model.Ingress) {
			fromOwn := e.Rule.Peer.Kind == model.PeerGroup && slices.Contains(own, e.Rule.Peer.ID)
			if !fromOwn && reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports).Contains(sshTraffic()) {
				return nil
			}
		}
	}
	return []model.Finding{a.ofCluster(r, f, model.Met,
		"No group of the primary node lets tcp 22 in from outside of the cluster: ssh to it times out.",
		model.Advice{Text: "If you need ssh, let tcp 22 in from your own address: in the managed group for the clusters that " +
			"run, or in an additional group for the next one."})}
}
