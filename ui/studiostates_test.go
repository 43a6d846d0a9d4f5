package ui_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui"
)

// oneStudio is an account with one Studio whose groups are the lines.
func oneStudio(groups string) string {
	return `
vpc vpc-0a 10.0.0.0/16 tagged name=analytics
subnet subnet-a vpc-0a 10.0.1.0/24 tagged
subnet subnet-b vpc-0a 10.0.2.0/24 tagged
studio es-1 lab vpc-0a sg-ws sg-eng subnet-a,subnet-b
` + groups
}

const goodPair = `
group sg-ws vpc-0a DefaultWorkspaceSecurityGroupGit tagged
  egress tcp 18888 to sg-eng : to the cluster
  egress tcp 443 to 0.0.0.0/0 : Git
group sg-eng vpc-0a DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-ws : from Workspaces
`

func TestStudioStates(t *testing.T) {
	denied := model.Failure{
		Kind: model.FailedDenied, Call: "elasticmapreduce:ListStudios",
		Missing: "elasticmapreduce:ListStudios",
	}
	undescribed := func(s model.Snapshot) model.Snapshot {
		b := model.NewBuilderFrom(s)
		b.AddStudio(model.Studio{ID: "es-9", Name: "hidden", Region: "us-east-1"})
		return b.Snapshot()
	}
	noStudios := func(s model.Snapshot) model.Snapshot {
		b := model.NewBuilderFrom(s)
		b.Mark(model.PartStudios, "", model.Reading{State: model.ReadFailed, Failure: denied})
		return b.Snapshot()
	}
	cases := []struct {
		name string
		text string
		edit func(model.Snapshot) model.Snapshot
		keys []string
		want []string
	}{
		{
			"no Studio", "vpc vpc-0a 10.0.0.0/16\ngroup sg-1 vpc-0a x", nil,
			[]string{"1"},
			[]string{"No EMR Studio here", "account 111122223333, Region us-east-1", "c creates"},
		},
		{
			"no Studio, but groups for one", without(oneStudio(goodPair), "studio "), nil,
			[]string{"1"},
			[]string{
				"No EMR Studio in account 111122223333, Region us-east-1; groups that would serve one:",
				"no Studio: Default", "✓ egress", "✓ ingress",
			},
		},
		{
			"Studios denied", without(oneStudio(goodPair), "studio ", "group ", "gress "), noStudios,
			[]string{"1"},
			[]string{"Whether there is a Studio is not known: denied", "ask for elasticmapreduce:ListStudios"},
		},
		{
			"Studios denied, but groups for one", without(oneStudio(goodPair), "studio "), noStudios,
			[]string{"1"},
			[]string{"Studios denied: whether one uses these groups is not known", "no Studio: Default"},
		},
		{
			"not described", oneStudio(goodPair), undescribed,
			[]string{"enter", "esc"},
			[]string{"? hidden", "unknown", "the Studio's groups were not read", "✓ lab"},
		},
		{
			"group deleted", without(oneStudio(goodPair), "group sg-eng", "ingress ") + "gone sg-eng", nil, nil,
			[]string{"✗ lab", "✗ deleted", "BLOCKED"},
		},
		{
			"engine not read", without(oneStudio(goodPair), "group sg-eng", "ingress "), nil, nil,
			[]string{"? lab", "? not read", "unknown"},
		},
		{
			"partly", strings.ReplaceAll(oneStudio(goodPair), "from sg-ws : from Workspaces", "from 10.0.1.0/24"), nil, nil,
			[]string{"lab", "attach works from some subnets only", "PARTLY", "by       sgr-"},
		},
		{
			"Engine is the managed primary", oneStudio(goodPair) +
				"cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-eng sg-core\ngroup sg-core vpc-0a ElasticMapReduce-slave\n", nil,
			[]string{"enter", "right"},
			[]string{"Engine: Studio lab", "managed primary"},
		},
		{
			"healthy", oneStudio(goodPair), nil, nil,
			[]string{
				"✓ lab", "attach passes the groups", "Not a security-group problem as far as read",
				"look next at:", "aws emr describe-studio --studio-id es-1", "routes",
			},
		},
		{
			"role conflict, told", strings.ReplaceAll(oneStudio(goodPair), "sg-ws sg-eng subnet-a", "sg-ws sg-ws subnet-a"), nil,
			[]string{"enter"},
			[]string{"no rule of DefaultWorkspaceSecurityGroupGit (sg-ws) lets tcp 18888 out to Default"},
		},
		{
			"only a note", oneStudio(goodPair) + "  egress tcp 9000 to 10.0.0.9/32\n", nil,
			[]string{"enter", "right", "f"},
			[]string{"note", "f: what is found here breaks nothing and needs no change"},
		},
		{
			"role conflict", strings.ReplaceAll(oneStudio(goodPair), "sg-ws sg-eng subnet-a", "sg-ws sg-ws subnet-a"), nil,
			[]string{"f"},
			[]string{"No change is proposed for this. What clears it:"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cloud := cloudOf(c.text)
			if c.edit != nil {
				cloud.end = c.edit(cloud.end)
			}
			for _, s := range [][2]int{{120, 40}, {66, 40}} {
				drive(t, cloud, nil, func(d *driver) {
					d.resize(s[0], s[1])
					d.press(c.keys...)
					if s[0] == 120 {
						d.see(c.want...)
					}
				})
			}
		})
	}
}

