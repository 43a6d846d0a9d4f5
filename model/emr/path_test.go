package emr_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
)

// guarded adds a network ACL to all subnets, written "in 100 allow tcp 18888 10.0.0.0/16".
func guarded(s model.Snapshot, entries ...string) model.Snapshot {
	acl := model.NetworkACL{ID: "acl-1", VPC: "vpc-1", Subnets: []string{"subnet-a", "subnet-b"}}
	for i, text := range entries {
		w := strings.Fields(text)
		proto, err := model.ParseProtocol(w[2])
		if err != nil {
			panic(err)
		}
		ports, err := model.ParsePorts(proto, w[3])
		if err != nil {
			panic(err)
		}
		e := model.ACLEntry{Number: 100 + i, Allow: w[1] == "allow", Protocol: proto, Ports: ports, Prefix: netip.MustParsePrefix(w[4])}
		if w[0] == "out" {
			e.Direction = model.Egress
		}
		acl.Entries = append(acl.Entries, e)
	}
	b := model.NewBuilderFrom(s)
	b.AddACL(acl)
	b.AddGateway(model.Gateway{ID: "igw-1", VPC: "vpc-1", State: "available"})
	for _, p := range model.NetworkParts() {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	return b.Snapshot()
}

func TestPaths(t *testing.T) {
	const in, out = "in allow all 0 0.0.0.0/0", "out allow all 0 0.0.0.0/0"
	for _, c := range []struct {
		name    string
		entries []string
		want    string // findings of the path
		word    string // of the edge to Engine
	}{
		{"open ACLs", []string{in, out}, "", "allowed"},
		{"the reply is blocked", []string{"in allow tcp 18888 10.0.0.0/16", out}, "broken attach-path:es-1", "BLOCKED, 1 reason"},
		{"the way there is blocked", []string{"in deny tcp 18888 10.0.0.0/16", in, out}, "broken attach-path:es-1", "BLOCKED, 1 reason"},
		{"only what is needed", []string{"in allow tcp 18888 10.0.0.0/16", "in allow tcp 1024-65535 0.0.0.0/0", out}, "", "allowed"},
	} {
		s := guarded(routed(studio+pair("", ""), false), c.entries...)
		a := emr.Analyse(s, emr.Scope{})
		var got []string
		for _, f := range listed(a) {
			if strings.Contains(f, "attach-path") {
				got = append(got, f)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %q", c.name, got, c.want)
		}
		e, _ := a.Graph("es-1").Edge("workspace:es-1>engine:es-1")
		if !strings.HasPrefix(e.Word, c.word) && c.want == "" {
			t.Errorf("%s: edge %q (%v), want %q", c.name, e.Word, e.Reasons, c.word)
		}
		if c.want != "" && e.Verdict != model.Blocked && e.Verdict != model.Partly {
			t.Errorf("%s: edge %v", c.name, e.Verdict)
		}
	}
}

func TestGitNeedsARouteThroughNAT(t *testing.T) {
	s := guarded(routed(studio+pair("", ""), true), "in allow all 0 0.0.0.0/0", "out allow all 0 0.0.0.0/0")
	f, ok := emr.Analyse(s, emr.Scope{}).Finding("git-path:es-1")
	if !ok || f.State != model.Unmet || f.Severity != model.Conditional || f.Remedy == nil {
		t.Errorf("in a public subnet without a public address: %v %v %v", ok, f.State, f.Reason)
	}
}

// What was not read is passed over and named; the word never says more.
func TestWordSaysWhatWasNotRead(t *testing.T) {
	e, _ := analyse(studio + pair("", "")).Graph("es-1").Edge("workspace:es-1>engine:es-1")
	if e.Word != "allowed by groups; routes and NACLs not read" && !strings.Contains(e.Word, "not read") || e.Trace.Question.Layers != reach.AsFarAsRead {
		t.Errorf("edge %q of %v", e.Word, e.Trace.Question.Layers)
	}
}
