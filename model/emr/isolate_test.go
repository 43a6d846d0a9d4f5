package emr_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// teams are two Studios with groups of their own and two clusters, one of which the first is attached to.
const teams = network + `
studio es-1 red vpc-1 sg-rw sg-re subnet-a,subnet-b
studio es-2 blue vpc-1 sg-bw sg-be subnet-a
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-prim sg-core primary=i-1
cluster j-2 adhoc RUNNING emr-5.20.0 subnet-a sg-prim sg-core primary=i-2
vpc vpc-2 10.9.0.0/16
subnet subnet-z vpc-2 10.9.1.0/24
cluster j-9 far RUNNING emr-7.5.0 subnet-z sg-prim9 sg-core9
eni eni-1 subnet-a 10.0.1.7 sg-prim,sg-re instance=i-1 aws:elasticmapreduce:job-flow-id=j-1
eni eni-2 subnet-a 10.0.1.8 sg-prim instance=i-2 aws:elasticmapreduce:job-flow-id=j-2
group sg-rw vpc-1 red-ws
  egress tcp 18888 to sg-re
  %rw
group sg-re vpc-1 red-engine
  ingress tcp 18888 from sg-rw
  %re
group sg-bw vpc-1 blue-ws
  egress tcp 18888 to sg-be
  %bw
group sg-be vpc-1 blue-engine
  ingress tcp 18888 from sg-bw
  %be
group sg-prim vpc-1 ElasticMapReduce-master
  ingress all from sg-prim
  egress all to 0.0.0.0/0
  %p
group sg-core vpc-1 ElasticMapReduce-slave
  egress all to 0.0.0.0/0
`

// withRules gives the two teams with more rules, by the place that a mark has in the text.
func withRules(rules ...string) string {
	list := []string{}
	for i := 0; i+1 < len(rules); i += 2 {
		list = append(list, "%"+rules[i]+"\n", rules[i+1]+"\n")
	}
	for _, k := range []string{"rw", "re", "bw", "be", "p"} {
		list = append(list, "%"+k+"\n", "\n")
	}
	return strings.NewReplacer(list...).Replace(teams)
}

