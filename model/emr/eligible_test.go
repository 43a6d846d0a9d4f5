package emr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

func TestParseRelease(t *testing.T) {
	for label, want := range map[string]emr.Release{
		"emr-5.36.2":               {Known: true, Major: 5, Minor: 36, Patch: 2},
		"emr-7.13.0":               {Known: true, Major: 7, Minor: 13},
		"emr-spark-8.0.0":          {Known: true, Spark: true, Major: 8},
		"emr-spark-8.0-preview":    {Known: true, Spark: true, Preview: true, Major: 8},
		"emr-spark-8.0.0-20260421": {Known: true, Spark: true, Major: 8},
		"emr-6.10.0-latest":        {Known: true, Major: 6, Minor: 10},
		"":                         {}, "6.10.0": {}, "emr-": {}, "emr-6.10": {}, "emr-6.x.0": {}, "emr-6.10.0-beta": {}, "emr-6.10.0.1": {}, "emr-9999.0.0": {},
	} {
		if got := emr.ParseRelease(label); got != want {
			t.Errorf("%q: %+v, want %+v", label, got, want)
		}
	}
}

// clusterAs gives a cluster that can be attached, but for what the case changes.
func clusterAs(change func(*model.Cluster)) model.Cluster {
	c := model.Cluster{
		ID: "j-1", Name: "etl", State: "WAITING", Described: true, Release: "emr-7.5.0", Subnet: "subnet-a",
		Applications: []string{"Spark", "Livy", "JupyterEnterpriseGateway"}, PrimaryInstances: []string{"i-1"},
		ManagedPrimary: "sg-m", ManagedCore: "sg-c",
	}
	change(&c)
	return c
}

func TestEligible(t *testing.T) {
	pair := emr.Pair{ID: "es-1", Studio: "es-1", VPC: "vpc-1", Workspace: "sg-ws", Engine: "sg-eng", Subnets: []string{"subnet-a", "subnet-b"}}
	for _, c := range []struct {
		name   string
		change func(*model.Cluster)
		want   model.Verdict
		why    string // part of the deciding condition
	}{
		{"as it should be", func(*model.Cluster) {}, model.Allowed, ""},
		{"too old", func(c *model.Cluster) { c.Release = "emr-5.20.0" }, model.Blocked, "too old"},
		{"6.1 is too old", func(c *model.Cluster) { c.Release = "emr-6.1.0" }, model.Blocked, "too old"},
		{"5.32 will do", func(c *model.Cluster) { c.Release = "emr-5.32.0" }, model.Allowed, ""},
		{"the Spark release", func(c *model.Cluster) { c.Release = "emr-spark-8.0.0" }, model.Allowed, ""},
		{"its preview", func(c *model.Cluster) { c.Release = "emr-spark-8.0-preview" }, model.Blocked, "neither Livy"},
		{"a label of the future", func(c *model.Cluster) { c.Release = "emr-next" }, model.Unknown, "not understood"},
		{"no gateway", func(c *model.Cluster) { c.Applications = []string{"Spark", "livy"} }, model.Blocked, "lacks JupyterEnterpriseGateway"},
		{"Kerberos", func(c *model.Cluster) { c.KerberosRealm = "EC2.INTERNAL" }, model.Blocked, "Kerberos"},
		{"three primaries", func(c *model.Cluster) { c.PrimaryInstances = []string{"i-1", "i-2", "i-3"} }, model.Blocked, "several primary"},
		{"primaries not read", func(c *model.Cluster) { c.PrimaryInstances = nil }, model.Unknown, "primary nodes were not read"},
		{"not up yet", func(c *model.Cluster) { c.State = "STARTING" }, model.Blocked, "not up yet"},
		{"on its way out", func(c *model.Cluster) { c.State = "TERMINATING" }, model.Blocked, "not up"},
		{"another subnet", func(c *model.Cluster) { c.Subnet = "subnet-c" }, model.Blocked, "not one of the Studio's subnets"},
		{"another VPC", func(c *model.Cluster) { c.Subnet = "subnet-z" }, model.Blocked, "vpc-2"},
		{"not described", func(c *model.Cluster) { c.Described = false }, model.Unknown, "not described"},
		{"blocked wins over unknown", func(c *model.Cluster) { c.Release, c.State = "emr-next", "STARTING" }, model.Blocked, "not up yet"},
	} {
		text := studio + "subnet subnet-c vpc-1 10.0.3.0/24\nsubnet subnet-z vpc-2 10.9.0.0/24\n"
		v, list := analyse(text).Eligible(pair, clusterAs(c.change))
		if v != c.want {
			t.Errorf("%s: %v, want %v: %v", c.name, v, c.want, list)
		}
		found := c.why == ""
		for _, x := range list {
			found = found || x.Verdict == c.want && strings.Contains(x.Text, c.why)
		}
		if !found {
			t.Errorf("%s: no %v condition says %q: %v", c.name, c.want, c.why, list)
		}
	}
}

