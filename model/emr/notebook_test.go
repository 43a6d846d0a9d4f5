package emr_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
)

// notebooks gives the two groups of EMR Notebooks with these rules; "" stands for the documented ones.
func notebooks(editor, livy string) string {
	if editor == "" {
		editor = "egress tcp 18888 to sg-liv"
	}
	if livy == "" {
		livy = "ingress tcp 18888 from sg-edi"
	}
	return network + "group sg-edi vpc-1 ElasticMapReduceEditors-Editor\n" + editor +
		"\ngroup sg-liv vpc-1 ElasticMapReduceEditors-Livy\n" + livy + "\n"
}

func TestNotebookFindings(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"as AWS makes them", notebooks("", ""), ""},
		{
			"the page copied: Editor to itself", notebooks("egress tcp 18888 to sg-edi", ""),
			"note workspace-egress-18888:sg-edi:sg-liv\nnote workspace-extra-egress:sg-edi:tcp/18888@sg-edi",
		},
		{"Editor lets traffic in", notebooks("ingress tcp 22 from 10.0.0.0/8\negress tcp 18888 to sg-liv", ""), "broken workspace-no-ingress:sg-edi"},
		{"Livy lacks its rule", notebooks("", " "), "note engine-ingress-18888:sg-liv:sg-edi"},
		{"Livy open to the world", notebooks("", "ingress tcp 18888 from sg-edi\ningress tcp 18888 from 0.0.0.0/0"), "exposed engine-open-to-world:sg-liv:tcp/18888@0.0.0.0/0"},
		{"Editor with allow-all", notebooks("egress tcp 18888 to sg-liv\negress all to 0.0.0.0/0", ""), "wider workspace-open-egress:sg-edi:all@0.0.0.0/0"},
	} {
		a := analyse(c.text)
		if got := strings.Join(listed(a), "\n"); got != c.want {
			t.Errorf("%s (-want +got)\n%s", c.name, cmp.Diff(c.want, got))
		}
		for _, f := range a.Findings() {
			if s := f.Title + f.Why; strings.Contains(s, "Workspace") || strings.Contains(s, "Engine") {
				t.Errorf("%s speaks of a Studio: %s / %s", c.name, f.Title, f.Why)
			}
		}
		healed(t, a)
	}
}

func TestCreateNotebooks(t *testing.T) {
	for _, c := range []struct {
		set        model.GroupSet
		text, want string
	}{
		{model.Notebooks, network, `create ElasticMapReduceEditors-Livy
create ElasticMapReduceEditors-Editor
+ new:vpc-1/ElasticMapReduceEditors-Livy ingress tcp 18888 from new:vpc-1/ElasticMapReduceEditors-Editor
+ new:vpc-1/ElasticMapReduceEditors-Editor egress tcp 18888 to new:vpc-1/ElasticMapReduceEditors-Livy
- new:vpc-1/ElasticMapReduceEditors-Livy egress all to 0.0.0.0/0
- new:vpc-1/ElasticMapReduceEditors-Editor egress all to 0.0.0.0/0`},
		{model.NotebooksGit, notebooks("", ""), `create ElasticMapReduceEditors-Editor-Git
+ sg-liv ingress tcp 18888 from new:vpc-1/ElasticMapReduceEditors-Editor-Git
+ new:vpc-1/ElasticMapReduceEditors-Editor-Git egress tcp 18888 to sg-liv
+ new:vpc-1/ElasticMapReduceEditors-Editor-Git egress tcp 443 to 0.0.0.0/0
- new:vpc-1/ElasticMapReduceEditors-Editor-Git egress all to 0.0.0.0/0`},
		{model.Notebooks, notebooks("", ""), ""},
	} {
		a := analyse(c.text)
		p := a.Plan(model.CreateGroups{VPC: "vpc-1", Set: c.set})
		var got []string
		for _, s := range p.Steps {
			got = append(got, said(s.Change))
			if add, ok := s.Change.(model.Authorize); ok && strings.Contains(add.Description, "Studio") {
				t.Errorf("%v: a rule's text speaks of a Studio: %q", c.set, add.Description)
			}
		}
		if d := cmp.Diff(c.want, strings.Join(got, "\n")); d != "" {
			t.Errorf("%v (-want +got)\n%s %s", c.set, d, p.Conflict)
		}
		after, err := a.Snapshot().With(p.Changes(func(model.Step) bool { return true })...)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range emr.Analyse(after, emr.Scope{}).Findings() {
			if f.Severity > model.Note {
				t.Errorf("%v: a new group has a finding: %s", c.set, f.Key())
			}
		}
	}
}
