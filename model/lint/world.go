package lint

import (
	"fmt"
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/reach"
)

const (
	adviceNarrow = "Let in the addresses that need it, or better a group, and take this rule away."
	adviceOut    = "Let out what is needed, to where it is needed; an EMR cluster needs S3 and what its jobs call."
)

// label gives a group for a sentence.
func (x *examined) label() string {
	return model.Subject{ID: x.g.ID, Name: model.Printable(x.g.Name)}.Label()
}

// says gives the sentence on something that is open through a rule.
func (x *examined) says(s *side, o opened, among string) string {
	r := s.entries[o.rule].Rule
	out := fmt.Sprintf("%s lets %s %s %s", x.label(), r.Traffic(), towards(s.direction), r.Peer)
	if own := reach.TrafficOf(r.Protocol, r.Ports); among != "" && !o.traffic.Equal(own) {
		out += ", " + among + " " + o.traffic.String()
	}
	if o.alone {
		return out + "."
	}
	return fmt.Sprintf("%s; with %s that is every %s address of the internet.", out,
		plural(len(o.with), "other rule", "other rules"), o.family)
}

// drafts makes a draft of each rule through which something is open.
func (x *examined) drafts(s *side, list []opened, among, advice string) []draft {
	out := make([]draft, 0, len(list))
	for _, o := range list {
		d := x.about(s, o.rule, x.says(s, o, among), advice)
		for _, other := range o.with {
			d.rules = append(d.rules, s.entries[other])
		}
		out = append(out, d)
	}
	return out
}

// about starts a draft about one rule, whose fix is to revoke it.
func (x *examined) about(s *side, rule int, reason, advice string) draft {
	e := s.entries[rule]
	return draft{rule: e.Rule, reason: reason, rules: []model.GroupRule{e}, revoke: []model.GroupRule{e}, advice: advice}
}

// worldPorts finds what is open to the world of some traffic.
func worldPorts(traffic reach.Set) judge {
	return func(x *examined) []draft {
		s := x.side(model.Ingress)
		return x.drafts(s, through(s.worldOpen(), only(traffic)), "among it", adviceNarrow)
	}
}

// worldOther finds what is open to the world beside web ports and ICMP, and what may be, by a prefix
// list that was not read.
func worldOther(x *examined) []draft {
	s := x.side(model.Ingress)
	usual := webPorts().Union(pings())
	out := x.drafts(s, through(s.worldOpen(), but(usual)), "among it", adviceNarrow)
	for i, e := range s.entries {
		peer := e.Rule.Peer
		_, read := x.lists[peer.ID]
		if peer.Kind != model.PeerPrefixList || read || x.ofAWS[peer.ID] ||
			usual.Contains(reach.TrafficOf(e.Rule.Protocol, e.Rule.Ports)) {
			continue
		}
		d := x.about(s, i, fmt.Sprintf("%s lets %s in from %s, whose entries were not read: it may hold the whole world.",
			x.label(), e.Rule.Traffic(), peer), "")
		d.unknown = true
		out = append(out, d)
	}
	return out
}

func webPorts() reach.Set {
	return reach.TrafficOf(model.TCP, model.Port(80)).Union(reach.TrafficOf(model.TCP, model.Port(443)))
}

func pings() reach.Set {
	return reach.TrafficOf(model.ICMP, model.AllPorts()).Union(reach.TrafficOf(model.ICMPv6, model.AllPorts()))
}

// port 0 is no port that anything listens on.
func everyPort() model.PortRange { return model.PortRange{First: 1, Last: 65535} }

// worldAll finds rules with a part in opening all of some protocols to the world.
func worldAll(what string, d model.Direction, protocols ...model.Protocol) judge {
	return func(x *examined) []draft {
		s := x.side(d)
		if len(s.worldOpen()) == 0 {
			return nil
		}
		var out []draft
		seen := map[int]bool{}
		for _, f := range []family{ipv4, ipv6} {
			rules, _ := s.facing(f)
			for _, p := range protocols {
				list := s.joint(p, everyPort(), rules, x.world[f])
				for _, rule := range list {
					if seen[rule] {
						continue
					}
					seen[rule] = true
					out = append(out, x.together(s, rule, list, what, f))
				}
			}
		}
		return out
	}
}

