package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func (a *app) policy() *cobra.Command {
	var write bool
	c := &cobra.Command{
		Use:   "iam-policy [--write]",
		Short: "Print the IAM policy that sgscope needs",
		Long: "Print the IAM policy that reading needs, or with --write also creating and fixing groups.\n\n" +
			"Exit code: 0.",
		Args: takes(),
		RunE: func(*cobra.Command, []string) error {
			access := ReadAccess
			if write {
				access = WriteAccess
			}
			text, err := a.env.Policy(access)
			if err != nil {
				return fmt.Errorf("print the policy: %w", err)
			}
			if _, err := io.WriteString(a.env.Stdout, text); err != nil {
				return fmt.Errorf("print the policy: %w", err)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&write, "write", false, "with what creating and fixing groups needs")
	return c
}
