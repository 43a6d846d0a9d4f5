package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// permitting is block public access that is on, with an exception for port 22.
func permitting(s model.Snapshot, blocks bool) model.Snapshot {
	b := model.NewBuilderFrom(s)
	b.AddPublicAccess(model.PublicAccess{
		Account: fixture.Account, Region: "us-east-1", Blocks: blocks,
		Permitted: []model.PortRange{model.Port(22), {First: 100, Last: 101}},
	})
	return b.Snapshot()
}

func TestBlockPublicAccess(t *testing.T) {
	open := func(rule string) string {
		return strings.Replace(private, "group sg-c vpc-1 ElasticMapReduce-Slave-Private tagged\n", "group sg-c vpc-1 ElasticMapReduce-Slave-Private tagged\n  "+rule+"\n", 1)
	}
	for _, c := range []struct {
		name, rule     string
		public, blocks bool
		want, says     string
	}{
		{"public subnet, on", "ingress tcp 8088 from 0.0.0.0/0", true, true, "conditional", "refuse to create"},
		{"public subnet, off", "ingress tcp 8088 from 0.0.0.0/0", true, false, "exposed", "is off"},
		{"private subnet, on", "ingress tcp 8088 from 0.0.0.0/0", false, true, "exposed", "lets tcp 8088"},
		{"IPv6 counts too", "ingress udp 8088 from ::/0", true, true, "conditional", "refuse"},
		{"an exception", "ingress tcp 22 from 0.0.0.0/0", true, true, "note", "exception"},
		{"a range inside an exception", "ingress tcp 100-101 from 0.0.0.0/0", true, true, "note", "exception"},
		{"a range that sticks out", "ingress tcp 100-102 from 0.0.0.0/0", true, true, "conditional", "refuse"},
		{"all protocols", "ingress all from 0.0.0.0/0", true, true, "exposed", "not documented"},
		{"ICMP", "ingress icmp from 0.0.0.0/0", true, true, "exposed", "not documented"},
		{"a block that is not the world", "ingress tcp 8088 from 10.0.0.0/8", true, true, "", ""},
	} {
		a := emr.Analyse(permitting(routed(open(c.rule), c.public), c.blocks), emr.Scope{})
		var found []model.Finding
		for _, f := range a.Findings() {
			if f.ID == "cluster-open-to-world" {
				found = append(found, f)
			}
		}
		if c.want == "" {
			if len(found) > 0 {
				t.Errorf("%s: %v", c.name, found[0].Reason)
			}
			continue
		}
		if len(found) != 1 || found[0].Severity.String() != c.want || !strings.Contains(found[0].Reason, c.says) {
			t.Errorf("%s: %d found, %v; want %s saying %q", c.name, len(found), found, c.want, c.says)
		}
	}
}

func TestExceptionLineKeepsWhatIsPermitted(t *testing.T) {
	text := strings.Replace(private, "group sg-c vpc-1 ElasticMapReduce-Slave-Private tagged\n", "group sg-c vpc-1 ElasticMapReduce-Slave-Private tagged\n  ingress tcp 8088 from 0.0.0.0/0\n", 1)
	a := emr.Analyse(permitting(routed(text, true), true), emr.Scope{})
	f, ok := a.Finding("cluster-open-to-world:sg-c:tcp/8088@0.0.0.0/0")
	advice, _ := f.Remedy.(model.Advice)
	want := `[{"MinRange":22,"MaxRange":22},{"MinRange":100,"MaxRange":101},{"MinRange":8088,"MaxRange":8088}]`
	if !ok || !strings.Contains(advice.Command, want) {
		t.Errorf("%v: %q, want %s in it", ok, advice.Command, want)
	}
}