// together makes a draft of a rule that, alone or with others, opens something as a whole.
func (x *examined) together(s *side, rule int, list []int, what string, f family) draft {
	r := s.entries[rule].Rule
	reason := fmt.Sprintf("%s lets %s %s %s", x.label(), r.Traffic(), towards(s.direction), r.Peer)
	if len(list) > 1 {
		reason += fmt.Sprintf("; with %s that is %s for every %s address of the internet",
			plural(len(list)-1, "other rule", "other rules"), what, f)
	}
	advice := adviceNarrow
	if s.direction == model.Egress {
		advice = adviceOut
	}
	d := x.about(s, rule, reason+".", advice)
	for _, other := range list {
		if other != rule {
			d.rules = append(d.rules, s.entries[other])
		}
	}
	return d
}

// worldEgress finds what leaves for the world.
func worldEgress(x *examined) []draft {
	s := x.side(model.Egress)
	return x.drafts(s, through(s.worldOpen(), but(reach.Set{})), "", adviceOut)
}

// riskyPort is a port of a service that was not made to face the internet.
type riskyPort struct {
	protocol model.Protocol
	port     uint16
	service  string
}

// riskyPorts gives the ports that AWS and others call risky, and those of EMR's own applications, few
// of which ask who you are. ssh and remote desktop have checks of their own.
// Source: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19,
// https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-web-interfaces.html
func riskyPorts() []riskyPort {
	var out []riskyPort
	add := func(service string, ports ...uint16) {
		for _, p := range ports {
			out = append(out, riskyPort{model.TCP, p, service})
		}
	}
	add("FTP", 20, 21)
	add("Telnet", 23)
	add("SMTP", 25)
	add("DNS", 53)
	add("POP3 and IMAP", 110, 143)
	add("RPC", 111, 135)
	add("NetBIOS and SMB", 137, 138, 139, 445)
	add("LDAP", 389)
	add("Oracle", 1521, 2483, 2484)
	add("SQL Server", 1433, 1434)
	add("NFS", 2049)
	add("ZooKeeper", 2181)
	add("Docker", 2375, 2376)
	add("web development", 3000, 5000, 8080)
	add("MySQL", 3306, 4333)
	add("Salt", 4505, 4506)
	add("PostgreSQL and Redshift", 5432, 5439)
	add("Kibana and OpenSearch", 5601, 9200, 9300)
	add("VNC", 5500, 5800, 5900)
	add("WinRM", 5985, 5986)
	add("Redis", 6379)
	add("Cassandra", 7199, 9042, 9160)
	add("Kafka", 9092)
	add("Memcached", 11211)
	add("MongoDB", 27017, 27018, 27019)
	add("HDFS", 8020, 9000, 9864, 9870, 9871, 50070, 50075, 50470)
	add("YARN", 8030, 8031, 8032, 8033, 8042, 8088, 8090, 19888)
	add("Livy", 8998, 18888)
	add("Hive", 9083, 10000, 10002)
	add("Hue, Zeppelin and JupyterHub", 8888, 8890, 9443)
	add("HBase", 16000, 16010, 16020, 16030)
	add("Spark", 4040, 7077, 18080, 18480)
	add("Presto and Trino", 8889)
	for _, p := range []struct {
		service string
		port    uint16
	}{
		{"DNS", 53},
		{"RPC", 111},
		{"NetBIOS", 137},
		{"NetBIOS", 138},
		{"SNMP", 161},
		{"LDAP", 389},
		{"SMB", 445},
		{"SQL Server", 1434},
		{"Memcached", 11211},
	} {
		out = append(out, riskyPort{model.UDP, p.port, p.service})
	}
	return out
}

// worldRisky finds risky ports that are open to the world, and names their services.
func worldRisky() judge {
	var all reach.Set
	ports := riskyPorts()
	for _, p := range ports {
		all = all.Union(reach.TrafficOf(p.protocol, model.Port(p.port)))
	}
	return func(x *examined) []draft {
		s := x.side(model.Ingress)
		var out []draft
		for _, o := range through(s.worldOpen(), only(all)) {
			var services []string
			for _, p := range ports {
				if o.traffic.Overlaps(reach.TrafficOf(p.protocol, model.Port(p.port))) {
					services = append(services, fmt.Sprintf("%s %s %d", p.service, p.protocol, p.port))
				}
			}
			d := x.drafts(s, []opened{o}, "", adviceNarrow)[0]
			d.reason = strings.TrimSuffix(d.reason, ".") + " (" + listed(services) + ")."
			out = append(out, d)
		}
		return out
	}
}
