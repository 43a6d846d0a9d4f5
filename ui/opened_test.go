package ui_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

const amongNodes = `
  ingress tcp 0-65535 from sg-m
  ingress tcp 0-65535 from sg-c
  ingress udp 0-65535 from sg-m
  ingress udp 0-65535 from sg-c
  ingress icmp from sg-m
  ingress icmp from sg-c
`

// inside is a Studio with two clusters in private subnets, of which the first lacks tcp 9443 into service
// access and has a bastion's group beside its own; and a cluster where there is no Studio.
const inside = `
vpc vpc-0a 10.0.0.0/16 tagged name=analytics
vpc vpc-0b 10.9.0.0/16 name=batch
subnet subnet-a vpc-0a 10.0.1.0/24 tagged
subnet subnet-c vpc-0b 10.9.1.0/24
studio es-1 lab vpc-0a sg-ws sg-eng subnet-a
cluster j-1 etl-nightly WAITING emr-7.5.0 subnet-a sg-m sg-c primary=i-1 service=sg-s additional=sg-x
cluster j-3 lonely RUNNING emr-7.5.0 subnet-c sg-m2 sg-c2
group sg-m vpc-0a ElasticMapReduce-Master-Private tagged` + amongNodes + `  ingress tcp 8443 from sg-s
  egress all to 0.0.0.0/0
group sg-c vpc-0a ElasticMapReduce-Slave-Private tagged` + amongNodes + `  ingress tcp 8443 from sg-s
  egress all to 0.0.0.0/0
group sg-s vpc-0a ElasticMapReduce-ServiceAccess tagged
  ingress tcp 9443 from sg-c
  egress tcp 8443 to sg-m
  egress tcp 8443 to sg-c
group sg-x vpc-0a bastion-ssh
  ingress tcp 22 from 0.0.0.0/0
group sg-m2 vpc-0b ElasticMapReduce-master
  ingress all from sg-m2
  egress all to 0.0.0.0/0
group sg-c2 vpc-0b ElasticMapReduce-slave
  ingress all from sg-m2
  ingress all from sg-c2
  egress all to 0.0.0.0/0
` + goodPair

// private gives the account a main route table to a NAT gateway.
func private(text string) model.Snapshot {
	b := model.NewBuilderFrom(account(text))
	for _, vpc := range []string{"vpc-0a", "vpc-0b"} {
		b.AddRouteTable(model.RouteTable{ID: "rtb-" + vpc, VPC: vpc, Main: true, Routes: []model.Route{
			{Prefix: netip.MustParsePrefix("10.0.0.0/16"), Target: model.GatewayTarget("local"), State: "active"},
			{Prefix: model.AnyIPv4().Prefix, Target: model.GatewayTarget("nat-1"), State: "active"},
		}})
	}
	b.Mark(model.PartRoutes, "", model.Reading{State: model.ReadWhole})
	return b.Snapshot()
}

func insideCloud() *fakeCloud { return &fakeCloud{end: private(inside)} }

func TestClusterUnfoldsAndFoldsBack(t *testing.T) {
	for _, s := range [][2]int{{80, 24}, {120, 40}, {60, 20}, {40, 14}} {
		for _, keys := range [][2]string{{"enter", "esc"}, {"right", "esc"}, {"enter", "left"}} {
			drive(t, insideCloud(), nil, func(d *driver) {
				d.resize(s[0], s[1])
				d.press("enter", "right", "right", "right")
				if got := d.titleLine(); !strings.HasPrefix(got, "etl-nightly  j-1") {
					t.Fatalf("%v: the cursor is on %q", s, got)
				}
				d.press(keys[0])
				d.see("etl-nightly: Primary → Servi", "Core and task")
				for range 20 { // left as far as it goes, or esc once
					if !strings.Contains(d.titleLine(), ": ") {
						break
					}
					d.press(keys[1])
				}
				if got := d.titleLine(); !strings.HasPrefix(got, "etl-nightly  j-1") {
					t.Errorf("%v %v: after folding the cursor is on %q", s, keys, got)
				}
				d.press("esc")
				d.see("> ✗ lab")
			})
		}
	}
}

