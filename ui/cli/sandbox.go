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
	form             *format
	listen, scenario string
	list             bool
}

func (a *app) sandbox() *cobra.Command {
	var f sandboxFlags
	c := &cobra.Command{
		Use:   "sandbox --listen ADDRESS [--scenario NAME] | sandbox --list [-o FORM]",
		Short: "Serve the sandbox to aws-cli and other clients, or list what it can play",
		Long: "Serve the sandbox at an address of this machine until it is stopped (Ctrl+C). The first line of\n" +
			"standard output is its URL.\n\nExit code: 0, or 2 on bad input.",
		Args: takes(),
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case f.list && f.listen != "":
				return errors.New("--list and --listen cannot be given together")
			case f.list:
				return a.listScenarios(f.form)
			case f.listen == "":
				return errors.New("give --listen ADDRESS, e.g. --listen 127.0.0.1:4599, or --list")
			}
			return a.serve(c, f)
		},
	}
	f.form = addFormat(c.Flags())
	c.Flags().StringVar(&f.listen, "listen", "", "address of this machine, e.g. 127.0.0.1:4599")
	c.Flags().StringVar(&f.scenario, "scenario", "", "what to play; the default is the first of --list")
	c.Flags().BoolVar(&f.list, "list", false, "list what it can play")
	return c
}

func (a *app) serve(c *cobra.Command, f sandboxFlags) error {
	scenario := f.scenario
	if scenario == "" {
		scenario = a.flags.source.Sandbox
	}
	var printed error
	err := a.env.Serve(c.Context(), f.listen, scenario, func(url string) {
		_, printed = io.WriteString(a.env.Stdout, url+"\n")
		a.note("the sandbox is served until Ctrl+C; try in another terminal\n" +
			"  AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox AWS_DEFAULT_REGION=us-east-1 \\\n" +
			"    aws ec2 describe-security-groups --endpoint-url " + url)
	})
	if err == nil {
		err = printed
	}
	if err != nil && c.Context().Err() == nil {
		return fmt.Errorf("serve the sandbox: %w", err)
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
				Wrong: append([]string{}, s.Wrong...),
			})
		}
		return report.Encode(a.env.Stdout, doc) //nolint:wrapcheck // it says what it was doing
	}
	var b strings.Builder
	for _, s := range all {
		b.WriteString(s.Name + "  " + s.Title + "\n    " + s.Story + "\n")
		for _, w := range s.Wrong {
			b.WriteString("    wrong: " + w + "\n")
		}
	}
	if _, err := io.WriteString(a.env.Stdout, b.String()); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}
