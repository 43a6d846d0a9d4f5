package emr_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// Beside failures_test.go, which plants each failure once: the forms that a failure can take, planted into
// what is healthy otherwise. Each is found under the keys that are given, its entry names what found it, and
// nothing worse than a note is invented beside it.

// planted asserts that exactly these findings, by severity and key, are of severity wider or worse.
func planted(t *testing.T, number int, s model.Snapshot, want ...string) {
	t.Helper()
	c, ok := emr.CaseOf(number)
	if !ok {
		t.Fatalf("no case %d", number)
	}
	a := emr.Analyse(s, emr.Scope{})
	got := listed(a)
	byCase := false
	for _, f := range a.Findings() {
		byCase = byCase || f.State == model.Unmet && slices.Contains(c.Requirements, f.ID)
	}
	if !byCase {
		t.Errorf("%d: nothing of %v among %v", number, c.Requirements, got)
	}
	for _, key := range want {
		if !slices.Contains(got, key) {
			t.Errorf("%d: %s is not found, but %v", number, key, got)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) && !strings.HasPrefix(line, "note ") && !strings.Contains(line, " unknown ") {
			t.Errorf("%d: invented %s", number, line)
		}
	}
}

// replaced changes one piece of a fixture, which has to be there.
func replaced(text, old, with string) string {
	if !strings.Contains(text, old) {
		panic("the fixture has no " + old)
	}
	return strings.Replace(text, old, with, 1)
}

// custom is the private cluster with groups of somebody's own.
func custom() string {
	return strings.NewReplacer("ElasticMapReduce-Master-Private", "m", "ElasticMapReduce-Slave-Private", "c",
		"ElasticMapReduce-ServiceAccess", "s").Replace(private)
}

func release8() string { return replaced(private, "emr-7.5.0", "emr-spark-8.0.0") }

// openNetwork makes a public, or private, network whose ACLs let everything through.
func openNetwork(text string, public bool) model.Snapshot {
	return guarded(routed(text, public), "in allow all 0 0.0.0.0/0", "out allow all 0 0.0.0.0/0")
}

func TestHealthy(t *testing.T) {
	for name, s := range map[string]model.Snapshot{
		"private cluster": routed(private, false), "public cluster": routed(private, true), "custom groups": routed(custom(), false),
		"release 8": routed(release8(), false), "Studio": routed(studio+pair("", ""), false),
	} {
		for _, line := range listed(emr.Analyse(s, emr.Scope{})) {
			t.Errorf("%s: %s", name, line)
		}
	}
}

func TestVariantsOfFailure01(t *testing.T) {
	planted(t, 1, routed(without(custom(), "  ingress tcp 9443 from sg-m"), false), "broken service-ingress-9443:sg-s:sg-m")
}

func TestVariantsOfFailure02(t *testing.T) {
	planted(t, 2, routed(replaced(custom(), " service=sg-s", ""), false), "broken service-access-missing:j-1")
}

func TestVariantsOfFailure03(t *testing.T) {
	text := strings.ReplaceAll(custom(), "  egress all to 0.0.0.0/0\n", "")
	among := func(id string) []string {
		return []string{"broken " + id + ":sg-m:sg-m", "broken " + id + ":sg-m:sg-c", "broken " + id + ":sg-c:sg-m", "broken " + id + ":sg-c:sg-c"}
	}
	want := append(among("nodes-tcp-egress"), "broken nodes-egress-s3:sg-m", "broken nodes-egress-s3:sg-c", "broken primary-egress-9443:sg-m:sg-s", "broken primary-egress-443:sg-m:sg-s", "broken core-egress-443:sg-c:sg-s")
	for _, id := range []string{"nodes-udp-egress", "nodes-icmp-egress"} {
		for _, line := range among(id) {
			want = append(want, strings.Replace(line, "broken", "conditional", 1))
		}
	}
	planted(t, 3, routed(text, false), want...)
}

func TestVariantsOfFailure04(t *testing.T) {
	planted(t, 4, routed(replaced(private, "group sg-c vpc-1", "group sg-c vpc-2"), false), "broken cluster-group-in-vpc:j-1")
}

