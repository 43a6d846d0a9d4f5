package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
	"github.com/sgscope/sgscope/model/reach"
	"github.com/sgscope/sgscope/ui/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var readAt = time.Date(2026, 3, 2, 3, 12, 0, 0, time.UTC)

// view judges an account of testdata, or nothing at all.
func view(t *testing.T, name string) report.View {
	t.Helper()
	var text []byte
	if name != "" {
		var err error
		if text, err = os.ReadFile(filepath.Join("testdata", name+".account")); err != nil {
			t.Fatal(err)
		}
	}
	return viewOf(string(text))
}

func viewOf(account string) report.View {
	b := model.NewBuilderFrom(fixture.Snapshot(account))
	o := b.Origin()
	o.ReadAt, o.Caller.ARN = readAt, "arn:aws:sts::111122223333:assumed-role/operator/jo"
	b.SetOrigin(o)
	if !b.Snapshot().Reading(model.PartSubnets, "").Whole() {
		b.Mark(model.PartSubnets, "", model.Reading{State: model.ReadFailed, Failure: model.Failure{
			Kind: model.FailedDenied, Call: "ec2:DescribeSubnets", Missing: "ec2:DescribeSubnets",
			Code: "UnauthorizedOperation", Message: "You are not authorized to perform this operation.",
		}})
	}
	return report.View{
		Analysis: emr.Analyse(b.Snapshot(), emr.Scope{}), Place: report.Place{Region: "us-east-1"},
		Now: readAt.Add(5 * time.Hour), Width: 100,
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), -update rewrites it:\n%s", path, diff)
	}
}

func text(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	for _, name := range []string{"broken", "fine", "unread", "empty"} {
		t.Run(name, func(t *testing.T) {
			v := view(t, name)
			plan := v.Analysis.Plan(model.FixFindings{})
			golden(t, name+".check.txt", text(t, func(b *bytes.Buffer) error { return report.CheckText(b, v) }))
			golden(t, name+".graph.txt", text(t, func(b *bytes.Buffer) error { return report.GraphText(b, v) }))
			golden(t, name+".plan.txt", text(t, func(b *bytes.Buffer) error { return report.PlanText(b, v, plan) }))
			golden(t, name+".plan.sh", text(t, func(b *bytes.Buffer) error { return report.PlanCLI(b, v, plan) }))
		})
	}
}

// TestStyles is what the flags change.
func TestStyles(t *testing.T) {
	v := view(t, "broken")
	v.Marks = report.ASCIIMarks()
	got := text(t, func(b *bytes.Buffer) error { return report.GraphText(b, v) })
	golden(t, "broken.graph.ascii.txt", got)
	if i := strings.IndexFunc(got, func(r rune) bool { return r > 0x7e }); i >= 0 {
		t.Errorf("not ASCII: %q", got[i:min(i+40, len(got))])
	}
	v.Linear = true
	golden(t, "broken.graph.plain.txt", text(t, func(b *bytes.Buffer) error { return report.GraphText(b, v) }))
	v = view(t, "fine")
	v.All = true
	golden(t, "fine.check.all.txt", text(t, func(b *bytes.Buffer) error { return report.CheckText(b, v) }))
}

func TestCreateText(t *testing.T) {
	for _, tt := range []struct {
		name, account string
		goal          model.CreateGroups
	}{
		{"create-git", "empty", model.CreateGroups{VPC: "vpc-0a", Set: model.StudioGit}},
		{"create-without-git", "fine", model.CreateGroups{VPC: "vpc-0a", Set: model.StudioWithoutGit}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := view(t, tt.account)
			plan := v.Analysis.Plan(tt.goal)
			golden(t, tt.name+".txt", text(t, func(b *bytes.Buffer) error { return report.PlanText(b, v, plan) }))
			golden(t, tt.name+".sh", text(t, func(b *bytes.Buffer) error { return report.PlanCLI(b, v, plan) }))
			golden(t, tt.name+".json", text(t, func(b *bytes.Buffer) error {
				return report.Encode(b, report.PlanJSON(v, plan))
			}))
		})
	}
}

// question asks from Workspace to Engine of a Studio.
func question(t *testing.T, v report.View, from, to, port string) reach.Trace {
	t.Helper()
	f, err := v.Analysis.End(from)
	if err != nil {
		t.Fatal(err)
	}
	o, err := v.Analysis.End(to)
	if err != nil {
		t.Fatal(err)
	}
	ports, err := model.ParsePorts(model.TCP, port)
	if err != nil {
		t.Fatal(err)
	}
	return reach.Ask(v.Analysis.Snapshot(), reach.Question{From: f, To: o, Protocol: model.TCP, Ports: ports})
}

func TestTraceText(t *testing.T) {
	for _, tt := range []struct{ name, account, from, to, port string }{
		{"trace-blocked", "broken", "workspace:es-BROKEN", "engine:es-BROKEN", "18888"},
		{"trace-allowed", "fine", "workspace", "engine", "18888"},
		{"trace-partly", "fine", "workspace", "internet", "80-443"},
		{"trace-unknown", "unread", "workspace", "engine", "18888"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := view(t, tt.account)
			answer := question(t, v, tt.from, tt.to, tt.port)
			golden(t, tt.name+".txt", text(t, func(b *bytes.Buffer) error { return report.TraceText(b, v, answer) }))
		})
	}
}

