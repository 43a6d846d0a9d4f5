package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/judge"
	"github.com/sgscope/sgscope/ui/report"
)

// Keys of the account "lint".
const (
	engineOpen  = "engine-open-to-world:sg-0eng:tcp/22@0.0.0.0/0"
	engineExtra = "engine-extra-ingress:sg-0eng:tcp/9000@10.0.1.0/24"
	appOpen     = "world-ssh:sg-app:tcp/22@0.0.0.0/0"
)

// accepting judges the account "lint" with checks of any group and a file of accepted findings.
func accepting(t *testing.T, checks judge.Checks, entries ...accept.Entry) report.View {
	t.Helper()
	v := view(t, "lint")
	var err error
	if v.Accept, err = accept.New(".sgscope.yaml", entries); err != nil {
		t.Fatal(err)
	}
	v.Checks, v.Lint = checks, judge.Lint(v.Analysis, checks)
	return v
}

func until(t *testing.T, day string) time.Time {
	t.Helper()
	d, err := accept.ParseDay(day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func entries(t *testing.T) []accept.Entry {
	t.Helper()
	return []accept.Entry{
		{Key: engineOpen, Reason: "only until the bastion is there", Until: until(t, "2026-03-31"), Line: 2},
		{Key: "world-ssh:sg-app:*", Reason: "the honeypot", Line: 5},
		{Key: engineExtra, Reason: "last year's load test", Until: until(t, "2026-03-01"), Line: 7},
		{Key: "world-rdp:*", Reason: "for checks that were not asked", Line: 10},
		{Key: "engine-extra-egress:sg-gone*", Reason: "of a group that is gone", Line: 12},
	}
}

// TestAcceptText shows findings of both tables, accepted ones apart, and what is to be looked at.
func TestAcceptText(t *testing.T) {
	v := accepting(t, judge.Checks{Which: judge.Default}, entries(t)...)
	golden(t, "lint.check.txt", text(t, func(b *bytes.Buffer) error { return report.CheckText(b, v) }))
	golden(t, "lint.check.json", text(t, func(b *bytes.Buffer) error { return report.Encode(b, report.CheckJSON(v)) }))
}

// TestCheckJUnit shows what fails first, and skips what is unknown or accepted.
func TestCheckJUnit(t *testing.T) {
	v := accepting(t, judge.Checks{Which: judge.Default}, entries(t)...)
	golden(t, "lint.check.xml", text(t, func(b *bytes.Buffer) error { return report.CheckJUnit(b, v, model.Wider) }))
	for _, failOn := range []model.Severity{model.Note, model.Wider, model.Exposed, model.Broken} {
		got := text(t, func(b *bytes.Buffer) error { return report.CheckJUnit(b, v, failOn) })
		if n := strings.Count(got, "<failure "); n != v.Outcome().AtLeast(failOn) {
			t.Errorf("%s: %d failures, want %d", failOn, n, v.Outcome().AtLeast(failOn))
		}
	}
}

// TestOutcomeCounts tables what is counted where.
func TestOutcomeCounts(t *testing.T) {
	none, all := judge.Checks{}, judge.Checks{Which: judge.Default}
	type counts struct{ Unmet, Exposed, OfAny, Accepted int }
	for _, c := range []struct {
		name    string
		checks  judge.Checks
		entries []accept.Entry
		want    counts
	}{
		{"EMR's alone", none, nil, counts{2, 1, 0, 0}},
		{"with checks of any group", all, nil, counts{4, 2, 2, 0}},
		{"one accepted", none, []accept.Entry{{Key: engineOpen, Reason: "r"}}, counts{1, 0, 0, 1}},
		{"one of any group accepted", all, []accept.Entry{{Key: appOpen, Reason: "r"}}, counts{3, 1, 1, 1}},
		{"all accepted", all, []accept.Entry{{Key: "engine-*", Reason: "r"}, {Key: "world-*", Reason: "r"}, {Key: "rule-*", Reason: "r"}}, counts{0, 0, 0, 4}},
		{"expired", none, []accept.Entry{{Key: engineOpen, Reason: "r", Until: until(t, "2026-03-01")}}, counts{2, 1, 0, 0}},
		{"on its last day", none, []accept.Entry{{Key: engineOpen, Reason: "r", Until: until(t, "2026-03-02")}}, counts{1, 0, 0, 1}},
		{"what holds is not accepted", none, []accept.Entry{{Key: "engine-ingress-18888:*", Reason: "r"}}, counts{2, 1, 0, 0}},
	} {
		o := accepting(t, c.checks, c.entries...).Outcome()
		got := counts{o.AtLeast(model.Note), o.AtLeast(model.Exposed), 0, o.Accepted}
		for _, n := range o.Lint {
			got.OfAny += n
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
		if !o.Decided {
			t.Errorf("%s: nothing was decided", c.name)
		}
	}
}

// TestIdleOnlyWhereAllWasJudged keeps quiet about entries that may be about what was not asked.
func TestIdleOnlyWhereAllWasJudged(t *testing.T) {
	idle := func(v report.View) string {
		var out []string
		for _, e := range report.CheckJSON(v).Accept.Idle {
			out = append(out, e.Key)
		}
		return strings.Join(out, " ")
	}
	of := []accept.Entry{{Key: "world-rdp:*", Reason: "r"}, {Key: "engine-exists:sg-9*", Reason: "r"}}
	for _, c := range []struct {
		checks judge.Checks
		want   string
	}{
		{judge.Checks{}, "engine-exists:sg-9*"},
		{judge.Checks{Which: judge.Default}, "engine-exists:sg-9*"},
		{judge.Checks{Which: judge.Every}, "world-rdp:* engine-exists:sg-9*"},
		{judge.Checks{Which: judge.Every, Skip: []string{"world-rdp"}}, "engine-exists:sg-9*"},
	} {
		if got := idle(accepting(t, c.checks, of...)); got != c.want {
			t.Errorf("%+v: %q, want %q", c.checks, got, c.want)
		}
	}
	v := accepting(t, judge.Checks{Which: judge.Every}, of...)
	v.Analysis = emr.Analyse(v.Analysis.Snapshot(), emr.Scope{VPC: "vpc-0a"})
	if got := idle(v); got != "" {
		t.Errorf("of one VPC: %q", got)
	}
	v = accepting(t, judge.Checks{}, accept.Entry{Key: engineOpen, Reason: "r"})
	v.VPCs = []string{"vpc-other"}
	if got := idle(v); got != "" {
		t.Errorf("of a finding that is not told: %q", got)
	}
}

// TestOwnLine says where a line of sgscope itself is to be run.
func TestOwnLine(t *testing.T) {
	for _, c := range []struct {
		origin model.Origin
		want   string
	}{
		{model.Origin{Kind: model.FromAccount}, "sgscope plan --fix " + appOpen + " --profile prod --region us-east-1"},
		{model.Origin{Kind: model.FromSandbox, Name: "analytics"}, "sgscope plan --fix " + appOpen + " --sandbox=analytics"},
		{model.Origin{Kind: model.FromFile, Name: "my files/a.json"}, "sgscope plan --fix " + appOpen + " --snapshot 'my files/a.json'"},
	} {
		v := accepting(t, judge.Checks{Which: judge.Default})
		b := model.NewBuilderFrom(v.Analysis.Snapshot())
		b.SetOrigin(c.origin)
		v.Analysis = emr.Analyse(b.Snapshot(), emr.Scope{})
		v.Place = report.Place{Profile: "prod", Region: "us-east-1"}
		for _, f := range report.CheckJSON(v).Findings {
			if f.Key == appOpen && f.Advice.Command != c.want {
				t.Errorf("%q, want %q", f.Advice.Command, c.want)
			}
		}
	}
}

// TestWhatHoldsIsNotAccepted: an entry may match what holds by now; it is then no acceptance of it.
func TestWhatHoldsIsNotAccepted(t *testing.T) {
	v := accepting(t, judge.Checks{}, accept.Entry{Key: "engine-*", Reason: "r"})
	v.All = true
	met := 0
	for _, f := range report.CheckJSON(v).Findings {
		if f.State == "met" {
			met++
			if f.Accepted != (report.Accepted{}) {
				t.Errorf("%s holds and is accepted", f.Key)
			}
		}
	}
	if met == 0 {
		t.Error("nothing holds")
	}
}
