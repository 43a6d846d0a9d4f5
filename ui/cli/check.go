package cli

import (
	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/ui/report"
)

// checkFlags are what check takes beyond what all commands take.
type checkFlags struct {
	form   *format
	failOn severity
	strict bool
	all    bool
}

func (a *app) check() *cobra.Command {
	f := checkFlags{failOn: severity{model.Exposed}}
	c := &cobra.Command{
		Use:   "check [-o FORM] [--fail-on SEVERITY] [--strict] [--all]",
		Short: "Say what is wrong with the groups of EMR",
		Long: "Say what is wrong with the security groups of EMR Studio, and what could not be decided.\n\n" +
			"Exit code: 0 nothing at or above --fail-on, 1 something, 2 bad input or nothing could be decided.\n" +
			"What is unknown never changes the code, unless --strict says so: then it is 2.",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			v, err := a.view(c)
			if err != nil {
				return err
			}
			return a.checked(v, f)
		},
	}
	f.form = addFormat(c.Flags())
	c.Flags().Var(&f.failOn, "fail-on", "the mildest severity that fails: broken, exposed, conditional, wider, note")
	c.Flags().BoolVar(&f.strict, "strict", false, "fail if anything is unknown or was not read")
	c.Flags().BoolVar(&f.all, "all", false, "tell of the requirements that hold, too")
	return c
}

// checked writes a check and sets the exit code.
func (a *app) checked(v report.View, f checkFlags) error {
	v.All = f.all
	o := v.Outcome()
	switch {
	case !o.Decided, f.strict && o.Unknown+o.Unread > 0:
		a.code = codeNoAnswer
	case o.AtLeast(f.failOn.Severity) > 0:
		a.code = codeBad
	}
	if f.form.name == "json" {
		return report.Encode(a.env.Stdout, report.CheckJSON(v)) //nolint:wrapcheck // it says what it was doing
	}
	return report.CheckText(a.env.Stdout, v) //nolint:wrapcheck // it says what it was doing
}
