package report_test

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/report"
)

// reached asks about all pairs of one kind of ends.
func reached(v report.View, kind string, p model.Protocol, ports model.PortRange) report.Reached {
	return v.Reach(kind, reach.Question{Protocol: p, Ports: ports})
}

func TestMatrix(t *testing.T) {
	v := view(t, "before")
	groups := reached(v, "groups", model.AllProtocols, model.AllPorts())
	golden(t, "before.matrix.txt", text(t, func(b *bytes.Buffer) error { return report.MatrixText(b, v, groups) }))
	golden(t, "before.matrix.csv", text(t, func(b *bytes.Buffer) error { return report.MatrixCSV(b, groups) }))
	one := reached(v, "interfaces", model.TCP, model.PortRange{First: 5400, Last: 5499})
	golden(t, "before.matrix.json", text(t, func(b *bytes.Buffer) error { return report.Encode(b, report.MatrixJSON(v, one)) }))
}

func TestDiff(t *testing.T) {
	before, after := view(t, "before"), view(t, "after")
	for _, tt := range []struct {
		name     string
		old, now report.View
	}{{"later", before, after}, {"earlier", after, before}, {"same", before, before}} {
		doc := report.DiffOf(tt.old, tt.now)
		golden(t, tt.name+".diff.txt", text(t, func(b *bytes.Buffer) error { return report.DiffText(b, tt.now, doc) }))
	}
	doc := report.DiffOf(before, after)
	golden(t, "later.diff.json", text(t, func(b *bytes.Buffer) error { return report.Encode(b, doc) }))
}

// networked adds a network around an account: an interface in another subnet, and an ACL that lets
// nothing back in but to some of the ports that a client asks from.
func networked(v report.View, group string, replies model.PortRange) report.View {
	b := model.NewBuilderFrom(v.Analysis.Snapshot())
	for _, p := range model.NetworkParts() {
		b.Mark(p, "", model.Reading{State: model.ReadWhole})
	}
	all := model.AnyIPv4().Prefix
	b.AddSubnet(model.Subnet{ID: "subnet-b", VPC: "vpc-0a", CIDRs: []netip.Prefix{netip.MustParsePrefix("10.0.2.0/24")}})
	b.AddACL(model.NetworkACL{ID: "acl-a", Name: "tight", VPC: "vpc-0a", Subnets: []string{"subnet-a"}, Entries: []model.ACLEntry{
		{Direction: model.Ingress, Number: 100, Allow: true, Protocol: model.TCP, Ports: replies, Prefix: all},
		{Direction: model.Ingress, Number: 32767, Protocol: model.AllProtocols, Ports: model.AllPorts(), Prefix: all},
		{Direction: model.Egress, Number: 100, Allow: true, Protocol: model.AllProtocols, Ports: model.AllPorts(), Prefix: all},
	}}, model.NetworkACL{ID: "acl-b", VPC: "vpc-0a", Default: true, Entries: []model.ACLEntry{
		{Direction: model.Ingress, Number: 100, Allow: true, Protocol: model.AllProtocols, Ports: model.AllPorts(), Prefix: all},
		{Direction: model.Egress, Number: 100, Allow: true, Protocol: model.AllProtocols, Ports: model.AllPorts(), Prefix: all},
	}})
	b.AddRouteTable(model.RouteTable{ID: "rtb-1", VPC: "vpc-0a", Main: true, Routes: []model.Route{{
		Prefix: netip.MustParsePrefix("10.0.0.0/16"), Target: model.RouteTarget{Kind: model.TargetLocal, ID: "local"}, State: "active",
	}}})
	b.AddInterface(model.Interface{
		ID: "eni-b", VPC: "vpc-0a", Subnet: "subnet-b", Groups: []string{group},
		Addresses: []netip.Addr{netip.MustParseAddr("10.0.2.9")},
	})
	v.Analysis = emr.Analyse(b.Snapshot(), emr.Scope{})
	return v
}