func TestIsolation(t *testing.T) {
	const apart = "red: etl attached now, adhoc not eligible, far other VPC\n" +
		"blue: etl not decided, adhoc not eligible, far other VPC"
	cases := []struct {
		name  string
		rules []string
		want  string
	}{
		{"apart", nil, apart},
		{
			"an Engine that lets in the other team",
			[]string{"re", "ingress tcp 18888 from sg-bw", "bw", "egress tcp 18888 to sg-re"},
			"red: etl attached now, adhoc not eligible, far other VPC\n" +
				"blue: etl open without attaching, adhoc not eligible, far other VPC\n" +
				"! red-engine (sg-re), Engine of red, lets in blue-ws (sg-bw) of blue too (ingress tcp 18888 from sg-bw): " +
				"wherever it is attached, both run code.\n" +
				"! ingress tcp 18888 from sg-bw of red-engine (sg-re) lets blue run code on etl without being attached.",
		},
		{
			"a cluster open to the VPC",
			[]string{"p", "ingress tcp 0-65535 from 10.0.0.0/8", "bw", "egress all to 0.0.0.0/0"},
			"red: etl attached now, adhoc not eligible, far other VPC\n" +
				"blue: etl open without attaching, adhoc open without attaching, far other VPC\n" +
				"! ingress tcp 0-65535 from 10.0.0.0/8 of ElasticMapReduce-master (sg-prim) lets blue run code on etl and 1 other cluster without being attached.\n" +
				"! blue-ws (sg-bw) of blue lets all traffic out to 0.0.0.0/0: it reaches any cluster there that lets its addresses in.",
		},
		{
			"half a way is only told",
			[]string{"rw", "egress tcp 18000-19000 to 10.0.0.0/16"},
			apart + "\n! red-ws (sg-rw) of red lets tcp 18000-19000 out to 10.0.0.0/16: it reaches any cluster there that lets its addresses in.",
		},
		{
			"an Engine open to a block",
			[]string{"be", "ingress all from 10.0.2.0/24"},
			apart + "\n! blue-engine (sg-be), Engine of blue, lets all traffic in from 10.0.2.0/24: from there everybody runs code on whatever it is attached to.",
		},
	}
	for _, c := range cases {
		a := analyse(withRules(c.rules...))
		if diff := cmp.Diff(c.want, isolation(a.Isolation())); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// isolation writes a matrix: a line a pair, then what undoes it.
func isolation(m emr.Isolation) string {
	var out []string
	for i, p := range m.Runners {
		var cells []string
		for k, c := range m.Clusters {
			cells = append(cells, c.Name+" "+m.At(i, k).String())
		}
		out = append(out, p.Name+": "+strings.Join(cells, ", "))
	}
	for _, w := range m.Warnings {
		out = append(out, "! "+w.Text)
	}
	return strings.Join(out, "\n")
}

func TestIsolationOfSharedGroups(t *testing.T) {
	shared := strings.ReplaceAll(withRules(), "sg-bw sg-be", "sg-bw sg-re")
	m := analyse(shared).Isolation()
	if len(m.Warnings) == 0 || !strings.Contains(m.Warnings[0].Text, "red, blue have one Engine group, red-engine (sg-re)") {
		t.Errorf("warnings %v", m.Warnings)
	}
	for _, p := range m.Runners {
		if m.Isolated(p) {
			t.Errorf("%s is isolated", p.Name)
		}
	}
	managed := strings.ReplaceAll(withRules(), "sg-rw sg-re", "sg-rw sg-prim")
	m = analyse(managed).Isolation()
	if len(m.Warnings) == 0 || !strings.Contains(m.Warnings[0].Text, "Engine of red is a group that EMR manages") {
		t.Errorf("warnings %v", m.Warnings)
	}
}

// A pair that is created under own names is apart from what was there: the matrix shows it before any
// Studio uses it.
func TestCreatedPairIsIsolated(t *testing.T) {
	a := analyse(withRules())
	p := a.Plan(model.CreateGroups{VPC: "vpc-1", WorkspaceName: "green-ws", EngineName: "green-engine"})
	after, err := a.Snapshot().With(p.Changes(func(model.Step) bool { return true })...)
	if err != nil || p.Conflict != "" {
		t.Fatal(err, p.Conflict)
	}
	m := emr.Analyse(after, emr.Scope{}).Isolation()
	if len(m.Warnings) > 0 || len(m.Runners) != 3 || m.Runners[2].Name != "own names: green-ws" || !m.Isolated(m.Runners[2]) {
		t.Errorf("%s", isolation(m))
	}
}

// A cluster that a Studio could use is eligible in every place, also where the Studio's own groups stop it: what
// is wrong with the Studio is told apart.
func TestEligibleApartFromThePair(t *testing.T) {
	whole := strings.NewReplacer("cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-prim sg-core primary=i-1",
		"cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-prim sg-core primary=i-1 apps=Spark,Livy,JupyterEnterpriseGateway").Replace(withRules())
	shut := strings.Replace(whole, "ingress tcp 18888 from sg-bw", "ingress tcp 18889 from sg-bw", 1)
	partly := strings.Replace(whole, "ingress tcp 18888 from sg-rw", "ingress tcp 18888 from 10.0.1.0/24", 1)
	for _, c := range []struct {
		name, text    string
		runner        int
		want, verdict string
		why           string
	}{
		{"open", whole, 1, "eligible", "allowed", "would join"},
		{"shut", shut, 1, "eligible, but attach fails", "blocked", "own groups do not let tcp 18888"},
		{"from one subnet", strings.Replace(partly, ",sg-re instance", " instance", 1), 0, "eligible, but attach works from some subnets only", "partly", "from subnet-a (10.0.1.0/24)"},
		{"attached and shut since", strings.Replace(whole, "ingress tcp 18888 from sg-rw", "ingress tcp 18889 from sg-rw", 1), 0, "attached now, but nothing passes", "blocked", "own groups do not let"},
	} {
		a := analyse(c.text)
		m := a.Isolation()
		cell := m.At(c.runner, 0)
		if cell.String() != c.want || cell.Verdict.String() != c.verdict || !strings.Contains(strings.Join(cell.Why, "; "), c.why) {
			t.Errorf("%s: %s, %s: %v", c.name, cell, cell.Verdict, cell.Why)
		}
		for _, l := range a.Lines() {
			if l.Pair.ID == m.Runners[c.runner].ID && l.Eligible != 1 {
				t.Errorf("%s: the Studio's line has %d eligible", c.name, l.Eligible)
			}
		}
	}
}
