package reach_test

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/sgscope/sgscope/model"
)

// network makes a snapshot of lines, one thing each. A later line of the same thing replaces it.
// Everything counts as read whole, but what "unread PART" or "failed PART" names; VPC block public
// access counts as not read until a line speaks of it.
//
//	vpc vpc-1 10.0.0.0/16,2600:1::/56            subnet subnet-a vpc-1 10.0.1.0/24 [zone]
//	group sg-1 vpc-1 | ingress tcp 22 from sg-2 | egress all to 0.0.0.0/0
//	eni eni-a subnet-a 10.0.1.5,2600:1::5 sg-1 [public=52.0.0.5] [instance=i-1] [type=…] [status=…] [desc=…] [nocheck=1]
//	instance i-1 running                          gone sg-dead
//	acl acl-1 vpc-1 subnet-a,default | in 100 allow tcp 443 from 10.0.0.0/8 | out 100 allow all to 0.0.0.0/0
//	table rtb-a vpc-1 subnet-a,main,igw-1 | 10.0.0.0/16 local | pl-1 vpce-1 | 0.0.0.0/0 nat-1 [blackhole] [propagated]
//	igw igw-1 vpc-1       eigw eigw-1 vpc-1       nat nat-1 subnet-p 10.0.9.9 52.0.0.9 [state=…] [private=1]
//	pcx pcx-1 vpc-1 vpc-2 [state=…] [region=…]    list pl-1 192.0.2.0/24,…
//	tgw tgw-1 [sgref=1]   attach att-1 tgw-1 vpc vpc-1 [table=rt-1] [subnets=subnet-t] [ipv6=1] [sgref=1] [state=…]
//	tgwtable rt-1 | static 10.1.0.0/16 att-2 | blackhole 10.2.0.0/16 | propagates att-1 vpc vpc-1
//	endpoint vpce-1 vpc-1 Gateway com.amazonaws.us-east-1.s3 [enis=eni-e] [state=…]
//	lb net/x/1 network [cross=true] [state=…]     listen net/x/1 TCP 80 tg-1
//	tg tg-1 instance TCP 8080 [keep=false] | i-1 8080 healthy [zone]
//	bpa block-ingress      exclude vpc-1 allow-egress     eip 52.0.0.7
func network(text string) model.Snapshot {
	b := model.NewBuilder(model.Origin{Region: "us-east-1"})
	for _, p := range append(model.Parts(), model.NetworkParts()...) {
		if p != model.PartBlockPublicAccess {
			b.Mark(p, "", model.Reading{State: model.ReadWhole})
		}
	}
	subnets := map[string]model.Subnet{}
	for line := range strings.SplitSeq(text, "\n") {
		parts := strings.Split(line, "|")
		w := strings.Fields(parts[0])
		if len(w) == 0 {
			continue
		}
		args, opts := options(w[1:])
		n := networkLine{b, subnets, args, opts, parts[1:]}
		if !n.simple(w[0]) && !n.relayed(w[0]) {
			panic(fmt.Sprintf("unknown line %q", line))
		}
	}
	return b.Snapshot()
}

const testAccount = "111122223333"

type networkLine struct {
	b       *model.Builder
	subnets map[string]model.Subnet
	args    []string
	opts    map[string]string
	more    []string
}

func options(w []string) (args []string, opts map[string]string) {
	opts = map[string]string{}
	for _, x := range w {
		if k, v, ok := strings.Cut(x, "="); ok {
			opts[k] = v
		} else {
			args = append(args, x)
		}
	}
	return args, opts
}

func (n networkLine) arg(i int) string {
	if i < len(n.args) {
		return n.args[i]
	}
	return ""
}

func commas(s string) []string {
	if s == "" || s == "-" {
		return nil
	}
	return strings.Split(s, ",")
}

func prefixes(s string) (out []netip.Prefix) {
	for _, x := range commas(s) {
		out = append(out, netip.MustParsePrefix(x))
	}
	return out
}

