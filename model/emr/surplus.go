package emr

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// The ids of surplus findings; which of them is how bad is the table of surplus below.
const (
	idEngineWorld      = "engine-open-to-world"
	idEngineIngressX   = "engine-extra-ingress"
	idEngineOpenOut    = "engine-open-egress"
	idEngineEgressX    = "engine-extra-egress"
	idWorkspaceOpen    = "workspace-open-egress"
	idWorkspaceEgressX = "workspace-extra-egress"
)

// excess is the judgement on one rule that a Studio does not need.
type excess struct {
	id       string
	severity model.Severity
	title    string
	reason   string
}

// surplusRules finds what a pair's groups allow beyond what EMR Studio needs.
func surplusRules(a *Analysis, r Requirement, p Pair) []model.Finding {
	var out []model.Finding
	for _, which := range []part{partWorkspace, partEngine} {
		g, ok := a.snap.Group(p.group(which))
		if !ok || p.Workspace == p.Engine {
			continue
		}
		for _, e := range g.Rules {
			x, surplus := a.excessOf(g, e.Rule, which)
			if !surplus {
				continue
			}
			f := a.finding(r, p, g.ID)
			f.ID, f.Severity, f.Title, f.Peer = x.id, x.severity, p.words(x.title), compact(e.Rule)
			f.Reason = x.reason
			f.Evidence = []model.Evidence{evidence(reach.Match{Group: g.ID, GroupName: g.Name, Entry: e}, "")}
			switch {
			case x.severity == model.Note:
			case a.misplaced(p):
				f.Remedy = a.remake(p)
			default:
				f.Remedy = a.removing(g, e, which)
			}
			out = append(out, f)
		}
	}
	return out
}

// excessOf says whether a rule is more than the group's part in a Studio needs, and how bad that is.
func (a *Analysis) excessOf(g model.Group, r model.Rule, which part) (excess, bool) {
	name := a.label(g.ID)
	switch {
	case which == partWorkspace && r.Direction == model.Egress:
		return a.workspaceExcess(g, r)
	case which == partWorkspace:
		return excess{}, false // any inbound rule is a finding of its own
	case r.Direction == model.Ingress && openToWorld(g, r):
		return excess{
			idEngineWorld, model.Exposed, "Engine is open to the world",
			fmt.Sprintf("%s lets %s in from %s: anybody who can route to the node.", name, r.Traffic(), r.Peer),
		}, true
	case a.managed(g.ID):
		return excess{}, false // EMR's own rules and allow-all egress belong there
	case r.Direction == model.Egress && a.roles.has(g.ID, RoleWorkspace):
		return excess{}, false // judged as a Workspace group's; that it is Engine too is the finding
	case r.Direction == model.Ingress && r.Peer.Kind == model.PeerGroup && r == engineIngress(r.Peer.ID) &&
		a.workspaceLike(r.Peer.ID):
		return excess{}, false
	case r.Direction == model.Ingress:
		return excess{
			idEngineIngressX, model.Wider, "Engine lets more in than tcp 18888 from Workspaces",
			fmt.Sprintf("%s lets %s in from %s, which is not the documented rule.", name, r.Traffic(), a.peerText(r.Peer)),
		}, true
	case allowsAll(g, r):
		return excess{
			idEngineOpenOut, model.Wider, "Engine lets everything out",
			fmt.Sprintf("%s lets %s out to %s; AWS's own Engine group has no outbound rule.", name, r.Traffic(), r.Peer),
		}, true
	}
	return excess{
		idEngineEgressX, model.Note, "Engine lets something out",
		fmt.Sprintf("%s lets %s out to %s; AWS's own Engine group has no outbound rule.", name, r.Traffic(),
			a.peerText(r.Peer)),
	}, true
}

