package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/ui/report"
)

func (a *app) explain() *cobra.Command {
	var form *format
	c := &cobra.Command{
		Use:   "explain TEXT | explain - [-o FORM]",
		Short: "Say what an error message of EMR means",
		Long: "Say which known failure an error is about, what causes it and what mends it. TEXT is what AWS, a\n" +
			"console, Terraform or CloudTrail says, or a few words on what goes wrong; - reads standard input.\n\n" +
			"With --profile, --region, --endpoint-url, --snapshot or --sandbox it looks there, too, and names the\n" +
			"findings that say so.\n\n" +
			"Exit code: 0, 1 if the failure is not known, 2 on bad input.",
		Example: "  sgscope explain 'ServiceAccessSecurityGroup is missing ingress rule'\n" +
			"  pbpaste | sgscope explain - --profile prod",
		Args: func(_ *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, "")) == "" {
				return errors.New("explain wants TEXT, or - for standard input (see sgscope explain --help)")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			text, err := a.textOf(args)
			if err != nil {
				return err
			}
			return a.explained(c, text, form)
		},
	}
	form = addFormat(c.Flags())
	return c
}

// longestText is how much of standard input is read: a CloudTrail event is shorter.
const longestText = 1 << 20

// textOf gives the text that is to be explained.
func (a *app) textOf(args []string) (string, error) {
	if len(args) != 1 || args[0] != "-" {
		return strings.Join(args, " "), nil
	}
	b, err := io.ReadAll(io.LimitReader(a.env.Stdin, longestText))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	return string(b), nil
}

// explained writes what the text may be about and sets the exit code.
func (a *app) explained(c *cobra.Command, text string, form *format) error {
	var looked *report.View
	for _, name := range []string{"profile", "region", "endpoint-url", "snapshot", "sandbox"} {
		if !c.Flags().Changed(name) {
			continue
		}
		v, err := a.view(c)
		if err != nil {
			return err
		}
		looked = &v
		break
	}
	matches := emr.Explain(text)
	if len(matches) == 0 {
		a.code = codeBad
	}
	if form.name == "json" {
		doc := report.ExplainJSON(looked, text, matches)
		return report.Encode(a.env.Stdout, doc) //nolint:wrapcheck // it says what it was doing
	}
	return report.ExplainText(a.env.Stdout, looked, a.marks(), matches) //nolint:wrapcheck // it says what it was doing
}