func (n networkLine) simple(word string) bool {
	switch word {
	case "vpc":
		n.b.AddVPC(model.VPC{ID: n.arg(0), CIDRs: prefixes(n.arg(1)), Owner: testAccount, Region: "us-east-1"})
	case "subnet":
		s := model.Subnet{ID: n.arg(0), VPC: n.arg(1), CIDRs: prefixes(n.arg(2)), Zone: n.arg(3)}
		if s.Zone == "" {
			s.Zone = "us-east-1a"
		}
		n.subnets[s.ID] = s
		n.b.AddSubnet(s)
	case "group":
		g := model.Group{ID: n.arg(0), VPC: n.arg(1), Name: strings.TrimPrefix(n.arg(0), "sg-")}
		for _, r := range n.more {
			rule, err := model.ParseRule(strings.TrimSpace(r))
			if err != nil {
				panic(err)
			}
			g.Rules = append(g.Rules, model.GroupRule{Rule: rule})
		}
		n.b.AddGroup(g)
	case "eni":
		n.b.AddInterface(n.nic())
	case "instance":
		n.b.AddInstance(model.Instance{ID: n.arg(0), State: n.arg(1)})
	case "gone":
		n.b.MarkGone(n.arg(0))
	case "list":
		l := model.PrefixList{ID: n.arg(0), EntriesRead: n.arg(1) != ""}
		for _, p := range prefixes(n.arg(1)) {
			l.Entries = append(l.Entries, model.PrefixListEntry{Prefix: p})
		}
		n.b.AddPrefixList(l)
	case "acl":
		n.b.AddACL(n.acl())
	case "table":
		n.b.AddRouteTable(n.table())
	case "unread":
		n.b.Mark(model.Part(n.arg(0)), "", model.Reading{})
	case "failed":
		n.b.Mark(model.Part(n.arg(0)), "", model.Reading{State: model.ReadFailed})
	default:
		return false
	}
	return true
}

func (n networkLine) nic() model.Interface {
	s := n.subnets[n.arg(1)]
	i := model.Interface{
		ID: n.arg(0), Subnet: s.ID, VPC: s.VPC, Zone: s.Zone, Groups: commas(n.arg(3)),
		Instance: n.opts["instance"], Type: n.opts["type"], Status: n.opts["status"], Region: "us-east-1",
		Description: strings.ReplaceAll(n.opts["desc"], "_", " "), NoSourceDestCheck: n.opts["nocheck"] != "",
	}
	for _, a := range commas(n.arg(2)) {
		i.Addresses = append(i.Addresses, netip.MustParseAddr(a))
	}
	if p := n.opts["public"]; p != "" {
		i.Public = []model.PublicAddress{{Public: netip.MustParseAddr(p), Private: i.Addresses[0]}}
	}
	return i
}

func (n networkLine) acl() model.NetworkACL {
	a := model.NetworkACL{ID: n.arg(0), VPC: n.arg(1)}
	for _, s := range commas(n.arg(2)) {
		if s == "default" {
			a.Default = true
		} else {
			a.Subnets = append(a.Subnets, s)
		}
	}
	for _, m := range n.more {
		f := strings.Fields(m) // in 100 allow tcp 443 from 10.0.0.0/8
		word := map[string]string{"in": "ingress", "out": "egress"}[f[0]]
		r, err := model.ParseRule(word + " " + strings.Join(f[3:], " "))
		if err != nil {
			panic(err)
		}
		number, _ := strconv.Atoi(f[1])
		a.Entries = append(a.Entries, model.ACLEntry{
			Direction: r.Direction, Number: number, Allow: f[2] == "allow",
			Protocol: r.Protocol, Ports: r.Ports, Prefix: r.Peer.Prefix,
		})
	}
	return a
}

func (n networkLine) table() model.RouteTable {
	t := model.RouteTable{ID: n.arg(0), VPC: n.arg(1)}
	for _, s := range commas(n.arg(2)) {
		switch {
		case s == "main":
			t.Main = true
		case strings.HasPrefix(s, "subnet-"):
			t.Subnets = append(t.Subnets, s)
		default:
			t.Gateways = append(t.Gateways, s)
		}
	}
	for _, m := range n.more {
		f := strings.Fields(m)
		r := model.Route{State: "active", Origin: "CreateRoute", Target: model.GatewayTarget(f[1])}
		switch {
		case strings.HasPrefix(f[1], "pcx-"):
			r.Target.Kind = model.TargetPeering
		case strings.HasPrefix(f[1], "eni-"):
			r.Target.Kind = model.TargetInterface
		case strings.HasPrefix(f[1], "i-"):
			r.Target.Kind = model.TargetInstance
		}
		if strings.HasPrefix(f[0], "pl-") {
			r.PrefixList = f[0]
		} else {
			r.Prefix = netip.MustParsePrefix(f[0])
		}
		for _, x := range f[2:] {
			switch x {
			case "blackhole":
				r.State = x
			case "propagated":
				r.Origin = "EnableVgwRoutePropagation"
			}
		}
		t.Routes = append(t.Routes, r)
	}
	return t
}