func TestVariantsOfFailure07(t *testing.T) {
	text := studio + pair("", "")
	planted(t, 7, analyse(replaced(text, "DefaultEngineSecurityGroup tagged", "DefaultEngineSecurityGroup")).Snapshot(), "conditional engine-tag:sg-eng")
	planted(t, 7, analyse(replaced(text, "DefaultWorkspaceSecurityGroupGit tagged", "DefaultWorkspaceSecurityGroupGit")).Snapshot(), "conditional workspace-tag:sg-ws")
	planted(t, 7, analyse(replaced(text, "10.0.1.0/24 tagged", "10.0.1.0/24")).Snapshot(), "conditional network-tag:subnet-a")
	planted(t, 7, analyse(replaced(text, "10.0.0.0/16 tagged", "10.0.0.0/16")).Snapshot(), "conditional network-tag:vpc-1")
}

const documentedEgress = "egress tcp 18888 to sg-eng\negress tcp 443 to 0.0.0.0/0\n"

func TestVariantsOfFailure10(t *testing.T) {
	for _, rule := range []string{"ingress tcp 22 from 10.0.0.0/8", "ingress tcp 18888 from sg-eng", "ingress all from sg-ws", "ingress tcp 443 from ::/0"} {
		planted(t, 10, analyse(studio+pair(rule+"\n"+documentedEgress, "")).Snapshot(), "broken workspace-no-ingress:sg-ws")
	}
}

func TestVariantsOfFailure11(t *testing.T) {
	for _, to := range []string{"sg-ws", "sg-other"} {
		planted(t, 11, analyse(studio+pair("egress tcp 18888 to "+to+"\negress tcp 443 to 0.0.0.0/0", "")).Snapshot(), "broken workspace-egress-18888:sg-ws:sg-eng")
	}
}

func TestVariantsOfFailure12(t *testing.T) {
	planted(t, 12, analyse(studio+pair("egress tcp 443 to 0.0.0.0/0", "ingress tcp 18888 from sg-ws\negress tcp 18888 to sg-eng")).Snapshot(),
		"broken workspace-egress-18888:sg-ws:sg-eng")
}

func TestVariantsOfFailure13(t *testing.T) {
	for rule, surplus := range map[string]string{
		" ":                                   "",
		"ingress tcp 18888 from 10.9.0.0/16":  "wider engine-extra-ingress:sg-eng:tcp/18888@10.9.0.0/16",
		"ingress tcp 18888 from sg-other":     "wider engine-extra-ingress:sg-eng:tcp/18888@sg-other",
		"ingress tcp 18888 from sg-dead":      "",
		"ingress tcp 18888 from 10.0.2.0/24":  "wider engine-extra-ingress:sg-eng:tcp/18888@10.0.2.0/24",
		"ingress tcp 18888 from 10.0.0.5/32":  "wider engine-extra-ingress:sg-eng:tcp/18888@10.0.0.5/32",
		"ingress tcp 18888 from 2001:db8::/8": "wider engine-extra-ingress:sg-eng:tcp/18888@2000::/8",
	} {
		want := []string{"broken engine-ingress-18888:sg-eng:sg-ws"}
		if surplus != "" {
			want = append(want, surplus)
		}
		planted(t, 13, analyse(studio+"gone sg-dead\ngroup sg-other vpc-1 app\n"+pair("", rule)).Snapshot(), want...)
	}
}

func TestVariantsOfFailure14(t *testing.T) {
	planted(t, 14, analyse(studio+"studio es-2 nogit vpc-1 sg-w2 sg-eng subnet-a\ngroup sg-w2 vpc-1 DefaultWorkspaceSecurityGroupWithoutGit tagged\n"+
		"egress tcp 18888 to sg-eng\n"+pair("", "")).Snapshot(), "broken engine-ingress-18888:sg-eng:sg-w2")
}

