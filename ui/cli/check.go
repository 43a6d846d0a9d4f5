package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/judge"
	"github.com/sgscope/sgscope/ui/report"
)

// checkFlags are what check takes beyond what all commands take.
type checkFlags struct {
	form   *format
	failOn severity
	strict bool
	all    bool
	lint   string // which checks of any group: default, all, or ids; "" for none, with --all for default
	skip   string
}

// checks gives which checks of any group are asked.
func (f checkFlags) checks() (judge.Checks, error) {
	var out judge.Checks
	var err error
	if f.all {
		out.Which = judge.Default
	}
	if f.lint != "" {
		if out, err = judge.Parse(f.lint); err != nil {
			return out, fmt.Errorf("--lint %s: %w (docs/lint.md lists them)", f.lint, err)
		}
	}
	if f.skip != "" {
		if out.Skip, err = judge.IDs(f.skip); err != nil {
			return out, fmt.Errorf("--skip %s: %w; what EMR asks for is accepted, not skipped", f.skip, err)
		}
	}
	return out, nil
}

func (a *app) check() *cobra.Command {
	f := checkFlags{failOn: severity{model.Exposed}}
	c := &cobra.Command{
		Use:   "check [-o FORM] [--fail-on SEVERITY] [--strict] [--all] [--lint CHECKS]",
		Short: "Say what is wrong with the groups of EMR",
		Long: "Say what is wrong with the security groups of EMR, and what could not be decided.\n\n" +
			"--lint asks checks of every group besides, EMR's or not: those that are on by default, all, or those\n" +
			"named, with commas between them. What they find counts like the rest, and what EMR's own findings\n" +
			"say already is left out. --all does the same as --lint default, and tells what holds.\n\n" +
			"Findings that you live with stand in " + configName + " with a reason; they are told apart and count for\n" +
			"nothing until they expire.\n\n" +
			"Exit code: 0 nothing at or above --fail-on, 1 something, 2 bad input or nothing could be decided.\n" +
			"What is unknown never changes the code, unless --strict says so: then it is 2.",
		Example: "  sgscope check --lint world-ssh,unused-group --skip rule-implied\n" +
			"  sgscope check --config accepted.yaml --fail-on wider",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			for _, name := range []string{"lint", "skip"} {
				if c.Flags().Changed(name) && strings.TrimSpace(c.Flags().Lookup(name).Value.String()) == "" {
					return fmt.Errorf("--%s needs a value", name)
				}
			}
			if _, err := f.checks(); err != nil {
				return err
			}
			v, err := a.view(c)
			if err != nil {
				return err
			}
			return a.checked(v, f)
		},
	}
	f.form = addFormat(c.Flags(), "junit")
	c.Flags().Var(&f.failOn, "fail-on", "the mildest severity that fails: broken, exposed, conditional, wider, note")
	c.Flags().BoolVar(&f.strict, "strict", false, "fail if anything is unknown or was not read")
	c.Flags().BoolVar(&f.all, "all", false, "tell of the requirements that hold, too, and ask the default checks of every group")
	c.Flags().StringVar(&f.lint, "lint", "", "ask these `CHECKS` of every group: default, all, or names with commas between them")
	c.Flags().StringVar(&f.skip, "skip", "", "leave these `CHECKS` of any group out")
	return c
}

// checked writes a check and sets the exit code.
func (a *app) checked(v report.View, f checkFlags) error {
	checks, err := f.checks()
	if err != nil {
		return err
	}
	v.All, v.Checks = f.all, checks
	v.Lint = judge.Lint(v.Analysis, checks)
	o := v.Outcome()
	switch {
	case !o.Decided, f.strict && o.Unknown+o.Unread > 0:
		a.code = codeNoAnswer
	case o.AtLeast(f.failOn.Severity) > 0:
		a.code = codeBad
	}
	switch f.form.name {
	case "json":
		return report.Encode(a.env.Stdout, report.CheckJSON(v)) //nolint:wrapcheck // it says what it was doing
	case "junit":
		return report.CheckJUnit(a.env.Stdout, v, f.failOn.Severity) //nolint:wrapcheck // it says what it was doing
	}
	return report.CheckText(a.env.Stdout, v) //nolint:wrapcheck // it says what it was doing
}
