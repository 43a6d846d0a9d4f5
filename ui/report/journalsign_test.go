package report_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// A list of runs signs them as the page of changes does.
func TestJournalSigns(t *testing.T) {
	for state, want := range map[model.JournalState]string{
		model.JournalDone: "✓", model.JournalFailed: "✗", model.JournalCutOff: "!", model.JournalStopped: "!",
	} {
		j := model.Journal{
			State: state, Goal: model.FixFindings{}, Path: "x.jsonl",
			Taken: []model.JournalTaken{{Path: "y.jsonl", Undo: true, State: model.JournalDone}},
		}
		var b strings.Builder
		if err := report.JournalsText(&b, report.UnicodeMarks(), []model.Journal{j}); err != nil || !strings.HasPrefix(b.String(), want+" ") {
			t.Errorf("%v: %v\n%s", state, err, b.String())
		}
	}
}

// What takes a run back is no repair.
func TestUndoScriptSaysUndo(t *testing.T) {
	plan := model.Plan{Goal: model.Undo{Journal: "/home/jo/x.jsonl"}, Steps: []model.Step{
		{Purpose: model.Repair, Why: "the run has opened it", Change: model.DeleteGroup{Group: "sg-1"}},
		{Purpose: model.Tighten, Why: "the run has closed it", Change: model.DeleteGroup{Group: "sg-2"}},
	}}
	var b strings.Builder
	err := report.PlanCLI(&b, viewOf("vpc vpc-0a 10.0.0.0/16"), plan)
	if text := b.String(); err != nil || strings.Contains(text, "# repair:") || !strings.Contains(text, "# undo: delete group sg-1\n# Why: the run") ||
		!strings.Contains(text, "# decide: delete group sg-2\n") || strings.Contains(text, "tighten") || strings.Contains(text, "--fix") ||
		!strings.Contains(text, "# Plan: undo x\n# 2 changes, 1 of them to be decided. ") {
		t.Errorf("%v\n%s", err, text)
	}
}
