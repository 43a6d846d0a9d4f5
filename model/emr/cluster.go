package emr

import (
	"fmt"
	"slices"
	"sort"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// node names a part of a cluster by the groups that it has.
type node uint8

const (
	nodePrimary node = iota
	nodeCore
	nodeService
)

func (n node) String() string {
	names := [...]string{"the primary node", "core and task nodes", "EMR's service access"}
	return names[n]
}

// ClusterRequirement is what EMR asks of a cluster's groups, as one row: that a path is open, or whatever
// By says.
type ClusterRequirement struct {
	ID       string
	Severity model.Severity
	Title    string
	By       func(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding // nil for a path
	When     func(clusterFacts) (applies, known bool)                                // whether it is asked of a cluster at all
	From, To node
	Protocol model.Protocol
	Ports    model.PortRange
	Half     reach.HopKind // the side that is judged: each side is a finding of its own
	Blocks   bool          // asked from every block of the VPC instead of from a group
	Why      string
	Source   string
}

// clusterFacts is what decides which requirements a cluster has.
type clusterFacts struct {
	c       model.Cluster
	vpc     string
	subnet  SubnetKind
	release Release
}

func always(clusterFacts) (applies, known bool) { return true, true }

// service makes the condition of a private subnet and a span of releases.
func service(in func(Release) bool) func(clusterFacts) (applies, known bool) {
	return func(f clusterFacts) (bool, bool) {
		if f.subnet == SubnetPublic || f.release.Known && !in(f.release) {
			return false, true
		}
		return true, f.subnet == SubnetPrivate && f.release.Known
	}
}

func upTo7(r Release) bool      { return r.Major <= 7 }
func from530to7(r Release) bool { return r.AtLeast(5, 30, 0) && r.Major <= 7 }
func from530(r Release) bool    { return r.AtLeast(5, 30, 0) }
func from8(r Release) bool      { return r.Major >= 8 }

// ClusterRequirements gives the table of what clusters need.
func ClusterRequirements() []ClusterRequirement {
	out := append(decidedOfClusters(), amongNodes()...)
	const again = " At the next creation of a cluster EMR adds missing inbound rules again, never outbound ones."
	const calls = "EMR's service speaks to the cluster's nodes on tcp 8443, and the primary node answers it on tcp 9443."
	const checked = calls + " In a service access group of your own EMR only checks for this rule, and refuses the next cluster without it."
	const talk = calls + again
	eight := "From release 8 on the nodes reach EMR through a VPC endpoint that carries the service access group." + again
	https := "EMR's minimum where not all traffic may leave: from release 5.30 on the nodes ask for Amazon S3 over HTTPS, " +
		"and from release 8 on for EMR itself, through the endpoint of service access. EMR never adds a rule of this kind."
	row := func(id, title string, when func(Release) bool, from, to node, port uint16, half reach.HopKind, why string) {
		out = append(out, ClusterRequirement{
			ID: id, Severity: model.Broken, Title: title, When: service(when), From: from,
			To: to, Protocol: model.TCP, Ports: model.Port(port), Half: half, Why: why, Source: pageManaged,
		})
	}
	row("service-ingress-9443", "service access lacks tcp 9443 from the primary node", from530to7, nodePrimary, nodeService, 9443, reach.HopIngress, checked)
	row("primary-egress-9443", "the primary node cannot send to service access on tcp 9443", from530to7, nodePrimary, nodeService, 9443, reach.HopEgress, talk)
	row("service-egress-8443-primary", "service access cannot send to the primary node on tcp 8443", upTo7, nodeService, nodePrimary, 8443, reach.HopEgress, talk)
	row("service-egress-8443-core", "service access cannot send to the core nodes on tcp 8443", upTo7, nodeService, nodeCore, 8443, reach.HopEgress, talk)
	row("primary-ingress-8443", "the primary node does not let service access in on tcp 8443", upTo7, nodeService, nodePrimary, 8443, reach.HopIngress, talk)
	row("core-ingress-8443", "core nodes do not let service access in on tcp 8443", upTo7, nodeService, nodeCore, 8443, reach.HopIngress, talk)
	row("primary-egress-443", "the primary node cannot send to service access on tcp 443", from530, nodePrimary, nodeService, 443, reach.HopEgress, https)
	row("core-egress-443", "core nodes cannot send to service access on tcp 443", from530, nodeCore, nodeService, 443, reach.HopEgress, https)
	out = append(out, ClusterRequirement{
		ID: "service-ingress-443", Severity: model.Broken,
		Title: "service access does not let the whole VPC in on tcp 443", When: service(from8), To: nodeService,
		Protocol: model.TCP, Ports: model.Port(443), Half: reach.HopIngress, Blocks: true, Why: eight, Source: pageManaged,
	})
	return out
}

// amongNodes asks that primary and core nodes reach each other and themselves.
func amongNodes() []ClusterRequirement {
	var out []ClusterRequirement
	why := "Hadoop's and Spark's daemons speak to each other on ports of their own choice. " +
		"At the next creation of a cluster EMR adds missing inbound rules again, never outbound ones."
	for _, p := range []struct {
		name     string
		protocol model.Protocol
		severity model.Severity
	}{{"tcp", model.TCP, model.Broken}, {"udp", model.UDP, model.Conditional}, {"icmp", model.ICMP, model.Conditional}} {
		for _, from := range []node{nodePrimary, nodeCore} {
			for _, to := range []node{nodePrimary, nodeCore} {
				for half, side := range map[reach.HopKind]string{reach.HopEgress: "egress", reach.HopIngress: "ingress"} {
					title := fmt.Sprintf("%s cannot reach %s on all of %s (%s)", from, to, p.name, side)
					out = append(out, ClusterRequirement{
						ID: "nodes-" + p.name + "-" + side, Severity: p.severity, Title: title,
						When: always, From: from, To: to, Protocol: p.protocol, Ports: model.AllPorts(), Half: half, Why: why,
						Source: pageManaged,
					})
				}
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { // the map has no order of its own
		return out[i].ID+out[i].Title < out[j].ID+out[j].Title
	})
	return out
}

// groupsOf gives the groups of a node; none for service access that is not given.
func groupsOf(c model.Cluster, n node) []string {
	switch n {
	case nodePrimary:
		return c.PrimaryGroups()
	case nodeCore:
		return present(append([]string{c.ManagedCore}, c.AdditionalCore...))
	case nodeService:
		return present([]string{c.ServiceAccess})
	}
	return nil
}

func present(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(s string) bool { return s == "" })
}

// managedOf gives the one group of a node into which a missing rule belongs.
func managedOf(c model.Cluster, n node) string {
	switch n {
	case nodePrimary:
		return c.ManagedPrimary
	case nodeCore:
		return c.ManagedCore
	case nodeService:
		return c.ServiceAccess
	}
	return ""
}

// groupsOn gives the groups of a node that its interface can carry: an additional one that is known to be of
// another VPC is on none, so that what it allows helps nobody.
func (a *Analysis) groupsOn(c model.Cluster, n node) []string {
	vpc, own := a.vpcOf(c), managedOf(c, n)
	return slices.DeleteFunc(groupsOf(c, n), func(id string) bool {
		_, read := a.snap.Group(id)
		return read && vpc != "" && id != own && !slices.Contains(a.snap.GroupVPCs(id), vpc)
	})
}

// nodeEnd is an interface of a node: all its groups, in the cluster's subnet.
func (a *Analysis) nodeEnd(c model.Cluster, n node) reach.End {
	ids := a.groupsOn(c, n)
	e := reach.GroupEnd(a.snap, managedOf(c, n)).InSubnets(a.snap, present([]string{c.Subnet}))
	e.Groups = ids
	return e
}

// clusters gives the live, described clusters of the scope.
func (a *Analysis) clusters() []clusterFacts {
	var out []clusterFacts
	for c := range a.snap.Clusters() {
		vpc := a.vpcOf(c)
		if !c.Live() || !c.Described || a.scope.VPC != "" && vpc != a.scope.VPC || !a.ofScope(c) {
			continue
		}
		out = append(out, a.factsOf(c))
	}
	return out
}

// ofScope reports whether a cluster is judged where the scope names a Studio: one that it could use is.
func (a *Analysis) ofScope(c model.Cluster) bool {
	return a.scope.Studio == "" || slices.ContainsFunc(a.pairs, func(p Pair) bool { return a.usable(p, c) })
}

func (a *Analysis) factsOf(c model.Cluster) clusterFacts {
	return clusterFacts{c, a.vpcOf(c), subnetKind(a.snap, c.Subnet), ParseRelease(c.Release)}
}

// judgeCluster gives what one row says of one cluster.
func (a *Analysis) judgeCluster(r ClusterRequirement, f clusterFacts) []model.Finding {
	if r.By != nil {
		return r.By(a, r, f)
	}
	applies, known := r.When(f)
	from, to := managedOf(f.c, r.From), managedOf(f.c, r.To)
	if !applies || to == "" || from == "" && !r.Blocks {
		return nil
	}
	q := reach.Question{From: a.nodeEnd(f.c, r.From), To: a.nodeEnd(f.c, r.To), Protocol: r.Protocol, Ports: r.Ports}
	var out []model.Finding
	if r.Blocks {
		v, ok := a.snap.VPC(f.vpc)
		if !ok {
			return nil
		}
		for _, block := range v.CIDRs {
			if !block.Addr().Is4() {
				continue
			}
			q.From = reach.Block(block)
			out = append(out, a.clusterFinding(r, f, q, known, model.CIDRPeer(block))...)
		}
		return out
	}
	return a.clusterFinding(r, f, q, known, model.GroupPeer(to))
}

// clusterFinding judges one side of one question.
func (a *Analysis) clusterFinding(r ClusterRequirement, f clusterFacts, q reach.Question, known bool, to model.Peer) []model.Finding {
	own, peer, dir := managedOf(f.c, r.From), to, model.Egress
	if r.Half == reach.HopIngress {
		own, dir = managedOf(f.c, r.To), model.Ingress
		if !r.Blocks {
			peer = model.GroupPeer(managedOf(f.c, r.From))
		}
	}
	if a.snap.GroupPresence(own) == model.Gone {
		return nil // only a cluster that is no more has such a group
	}
	fd := model.Finding{
		ID: r.ID, Subject: a.groupSubject(own), Peer: peer.String(), State: model.Unmet, Severity: r.Severity,
		VPC: f.vpc, Title: r.Title, Why: r.Why, Source: r.Source, Clusters: []string{f.c.ID},
	}
	for _, h := range reach.Ask(a.snap, q).Forward.Hops {
		if h.Kind != r.Half {
			continue
		}
		rule := model.Rule{Direction: dir, Protocol: r.Protocol, Ports: r.Ports, Peer: peer}
		fd = a.fromHop(fd, h, Pair{}, model.Fix{Changes: []model.Change{model.Authorize{Group: own, Rule: rule}}})
		if fd.State == model.Unmet && !known {
			fd.State, fd.Remedy = model.StateUnknown, nil
			fd.Reason = fmt.Sprintf("It is asked only of private subnets and of some releases: subnet %s is %s, release %q. %s",
				f.c.Subnet, f.subnet, model.Printable(f.c.Release), fd.Reason)
		}
		return []model.Finding{fd}
	}
	return nil
}
