package cli_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/ui/report"
)

const ends = `
vpc vpc-0a 10.0.0.0/16
vpc vpc-0b 10.0.8.0/21
subnet subnet-a vpc-0a 10.0.1.0/24
subnet subnet-b vpc-0b 10.0.9.0/24
studio es-1 ml-team vpc-0a sg-0ws sg-0eng subnet-a
studio es-2 gone-team vpc-0a sg-0dead sg-0eng subnet-a
group sg-0ws vpc-0a Workspace
group sg-0eng vpc-0a Engine
group sg-0prim vpc-0a ElasticMapReduce-master
gone sg-0dead
eni eni-1 subnet-a 10.0.1.7 sg-0prim,sg-0eng instance=i-1 vpc=vpc-0a
eni eni-2 subnet-a 10.0.1.8 sg-0ws instance=i-2 vpc=vpc-0a
eni eni-3 subnet-a 10.0.1.9 sg-0ws instance=i-2 vpc=vpc-0a
eni eni-4 subnet-b 10.0.9.4 sg-0eng vpc=vpc-0b
cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-0prim sg-0core primary=i-1
cluster j-2 adhoc RUNNING emr-7.5.0 subnet-a sg-0prim sg-0core additional=sg-0eng
cluster j-3 old TERMINATED emr-7.5.0 subnet-a sg-0prim sg-0core
`

