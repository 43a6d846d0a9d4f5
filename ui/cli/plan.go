package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/judge"
	"github.com/sgscope/sgscope/ui/report"
)

type planFlags struct {
	form   *format
	create string
	fix    []string
	undo   string
	add    []string
	remove []string
}

// ways counts the kinds of goal that were asked for.
func (f planFlags) ways(undoes bool) int {
	n := 0
	for _, asked := range []bool{f.create != "", len(f.fix) > 0, undoes, len(f.add)+len(f.remove) > 0} {
		if asked {
			n++
		}
	}
	return n
}

func (a *app) plan() *cobra.Command {
	var f planFlags
	c := &cobra.Command{
		Use:   "plan [--create SET | --fix KEY... | --add RULE... --remove RULE... | --undo ID] [-o FORM]",
		Short: "Say what would be changed, and change nothing",
		Long: "Say what would be changed to fix findings or to create the default groups. Nothing is changed.\n" +
			"Alone it plans to fix the findings of Studios and notebooks that are of severity wider or worse.\n" +
			"Those of clusters it counts and leaves out, as EMR manages their groups: name them by --fix. Keys\n" +
			"are those of sgscope check.\n" +
			"--add and --remove plan edits by hand, each a group and a rule, e.g.\n" +
			"'sg-… ingress tcp 22 from 192.0.2.0/24'.\n" +
			"--undo says what would take a run back, and what of it cannot be; sgscope journal lists the runs.\n\n" +
			"Exit code: 0, or 2 on bad input.",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			if f.create != "" && len(f.fix) > 0 {
				return errors.New("--create and --fix cannot be given together: make two plans")
			}
			undoes := c.Flags().Changed("undo")
			if undoes && (f.create != "" || len(f.fix) > 0) {
				return errors.New("--undo cannot be given with --create or --fix: make two plans")
			}
			if f.ways(undoes) > 1 {
				return errors.New("--add and --remove cannot be given with --create, --fix or --undo: make two plans")
			}
			set, err := groupSet(f.create)
			if err != nil {
				return err
			}
			v, err := a.view(c)
			if err != nil {
				return err
			}
			if undoes {
				p, err := a.undone(v.Analysis.Snapshot(), f.undo)
				if err != nil {
					return err
				}
				return a.printPlan(v, p, f.form)
			}
			goal, err := f.goal(v, a.flags.source, set)
			if err != nil {
				return err
			}
			return a.planned(v, goal, f.form)
		},
	}
	f.form = addFormat(c.Flags(), "cli")
	c.Flags().StringVar(&f.create, "create", "", "create a `SET` of groups: "+groupSets())
	c.Flags().StringVar(&f.undo, "undo", "", "take back what the run of this `ID` did")
	c.Flags().StringArrayVar(&f.add, "add", nil, "add a `RULE` to a group; may be repeated")
	c.Flags().StringArrayVar(&f.remove, "remove", nil, "remove a `RULE` from a group; may be repeated")
	c.Flags().StringArrayVar(&f.fix, "fix", nil, "fix the finding of this `KEY`; may be repeated")
	return c
}

func groupSet(name string) (model.GroupSet, error) {
	for _, s := range model.GroupSets() {
		if name == s.String() {
			return s, nil
		}
	}
	if name == "" {
		return model.StudioGit, nil
	}
	return 0, fmt.Errorf("--create %s: want one of %s", name, groupSets())
}

// groupSets lists the words that --create takes.
func groupSets() string {
	var words []string
	for _, s := range model.GroupSets() {
		words = append(words, s.String())
	}
	return strings.Join(words, ", ")
}

func (f planFlags) goal(v report.View, src model.Source, set model.GroupSet) (model.Goal, error) {
	if f.create != "" {
		vpc, err := vpcFor(v.Analysis.Snapshot(), src)
		return model.CreateGroups{VPC: vpc, Set: set}, err
	}
	if len(f.add)+len(f.remove) > 0 {
		return editGoal(v.Analysis, f.add, f.remove)
	}
	known := judge.Beside(v.Analysis, f.fix)
	for _, key := range f.fix {
		if _, ok := known.Finding(key); !ok {
			return nil, fmt.Errorf("--fix %s: there is no such finding; sgscope check names the keys", key)
		}
	}
	return model.FixFindings{Keys: f.fix}, nil
}

// vpcFor gives the VPC that groups are to be made in: the one named, or the only one there is.
func vpcFor(s model.Snapshot, src model.Source) (string, error) {
	if src.VPC != "" {
		return src.VPC, nil
	}
	all := vpcsOf(s)
	for _, candidates := range [][]string{all, emrVPCs(s)} {
		if len(candidates) == 1 {
			return candidates[0], nil
		}
	}
	return "", fmt.Errorf("--create needs --vpc: there are %s", listed(all))
}

// planned writes the plan of a goal.
func (a *app) planned(v report.View, goal model.Goal, form *format) error {
	return a.printPlan(v, only(v, judge.Plan(v.Analysis, goal)), form)
}

func (a *app) printPlan(v report.View, p model.Plan, form *format) error {
	if p.Conflict != "" {
		a.code = codeNoAnswer
	}
	switch form.name {
	case "json":
		return report.Encode(a.env.Stdout, report.PlanJSON(v, p)) //nolint:wrapcheck // it says what it was doing
	case "cli":
		return report.PlanCLI(a.env.Stdout, v, p) //nolint:wrapcheck // it says what it was doing
	}
	return report.PlanText(a.env.Stdout, v, p) //nolint:wrapcheck // it says what it was doing
}

// only leaves out steps and refusals about VPCs that the view does not tell of, and about findings that
// are accepted. Whoever names a finding has said what they mean.
func only(v report.View, p model.Plan) model.Plan {
	goal, isFix := p.Goal.(model.FixFindings)
	if !isFix || len(goal.Keys) > 0 {
		return p
	}
	told := map[string]bool{}
	for _, f := range v.Findings() {
		_, accepted := v.Accepted(f)
		told[f.Key()] = !accepted
	}
	p.Steps = slices.DeleteFunc(slices.Clone(p.Steps), func(s model.Step) bool {
		return len(s.Clears) > 0 && !slices.ContainsFunc(s.Clears, func(key string) bool { return told[key] })
	})
	p.Refusals = slices.DeleteFunc(slices.Clone(p.Refusals), func(r model.Refusal) bool { return !told[r.Finding] })
	return p
}