// An arrow of an opened cluster tells what is missing, what comes near, and f mends it.
func TestArrowOfAnOpenedClusterTellsItsFindings(t *testing.T) {
	cloud, _ := writable(inside)
	cloud.end = private(inside)
	drive(t, cloud, nil, func(d *driver) {
		d.press("enter", "right", "right", "right", "enter")
		d.see("etl-nightly: Primary → Service access  tcp 9443  BLOCKED, 1 reason", "✗ broken", "Nearest: sgr-0017 ingress tcp 9443 from Core",
			"✓ met", "tcp 9443 ✗", "tcp 8443 ✓", "tcp 443 ✓", "all traffic", "+ bastion-ssh", "exposed")
		d.press("p")
		d.see("cluster:j-1", "sg-s", "9443")
		d.press("esc", "f")
		d.see("[4 Changes", "tcp 9443", "ElasticMapReduce-ServiceAccess")
	})
}

func TestInternetIntoAnOpenedCluster(t *testing.T) {
	drive(t, insideCloud(), nil, func(d *driver) {
		d.press("enter", "right", "right", "right", "enter")
		d.click("tcp 22 !")
		d.see("etl-nightly: Internet → Primary  tcp 22  open by groups; the subnet is private", "bastion-ssh (sg-x) lets tcp 22 in from 0.0.0.0/0",
			"! exposed")
		d.click("╭ Primary")
		d.see("also     bastion-ssh (sg-x)", "additional primary: cluster etl-nightly (j-1), AdditionalMasterSecurityGroups",
			"managed primary: cluster etl-nightly (j-1), EmrManagedMasterSecurityGroup", "private subnet", "lab: not decided")
		d.press("y")
		d.see("sg-m", "sg-x", "j-1")
	})
}

// A VPC that has clusters and no Studio is drawn, too.
func TestClusterWithoutAStudio(t *testing.T) {
	drive(t, insideCloud(), nil, func(d *driver) {
		d.see("lonely", "cluster, no Studio: shut: all traffic")
		d.press("down", "enter")
		d.see("lonely: Primary → Core and task", "BLOCKED")
		d.press("esc", "f")
		d.see("[4 Changes")
	})
	drive(t, &fakeCloud{end: private(without(inside, "studio ", "sg-ws", "sg-eng"))}, nil, func(d *driver) {
		d.press("1")
		d.see("No EMR Studio in", "the clusters and groups that are here", "etl-nightly", "lonely")
	})
}

// failing adds two clusters that ended with errors: one for the rule that is missing still, one that says
// nothing known.
func failing() *fakeCloud {
	b := model.NewBuilderFrom(private(inside))
	c, _ := b.Snapshot().Cluster("j-1")
	c.ID, c.Name, c.State, c.PrimaryInstances = "j-F1", "etl-tuesday", "TERMINATED_WITH_ERRORS", nil
	c.StateReasonCode, c.EndedAt = "VALIDATION_ERROR", start.Add(-3*time.Hour)
	c.StateReason = "ServiceAccessSecurityGroup is missing ingress rule from EmrManagedMasterSecurityGroup on port 9443"
	b.AddCluster(c)
	c.ID, c.Name, c.EndedAt = "j-F2", "oddity", start.Add(-30*time.Hour)
	c.StateReasonCode, c.StateReason = "STEP_FAILURE", "Shut down as step failed"
	b.AddCluster(c)
	return &fakeCloud{end: b.Snapshot()}
}

func TestFailedClusters(t *testing.T) {
	drive(t, failing(), nil, func(d *driver) {
		d.see("✗ ended with errors: 2", "in the last 72 hours")
		d.unseen("etl-tuesday")
		d.press("down")
		d.see("etl-tuesday", "3 h ago", "ServiceAccessSecurityGroup is missing", "oddity", "30 h ago", "STEP_FAILURE")
		d.press("enter", "down")
		d.see("case #1", "now, broken: ", "tcp 9443", "VALIDATION_ERROR", "cause", "fix")
		d.press("enter") // its groups as they stand now
		d.see("etl-tuesday: Primary → Service access  tcp 9443  BLOCKED")
		d.press("esc", "down")
		d.see("none of the failures")
		d.press("up", "up", "enter")
		d.see("✗ ended with errors: 2")
		d.unseen("   oddity  STEP")
	})
	mended := failing()
	b := model.NewBuilderFrom(mended.end)
	g, _ := mended.end.Group("sg-s")
	g.Rules = append(g.Rules, model.GroupRule{Rule: model.TCPRule(model.Ingress, 9443, model.GroupPeer("sg-m")), ID: "sgr-new"})
	b.AddGroup(g)
	mended.end = b.Snapshot()
	drive(t, mended, nil, func(d *driver) {
		d.press("down", "enter", "down")
		d.see("case #1", "now: the rules that it asks for are there", "sgr-new")
	})
}