// TestEnds is the grammar of FROM and TO: what a text means, or why it means nothing.
func TestEnds(t *testing.T) {
	for _, tt := range []struct{ text, more, want, err string }{
		{text: "sg-0ws", want: "sg-0ws sg-0ws 10.0.0.0/16"},
		{text: "sg-0no", err: "sg-0no: there is no such thing among the security groups read"},
		{text: "sg-0dead", err: "sg-0dead: the group was deleted"},
		{text: "eni-1", want: "eni-1 sg-0prim,sg-0eng 10.0.1.7/32"},
		{text: "eni-9", err: "eni-9: there is no such thing among the network interfaces read"},
		{text: "eni-9", more: "unread interfaces", want: "unknown: eni-9 is not known: the network interfaces were not read whole"},
		{text: "i-1", want: "eni-1 sg-0prim,sg-0eng 10.0.1.7/32"},
		{text: "i-2", want: "unknown: i-2 has several interfaces: name one of eni-2, eni-3"},
		{text: "i-9", err: "i-9: there is no such thing among the instances read"},
		{text: "10.0.1.7", want: "eni-1 sg-0prim,sg-0eng 10.0.1.7/32"},
		{text: "::ffff:10.0.1.7", want: "eni-1 sg-0prim,sg-0eng 10.0.1.7/32"},
		{text: "10.0.9.4", want: "unknown: 10.0.9.4 is an address of vpc-0a and vpc-0b: choose with --vpc"},
		{text: "10.0.1.77", want: "10.0.1.77  10.0.1.77/32"},
		{text: "192.0.2.1", want: "192.0.2.1  192.0.2.1/32"},
		{text: "internet", want: "internet  0.0.0.0/0"},
		{text: "workspace:es-1", want: "sg-0ws sg-0ws 10.0.1.0/24"},
		{text: "workspace:ml-team", want: "sg-0ws sg-0ws 10.0.1.0/24"},
		{text: "engine:es-1", want: "sg-0eng sg-0eng 10.0.1.0/24"},
		{text: "workspace:es-2", err: "sg-0dead: the group was deleted"},
		{text: "workspace", err: "workspace: say which: workspace:es-1, workspace:es-2"},
		{text: "engine:es-9", err: "engine:es-9: there is no such Studio; there are engine:es-1, engine:es-2"},
		{text: "cluster:j-1", want: "eni-1 sg-0prim,sg-0eng 10.0.1.7/32"},
		{text: "cluster:adhoc", want: "cluster:j-2 sg-0prim,sg-0eng 10.0.1.0/24"},
		{text: "cluster:j-3", err: "cluster:j-3: there is no such live cluster; there are cluster:j-1, cluster:j-2"},
		{text: "cluster", err: "cluster: say which: cluster:j-1, cluster:j-2"},
		{text: "nonsense", err: `"nonsense" is no end: want sg-…, eni-…, i-…, an IP address, internet, workspace:es-…, engine:es-… or cluster:j-…`},
	} {
		t.Run(tt.text+tt.more, func(t *testing.T) {
			w := &world{snapshot: fixture.Snapshot(ends + tt.more)}
			w.run(t, "trace", tt.text, "sg-0eng", "--port", "443", "-o", "json")
			if got := strings.TrimPrefix(strings.TrimSpace(w.err.String()), "sgscope: "); got != tt.err {
				t.Fatalf("error %q, want %q", got, tt.err)
			}
			if tt.err != "" {
				return
			}
			var doc report.Trace
			if err := json.Unmarshal(w.out.Bytes(), &doc); err != nil {
				t.Fatal(err)
			}
			from := doc.Question.From
			got := from.ID + " " + strings.Join(from.Groups, ",") + " " + strings.Join(from.Addresses, ",")
			if strings.HasPrefix(tt.want, "unknown: ") {
				got = doc.Verdict + ": " + strings.Join(doc.Unread, "; ")
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An address in two VPCs is settled by naming one of them.
func TestAddressByVPC(t *testing.T) {
	w := &world{snapshot: fixture.Snapshot(ends)}
	w.run(t, "trace", "10.0.9.4", "internet", "--port", "443", "--vpc", "vpc-0b")
	if !strings.Contains(w.out.String(), "From 10.0.9.4 (eni-4)") {
		t.Errorf("%s%s", &w.out, &w.err)
	}
}

// An Engine is asked about in the subnets of its Studio, as check asks: what passes to some of them only is
// partly let through, and nothing about it is unknown.
func TestTraceOfAPairIsAsOfCheck(t *testing.T) {
	w := &world{snapshot: fixture.Snapshot(`
vpc vpc-0a 10.0.0.0/16
subnet subnet-a vpc-0a 10.0.1.0/24
subnet subnet-b vpc-0a 10.0.2.0/24
studio es-1 ml-team vpc-0a sg-0ws sg-0eng subnet-a,subnet-b
group sg-0ws vpc-0a Workspace
  egress tcp 18888 to 10.0.1.0/24
group sg-0eng vpc-0a Engine
  ingress tcp 18888 from sg-0ws
`)}
	if code := w.run(t, "trace", "workspace", "engine", "--port", "18888"); code != 1 {
		t.Errorf("code %d, want 1", code)
	}
	for _, want := range []string{"tcp 18888: PARTLY", "What passes: tcp 18888 from subnet-a (10.0.1.0/24) to subnet-a (10.0.1.0/24)", "to subnet-a (10.0.1.0/24)"} {
		if !strings.Contains(w.out.String(), want) {
			t.Errorf("%q is not in\n%s", want, w.out.String())
		}
	}
}

// What passes is said by what does not, where that is the less.
func TestWhatPassesIsSaidShortly(t *testing.T) {
	w := &world{snapshot: fixture.Snapshot(`
vpc vpc-0a 10.0.0.0/16
subnet subnet-a vpc-0a 10.0.1.0/24
subnet subnet-b vpc-0a 10.0.2.0/24
subnet subnet-c vpc-0a 10.0.3.0/25
studio es-1 ml-team vpc-0a sg-0ws sg-0eng subnet-a,subnet-b,subnet-c
group sg-0ws vpc-0a Workspace
  egress tcp 18888 to 10.0.0.0/23
  egress tcp 18888 to 10.0.2.0/24
group sg-0eng vpc-0a Engine
  ingress tcp 18888 from sg-0ws
`)}
	w.run(t, "trace", "workspace", "engine", "--port", "18888")
	const want = "What passes: tcp 18888, but not from subnet-a (10.0.1.0/24) to subnet-c (10.0.3.0/25), from subnet-b (10.0.2.0/24) to subnet-c"
	if !strings.Contains(w.out.String(), want) {
		t.Errorf("%q is not in\n%s", want, w.out.String())
	}
}
