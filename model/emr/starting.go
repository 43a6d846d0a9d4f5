package emr

import (
	"fmt"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const idLongStart = "cluster-long-starting"

// longStarting is how long a cluster may be STARTING before its egress is looked at. Instances take minutes
// to come up, a large fleet some more; after twenty something is usually in their way, and EMR itself waits
// much longer before it gives up.
const longStarting = 20 * time.Minute

// longStart looks at what keeps the nodes of a cluster from getting out, where it has been STARTING for
// long at the time of the snapshot.
func longStart(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	read := a.snap.Origin().ReadAt
	if f.c.State != "STARTING" || f.c.CreatedAt.IsZero() || read.IsZero() || read.Sub(f.c.CreatedAt) < longStarting {
		return nil
	}
	fd := a.ofCluster(r, f, model.Unmet, fmt.Sprintf("It has been STARTING for %s.",
		plural(int(read.Sub(f.c.CreatedAt)/time.Minute), "minute", "minutes")), nil)
	var still standing
	for _, row := range ClusterRequirements() {
		if egress := row.By == nil && row.Half == reach.HopEgress; !egress && row.ID != idEgressS3 && row.ID != idPublicRoute {
			continue
		}
		for _, x := range a.judgeCluster(row, f) {
			switch x.State {
			case model.Unmet:
				still.unmet = append(still.unmet, x)
			case model.StateUnknown:
				still.unknown = append(still.unknown, x)
			case model.Met:
			}
		}
	}
	switch {
	case len(still.unmet) > 0:
		for _, x := range still.unmet {
			fd.Severity = max(fd.Severity, x.Severity)
			fd.Evidence = append(fd.Evidence, model.Evidence{Group: x.Subject.ID, Text: x.Key() + ": " + x.Reason})
		}
		fd.Reason += " Its nodes do not get out: " + still.unmet[0].Reason
		fd.Remedy = model.Advice{Text: "Let the nodes out; then it may still come up, or the next one does."}
		if fix, ok := still.fix(); ok {
			fd.Remedy = fix
		}
	case a.noWayOut(f) != "":
		fd.Severity = model.Conditional
		fd.Reason += " " + a.noWayOut(f)
		fd.Remedy = model.Advice{Text: "Route the subnet to a NAT gateway, or give its VPC the endpoints that the cluster needs."}
	case len(still.unknown) > 0:
		fd.Reason += " Whether its nodes get out is not known: " + still.unknown[0].Reason
		fd.Remedy = model.Advice{Text: "Read what is missing; then look at routes and network ACLs of the subnet."}
	default:
		fd.Reason += " Its groups let the nodes out, as far as EMR asks."
		fd.Remedy = model.Advice{
			Text:    "Look at network ACLs and routes of the subnet, at capacity, and at bootstrap actions.",
			Command: "aws emr describe-cluster --cluster-id " + f.c.ID + " --query Cluster.Status",
		}
	}
	return []model.Finding{fd}
}

// noWayOut says that the cluster's subnet has neither a default route nor an endpoint for S3; "" if it has
// one, or that was not read.
func (a *Analysis) noWayOut(f clusterFacts) string {
	table, ok := a.snap.RouteTableOf(f.c.Subnet)
	if !ok || f.subnet == SubnetUnknown {
		return ""
	}
	for _, r := range table.Routes {
		if !r.Blackhole() && (r.PrefixList != "" || r.Prefix.IsValid() && r.Prefix.Bits() == 0) {
			return ""
		}
	}
	return table.ID + ", the route table of " + f.c.Subnet + ", has no default route and none to Amazon S3."
}