func TestVariantsOfFailure15(t *testing.T) {
	for _, typo := range []string{"tcp 1888", "tcp 18880", "tcp 18889", "udp 18888"} {
		planted(t, 15, analyse(studio+pair("egress "+typo+" to sg-eng\negress tcp 443 to 0.0.0.0/0", "")).Snapshot(), "broken workspace-egress-18888:sg-ws:sg-eng")
		planted(t, 15, analyse(studio+pair("", "ingress "+typo+" from sg-ws")).Snapshot(), "broken engine-ingress-18888:sg-eng:sg-ws",
			"wider engine-extra-ingress:sg-eng:"+strings.ReplaceAll(typo, " ", "/")+"@sg-ws")
	}
}

func TestVariantsOfFailure16(t *testing.T) {
	planted(t, 16, analyse(studio+pair("egress tcp 18888 to sg-eng", "")).Snapshot(), "conditional workspace-egress-443:sg-ws")
	planted(t, 16, analyse(studio+pair("egress tcp 18888 to sg-eng\negress tcp 443 to 10.0.0.0/8", "")).Snapshot(), "note workspace-egress-443:sg-ws")
}

func TestVariantsOfFailure17(t *testing.T) {
	planted(t, 17, openNetwork(studio+pair("", ""), true), "conditional git-path:es-1")
	b := model.NewBuilderFrom(openNetwork(studio+pair("", ""), false)) // private, and no way out at all
	b.AddRouteTable(model.RouteTable{ID: "rtb-1", VPC: "vpc-1", Main: true, Routes: []model.Route{
		{Prefix: netip.MustParsePrefix("10.0.0.0/16"), Target: model.GatewayTarget("local"), State: "active"},
	}})
	planted(t, 17, b.Snapshot(), "conditional git-path:es-1")
}

func TestVariantsOfFailure20(t *testing.T) {
	for rule, key := range map[string]string{
		"ingress tcp 8088 from 0.0.0.0/0": "sg-c:tcp/8088@0.0.0.0/0", "ingress tcp 8088 from ::/0": "sg-c:tcp/8088@::/0",
	} {
		text := replaced(private, "Slave-Private tagged\n", "Slave-Private tagged\n  "+rule+"\n")
		planted(t, 20, permitting(routed(text, true), true), "conditional cluster-open-to-world:"+key, "conditional cluster-create-again:j-1")
		planted(t, 20, permitting(routed(text, true), false), "exposed cluster-open-to-world:"+key)
	}
}

func TestVariantsOfFailure21(t *testing.T) {
	text := replaced(custom(), "  ingress tcp 8443 from sg-s\n", "  ingress tcp 8433 from sg-s\n")
	planted(t, 21, routed(text, false), "broken primary-ingress-8443:sg-m:sg-s")
	text = replaced(text, "  ingress tcp 8443 from sg-s\n", "")
	planted(t, 21, routed(text, false), "broken primary-ingress-8443:sg-m:sg-s", "broken core-ingress-8443:sg-c:sg-s")
}

func TestVariantsOfFailure22(t *testing.T) {
	text := strings.NewReplacer("egress tcp 8443 to sg-m", "ingress tcp 8443 from sg-m", "egress tcp 8443 to sg-c", "ingress tcp 8443 from sg-c").Replace(custom())
	planted(t, 22, routed(text, false), "broken service-egress-8443-primary:sg-s:sg-m", "broken service-egress-8443-core:sg-s:sg-c")
}

func primaryHas(rule string) string {
	return replaced(private, "Master-Private tagged\n", "Master-Private tagged\n  "+rule+"\n")
}

func TestVariantsOfFailure24(t *testing.T) {
	planted(t, 24, routed(primaryHas("ingress tcp 22 from 0.0.0.0/0"), true), "exposed primary-ssh-from-world:sg-m:tcp/22@0.0.0.0/0")
	planted(t, 24, routed(primaryHas("ingress tcp 22 from 0.0.0.0/1\n  ingress tcp 22 from 128.0.0.0/1"), true),
		"exposed primary-ssh-from-world:sg-m:tcp/22@0.0.0.0/1", "exposed primary-ssh-from-world:sg-m:tcp/22@128.0.0.0/1")
}