// TestTraceThroughTheNetwork is a trace with every sort of hop that has rules of its own.
func TestTraceThroughTheNetwork(t *testing.T) {
	v := networked(view(t, "fine"), "sg-0eng", model.PortRange{First: 32768, Last: 40000})
	for _, tt := range []struct {
		name, to string
		layers   reach.Layers
	}{
		{"trace-network", "eni-b", reach.AsFarAsRead},
		{"trace-network-groups", "eni-b", reach.GroupsOnly},
		{"trace-network-out", "internet", reach.AsFarAsRead},
	} {
		q := reach.Question{Protocol: model.TCP, Ports: model.Port(18888), Layers: tt.layers}
		if tt.to == "internet" {
			q.Ports = model.Port(443)
		}
		q.From, q.To = endOf(t, v, "workspace"), endOf(t, v, tt.to)
		answer := reach.Ask(v.Analysis.Snapshot(), q)
		golden(t, tt.name+".txt", text(t, func(b *bytes.Buffer) error { return report.TraceText(b, v, answer) }))
		golden(t, tt.name+".json", text(t, func(b *bytes.Buffer) error { return report.Encode(b, report.TraceJSON(v, answer)) }))
	}
}

// What an ACL lets through is compared, and told of by the interfaces that it touches.
func TestDiffOfTheNetwork(t *testing.T) {
	wide := networked(view(t, "before"), "sg-0db", model.PortRange{First: 1024, Last: 65535})
	tight := networked(view(t, "before"), "sg-0db", model.PortRange{First: 1, Last: 1023})
	doc := report.DiffOf(wide, tight)
	golden(t, "network.diff.txt", text(t, func(b *bytes.Buffer) error { return report.DiffText(b, tight, doc) }))
}

// A sandbox's clusters are as old at each start, so the instants differ from one reading to the next.
func TestDiffPassesOverInstants(t *testing.T) {
	v := view(t, "before")
	later := v
	b := model.NewBuilderFrom(v.Analysis.Snapshot())
	n := 0
	for c := range v.Analysis.Snapshot().Clusters() {
		c.CreatedAt, c.ReadyAt = time.Unix(1, 0), time.Unix(2, 0)
		b.AddCluster(c)
		n++
	}
	later.Analysis = emr.Analyse(b.Snapshot(), emr.Scope{})
	if doc := report.DiffOf(v, later); n == 0 || !doc.Same {
		t.Errorf("%d clusters; the difference of their instants is one: %+v", n, doc)
	}
}

func endOf(t *testing.T, v report.View, text string) reach.End {
	t.Helper()
	e, err := v.Analysis.End(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// lacks18888 is what somebody may paste of a Workspace that does not attach.
const lacks18888 = "EMR Studio workspace fails to attach to cluster j-2AXXXXXXGAPLF, sg-0eng1 port 18888"

func TestExplain(t *testing.T) {
	v := view(t, "broken")
	matches := emr.Explain(lacks18888)
	golden(t, "explain.txt", text(t, func(b *bytes.Buffer) error {
		return report.ExplainText(b, nil, report.UnicodeMarks(), matches)
	}))
	golden(t, "explain-here.txt", text(t, func(b *bytes.Buffer) error {
		return report.ExplainText(b, &v, report.UnicodeMarks(), matches)
	}))
	golden(t, "explain-nothing.txt", text(t, func(b *bytes.Buffer) error {
		return report.ExplainText(b, nil, report.UnicodeMarks(), nil)
	}))
}

// rows are what an assert can come to.
func rows(t *testing.T, v report.View) []report.Row {
	t.Helper()
	ask := func(r report.Row, from, to, port string) report.Row {
		r.From, r.To, r.Protocol, r.Port = from, to, "tcp", port
		return r.Judged(question(t, v, from, to, port))
	}
	return []report.Row{
		ask(report.Row{Line: 2, Expect: "allowed"}, "sg-0web", "sg-0db", "5432"),
		ask(report.Row{Line: 3, Expect: "allowed"}, "sg-0db", "sg-0web", "5432"),
		ask(report.Row{Line: 4, Expect: "blocked", More: []report.Column{{Title: "tier", Text: "<A>"}, {Title: "note"}}},
			"sg-0web", "sg-0db", "5000-6000"),
		report.Row{Line: 5, From: "here", To: "sg-0db", Protocol: "tcp", Port: "22", Expect: "allowed"}.Unjudged(`"here" is no end`),
	}
}

func TestAssert(t *testing.T) {
	v := view(t, "before")
	all := rows(t, v)
	golden(t, "before.assert.txt", text(t, func(b *bytes.Buffer) error { return report.AssertText(b, v, all) }))
	golden(t, "before.assert.xml", text(t, func(b *bytes.Buffer) error { return report.AssertJUnit(b, "p.csv", all) }))
	golden(t, "before.assert.json", text(t, func(b *bytes.Buffer) error {
		return report.Encode(b, report.AssertJSON(v, "p.csv", all))
	}))
}