// TestEligibleByHardwareAndIdentity: what the nodes are, and who the Studio's users are to the cluster.
func TestEligibleByHardwareAndIdentity(t *testing.T) {
	for _, c := range []struct {
		name, kind, trusted string
		change              func(*model.Cluster)
		want                model.Verdict
		why                 string
	}{
		{"Graviton2 before 6.9", "m6g.xlarge", "", func(c *model.Cluster) { c.Release = "emr-6.8.0" }, model.Blocked, "m6g.xlarge"},
		{"Graviton2 in 6.9", "m6g.xlarge", "", func(c *model.Cluster) { c.Release = "emr-6.9.0" }, model.Allowed, ""},
		{"Graviton2 in 5.36.0", "r6gd.4xlarge", "", func(c *model.Cluster) { c.Release = "emr-5.36.0" }, model.Blocked, "r6gd.4xlarge"},
		{"Graviton2 in 5.36.1", "r6gd.4xlarge", "", func(c *model.Cluster) { c.Release = "emr-5.36.1" }, model.Allowed, ""},
		{"another processor", "m5.xlarge", "", func(c *model.Cluster) { c.Release = "emr-6.2.0" }, model.Allowed, ""},
		{"identities, and no configuration", "", " trusted=true", func(*model.Cluster) {}, model.Blocked, "no security configuration"},
		{"identities, and a configuration", "", " trusted=true", func(c *model.Cluster) { c.SecurityConfiguration = "sc" }, model.Unknown, "configuration sc"},
		{"a configuration alone", "", "", func(c *model.Cluster) { c.SecurityConfiguration = "sc" }, model.Allowed, ""},
	} {
		s := fixture.Snapshot(network + "studio es-1 data vpc-1 sg-ws sg-eng subnet-a,subnet-b" + c.trusted + "\n" + pair("", ""))
		b := model.NewBuilder(s.Origin())
		for g := range s.Groups() {
			b.AddGroup(g)
		}
		for st := range s.Studios() {
			b.AddStudio(st)
		}
		for sub := range s.Subnets() {
			b.AddSubnet(sub)
		}
		b.AddInstance(model.Instance{ID: "i-1", VPC: "vpc-1", Type: c.kind})
		a := emr.Analyse(b.Snapshot(), emr.Scope{})
		v, list := a.Eligible(a.Pairs()[0], clusterAs(c.change))
		if v != c.want {
			t.Errorf("%s: %v, want %v: %v", c.name, v, c.want, list)
		}
		if c.why != "" && (len(list) == 0 || !slices.ContainsFunc(list, func(x emr.Condition) bool {
			return x.Verdict == c.want && strings.Contains(x.Text, c.why)
		})) {
			t.Errorf("%s: no condition says %q: %v", c.name, c.why, list)
		}
	}
}

func TestEdgeToCluster(t *testing.T) {
	const one = "cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-c primary=i-1\n"
	const groups = "group sg-m vpc-1 ElasticMapReduce-master\ngroup sg-c vpc-1 ElasticMapReduce-slave\n"
	for _, c := range []struct{ name, text, want string }{
		{"applications not known", studio + pair("", "") + groups + one, "not decided"},
		{"Engine on its primary", studio + pair("", "") + groups + one +
			"eni eni-1 subnet-a 10.0.1.9 sg-m,sg-eng instance=i-1", "attached now"},
		{"a Workspace names it", studio + pair("", "") + groups + one +
			"eni eni-2 subnet-a 10.0.1.8 sg-ws aws:elasticmapreduce:editor-id=e-1 aws:elasticmapreduce:job-flow-id=j-1", "attached now"},
		{"Engine is a group of the cluster's own", studio + pair("", "") + groups + one + "eni eni-1 subnet-a 10.0.1.9 sg-m instance=i-1", "not decided"},
		{"terminating", studio + pair("", "") + groups + strings.Replace(one, "WAITING", "TERMINATING", 1), "not eligible, 1 reason"},
	} {
		g := analyse(c.text).Graph("es-1")
		e, ok := g.Edge("engine:es-1>cluster:j-1")
		if !ok || e.Word != c.want {
			t.Errorf("%s: %q (%v), want %q", c.name, e.Word, e.Reasons, c.want)
		}
	}
}