// The cursor starts on the worst Studio when a load ends, and stays where somebody has put it.
func TestCursorWhileLoading(t *testing.T) {
	cloud := cloudOf(analytics)
	cloud.hold = true
	cloud.reports = []model.Progress{partly(without(analytics, "es-BROKEN")), partly(analytics)}
	drive(t, cloud, nil, func(d *driver) {
		d.press("1")
		d.see("> ✓ ml-team")
		d.goOn()
		d.see("> ✗ data-science")
		d.goOn()
		d.see("> ✗ data-science", "read just now")
	})
	drive(t, cloud, nil, func(d *driver) {
		d.press("1", "enter")
		d.goOn()
		d.goOn()
		d.see("> ✓ ml-team", "read just now")
	})
}

// Text from AWS never reaches the terminal as it is.
func TestStudioTextIsPrintable(t *testing.T) {
	b := model.NewBuilderFrom(account(analytics))
	st, _ := b.Snapshot().Studio("es-BROKEN")
	st.Name = "data\x1b[31m\u202escience"
	b.AddStudio(st)
	c, _ := b.Snapshot().Cluster("j-1")
	c.Name, c.Applications = "etl\a\u200b", []string{"Spark\x1b[2J"}
	b.AddCluster(c)
	g, _ := b.Snapshot().Group("sg-0ws1")
	g.Name = "ws\tgit\x1b]0;x\a"
	b.AddGroup(g)
	for _, o := range []ui.Options{{}, {Plain: true}} {
		drive(t, &fakeCloud{end: b.Snapshot()}, func(x *ui.Options) { x.Plain = o.Plain }, func(d *driver) {
			for k := range strings.FieldsSeq("enter right right right enter esc esc f enter esc esc c") {
				d.press(k) // drive checks every frame for control characters
			}
			d.press("esc")
			d.see(`data\u001b[31m\u202escience`)
		})
	}
}

func TestPlainIsLinear(t *testing.T) {
	drive(t, cloudOf(analytics), func(o *ui.Options) { o.Plain = true }, func(d *driver) {
		d.see("Workspace: DefaultWorkspaceSecurityGroupGit", "-> x tcp 18888 BLOCKED, 2 reasons",
			"Engine: DefaultEngineSecurityGroup")
		d.unseen("│", "+--", "|")
	})
}

// guarded is the account with a network ACL at the edge of the Studio's subnets.
func guarded(t *testing.T, entries ...model.ACLEntry) *fakeCloud {
	t.Helper()
	b := model.NewBuilderFrom(account(oneStudio(goodPair)))
	acl := model.NetworkACL{ID: "acl-1", VPC: "vpc-0a", Subnets: []string{"subnet-a", "subnet-b"}}
	for _, e := range entries {
		made, err := model.NewACLEntry(e, int(e.Ports.First), int(e.Ports.Last))
		if err != nil {
			t.Fatal(err)
		}
		acl.Entries = append(acl.Entries, made)
	}
	b.AddACL(acl)
	b.AddRouteTable(model.RouteTable{ID: "rtb-1", VPC: "vpc-0a", Main: true, Routes: []model.Route{{
		Prefix: netip.MustParsePrefix("10.0.0.0/16"), Target: model.GatewayTarget("local"), State: "active",
	}}})
	for _, part := range model.NetworkParts() {
		b.Mark(part, "", model.Reading{State: model.ReadWhole})
	}
	return &fakeCloud{end: b.Snapshot()}
}

// What lies around the groups is told as well: in a line where it lets the traffic pass, in full where
// it does not, and on the way back too.
func TestNetworkOnAnArrow(t *testing.T) {
	everywhere := netip.MustParsePrefix("0.0.0.0/0")
	entry := func(d model.Direction, n int, allow bool, first, last uint16) model.ACLEntry {
		return model.ACLEntry{
			Direction: d, Number: n, Allow: allow, Protocol: model.TCP,
			Ports: model.PortRange{First: first, Last: last}, Prefix: everywhere,
		}
	}
	in, out := entry(model.Ingress, 100, true, 0, 65535), entry(model.Egress, 100, true, 0, 65535)
	drive(t, guarded(t, in, out), nil, func(d *driver) {
		d.see("✓ egress", "✓ ingress", "✓ network  network ACL out, ", "open there and back")
		d.unseen("acl-1")
		d.press("enter", "enter")
		d.see("There", "And back", "✓ network ACL out  acl-1 lets tcp 18888 out", "by       acl-1: 100 allow tcp 0-65535")
	})
	drive(t, guarded(t, in, entry(model.Egress, 90, false, 18888, 18888), out), nil, func(d *driver) {
		d.see("✗ network ACL out  ", "acl-1", "✓ egress")
		d.see("✓ network  route", "lab  attach works from some subnets only")
		d.unseen("network ACL out: open", "network ACL out, ")
		d.resize(80, 24) // the long word of the arrow stays with the inspector
		d.see("╭ Engine", "≈ PARTLY ", "─ Workspace → Engine  tcp 18888  PARTLY: tcp")
	})
	low, high := entry(model.Ingress, 90, false, 1024, 18887), entry(model.Ingress, 91, false, 18889, 65535)
	drive(t, guarded(t, low, high, in, out), nil,
		func(d *driver) { d.see("✗ network ACL in  ", "reply", "acl-1") })
}
