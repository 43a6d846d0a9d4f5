package emr

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

// publicRoute asks for a route to an internet gateway where a cluster has EMR's public groups: by these it
// was made as a public one.
func publicRoute(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	if f.c.ServiceAccess != "" || !publicDefault(a, f.c.ManagedPrimary) {
		return nil
	}
	table, read := a.snap.RouteTableOf(f.c.Subnet)
	switch f.subnet {
	case SubnetPublic:
		return []model.Finding{a.ofCluster(r, f, model.Met, "Its subnet routes to an internet gateway.", nil)}
	case SubnetUnknown:
		return nil // that routes were not read is said once, not for each cluster
	case SubnetPrivate:
	}
	where := "the route table of " + f.c.Subnet
	if read {
		where = table.ID + ", the route table of " + f.c.Subnet + ","
	}
	return []model.Finding{a.ofCluster(r, f, model.Unmet, fmt.Sprintf(
		"%s is one of EMR's public groups, and %s has no route to an internet gateway.", a.label(f.c.ManagedPrimary), where),
		a.routeAdvice(f, table))}
}

func orSubnet(id string) string {
	if id == "" {
		return "the cluster's subnet"
	}
	return id
}

func (a *Analysis) routeAdvice(f clusterFacts, table model.RouteTable) model.Advice {
	out := model.Advice{Text: "Route 0.0.0.0/0 of the subnet to an internet gateway, or create the cluster in a private " +
		"subnet with a way to Amazon S3."}
	for g := range a.snap.Gateways() {
		if g.Kind == model.InternetGateway && g.VPC == f.vpc && table.ID != "" {
			out.Command = "aws ec2 create-route --route-table-id " + table.ID +
				" --destination-cidr-block 0.0.0.0/0 --gateway-id " + g.ID
		}
	}
	return out
}

// publicDefault reports whether a group has the name that EMR gives to the primary's group in public
// subnets.
func publicDefault(a *Analysis, id string) bool {
	g, ok := a.snap.Group(id)
	name := strings.ToLower(g.Name)
	return ok && (name == "elasticmapreduce-master" || name == "elasticmapreduce-primary")
}

// egressToS3 asks that primary and core nodes of a private subnet can send to Amazon S3, which counts only
// once the egress that EMR's groups are made with is gone: by its prefix list, through an endpoint, or as a
// part of the internet.
func egressToS3(a *Analysis, r ClusterRequirement, f clusterFacts) []model.Finding {
	if f.subnet == SubnetPublic {
		return nil // what is least there is not documented
	}
	var out []model.Finding
	for _, n := range []node{nodePrimary, nodeCore} {
		own := managedOf(f.c, n)
		if own == "" {
			continue
		}
		fd := a.ofCluster(r, f, model.Met, a.label(own)+" lets "+n.String()+" send to Amazon S3.", nil)
		fd.Subject = a.groupSubject(own)
		switch a.reachesS3(f, a.groupsOn(f.c, n)) {
		case model.Allowed:
		case model.Blocked, model.Partly:
			fd.State, fd.Reason = model.Unmet, "No group of "+n.String()+" lets tcp 443 out to Amazon S3."
			fd.Remedy = a.addS3(own)
			if f.subnet == SubnetUnknown {
				fd.State, fd.Remedy = model.StateUnknown, nil
				fd.Reason += " It is asked only of private subnets, and whether " + orSubnet(f.c.Subnet) + " is one was not read."
			}
		case model.Unknown:
			fd.State, fd.Reason = model.StateUnknown, "Whether a group of "+n.String()+
				" lets tcp 443 out to Amazon S3 is not known: not all groups, prefix lists and endpoints were read."
		}
		out = append(out, fd)
	}
	return out
}

// reachesS3 looks at the egress of all groups of a node together.
func (a *Analysis) reachesS3(f clusterFacts, groups []string) model.Verdict {
	https := reach.TrafficOf(model.TCP, model.Port(443))
	lists, doors := a.waysToS3(f.vpc)
	may := false
	for _, id := range groups {
		g, ok := a.snap.Group(id)
		may = may || !ok
		for _, e := range g.In(model.Egress) {
			if !reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports).Contains(https) {
				continue
			}
			p := e.Rule.Peer
			switch {
			case p == model.AnyIPv4() || openToWorld(g, e.Rule) && p.Prefix.Addr().Is4():
				return model.Allowed
			case p.Kind == model.PeerPrefixList:
				if lists[p.ID] {
					return model.Allowed
				}
				l, read := a.snap.PrefixList(p.ID)
				may = may || !read || l.Name == "" // entries alone do not say whose they are
			case p.Kind == model.PeerGroup && doors.groups[p.ID]:
				return model.Allowed
			case p.Kind == model.PeerCIDR:
				// A block may hold an endpoint's addresses, or all that this Region's S3 has.
				may = may || doors.some || !doors.read || p.Prefix.Bits() < 8
			default:
				may = may || !doors.read
			}
		}
	}
	if may {
		return model.Unknown
	}
	return model.Blocked
}

// s3Doors is what is known of interface endpoints of S3 in a VPC.
type s3Doors struct {
	read, some bool
	groups     map[string]bool // on the endpoints' interfaces
}

// waysToS3 gives the prefix lists of S3, and its interface endpoints in the VPC.
func (a *Analysis) waysToS3(vpc string) (lists map[string]bool, doors s3Doors) {
	lists = map[string]bool{}
	for l := range a.snap.PrefixLists() {
		if s3Name(l.Name) {
			lists[l.ID] = true
		}
	}
	doors = s3Doors{read: a.snap.Reading(model.PartEndpoints, vpc).Whole(), groups: map[string]bool{}}
	for e := range a.snap.Endpoints() {
		if e.VPC != vpc || e.Type != model.EndpointInterface || !s3Name(e.Service) {
			continue
		}
		doors.some = true
		for _, id := range e.Groups {
			doors.groups[id] = true
		}
	}
	return lists, doors
}

// s3Name reports whether a prefix list or an endpoint is of Amazon S3: com.amazonaws.REGION.s3, with cn. in
// front in China.
func s3Name(name string) bool {
	return strings.Contains(name, "com.amazonaws.") && strings.HasSuffix(name, ".s3")
}

// addS3 lets a group's members send to S3's prefix list, where it is known.
// Source: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
func (a *Analysis) addS3(group string) model.Remedy {
	lists, _ := a.waysToS3("")
	g, _ := a.snap.Group(group)
	for l := range a.snap.PrefixLists() {
		if lists[l.ID] && (g.Region == "" || l.Region == "" || l.Region == g.Region) {
			return model.Fix{Changes: []model.Change{model.Authorize{Group: group, Rule: model.Rule{
				Direction: model.Egress, Protocol: model.TCP, Ports: model.AllPorts(), Peer: model.PrefixListPeer(l.ID),
			}}}}
		}
	}
	return model.Advice{
		Text: "Let everything out again, or all TCP to the prefix list of Amazon S3 in this Region.",
		Command: "aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values='com.amazonaws.*.s3' " +
			"--query 'PrefixLists[].PrefixListId'",
	}
}
