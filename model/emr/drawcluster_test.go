package emr_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
)

// edgesOf gives a line per edge of an opened cluster: verdict, ends, label.
func edgesOf(g emr.Graph) string {
	short := strings.NewReplacer(":j-1", "")
	var out []string
	for _, e := range g.Edges {
		line := e.Verdict.String() + " " + short.Replace(e.From) + " > " + short.Replace(e.To) + " " + e.Label
		if e.Exposes {
			line += " exposes"
		}
		out = append(out, strings.TrimSpace(line))
	}
	return strings.Join(out, "\n")
}

func TestOpenedClusterAsksWhatItsReleaseAndSubnetAsk(t *testing.T) {
	const inside = "allowed primary > core all traffic, both ways\n"
	const talk = "allowed service > primary tcp 8443\nallowed primary > service tcp 9443\n"
	const bothOut = "allowed primary > service tcp 443\nallowed service > core tcp 8443\nallowed core > service tcp 443\n"
	release := func(label string) string { return strings.Replace(private, "emr-7.5.0", label, 1) }
	const out = "blocked primary > internet tcp 443"
	for _, c := range []struct {
		name, text string
		public     bool
		want       string
	}{
		{"private, 7.x", private, false, inside + talk + bothOut + out},
		{"public", private, true, inside + out},
		{"private, 5.20", release("emr-5.20.0"), false, inside + "allowed service > primary tcp 8443\nallowed service > core tcp 8443\n" + out},
		{"private, 8", release("emr-spark-8.0.0"), false, inside + "allowed primary > service tcp 443\nallowed core > service tcp 443\n" + out},
		{
			"private, 8 without the VPC on 443", without(release("emr-spark-8.0.0"), "  ingress tcp 443 from 10.0.0.0/16"), false,
			inside + "blocked primary > service tcp 443\nblocked core > service tcp 443\n" + out,
		},
		{
			"9443 missing", without(private, "  ingress tcp 9443 from sg-m"), false,
			inside + strings.Replace(talk, "allowed primary", "blocked primary", 1) + bothOut + out,
		},
		{
			"icmp missing", without(private, "  ingress icmp from sg-c"), false,
			strings.Replace(inside, "allowed", "partly", 1) + talk + bothOut + out,
		},
		{
			"label not understood", without(release("emr-next"), "  ingress tcp 9443 from sg-m"), false,
			inside + strings.Replace(talk, "allowed primary", "unknown primary", 1) + bothOut + out,
		},
		{
			"the world on ssh", strings.Replace(private, "  ingress tcp 8443 from sg-s", "  ingress tcp 8443 from sg-s\n  ingress tcp 22 from 0.0.0.0/0", 1), false,
			inside + talk + bothOut + "allowed internet > primary tcp 22 exposes\n" + out,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := emr.Analyse(routed(c.text, c.public), emr.Scope{}).ClusterGraph("j-1", "")
			got := edgesOf(g)
			if !strings.HasSuffix(got, out) { // whether NAT lets it out is the evaluator's matter
				got = got[:strings.LastIndexByte(got, '\n')+1] + out
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("edges (-want +got)\n%s", diff)
			}
		})
	}
}

// Every edge between the parts is a reading of findings: each of its keys is one, and its verdict is
// never better than theirs.
func TestEdgesOfAnOpenedClusterAreFindings(t *testing.T) {
	for line := range strings.SplitSeq(private, "\n") {
		if !strings.HasPrefix(line, "  ") {
			continue
		}
		a := emr.Analyse(routed(without(private, line), false), emr.Scope{})
		shown := map[string]bool{}
		g := a.ClusterGraph("j-1", "")
		for _, e := range g.Edges {
			for _, key := range e.Findings {
				f, ok := a.Finding(key)
				if !ok {
					t.Fatalf("without %q: %s names %s, which is no finding", line, e.ID, key)
				}
				if f.State == model.Unmet && e.Verdict == model.Allowed {
					t.Errorf("without %q: %s is allowed, %s is unmet", line, e.ID, key)
				}
				shown[key] = true
			}
		}
		for _, n := range g.Nodes {
			for _, key := range n.Findings {
				shown[key] = true
			}
		}
		for _, f := range a.Findings() {
			if !shown[f.Key()] {
				t.Errorf("without %q: %s is nowhere in the drawing", line, f.Key())
			}
		}
	}
}

func TestPartsOfAnOpenedCluster(t *testing.T) {
	text := strings.Replace(private, "service=sg-s", "service=sg-s additional=sg-x", 1) + `
group sg-x vpc-1 bastion-ssh
  ingress tcp 22 from 10.9.0.0/24
`
	g := emr.Analyse(routed(text, false), emr.Scope{}).ClusterGraph("j-1", "")
	var got []string
	for _, n := range g.Nodes {
		var facts []string
		for _, f := range n.Facts {
			facts = append(facts, f.Text)
		}
		got = append(got, fmt.Sprintf("%s %s %s %v: %s", n.Kind, n.Group, n.Name, n.More, strings.Join(facts, ", ")))
	}
	want := []string{
		"primary sg-m ElasticMapReduce-Master-Private [sg-x]: + bastion-ssh, not exposed",
		"core sg-c ElasticMapReduce-Slave-Private []: not exposed",
		"service-access sg-s ElasticMapReduce-ServiceAccess []: not exposed",
		"internet   []: ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("nodes (-want +got)\n%s", diff)
	}
	if g := emr.Analyse(routed(text, false), emr.Scope{}).ClusterGraph("j-9", ""); len(g.Nodes) != 0 {
		t.Errorf("a cluster that is not there has %v", g.Nodes)
	}
}

// What was not described is not drawn as if it had no groups.
func TestOpenedClusterThatWasNotDescribed(t *testing.T) {
	b := model.NewBuilderFrom(routed(private, false))
	b.AddCluster(model.Cluster{ID: "j-2", Name: "hidden", State: "RUNNING", Region: "us-east-1"})
	g := emr.Analyse(b.Snapshot(), emr.Scope{}).ClusterGraph("j-2", "")
	if got, want := edgesOf(g), "unknown primary:j-2 > core:j-2 all traffic, both ways"; got != want {
		t.Errorf("edges %q, want %q", got, want)
	}
	if n, _ := g.Node("primary:j-2"); n.Name != "not known" || n.Verdict != model.Unknown {
		t.Errorf("primary is %q, %v", n.Name, n.Verdict)
	}
}

// Opened from a Studio, the drawing says whether its Workspaces could attach.
func TestOpenedClusterShowsTheEngine(t *testing.T) {
	text := private + `
group sg-ws vpc-1 w
group sg-eng vpc-1 e
studio es-1 lab vpc-1 sg-ws sg-eng subnet-a
`
	g := emr.Analyse(routed(text, false), emr.Scope{}).ClusterGraph("j-1", "es-1")
	e, ok := g.Edge("engine:es-1>primary:j-1")
	if !ok || e.Word == "" || len(e.Trace.Forward.Hops) != 0 {
		t.Errorf("edge %+v", e)
	}
	if e, ok := g.Edge("primary:j-1>internet"); !ok || e.Trace.Question.Layers != reach.AsFarAsRead {
		t.Errorf("way out %+v", e)
	}
}