func TestVariantsOfFailure25(t *testing.T) {
	planted(t, 25, routed(primaryHas("ingress all from 0.0.0.0/0"), true), "exposed primary-ssh-from-world:sg-m:all@0.0.0.0/0")
	planted(t, 25, routed(replaced(private, "Slave-Private tagged\n", "Slave-Private tagged\n  ingress all from 0.0.0.0/0\n"), true),
		"exposed cluster-open-to-world:sg-c:all@0.0.0.0/0")
	planted(t, 25, analyse(studio+pair("", "ingress tcp 18888 from sg-ws\ningress all from 10.0.0.0/16")).Snapshot(), "wider engine-extra-ingress:sg-eng:all@10.0.0.0/16")
}

func TestVariantsOfFailure26(t *testing.T) {
	for _, world := range []string{"0.0.0.0/0", "::/0"} {
		planted(t, 26, analyse(studio+pair("", "ingress tcp 18888 from sg-ws\ningress all from "+world)).Snapshot(), "exposed engine-open-to-world:sg-eng:all@"+world)
	}
}

func TestVariantsOfFailure27(t *testing.T) {
	text := network + "studio es-1 data vpc-1 sg-w2 sg-eng subnet-a\ngroup sg-w2 vpc-1 DefaultWorkspaceSecurityGroupWithoutGit tagged\n" +
		"egress tcp 18888 to sg-eng\negress all to 0.0.0.0/0\ngroup sg-eng vpc-1 DefaultEngineSecurityGroup tagged\ningress tcp 18888 from sg-w2"
	planted(t, 27, analyse(text).Snapshot(), "exposed workspace-open-egress:sg-w2:all@0.0.0.0/0")
}

func TestVariantsOfFailure28(t *testing.T) {
	for _, protocol := range []string{"udp", "icmp"} {
		rule := map[string]string{"udp": "udp 0-65535", "icmp": "icmp"}[protocol]
		id := "conditional nodes-" + protocol + "-ingress:"
		text := strings.NewReplacer("  ingress "+rule+" from sg-m\n", "", "  ingress "+rule+" from sg-c\n", "").Replace(custom())
		planted(t, 28, routed(text, false), id+"sg-m:sg-m", id+"sg-m:sg-c", id+"sg-c:sg-m", id+"sg-c:sg-c")
	}
}

// Failure 33 also shows as reasons on the edge from Engine to the cluster; what makes each is tabled in
// TestEligible.
func TestVariantsOfFailure33(t *testing.T) {
	pair := emr.Pair{ID: "es-1", Studio: "es-1", VPC: "vpc-1", Workspace: "sg-ws", Engine: "sg-eng", Subnets: []string{"subnet-a"}}
	a := analyse(studio)
	v, _ := a.Eligible(pair, clusterAs(func(*model.Cluster) {}))
	if v != model.Allowed {
		t.Fatalf("a cluster that can be attached: %v", v)
	}
	for why, change := range map[string]func(*model.Cluster){
		"too old":                          func(c *model.Cluster) { c.Release = "emr-5.20.0" },
		"lacks Livy":                       func(c *model.Cluster) { c.Applications = []string{"Spark", "JupyterEnterpriseGateway"} },
		"lacks JupyterEnterpriseGateway":   func(c *model.Cluster) { c.Applications = []string{"Spark", "Livy"} },
		"Kerberos":                         func(c *model.Cluster) { c.KerberosRealm = "EC2.INTERNAL" },
		"several primary nodes":            func(c *model.Cluster) { c.PrimaryInstances = []string{"i-1", "i-2", "i-3"} },
		"not one of the Studio's subnets":  func(c *model.Cluster) { c.Subnet = "subnet-b" },
		"which is not one of the Studio's": func(c *model.Cluster) { c.Subnet = "subnet-b" },
	} {
		v, list := a.Eligible(pair, clusterAs(change))
		if v != model.Blocked || !slices.ContainsFunc(list, func(x emr.Condition) bool { return x.Verdict == model.Blocked && strings.Contains(x.Text, why) }) {
			t.Errorf("%s: %v %v", why, v, list)
		}
	}
}