func (a *Analysis) workspaceExcess(g model.Group, r model.Rule) (excess, bool) {
	name, git := a.label(g.ID), gitOf(g.Name)
	switch {
	case a.roles.has(g.ID, RoleEditor) && r == workspaceToEngine(g.ID):
		return excess{
			idWorkspaceEgressX, model.Note, "the Editor group points at itself",
			fmt.Sprintf("%s lets tcp 18888 out to itself, as AWS's page says by mistake; the Livy group is meant, "+
				"and this rule reaches nothing.", name),
		}, true
	case r.Peer.Kind == model.PeerGroup && r == workspaceToEngine(r.Peer.ID) && a.engineLike(r.Peer.ID):
		return excess{}, false
	case allowsAll(g, r) && git == gitWithout:
		return excess{
			idWorkspaceOpen, model.Exposed, "a Workspace without Git reaches the internet",
			fmt.Sprintf("%s lets %s out to %s; a group without Git is there to deny just that.", name, r.Traffic(), r.Peer),
		}, true
	case allowsAll(g, r):
		return excess{
			idWorkspaceOpen, model.Wider, "Workspace lets everything out",
			fmt.Sprintf("%s lets %s out to %s; tcp 18888 to Engine and tcp 443 are enough.", name, r.Traffic(), r.Peer),
		}, true
	case dnsRule(r) && !openToWorld(g, r):
		return excess{}, false // to a DNS server of somebody's own
	case r.Protocol == model.TCP && r.Ports == model.Port(portGit) && git != gitWithout:
		return excess{}, false // Git over HTTPS, to everywhere or to chosen addresses
	case r.Protocol == model.TCP && r.Ports == model.Port(portGit) && openToWorld(g, r):
		return excess{
			idWorkspaceEgressX, model.Wider, "a Workspace without Git reaches the internet",
			fmt.Sprintf("%s lets tcp 443 out to %s; a group without Git is there to deny just that.", name, r.Peer),
		}, true
	case r.Peer.Kind == model.PeerCIDR && reach.TrafficOf(r.Protocol, r.Ports).Contains(reach.TrafficOf(model.TCP,
		model.Port(portEngine))):
		return excess{
			idWorkspaceEgressX, model.Wider, "Workspace reaches addresses on tcp 18888, not just Engine",
			fmt.Sprintf("%s lets %s out to %s, which is not the documented rule.", name, r.Traffic(), r.Peer),
		}, true
	}
	return excess{
		idWorkspaceEgressX, model.Note, "Workspace lets more out than EMR Studio needs",
		fmt.Sprintf("%s lets %s out to %s.", name, r.Traffic(), a.peerText(r.Peer)),
	}, true
}

// peerText names a group peer.
func (a *Analysis) peerText(p model.Peer) string {
	if p.Kind == model.PeerGroup {
		return a.label(p.ID)
	}
	return p.String()
}

// openToWorld reports whether a rule has a part in letting the whole of an address family through:
// together with every rule of its direction that allows at least the same traffic.
func openToWorld(g model.Group, r model.Rule) bool {
	if r.Peer.Kind != model.PeerCIDR {
		return false
	}
	own := reach.TrafficOf(r.Protocol, r.Ports)
	var blocks []netip.Prefix
	for _, e := range g.Rules {
		p := e.Rule.Peer
		if e.Rule != r && e.Rule.Direction == r.Direction && p.Kind == model.PeerCIDR &&
			reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports).Contains(own) {
			blocks = append(blocks, p.Prefix)
		}
	}
	world := model.AnyIPv4()
	if r.Peer.Prefix.Addr().Is6() {
		world = model.AnyIPv6()
	}
	if r.Peer == world {
		return true
	}
	// A narrow rule beside one that opens the world has no part in it.
	return !reach.Covered(blocks, world.Prefix) && reach.Covered(append(blocks, r.Peer.Prefix), world.Prefix)
}

// allowsAll reports whether a rule has a part in letting everything out: all of TCP, to the world.
func allowsAll(g model.Group, r model.Rule) bool {
	tcp := reach.TrafficOf(model.TCP, model.PortRange{First: 1, Last: 65535})
	return reach.TrafficOf(r.Protocol, r.Ports).Contains(tcp) && openToWorld(g, r)
}

// removing proposes to revoke a surplus rule. Where it carries what the documented rule should, that
// rule comes first, so that nothing which works is cut.
func (a *Analysis) removing(g model.Group, e model.GroupRule, which part) model.Remedy {
	if a.managed(g.ID) {
		return model.Advice{Text: "EMR manages this group. Narrow the rule to the addresses that need it, by hand."}
	}
	fix := model.Fix{}
	covers := reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports)
	for _, want := range a.documentedRules(g, which) {
		_, has := g.Find(want)
		if !has && want.Direction == e.Rule.Direction && covers.Overlaps(reach.TrafficOf(want.Protocol, want.Ports)) {
			fix.Changes = append(fix.Changes, a.documented(g.ID, want))
		}
	}
	fix.Changes = append(fix.Changes, model.Revoke{Group: g.ID, Rule: e.Rule, RuleID: e.ID})
	return a.revoking(g, fix)
}

// documentedRules gives the rules that a group needs for all the pairs that it belongs to. A group
// of an own name keeps Git: whether it is wanted there is not known.
func (a *Analysis) documentedRules(g model.Group, which part) []model.Rule {
	var out []model.Rule
	add := func(r model.Rule) {
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	if which == partEngine {
		for _, ws := range a.workspacesOf(g.ID) {
			if a.snap.GroupPresence(ws) == model.Present {
				add(engineIngress(ws))
			}
		}
		return out
	}
	for _, p := range a.everyPair {
		if p.Workspace == g.ID && a.snap.GroupPresence(p.Engine) == model.Present {
			add(workspaceToEngine(p.Engine))
		}
	}
	if git := gitOf(g.Name); git != gitWithout && git != gitNotebook {
		add(workspaceToGit())
	}
	return out
}
