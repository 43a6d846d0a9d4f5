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

// TestCreateAgain says per cluster whether block public access would refuse it, and by which rules of which
// groups. What is not documented is not known.
func TestCreateAgain(t *testing.T) {
	for _, c := range []struct {
		name string
		do   []func(*edit)
		want model.Verdict
		says string // part of the text, or of a rule
	}{
		{"nothing is public", nil, model.Allowed, "No rule"},
		{"a port of the world", []func(*edit){rule("sg-pc", "ingress tcp 8088 from 0.0.0.0/0")}, model.Blocked, "ElasticMapReduce-slave (sg-pc) ingress tcp 8088 from 0.0.0.0/0"},
		{"the IPv6 world", []func(*edit){rule("sg-pm", "ingress udp 53 from ::/0")}, model.Blocked, "(sg-pm) ingress udp 53 from ::/0"},
		{"an exception", []func(*edit){rule("sg-pm", "ingress tcp 22 from 0.0.0.0/0")}, model.Allowed, "No rule"},
		{"a range beyond the exception", []func(*edit){rule("sg-pm", "ingress tcp 22-23 from 0.0.0.0/0")}, model.Blocked, "tcp 22-23"},
		{"two exceptions cover a range", []func(*edit){rule("sg-pm", "ingress tcp 22-25 from 0.0.0.0/0"), swap("publicaccess", "22-22", "24-30,22-23")}, model.Allowed, "No rule"},
		{"an additional group", []func(*edit){swap("cluster j-p", "primary=", "additional=sg-w9 primary="), rule("sg-w9", "ingress tcp 80 from 0.0.0.0/0")}, model.Blocked, "(sg-w9)"},
		{"protocol -1", []func(*edit){rule("sg-pc", "ingress all from 0.0.0.0/0")}, model.Unknown, "not documented"},
		{"ICMP", []func(*edit){rule("sg-pc", "ingress icmp from 0.0.0.0/0")}, model.Unknown, "not documented"},
		{"half of the world", []func(*edit){rule("sg-pc", "ingress tcp 80 from 0.0.0.0/1")}, model.Unknown, "not documented"},
		{"a prefix list that was not read", []func(*edit){rule("sg-pc", "ingress tcp 80 from pl-9")}, model.Unknown, "not documented"},
		{"a prefix list of offices", []func(*edit){line("prefixlist pl-9 offices 198.51.100.0/24"), rule("sg-pc", "ingress tcp 80 from pl-9")}, model.Allowed, "No rule"},
		{"it is off", []func(*edit){swap("publicaccess", "on", "off"), rule("sg-pc", "ingress tcp 80 from 0.0.0.0/0")}, model.Allowed, "is off"},
		{"a private subnet", []func(*edit){swap("table rtb-q", ",0.0.0.0/0>igw-2", ""), rule("sg-pc", "ingress tcp 80 from 0.0.0.0/0")}, model.Allowed, "private subnets"},
		{"it was not read", []func(*edit){swap("publicaccess", "publicaccess on 22-22", ""), rule("sg-pc", "ingress tcp 80 from 0.0.0.0/0")}, model.Unknown, "was not read"},
		{"routes were not read", []func(*edit){line("unread route-tables"), rule("sg-pc", "ingress tcp 80 from 0.0.0.0/0")}, model.Unknown, "whether this one is public was not read"},
	} {
		a := emr.Analyse(fixture.Snapshot(edited(whole, c.do...)), emr.Scope{})
		cluster, _ := a.Snapshot().Cluster("j-p")
		got := a.CreateAgain(cluster)
		var text strings.Builder
		text.WriteString(got.Text)
		for _, e := range got.Rules {
			text.WriteString(" " + e.Text)
		}
		if got.Verdict != c.want || !strings.Contains(text.String(), c.says) {
			t.Errorf("%s: %v %q, want %v saying %q", c.name, got.Verdict, text.String(), c.want, c.says)
		}
	}
}

// A changed configuration is only ever a line to paste: merged, and of all that is permitted now.
func TestExceptionsAreMerged(t *testing.T) {
	text := edited(whole, swap("publicaccess", "22-22", "8000-8087,22-22"), rule("sg-pc", "ingress tcp 8088 from 0.0.0.0/0"))
	f, _ := emr.Analyse(fixture.Snapshot(text), emr.Scope{}).Finding("cluster-open-to-world:sg-pc:tcp/8088@0.0.0.0/0")
	advice, _ := f.Remedy.(model.Advice)
	want := `'{"BlockPublicSecurityGroupRules":true,"PermittedPublicSecurityGroupRuleRanges":[{"MinRange":22,"MaxRange":22},{"MinRange":8000,"MaxRange":8088}]}'`
	if !strings.HasPrefix(advice.Command, "aws emr put-block-public-access-configuration") || !strings.Contains(advice.Command, want) {
		t.Errorf("%q lacks %s", advice.Command, want)
	}
	if !strings.HasPrefix(advice.Text, "Narrow the rule") {
		t.Errorf("the advice begins with %q", advice.Text)
	}
}