func TestVariantsOfFailure35(t *testing.T) {
	planted(t, 35, routed(without(release8(), "  ingress tcp 443 from 10.0.0.0/16"), false), "broken service-ingress-443:sg-s:10.0.0.0/16")
	text := replaced(release8(), "  egress all to 0.0.0.0/0\n", "  egress tcp 0-65535 to sg-m\n  egress tcp 0-65535 to sg-c\n  egress udp 0-65535 to sg-m\n  egress udp 0-65535 to sg-c\n"+
		"  egress icmp to sg-m\n  egress icmp to sg-c\n")
	planted(t, 35, routed(text, false), "broken primary-egress-443:sg-m:sg-s")
}

func TestVariantsOfFailure36(t *testing.T) {
	planted(t, 36, routed(replaced(release8(), "vpc-1 10.0.0.0/16", "vpc-1 10.0.0.0/16,10.8.0.0/16"), false), "broken service-ingress-443:sg-s:10.8.0.0/16")
}

// Failure 37 is also a reason on the edge: whether the quota was raised is not read.
func TestVariantsOfFailure37(t *testing.T) {
	pair := emr.Pair{ID: "es-1", Studio: "es-1", VPC: "vpc-1", Workspace: "sg-ws", Engine: "sg-eng", Subnets: []string{"subnet-a"}}
	for groups, want := range map[string]model.Verdict{"sg-m,sg-1,sg-2,sg-3": model.Allowed, "sg-m,sg-1,sg-2,sg-3,sg-4": model.Unknown, "sg-m,sg-1,sg-2,sg-3,sg-eng": model.Allowed} {
		a := analyse(studio + "eni eni-1 subnet-a 10.0.1.9 " + groups + " instance=i-1")
		if v, list := a.Eligible(pair, clusterAs(func(*model.Cluster) {})); v != want {
			t.Errorf("%s: %v, want %v: %v", groups, v, want, list)
		}
	}
}

func TestVariantsOfFailure39(t *testing.T) {
	planted(t, 39, analyse(studio+"gone sg-eng\ngroup sg-ws vpc-1 DefaultWorkspaceSecurityGroupGit tagged\n"+documentedEgress).Snapshot(), "broken engine-exists:sg-eng:es-1")
	planted(t, 39, analyse(studio+"gone sg-ws\ngroup sg-eng vpc-1 DefaultEngineSecurityGroup tagged\ningress tcp 18888 from sg-ws\n").Snapshot(), "broken workspace-exists:sg-ws:es-1")
}

func TestVariantsOfFailure45(t *testing.T) {
	shared := replaced(private, "cluster j-1", "cluster j-8 next WAITING emr-spark-8.0.0 subnet-a sg-m sg-c primary=i-8 service=sg-s\ncluster j-1")
	planted(t, 45, routed(without(shared, "  ingress tcp 443 from 10.0.0.0/16"), false), "broken service-ingress-443:sg-s:10.0.0.0/16")
	planted(t, 45, routed(without(shared, "  ingress tcp 9443 from sg-m"), false), "broken service-ingress-9443:sg-s:sg-m")
}

// TestRequirementsExist holds the ids that cases name to what the tests above find: an id that is
// renamed or gone is missed here.
func TestRequirementsExist(t *testing.T) {
	known := map[string]bool{
		"service-access-missing": true, "cluster-group-in-vpc": true, "primary-ssh-from-world": true, "cluster-open-to-world": true,
		"engine-open-to-world": true, "engine-extra-ingress": true, "workspace-open-egress": true,
	} // each is planted above
	for _, r := range emr.Requirements() {
		known[r.ID] = true
	}
	for _, r := range emr.ClusterRequirements() {
		known[r.ID] = true
	}
	for _, r := range emr.AccountRequirements() {
		known[r.ID] = true
	}
	for _, c := range emr.Catalogue() {
		for _, id := range c.Requirements {
			if !known[id] {
				t.Errorf("%d names %s, which nothing finds", c.Number, id)
			}
		}
	}
}