// What failed a cluster is mended from its drawing, too, though no other cluster has these groups.
func TestFixOfAFailedCluster(t *testing.T) {
	b := model.NewBuilderFrom(failing().end)
	c, _ := b.Snapshot().Cluster("j-F1")
	c.ServiceAccess = "sg-x"
	b.AddCluster(c)
	drive(t, &fakeCloud{end: b.Snapshot()}, nil, func(d *driver) {
		d.press("down", "enter", "down", "enter")
		d.see("etl-tuesday: Service access → Primary  tcp 8443  BLOCKED", "bastion-ssh (sg-x)")
		d.press("f")
		d.see("[4 Changes", "tcp 9443", "bastion-ssh")
	})
}

func TestExplain(t *testing.T) {
	drive(t, failing(), nil, func(d *driver) {
		d.press("s")
		d.see("What does this error mean?", "Paste or type")
		d.typed("no such thing at all")
		d.see("none of the failures")
		d.press("ctrl+u")
		d.typed("ServiceAccessSecurityGroup is missing ingress rule from EmrManagedMasterSecurityGroup on port 9443")
		d.see("#1 ", "(part of a message)", "cause", "fix", "here, broken: No rule of ElasticMapReduce-ServiceAccess")
		d.press("enter") // to the arrow as it stands now
		d.see("[1 Studios", "etl-nightly: Primary → Service access  tcp 9443  BLOCKED, 1 reason")
		d.press("esc", "esc", "down", "s") // on the line of the failed clusters the message is there
		d.see("VALIDATION_ERROR: ServiceAccess", "#1 ")
		d.press("down", "y")
		d.see("service-ingress-9443:sg-s:sg-m")
	})
	drive(t, cloudOf(analytics), nil, func(d *driver) { // an arrow of a Studio
		d.press("2", "enter", "s") // from a group too
		d.typed("attach to the workspace times out, engine 18888")
		d.press("enter")
		d.see("[1 Studios", "Workspace → Engine  tcp 18888  BLOCKED", "esc back to the Studios")
	})
}

// Neither an open cluster nor a dialog ever draws beyond the terminal.
func TestOpenedClustersAtEverySize(t *testing.T) {
	for i, set := range [][]string{
		{"enter", "right", "right", "right", "enter"},
		{"s"},
		{"down", "enter", "down", "s"},
		{"B"},
		{"down", "enter"},
	} {
		cloud := failing()
		if i == 4 {
			cloud = kubernetes(true)
		}
		drive(t, cloud, nil, func(d *driver) {
			d.press(set...)
			for w := 40; w <= 250; w += 15 {
				for h := 12; h <= 70; h += 14 {
					d.resize(w, h)
					d.press("down", "right", "up", "left")
				}
			}
		})
	}
}

// Opened clusters, failed ones and what is told of them, at the four sizes and in every style.
func TestGoldenOpened(t *testing.T) {
	open := []string{"enter", "right", "right", "right", "enter"}
	for name, keys := range map[string][]string{
		"opened": open, "opened-box": append(slices.Clone(open), "left"), "failed": {"down", "enter", "down"}, "explain": {"down", "s"},
	} {
		for _, s := range [][2]int{{60, 15}, {80, 24}, {120, 40}, {200, 60}} {
			if name != "opened" && s[0] != 80 && s[0] != 120 {
				continue
			}
			drive(t, failing(), nil, func(d *driver) {
				d.resize(s[0], s[1])
				d.press(keys...)
				d.golden(fmt.Sprintf("cluster-%s.%dx%d", name, s[0], s[1]))
			})
		}
	}
	for style, set := range map[string]func(*ui.Options){
		"ascii": func(o *ui.Options) { o.ASCII = true }, "plain": func(o *ui.Options) { o.Plain = true },
	} {
		drive(t, failing(), set, func(d *driver) {
			d.resize(80, 24)
			d.press(open...)
			d.golden("cluster-opened." + style)
		})
	}
	drive(t, kubernetes(true), nil, func(d *driver) {
		d.resize(80, 24)
		d.press("down", "enter")
		d.golden("cluster-eks.80x24")
	})
	drive(t, public(inside, &model.PublicAccess{Blocks: true}), nil, func(d *driver) {
		d.resize(80, 24)
		d.press("B")
		d.golden("public-access.80x24")
	})
}
