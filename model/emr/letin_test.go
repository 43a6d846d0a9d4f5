package emr_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// twoClusters share their managed groups; one has an additional group of its own.
const twoClusters = network + `
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-prim sg-core additional=sg-ops
cluster j-2 adhoc RUNNING emr-7.5.0 subnet-a sg-prim sg-core
cluster j-3 done TERMINATED emr-7.5.0 subnet-a sg-prim sg-core
eni eni-1 subnet-a 10.0.1.7 sg-prim,sg-ops instance=i-1 aws:elasticmapreduce:job-flow-id=j-1
eni eni-2 subnet-a 10.0.1.8 sg-prim instance=i-2 aws:elasticmapreduce:job-flow-id=j-2
eni eni-3 subnet-a 10.0.1.9 sg-ops instance=i-3
group sg-prim vpc-1 ElasticMapReduce-master
  ingress all from sg-prim
  egress all to 0.0.0.0/0
group sg-core vpc-1 ElasticMapReduce-slave
group sg-ops vpc-1 ops
  ingress tcp 0-65535 from 192.0.2.0/24
group sg-used vpc-1 used-again
`

func wish(cluster, source string) emr.Wish {
	w := emr.Wish{Cluster: cluster, VPC: "vpc-1", Rule: model.TCPRule(model.Ingress, 22, model.AnyIPv4())}
	w.Rule.Peer = model.CIDRPeer(netip.MustParsePrefix(source))
	return w
}

// told writes a door: its group, whom it opens too, and what it plans.
func told(a *emr.Analysis, d emr.Door) string {
	var text strings.Builder
	text.WriteString(d.Group.ID)
	for _, m := range d.Means {
		if strings.Contains(m, "opens too") || strings.Contains(m, "Nobody else") || strings.Contains(m, "not known (") {
			text.WriteString("; " + m)
		}
	}
	if d.Off != "" {
		text.WriteString("; off: " + d.Off)
	}
	for _, s := range planned(a.Plan(d.Goal)) {
		text.WriteString("; " + s)
	}
	return text.String()
}

func TestLetIn(t *testing.T) {
	next := "new:vpc-1/emr-primary-access; repair create emr-primary-access" // what ways there are has this in common
	cases := []struct {
		name, more string
		wish       emr.Wish
		want       []string
	}{
		{"a rule on what the cluster has, or a group for the next", "", wish("j-1", "198.51.100.7/32"), []string{
			"sg-prim; It opens too: adhoc (j-2).; repair + sg-prim ingress tcp 22 from 198.51.100.7/32",
			"sg-ops; It opens too: eni-3 (instance i-3).; repair + sg-ops ingress tcp 22 from 198.51.100.7/32", next,
		}},
		{"what is there is not planned again", "", func() emr.Wish {
			w := wish("j-1", "192.0.2.0/24")
			w.Rule.Ports = model.AllPorts()
			return w
		}(), []string{
			"sg-prim; It opens too: adhoc (j-2).; repair + sg-prim ingress tcp 0-65535 from 192.0.2.0/24",
			"sg-ops; It opens too: eni-3 (instance i-3).", next,
		}},
		{"interfaces not read", "unread interfaces\n", wish("j-2", "198.51.100.7/32"), []string{
			"sg-prim; It opens too: etl (j-1); there may be more (usage unknown: network interfaces not read whole).; " +
				"repair + sg-prim ingress tcp 22 from 198.51.100.7/32", next,
		}},
		{"only the next", "", wish("", "198.51.100.7/32"), []string{next}},
		{"a name that is there", "", func() emr.Wish {
			w := wish("", "198.51.100.7/32")
			w.Name = "used-again"
			return w
		}(), []string{"sg-used; Nobody else carries the group now.; repair + sg-used ingress tcp 22 from 198.51.100.7/32"}},
		{"a name that EC2 refuses", "", func() emr.Wish {
			w := wish("", "198.51.100.7/32")
			w.Name = "sg-mine"
			return w
		}(), []string{"new:vpc-1/sg-mine; off: name: a name cannot begin with sg-"}},
	}
	for _, c := range cases {
		a := analyse(twoClusters + c.more)
		var got []string
		for _, d := range a.LetIn(c.wish) {
			text := told(a, d)
			if strings.HasPrefix(text, next[:30]) {
				text = next // the whole of its plan is judged below
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

// The group for the next cluster is made, opened, and only then loses the egress that EC2 gave it.
func TestGroupForTheNextCluster(t *testing.T) {
	a := analyse(twoClusters)
	doors := a.LetIn(wish("j-1", "198.51.100.7/32"))
	p := a.Plan(doors[len(doors)-1].Goal)
	if len(p.Steps) != 3 || len(p.Steps[1].Needs) != 1 || len(p.Steps[2].Needs) != 1 {
		t.Fatalf("steps %+v", p.Steps)
	}
	after, err := a.Snapshot().With(p.Changes(func(model.Step) bool { return true })...)
	if err != nil {
		t.Fatal(err)
	}
	g, _ := after.GroupNamed("vpc-1", emr.NextGroupName)
	if len(g.Rules) != 1 || g.Rules[0].Rule.String() != "ingress tcp 22 from 198.51.100.7/32" {
		t.Errorf("rules %v", g.Rules)
	}
	if v, _ := g.Tags.Get(model.TagEMR); v != "true" {
		t.Error("it is not tagged")
	}
	if err := model.CheckGroupDescription(g.Description); err != nil {
		t.Error(err)
	}
}

func TestWhoIsInAlready(t *testing.T) {
	a := analyse(twoClusters)
	for source, want := range map[string]bool{"192.0.2.12/32": true, "198.51.100.7/32": false, "192.0.0.0/16": false} {
		rules, in := a.AlreadyIn(wish("j-1", source))
		if in != want || in && (len(rules) != 1 || rules[0].Group != "sg-ops") {
			t.Errorf("%s: %v by %v", source, in, rules)
		}
	}
	if _, in := a.AlreadyIn(wish("j-2", "192.0.2.12/32")); in {
		t.Error("the other cluster lacks the group")
	}
}

func TestWhatLettingInWarnsOf(t *testing.T) {
	a := analyse(twoClusters)
	for source, want := range map[string]string{
		"0.0.0.0/0": "exposed: this is the whole world", "::/0": "exposed", "16.0.0.0/6": "wide block",
		"172.16.1.1/32": "only through a VPN", "10.0.1.0/24": "", "192.0.2.12/32": "", "10.0.0.0/8": "",
	} {
		got := strings.Join(a.LetInWarnings(wish("j-1", source)), " ")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
