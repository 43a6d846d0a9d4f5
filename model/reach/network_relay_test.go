package reach_test

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// balancerARN makes the ARN of a load balancer of the test's network from the end of it.
func balancerARN(name string) string {
	return "arn:aws:elasticloadbalancing:us-east-1:" + testAccount + ":loadbalancer/" + name
}

func targetARN(name string) string {
	return "arn:aws:elasticloadbalancing:us-east-1:" + testAccount + ":targetgroup/" + name + "/1"
}

func (n networkLine) relayed(word string) bool {
	switch word {
	case "igw":
		n.b.AddGateway(model.Gateway{Kind: model.InternetGateway, ID: n.arg(0), VPC: n.arg(1), State: "available"})
	case "eigw":
		n.b.AddGateway(model.Gateway{Kind: model.EgressOnlyGateway, ID: n.arg(0), VPC: n.arg(1), State: "attached"})
	case "nat":
		n.nat()
	case "eip":
		n.b.AddElasticAddress(model.ElasticAddress{ID: "eipalloc-" + n.arg(0), Public: netip.MustParseAddr(n.arg(0))})
	case "pcx":
		n.peering()
	case "tgw":
		n.b.AddTransitGateway(model.TransitGateway{ID: n.arg(0), State: "available", GroupReferencing: n.opts["sgref"] != ""})
	case "attach":
		n.attach()
	case "tgwtable":
		n.b.AddTransitTable(n.transitTable())
	case "endpoint":
		e := model.Endpoint{
			ID: n.arg(0), VPC: n.arg(1), Type: model.EndpointType(n.arg(2)), Service: n.arg(3),
			State: "available", Interfaces: commas(n.opts["enis"]),
		}
		if s := n.opts["state"]; s != "" {
			e.State = s
		}
		n.b.AddEndpoint(e)
	case "lb", "listen", "tg":
		n.balancer(word)
	case "bpa":
		n.b.Mark(model.PartBlockPublicAccess, "", model.Reading{State: model.ReadWhole})
		n.b.AddBlockPublicAccess(model.BlockPublicAccess{
			Account: testAccount, Region: "us-east-1",
			Mode: model.BlockMode(n.arg(0)),
		})
	case "exclude":
		n.b.AddBlockExclusion(model.BlockExclusion{
			ID: "vpcbpa-" + n.arg(0), Resource: n.arg(0),
			Mode: model.ExclusionMode(n.arg(1)), State: "create-complete",
		})
	default:
		return false
	}
	return true
}

func (n networkLine) nat() {
	s := n.subnets[n.arg(1)]
	g := model.NATGateway{ID: n.arg(0), VPC: s.VPC, Subnet: s.ID, State: "available", Connectivity: "public"}
	if g.VPC == "" {
		g.VPC = n.opts["vpc"]
	}
	a := model.NATAddress{Interface: "eni-" + n.arg(0)}
	a.Private, _ = netip.ParseAddr(n.arg(2))
	a.Public, _ = netip.ParseAddr(n.arg(3))
	if v := n.opts["state"]; v != "" {
		g.State = v
	}
	if n.opts["private"] != "" {
		g.Connectivity = "private"
	}
	g.Addresses = []model.NATAddress{a}
	n.b.AddNATGateway(g)
	if a.Private.IsValid() {
		i := model.Interface{
			ID: a.Interface, Subnet: s.ID, VPC: g.VPC, Zone: s.Zone, Type: "nat_gateway",
			Addresses: []netip.Addr{a.Private},
		}
		if a.Public.IsValid() {
			i.Public = []model.PublicAddress{{Public: a.Public, Private: a.Private}}
		}
		n.b.AddInterface(i)
	}
}

func (n networkLine) peering() {
	p := model.Peering{
		ID: n.arg(0), State: "active", Requester: model.PeeringSide{VPC: n.arg(1), Region: "us-east-1"},
		Accepter: model.PeeringSide{VPC: n.arg(2), Region: "us-east-1", Owner: "444455556666"},
	}
	if s := n.opts["state"]; s != "" {
		p.State = s
	}
	if r := n.opts["region"]; r != "" {
		p.Accepter.Region = r
	}
	n.b.AddPeering(p)
}

func (n networkLine) attach() {
	a := model.TransitAttachment{
		ID: n.arg(0), Gateway: n.arg(1), Type: n.arg(2), Resource: n.arg(3), State: "available",
		Table: n.opts["table"], Subnets: commas(n.opts["subnets"]), IPv6: n.opts["ipv6"] != "",
		GroupReferencing: n.opts["sgref"] != "",
	}
	if s := n.opts["state"]; s != "" {
		a.State = s
	}
	n.b.AddTransitAttachment(a)
}

func (n networkLine) transitTable() model.TransitTable {
	t := model.TransitTable{ID: n.arg(0), RoutesRead: true, PropagationsRead: true, State: "available"}
	if n.opts["routes"] == "unread" {
		t.RoutesRead, t.PropagationsRead = false, false
	}
	for _, m := range n.more {
		f := strings.Fields(m)
		switch f[0] {
		case "static", "propagated":
			t.Routes = append(t.Routes, model.TransitRoute{
				Prefix: netip.MustParsePrefix(f[1]), Type: f[0], State: "active",
				Attachments: commas(f[2]),
			})
		case "blackhole":
			t.Routes = append(t.Routes, model.TransitRoute{Prefix: netip.MustParsePrefix(f[1]), Type: "static", State: "blackhole"})
		case "propagates":
			t.Propagations = append(t.Propagations, model.TransitPropagation{
				Attachment: f[1], Type: f[2], Resource: f[3],
				State: "enabled",
			})
		}
	}
	return t
}

func (n networkLine) balancer(word string) {
	switch word {
	case "lb":
		x := model.Balancer{
			ID: balancerARN(n.arg(0)), Name: strings.Split(n.arg(0), "/")[1], Type: n.arg(1), State: "active",
			AttributesRead: true,
		}
		if s := n.opts["state"]; s != "" {
			x.State = s
		}
		if c := n.opts["cross"]; c != "" {
			x.Attributes = model.NewTags(model.Tag{Key: "load_balancing.cross_zone.enabled", Value: c})
		}
		n.b.AddBalancer(x)
	case "listen":
		port, _ := strconv.Atoi(n.arg(2))
		l := model.Listener{
			ID: balancerARN(n.arg(0)) + "/listener/" + n.arg(2), Balancer: balancerARN(n.arg(0)),
			Protocol: n.arg(1), Port: port,
		}
		if g := n.arg(3); g != "" {
			l.Actions = []model.ListenerAction{{Type: "forward", TargetGroup: targetARN(g)}}
		}
		n.b.AddListener(l)
	case "tg":
		port, _ := strconv.Atoi(n.arg(3))
		g := model.TargetGroup{
			ID: targetARN(n.arg(0)), Name: n.arg(0), VPC: "vpc-1", Type: n.arg(1), Protocol: n.arg(2),
			Port: port, TargetsRead: true, AttributesRead: true,
		}
		if k := n.opts["keep"]; k != "" {
			g.Attributes = model.NewTags(model.Tag{Key: "preserve_client_ip.enabled", Value: k})
		}
		for _, m := range n.more {
			f := strings.Fields(m)
			t := model.Target{ID: f[0], State: f[2]}
			t.Port, _ = strconv.Atoi(f[1])
			if len(f) > 3 {
				t.Zone = f[3]
			}
			g.Targets = append(g.Targets, t)
		}
		n.b.AddTargetGroup(g)
	}
}
