package report

import (
	"slices"
	"time"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/accept"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/judge"
)

// View is what is told about, and how.
type View struct {
	Analysis *emr.Analysis
	VPCs     []string  // tell of these VPCs only; nil for all, none at all if it is merely empty
	All      bool      // tell of requirements that hold, too
	Place    Place     // where lines of aws-cli are to run
	Now      time.Time // the zero time leaves out the age of the data
	Marks    Marks     // the zero value means UnicodeMarks
	Width    int       // columns for drawings; 0 means 80
	Linear   bool      // no drawings: everything can be read out line by line

	Malformed []Problem // what of the files could not be read

	Checks judge.Checks    // which checks of any group were asked
	Lint   []model.Finding // what they found
	Accept accept.List     // what somebody has decided to live with
}

func (v View) marks() Marks {
	if v.Marks == (Marks{}) {
		return UnicodeMarks()
	}
	return v.Marks
}

func (v View) width() int {
	if v.Width <= 0 {
		return 80
	}
	return v.Width
}

func (v View) snapshot() model.Snapshot { return v.Analysis.Snapshot() }

// covers reports whether a VPC is told of. What belongs to no VPC always is.
func (v View) covers(vpc string) bool {
	return vpc == "" || v.VPCs == nil || slices.Contains(v.VPCs, vpc)
}

// inScope reports whether something of a VPC belongs to the analysis and is told of.
func (v View) inScope(vpc string) bool {
	scope := v.Analysis.Scope().VPC
	return v.covers(vpc) && (scope == "" || vpc == "" || scope == vpc)
}

// Findings gives the findings that are told of: unmet and unknown ones, with All those that are met,
// and last what the checks of any group found.
func (v View) Findings() []model.Finding {
	all := slices.Clone(v.Analysis.Findings())
	if v.All {
		all = append(all, v.Analysis.Met()...)
	}
	all = append(all, v.Lint...)
	return slices.DeleteFunc(all, func(f model.Finding) bool { return !v.covers(f.VPC) })
}

// Lines gives the lines of the Studios and pairs that are told of.
func (v View) Lines() []emr.StudioLine {
	return slices.DeleteFunc(slices.Clone(v.Analysis.Lines()), func(l emr.StudioLine) bool {
		return !v.covers(l.Pair.VPC)
	})
}

// Outcome sums up a check. What is accepted is counted as that and as nothing else.
type Outcome struct {
	Unmet    map[model.Severity]int
	Lint     map[model.Severity]int // of Unmet: what the checks of any group found
	Asked    bool                   // whether these checks were asked at all
	Unknown  int                    // findings that could not be decided
	Met      int                    // requirements that hold
	Accepted int                    // findings, unmet or unknown, that somebody lives with
	Unread   int                    // parts that were not read whole; of the network those that could not be
	Decided  bool                   // whether anything could be decided, or there was nothing to decide
	OfEMR    bool                   // the same of what EMR asks for alone
}

// Outcome counts what was found in the VPCs that are told of.
func (v View) Outcome() Outcome {
	out := Outcome{
		Unmet: map[model.Severity]int{}, Lint: map[model.Severity]int{},
		Asked: v.Checks.Which != judge.None, Unread: len(v.missed()),
	}
	unknown := 0
	count := func(list []model.Finding, unmet ...map[model.Severity]int) {
		for _, f := range list {
			_, accepted := v.Accepted(f)
			switch {
			case !v.covers(f.VPC):
			case accepted:
				out.Accepted++
			case f.State == model.Unmet:
				for _, m := range unmet {
					m[f.Severity]++
				}
			case f.State == model.StateUnknown:
				unknown++
			}
		}
	}
	count(v.Analysis.Findings(), out.Unmet)
	open := unknown
	count(v.Lint, out.Unmet, out.Lint)
	out.Unknown = unknown
	for _, f := range v.Analysis.Met() {
		if v.covers(f.VPC) {
			out.Met++
		}
	}
	judged := out.Met + out.AtLeast(model.Note) - total(out.Lint) + out.Accepted
	out.OfEMR = judged > 0 || open == 0 && len(v.Analysis.Unread()) == 0
	out.Decided = out.OfEMR || out.Asked && v.snapshot().Reading(model.PartGroups, v.Analysis.Scope().VPC).Whole()
	return out
}

// AtLeast counts the unmet findings of a severity or worse.
func (o Outcome) AtLeast(s model.Severity) int {
	n := 0
	for have, count := range o.Unmet {
		if have >= s {
			n += count
		}
	}
	return n
}

func one(counts bool) int {
	if counts {
		return 1
	}
	return 0
}
