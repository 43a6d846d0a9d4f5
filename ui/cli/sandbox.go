package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/ui/report"
)

type sandboxFlags struct {
	form                     *format
	listen, scenarios, reset []string
	list                     bool
}

func (a *app) sandbox() *cobra.Command {
	var f sandboxFlags
	c := &cobra.Command{
		Use:   "sandbox --listen ADDRESS [--scenario NAME] | --reset URL | --list [-o FORM]",
		Short: "Serve the sandbox to aws-cli and other clients, or list what it can play",
		Long: "Serve the sandbox at an address of this machine until it is stopped (Ctrl+C). The first line of\n" +
			"standard output is its URL. With several --listen each has an account of its own, and a line; with\n" +
			"several --scenario they are taken in order, and the last one for all that are left.\n\n" +
			"What is changed there, by aws-cli, sgscope --endpoint-url or anything else, stays until --reset URL\n" +
			"makes the account as new (or: curl -X POST URL/_sandbox/reset). check --endpoint-url URL tells\n" +
			"whether it is mended.\n\nExit code: 0, or 2 on bad input.",
		Example: "  sgscope sandbox --list\n" +
			"  sgscope sandbox --listen 127.0.0.1:4599 --scenario port-typo\n" +
			"  sgscope sandbox --listen 127.0.0.1:4601 --listen 127.0.0.1:4602 --scenario two-workspaces\n" +
			"  sgscope sandbox --reset http://127.0.0.1:4601",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error { return a.playSandbox(c, f) },
	}
	f.form = addFormat(c.Flags())
	c.Flags().StringArrayVar(&f.listen, "listen", nil, "`ADDRESS` of this machine, e.g. 127.0.0.1:4599; may be given several times")
	c.Flags().StringArrayVar(&f.scenarios, "scenario", nil, "what to play, by `NAME`; the default is the first of --list")
	c.Flags().StringArrayVar(&f.reset, "reset", nil, "make what is served at this `URL` as new")
	c.Flags().BoolVar(&f.list, "list", false, "list what it can play")
	return c
}

func (a *app) playSandbox(c *cobra.Command, f sandboxFlags) error {
	given := 0
	for _, is := range []bool{f.list, len(f.listen) > 0, len(f.reset) > 0} {
		if is {
			given++
		}
	}
	switch {
	case given > 1:
		return errors.New("--list, --listen and --reset cannot be given together")
	case f.list:
		return a.listScenarios(f.form)
	case len(f.reset) > 0:
		return a.resetSandbox(c, f.reset)
	case len(f.listen) == 0:
		return errors.New("give --listen ADDRESS, e.g. --listen 127.0.0.1:4599, or --reset URL, or --list")
	case len(f.scenarios) > len(f.listen):
		return fmt.Errorf("%d times --scenario and %d times --listen: each scenario needs an address",
			len(f.scenarios), len(f.listen))
	}
	return a.serve(c, f)
}

// stages pairs addresses and scenarios; the last scenario is for all that are left.
func (f sandboxFlags) stages(scenario string) []Stage {
	var out []Stage
	for i, listen := range f.listen {
		if i < len(f.scenarios) {
			scenario = f.scenarios[i]
		}
		out = append(out, Stage{listen, scenario})
	}
	return out
}

func (a *app) serve(c *cobra.Command, f sandboxFlags) error {
	var printed error
	told := false
	err := a.env.Serve(c.Context(), f.stages(a.flags.source.Sandbox), func(s Served) {
		if _, err := io.WriteString(a.env.Stdout, s.URL+"\n"); err != nil && printed == nil {
			printed = err
		}
		a.note("  " + s.Scenario + ": sgscope --endpoint-url " + s.URL)
		if told {
			return
		}
		told = true
		a.note("the sandbox is served until Ctrl+C; try in another terminal\n" +
			"  export AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox AWS_DEFAULT_REGION=" + s.Region + "\n" +
			"  aws ec2 describe-security-groups --endpoint-url " + s.URL + "\n" +
			"  sgscope sandbox --reset " + s.URL)
	})
	if err == nil {
		err = printed
	}
	if err != nil && c.Context().Err() == nil {
		return fmt.Errorf("serve the sandbox: %w", err)
	}
	return nil
}

// resetSandbox makes each account as new, and says which scenario it plays.
func (a *app) resetSandbox(c *cobra.Command, urls []string) error {
	for _, url := range urls {
		name, err := a.env.Reset(c.Context(), url)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(a.env.Stdout, "as new: "+name+" at "+url+"\n"); err != nil {
			return fmt.Errorf("write what was reset: %w", err)
		}
	}
	return nil
}

func (a *app) listScenarios(form *format) error {
	all := a.env.Scenarios()
	if form.name == "json" {
		doc := report.Scenarios{SchemaVersion: report.SchemaVersion, Scenarios: []report.Scenario{}}
		for _, s := range all {
			doc.Scenarios = append(doc.Scenarios, report.Scenario{
				Name: s.Name, Title: s.Title, Story: s.Story,
				Wrong: append([]string{}, s.Wrong...), Failure: s.Failure,
			})
		}
		return report.Encode(a.env.Stdout, doc) //nolint:wrapcheck // it says what it was doing
	}
	wide := 0
	for _, s := range all {
		wide = max(wide, len(s.Name))
	}
	var b strings.Builder
	for _, s := range all {
		b.WriteString(s.Name + strings.Repeat(" ", wide-len(s.Name)+2) + s.Title + "\n")
	}
	b.WriteString("\nsgscope --sandbox=NAME opens one; -o json tells the stories, and what is wrong in each.\n")
	if _, err := io.WriteString(a.env.Stdout, b.String()); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}
