package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// TestSameFix tables which findings are told with another: those whose changes are a part of it.
func TestSameFix(t *testing.T) {
	add := func(group, text string) model.Change {
		r, err := model.ParseRule(text)
		if err != nil {
			t.Fatal(err)
		}
		return model.Authorize{Group: group, Rule: r, Description: group + text}
	}
	a, b, c := add("sg-a", "ingress tcp 1 from sg-b"), add("sg-b", "ingress tcp 2 from sg-a"), add("sg-c", "egress tcp 3 to sg-a")
	worded := a.(model.Authorize)
	worded.Description = "in other words"
	find := func(id string, s model.Severity, changes ...model.Change) model.Finding {
		return model.Finding{ID: id, Subject: model.Subject{ID: "x"}, State: model.Unmet, Severity: s, Remedy: model.Fix{Changes: changes}}
	}
	unknown := find("unknown", model.Broken, a)
	unknown.State = model.StateUnknown
	for _, tt := range []struct {
		name  string
		found []model.Finding
		want  map[string]string
	}{
		{"none", nil, map[string]string{}},
		{"apart", []model.Finding{find("one", model.Broken, a), find("two", model.Broken, b)}, map[string]string{}},
		{"the same change", []model.Finding{find("one", model.Broken, a), find("two", model.Broken, a)}, map[string]string{}},
		{"a part", []model.Finding{find("whole", model.Broken, a, b), find("part", model.Broken, b)}, map[string]string{"part:x": "whole:x"}},
		{"whichever comes first", []model.Finding{find("part", model.Broken, b), find("whole", model.Broken, a, b)}, map[string]string{"part:x": "whole:x"}},
		{"in other words", []model.Finding{find("whole", model.Broken, a, b), find("part", model.Broken, worded)}, map[string]string{"part:x": "whole:x"}},
		{"never of a milder one", []model.Finding{find("whole", model.Wider, a, b), find("part", model.Broken, b)}, map[string]string{}},
		{"partly", []model.Finding{find("whole", model.Broken, a, b), find("part", model.Broken, b, c)}, map[string]string{}},
		{"of the largest", []model.Finding{find("some", model.Broken, a, b), find("all", model.Broken, a, b, c), find("part", model.Broken, b)}, map[string]string{"part:x": "all:x", "some:x": "all:x"}},
		{"what is not decided", []model.Finding{find("whole", model.Broken, a, b), unknown}, map[string]string{}},
		{"advice", []model.Finding{find("whole", model.Broken, a, b), {ID: "advised", State: model.Unmet, Remedy: model.Advice{Text: "do"}}}, map[string]string{}},
	} {
		if d := cmp.Diff(tt.want, report.SameFix(tt.found)); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}