// documentsOf gives every JSON document of a view by its type's name.
func documentsOf(t *testing.T, v report.View) map[string]string {
	t.Helper()
	encode := func(doc any) string {
		return text(t, func(b *bytes.Buffer) error { return report.Encode(b, doc) })
	}
	out := map[string]string{
		"Check":     encode(report.CheckJSON(v)),
		"Graph":     encode(report.GraphJSON(v)),
		"Plan":      encode(report.PlanJSON(v, v.Analysis.Plan(model.FixFindings{}))),
		"Scenarios": encode(report.Scenarios{Scenarios: []report.Scenario{}}),
		"Assert":    encode(report.AssertJSON(v, "p.csv", []report.Row{report.Row{Line: 2}.Unjudged("no end")})),
		"Matrix":    encode(report.MatrixJSON(v, reached(v, "groups", model.TCP, model.Port(22)))),
		"Diff":      encode(report.DiffOf(viewOf(""), v)),
		"Explain":   encode(report.ExplainJSON(&v, lacks18888, emr.Explain(lacks18888))),
	}
	if len(v.Analysis.Pairs()) > 0 {
		id := v.Analysis.Pairs()[0].ID
		out["Trace"] = encode(report.TraceJSON(v, question(t, v, "workspace:"+id, "engine:"+id, "18888")))
	}
	return out
}

func TestJSON(t *testing.T) {
	for _, name := range []string{"broken", "unread"} {
		for kind, doc := range documentsOf(t, view(t, name)) {
			switch kind {
			case "Check", "Graph", "Plan", "Trace":
				golden(t, name+"."+strings.ToLower(kind)+".json", doc)
			}
		}
	}
}

// TestRoundTrip decodes every document into the documented types and encodes it again: no field is
// missing, none is extra, nothing is lost.
func TestRoundTrip(t *testing.T) {
	types := map[string]reflect.Type{}
	for _, d := range documents() {
		types[reflect.TypeOf(d).Name()] = reflect.TypeOf(d)
	}
	for _, name := range []string{"", "broken", "fine", "unread", "empty"} {
		for kind, doc := range documentsOf(t, view(t, name)) {
			back := reflect.New(types[kind])
			d := json.NewDecoder(strings.NewReader(doc))
			d.DisallowUnknownFields()
			if err := d.Decode(back.Interface()); err != nil {
				t.Fatalf("%s %s: %v", name, kind, err)
			}
			again := text(t, func(b *bytes.Buffer) error { return report.Encode(b, back.Elem().Interface()) })
			if diff := cmp.Diff(doc, again); diff != "" {
				t.Errorf("%s %s:\n%s", name, kind, diff)
			}
		}
	}
}

// hostile is an account whose names want to act on the terminal: colours, a direction override, a
// zero-width joiner, a tag character beyond the BMP, markup.
const hostile = "vpc vpc-0a 10.0.0.0/16\n" +
	"studio es-1 st\x1b[31m\u202eoidu\U000e0041<b>&amp; vpc-0a sg-0ws sg-0eng subnet-a\n" +
	"group sg-0ws vpc-0a ws\u200d\u0007;$(reboot)\n" +
	"  ingress tcp 22 from sg-0eng : de\u009bscription\u2028\n" +
	"group sg-0eng vpc-0a eng\u2066\n" +
	"subnet subnet-a vpc-0a 10.0.1.0/24\n"

// TestHostileText: no such character ever leaves as itself, and JSON gives it back exactly.
func TestHostileText(t *testing.T) {
	v := viewOf(hostile)
	plan := v.Analysis.Plan(model.FixFindings{})
	answer := question(t, v, "workspace", "engine", "18888")
	out := documentsOf(t, v)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"check": func(b *bytes.Buffer) error { return report.CheckText(b, v) },
		"graph": func(b *bytes.Buffer) error { return report.GraphText(b, v) },
		"plan":  func(b *bytes.Buffer) error { return report.PlanText(b, v, plan) },
		"cli":   func(b *bytes.Buffer) error { return report.PlanCLI(b, v, plan) },
		"trace": func(b *bytes.Buffer) error { return report.TraceText(b, v, answer) },
		"matrix": func(b *bytes.Buffer) error {
			return report.MatrixText(b, v, reached(v, "groups", model.TCP, model.AllPorts()))
		},
		"csv": func(b *bytes.Buffer) error {
			return report.MatrixCSV(b, reached(v, "groups", model.TCP, model.AllPorts()))
		},
		"diff": func(b *bytes.Buffer) error { return report.DiffText(b, v, report.DiffOf(viewOf(""), v)) },
		"assert": func(b *bytes.Buffer) error {
			return report.AssertText(b, v, []report.Row{{From: "\x1b[31m", More: []report.Column{{Title: "\u202e", Text: "\u200d"}}, Result: report.RowBad}})
		},
		"junit": func(b *bytes.Buffer) error {
			return report.AssertJUnit(b, "\x1b", []report.Row{{From: "\x1b[31m", More: []report.Column{{Title: "\u202e", Text: "\u200d"}}, Result: report.RowBad}})
		},
	} {
		out[name] = text(t, write)
	}
	for name, got := range out {
		for _, r := range got {
			if model.Hidden(r) && r != '\n' {
				t.Errorf("%s lets %U out:\n%s", name, r, got)
				break
			}
		}
	}
	var check report.Check
	if err := json.Unmarshal([]byte(out["Check"]), &check); err != nil {
		t.Fatal(err)
	}
	want, _ := v.Analysis.Snapshot().Studio("es-1")
	if got := check.Studios[0].Name; got != want.Name || !strings.Contains(out["Check"], `<b>&amp;`) {
		t.Errorf("name %q became %q", want.Name, got)
	}
}
